"""Whatever a data folder holds, `check` says what is wrong and where, and never more than that."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pytest

from supportgroups.__main__ import main
from supportgroups.audit import Verdict
from supportgroups.audit.claims import SECTIONS
from supportgroups.check import RULES, Finding, check_folder, report
from supportgroups.check import folder as folder_module
from supportgroups.check.folder import read_folder
from supportgroups.check.rules import SOURCES, derived_tables_agree, files_are_described, seats_add_up
from supportgroups.derive import DERIVED

Break = Callable[[Path], object]


def replaced(file: str, old: str | bytes, new: str | bytes, count: int = 1) -> Break:
    """Return what replaces bytes in a file of the folder; they must be there."""
    before, after = (text.encode() if isinstance(text, str) else text for text in (old, new))

    def edit(folder: Path) -> None:
        content = (folder / file).read_bytes()
        assert before in content, f"{file} holds no {old!r}"
        (folder / file).write_bytes(content.replace(before, after, count))

    return edit


def written(file: str, content: str | bytes) -> Break:
    """Return what writes a file of the folder anew."""
    return lambda folder: void((folder / file).write_bytes(content.encode() if isinstance(content, str) else content))


def converted(file: str, convert: Callable[[bytes], bytes]) -> Break:
    """Return what puts a file of the folder through a function."""
    return lambda folder: void((folder / file).write_bytes(convert((folder / file).read_bytes())))


def cell(file: str, line: int, column: str, new: str) -> Break:
    """Return what sets one cell of a file of the folder (which has no line feeds in its cells)."""

    def edit(folder: Path) -> None:
        rows = list(csv.reader((folder / file).read_text(encoding="utf-8").splitlines()))
        assert rows[line - 1][rows[0].index(column)] != new
        rows[line - 1][rows[0].index(column)] = new
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        (folder / file).write_text(text.getvalue(), encoding="utf-8", newline="\n")

    return edit


def described(change: Callable[[dict[str, dict[str, Any]]], object]) -> Break:
    """Return what changes the descriptor's resources, given by name."""

    def edit(folder: Path) -> None:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        change({resource["name"]: resource for resource in package["resources"]})
        (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")

    return edit


def void(_: object) -> None:
    """Throw a result away."""


def field(resource: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what the descriptor says of one column."""
    return next(entry for entry in resource["schema"]["fields"] if entry["name"] == name)


def reduced(folder: Path, tables: Collection[str]) -> Path:
    """Leave out of a folder all tables but these: a small folder is read quickly."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["name"] not in tables:
            (folder / resource["path"]).unlink()
    package["resources"] = [resource for resource in package["resources"] if resource["name"] in tables]
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.fixture
def groups(data: Path) -> Path:
    """Return a folder with the tables of the groups, and of the categories to which they refer."""
    return reduced(data, {"categories", "groups", "predecessors", "communities_served"})


def checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """Return the exit code of `check` and the lines that it prints, those of findings only."""
    code = main(["check", str(folder)])
    output, errors = capsys.readouterr()
    assert errors == ""
    *lines, closing = output.splitlines()
    if code == 0:
        assert lines == []
        assert closing.endswith("no findings")
    else:
        assert re.fullmatch(r"[\d,]+ findings? in .+", closing)
    return code, lines


def told(findings: Collection[Finding]) -> list[str]:
    """Return findings as they are printed."""
    return [str(finding) for finding in findings]


def test_the_data_are_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    output, errors = capsys.readouterr()
    assert re.fullmatch(r"\d+ tables with [\d,]+ records and [\d,]+ claims checked in .+: no findings\n", output)
    assert errors == ""


def test_hidden_folders_are_left_alone(groups: Path) -> None:
    (groups / ".ipynb_checkpoints").mkdir()
    (groups / ".ipynb_checkpoints" / "groups-checkpoint.csv").write_text("anything")
    assert list(files_are_described(read_folder(groups))) == []


GROUP_COLUMNS = (
    "group_id,table,number,category,name_ja,name_en,location,began,ended,organisation_founded,"
    "legal_status,legal_form,npo_since,members,foreign_members,members_status"
)
PREDECESSOR_COLUMNS = "group_id,name_ja,name_en,began,ended,own_row"


@pytest.mark.parametrize(
    ("breakage", "lines"),
    [
        # files
        pytest.param(
            lambda folder: (folder / "groups.csv").unlink(), ["groups.csv: no such file: expected by datapackage.json"], id="no file"
        ),
        pytest.param(written("predecessors.csv", ""), ["predecessors.csv: empty: expected a header and records"], id="empty file"),
        pytest.param(written("predecessors.csv", "\n\n"), ["predecessors.csv: empty: expected a header and records"], id="blank file"),
        pytest.param(
            written("predecessors.csv", "group_id,name_ja,name_en,began,ended,own_row\n"),
            ["predecessors.csv: no records: expected at least one below the header"],
            id="header only",
        ),
        pytest.param(
            lambda folder: ((folder / "groups.csv").unlink(), (folder / "groups.csv").mkdir()),
            ["groups.csv: no such file: expected by datapackage.json"],
            id="folder in place of a file",
        ),
        # bytes
        pytest.param(
            converted("groups.csv", lambda content: b"\xef\xbb\xbf" + content),
            ["groups.csv:1: a byte-order mark: expected UTF-8 without one"],
            id="byte-order mark",
        ),
        pytest.param(
            converted("groups.csv", lambda content: content.replace(b"\n", b"\r\n")),
            ["groups.csv:1: a carriage return, the first of 80: expected lines that end with a line feed only"],
            id="CRLF",
        ),
        pytest.param(
            converted("groups.csv", lambda content: content.replace(b"\n", b"\r")),
            ["groups.csv:1: a carriage return, the first of 80: expected lines that end with a line feed only"],
            id="bare CR",
        ),
        pytest.param(
            replaced("groups.csv", "\nT1-02", "\r\nT1-02"),
            ["groups.csv:2: a carriage return, the first of 1: expected lines that end with a line feed only"],
            id="one CR",
        ),
        pytest.param(
            converted("groups.csv", lambda content: content.removesuffix(b"\n")),
            ["groups.csv:80: no line feed at the end: expected one (is the file cut off?)"],
            id="no last line feed",
        ),
        pytest.param(
            replaced("groups.csv", "Philippines Center", b"Caf\xe9"),
            ["groups.csv:10: byte 0xE9 at position 56: expected UTF-8, as a spreadsheet saves “CSV UTF-8”"],
            id="Latin-1",
        ),
        pytest.param(
            converted("predecessors.csv", lambda content: content.decode().encode("cp932")),
            ["predecessors.csv:2: byte 0x89 at position 7: expected UTF-8, as a spreadsheet saves “CSV UTF-8”"],
            id="Shift-JIS",
        ),
        pytest.param(
            converted("groups.csv", lambda content: content.decode().encode("utf-16")),
            ["groups.csv:1: byte 0xFF at position 1: expected UTF-8, as a spreadsheet saves “CSV UTF-8”"],
            id="UTF-16",
        ),
        pytest.param(
            replaced("groups.csv", "Philippines Center", "Philip\0pines"),
            ["groups.csv:10:name_en: 'The Philip\\x00pines': expected no control characters (U+0000)"],
            id="NUL",
        ),
        # header
        pytest.param(
            replaced("groups.csv", "began", "begun"),
            ["groups.csv:1:begun: no such column in datapackage.json: expected “began”"],
            id="renamed column",
        ),
        pytest.param(
            replaced("predecessors.csv", "own_row\n", "colour\n"),
            [
                "predecessors.csv:1:colour: no such column in datapackage.json: expected none",
                "predecessors.csv:1:own_row: column not found: expected by datapackage.json",
            ],
            id="another column",
        ),
        pytest.param(
            converted("predecessors.csv", lambda content: re.sub(rb",[^,]*\n", b"\n", content)),
            ["predecessors.csv:1:own_row: column not found: expected by datapackage.json"],
            id="column gone",
        ),
        pytest.param(
            converted("predecessors.csv", lambda content: content.replace(b"\n", b",1\n").replace(b"own_row,1", b"own_row,more")),
            ["predecessors.csv:1:more: no such column in datapackage.json: expected none"],
            id="column too many",
        ),
        pytest.param(
            replaced("predecessors.csv", "name_ja,name_en", "name_en,name_ja"),
            [f"predecessors.csv:1: 'group_id,name_en,name_ja,began,ended,own_row': expected the header {PREDECESSOR_COLUMNS}"],
            id="columns in another order",
        ),
        pytest.param(
            replaced("predecessors.csv", "name_ja,name_en", "name_ja,name_ja"),
            ["predecessors.csv:1:name_en: column not found: expected by datapackage.json"],
            id="column twice",
        ),
        pytest.param(
            converted("groups.csv", lambda content: content.replace(b",", b";")),
            [f"groups.csv:1: '{GROUP_COLUMNS.replace(',', ';')[:58]}…': expected the header {GROUP_COLUMNS}"],
            id="semicolons",
        ),
        # records
        pytest.param(replaced("groups.csv", "\nT1-02,1,", "\nT1-02,"), ["groups.csv:3: 15 cells: expected 16"], id="too few cells"),
        pytest.param(replaced("groups.csv", "\nT1-02,1,", "\nT1-02,1,,,"), ["groups.csv:3: 18 cells: expected 16"], id="too many cells"),
        pytest.param(replaced("groups.csv", "\nT1-02", "\n\nT1-02"), ["groups.csv:3: no cells: expected 16"], id="empty line"),
        pytest.param(
            replaced("groups.csv", "\nT1-02,1,2,christian,", '\nT1-02,1,2,christian,"'),
            [
                "groups.csv:3: a quotation mark that is not closed on its line, or not doubled inside a cell: "
                "expected one record per line (the rest of the file was not read)"
            ],
            id="quotation mark left open",
        ),
        pytest.param(
            replaced("groups.csv", "The Philippines Center", '"The\nPhilippines Center"'),
            [
                "groups.csv:10: a quotation mark that is not closed on its line, or not doubled inside a cell: "
                "expected one record per line (the rest of the file was not read)"
            ],
            id="line feed in a cell",
        ),
        # cells
        pytest.param(cell("groups.csv", 2, "began", "199O"), ["groups.csv:2:began: '199O': expected a year (YYYY)"], id="letter in a year"),
        pytest.param(
            cell("groups.csv", 2, "began", "１９９０"),
            ["groups.csv:2:began: '１９９０': expected the digits 0 to 9, in the place of those of another script or width"],
            id="wide digits",
        ),
        pytest.param(cell("groups.csv", 2, "members", "-300"), ["groups.csv:2:members: '-300': expected 1 or more"], id="negative members"),
        pytest.param(cell("groups.csv", 2, "members", "1,300"), ["groups.csv:2:members: '1,300': expected a whole number"], id="comma"),
        pytest.param(
            cell("groups.csv", 2, "members", "9" * 5000),
            [f"groups.csv:2:members: '{'9' * 58}…': expected numbers of at most 15 digits"],
            id="5000 digits",
        ),
        pytest.param(
            cell("groups.csv", 2, "category", "christain"),
            [
                "groups.csv:2:category: 'christain': expected one of christian, union, women, medical, legal, citizens "
                "(did you mean christian?)"
            ],
            id="unknown category",
        ),
        pytest.param(cell("groups.csv", 2, "name_ja", ""), ["groups.csv:2:name_ja: '': expected a value"], id="name missing"),
        pytest.param(
            cell("groups.csv", 3, "group_id", "T1-01"),
            ["groups.csv:3:group_id: 'T1-01': expected to be unique, but line 2 has the same"],
            id="identifier twice",
        ),
        pytest.param(
            cell("groups.csv", 3, "group_id", "T1-2"),
            [r"groups.csv:3:group_id: 'T1-2': expected text of the form T[1-6]-(0[1-9]|1[0-9])"],
            id="identifier malformed",
        ),
        pytest.param(
            cell("communities_served.csv", 3, "position", "1"),
            ["communities_served.csv:3:group_id+position: 'T1-01 + 1': expected to be unique, but line 2 has the same"],
            id="key of two columns twice",
        ),
        pytest.param(
            cell("predecessors.csv", 2, "own_row", "True"),
            ["predecessors.csv:2:own_row: 'True': expected true or false"],
            id="Python's True",
        ),
        pytest.param(
            cell("groups.csv", 2, "name_en", "<b>CTIC</b>"),
            ["groups.csv:2:name_en: '<b>CTIC</b>': expected no markup in angle brackets"],
            id="markup",
        ),
        pytest.param(
            cell("groups.csv", 2, "name_en", " CTIC"),
            ["groups.csv:2:name_en: ' CTIC': expected no blanks at the beginning and the end"],
            id="leading blank",
        ),
        pytest.param(
            cell("groups.csv", 2, "name_ja", "亀戸\u3000"),
            ["groups.csv:2:name_ja: '亀戸\\u3000': expected no blanks at the beginning and the end"],
            id="trailing wide blank",
        ),
        pytest.param(
            cell("groups.csv", 2, "name_en", "\x1b]0;title\x07"),
            ["groups.csv:2:name_en: '\\x1b]0;title\\x07': expected no control characters (U+001B)"],
            id="terminal escape",
        ),
        pytest.param(
            cell("groups.csv", 2, "name_en", "a\u202eb"),
            ["groups.csv:2:name_en: 'a\\u202eb': expected no control characters (U+202E)"],
            id="reversed text",
        ),
        pytest.param(
            cell("groups.csv", 2, "name_en", "x" * 10_000_000),
            [f"groups.csv:2:name_en: '{'x' * 58}…': expected at most 10,000 characters, not 10,000,000"],
            id="10 MB",
        ),
        # descriptor
        pytest.param(
            lambda folder: (folder / "datapackage.json").unlink(),
            ["datapackage.json: no such file: expected a descriptor"],
            id="no descriptor",
        ),
        *(
            pytest.param(
                written("datapackage.json", text),
                ["datapackage.json: expected an object with resources, a list of tables"],
                id=f"descriptor {text}",
            )
            for text in ("[1]", "7", "null", "{}", '{"resources": 7}', '{"resources": []}')
        ),
        pytest.param(
            written("datapackage.json", '{"resources": [7]}'),
            ["datapackage.json:resources[0]: expected an object that describes a table"],
            id="a number for a table",
        ),
        pytest.param(
            written("datapackage.json", '{"resources": [{"name": [], "path": "a.csv"}]}'),
            ["datapackage.json:resources[0]: [] is not of type 'string' at property 'name'"],
            id="name that is none",
        ),
        pytest.param(
            written("datapackage.json", '{"resources": [{"name": "a", "path": "a.csv"}]}'),
            ["datapackage.json:a: expected the path of a CSV file, and a schema with columns"],
            id="table without a schema",
        ),
        pytest.param(
            described(lambda of: of["groups"]["schema"].update(fields=[7])),
            ["datapackage.json:groups: expected what a Data Package descriptor may hold here: Frictionless cannot read it"],
            id="a number for a column",
        ),
        pytest.param(
            described(lambda of: field(of["groups"], "members").update(type="whole")),
            ['datapackage.json:groups: field type "whole" is not supported'],
            id="unknown type",
        ),
        pytest.param(
            described(lambda of: field(of["groups"], "table")["constraints"].update(required="yes")),
            ["datapackage.json:groups: 'yes' is not of type 'boolean' at property 'constraints/required'"],
            id="required that is no boolean",
        ),
        pytest.param(
            described(lambda of: field(of["groups"], "members")["constraints"].update(minimum="one")),
            ["datapackage.json:groups: cannot be used: a constraint does not fit its column's type (TypeError)"],
            id="minimum that is no number",
        ),
        pytest.param(
            described(lambda of: field(of["groups"], "group_id")["constraints"].update(pattern="T[")),
            ["datapackage.json:groups: expected what a Data Package descriptor may hold here: Frictionless cannot read it"],
            id="pattern that is none",
        ),
        pytest.param(
            described(lambda of: of["predecessors"]["schema"].update(primaryKey="id")),
            [
                "datapackage.json:predecessors: primary key \"['id']\" does not match the fields "
                "\"['group_id', 'name_ja', 'name_en', 'began', 'ended', 'own_row']\""
            ],
            id="primary key of no column",
        ),
        pytest.param(
            described(lambda of: of["predecessors"]["schema"]["foreignKeys"][0]["reference"].update(resource="gruops")),
            ["datapackage.json:predecessors: no such foreign key: expected a table and its columns, not gruops and ['group_id']"],
            id="foreign key to no table",
        ),
        pytest.param(
            described(lambda of: of["predecessors"].update(path="../predecessors.csv")),
            ['datapackage.json:predecessors: path "../predecessors.csv" is not safe'],
            id="path out of the folder",
        ),
        *(
            pytest.param(
                described(lambda of, path=path: of["predecessors"].update(path=path)),  # type: ignore[misc]
                [f"{path}: no such file: expected by datapackage.json"],
                id=f"path {path}",
            )
            for path in ("C:\\x.csv", "https://example.org/x.csv")
        ),
        pytest.param(
            described(lambda of: of["predecessors"].update(name="groups")),
            ["datapackage.json: names of the resources are not unique"],
            id="two tables of one name",
        ),
    ],
)
def test_what_is_broken_is_found(groups: Path, breakage: Break, lines: list[str]) -> None:
    """Every case gives exactly these lines."""
    breakage(groups)
    assert told(read_folder(groups).findings) == lines


@pytest.mark.parametrize("text", [b'{\n"name": "a",\n"resources": [\n', b'{\n"name": "\xe9"}', b"[" * 100_000, b""])
def test_a_descriptor_that_is_no_json(tmp_path: Path, text: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    written("datapackage.json", text)(tmp_path)
    code, lines = checked(tmp_path, capsys)
    assert code == 1
    # The words behind it are Python's, and not the same in every version.
    assert [line[:60] for line in lines] == ["datapackage.json: expected a descriptor, in JSON and UTF-8: "]


def test_a_folder_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "groups.csv").touch()
    for place in ("nowhere", "groups.csv", "groups.csv/further"):
        folder = tmp_path / place
        assert checked(folder, capsys) == (1, [f"{folder}: no such folder: expected one with datapackage.json"])


def test_a_folder_that_could_never_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "x" * 5000]) == 1
    output, errors = capsys.readouterr()
    assert output + errors
    assert "Traceback" not in errors


