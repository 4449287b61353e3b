"""What ``wenmai ingest`` said, in the language of who reads it."""

from __future__ import annotations

from ontology.i18n import translated


def in_language(text: str, lang: str) -> tuple[str, str]:
    """Return an English message in ``lang`` where there is a translation, and its language."""
    if lang == "en" or not text:
        return text, lang
    found = translated(text, lang)
    return (found, lang) if found is not None else (text, "en")
