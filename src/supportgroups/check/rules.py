"""The rules of the dataset that a descriptor cannot say: `RULES` lists them, and the docstring of each says what it demands.

A rule looks only at cells that passed the descriptor's checks, so that one mistake is not reported twice, and no rule can stumble.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from functools import partial
from itertools import pairwise

from supportgroups import cells
from supportgroups.check.descriptor import is_date
from supportgroups.check.files import Folder, Record, Table, Undescribed
from supportgroups.check.findings import Finding, shown
from supportgroups.dataset import DESCRIPTOR, PRINTED_COLUMNS, TABLES
from supportgroups.derive import DERIVED, PrintedCellError, as_csv, derive
from supportgroups.locators import LocatorError, parse_locator

NPO_LAW = 1998
"""The year in which the law that made NPO corporations possible was passed and came into force."""

ORDER = (
    ("groups", "began", "ended", False),
    ("groups", "began", "npo_since", False),
    ("groups", "organisation_founded", "began", True),
    ("predecessors", "began", "ended", False),
    ("events", "date", "end_date", False),
    ("incorporation_outcomes", "period_from", "period_to", False),
)
"""Table, earlier column, later column, and whether the two must differ."""

PARSERS: dict[str, Callable[[str], object]] = {
    "number": cells.parse_number,
    "name": cells.parse_name,
    "location": cells.parse_location,
    "began": cells.parse_years,
    "legal_status": cells.parse_status,
    "members": cells.parse_members,
    "communities": cells.parse_communities,
}
"""Printed column → its grammar."""

SOURCES = (*(f"table-{table}" for table in TABLES), "emendations", "categories")
"""What the derived tables are made from."""


def references_resolve(folder: Folder) -> Iterator[Finding]:
    """A foreign key's value stands in the table to which it refers."""
    for table in folder.tables.values():
        for columns, target, target_columns in table.schema.foreign_keys:
            if not folder.whole(target, *target_columns):
                continue
            known = {tuple(record[name] for name in target_columns) for record in folder.sound(target)}
            for record in folder.sound(table.schema.name, *columns):
                values = tuple(record[name] for name in columns)
                if all(values) and values not in known:
                    expected = f"expected what stands in {folder.tables[target].schema.path} as {'+'.join(target_columns)}"
                    yield Finding(table.schema.path, record.line, "+".join(columns), " + ".join(values), expected)


def group_ids_agree(folder: Folder) -> Iterator[Finding]:
    """A group's identifier is made of its table and its number."""
    for record in folder.sound("groups", "group_id", "table", "number"):
        expected = f"T{record['table']}-{record.number('number') or 0:02d}"
        if record["group_id"] != expected:
            yield record.finding("group_id", f"expected {expected}, from its table and number")


def categories_agree(folder: Folder) -> Iterator[Finding]:
    """A group's category is that of its table."""
    category_of = {record["table"]: record["category"] for record in folder.sound("categories", "table", "category")}
    for record in folder.sound("groups", "table", "category"):
        expected = category_of.get(record["table"], record["category"])
        if record["category"] != expected:
            yield record.finding("category", f"expected {expected}, the category of table {record['table']} in categories.csv")


def numbers_run_on(folder: Folder) -> Iterator[Finding]:
    """The numbers of a table's groups run from 1 without a gap."""
    return _runs_on(folder, "groups", "table", "number")


def positions_run_on(folder: Folder) -> Iterator[Finding]:
    """The positions of a group's communities run from 1 without a gap."""
    return _runs_on(folder, "communities_served", "group_id", "position")


def _runs_on(folder: Folder, table: str, within: str, column: str) -> Iterator[Finding]:
    if not folder.whole(table, within, column):
        return
    numbered: defaultdict[str, dict[int, Record | None]] = defaultdict(lambda: {0: None})
    for record in folder.sound(table):
        numbered[record[within]][record.number(column) or 0] = record
    for of_one in numbered.values():
        for before, number in pairwise(sorted(of_one)):
            after = of_one[number]
            if number != before + 1 and after is not None:
                yield after.finding(column, f"expected {before + 1}: {column} runs from 1 without a gap for each {within}")


def dates_are_dates(folder: Folder) -> Iterator[Finding]:
    """A date that may be partial is one of the calendar."""
    for table in folder.tables.values():
        for column in table.schema.columns:
            if column.name in ("date", "end_date") and column.type == "string":
                for record in folder.sound(table.schema.name, column.name):
                    if record[column.name] and not is_date(record[column.name]):
                        yield record.finding(column.name, "expected a date: YYYY, YYYY-MM or YYYY-MM-DD")


def dates_in_order(folder: Folder) -> Iterator[Finding]:
    """What is later does not come before what is earlier."""
    for table, earlier, later, differ in ORDER:
        for record in folder.sound(table, earlier, later):
            if _out_of_order(record[earlier], record[later], differ=differ):
                yield record.finding(later, f"expected {'later than' if differ else 'not before'} {earlier}, {record[earlier]}")


