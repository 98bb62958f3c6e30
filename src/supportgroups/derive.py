"""From the printed tables and their emendations to the tidy tables: ``python -m supportgroups derive``.

source/table-1.csv … table-6.csv  ─┐
emendations.csv                   ─┴→  groups.csv · predecessors.csv · communities_served.csv
"""

from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from supportgroups.cells import (
    COMMUNITIES,
    LEGAL_FORMS,
    LOCATIONS,
    CellError,
    parse_communities,
    parse_location,
    parse_members,
    parse_name,
    parse_number,
    parse_status,
    parse_years,
)
from supportgroups.dataset import PRINTED_COLUMNS, TABLES, columns, load_categories, load_emendations, load_printed_table

Parsed = TypeVar("Parsed")

DERIVED = ("groups", "predecessors", "communities_served")
"""The tables that this module makes."""
PREDECESSOR = ("group_id", "name_ja", "name_en", "began", "ended", "own_row")
"""The columns of the predecessors."""


class PrintedCellError(ValueError):
    """A cell outside the grammar, or an emendation that fits no cell; the message names table, row, column and text."""

    def __init__(self, table: int, row: int, column: str, text: str, message: str) -> None:
        self.table, self.row, self.column, self.text, self.expected = table, row, column, text, message
        super().__init__(f"table {table}, row {row}, {column}: “{text}”: {message}")


def grammar(directory: Path | str | None = None) -> dict[str, Callable[[str], Any]]:
    """Return printed column → what parses its cells, with the words of the grammar and those that a folder's descriptor has of its own."""
    known = list(COMMUNITIES.values())
    new = [label for label in _allowed("communities_served", "community", directory) if label not in known]
    codes = {**LEGAL_FORMS, **_field("groups", "legal_form", directory).get("codes", {})}
    approximate = "approximate" in _allowed("groups", "members_status", directory)
    return {
        "number": parse_number,
        "name": parse_name,
        "location": partial(parse_location, allowed=_allowed("groups", "location", directory) or LOCATIONS),
        "began": parse_years,
        "legal_status": partial(parse_status, codes=codes),
        "members": partial(parse_members, approximate=approximate),
        "communities": partial(parse_communities, labels={**COMMUNITIES, **{label: label for label in new}}),
    }


def _field(table: str, column: str, directory: Path | str | None) -> dict[str, Any]:
    return columns(table, directory).get(column, {})


def _allowed(table: str, column: str, directory: Path | str | None) -> list[str]:
    return [str(word) for word in _field(table, column, directory).get("constraints", {}).get("enum", [])]


def emended_tables(directory: Path | str | None = None) -> pd.DataFrame:
    """Return all printed rows with the corrections of ``emendations.csv`` applied, still as text.

    Returns
    -------
    pandas.DataFrame
        ``table``, ``row`` and the seven printed columns, one row per printed row, in printed order.

    Raises
    ------
    PrintedCellError
        If an emendation's printed text is not in its cell exactly once.

    Examples
    --------
    >>> len(emended_tables())
    80
    """
    rows = {
        (table, int(record["row"])): {column: str(record[column]) for column in PRINTED_COLUMNS}
        for table in TABLES
        for record in load_printed_table(table, directory).to_dict("records")
    }
    emendations = load_emendations(directory)
    corrections = emendations[emendations["corrected"].notna() & emendations["row"].notna()]
    for correction in corrections.to_dict("records"):
        table, row, column = int(correction["table"]), int(correction["row"]), str(correction["column"])
        identifier = correction["emendation_id"]
        old = "" if pd.isna(correction["printed"]) else str(correction["printed"])
        cell = rows.get((table, row), {}).get(column)
        if cell is None:
            raise PrintedCellError(table, row, column, old, f"{identifier} emends a cell that does not exist")
        if not old or cell.count(old) != 1:
            raise PrintedCellError(table, row, column, cell, f"{identifier} expects “{old}” here exactly once")
        rows[table, row][column] = cell.replace(old, str(correction["corrected"]))
    return pd.DataFrame([{"table": table, "row": row, **cells} for (table, row), cells in rows.items()])


