"""From the printed tables and their emendations to the tidy tables: ``python -m supportgroups derive``.

source/table-1.csv … table-6.csv  ─┐
emendations.csv                   ─┴→  groups.csv · predecessors.csv · communities_served.csv
"""

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from supportgroups import cells
from supportgroups.dataset import PRINTED_COLUMNS, TABLES, columns, load_categories, load_emendations, load_printed_table

DERIVED = ("groups", "predecessors", "communities_served")
PREDECESSOR = ("group_id", "name_ja", "name_en", "began", "ended", "own_row")


class PrintedCellError(ValueError):
    """A cell outside the grammar, or an emendation that fits no cell; the message names table, row, column and text."""

    def __init__(self, table: int, row: int, column: str, text: str, message: str) -> None:
        self.table, self.row, self.column, self.text, self.expected = table, row, column, text, message
        self.all = [self]
        """The first cell outside the grammar, and the others."""
        super().__init__(f"table {table}, row {row}, {column}: “{text}”: {message}")


def grammar(directory: Path | str | None = None) -> dict[str, Callable[[str], Any]]:
    """Return printed column → what parses its cells, with the words of the grammar and those that a folder's descriptor has of its own."""
    new = [label for label in _allowed("communities_served", "community", directory) if label not in cells.COMMUNITIES.values()]
    codes = {**cells.LEGAL_FORMS, **columns("groups", directory)["legal_form"].get("codes", {})}
    parsers: dict[str, Callable[[str], Any]] = {
        "number": cells.parse_number,
        "name": cells.parse_name,
        "location": partial(cells.parse_location, allowed=_allowed("groups", "location", directory) or cells.LOCATIONS),
        "began": cells.parse_years,
        "legal_status": partial(cells.parse_status, codes=codes),
        "members": partial(cells.parse_members, approximate="approximate" in _allowed("groups", "members_status", directory)),
        "communities": partial(cells.parse_communities, labels={**cells.COMMUNITIES, **dict(zip(new, new, strict=True))}),
    }
    # Most cells stand in many rows.
    return {column: lru_cache(parse) for column, parse in parsers.items()}


def _allowed(table: str, column: str, directory: Path | str | None) -> list[str]:
    return list(map(str, columns(table, directory).get(column, {}).get("constraints", {}).get("enum", [])))


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
    printed = pd.concat([load_printed_table(table, directory).assign(table=table) for table in TABLES], ignore_index=True)
    printed = printed[["table", "row", *PRINTED_COLUMNS]].astype({"row": "int64"})
    for correction in load_emendations(directory).dropna(subset=["corrected", "row"]).to_dict("records"):
        table, row, column = int(correction["table"]), int(correction["row"]), str(correction["column"])
        old = "" if pd.isna(correction["printed"]) else str(correction["printed"])
        found = printed.loc[(printed["table"] == table) & (printed["row"] == row), [*printed.columns.intersection([column])]]
        if found.empty:
            raise PrintedCellError(table, row, column, old, f"{correction['emendation_id']} emends a cell that does not exist")
        cell = str(found[column].iloc[-1])
        if not old or cell.count(old) != 1:
            raise PrintedCellError(table, row, column, cell, f"{correction['emendation_id']} expects “{old}” here exactly once")
        printed.loc[found.index, column] = cell.replace(old, str(correction["corrected"]))
    return printed


def _parsed_rows(directory: Path | str | None) -> list[tuple[dict[Any, Any], dict[str, Any]]]:
    """Return each emended row, and what its cells say; where some are outside the grammar, the error is that of the first."""
    parsers = grammar(directory)
    in_a_row_without_number: dict[str, Callable[[str], Any]] = {**parsers, "number": str, "name": partial(cells.parse_name, numbered=False)}
    rows: list[tuple[dict[Any, Any], dict[str, Any]]] = [({**row}, {}) for row in emended_tables(directory).to_dict("records")]
    errors: list[PrintedCellError] = []
    for row, parsed in rows:
        for column, parse in (parsers if row["number"] else in_a_row_without_number).items():
            try:
                parsed[column] = parse(row[column])
            except cells.CellError as error:
                errors.append(PrintedCellError(row["table"], row["row"], column, row[column], str(error)))
    if errors:
        errors[0].all = errors
        raise errors[0]
    return rows


def derive(directory: Path | str | None = None) -> dict[str, pd.DataFrame]:
    """Parse the emended tables of a data folder, the package's own unless given, by the grammar of `supportgroups.cells`.

    What it returns has ``groups`` (one row per numbered row), ``predecessors`` (one row per earlier body that a row names, and the one
    unnumbered row) and ``communities_served`` (one row per group and label), with the columns that the descriptor gives. If a cell is
    outside the grammar, `PrintedCellError` is raised.
    """
    # How the identifiers of its groups begin, so that they are no others' as well; nothing in the paper's dataset.
    prefix = columns("groups", directory)["group_id"].get("prefix", "")
    category_of = load_categories(directory).set_index("table")["category"]
    groups: dict[str, dict[Any, Any]] = {}
    predecessors: list[tuple[Any, ...]] = []
    communities: list[dict[str, object]] = []
    group_id = ""
    for row, parsed in _parsed_rows(directory):
        wrong = partial(PrintedCellError, row["table"], row["row"])
        name, years = parsed["name"], parsed["began"]
        if not row["number"]:
            # The one unnumbered row is the predecessor of the row above it.
            if not groups or groups[group_id]["table"] != row["table"]:
                raise wrong("number", row["number"], "expected a number: no row above it could be its successor")
            predecessors.append((group_id, name.ja, name.en, years["began"], years["ended"], True))
            continue
        group_id = f"{prefix}T{row['table']}-{parsed['number']:02d}"
        if group_id in groups:
            raise wrong("number", row["number"], "expected a number that no other row has")
        if (name.former_en is None) != (years["predecessor_began"] is None):
            raise wrong("began", row["began"], "expected a second, upright year exactly where the name cell gives a predecessor")
        own = {"group_id": group_id, "number": parsed["number"], "category": category_of[row["table"]]}
        parts = {"name_ja": name.ja, "name_en": name.en, "legal_status": row["legal_status"] or None, **years}
        groups[group_id] = {**row, **own, **parts, **parsed["legal_status"], **parsed["members"]}
        if name.former_en is not None:
            predecessors.append((group_id, name.former_ja, name.former_en, years["predecessor_began"], None, False))
        communities += [{"group_id": group_id, "position": place, **item} for place, item in enumerate(parsed["communities"], 1)]
    frames = pd.DataFrame([*groups.values()]), pd.DataFrame(predecessors, columns=PREDECESSOR), pd.DataFrame(communities)
    return {name: frame.reindex(columns=list(columns(name, directory))) for name, frame in zip(DERIVED, frames, strict=True)}


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
