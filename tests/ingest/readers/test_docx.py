"""Word documents: what stands in their XML comes out as a reader of the page would see it."""

# ruff: noqa: E501 - markup and printed lines stay on one line
from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from ingest.document import DocumentError, Source
from ingest.readers import _package, docx
from tests.ingest.readers.invented import NOTED
from tests.ingest.readers.papers import as_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def document(body: str, namespace: str = W, **parts: str) -> bytes:
    """A package with a body and further parts by name, written by hand."""
    root = '<w:{0} xmlns:w="{1}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="m">{2}</w:{0}>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "word/document.xml", root.format("document", namespace, f"<w:body>{body}</w:body>")
        )
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", root.format(name, namespace, inner))
    return target.getvalue()


def read(body: str, namespace: str = W, **parts: str) -> Source:
    return docx.read("paper.docx", document(body, namespace, **parts))


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


HIGH = '<w:vertAlign w:val="superscript"/>'


def field(code: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def lines(source: Source, kind: str) -> list[str]:
    return [source.text[h.start : h.end] for h in source.hints if h.kind == kind]


@pytest.mark.parametrize(
    ("before", "raised", "written"),
    [
        ("公平是基础", "[3]", "公平是基础^[3]^。"),
        ("公平是基础", "3", "公平是基础^[3]^。"),
        ("公平是基础", "[1-3,5]", "公平是基础^[1-3,5]^。"),
        ("公平是基础", "[1][2]", "公平是基础^[1]^^[2]^。"),
        ("公平是基础", "[3](P57)", "公平是基础^[3](P57)^。"),
        ("公平是基础", "[3]57-58", "公平是基础^[3](P57-58)^。"),
        ("公平是基础", "①", "公平是基础^①^。"),
        ("of the users", "12", "of the users^[12]^。"),
        ("面积为5 m", "2", "面积为5 m²。"),
        ("约为10", "-3", "约为10⁻³。"),
        ("the 21", "st", "the 21st。"),
        ("in 2019", "4", "in 2019^[4]^。"),
    ],
)
def test_raised_marks_and_powers(before: str, raised: str, written: str) -> None:
    text = p(r("这是一段足够长的文字，它使得正文已经开始，而不是论文首页上的作者行。" * 4))
    source = read(text + p(r(before), r(raised, HIGH), r("。")))
    assert source.text.splitlines()[-1] == written


def test_a_mark_in_several_runs_is_one() -> None:
    long = p(r("这是一段足够长的文字，它使得正文已经开始，而不是论文首页上的作者行。" * 4))
    source = read(long + p(r("公平"), r("[", HIGH), r("3", HIGH), r("]", HIGH), r("。")))
    assert source.text.splitlines()[-1] == "公平^[3]^。"


def test_raised_digits_after_authors_are_affiliations() -> None:
    source = read(p(r("王小明"), r("1", HIGH), r("　李大山"), r("2", HIGH)))
    assert source.text == "王小明^1^　李大山^2^\n"


@pytest.mark.parametrize(
    ("form", "first", "second"),
    [
        ("decimalEnclosedCircleChinese", "①", "②"),
        ("decimal", "1", "2"),
        ("lowerRoman", "i", "ii"),
        ("chicago", "*", "†"),
    ],
)
@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_are_numbered_as_printed(kind: str, form: str, first: str, second: str) -> None:
    def mark(number: int) -> str:
        return f'<w:r><w:rPr>{HIGH}</w:rPr><w:{kind}Reference w:id="{number}"/></w:r>'

    note = f'<w:{kind} w:id="{{0}}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t> {{1}}</w:t></w:r></w:p></w:{kind}>'
    source = read(
        p(r("甲说"), mark(7), r("。乙说"), mark(3), r("。"))
        + f'<w:sectPr><w:{kind}Pr><w:numFmt w:val="{form}"/></w:{kind}Pr></w:sectPr>',
        **{
            f"{kind}s": f'<w:{kind} w:id="0" w:type="separator"><w:p/></w:{kind}>'
            + note.format(3, "第二个注。")
            + note.format(7, "第一个注。")
        },
    )
    a, b = (f"^{x}^" if x in "①②" else f"^[{x}]^" for x in (first, second))
    assert source.text.splitlines()[0] == f"甲说{a}。乙说{b}。"
    c, d = (x if x in "①②" else f"[{x}]" for x in (first, second))
    assert lines(source, "footnotes") == [f"{c} 第一个注。", f"{d} 第二个注。"]
    assert [each.label for each in source.references] == [first, second]
    assert [each.references for each in source.pointers] == [(0,), (1,)]
    assert [source.text[e.start : e.end] for e in source.pointers] == [a, b]


def test_endnotes_without_a_format_are_roman_and_marks_of_ones_own_are_kept() -> None:
    custom = f'<w:r><w:rPr>{HIGH}</w:rPr><w:endnoteReference w:customMarkFollows="1" w:id="5"/><w:t>a</w:t></w:r>'
    counted = f'<w:r><w:rPr>{HIGH}</w:rPr><w:endnoteReference w:id="6"/></w:r>'
    notes = "".join(
        f'<w:endnote w:id="{n}"><w:p><w:r><w:t>Note {n}.</w:t></w:r></w:p></w:endnote>'
        for n in (5, 6)
    )
    source = read(p(r("One"), custom, r(" and two"), counted, r(".")), endnotes=notes)
    assert source.text.splitlines()[0] == "One^[a]^ and two^[i]^."
    assert lines(source, "footnotes") == ["[a] Note 5.", "[i] Note 6."]


def test_headings_by_style_by_a_style_based_on_it_and_by_outline_level() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="我的标题"/><w:basedOn w:val="2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/></w:style>'
    )
    body = (
        p(r("公平的含义"), properties='<w:pStyle w:val="1"/>')
        + p(r("公平有许多含义。"))
        + p(r("机会的公平"), properties='<w:pStyle w:val="own"/>')
        + p(r("机会的公平是起点。"))
        + p(r("结果的公平"), properties='<w:outlineLvl w:val="1"/>')
        + p(r("结果的公平是终点。"))
        + p(r("效率的含义"), properties='<w:pStyle w:val="1"/>')
        + p(r("效率也有许多含义。"))
    )
    source = read(body, styles=styles)
    found = [(h.level, source.text[h.start : h.end]) for h in source.hints if h.kind == "heading"]
    assert found == [(1, "公平的含义"), (2, "机会的公平"), (2, "结果的公平"), (1, "效率的含义")]


