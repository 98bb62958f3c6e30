"""Checks of the introduction and its footnotes."""

import math
from collections.abc import Callable

import pandas as pd

from supportgroups.audit.vocabulary import *

GARON, PEKKANEN = 1997, 2003
"""The years that notes 2 and 3 print for the works of the two authors."""

check("Intro-04", lambda t: year(t.pick("CF-03")).says(first=on(t.cell("EV-28", "date"))))
check("Intro-07", lambda t: in_order(t, "EV-23", "EV-28"))
check("Intro-09", lambda t: day_of(t, "CF-04"))
check("Intro-11", lambda t: count(t.where("law_provisions", kind="activity_area")))
check("Intro-12", lambda t: source_tells(t, "TS-05", "許可", column="words", text="a ministry had to permit it", otherwise="no permission"))
check("Intro-15", lambda t: value(facts.npo_around(t), "value", t.pick("EV-46")).says(days=facts.npo_around(t)))
check("Intro-18", lambda t: value(facts.registered_at_the_end_of_2003(t), "value"))
check("Intro-22", lambda t: value(t.pick("EV-45"), "value"))
check(
    "Intro-40",
    lambda t: paper_count(t, "groups in all", t["groups"]).says(
        printed=sum(len(t[f"table-{number}"]) for number in t["groups"]["table"].unique())
    ),
)


@check("Intro-06")
def interpreters_wrote_after_the_law(t: Tables) -> Finding:
    passed, row = int(t.cell("EV-31", "date")), t.pick("EV-31")
    return holds(min(GARON, PEKKANEN) >= passed, row, text=f"a work of {GARON}, a law of {passed}").or_else(holds(passed <= PEKKANEN, row))


@check("Intro-10")
def aims_answer_obstacles(t: Tables) -> Finding:
    causes, aims = t.pick("L-02", "L-03"), t.where("law_provisions", law="npo_law", kind="aim")
    return share(causes, causes["provision_id"].isin(aims["answers"]), aims)


@check("Intro-14", series="npo_corporations", until=facts.last_interview)
@check("Intro-17", series="registered_foreigners", until=facts.end_of_2003)
def growth_of_a_count(t: Tables, series: str, until: Callable[[Tables], pd.Timestamp]) -> Finding:
    """Find that official counts fall, or leave open what their growth shows."""
    counts = facts.official(t, series)
    return growing(counts[counts["date"] <= until(t)])


@check("Intro-19")
def new_immigrants(t: Tables) -> Finding:
    now, settled = facts.registered_at_the_end_of_2003(t), facts.permanent_residents(t)
    koreans = t.where("association_figures", association_id=["A-03", "A-04"], measure="members")
    of_2000 = t.pick("CF-31")
    newer, members = (float(100 * (now["value"].iloc[0] - some["value"].sum()) / now["value"].iloc[0]) for some in (settled, koreans))
    least = min(newer, 100 - float(of_2000["value"].iloc[0]))
    found = between(least, 100, now, settled, of_2000, text=f"{least:.0f} percent or more")
    return found.says(newer=newer, since=settled["date"].iloc[0], members=100 - members)


@check("Intro-20")
def countries_of_origin(t: Tables) -> Finding:
    def named(*unspecified: str) -> Finding:
        rows = t.where("communities_served", community=[*NAMES["countries"].values(), *unspecified])
        there = set(rows["community"].astype("str").replace("Nikkei", NAMES["countries"]["Brazil"]))
        absent = [country for country, people in NAMES["countries"].items() if people not in there]
        found = len(NAMES["countries"]) - len(absent)
        return exactly(found, rows, of=len(NAMES["countries"])).says(absent=", ".join(absent) or "none")

    return named().or_else(named("Nikkei"))


@check("Intro-21")
def industries(t: Tables) -> Finding:
    told, ministries = t["events"].dropna(subset="industries"), t.where("ministry_positions", position="favours_admission")
    named = set(told["industries"].str.split("; ").explode())
    if "manufacturing" not in named:
        return holds(False, told, ministries, text="only others are named")
    others = len(ministries) > 0 or len(named) > 1
    return holds(pd.NA if others else True, told, ministries, text="others are named too" if others else "no other is named")


@check("Intro-23")
def undocumented_by_official_count(t: Tables) -> Finding:
    counts, asserted = facts.overstayers_around(t), t.cell("F-01", "value")
    low, high = counts["value"].min(), counts["value"].max()
    return value(counts, "value").or_else(between(low, math.inf, counts)).says(days=counts, fewest=asserted - high, most=asserted - low)


@check("Intro-27")
def excluded_by_law(t: Tables) -> Finding:
    excluded, basis = t.where("law_provisions", kind="exclusion"), t.pick("L-26")
    by_law = (excluded["law"] == "immigration_law_1990").astype("boolean")
    return share(excluded, by_law, basis).or_else(share(excluded, by_law.mask(~by_law) if len(basis) else by_law, basis))


@check("Intro-28")
def groups_that_may_answer_to_the_policies(t: Tables) -> Finding:
    groups, policies = t["groups"], int(t.cell("EV-18", "date"))
    older = (groups["began"] < policies).fillna(False)
    return between(0, int((~older).sum()), groups, t.pick("EV-18"), of=len(groups)).says(policies=policies, older=int(older.sum()))


