"""Web of Science's field-tagged plain text."""

from __future__ import annotations

from ingest.records._tagged import Tagged

NAME = "Web of Science"
SUFFIXES = (".ciw", ".isi", ".txt", ".text")

_FORM = Tagged("wos")
recognise = _FORM.recognise
read = _FORM.read
