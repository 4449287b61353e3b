"""What the documents say is true: paths exist, commands exist, both READMEs agree."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from ontology.command import SUMMARIES, main

TEXT = {".md", ".ttl", ".toml", ".py", ".po", ".rq", ".html", ".jsonl", ".json"}
ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ["README.md", "README.zh.md", "CONTRIBUTING.md", "CONTRIBUTING.zh.md"]


def _paths(text: str) -> list[str]:
    rooms = r"(?:ontology|ingest|webapp|corpus|tests)/[\w./-]*"
    return [p.rstrip(".") for p in re.findall(rf"`({rooms})`", text)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_named_in_the_documents_exist(name: str) -> None:
    paths = _paths((ROOT / name).read_text(encoding="utf-8"))
    assert paths
    missing = [p for p in paths if not (ROOT / p).exists()]
    assert missing == []


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "CONTRIBUTING.zh.md"])
def test_contributing_has_five_recipes_with_paths(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    recipes = re.findall(r"^### \d\. .*?(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(recipes) == 5
    assert all(_paths(recipe) for recipe in recipes)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_commands_named_in_the_readme_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"`wenmai (\w+)", text))
    listed = CliRunner().invoke(main, ["--help"]).output
    assert named == set(SUMMARIES)
    assert all(f"  {command} " in listed for command in named)


def test_make_targets_named_in_the_documents_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    for name in DOCUMENTS:
        text = (ROOT / name).read_text(encoding="utf-8")
        named = set(re.findall(r"`make ([a-z-]+)", text))
        assert named <= targets, name


def test_no_registry_address_in_the_repository() -> None:
    pattern = "[p]ypi[.]org|python[h]osted[.]org|registry[.][n]pmjs|deb[.][d]ebian"
    found = subprocess.run(
        ["git", "grep", "-lE", pattern],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode > 1:
        pytest.skip("not a git checkout")
    assert found.stdout == ""


def test_no_wording_of_the_papers_in_the_repository() -> None:
    """Facts and titles may stand in the project, sentences of the five papers may not."""
    seeds = ROOT.parent / "shared" / "seeds"
    if not seeds.is_dir():
        pytest.skip("the five papers are not on this machine (../shared/seeds)")
    length = 20

    def han(text: str) -> str:
        return "".join(re.findall(r"[\u4e00-\u9fff]", text))

    papers = [han(p.read_text(encoding="utf-8")) for p in sorted(seeds.glob("*.txt"))]
    windows = {text[i : i + length] for text in papers for i in range(len(text) - length + 1)}
    listed = subprocess.run(
        ["git", "ls-files"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    records = json.loads((ROOT / "corpus/bibliography.json").read_text(encoding="utf-8"))
    titles = [title for record in records if len(title := han(record["title"])) >= 5]
    copied: list[str] = []
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix not in TEXT or not path.exists():
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            text = han(line)
            if any(title in text for title in titles):
                continue  # a bibliographic fact: a reference or a title
            copied += [
                f"{name}: {text[i : i + length]}"
                for i in range(len(text) - length + 1)
                if text[i : i + length] in windows
            ]
    assert copied == []
