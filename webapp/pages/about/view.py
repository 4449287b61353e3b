"""What this is, how to cite it, and what it cannot do."""

from __future__ import annotations

from importlib.metadata import version

from flask import Blueprint, render_template

from webapp import terms
from webapp.i18n import language

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
def page() -> str:
    """Show the text in the language of the page."""
    return render_template(
        "about/page.html",
        text=f"about/text.{language()}.html",
        version=version("wenmai"),
        relations=[r for r in terms.RELATIONS if r != "otherRelation"],
    )
