"""Checks of section II, the support groups, and its footnotes: the six kinds, who goes where, how they began and how they ended."""

from collections.abc import Sequence

import pandas as pd

from supportgroups.audit.vocabulary import *
from supportgroups.facts.counting_rules import CHRISTIAN_BY, MEDICAL_FROM

SOUTH_ASIANS_AND_IRANIANS = (*facts.SOUTH_ASIANS, "Iranian")

check("II-05", lambda t: distinct(t["groups"], "table"))
check("II-10", lambda t: share(facts.of_category(t, "christian"), lambda rows: known(rows["members_status"], "blank") == "not_applicable"))
check("II-12", lambda t: share(facts.of_category(t, "christian"), lambda rows: surely(rows["legal_form"] == "npo_corporation")))
check("II-18", lambda t: paper_count(t, "women's groups with NPO status", facts.of_category(t, "women")))
check("II-19", lambda t: paper_count(t, "women's groups that are a foundation", facts.of_category(t, "women")))
check("II-23", lambda t: paper_count(t, "medical groups", facts.of_category(t, "medical")))
check("II-25", lambda t: share(t["groups"].query("name_en.str.contains('Occupational Safety and Health')"), "category == 'medical'"))
check("II-26", lambda t: paper_count(t, "medical groups with NPO status", facts.of_category(t, "medical")))
check("II-37", lambda t: share(facts.of_category(t, "citizens"), facts.legal_form_known(t) == "none"))
check("II-41", lambda t: _go_to(t, ["christian"], ["Filipino"]))
check("II-43", lambda t: _go_to(t, ["christian"], facts.NIKKEI))
check("II-53", lambda t: share(t.pick("T2-05", "T2-06"), "name_ja.str.contains('分会')"))
check("II-54", lambda t: holds(t.tells("T2-06", "全国一般", column="name_ja"), t.pick("T2-06")))
check("II-55", lambda t: share(t.pick("T4-01", "T4-02"), "organisation_founded < began"))
check("II-57", lambda t: paper_count(t, "other pioneers", t["groups"], t["predecessors"]))
check("II-58", lambda t: paper_count(t, "older than the first Christian group", t["groups"], t["predecessors"]))
check(
    "II-60",
    lambda t: both(year(t.pick("CF-49")), source_tells(t, "CF-49", "churches", text="five English-language churches", otherwise="others")),
)
check("II-61", lambda t: year(t.pick("T2-04"), "began"))
check("II-63", lambda t: year(t.where("predecessors", group_id="T3-01", name_en="Women of Asia Association"), "began"))
check("II-65", lambda t: paper_count(t, "first Christian group", facts.of_category(t, "christian")))
check("II-68", lambda t: paper_count(t, "Christian groups by 1987", facts.of_category(t, "christian")))
check("II-72", lambda t: paper_count(t, "unions of the late 1980s", facts.of_category(t, "union")))
check("II-73", lambda t: paper_count(t, "lawyers of the late 1980s", facts.of_category(t, "legal")))
check("II-78", lambda t: both(year(t.pick("CF-67"), "date", t.pick("EV-17", "EV-18")), year(t.pick("CF-69", "CF-70"))))
check("II-79", lambda t: paper_count(t, "groups by 1992", t["groups"], t["predecessors"]))
check("II-80", lambda t: paper_count(t, "new groups since 1998", t["groups"], t["predecessors"]))
check("II-81", lambda t: share(t["groups"], t["groups"]["began"] > facts.law(t).year, t.pick("EV-40")))
check("II-83", lambda t: both(year(t.pick("T4-19"), "began"), year(facts.outside_years(t, "began").query("row == 'T4-19'"), "year")))
check("II-84", lambda t: not_lasting(t))
check("II-87", lambda t: dissolved(t.pick("T5-01")))
check("II-88", lambda t: dissolved(t.pick("T2-06")))
check(
    "II-98", lambda t: source_tells(t, "CF-68", "定住者", text="a route to legal status for people of Japanese descent", otherwise="none")
)


