"""Screenshots of every page type in both languages, two widths and two themes.

``python -m tests.webapp.screenshots [FOLDER]`` shows the graph of ``WENMAI_DATA`` (published
first where that is needed) and writes PNG files; for looking at, not for comparing bytes.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from ontology.namespaces import PREFIXES, PV
from ontology.settings import load_settings
from tests.webapp.pages.conftest import CHROMIUM, FLAGS
from webapp.app import create_app
from webapp.explorer import Explorer
from webapp.panels import value

_BUSIEST = """
SELECT ?thing (COUNT(DISTINCT ?claim) AS ?n) WHERE { ?claim %s ?thing }
GROUP BY ?thing ORDER BY DESC(?n) ?thing LIMIT 1"""
# The work that most concepts come from, of those that nobody cites
_ORIGIN = """
SELECT ?thing (COUNT(DISTINCT ?concept) AS ?n) WHERE {
  ?concept dcterms:source ?thing ; a skos:Concept .
  FILTER NOT EXISTS { ?any cito:cites|wm:attributedTo ?thing }
}
GROUP BY ?thing ORDER BY DESC(?n) ?thing LIMIT 1"""


def addresses(explorer: Explorer) -> dict[str, str]:
    """Return one address of each page type, of the things that have most to show."""

    def busiest(prop: str) -> str:
        rows = explorer.backend.select(_BUSIEST % prop)
        return value(rows[0], "thing") if rows else ""

    concept = busiest("wm:subject").removeprefix(PV)
    held = busiest("prov:wasDerivedFrom").removeprefix(PREFIXES["wmd"])
    cited = busiest("wm:attributedTo").removeprefix(PREFIXES["wmd"])
    origins = explorer.backend.select(_ORIGIN)
    origin = value(origins[0], "thing").removeprefix(PREFIXES["wmd"]) if origins else "work/none"
    claims = explorer.backend.select("SELECT ?c { ?c wm:subject ?s ; wm:object ?o } LIMIT 1")
    claim = value(claims[0], "c").removeprefix(PREFIXES["wmd"]) if claims else "claim/none"
    return {
        "home": "",
        "concept": f"concept/{concept}",
        "concepts": "concepts",
        "claims": f"concept/{concept}?type=normative&written=en",
        "class": "concepts?class=value",
        "tree": "concepts?class=value&order=tree",
        "paper": held,
        "cited-work": cited,
        "origin": origin,
        "papers": "papers",
        "cited": "papers?show=cited",
        "claim": claim,
        "search": "search?q=公平",
        "claim-hits": "search?q=公平&kind=claim",
        "no-hits": "search?q=zzzz",
        "sparql": "sparql?query=SELECT * { ?concept a wm:Value } LIMIT 8",
        "ontology": "ontology?class=principle",
        "about": "about",
        "error": "nothing",
    }


def main(folder: Path) -> None:
    """Write the screenshots."""
    explorer = Explorer.open(load_settings())
    server = make_server("127.0.0.1", 0, create_app(explorer), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for width in (1280, 360):
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    base_url=f"http://127.0.0.1:{server.server_port}",
                    viewport={"width": width, "height": 900},
                    color_scheme=scheme,
                )
                page = context.new_page()
                for lang in ("zh", "en"):
                    for name, path in addresses(explorer).items():
                        page.goto(f"/{lang}/{path}", wait_until="networkidle")
                        file = folder / f"{name}-{lang}-{width}-{scheme}.png"
                        page.screenshot(path=file, full_page=True)
                        print(file)
                context.close()
        browser.close()
    server.shutdown()
    explorer.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build/screenshots"))