def predecessors_come_first(folder: Folder) -> Iterator[Finding]:
    """A predecessor neither began nor ended after its successor began."""
    began = {record["group_id"]: record["began"] for record in folder.sound("groups", "group_id", "began")}
    for column in ("began", "ended"):
        for record in folder.sound("predecessors", "group_id", column):
            successor = began.get(record["group_id"], "")
            if _out_of_order(record[column], successor):
                yield record.finding(column, f"expected not after {successor}, when {record['group_id']} began")


def _out_of_order(earlier: str, later: str, *, differ: bool = False) -> bool:
    """Compare two dates as far as both are given; one that is missing, or no date, is in order."""
    if not (is_date(earlier) and is_date(later)):
        return False
    known = min(len(earlier), len(later))
    return earlier[:known] >= later[:known] if differ else earlier[:known] > later[:known]


def npo_corporations_have_a_year(folder: Folder) -> Iterator[Finding]:
    """A group has a year of incorporation exactly when it is an NPO corporation, and none before the law."""
    for record in folder.sound("groups", "legal_form", "npo_since"):
        since = record.number("npo_since")
        if (record["legal_form"] == "npo_corporation") != (since is not None):
            expected = "expected a year, for its legal_form is" if since is None else "expected nothing, for its legal_form is not"
            yield record.finding("npo_since", f"{expected} npo_corporation")
        elif since is not None and since < NPO_LAW:
            yield record.finding("npo_since", f"expected {NPO_LAW} or later: the year of the NPO Law")


def members_as_reported(folder: Folder) -> Iterator[Finding]:
    """A number of members stands exactly where one is reported, and foreign members are some of them."""
    for record in folder.sound("groups", "members", "members_status"):
        if (record["members_status"] == "reported") != bool(record["members"]):
            expected = "nothing" if record["members"] else "a number"
            yield record.finding("members", f"expected {expected}, for its members_status is {record['members_status']}")
    for record in folder.sound("groups", "members", "foreign_members"):
        members, foreign = record.number("members"), record.number("foreign_members")
        if foreign is not None and (members is None or foreign > members):
            expected = "nothing without members" if members is None else f"at most the number of members, {members}"
            yield record.finding("foreign_members", f"expected {expected}")


def locators_resolve(folder: Folder) -> Iterator[Finding]:
    """A locator points at something that the paper has."""
    for table in folder.tables.values():
        for column in ("locator", "text_locator"):
            for record in folder.sound(table.schema.name, column) if column in table.columns else ():
                try:
                    if record[column]:
                        parse_locator(record[column])
                except LocatorError as error:
                    yield record.finding(column, str(error))


def seats_add_up(folder: Folder) -> Iterator[Finding]:
    """The seats of a council's divisions sum to its own, where all of them are given."""
    if not folder.whole("council_divisions", "council_id", "seats"):
        return
    seats: defaultdict[str, list[int | None]] = defaultdict(list)
    for division in folder.sound("council_divisions"):
        seats[division["council_id"]].append(division.number("seats"))
    for council in folder.sound("councils", "council_id", "seats"):
        of_divisions = seats[council["council_id"]]
        known = [number for number in of_divisions if number is not None]
        if council["seats"] and known and len(known) == len(of_divisions) and council.number("seats") != sum(known):
            yield council.finding("seats", f"expected {sum(known)}, the sum of its divisions in council_divisions.csv")


def printed_cells_parse(folder: Folder) -> Iterator[Finding]:
    """Every emendation fits its cell, and every printed cell, as emended, is within the grammar."""
    if not all(folder.clean(source) for source in SOURCES):
        return
    emended = yield from _emend(folder)
    for printed, row in emended:
        for column, text in row.items():
            parse = PARSERS[column]
            if not row["number"] and column in ("number", "name"):
                # The one row without a number is the predecessor of the row above it.
                parse = str if column == "number" else partial(cells.parse_name, numbered=False)
            try:
                parse(text)
            except cells.CellError as error:
                finding = printed.finding(_header(printed, column), str(error))
                yield finding if finding.value == text else finding._replace(expected=f"{error} (as emended: {shown(text)})")


