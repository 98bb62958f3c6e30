"""The two packages: what a reader installs, what makes the book, and what their descriptions promise."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib import import_module
from pathlib import Path
from zipfile import ZipFile

import pytest

from bookmaking.browser import build_wheel


def modules(folder: Path) -> set[str]:
    """Return the names of the modules and packages directly in a folder."""
    files = {file.stem for file in folder.glob("*.py") if not file.stem.startswith("__")}
    return files | {file.parent.name for file in folder.glob("*/__init__.py")}


def test_the_wheel_holds_the_readers_package_its_data_and_nothing_else(repository: Path, tmp_path: Path) -> None:
    with ZipFile(build_wheel(repository, tmp_path / "wheel")) as wheel:
        names = wheel.namelist()
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"supportgroups"}
    assert {"supportgroups/dataset.py", "supportgroups/cells.toml", "supportgroups/data/datapackage.json"} <= set(names)
    assert "supportgroups/data/source/table-1.csv" in names


def test_no_notebook_imports_what_only_the_book_has(repository: Path) -> None:
    for notebook in (repository / "book").glob("*.ipynb"):
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            assert cell["cell_type"] != "code" or "bookmaking" not in "".join(cell["source"]), notebook.name


@pytest.mark.parametrize(
    "package",
    [
        *("supportgroups", "supportgroups.audit", "supportgroups.check", "supportgroups.facts"),
        *("bookmaking", "bookmaking.citing", "bookmaking.editions", "bookmaking.sphinx_extension"),
    ],
)
def test_the_description_of_a_package_lists_every_module(package: str) -> None:
    described = import_module(package)
    assert described.__doc__
    listed = set(re.findall(r"``(\w+)``(?=.*  )", described.__doc__))
    if "introduction" in listed:  # “``introduction`` … ``section_v``” are the sections, one module each
        listed |= {f"section_{name}" for name in ("i", "ii", "iii", "iv", "v")}
    assert listed == modules(Path(str(described.__file__)).parent)


def test_no_two_modules_have_the_same_name(repository: Path) -> None:
    files = [file for file in (repository / "src").rglob("*.py") if not file.stem.startswith("__")]
    names = Counter([file.stem for file in files] + [file.parent.name for file in (repository / "src").glob("*/**/__init__.py")])
    assert [name for name, times in names.items() if times > 1] == []
