"""A small vocabulary of our own: what the rules' examples and the tests link to."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from ingest.lexicon import Lexicon


@dataclass(frozen=True)
class Concept:
    iri: str
    cls: str
    labels: dict[str, str]
    alt: tuple[tuple[str, str], ...] = ()
    veto_before: tuple[str, ...] = ()
    veto_after: tuple[str, ...] = ()
    broader: tuple[str, ...] = field(default=())
    not_in_text: tuple[str, ...] = ()


_ROWS = [
    ("fairness", "Value", "公平", "fairness"),
    ("efficiency", "Value", "效率", "efficiency"),
    ("transparency", "Value", "透明", "transparency"),
    ("trust", "Value", "信任", "trust"),
    ("public-trust", "Value", "公众信任", "public trust"),
    ("administrative-efficiency", "Value", "行政效率", "administrative efficiency"),
    ("service-efficiency", "Value", "服务效率", "service efficiency"),
    ("public-value", "Value", "公共价值", "public value"),
    ("privacy", "Value", "隐私", "privacy"),
    ("democracy", "Value", "民主", "democracy"),
    ("accountability", "Value", "问责", "accountability"),
    ("digital-divide", "Dilemma", "数字鸿沟", "digital divide"),
    ("data-monopoly", "Dilemma", "数据垄断", "data monopoly"),
    ("digital-exclusion", "Dilemma", "数字排斥", "digital exclusion"),
    ("data-silo", "Dilemma", "数据孤岛", "data silo"),
    ("digital-governance", "Field", "数字治理", "digital governance"),
    ("digital-government", "Field", "数字政府", "digital government"),
    ("community-governance", "Field", "社区治理", "community governance"),
    ("grassroots-governance", "Field", "基层治理", "grassroots governance"),
    ("government", "Actor", "政府", "government"),
    ("citizens", "Actor", "公民", "citizens"),
    ("elderly", "Actor", "老年人", "older people"),
    ("blockchain", "Technology", "区块链", "blockchain"),
    ("artificial-intelligence", "Technology", "人工智能", "artificial intelligence"),
    ("data-sharing", "Mechanism", "数据共享", "data sharing"),
    ("open-data", "Measure", "数据开放", "open data"),
    ("nps", "Theory", "新公共服务理论", "new public service theory"),
    ("fairness-principle", "Principle", "公平原则", "principle of fairness"),
]


@lru_cache(maxsize=1)
def small_lexicon() -> Lexicon:
    return Lexicon(
        Concept(
            f"https://w3id.org/wenmai/public-value/{slug}",
            cls,
            {"zh": zh, "en": en},
            veto_before=("币",) if slug == "government" else (),
        )
        for slug, cls, zh, en in _ROWS
    )
