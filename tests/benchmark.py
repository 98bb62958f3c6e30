"""How long a build takes, beside the same notebooks through a plain Jupyter Book; and what a second build draws. Run by `make bench`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import altair as alt
import yaml

from supportgroups.notebook import CHART_MIME

REPOSITORY = Path(__file__).resolve().parents[1]
CHAPTER = "03-after-the-npo-law.ipynb"
LARGEST_RATIO = 2.0
"""Most that this book's build may take, in times of the plain one."""


def build(folder: Path) -> float:
    """Build a book from nothing but the drawings that are kept, and return the seconds that it took."""
    output = folder / "_build"
    for made in ("html", ".doctrees", "jupyter_execute"):
        shutil.rmtree(output / made, ignore_errors=True)
    command = [
        str(Path(sys.executable).with_name("jupyter-book")),
        "build",
        "book",
        "--config",
        "_config.yml",
        "--path-output",
        ".",
        "--quiet",
    ]
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


def copy(folder: Path) -> Path:
    """Copy what a build of this book reads."""
    folder.mkdir()
    for name in ("_config.yml", "CITATION.cff", "CHANGELOG.md", "LICENSE-TEXT-AND-DATA"):
        shutil.copy(REPOSITORY / name, folder)
    shutil.copytree(REPOSITORY / "book", folder / "book")
    return folder


def plain(folder: Path) -> Path:
    """Make the same book as it would be without this project's extension: Altair's default outputs, the default theme."""
    copy(folder)
    for own in ("_static", "_templates"):
        shutil.rmtree(folder / "book" / own)
    settings = {"title": "Plain", "only_build_toc_files": True, "execute": {"execute_notebooks": "off"}, "parse": {}}
    (folder / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (folder / "book" / "index.md").write_text("# Plain\n", encoding="utf-8")
    alt.renderers.enable("default")
    default: Any = alt.renderers.get()
    for notebook in (folder / "book").glob("*.ipynb"):
        content = json.loads(notebook.read_text(encoding="utf-8"))
        for output in (output for cell in content["cells"] for output in cell.get("outputs", [])):
            if specification := output.get("data", {}).get(CHART_MIME):
                bundle: Any = default(specification)
                output["data"] = {kind: data for kind, data in bundle.items() if kind.startswith("text/")}
        notebook.write_text(json.dumps(content), encoding="utf-8")
    return folder


def change_chart(notebook: Path) -> int:
    """Change every chart of a chapter a little, and return how many there are."""
    content: dict[str, Any] = json.loads(notebook.read_text(encoding="utf-8"))
    charts = [
        output["data"][CHART_MIME]
        for cell in content["cells"]
        for output in cell.get("outputs", [])
        if CHART_MIME in output.get("data", {})
    ]
    for specification in charts:
        specification["height"] += 1
    notebook.write_text(json.dumps(content), encoding="utf-8")
    return len(charts)


def main() -> int:
    """Measure, print, and return 1 if the build is slower than promised or draws more than what changed."""
    with tempfile.TemporaryDirectory() as scratch:
        stock = build(plain(Path(scratch) / "plain"))
        folder = copy(Path(scratch) / "own")
        first = build(folder)
        drawings = folder / "_build" / "drawings"
        before = set(drawings.iterdir())
        unchanged = build(folder)
        assert set(drawings.iterdir()) == before
        charts = change_chart(folder / "book" / CHAPTER)
        second = build(folder)
        new = set(drawings.iterdir()) - before
    per_chart = len({"".join(file.suffixes) for file in before if file.suffix != ".js"})
    print(f"plain Jupyter Book, Altair's default renderer: {stock:.1f} s")
    print(f"this book, every chart drawn anew:             {first:.1f} s ({first / stock:.2f} times)")
    print(f"this book again, nothing changed:              {unchanged:.1f} s")
    print(f"this book again, {CHAPTER} changed: {second:.1f} s, {len(new)} drawings for its {charts} charts")
    if first > LARGEST_RATIO * stock:
        print(f"slower than {LARGEST_RATIO} times the plain build")
        return 1
    if len(new) != charts * per_chart:
        print(f"expected {charts * per_chart} new drawings: {per_chart} for each chart of the chapter")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