def _emend(folder: Folder) -> Generator[Finding, None, list[tuple[Record, dict[str, str]]]]:
    """Return the printed rows, each with its cells as emended under our names of the columns; yield the emendations that fit no cell."""
    rows: dict[tuple[int | None, int | None], tuple[Record, dict[str, str]]] = {}
    for number in TABLES:
        if len(folder.tables[f"table-{number}"].columns) != 1 + len(PRINTED_COLUMNS):
            raise Undescribed(f"table-{number}", f"row and {len(PRINTED_COLUMNS)} printed columns")
        for record in folder.sound(f"table-{number}", "row"):
            _, *texts = record.cells.values()
            rows[number, record.number("row")] = record, dict(zip(PRINTED_COLUMNS, texts, strict=True))
    for emendation in folder.sound("emendations", "emendation_id", "table", "row", "column", "printed", "corrected"):
        if not (emendation["row"] and emendation["corrected"]):
            continue  # only noted, or of a whole column or caption
        place, column, old = (emendation.number("table"), emendation.number("row")), emendation["column"], emendation["printed"]
        if not old:
            yield emendation.finding("printed", "expected the printed text that is corrected")
        elif place not in rows:
            yield emendation.finding("row", f"expected a row of table {emendation['table']}")
        elif column not in PRINTED_COLUMNS:
            yield emendation.finding("column", f"expected a column of the row: {', '.join(PRINTED_COLUMNS)}")
        else:
            printed, row = rows[place]
            if row[column].count(old) == 1:
                row[column] = row[column].replace(old, emendation["corrected"])
            else:
                expected = f"expected {shown(old)} in it exactly once: {emendation['emendation_id']} emends it"
                yield printed.finding(_header(printed, column), expected)
    return list(rows.values())


def _header(printed: Record, column: str) -> str:
    """Return what a printed table calls a column."""
    return printed.table.schema.column_names[1 + PRINTED_COLUMNS.index(column)]


def derived_tables_agree(folder: Folder) -> Iterator[Finding]:
    """The derived tables are what the printed tables and the emendations give."""
    if not all(folder.clean(source) for source in SOURCES) or any(printed_cells_parse(folder)):
        return
    try:
        derived = {name: list(csv.reader(io.StringIO(as_csv(frame)))) for name, frame in derive(folder.directory).items()}
    except PrintedCellError as error:
        yield printed_cell_finding(folder, error)
        return
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        # The sources pass every check of their own, and yet do not go together.
        yield Finding(DESCRIPTOR, None, None, None, f"the derived tables cannot be made: {type(error).__name__}: {error}")
        return
    for name in DERIVED:
        if folder.clean(name):
            yield from _differences(folder.tables[name], *derived[name])


def printed_cell_finding(folder: Folder, error: PrintedCellError) -> Finding:
    """Return where in the files the cell stands of which `supportgroups.derive` speaks."""
    table = folder.tables[f"table-{error.table}"]
    for record in table.records:
        if record.number("row") == error.row and error.column in PRINTED_COLUMNS:
            return record.finding(_header(record, error.column), error.expected)
    return Finding(table.schema.path, None, error.column, error.text, f"{error.expected} (row {error.row})")


def _differences(table: Table, header: list[str], *rows: list[str]) -> Iterator[Finding]:
    """Compare a derived table as it stands in its file with what it should be, record by record."""
    hint = "run python -m supportgroups derive"
    path, key = table.schema.path, table.schema.primary_key
    if tuple(header) != table.schema.column_names or not key:
        expected_columns = f"expected a primary key and the columns that derive makes: {', '.join(header)}"
        yield Finding(DESCRIPTOR, None, table.schema.name, None, expected_columns)
        return
    expected = {tuple(row[header.index(name)] for name in key): dict(zip(header, row, strict=True)) for row in rows}
    found = {tuple(record[name] for name in key): record for record in table.records}
    for values, record in found.items():
        if values not in expected:
            yield Finding(path, record.line, "+".join(key), " + ".join(values), f"expected no such record: {hint}")
            continue
        for name in header:
            if record[name] != expected[values][name]:
                yield record.finding(name, f"expected {shown(expected[values][name]) if expected[values][name] else 'nothing'}: {hint}")
    for values in expected:
        if values not in found:
            yield Finding(path, None, "+".join(key), " + ".join(values), f"not found: expected such a record: {hint}")
    if found.keys() == expected.keys() and list(found) != list(expected):
        values, record = next(pair for pair, right in zip(found.items(), expected, strict=True) if pair[0] != right)
        order = f"records in another order: expected that of the printed tables: {hint}"
        yield Finding(path, record.line, "+".join(key), " + ".join(values), order)


RULES: tuple[Callable[[Folder], Iterator[Finding]], ...] = (
    references_resolve,
    group_ids_agree,
    categories_agree,
    numbers_run_on,
    positions_run_on,
    dates_are_dates,
    dates_in_order,
    predecessors_come_first,
    npo_corporations_have_a_year,
    members_as_reported,
    locators_resolve,
    seats_add_up,
    printed_cells_parse,
    derived_tables_agree,
)
"""The rules that a descriptor cannot say; the docstring of each says what it demands."""


def apply_rules(folder: Folder) -> Iterator[Finding]:
    """Return what the rules find in a folder that was read."""
    described = not any(finding.file == DESCRIPTOR for finding in folder.findings)
    for rule in RULES:
        try:
            yield from rule(folder)
        except Undescribed as undescribed:
            # A descriptor that lost a table would otherwise switch off the table's rules in silence. (One with findings of its own
            # has lost it for a reason that was given.)
            if described:
                yield Finding(DESCRIPTOR, None, undescribed.where, None, f"not described: expected by the rule {rule.__name__}")
