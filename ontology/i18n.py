"""Messages of the command line in the reader's language.

The language is ``WENMAI_LANG``, else what the locale variables say; a message without a
translation stays English. Catalogues are ``ontology/translations/<lang>.po``.
"""

from __future__ import annotations

import os
import re
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


def translated(text: str, lang: str) -> str | None:
    """Return in ``lang`` what a program said in English, or None where no message fits.

    For messages that another program wrote down: the parts that were filled in are found, and
    put into the translation (themselves translated where they are messages).
    """
    exact = _catalogue(lang).get(text)
    if exact is not None:
        return exact
    for pattern, message in _patterns(lang):
        if (found := pattern.fullmatch(text)) is not None:
            parts = {k: translated(v, lang) or v for k, v in found.groupdict().items()}
            return _FIELD.sub(lambda m, parts=parts: parts[m[1]], message)  # type: ignore[misc]
    return None


_FIELD = re.compile(r"\{(\w+)(?:[!:][^{}]*)?\}")


@cache
def _patterns(lang: str) -> list[tuple[re.Pattern[str], str]]:
    """Return what messages with parts to fill in look like when filled, the most telling first."""
    found: list[tuple[int, re.Pattern[str], str]] = []
    for message, translation in _catalogue(lang).items():
        names = _FIELD.findall(message)
        if not names or not set(_FIELD.findall(translation)) <= set(names):
            continue
        pattern, end, seen = "", 0, set[str]()
        for field in _FIELD.finditer(message):
            pattern += re.escape(message[end : field.start()])
            pattern += f"(?P={field[1]})" if field[1] in seen else f"(?P<{field[1]}>.+?)"
            seen.add(field[1])
            end = field.end()
        pattern += re.escape(message[end:])
        telling = len(_FIELD.sub("", message))
        if telling >= _TELLING:
            found.append((telling, re.compile(pattern, re.DOTALL), translation))
    return [(p, t) for _, p, t in sorted(found, key=lambda item: -item[0])]


_TELLING = 6  # characters of a message that are its own: fewer would fit anything
