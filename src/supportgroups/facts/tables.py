"""All tables of a data folder together, each indexed by its records' keys under its own name: rows know which records they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import pandas as pd

from supportgroups.dataset import data_directory, read_descriptor, read_table

LEDGER = ("claims", "claim_changes", "claim_history", "theses")
"""Tables of the descriptor that hold the audit's own claims: they are evidence of nothing, and the audit reads them itself."""

Derived = TypeVar("Derived")


class Record(NamedTuple):
    """One record of the dataset."""

    table: str
    key: str


class Range(NamedTuple):
    """All values from ``low`` to ``high``, both included: what the data leave possible."""

    low: float
    high: float

    def within(self, other: Range) -> bool:
        """Return whether all that is possible here is possible there."""
        return other.low <= self.low and self.high <= other.high

    def apart_from(self, other: Range) -> bool:
        """Return whether nothing that is possible here is possible there."""
        return self.high < other.low or other.high < self.low


class Tables(dict[str, pd.DataFrame]):
    """The tables of the dataset by the names that ``datapackage.json`` gives them, each as `supportgroups.dataset.read_table` reads it.

    The index of a table is the key of each record as text, its identifying columns joined by a slash; the name of the index is that of
    the table. Whoever reads a table must not change it: take a copy.

    ``keys`` has for each table the columns that identify a record; ``directory`` is the folder from which they were read, if from one.
    """

    def __init__(self, frames: Mapping[str, pd.DataFrame], keys: Mapping[str, list[str]], directory: Path | None = None) -> None:
        self._keys = dict(keys)
        super().__init__({name: frame if frame.index.name == name else self._indexed(name, frame) for name, frame in frames.items()})
        self._derived: dict[Callable[[Tables], Any], Any] = {}
        self.directory = directory

    @classmethod
    def load(cls, directory: Path | str | None = None) -> Tables:
        """Read every table of a data folder, the package's own unless given."""
        directory = data_directory() if directory is None else Path(directory)
        resources = [entry for entry in read_descriptor(directory)["resources"] if entry["name"] not in LEDGER]
        frames = {entry["name"]: read_table(entry["name"], directory) for entry in resources}
        keys = {entry["name"]: entry["schema"]["primaryKey"] for entry in resources}
        return cls(frames, {name: [key] if isinstance(key, str) else list(key) for name, key in keys.items()}, directory)

    def derived(self, derive: Callable[[Tables], Derived]) -> Derived:
        """Return what a function makes of the tables, computed once and shared: take a copy to change it."""
        if derive not in self._derived:
            self._derived[derive] = derive(self)
        return cast("Derived", self._derived[derive])

    def key(self, name: str) -> list[str]:
        """Return the columns that identify a record of a table."""
        return self._keys[name]

    def keys_of(self, name: str) -> list[str]:
        """Return the key of each record of a table, in its order."""
        return [str(key) for key in self[name].index]

    def table_of(self, key: str) -> str:
        """Return the table that has a key, or one like it if the record is not there."""
        if there := self.derived(_table_by_key).get(key):
            return there
        like = re.sub(r"\d", "0", key)
        for name, frame in self.items():
            if not name.startswith("table-") and len(frame) and re.sub(r"\d", "0", str(frame.index[0])) == like:
                return name
        raise KeyError(f"no table has a record {key}")

    def record(self, name: str, key: str) -> pd.Series:
        """Return one record of a table."""
        self._require(name, key)
        return self[name].loc[[key]].iloc[0]

    def where(self, name: str, **columns: object) -> pd.DataFrame:
        """Return the rows of a table whose columns have a value, or one of several, or of whose columns something holds."""
        rows = self[name]
        for column, value in columns.items():
            several = isinstance(value, (list, tuple, set, frozenset, pd.Series, pd.Index))
            rows = rows[value(rows[column]) if callable(value) else rows[column].isin(list(value) if several else [value])]  # type: ignore[call-overload]
        return rows

    def pick(self, *keys: str) -> pd.DataFrame:
        """Return records of one table by their keys, in this order; those that are not there are left out."""
        rows = self[self.table_of(keys[0])]
        return rows.loc[[key for key in keys if key in rows.index]]

    def cell(self, key: str, column: str) -> Any:
        """Return one cell of a record; missing, if there is no such record."""
        entries = self[self.table_of(key)][column]
        return entries.at[key] if key in entries.index else pd.NA

    def tells(self, key: str, *words: str, column: str = "text") -> bool:
        """Return whether the text of a record has one of some words."""
        return any(word in str(self.cell(key, column)) for word in words)

    def with_cell(self, name: str, keys: str | Sequence[str], column: str, value: Any) -> Tables:
        """Return the tables with a column of a record, or of several alike, set to a value; None empties it."""
        changed = [keys] if isinstance(keys, str) else list(keys)
        self._require(name, *changed)
        frame = self[name].copy()
        frame.loc[changed, column] = pd.NA if value is None else value
        return self.with_table(name, frame)

    def without(self, name: str, *keys: str) -> Tables:
        """Return the tables with some records left out."""
        self._require(name, *keys)
        return self.with_table(name, self[name].drop(index=list(keys)))

    def with_table(self, name: str, frame: pd.DataFrame) -> Tables:
        """Return the tables with a table put in or replaced; the first column of a new one identifies its records."""
        keys = {name: [str(frame.columns[0])], **self._keys}
        return Tables({**self, name: frame.reset_index(drop=True)}, keys, self.directory)

    def _indexed(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a table with its records' keys as index, under its own name."""
        first, *others = (frame[column].astype("str") for column in self._keys[name])
        for other in others:
            first = first + "/" + other
        return frame.set_axis(pd.Index(first, name=name))

    def _require(self, name: str, *keys: str) -> None:
        if absent := [key for key in keys if key not in self[name].index]:
            raise KeyError(f"{name} has no record {', '.join(absent)}")


def fact(what: str, of: Callable[[Tables], Derived]) -> Callable[[Tables], Derived]:
    """Return a fact that takes one line, with what it returns as its documentation."""
    of.__doc__ = f"Return {what}."
    return of


def ratio(what: str, many: str, of: str) -> Callable[[Tables], float]:
    """Return as a fact how many times the value of one record is that of another."""
    return fact(what, lambda t: float(t.cell(many, "value") / t.cell(of, "value")))


def _table_by_key(tables: Tables) -> dict[str, str]:
    """Return key → table; a key that several tables have is that of the first one. The printed tables have bare numbers as keys."""
    return {str(key): name for name in reversed(list(tables)) if not name.startswith("table-") for key in tables[name].index}


def records(*rows: pd.DataFrame) -> tuple[Record, ...]:
    """Return the records that rows are, each once; `merge`, `reset_index` and `concat` of different tables lose what they are."""
    found: dict[Record, None] = {}
    for frame in rows:
        if not frame.index.name:
            raise ValueError(f"rows with the columns {list(frame.columns)} do not know of which table they are: select, do not merge")
        found |= dict.fromkeys(map(Record, repeat(str(frame.index.name)), map(str, frame.index.to_numpy())))
    return tuple(found)
