"""Notes of Chinese journals: author：《title》，《journal》2022年第2期。 and their relatives.

The head (authors, role, perhaps a year), the title between its marks, then parts between
commas, each of which one pattern of ``notes.toml`` must match whole. A part that nothing
matches is named in a warning.
"""

from __future__ import annotations

import re
from functools import cache

from ingest.printed import clean, fold, han_share, language_of, outside_brackets
from ingest.references.build import Draft, add_dates, add_numbers, add_people, groups, judge, put
from ingest.references.names import is_foreign, looks_like_han_name, parse_names
from ingest.references.peel import Printed
from ingest.references.rules import Rule, rules, words

_OPEN, _CLOSE = '《(（[“"〈「', '》)）]”"〉」'
_YEAR_IN_HEAD = re.compile(
    r"[\s,:(]*[(,]?\s*(?P<year>(?:1[89]|20)\d\d)(?P<yearsuffix>[a-h])?\s*年?\s*[),:]*\s*[,:.]*\s*$"
)
_QUOTED = re.compile(r'(?:^|[:,.]\s*|(?<=等))\s*"(?P<title>[^"]{2,120})"\s*[,.]\s*(?=\S)')
_INVERTED = re.compile(
    r"(?P<family>[\u3400-\u9fff]{2,6})\s*,\s*(?P<given>[\u3400-\u9fff]{1,6}(?:·[\u3400-\u9fff]{1,6})*(?:·?\s*[A-Z]\.?)+"
    r"|[\u3400-\u9fff]{1,6}·[\u3400-\u9fff]{1,6}|[\u3400-\u9fff]{2,6})"
)
_POLICY_DATE = re.compile(
    r"(?P<year>\d{4})\s*年(?:\s*(?P<month>\d{1,2})\s*月)?(?:\s*(?P<day>\d{1,2})\s*日)?"
)


def balanced_title(text: str, start: int) -> int:
    """Return where the title that opens at ``start`` with 《 closes; -1 where it does not."""
    depth = 0
    for index in range(start, len(text)):
        if text[index] == "《":
            depth += 1
        elif text[index] == "》":
            depth -= 1
            if not depth:
                return index
    return -1


def split_parts(text: Printed) -> list[Printed]:
    """Split at commas and full stops that stand outside brackets and quotation marks."""
    parts: list[Printed] = []
    start = 0
    for index in outside_brackets(text.folded):
        if _parts_here(text, index):
            parts.append(text.part(start, index))
            start = index + 1
    parts.append(text.part(start))
    return [p for p in parts if p.folded.strip(" .,;:")]


def _parts_here(text: Printed, index: int) -> bool:
    character = text.folded[index]
    if character in ",;":
        before, after = text.folded[:index], text.folded[index + 1 :]
        # 第3、5页 and "Cambridge, MA" stay whole; so does a comma inside a page list
        return not (
            re.search(r"第\s*[\d\-~、,]+$", before) and re.match(r"\s*\d+[\d\-~,]*\s*页", after)
        )
    if character != ".":
        return False
    after = text.folded[index + 1 :].lstrip()
    return text.raw[index] in "。．" or bool(after and "\u3400" <= after[0] <= "\u9fff")


@cache
def _leads() -> re.Pattern[str]:
    entries = sorted(words("kinds")["leads"].split(), key=lambda w: (-len(w), w))
    latin = sorted(words("kinds")["latin_leads"], key=lambda w: (-len(w), w))
    return re.compile(
        r"\s*(?:(?:" + "|".join(map(re.escape, entries)) + r")\s*[:,]?\s*(?=[^\s,])"
        r"|(?:" + "|".join(map(re.escape, latin)) + r")\s+)"
    )


def strip_leads(text: Printed) -> Printed:
    """Take off 参见, 转引自, See … before a work."""
    found = _leads().match(text.folded)
    # 见 and 如 begin names and sentences too: they lead only where a name or a title follows
    while found and found.end() < len(text.folded):
        word = found[0].strip(" :,")
        rest = text.folded[found.end() :]
        if len(word) == 1 and not re.match(
            r"[《\[(\"]|[\u3400-\u9fff·、等]{2,20}[:,]\s*[《\"]", rest
        ):
            break
        text = text.part(found.end())
        found = _leads().match(text.folded)
    return text


def parse_note(text: Printed) -> Draft | None:
    """Read one work of the 《》 family; None where the text is not of this family."""
    text = strip_leads(text)
    folded = text.folded
    start = folded.find("《")
    if start < 0:
        return None
    draft = Draft(confidence=0.97, rule="notes")
    quoted = _QUOTED.search(folded[:start]) if '"' in folded[:start] else None
    if quoted:
        head, title = text.part(0, quoted.start()), text.part(*quoted.span("title"))
        rest = text.part(quoted.end())
    else:
        end = balanced_title(folded, start)
        if end < 0:
            return None
        head, title = text.part(0, start), text.part(start + 1, end)
        rest = text.part(end + 1)
    put(draft, "title", title.raw)
    _read_head(draft, head)
    _read_parts(draft, rest)
    _decide_type(draft)
    judge(draft)
    return draft


