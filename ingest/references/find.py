"""Find the references of a document in its lists and notes."""

from __future__ import annotations

import re
from typing import Any

from ingest.document import Block, Document, GivenReference, Reference, ReferenceType
from ingest.folding import simplify
from ingest.printed import Joined, fold
from ingest.references import given
from ingest.references.items import CIRCLED, Item, split_items, split_works
from ingest.references.parse import parse
from ingest.references.rules import words

_LATIN_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_LOCATOR = re.compile(r"(?:第\s*|[Pp]{1,2}\.?\s*)(\d+(?:\s*[-~]\s*\d+)?)\s*页?")
_BACK = re.compile(
    r"^(?:(?:参?见|又见|另见)?\s*[\u3400-\u9fffA-Za-z·. ]{2,24}?\s*[,:]\s*)?(?:参见|见)?"
    r"(?:同?前引|前揭|同?前注|见前注|同注|见注)\s*[\[(]?\s*(?P<label>\d{1,3}|[^\W\d])\s*[\])]?"
)


_BACK_TO_NAME = re.compile(
    r"(?:参?见|另见)?\s*(?:(?P<first>[\u3400-\u9fff·]{2,8}|[A-Z][\w'-]+)\s*[,:]\s*)?(?:同?前引|前揭)"
    r"\s*(?P<name>[A-Z][\w'-]+|[\u3400-\u9fff·]{2,8}?)?\s*(?:书|文|著|论文)(?=[,.。]|$)"
)
_SHORT = re.compile(
    r"(?:[Ss]ee(?: also)?\s+)?(?P<family>[A-ZÀ-Þ][\w'-]+),\s*"
    r"\"?(?P<title>[A-Z][^,\"]{2,80}?)[,.]?\"?"
    r"(?:,?\s*(?:supra\s.{1,20}?)?(?:at\s|pp?\.\s*)?\d{1,4}(?:-\d{1,4})?)?\s*\.?"
)


def find(doc: Document) -> Document:
    """Return the document with its ``references``, in the order of print."""
    vocabulary = _vocabulary(doc)
    text = doc.source.text
    references: list[Reference] = []
    taken = 0  # up to where stated references have been read
    for block in doc.blocks:
        if block.kind not in ("references", "footnotes"):
            continue
        notes = block.kind == "footnotes"
        begin = max(block.start, taken)
        for each in doc.source.references:
            if not (block.start <= each.start < block.end and begin <= each.start < each.end):
                continue
            for item in split_items(text, begin, each.start, vocabulary, notes):
                references.extend(_references(item, block, references))
            stated = Item(each.label, *given.texts(text, each, vocabulary))
            references.extend(_references(stated, block, references, each))
            begin = taken = each.end
        for item in split_items(text, min(begin, block.end), block.end, vocabulary, notes):
            references.extend(_references(item, block, references))
    return doc.having(references=tuple(references))


def _vocabulary(doc: Document) -> frozenset[str]:
    """Collect the Latin words of the document, to mend words broken at line ends."""
    return frozenset(w.lower() for w in _LATIN_WORD.findall(doc.source.text) if len(w) > 4)


def _references(
    item: Item, block: Block, earlier: list[Reference], stated: GivenReference | None = None
) -> list[Reference]:
    found: list[Reference] = []
    if not item.text.text:
        return found
    works = [item.body]
    # what the format marks as one item of a list is one
    one = stated is not None and (stated.csl is not None or block.kind == "references")
    if not one and (block.kind == "footnotes" or "《" in item.body.text):
        works = list(split_works(item.body)) or [item.body]
    for index, work in enumerate(works):
        printed = item.text if len(works) == 1 else work
        if index == 0 and len(works) > 1:
            size = len(item.text.text) - len(item.body.text) + len(work.text)
            printed = item.text.cut(0, size)
        kind, csl, confidence = _read(work, block, [*earlier[-40:], *found])
        if stated is not None and stated.csl:
            kind, csl = "work" if kind == "comment" else kind, given.merged(stated.csl, csl)
            confidence = 1.0
        start, end = printed.span
        found.append(
            Reference(
                id=f"r{len(earlier) + index + 1}",
                label=item.label,
                start=start,
                end=end,
                raw=printed.text,
                type=kind,
                csl=csl,
                confidence=confidence,
                page=block.page,
            )
        )
    return found


