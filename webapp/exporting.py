"""Write a whole generation out: as RDF, or its claims as a table."""

from __future__ import annotations

import csv
import io
import shutil
from typing import IO, TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, QuerySolutions, RdfFormat, Triple, serialize

from ontology.namespaces import PREFIXES, shorten

if TYPE_CHECKING:
    from webapp.generations import Generation

_CLAIMS = """
SELECT ?claim ?type ?subject ?subject_concept ?relation ?object ?object_concept ?polarity
       ?modality ?confidence ?rule ?quote ?work ?title ?year ?attributed WHERE {
  ?claim a wm:Claim ; wm:claimType ?type ; prov:wasDerivedFrom ?work .
  OPTIONAL { ?claim wm:subjectText ?subject }
  OPTIONAL { ?claim wm:subject ?subject_concept }
  OPTIONAL { ?claim wm:relation ?relation }
  OPTIONAL { ?claim wm:objectText ?object }
  OPTIONAL { ?claim wm:object ?object_concept }
  OPTIONAL { ?claim wm:polarity ?polarity }
  OPTIONAL { ?claim wm:modality ?modality }
  OPTIONAL { ?claim wm:confidence ?confidence }
  OPTIONAL { ?claim wm:rule ?rule }
  OPTIONAL { ?claim oa:hasTarget/oa:hasSelector/oa:exact ?quote }
  OPTIONAL { SELECT ?work (MIN(?t) AS ?title) { ?work dcterms:title ?t } GROUP BY ?work }
  OPTIONAL { SELECT ?work (MIN(?y) AS ?year) { ?work fabio:hasPublicationYear ?y }
             GROUP BY ?work }
  OPTIONAL { SELECT ?claim (GROUP_CONCAT(STR(?a); SEPARATOR=" ") AS ?attributed)
             { ?claim wm:attributedTo ?a } GROUP BY ?claim }
} ORDER BY ?work ?claim"""


def export(generation: Generation, fmt: str, out: IO[bytes]) -> None:
    """Write a generation to ``out`` as ``nquads``, ``trig``, ``turtle`` or ``csv``."""
    if fmt == "nquads":
        with (generation.path / "quads.nq").open("rb") as file:
            shutil.copyfileobj(file, out)
        return
    store = generation.load_store(union=fmt != "trig")
    if fmt == "trig":
        prefixes = {p: base for p, base in PREFIXES.items() if p != "wmd"}
        store.dump(out, RdfFormat.TRIG, prefixes=prefixes)
    elif fmt == "turtle":
        union = store.quads_for_pattern(None, None, None, DefaultGraph())
        prefixes = {p: base for p, base in PREFIXES.items() if p != "wmd"}
        ordered = sorted((quad.triple for quad in union), key=_order)
        serialize(ordered, out, RdfFormat.TURTLE, prefixes=prefixes)
    else:
        rows = store.query(_CLAIMS, prefixes=PREFIXES)
        if not isinstance(rows, QuerySolutions):
            raise TypeError("not a SELECT query")
        _write_csv(rows, out)


def _order(triple: Triple) -> tuple[str, str, str]:
    return str(triple.subject), str(triple.predicate), str(triple.object)


def _write_csv(rows: QuerySolutions, out: IO[bytes]) -> None:
    """Write a table for spreadsheets: with the mark that tells Excel the text is UTF-8."""
    names = [v.value for v in rows.variables]
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(names)
    for row in rows:
        cells: list[str] = []
        for name in names:
            term = row[name]
            if term is None:
                cells.append("")
            elif isinstance(term, Literal):
                cells.append(_safe(term.value))
            else:
                cells.append(shorten(str(term)[1:-1]))
        writer.writerow(cells)
    text.flush()
    text.detach()


def _safe(text: str) -> str:
    """Keep a spreadsheet from taking a quotation for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