def _lead(t: Tables, targets: Sequence[str], others: Sequence[str], communities: Sequence[str]) -> Finding:
    """Return by how many groups that name a community some categories together are ahead of the next of the others.

    Who names none counts both ways.
    """
    groups, rivals = facts.of_category(t, *targets, *others), [kind for kind in others if kind not in targets]
    named, naming = facts.serves(t, groups, communities), facts.naming(t, [*targets, *others], communities)
    least, most = (named.fillna(unsaid).groupby(groups["category"], observed=False).sum() for unsaid in (False, True))
    low, high = least[[*targets]].sum() - most[rivals].max(), most[[*targets]].sum() - least[rivals].max()
    labels = t.where("communities_served", community=communities, group_id=naming["group_id"])
    text = " to ".join(dict.fromkeys(f"{end:+.0f}".replace("-", "−").replace("+0", "0") for end in (low, high)))
    return between(low, high, naming, facts.unsaid(t, groups), labels, text=text)


def _go_to(t: Tables, kinds: Sequence[str], communities: Sequence[str]) -> Finding:
    """Return by how much some kinds lead among the four to which the paragraph sends particular people (to the others, everybody)."""
    every, four = _lead(t, kinds, list(NAMES["kinds"]), communities), _lead(t, kinds, facts.SENT_SOMEWHERE, communities)
    return four.says(lead_of_six=every.text, named=_named(t, communities))


def _named(t: Tables, communities: Sequence[str]) -> str:
    """List by kind how many groups name one of some communities, of how many, and how many name none."""
    named, parts = facts.serves(t, t["groups"], communities), []
    for kind, label in NAMES["kinds"].items():
        told = named[t["groups"]["category"] == kind]
        parts.append(f"{label} {told.sum()} of {len(told)}" + (f" ({silent} unsaid)" if (silent := told.isna().sum()) else ""))
    return ", ".join(parts)


def dissolved(*rows: pd.DataFrame) -> Finding:
    """Return whether bodies have ended: yes if each prints an end; a body without one may have ended all the same."""
    ends = pd.concat([row["ended"] for row in rows])
    text = ", ".join("no end printed" if pd.isna(end) else f"ended {end}" for end in ends)
    return holds(True if ends.notna().all() else pd.NA, *rows, text=text)


@check("II-01")
def help_by_central_ministries(t: Tables) -> Finding:
    topics = ["labour_protection", "health_insurance", "medical_subsidies", "livelihood_protection"]
    return share(t.where("ministry_positions", level="central", about=topics), "position == 'protects_all_workers'")


@check("II-09", category="christian", communities=["Filipino", "Korean", *facts.NIKKEI])
@check("II-15", category="union", communities=SOUTH_ASIANS_AND_IRANIANS)
@check("II-20", category="women", communities=["Filipino", "Thai"])
@check("II-34", category="citizens", communities=SOUTH_ASIANS_AND_IRANIANS)
def main_clients(t: Tables, category: str, communities: Sequence[str]) -> Finding:
    """Count the groups of a category that name one of some communities."""
    groups = facts.of_category(t, category)
    return share(groups, facts.serves(t, groups, communities), facts.labels_of(t, groups))


@check("II-11", category="christian", printed="宗教法人", sort="religious_body")
@check("II-14", category="union", printed="法人である労働組合", sort="labour_union")
def incorporated_as(t: Tables, category: str, printed: str, sort: str) -> Finding:
    """Count the groups that print a legal form; of those that print only what sort of body they are, it is not said."""
    groups = facts.of_category(t, category)
    said = surely(groups["legal_status"] == printed, groups["legal_form"].isin(facts.NOT_SAID))
    return share(groups, said).says(of_the_sort=(groups["legal_form"] == sort).sum())


@check("II-16", category="union")
@check("II-21", category="women")
@check("II-28", category="medical")
@check("II-32", category="legal")
@check("II-35", category="citizens")
def numbers_of_members(t: Tables, category: str) -> Finding:
    groups = facts.of_category(t, category)
    return extremes(groups, "members", blank=groups["members_status"] == "blank")


@check("II-22")
def subsidised_womens_groups(t: Tables) -> Finding:
    groups = facts.of_category(t, "women")
    told = t.where("partnerships", group_id=groups["group_id"], direction_of_payment=["government_pays", "none_yet"])
    paid = (told["direction_of_payment"] == "government_pays").groupby(told["group_id"]).any()
    return between(paid.sum(), len(groups) - (~paid).sum(), told, of=len(groups))


