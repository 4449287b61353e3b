"""Where names end and a title begins, and where a title ends and a journal begins."""

from __future__ import annotations

import re
from functools import cache

from ingest.folding import is_han
from ingest.printed import fold
from ingest.references.names import is_given, looks_like_han_name, parse_names
from ingest.references.rules import words

_STOP = re.compile(r"[.?!]['\"]?\s+(?=[A-ZÀ-Þ0-9\u3400-\u9fff\"'])")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:vs|no|vol|St|Dr|Mr|Mrs|U\.S|U\.K|[A-Z][a-z]{0,3}|[A-Z][a-z]*[^aeiouy\W][^aeiouy\Wstdnrlgkmpe]))$"
)


@cache
def small_words(kind: str) -> frozenset[str]:
    """Return the words that stay small in a capitalised ``journal`` name or ``title``."""
    lists = words("small")
    return frozenset([*lists["both"].split(), *lists[kind].split()])


def divide_title(text: str) -> tuple[str, str, float]:
    """Divide "title. journal": the first stop after which all words are capitalised."""
    folded = fold(text)
    stops = [m for m in _STOP.finditer(folded) if m.start() >= 3]
    if not stops:
        han = re.search(r"(?<=[\u3400-\u9fff\"”])\s*[.]\s*(?=[\u3400-\u9fff])", folded)
        if han:
            return text[: han.start()], text[han.end() :], 0.9
        return text, "", 0.3
    good = [m for m in stops if _all_capital(folded[m.end() :])]
    # A stop inside an abbreviated journal name (Public Adm. Rev.) is not the one
    full = [m for m in good if not _ABBREVIATION.search(folded[: m.start()])]
    chosen, quality = (stops[-1], 0.6)
    if full:
        later = [m for m in full if m.start() > full[0].start()]
        # With capitalised titles the last full stop before the journal counts
        chosen, quality = (later[-1] if later else full[0]), 1.0 if not later else 0.9
    elif good:
        chosen, quality = good[0], 0.8
    mark = folded[chosen.start()]
    end = chosen.start() + (1 if mark in "?!" else 0)
    return text[:end], text[chosen.end() :], quality


def _all_capital(text: str) -> bool:
    tokens = re.findall(r"[^\s/]+", text)
    if not 0 < len(tokens) <= 16:
        return False
    return all(
        not t[0].isalpha() or not t[0].islower() or t.strip(".,:()").lower() in small_words("title")
        for t in tokens
    )


def divide_note(text: str) -> tuple[str, str, float]:
    """Divide "authors, title" of English footnotes, where both are parted by commas."""
    folded = fold(text)
    cuts = list(re.finditer(r"\s*,\s*", folded))
    if not cuts:
        return "", text, 0.4
    best = 0
    for index, cut in enumerate(cuts[:12]):
        names = parse_names(folded[: cut.start()], "natural")
        if not names.people or names.quality < 0.9:
            break
        chunk = folded[cuts[index - 1].end() if index else 0 : cut.start()]
        if index and not _goes_on(chunk, folded[cut.end() :]):
            break
        best = index + 1
    if not best:
        return _by_editor(text, folded) or (text[: cuts[0].start()], text[cuts[0].end() :], 0.5)
    cut = cuts[best - 1]
    editor = re.match(r"\(?(?:[Ee]ds?\.?|[Ee]ditors?)\)?\s*,\s*", folded[cut.end() :])
    if editor:
        end = cut.end() + editor.end()
        return text[:end].rstrip(" ,"), text[end:], 0.9
    return text[: cut.start()], text[cut.end() :], 0.9


def _goes_on(chunk: str, rest: str) -> bool:
    """Whether a chunk after a comma is still a name and not the title."""
    if re.match(r"(?:and|&)\s", chunk) or " and " in chunk or " & " in chunk:
        return True
    if re.search(r"(?:^|[\s.])[A-Z]\.?(?:[\s.-]|$)", chunk):  # an initial
        return True
    # Mark Moore, John Benington, and Jean Hartley, …: names up to the one after "and"
    names = [chunk]
    for following in rest.split(",")[:8]:
        names.append(following.strip())
        if re.match(r"\s*(?:and|&)\s", following) or re.search(r"\s(?:and|&)\s", following):
            return parse_names(", ".join(names), "natural").quality >= 0.9
        if len(following.split()) > 4:
            return False
    return False


