"""JATS and TEI: what they state is found, the same paper as text agrees, hostile files are named.

``samples/NAME.json`` holds all that is to be found in ``NAME.txt``, ``NAME.jats.xml`` and
``NAME.tei.xml``; what only the XML states stands under ``stated``.
"""

from __future__ import annotations

import json
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.document import Document, DocumentError, Reference
from ingest.pipeline import read_document
from ingest.readers import read
from tests.ingest.reading import check_spans, words

SAMPLES = Path(__file__).parent / "samples"
PAPERS = ("counters", "platforms")
FORMS = ("txt", "jats.xml", "tei.xml")
EACH = [(paper, form) for paper in PAPERS for form in FORMS]
LISTS = ("参考文献", "References", "Acknowledgements")


@cache
def _read(paper: str, form: str) -> Document:
    return read_document(SAMPLES / f"{paper}.{form}")


@cache
def _expected(paper: str) -> dict[str, Any]:
    return dict(json.loads((SAMPLES / f"{paper}.json").read_text(encoding="utf-8")))


def _written(tmp_path: Path, text: str | bytes, name: str = "paper.xml") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _article(body: str, back: str = "", meta: str = "") -> str:
    return (
        '<article xml:lang="en"><front><article-meta><title-group><article-title>A paper of towns'
        f"</article-title></title-group>{meta}</article-meta></front>"
        f"<body>{body}</body><back>{back}</back></article>"
    )


@pytest.mark.parametrize(("paper", "form"), EACH)
def test_metadata(paper: str, form: str) -> None:
    found = _read(paper, form).metadata
    expected = dict(_expected(paper)["metadata"])
    if form != "txt":
        expected |= _expected(paper)["stated"]
    for name, value in expected.items():
        stated = getattr(found, name)
        assert (list(stated) if isinstance(stated, tuple) else stated) == value, name


@pytest.mark.parametrize(("paper", "form"), EACH)
def test_headings_and_sentences(paper: str, form: str) -> None:
    doc = _read(paper, form)
    check_spans(doc)
    expected = _expected(paper)
    assert [
        [each.level, each.title] for each in doc.sections if each.title not in LISTS
    ] == expected["headings"]
    found: dict[str, list[str]] = {}
    for sentence in doc.sentences:
        if sentence.kind == "body":
            assert sentence.section is not None
            found.setdefault(doc.sections[sentence.section].title, []).append(sentence.text)
    assert list(map(list, found.items())) == expected["sections"]


def _year(reference: Reference) -> int | None:
    parts = reference.csl.get("issued", {}).get("date-parts") or [[None]]
    return parts[0][0] if parts[0] else None


@pytest.mark.parametrize(("paper", "form"), EACH)
def test_references(paper: str, form: str) -> None:
    found = _read(paper, form).references
    assert [
        [
            each.label,
            each.csl.get("title"),
            _year(each),
            (each.csl.get("author") or [{}])[0].get("family"),
        ]
        for each in found
    ] == _expected(paper)["references"]


@pytest.mark.parametrize("paper", PAPERS)
def test_fields_of_references_agree(paper: str) -> None:
    text, *others = (_read(paper, form).references for form in FORMS)
    for found in others:
        for one, other in zip(text, found, strict=True):
            for key in ("type", "container-title", "volume", "issue", "publisher", "language"):
                assert other.csl.get(key) == one.csl.get(key), (key, other.raw)
            names = [each.get("family") for each in other.csl.get("author", ())]
            assert names == [each.get("family") for each in one.csl.get("author", ())]


@pytest.mark.parametrize(("paper", "form"), EACH)
def test_pointers(paper: str, form: str) -> None:
    doc = _read(paper, form)
    names = {each.id: each.label or each.csl.get("title") for each in doc.references}
    marks = {mark.start: mark for each in doc.sentences for mark in each.markers}
    found: list[tuple[tuple[int, int], str, list[Any]]] = []
    for pointer in doc.pointers:
        at = marks[pointer.start].at
        before = doc.sentences[pointer.sentence].text[:at]
        linked = [names[each] for each in pointer.references]
        assert linked, pointer.surface
        if found and found[-1][0] == (pointer.sentence, at):
            found[-1][2].extend(linked)  # marks side by side
        else:
            found.append(((pointer.sentence, at), before, linked))
    expected = _expected(paper)["pointers"]
    assert [linked for _, _, linked in found] == [linked for _, linked in expected]
    for (_, before, _), (words_, _) in zip(found, expected, strict=True):
        assert before.endswith(words_) if words_ else not before


