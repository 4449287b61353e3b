"""Opening a PDF: what keeps it from being read, said so that a person can act on it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.document import DocumentError
from ontology.i18n import _

MOST_PAGES = 1_500
MOST_CHARACTERS = 60_000  # on one page
LOCK = threading.RLock()  # PDFium is not safe for threads

_REASONS = {
    pdfium.FPDF_ERR_PASSWORD: "password",
    pdfium.FPDF_ERR_SECURITY: "security",
}
_END = re.compile(rb"%%EOF")
_START = re.compile(rb"startxref\s+\d+")


@contextmanager
def opened(file: str, data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF and close it again; one at a time in a process.

    Raises DocumentError where it is encrypted, damaged, empty or far too long.
    """
    with LOCK:
        document = _open(file, data)
        try:
            pages = len(document)
            if pages == 0:
                raise _damaged(file, data)
            if pages > MOST_PAGES:
                raise DocumentError(
                    file,
                    _("it has {pages} pages: no paper is that long").format(pages=pages),
                    _("split it into one file for each paper"),
                )
            yield document
        finally:
            document.close()


def _open(file: str, data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        code = getattr(problem, "err_code", None)
        if code is None:
            code = pdfium.FPDF_GetLastError()
        reason = _REASONS.get(code)
        if reason == "password" or (reason is None and b"/Encrypt" in data and _whole(data)):
            raise DocumentError(
                file,
                _("it is encrypted and asks for a password"),
                _("open it with the password and save it without one"),
            ) from None
        if reason == "security":
            raise DocumentError(
                file,
                _("it is encrypted in a way that cannot be read"),
                _("print it to a new PDF, or save its text"),
            ) from None
        raise _damaged(file, data) from None
    if _START.search(data[-65_536:]) is None:
        # PDFium makes do with what is left: half a paper
        document.close()
        raise _damaged(file, data)
    return document


def _damaged(file: str, data: bytes) -> DocumentError:
    if b"%PDF-" not in data[:1024]:
        return DocumentError(
            file,
            _("it is no PDF, whatever its name says"),
            _("give it the ending of its format, or download it again"),
        )
    if not _whole(data):
        return DocumentError(
            file,
            _("the PDF is cut off: its end is missing"),
            _("download or copy it again completely"),
        )
    return DocumentError(
        file,
        _("the PDF is damaged"),
        _("download it again, or repair it with a tool such as qpdf or MuPDF"),
    )


def _whole(data: bytes) -> bool:
    """Whether the end that every PDF has is there."""
    tail = data[-2048:]
    return _END.search(tail) is not None and _START.search(tail) is not None


def no_text(file: str, pages: int) -> DocumentError:
    """Say that the pages are pictures."""
    return DocumentError(
        file,
        _("its {pages} pages are pictures: there is no text layer").format(pages=pages),
        _("recognise its text with a tool such as OCRmyPDF (ocrmypdf -l chi_sim+eng)"),
    )


def garbled(file: str) -> DocumentError:
    """Say that the fonts do not tell which characters they show."""
    return DocumentError(
        file,
        _("its text is garbled: its fonts do not say which characters they show"),
        _("recognise its text with a tool such as OCRmyPDF (ocrmypdf --force-ocr -l chi_sim+eng)"),
    )


def too_full(file: str, page: int) -> DocumentError:
    """Say that a page holds more than print can."""
    return DocumentError(
        file,
        _("page {page} holds more text than a page can").format(page=page),
        _("print it to a new PDF, or save its text"),
    )
