"""The numbered groups: what they grew out of, whom they serve, how long they last, and what others say of their years."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from supportgroups.facts.partnerships import ties
from supportgroups.facts.ranges import Range
from supportgroups.facts.statistics import last_interview
from supportgroups.facts.tables import Tables, fact

EVERYBODY = ("All foreigners", "All undocumented foreigners")
"""Labels that take in foreigners of any origin."""
GENERAL = (*EVERYBODY, "Asian women")
"""Labels that name no single community."""
LISTED_AS = {
    "christian": "Christian",
    "union": "unions",
    "women": "women's",
    "medical": "medical",
    "legal": "legal",
    "citizens": "citizens'",
}
"""Category → what its groups are called in a list."""
SENT_SOMEWHERE = ("christian", "union", "women", "citizens")
"""The categories to which section II, paragraph 10, sends particular communities; to the medical and the legal ones it sends everybody."""
SOUTH_ASIANS = ("Bangladeshi", "Pakistani", "Indian")
NIKKEI = ("Nikkei", "Nikkei Peruvian")

with_italic_year = fact("the groups that print an italic year", lambda t: t["groups"].dropna(subset="organisation_founded"))
with_former_body = fact("the groups that name a former body", lambda t: t.where("groups", group_id=t["predecessors"]["group_id"]))
year_of_the_law = fact("the year in which the NPO Law came into force, by the paper", lambda t: int(t.cell("EV-40", "date")[:4]))
began_after_the_law = fact("the groups begun after the law", lambda t: t.where("groups", began=lambda years: years > year_of_the_law(t)))
ended_after_the_law = fact("the groups ended after the law", lambda t: t.where("groups", ended=lambda years: years > year_of_the_law(t)))
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
_single = fact("the labels of single communities", lambda t: t.where("communities_served", community=lambda labels: ~labels.isin(GENERAL)))
nikkei_groups = fact("the groups that name nikkei; Peruvians as such are not counted", lambda t: naming(t, list(LISTED_AS), NIKKEI))
single_communities = fact("the single communities, each by its first label", lambda t: _single(t).drop_duplicates("community"))
union_second = fact("the second largest membership of a union", lambda t: int(of_category(t, "union")["members"].nlargest(2).iloc[-1]))
medical_below = fact(
    "the medical groups that print fewer members than the text states as the smallest number",
    lambda t: t.where("groups", category="medical", members=lambda numbers: numbers < int(t.cell("medical", "members_stated_minimum"))),
)
of_a_bar_association = fact(
    "the legal groups that name a bar association (弁護士会) in their Japanese name",
    lambda t: t.where("groups", category="legal", name_ja=lambda names: names.str.contains("弁護士会")),
)
of_another_body = fact(
    "the legal groups that name another parent: a civil liberties union, or an association of administrative scriveners",
    lambda t: t.where("groups", category="legal", name_ja=lambda names: names.str.contains("自由人権協会|行政書士会")),
)
none_elsewhere = fact(
    "the groups that print “None” as legal status and are no citizens' groups",
    lambda t: t.where("groups", legal_form="none", category=lambda categories: categories != "citizens"),
)


def of_category(t: Tables, *categories: str) -> pd.DataFrame:
    """Return the numbered groups of some categories."""
    return t.where("groups", category=categories)


def naming(t: Tables, categories: Sequence[str], communities: Sequence[str]) -> pd.DataFrame:
    """Return the groups of some categories that name at least one of some communities."""
    groups = of_category(t, *categories)
    return groups[serves(t, groups, communities).fillna(False)]


def unsaid(t: Tables, categories: Sequence[str]) -> pd.DataFrame:
    """Return the groups of some categories that name no single community: the cell is blank, or has a general label."""
    groups = of_category(t, *categories)
    return groups[serves(t, groups, ()).isna()]


def serves(t: Tables, groups: pd.DataFrame, communities: Sequence[str]) -> pd.Series:
    """Return for each of some groups whether it names one of some communities; missing where it names no single one."""
    named, single = t.where("communities_served", community=communities)["group_id"], t.derived(_single)["group_id"]
    names = groups["group_id"].isin(named)
    return names.astype("boolean").mask(~names & ~groups["group_id"].isin(single))


def labels_of(t: Tables, groups: pd.DataFrame) -> pd.DataFrame:
    """Return the labels that some groups print in the last column."""
    return t.where("communities_served", group_id=groups["group_id"])


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
    """Return the outside accounts that date a part of a row, as ``what`` of ``founding-checks`` calls it, with the ``year`` they give."""
    checks = t["founding-checks"]
    pairs = zip(checks["what"].str.split("; "), checks["elsewhere"].str.split("; "), strict=True)
    told = pd.Series([dict(zip(*pair, strict=False)).get(part, "") for pair in pairs], checks.index, dtype="str")
    return checks.assign(year=told.str.extract(r"^([12]\d{3})")[0].astype("Int64")).dropna(subset="year")
