"""PDF: the same paper set in several ways reads like its text; what cannot be read says why."""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest import layout, pointers, readers, references, structure
from ingest.document import BlockKind, Document, DocumentError, Source
from ingest.readers import _pdf_open, pdf
from tests.ingest.readers.pdf_browser import as_html, print_pdf
from tests.ingest.readers.pdf_papers import MARKS, chinese, english
from tests.ingest.readers.pdf_typeset import Paper, as_text, typeset
from tests.ingest.reading import check_spans

HEADS_ZH = ("临江学刊 2023年第4期", "林远舟等：县级平台如何重塑日常行政")
HEADS_EN = ("A. Harlow and B. Brandt", "Journal of Invented Administration 12 (2023)")
DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")

Made = tuple[Paper, Callable[[], bytes]]


def _typeset(paper: Paper, **style: Any) -> Made:
    return paper, lambda: typeset(paper, **style)


def _printed(paper: Paper, **style: Any) -> Made:
    return paper, lambda: print_pdf(as_html(paper, **style))


@cache
def _layouts() -> dict[str, Made]:
    return {
        "one column, notes on each page": _typeset(chinese(1, "notes"), heads=HEADS_ZH),
        "two columns, running heads, English abstract": _typeset(
            chinese(2, english=True),
            columns=2,
            size=9.5,
            heads=HEADS_ZH,
            numbers="head",
            margin=60,
        ),
        "two columns, hyphens, list of references": _typeset(
            english(3),
            columns=2,
            size=9,
            lead=1.25,
            indent=1.2,
            heads=HEADS_EN,
            numbers="head",
            margin=54,
            gutter=18,
        ),
        "ragged, wide lines": _typeset(english(4, raised=False), size=11, lead=1.9, justify=False),
        "two columns, notes under each": _typeset(
            chinese(6, "notes"), columns=2, size=9.5, margin=56, heads=("", HEADS_ZH[1])
        ),
        "small pages, notes with Arabic numbers and no rule": _typeset(
            chinese(33, "notes"),
            size=11,
            page=(420, 595),
            margin=48,
            circled=False,
            rule=False,
            lead=1.5,
            first_number=44,
            heads=("公共行政译丛", "第三章 县级平台"),
            numbers="head",
        ),
        "headings like the text, front in the column, narrow gutter": _typeset(
            chinese(42, "notes", english=True),
            columns=2,
            size=9,
            lead=1.35,
            margin=45,
            gutter=13,
            note_size=0.85,
            numbers="dashed",
            wide_front=False,
            heading_size=1.0,
            heads=("第 31 卷 第 4 期", "县级平台如何重塑日常行政"),
        ),
        "three columns": _typeset(chinese(43), columns=3, size=8.5, margin=50, gutter=16, lead=1.5),
        "browser, two columns": _printed(
            chinese(11, english=True), even=HEADS_ZH[0], odd=HEADS_ZH[1], first="总第88期"
        ),
        "browser, two columns, soft hyphens, wide table": _printed(
            english(12),
            size=9,
            lead=1.25,
            indent=1.2,
            even=HEADS_EN[0],
            odd=HEADS_EN[1],
            wide_table=True,
            shy=True,
        ),
        "browser, one column": _printed(chinese(13), columns=1, size=10.5, lead=1.8),
        "browser, one column, no indents": _printed(
            english(14, raised=False), columns=1, size=11, lead=1.6, indent=0
        ),
    }


LAYOUTS = tuple(_layouts())


def _through(source: Source) -> Document:
    doc = structure.structure(layout.clean(Document(source)))
    return pointers.link(references.find(doc))


@cache
def _both(name: str) -> tuple[Document, Document]:
    """A paper read as text and as PDF."""
    paper, make = _layouts()[name]
    plain = Source(file="paper.txt", sha256="0" * 64, text=as_text(paper))
    return _through(plain), _through(pdf.read("paper.pdf", make()))


