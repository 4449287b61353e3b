"""NoteExpress's export ({Reference Type}: Journal Article)."""

from __future__ import annotations

from ingest.records._tagged import Tagged

NAME = "NoteExpress"
SUFFIXES = (".net", ".ner", ".txt", ".text")

_FORM = Tagged("noteexpress")
recognise = _FORM.recognise
read = _FORM.read
