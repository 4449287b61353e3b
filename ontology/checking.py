"""Checks of ontology and data: each gives findings, and no findings is a pass.

Four kinds, from most general to most particular: the reasoner (``ontology.reasoning``), rules
written as queries (``ontology/checks/*.rq``, a row is a finding), shapes
(``ontology/shapes/*.ttl``), and competency questions (``ontology/questions/*.rq``), which say
what the ontology must be able to answer. Messages and remedies stand beside the rules, in both
languages.
"""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from pyoxigraph import NamedNode

from ontology.dataset import Dataset, filled, ontology_dataset, short_path, shown
from ontology.library import ROOM, relations

Kind = Literal["consistency", "check", "shape", "question"]
Texts = dict[str, str]  # by language
_HEADER = re.compile(r"#\s*(zh|en|expect|over)( remedy)?:\s*(.+)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where, what, and what to do about it."""

    rule: str
    term: str
    files: tuple[str, ...]
    message: Texts
    remedy: Texts
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What one kind of check found. ``rules`` counts what was asked."""

    kind: Kind
    rules: int
    findings: tuple[Finding, ...]
    seconds: float = field(compare=False)

    @property
    def passed(self) -> bool:
        """Say whether nothing is wrong (warnings aside)."""
        return all(f.warning for f in self.findings)


@dataclass(frozen=True, slots=True)
class Rule:
    """A query file: its text and what its header says."""

    path: Path
    query: str
    message: Texts
    remedy: Texts
    expect: str = "exact"
    over: str = "ontology"

    @property
    def name(self) -> str:
        """The file's name without suffix."""
        return self.path.stem


def read_rule(path: Path) -> Rule:
    """Read a query file with its header of ``# zh: …``, ``# en: …``, ``# en remedy: …`` lines."""
    text = path.read_text(encoding="utf-8")
    message: Texts = {}
    remedy: Texts = {}
    settings = {"expect": "exact", "over": "ontology"}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        match = _HEADER.fullmatch(line.strip())
        if match is None:
            continue
        key, is_remedy, value = match.groups()
        if key in settings:
            settings[key] = value
        else:
            (remedy if is_remedy else message)[key] = value
    return Rule(path, text, message, remedy, **settings)


def check_rules() -> list[Rule]:
    """Return the checks, sorted by name."""
    return [read_rule(path) for path in sorted((ROOM / "checks").glob("*.rq"))]


def questions() -> list[Rule]:
    """Return the competency questions, sorted by name."""
    return [read_rule(path) for path in sorted((ROOM / "questions").glob("*.rq"))]


# -- the four kinds -----------------------------------------------------------------------


def apply_rule(rule: Rule, data: Dataset) -> Iterator[Finding]:
    """Yield a finding for each row of a check; ``?term`` is what is at fault."""
    for row in data.rows(rule.query):
        if "term" in row:  # a grouped query gives one empty row for no groups
            yield Finding(
                rule=rule.name,
                term=shown(row["term"]),
                files=data.where(row["term"]),
                message={lang: filled(text, row) for lang, text in rule.message.items()},
                remedy={lang: filled(text, row) for lang, text in rule.remedy.items()},
            )


def by_rules(data: Dataset) -> tuple[int, list[Finding]]:
    """Apply every check."""
    rules = check_rules()
    return len(rules), [finding for rule in rules for finding in apply_rule(rule, data)]


def by_shapes(data: Dataset) -> tuple[int, list[Finding]]:
    """Apply every shape."""
    from ontology.shacl import shape_names, violations

    found = []
    for v in violations(data.rdflib_graph()):
        what = " ".join(shown(part) for part in (v.path, v.value) if part)
        tail = f"（{what}）" if what else ""
        found.append(
            Finding(
                rule=v.shape,
                term=shown(v.node),
                files=data.where(v.node),
                message={
                    lang: text + (tail if lang == "zh" else f" ({what})" if what else "")
                    for lang, text in v.messages.items()
                },
                remedy={
                    "zh": "在所列文件中改正；规则见 ontology/shapes/。",
                    "en": "Correct it in the file named; the rule is in ontology/shapes/.",
                },
                warning=v.warning,
            )
        )
    return len(shape_names()), found


def by_reasoner(data: Dataset) -> tuple[int, list[Finding]]:
    """Ask the reasoner about schema and vocabulary."""
    from ontology.reasoning import ProfileError, examine, sentence

    look = {
        "zh": "改正其中一条；各关系的两端见 ontology/schema/relations.ttl。",
        "en": "Correct one of them; ontology/schema/relations.ttl says what relations connect.",
    }
    try:
        outcome = examine()
    except ProfileError as error:
        return 3, [
            Finding(
                "owl-2-dl",
                "wm:",
                ("ontology/schema",),
                {"zh": f"超出 OWL 2 DL：{issue}", "en": f"Outside OWL 2 DL: {issue}"},
                {
                    "zh": "声明所用的术语，并只用 OWL 2 的数据类型。",
                    "en": "Declare the terms used, and use OWL 2 datatypes only.",
                },
            )
            for issue in error.issues
        ]
    found = []
    for culprits in outcome.contradictions:
        text = "; ".join(sentence(t) for t in culprits)
        names = [t.subject.value for t in culprits if isinstance(t.subject, NamedNode)]
        hints = "; ".join(dict.fromkeys(_sides(t.predicate.value) for t in culprits)).strip("; ")
        found.append(
            Finding(
                "consistency",
                shown(names[0]) if names else "wm:",
                tuple(dict.fromkeys(f for name in names for f in data.where(name))),
                {
                    "zh": f"以下语句相互矛盾：{text}" if text else "模式本身自相矛盾。",
                    "en": f"These contradict each other: {text}"
                    if text
                    else "The schema contradicts itself.",
                },
                {lang: f"{what} {hints}".strip() for lang, what in look.items()},
            )
        )
    for cls, axioms in outcome.unsatisfiable:
        text = "; ".join(sentence(t) for t in axioms)
        found.append(
            Finding(
                "satisfiability",
                shown(cls),
                data.where(cls),
                {
                    "zh": f"这个类不可能有实例：{text}",
                    "en": f"The class can have no instance: {text}",
                },
                {
                    "zh": "改正所列公理中的一条。",
                    "en": "Correct one of the axioms named.",
                },
            )
        )
    return 3, found


def _sides(iri: str) -> str:
    """Return what a relation connects, for a person: ``wm:expresses: Principle → Value``."""
    for relation in relations():
        if relation.iri == iri:
            sides = (" | ".join(sorted(side)) for side in (relation.domain, relation.range))
            return f"{shown(iri)}: " + " → ".join(sides)
    return ""


def answer(rule: Rule, data: Dataset) -> list[tuple[str, ...]]:
    """Return the rows of a question's answer, IRIs in short form."""
    head = expected(rule)[0]
    return [tuple(shown(row.get(name, "")) for name in head) for row in data.rows(rule.query)]


def expected(rule: Rule) -> list[tuple[str, ...]]:
    """Return what the answer should be: the names of the variables, then the rows."""
    path = rule.path.with_suffix(".csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file) if row]


class Sources:
    """What questions are asked of, each made when the first question needs it.

    ``# over: ontology`` (or nothing) is what is written, ``closure`` has what follows from it
    besides, ``example`` also the worked example of a document.
    """

    def __init__(self, ontology: Dataset) -> None:
        self._made = {"ontology": ontology}

    def __call__(self, rule: Rule) -> Dataset:
        """Return the data that a question is about; raises KeyError where there is no such."""
        if rule.over not in self._made:
            extra = {"closure": (), "example": (ROOM / "examples" / "extraction.trig",)}[rule.over]
            data = Dataset((*self._made["ontology"].files, *extra))
            data.infer()
            self._made[rule.over] = data
        return self._made[rule.over]


def by_questions(data: Dataset) -> tuple[int, list[Finding]]:
    """Ask every competency question."""
    rules, sources = questions(), Sources(data)
    return len(rules), [f for rule in rules for f in unexpected(rule, sources(rule))]


def unexpected(rule: Rule, data: Dataset) -> Iterator[Finding]:
    """Yield a finding for each row that is missing, or that should not be there.

    ``expect: exact`` asks for the expected rows and no others, ``contains`` allows others,
    ``none`` forbids the rows listed.
    """
    want, have = set(expected(rule)[1:]), set(answer(rule, data))
    missing = set() if rule.expect == "none" else want - have
    surplus = {"exact": have - want, "none": have & want}.get(rule.expect, set())
    for rows, zh, en in (
        (missing, "答案中缺少", "the answer lacks"),
        (surplus, "答案中不应有", "the answer should not have"),
    ):
        for row in sorted(rows):
            text = ", ".join(row)
            yield Finding(
                rule.name,
                row[0] if row else rule.name,
                (short_path(rule.path),),
                {
                    "zh": f"{rule.message['zh']} {zh}：{text}",
                    "en": f"{rule.message['en']} – {en}: {text}",
                },
                {
                    "zh": f"补正词汇表；若问题的答案确已改变，则改 {rule.name}.csv。",
                    "en": f"Mend the vocabulary, or {rule.name}.csv if the answer has changed.",
                },
            )


# -- all together -------------------------------------------------------------------------

FAST: tuple[Kind, ...] = ("check", "question")
ALL: tuple[Kind, ...] = ("consistency", "check", "shape", "question")


def run(extra: Iterable[Path] = (), kinds: Iterable[Kind] = ALL) -> Iterator[Result]:
    """Check the ontology, with further files of data; yields as each kind ends.

    The reasoner and the questions look at the ontology alone.
    """
    ontology = ontology_dataset()
    extra = tuple(extra)
    data = Dataset((*ontology.files, *extra)) if extra else ontology
    work: dict[Kind, Callable[[], tuple[int, list[Finding]]]] = {
        "consistency": partial(by_reasoner, ontology),
        "check": partial(by_rules, data),
        "shape": partial(by_shapes, data),
        "question": partial(by_questions, ontology),
    }
    for kind in kinds:
        start = time.perf_counter()
        rules, found = work[kind]()
        yield Result(kind, rules, tuple(found), time.perf_counter() - start)