def derive(directory: Path | str | None = None) -> dict[str, pd.DataFrame]:
    """Parse the emended tables.

    Parameters
    ----------
    directory
        A data folder; the package's own unless given.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``groups`` (one row per numbered row), ``predecessors`` (one row per earlier body that a row names, and the one unnumbered
        row) and ``communities_served`` (one row per group and label), with the columns that the descriptor gives.

    Raises
    ------
    PrintedCellError
        If a cell is outside the grammar of `supportgroups.cells`.
    """
    categories = load_categories(directory)
    parsers = grammar(directory)
    # How the identifiers of its groups begin, so that they are no others' as well; nothing in the paper's dataset.
    prefix = _field("groups", "group_id", directory).get("prefix", "")
    category_of = dict(zip(categories["table"], categories["category"], strict=True))
    groups: list[dict[str, object]] = []
    predecessors: list[dict[str, object]] = []
    communities: list[dict[str, object]] = []
    for row in emended_tables(directory).to_dict("records"):
        parsed = partial(_parse, row)
        years, location, status, members, served = (
            parsed(column, parsers[column]) for column in ("began", "location", "legal_status", "members", "communities")
        )
        if not row["number"]:
            # The one unnumbered row is the predecessor of the row above it.
            if not groups or groups[-1]["table"] != row["table"]:
                raise PrintedCellError(row["table"], row["row"], "number", "", "expected a number: no row above it could be its successor")
            name = parsed("name", lambda text: parse_name(text, numbered=False))
            body: tuple[object, ...] = (groups[-1]["group_id"], name.ja, name.en, years.began, years.ended, True)
            predecessors.append(dict(zip(PREDECESSOR, body, strict=True)))
            continue
        number = parsed("number", parse_number)
        name = parsed("name", parse_name)
        group_id = f"{prefix}T{row['table']}-{number:02d}"
        if group_id in (group["group_id"] for group in groups):
            raise PrintedCellError(row["table"], row["row"], "number", row["number"], "expected a number that no other row has")
        groups.append(
            {
                "group_id": group_id,
                "table": row["table"],
                "number": number,
                "category": category_of[row["table"]],
                "name_ja": name.ja,
                "name_en": name.en,
                "location": location,
                **years._asdict(),
                "legal_status": row["legal_status"] or None,
                "legal_form": status.form,
                "npo_since": status.npo_since,
                **members._asdict(),
                "members_status": members.status,
            }
        )
        if (name.former_en is None) != (years.predecessor_began is None):
            message = "expected a second, upright year exactly where the name cell gives a predecessor"
            raise PrintedCellError(row["table"], row["row"], "began", row["began"], message)
        if name.former_en is not None:
            body = (group_id, name.former_ja, name.former_en, years.predecessor_began, None, False)
            predecessors.append(dict(zip(PREDECESSOR, body, strict=True)))
        for position, item in enumerate(served, start=1):
            communities.append({"group_id": group_id, "position": position, **item._asdict()})
    tables = {"groups": groups, "predecessors": predecessors, "communities_served": communities}
    return {name: pd.DataFrame(rows, columns=list(columns(name, directory))) for name, rows in tables.items()}


def _parse(row: dict[Hashable, Any], column: str, parse: Callable[[str], Parsed]) -> Parsed:
    """Parse one cell of a row, and say which one it is when that fails."""
    try:
        return parse(row[column])
    except CellError as error:
        raise PrintedCellError(row["table"], row["row"], column, row[column], str(error)) from None


def as_csv(frame: pd.DataFrame) -> str:
    """Return a table as the text of its CSV file: UTF-8, line feeds, whole numbers without a point, booleans in lower case."""
    frame = frame.convert_dtypes()
    for column in frame.columns:
        if isinstance(frame[column].dtype, pd.BooleanDtype):
            frame[column] = frame[column].map({True: "true", False: "false"})
    return frame.to_csv(index=False, lineterminator="\n")


def write(directory: Path) -> list[Path]:
    """Derive the three tables and write them into the data folder; nothing is written when a cell cannot be parsed."""
    texts = {directory / f"{name}.csv": as_csv(frame) for name, frame in derive(directory).items()}
    # All are written before any takes its place, so that a full disk leaves the old ones as they were.
    for path, text in texts.items():
        path.with_suffix(".csv.new").write_text(text, encoding="utf-8", newline="\n")
    return [path.with_suffix(".csv.new").replace(path) for path in texts]