def _read_head(draft: Draft, head: Printed) -> None:
    found = _YEAR_IN_HEAD.search(head.folded)
    if found and found.start() > 0:
        add_dates(draft, {k: v for k, v in found.groupdict().items() if v})
        head = head.part(0, found.start())
    raw = head.raw.strip(' ：:，,、.。“"')
    if not raw:
        return
    inverted = _INVERTED.fullmatch(fold(raw))
    parts = inverted.groups() if inverted else ()
    if inverted and ("·" in parts[1] or "." in parts[1] or all(map(is_foreign, parts))):
        # 斯科特，詹姆斯·C.
        given = raw[inverted.start("given") : inverted.end("given")].rstrip("·")
        joint = "" if given.endswith((".", "．")) else "·"
        name = given + joint + raw[: inverted.end("family")]
        draft.csl["author"] = [{"literal": clean(name) if joint else name}]
        return
    raw = _read_roles(draft, raw)
    if not raw:
        return
    names = parse_names(raw, "natural")
    plausible = names.people and (names.quality >= 0.7 or (len(raw) <= 30 and "，" not in raw))
    if plausible:
        add_people(draft, "author", raw, "natural")
    else:
        # What stands before the last colon or comma may be a remark, the names after it
        tail = re.split(r"[：:，,。；;]", raw)[-1].strip()
        if tail and parse_names(tail, "natural").quality >= 0.9:
            add_people(draft, "author", tail, "natural")
            draft.doubt(0.85)
        else:
            draft.doubt(0.6, f"names not understood: {clean(raw)[:60]}")


def _read_roles(draft: Draft, raw: str) -> str:
    """Take what names its role out of the head: 穆尔著，伍满桂译. Return the authors."""
    pieces = re.split(r"(?<=[著编译校])\s*[，,、；;]\s*", raw)
    authors = []
    for piece in pieces:
        names = parse_names(piece, "natural")
        if names.role and names.quality >= 0.7 and len(pieces) > 1:
            add_people(draft, names.role, piece, "natural")
        else:
            authors.append(piece)
    return "，".join(authors)


def _read_parts(draft: Draft, rest: Printed) -> None:
    seen_types: list[str] = []
    for part in split_parts(rest):
        text = _strip(part)
        if not text.folded:
            continue
        for rule in rules("notes"):
            match = rule.regex.fullmatch(text.folded)
            if match and _fits(rule, draft):
                _take(draft, rule, match, text)
                if rule.type:
                    seen_types.append(rule.type)
                break
        else:
            if not _several(draft, text, seen_types):
                draft.doubt(0.75, f"not understood: {clean(text.raw)[:60]}")
    draft.csl["type"] = seen_types[0] if seen_types else ""
    if "chapter" in seen_types:
        draft.csl["type"] = "chapter"
    elif "thesis" in seen_types:
        draft.csl["type"] = "thesis"


def _several(draft: Draft, text: Printed, seen: list[str]) -> bool:
    """Read a part that is two things run together: 第3卷北京 …, 第2版）商务印书馆."""
    for rule in rules("notes"):
        match = rule.regex.match(text.folded)
        if match and rule.name in ("notes.volume", "notes.edition", "notes.translator"):
            rest = _strip(text.part(match.end()))
            for other in rules("notes"):
                second = other.regex.fullmatch(rest.folded)
                if second and _fits(other, draft):
                    _take(draft, rule, match, text)
                    _take(draft, other, second, rest)
                    if other.type:
                        seen.append(other.type)
                    return True
    return False


def _strip(text: Printed) -> Printed:
    start = len(text.folded) - len(text.folded.lstrip(" .,;:"))
    return text.part(start, max(start, len(text.folded.rstrip(" .,;:"))))


def _fits(rule: Rule, draft: Draft) -> bool:
    """Whether a part of this kind may still come."""
    if rule.name in ("notes.place", "notes.school"):
        return "publisher" not in draft.csl or "publisher-place" not in draft.csl
    if rule.name in ("notes.container", "notes.in-book", "notes.conference", "notes.site"):
        return "container-title" not in draft.csl
    return True


