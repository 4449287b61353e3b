"""What every template may use: names of things, addresses, small formats."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Flask, request, url_for
from markupsafe import Markup, escape

from ontology.namespaces import PREFIXES, PV, SCHEMA_GRAPH, WM, shorten
from webapp import catalogue, explorer, i18n, terms
from webapp.catalogue import Concept, Text, Work

_WORK = PREFIXES["wmd"] + "work/"
_CLAIM = PREFIXES["wmd"] + "claim/"


def address_of(iri: str) -> str:
    """Return the page of anything in the graph, in the language of the request."""
    if iri.startswith(PV) and len(iri) > len(PV):
        return url_for("concept.page", slug=iri.removeprefix(PV))
    if iri.startswith(_WORK):
        return url_for("work.page", key=iri.removeprefix(_WORK))
    if iri.startswith(_CLAIM):
        return url_for("claim.page", key=iri.removeprefix(_CLAIM))
    return url_for("resource.page", iri=iri)


def data_address(iri: str, suffix: str = "") -> str:
    """Return the address on this site under which an IRI of ours answers with data."""
    if iri.startswith(PV):
        return "/public-value/" + quote(iri.removeprefix(PV)) + suffix
    if iri.startswith(PREFIXES["wmd"]):
        return "/id/" + quote(iri.removeprefix(PREFIXES["wmd"]), safe="/") + suffix
    if iri.startswith((WM, SCHEMA_GRAPH)):
        return "/ns" + suffix
    return ""


def words(text: Text | str | None) -> Markup:
    """Return a text marked with its language where it is not the language of the page."""
    if text is None:
        return Markup("")
    if isinstance(text, str):
        return escape(text)
    lang = text.lang or ("zh" if catalogue.has_han(text.text) else "")
    if lang and lang != i18n.language():
        return Markup('<span lang="{}">{}</span>').format(lang, text.text)
    return escape(text.text)


def with_arguments(**changes: Any) -> str:
    """Return the address of this page with some of its query arguments changed or removed."""
    arguments = dict(request.args.lists()) | changes
    arguments = {k: v for k, v in arguments.items() if v not in (None, "", [])}
    return url_for(request.endpoint or "home.page", **(request.view_args or {}), **arguments)


def quoted(text: str, *parts: str) -> Markup:
    """Return a quotation in which the given parts are marked, each where it first stands."""
    spans: list[tuple[int, int, int]] = []
    for n, part in enumerate(parts):
        at = text.find(part) if part else -1
        while at >= 0 and any(at < end and start < at + len(part) for start, end, _ in spans):
            at = text.find(part, at + 1)
        if at >= 0:
            spans.append((at, at + len(part), n))
    out, last = Markup(""), 0
    for start, end, n in sorted(spans):
        out += escape(text[last:start])
        out += Markup('<span class="side side-{}">{}</span>').format(n, text[start:end])
        last = end
    return out + escape(text[last:])


def init_app(app: Flask) -> None:
    """Give the templates of ``app`` their names and filters."""

    def concept(iri: str) -> Concept:
        return catalogue.current().concept(iri)

    def printed_title(work: Work) -> Markup:
        """A title as its language prints it: 《》 in Chinese, a citation in English."""
        title = work.title(i18n.language())
        lang = title.lang or "zh"
        marks = ("《", "》") if lang == "zh" and "《" not in title.text else ("", "")
        return Markup("<cite lang={}>{}{}{}</cite>").format(lang, marks[0], title.text, marks[1])

    app.jinja_env.globals.update(
        address_of=address_of,
        address_in=i18n.address_in,
        concept=concept,
        data_address=data_address,
        language=i18n.language,
        languages=i18n.LANGUAGE_NAMES,
        local_name=terms.local_name,
        printed_title=printed_title,
        quoted=quoted,
        relation=terms.relation,
        shorten=shorten,
        term=lambda table, iri: terms.of(getattr(terms, table), iri),
        terms=terms,
        with_arguments=with_arguments,
        words=words,
    )

    @app.context_processor
    def _request_names() -> dict[str, Any]:
        lang = i18n.language()
        generation = explorer.current().generation
        return {
            "lang": lang,
            "other_lang": "en" if lang == "zh" else "zh",
            "generation_name": generation.path.name,
        }
