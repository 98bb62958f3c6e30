"""Checks of the introduction and its footnotes."""

import math

import pandas as pd

from supportgroups.audit.vocabulary import *
from supportgroups.dataset import TABLES

check("Intro-04", lambda t: year(t.pick("CF-03")).says(first=on(t.cell("EV-28", "date"))))
check("Intro-07", lambda t: in_order(t, "EV-23", "EV-28"))
check("Intro-09", lambda t: day_of(t, "CF-04"))
check("Intro-11", lambda t: count(t.where("law_provisions", kind="activity_area")))
check("Intro-12", lambda t: source_tells(t, "TS-05", "許可", column="words", text="a ministry had to permit it", otherwise="no permission"))
check("Intro-14", lambda t: growing(facts.official(t, "npo_corporations"), until=facts.last_interview(t)))
check("Intro-15", lambda t: value(facts.npo_around(t), "value", t.pick("EV-46")).says(days=facts.npo_around(t)))
check("Intro-17", lambda t: growing(facts.official(t, "registered_foreigners"), until=facts.end_of_2003(t)))
check("Intro-18", lambda t: value(facts.registered_at_the_end_of_2003(t), "value"))
check("Intro-22", lambda t: value(t.pick("EV-45"), "value"))
check("Intro-28", lambda t: share(t["groups"], possibly(t["groups"]["began"] >= int(t.cell("EV-18", "date"))), t.pick("EV-18")))
check("Intro-35", lambda t: older_ties(t).says(years=facts.law(t).year - int(t.cell("EV-24", "date"))))
check("Intro-40", lambda t: paper_count(t, "groups in all", t["groups"]).says(printed=sum(len(t[f"table-{number}"]) for number in TABLES)))
check("Intro-48", lambda t: between(facts.cited(t)["interviewee"].nunique(), 3, facts.cited(t), of=3))


@check("Intro-06")
def interpreters_wrote_after_the_law(t: Tables) -> Finding:
    passed, garon, pekkanen = int(t.cell("EV-31", "date")), 1997, 2003  # notes 2 and 3 print these years for the works of the two
    found = holds(passed <= garon, t.pick("EV-31"), text=f"a work of {garon}, a law of {passed}")
    return found.or_else(holds(passed <= pekkanen, t.pick("EV-31")))


@check("Intro-10")
def aims_answer_obstacles(t: Tables) -> Finding:
    causes, aims = t.pick("L-02", "L-03"), t.where("law_provisions", law="npo_law", kind="aim")
    return share(causes, causes["provision_id"].isin(aims["answers"]), aims)


@check("Intro-19")
def new_immigrants(t: Tables) -> Finding:
    registered, settled = facts.registered_at_the_end_of_2003(t), facts.permanent_residents(t)
    everybody = int(registered["value"].iloc[0])
    newer, of_2000 = float(100 * (everybody - settled["value"].sum()) / everybody), 100 - float(t.cell("CF-31", "value"))
    found = between(min(newer, of_2000), 100, registered, settled, t.pick("CF-31"), text="{low:.0f} percent or more")
    return found.says(newer=newer, since=settled["date"].iloc[0], members=100 * (1 - facts.both_korean(t) / everybody))


@check("Intro-20")
def countries_of_origin(t: Tables) -> Finding:
    def named(*unspecified: str) -> Finding:
        countries = pd.Series(NAMES["countries"])
        rows = t.where("communities_served", community=[*countries, *unspecified])
        there = countries.isin(rows["community"].astype("str").replace("Nikkei", countries["Brazil"]))
        return exactly(int(there.sum()), rows, of=len(countries)).says(absent=", ".join(countries.index[~there]) or "none")

    return named().or_else(named("Nikkei"))


@check("Intro-21")
def industries(t: Tables) -> Finding:
    told, ministries = t["events"].dropna(subset="industries"), t.where("ministry_positions", position="favours_admission")
    named = set(told["industries"].str.split("; ").explode())
    if "manufacturing" not in named:
        return holds(False, told, ministries, text="only others are named")
    alone = len(named) == 1 and ministries.empty
    return confirmable(alone, told, ministries, text="no other is named", otherwise="others are named too")


@check("Intro-23")
def undocumented_by_official_count(t: Tables) -> Finding:
    counts, asserted = facts.overstayers_around(t), t.cell("F-01", "value")
    low, high = counts["value"].min(), counts["value"].max()
    return value(counts, "value").or_else(between(low, math.inf, counts)).says(days=counts, fewest=asserted - high, most=asserted - low)


@check("Intro-27")
def excluded_by_law(t: Tables) -> Finding:
    excluded, basis = t.where("law_provisions", kind="exclusion"), t.pick("L-26")
    by_law = excluded["law"] == "immigration_law_1990"
    return share(excluded, by_law, basis).or_else(share(excluded, surely(by_law, len(basis) > 0), basis))


