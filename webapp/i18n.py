"""Languages: which the visitor reads in, and the interface texts in each.

The language is the first part of a page's address. Translations are read from the ``.po``
files themselves, once: nothing has to be compiled, and an installed copy may be read-only.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import flask_babel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Request, current_app, g, has_request_context, request, url_for
from werkzeug.routing import BaseConverter

LANGUAGES = ("zh", "en")
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
DEFAULT_LANGUAGE = "zh"
TRANSLATIONS = Path(__file__).parent / "translations"


class LanguageConverter(BaseConverter):
    """The ``<lang:lang>`` part of an address: one of :data:`LANGUAGES`."""

    regex = "|".join(LANGUAGES)


@cache
def catalogue_of(lang: str) -> Translations:
    """Return the interface texts of one language."""
    path = TRANSLATIONS / lang / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalog = read_po(file, locale=lang)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


class _PoDomain(flask_babel.Domain):  # type: ignore[misc]
    def get_translations(self) -> NullTranslations:
        return catalogue_of(language())


class _Babel(flask_babel.Babel):  # type: ignore[misc]
    domain_instance = _PoDomain()


def negotiate(req: Request) -> str:
    """Return the language that a visitor's browser asks for; Chinese where it asks for none."""
    wanted = req.accept_languages.best_match(
        [*LANGUAGES, "zh-CN", "zh-Hans", "zh-TW", "zh-Hant", "zh-HK", "zh-SG", "en-GB", "en-US"],
        default=DEFAULT_LANGUAGE,
    )
    return (wanted or DEFAULT_LANGUAGE)[:2]


def language() -> str:
    """Return the language of the current request: of its address, else of the browser."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    if "lang" not in g:
        first = request.path.split("/", 2)[1]
        g.lang = first if first in LANGUAGES else negotiate(request)
    return str(g.lang)


def address_in(lang: str, external: bool = False) -> str:
    """Return the address of the current page, with its query, in another language."""
    endpoint = request.endpoint
    if endpoint and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        arguments: dict[str, Any] = dict(request.args.lists())
        arguments |= {**(request.view_args or {}), "lang": lang}
        return url_for(endpoint, _external=external, **arguments)
    return url_for("home.page", lang=lang, _external=external)


def init_app(app: Flask) -> None:
    """Teach ``app`` the languages: address part, translations, defaults for ``url_for``."""
    app.url_map.converters["lang"] = LanguageConverter
    _Babel(app, default_locale=DEFAULT_LANGUAGE, locale_selector=language)

    @app.url_defaults
    def _add_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = language()

    @app.url_value_preprocessor
    def _take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values:
            values.pop("lang", None)
