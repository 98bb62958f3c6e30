"""The rules of the dataset that a descriptor cannot say: every public function is one, and its docstring says what it demands.

A rule looks only at records that are as the descriptor says, so that one mistake is not reported twice, and no rule can stumble.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import partial

from supportgroups.check.findings import Finding, shown
from supportgroups.check.folder import Folder, Table
from supportgroups.dataset import DESCRIPTOR, PRINTED_COLUMNS, TABLES, data_directory, read_descriptor
from supportgroups.derive import PrintedCellError, as_csv, derive
from supportgroups.locators import ROWS, LocatorError, parse_locator

ADDITIONS = "additions"  # the table in which an owner of a copy names the groups that the paper does not print
YEARS = 1800, 2100  # the first and the last year of which anything can be said here

ORDER = (
    ("groups", "began", "ended", False),
    ("groups", "began", "npo_since", False),
    ("groups", "organisation_founded", "began", True),
    ("predecessors", "began", "ended", False),
    ("events", "date", "end_date", False),
    ("incorporation_outcomes", "period_from", "period_to", False),
)
"""Table, earlier column, later column, and whether the two must differ."""

SOURCES = (*(f"table-{table}" for table in TABLES), "emendations", "categories")
"""What the derived tables are made from."""


def files_are_described(folder: Folder) -> Iterator[Finding]:
    """The descriptor names every CSV file of the folder, those in hidden folders left aside."""
    described = {table.path for table in folder.tables.values()}
    for file in sorted(file for file in folder.directory.rglob("*") if file.suffix.lower() == ".csv"):
        path = file.relative_to(folder.directory).as_posix()
        if path not in described and not re.search(r"(^|/)\.", path):
            yield Finding(path, None, None, None, f"not named in {DESCRIPTOR}: expected there, or not here")


def numbers_run_on(folder: Folder) -> Iterator[Finding]:
    """The numbers of a table's groups run from 1 without a gap."""
    last: defaultdict[str, int] = defaultdict(int)
    for record in folder.records("groups") if folder.clean("groups") else ():
        expected = last[record["table"]] + 1
        last[record["table"]] = record.number("number") or expected
        if last[record["table"]] != expected:
            yield record.finding("number", f"expected {expected}: the numbers of a table run from 1 without a gap")


def added_rows_are_marked(folder: Folder) -> Iterator[Finding]:
    """A numbered row beyond those that the paper prints is named in the table of additions."""
    if folder.elsewhere:
        return
    named = {record["group_id"] for record in folder.records(ADDITIONS)} if ADDITIONS in folder.tables else set()
    for table, last in ROWS.items():
        column = list(folder.tables[f"table-{table}"].columns)[1]
        for record in folder.records(f"table-{table}"):
            group_id = f"T{table}-{record[column]:0>2}"
            if record[column].isdecimal() and int(record[column]) > last and group_id not in named:
                expected = f"expected a line for {group_id} in {ADDITIONS}.csv: the paper prints {last} numbered rows in table {table}"
                yield record.finding(column, expected)


def dates_are_dates(folder: Folder) -> Iterator[Finding]:
    """A date that may be partial is one of the calendar."""
    for table in folder.tables.values():
        for column in {"date", "end_date"} & table.columns.keys():
            for record in table.records:
                if record[column] and not _is_date(record[column]):
                    yield record.finding(column, f"expected a date: YYYY, YYYY-MM or YYYY-MM-DD, {YEARS[0]} to {YEARS[1]}")


def dates_in_order(folder: Folder) -> Iterator[Finding]:
    """What is later does not come before what is earlier."""
    for table, earlier, later, differ in ORDER:
        for record in folder.records(table):
            if _out_of_order(record[earlier], record[later], differ=differ):
                yield record.finding(later, f"expected {'later than' if differ else 'not before'} {earlier}, {record[earlier]}")


def predecessors_come_first(folder: Folder) -> Iterator[Finding]:
    """A predecessor neither began nor ended after its successor began."""
    began = {record["group_id"]: record["began"] for record in folder.records("groups")}
    for record in folder.records("predecessors"):
        for column in ("began", "ended"):
            successor = began.get(record["group_id"], "")
            if _out_of_order(record[column], successor):
                yield record.finding(column, f"expected not after {successor}, when {record['group_id']} began")


