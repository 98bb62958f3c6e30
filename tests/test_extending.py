"""The steps of the page Extending, done one after another in a copy, with the lines and commands that the page prints."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import paper
import pytest

from supportgroups import active_by_year, dataset, founded_by_year
from supportgroups.__main__ import main
from supportgroups.audit import Tables, audit, judge, ledger, result, vocabulary
from supportgroups.audit.changes import changes
from supportgroups.audit.vocabulary import Check
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


def touched(folder: Path, original: Path) -> set[str]:
    """Return the files of a folder that are new, or other ones than in the folder from which it was made."""
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    return {name for name, file in files.items() if not (original / name).is_file() or (original / name).read_bytes() != file.read_bytes()}


def by_hand(folder: Path, original: Path) -> set[str]:
    """Return those of them that no command made."""
    return touched(folder, original) - {f"{name}.csv" for name in ("groups", "predecessors", "communities_served")}


class Steps:
    """The blocks beneath a heading, taken in their order."""

    def __init__(self, heading: str, capsys: pytest.CaptureFixture[str]) -> None:
        self._blocks, self._capsys = blocks(heading), capsys

    def take(self, language: str) -> str:
        """Return the next block, which must be of this language."""
        block = next(self._blocks)
        assert block.language == language, block.text
        return block.text

    def run(self, code: int) -> str:
        """Run the next command, which ends with this code and answers what the block behind it says; return that block."""
        command = shlex.split(self.take("sh"))
        assert command[:3] == ["python", "-m", "supportgroups"]
        assert main(command[3:]) == code
        output, errors = self._capsys.readouterr()
        shown = self.take("text")
        compare(shown, output or errors)
        return shown

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
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Path]:
    """Return a folder with the data and the copy of them with which the page begins; work there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    shutil.copytree(data_directory(), tmp_path / "data")
    subprocess.run(shlex.split(Steps("Two folders, two counts", capsys).take("sh")), check=True)
    yield tmp_path


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
    assert by_hand(mine, data_directory()) == {"additions.csv", "datapackage.json", "source/table-6.csv"}


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


