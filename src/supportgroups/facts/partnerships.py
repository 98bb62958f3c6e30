"""Ties of groups with governments, councils, and the dated steps of section IV."""

import pandas as pd

from supportgroups.facts.tables import Tables, fact, ratio

SERVING = ("outsourcing", "public_services")  # kinds of partnership in which a group does something for the public
ADVISING = ("deliberation", "expertise")  # kinds of partnership in which officials hear what groups know

paid = fact("the named groups that a local government pays", lambda t: groups_of(t, ties(t, direction_of_payment="government_pays")))
partners = fact("the groups that serve a local government now, or are paid by one", lambda t: groups_of(t, partnerships_now(t)))
paid_npo = fact("the NPO corporations that a local government pays", lambda t: paid(t).query("legal_form == 'npo_corporation'"))
paid_others = fact("the other groups that a local government pays", lambda t: paid(t).query("legal_form != 'npo_corporation'"))
meetings = fact(
    "the meetings of officials and a group that have a day",
    lambda t: t.where("events", kind="cooperation", date_precision="day").dropna(subset="group_id"),
)
ties_before_the_law = fact("the ties surely older than the law", lambda t: with_governments(t)[older_than_the_law(t, with_governments(t))])
council_seats = fact("how many seats the council of NGOs has", lambda t: int(t.cell("C-02", "seats")))
council_divisions = fact("the divisions of the council of NGOs", lambda t: t.where("council_divisions", council_id="C-02"))
first_council = fact("the named members of the first such council", lambda t: t.where("council_members", council_id="C-02", term="first"))
volunteers_per_hospital = ratio("how many volunteers MIC Kanagawa has for each hospital, by section IV", "F-18", "F-19")
services = fact(
    "the ties in which a named group serves a government; hospitals are none",
    lambda t: ties(t, kind=SERVING, government_level=lambda levels: levels != "public_hospitals"),
)
conferring = fact("the ties in which a named group confers with officials", lambda t: ties(t, kind="deliberation"))


def ties(t: Tables, **columns: object) -> pd.DataFrame:
    """Return the ties of groups that the paper names, without those that are only hoped for; of some kind, if asked."""
    named = t.where("partnerships", **columns)
    return named[named["group_id"].notna() & (named["status"] != "hoped_for")]


def groups_of(t: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the groups of which some records tell."""
    named = rows.columns.intersection(["group_id", "second_group_id"])
    return t.where("groups", group_id=set(rows[named].stack()))


def with_governments(t: Tables, **columns: object) -> pd.DataFrame:
    """Return all ties with governments, of named groups and of groups in general; hopes, requests, and hospitals are none."""
    told = t.where("partnerships", **columns)
    return told[(told["government_level"] != "public_hospitals") & (told["status"] != "hoped_for") & (told["kind"] != "recommendation")]


def partnerships_now(t: Tables) -> pd.DataFrame:
    """Return the ties in which a named group serves a local government, or is paid by one, at the time of writing."""
    active = with_governments(t, status="active")
    serving_or_paid = active["kind"].isin([*SERVING, "financial_support"]) | (active["direction_of_payment"] == "government_pays")
    return active[active["group_id"].notna() & serving_or_paid]


def older_than_the_law(t: Tables, rows: pd.DataFrame) -> pd.Series:
    """Return for ties whether they are older than the law; missing where neither a year nor the paper's words tell.

    Of groups in general the paper may say that a tie goes back to before the law. Of one group it says that a tie goes back to before its
    own incorporation, from which nothing follows. A meeting of the year of the law is older if its day is. A tie without a year of its
    own is younger if it cannot have begun by then: its group was founded later, or it answers a later appeal.
    """
    day = t.cell("EV-40", "date")
    year, met = int(day[:4]), meetings(t)
    in_general = rows["group_id"].isna() & (rows["before_incorporation"] == "yes")
    at_a_meeting = rows["kind"].isin(ADVISING) & rows["group_id"].isin(met.loc[met["date"] < day, "group_id"])
    earliest = rows["since"].fillna(rows["not_before"].where(rows["not_before"] > year))
    older = (earliest < year).mask(earliest == year)
    return older.mask(in_general | (at_a_meeting & (rows["since"] == year).fillna(False)), True)


def steps_in_section_iv(t: Tables) -> pd.DataFrame:
    """Return the dated steps of section IV; the panels of one meeting are part of that meeting."""
    steps = t.where("events", section="IV")
    return steps[steps["date"].notna() & ~(steps["date"].str.len().eq(10) & steps["group_id"].notna())]
