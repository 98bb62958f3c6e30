"""All tables of a data folder together, as the checks of the audit read them; and what a change of one cell makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

import pandas as pd

from supportgroups.dataset import data_directory, read_descriptor, read_table

Derived = TypeVar("Derived")


class Tables(Mapping[str, pd.DataFrame]):
    """The tables of the dataset by the names that ``datapackage.json`` gives them, each as `supportgroups.dataset.read_table` reads it.

    A check must not change a table that it is given: take a copy.
    """

    def __init__(self, frames: Mapping[str, pd.DataFrame], keys: Mapping[str, list[str]]) -> None:
        self._frames = dict(frames)
        self._keys = dict(keys)
        self._derived: dict[Callable[[Tables], Any], Any] = {}

    @classmethod
    def load(cls, directory: Path | str | None = None) -> Tables:
        """Read every table of a data folder, the package's own unless given."""
        directory = data_directory() if directory is None else Path(directory)
        resources = read_descriptor(directory)["resources"]
        frames = {entry["name"]: read_table(entry["name"], directory) for entry in resources}
        keys = {entry["name"]: entry["schema"]["primaryKey"] for entry in resources}
        return cls(frames, {name: [key] if isinstance(key, str) else list(key) for name, key in keys.items()})

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    def derived(self, derive: Callable[[Tables], Derived]) -> Derived:
        """Return what a function makes of the tables, computed once: a changed cell makes other tables, which derive anew.

        What is returned is shared, like the tables: take a copy to change it.
        """
        if derive not in self._derived:
            self._derived[derive] = derive(self)
        return cast("Derived", self._derived[derive])

    def key(self, name: str) -> list[str]:
        """Return the columns that identify a record of a table."""
        return self._keys[name]

    def indexed(self, name: str) -> pd.DataFrame:
        """Return a table with its identifying column as the index.

        Raises
        ------
        ValueError
            If it takes more than one column to identify a record.
        """
        (column,) = self._keys[name]
        return self._frames[name].set_index(column)

    def record(self, name: str, key: str) -> pd.Series:
        """Return one record, by the key that `keys_of` gives it.

        Raises
        ------
        KeyError
            If the table has no such record.
        """
        row: pd.Series = self._frames[name].loc[self._position(name, key)]
        return row

    def keys_of(self, name: str, frame: pd.DataFrame | None = None) -> pd.Series:
        """Return the key of each record as text: its identifying columns joined by a slash."""
        frame = self._frames[name] if frame is None else frame
        if frame.index.name in self._keys[name]:
            frame = frame.reset_index()
        first, *others = (frame[column].astype("str") for column in self._keys[name])
        for other in others:
            first = first + "/" + other
        return first

    def _position(self, name: str, key: str) -> Any:
        positions = self._frames[name].index[(self.keys_of(name) == key).to_numpy()]
        if len(positions) != 1:
            raise KeyError(f"{name} has no record {key}")
        return positions[0]

    def _replaced(self, name: str, frame: pd.DataFrame) -> Tables:
        return Tables({**self._frames, name: frame}, self._keys)

    def with_cell(self, name: str, key: str, column: str, value: Any) -> Tables:
        """Return the tables with one cell changed; None empties it."""
        frame = self._frames[name].copy()
        frame.loc[self._position(name, key), column] = pd.NA if value is None else value
        return self._replaced(name, frame)

    def without_record(self, name: str, key: str) -> Tables:
        """Return the tables with one record left out."""
        return self._replaced(name, self._frames[name].drop(index=self._position(name, key)).reset_index(drop=True))

    def with_record_like(self, name: str, key: str, /, **changes: object) -> Tables:
        """Return the tables with one record more: a copy of the one named, with some cells changed."""
        frame = self._frames[name]
        copy = frame.loc[[self._position(name, key)]].copy()
        for column, value in changes.items():
            copy[column] = pd.Series([pd.NA if value is None else value], index=copy.index).astype(frame[column].dtype)
        return self._replaced(name, pd.concat([frame, copy], ignore_index=True))

    def with_table(self, name: str, frame: pd.DataFrame) -> Tables:
        """Return the tables with a table put in or replaced; the first column of a new one identifies its records."""
        return Tables({**self._frames, name: frame}, {name: [str(frame.columns[0])], **self._keys})