def test_a_claim_is_added_as_the_page_says(copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def put_beneath(claim: str, file: str, row: str) -> None:
        (last,) = (line for line in (copy / "data" / file).read_text(encoding="utf-8").splitlines() if line.startswith(f"{claim},"))
        replace(copy / "data" / file, f"{last}\n", f"{last}\n{row}")

    def entered(identifier: str) -> Callable[[Check], None]:
        return lambda function: monkeypatch.setitem(vocabulary.CHECKS, identifier, function)

    steps = Steps("A claim", capsys)
    put_beneath("II-98", "claims.csv", steps.take("text"))
    steps.run(1)
    module = import_module("supportgroups.audit.section_ii")
    exec(steps.take("python"), {**vars(module), "check": entered})
    steps.run(0)
    put_beneath("II-98", "claim_changes.csv", steps.take("text"))
    row = steps.take("text")
    put_beneath("II-98", "claim_history.csv", row)
    (claim,) = (claim for claim in ledger(copy / "data") if claim.identifier == "II-99")
    outcome = judge(claim, Tables.load(copy / "data"))
    change = changes(copy / "data")["II-99"]
    assert judge(claim, change.apply(outcome.tables)).verdict is change.verdict is not outcome.verdict
    assert row.strip().split(",")[3:] == [outcome.verdict, outcome.tested_against, ""]
    steps.run(0)
    steps.end()
    # Its check is a fourth one, in the code.
    assert touched(copy / "data", data_directory()) == {"claims.csv", "claim_changes.csv", "claim_history.csv"}


def test_a_table_is_added_as_the_page_says(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = Steps("A table", capsys)
    file = copy / "mine" / "notes.csv"
    file.write_text(steps.take("text"), encoding="utf-8", newline="\n")
    describe(copy / "mine", steps.take("json"))
    steps.run(1)
    file.write_text(steps.take("text"), encoding="utf-8", newline="\n")
    steps.run(0)
    module = {**vars(dataset)}
    exec(steps.take("python"), module)
    assert list(module["load_notes"]("mine")["group_id"]) == ["T6-03"]
    # The codebook has such a cell for every table.
    cell = steps.take("python").strip().replace("notes", "events").splitlines()
    codebook = (paper.REPOSITORY / "book" / "codebook.ipynb").read_text(encoding="utf-8")
    assert all(json.dumps(line)[1:-1] in codebook for line in cell)
    steps.end()


def test_another_prefecture_is_added_as_the_page_says(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = Steps("Another prefecture's data", capsys)
    steps.run(0)
    aichi = copy / "aichi"
    assert main(["check", "aichi"]) == 0  # as it was made
    assert "no findings" in capsys.readouterr().out
    append(aichi / "source" / "table-6.csv", steps.take("text"))
    steps.run(1)
    replace(aichi / "datapackage.json", '"Brazilian"', '"Vietnamese", "Brazilian"')
    steps.run(0)
    steps.run(0)
    names: dict[str, object] = {}
    for _ in range(2):
        exec(steps.take("python"), names)
        assert capsys.readouterr().out == steps.take("text")
    steps.run(1)
    steps.end()


OSAKA = {
    "table-2.csv": ["1,1,例の組合 (Example Union),Osaka,1988 *1984*,労働組合,300 *20*,Bangladeshi"],
    "table-5.csv": ["1,1,例の弁護団 (Example Lawyers),Osaka,1990,弁護団,,"],
    "table-6.csv": [
        '1,1,例の会 (Example Association),Osaka,1991,None,40,"Filipino, Thai"',
        "2,2,例の法人 (Example Corporation),Osaka,1995,NPO *2001*,about 120,Chinese",
        "3,3,例の集い (Example Circle),Osaka,2003,None,N/A,Korean",
    ],
}
"""Five invented groups."""


def test_five_groups_of_osaka_are_counted_and_the_papers_claims_are_not(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = ["new-dataset", "osaka", "--prefecture", "Osaka", "--title", "Groups in Osaka", "--source", "Example: a directory"]
    assert main(new) == 0
    osaka, empty = copy / "osaka", copy / "empty"
    shutil.copytree(osaka, empty)
    for table, rows in OSAKA.items():
        append(osaka / "source" / table, "".join(f"{row}\n" for row in rows))
    assert (main(["derive", "osaka"]), main(["check", "osaka"])) == (0, 0)
    assert by_hand(osaka, empty) == {f"source/{table}" for table in OSAKA}
    groups = dataset.load_groups("osaka")
    assert list(groups["group_id"]) == ["osaka-T2-01", "osaka-T5-01", "osaka-T6-01", "osaka-T6-02", "osaka-T6-03"]
    assert founded_by_year(groups, range(1988, 2004)).sum().sum() == 5
    assert active_by_year(groups, [1995]).loc[1995, "citizens"] == 2
    capsys.readouterr()
    said = "osaka/datapackage.json:name: 'osaka': expected 'foreigners-support-groups-japan': the claims are about the groups of the paper"
    assert main(["audit", "osaka"]) == 1
    assert capsys.readouterr().err == f"{said}\n"
    for judged in (lambda: audit(Tables.load("osaka")), lambda: result("II-10", Tables.load("osaka"))):
        with pytest.raises(ValueError, match=re.escape(said)):
            judged()


def test_a_new_dataset_says_nothing_of_the_paper(copy: Path) -> None:
    command = ["new-dataset", "osaka", "--prefecture", "Osaka", "--title", "Groups in Osaka", "--source", "A directory"]
    assert main(command) == 0
    for file in (copy / "osaka").rglob("*.*"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"Shipper|\bpaper|NPO Law", text), file.name
    text = (copy / "osaka" / "datapackage.json").read_text(encoding="utf-8")
    described = json.loads(text)
    assert text == json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    assert {name: value for name, value in described.items() if name not in ("$schema", "resources")} == {
        "name": "osaka",
        "title": "Groups in Osaka",
        "description": "Groups in Osaka. An empty cell means that the source does not state it.",
        "version": "0.1.0",
        "sources": [{"title": "A directory"}],
    }
    assert described["$schema"] == dataset.read_descriptor(data_directory())["$schema"]
    assert not [one["name"] for one in described["resources"] if {"sources", "bytes", "hash", "rows"} & one.keys()]
    assert main(command) == 1  # the folder is there


MORE_WORDS = {
    ("groups", "legal_form"): "association",
    ("groups", "members_status"): "approximate",
    ("communities_served", "community"): "Ainu",
}
"""Table and column → what may stand there in a new dataset besides what may stand in the paper's."""


def test_a_new_dataset_says_of_itself_what_it_was_told_and_of_its_tables_what_they_are(copy: Path) -> None:
    """Apart from what only this one has, its tables and columns are those of the paper's, and all are described."""
    told = {
        "--prefecture": "Osaka",
        "--community": "Ainu",
        "--status": "一般社団法人=association",
        "--title": "Groups",
        "--source": "A list",
    }
    assert main(["new-dataset", "osaka", *(word for pair in told.items() for word in pair)]) == 0
    made, own = (dataset.read_descriptor(folder) for folder in (copy / "osaka", data_directory()))
    assert {key: text for key, text in made.items() if key != "resources"} == {
        "$schema": own["$schema"],
        "name": "osaka",
        "title": "Groups",
        "description": "Groups. An empty cell means that the source does not state it.",
        "version": "0.1.0",
        "sources": [{"title": "A list"}],
    }
    original = {resource["name"]: resource for resource in own["resources"]}
    constraints = {(name, field["name"]): field.get("constraints") for name, of in original.items() for field in of["schema"]["fields"]}
    differ: dict[tuple[str, str, str], Any] = {}
    for resource in made["resources"]:
        source = original[resource["name"]]
        assert set(resource) == set(source) - {"sources", "bytes", "hash", "rows"}
        assert (resource["title"], resource["path"]) == (source["title"].replace(" as printed", ""), source["path"])
        assert resource["description"].endswith(".") and resource["description"] != source["description"]
        fields = {field["name"]: field for field in source["schema"]["fields"]}
        for field in resource["schema"]["fields"]:
            assert field.pop("description")
            changed = {key: value for key, value in field.items() if fields[field["name"]].get(key) != value}
            differ |= {(resource["name"], field["name"], key): value for key, value in changed.items()}
    expected: dict[tuple[str, str, str], Any] = {
        ("groups", "group_id", "prefix"): "osaka-",
        ("groups", "legal_form", "codes"): {"一般社団法人": "association"},
        ("groups", "location", "constraints"): {**constraints["groups", "location"], "enum": ["Osaka"]},
    }
    for table in ("groups", "predecessors", "communities_served"):
        form = {"pattern": "osaka-T[1-6]-[0-9]{2,5}"}
        expected[table, "group_id", "constraints"] = {**constraints[table, "group_id"], **form}
    for place, word in MORE_WORDS.items():
        expected[(*place, "constraints")] = {**constraints[place], "enum": [*constraints[place]["enum"], word]}
    assert differ == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Osaka!", "--prefecture", "Osaka"], "'Osaka!': expected a name of small letters"),
        ([dataset.PACKAGE, "--prefecture", "Osaka"], "expected a name of small letters"),
        (["osaka", "--prefecture", "Oosaka"], "'Oosaka': expected a prefecture of Japan: Tokyo, Kanagawa, "),
    ],
)
def test_a_new_dataset_needs_a_name_and_a_prefecture_of_japan(
    copy: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(["new-dataset", *arguments, "--title", "Groups", "--source", "A directory"]) == 1
    assert message in capsys.readouterr().err
    assert {file.name for file in copy.iterdir()} == {"data", "mine"}
