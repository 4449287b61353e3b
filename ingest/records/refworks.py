"""RefWorks' tagged format (RT Journal Article)."""

from __future__ import annotations

from ingest.records._tagged import Tagged

NAME = "RefWorks"
SUFFIXES = (".rwf", ".txt", ".text")

_FORM = Tagged("refworks")
recognise = _FORM.recognise
read = _FORM.read
