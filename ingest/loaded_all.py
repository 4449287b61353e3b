"""Importing this module loads what reading any paper needs."""

from __future__ import annotations

from ingest.loaded import ENGLISH, load

load(ENGLISH)
