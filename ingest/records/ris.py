"""RIS, as reference managers, journal sites and CNKI write it."""

from __future__ import annotations

from ingest.records._tagged import Tagged

NAME = "RIS"
SUFFIXES = (".ris", ".txt", ".text")

_FORM = Tagged("ris")
recognise = _FORM.recognise
read = _FORM.read