def test_tables_notes_and_what_is_about_the_paper_stand_apart() -> None:
    doc = _read("platforms", "jats.xml")
    assert words(doc, "table") == ["方式\t风险\t用途\n原始保存\t高\t多\n分段保存\t低\t中"]
    assert words(doc, "caption") == ["表1 三种保存方式的比较", "图1 数据的流向"]
    assert words(doc, "meta")[-1].startswith("某某基金项目")
    assert "a remark" not in doc.source.text
    english = _read("counters", "jats.xml")
    assert "not part of the paper" not in english.source.text
    assert "译文" not in english.source.text
    assert "We thank the clerks of the nine towns." in words(english, "meta")


def test_a_translation_of_the_front_is_taken() -> None:
    chinese = (SAMPLES / "platforms.jats.xml").read_text(encoding="utf-8")
    start = chinese.index('<trans-title-group xml:lang="en">\n')
    end = chinese.index("</trans-title-group>\n", start)
    without = chinese[:start] + chinese[end + len("</trans-title-group>\n") :]
    stub = (
        '<sub-article article-type="translation" xml:lang="en"><front-stub><title-group>'
        "<article-title>Keeping the Data of the Night</article-title></title-group>"
        "</front-stub></sub-article></article>"
    )
    path = SAMPLES / "platforms.jats.xml"
    from ingest.readers.xml import read as read_xml

    facts = read_xml(str(path), without.replace("</article>", stub).encode()).facts
    assert facts["title"] == "夜间出行数据的公共托管"
    assert facts["title_en"] == "Keeping the Data of the Night"


@pytest.mark.parametrize(
    ("body", "surface", "linked"),
    [
        ('said<xref ref-type="bibr" rid="a"><sup>1</sup></xref>', "^[1]^", ["a"]),
        ('said<sup><xref ref-type="bibr" rid="a">1</xref></sup>', "^[1]^", ["a"]),
        (
            'said<sup><xref ref-type="bibr" rid="a">1</xref>-<xref ref-type="bibr" rid="c">3</xref>'
            "</sup>",
            "^[1-3]^",
            ["a", "b", "c"],
        ),
        (
            'said [<xref ref-type="bibr" rid="a">1</xref>–<xref ref-type="bibr" rid="c">3</xref>]',
            "[1–3]",
            ["a", "b", "c"],
        ),
        ('said <xref ref-type="bibr" rid="a b">[1, 2]</xref>', "[1, 2]", ["a", "b"]),
        ('said <xref ref-type="bibr" rid="a c"/>', "[1,3]", ["a", "c"]),
        ('said (<xref ref-type="bibr" rid="b">Roe 2019</xref>)', "(Roe 2019)", ["b"]),
        ('said (see <xref ref-type="bibr" rid="b">Roe and others</xref>)', "Roe and others", ["b"]),
        ('said <xref ref-type="bibr" rid="nowhere">[1]</xref>', "[1]", ["a"]),
        (
            "said ["
            + ",".join(
                f'<xref ref-type="bibr" rid="{key}">{n}</xref>' for n, key in enumerate("abcd", 1)
            )
            + "]",
            "[1,2,3,4]",
            ["a", "b", "c", "d"],
        ),
    ],
)
def test_marks_are_linked_as_stated(
    tmp_path: Path, body: str, surface: str, linked: list[str]
) -> None:
    refs = "".join(
        f'<ref id="{key}"><label>{n}</label><mixed-citation>{name} A. Part {key}. Example Journal.'
        f" 2019;{n}(1):1-9.</mixed-citation></ref>"
        for n, (key, name) in enumerate({"a": "Doe", "b": "Roe", "c": "Poe", "d": "Coe"}.items(), 1)
    )
    path = _written(
        tmp_path,
        _article(f"<p>Many have {body}. Others waited.</p>", f"<ref-list>{refs}</ref-list>"),
    )
    doc = read_document(path)
    check_spans(doc)
    assert [pointer.surface for pointer in doc.pointers] == [surface]
    titles = {each.id: str(each.csl["title"])[-1] for each in doc.references}
    assert [titles[each] for each in doc.pointers[0].references] == linked
    first = doc.sentences[0].text
    assert first.startswith("Many have said")
    assert "[" not in first
    assert "^" not in first


