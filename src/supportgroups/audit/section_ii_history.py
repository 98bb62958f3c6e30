"""Checks of section II, paragraphs 11 to 13, and their footnotes: how the groups began, and how they ended."""

from collections.abc import Sequence

import pandas as pd

from supportgroups import facts
from supportgroups.audit.claims import check
from supportgroups.audit.vocabulary import *
from supportgroups.facts.counting_rules import CHRISTIAN_BY, MEDICAL_FROM
from supportgroups.facts.tables import Tables

# --- paragraph 11: what the groups grew out of


@check("II-47")
def grown_out_of_older_bodies(t: Tables) -> Finding:
    older, church, bar = facts.with_italic_year(t), t.where("groups", legal_form="religious_body"), facts.of_a_bar_association(t)
    shown = pd.concat([older, church, bar])
    return share(t["groups"], told_of(t["groups"], shown)).says(older=len(older), church=len(church), bar=len(bar))


@check("II-48")
def out_of_dioceses(t: Tables) -> Finding:
    rows, former = facts.of_category(t, "christian"), t["predecessors"]
    catholic, diocesan = rows[rows["name_en"].str.contains("Catholic|CTIC")], former[former["name_ja"].str.contains("教区")]
    return share(rows, told_of(rows, pd.concat([catholic, diocesan])), diocesan)


@check("II-51", category="union", named=["T2-05", "T2-06"])
@check("II-52", category="medical", named=["T4-01", "T4-02"])
def later_than_the_organisation(t: Tables, category: str, named: Sequence[str]) -> Finding:
    """Count the groups with an older organisation behind them, without those that the text names."""
    rows = facts.of_category(t, category).drop(index=named, errors="ignore")
    older = rows[rows["organisation_founded"].notna()]
    return count(older, rows).or_else(between(0, len(older), rows))


check("II-53", lambda t: share(t.pick("T2-05", "T2-06"), "name_ja.str.contains('分会')"))
check("II-54", lambda t: holds(t.tells("T2-06", "全国一般", column="name_ja"), t.pick("T2-06")))
check("II-55", lambda t: share(t.pick("T4-01", "T4-02"), "organisation_founded < began"))


# --- paragraph 12 and note 16: the counts of groups, and the first ones


check("II-57", lambda t: paper_count(t, "other pioneers", t["groups"], t["predecessors"]))
check("II-58", lambda t: paper_count(t, "older than the first Christian group", t["groups"], t["predecessors"]))
check("II-79", lambda t: paper_count(t, "groups by 1992", t["groups"], t["predecessors"]))
check("II-80", lambda t: paper_count(t, "new groups since 1998", t["groups"], t["predecessors"]))
check("II-65", lambda t: paper_count(t, "first Christian group", facts.of_category(t, "christian")))
check("II-68", lambda t: paper_count(t, "Christian groups by 1987", facts.of_category(t, "christian")))
check("II-72", lambda t: paper_count(t, "unions of the late 1980s", facts.of_category(t, "union")))
check("II-73", lambda t: paper_count(t, "lawyers of the late 1980s", facts.of_category(t, "legal")))


@check("II-59")
def bodies_that_the_note_names(t: Tables) -> Finding:
    named = t.where("events", locator="n. 16")
    named = named[named["date"] < "1983"]
    former = t.where("predecessors", group_id=named["group_id"])
    apart = named[~named["group_id"].isin(former["group_id"])]
    return count(named).or_else(count(apart, former)).says(former=len(named) - len(apart))


check("II-61", lambda t: year(t.pick("T2-04"), "began"))


@check("II-62")
def teachers_from_the_west(t: Tables) -> Finding:
    labels = t.where("communities_served", group_id="T2-04")
    western = labels["community"].isin(["American", "European"]).any()
    return refutable(western, labels, text="from the West; teachers or not, is not printed")


check("II-63", lambda t: year(t.where("predecessors", group_id="T3-01", name_en="Women of Asia Association"), "began"))


@check("II-64")
def much_later(t: Tables) -> Finding:
    former = t.where("predecessors", group_id="T3-01")
    years = int(t.cell("T3-01", "began") - former["began"].min())
    return between(min(0, years), max(0, years), t.pick("T3-01"), former)


@check("II-66")
def women_from_the_philippines(t: Tables) -> Finding:
    rows = facts.of_category(t, "christian")
    first = rows[rows["began"] == rows["began"].min()]
    labels = t.where("communities_served", group_id=first["group_id"])
    filipino = labels.loc[labels["community"] == "Filipino", "group_id"]
    women, others = labels[labels["printed"] == "Filipina"], labels[~labels["group_id"].isin(filipino)]
    return share(first, told_of(first, women, others), labels)


@check("II-67")
def places_of_the_interviews(t: Tables) -> Finding:
    cited = t["interviews"][t["interviews"]["footnotes"].str.contains("n. 17", regex=False)]
    places, groups = cited["group_id"].map(t["groups"]["location"].astype("str")), facts.groups_of(t, cited)
    return share(cited, cited["place"] == places, groups).says(christian=int((groups["category"] == "christian").sum()))


@check("II-69")
def various_communities(t: Tables) -> Finding:
    rows = facts.of_category(t, "christian")
    early = rows[rows["began"] <= CHRISTIAN_BY]
    return distinct(t.where("communities_served", group_id=early["group_id"]), "community", early).says(christian=len(early))


# --- paragraph 12: who followed


