"""XML: which reader it is for is told by its root element.

A module of this package that reads XML has ``ROOTS``, the names of root elements, and
``read_root(file, data, root) -> Source`` besides what every reader has.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from lxml import etree

import ingest.readers
from ingest.document import DocumentError, Source
from ingest.readers._inline import parent_name
from ingest.readers._package import local, parse_xml
from ontology.i18n import _

SUFFIXES = (".xml",)
RootReader = Callable[[str, bytes, etree._Element], Source]


@cache
def roots() -> dict[str, RootReader]:
    """Return the reader for each root element that can be read, ``{"article": …, "TEI": …}``."""
    found: dict[str, RootReader] = {}
    for module in iter_modules(ingest.readers.__path__):
        if module.name.startswith("_"):
            continue
        loaded = import_module(f"{ingest.readers.__name__}.{module.name}")
        found.update(
            dict.fromkeys(getattr(loaded, "ROOTS", ()), getattr(loaded, "read_root", None))
        )
    return found


def read(file: str, data: bytes) -> Source:
    """Return the text of an XML document of a kind that is known.

    Raises DocumentError where it is not well-formed, declares entities, or is of another kind.
    """
    root = parse_xml(file, data, "XML")
    name = local(root)
    if (reader := roots().get(name)) is not None:
        return reader(file, data, root)
    if (inner := _only(root)) is not None:
        return roots()[local(inner)](file, data, inner)
    if name.lower() == "html" and (page := ingest.readers.readers().get(".html")) is not None:
        return page(file, data)
    raise unknown(file, name)


def unknown(file: str, name: str) -> DocumentError:
    """Return the error for XML whose root element is not one that can be read."""
    return DocumentError(
        file,
        _("this is XML with the root element <{name}>, which is not read").format(name=name[:60]),
        _("XML of papers is read as JATS (<article>) and as TEI (<TEI>)"),
    )


def _only(root: etree._Element) -> etree._Element | None:
    """The one document in an envelope, as services that deliver records send it."""
    inside = [
        each for each in root.iter() if local(each) in roots() and parent_name(each) not in roots()
    ]
    return inside[0] if len(inside) == 1 else None
