"""Checks of section I: the state and the associations of foreigners, and its footnotes."""

import math

import pandas as pd

from supportgroups.audit.vocabulary import *

check("I-01", lambda t: count(t.where("associations", period="prewar", state_relation=["funded", "operated"])))
check("I-02", lambda t: year(t.pick("CF-14")))
check("I-05", lambda t: in_order(t, "EV-03", "EV-05", text="{EV-03[date]}, then {EV-05[date]}"))
check("I-06", lambda t: year(t.pick("CF-05", "CF-06", "CF-16", "CF-17")))
check("I-08", lambda t: exactly(len(_agencies(t)), t.pick("A-02")).says(agencies=", ".join(_agencies(t))))
check("I-13", lambda t: source_tells(t, "CF-27", "義務", text="a duty to hold the card", otherwise="no such duty").beside(t.pick("CF-25")))
check("I-14", lambda t: source_tells(t, "CF-28", "往来ができず", text="none to Korea and back", otherwise="more").beside(t.pick("CF-25")))
check("I-15", lambda t: growing(facts.people_in_japan(t, "koreans", "police"), t.cell("EV-06", "date"), t.cell("EV-06", "end_date")))
check("I-18", lambda t: in_order(t, "EV-08", "EV-07", text="at most {days_of_the_rule_on_leaders} days of {EV-07[date]}"))
check("I-19", lambda t: day_of(t, "EV-08"))
check("I-21", lambda t: count(t.where("associations", period="prewar", state_relation="operated", state_control="present")))
check("I-23", lambda t: count(t.where("associations", period="postwar", community="korean", level="association")))
check("I-25", lambda t: holds(t.cell("A-03", "name_ja") == t.cell("CF-08", "text"), t.pick("A-03"), t.pick("CF-08"), text="{CF-08[text]}"))
check("I-27", lambda t: both(value(t.pick("CF-11", "CF-13"), "value"), between(-math.inf, math.inf, text="nothing printed")))
check("I-35", lambda t: share(facts.local_associations(t), lambda rows: known(rows["political_aim"]) == "yes"))
check("I-39", lambda t: refutable(t.pick("AF-12")["value"].sum(), t.pick("AF-12"), text="{AF-12[value]} schools of Souren"))
check("I-47", lambda t: source_tells(t, "CF-27", "義務", text="a duty to hold the card", otherwise="no such duty").beside(t.pick("CF-25")))
check("I-48", lambda t: source_shows(t, "CF-26", "役所", "届出", "手続", text="offices too", otherwise="work, trains, going home, rations"))
check("I-49", lambda t: holds(t.tells("CF-77", "特高"), t.pick("CF-77"), text="of the Special Higher Police", otherwise="others"))


def _agencies(t: Tables) -> list[str]:
    return t.pick("A-02")["jurisdiction"].dropna().str.split("; ").explode().to_list()


@check("I-04")
def a_quarter_of_the_koreans(t: Tables) -> Finding:
    counts = facts.people_in_japan(t, "koreans", "police")
    counts = counts[years_of(counts["date"]).between(int(t.cell("EV-01", "date")), int(t.cell("EV-04", "date")))]
    quarters = counts["value"] * float(t.cell("AF-02", "value")) / 100
    nearest = (quarters - t.cell("AF-01", "value")).abs().idxmin()
    low, high, best = float(quarters.min()), float(quarters.max()), float(quarters[nearest])
    found = between(low, high, counts, text=f"{low:,.0f} to {high:,.0f}").or_else(exactly(best, counts.loc[[nearest]]))
    return found.says(year=counts.at[nearest, "date"], koreans=counts.at[nearest, "value"], quarter=best)


@check("I-07")
def name_of_the_second_society(t: Tables) -> Finding:
    printed, elsewhere = t.pick("A-02")[["name_ja", "name_ja_variant"]], t.cell("CF-07", "text")
    return holds(printed.eq(elsewhere).any(axis=None), t.pick("A-02"), t.pick("CF-07"), text=elsewhere)


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
    elsewhere = t.tells("CF-21", "現職幹部")
    text = "officials and police chiefs in the offices" if elsewhere else "police chiefs at the head of all subgroups"
    return confirmable(shown or elsewhere, practice, wanted, t.pick("CF-21"), text=text, otherwise="not told")


@check("I-16")
def only_japanese_leaders(t: Tables) -> Finding:
    told = t.where("ministry_positions", about="association_leadership")
    japanese = (told["position"] == "requires_japanese_leaders").sum()
    return of_all(japanese, len(told), told, text=f"{len(told) - japanese} of {len(told)} agencies wants Koreans")


