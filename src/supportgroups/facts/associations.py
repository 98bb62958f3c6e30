"""The associations of foreigners of section I, their figures, and what the figures imply."""

import pandas as pd

from supportgroups.facts.statistics import official
from supportgroups.facts.tables import Tables


def local_associations(t: Tables) -> pd.DataFrame:
    """Return the associations of single cities."""
    return t["associations"].dropna(subset="city")


def last_dated(t: Tables) -> int:
    """Return the year of the last event that section I dates."""
    events = t.where("events", section="I")
    return int(events.loc[events["kind"] != "trend", "date"].dropna().str[:4].max())


def first_source(t: Tables) -> int:
    """Return the year of the earliest publication or interview on which section I rests its figures."""
    return int(t["association_figures"]["source_year"].min())


def last_source(t: Tables) -> int:
    """Return the year of the latest of them."""
    return int(t["association_figures"]["source_year"].max())


def registered_by(t: Tables, year: int) -> pd.DataFrame:
    """Return the last official count of registered foreigners up to the end of a year."""
    counts = official(t, "registered_foreigners")
    last: pd.DataFrame = counts[counts["date"].dt.year <= year].tail(1)
    return last


def days_of_the_rule_on_leaders(t: Tables) -> int:
    """Return how many days were left, when a regulation wanted Koreans as leaders, of the year for which the practice is told."""
    return (pd.Timestamp(year=int(t.cell("EV-07", "date")), month=12, day=31) - pd.Timestamp(t.cell("EV-08", "date"))).days


# --- what the figures imply, one divided by another


def population(t: Tables) -> int:
    """Return how many Koreans there were in Japan, by the members of the Mutual Friendship Society and their share (n. 6)."""
    return int(100 * t.cell("AF-01", "value") // t.cell("AF-02", "value"))


def per_group(t: Tables) -> float:
    """Return how many branches the Concordia Society had for each of its groups."""
    return float(t.cell("AF-05", "value") / t.cell("AF-04", "value"))


def mindan_per_branch(t: Tables) -> float:
    """Return how many members Mindan has for each branch or office."""
    return float(t.cell("AF-07", "value") / t.cell("AF-08", "value"))


def souren_per_branch(t: Tables) -> float:
    """Return how many members Souren has for each branch or office."""
    return float(t.cell("AF-10", "value") / t.cell("AF-11", "value"))


def mindan_per_school(t: Tables) -> float:
    """Return how many members Mindan has for each school."""
    return float(t.cell("AF-07", "value") / t.cell("AF-09", "value"))


def souren_per_school(t: Tables) -> float:
    """Return how many members Souren has for each school."""
    return float(t.cell("AF-10", "value") / t.cell("AF-12", "value"))


def both_korean(t: Tables) -> int:
    """Return how many members Mindan and Souren have together."""
    return int(t.cell("AF-07", "value") + t.cell("AF-10", "value"))