@check("Intro-35")
def partnerships_before_the_law(t: Tables) -> Finding:
    told, serving = facts.with_governments(t), facts.with_governments(t, kind=facts.SERVING)
    found = share(told, facts.older_than_the_law(t, told), t.pick("EV-40")).or_else(share(serving, facts.older_than_the_law(t, serving)))
    since = int(t.cell("EV-24", "date"))
    return found.says(since=since, years=facts.law(t).year - since)


@check("Intro-39")
def groups_are_small(t: Tables) -> Finding:
    groups, associations = t["groups"], t.where("associations", period="postwar")
    sizes = t.where("association_figures", association_id=associations["association_id"], measure="members")
    threshold, members = int(sizes["value"].min()), groups["members"]
    numbers = {"threshold": threshold, "silent": int(members.isna().sum()), "largest": int(members.max())}
    return share(groups, members < threshold, sizes).says(**numbers, half=math.floor(members.median()))


@check("Intro-41")
def founded_by_others(t: Tables) -> Finding:
    def by_others(founded: pd.DataFrame) -> Finding:
        told = {who: founded.loc[founded["founded_by"] == who, "group_id"].nunique() for who in ("foreigners", "japanese")}
        return between(told["foreigners"], len(t["groups"]) - told["japanese"], founded, of=len(t["groups"]))

    founded = t.where("events", kind="organisation_founded").dropna(subset="group_id")
    return by_others(founded).or_else(by_others(founded.drop("EV-11", errors="ignore")))


@check("Intro-42")
def places(t: Tables) -> Finding:
    printed = [t[f"table-{number}"].dropna(subset="No.") for number in t["groups"]["table"].unique()]
    cells = pd.concat([rows["Location"] for rows in printed])
    there = int(cells.isin(["Tokyo", "Kanagawa"]).sum())
    return between(there, there + int(cells.isna().sum()), *printed, of=len(cells)).says(tokyo=int((cells == "Tokyo").sum()))


@check("Intro-43")
def interviews_outside_the_rounds(t: Tables) -> Finding:
    rows = facts.cited(t)
    outside, of_groups = rows[rows["fieldwork"] == "outside"], rows[rows["organisation_kind"] == "support_group"]
    found = count(outside, rows, of=len(rows)).or_else(count(of_groups[of_groups["fieldwork"] == "outside"], of_groups))
    return found.says(years=" and ".join(map(str, sorted(set(years_of(outside["date"]))))) or "none", of_groups=len(of_groups))


@check("Intro-44")
def first_round_after_the_passage(t: Tables) -> Finding:
    rows = facts.cited(t)
    first = rows[rows["date"].dt.year == facts.first_fieldwork(t)]
    after, in_force = (first["date"] >= day for day in (facts.passage_of_the_law(t), facts.law(t)))
    found = share(first, after, t.pick("CF-03")).or_else(share(first, in_force, t.pick("EV-40")))
    return found.says(earliest=first["date"].min(), late=int(in_force.sum()))


@check("Intro-45")
def second_round_in_summer(t: Tables) -> Finding:
    rows, years = facts.cited(t), facts.second_fieldwork(t)
    later = rows[rows["date"].dt.year >= min(years)]
    summer = later["date"].dt.year.isin(years) & later["date"].dt.month.isin([6, 7, 8])
    return share(later, summer).says(since=min(years), earliest=later["date"].min(), latest=later["date"].max())


@check("Intro-46")
def groups_there_in_both_rounds(t: Tables) -> Finding:
    groups, first, second = t["groups"], facts.first_fieldwork(t), facts.second_fieldwork(t)
    in_first = (groups["began"] <= first) & ~(groups["ended"] < first).fillna(False)
    in_second = (groups["began"] <= max(second)).fillna(True) & ~(groups["ended"] < min(second)).fillna(False)
    one, other = (
        t.where("groups", group_id=facts.cited(t).loc[facts.cited(t)["fieldwork"] == name, "group_id"]) for name in ("first", "second")
    )
    found = share(groups, in_first & in_second).or_else(share(groups, in_first | in_second))
    return found.says(first=first, second=min(second), one=len(one), other=len(other), both=len(one.index.intersection(other.index)))


@check("Intro-48")
def kinds_of_people_interviewed(t: Tables) -> Finding:
    kinds = ("person_of_a_group", "official", "foreign_migrant")
    return between(facts.cited(t)["interviewee"].nunique(), len(kinds), facts.cited(t), of=len(kinds))


@check("Intro-51")
def sections(t: Tables) -> Finding:
    rows = [t["events"], t["incorporation_outcomes"]]
    numerals = pd.concat([table["locator"].str.extractall(r"\b([IVX]+), para\.")[0] for table in rows])
    return exactly(numerals.nunique(), *rows).says(sections=", ".join(sorted(set(numerals))))


@check("Intro-52")
def areas_at_the_time_of_writing(t: Tables) -> Finding:
    listed, later = t.where("law_provisions", kind="activity_area"), t.pick("CF-35")
    added = later[later["date"].map(pd.Timestamp) <= facts.last_interview(t)]
    return exactly(int(added["value"].max()) if len(added) else len(listed), listed, later)


@check("Intro-57")
def old_immigrants(t: Tables) -> Finding:
    now, settled = facts.registered_at_the_end_of_2003(t), facts.permanent_residents(t, "koreans", "chinese")
    number, everybody = int(settled["value"].sum()), int(now["value"].iloc[0])
    return between(0, number, now, settled, of=everybody, text=f"at most {number:,} of {everybody:,}")