@check("I-17")
def heads_of_the_branches(t: Tables) -> Finding:
    heads, districts = t.pick("CF-22", "CF-77", "CF-79"), t.pick("CF-23")
    police = heads["text"].str.contains("警察署長|警察所長|경찰서장").all() and districts["text"].str.contains("警察").all()
    early = (years_of(heads["date"]) <= int(t.cell("EV-07", "date"))).all()
    return holds((police and early) if len(heads) else pd.NA, heads, districts, text="chiefs of police stations" if police else "others")


@check("I-24")
def chinese_associations(t: Tables) -> Finding:
    local, lines = facts.local_associations(t), t.where("associations", level="group_of_associations", community="chinese")
    return count(local).or_else(count(lines)).says(cities=local["city"].nunique())


@check("I-26")
def members_of_both(t: Tables) -> Finding:
    koreans = facts.people_in_japan(t, "koreans").nlargest(1, "value")
    together, most = facts.both_korean(t), koreans["value"].iloc[0]
    text = f"{together:,} members, at most {most:,} registered Koreans"
    found = refutable(together <= most, t.pick("AF-07", "AF-10"), koreans, t.pick("CF-09", "CF-10"), text=text)
    return found.says(together=together, most=most)


@check("I-30")
def two_in_each_city(t: Tables) -> Finding:
    local, two = facts.local_associations(t), t.cell("AF-14", "value")
    sources = t.where("association_figures", association_id=local.index), t.where("interviews", association_id=local.index)
    named = local[local.index.isin(pd.concat([rows["association_id"] for rows in sources]))]
    cities = local.drop_duplicates("city")
    both_there, both_shown = (cities["city"].map(rows["city"].value_counts()) >= two for rows in (local, named))
    return share(cities, surely(both_shown, both_there), local, *sources, t.pick("AF-14"))


@check("I-32")
def members_in_tokyo(t: Tables) -> Finding:
    members, in_tokyo, in_japan = t.pick("AF-15", "AF-16"), facts.chinese_in_tokyo(t), facts.people_in_japan(t, "chinese")
    together, most = int(members["value"].sum()), in_tokyo["value"].max()
    then = in_japan[years_of(in_japan["date"]) <= int(members["source_year"].max())].tail(1)
    text, last = f"{together:,} members, at most {most:,} registered in Tokyo", then.iloc[0]
    found = refutable(together <= most, members, in_tokyo, text=text).or_else(refutable(together <= last["value"], members, then))
    return found.says(together=together, most=most, in_japan=last["value"], day=last["date"], early=in_tokyo["value"].iloc[0])


@check("I-34")
def patriotism_in_yokohama(t: Tables) -> Finding:
    interview = t.where("interviews", footnotes="n. 14", association_id="A-10")
    sides = interview["organisation"].astype("string").str.extract(r"\((.+)\)")[0]
    return holds((sides == "PRC").all(skipna=False) if len(sides) else pd.NA, interview, text=names(interview, "organisation"))


@check("I-37")
def enormous(t: Tables) -> Finding:
    local, koreans, largest = facts.local_associations(t), t.pick("AF-07", "AF-10"), t["groups"].nlargest(1, "members")
    side, tokyo = local[local["orientation"] == "mainland_china"], t.pick("AF-16")
    low, large, of_a_group = tokyo["value"].iloc[0], koreans["value"].min(), largest["members"].iloc[0]
    text = f"{low:,} to {low * len(side):,} members"
    found = holds(low * len(side) >= large, tokyo, koreans, side, text=text).says(large=large, tokyo=low, largest_group=of_a_group)
    return found.or_else(holds(low > of_a_group, tokyo, largest))


@check("I-42")
def founder_of_the_first_society(t: Tables) -> Finding:
    if not t.tells("CF-14", "朴春琴"):
        return holds(False, t.pick("CF-14", "CF-15"), text="others")
    return confirmable(not t.tells("CF-14", "・"), t.pick("CF-14", "CF-15"), text="Pak", otherwise="others too")


@check("I-43")
def agencies_that_others_name(t: Tables) -> Finding:
    named = [agency for agency in _agencies(t) if t.tells("CF-20", NAMES["agencies"][agency])]
    return between(len(named), len(_agencies(t)), t.pick("A-02"), t.pick("CF-20"), of=len(_agencies(t)))


@check("I-44")
def declared_aims(t: Tables) -> Finding:
    found = [aim for word, aim in (("救済", "relief"), ("内鮮融和", "harmony of Koreans and Japanese")) if t.tells("CF-14", word)]
    return exactly(len(found), t.pick("CF-14"), of=2, text=" and ".join(found) or "others")
