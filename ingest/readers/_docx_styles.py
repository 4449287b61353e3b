"""Styles of a Word document: what a paragraph's style says of its kind, level and look."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from ingest.document import BlockKind
from ingest.readers._package import attribute, child, local, value
from ingest.rulefiles import data

_HEADING = re.compile(r"(?:heading|标题|標題|überschrift|titre)\s*([1-9])$")
_CHAIN = 20  # styles based on each other


@dataclass(frozen=True, slots=True)
class Look:
    """What a style states; None where it says nothing."""

    kind: BlockKind | None = None
    level: int | None = None  # of a heading, from 1
    list_: str | None = None
    depth: int | None = None
    bold: bool | None = None
    size: int | None = None  # half points
    raised: bool | None = None
    hidden: bool | None = None


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles by their id, with what they take from those they are based on."""

    looks: dict[str, Look]
    default: str | None
    size: int  # of text without a size of its own

    def look(self, style: str | None) -> Look:
        """Return what a style states; that of normal text where it is not known."""
        return self.looks.get(style or self.default or "", Look())


def styles(root: etree._Element | None) -> Styles:
    """Read ``styles.xml``; a document may have none."""
    if root is None:
        return Styles({}, None, 20)
    elements = {attribute(each, "styleId") or "": each for each in root if local(each) == "style"}
    default = next(
        (
            key
            for key, each in elements.items()
            if attribute(each, "default") in ("1", "true", "on")
            and attribute(each, "type") == "paragraph"
        ),
        None,
    )
    size = value(root, "docDefaults", "rPrDefault", "rPr", "sz")
    looks = {key: _look(key, elements, 0) for key in elements}
    whole = looks.get(default or "", Look()).size
    return Styles(looks, default, whole or _number(size) or 20)


def _look(key: str, elements: dict[str, etree._Element], depth: int) -> Look:
    element = elements.get(key)
    if element is None or depth > _CHAIN:
        return Look()
    base = value(element, "basedOn")
    inherited = _look(base, elements, depth + 1) if base else Look()
    name = " ".join((value(element, "name") or "").lower().split())
    own = _named(name)
    outline = _number(value(element, "pPr", "outlineLvl"))
    if outline is not None and own.kind in (None, "heading"):
        own = Look("heading", outline + 1) if outline < 9 else Look("body")
    if own.kind is None:
        own = Look(inherited.kind, inherited.level)
    look = replace(inherited, kind=own.kind, level=own.level)
    numbered = child(element, "pPr", "numPr")
    if numbered is not None:
        look = replace(
            look,
            list_=value(numbered, "numId") or look.list_,
            depth=_number(value(numbered, "ilvl")) or look.depth or 0,
        )
    return with_run(look, child(element, "rPr"))


def _named(name: str) -> Look:
    """What the name of a style says; names of the usual templates are in ``pages.toml``."""
    if (hit := _HEADING.match(name)) is not None:
        return Look("heading", int(hit[1]))
    for kind, names in data("pages")["styles"].items():
        if name in names:
            return Look(kind)
    return Look()


def with_run(look: Look, properties: etree._Element | None) -> Look:
    """Return a look with what ``rPr`` changes."""
    if properties is None:
        return look
    changes: dict[str, object] = {}
    for each in properties:
        name = local(each)
        if name == "b":
            changes["bold"] = on(each)
        elif name == "sz":
            changes["size"] = _number(attribute(each, "val"))
        elif name == "vertAlign":
            changes["raised"] = attribute(each, "val") == "superscript"
        elif name == "position":
            # half points; small shifts are typography, not marks
            changes["raised"] = (_number(attribute(each, "val")) or 0) >= 4
        elif name in ("vanish", "specVanish"):
            changes["hidden"] = on(each)
    return replace(look, **changes) if changes else look  # type: ignore[arg-type]


def on(element: etree._Element) -> bool:
    """Whether a switch is on: it stands there, and does not say off."""
    return attribute(element, "val") not in ("0", "false", "off", "none")


def _number(text: str | None) -> int | None:
    try:
        return None if text is None else int(float(text))
    except ValueError:
        return None
