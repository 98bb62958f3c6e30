"""Checks of section I: the state and the associations of foreigners, and its footnotes."""

from __future__ import annotations

import math

import pandas as pd

from supportgroups.audit.claims import check
from supportgroups.audit.vocabulary import (
    Finding,
    between,
    both,
    count,
    earlier,
    holds,
    known,
    names,
    on,
    share,
)
from supportgroups.facts.associations import both_korean, days_of_the_rule_on_leaders, local_associations, registered_by
from supportgroups.facts.tables import Tables


def _agencies(t: Tables) -> list[str]:
    named = t.cell("A-02", "jurisdiction")
    return [] if pd.isna(named) else str(named).split("; ")


# --- paragraphs 1 to 4: two societies before the war


@check("I-01")
def promoted_before_the_war(t: Tables) -> Finding:
    return count(t.where("associations", period="prewar", state_relation=["funded", "operated"]))


@check("I-05")
def takeover_after_the_military(t: Tables) -> Finding:
    military, takeover = t.cell("EV-03", "date"), t.cell("EV-05", "date")
    return holds(earlier(military, takeover), t.pick("EV-03", "EV-05"), text=f"{military}, then {takeover}")


@check("I-06")
def founding_of_the_second_society(t: Tables) -> Finding:
    outside = t.pick("CF-05", "CF-06")
    years = outside["date"].str[:4].astype(int)
    found = between(years.min(), years.max(), outside, text=f"{years.min()} to {years.max()}")
    return found.or_else(between(-math.inf, years.max(), outside))


@check("I-07")
def name_of_the_second_society(t: Tables) -> Finding:
    printed, elsewhere = t.pick("A-02")[["name_ja", "name_ja_variant"]], t.cell("CF-07", "text")
    return holds(printed.eq(elsewhere).any(axis=None), t.pick("A-02"), t.pick("CF-07"), text=elsewhere)


@check("I-08")
def agencies_in_charge(t: Tables) -> Finding:
    return between(*(len(_agencies(t)),) * 2, t.pick("A-02")).says(agencies=", ".join(_agencies(t)))


@check("I-09")
def agencies_at_the_founding(t: Tables) -> Finding:
    agencies, younger = _agencies(t), earlier(t.cell("EV-05", "date"), t.cell("CF-02", "date"))
    most = len(agencies) - ("Ministry of Welfare" in agencies and younger is True)
    return between(0, most, t.pick("CF-02"), t.pick("A-02"), t.pick("EV-05"), of=len(agencies), text=f"at most {most} of {len(agencies)}")


@check("I-10")
def run_and_staffed_by_officials(t: Tables) -> Finding:
    practice = t.where("events", association_id="A-02", kind="organisation_changed")
    wanted = t.where("ministry_positions", about="association_leadership", position="requires_japanese_leaders")
    shown = practice["evidence"].str.contains("headed by local police chiefs").any() and len(wanted)
    return holds(True if shown else pd.NA, practice, wanted, text="police chiefs at the head of all subgroups" if shown else "not told")


@check("I-16")
def only_japanese_leaders(t: Tables) -> Finding:
    told = t.where("ministry_positions", about="association_leadership")
    japanese = told["position"] == "requires_japanese_leaders"
    text = f"{(~japanese).sum()} of {len(told)} agencies wants Koreans"
    return holds(True if japanese.all() else pd.NA if japanese.any() else False, told, text=text)


@check("I-18")
def practice_against_regulation(t: Tables) -> Finding:
    regulation, practice = t.cell("EV-08", "date"), t.cell("EV-07", "date")
    days = days_of_the_rule_on_leaders(t)
    found = holds(earlier(regulation, practice), t.pick("EV-08"), t.pick("EV-07"), text=f"at most {days} days of {practice}")
    return found.says(days=days)


@check("I-19")
def regulation_before_the_source(t: Tables) -> Finding:
    day = pd.Timestamp(t.cell("EV-08", "date"))
    return between(day.toordinal(), day.toordinal(), t.pick("EV-08"), text=on(day))


