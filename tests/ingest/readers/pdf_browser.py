"""Papers printed to PDF by Chromium: other fonts, embedded, and another order of drawing."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.ingest.readers.pdf_typeset import Paper

_CSS = """
@page {{ size: A4; margin: 2.2cm 1.9cm; {boxes} }}
@page :left {{ @top-left {{ content: counter(page); {head} }}
  @top-center {{ content: "{even}"; {head} }} }}
@page :right {{ @top-right {{ content: counter(page); {head} }}
  @top-center {{ content: "{odd}"; {head} }} }}
@page :first {{ @top-center {{ content: "{first}"; }} }}
body {{ font: {size}pt/{lead} "{font}", "Noto Serif CJK SC"; margin: 0; text-align: justify; }}
h1 {{ font-size: 1.7em; text-align: center; margin: 0 0 .5em; }}
h2 {{ font-size: 1.2em; margin: .8em 0 .4em; }} h3 {{ font-size: 1.05em; margin: .6em 0 .3em; }}
p {{ margin: 0; text-indent: {indent}em; orphans: 1; widows: 1; }}
.front {{ text-align: center; text-indent: 0; }} .label {{ text-indent: 0; font-size: .9em; }}
.columns {{ column-count: {columns}; column-gap: 2em; }}
.item {{ text-indent: -1.8em; padding-left: 1.8em; font-size: .85em; }}
table {{ font-size: .85em; width: 100%; border-collapse: collapse; margin: .5em 0 1em; }}
caption {{ font-size: .9em; }} sup {{ font-size: .65em; line-height: 0; }}
.wide {{ column-span: all; }}
"""


def as_html(
    paper: Paper,
    columns: int = 2,
    size: float = 9.5,
    lead: float = 1.5,
    font: str = "Liberation Serif",
    even: str = "",
    odd: str = "",
    first: str = "",
    indent: float = 2.0,
    wide_table: bool = False,
    shy: bool = False,
) -> str:
    """Return the page that Chromium prints."""
    zh = paper.lang == "zh"

    def told(text: str) -> str:
        words = html.escape(text, quote=False)
        if shy:
            words = re.sub(r"([a-z]{3}[aeiou])(?=[bcdfglmnprst][aeiou][a-z]{2})", "\\1&shy;", words)
        return re.sub(r"\^([^^]{1,12})\^", r"<sup>\1</sup>", words)

    head = "font-size: 8pt;"
    css = _CSS.format(
        boxes="",
        head=head,
        even=even,
        odd=odd,
        first=first,
        size=size,
        lead=lead,
        font=font,
        indent=indent,
        columns=columns,
    )
    comma, semicolon = ("，", "；") if zh else (", ", "; ")
    label, keys = ("摘要：", "关键词：") if zh else ("Abstract: ", "Keywords: ")
    parts = [
        f"<h1>{told(paper.title)}</h1>",
        f"<p class=front>{comma.join(paper.authors)}</p>",
        f"<p class=front>{paper.affiliation}</p>",
        f"<p class=label><b>{label}</b>{told(paper.abstract)}</p>",
        f"<p class=label><b>{keys}</b>{semicolon.join(paper.keywords)}</p>",
        "<div class=columns>",
    ]
    for index, (level, heading, texts) in enumerate(paper.sections):
        parts.append(f"<h{level + 1}>{told(heading)}</h{level + 1}>")
        parts += [f"<p>{told(text)}</p>" for text in texts]
        if index == len(paper.sections) // 2 and paper.table:
            caption, rows = paper.table
            parts.append(
                f"<table{' class=wide' if wide_table else ''}><caption>{caption}</caption>"
            )
            parts += [
                "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows
            ]
            parts.append("</table>")
    if paper.references:
        parts.append(f"<h2>{'参考文献' if zh else 'References'}</h2>")
        parts += [f"<p class=item>{told(item)}</p>" for item in paper.references]
    parts.append("</div>")
    if paper.title_en:
        parts += [
            f"<p class=front style='font-size: 1.3em'><b>{paper.title_en}</b></p>",
            f"<p class=front>{paper.authors_en}</p>",
            f"<p class=label><b>Abstract: </b>{paper.abstract_en}</p>",
            f"<p class=label><b>Key words: </b>{'; '.join(paper.keywords_en)}</p>",
        ]
    body = "\n".join(parts)
    head = f"<!doctype html><html lang={paper.lang}><meta charset=utf-8><style>{css}</style>"
    return f"{head}<body>{body}</body></html>"


def print_pdf(page: str) -> bytes:
    """Print a page with Debian's Chromium; skip the test where it is not installed."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("Chromium is not installed")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri(),
            ],
            check=True, capture_output=True, timeout=60, env={**os.environ, "HOME": folder},
        )  # fmt: skip
        return target.read_bytes()
