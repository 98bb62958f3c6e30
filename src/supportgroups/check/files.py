"""The files of a data folder: their bytes, their records, and every cell against the descriptor."""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property, partial
from pathlib import Path

from supportgroups.check.descriptor import Column, DescriptorReader, Schema, UnreadableError, read_file
from supportgroups.check.findings import SHOWN_CHARACTERS, Finding
from supportgroups.dataset import DESCRIPTOR

LONGEST_CELL = 10_000
"""In characters. No cell of the paper comes near it: what is longer is an accident."""
INVISIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
MARKUP = re.compile(r"<[A-Za-z/!?]")
UNDECODED = re.compile("[\udc80-\udcff]")
"""What Python puts in the place of bytes that are not UTF-8."""


@dataclass
class Record:
    """One record: where it begins, its cells as text, and the names of the columns whose cells passed all checks."""

    table: Table
    line: int
    cells: dict[str, str]
    sound: set[str] = field(default_factory=set)

    def __getitem__(self, column: str) -> str:
        """Return a cell as text."""
        return self.cells[column]

    def number(self, column: str) -> int | None:
        """Return a cell of a column of whole numbers, or None if it is empty."""
        if self.table.columns[column].type not in ("integer", "year"):
            raise Undescribed(self.table.schema.name, column)
        return int(self.cells[column]) if self.cells[column] else None

    def finding(self, column: str, expected: str) -> Finding:
        """Return a finding on one of the cells."""
        return Finding(self.table.schema.path, self.line, column, self.cells[column], expected)


@dataclass
class Table:
    """One table as it stands in its file; ``complete`` unless a part of the file could not be read as records of the described columns."""

    schema: Schema
    records: list[Record] = field(default_factory=list)
    complete: bool = False

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Name of a column → what the descriptor says of it."""
        return {column.name: column for column in self.schema.columns}


class Undescribed(LookupError):  # noqa: N818 (no error of the user: a signal)
    """A rule needs a table or column that the descriptor does not describe, or describes otherwise."""

    def __init__(self, table: str, column: str | None = None) -> None:
        self.where = table if column is None else f"{table}.{column}"


@dataclass
class Folder:
    """A data folder: its tables by name, and what the descriptor and the schemas found fault with."""

    directory: Path
    tables: dict[str, Table] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def sound(self, table: str, *columns: str) -> Iterator[Record]:
        """Return the records of a table whose cells in the given columns passed the schema's checks: rules look at no others."""
        if table not in self.tables:
            raise Undescribed(table)
        for column in columns:
            if column not in self.tables[table].columns:
                raise Undescribed(table, column)
        return (record for record in self.tables[table].records if record.sound.issuperset(columns))

    def whole(self, table: str, *columns: str) -> bool:
        """Return whether the file is complete and all its records are `sound`: for rules that look at many records at once."""
        return len(list(self.sound(table, *columns))) == len(self.tables[table].records) and self.tables[table].complete

    def clean(self, table: str) -> bool:
        """Return whether neither the descriptor nor the table's file gave a finding."""
        if table not in self.tables:
            raise Undescribed(table)
        return not any(finding.file in (DESCRIPTOR, self.tables[table].schema.path) for finding in self.findings)


def read_folder(directory: Path) -> Folder:
    """Read a data folder and check its descriptor, its files and every cell against the descriptor.

    Parameters
    ----------
    directory
        The folder.

    Returns
    -------
    Folder
        The tables, and the findings so far. Nothing that the folder may hold raises an error.
    """
    folder = Folder(directory)
    try:
        fault = None if directory.is_dir() else "not a folder" if directory.exists() else "not found"
    except OSError as error:
        fault = f"cannot be read: {error.strerror}"
    if fault:
        folder.findings.append(Finding(str(directory), None, None, None, f"{fault}: expected a folder with {DESCRIPTOR}"))
        return folder
    reader = DescriptorReader()
    for schema in reader.read(directory):
        folder.tables[schema.name] = Table(schema)
    folder.findings += reader.findings
    for table in folder.tables.values():
        folder.findings += _read_table(table, directory)
    # Where the descriptor cannot be read, every file would be one that it does not name.
    if folder.tables:
        folder.findings += _unnamed_files(directory, reader.paths)
    return folder


def _unnamed_files(directory: Path, named: set[str]) -> Iterator[Finding]:
    """Return the CSV files that the descriptor does not name; hidden folders, such as Jupyter's checkpoints, are left alone."""
    for parent, folders, files in os.walk(directory):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = (Path(parent) / name).relative_to(directory).as_posix()
            if name.lower().endswith(".csv") and not name.startswith(".") and path not in named:
                yield Finding(path, None, None, None, f"not named in {DESCRIPTOR}: expected there, or not here")


def _read_table(table: Table, directory: Path) -> Iterator[Finding]:
    """Fill a table from its file and return what is wrong with the file, its header, its records and its cells."""
    path = table.schema.path
    note = partial(Finding, path)
    try:
        data = read_file(directory, path)
    except UnreadableError as error:
        yield note(None, None, None, str(error))
        return
    text = yield from _decode(data, table.schema)
    if text is None:
        return
    records = _records(text, path)
    try:
        _, header = next(records)
        yield from _check_header(table, header)
        for line, row in records:
            if len(row) == len(header):
                known = {name: cell for name, cell in zip(header, row, strict=True) if name in table.columns}
                table.records.append(Record(table, line, known))
            else:
                expected = f"{len(row)} cells: expected {len(header)}" if row else f"an empty line: expected {len(header)} cells"
                table.complete = False
                yield note(line, None, None, expected)
    except _Broken as broken:
        table.complete = False
        yield broken.finding
    else:
        if not table.records and table.complete:
            table.complete = False
            yield note(None, None, None, "no records: expected at least one below the header")
    for record in table.records:
        yield from _check_cells(record)
    yield from _check_unique(table)


