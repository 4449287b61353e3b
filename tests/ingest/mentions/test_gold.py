"""The gold of mentions is well formed, and its digests say what it says they do."""

from __future__ import annotations

import json
from itertools import pairwise

from ingest.scoring.command import DIGESTS, GOLD, SEEDS
from ingest.scoring.texts import Texts

ITEMS = [
    json.loads(line) for line in (GOLD / "mentions.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_spans_are_in_order_and_inside_their_sentence() -> None:
    assert ITEMS
    for item in ITEMS:
        first, last = (0, len(item["text"])) if "text" in item else (item["start"], item["end"])
        spans = item["mentions"]
        assert all(first <= start < end <= last for start, end in spans), item
        assert all(one[1] <= other[0] for one, other in pairwise(spans)), item


def test_a_seed_is_given_by_positions_only() -> None:
    assert all("text" not in item for item in ITEMS if "seed" in item)


def test_the_digests_still_have_the_sentences() -> None:
    texts = Texts(SEEDS, DIGESTS)
    for item in ITEMS:
        if "digest" in item:
            doc = texts.document(item)
            assert doc is not None
            assert texts.sentence(doc, item) is not None, item["text"]