def test_an_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(tmp_path, capsys) == (1, ["datapackage.json: no such file: expected a descriptor"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_does_not_block(groups: Path) -> None:
    (groups / "groups.csv").unlink()
    os.mkfifo(groups / "groups.csv")
    assert told(read_folder(groups).findings) == ["groups.csv: no such file: expected by datapackage.json"]


def test_a_pattern_that_backtracks_for_ever_is_told(groups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "LONGEST_TRIAL", 1)
    described(lambda of: field(of["groups"], "name_en")["constraints"].update(pattern="(.+)+!x"))(groups)
    assert told(read_folder(groups).findings) == [
        "datapackage.json:groups: '(.+)+!x': column name_en: expected a pattern that can be tried on its cells within 1 seconds"
    ]


@pytest.mark.parametrize("key", ["schema", "profile", "dialect", "$schema"])
def test_no_address_in_a_descriptor_is_asked(groups: Path, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: asked.append(address))
    described(lambda of: of["groups"].update({key: "http://127.0.0.1:9/x.json"}))(groups)
    read_folder(groups)
    assert asked == []


def test_a_table_that_is_elsewhere_is_not_read(groups: Path, tmp_path: Path) -> None:
    (groups / "groups.csv").rename(tmp_path / "elsewhere.csv")
    (groups / "groups.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert told(read_folder(groups).findings) == ["groups.csv: a link to elsewhere: expected a file of the folder"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=HYPERLINK(1)", "no beginning that a spreadsheet takes for a formula"),
        ("@SUM(1)", "no beginning that a spreadsheet takes for a formula"),
        ("a javascript://x", "no address other than of https or http"),
        ("JavaScript:alert(1)", "no address other than of https or http"),
        ("soft\u00adhyphen", "no control characters (U+00AD)"),
        ("\ufffd", "no control characters (U+FFFD)"),
        ("a\u2028b", "no control characters (U+2028)"),
        ("\ue000", "no control characters (U+E000)"),
        ("199０", "the digits 0 to 9, in the place of those of another script or width"),
        ("n. ١", "the digits 0 to 9, in the place of those of another script or width"),
        ("9" * 16, "numbers of at most 15 digits"),
    ],
)
def test_texts_that_harm_are_found(groups: Path, text: str, expected: str) -> None:
    cell("groups.csv", 2, "name_en", text)(groups)
    (finding,) = read_folder(groups).findings
    assert (finding.row, finding.column, finding.expected) == (2, "name_en", f"expected {expected}")


