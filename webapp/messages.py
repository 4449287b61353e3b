"""Bring the interface texts up to date: ``python -m webapp.messages``.

Collects every text of the pages' code and templates and writes both ``messages.po`` with them:
what was translated stays, what is new is empty in Chinese (a test then says so), what is no
longer used goes.
"""

from __future__ import annotations

import io
import sys

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from webapp.app import ROOM
from webapp.i18n import LANGUAGES, TRANSLATIONS

# ``lp`` is how ``terms.py`` calls lazy_pgettext.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lp": ((1, "c"), 2),
}
_METHODS = [("**.py", "python"), ("**.html", "jinja2")]
_TERMINAL = "from ontology.i18n import"  # such a module speaks on the terminal, with its own texts
_OPTIONS = {"**.html": {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}}


def used() -> list[tuple[str | None, str | tuple[str, ...]]]:
    """Return every text that pages use, as (context, text), each once, sorted."""
    elsewhere = [
        (path.relative_to(ROOM).as_posix(), "ignore")
        for path in ROOM.rglob("*.py")
        if _TERMINAL in path.read_text(encoding="utf-8")
    ]
    found = {
        (context, text)
        for _, _, text, _, context in extract_from_dir(
            ROOM,
            elsewhere + _METHODS,
            _OPTIONS,
            keywords=KEYWORDS,
        )
    }
    return sorted(found, key=lambda pair: (str(pair[1]), pair[0] or ""))


def read(lang: str) -> Catalog:
    """Return the texts of one language."""
    path = TRANSLATIONS / lang / "LC_MESSAGES" / "messages.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=lang, abort_invalid=True)


def _string(old: Message | None, lang: str, text: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if old is not None and old.string and any(old.string):
        return old.string if isinstance(old.string, str) else tuple(old.string)
    if lang == "en":
        return text
    return "" if isinstance(text, str) else ("",)


def renewed(lang: str) -> bytes:
    """Return ``messages.po`` of one language with exactly the texts that are used."""
    old = read(lang)
    new = Catalog(locale=lang, project="Wenmai", charset="utf-8", fuzzy=False)
    new.header_comment = f"# Interface texts of Wenmai, {lang}. Renewed by webapp/messages.py."
    for context, text in used():
        first = text if isinstance(text, str) else text[0]
        kept = old.get(first, context)
        new.add(text, _string(kept, lang, text), context=context)
    written = io.BytesIO()
    write_po(written, new, width=0)
    lines = written.getvalue().decode().splitlines(keepends=True)
    dated = ("POT-Creation", "PO-Revision", "Last-Tr", "Language-Team", "Report", "Generated")
    kept_lines = (line for line in lines if not line.startswith(tuple(f'"{d}' for d in dated)))
    return "".join(kept_lines).encode()


def main() -> int:
    """Write both files and say what still needs a translation."""
    missing = 0
    for lang in LANGUAGES:
        path = TRANSLATIONS / lang / "LC_MESSAGES" / "messages.po"
        path.write_bytes(renewed(lang))
        empty = [m.id for m in read(lang) if m.id and not (m.string and any(m.string))]
        for text in empty:
            print(f"{path.name} ({lang}): not translated: {text}", file=sys.stderr)
        missing += len(empty)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