@check("Intro-39")
def groups_are_small(t: Tables) -> Finding:
    associations, members = t.where("associations", period="postwar"), t["groups"]["members"]
    sizes = t.where("association_figures", association_id=associations["association_id"], measure="members")
    found = share(t["groups"], members < sizes["value"].min(), sizes)
    return found.says(threshold=sizes["value"].min(), largest=members.max(), half=math.floor(members.median()))


@check("Intro-41")
def founded_by_others(t: Tables) -> Finding:
    def by_others(founded: pd.DataFrame) -> Finding:
        told = {who: founded.loc[founded["founded_by"] == who, "group_id"].nunique() for who in ("foreigners", "japanese")}
        return between(told["foreigners"], len(t["groups"]) - told["japanese"], founded, of=len(t["groups"]))

    founded = t.where("events", kind="organisation_founded").dropna(subset="group_id")
    return by_others(founded).or_else(by_others(founded.drop("EV-11", errors="ignore")))


@check("Intro-42")
def places(t: Tables) -> Finding:
    printed = [t[f"table-{number}"].dropna(subset="No.") for number in TABLES]
    found = share_of_all(printed, lambda rows: surely(rows["Location"].isin(["Tokyo", "Kanagawa"]), rows["Location"].isna()))
    return found.says(tokyo=sum((rows["Location"] == "Tokyo").sum() for rows in printed))


@check("Intro-43")
def interviews_outside_the_rounds(t: Tables) -> Finding:
    rows = facts.cited(t)
    outside, of_groups = rows[rows["fieldwork"] == "outside"], rows[rows["organisation_kind"] == "support_group"]
    found = count(outside, rows, of=len(rows)).or_else(count(of_groups[of_groups["fieldwork"] == "outside"], of_groups))
    return found.says(years=" and ".join(map(str, sorted(set(years_of(outside["date"]))))) or "none", of_groups=len(of_groups))


@check("Intro-44")
def first_round_after_the_passage(t: Tables) -> Finding:
    first = t.where("interviews", date=lambda days: days.dt.year == facts.first_fieldwork(t))
    after, in_force = (first["date"] >= day for day in (facts.passage_of_the_law(t), facts.law(t)))
    found = share(first, after, t.pick("CF-03")).or_else(share(first, in_force, t.pick("EV-40")))
    return found.says(earliest=first["date"].min(), late=first[in_force])


@check("Intro-45")
def second_round_in_summer(t: Tables) -> Finding:
    years = facts.second_fieldwork(t)
    later = t.where("interviews", date=lambda days: days.dt.year >= min(years))
    summer = later["date"].dt.year.isin(years) & later["date"].dt.month.isin([6, 7, 8])
    return share(later, summer).says(since=min(years), earliest=later["date"].min(), latest=later["date"].max())


@check("Intro-46")
def groups_there_in_both_rounds(t: Tables) -> Finding:
    groups, first, second = t["groups"], facts.first_fieldwork(t), facts.second_fieldwork(t)
    in_first = (groups["began"] <= first) & ~(groups["ended"] < first).fillna(False)
    in_second = (groups["began"] <= max(second)).fillna(True) & ~(groups["ended"] < min(second)).fillna(False)
    one, other = (facts.groups_of(t, t.where("interviews", fieldwork=name)) for name in ("first", "second"))
    found = share(groups, in_first & in_second).or_else(share(groups, in_first | in_second))
    return found.says(second=min(second), one=one, other=other, both=one.index.intersection(other.index))


@check("Intro-51")
def sections(t: Tables) -> Finding:
    rows = [t["events"], t["incorporation_outcomes"]]
    numerals = pd.concat([table["locator"].str.extractall(r"\b([IVX]+), para\.")[0] for table in rows])
    return exactly(numerals.nunique(), *rows).says(sections=", ".join(sorted(set(numerals))))


@check("Intro-52")
def areas_at_the_time_of_writing(t: Tables) -> Finding:
    listed, in_force = t.where("law_provisions", kind="activity_area"), facts.day_of_fact(t, "CF-35") <= facts.last_interview(t)
    return exactly(int(t.cell("CF-35", "value")) if in_force else len(listed), listed, t.pick("CF-35"))


@check("Intro-57")
def old_immigrants(t: Tables) -> Finding:
    now, settled = facts.registered_at_the_end_of_2003(t), facts.permanent_residents(t, "koreans", "chinese")
    number, everybody = int(settled["value"].sum()), int(now["value"].iloc[0])
    return between(0, number, now, settled, of=everybody, text="at most {high:,} of {total:,}")
