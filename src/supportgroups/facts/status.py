"""Legal forms, NPO corporations, and what the paper reports of them."""

from collections.abc import Sequence

import pandas as pd

from supportgroups.facts.groups import outside_years
from supportgroups.facts.tables import Tables, fact

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
MORE = ("new", "increase", "better")
"""Directions of `outcomes_by_name` that are a gain."""
LESS = ("decrease", "worse")
"""And those that are a loss."""

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
