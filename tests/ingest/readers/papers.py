"""One invented paper, written as TXT, DOCX, HTML and EPUB.

In paragraphs ``{3}`` and ``{1,3-4}`` are marks of the list of references, ``{n2}`` those of notes.
"""

# ruff: noqa: E501 - markup and printed lines stay on one line
from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from docx import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩"
_MARK = re.compile(r"\{(n?)([\d,-]+)\}")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Paper:
    """What is printed, apart from how."""

    title: str
    authors: tuple[str, ...]
    abstract: str
    keywords: tuple[str, ...]
    blocks: tuple[
        tuple[Any, ...], ...
    ]  # ("h", 1, "一、引言"), ("p", "…"), ("t", rows), ("l", items)
    references: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    title_en: str | None = None
    abstract_en: str | None = None
    keywords_en: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    circled: bool = True  # notes ①, or 1
    # how Word counts its headings
    counted: tuple[tuple[str, str], ...] = (
        ("chineseCounting", "%1、"),
        ("chineseCounting", "（%2）"),
        ("decimal", "%3."),
    )

    @property
    def chinese(self) -> bool:
        """Whether its own language is Chinese."""
        return re.search(r"[\u4e00-\u9fff]", self.title) is not None

    @property
    def labels(self) -> dict[str, str]:
        """Words before the parts."""
        if self.chinese:
            return {
                "abstract": "摘要：",
                "keywords": "关键词：",
                "references": "参考文献",
                "sep": "；",
                "names": "　",
            }
        return {
            "abstract": "Abstract: ",
            "keywords": "Keywords: ",
            "references": "References",
            "sep": "; ",
            "names": ", ",
        }

    def note_label(self, number: int) -> str:
        """The printed label of a note."""
        return CIRCLES[number - 1] if self.circled else str(number)


def as_text(paper: Paper) -> bytes:
    """Plain text, one paragraph a line."""

    def marks(text: str) -> str:
        return _MARK.sub(
            lambda m: paper.note_label(int(m[2])) if m[1] and paper.circled else f"[{m[2]}]", text
        )

    def note(number: int) -> str:
        label = paper.note_label(number)
        return (
            f"{label} {paper.notes[number - 1]}"
            if paper.circled
            else f"[{label}] {paper.notes[number - 1]}"
        )

    own = paper.labels
    lines = [
        paper.title,
        own["names"].join(paper.authors),
        own["abstract"] + paper.abstract,
        own["keywords"] + own["sep"].join(paper.keywords),
    ]
    if paper.title_en:
        lines.append(paper.title_en)
    if paper.abstract_en:
        lines += ["Abstract: " + paper.abstract_en, "Keywords: " + "; ".join(paper.keywords_en)]
    for kind, *rest in paper.blocks:
        if kind == "h":
            lines.append(rest[1])
        elif kind == "p":
            lines.append(marks(rest[0]))
            if paper.references:  # at the end of the page, as print has them
                lines += [note(int(n)) for n in re.findall(r"\{n(\d+)\}", rest[0])]
        elif kind == "l":
            lines += [f"• {marks(each)}" for each in rest[0]]
        else:
            lines += [rest[0], *("    ".join(row) for row in rest[1])]
    if paper.references:
        lines.append(own["references"])
        lines += [f"[{n}] {each}" for n, each in enumerate(paper.references, 1)]
    if not paper.references:
        lines += [note(n) for n in range(1, len(paper.notes) + 1)]
    return ("\n\n".join(lines) + "\n").encode()


