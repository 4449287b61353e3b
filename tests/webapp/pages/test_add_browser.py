"""Adding papers in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from tests.webapp.conftest import write_documents
from tests.webapp.pages.test_add import PAPER
from tests.webapp.pages.test_browser import AXE, Visit
from webapp import explorer as explorers
from webapp.app import create_app
from webapp.explorer import Explorer
from webapp.renewal import Renewal
from webapp.uploads import desk as desks
from webapp.uploads.allowance import Allowance
from webapp.uploads.desk import Desk

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that takes papers, on a port of its own."""
    settings = write_documents(tmp_path_factory.mktemp("add-browser") / "data")
    app = create_app(Explorer.open(settings, pool=False))
    desk = Desk(settings, Allowance(megabytes=1, files=3), Renewal(app).shown)
    desks.install(app, desk)
    desk.start()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    desk.close()
    server.shutdown()
    thread.join()
    server.server_close()
    explorers.in_force(app).close()


Start = Callable[..., Visit]


@pytest.fixture
def visit(browser: Any, desk_site: str) -> Iterator[Start]:
    visits: list[Visit] = []

    def start(**context: Any) -> Visit:
        visits.append(Visit(browser, desk_site, **context))
        return visits[-1]

    yield start
    for one in visits:
        one.context.close()
        assert one.complaints == []


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A paper and a file that is none."""
    names = tmp_path / "示例.txt", tmp_path / "坏.pdf"
    names[0].write_text(PAPER, encoding="utf-8")
    names[1].write_bytes(b"%PDF-1.4 no more")
    return [str(name) for name in names]


@pytest.fixture
def upload(visit: Start, files: list[str]) -> str:
    """Hand the files in; return the address of the page of the upload, without the language."""
    page = visit().go("/zh/add")
    page.set_input_files("#papers", files)
    page.click(".add-form button")
    page.wait_for_selector(".handed-in li.unread", timeout=60_000)
    return str(page.url).split("/zh/", 1)[1]


@pytest.mark.parametrize("script", [True, False])
def test_a_paper_is_handed_in_and_read(visit: Start, files: list[str], script: bool) -> None:
    page = visit(java_script_enabled=script).go("/zh/add")
    page.set_input_files("#papers", files)
    page.click(".add-form button")
    page.wait_for_selector(".handed-in li.unread >> text=坏.pdf", timeout=60_000)
    page.click(".handed-in a >> text=乡镇数字治理的示例研究")
    page.wait_for_url("**/zh/work/*")
    assert page.inner_text("h1") == "乡镇数字治理的示例研究"


def test_what_is_too_much_is_told_before_it_is_sent(visit: Start, tmp_path: Path) -> None:
    page = visit().go("/en/add")
    names = [tmp_path / f"{n}.txt" for n in range(4)]
    for name in names:
        name.write_bytes(b"x")
    names[2].write_bytes(b"x" * 1_000_001)
    page.set_input_files("#papers", [str(name) for name in names])
    told = page.locator(".chosen .wrong").all_inner_texts()
    assert told[0].startswith("More than 3 files")
    assert told[1] == "Larger than 1 MB: 2.txt"
    assert page.locator(".add-form button").is_disabled()
    page.set_input_files("#papers", str(names[0]))
    assert page.locator(".chosen").inner_text() == "0.txt (1 kB)"
    assert page.locator(".add-form button").is_enabled()


def test_files_can_be_dropped(visit: Start) -> None:
    page = visit().go("/en/add")
    page.evaluate(
        """() => {
      const carried = new DataTransfer();
      carried.items.add(new File(["words"], "dropped.txt"));
      const place = document.querySelector(".drop");
      for (const kind of ["dragenter", "dragover", "drop"]) {
        const said = {dataTransfer: carried, bubbles: true, cancelable: true};
        place.dispatchEvent(new DragEvent(kind, said));
      }
    }"""
    )
    assert page.locator(".chosen").inner_text() == "dropped.txt (1 kB)"
    assert page.evaluate("document.querySelector('#papers').files.length") == 1


def test_narrow_wide_light_dark(visit: Start, upload: str) -> None:
    for width in (320, 360, 1280):
        for scheme in ("light", "dark"):
            one = visit(color_scheme=scheme, viewport={"width": width, "height": 900})
            for path in ("zh/add", "en/add", f"zh/{upload}", f"en/{upload}"):
                page = one.go(f"/{path}")
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path
                if AXE.exists():
                    page.evaluate(AXE.read_text(encoding="utf-8"))
                    found = page.evaluate("axe.run()")["violations"]
                    assert [(v["id"], v["nodes"][0]["failureSummary"]) for v in found] == [], path