def test_the_only_outermost_heading_before_all_is_the_title() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="heading {n}"/></w:style>'
        for n in (1, 2)
    )
    body = p(r("论公平"), properties='<w:pStyle w:val="1"/>') + "".join(
        p(r(each), properties='<w:pStyle w:val="2"/>') + p(r("这里有一句话。"))
        for each in ("起点", "终点")
    )
    source = read(body, styles=styles)
    assert lines(source, "title") == ["论公平"]
    assert [h.level for h in source.hints if h.kind == "heading"] == [1, 1]


def test_automatic_numbers_are_printed() -> None:
    levels = [
        ("chineseCountingThousand", "第%1章", "space"),
        ("decimal", "%1.%2", "space"),
        ("chineseCounting", "（%3）", "tab"),
    ]
    numbering = (
        '<w:abstractNum w:abstractNumId="4">'
        + "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/>'
            f"{'<w:isLgl/>' if n == 1 else ''}</w:lvl>"
            for n, (form, text, suffix) in enumerate(levels)
        )
        + '</w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="4"/></w:num>'
    )

    def numbered(text: str, level: int) -> str:
        return p(
            r(text),
            properties=f'<w:outlineLvl w:val="{level}"/><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="9"/></w:numPr>',
        )

    body = "".join(
        numbered(*each)
        for each in (("绪论", 0), ("背景", 1), ("意义", 1), ("方法", 0), ("数据", 1), ("来源", 2))
    )
    source = read(body, numbering=numbering)
    assert source.text.split("\n\n") == [
        "第一章 绪论",
        "1.1 背景",
        "1.2 意义",
        "第二章 方法",
        "2.1 数据",
        "（一）来源\n",
    ]


