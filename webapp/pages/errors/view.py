"""Errors in the visitor's language: what went wrong and where to go on."""

from __future__ import annotations

import json
import logging
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, abort, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, InternalServerError

from webapp.i18n import LANGUAGES, language

log = logging.getLogger(__name__)


def _text(status: int) -> tuple[str, str]:
    """Return the heading and the sentence for a status."""
    texts = {
        400: (
            _("This address cannot be understood"),
            _("Something in the address is not of the form it should have."),
        ),
        404: (_("There is nothing here"), _("The graph knows nothing under this address.")),
        405: (
            _("This cannot be done here"),
            _("The address exists, but does not take this kind of request."),
        ),
        500: (
            _("Something went wrong"),
            _("The fault is ours. It has been written to the log; please try again later."),
        ),
    }
    known = status if status in texts else 500 if status >= 500 else 400
    return texts[known]


def _for_people() -> bool:
    """Whether the request is for a page: below a language, or from a browser."""
    first = request.path.split("/", 2)[1]
    return first in LANGUAGES or "text/html" in request.headers.get("Accept", "")


def _answer(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None:  # an answer that was complete when it was raised
        return error.get_response()  # type: ignore[return-value]
    title, sentence = _text(status)
    detail = error.description
    near: list[str] = detail if isinstance(detail, list) else []
    # Only our own 400s say what is wrong; a library's words stay out of the page.
    said = (
        detail
        if status == 400 and isinstance(detail, str) and type(error).description != detail
        else ""
    )
    if _for_people():
        body = render_template(
            "errors/page.html",
            status=status,
            title=title,
            sentence=said or sentence,
            near=near,
            error_page=True,
        )
        response = Response(body, status, content_type="text/html; charset=utf-8")
    else:
        document = {"title": title, "status": status, "detail": said or sentence}
        body = json.dumps(document, ensure_ascii=False)
        response = Response(body, status, content_type="application/problem+json")
    response.headers["Content-Language"] = language()
    response.vary.update(("Accept", "Accept-Language"))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def register(app: Flask) -> None:
    """Answer every error of ``app`` with a page or, to programs, a problem document.

    An address of a page whose arguments are not UTF-8 is such an error: what a visitor asked
    for is not guessed.
    """

    @app.before_request
    def _readable() -> None:
        endpoint = request.endpoint
        if endpoint and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            try:
                unquote_to_bytes(request.query_string).decode("utf-8")
            except UnicodeDecodeError:
                abort(400, description=_("The address holds bytes that are not UTF-8 text."))

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        return _answer(error)

    @app.errorhandler(Exception)
    def _any(error: Exception) -> Response:
        log.exception("error on %s", request.path)
        return _answer(InternalServerError())
