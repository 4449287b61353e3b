"""Copy the front-end packages that the site serves from ``node_modules`` into ``static/vendor``.

Run it after ``npm ci``: ``python -m webapp.vendor``. Nothing of it is in the repository, and
nothing is fetched from another host when the site runs.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

PACKAGE = "@zazuko/yasgui"
FILES = ("build/yasgui.min.js", "build/yasgui.min.css")
ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(__file__).resolve().parent / "static" / "vendor"
_SOURCE_MAP = re.compile(rb"\n?(?://|/\*)# sourceMappingURL=[^\n]*?(?:\*/)?\s*$")


def copy(modules: Path, target: Path) -> list[Path]:
    """Copy the files and a note on whose they are; return what was written.

    Raises FileNotFoundError where the package is not installed.
    """
    package = modules / PACKAGE
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name in FILES:
        content = _SOURCE_MAP.sub(b"\n", (package / name).read_bytes())
        path = target / Path(name).name
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
        written.append(path)
    note = target / "NOTICE.txt"
    note.write_text(
        f"{about['name']} {about['version']}, licence {about['license']}, {about['homepage']}\n",
        encoding="utf-8",
    )
    return [*written, note]


def main() -> int:
    """Copy from this checkout's ``node_modules``; 1 where they are not there."""
    try:
        written = copy(ROOT / "node_modules", TARGET)
    except FileNotFoundError as error:
        print(f"{error.filename}: not there — run “npm ci” first", file=sys.stderr)
        return 1
    print("\n".join(str(path.relative_to(ROOT)) for path in written))
    return 0


if __name__ == "__main__":
    sys.exit(main())