@check("II-70")
def citizens_out_of_christian(t: Tables) -> Finding:
    citizens, christian = facts.of_category(t, "citizens"), facts.of_category(t, "christian")["began"].min()
    later = (citizens["began"] > christian) & ~citizens.index.isin(facts.with_former_body(t).index)
    first = facts.of_category(t, "christian").query("began == @christian")
    return share(citizens, later.mask(later), first).says(christian=int(christian))


@check("II-74")
def medical_groups_from_1990_on(t: Tables) -> Finding:
    rows = facts.of_category(t, "medical")
    found = paper_count(t, "medical groups from 1990 on", rows, of=len(rows))
    return found.says(of_1990=int((rows["began"] == MEDICAL_FROM).sum()), later=int((rows["began"] > MEDICAL_FROM).sum()))


@check("II-75")
def medical_groups_before_1990(t: Tables) -> Finding:
    rows, revised = facts.of_category(t, "medical"), int(t.cell("EV-17", "date")[:4])
    same = rows["began"] == revised
    behind = facts.older_bodies(t)["category"].eq("medical").sum()
    found = share(rows, (rows["began"] < revised).mask(same), t.pick("EV-17"))
    return found.says(same=int(same.sum()), undated=int(rows["began"].isna().sum()), behind=int(behind))


@check("II-76")
def sequence_of_the_kinds(t: Tables) -> Finding:
    rows = t["groups"].drop(index=["T2-04", "T4-04"], errors="ignore")
    first = {str(kind): int(began) for kind, began in rows.groupby("category", observed=True)["began"].min().items()}
    joined = first["union"], first["legal"]
    in_order = first["christian"] < first["citizens"] < min(joined) and max(joined) < first["medical"]
    return holds(in_order, rows[rows["category"] != "women"]).says(first=first)


# --- paragraph 12 and note 18: the changes of 1990


@check("II-77")
def overstayers_and_insurance(t: Tables) -> Finding:
    insurance, limits = t.where("ministry_positions", about="health_insurance"), t.where("text_figures", unit="years")
    narrower = insurance[insurance["locator"].isin(limits["locator"])]
    about, apart = str(t.cell("CF-69", "what")), t.pick("CF-69", "CF-71")
    another = "insurance" not in about.lower()
    text = "the directive was on public assistance" if another else "only some overstayers, in section IV" if len(narrower) else ""
    truth = False if another else True if narrower.empty else pd.NA
    return holds(truth, insurance, limits, apart, text=text)


check("II-78", lambda t: both(year(t.pick("CF-67"), "date", t.pick("EV-17", "EV-18")), year(t.pick("CF-69", "CF-70"))))


@check("II-97")
def what_the_directive_ended(t: Tables) -> Finding:
    told = t.pick("CF-69", "CF-70")
    assistance = told["what"].str.contains("assistance", case=False).all()
    return holds(assistance, told, text="no public assistance, of which medical assistance is a part" if assistance else "something else")


@check("II-98")
def legal_and_undocumented(t: Tables) -> Finding:
    route = "a route to legal status for people of Japanese descent"
    return refutable(t.tells("CF-68", "定住者"), t.pick("CF-68"), text=route, otherwise="none")


@check("II-60")
def founding_of_tell(t: Tables) -> Finding:
    churches = t.tells("CF-49", "churches")
    return both(year(t.pick("CF-49")), refutable(churches, t.pick("CF-49"), text="five English-language churches", otherwise="others"))


# --- paragraph 12: how many there were


@check("II-81")
def few_after_the_law(t: Tables) -> Finding:
    began = t["groups"]["began"]
    return share(t["groups"], began > facts.law(t).year, t.pick("EV-40")).says(undated=int(began.isna().sum()))


@check("II-83")
def founding_of_mic(t: Tables) -> Finding:
    told = facts.outside_years(t, "began")
    return both(year(t.pick("T4-19"), "began"), year(told[told["row"] == "T4-19"], "year"))


# --- paragraph 13: how they ended


check("II-84", lambda t: not_lasting(t))


@check("II-85")
def problem_solved(t: Tables) -> Finding:
    known, former, told, total = facts.endings(t), t["predecessors"], facts.reasons_of_ends(t), facts.ended_bodies(t)
    solved = int((told["reason_of_end"] == "problem_solved").sum())
    found = between(solved, solved + total - len(told), told, known.printed, known.told, former[former["ended"].notna()], of=total)
    return found.says(told=len(told), solved=solved)


@check("II-86")
def end_of_inoken(t: Tables) -> Finding:
    row, labels = t.pick("T6-02"), t.where("communities_served", group_id="T6-02")
    return both(year(row, "ended"), holds(facts.serves(t, row, ["Iranian"]).iloc[0], row, labels))


def dissolved(*rows: pd.DataFrame) -> Finding:
    """Return whether bodies have ended: yes if each prints an end; a body without one may have ended all the same."""
    ends = pd.concat([row["ended"] for row in rows])
    text = ", ".join("no end printed" if pd.isna(end) else f"ended {end}" for end in ends)
    return holds(True if ends.notna().all() else pd.NA, *rows, text=text)


check("II-87", lambda t: dissolved(t.pick("T5-01")))
check("II-88", lambda t: dissolved(t.pick("T2-06")))


@check("II-89")
def end_of_sol(t: Tables) -> Finding:
    former = t.where("predecessors", group_id="T1-10")
    return dissolved(former, t.pick("T1-03")).says(replaced=former["ended"].max())
