"""Names as references print them: lists split, people told from bodies, family from given.

Chinese names become ``{"family": "何", "given": "艳玲"}``; a name that cannot be split
safely (a body, a lone surname, a translated foreign name) stays ``{"literal": …}``.

How a list is printed is its style: ``gbt`` lone words are separate surnames; ``inverted``
every name has its family first; ``first`` only the first name is inverted; ``natural``
given names come first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest import names as personal
from ingest.folding import is_han
from ingest.printed import clean, fold, table

Person = dict[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names; ``quality`` falls where a part does not look like a name."""

    people: tuple[Person, ...] = ()
    et_al: bool = False
    role: str | None = None  # "editor" or "translator" where the list says so
    quality: float = 0.0


@cache
def _set(section: str, name: str) -> frozenset[str]:
    value = table("names")[section][name]
    return frozenset(value.split() if isinstance(value, str) else value)


@cache
def _pattern(section: str, name: str) -> str:
    """Alternatives of one list, the longest first."""
    alternatives = sorted(_set(section, name), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(map(re.escape, alternatives)) + ")"


@cache
def _nationality() -> re.Pattern[str]:
    names = _pattern("han", "nationality")
    # A bracket of one or two characters before a name is a country or a dynasty
    return re.compile(rf"^\s*[\[(]\s*(?:{names}|[\u3400-\u9fff]{{1,2}})\s*[\])]\s*")


@cache
def _roles() -> tuple[tuple[re.Pattern[str], str | None], ...]:
    return tuple(
        (re.compile(_pattern("han", key) + "$"), role)
        for key, role in (
            ("roles_editor", "editor"),
            ("roles_translator", "translator"),
            ("roles_author", None),
            ("et_al", None),
        )
    )


_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.?[\s-]*){1,4}")
_LOWER = r"[a-zß-ɏ'’]"
_WORD = rf"(?:[A-ZÀ-Þ]['’]?[A-Za-zÀ-ɏ'’]*{_LOWER}|[A-ZÀ-Þ]{{2,}}|[A-ZÀ-Þ]['’][A-ZÀ-Þ]+)"
_NAME_WORD = re.compile(rf"{_WORD}(?:[-–‐](?:{_WORD}|[a-zß-ɏ]+|[A-ZÀ-Þ]))*")
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_FOREIGN = re.compile(r"(?:[A-Z]\.?\s*)+[\u3400-\u9fff]")


def han_name(text: str) -> Person:
    """Split one Chinese name, as far as that is safe."""
    text = clean(text).replace(" ", "")
    if "·" in fold(text) or not _HAN_NAME.fullmatch(text) or is_body(text):
        return {"literal": text}
    if personal.has_double_surname(text):
        return {"family": text[:2], "given": text[2:]}
    if len(text) == 4 or (not personal.has_surname(text, rare=True) and is_foreign(text)):
        return {"literal": text}
    return {"family": text[0], "given": text[1:]}


def is_foreign(text: str) -> bool:
    """Whether a name is written with the characters of foreign names alone: 福柯."""
    return all(c in table("names")["han"]["foreign"] for c in text)


def is_body(text: str) -> bool:
    """Whether a Chinese name is that of a body (a ministry, a news agency), not a person."""
    if text in _set("han", "bodies"):
        return True
    return len(text) >= 4 and text.endswith(tuple(_set("han", "body_endings")))


def looks_like_han_name(text: str) -> bool:
    """Whether a text could be the name of one Chinese or translated author."""
    text = _nationality().sub("", fold(text)).strip().replace(" ", "")
    if "·" in text or _FOREIGN.match(text):
        return len(text) <= 24 and not re.search(r"[,:;《》\"]", text)
    if text in _set("han", "bodies"):
        return True
    return bool(_HAN_NAME.fullmatch(text)) and personal.has_surname(text, rare=True)


def is_given(word: str) -> bool:
    """Whether a word is a frequent given name (Mark, Janine)."""
    return word in _set("latin", "given")


def family_of(person: Person) -> str:
    """Return the part of a name that is compared and sorted by, in lower case."""
    if person.get("family"):
        return person["family"].lower()
    literal = fold(person.get("literal", ""))
    return literal.rsplit("·", 1)[-1].lower()


def parse_names(text: str, style: str = "auto") -> Names:
    """Read a list of names; 等 and et al. are dropped from the list and noted."""
    text, role, et_al = _strip_roles(text.strip())
    if not text:
        return Names(et_al=et_al, role=role)
    if any(map(is_han, text)):
        people, quality = _han_list(text)
    else:
        people, quality = _latin_list(text, style)
    return Names(tuple(people), et_al, role, quality)


def _strip_roles(text: str) -> tuple[str, str | None, bool]:
    """Take 等, 著, 主编, et al., (Eds.) off the end; they may stand one after another."""
    role, et_al = None, False
    for _ in range(3):
        han = any(map(is_han, text[-4:]))
        text = text.strip(" ,;、，；:：.") if han else text.strip(" ,;")
        before = text
        if han:
            for pattern, value in _roles():
                found = pattern.search(text)
                if found and found.start() >= 2:
                    et_al = et_al or "等" in found[0]
                    role = role or value
                    text = text[: found.start()]
                    break
        else:
            text, role, et_al = _strip_latin_role(text, role, et_al)
        if text == before:
            break
    return text, role, et_al


