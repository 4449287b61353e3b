"""The report of a batch: one line a file with what became of it, as JSON and as a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from ingest.archive import write_atomically
from ingest.outcomes import Line, Outcome, Totals, outcome_name
from ingest.run import Run
from ontology.i18n import _, language

FORMATS = (".json", ".html", ".htm")
_ORDER = list(Outcome)
_WORST = (Outcome.REFUSED, Outcome.FAILED, Outcome.LEFT, Outcome.DUPLICATE)


@dataclass(frozen=True, slots=True)
class Report:
    """What is told of a batch."""

    lines: Sequence[Line]
    totals: Totals
    run: Run
    jobs: int
    dry: bool = False

    def write(self, path: Path) -> None:
        """Write the report in the format that the file's ending names."""
        text = self.json() if path.suffix.lower() == ".json" else self.html()
        write_atomically(path, text.encode("utf-8", "backslashreplace"))

    def json(self) -> str:
        """Return the report for programs; words for people are in the reader's language."""
        data = {
            "software": self.run.software,
            "rules": self.run.rule_hash,
            "ontology": self.run.ontology,
            "language": language(),
            "dry_run": self.dry,
            "jobs": self.jobs,
            "seconds": round(self.totals.seconds, 3),
            "outcomes": self.totals.outcomes,
            "totals": self.totals.counts,
            "files": [_record(line) for line in self.lines],
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    def html(self) -> str:
        """Return the report as a page that needs nothing besides itself."""
        title = _("What would be read") if self.dry else _("What was read")
        lines = sorted(self.lines, key=lambda line: (line.outcome not in _WORST, line.file))
        numbers = "".join(
            f'<div class="{_slug(outcome)}"><dt>{_text(outcome_name(outcome, dry=self.dry))}</dt>'
            f"<dd>{self.totals.outcomes[outcome.value]:,}</dd></div>"
            for outcome in _ORDER
            if self.totals.outcomes[outcome.value]
        )
        heads = "".join(
            f'<th scope="col">{_text(head)}</th>'
            for head in (
                _("File"),
                _("Outcome"),
                _("Reason and what to do"),
                _("Paper"),
                _("Found"),
                _("Seconds"),
            )
        )
        rows = "\n".join(_row(line, dry=self.dry) for line in lines)
        about = _(
            "Wenmai {software}, rules {rules}, ontology {ontology}; {seconds} seconds"
        ).format(
            software=self.run.software,
            rules=self.run.rule_hash,
            ontology=self.run.ontology,
            seconds=f"{self.totals.seconds:.1f}",
        )
        return _PAGE.format(
            lang="zh-Hans" if language() == "zh" else "en",
            title=_text(title),
            style=_STYLE,
            numbers=numbers,
            heads=heads,
            rows=rows,
            about=_text(about),
        )


def _record(line: Line) -> dict[str, Any]:
    found: dict[str, Any] = {
        "file": line.file,
        "outcome": line.outcome.value,
        "reason": line.reason or None,
        "remedy": line.remedy or None,
        "duplicate_of": line.same_as or None,
        "key": line.key or None,
        "format": line.about.get("format"),
        "title": line.about.get("title") or None,
        "counts": dict(line.counts),
        "notes": list(line.notes),
        "seconds": round(line.seconds, 3),
    }
    return found


def _row(line: Line, *, dry: bool) -> str:
    why = [line.reason, line.remedy, *line.notes]
    found = _("; ").join(f"{label} {line.counts[name]:,}" for name, label in _labels(line.counts))
    cells = (
        f'<th scope="row">{_text(line.file)}</th>',
        f'<td class="outcome">{_text(outcome_name(line.outcome, dry=dry))}</td>',
        f"<td>{'<br>'.join(_text(part) for part in why if part)}</td>",
        f"<td>{_text(str(line.about.get('title') or ''))}</td>",
        f"<td>{_text(found)}</td>",
        f'<td class="number">{f"{line.seconds:.2f}" if line.seconds else ""}</td>',
    )
    return f'<tr class="{_slug(line.outcome)}">{"".join(cells)}</tr>'


def _labels(counts: Iterable[str]) -> list[tuple[str, str]]:
    labels = {
        "records": _("bibliographic records"),
        "sections": _("sections"),
        "references": _("references"),
        "mentions": _("mentions"),
        "claims": _("claims"),
    }
    known = set(counts)
    return [(name, label) for name, label in labels.items() if name in known]


def _slug(outcome: Outcome) -> str:
    return outcome.value.replace(" ", "-")


def _text(text: str) -> str:
    return escape(text.encode("utf-8", "backslashreplace").decode())


_STYLE = """
:root { color-scheme: light dark; --line: #8884; --bad: #b3261e; --same: #8a5a00; --good: #1b6e3c }
@media (prefers-color-scheme: dark) { :root { --bad: #ff897d; --same: #e2b04a; --good: #7bd79b } }
body { font: 1rem/1.5 system-ui, "Noto Sans SC", sans-serif; margin: 2rem auto; max-width: 80rem;
  padding: 0 1rem }
h1 { font-size: 1.5rem; margin: 0 0 1rem }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 0 0 1.5rem }
dt { font-size: .875rem } dd { font-size: 1.5rem; margin: 0; font-variant-numeric: tabular-nums }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .875rem }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .75rem .4rem 0; text-align: start;
  vertical-align: top; overflow-wrap: anywhere }
thead th { white-space: nowrap } tbody th { font-weight: normal; min-width: 12rem }
.outcome { white-space: nowrap } .number { text-align: end; font-variant-numeric: tabular-nums }
.refused .outcome, .failed .outcome, div.refused dd, div.failed dd { color: var(--bad) }
.duplicate .outcome, div.duplicate dd { color: var(--same) }
.read .outcome, div.read dd { color: var(--good) }
"""
_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Wenmai 文脉</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<dl>{numbers}</dl>
<div class="wide">
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>
<p>{about}</p>
</main>
</body>
</html>
"""