@check("II-24")
def most_numerous(t: Tables) -> Finding:
    sizes = t["groups"]["category"].value_counts()
    listed = ", ".join(f"{label} {sizes[kind]}" for kind, label in NAMES["kinds"].items())
    medical, others = sizes["medical"], sizes.drop("medical")
    ahead, of_the_rest = medical - others.max(), medical - others[others != medical].max()
    return exactly(ahead, t["groups"]).says(listed=listed).or_else(exactly(of_the_rest, t["groups"]))


@check("II-27", category="medical")
@check("II-30", category="legal")
def open_to_everybody(t: Tables, category: str) -> Finding:
    """Count the groups of a category that serve foreigners of any origin; else the communities that the category serves together."""
    groups, every = facts.of_category(t, category), facts.single_communities(t)
    labels, each = facts.labels_of(t, groups), facts.serves(t, groups, facts.EVERYBODY)
    named = every["community"].isin(labels["community"])
    by_all = share(every, surely(named | bool(each.any()), bool(each.isna().any())), labels)
    return share(groups, each, labels).or_else(by_all).says(named=named.sum(), communities=every, everybody=each.sum())


@check("II-29")
@check("II-50")
def parts_of_a_bar_association(t: Tables) -> Finding:
    groups = facts.of_category(t, "legal")
    return share(groups, told_of(groups, facts.of_a_bar_association(t), facts.of_another_body(t)))


@check("II-42")
def where_koreans_go(t: Tables) -> Finding:
    with_north = _lead(t, ["christian"], facts.SENT_SOMEWHERE, ["Korean", "North Korean"])
    return _go_to(t, ["christian"], ["Korean"]).or_else(with_north).says(lead_with_north=with_north.text)


@check("II-44", communities=facts.SOUTH_ASIANS)
@check("II-45", communities=["Iranian"])
def who_go_to_unions_and_citizens(t: Tables, communities: Sequence[str]) -> Finding:
    """Return, besides, by how much unions, and citizens' groups, are each ahead of the other two of the four kinds."""
    alone = {kind: _lead(t, [kind], ["christian", "women"], communities).text for kind in ("union", "citizens")}
    return _go_to(t, ["union", "citizens"], communities).says(**alone)


@check("II-47")
def grown_out_of_older_bodies(t: Tables) -> Finding:
    older, church, bar = facts.with_italic_year(t), t.where("groups", legal_form="religious_body"), facts.of_a_bar_association(t)
    return share(t["groups"], told_of(t["groups"], pd.concat([older, church, bar]))).says(older=older, church=church, bar=bar)


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


@check("II-59")
def bodies_that_the_note_names(t: Tables) -> Finding:
    named = t.where("events", locator="n. 16", date=lambda dates: dates < "1983")
    former = t.where("predecessors", group_id=named["group_id"])
    apart = named[~named["group_id"].isin(former["group_id"])]
    return count(named).or_else(count(apart, former)).says(former=len(named) - len(apart))


@check("II-62")
def teachers_from_the_west(t: Tables) -> Finding:
    labels = t.where("communities_served", group_id="T2-04")
    western = labels["community"].isin(["American", "European"]).any()
    return refutable(western, labels, text="from the West; teachers or not, is not printed")


@check("II-64")
def much_later(t: Tables) -> Finding:
    former = t.where("predecessors", group_id="T3-01")
    years = int(t.cell("T3-01", "began") - former["began"].min())
    return between(min(0, years), max(0, years), t.pick("T3-01"), former)


@check("II-66")
def women_from_the_philippines(t: Tables) -> Finding:
    first = facts.first_christian(t)
    labels = facts.labels_of(t, first)
    filipino = labels.loc[labels["community"] == "Filipino", "group_id"]
    women, others = labels[labels["printed"] == "Filipina"], labels[~labels["group_id"].isin(filipino)]
    return share(first, told_of(first, women, others), labels)