def test_numbers_restart_and_bullets_and_other_forms() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )

    def item(text: str, list_: int) -> str:
        return p(
            r(text), properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_}"/></w:numPr>'
        )

    source = read(
        item("甲", 1) + item("乙", 1) + item("丙", 2) + item("丁", 3), numbering=numbering
    )
    assert source.text.split() == ["C.", "甲", "D.", "乙", "•", "丙", "A.", "丁"]


def test_tracked_changes_comments_and_hidden_text() -> None:
    body = p(
        r("公平"),
        '<w:ins w:id="1">' + r("不等于平均") + "</w:ins>",
        '<w:del w:id="2"><w:r><w:delText>等于平均</w:delText></w:r></w:del>',
        '<w:commentRangeStart w:id="3"/>',
        r("，"),
        '<w:r><w:commentReference w:id="3"/></w:r>',
        '<w:moveFrom w:id="4">' + r("旧处") + "</w:moveFrom>",
        '<w:moveTo w:id="5">' + r("新处") + "</w:moveTo>",
        r("看不见", "<w:vanish/>"),
        r("。"),
    )
    assert (
        read(
            body, comments='<w:comment w:id="3"><w:p><w:r><w:t>批注</w:t></w:r></w:p></w:comment>'
        ).text
        == "公平不等于平均，新处。\n"
    )


def test_a_deleted_paragraph_mark_joins_paragraphs() -> None:
    body = p(r("公平"), properties='<w:rPr><w:del w:id="1"/></w:rPr>') + p(r("不等于平均。"))
    assert read(body).text == "公平不等于平均。\n"


def test_fields_links_and_breaks() -> None:
    body = p(
        r("见第"),
        field(" PAGE ", r("99")),
        r("节，"),
        field(r" REF _Ref1 \h ", r("图1")),
        r("。"),
        '<w:hyperlink w:anchor="x">' + r("链接") + "</w:hyperlink>",
        "<w:r><w:br/></w:r>",
        r("第二行"),
        "<w:r><w:noBreakHyphen/><w:tab/></w:r>",
        r("完"),
    )
    contents = p(field(r' TOC \o "1-3" ', r("一、引言 1")))
    assert read(contents + body).text == "见第节，图1。链接\n第二行- 完\n"


def test_references_of_zotero_have_their_fields() -> None:
    work = {"type": "book", "title": "社区的数据", "author": [{"family": "张", "given": "一"}]}
    code = "ADDIN ZOTERO_ITEM CSL_CITATION " + json.dumps(
        {"citationItems": [{"id": 1, "uris": ["http://z/1"], "itemData": work}]}, ensure_ascii=False
    ).replace("&", "&amp;").replace("<", "&lt;")
    body = (
        p(r("数据属于谁"), field(code, r("[1]", HIGH)), r("？"))
        + p(r("参考文献"))
        + p(
            field(
                ' ADDIN ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY ',
                r("[1] 张一. 社区的数据[M]. 北京: 某某出版社, 2018."),
            )
        )
    )
    source = read(body)
    assert [(each.label, each.csl) for each in source.references] == [("1", work)]
    assert [each.references for each in source.pointers] == [(0,)]
    assert "ZOTERO" not in source.text
    assert lines(source, "references") == ["[1] 张一. 社区的数据[M]. 北京: 某某出版社, 2018."]


