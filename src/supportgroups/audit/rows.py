"""What a check used: its rows, and of these the cells that it read."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from supportgroups.audit.claims import Result, judge
from supportgroups.facts.tables import Tables


def rows_used(result: Result) -> dict[str, pd.DataFrame]:
    """Return table → the rows that the check counted, compared or read, with all their columns.

    For a claim that has no check they are those that show what is printed instead.
    """
    found: dict[str, list[str]] = {}
    for record in result.evidence:
        found.setdefault(record.table, []).append(record.key)
    return {table: result.tables[table].loc[keys] for table, keys in found.items()}


def cells_read(result: Result) -> dict[str, pd.DataFrame]:
    """Return table → the same rows, with the columns alone that the check read.

    A column is read if the check fails or answers otherwise without it. So this takes a few dozen runs of the check.
    """
    return {table: rows[_read(result, table, _columns(result, table))] for table, rows in rows_used(result).items()}


def _columns(result: Result, table: str) -> list[str]:
    """Return the columns of a table; those that only say which record it is are none that a check could do without."""
    return [column for column in result.tables[table].columns if column not in result.tables.key(table)]


def _read(result: Result, table: str, columns: Sequence[str]) -> list[str]:
    """Return those of some columns that the check read, found by halving: most are not read."""
    if not columns or _does_without(result, table, columns):
        return []
    if len(columns) == 1:
        return list(columns)
    half = len(columns) // 2
    return [*_read(result, table, columns[:half]), *_read(result, table, columns[half:])]


def _does_without(result: Result, table: str, columns: Sequence[str]) -> bool:
    """Say whether the check answers the same without some columns."""
    tables = result.tables
    frames = {**tables, table: tables[table].drop(columns=list(columns))}
    try:
        after = judge(result.claim, Tables(frames, {name: tables.key(name) for name in tables}, tables.directory))
        return (after.observed, after.verdict, after.evidence) == (result.observed, result.verdict, result.evidence)
    except (AttributeError, KeyError, TypeError, ValueError):  # it asks for a column that is not there
        return False
