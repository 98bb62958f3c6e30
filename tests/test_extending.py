"""The steps of the page Extending, done one after another in a copy, with the lines and commands that the page prints."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import paper
import pytest

from supportgroups.__main__ import main
from supportgroups.audit.claims import claim, ledger
from supportgroups.audit.values import holds
from supportgroups.dataset import data_directory, read_table
from supportgroups.locators import LocatorError

PAGE = paper.REPOSITORY / "book" / "extending.md"


class Block(NamedTuple):
    """A block of the page: its language, and what stands in it."""

    language: str
    text: str


def blocks(heading: str) -> Iterator[Block]:
    """Return the blocks beneath a heading of the second order, one after another."""
    text = PAGE.read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    for match in re.finditer(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", section, re.MULTILINE | re.DOTALL):
        yield Block(match["language"], match["text"])


class Steps:
    """The blocks beneath a heading, taken in their order."""

    def __init__(self, heading: str, capsys: pytest.CaptureFixture[str]) -> None:
        self._blocks, self._capsys = blocks(heading), capsys

    def take(self, language: str) -> str:
        """Return the next block, which must be of this language."""
        block = next(self._blocks)
        assert block.language == language, block.text
        return block.text

    def run(self, code: int) -> None:
        """Run the next command: it ends with this code and answers what the block behind it says."""
        command = shlex.split(self.take("sh"))
        assert command[:3] == ["python", "-m", "supportgroups"]
        assert main(command[3:]) == code
        output, errors = self._capsys.readouterr()
        compare(self.take("text"), output or errors)

    def end(self) -> None:
        """Assert that no block is left."""
        assert list(self._blocks) == []


def compare(shown: str, output: str) -> None:
    """Compare what the page shows with an output: the same lines; “…” stands for lines left out, or a part of a line."""
    lines = shown.splitlines(keepends=True)
    pattern = "".join("(?:.*\n)*?" if line == "…\n" else re.escape(line).replace("…", ".+") for line in lines)
    assert re.fullmatch(pattern, output), output


def describe(folder: Path, entry: str) -> None:
    """Put an entry where the page says: behind the opening bracket of the descriptor's tables."""
    opening = '"resources": ['
    replace(folder / "datapackage.json", opening, opening + entry)