def as_docx(
    paper: Paper, numbered: bool = False, styled: bool = True, zotero: bool = False
) -> bytes:
    """A Word document; ``numbered``: headings and the list have automatic numbers."""
    doc: Any = WordDocument()
    own = paper.labels
    head = doc.add_paragraph(style="Title" if styled else None)
    run = head.add_run(paper.title)
    if not styled:
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run.bold, run.font.size = True, Pt(18)
    doc.add_paragraph(own["names"].join(paper.authors))
    for label, text in (
        (own["abstract"], paper.abstract),
        (own["keywords"], own["sep"].join(paper.keywords)),
    ):
        line = doc.add_paragraph()
        line.add_run(label).bold = True
        line.add_run(text)
    if paper.title_en:
        doc.add_paragraph(paper.title_en).runs[0].bold = True
    if paper.abstract_en:
        for label, text in (
            ("Abstract: ", paper.abstract_en),
            ("Keywords: ", "; ".join(paper.keywords_en)),
        ):
            line = doc.add_paragraph()
            line.add_run(label).bold = True
            line.add_run(text)
    if numbered:
        _numbering(doc, paper)
    for kind, *rest in paper.blocks:
        if kind == "h":
            _heading(doc, rest[0], rest[1], numbered, styled)
        elif kind == "p":
            _words(doc.add_paragraph(), rest[0], paper)
        elif kind == "l":
            for each in rest[0]:
                _words(doc.add_paragraph(style="List Bullet"), each, paper)
        else:
            doc.add_paragraph(rest[0], style="Caption" if styled else None)
            table = doc.add_table(len(rest[1]), len(rest[1][0]))
            for row, cells in zip(table.rows, rest[1], strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    if paper.references:
        if styled:
            doc.add_heading(own["references"], 1)
        else:
            doc.add_paragraph().add_run(own["references"]).bold = True
        for number, each in enumerate(paper.references, 1):
            line = doc.add_paragraph(each if numbered else f"[{number}] {each}")
            if numbered:
                _count(line, 2, 0)
    if paper.notes:
        _notes(doc, paper)
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def _heading(doc: Any, level: int, text: str, numbered: bool, styled: bool) -> None:
    words = text
    if numbered:
        words = re.sub(
            r"^(?:[一二三四五六七八九十壹貳參]+、|（[一二三四五六七八九十]+）|\d+(?:\.\d+)*(?:\s+|\.(?=[^\d])))",
            "",
            text,
        )
    if styled:
        line = doc.add_heading(words, level)
    else:
        line = doc.add_paragraph()
        line.add_run(words).bold = True
    if numbered and words != text:
        _count(line, 1, level - 1)


def _words(paragraph: Any, text: str, paper: Paper) -> None:
    position = 0
    for hit in _MARK.finditer(text):
        paragraph.add_run(text[position : hit.start()])
        run = paragraph.add_run("" if hit[1] else f"[{hit[2]}]")
        run.font.superscript = True
        if hit[1]:
            run._r.append(
                parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{int(hit[2]) + 1}"/>')
            )
        position = hit.end()
    paragraph.add_run(text[position:])


def _count(paragraph: Any, list_: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{900 + list_}"/></w:numPr>'
        )
    )


def _numbering(doc: Any, paper: Paper) -> None:
    root = doc.part.numbering_part.element
    for key, levels in ((901, paper.counted), (902, [("decimal", "[%1]")])):
        inner = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for n, (form, text) in enumerate(levels)
        )
        element = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{inner}</w:abstractNum>'
        )
        root.insert(0, element)
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'
            )
        )


def _notes(doc: Any, paper: Paper) -> None:
    notes = "".join(
        f'<w:footnote w:id="{n + 1}"><w:p><w:pPr/><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        f"<w:footnoteRef/></w:r><w:r><w:t> {html.escape(text)}</w:t></w:r></w:p></w:footnote>"
        for n, text in enumerate(paper.notes, 1)
    )
    blob = (
        f'<w:footnotes xmlns:w="{_W}"><w:footnote w:id="0" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p>'
        f'</w:footnote><w:footnote w:id="1" w:type="continuationSeparator"><w:p/></w:footnote>{notes}</w:footnotes>'
    )
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        blob.encode(),
        doc.part.package,
    )
    doc.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    if paper.circled:
        doc.sections[0]._sectPr.insert(
            0,
            parse_xml(
                f'<w:footnotePr {nsdecls("w")}><w:numFmt w:val="decimalEnclosedCircleChinese"/></w:footnotePr>'
            ),
        )