def _strip_latin_role(text: str, role: str | None, et_al: bool) -> tuple[str, str | None, bool]:
    for ending in table("names")["latin"]["et_al"]:
        if re.search(rf"(?<![A-Za-z]){re.escape(ending)}$", text, re.IGNORECASE):
            text, et_al = text[: -len(ending)].rstrip(" ,&"), True
            break
    for ending in table("names")["latin"]["roles_editor"]:
        if text.endswith(ending):
            return text[: -len(ending)], "editor", et_al
    return text, role, et_al


def _han_list(text: str) -> tuple[list[Person], float]:
    people: list[Person] = []
    quality = 1.0
    text = re.sub(r"(?<=[\u3400-\u9fff])\s*(?:、|，|,|;|；|/| {2,}|\u3000+)\s*", "\n", text)
    text = re.sub(r"(?<=[A-Za-z.])\s*[、；;，]\s*", "\n", text)
    for chunk in text.split("\n"):
        for printed in _han_chunk(chunk):
            bare = printed.strip()
            name = bare[len(bare) - len(_nationality().sub("", fold(bare)).strip()) :]
            if not name or personal.nobody(name):
                continue
            if not any(map(is_han, name)):
                found, part = _latin_list(name, "auto")
                people.extend(found)
                quality = min(quality, part)
                continue
            person = han_name(name)
            people.append(person)
            if "literal" in person and not looks_like_han_name(name):
                size = len(person["literal"])
                good = is_body(person["literal"]) and size <= 40
                quality = min(quality, 0.9 if good else 0.7 if size <= 6 else 0.4)
    return people, quality if people else 0.0


def _han_chunk(chunk: str) -> list[str]:
    """Split one chunk further: 张三和李四; 车峰 原珂; a space inside a two-character name."""
    chunk = chunk.strip()
    for joint in ("和", "与", "暨"):
        left, found, right = chunk.partition(joint)
        if found and looks_like_han_name(left) and looks_like_han_name(right):
            return [left, right]
    parts = chunk.split()
    if len(parts) > 1 and all(all(map(is_han, p)) for p in parts):
        if all(looks_like_han_name(p) for p in parts) or any(is_body(p) for p in parts):
            return parts
        if len(parts) == 2 and len(chunk) <= 5:
            return ["".join(parts)]
        return parts if all(len(p) >= 2 for p in parts) else ["".join(parts)]
    return [chunk]


def _latin_list(text: str, style: str) -> tuple[list[Person], float]:
    text = fold(text)
    if ";" in text:
        people: list[Person] = []
        quality = 1.0
        for part in re.split(r"\s*;\s*(?:and\s+|&\s*)?", text):
            if part:
                found, good = _latin_list(part, "inverted")
                people.extend(found)
                quality = min(quality, good)
        return people, quality
    joined = re.sub(r"\s*,?\s*(?:&|\b(?:and|und|et|with)\b(?=\s+[A-ZÀ-Þa-z]))\s*", "\n", text)
    joined = re.sub(r"\s*,\s*", "\n", joined)
    chunks = [c.strip() for c in joined.split("\n") if c.strip()]
    if not chunks:
        return [], 0.0
    kinds = [_kind(chunk) for chunk in chunks]
    if re.search(r"[a-z]{4,}\.\s", text):
        return [{"literal": clean(text)}], 0.2  # two sentences are no name
    if "body" in kinds or "bad" in kinds:
        size = len(text.split())
        if len(chunks) == 1 or kinds[0] == "body":
            return [{"literal": clean(text)}], 0.8 if size <= 6 else 0.6 if size <= 12 else 0.2
        return [{"literal": clean(text)}], 0.3
    return _pair(chunks, kinds, style)


def _kind(chunk: str) -> str:
    """Tell what one chunk between commas is.

    ``initials`` J. D.; ``word`` Moore; ``trailing`` Moore M. H.; ``leading`` M. H. Moore;
    ``full`` Mark H. Moore; ``suffix`` Jr.; ``body``; ``bad``.
    """
    tokens = _tokens(chunk)
    if chunk in _set("latin", "suffixes"):
        return "suffix"
    if _short_family(tokens):
        return "trailing"
    if _INITIALS.fullmatch(chunk) and (len(chunk) <= 3 or "." in chunk or " " in chunk):
        return "initials"
    if any(t in _set("latin", "body_words") for t in tokens):
        return "body"
    core = _core(tokens)
    if "x" in core or not core:
        return "bad"
    if core == "W":
        return "word"
    if core.strip("I") == "":
        return "initials"  # Z. van der
    if re.fullmatch(r"W{1,3}I{1,4}", core):
        return "trailing"
    if re.fullmatch(r"I{1,4}W{1,3}", core):
        return "leading"
    if len(core) <= 5 and core[0] == "W" and core[-1] == "W":
        return "full"
    return "bad"