def replace(file: Path, old: str, new: str) -> None:
    """Replace what stands exactly once in a file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def append(file: Path, text: str) -> None:
    """Put text at the end of a file."""
    with file.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return a folder with the data and the copy of them with which the page begins; work there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    shutil.copytree(data_directory(), tmp_path / "data")
    subprocess.run(shlex.split(Steps("Two folders, two counts", capsys).take("sh")), check=True)
    return tmp_path


def test_a_group_is_added_as_the_page_says(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = Steps("A group", capsys)
    mine = copy / "mine"
    append(mine / "source" / "table-6.csv", steps.take("text"))
    steps.run(1)
    steps.run(0)
    group = read_table("groups", "mine").set_index("group_id").loc["T6-09"]
    assert (group["name_ja"], group["began"], group["legal_form"], group["members"]) == ("例の会", 2010, "none", 25)
    (mine / "additions.csv").write_text(steps.take("text"), encoding="utf-8", newline="\n")
    steps.run(1)
    describe(mine, steps.take("json"))
    steps.run(0)
    exec(steps.take("python"), {})
    assert capsys.readouterr().out == steps.take("text")
    steps.run(0)
    steps.run(0)
    steps.end()


def test_a_full_table_takes_a_twentieth_group_as_the_page_says(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    narrow, wide = re.findall(r"replace `([^`]+)` by\s+`([^`]+)`", PAGE.read_text(encoding="utf-8"))[0]
    append(copy / "mine" / "source" / "table-2.csv", "20,20,例の会 (Example Association),Tokyo,2010,労働組合,25,Thai\n")
    assert main(["derive", "mine"]) == 0
    assert main(["check", "mine"]) == 1
    assert "groups.csv:35:group_id: 'T2-20': expected text of the form " in capsys.readouterr().out
    descriptor = copy / "mine" / "datapackage.json"
    descriptor.write_text(descriptor.read_text(encoding="utf-8").replace(narrow, wide), encoding="utf-8")
    assert main(["check", "mine"]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == ["1 finding in mine"]  # that nothing says yet whose row it is


def of_the_copy(copy: Path, *arguments: str) -> str:
    """Run Python with the package of the copy, and return what it answers."""
    # As at a reader's terminal: for a continuous integration service (CI is set) pytest says more in its last lines.
    environment = {name: value for name, value in os.environ.items() if name not in {"CI", "BUILD_NUMBER"}}
    environment |= {"PYTHONPATH": str(copy / "src"), "PAPER_TEXT": ""}
    return subprocess.run([sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, encoding="utf-8").stdout


@pytest.fixture
def repository_copy(copy: Path) -> Path:
    """Return the copy with the package and its tests, too."""
    left_out = shutil.ignore_patterns("__pycache__", "site", "built")
    for name in ("src", "tests"):
        shutil.copytree(paper.REPOSITORY / name, copy / name, ignore=left_out)
    (copy / "book").mkdir()
    for name in ("conftest.py", "pyproject.toml", "book/02-support-groups.ipynb"):
        shutil.copyfile(paper.REPOSITORY / name, copy / name)
    return copy


def test_a_claim_is_added_as_the_page_says(repository_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = Steps("A claim", capsys)
    append(repository_copy / "src" / "supportgroups" / "audit" / "section_ii.py", "\n\n" + steps.take("python"))
    answer = of_the_copy(repository_copy, *shlex.split(steps.take("sh"))[1:])
    compare(steps.take("text"), answer)
    before = [entry for entry in ledger() if (entry.section, str(entry.kind)) == ("II", "date")]
    assert answer.startswith(f"{len(before) + 1} claims: ")

    what = {"kind": "date", "statement": "A statement.", "asserted": holds(), "discussed": "index"}
    with pytest.raises(ValueError, match=re.escape(steps.take("text").strip())):
        claim("II-92", locator="n. 17", **what)  # type: ignore[arg-type]
    with pytest.raises(LocatorError, match=re.escape(steps.take("text").strip())):
        claim("II-93", locator="n. 99", **what)  # type: ignore[arg-type]

    form = shlex.split(steps.take("sh"))[1:]
    compare(steps.take("text"), of_the_copy(repository_copy, *form))
    tests = [*shlex.split(steps.take("sh"))[1:], "-p", "no:cacheprovider"]
    compare(steps.take("text"), of_the_copy(repository_copy, *tests))
    replace(repository_copy / "tests" / "mutations" / "section_ii.py", "\n}\n", f"\n{steps.take('python')}}}\n")
    answer = of_the_copy(repository_copy, *tests)
    compare(steps.take("text"), answer)
    assert "failed" not in answer
    steps.end()


def test_a_table_is_added_as_the_page_says(repository_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = Steps("A table", capsys)
    file = repository_copy / "mine" / "notes.csv"
    file.write_text(steps.take("text"), encoding="utf-8", newline="\n")
    describe(repository_copy / "mine", steps.take("json"))
    steps.run(1)
    file.write_text(steps.take("text"), encoding="utf-8", newline="\n")
    steps.run(0)
    append(repository_copy / "src" / "supportgroups" / "dataset.py", "\n\n" + steps.take("python"))
    code = "from supportgroups.dataset import load_notes; print(list(load_notes('mine')['group_id']))"
    assert of_the_copy(repository_copy, "-c", code) == "['T6-03']\n"
    # The codebook has such a cell for every table.
    cell = steps.take("python").strip().replace("notes", "events").splitlines()
    codebook = (paper.REPOSITORY / "book" / "codebook.ipynb").read_text(encoding="utf-8")
    assert all(json.dumps(line)[1:-1] in codebook for line in cell)
    steps.end()


def test_another_prefecture_is_added_as_the_page_says(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = Steps("Another prefecture's data", capsys)
    exec(steps.take("python"), {})
    aichi = copy / "aichi"
    append(aichi / "source" / "table-6.csv", steps.take("text"))
    steps.run(1)
    descriptor = aichi / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8")
    text, places = re.subn(r'"Tokyo",\s*"Kanagawa"', '"Aichi"', text)
    text, labels = re.subn(r'("enum": \[\s*)("Filipino")', r'\1"Brazilian", \2', text)
    assert (places, labels) == (1, 1)
    descriptor.write_text(text, encoding="utf-8")
    steps.run(0)
    steps.run(0)
    exec(steps.take("python"), {})
    assert capsys.readouterr().out == steps.take("text")
    steps.run(1)
    steps.end()
