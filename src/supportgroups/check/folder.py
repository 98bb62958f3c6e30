"""A data folder: the text of its files, and descriptor and cells as Frictionless reads them."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from frictionless import FrictionlessException, Package, Resource
from frictionless.resources import TableResource

from supportgroups.check.findings import SHOWN_CHARACTERS, Finding
from supportgroups.dataset import DESCRIPTOR, PACKAGE, data_directory, read_descriptor

HELD: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("records.toml").read_text(encoding="utf-8"))
"""Table → what its records are held to; the file says how that is written."""
EXPECTED = {
    "integer": "a whole number",
    "number": "a number",
    "year": "a year (YYYY)",
    "date": "a date (YYYY-MM-DD)",
    "boolean": "true or false",
    "required": "a value",
    "enum": "one of {}",
    "pattern": "text of the form {}",
    "minimum": "{} or more",
    "maximum": "{} or less",
}
"""Type of a column or name of a constraint → what is expected of a cell."""
READ = ("name", "path"), ("primaryKey", "foreignKeys"), ("name", "type", "constraints")
"""What Frictionless is given of a table, its schema and a column: nothing that names an address, which it would ask for."""
MOST_DIGITS = 15  # of a whole number: more are not exact in a spreadsheet, in JSON or as a float
LONGEST_TRIAL = 20  # seconds for which a pattern may be tried on the cells of its column
TRIAL = "import json, re, sys; pattern, cells = json.load(sys.stdin); found = [re.fullmatch(pattern, cell) for cell in cells]"

LONGEST_CELL = 10_000  # In characters. No cell of the paper comes near it: what is longer is an accident.
INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Categories of characters that nobody sees, or that mean nothing or something else on each machine."""
SUSPICIOUS = {
    re.compile(r".*?<[A-Za-z/!?]"): "no markup in angle brackets",
    re.compile(r"[=@\t]|[+-](?![0-9.,]+$)"): "no beginning that a spreadsheet takes for a formula",
    re.compile(
        r"(?i).*?\b(?!https?:)(?:[a-z][a-z0-9+.-]*://|(?:javascript|vbscript):|(?:data|file):\S)"
    ): "no address other than of https or http",
    re.compile(r".*?(?<![A-Za-z0-9%_/.-])[0-9]{16}"): "numbers of at most 15 digits",
    re.compile(r".*?(?![0-9])\d"): "the digits 0 to 9, in the place of those of another script or width",
}
"""What a cell must not begin with or hold → what is expected instead."""
HARMLESS = re.compile("|[A-Za-z(*](?:[A-Za-z0-9.,;()'*/ ]*[A-Za-z0-9.,;()'*])?|[0-9]{1,15}")
"""The text of most cells, of which nothing needs to be asked."""

Lines = list[list[str]]  # the cells of each line of a table

# A cell of any length shall be read, and then told by its own finding.
csv.field_size_limit(2**31 - 1)


@dataclass
class Table:
    """One table: its name and file, name of a column → its type, the primary key, the records that are in order, and the foreign keys."""

    name: str
    path: str
    columns: dict[str, str]
    primary_key: list[str]
    records: list[Record] = field(default_factory=list)
    references: list[tuple[list[str], str, list[str]]] = field(default_factory=list)

    def held_to(self, what: str) -> dict[str, Any]:
        """Return what the records are held to under one heading of ``records.toml``."""
        return HELD.get(self.name, {}).get(what, {})


