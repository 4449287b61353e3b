"""The Flask application: pages in two languages over an :class:`Explorer`."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Response, g, redirect, request, send_from_directory, url_for
from jinja2 import FileSystemLoader, StrictUndefined

from webapp import i18n, rendering
from webapp.explorer import install

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from webapp.explorer import Explorer

ROOM = Path(__file__).parent
# The one page that needs more (the query editor) says so in ``g.policy``.
POLICY: dict[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_A_YEAR = 31_536_000


@cache
def _version(path: Path, stamp: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def _pages() -> list[str]:
    """Names of the page folders that have a ``view.py``."""
    return sorted(
        m.name
        for m in pkgutil.iter_modules([str(ROOM / "pages")])
        if (ROOM / "pages" / m.name / "view.py").is_file()
    )


def create_app(explorer: Explorer) -> Flask:
    """Build the application that shows what ``explorer`` has.

    Every folder of ``webapp/pages`` with a ``view.py`` is a page: its ``blueprint`` is
    registered under ``/<language>``, its ``register(app)`` is called.
    """
    app = Flask("webapp", root_path=str(ROOM))
    install(app, explorer)
    app.jinja_loader = FileSystemLoader([ROOM / "templates", ROOM / "pages"])
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    i18n.init_app(app)
    rendering.init_app(app)

    for name in _pages():
        view = importlib.import_module(f"webapp.pages.{name}.view")
        if hasattr(view, "blueprint"):
            app.register_blueprint(view.blueprint, url_prefix="/<lang:lang>")
        if hasattr(view, "register"):
            view.register(app)
    for name in ("webapp.sparql.endpoint", "webapp.negotiation"):
        app.register_blueprint(importlib.import_module(name).blueprint)

    @app.get("/")
    def front() -> AnyResponse:
        response = redirect(url_for("home.page", lang=i18n.negotiate(request)), 302)
        response.vary.add("Accept-Language")
        return response

    @app.get("/favicon.ico")
    def favicon() -> Response:
        return send_from_directory(ROOM / "static", "favicon.svg", max_age=86_400)

    @app.url_defaults
    def _stamp_static(endpoint: str, values: dict[str, object]) -> None:
        file = ROOM / "static" / str(values.get("filename", ""))
        if endpoint == "static" and file.is_file():
            values["v"] = _version(file, file.stat().st_mtime_ns)

    @app.after_request
    def _headers(response: Response) -> Response:
        policy = POLICY | g.get("policy", {})
        response.headers.setdefault(
            "Content-Security-Policy", "; ".join(f"{k} {v}" for k, v in policy.items())
        )
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if request.endpoint == "static" and response.status_code == 200 and "v" in request.args:
            response.headers["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
        return response

    return app
