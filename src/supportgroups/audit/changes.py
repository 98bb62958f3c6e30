"""What would change a verdict (``claim_changes.csv``), what it was in each version, and why it changed (``claim_history.csv``), in words.

The suite makes every one of these changes and demands the verdict that is written there, so a check that cannot fail is found out.
"""

import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from supportgroups.audit.claims import SEPARATOR, Verdict, of_file
from supportgroups.audit.vocabulary import on
from supportgroups.dataset import TABLES, columns
from supportgroups.facts.tables import Record, Tables

CALLED: dict[str, tuple[str, str]] = {
    **tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")),
    **{f"table-{number}": (f"row {{0}} of Table {number}", f"rows of Table {number}") for number in TABLES},
}
"""Table → what one of its records is called, with the parts of its key in braces, and what several are."""
_columns = lru_cache(columns)
_DATE = r"(?:1[89]|20)\d\d(?:-\d\d)*"  # as far as it is given, which may be of a year only


def called(record: Record) -> str:
    """Return what a record is called in a sentence."""
    parts = record.key.split("/")
    if record.table == "official-statistics":
        parts = [parts[0].replace("_", " ").replace("npo", "NPO"), on(parts[1])]
    return CALLED[record.table][0].format(*parts)


class Edit(NamedTuple):
    """Some records of a table changed alike: a column set to a value, which is empty for “not stated”; without a column, left out."""

    table: str
    keys: tuple[str, ...]
    column: str
    value: str

    def apply(self, tables: Tables) -> Tables:
        """Return the tables with the change."""
        if not self.column:
            return tables.without(self.table, *self.keys)
        return tables.with_cell(self.table, self.keys, self.column, _typed(self.value, tables[self.table][self.column].dtype))

    def what(self) -> str:
        """Return the change in words that go on after “if”."""
        records = called(Record(self.table, self.keys[0]))
        if len(self.keys) > 1:
            example = self.keys[0] if records.endswith(f" {self.keys[0]}") else records.replace("the official figure", "that")
            records = f"{'each of ' if self.column else ''}{len(self.keys)} {CALLED[self.table][1]}, such as {example},"
        if not self.column:
            return f"{records} were not there"
        entry = _columns(self.table)[self.column]
        # What readers call a column; the printed tables have their own headers.
        return f"the {entry.get('title', f'“{self.column}”')} of {records} were {_shown(self.value, entry)}"


class Change(NamedTuple):
    """A change of the data, and the verdict to which it brings a claim."""

    claim_id: str
    edits: tuple[Edit, ...]
    verdict: Verdict

    def apply(self, tables: Tables) -> Tables:
        """Return the tables with the change."""
        for edit in self.edits:
            tables = edit.apply(tables)
        return tables

    def sentence(self) -> str:
        """Return the change in words."""
        return f"Would read {self.verdict} if {' and '.join(edit.what() for edit in self.edits)}."


@of_file("claim_changes")
def changes(rows: list[dict[str, str]]) -> dict[str, Change]:
    """Return claim → the stored change of the data that changes its verdict."""
    found: dict[str, Change] = {}
    for row in rows:
        edit = Edit(row["table"], tuple(row["keys"].split(SEPARATOR)), row["column"], row["value"])
        before = found[row["claim_id"]].edits if row["claim_id"] in found else ()
        found[row["claim_id"]] = Change(row["claim_id"], (*before, edit), Verdict(row["verdict"]))
    return found


def _shown(value: str, entry: dict[str, Any]) -> str:
    if not value:
        return "blank"
    if entry["type"] in {"integer", "number"}:
        return f"{float(value):,.10g}"
    if entry["type"] == "year" or re.fullmatch(_DATE, value):
        return on(value)
    if "enum" in entry.get("constraints", {}):
        value = value.replace("_", " ").replace("npo ", "NPO ").replace("christian", "Christian")
    return f"“{value}”"


def _typed(value: str, dtype: Any) -> Any:
    if not value:
        return None
    read: dict[str, Callable[[str], Any]] = {"M": pd.Timestamp, "b": "true".__eq__, "i": int, "f": float}
    return read.get(dtype.kind, str)(value)


@of_file("claim_history")
def history(rows: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Return claim → its rows, from the first version to the last; the verdict of each holds until the next."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row["claim_id"], []).append(row)
    return found


def history_in_words(claim_id: str) -> str:
    """Return how the verdict on a claim has changed, with days and reasons; nothing if it never has."""
    told = "{} {} version {version} ({}). {reason}"
    past = history().get(claim_id, [])
    sentences = (
        told.format(row["verdict"].capitalize(), "since" if number else "in", on(row["date"]), **row) for number, row in enumerate(past)
    )
    return " ".join(map(str.rstrip, sentences)) if len(past) > 1 else ""