def _body(paper: Paper, style: str) -> str:
    """The paper as HTML: ``journal`` with links and a numbered list, ``plain`` paragraphs."""
    esc = html.escape
    first: dict[str, bool] = {}

    def mark(hit: re.Match[str]) -> str:
        if hit[1]:
            label = paper.note_label(int(hit[2]))
            key = f"fn{hit[2]}"
            return f'<sup><a href="#{key}" id="fnref{hit[2]}">{label}</a></sup>'
        if style == "plain":
            return f"<sup>[{hit[2]}]</sup>"
        inside = re.sub(r"\d+", lambda n: f'<a href="#ref{n[0]}">{n[0]}</a>', hit[2])
        return f"[{inside}]" if style == "brackets" else f"<sup>[{inside}]</sup>"

    def words(text: str) -> str:
        return _MARK.sub(mark, esc(text, quote=False))

    own = paper.labels
    out = [
        f"<h1>{esc(paper.title)}</h1>",
        f'<p class="authors">{esc(own["names"].join(paper.authors))}</p>',
    ]
    if style == "plain":
        out.append(f"<p><b>{own['abstract']}</b>{esc(paper.abstract)}</p>")
        out.append(f"<p><b>{own['keywords']}</b>{own['sep'].join(paper.keywords)}</p>")
    else:
        out.append(
            f'<div class="abstract"><h2>{own["abstract"].strip("： :")}</h2><p>{esc(paper.abstract)}</p></div>'
        )
        out.append(
            f'<div class="keywords"><strong>{own["keywords"]}</strong>'
            + own["sep"].join(
                f'<a href="/search?k={n}">{esc(word)}</a>' for n, word in enumerate(paper.keywords)
            )
            + "</div>"
        )
    if paper.title_en:
        out.append(f"<p><b>{esc(paper.title_en)}</b></p>")
    if paper.abstract_en:
        out.append(
            f"<p>Abstract: {esc(paper.abstract_en)}</p><p>Keywords: {'; '.join(paper.keywords_en)}</p>"
        )
    for kind, *rest in paper.blocks:
        if kind == "h":
            tag = f"h{rest[0] + 1}"
            out.append(
                f"<p><strong>{esc(rest[1])}</strong></p>"
                if style == "plain"
                else f"<{tag}>{esc(rest[1])}</{tag}>"
            )
        elif kind == "p":
            out.append(f"<p>{words(rest[0])}</p>")
        elif kind == "l":
            out.append("<ul>" + "".join(f"<li>{words(each)}</li>" for each in rest[0]) + "</ul>")
        else:
            out.append(
                f"<table><caption>{esc(rest[0])}</caption>"
                + "".join(
                    "<tr>" + "".join(f"<td>{esc(cell)}</td>" for cell in row) + "</tr>"
                    for row in rest[1]
                )
                + "</table>"
            )
    if paper.references:
        if style == "plain":
            out.append(f"<p><strong>{own['references']}</strong></p>")
            out += [f"<p>[{n}] {esc(each)}</p>" for n, each in enumerate(paper.references, 1)]
        else:
            items = "".join(
                f'<li id="ref{n}">{esc(each)} <a href="https://scholar.example/{n}">Google Scholar</a></li>'
                for n, each in enumerate(paper.references, 1)
            )
            out.append(f"<section><h2>{own['references']}</h2><ol>{items}</ol></section>")
    if paper.notes:
        out.append('<section class="footnotes"><hr/><ol>' if style != "plain" else "<hr/>")
        for n, each in enumerate(paper.notes, 1):
            if style == "plain":
                out.append(
                    f'<p id="fn{n}"><a href="#fnref{n}">{paper.note_label(n)}</a> {esc(each)}</p>'
                )
            else:
                out.append(f'<li id="fn{n}"><p>{esc(each)} <a href="#fnref{n}">↩</a></p></li>')
        out.append("</ol></section>" if style != "plain" else "")
    del first
    return "\n".join(out)