def test_many_faults_at_once(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong with one file hides nothing in another, of a file that can be read all is told, and in its order."""
    converted("predecessors.csv", lambda content: content.decode().encode("cp932"))(data)
    (data / "events.csv").unlink()
    replaced("groups.csv", "Philippines Center", "<b>Center</b>")(data)
    cell("groups.csv", 60, "began", "x")(data)
    cell("groups.csv", 7, "members", "x")(data)
    cell("groups.csv", 7, "began", "x")(data)
    converted("groups.csv", lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))(data)
    cell("source/table-3.csv", 2, "row", "x")(data)
    replaced("communities_served.csv", "position", "postion")(data)
    code, lines = checked(data, capsys)
    assert code == 1
    assert [line.split(": ")[0] for line in lines] == [
        "source/table-3.csv:2:row",
        "groups.csv:1",
        "groups.csv:1",
        "groups.csv:7:began",
        "groups.csv:7:members",
        "groups.csv:10:name_en",
        "groups.csv:60:began",
        "predecessors.csv:2",
        "communities_served.csv:1:postion",
        "events.csv",
    ]


def test_a_wholly_wrong_column_stays_readable(groups: Path) -> None:
    for line in range(2, 81):
        cell("groups.csv", line, "location", "Osaka")(groups)
    cell("groups.csv", 80, "began", "199O")(groups)
    lines = list(report(read_folder(groups).findings))
    assert len(lines) == 20 + 1 + 1
    assert lines[20] == "groups.csv:80:began: '199O': expected a year (YYYY)"
    assert lines[21] == "groups.csv:location: … and 59 more"


def test_a_finding_shows_what_a_terminal_would_hide() -> None:
    finding = Finding("a\nb.csv", 3, "c\x1b", "\udce9" * 100, "expected\x07")
    assert str(finding) == r"a\nb.csv:3:c\x1b: '" + (r"\udce9" * 10)[:58] + r"…': expected\x07"
    assert len(list(report([finding] * 50))) == 21


# --- rules beyond the descriptor: one value broken for each, exactly its finding ---


STALE = "run python -m supportgroups derive"

BROKEN: dict[str, tuple[Break, list[str]]] = {
    "file that nobody knows": (
        written("gruops.CSV", "a,b\n1,2\n"),
        ["gruops.CSV: not named in datapackage.json: expected there, or not here"],
    ),
    "no day of the calendar": (
        cell("external/official-statistics.csv", 2, "date", "1993-02-29"),
        ["external/official-statistics.csv:2:date: '1993-02-29': expected a date (YYYY-MM-DD)"],
    ),
    "text of another form": (
        cell("external/context-facts.csv", 2, "basis", "guessed"),
        ["external/context-facts.csv:2:basis: 'guessed': expected text of the form (published|derived: .+)"],
    ),
    "reference to no group": (
        cell("external/founding-checks.csv", 2, "row", "T6-09"),
        ["external/founding-checks.csv:2:row: 'T6-09': expected what stands in groups.csv as group_id"],
    ),
    "reference within a table": (
        cell("associations.csv", 2, "superseded_by", "A-99"),
        ["associations.csv:2:superseded_by: 'A-99': expected what stands in associations.csv as association_id"],
    ),
    "gap in the numbers": (
        lambda folder: (cell("groups.csv", 80, "number", "10")(folder), cell("groups.csv", 80, "group_id", "T6-10")(folder)),
        ["groups.csv:80:number: '10': expected 8: the numbers of a table run from 1 without a gap"],
    ),
    "no month of the calendar": (
        cell("events.csv", 2, "date", "1921-13"),
        ["events.csv:2:date: '1921-13': expected a date: YYYY, YYYY-MM or YYYY-MM-DD, 1800 to 2100"],
    ),
    "event that ends before it begins": (
        lambda folder: (cell("events.csv", 3, "date", "1921-02")(folder), cell("events.csv", 3, "end_date", "1921-01-31")(folder)),
        ["events.csv:3:end_date: '1921-01-31': expected not before date, 1921-02"],
    ),
    "event that ends in the year in which it begins": (
        lambda folder: (cell("events.csv", 4, "date", "1931-02")(folder), cell("events.csv", 4, "end_date", "1931")(folder)),
        [],
    ),
    "period that ends before it begins": (
        lambda folder: (
            cell("incorporation_outcomes.csv", 2, "period_from", "2003")(folder),
            cell("incorporation_outcomes.csv", 2, "period_to", "2002")(folder),
        ),
        ["incorporation_outcomes.csv:2:period_to: '2002': expected not before period_from, 2003"],
    ),
    "ended before it began": (
        cell("groups.csv", 2, "ended", "1989"),
        ["groups.csv:2:ended: '1989': expected not before began, 1990"],
    ),
    "organisation not older than the group": (
        cell("groups.csv", 4, "organisation_founded", "1983"),
        ["groups.csv:4:began: '1983': expected later than organisation_founded, 1983"],
    ),
    "incorporated before it began": (
        cell("groups.csv", 40, "began", "2002"),
        ["groups.csv:40:npo_since: '2001': expected not before began, 2002"],
    ),
    "more foreign members than members": (
        cell("groups.csv", 5, "foreign_members", "38"),
        ["groups.csv:5:foreign_members: '38': expected at most as many as members: 37"],
    ),
    "foreign members without members": (
        cell("groups.csv", 3, "foreign_members", "7"),
        ["groups.csv:3:foreign_members: '7': expected at most as many as members: none"],
    ),
    "predecessor that ended before it began": (
        cell("predecessors.csv", 3, "ended", "1989"),
        ["predecessors.csv:3:ended: '1989': expected not before began, 1990"],
    ),
    "predecessor that began after its successor": (
        cell("predecessors.csv", 4, "began", "1999"),
        ["predecessors.csv:4:began: '1999': expected not after 1995, when T3-01 began"],
    ),
    "predecessor that outlived its successor's beginning": (
        cell("predecessors.csv", 5, "ended", "1999"),
        ["predecessors.csv:5:ended: '1999': expected not after 1991, when T3-02 began"],
    ),
    "locator of no paragraph": (
        cell("events.csv", 5, "locator", "II, para. 14"),
        ["events.csv:5:locator: 'II, para. 14': expected a paragraph of section II from 1 to 13: there is no 14"],
    ),
    "locator of no footnote": (
        cell("interviews.csv", 2, "text_locator", "n. 34"),
        ["interviews.csv:2:text_locator: 'n. 34': expected a footnote from 1 to 33: there is no 34"],
    ),
    "seats that do not add up": (
        cell("councils.csv", 3, "seats", "11"),
        ["councils.csv:3:seats: '11': expected 10, the sum of its divisions in council_divisions.csv"],
    ),
    "remark that quotes what is not printed": (
        cell("emendations.csv", 18, "printed", "777"),
        ["emendations.csv:18:printed: '777': expected what stands exactly once in “1”"],
    ),
    "remark on a row that does not exist": (
        cell("emendations.csv", 19, "row", "66"),
        ["emendations.csv:19:row: '66': expected a row of table 1"],
    ),
    "remark that quotes another header": (
        cell("emendations.csv", 4, "printed", "Nonsense"),
        ["emendations.csv:4:printed: 'Nonsense': expected what stands exactly once in “Group Name”"],
    ),
    "remark that quotes what stands twice": (
        cell("emendations.csv", 9, "printed", "CTIC"),
        [
            "emendations.csv:9:printed: 'CTIC': expected what stands exactly once in “CTIC 亀戸外国人相談センター "
            "(Catholic Tokyo International Center - CTIC)”"
        ],
    ),
    "remark that quotes nothing of a cell that is not blank": (
        cell("emendations.csv", 14, "printed", ""),
        [
            "emendations.csv:14:printed: '': expected what stands exactly once in “難民 外国人労働者問題キリスト者連 絡会 "
            "(Christian Coalitions on Refugees and Foreign Migrant Workers - Nankiren)”"
        ],
    ),
}


def test_each_rule_finds_what_breaks_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All at once: exactly these lines, apart from those that say that a derived table is no longer what the printed ones give."""
    for breakage, _ in BROKEN.values():
        breakage(data)
    _, found = checked(data, capsys)
    assert sorted(line for line in found if not line.endswith(STALE)) == sorted(line for _, lines in BROKEN.values() for line in lines)


@pytest.mark.parametrize(
    ("breakage", "lines"),
    [
        pytest.param(
            lambda folder: (
                cell("groups.csv", 3, "name_en", "CTIC")(folder),
                cell("groups.csv", 4, "ended", "2003")(folder),
                cell("predecessors.csv", 2, "name_ja", "横浜")(folder),
                cell("source/table-1.csv", 2, "Member", "301")(folder),
            ),
            [
                f"groups.csv:2:members: '300': expected '301': {STALE}",
                f"groups.csv:3:name_en: 'CTIC': expected 'CTIC - Meguro': {STALE}",
                f"groups.csv:4:ended: '2003': expected nothing: {STALE}",
                f"predecessors.csv:2:group_id+name_ja: 'T1-10 + 横浜': expected no such record: {STALE}",
                f"predecessors.csv:group_id+name_ja: 'T1-10 + 横浜教区 滞日外国人と連帯する会': not found: expected such a record: {STALE}",
            ],
            id="cells of printed and derived tables changed",
        ),
        pytest.param(
            converted(
                "predecessors.csv", lambda content: b"".join([*(lines := content.splitlines(keepends=True))[:-2], lines[-1], lines[-2]])
            ),
            [f"predecessors.csv:group_id+name_ja: records in another order: expected that of the printed tables: {STALE}"],
            id="derived records in another order",
        ),
        pytest.param(
            cell("source/table-1.csv", 2, "Member", "301"),
            [f"groups.csv:2:members: '300': expected '301': {STALE}"],
            id="printed cell changed",
        ),
        pytest.param(
            lambda folder: (
                cell("source/table-1.csv", 3, "Year Began", "199O")(folder),
                cell("source/table-1.csv", 5, "Group Name", "難民連 絡会")(folder),
                cell("source/table-6.csv", 2, "Members", "fifty")(folder),
            ),
            [
                "source/table-1.csv:3:Year Began: '199O': expected a year, “1992 -2002”, “1988 *1984*”, “1998 1990”, or nothing",
                "source/table-1.csv:5:Group Name: '難民連 絡会': "
                "expected “name (English name)”, and “旧：name (Former: English name)” behind it where there is a predecessor "
                "(as emended: '難民連絡会')",
                "source/table-6.csv:2:Members: 'fifty': expected a number, “3,000 *2,000*”, “N/A”, or nothing",
            ],
            id="printed cells outside the grammar",
        ),
        pytest.param(
            cell("source/table-3.csv", 3, "Year Began", "1991"),
            ["source/table-3.csv:3:Year Began: '1991': expected a second, upright year exactly where the name cell gives a predecessor"],
            id="printed cells that do not go together",
        ),
        pytest.param(
            cell("emendations.csv", 13, "printed", "連絡 会"),
            [
                "source/table-1.csv:5:Group Name: "
                "'難民 外国人労働者問題キリスト者連 絡会 (Christian Coalitions on Refugees and…': "
                "E-012 expects “連絡 会” here exactly once"
            ],
            id="emendation of what is not there",
        ),
        pytest.param(
            cell("emendations.csv", 13, "row", "99"),
            ["source/table-1.csv:name: '連 絡会': E-012 emends a cell that does not exist (row 99)"],
            id="emendation of no row",
        ),
        pytest.param(
            cell("emendations.csv", 13, "column", "caption"),
            ["source/table-1.csv:caption: '連 絡会': E-012 emends a cell that does not exist (row 4)"],
            id="emendation of no column",
        ),
    ],
)
def test_printed_and_derived_tables_agree(data: Path, breakage: Break, lines: list[str]) -> None:
    breakage(reduced(data, {*SOURCES, *DERIVED}))
    assert told(list(derived_tables_agree(read_folder(data)))) == lines


def test_divisions_of_which_one_has_no_number_of_seats_have_no_sum(data: Path) -> None:
    """In a folder whose descriptor lets them be unknown."""
    described(lambda resources: field(resources["council_divisions"], "seats")["constraints"].pop("required"))(data)
    cell("council_divisions.csv", 2, "seats", "")(data)
    assert told(list(seats_add_up(read_folder(data)))) == []


def test_every_rule_says_what_it_demands() -> None:
    assert all(re.fullmatch(r"[A-Z].+\.", rule.__doc__ or "") for rule in RULES)
    assert len(set(RULES)) == len(RULES)


def turned_upside_down(column: list[str]) -> list[str]:
    """Return the cells of a column in the opposite order: each is one that the column may hold."""
    return column[::-1]


def wiped_out(column: list[str]) -> list[str]:
    """Return as many empty cells."""
    return [""] * len(column)


CHANGES = (
    (turned_upside_down, slice(0, None, 2)),
    (turned_upside_down, slice(1, None, 2)),
    (wiped_out, slice(1, None, 2)),
)


def test_no_rule_stumbles_over_any_cells(data: Path) -> None:
    """Every other column of all files is turned upside down or wiped out: there are findings, and no error."""
    originals = {file: list(csv.reader(file.read_text(encoding="utf-8").splitlines())) for file in sorted(data.rglob("*.csv"))}
    for change, part in CHANGES:
        for file, (header, *rows) in originals.items():
            columns = [list(column) for column in zip(*rows, strict=True)]
            columns[part] = [change(column) for column in columns[part]]
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows([header, *zip(*columns, strict=True)])
            file.write_text(text.getvalue(), encoding="utf-8", newline="\n")
        findings = check_folder(data).findings
        assert findings
        assert not any(finding.file == "datapackage.json" for finding in findings), (change, part)


TABLES_OF_RULES = ("table-1", "emendations", "groups", "predecessors", "events", "categories", "council_divisions")


def test_no_rule_stumbles_over_any_descriptor(data: Path) -> None:
    """Tables without their columns' types, then without their columns' names, then gone: there are findings, and no error."""

    def untyped(of: dict[str, dict[str, Any]]) -> None:
        for name in TABLES_OF_RULES:
            for column in of[name]["schema"]["fields"]:
                column.update(type="string", constraints={})

    def renamed(of: dict[str, dict[str, Any]]) -> None:
        for name in TABLES_OF_RULES:
            for column in of[name]["schema"]["fields"]:
                column.update(name=f"{column['name']}_")

    described(untyped)(data)
    assert check_folder(data).tables
    described(renamed)(data)
    assert check_folder(data).findings


def test_a_rule_without_its_table_says_so(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    described(lambda of: of["events"].update(name="happenings"))(data)
    assert checked(data, capsys) == (1, ["datapackage.json: the rule dates_in_order cannot be applied: KeyError: 'events'"])


# --- the command line ---


def test_derive_makes_the_tables_that_are_there(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {name: (data / f"{name}.csv").read_bytes() for name in DERIVED}
    for name in DERIVED:
        (data / f"{name}.csv").unlink()
    assert main(["derive", str(data)]) == 0
    output, errors = capsys.readouterr()
    assert errors == ""
    assert output.splitlines()[:2] == [f"{data / 'groups.csv'}: 79 records", f"{data / 'predecessors.csv'}: 6 records"]
    assert {name: (data / f"{name}.csv").read_bytes() for name in DERIVED} == before


@pytest.mark.parametrize(
    ("breakage", "message"),
    [
        pytest.param(
            cell("source/table-1.csv", 3, "Year Began", "199O"), "source/table-1.csv:3:Year Began: '199O': expected a year", id="grammar"
        ),
        pytest.param(
            cell("source/table-3.csv", 3, "Year Began", "1991"),
            "source/table-3.csv:3:Year Began: '1991': expected a second",
            id="cells together",
        ),
        pytest.param(
            cell("emendations.csv", 13, "row", "99"),
            "source/table-1.csv:100:Group Name: '連 絡会': E-012 emends a cell that does not exist",
            id="emendation",
        ),
        *(
            pytest.param(breakage, ": the derived tables cannot be made: ", id=name)
            for name, breakage in {
                "type": cell("emendations.csv", 13, "row", "x"),
                "category": cell("categories.csv", 2, "table", "6"),
                "bytes": converted("categories.csv", lambda content: content + b"\xe9"),
                "empty file": written("categories.csv", ""),
                "descriptor": written("datapackage.json", "{"),
                "table gone": described(lambda of: of["emendations"].update(name="corrections")),
            }.items()
        ),
        pytest.param(lambda folder: (folder / "categories.csv").unlink(), "categories.csv", id="no file"),
    ],
)
def test_derive_writes_nothing_where_something_is_wrong(
    data: Path, breakage: Break, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    breakage(data)
    for name in DERIVED:
        (data / f"{name}.csv").unlink()
    assert main(["derive", str(data)]) == 1
    output, errors = capsys.readouterr()
    assert output == ""
    assert message in errors
    assert errors.count("\n") == 1
    assert not any((data / f"{name}.csv").exists() for name in DERIVED)


def test_derive_says_where_it_cannot_write(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "groups.csv").unlink()
    (data / "groups.csv").mkdir()
    assert main(["derive", str(data)]) == 1
    output, errors = capsys.readouterr()
    assert output == ""
    assert str(data / "groups.csv") in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("arguments", [[], ["chekc"], ["check", "a", "b"], ["check", "--quiet"]])
def test_usage_errors_exit_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("usage: supportgroups [")


@pytest.mark.parametrize("status", ["学校法人", "=school", "学校法人=", "学校法人=School"])
def test_a_status_without_its_coding_is_told(status: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["new-dataset", "osaka", "--prefecture", "Osaka", "--title", "A", "--source", "B", "--status", status])
    assert f"{status!r}: expected a status and its coding" in capsys.readouterr().err


def test_what_is_no_folder_of_data_is_not_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    assert main(["digest", str(tmp_path)]) == 1
    assert re.fullmatch(r".+: nothing is noted: .+: expected what python -m supportgroups check lets pass\n", capsys.readouterr().err)
    assert [file.name for file in tmp_path.iterdir()] == ["datapackage.json"]


def test_nothing_is_derived_into_the_installed_package(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed = data.rename(data.with_name("supportgroups")) / "data"
    monkeypatch.setattr("supportgroups.__main__.data_directory", lambda: installed)
    assert main(["derive"]) == 1
    assert "expected the data folder, as in python -m supportgroups derive data" in capsys.readouterr().err


COMMANDS = ["check", "derive", "digest", "audit", "new-dataset"]


@pytest.mark.parametrize("arguments", [[], *([command] for command in COMMANDS)])
def test_help_helps(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([*arguments, "--help"])
    assert stop.value.code == 0
    output = capsys.readouterr().out
    expected = ["NAME" if "new-dataset" in arguments else "DIR"] if arguments else COMMANDS
    assert all(word in output for word in expected)
    if "audit" in arguments:  # what an option may be, one after the other
        assert all(", ".join(values) in " ".join(output.split()) for values in (SECTIONS, map(str, Verdict)))


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "supportgroups", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **environment},
    )


def test_a_terminal_that_knows_ascii_only_gets_escapes(groups: Path) -> None:
    cell("groups.csv", 2, "name_ja", "亀戸 ")(groups)
    process = run("check", str(groups), PYTHONIOENCODING="ascii")
    assert (process.returncode, process.stderr) == (1, "")
    assert r"groups.csv:2:name_ja: '\u4e80\u6238 ': expected no blanks" in process.stdout


def test_only_check_needs_frictionless(data: Path) -> None:
    code = (
        "import sys; sys.modules['frictionless'] = None; from supportgroups.__main__ import main;"
        f"main(['derive', {str(data)!r}]) == 0 and sys.exit(main(['check']))"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert (process.returncode, process.stdout.count("\n")) == (1, len(DERIVED))
    assert process.stderr.count("\n") == 1
    assert 'pip install ".[check]"' in process.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pipe")
def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        process = subprocess.run(
            [sys.executable, "-m", "supportgroups", "check", str(tmp_path)], stdout=closed, stderr=subprocess.PIPE, check=False
        )
    assert (process.returncode, process.stderr) == (1, b"")
