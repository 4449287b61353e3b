"""Importing this module loads what reading a Chinese paper needs; workers are copies of it."""

from __future__ import annotations

import contextlib
import gc
import os

from ingest.document import Document, Source
from ingest.pipeline import STEPS

# A worker is one of as many as there are cores
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

CHINESE = (
    "示例研究\n\n一、引言\n\n透明度影响信任[1]。\n\n"
    "参考文献\n[1] 某某. 示例[M]. 某地: 某社, 2020.\n"
)
ENGLISH = "An Example\n\n1. Introduction\n\nTransparency fosters trust in government (Doe, 2020).\n"


def load(text: str) -> None:
    """Read a text for the sake of what is loaded on the way."""
    document = Document(Source("example.txt", "0" * 64, text))
    with contextlib.suppress(Exception):  # the first real file will tell
        for step in STEPS:
            document = step(document)
    gc.collect()
    gc.freeze()  # what all workers share stays shared


load(CHINESE)