def as_html(paper: Paper, style: str = "journal", encoding: str = "utf-8") -> bytes:
    """A page of a journal's site with all that stands around a paper."""
    tags = (
        [
            ("citation_title", paper.title),
            *(("citation_author", each) for each in paper.authors),
            ("citation_keywords", "; ".join(paper.keywords)),
            ("citation_abstract", paper.abstract),
            *paper.facts.items(),
        ]
        if style != "plain"
        else []
    )
    metas = "".join(f'<meta name="{k}" content="{html.escape(v)}">\n' for k, v in tags)
    around = (
        '<header class="site-header"><a href="/">Example Journals 首页</a></header><nav><ul><li><a href="/a">About</a></li>'
        '<li><a href="/b">Archive</a></li></ul></nav><div id="cookie-banner">We use cookies to improve your visit.</div>'
    )
    after = (
        '<div class="share-buttons"><a href="x">Share on Example</a></div><aside class="sidebar"><h3>Most read</h3>'
        '<p>Another paper that many people have read this week.</p></aside><div class="related-articles"><h2>相关文章</h2>'
        '<ul><li><a href="/1">别的论文之一</a></li><li><a href="/2">别的论文之二</a></li></ul></div>'
        '<div id="comments"><p>一位读者：写得很好，受益匪浅。</p></div><footer><p>版权所有 © Example Press</p></footer>'
    )
    inner = _body(paper, style)
    main = f"<article>{inner}</article>" if style != "plain" else f'<div class="c1">{inner}</div>'
    page = (
        f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>{html.escape(paper.title)} - Example</title>'
        f"{metas}<script>var a = '<p>script</p>';</script><style>p {{ color: red }}</style></head><body>{around}{main}{after}</body></html>"
    )
    return page.encode("gb18030" if encoding == "gb2312" else encoding)


def as_epub(paper: Paper) -> bytes:
    """A book of two chapters with notes as asides."""
    body = _body(paper, "journal")
    body = re.sub(
        r'<section class="footnotes"><hr/><ol>(.*)</ol></section>', r"\1", body, flags=re.DOTALL
    )
    body = re.sub(
        r'<li id="fn(\d+)"><p>(.*?) <a href="#fnref\d+">↩</a></p></li>',
        r'<aside epub:type="footnote" id="fn\1"><p>\2</p></aside>',
        body,
    )
    body = re.sub(
        r'<sup><a href="#fn(\d+)" id="fnref\d+">(.*?)</a></sup>',
        r'<a epub:type="noteref" href="#fn\1">\2</a>',
        body,
    )
    cut = [hit.start() for hit in re.finditer("<h2>", body)]
    middle = cut[len(cut) // 2]
    chapters = [body[:middle], body[middle:]]
    names = {}
    for at, each in enumerate(chapters):
        for key in re.findall(r'id="(\w+)"', each):
            names[key] = at
    for at, each in enumerate(chapters):
        chapters[at] = re.sub(
            r'href="#(\w+)"', lambda m: f'href="c{names.get(m[1], 0)}.xhtml#{m[1]}"', each
        )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        people = "".join(f"<dc:creator>{html.escape(each)}</dc:creator>" for each in paper.authors)
        items = "".join(
            f'<item id="c{n}" href="text/c{n}.xhtml" media-type="application/xhtml+xml"/>'
            for n in range(len(chapters))
        )
        spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
        archive.writestr(
            "OEBPS/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{html.escape(paper.title)}</dc:title>{people}<dc:language>zh</dc:language></metadata><manifest>"
            '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
            f"{items}</manifest><spine>{spine}</spine></package>",
        )
        page = (
            '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
            'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body>%s</body></html>'
        )
        archive.writestr("OEBPS/nav.xhtml", page % "<nav><ol><li>目录</li></ol></nav>")
        for n, each in enumerate(chapters):
            archive.writestr(f"OEBPS/text/c{n}.xhtml", page % each)
    return target.getvalue()
