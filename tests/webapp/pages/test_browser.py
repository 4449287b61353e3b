"""The site in a real browser: layout, languages, themes, keyboard, accessibility, the editor."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.serving import make_server

from tests.webapp.pages.test_pages import DIGEST, PAGES, WORK
from webapp.app import ROOM, create_app
from webapp.backend import EmbeddedBackend
from webapp.explorer import Explorer

pytestmark = pytest.mark.browser

AXE = ROOM.parent / "node_modules" / "axe-core" / "axe.min.js"
VENDOR = ROOM / "static" / "vendor" / "yasgui.min.js"
TYPES = [  # one page of each type
    "",
    "concept/fairness",
    "concepts",
    "concepts?class=value",
    f"work/{WORK}",
    f"work/{DIGEST}",
    "papers",
    "claim/0123456789abcdef",
    "search?q=公平",
    "search?q=zzzz",
    "about",
    "resource?iri=https://w3id.org/wenmai/id/agent/Moore_M",
    "nothing",
    "sparql",
]


@pytest.fixture(scope="session")
def site(explorer: Explorer) -> Iterator[str]:
    """The sample site with a query pool, on a port of its own."""
    from webapp.sparql.pool import QueryPool

    backend = explorer.backend
    assert isinstance(backend, EmbeddedBackend)
    served = Explorer(
        backend,
        explorer.search,
        explorer.settings,
        explorer.generation,
        QueryPool.start(backend.store, explorer.generation),
    )
    server = make_server("127.0.0.1", 0, create_app(served), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    served.close()


class Visit:
    """A page in the browser, and everything that went wrong on it."""

    def __init__(self, browser: Any, site: str, **context: Any) -> None:
        self.context = browser.new_context(base_url=site, **context)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda e: self.complaints.append(f"error: {e}"))
        self.page.on("console", self._console)
        self.page.on("request", lambda r: self._request(site, r.url))

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning") and "404 (NOT FOUND)" not in message.text:
            self.complaints.append(message.text)

    def _request(self, site: str, url: str) -> None:
        if not url.startswith((site, "data:", "blob:")):
            self.complaints.append(f"asked another host: {url}")

    def go(self, path: str) -> Any:
        """Open a page and wait until it is at rest."""
        wait = "networkidle" if "sparql" in path else "load"
        self.page.goto(path, wait_until=wait)
        return self.page


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Any]:
    """Open visits that are closed, and must have gone without complaint, at the end."""
    visits: list[Visit] = []

    def start(**context: Any) -> Visit:
        visits.append(Visit(browser, site, **context))
        return visits[-1]

    yield start
    for one in visits:
        one.context.close()
        assert one.complaints == []


# 640: a window of 1280 at 200 % zoom; 320: at 400 %.
@pytest.mark.parametrize("width", [320, 360, 640, 1280])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_wider_than_the_window(visit: Any, lang: str, width: int) -> None:
    one = visit(viewport={"width": width, "height": 800})
    for path in PAGES:
        page = one.go(f"/{lang}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_long_names_and_addresses_are_broken(visit: Any) -> None:
    one = visit(viewport={"width": 360, "height": 800})
    lengthen = """() => {
      const places = "h1, h1 .second, h2 a:not(.claim-type), h3 a, .concept, .source a," +
        ".triple .end, .printed, .iri code, .authors a, .imprint span, blockquote p," +
        ".outline a, .contents a";
      const long = "https://example.org/" + "x".repeat(200);
      for (const e of document.querySelectorAll(places)) e.textContent = long;
    }"""
    for path in TYPES:
        page = one.go(f"/en/{path}")
        page.evaluate(lengthen)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_a_link_into_a_folded_section_opens_it(visit: Any) -> None:
    page = visit(viewport={"width": 1280, "height": 800}).go(f"/zh/work/{WORK}")
    page.evaluate("document.getElementById('s2').open = false")
    page.click(".outline a[href='#s2']")
    # The browser fires hashchange after the click has returned.
    page.wait_for_selector("#s2[open]")


def test_on_paper_folded_parts_are_printed(visit: Any) -> None:
    page = visit().go(f"/zh/work/{WORK}")
    page.evaluate("document.getElementById('s2').open = false")
    page.emulate_media(media="print")
    assert page.locator("#s2 blockquote").first.evaluate("e => e.getBoundingClientRect().height")
    assert not page.locator(".nav").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing(visit: Any, lang: str, scheme: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci)")
    source = AXE.read_text(encoding="utf-8")
    one = visit(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    found = []
    for path in TYPES:
        page = one.go(f"/{lang}/{path}")
        page.evaluate(source)
        # The editor is another project's; what is around it is ours.
        result = page.evaluate("axe.run({exclude: [['.yasgui']]})")
        found += [
            (path, v["id"], n["target"], n["failureSummary"][:200])
            for v in result["violations"]
            for n in v["nodes"]
        ]
    assert found == []


def test_reading_needs_no_script(visit: Any) -> None:
    page = visit(java_script_enabled=False).go("/zh/")
    page.fill("#q", "公平")
    page.press("#q", "Enter")
    page.wait_for_url("**/search?q=*")
    page.click("ol.hits a.concept >> nth=0")
    page.wait_for_url("**/concept/fairness")
    summary = page.locator("section[aria-labelledby=claims] details.query summary")
    summary.click()
    assert page.locator("section[aria-labelledby=claims] pre").is_visible()
    page.click("section[aria-labelledby=claims] .query a.button")
    assert "wm:mentions" in page.input_value("textarea#query")


def test_completion_by_keyboard(visit: Any) -> None:
    page = visit().go("/zh/about")
    page.focus("#finder-q")
    page.keyboard.type("公")
    page.wait_for_selector(".suggestions [role=option]")
    assert page.get_attribute("#finder-q", "aria-expanded") == "true"
    options = page.locator(".suggestions [role=option]").all_inner_texts()
    at = next(n for n, text in enumerate(options) if text.startswith("公平"))
    for _ in range(at + 1):
        page.keyboard.press("ArrowDown")
    chosen = page.get_attribute("#finder-q", "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/zh/concept/fairness")


def test_completion_waits_while_an_input_method_composes(visit: Any) -> None:
    page = visit().go("/zh/about")
    page.focus("#finder-q")
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    fire = "(kind) => document.activeElement.dispatchEvent(new CompositionEvent(kind))"
    page.evaluate(fire, "compositionstart")
    page.keyboard.type("gong")
    page.wait_for_timeout(300)
    assert asked == []
    page.fill("#finder-q", "公平")
    page.evaluate(fire, "compositionend")
    page.wait_for_selector(".suggestions [role=option]")


def test_the_skip_link_is_first_and_seen(visit: Any) -> None:
    page = visit().go("/en/concept/fairness")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0


def test_chinese_and_latin_stand_in_their_own_type(visit: Any) -> None:
    page = visit().go("/en/concept/fairness")
    family = "(s) => getComputedStyle(document.querySelector(s)).fontFamily"
    assert "Han signs serif" in page.evaluate(family, ".claim blockquote[lang=zh] p")
    assert "Han signs" not in page.evaluate(family, ".claim blockquote[lang=en] p")
    style = "(s) => getComputedStyle(document.querySelector(s)).fontStyle"
    assert page.evaluate(style, ".definitions p[lang=zh]") == "normal"


needs_editor = pytest.mark.skipif(
    not VENDOR.is_file(), reason="the editor is not in static/vendor (npm ci, webapp.vendor)"
)


@needs_editor
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_query_of_the_address_runs_in_the_editor(visit: Any, lang: str) -> None:
    query = "SELECT ?c WHERE { ?c a wm:Value } ORDER BY ?c"
    page = visit().go(f"/{lang}/sparql?query={quote(query)}")
    page.wait_for_selector(".yasr table tbody tr:nth-child(4)")
    assert page.locator(".yasr tbody tr").count() == 4
    link = page.locator(".yasr tbody a.iri >> nth=0")
    assert link.inner_text() == "pv:efficiency"
    link.click()
    page.wait_for_url(f"**/{lang}/concept/efficiency")


@needs_editor
def test_every_example_opens_in_the_editor(visit: Any) -> None:
    one = visit(viewport={"width": 1280, "height": 900})
    page = one.go("/zh/sparql")
    addresses = [a.get_attribute("href") for a in page.locator("a.example").all()]
    assert len(addresses) >= 14
    for address in addresses[:4]:
        page = one.go(address)
        page.wait_for_selector(".yasr table tbody tr")
        page.wait_for_selector(".yasr_response_chip >> text=结果")


@needs_editor
def test_a_wrong_query_is_explained_in_the_editor(visit: Any) -> None:
    one = visit()
    page = one.go(f"/en/sparql?query={quote('SELECT ?x WHERE { ?x ')}")
    page.wait_for_selector(".yasr .errorResult >> text=400")
    one.complaints[:] = [c for c in one.complaints if "400" not in c]


@needs_editor
def test_the_editor_knows_the_prefixes(visit: Any) -> None:
    page = visit().go("/en/sparql")
    given = json.loads(page.get_attribute("#editor", "data-prefixes") or "{}")
    assert given["pv"].endswith("public-value/")
    page.click(".yasqe .CodeMirror")
    page.keyboard.press("Control+a")
    page.keyboard.type("PREFIX bib")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".CodeMirror-hints >> text=bibo: <http://purl.org/ontology/bibo/>")