def _bare(words: Iterable[str]) -> Counter[str]:
    return Counter(re.sub(r"\s", "", each) for each in words)


def _words(doc: Document, *kinds: BlockKind) -> str:
    text = doc.source.text
    return "\n".join(text[block.start : block.end] for block in doc.blocks if block.kind in kinds)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_pdf_reads_like_the_text(name: str) -> None:
    plain, read = _both(name)
    for part in ("title", "abstract", "title_en", "abstract_en"):
        one, other = getattr(plain.metadata, part) or "", getattr(read.metadata, part) or ""
        assert re.sub(r"\s", "", other) == re.sub(r"\s", "", one), part
    for part in ("authors", "keywords", "keywords_en", "lang"):
        assert getattr(read.metadata, part) == getattr(plain.metadata, part), part
    assert [(s.level, "".join(s.title.split())) for s in read.sections] == [
        (s.level, "".join(s.title.split())) for s in plain.sections
    ]
    assert _bare(s.text for s in read.sentences) == _bare(s.text for s in plain.sentences)
    # numbers of page notes restart in print
    label = re.compile(r"^\W*[①-⑳\d]{1,3}\W*")
    assert _bare(label.sub("", r.raw) for r in read.references) == _bare(
        label.sub("", r.raw) for r in plain.references
    )
    assert len(read.pointers) == len(plain.pointers) == MARKS
    assert all(pointer.references for pointer in read.pointers)


@pytest.mark.parametrize("name", LAYOUTS)
def test_pointers_lead_to_what_they_cite(name: str) -> None:
    plain, read = _both(name)

    def cited(doc: Document) -> list[tuple[str, str]]:
        raw = {each.id: re.sub(r"^\W*[①-⑳\d]{1,3}\W*|\s", "", each.raw) for each in doc.references}
        return [
            ("".join(doc.sentences[each.sentence].text.split()), raw[each.references[0]])
            for each in doc.pointers
        ]

    assert cited(read) == cited(plain)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_word_has_its_place_and_hints_cover_lines(name: str) -> None:
    _, read = _both(name)
    check_spans(read)
    source = read.source
    text, end = source.text, 0
    covered = bytearray(len(text))
    for place in source.places:
        assert end <= place.start < place.end <= len(text)
        left, top, right, bottom = place.box
        assert left <= right
        assert top < bottom
        end = place.end
        covered[place.start : place.end] = b"x" * (place.end - place.start)
    assert all(flag or char.isspace() for flag, char in zip(covered, text, strict=True))
    # an entry that runs over a page stands whole on the first of its pages
    begins = [p.page for p in source.places if p.start == 0 or text[p.start - 1] in "\n\f"]
    assert begins == sorted(begins)
    assert text.count("\f") == source.places[-1].page - 1
    end = 0
    for hint in source.hints:
        assert end <= hint.start < hint.end
        assert hint.start == 0 or text[hint.start - 1] in "\n\f"
        assert text[hint.end] == "\n"
        end = hint.end
    assert not re.search(r"[\x00-\x08\x0b\x0e-\x1f\ue000-\uf8ff\ufffd]", text)


@pytest.mark.parametrize("name", LAYOUTS)
def test_running_heads_and_numbers_are_no_text(name: str) -> None:
    _, read = _both(name)
    for head in (*HEADS_ZH, *HEADS_EN, "公共行政译丛", "第三章县级平台", "总第88期"):
        bare = re.sub(r"\s", "", head)
        assert not any(bare in re.sub(r"\s", "", each.text) for each in read.sentences)
        assert bare not in re.sub(r"\s", "", _words(read, "body", "footnotes", "references"))
    numbers = [each.text for each in read.sentences if each.text.strip("—· ").isdigit()]
    assert not numbers


@pytest.mark.parametrize("name", LAYOUTS)
def test_tables_stand_apart_row_by_row(name: str) -> None:
    paper, _ = _layouts()[name]
    _, read = _both(name)
    assert paper.table is not None
    caption, rows = paper.table
    assert re.sub(r"\s", "", caption) in re.sub(r"\s", "", _words(read, "caption"))
    assert ["\t".join(row) for row in rows] == _words(read, "table").splitlines()


