"""The numbered groups: what they grew out of, whom they serve, how long they last, their legal forms, and what others say of them."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from supportgroups.facts.partnerships import ties
from supportgroups.facts.statistics import last_interview
from supportgroups.facts.tables import Range, Tables, fact

EVERYBODY = ("All foreigners", "All undocumented foreigners")  # labels that take in foreigners of any origin
GENERAL = (*EVERYBODY, "Asian women")  # labels that name no single community
SENT_SOMEWHERE = ("christian", "union", "women", "citizens")
"""The categories to which section II, paragraph 10, sends particular communities; to the medical and the legal ones it sends everybody."""
SOUTH_ASIANS = ("Bangladeshi", "Pakistani", "Indian")
NIKKEI = ("Nikkei", "Nikkei Peruvian")
OTHER_LEGAL_PERSONS = ("foundation", "incorporated_association", "medical_corporation")
"""Printed forms, other than that of an NPO corporation, that make a body a legal person."""
NOT_SAID = ("religious_body", "labour_union", "lawyers_body", "un_ngo", "not_stated")
"""Printed words that say what sort of body it is, and not whether it is a legal person; and blank cells.

A religious body (宗教団体) and a trade union (労働組合) are treated alike: either may be a legal person, once registered, and the
tables do not print whether it is.
"""
MONEY = ("operating_funds", "budget", "funding_source")
"""Subjects of `outcomes_by_name`: what a group has to spend, and where it comes from."""
WORK = ("activities", "services", "shelters", "expenditure")
"""What a group does; spending is told of its activities and services (III, para. 7)."""
EASE = ("ease_of_work", "recognition", "cooperation_of_firms", "cooperation_of_officials", "bank_account")
"""How easily it does it."""
MORE = ("new", "increase", "better")  # directions of `outcomes_by_name` that are a gain
LESS = ("decrease", "worse")  # and those that are a loss

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
nikkei_groups = fact(
    "the groups that name nikkei; Peruvians as such do not count", lambda t: naming(t, [*SENT_SOMEWHERE, "medical", "legal"], NIKKEI)
)
single_communities = fact("the single communities, each by its first label", lambda t: _single(t).drop_duplicates("community"))
union_second = fact("the second largest membership of a union", lambda t: int(of_category(t, "union")["members"].nlargest(2).iloc[-1]))
first_christian = fact(
    "the Christian groups of the earliest year",
    lambda t: of_category(t, "christian").loc[lambda rows: rows["began"] == rows["began"].min()],
)
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

law = fact("the day on which the NPO Law came into force, by the paper", lambda t: pd.Timestamp(t.cell("EV-40", "date")))
npo_corporations = fact("the groups that the tables print as NPO corporations", lambda t: t.where("groups", legal_form="npo_corporation"))
first_npo_status = fact("the first year in which a group had the status", lambda t: int(npo_corporations(t)["npo_since"].min()))
form_not_said = fact("the groups that may or may not be legal persons", lambda t: t.where("groups", legal_form=NOT_SAID))
otherwise_incorporated = fact("the groups that are other legal persons", lambda t: t.where("groups", legal_form=OTHER_LEGAL_PERSONS))
without_form = fact("the groups that the tables print as “None”", lambda t: t.where("groups", legal_form="none"))
gone_by_the_law = fact("the groups ended by the year of the law", lambda t: t.where("groups", ended=lambda years: years <= law(t).year))
could_apply = fact(
    "the groups that surely could apply: printed as NPO or “None”, and not gone by the year of the law",
    lambda t: t.where("groups", legal_form=["npo_corporation", "none"]).drop(index=gone_by_the_law(t).index, errors="ignore"),
)
newly_paid = fact(
    "what is said of groups whose new money comes from local governments",
    lambda t: t.where("incorporation_outcomes", aspect="funding_source").dropna(subset="group_id"),
)
asked_why_not = fact("the interviews of n. 19", lambda t: t.where("interviews", footnotes=lambda notes: notes.str.contains(r"n\. 19\b")))
later_corporations = fact(
    "the accounts, from outside, of groups that became NPO corporations after the paper was written",
    lambda t: outside_years(t, "NPO corporation").loc[lambda told: told["paper"] == "none"],
)
years_to_the_status = fact(
    "how many years each NPO corporation worked before it had the status; missing where a year is not printed",
    lambda t: npo_corporations(t)["npo_since"] - npo_corporations(t)["began"],
)


def of_category(t: Tables, *categories: str) -> pd.DataFrame:
    """Return the numbered groups of some categories."""
    return t.where("groups", category=categories)


def naming(t: Tables, categories: Sequence[str], communities: Sequence[str]) -> pd.DataFrame:
    """Return the groups of some categories that name at least one of some communities."""
    groups = of_category(t, *categories)
    return groups[serves(t, groups, communities).fillna(False)]


def unsaid(t: Tables, groups: pd.DataFrame) -> pd.DataFrame:
    """Return those of some groups that name no single community: the cell is blank, or has a general label."""
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

    printed: pd.DataFrame  # the tables print an end
    told: pd.DataFrame  # only the prose calls them dissolved
    at_work: pd.DataFrame  # interviewed in the second round of fieldwork, or with a tie at the time of writing


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


def legal_form_known(t: Tables) -> pd.Series:
    """Return the legal form of each group, missing where the tables print only what sort of body it is, or nothing.

    Ask it of some rows as ``legal_form_known(t)[rows.index] == "none"``: true, false, or missing where the form is not known.
    """
    groups = t["groups"]
    return groups["legal_form"].astype("string").mask(groups["legal_form"].isin(NOT_SAID))


def outcomes_by_name(t: Tables, aspects: Sequence[str], directions: Sequence[str]) -> pd.DataFrame:
    """Return what section III reports of single NPO corporations, by name, on some subjects and in some directions."""
    return t.where("incorporation_outcomes", group_id=npo_corporations(t)["group_id"], aspect=aspects, direction=directions)


def steps_of_growth(t: Tables) -> pd.DataFrame:
    """Return what is reported to have grown, with a period, and how its steps from year to year lie to the status and to the law.

    Beside ``npo_since`` and ``factor``, the end as a multiple of the beginning, there are ``steps``, ``with_status`` (those that end in the
    year of the status or later) and ``before_law`` (those that end no later than the year of the law).
    """
    told = t.where("incorporation_outcomes", aspect=["operating_funds", "budget"]).dropna(subset="period_from")
    since, steps = told["group_id"].map(t["groups"]["npo_since"]), told["period_to"] - told["period_from"]
    return told.assign(
        npo_since=since,
        factor=told["amount"].astype("Float64").mask(told["amount_unit"] == "percent", 1 + told["amount"] / 100),
        steps=steps,
        with_status=(told["period_to"] - since + 1).clip(lower=0, upper=steps),
        before_law=(law(t).year - told["period_from"]).clip(lower=0, upper=steps),
    )