def _read(
    work: Joined, block: Block, earlier: list[Reference]
) -> tuple[ReferenceType, dict[str, Any], float]:
    same = _same_work(work.text, earlier)
    if same is not None:
        return same
    parsed = parse(work.text)
    csl = dict(parsed.csl)
    if parsed.warnings:
        csl["custom"] = {**csl.get("custom", {}), "warnings": list(parsed.warnings)}
    if parsed.policy:
        return "policy", csl, parsed.confidence
    if block.kind == "footnotes" and is_comment(work.text, parsed.confidence):
        return "comment", {}, 0.8
    return "work", csl, parsed.confidence


def is_comment(text: str, confidence: float) -> bool:
    """Whether a note is the author's remark: no title and nothing that a work is printed with."""
    folded = fold(text)
    if re.search(r"\[(?:J|M|D|C|N|R|S|P|Z|EB)(?:/OL)?\]|https?://|\b10\.\d{4}", folded):
        return False
    if "《" in folded:
        # A sentence that speaks of a text: nothing of journal, publisher, year or page after it
        rest = folded[folded.find("》") + 1 :]
        printed = re.search(
            r"《|出版|印书馆|书局|书店|第\s*\d+\s*[期页版卷]|\d{4}\s*年?\s*版?\s*[,.]?|论文", rest
        )
        sentence = re.search(r"[\u3400-\u9fff]{12,}", re.sub(r"《[^》]*》", "", folded))
        return bool(sentence) and (not printed or confidence < 0.4)
    han = len(re.findall(r"[\u3400-\u9fff]", folded))
    if han > 8:
        return confidence < 0.6
    return confidence < 0.35 and not re.search(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", folded)


def _by_name(name: str, earlier: list[Reference]) -> Reference | None:
    """Find the last work before whose first author has a name: 前引Banks书."""
    for reference in reversed(earlier):
        first = (reference.csl.get("author") or [{}])[0]
        whole = first.get("family", "") + first.get("given", "") or first.get("literal", "")
        if name and (name in (first.get("family"), whole) or whole.endswith("·" + name)):
            return reference
    return None


def _cited_before(short: re.Match[str], earlier: list[Reference]) -> Reference | None:
    """Find the work of a short form among those before: Stone, The Speaking State, 44."""
    title = short["title"].lower()
    for reference in reversed(earlier):
        people = reference.csl.get("author") or [{}]
        full = fold(str(reference.csl.get("title", ""))).lower()
        if people[0].get("family") == short["family"] and full.startswith(title):
            return reference
    return None


def _same_work(
    text: str, earlier: list[Reference]
) -> tuple[ReferenceType, dict[str, Any], float] | None:
    """Read 同上，第5页 and Ibid., p. 5: the work before; 前引③: the work of that label."""
    kinds = words("kinds")
    folded = fold(simplify(text)).strip()
    target: Reference | None = None
    found = None
    for word in sorted([*kinds["same"].split(), *kinds["latin_same"]], key=len, reverse=True):
        if folded.startswith(word) and len(folded) <= len(word) + 24:
            target = earlier[-1] if earlier else None
            found = folded[len(word) :]
            break
    else:
        back = _BACK.match(folded)
        if back and (back["label"].isdigit() or back["label"] in CIRCLED):
            target = next((r for r in reversed(earlier) if r.label == back["label"]), None)
            found = folded[back.end() :]
    if found is None and (short := _SHORT.fullmatch(folded)) is not None:
        target = _cited_before(short, earlier)
        found = folded[short.end("title") :]
    if found is None and (named := _BACK_TO_NAME.match(folded)) is not None:
        target = _by_name(named["name"] or named["first"], earlier)
        found = folded[named.end() :]
    if found is None or target is None or not target.csl:
        return None
    csl = dict(target.csl)
    locator = _LOCATOR.search(found)
    if locator and csl.get("type") in ("book", "chapter"):
        csl["page"] = locator[1].replace(" ", "")
    return target.type, csl, min(0.8, target.confidence)
