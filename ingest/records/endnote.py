"""EndNote's tagged export (%0 Journal Article)."""

from __future__ import annotations

from ingest.records._tagged import Tagged

NAME = "EndNote"
SUFFIXES = (".enw", ".txt", ".text")

_FORM = Tagged("endnote")
recognise = _FORM.recognise
read = _FORM.read