@check("II-67")
def places_of_the_interviews(t: Tables) -> Finding:
    cited = t.where("interviews", footnotes=lambda notes: notes.str.contains("n. 17", regex=False))
    return in_place(t, cited, "place").says(christian=facts.groups_of(t, cited).query("category == 'christian'"))


@check("II-69")
def various_communities(t: Tables) -> Finding:
    early = t.where("groups", category="christian", began=lambda years: years <= CHRISTIAN_BY)
    return distinct(facts.labels_of(t, early), "community", early).says(christian=early)


@check("II-70")
def citizens_out_of_christian(t: Tables) -> Finding:
    citizens, first = facts.of_category(t, "citizens"), facts.first_christian(t)
    no_other = ~citizens.index.isin(facts.with_former_body(t).index)
    return share(citizens, possibly((citizens["began"] > first["began"].min()) & no_other), first)


@check("II-74")
def medical_groups_from_1990_on(t: Tables) -> Finding:
    rows = facts.of_category(t, "medical")
    found = paper_count(t, "medical groups from 1990 on", rows, of=len(rows))
    return found.says(of_1990=rows[rows["began"] == MEDICAL_FROM], later=rows[rows["began"] > MEDICAL_FROM])


@check("II-75")
def medical_groups_before_1990(t: Tables) -> Finding:
    rows, revised = facts.of_category(t, "medical"), int(t.cell("EV-17", "date")[:4])
    same, behind = rows["began"] == revised, facts.older_bodies(t).query("category == 'medical'")
    found = share(rows, (rows["began"] < revised).mask(same), t.pick("EV-17"))
    return found.says(same=same.sum(), undated=rows["began"].isna().sum(), behind=behind)


@check("II-76")
def sequence_of_the_kinds(t: Tables) -> Finding:
    rows = t["groups"].drop(index=["T2-04", "T4-04"], errors="ignore")
    first = rows.groupby("category")["began"].min()
    joined = first[["union", "legal"]]
    in_order = first["christian"] < first["citizens"] < joined.min() and joined.max() < first["medical"]
    return holds(in_order, rows[rows["category"] != "women"]).says(first=first)


@check("II-77")
def overstayers_and_insurance(t: Tables) -> Finding:
    insurance, limits = t.where("ministry_positions", about="health_insurance"), t.where("text_figures", unit="years")
    rows = insurance, limits, t.pick("CF-69", "CF-71")
    if "insurance" not in str(t.cell("CF-69", "what")).lower():
        return holds(False, *rows, text="the directive was on public assistance")
    narrower = insurance["locator"].isin(limits["locator"]).any()
    return confirmable(not narrower, *rows, otherwise="only some overstayers, in section IV")


@check("II-85")
def problem_solved(t: Tables) -> Finding:
    known, former, told, total = facts.endings(t), t["predecessors"], facts.reasons_of_ends(t), facts.ended_bodies(t)
    solved, ended = int((told["reason_of_end"] == "problem_solved").sum()), former[former["ended"].notna()]
    found = between(solved, solved + total - len(told), told, known.printed, known.told, ended, of=total)
    return found.says(told=told, solved=solved)


@check("II-86")
def end_of_inoken(t: Tables) -> Finding:
    row, labels = t.pick("T6-02"), t.where("communities_served", group_id="T6-02")
    return both(year(row, "ended"), holds(facts.serves(t, row, ["Iranian"]).iloc[0], row, labels))


@check("II-89")
def end_of_sol(t: Tables) -> Finding:
    former = t.where("predecessors", group_id="T1-10")
    return dissolved(former, t.pick("T1-03")).says(replaced=former["ended"].max())


@check("II-96")
def nikkeijin_among_the_main_clients(t: Tables) -> Finding:
    named, route = facts.nikkei_groups(t), t.tells("CF-68", "定住者")
    text = "{nikkei_groups} groups name them" + (", for whom the law has a route to legal status" if route else "")
    return confirmable(not (len(named) and route), named, t.pick("CF-68"), text=text)


@check("II-97")
def what_the_directive_ended(t: Tables) -> Finding:
    told = t.pick("CF-69", "CF-70")
    assistance = told["what"].str.contains("assistance", case=False).all()
    return holds(assistance, told, text="no public assistance, of which medical assistance is a part" if assistance else "something else")
