"""The steps of the page Extending, done one after another in a copy, with the lines and commands that the page prints."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import paper
import pytest

from supportgroups.__main__ import main
from supportgroups.dataset import data_directory, read_table

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
        compare(self.take("text"), self._capsys.readouterr().out)

    def end(self) -> None:
        """Assert that no block is left."""
        assert list(self._blocks) == []


def compare(shown: str, output: str) -> None:
    """Compare what the page shows with an output: the same lines; “…” stands for lines left out, or a part of a line."""
    lines = shown.splitlines(keepends=True)
    pattern = "".join("(?:.*\n)*?" if line == "…\n" else re.escape(line).replace("…", ".+") for line in lines)
    assert re.fullmatch(pattern, output), output


def append(file: Path, text: str) -> None:
    """Put text at the end of a file."""
    with file.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return a folder with the data and the copy of them with which the page begins; work there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
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
    descriptor = mine / "datapackage.json"
    opening = '"resources": ['
    text = descriptor.read_text(encoding="utf-8")
    assert text.count(opening) == 1
    descriptor.write_text(text.replace(opening, opening + steps.take("json")), encoding="utf-8")
    steps.run(0)
    exec(steps.take("python"), {})
    assert capsys.readouterr().out == steps.take("text")
    steps.run(0)
    steps.run(0)
    steps.end()
    assert json.loads(descriptor.read_text(encoding="utf-8"))["resources"][0]["name"] == "additions"