def _take(draft: Draft, rule: Rule, match: re.Match[str], text: Printed) -> None:
    spans = groups(match)
    raw = {name: text.raw[a:b] for name, (a, b) in spans.items()}
    folded = {name: text.folded[a:b] for name, (a, b) in spans.items()}
    if "sub" in raw and "container" in raw:
        raw["container"] += re.sub(r"\s", "", raw["sub"])
    for role in ("translator", "editor"):
        if role in raw:
            add_people(draft, role, raw[role], "natural")
    for group, name in (
        ("container", "container-title"),
        ("publisher", "publisher"),
        ("place", "publisher-place"),
        ("genre", "genre"),
        ("number", "number"),
    ):
        if group in raw:
            put(draft, name, raw[group])
    if "volume" in folded:
        folded["volume"] = re.sub(r"^第\s*(.*?)\s*[卷辑集部册]$", r"\1", folded["volume"]).strip()
    # A year that stands in the head (2019年 …) is not set a second time
    add_dates(draft, folded)
    add_numbers(draft, folded)


def _decide_type(draft: Draft) -> None:
    csl = draft.csl
    if csl["type"] in ("", "book") and "container-title" in csl and "publisher" in csl:
        csl["type"] = "chapter"
    if not csl["type"]:
        if "genre" in csl:
            csl["type"] = "thesis"
        elif "container-title" in csl:
            csl["type"] = "article-journal" if "URL" not in csl else "webpage"
        elif "publisher" in csl or "page" in csl or "volume" in csl:
            csl["type"] = "book"
        else:
            csl["type"] = "document"
            draft.doubt(0.7, "neither journal nor publisher found")
    if csl["type"] == "book" and "author" not in csl and "editor" not in csl:
        draft.doubt(0.95)


def is_policy(text: Printed) -> bool:
    """Whether a note names a policy document rather than a work of scholarship."""
    folded = text.folded
    start = folded.find("《")
    if start < 0:
        return False
    end = balanced_title(folded, start)
    if end < 0:
        return False
    title, head, rest = folded[start + 1 : end], folded[:start], folded[end + 1 :]
    kinds = words("kinds")
    if not any(title.endswith(e) for e in kinds["policy_titles"].split()) and not re.search(
        r"(?:规划|纲要|意见|条例|办法|法)\s*\([^()]*\)$", title
    ):
        return False
    if re.search(r"《[^《》]+》\s*(?:\([^()]*\))?\s*\d{4}\s*年\s*第", rest):
        return False  # printed in a journal as an article
    body = any(b in head for b in kinds["policy_bodies"].split())
    act = any(a in head[-12:] + rest[:12] for a in kinds["policy_acts"].split())
    bare = not head.strip(" :,.") and not re.search(r"出版社|印书馆|书局", rest)
    return body or act or (bare and len(title) >= 4)


def parse_policy(text: Printed) -> Draft:
    """Read a policy document: title, the bodies that issued it, the date, the number."""
    folded = text.folded
    start = folded.find("《")
    end = balanced_title(folded, start)
    draft = Draft(confidence=0.9, rule="notes.policy")
    draft.csl["type"] = "legislation"
    put(draft, "title", text.raw[start + 1 : end])
    head, rest = text.part(0, start), text.part(end + 1)
    date = _POLICY_DATE.search(head.folded) or _POLICY_DATE.search(rest.folded)
    if date:
        add_dates(draft, {k: v for k, v in date.groupdict().items() if v})
    bodies = []
    acts = "|".join(words("kinds")["policy_acts"].split())
    for piece in re.split(r"[,:、，：。\s]+", re.sub(rf"(?:联合)?(?:{acts}).*$", "", head.raw)):
        body = re.sub(r"^\d{4}年.*?[月日]$|^\d{4}\s*年.*$", "", piece).strip()
        known = any(b in body for b in words("kinds")["policy_bodies"].split())
        if body and (known or (not looks_like_han_name(body) and 4 <= len(body) <= 20)):
            bodies.append({"literal": clean(body)})
    if bodies:
        draft.csl["author"] = [b for b in bodies if not re.search(r"\d", b["literal"])]
        if not draft.csl["author"]:
            del draft.csl["author"]
    number = re.search(r"[\u3400-\u9fff]{2,6}\s*[\[(]\s*\d{4}\s*[\])]\s*\d{1,4}\s*号", rest.folded)
    if number:
        put(draft, "number", rest.raw[number.start() : number.end()])
        if "issued" not in draft.csl and (year := re.search(r"\d{4}", number[0])) is not None:
            add_dates(draft, {"year": year[0]})
    draft.csl["language"] = language_of(draft.csl.get("title", "中"))
    return draft


def is_chinese_note(text: Printed) -> bool:
    """Whether a text is of the 《》 family: a title in 《》, mostly Han around it."""
    start = text.folded.find("《")
    return start >= 0 and (start < 120 or han_share(text.folded[:start]) > 0.3)
