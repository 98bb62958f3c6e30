"""Groups founded and groups active, year by year, under a stated counting rule.

The paper cites a Table 7 that its text, as we have it, does not contain. These functions make from Tables 1 to 6 what such a
table can hold.
"""

from collections.abc import Iterable

import pandas as pd


def founded_by_year(groups: pd.DataFrame, years: Iterable[int], *, year: str = "began") -> pd.DataFrame:
    """Count the groups that were founded in each of some years (CE), by category.

    The groups are a frame as `supportgroups.load_groups` returns it. The column that ``year`` names gives the year in which a group began.

    Returns
    -------
    pandas.DataFrame
        Number of groups; one row per year (index ``year``), one column per category in the paper's order. A group without a year
        is in no row.

    Examples
    --------
    >>> from supportgroups import load_groups
    >>> founded_by_year(load_groups(), range(1990, 1993)).sum(axis="columns").tolist()
    [9, 13, 12]
    """
    return _shaped(groups.groupby([year, "category"], observed=False).size().unstack("category"), groups, years)


def active_by_year(groups: pd.DataFrame, years: Iterable[int], *, year: str = "began") -> pd.DataFrame:
    """Count the groups active at the end of each year, by category; what is given is as for `founded_by_year`.

    A group is active at the end of a year if it began in that year or before and had not ended by then. Where no end is printed, the
    group counts as going on, although the paper does not say so.

    Examples
    --------
    >>> from supportgroups import load_groups
    >>> active_by_year(load_groups(), [1992, 2004])["union"].tolist()
    [14, 16]
    """
    years = list(years)
    active = {end_of: groups[(groups[year] <= end_of) & ~(groups["ended"] <= end_of).fillna(False)] for end_of in years}
    return _shaped(pd.DataFrame({end_of: rows["category"].value_counts() for end_of, rows in active.items()}).T, groups, years)


def _shaped(counts: pd.DataFrame, groups: pd.DataFrame, years: Iterable[int]) -> pd.DataFrame:
    """Return whole counts with every year and every category there."""
    shaped = counts.reindex(index=list(years), columns=list(groups["category"].cat.categories)).fillna(0).astype("Int64")
    return shaped.rename_axis(index="year", columns="category")