def _is_date(text: str) -> bool:
    """Return whether a text is a date of the calendar: YYYY, YYYY-MM or YYYY-MM-DD."""
    try:
        date.fromisoformat(text + "-01" * ((10 - len(text)) // 3))
    except ValueError:
        return False
    return bool(re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text)) and YEARS[0] <= int(text[:4]) <= YEARS[1]


def _out_of_order(earlier: str, later: str, *, differ: bool = False) -> bool:
    """Compare two dates as far as both are given; one that is missing, or no date, is in order."""
    if not (_is_date(earlier) and _is_date(later)):
        return False
    known = min(len(earlier), len(later))
    return earlier[:known] >= later[:known] if differ else earlier[:known] > later[:known]


def foreign_members_are_members(folder: Folder) -> Iterator[Finding]:
    """A group has at least as many members as foreign members."""
    for record in folder.records("groups"):
        if (record.number("foreign_members") or 0) > (record.number("members") or 0):
            yield record.finding("foreign_members", f"expected at most as many as members: {record['members'] or 'none'}")


def locators_resolve(folder: Folder) -> Iterator[Finding]:
    """A locator points at something that the paper has."""
    for table in folder.tables.values():
        for column in {"locator", "text_locator"}.intersection(table.columns):
            for record in table.records:
                try:
                    if record[column]:
                        parse_locator(record[column])
                except LocatorError as error:
                    yield record.finding(column, str(error))


def seats_add_up(folder: Folder) -> Iterator[Finding]:
    """The seats of a council's divisions sum to its own, where all of them are given."""
    seats: defaultdict[str, list[int | None]] = defaultdict(list)
    for division in folder.records("council_divisions") if folder.clean("council_divisions") else ():
        seats[division["council_id"]].append(division.number("seats"))
    for council in folder.records("councils"):
        known = [number for number in seats[council["council_id"]] if number is not None]
        whole = known and len(known) == len(seats[council["council_id"]])
        if whole and council["seats"] and council.number("seats") != sum(known):
            yield council.finding("seats", f"expected {sum(known)}, the sum of its divisions in council_divisions.csv")


def derived_tables_agree(folder: Folder) -> Iterator[Finding]:
    """Every printed cell, as emended, is within the grammar, and the derived tables are what the printed ones give."""
    if not folder.clean(*SOURCES):
        return
    try:
        derived = derive(folder.directory)
    except PrintedCellError as error:
        yield from (_printed_cell(folder, one) for one in error.all)
        return
    for name, frame in derived.items():
        text = as_csv(frame)
        if folder.clean(name) and text != (folder.directory / folder.tables[name].path).read_text(encoding="utf-8"):
            yield from _differences(folder.tables[name], text)


def _printed_cell(folder: Folder, error: PrintedCellError) -> Finding:
    """Return a finding on a printed cell of which `supportgroups.derive` speaks."""
    printed = folder.tables[f"table-{error.table}"]
    for record in printed.records:
        if record.number("row") == error.row and error.column in PRINTED_COLUMNS:
            header = list(printed.columns)[1 + PRINTED_COLUMNS.index(error.column)]
            emended = "" if record[header] == error.text else f" (as emended: {shown(error.text)})"
            return record.finding(header, f"{error.expected}{emended}")
    return Finding(printed.path, None, error.column, error.text, f"{error.expected} (row {error.row})")


def _differences(table: Table, text: str) -> Iterator[Finding]:
    """Compare a derived table in its file with the text that it should be, record by record."""
    hint = "run python -m supportgroups derive"
    expected = {tuple(row[column] for column in table.primary_key): row for row in csv.DictReader(io.StringIO(text))}
    found = {record.cells_of(table.primary_key): record for record in table.records}
    note = partial(Finding, table.path, column="+".join(table.primary_key))
    for values, record in found.items():
        for column, text in expected.get(values, {}).items():
            if record[column] != text:
                yield record.finding(column, f"expected {shown(text) if text else 'nothing'}: {hint}")
        if values not in expected:
            yield note(row=record.line, value=" + ".join(values), expected=f"expected no such record: {hint}")
    for values in expected:
        if values not in found:
            yield note(row=None, value=" + ".join(values), expected=f"not found: expected such a record: {hint}")
    if found.keys() == expected.keys() and list(found) != list(expected):
        yield note(row=None, value=None, expected=f"records in another order: expected that of the printed tables: {hint}")


def emendations_quote_what_is_printed(folder: Folder) -> Iterator[Finding]:
    """What an emendation quotes is once in its cell, header or caption, and whole, or nothing if that is blank; no header is corrected."""
    if not folder.clean("categories"):
        return
    captions = {record["table"]: record["caption_printed"] for record in folder.records("categories")}
    for emendation in folder.records("emendations"):
        table, row, column = emendation["table"], emendation["row"], emendation["column"]
        # A correction that fits no cell is found where the derived tables are made.
        if (emendation["corrected"] and row) or not folder.clean(f"table-{table}"):
            continue
        figures, others = (re.findall("[0-9]+", emendation[one]) for one in ("corrected", "printed"))
        if emendation["corrected"] and (column != "caption" or figures != others):
            yield emendation.finding("corrected", "expected nothing for a header, and of a caption the figures that are printed")
        printed = folder.tables[f"table-{table}"]
        header = dict(zip(PRINTED_COLUMNS, list(printed.columns)[1:], strict=True))
        if row:
            record = next((record for record in printed.records if record["row"] == row), None)
            if record is None:
                yield emendation.finding("row", f"expected a row of table {table}")
                continue
            text = record[header[column]] if column in header else ""
        else:
            text = captions[table] if column == "caption" else header[column]
        quoted = emendation["printed"]
        if (text.count(quoted) != 1) if quoted else bool(text):
            yield emendation.finding("printed", f"expected what stands exactly once in “{text}”")
        elif not emendation.is_excepted("printed") and not _is_whole(quoted, text, column if row or column == "caption" else "header"):
            yield emendation.finding("printed", f"expected a whole header, label or name, not a part of one, in “{text}”")


def _is_whole(quoted: str, text: str, column: str) -> bool:
    """Return whether what is quoted once from a cell is one or several of its labels, or of a name in it no part of several words."""
    if column == "caption" or not quoted:
        return True
    before, after = text.split(quoted)
    if column == "name":
        part = " " in quoted and quoted.isascii() and quoted[0] != "("
        return not part or bool(re.search(r"(^|[^\x21-\x7e] |[-:/] ?|\()$", before) and re.match(r" ?[-/:()]| [^\x21-\x7e]|$", after))
    between = {"communities": ", ", "began": " "}.get(column, text)
    return (before or between).endswith(between) and (after or between).startswith(between)


def nothing_is_taken_from_the_descriptor(folder: Folder) -> Iterator[Finding]:
    """What the paper's descriptor demands of a table, a copy of it demands as well; what it demands may differ."""
    if folder.elsewhere:
        return
    copied = {resource["name"]: resource["schema"] for resource in read_descriptor(folder.directory)["resources"]}
    for resource in read_descriptor(data_directory())["resources"]:
        name, schema = resource["name"], resource["schema"]
        if name not in copied:
            continue
        columns = {field["name"]: field for field in copied[name]["fields"]}
        note = partial(Finding, DESCRIPTOR, None, name)
        if schema["primaryKey"] != copied[name].get("primaryKey"):
            yield note(None, f"expected the primary key {schema['primaryKey']}")
        for key in schema.get("foreignKeys", []):
            if key not in copied[name].get("foreignKeys", []):
                yield note(None, f"expected the foreign key {key['fields']} to {key['reference']['resource'] or name}")
        for field in schema["fields"]:
            for constraint in field.get("constraints", {}):
                if field["name"] in columns and constraint not in columns[field["name"]].get("constraints", {}):
                    yield note(field["name"], f"expected the constraint “{constraint}”")
