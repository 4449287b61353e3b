"""Which text bytes hold: BOM, UTF-8, then the encoding whose characters are the most plausible.

Newlines stay as they are, and every character keeps its place.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from charset_normalizer import from_bytes

from ingest.document import DocumentError
from ingest.folding import simplify
from ingest.rulefiles import data as rules
from ontology.i18n import _

MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Encodings of Chinese text, the likelier first where two fit equally well
_CHINESE = ("gb18030", "big5", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
# Letters, Han characters, punctuation and white space of the languages that are read.
_USUAL = re.compile(
    r"[\t\n\r\f -~\u00a0-\u024f\u2000-\u206f\u2100-\u214f\u2160-\u217f\u2460-\u24ff\u3000-\u301f"
    r"\u4e00-\u9fff\uff00-\uffef]"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Tried first where no encoding of Chinese fits.
_OTHERS = ["big5", "big5hkscs", "cp1252", "shift_jis", "euc_jp", "euc_kr"]
_SAMPLE = 20_000  # characters from which a text is judged
_PLAUSIBLE = 0.25  # of the Han characters in running text, more than half are frequent ones
_COMMON = 0.85  # share of foreign characters that GB 2312 has, where they are too few to judge
_DAMAGED = 0.002  # share of bytes that may be broken in a text that is one otherwise


def decode(file: str, data: bytes) -> tuple[str, str]:
    """Return the text and its encoding.

    Raises DocumentError where no encoding gives text.
    """
    found = _marked(data) or _wide(data) or _utf8(data) or _chinese(data) or _guessed(data)
    if found is None:
        raise DocumentError(
            file,
            _("its encoding is not known (neither UTF-8 nor GB 18030 nor another that fits)"),
            _("save it as UTF-8"),
        )
    text, encoding = found
    return text.replace("\x00", " "), encoding  # strays: see has_strays


def has_strays(data: bytes) -> bool:
    """Whether NUL bytes in a text are few, or all at its end: what a crash left behind."""
    whole = data.rstrip(b"\x00")
    strays = whole.count(b"\x00")
    others = len(re.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", whole))
    return len(whole) > 0 and strays <= len(whole) / 1000 and others <= len(whole) / 1000


def unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: one of the two byte orders gives usual characters only."""
    head = data[:_SAMPLE]
    if len(data) % 2 or b"\x00" not in head:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = head[: len(head) // 2 * 2].decode(encoding, "ignore")
        except UnicodeDecodeError:
            continue
        if len(_USUAL.findall(text)) >= 0.97 * len(text):
            return encoding
    return None


def plausibility(text: str) -> float:
    """Return how much like a text in Chinese its foreign characters are, at most 1."""
    foreign = [c for c in simplify(text[:_SAMPLE]) if c >= "\x80"]
    if not foreign:
        return 0.0
    frequent = sum(c in _frequent() for c in foreign)
    han = sum(_HAN.match(c) is not None for c in foreign)
    odd = sum(_USUAL.match(c) is None for c in foreign)
    return frequent / max(han, 1) - 3 * odd / len(foreign) if han else 0.0


@cache
def _frequent() -> frozenset[str]:
    return frozenset("".join(rules("encodings")["frequent"].split()))


def _marked(data: bytes) -> tuple[str, str] | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            text = _decoded(data, encoding)
            return None if text is None else (text, encoding)
    return None


def _wide(data: bytes) -> tuple[str, str] | None:
    encoding = unmarked_utf16(data)
    text = _decoded(data, encoding) if encoding else None
    return (text, encoding) if text is not None and encoding else None


def _utf8(data: bytes) -> tuple[str, str] | None:
    text = _decoded(data, "utf-8")
    return None if text is None else (text, "utf-8")


def _decoded(data: bytes, encoding: str) -> str | None:
    """Return bytes as text, a few broken ones as U+FFFD; None where they are not of an encoding."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    except UnicodeError:
        return None
    broken = text.count("\ufffd")
    foreign = sum(c >= "\x80" for c in text)
    few = broken <= max(1, len(data) * _DAMAGED) and broken * 20 < foreign
    return text if few else None


def _chinese(data: bytes) -> tuple[str, str] | None:
    best: tuple[float, str, str] | None = None
    for encoding in _CHINESE:
        if encoding.startswith("utf-16") and len(data) % 2:
            continue
        text = _decoded(data, encoding)
        if text is None:
            continue
        score = plausibility(text)
        if best is None or score > best[0]:
            best = (score, text, encoding)
    if best is None:
        return None
    score, text, encoding = best
    if score >= _PLAUSIBLE or (encoding == "gb18030" and _common_share(text) >= _COMMON):
        return text, "big5" if encoding == "cp950" else encoding
    return None


def _common_share(text: str) -> float:
    foreign = "".join(ch for ch in text[:_SAMPLE] if ch >= "\x80")
    if not foreign:
        return 0.0
    return len(foreign.encode("gb2312", "ignore")) / 2 / len(foreign)


def _guessed(data: bytes) -> tuple[str, str] | None:
    best = from_bytes(data, cp_isolation=_OTHERS).best() or from_bytes(data).best()
    if best is None:
        return None
    try:
        return data.decode(best.encoding), best.encoding  # str(best) would translate newlines
    except (UnicodeDecodeError, LookupError):
        return None
