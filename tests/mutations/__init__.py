"""For each claim, one change of the data that must matter to it; `tests/test_audit.py` makes each change and demands another outcome."""

from __future__ import annotations

from collections.abc import Callable

from supportgroups.audit import Tables

Mutation = Callable[[Tables], Tables]


def cell(table: str, key: str, column: str, value: object) -> Mutation:
    """Change one cell; None empties it."""
    return lambda tables: tables.with_cell(table, key, column, value)


def without(table: str, key: str) -> Mutation:
    """Leave one record out."""
    return lambda tables: tables.without_record(table, key)


def another(table: str, key: str, /, **changes: object) -> Mutation:
    """Add a record: a copy of the one named, with some cells changed."""
    return lambda tables: tables.with_record_like(table, key, **changes)


def column(table: str, name: str) -> Mutation:
    """Add an empty column to a table, or an empty table with it: what an untestable claim needs."""

    def add(tables: Tables) -> Tables:
        import pandas as pd

        frame = tables[table].copy() if table in tables else pd.DataFrame({"record_id": pd.Series(dtype="str")})
        return tables.with_table(table, frame.assign(**{name: pd.Series(dtype="str")}))

    return add
