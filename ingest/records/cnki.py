"""CNKI's own text exports (Title-题名: …)."""

from __future__ import annotations

from ingest.records._tagged import Tagged

NAME = "CNKI"
SUFFIXES = (".eln", ".txt", ".text")

_FORM = Tagged("cnki")
recognise = _FORM.recognise
read = _FORM.read
