"""How things are called: works from several descriptions, authors in order, addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from ontology.namespaces import PREFIXES, PV
from webapp import terms, vendor
from webapp.app import ROOM
from webapp.catalogue import Catalogue, Concept, Text
from webapp.explorer import Explorer
from webapp.panels import PAGES
from webapp.rendering import address_of, data_address, quoted

WORK = PREFIXES["wmd"] + "work/"


@pytest.fixture(scope="module")
def names(explorer: Explorer) -> Catalogue:
    return Catalogue(explorer.backend)


def test_a_held_work_is_described_by_itself(names: Catalogue) -> None:
    work = names.works([WORK + "2021-0123456789ab"])[WORK + "2021-0123456789ab"]
    assert work.held
    assert work.titles == {
        "zh": "数字政府中的公平与效率",
        "en": "Fairness and efficiency in digital government",
    }
    assert work.title("en") == Text("数字政府中的公平与效率", "zh")
    assert [a.name for a in work.authors] == ["张三", "李四"]
    assert work.one("prism:startingPage") == "5"
    assert work.type == "JournalArticle"


def test_citations_in_the_text_follow_the_language_of_the_work(names: Catalogue) -> None:
    keys = {
        "2021-0123456789ab": "张三、李四 2021",
        "2009-bbbbbbbbbbbb": "王五等 2009",
        "1995-ba9876543210": "Moore 1995",
        "2026-cccccccccccc": "摘记：数字政府中的公平与效率 2026",
    }
    works = names.works(WORK + k for k in keys)
    assert {k: works[WORK + k].short.text for k in keys} == keys


def test_works_that_nobody_describes_are_empty(names: Catalogue) -> None:
    work = names.works([WORK + "1900-000000000000"])[WORK + "1900-000000000000"]
    assert not work.titles
    assert work.title("zh").text == "1900-000000000000"
    assert names.works(["https://example.org/x"]) == {}


def test_a_concept_shows_the_language_it_has() -> None:
    concept = Concept(PV + "x", terms.CLASSES["Value"], {"zh": "某"})
    assert concept.label("en") == Text("某", "zh")
    assert concept.other("en") is None
    assert Concept(PV + "y-z", None, {}).label("zh").text == "y-z"


def test_every_iri_has_a_page(app: Flask) -> None:
    with app.test_request_context("/en/"):
        assert address_of(PV + "fairness") == "/en/concept/fairness"
        assert address_of(WORK + "2021-0123456789ab") == "/en/work/2021-0123456789ab"
        assert address_of(PREFIXES["wmd"] + "claim/ab") == "/en/claim/ab"
        assert address_of(PV).startswith("/en/resource?iri=")
        assert address_of(PREFIXES["wmd"] + "agent/张三").startswith("/en/resource?iri=")
    assert data_address(PREFIXES["wmd"] + "agent/张三", ".ttl") == (
        "/id/agent/%E5%BC%A0%E4%B8%89.ttl"
    )
    assert data_address("https://example.org/") == ""


def test_the_sides_of_a_claim_are_marked_where_they_stand() -> None:
    marked = quoted("公平与公平感", "公平", "公平感")
    assert str(marked) == (
        '<span class="side side-0">公平</span>与<span class="side side-1">公平感</span>'
    )
    assert str(quoted("a <b> c", "<b>")) == 'a <span class="side side-0">&lt;b&gt;</span> c'
    assert str(quoted("words", "", "absent")) == "words"


def test_every_class_has_its_hue_in_both_themes() -> None:
    style = (ROOM / "static" / "wenmai.css").read_text(encoding="utf-8")
    light, dark = style.split("@media (prefers-color-scheme: dark)", 1)
    for cls in terms.CLASSES.values():
        for part in (light, dark):
            assert re.search(rf"--c-{cls.key}: #[0-9a-f]{{6}};", part), cls.key
            assert re.search(rf"--t-{cls.key}: #[0-9a-f]{{6}};", part), cls.key
        assert f".c-{cls.key} {{ --c: var(--c-{cls.key}); --t: var(--t-{cls.key}); }}" in style


def test_every_page_folder_has_a_view(app: Flask) -> None:
    for folder in PAGES.iterdir():
        if folder.is_dir() and not folder.name.startswith("_"):
            assert (folder / "view.py").is_file(), folder.name
            assert (folder / "page.html").is_file(), folder.name


def test_nothing_of_ours_names_a_registry() -> None:
    root = ROOM.parent
    for name in ("package.json", "package-lock.json", ".npmrc"):
        text = (root / name).read_text(encoding="utf-8")
        assert "resolved" not in text.replace("lockfile-registry-resolved", ""), name
        assert "registry." not in text, name


def test_vendor_copies_the_editor_and_says_whose_it_is(tmp_path: Path) -> None:
    package = tmp_path / "node_modules" / vendor.PACKAGE
    (package / "build").mkdir(parents=True)
    (package / "package.json").write_text(
        '{"name": "editor", "version": "1", "license": "MIT", "homepage": "https://example.org"}'
    )
    (package / "build/yasgui.min.js").write_bytes(b"code()\n//# sourceMappingURL=yasgui.js.map")
    (package / "build/yasgui.min.css").write_bytes(b"p{}\n/*# sourceMappingURL=x.css.map */")
    written = vendor.copy(tmp_path / "node_modules", tmp_path / "vendor")
    assert [p.name for p in written] == ["yasgui.min.js", "yasgui.min.css", "NOTICE.txt"]
    assert (tmp_path / "vendor/yasgui.min.js").read_bytes() == b"code()\n"
    assert (tmp_path / "vendor/yasgui.min.css").read_bytes() == b"p{}\n"
    assert "MIT" in (tmp_path / "vendor/NOTICE.txt").read_text()
    with pytest.raises(FileNotFoundError):
        vendor.copy(tmp_path / "nowhere", tmp_path / "vendor")