def test_where_marks_are_linked_others_are_words(tmp_path: Path) -> None:
    mark = '<xref ref-type="bibr" rid="a">1</xref>'
    text = "".join(f"<p>Part {n} was said [{mark}].</p>" for n in range(9))
    text += "<p>It differs (F[1,2] = 3.1) for <sup>14</sup>C in Town (2009).</p>"
    ref = '<ref-list><ref id="a"><label>1</label><mixed-citation>Doe A. A part.</mixed-citation>'
    doc = read_document(_written(tmp_path, _article(text, ref + "</ref></ref-list>")))
    check_spans(doc)
    assert len(doc.pointers) == 9
    assert doc.sentences[-1].text == "It differs (F[1,2] = 3.1) for 14C in Town (2009)."


def test_paragraphs_lists_quotations_formulas_and_entities(tmp_path: Path) -> None:
    body = (
        "<sec><title>Rules</title><p>There are rules:<list><list-item><label>(a)</label>"
        "<p>Keep the desk.</p></list-item><list-item><p>Keep the clerk.</p></list-item></list>"
        "They hold<disp-quote><p>A desk is a door.</p></disp-quote></p>"
        "<p>Let <inline-formula><math><mi>x</mi><mo>=</mo><mn>2</mn></math></inline-formula>"
        " hold&nbsp;here; H<sub>2</sub>O and 10<sup>3</sup> are no marks.</p>"
        "<p>A figure<fig><label>Figure 1</label><caption><p>A desk.</p></caption></fig>"
        " interrupts nothing.</p></sec>"
    )
    head = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS 1.2//EN" "JATS-article.dtd">'
    doc = read_document(_written(tmp_path, head + _article(body)))
    check_spans(doc)
    assert [each.text for each in doc.sentences] == [
        "There are rules:",
        "(a) Keep the desk.",
        "Keep the clerk.",
        "They hold",
        "A desk is a door.",
        "Let x=2 hold here; H2O and 10³ are no marks.",
        "A figure interrupts nothing.",
    ]
    assert words(doc, "caption") == ["Figure 1 A desk."]


def test_dispatch_goes_by_the_root(tmp_path: Path) -> None:
    data = (SAMPLES / "counters.jats.xml").read_bytes()
    assert read(_written(tmp_path, data, "a.nxml")).format == "jats"
    tei = (SAMPLES / "counters.tei.xml").read_bytes()
    assert read(_written(tmp_path, tei, "b.xml")).format == "tei"
    assert read(_written(tmp_path, data, "named as text.txt")).format == "jats"
    bare = data.split(b"?>", 1)[1]
    envelope = b"<OAI-PMH><record><metadata>" + bare + b"</metadata></record></OAI-PMH>"
    assert read(_written(tmp_path, envelope, "c.xml")).format == "jats"
    wide = data.decode().replace('encoding="utf-8"', 'encoding="gb18030"').encode("gb18030")
    found = read(_written(tmp_path, wide, "d.xml"))
    assert (found.encoding, found.facts["title_en"]) == (
        "gb18030",
        "What the Counter Knew: Clerks, Screens and Public Value",
    )


BOMB = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(9)
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<records><record/></records>", "<records>"),
        ("<article><info><title>DocBook</title></info></article>", "<article>"),
        (f"<!DOCTYPE article [{BOMB}]>" + _article("<p>&l8;</p>"), "entities"),
        (
            '<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
            + _article("<p>Words &x;</p>"),
            "entities",
        ),
        (
            '<!DOCTYPE article [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>'
            + _article("<p>Words</p>"),
            "entities",
        ),
        (_article("<p>Words that stop in the mid")[:-40], "damaged"),
        ("<article><body>" + "<sec>" * 5000 + "</sec>" * 5000 + "</body></article>", "damaged"),
        ('<?xml version="1.0" encoding="utf-8"?><TEI><text>\udcff</text></TEI>', "damaged"),
    ],
)
def test_what_cannot_be_read_is_named_at_once(tmp_path: Path, text: str, reason: str) -> None:
    path = _written(tmp_path, text.encode("utf-8", "surrogateescape"))
    start = time.process_time()
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert reason in caught.value.reason
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    assert time.process_time() - start < 2


def test_deep_nesting_within_limits_is_read(tmp_path: Path) -> None:
    deep = "<italic>" * 200 + "Words in many tags." + "</italic>" * 200
    doc = read_document(_written(tmp_path, _article(f"<p>{deep}</p>")))
    assert [each.text for each in doc.sentences] == ["Words in many tags."]
