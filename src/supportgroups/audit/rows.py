"""What a check used: its rows, what these are called, and the columns that it read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import reduce
from pathlib import Path
from typing import Any

import pandas as pd

from supportgroups.audit.claims import Result, judge
from supportgroups.audit.vocabulary import on
from supportgroups.dataset import TABLES
from supportgroups.facts.tables import Record

CALLED: dict[str, tuple[str, str]] = {
    **tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")),
    **{f"table-{number}": (f"row {{0}} of Table {number}", f"rows of Table {number}") for number in TABLES},
}
"""Table → what one of its records is called, with the parts of its key in braces, and what several are."""


def called(record: Record) -> str:
    """Return what a record is called in a sentence."""
    parts = record.key.split("/")
    if record.table == "official-statistics":
        parts = [parts[0].replace("_", " ").replace("npo", "NPO"), on(parts[1])]
    return CALLED[record.table][0].format(*parts)


def rows_used(result: Result) -> dict[str, pd.DataFrame]:
    """Return table → the rows that the check used, with all their columns; where there is none, those that show what is printed instead."""
    found: dict[str, list[str]] = {}
    for record in result.evidence:
        found.setdefault(record.table, []).append(record.key)
    return {table: result.tables[table].loc[keys] for table, keys in found.items()}


def cells_read(result: Result) -> dict[str, pd.DataFrame]:
    """Return table → the same rows, with the columns alone that the check read, but for those that only say which record it is.

    These are the columns for which it asks by name, if it answers the same without all others. Where it does not, or asks a table for
    every column, it takes whole rows and reads those: then a column is read if the check fails or answers otherwise without it.
    """

    def without(columns: Mapping[str, list[str]]) -> bool:
        return _answers_the_same(result, {table: result.tables[table].drop(columns=names) for table, names in columns.items()})

    used = rows_used(result)
    watched = {table: _Watched(result.tables[table]) for table in used}
    for table in watched.values():
        table.asked_for = set()
    _answers_the_same(result, watched)
    columns = {table: [name for name in rows.columns if name not in result.tables.key(table)] for table, rows in watched.items()}
    asked = {table: [name for name in names if name in watched[table].asked_for] for table, names in columns.items()}
    others = {table: [name for name in names if name not in asked[table]] for table, names in columns.items()}
    clear = others.keys() if without(others) else {table for table in others if without({table: others[table]})}
    whole = [table for table in used if table not in clear or not others[table]]
    asked |= {table: [name for name in columns[table] if not without({table: [name]})] for table in whole}
    return {table: rows[asked[table]] for table, rows in used.items()}


class _Watched(pd.DataFrame):
    """A table that notes which of its columns are asked for by name, there and in all that is taken from it."""

    _metadata = ("asked_for",)
    asked_for: set[str]

    @property
    def _constructor(self) -> type[_Watched]:
        return _Watched

    def __getitem__(self, key: Any) -> Any:
        if isinstance(noted := self.__dict__.get("asked_for"), set) and isinstance(key, (str, list)):
            noted.update([key] if isinstance(key, str) else filter(None, map(str, key)))
        return super().__getitem__(key)


def _answers_the_same(result: Result, tables: Mapping[str, pd.DataFrame]) -> bool:
    try:
        after = judge(result.claim, reduce(lambda all_tables, one: all_tables.with_table(*one), tables.items(), result.tables))
        return (after.observed, after.verdict, after.evidence) == (result.observed, result.verdict, result.evidence)
    except (AttributeError, KeyError, NameError, TypeError, ValueError):  # it asks for a column that is not there
        return False
