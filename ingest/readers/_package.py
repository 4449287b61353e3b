"""Zip packages (DOCX, EPUB) and their XML parts, opened with limits and without the network."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from ingest.document import DocumentError
from ontology.i18n import _

MEMBERS = 5_000
WHOLE = 250_000_000  # bytes of all members, unpacked
LARGEST_PART = 40_000_000  # bytes of one part that is read
DEPTH = 400  # elements inside each other


class Package:
    """A zip archive whose parts are read one by one, each up to a limit."""

    def __init__(self, file: str, data: bytes) -> None:
        """Raises DocumentError where the archive is damaged, encrypted or far too large."""
        self.file = file
        if not data.startswith(b"PK"):
            raise DocumentError(
                file,
                _("its content is not what its ending says (no zip archive)"),
                _("give it the ending of what it is, or fetch it again"),
            )
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            members = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as problem:
            raise damaged(file, problem) from None
        if len(members) > MEMBERS or sum(each.file_size for each in members) > WHOLE:
            raise self._bomb()
        if any(each.flag_bits & 1 for each in members):
            raise encrypted(file)
        self.names = frozenset(each.filename for each in members)

    def read(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises KeyError where there is none, DocumentError where it is damaged or too large.
        """
        try:
            with self._archive.open(name) as part:
                data = part.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as problem:
            raise damaged(self.file, problem) from None
        except RuntimeError:
            raise encrypted(self.file) from None
        if len(data) > LARGEST_PART:
            raise self._bomb()
        return data

    def xml(self, name: str) -> etree._Element:
        """Return the root of a part that is XML; raises as ``read`` does."""
        return parse_xml(self.file, self.read(name), name)

    def optional_xml(self, name: str) -> etree._Element | None:
        """Return the root of a part, None where there is no such part."""
        return self.xml(name) if name in self.names else None

    def _bomb(self) -> DocumentError:
        return DocumentError(
            self.file,
            _("it unpacks to far more than a paper holds (a zip bomb?)"),
            _("open it in its own program and save it again, or leave it out"),
        )


def parse_xml(file: str, data: bytes, part: str) -> etree._Element:
    """Return the root of an XML text; entities, DTDs and the network are off.

    Raises DocumentError where it is not well-formed, declares entities, or is nested too deep.
    """
    plain = data.replace(b"\0", b"")  # also where it is UTF-16
    if b"<!DOCTYPE" in plain and b"<!ENTITY" in plain:  # before the parser looks at them
        raise _declares_entities(file, part)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False
    )
    parser.resolvers.add(_Nothing())
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as problem:
        raise damaged(file, f"{part}: {problem}") from None
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _entity in dtd.iterentities()):
        raise _declares_entities(file, part)
    return root


def _declares_entities(file: str, part: str) -> DocumentError:
    return DocumentError(
        file,
        _("it declares entities of its own, which a paper has no need of ({what})").format(
            what=part
        ),
        _("open it in its own program and save it again, or leave it out"),
    )


class _Nothing(etree.Resolver):
    """What a document refers to outside itself is never fetched, from disk neither."""

    def resolve(  # type: ignore[override]  # the stubs leave the context out
        self, system_url: str, public_id: str, context: Any
    ) -> Any:
        return self.resolve_string("", context, base_url=None)


def damaged(file: str, problem: object) -> DocumentError:
    """Return the error for a file that is cut off or broken."""
    return DocumentError(
        file,
        _("it is damaged or was not saved completely ({what})").format(
            what=" ".join(str(problem).split())[:160]
        ),
        _("fetch or save it again"),
    )


def encrypted(file: str) -> DocumentError:
    """Return the error for a file that needs a password."""
    return DocumentError(
        file,
        _("it is encrypted and needs a password"),
        _("open it with the password and save a copy without one"),
    )


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace, "" for comments and the like."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute by its name in any namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first descendant along a path of names in any namespace."""
    for name in path:
        if element is None:
            return None
        element = next((each for each in element if local(each) == name), None)
    return element


def value(element: etree._Element | None, *path: str) -> str | None:
    """Return ``val`` of the descendant along a path: how WordprocessingML writes values."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val")
