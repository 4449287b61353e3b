"""Names: lists split, people told from bodies, family from given."""

from __future__ import annotations

import pytest

from ingest.references.names import family_of, parse_names
from ingest.scoring.references import name_text


def _shown(text: str, style: str = "auto") -> list[str]:
    return [name_text(p) for p in parse_names(text, style).people]


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("Twizeyimana, J. D., Andersson", "gbt", ["Twizeyimana, J. D.", "Andersson"]),
        ("Pin-yu Chu, Hsien-Lee Tseng", "gbt", ["Chu, Pin-yu", "Tseng, Hsien-Lee"]),
        ("Bram Klievink, and Antonio Cordella", "gbt", ["Klievink, Bram", "Cordella, Antonio"]),
        ("Lee, J. and Rao, H. R.", "gbt", ["Lee, J.", "Rao, H. R."]),
        ("Kanishka, Karunasena, Hepu Deng", "gbt", ["Kanishka", "Karunasena", "Deng, Hepu"]),
        ("MOORE M H, LEE J", "gbt", ["Moore, M H", "Lee, J"]),
        ("VAN DER WAL Z, DE GRAAF G", "gbt", ["van der Wal, Z", "de Graaf, G"]),
        ("van der Wal, Z., & de Graaf, G.", "inverted", ["van der Wal, Z.", "de Graaf, G."]),
        ("Wal, Z. van der", "first", ["van der Wal, Z."]),
        ("Moore, Mark H., and John Benington", "first", ["Moore, Mark H.", "Benington, John"]),
        ("J. D. Twizeyimana and A. Andersson", "natural", ["Twizeyimana, J. D.", "Andersson, A."]),
        ("Kelly G., Mulgan G.,Muers S.", "natural", ["Kelly, G.", "Mulgan, G.", "Muers, S."]),
        ("Smith, A.; Jones, B. C.", "auto", ["Smith, A.", "Jones, B. C."]),
        ("World Bank", "inverted", ["World Bank"]),
        ("何艳玲", "auto", ["何艳玲"]),
        ("王佃利  滕 蕾", "auto", ["王佃利", "滕蕾"]),
        ("[美]马克·穆尔", "auto", ["马克·穆尔"]),
        ("（法）托马斯·皮凯蒂", "auto", ["托马斯·皮凯蒂"]),
        ("詹姆斯·C.斯科特", "auto", ["詹姆斯·C.斯科特"]),
        ("张三和李四", "auto", ["张三", "李四"]),
        ("中共中央办公厅、国务院办公厅", "auto", ["中共中央办公厅", "国务院办公厅"]),
    ],
)
def test_lists_are_split(text: str, style: str, expected: list[str]) -> None:
    assert _shown(text, style) == expected


@pytest.mark.parametrize(
    ("text", "family", "given"),
    [
        ("欧阳修", "欧阳", "修"),
        ("诸葛亮", "诸葛", "亮"),
        ("上官婉儿", "上官", "婉儿"),
        ("何艳玲", "何", "艳玲"),
        ("马俊", "马", "俊"),
        ("渠敬东", "渠", "敬东"),
    ],
)
def test_chinese_names_have_family_and_given(text: str, family: str, given: str) -> None:
    assert parse_names(text).people == ({"family": family, "given": given},)


@pytest.mark.parametrize("text", ["国务院", "教育部", "阿不都热依木·阿吉", "青木昌彦", "萨拉蒙"])
def test_what_cannot_be_split_stays_whole(text: str) -> None:
    assert parse_names(text).people == ({"literal": text},)


@pytest.mark.parametrize(
    ("text", "count", "et_al", "role"),
    [
        ("鲍静等", 1, True, None),
        ("高阳、李晓宇等", 2, True, None),
        ("MOORE M H, BENINGTON J, et al.", 2, True, None),
        ("俞可平主编", 1, False, "editor"),
        ("周志忍等译", 1, True, "translator"),
        ("Bryson, J. M., & Crosby, B. (Eds.)", 2, False, "editor"),
    ],
)
def test_what_hangs_on_a_list_is_noted(
    text: str, count: int, et_al: bool, role: str | None
) -> None:
    names = parse_names(text, "inverted")
    assert (len(names.people), names.et_al, names.role) == (count, et_al, role)


def test_what_is_no_name_has_low_quality() -> None:
    assert parse_names("公共价值创造的逻辑与路径研究").quality < 0.5
    assert parse_names("the limits of public value in practice").quality < 0.7


def test_the_family_of_a_translated_name_comes_last() -> None:
    assert family_of({"literal": "马克·穆尔"}) == "穆尔"
