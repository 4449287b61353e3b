"""Problem documents (RFC 9457): one shape for every error that a program reads.

The texts stand in ``problems.toml``, in both languages; the visitor's ``Accept-Language``
chooses.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, request

from webapp.accept import problem_language

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - the name that RFC 9457 gives it
    """An error with a known name (a table of ``problems.toml``) and what fills its text.

    ``retry`` (seconds) and ``allow`` (methods) are also headers of the answer.
    """

    def __init__(
        self, name: str, *, retry: int | None = None, allow: str | None = None, **facts: object
    ) -> None:
        super().__init__(name)
        self.name = name
        self.facts = {**facts, "retry": retry, "methods": allow}
        self.headers: dict[str, str] = {}
        if retry is not None:
            self.headers["Retry-After"] = str(retry)
        if allow is not None:
            self.headers["Allow"] = allow

    @property
    def status(self) -> int:
        """The HTTP status."""
        return int(_texts()[self.name]["status"])

    def text(self, language: str) -> tuple[str, str]:
        """Return the title and the detail in ``zh`` or ``en``."""
        texts = _texts()[self.name][language]
        return texts["title"], texts["detail"].format_map(self.facts)

    def document(self, language: str) -> dict[str, Any]:
        """Return the problem document."""
        title, detail = self.text(language)
        places = {k: v for k, v in self.facts.items() if k in ("line", "column", "limit") and v}
        return {
            "type": f"https://w3id.org/wenmai/problem/{self.name}",
            "title": title,
            "status": self.status,
            "detail": detail,
            **places,
        }

    def response(self) -> Response:
        """Return the HTTP answer, in the language of the request at hand."""
        language = problem_language(request.headers.get("Accept-Language"))
        response = Response(
            json.dumps(self.document(language), ensure_ascii=False, indent=1),
            status=self.status,
            content_type=MEDIA_TYPE,
            headers=self.headers,
        )
        response.headers["Content-Language"] = language
        response.headers.add("Vary", "Accept, Accept-Language")
        response.headers["Cache-Control"] = "no-store"
        return response


@cache
def _texts() -> dict[str, Any]:
    with (Path(__file__).parent / "problems.toml").open("rb") as file:
        return tomllib.load(file)
