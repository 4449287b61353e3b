"""The query page: an editor, and examples that open in it by address."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask_babel import gettext as _

from ontology.namespaces import PREFIXES
from webapp import arguments, examples
from webapp.app import ROOM
from webapp.i18n import language
from webapp.panels import with_prefixes

blueprint = Blueprint("sparql_page", __name__)

LONGEST = 20_000
# YASGUI's table writes one style element (for columns that can be drawn wider); this page
# alone allows exactly that text. Scripts are the site's own files everywhere.
POLICY = {"style-src-elem": "'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"}


@blueprint.get("/sparql")
def page() -> str:
    """Show the editor with the query of the address, or with the first example."""
    given = arguments.text("query", LONGEST)
    shown = examples.load(language())
    g.policy = POLICY
    return render_template(
        "sparql/page.html",
        query=with_prefixes(given)
        if given
        else (shown[0].query if shown else "SELECT * WHERE { ?s ?p ?o } LIMIT 10\n"),
        given=bool(given),
        words=_words(),
        examples=shown,
        editor=(ROOM / "static" / "vendor" / "yasgui.min.js").is_file(),
        prefixes=PREFIXES,
    )


def _words() -> dict[str, str]:
    """Return what the editor says, in the language of the page."""
    return {
        "Table": _("Table"),
        "Response": _("Raw response"),
        "Boolean": _("Yes or no"),
        "Error": _("Error"),
        "Simple view": _("values only"),
        "Ellipse": _("shorten"),
        "Filter query results": _("Filter the rows"),
        "Page size: ": _("Rows a page:") + " ",
        "All": _("all"),
        "Download Results": _("Download"),
        "Download result": _("Download"),
        "{n} results in {s} seconds": _("{n} results in {s} seconds"),
        "{n} result in {s} seconds": _("{n} result in {s} seconds"),
        "_info": _("rows _START_ to _END_ of _TOTAL_"),
        "_infoEmpty": _("no rows"),
        "_infoFiltered": _("(of _MAX_)"),
        "_zeroRecords": _("No row holds these words."),
        "_emptyTable": _("The query has no results."),
    }