def _canvas(draw: Callable[[Canvas], None], **more: Any) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1, **more)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def _lines(canvas: Canvas, *lines: str, x: float = 72, y: float = 770, font: str = "") -> None:
    for line in lines:
        canvas.setFont(font or "Times-Roman", 11)
        canvas.drawString(x, y, line)
        y -= 14


FILLER = [
    f"Plain line number {n} says that officers keep a register of each case." for n in range(12)
]


def test_a_word_goes_on_behind_the_notes_of_its_page() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, *FILLER, "and then the whole arrangement of public account-", y=330)
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(72, 80, "1 Harlow, A. (2001). Registers. Invented Press, p. 12.")
        canvas.drawString(300, 30, "7")
        canvas.showPage()
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(300, 800, "Registers and Cases")
        _lines(canvas, "ability was given up within a year. A new one was not found.", y=740)
        canvas.drawString(300, 30, "8")
        canvas.showPage()

    read = _through(pdf.read("a.pdf", _canvas(draw)))
    assert any("public accountability was given up" in each.text for each in read.sentences)
    assert "Harlow" in _words(read, "footnotes")
    assert not any("Harlow" in each.text for each in read.sentences)


def test_hyphens_of_words_stay_and_hyphens_of_lines_go() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(
            canvas,
            "A well-known rule says that street-level officers decide on single cases at a well-",
            "known desk, and that the adminis-",
            "tration of these cases is left to them.",
        )
        canvas.showPage()

    text = pdf.read("a.pdf", _canvas(draw)).text
    assert "at a well-known desk" in " ".join(text.split())
    assert "the administration of" in text


def test_raised_digits_are_marks_and_powers_are_not() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, *FILLER, y=600)
        x = 72.0
        for word, raised in (
            ("Trust rises with openness.", False),
            ("3,4", True),
            (" Rooms of 20 m", False),
            ("2", True),
            (" are small, and 10", False),
            ("3", True),
            (" is a number.", False),
        ):
            size = 6.5 if raised else 11
            canvas.setFont("Times-Roman", size)
            canvas.drawString(x, 400 + (4 if raised else 0), word)
            x += pdfmetrics.stringWidth(word, "Times-Roman", size)
        canvas.showPage()

    text = pdf.read("a.pdf", _canvas(draw)).text
    assert "openness.^[3,4]^ Rooms of 20 m² are small, and 10³ is a number." in text


@pytest.mark.skipif(not DEJAVU.exists(), reason="DejaVu (fonts-dejavu-core) is not installed")
def test_ligatures_are_letters_and_private_characters_go() -> None:
    pdfmetrics.registerFont(TTFont("DejaVuSans", str(DEJAVU)))

    def draw(canvas: Canvas) -> None:
        lines = [f"The oﬃce ﬁled it and ﬂed {n} \ue001 times." for n in range(9)]
        _lines(canvas, *lines, font="DejaVuSans")
        canvas.showPage()

    text = pdf.read("a.pdf", _canvas(draw)).text
    assert "The office filed it and fled 0" in text
    assert "\ue001" not in text


@pytest.mark.skipif(not DEJAVU.exists(), reason="DejaVu (fonts-dejavu-core) is not installed")
def test_garbled_text_is_named() -> None:
    pdfmetrics.registerFont(TTFont("DejaVuSans", str(DEJAVU)))
    noise = "".join(chr(0xE000 + n) for n in range(40))

    def draw(canvas: Canvas) -> None:
        _lines(canvas, *[noise] * 30, font="DejaVuSans")
        canvas.showPage()

    with pytest.raises(DocumentError, match="garbled") as caught:
        pdf.read("a.pdf", _canvas(draw))
    assert "OCRmyPDF" in caught.value.remedy


