"""The notebooks that readers take away: they read as plain Markdown, and run where nothing of the book is."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any

import nbformat
import pytest

from built.pages import BOOK, HTML
from supportgroups.notebook import CHART_MIME, GLUED

DOWNLOADS = HTML / "_downloads"
NAMES = sorted(file.stem for file in BOOK.glob("*.ipynb"))
MYST = re.compile(
    r"\{(?:glue:text|\w*[Ww]ords|numref|ref|term|cite:t|minutes)\}`|^\s*>?\s*(?:::+|```+)\{|^\([\w-]+\)=|^\{[.#]|\]\{[.#]", re.MULTILINE
)
"""What only MyST understands."""
PAGE = re.compile(r"""[^"'\\]*\b[\w-]+\.html\b[^"'\\]*""")
"""Addresses of the book's pages, in the HTML of a table and in a chart, where texts may be within texts."""
INSIDE = re.compile(r"\]\((?!https?:)[^)]*\)|href=\"(?!https?:|#)")
"""Links that lead nowhere where the book's other pages are not."""


def stored(name: str, folder: Path = DOWNLOADS) -> dict[str, Any]:
    """Return a notebook as it is offered, or as it is in another folder."""
    content: dict[str, Any] = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))
    return content


def outputs(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the cells of a notebook show, but the first, which installs; figures for the prose show nothing."""
    shown = [output for cell in notebook["cells"][1:] for output in cell.get("outputs", [])]
    assert [output for output in shown if output["output_type"] in {"error", "stream"}] == []
    return [output["data"] for output in shown if GLUED not in output["data"]]


def links(data: dict[str, Any]) -> list[str]:
    """Return what the tables and charts of an output link to."""
    return PAGE.findall(json.dumps([data.get("text/html"), data.get(CHART_MIME)]))


def test_a_notebook_to_take_away_is_plain_markdown_and_links_to_the_published_book_alone(subtests: pytest.Subtests) -> None:
    for name in NAMES:
        with subtests.test(name):
            notebook = stored(name)
            nbformat.validate(notebook)
            texts = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
            texts += ["".join(data["text/html"]) for data in outputs(notebook) if "text/html" in data]
            assert [found[0] for text in texts for found in MYST.finditer(text)] == []
            # A pattern of a column may look like a link.
            texts = [re.sub(r"<code\b.*?</code>", "", text, flags=re.DOTALL) for text in texts]
            assert [found[0] for text in texts for found in INSIDE.finditer(text)] == []


def test_every_voice_figure_and_table_of_a_chapter_is_named_in_the_text(subtests: pytest.Subtests) -> None:
    for name in NAMES:
        source = "\n".join("".join(cell["source"]) for cell in stored(name, BOOK)["cells"] if cell["cell_type"] == "markdown")
        text = "\n".join(cell["source"] for cell in stored(name)["cells"] if cell["cell_type"] == "markdown")
        with subtests.test(name):
            voices = re.findall(r"^> \*\*(?:The paper says|The tables show|Comment|Try it)", text, re.MULTILINE)
            assert len(voices) == len(re.findall(r"^:::\{admonition\}", source, re.MULTILINE))
            captions = re.findall(r"^\*\*\[?(?:Figure|Table) \d+\.\d+(?:\]\([^)]*\))?\.\*\* \S", text, re.MULTILINE)
            assert len(captions) == len(re.findall(r"^:::\{caption\}", source, re.MULTILINE))


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a fresh environment in which nothing of the book is installed; other packages are borrowed, so that no index is needed."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    place = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    for package in Path(sysconfig.get_path("purelib")).iterdir():
        if "supportgroups" not in package.name and package.suffix != ".pth" and not (place / package.name).exists():
            (place / package.name).symlink_to(package)
    return folder


CHAPTERS = [name for name in NAMES if name[:2].isdigit()]
RUN = """
import sys
from pathlib import Path
import nbformat
from nbconvert.preprocessors import ExecutePreprocessor
for file in map(Path, sys.argv[1:]):
    notebook = nbformat.read(file, as_version=4)
    ExecutePreprocessor(allow_errors=True).preprocess(notebook, {"metadata": {"path": file.parent}})
    nbformat.write(notebook, file)
"""


@pytest.fixture(scope="module")
def run(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the folder of each chapter, in which it has run; beside it there is nothing but the package."""
    (package,) = DOWNLOADS.glob("supportgroups-*.whl")
    folders = {name: tmp_path_factory.mktemp(name) for name in CHAPTERS}
    for name, folder in folders.items():
        shutil.copy(package, folder)
        notebook = stored(name)
        # Where the book has an address, the package is there only when this book has been published.
        install, found = re.subn(
            rf'[^"]*{re.escape(package.name)}(\[notebook\])?"', f'./{package.name}[notebook]"', notebook["cells"][0]["source"]
        )
        assert found == 1
        notebook["cells"][0]["source"] = install
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    files = [folder / f"{name}.ipynb" for name, folder in folders.items()]
    settings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {
        "PIP_NO_INDEX": "1",
        "PIP_CONFIG_FILE": os.devnull,
    }
    command = [str(environment / "bin" / "python"), "-c", RUN, *map(str, files)]
    ran = subprocess.run(command, cwd=environment, env=settings, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    assert (environment / "lib" / python / "site-packages" / "supportgroups" / "data" / "groups.csv").is_file()
    return folders


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_runs_from_an_empty_folder_in_a_fresh_environment(name: str, run: dict[str, Path]) -> None:
    # The text of a table is its caption, that of a chart its alternative: both are found again, and give the same figures.
    shown = outputs(stored(name, run[name]))
    assert [data["text/plain"] for data in shown] == [data["text/plain"] for data in outputs(stored(name))]
    assert [links(data) for data in shown] == [links(data) for data in outputs(stored(name))]
