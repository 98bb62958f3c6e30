"""Run every chapter with the versions that it meets in the browser, and compare what it gives with what is stored.

Pyodide brings its own numpy, pandas and Altair, and no vl_convert. Run by `make browser-versions`, in an environment that has exactly
those (requirements.lock beside this file).
"""

from __future__ import annotations

import json
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
BOOK = HERE.parents[1] / "book"
CHART = "application/vnd.vegalite.v5+json"
PICTURE = "image/svg+xml"
MADE_UP = re.compile(r'"(?:data|view|param)[-_][0-9a-f]{16,32}(?:_\d+)?"')
"""Names that Altair gives to data and views: digests of a content that its versions write differently."""
VERSIONS = """\
import altair, json, numpy, pandas
print(json.dumps({module.__name__: module.__version__ for module in (altair, numpy, pandas)}))"""
AFRESH = """\
import gc, sys
gc.set_threshold(100_000, 50, 100)
for name in [name for name in sys.modules if name.partition(".")[0] == "supportgroups"]:
    del sys.modules[name]
%reset -f"""
"""What takes away all that the chapter before defined: one kernel runs all chapters, so that other packages are imported once."""


def pinned() -> dict[str, str]:
    """Return the versions that the chapters are run with."""
    lines = (HERE / "requirements.in").read_text(encoding="utf-8")
    return dict(re.findall(r"^(\w+)==(\S+)$", lines, flags=re.MULTILINE))


def renamed(chart: dict[str, Any]) -> Any:
    """Return a chart without the version of Vega-Lite, and with the names that Altair makes up in their order."""
    text = json.dumps({key: value for key, value in chart.items() if key != "$schema"}, sort_keys=True)
    names: dict[str, str] = {}
    return json.loads(MADE_UP.sub(lambda found: names.setdefault(found[0], f'"name {len(names)}"'), text))


def told(output: dict[str, Any]) -> dict[str, Any]:
    """Return what an output tells a reader: all of it but pictures, the place in a session, and what `renamed` leaves out."""
    kept = {key: value for key, value in output.items() if key != "execution_count"}
    if "data" in kept:
        kept["data"] = {kind: value for kind, value in kept["data"].items() if kind != PICTURE}
        if CHART in kept["data"]:
            kept["data"][CHART] = renamed(kept["data"][CHART])
    return kept


def differences(stored: Any, made: Any, place: str = "") -> list[str]:
    """Return where two outputs differ, each place with both values."""
    if isinstance(stored, dict) and isinstance(made, dict):
        return [
            found
            for key in sorted({*stored, *made})
            for found in differences(stored.get(key, "(none)"), made.get(key, "(none)"), f"{place}/{key}")
        ]
    if isinstance(stored, list) and isinstance(made, list) and len(stored) == len(made):
        return [found for number, pair in enumerate(zip(stored, made, strict=True)) for found in differences(*pair, f"{place}/{number}")]
    return [] if stored == made else [f"{place}: stored {str(stored)[:200]!r}, here {str(made)[:200]!r}"]


def compare(file: Path, client: NotebookClient, expected: dict[str, str]) -> tuple[int, list[str]]:
    """Return how many outputs a chapter has, and how those that it gives here differ from the stored ones."""
    stored = nbformat.read(file, as_version=4)
    made = nbformat.read(file, as_version=4)
    made.cells = [nbformat.v4.new_code_cell(AFRESH), *made.cells, nbformat.v4.new_code_cell(VERSIONS)]
    client.nb = made
    client.execute(cleanup_kc=False)
    *made.cells, last = made.cells[1:]
    versions = json.loads(last.outputs[0].text)
    if versions != expected:
        return 0, [f"ran with {versions}, and not with {expected}"]
    count, found = 0, []
    for number, (before, after) in enumerate(zip(stored.cells, made.cells, strict=True), start=1):
        if before.cell_type == "code":
            count += len(before.outputs)
            was, now = ([told(output) for output in cell.outputs] for cell in (before, after))
            found += differences(was, now, f"cell {number}")
    return count, found


def main() -> int:
    """Compare the notebooks named, or all of them, and say what differs."""
    if find_spec("vl_convert"):
        sys.exit("vl_convert is installed here, and is not in the browser: make browser-versions")
    expected = pinned()
    print("With", ", ".join(f"{name} {version}" for name, version in expected.items()))
    failed = 0
    client = NotebookClient(nbformat.v4.new_notebook(), timeout=300, kernel_name="python3", resources={"metadata": {"path": str(BOOK)}})
    with client.setup_kernel():
        for file in [Path(name) for name in sys.argv[1:]] or sorted(BOOK.glob("*.ipynb")):
            count, found = compare(file, client, expected)
            print(f"{'FAILED' if found else 'ok    '} {file.stem}: {count} outputs", *found, sep="\n         ", flush=True)
            failed += bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
