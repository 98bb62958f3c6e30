"""The reconstruction of Table 7, on small tables whose counts can be seen at a glance."""

from __future__ import annotations

import pandas as pd
import pytest

from supportgroups import load_groups
from supportgroups.by_year import active_by_year, founded_by_year

CATEGORY = pd.CategoricalDtype(["christian", "union"], ordered=True)


@pytest.fixture
def groups() -> pd.DataFrame:
    """Return three groups: one that goes on, one that ends, one without a year."""
    return pd.DataFrame(
        {
            "category": pd.Series(["christian", "union", "union"], dtype=CATEGORY),
            "began": pd.Series([1990, 1991, None], dtype="Int64"),
            "ended": pd.Series([None, 1993, None], dtype="Int64"),
        }
    )


def test_founded(groups: pd.DataFrame) -> None:
    founded = founded_by_year(groups, range(1989, 1993))
    assert founded["christian"].to_list() == [0, 1, 0, 0]
    assert founded["union"].to_list() == [0, 0, 1, 0]


def test_active_until_the_year_before_the_end(groups: pd.DataFrame) -> None:
    active = active_by_year(groups, range(1989, 1995))
    assert active["christian"].to_list() == [0, 1, 1, 1, 1, 1]
    assert active["union"].to_list() == [0, 0, 1, 1, 0, 0]


def test_founded_less_ended_is_active() -> None:
    groups = load_groups()
    years = range(1974, 2005)
    ended = groups.dropna(subset=["ended"]).groupby("ended").size().reindex(years, fill_value=0).cumsum()
    founded = founded_by_year(groups, years).sum(axis="columns").cumsum()
    assert (active_by_year(groups, years).sum(axis="columns") == founded - ended).all()
    assert founded.iloc[-1] == groups["began"].notna().sum()
