"""What would change a verdict (``claim_changes.csv``), what it was in each version, and why it changed (``claim_history.csv``).

The suite makes every one of these changes and demands the verdict that is written there, so a check that cannot fail is found out.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from supportgroups.audit.claims import SEPARATOR, Verdict, of_file
from supportgroups.audit.rows import CALLED, called
from supportgroups.audit.vocabulary import on
from supportgroups.dataset import columns
from supportgroups.facts.tables import Record, Tables

_columns = lru_cache(columns)
_DATE = r"(?:1[89]|20)\d\d(?:-\d\d)*"  # as far as it is given, which may be of a year only


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


class Past(NamedTuple):
    """The verdict on a claim in one version, which holds until the next line: a row of ``claim_history.csv``."""

    claim_id: str
    version: str
    date: str
    verdict: Verdict
    tested_against: str
    reason: str


@of_file("claim_history")
def history(rows: list[dict[str, str]]) -> dict[str, list[Past]]:
    """Return claim → its verdicts, from the first version to the last."""
    found: dict[str, list[Past]] = {}
    for row in rows:
        past = Past(*(row[name] for name in Past._fields))._replace(verdict=Verdict(row["verdict"]))  # type: ignore[arg-type]
        found.setdefault(past.claim_id, []).append(past)
    return found


def history_in_words(claim_id: str) -> str:
    """Return how the verdict on a claim has changed, with days and reasons; nothing if it never has."""
    past_verdicts = history().get(claim_id, [])
    if len(past_verdicts) < 2:
        return ""
    told = (
        f"{past.verdict.capitalize()} {'since' if number else 'in'} version {past.version} ({on(past.date)}). {past.reason}".rstrip()
        for number, past in enumerate(past_verdicts)
    )
    return " ".join(told)