def _scan(stamp: str = "") -> bytes:
    def draw(canvas: Canvas) -> None:
        for page in range(3):
            image = Image.new("L", (60, 80), 200 + page)
            canvas.drawImage(ImageReader(image), 0, 0, 595, 842)
            canvas.setFont("Times-Roman", 6)
            canvas.drawString(90, 12, stamp)
            canvas.showPage()

    return _canvas(draw)


def _encrypted(password: str) -> bytes:
    def draw(canvas: Canvas) -> None:
        _lines(canvas, *FILLER)
        canvas.showPage()

    return _canvas(draw, encrypt=StandardEncryption(password, ownerPassword="owner"))


@pytest.mark.parametrize(
    ("make", "reason", "remedy"),
    [
        (_scan, "no text layer", "OCRmyPDF"),
        (
            lambda: _scan("(C)1994-2023 Invented Journal House. All rights reserved."),
            "no text",
            "OCR",
        ),
        (lambda: _encrypted("secret"), "password", "without one"),
        (lambda: _encrypted("")[:-900], "cut off", "again"),
        (lambda: typeset(english(3))[:9000], "cut off", "again"),
        (lambda: b"%PDF-1.7\n%\xe2\xe3\n", "cut off", "again"),
        (lambda: b"%PDF-1.7\nnonsense\nstartxref\n99\n%%EOF\n", "damaged", "repair"),
        (lambda: b"<html>the journal's page, not the paper</html>", "no PDF", "ending"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(
    make: Callable[[], bytes], reason: str, remedy: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        pdf.read("a.pdf", make())
    assert reason in caught.value.reason
    assert remedy in caught.value.remedy


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    assert "officers keep a register" in pdf.read("a.pdf", _encrypted("")).text


def test_too_many_pages_and_too_full_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    data = typeset(english(3))
    monkeypatch.setattr(_pdf_open, "MOST_PAGES", 2)
    with pytest.raises(DocumentError, match="pages"):
        pdf.read("a.pdf", data)
    monkeypatch.setattr(_pdf_open, "MOST_PAGES", 1_500)
    monkeypatch.setattr(pdf, "MOST_CHARACTERS", 500)
    with pytest.raises(DocumentError, match="more text than a page can"):
        pdf.read("a.pdf", data)


def test_the_reader_is_found_whatever_the_ending_is(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_bytes(typeset(english(3)))
    assert readers.read(path).format == "pdf"


def test_facts_are_what_publishers_state_and_the_page_shows() -> None:
    title = "How County Platforms Reorder Everyday Administration: Evidence from a Hotline"
    data = typeset(english(3), title=title)
    assert pdf.read("a.pdf", data).facts == {"title": title}
    assert pdf.read("a.pdf", typeset(english(3), title="Microsoft Word - x.doc")).facts == {}
    packet = (
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><prism:doi>10.5555/inv.2023.4</prism:doi>"
        b"<prism:volume>12</prism:volume><prism:startingPage>211</prism:startingPage>"
        b"<prism:endingPage>230</prism:endingPage></x:xmpmeta>"
    )
    stated = pdf.read("a.pdf", data.replace(b"%%EOF", b"%" + packet + b"\n%%EOF")).facts
    assert stated["DOI"] == "10.5555/inv.2023.4"
    assert (stated["volume"], stated["page"]) == ("12", "211-230")


def test_speed_and_size_of_a_long_document() -> None:
    single = pypdfium2.PdfDocument(typeset(english(3), columns=2, size=9, lead=1.25))
    whole = pypdfium2.PdfDocument.new()
    while len(whole) < 120:
        whole.import_pages(single)
    out = io.BytesIO()
    whole.save(out)
    pages = len(whole)
    whole.close()
    single.close()
    begin = time.process_time()
    source = pdf.read("a.pdf", out.getvalue())
    took = time.process_time() - begin
    assert source.places[-1].page == pages
    assert pages / took >= 20  # 40 is the aim; a busy machine is given half