def _decode(data: bytes, schema: Schema) -> Generator[Finding, None, str | None]:
    """Return the text of a file with line feeds only, or None where there is none; yield what is wrong with its bytes."""
    note = partial(Finding, schema.path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:2]:
        yield note(1, None, None, "UTF-16: expected UTF-8")
        return None
    if data.startswith(b"\xef\xbb\xbf"):
        yield note(1, None, None, "a byte-order mark: expected UTF-8 without one")
        data = data[3:]
    if not data.strip():
        yield note(None, None, None, f"empty: expected the columns {', '.join(schema.column_names)}")
        return None
    if b"\r" in data:
        line, number = data.count(b"\n", 0, data.index(b"\r")) + 1, data.count(b"\r")
        yield note(line, None, None, f"a carriage return, the first of {number}: expected lines that end with a line feed only")
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not data.endswith(b"\n"):
        yield note(data.count(b"\n") + 1, None, None, "no line feed at the end: expected one (is the file cut off?)")
    yield from _undecoded_lines(data, schema.path)
    # The bytes that are no UTF-8 have their findings; the rest of the file is checked all the same.
    return data.decode("utf-8", "surrogateescape")


class _Broken(ValueError):  # noqa: N818 (it never leaves this module)
    """CSV that cannot be split into cells any further."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


@contextmanager
def _no_field_limit() -> Iterator[None]:
    """Let the csv module read cells of any length (its limit is one for the whole process, so it is put back)."""
    limit = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def _records(text: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """Return the records of a CSV file, each with the line on which it begins; raise `_Broken` where they end before the file does."""
    # Lines end at line feeds only: other characters that Python takes for line ends may stand in a cell.
    reader = csv.reader(io.StringIO(text, newline="\n"), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            with _no_field_limit():
                row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            expected = "a quotation mark that is not closed, or not doubled inside a cell: expected CSV (the rest of the file was not read)"
            raise _Broken(Finding(path, line, None, None, expected)) from None
        yield line, row


def _undecoded_lines(data: bytes, path: str) -> Iterator[Finding]:
    """Return a finding for each line that is not UTF-8, with the first byte that is to blame."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return
    try:
        guess = "Shift-JIS" if re.search("[ぁ-んァ-ヶ]", data.decode("cp932")) else "Latin-1"
    except UnicodeDecodeError:
        guess = "Latin-1"
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            byte = f"byte 0x{line[error.start]:02X} at position {error.start + 1}"
            yield Finding(path, number, None, None, f"{byte}: expected UTF-8 (is it {guess}?)")


def _check_header(table: Table, header: Sequence[str]) -> Iterator[Finding]:
    """Compare the header with the descriptor's columns."""
    note = partial(Finding, table.schema.path, 1)
    expected = table.schema.column_names
    if not set(header).intersection(expected):
        found = ",".join(header)
        yield note(None, found, f"expected the header {','.join(expected)}")
        return
    missing = [name for name in expected if name not in header]
    for name, number in Counter(header).items():
        if number > 1:
            yield note(name, None, "the column is there more than once: expected once")
        elif name not in expected:
            near = get_close_matches(name[:SHOWN_CHARACTERS], missing, n=1)
            missing = [other for other in missing if other not in near]
            yield note(name, None, f"no such column in {DESCRIPTOR}: expected {f'“{near[0]}”' if near else 'none'}")
    for name in missing:
        yield note(name, None, f"column not found: expected by {DESCRIPTOR}")
    if sorted(header) == sorted(expected):
        wrong = next((pair for pair in zip(header, expected, strict=True) if pair[0] != pair[1]), None)
        if wrong:
            yield note(wrong[0], None, f"columns in another order: expected “{wrong[1]}” here")
    table.complete = tuple(header) == expected


def _check_cells(record: Record) -> Iterator[Finding]:
    """Check each cell of a record; one finding per cell, the most basic one."""
    for name, text in record.cells.items():
        fault = _text_fault(text) or record.table.columns[name].fault(text)
        if fault:
            yield record.finding(name, fault)
        elif not UNDECODED.search(text):  # which has its finding already
            record.sound.add(name)


def _text_fault(text: str) -> str | None:
    """Return what was expected of a text that no cell may be, or None."""
    if len(text) > LONGEST_CELL:
        return f"expected at most {LONGEST_CELL:,} characters, not {len(text):,}"
    if invisible := INVISIBLE.search(text):
        return f"expected no control characters (U+{ord(invisible[0]):04X})"
    if text != text.strip():
        return "expected no blanks at the beginning and the end"
    if MARKUP.search(text):
        return "expected no markup in angle brackets"
    return None


def _check_unique(table: Table) -> Iterator[Finding]:
    """Check that no value stands twice in a unique column, and no combination of values twice in the primary key."""
    keys: list[tuple[str, ...]] = [(column.name,) for column in table.schema.columns if column.unique]
    if table.schema.primary_key not in keys:
        keys.append(table.schema.primary_key)
    for key in filter(None, keys):
        first: dict[tuple[str, ...], int] = {}
        for record in table.records:
            values = tuple(record[name] for name in key if name in record.sound)
            if len(values) < len(key):
                continue
            if key == table.schema.primary_key and not all(values):
                yield record.finding(key[values.index("")], "expected a value, for it is part of the primary key")
            elif all(values) and first.setdefault(values, record.line) != record.line:
                record.sound.difference_update(key)
                expected = f"expected to be unique, but line {first[values]} has the same"
                yield Finding(table.schema.path, record.line, "+".join(key), " + ".join(values), expected)
