"""The numbered groups: which there are, what they grew out of, how long they last, and what others say of their years."""

from typing import NamedTuple

import pandas as pd

from supportgroups.facts.partnerships import ties
from supportgroups.facts.ranges import Range
from supportgroups.facts.statistics import last_interview
from supportgroups.facts.tables import Tables, fact

with_italic_year = fact(
    "the groups with an italic year: of a body behind them, in our reading", lambda t: t["groups"].dropna(subset="organisation_founded")
)
with_former_body = fact(
    "the groups of which the tables name a former body", lambda t: t.where("groups", group_id=t["predecessors"]["group_id"])
)
year_of_the_law = fact("the year in which the NPO Law came into force, by the paper", lambda t: int(t.cell("EV-40", "date")[:4]))
began_after_the_law = fact(
    "the groups that began in a year after that in which the NPO Law came into force",
    lambda t: t.where("groups", began=lambda years: years > year_of_the_law(t)),
)
ended_after_the_law = fact(
    "the groups with a printed end in a year after that in which the NPO Law came into force",
    lambda t: t.where("groups", ended=lambda years: years > year_of_the_law(t)),
)
reasons_of_ends = fact(
    "the ends of groups or of former bodies that have a reason",
    lambda t: t.where("events", kind="organisation_ended").dropna(subset=["group_id", "reason_of_end"]),
)
older_bodies = fact(
    "the groups of which the tables name a former body, or print an earlier year in italics",
    lambda t: t.where("groups", group_id={*with_italic_year(t)["group_id"], *with_former_body(t)["group_id"]}),
)
began_before_the_law = fact(
    "the groups that began up to the year of the NPO Law, in as many years as lie between it and the last interview",
    lambda t: t.where("groups", began=lambda years: years.between(2 * year_of_the_law(t) - last_interview(t).year + 1, year_of_the_law(t))),
)
age_of_the_others = fact(
    "the median age in years, at the last interview, of the groups without a printed end",
    lambda t: float((last_interview(t).year - t.where("groups", ended=pd.isna)["began"]).median()),
)


def of_category(t: Tables, *categories: str) -> pd.DataFrame:
    """Return the numbered groups of some categories."""
    return t.where("groups", category=categories)


class Endings(NamedTuple):
    """Groups by what the paper tells of their end."""

    printed: pd.DataFrame
    """The tables print an end."""
    told: pd.DataFrame
    """Only the prose calls them dissolved."""
    at_work: pd.DataFrame
    """Interviewed in the second round of fieldwork, or with a tie at the time of writing."""


def endings(t: Tables) -> Endings:
    """Return which groups have ended, by the tables or by the prose, and which are shown at work in the end."""
    groups, former = t["groups"], t["predecessors"]
    printed = groups[groups["ended"].notna()]
    told = t.where("groups", group_id=t.where("events", kind="organisation_ended")["group_id"].dropna())
    told = told[~told["group_id"].isin({*printed["group_id"], *former.loc[former["ended"].notna(), "group_id"]})]
    late = t.where("interviews", fieldwork="second")
    there = {*late["group_id"].dropna(), *late["second_group_id"].dropna(), *ties(t, status="active")["group_id"]}
    return Endings(printed, told, t.where("groups", group_id=there))


def ended(t: Tables) -> Range:
    """Return how many groups have ended: at least those whose end is known, at most all that are not shown at work in the end."""
    known = endings(t)
    low, high = len(known.printed) + len(known.told), len(t["groups"]) - len(known.at_work)
    return Range(low, max(low, high))


def ended_bodies(t: Tables) -> int:
    """Return of how many bodies the end is printed or told, former bodies among them."""
    known = endings(t)
    return len(known.printed) + len(known.told) + int(t["predecessors"]["ended"].notna().sum())


def lasted(t: Tables) -> Range:
    """Return how many years the groups with a printed beginning and end lasted, from the shortest to the longest."""
    years = (t["groups"]["ended"] - t["groups"]["began"]).dropna()
    return Range(float(years.min()), float(years.max()))


def outside_years(t: Tables, part: str) -> pd.DataFrame:
    """Return the accounts from outside that date a part of a row of the tables, with the ``year`` that they give for it.

    The part is called as in the column ``what`` of ``founding-checks``: ``began``, ``predecessor``, ``NPO corporation`` …
    """
    checks = t["founding-checks"]
    pairs = zip(checks["what"].str.split("; "), checks["elsewhere"].str.split("; "), strict=True)
    told = pd.Series([dict(zip(*pair, strict=False)).get(part, "") for pair in pairs], checks.index, dtype="str")
    return checks.assign(year=told.str.extract(r"^([12]\d{3})")[0].astype("Int64")).dropna(subset="year")
