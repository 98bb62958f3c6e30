"""Markup that is planted in the data, the descriptor and the citation file stays text on every page, and nothing of it runs.

The small book, which has one of everything, is built of a copy in which every column of text and every field of the citation file ends with
markup.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import paper
import pytest
import yaml
from bs4 import BeautifulSoup

from bookmaking.state import SOURCES

MARKUP = """ "'><img src=x onerror=alert(1)></textarea></title></script><script>alert(2)</script><!-- {{ 7*7 }} [x](javascript:alert(3))"""
NOTATION = {"jurisdiction", "elsewhere", "asserted", "readings", "column", "value", "needed", "see"}
"""Columns of text that the audit reads: where it cannot, there is no book."""
TERMS = {"type", "license", "cff-version", "languages"}
"""Fields of the citation file that have only some values."""
ALERTS = paper.REPOSITORY / "tests" / "site" / "alerts.mjs"


def plant(cell: str) -> str:
    """Return a cell with the markup; an address becomes a script."""
    return f"javascript:alert(4)//{cell}" if cell.startswith("http") else cell + MARKUP


def plant_data(folder: Path) -> None:
    """Plant the markup in the descriptor and in every column of text that is no key; the printed tables are as their cells are made of."""
    file = folder / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        schema = resource["schema"]
        keys = " ".join(str(key) for key in [schema["primaryKey"], *(key["fields"] for key in schema.get("foreignKeys", []))])
        text = {
            field["name"]
            for field in schema["fields"]
            if field["type"] == "string" and not {"enum", "pattern"} & {*field.get("constraints", {})}
        }
        table = folder / resource["path"]
        if not resource["name"].startswith("table-"):
            with table.open(encoding="utf-8", newline="") as opened:
                head, *rows = csv.reader(opened)
            planted = {name for name in text if name not in keys} - NOTATION - {"locator", "text_locator"}
            rows = [[plant(cell) if cell and name in planted else cell for name, cell in zip(head, row, strict=True)] for row in rows]
            with table.open("w", encoding="utf-8", newline="") as opened:
                csv.writer(opened, lineterminator="\n").writerows([head, *rows])
        resource["title"] += MARKUP
        for field in schema["fields"]:
            field["description"] += MARKUP
    descriptor["title"] += MARKUP
    descriptor["description"] += MARKUP
    file.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")


def planted(value: Any, field: str = "") -> Any:
    """Return what the citation file says, with the markup in every text."""
    if isinstance(value, dict):
        return {name: planted(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [planted(part, field) for part in value]
    return value + MARKUP if isinstance(value, str) and field not in TERMS else value


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the pages of a book in which markup is planted wherever data or citation file have text."""
    root = tmp_path_factory.mktemp("planted")
    for name in (*SOURCES, "tests/paper.py", "tests/small_book.py", "tests/small-book"):
        source, target = paper.REPOSITORY / name, root / name
        target.parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    plant_data(root / "data")
    for page in (root / "tests" / "small-book" / "book").glob("*.md"):  # the terms of the glossary have other names now
        page.write_text(re.sub(r"\{term\}`.*?`", "a term", page.read_text(encoding="utf-8")), encoding="utf-8")
    file = root / "tests" / "small-book" / "CITATION.cff"
    file.write_text(yaml.safe_dump(planted(yaml.safe_load(file.read_text(encoding="utf-8"))), allow_unicode=True), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root / 'tests'}"}
    build = "from pathlib import Path; import small_book; small_book.build(Path('small').resolve())"
    done = subprocess.run([sys.executable, "-c", build], cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return root / "small" / "html"


def test_no_planted_markup_becomes_an_element_that_could_run(pages: Path) -> None:
    for file in sorted(pages.glob("*.html")):
        page = BeautifulSoup(file.read_text(encoding="utf-8"), "lxml")
        scripts = page.select('script:not([src]):not([type="application/ld+json"])')
        links = [link for link in page.select("a[href]") if urlsplit(str(link["href"])).scheme not in {"", "http", "https"}]
        assert scripts + links + page.select("[onerror], [onclick], iframe, object") == [], file.name


@pytest.mark.skipif(not (ALERTS.parent / "node_modules" / "puppeteer-core").is_dir(), reason="no packages for the browser: make audit-site")
def test_no_planted_markup_runs_on_any_page(pages: Path) -> None:
    done = subprocess.run(["node", str(ALERTS), str(pages)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {}
    assert "7*7" in (pages / "how-to-cite.html").read_text(encoding="utf-8")