@check("I-21")
def means_of_control(t: Tables) -> Finding:
    return count(t.where("associations", period="prewar", state_control="present", state_relation="operated"))


# --- paragraph 5: Koreans after the war


@check("I-23")
def korean_associations(t: Tables) -> Finding:
    return count(t.where("associations", period="postwar", community="korean", level="association"))


@check("I-24")
def chinese_associations(t: Tables) -> Finding:
    local, lines = local_associations(t), t.where("associations", level="group_of_associations", community="chinese")
    return count(local).or_else(count(lines)).says(cities=local["city"].nunique())


@check("I-25")
def name_of_mindan(t: Tables) -> Finding:
    own = t.cell("CF-08", "text")
    return holds(t.cell("A-03", "name_ja") == own, t.pick("A-03"), t.pick("CF-08"), text=own)


@check("I-26")
def members_of_both(t: Tables) -> Finding:
    members, own = t.pick("AF-07", "AF-10"), t.pick("CF-09", "CF-10")
    everybody = pd.concat([registered_by(t, int(year)) for year in sorted(members["source_year"])])
    text = f"{own['value'].min():,} to {own['value'].max():,} registered with Mindan"
    as_registered = holds(pd.NA if own["value"].max() >= t.cell("AF-07", "value") else False, own, members, text=text)
    shares = sorted(both_korean(t) / everybody["value"])
    found = as_registered.or_else(holds(pd.NA if shares[0] <= 1 else False, members, everybody))
    return found.says(together=both_korean(t), least=shares[0], most=shares[-1])


@check("I-27")
def branches_of_both(t: Tables) -> Finding:
    own = t.pick("CF-11", "CF-13")
    mindan = between(own["value"].min(), own["value"].max(), own)
    return both(mindan, between(-math.inf, math.inf, text="nothing printed"))


# --- paragraph 6: Chinese after the war


@check("I-30")
def two_in_each_city(t: Tables) -> Finding:
    local, two = local_associations(t), t.cell("AF-14", "value")
    sources = t.where("association_figures", association_id=local.index), t.where("interviews", association_id=local.index)
    named = local[local.index.isin(pd.concat([rows["association_id"] for rows in sources]))]
    cities = local.drop_duplicates("city")
    both_there, both_shown = (cities["city"].map(rows["city"].value_counts()) >= two for rows in (local, named))
    return share(cities, both_shown.astype("boolean").mask(both_there & ~both_shown), local, *sources, t.pick("AF-14"))


@check("I-34")
def patriotism_in_yokohama(t: Tables) -> Finding:
    interview = t.where("interviews", footnotes="n. 14", association_id="A-10")
    sides = interview["organisation"].astype("string").str.extract(r"\((.+)\)")[0]
    return holds((sides == "PRC").all(skipna=False) if len(sides) else pd.NA, interview, text=names(interview, "organisation"))


# --- paragraph 7: what follows for the view that the state prefers and controls


@check("I-35")
def political_associations(t: Tables) -> Finding:
    local = local_associations(t)
    return share(local, known(local["political_aim"]) == "yes")


@check("I-37")
def enormous(t: Tables) -> Finding:
    local, koreans, largest = local_associations(t), t.pick("AF-07", "AF-10"), t["groups"].nlargest(1, "members")
    side, tokyo = local[local["orientation"] == "mainland_china"], t.pick("AF-16")
    low, large, of_a_group = tokyo["value"].iloc[0], koreans["value"].min(), largest["members"].iloc[0]
    text = f"{low:,} to {low * len(side):,} members"
    found = holds(low * len(side) >= large, tokyo, koreans, side, text=text).says(large=large, tokyo=low, largest_group=of_a_group)
    return found.or_else(holds(low > of_a_group, tokyo, largest))


@check("I-39")
def education_left_alone(t: Tables) -> Finding:
    schools = t.pick("AF-12")
    return holds(pd.NA if schools["value"].sum() else False, schools, text=f"{schools['value'].sum()} schools of Souren")