@dataclass(frozen=True)
class Record:
    """One record that is as the descriptor says: its table, its line, and its cells as text."""

    table: Table = field(repr=False)
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def number(self, column: str) -> int | None:
        """Return a whole number, or None if the cell is empty."""
        return int(self.cells[column]) if self.cells[column] else None

    def cells_of(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Return the cells of several columns."""
        return tuple(self.cells[column] for column in columns)

    def finding(self, column: str, expected: str) -> Finding:
        """Return a finding on one of the cells."""
        return Finding(self.table.path, self.line, column, self.cells[column], expected)

    def is_excepted(self, column: str) -> bool:
        """Return whether one cell is not held to the rules; ``records.toml`` says why."""
        return f"{self.cells[self.table.primary_key[0]]}.{column}" in self.table.held_to("excepted")


def grouped(records: Iterable[Record], columns: Iterable[str]) -> dict[tuple[str, ...], list[Record]]:
    """Return what some columns hold → the records that have it there."""
    found: defaultdict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in records:
        found[record.cells_of(columns)].append(record)
    return found


@dataclass
class Folder:
    """A data folder: its tables by name, whether they are another's than the paper's, what is wrong, and how many claims were judged."""

    directory: Path
    tables: dict[str, Table] = field(default_factory=dict)
    elsewhere: bool = False
    findings: list[Finding] = field(default_factory=list)
    claims: int = 0

    def records(self, table: str) -> list[Record]:
        """Return the records of a table that are as the descriptor says; a dataset of another place may lack a table of the paper's."""
        return [] if self.elsewhere and table not in self.tables else self.tables[table].records

    def clean(self, *tables: str) -> bool:
        """Return whether the files of these tables gave no findings: for rules that look at all records of a table at once."""
        paths = {self.tables[table].path for table in tables if not self.elsewhere or table in self.tables}
        return not any(finding.file in paths for finding in self.findings)


def read_folder(directory: Path) -> Folder:
    """Read a data folder and validate it against its descriptor."""
    folder = Folder(directory)
    described = _read_descriptor(folder)
    folder.elsewhere = bool(described) and read_descriptor(directory).get("name") != PACKAGE
    for resource in described:
        columns = {column.name: column.type for column in resource.schema.fields}
        keys = [(key["fields"], key["reference"]["resource"], key["reference"]["fields"]) for key in resource.schema.foreign_keys]
        folder.tables[resource.name] = Table(resource.name, resource.path, columns, resource.schema.primary_key, references=keys)
        lines, found = check_text(directory, resource.path, may_be_empty=folder.elsewhere)
        folder.findings += found
        if lines and not _patterns_hang(folder, resource, lines):
            try:
                folder.findings += list(_validate(folder, resource, lines))
            except Exception as error:  # Frictionless does not foresee everything that a constraint may be: a minimum may be no number
                fault = f"cannot be used: a constraint does not fit its column's type ({type(error).__name__})"
                folder.findings.append(Finding(DESCRIPTOR, None, resource.name, None, fault))
    folder.findings += list(_references(folder))
    return folder


def _references(folder: Folder) -> Iterator[Finding]:
    """Find references that lead nowhere. Where a table has faults of its own, what refers to it may be right."""
    faulty = {finding.column if finding.file == DESCRIPTOR else finding.file for finding in folder.findings}
    for name, table in folder.tables.items():
        for columns, of, others in table.references:
            target = folder.tables.get(of or name)
            if target is None or not {*others} <= target.columns.keys():
                yield Finding(DESCRIPTOR, None, name, None, f"no such foreign key: expected a table and its columns, not {of} and {others}")
            elif not {target.path, of or name} & faulty:
                there = {record.cells_of(others) for record in target.records}
                for record in table.records:
                    cells = record.cells_of(columns)
                    if any(cells) and cells not in there:
                        what = f"expected what stands in {target.path} as {'+'.join(others)}"
                        yield Finding(table.path, record.line, "+".join(columns), " + ".join(cells), what)


def _read_descriptor(folder: Folder) -> list[Any]:
    """Return the tables that the folder's descriptor describes; note in the folder what is wrong with it."""
    if not folder.directory.is_dir():
        folder.findings.append(Finding(str(folder.directory), None, None, None, f"no such folder: expected one with {DESCRIPTOR}"))
        return []
    where = None
    try:
        descriptor: Any = read_descriptor(folder.directory)
        if not (isinstance(descriptor, dict) and isinstance(descriptor.get("resources"), list) and descriptor["resources"]):
            raise FrictionlessException("expected an object with resources, a list of tables")
        entries: list[dict[str, Any]] = []
        for index, entry in enumerate(descriptor["resources"]):
            # Of the whole package, Frictionless's errors do not say which table they mean.
            where = f"resources[{index}]"
            if not isinstance(entry, dict):
                raise FrictionlessException("expected an object that describes a table")
            where = str(entry.get("name") or where)
            entries.append(_what_is_read(entry))
            resource = Resource.from_descriptor(entries[-1])
            if not (isinstance(resource, TableResource) and resource.path and resource.schema.fields):
                raise FrictionlessException("expected the path of a CSV file, and a schema with columns")
            for column in resource.schema.fields:
                column.create_cell_reader()  # a pattern may be none
        where = None
        if not isinstance(descriptor.get("name"), str):
            raise FrictionlessException("expected a name, of the paper's dataset or of another")
        return list(Package.from_descriptor({"resources": entries}, basepath=str(folder.directory)).resources)
    except FileNotFoundError:
        faults = ["no such file: expected a descriptor"]
    except FrictionlessException as error:
        faults = [reason.note for reason in error.to_errors()]
    except (ValueError, RecursionError) as error:
        faults = [f"expected a descriptor, in JSON and UTF-8: {error}"]
    except Exception:  # a shape over which Frictionless stumbles, in any way; Python's words for it would help nobody
        faults = ["expected what a Data Package descriptor may hold here: Frictionless cannot read it"]
    folder.findings += [Finding(DESCRIPTOR, None, where, None, fault) for fault in faults]
    return []


def _what_is_read(entry: dict[str, Any]) -> dict[str, Any]:
    of_table, of_schema, of_column = READ
    described: dict[str, Any] = {"type": "table", **{key: entry[key] for key in of_table if key in entry}}
    schema = entry.get("schema")
    if not (isinstance(schema, dict) and isinstance(schema.get("fields"), list)):
        return described
    columns = [{key: column[key] for key in of_column if key in column} for column in schema["fields"]]
    for column in columns:
        if not isinstance(column.get("constraints", {}), dict):
            raise FrictionlessException(f"column {column.get('name')}: expected an object of constraints")
    kept = {key: schema[key] for key in of_schema if key in schema}
    return {**described, "schema": {**kept, "fields": columns}}


def _patterns_hang(folder: Folder, resource: Any, lines: Lines) -> bool:
    """Try the patterns that the package's own descriptor does not have, in a process that can be ended: one may backtrack for ever."""
    own = (data_directory() / DESCRIPTOR).read_text(encoding="utf-8")
    unknown = {column.name: column.constraints.get("pattern") for column in resource.schema.fields}
    unknown = {name: pattern for name, pattern in unknown.items() if pattern and json.dumps(pattern, ensure_ascii=False) not in own}
    for name, pattern in unknown.items():
        place = lines[0].index(name) if name in lines[0] else 0
        cells = json.dumps([pattern, list({"", *(line[place] for line in lines[1:] if len(line) > place)})])
        try:
            subprocess.run(
                [sys.executable, "-c", TRIAL], input=cells, encoding="utf-8", timeout=LONGEST_TRIAL, check=True, capture_output=True
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            expected = f"column {name}: expected a pattern that can be tried on its cells within {LONGEST_TRIAL} seconds"
            folder.findings.append(Finding(DESCRIPTOR, None, resource.name, pattern, expected))
            return True
    return False


def _validate(folder: Folder, resource: Any, lines: Lines) -> Iterator[Finding]:
    """Compare each record with what the descriptor says of its cells and keys, and keep those in which nothing was found, before or now."""
    table, (header, *rows) = folder.tables[resource.name], lines
    if header != list(table.columns):
        yield from _check_header(table, header)
        return
    faults = {column.name: _faults(column) for column in resource.schema.fields}
    unique = [(column.name,) for column in resource.schema.fields if column.constraints.get("unique")]
    keys: dict[tuple[str, ...], dict[tuple[str, ...], int]] = {key: {} for key in [tuple(table.primary_key), *unique] if key}
    # One finding on a cell is enough.
    told = {(finding.row, finding.column) for finding in folder.findings if finding.file == table.path}
    wrong = {row for row, _ in told}
    for line, row in enumerate(rows, start=2):
        if not any(row) or len(row) != len(faults):
            expected = f"{len(row) or 'no'} cells: expected {len(faults)}" if len(row) != len(faults) else "no values: expected a record"
            yield Finding(table.path, line, None, None, expected)
            continue
        record = Record(table, line, dict(zip(faults, row, strict=True)))
        found: dict[tuple[str, ...], str] = {
            (column,): f"expected {expected}" for column, cell in record.cells.items() if (expected := faults[column](cell))
        }
        for key, first in keys.items():
            cells = record.cells_of(key)
            if not any(cells) and key == tuple(table.primary_key):
                found.setdefault(key, "expected a value")
            elif any(cells) and first.setdefault(cells, line) != line:
                found.setdefault(key, f"expected to be unique, but line {first[cells]} has the same")
        for key, expected in found.items():
            if (line, "+".join(key)) not in told:
                yield Finding(table.path, line, "+".join(key), " + ".join(record.cells_of(key)), expected)
        if not found and line not in wrong:
            table.records.append(record)


def _faults(column: Any) -> Callable[[str], str]:
    """Return what says of the text of a cell in a column what is expected in its place, or nothing where it is as it should be."""
    read, kind = column.create_cell_reader(), column.type

    @cache  # most texts stand in many cells
    def fault(cell: str) -> str:
        value, notes = read(cell)
        for name, said in (notes or {}).items():
            if name == "type":
                return EXPECTED.get(kind, str(said))
            argument = column.constraints[name]
            if name == "enum":
                near = get_close_matches(cell[:SHOWN_CHARACTERS], map(str, argument), n=1)
                argument = ", ".join(map(str, argument)) + (f" (did you mean {near[0]}?)" if near else "")
            return EXPECTED[name].format(argument) if name in EXPECTED else str(said)
        # What Frictionless reads, but nobody should have to: １９９０, +5, 007, True.
        if kind in ("integer", "year", "date", "boolean") and cell and cell != str(value).lower():
            return EXPECTED[kind]
        return f"at most {MOST_DIGITS} digits" if kind == "integer" and len(cell.lstrip("-")) > MOST_DIGITS else ""

    return fault


def _check_header(table: Table, labels: list[str]) -> Iterator[Finding]:
    """Compare a header that is wrong with the columns of the descriptor; the cells below it are not looked at."""
    note = partial(Finding, table.path, 1)
    missing = [name for name in table.columns if name not in labels]
    extra = [name for name in labels if name not in table.columns]
    if not 0 < len(missing) + len(extra) <= len(table.columns) / 2:
        yield note(None, ",".join(labels), f"expected the header {','.join(table.columns)}")
        return
    for name in extra:
        near = get_close_matches(name[:SHOWN_CHARACTERS], missing, n=1)
        missing = [other for other in missing if other not in near]
        yield note(name, None, f"no such column in {DESCRIPTOR}: expected {f'“{near[0]}”' if near else 'none'}")
    for name in missing:
        yield note(name, None, f"column not found: expected by {DESCRIPTOR}")


def check_text(directory: Path, path: str, *, may_be_empty: bool = False) -> tuple[Lines, list[Finding]]:
    """Return the cells of a file, one record on each line, and what is wrong with its bytes, lines and texts.

    At the first thing that keeps anybody from reading on, there are no lines. Without a record below the header, a table of the paper is
    cut off; another's may have none.
    """
    note, lines, found = partial(Finding, path), Lines(), list[Finding]()
    try:
        there = (directory / path).is_file()
        own = there and (directory / path).resolve().is_relative_to(directory.resolve())
        data = (directory / path).read_bytes() if own else b""
    except OSError as error:
        return [], [note(None, None, None, f"cannot be read: {error.strerror}")]
    if not own:
        what = "a link to elsewhere: expected a file of the folder" if there else f"no such file: expected by {DESCRIPTOR}"
        return [], [note(None, None, None, what)]
    if data.startswith(b"\xef\xbb\xbf"):
        found.append(note(1, None, None, "a byte-order mark: expected UTF-8 without one"))
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, position = data.count(b"\n", 0, error.start) + 1, error.start - data.rfind(b"\n", 0, error.start)
        expected = f"byte 0x{data[error.start]:02X} at position {position}: expected UTF-8, as a spreadsheet saves “CSV UTF-8”"
        return [], [*found, note(line, None, None, expected)]
    if not text.strip():
        return [], [*found, note(None, None, None, "empty: expected a header and records")]
    if "\r" in text:
        line, number = text.count("\n", 0, text.index("\r")) + 1, text.count("\r")
        expected = f"a carriage return, the first of {number}: expected lines that end with a line feed only"
        found.append(note(line, None, None, expected))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.endswith("\n"):
        found.append(note(text.count("\n") + 1, None, None, "no line feed at the end: expected one (is the file cut off?)"))
    for number, record in enumerate(text.removesuffix("\n").split("\n"), start=1):
        try:
            cells = next(csv.reader([record], strict=True), []) if '"' in record or not record else record.split(",")
        except csv.Error:
            expected = "a quotation mark that is not closed on its line, or not doubled inside a cell: expected one record per line"
            return [], [*found, note(number, None, None, f"{expected} (the rest of the file was not read)")]
        lines.append(cells)
        for column, cell in zip(lines[0], cells, strict=False):
            if len(cell) > LONGEST_CELL:
                return [], [*found, note(number, column, cell, f"expected at most {LONGEST_CELL:,} characters, not {len(cell):,}")]
            if fault := _fault(cell):
                found.append(note(number, column, cell, f"expected {fault}"))
    if number == 1 and not may_be_empty:
        found.append(note(None, None, None, "no records: expected at least one below the header"))
    return lines, found


@lru_cache(maxsize=1 << 16)  # most texts stand in many cells
def _fault(cell: str) -> str:
    """Return what is expected of the text of a cell that is not as it should be."""
    if HARMLESS.fullmatch(cell):
        return ""
    if not cell.isascii() or not cell.isprintable():
        for char in cell:
            if unicodedata.category(char) in INVISIBLE or char == "\ufffd":
                return f"no control characters (U+{ord(char):04X})"
    if cell != cell.strip():
        return "no blanks at the beginning and the end"
    return next((expected for pattern, expected in SUSPICIOUS.items() if pattern.match(cell)), "")
