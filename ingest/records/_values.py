"""Values of bibliographic records as people type them: names, dates, pages, languages."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from ingest.names import has_double_surname, is_han_name
from ingest.nodes import is_han
from ingest.references.names import parse_names

_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)")
_DATE = re.compile(
    r"(?<!\d)(1\d{3}|20\d{2})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?(?!\d)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s*(\d{{1,2}})?\b", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_NO_NAME = re.compile(r"[\[［(（][^\]］)）]{1,6}[\]］)）]|[*＊\d]+$")  # [美]; marks of notes
_NOBODY = ("等", "et al", "others", "佚名", "none", "null", "anonymous", "anon")
_LANGUAGES = {
    "zh": ("zh", "chi", "zho", "chinese", "中文", "汉语", "简体中文", "繁體中文"),
    "en": ("en", "eng", "english", "英文", "英语"),
}
_SEPARATORS = re.compile(r"\s*[;；|\n]\s*|\s+and\s+")
_HAN_SEPARATORS = re.compile(r"\s*[,，、]\s*|\s{2,}")


def text(value: str) -> str:
    """Return a value on one line, without control characters."""
    shown = "".join(c if c.isprintable() else " " for c in value.replace("\u3000", " "))
    return re.sub(r"\s+", " ", shown).strip()


def people(value: str) -> list[dict[str, str]]:
    """Return the people of one field, however they are separated."""
    found: list[dict[str, str]] = []
    for part in _SEPARATORS.split(value):
        found += _han_people(part) if is_han(part) else _one(part)
    return found


def _han_people(value: str) -> list[dict[str, str]]:
    parts = [part.strip() for part in _HAN_SEPARATORS.split(value) if part.strip()]
    if len(parts) == 2 and _is_family(parts[0]) and len(parts[1]) <= 2:
        return [{"family": parts[0], "given": parts[1]}]
    return [person for part in parts for person in _one(part)]


def _is_family(part: str) -> bool:
    return len(part) == 1 or (len(part) == 2 and has_double_surname(part + "某"))


def _one(value: str) -> list[dict[str, str]]:
    """Return one name as CSL has it: family and given name where it is clear which is which."""
    name = text(_NO_NAME.sub("", value)).strip(" ,，．;；").lstrip(".")
    name = name.rstrip(".") if is_han(name) else name
    if not name or name.lower().rstrip(".") in _NOBODY:
        return []
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family and given and "," not in given:
        return [{"family": family, "given": given}]
    if is_han(name) and " " not in name and not is_han_name(name, rare=True):
        return [{"literal": name}]
    parsed = parse_names(name).people
    return [dict(person) for person in parsed] or [{"literal": name}]


def issued(value: str) -> dict[str, Any] | None:
    """Return a date as CSL has it, as far as a value states one."""
    value = unicodedata.normalize("NFKC", value)
    if (date := _DATE.search(value)) is not None:
        parts = [int(part) for part in date.groups() if part]
        if not 1 <= parts[1] <= 12:
            parts = parts[:1]
        elif len(parts) > 2 and not 1 <= parts[2] <= 31:
            parts = parts[:2]
        return {"date-parts": [parts]}
    year = _YEAR.search(value)
    if year is None:
        return None
    parts = [int(year[1])]
    if (month := _MONTH.search(value)) is not None:
        parts.append(_MONTHS.index(month[1].lower()) + 1)
    return {"date-parts": [parts]}


def pages(value: str) -> str:
    """Return pages as CSL has them: 12-18."""
    value = unicodedata.normalize("NFKC", text(value))
    value = re.sub(r"^(?:pp?\.|第)\s*|\s*页$", "", value)
    return re.sub(r"\s*(?:-{1,3}|[–—~～])\s*", "-", value)


def doi(value: str) -> str:
    """Return a DOI without the address that resolves it."""
    found = _DOI.search(text(value))
    return found[0].rstrip(".,;") if found else ""


def language(value: str) -> str:
    """Return a language as its code: zh, en; another as it stands."""
    plain = text(value).strip(" ;；").lower()
    for code, words in _LANGUAGES.items():
        if plain in words or plain.startswith(f"{code}-"):
            return code
    return plain


def words(value: str) -> list[str]:
    """Return keywords, however they are separated."""
    parts = re.split(r"\s*(?:;;|[;；,，、/\n|])\s*", value)
    return [text(part) for part in parts if part.strip()]
