"""One work across papers, styles and slips; look-alikes apart."""

from __future__ import annotations

import random
from typing import Any

import pytest

from ingest.titles import normal_title
from ingest.works import merge, same_work, work_key


def _work(title: str, authors: str = "", year: int | None = None, **more: str) -> dict[str, Any]:
    people = [
        {"family": n.split("|")[0], "given": n.split("|")[1]} for n in authors.split(";") if n
    ]
    csl: dict[str, Any] = {"type": "article-journal", "title": title, "author": people}
    if year is not None:
        csl["issued"] = {"date-parts": [[year]]}
    names = {"journal": "container-title", "doi": "DOI"}
    return csl | {names.get(k, k): v for k, v in more.items()}


def test_the_key_is_made_of_year_and_title() -> None:
    key = work_key(_work("“公共价值”：一个概念", year=2009))
    assert key.startswith("2009-")
    assert len(key) == 17
    assert key == work_key(_work("「公共價值」:一個概念", year=2009))
    assert work_key(_work("公共价值")).startswith("nd-")
    assert normal_title("Public Value （ＰＶ）— Ⅱ") == "publicvaluepvii"


SAME = [
    (
        _work("论数字治理的公共价值", "张|三;李|四", 2020),
        _work("论数字治理的公共价值", "张|三;李|四"),
    ),
    (
        _work("论数字治理的公共价值", "张|三", 2020),
        _work("论数字治理的公共价值", "张|三;李|四", 2020),
    ),
    (
        _work("Defifining the client in the public sector", "Doe|J.", 2002),
        _work("Defining the client in the public sector", "Doe|John", 2002),
    ),
    (
        _work(
            "Public value creation in digital towns", "Roe|B.;Lee|A.", 2019, journal="Gov. Inf. Q"
        ),
        _work(
            "Public value creation in digital towns",
            "Poe|P.;Roe|Bram;Lee|A.",
            2019,
            journal="Government Information Quarterly",
        ),
    ),
    (
        _work("平台治理研究：框架与路径", "张|三", 2021, journal="示例学报"),
        _work("平台治理研究", "张|三", 2021, journal="示例学报（社会科学版）"),
    ),
    (_work("Trust", doi="10.1000/X"), _work("Trust in services", doi="10.1000/x")),
    (
        _work("数字治理公共价值的创造机制研究", "张|三丰", 2020),
        _work("数字治理公共价值的创造机理研究", "张|三丰", 2020),
    ),
]
APART = [
    (_work("公共价值研究（上）", "张|三", 2020), _work("公共价值研究（下）", "张|三", 2020)),
    (_work("公共治理研究Ⅰ", "张|三", 2020), _work("公共治理研究Ⅱ", "张|三", 2020)),
    (
        _work("Trust in government part 1", "Lee|J.", 2020),
        _work("Trust in government part 2", "Lee|J.", 2020),
    ),
    (_work("论数字治理的公共价值", "张|三", 2019), _work("论数字治理的公共价值", "张|三", 2020)),
    (_work("论数字治理的公共价值", "张|三", 2020), _work("论数字治理的公共价值", "王|五", 2020)),
    (_work("数字政府发展报告2019", "张|三", 2020), _work("数字政府发展报告2020", "张|三", 2020)),
    (
        _work("数字时代治理的效率问题", "张|三", 2020, journal="示例学报"),
        _work("数字时代治理的公平问题", "张|三", 2020, journal="示例学报"),
    ),
    (_work("第十九次全国调查的主要结果", "张|三"), _work("第二十次全国调查的主要结果", "张|三")),
    (_work("引言", "", 2020), _work("引言", "", 2020)),
    (
        _work("Creating public value: a theory", "Doe|J.", 2002),
        _work("Creating public value: a practice", "Doe|J.", 2002),
    ),
    (_work("Trust", doi="10.1000/x"), _work("Trust", doi="10.1000/y")),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_the_same_work(one: dict[str, Any], two: dict[str, Any]) -> None:
    match = same_work(one, two)
    assert match, match
    assert match.agreed
    assert same_work(two, one) == match


@pytest.mark.parametrize(("one", "two"), APART)
def test_look_alikes_stay_apart(one: dict[str, Any], two: dict[str, Any]) -> None:
    assert not same_work(one, two)
    assert not same_work(two, one)


def test_merging_says_why_and_prefers_the_dated_record() -> None:
    held = _work("数字治理的公共价值及其实现路径", "张|三")
    cited = _work("数字治理的公共价值及其实现路径", "张|三", 2023, journal="示例学报")
    merged = merge([(work_key(held), held), (work_key(cited), cited)])
    assert list(merged) == [work_key(held)]
    assert merged[work_key(held)].key == work_key(cited)
    assert merged[work_key(held)].agreed == ("title", "authors")
    assert "title" in merged[work_key(held)].reason


def test_an_undated_record_that_fits_two_years_is_left_alone() -> None:
    works = [_work("数字政府发展报告", "张|三", year) for year in (None, 2019, 2020)]
    assert merge([(work_key(w), w) for w in works]) == {}


def test_the_order_of_the_records_has_no_influence() -> None:
    works = [(work_key(w), w) for pair in SAME + APART for w in pair]
    expected = merge(works)
    assert len(expected) == 4
    for seed in range(3):
        shuffled = works[:]
        random.Random(seed).shuffle(shuffled)
        assert merge(shuffled) == expected
    assert merge(works + works) == expected


def test_no_chain_joins_two_years() -> None:
    works = [_work("数字治理的公共价值", "张|三;李|四", y) for y in (2019, 2020)]
    works.append(_work("数字治理的公共价值", "张|三"))
    assert merge([(work_key(w), w) for w in works]) == {}
