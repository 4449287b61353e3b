"""Messages of the command line in the reader's language.

The language is ``WENMAI_LANG``, else what the locale variables say; a message without a
translation stays English. Catalogues are ``ontology/translations/<lang>.po``.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

TRANSLATIONS = Path(__file__).parent / "translations"


def language() -> str:
    """Return "zh" or "en": the language of messages to the person at the terminal."""
    for name in ("WENMAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


@cache
def _catalogue(lang: str) -> dict[str, str]:
    path = TRANSLATIONS / f"{lang}.po"
    if not path.exists():
        return {}
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        messages = read_po(file, locale=lang)
    return {
        str(m.id): str(m.string)
        for m in messages
        if m.id and isinstance(m.string, str) and m.string
    }


def _(message: str) -> str:
    """Return the message in the language of the person at the terminal."""
    lang = language()
    return message if lang == "en" else _catalogue(lang).get(message, message)