def _core(tokens: list[str]) -> str:
    """Return the shapes of a name's tokens without its particles: ``WII`` for Moore M H."""
    tokens = [t for t in tokens if _shape(t) != "p"]
    shapes = [_shape(t) for t in tokens]
    if _short_family(tokens):
        shapes[0] = "W"
    return "".join(shapes)


def _short_family(tokens: list[str]) -> bool:
    """Whether a short family name in capitals looks like initials: LEE J, WAL Z."""
    return (
        len(tokens) > 1
        and 1 < len(tokens[0]) <= 3
        and tokens[0].isalpha()
        and tokens[0].isupper()
        and tokens[0].lower() not in _set("latin", "particles")
        and all(len(t.strip(".-")) == 1 and t[0].isupper() for t in tokens[1:])
    )


def _tokens(chunk: str) -> list[str]:
    # G.Puron: a dot between an initial and a word has lost its space
    return re.sub(r"(?<=[A-ZÀ-Þ]\.)(?=[A-ZÀ-Þ])", " ", chunk).split()


def _shape(token: str) -> str:
    if token in _set("latin", "particles") or (
        len(token) > 1 and token.isupper() and token.lower() in _set("latin", "particles")
    ):
        return "p"
    if re.fullmatch(r"(?:[A-ZÀ-Þ]\.?-?){1,3}", token):
        return "I"
    return "W" if _NAME_WORD.fullmatch(token) else "x"


def _pair(chunks: list[str], kinds: list[str], style: str) -> tuple[list[Person], float]:
    people: list[Person] = []
    quality = 1.0
    index = 0
    while index < len(chunks):
        chunk, kind = chunks[index], kinds[index]
        following = kinds[index + 1] if index + 1 < len(chunks) else ""
        given = chunks[index + 1] if following else ""
        if kind == "suffix":
            if people:
                people[-1] = {**people[-1], "suffix": chunk}
        elif kind == "initials":
            quality = min(quality, 0.3)
            people.append({"literal": clean(chunk)})
        elif (kind == "word" and following and _takes_given(given, following, index, style)) or (
            kind == "full"
            and (
                following == "initials"
                or (style == "inverted" and following in ("word", "trailing"))
            )
        ):
            # Alford, J: the full stop after the list was that of the initial
            people.append(_inverted(chunk, given + "." if len(given) == 1 else given))
            index += 1
        elif kind == "word":
            people.append({"literal": clean(chunk)})
            quality = min(quality, 0.85 if style in ("gbt", "auto") else 0.7)
        else:
            people.append(_whole(chunk, kind))
        index += 1
    return people, quality


def _takes_given(given: str, kind: str, index: int, style: str) -> bool:
    """Say whether what follows a lone surname is its given name."""
    if kind == "initials":
        return True
    known = given.split()[0] in _set("latin", "given")
    if kind == "trailing":
        return known or style == "inverted" or (index == 0 and style in ("first", "auto"))
    if style == "inverted" or (style == "first" and index == 0):
        return kind in ("word", "full")
    return kind == "word" and known and style in ("gbt", "auto", "first")


def _inverted(family: str, given: str) -> Person:
    tokens = given.split()
    while len(tokens) > 1 and tokens[-1] in _set("latin", "particles"):
        family = f"{tokens.pop()} {family}"
    given = " ".join(tokens)
    return {"family": _cased(family), "given": clean_given(given)}


def _whole(chunk: str, kind: str) -> Person:
    tokens = _tokens(chunk)
    if kind == "trailing":
        particles = sum(_shape(t) == "p" for t in tokens)
        words = re.match("W+", _core(tokens))
        cut = particles + (words.end() if words else 1)
        return _inverted(" ".join(tokens[:cut]), " ".join(tokens[cut:]))
    cut = len(tokens) - 1
    while cut > 1 and tokens[cut - 1] in _set("latin", "particles"):
        cut -= 1
    return _inverted(" ".join(tokens[cut:]), " ".join(tokens[:cut]))


def clean_given(text: str) -> str:
    """Return given names or initials tidied: ``M.H.`` and ``M H`` keep their letters."""
    text = " ".join(text.split()).strip(" ,;")
    if re.search(r"\.[\s-]?[A-ZÀ-Þ]$", text):
        text += "."  # the full stop of the list was that of the initial too
    return re.sub(r"(?<=[A-ZÀ-Þ]\.)(?=[A-ZÀ-Þ])", " ", text)


def _cased(family: str) -> str:
    """MOORE is a habit of GB/T lists, not the name: Moore."""
    if len(family) < 3 or not family.isupper():
        return family
    words = re.sub(r"[A-ZÀ-Þ]+", lambda m: m[0].capitalize(), family).split()
    small = _set("latin", "particles")
    return " ".join(w.lower() if w.lower() in small and w != words[-1] else w for w in words)
