"""Checks of section II, first part: the six kinds of groups, and who goes where."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from supportgroups.audit.claims import check
from supportgroups.audit.vocabulary import Finding, between, distinct, exactly, extremes, holds, known, paper_count, share, told_of
from supportgroups.facts.clients import (
    EVERYBODY,
    KINDS,
    NIKKEI,
    SENT_SOMEWHERE,
    SOUTH_ASIANS,
    labels_of,
    naming,
    nikkei_groups,
    of_a_bar_association,
    of_another_body,
    serves,
    single_communities,
    unsaid,
)
from supportgroups.facts.groups import of_category
from supportgroups.facts.ranges import Range
from supportgroups.facts.status import legal_form_known
from supportgroups.facts.tables import Tables

SOUTH_ASIANS_AND_IRANIANS = (*SOUTH_ASIANS, "Iranian")


# --- what several claims ask


@check("II-18", name="women's groups with NPO status", category="women")
@check("II-19", name="women's groups that are a foundation", category="women")
@check("II-23", name="medical groups", category="medical")
@check("II-26", name="medical groups with NPO status", category="medical")
def number_of_groups(t: Tables, name: str, category: str) -> Finding:
    return paper_count(t, name, of_category(t, category))


@check("II-09", category="christian", communities=["Filipino", "Korean", *NIKKEI])
@check("II-15", category="union", communities=SOUTH_ASIANS_AND_IRANIANS)
@check("II-20", category="women", communities=["Filipino", "Thai"])
@check("II-34", category="citizens", communities=SOUTH_ASIANS_AND_IRANIANS)
def main_clients(t: Tables, category: str, communities: Sequence[str]) -> Finding:
    """Count the groups of a category that name one of some communities."""
    groups = of_category(t, category)
    return share(groups, serves(t, groups, communities), labels_of(t, groups))


@check("II-27", category="medical")
@check("II-30", category="legal")
def open_to_everybody(t: Tables, category: str) -> Finding:
    """Count the groups of a category that serve foreigners of any origin; else the communities that the category serves together."""
    groups, every = of_category(t, category), single_communities(t)
    labels, each = labels_of(t, groups), serves(t, groups, EVERYBODY)
    together = (every["community"].isin(labels["community"]) | bool(each.any())).astype("boolean")
    by_all = share(every, together.mask(~together & bool(each.isna().any())), labels)
    named = every["community"].isin(labels["community"]).sum()
    return share(groups, each, labels).or_else(by_all).says(named=named, communities=len(every), everybody=each.sum())


@check("II-16", category="union")
@check("II-21", category="women")
@check("II-28", category="medical")
@check("II-32", category="legal")
@check("II-35", category="citizens")
def numbers_of_members(t: Tables, category: str) -> Finding:
    groups = of_category(t, category)
    return extremes(groups, "members", blank=groups["members_status"] == "blank")


def _incorporated_as(t: Tables, groups: pd.DataFrame, printed: str) -> pd.Series:
    """Return for each of some groups whether it prints a legal form; missing where the tables print only what sort of body it is."""
    as_printed = (groups["legal_status"] == printed).astype("boolean")
    return as_printed.mask(~as_printed & legal_form_known(t)[groups.index].isna())


def _lead(t: Tables, targets: Sequence[str], others: Sequence[str], communities: Sequence[str]) -> Finding:
    """Return by how many groups that name a community some categories together are ahead of the next of the others.

    Who names none counts both ways.
    """

    def span(*categories: str) -> Range:
        named, silent = (set(groups.index) for groups in (naming(t, categories, communities), unsaid(t, categories)))
        return Range(len(named), len(named | silent))

    ahead, rivals = span(*targets), [span(other) for other in others if other not in targets]
    low, high = ahead.low - max(one.high for one in rivals), ahead.high - max(one.low for one in rivals)
    every = [*targets, *others]
    labels = t.where("communities_served", community=list(communities))
    concerned = labels[labels["group_id"].isin(naming(t, every, communities)["group_id"])]
    text = " to ".join(dict.fromkeys(f"{end:+.0f}".replace("-", "−").replace("+0", "0") for end in (low, high)))
    return between(low, high, naming(t, every, communities), unsaid(t, every), concerned, text=text)


def _go_to(t: Tables, kinds: Sequence[str], communities: Sequence[str]) -> Finding:
    """Return by how much some kinds lead among the four to which the paragraph sends particular people (to the others, everybody)."""
    every, four = _lead(t, kinds, list(KINDS), communities), _lead(t, kinds, SENT_SOMEWHERE, communities)
    return four.says(lead_of_six=every.text, named=_named(t, communities))


def _named(t: Tables, communities: Sequence[str]) -> str:
    """List by kind how many groups name one of some communities, of how many, and how many name none."""
    parts = []
    for kind, label in KINDS.items():
        named = serves(t, of_category(t, kind), communities)
        parts.append(f"{label} {named.sum()} of {len(named)}" + (f" ({silent} unsaid)" if (silent := named.isna().sum()) else ""))
    return ", ".join(parts)


# --- paragraphs 1 and 2


@check("II-01")
def help_by_central_ministries(t: Tables) -> Finding:
    topics = ["labour_protection", "health_insurance", "medical_subsidies", "livelihood_protection"]
    told = t.where("ministry_positions", level="central", about=topics)
    return share(told, told["position"] == "protects_all_workers")


@check("II-05")
def six_kinds(t: Tables) -> Finding:
    return distinct(t["groups"], "table")


# --- paragraph 3: Christian groups


@check("II-10")
def without_members(t: Tables) -> Finding:
    groups = of_category(t, "christian")
    said = share(groups, known(groups["members_status"], "blank") == "not_applicable")
    return said.says(blank=(groups["members_status"] == "blank").sum(), reported=groups["members"].count())


@check("II-11")
def part_of_a_religious_corporation(t: Tables) -> Finding:
    groups = of_category(t, "christian")
    return share(groups, _incorporated_as(t, groups, "宗教法人")).says(body=(groups["legal_form"] == "religious_body").sum())


@check("II-12")
def christian_groups_that_applied(t: Tables) -> Finding:
    groups = of_category(t, "christian")
    has_it = (groups["legal_form"] == "npo_corporation").astype("boolean")
    return share(groups, has_it.mask(~has_it)).says(having=has_it.sum())


# --- paragraph 4: unions


@check("II-14")
def incorporated_as_labour_unions(t: Tables) -> Finding:
    groups = of_category(t, "union")
    return share(groups, _incorporated_as(t, groups, "法人である労働組合")).says(unions=(groups["legal_form"] == "labour_union").sum())


# --- paragraph 5: groups for women


@check("II-22")
def subsidised_womens_groups(t: Tables) -> Finding:
    groups = of_category(t, "women")
    told = t.where("partnerships", group_id=groups["group_id"], direction_of_payment=["government_pays", "none_yet"])
    paid = told["direction_of_payment"] == "government_pays"
    named, unpaid = set(told.loc[paid, "group_id"]), set(told.loc[~paid, "group_id"])
    return between(len(named), len(groups) - len(unpaid - named), told, of=len(groups))


# --- paragraph 6: medical groups


@check("II-24")
def most_numerous(t: Tables) -> Finding:
    sizes = t["groups"]["category"].value_counts()
    listed = ", ".join(f"{label} {sizes[kind]}" for kind, label in KINDS.items())
    medical, others = sizes["medical"], sizes.drop("medical")
    ahead, of_the_rest = medical - others.max(), medical - others[others != medical].max()
    found = exactly(ahead, t["groups"]).says(listed=listed)
    return found.or_else(exactly(of_the_rest, t["groups"]))


@check("II-25")
def centres_for_safety_and_health(t: Tables) -> Finding:
    centres = t["groups"][t["groups"]["name_en"].str.contains("Occupational Safety and Health")]
    return share(centres, centres["category"] == "medical")


# --- paragraph 7: lawyers


@check("II-29")
@check("II-50")
def parts_of_a_bar_association(t: Tables) -> Finding:
    groups = of_category(t, "legal")
    return share(groups, told_of(groups, of_a_bar_association(t), of_another_body(t)))


# --- paragraph 8: concerned citizens


@check("II-37")
def unincorporated(t: Tables) -> Finding:
    groups = of_category(t, "citizens")
    return share(groups, legal_form_known(t)[groups.index] == "none")


# --- paragraph 10: who goes where


@check("II-41", communities=["Filipino"])
@check("II-43", communities=NIKKEI)
def who_go_to_christian_groups(t: Tables, communities: Sequence[str]) -> Finding:
    return _go_to(t, ["christian"], communities)


@check("II-44", communities=SOUTH_ASIANS)
@check("II-45", communities=["Iranian"])
def who_go_to_unions_and_citizens(t: Tables, communities: Sequence[str]) -> Finding:
    """Return, besides, by how much unions, and citizens' groups, are each ahead of the other two of the four kinds."""
    alone = {kind: _lead(t, [kind], ["christian", "women"], communities).text for kind in ("union", "citizens")}
    return _go_to(t, ["union", "citizens"], communities).says(**alone)


@check("II-96")
def nikkeijin_among_the_main_clients(t: Tables) -> Finding:
    named, route = nikkei_groups(t), "定住者" in str(t.cell("CF-68", "text"))
    text = f"{len(named)} groups name them" + (", for whom the law has a route to legal status" if route else "")
    return holds(pd.NA if len(named) and route else True, named, t.pick("CF-68"), text=text)


@check("II-42")
def where_koreans_go(t: Tables) -> Finding:
    with_north = _lead(t, ["christian"], SENT_SOMEWHERE, ["Korean", "North Korean"])
    return _go_to(t, ["christian"], ["Korean"]).or_else(with_north).says(lead_with_north=with_north.text)