def test_cross_references_to_numbered_items_point_at_them() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="[%1]"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = (
        p(r("这里引用"), field(r" REF _Ref7 \r \h ", r("[2]", HIGH)), r("。"))
        + p(r("参考文献"))
        + p(r("张一. 数据[M]. 北京: 某某出版社, 2018."), properties=item)
        + p(
            '<w:bookmarkStart w:id="1" w:name="_Ref7"/>',
            r("李二. 谁来保管[J]. 某某社会, 2020(3): 4-6."),
            properties=item,
        )
    )
    source = read(body, numbering=numbering)
    assert [each.label for each in source.references] == ["1", "2"]
    assert [each.references for each in source.pointers] == [(1,)]
    assert lines(source, "references")[1].startswith("[2] 李二")


def test_tables_boxes_captions_and_formulas() -> None:
    def cell(text: str) -> str:
        return f"<w:tc>{p(r(text))}</w:tc>"

    table = f"<w:tbl><w:tr>{cell('年份')}{cell('数量')}</w:tr><w:tr>{cell('2020')}{cell('35')}</w:tr></w:tbl>"
    frame = f"<w:tbl><w:tr><w:tc>{p(r('摘要：这是放在框里的摘要。'))}</w:tc></w:tr></w:tbl>"
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>"
        + p(r("框中的话。"))
        + "</w:txbxContent></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><w:txbxContent>"
        + p(r("框中的话。"))
        + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    formula = "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"
    source = read(
        frame
        + p(r("表1 每年的数量"))
        + table
        + p(r("文中有一个框"), box, r("和公式"), formula, r("。"))
    )
    assert lines(source, "table") == ["年份\t数量", "2020\t35"]
    assert lines(source, "caption") == ["表1 每年的数量"]
    assert "摘要：这是放在框里的摘要。" in source.text.splitlines()
    assert source.text.count("框中的话。") == 1
    assert "文中有一个框和公式a+b。" in source.text


def test_strict_documents_are_read_alike() -> None:
    body = p(r("公平"), r("[1]", HIGH), r("。"), properties='<w:outlineLvl w:val="9"/>')
    assert read(body, STRICT).text == read(body).text


def test_a_title_among_the_properties_counts_only_where_the_text_has_it() -> None:
    data = as_docx(NOTED)
    assert docx.read("a.docx", data).facts == {}
    source = io.BytesIO(data)
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = part.replace(
                    b"</cp:coreProperties>",
                    f"<dc:title>{NOTED.title}</dc:title></cp:coreProperties>".encode(),
                )
                part = part.replace(b"<dc:title></dc:title>", b"").replace(b"<dc:title/>", b"")
            new.writestr(name, part)
    assert docx.read("a.docx", target.getvalue()).facts == {"title": NOTED.title}


def _bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * (_package.LARGEST_PART + 10))
    return target.getvalue()


def _many() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(_package.MEMBERS + 1):
            archive.writestr(f"word/{number}", b"")
    return target.getvalue()


ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'


def _entities() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", ENTITY.format(W))
    return target.getvalue()


def _deep() -> bytes:
    return document("<w:sdt>" * 5000 + "</w:sdt>" * 5000)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), "old Word format"),
        (OLE + "Workbook".encode("utf-16-le"), "no Word document"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (document(p(r("x")))[:-40], "damaged"),
        (document(p(r("x")))[:60], "damaged"),
        (b"words", "ending"),
        (_bomb(), "unpacks"),
        (_many(), "unpacks"),
        (_entities(), "entities"),
        (_deep(), "damaged"),
        (document("<w:p>"), "damaged"),
    ],
    # A zip holds the time it was made: the data cannot name the test.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_files_say_what_is_wrong(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        docx.read("paper.docx", data)
    assert reason in caught.value.reason
    assert caught.value.remedy


def test_nothing_found_lies_outside_the_text() -> None:
    source = docx.read("a.docx", as_docx(NOTED, numbered=True))
    stretches: list[Any] = [*source.hints, *source.references, *source.pointers]
    assert all(0 <= each.start < each.end <= len(source.text) for each in stretches)
    for hint in source.hints:
        assert hint.start == 0 or source.text[hint.start - 1] == "\n"
        assert source.text[hint.end] == "\n"
