"""Books: chapters in order, notes across files, what the package states, locked and bad ones."""

# ruff: noqa: E501 - markup and printed lines stay on one line
from __future__ import annotations

import io
import zipfile

import pytest

from ingest.document import DocumentError, Source
from ingest.readers import epub

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
METADATA = (
    '<dc:title id="t">论公平</dc:title><dc:title>On Fairness</dc:title><dc:creator opf:role="aut">王小明</dc:creator>'
    '<dc:creator opf:role="trl">李大山</dc:creator><dc:date>2019-05-01</dc:date><dc:publisher>某某出版社</dc:publisher>'
    "<dc:identifier>urn:doi:10.1234/book.7</dc:identifier><dc:language>zh-CN</dc:language><dc:subject>公平；效率</dc:subject>"
)
PAGE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/><script/></head><body>{}</body></html>'
)
ONE = (
    '<section epub:type="chapter"><h1>第一章 公平的含义</h1><p><a id="p1"/>公平是指人人得到<span epub:type="pagebreak" id="page5">5</span>应得的份额。<a epub:type="noteref" href="#n1">1</a>它有两种&nbsp;含义。'
    '<sup><a href="../notes/end.xhtml#e1">[1]</a></sup></p><aside epub:type="footnote" id="n1"><p>1. 此说由来已久。</p></aside></section>'
)
TWO = '<h1>第二章 公平的限度</h1><p>公平并非没有限度。<sup><a href="../notes/end.xhtml#e2">[2]</a></sup></p>'
END = '<h1>参考文献</h1><ol><li id="e1">张一. 数据[M]. 北京: 某某出版社, 2018.</li><li id="e2">李二. 保管[J]. 某某社会, 2020(3): 4-6.</li></ol>'


def book(*chapters: tuple[str, str], metadata: str = METADATA, **extra: str) -> bytes:
    """A book of chapters by their paths; the spine has them in this order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        manifest = "".join(
            f'<item id="i{n}" href="{path}" media-type="application/xhtml+xml"/>'
            for n, (path, _) in enumerate(chapters)
        )
        spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters)))
        archive.writestr(
            "OEBPS/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="2.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'xmlns:opf="http://www.idpf.org/2007/opf">{metadata}</metadata><manifest>'
            '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
            f'{manifest}</manifest><spine><itemref idref="nav"/>{spine}</spine></package>',
        )
        archive.writestr("OEBPS/nav.xhtml", PAGE.format("<nav><ol><li>目录之一</li></ol></nav>"))
        for path, inner in chapters:
            archive.writestr(
                f"OEBPS/{path}", inner if inner.startswith("<?") else PAGE.format(inner)
            )
        for name, inner in extra.items():
            archive.writestr(f"META-INF/{name}.xml", inner)
    return target.getvalue()


def read(data: bytes) -> Source:
    return epub.read("book.epub", data)


BOOK = book(("text/b.xhtml", ONE), ("text/a.xhtml", TWO), ("notes/end.xhtml", END))


def test_chapters_come_in_the_order_of_the_spine() -> None:
    source = read(BOOK)
    assert [line for line in source.text.splitlines() if line] == [
        "第一章 公平的含义",
        "公平是指人人得到应得的份额。^[1]^它有两种 含义。^[1]^",
        "第二章 公平的限度",
        "公平并非没有限度。^[2]^",
        "参考文献",
        "[1] 张一. 数据[M]. 北京: 某某出版社, 2018.",
        "[2] 李二. 保管[J]. 某某社会, 2020(3): 4-6.",
        "[1] 此说由来已久。",
    ]
    assert [h.kind for h in source.hints] == [
        "heading",
        "heading",
        "heading",
        "references",
        "references",
        "footnotes",
    ]


def test_marks_point_at_notes_in_other_files() -> None:
    source = read(BOOK)
    assert [
        source.text[source.references[p.references[0]].start :][:8] for p in source.pointers
    ] == [
        "[1] 此说由来",
        "[1] 张一. ",
        "[2] 李二. ",
    ]


def test_the_package_states_facts() -> None:
    assert read(BOOK).facts == {
        "title": "论公平",
        "title_en": "On Fairness",
        "author": [{"family": "王", "given": "小明"}],
        "issued": {"date-parts": [[2019, 5, 1]]},
        "publisher": "某某出版社",
        "language": "zh-CN",
        "keyword": ["公平", "效率"],
        "DOI": "10.1234/book.7",
    }


def test_a_chapter_that_is_no_well_formed_xml_is_read_as_a_page() -> None:
    source = read(
        book(
            (
                "a.xhtml",
                "<?xml version='1.0'?><html><body><h1>论公平</h1><p>一段<br>没有关闭的话。</body></html>",
            )
        )
    )
    assert source.text.split() == ["论公平", "一段", "没有关闭的话。"]


FONT = '<encryption><EncryptedData><EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'


def test_fonts_may_be_encrypted() -> None:
    locked = FONT.format("http://www.idpf.org/2008/embedding")
    assert "公平" in read(book(("a.xhtml", ONE), encryption=locked)).text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            book(
                ("a.xhtml", ONE),
                encryption=FONT.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc"),
            ),
            "encrypted",
        ),
        (book(("a.xhtml", ONE), rights="<rights/>"), "encrypted"),
        (book(), "no text"),
        (BOOK[:200], "damaged"),
        (b"words", "ending"),
        (book(("a.xhtml", "<div>" * 5000)), "nested"),
    ],
)
def test_bad_books_say_what_is_wrong(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert reason in caught.value.reason
    assert caught.value.remedy


def test_a_package_that_declares_entities_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith(".opf"):
                part = b'<!DOCTYPE p [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + part
            new.writestr(name, part)
    with pytest.raises(DocumentError, match="entities"):
        read(target.getvalue())