def _by_editor(text: str, folded: str) -> tuple[str, str, float] | None:
    found = re.match(r"(.{4,120}?)\s*,?\s*\(?[Ee]ds?\.\)?\s*,\s*", folded)
    if not found:
        return None
    return text[: found.end()].rstrip(" ,"), text[found.end() :], 0.8


_BREAK = re.compile(r"\s*\.\s*")
_BAD_START = re.compile(
    r"(?:[A-ZÀ-Þ](?:\.|\s*,|$|\s+[A-ZÀ-Þ](?:[.,]|\s*$))|[,;&)\]]|and\b|et\b|al\b|-)"
)


def split_lead(text: str, style: str = "gbt") -> tuple[str, str, float]:
    """Divide "authors. title" and say how safe the division is (0 to 1).

    The first full stop that has a plain list of names before it and a title after it
    divides; the authors are empty where the whole is a title.
    """
    folded = fold(text)
    best: tuple[str, str, float] = ("", text, 0.5)
    for found in _BREAK.finditer(folded):
        left, right = text[: found.start()], text[found.end() :]
        if not left.strip() or not right.strip() or found.start() > 400:
            continue
        if _inside_name(folded, found.start(), found.end()):
            continue
        if _BAD_START.match(folded[found.end() :]):
            continue
        names = parse_names(left, style)
        if not names.people or (names.et_al and names.quality < 0.5):
            continue
        if names.quality > best[2]:
            best = (left, right, names.quality)
        if names.quality >= 0.8:
            break
    if not best[0] and any(map(is_han, folded)):
        best = _comma_lead(text, folded) or _body_lead(text, folded) or best
    return best


def _body_lead(text: str, folded: str) -> tuple[str, str, float] | None:
    """A body that no list knows (某某文献研究室. 选编): what stands before the only stop."""
    found = re.match(r"([\u3400-\u9fff()·]{5,24})\s*\.\s*(?=[^.]{4,}$)", folded)
    return (text[: found.end(1)], text[found.end() :], 0.55) if found else None


def _inside_name(folded: str, start: int, end: int) -> bool:
    """Whether a full stop closes an initial inside a name: 詹姆斯·C.斯科特, E.S.萨瓦斯."""
    before = folded[max(0, start - 2) : start]
    if not re.search(r"(?:^|[^A-Za-z])[A-Z]$", before):
        return False
    # Mark H. Moore. Title; Mark H. Moore, John Benington. Title
    last = re.split(r"[,;&]|\band\b", folded[:start])[-1].split()
    rest = folded[end:]
    if last and len(last[0]) > 1 and re.match(r"[A-ZÀ-Þ][\w'-]+\.\s", rest):
        return True
    if last and is_given(last[0]) and re.match(r"[A-ZÀ-Þ][\w'-]+,\s+(?:[A-ZÀ-Þ]|ed)", rest):
        return True
    after = folded[end : end + 8]
    if after[:1] and is_han(after[0]):
        # 斯科特 is a name only where a full stop follows that closes the authors
        rest = folded[end:]
        stop = re.search(r"[.,;、\[]", rest)
        return bool(stop and stop.start() <= 8 and rest[stop.start()] != "[")
    return False


def _comma_lead(text: str, folded: str) -> tuple[str, str, float] | None:
    """何艳玲，"公共价值管理"…: a comma or a colon where a full stop should be."""
    end = 0
    spaced = re.match(r"([\u3400-\u9fff]{2,3})\s+(?=\S{4})", folded)
    if spaced and looks_like_han_name(spaced[1]):
        return text[: spaced.end(1)], text[spaced.end() :], 0.6
    for found in re.finditer(r"\s*[,:、;]\s*", folded):
        if not looks_like_han_name(folded[end : found.start()].removesuffix("等")):
            break
        end = found.end()
        if found[0].strip() == ":":
            break
    if not end:
        return None
    return text[:end].rstrip(" ,:;，：；、"), text[end:], 0.6
