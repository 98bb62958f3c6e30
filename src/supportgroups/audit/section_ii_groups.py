"""Checks of section II, first part: the six kinds of groups, and who goes where."""

from collections.abc import Sequence

import pandas as pd

from supportgroups import facts
from supportgroups.audit.claims import check
from supportgroups.audit.vocabulary import *
from supportgroups.facts.ranges import Range
from supportgroups.facts.tables import Tables

SOUTH_ASIANS_AND_IRANIANS = (*facts.SOUTH_ASIANS, "Iranian")


# --- what several claims ask


check("II-18", lambda t: paper_count(t, "women's groups with NPO status", facts.of_category(t, "women")))
check("II-19", lambda t: paper_count(t, "women's groups that are a foundation", facts.of_category(t, "women")))
check("II-23", lambda t: paper_count(t, "medical groups", facts.of_category(t, "medical")))
check("II-26", lambda t: paper_count(t, "medical groups with NPO status", facts.of_category(t, "medical")))


@check("II-09", category="christian", communities=["Filipino", "Korean", *facts.NIKKEI])
@check("II-15", category="union", communities=SOUTH_ASIANS_AND_IRANIANS)
@check("II-20", category="women", communities=["Filipino", "Thai"])
@check("II-34", category="citizens", communities=SOUTH_ASIANS_AND_IRANIANS)
def main_clients(t: Tables, category: str, communities: Sequence[str]) -> Finding:
    """Count the groups of a category that name one of some communities."""
    groups = facts.of_category(t, category)
    return share(groups, facts.serves(t, groups, communities), facts.labels_of(t, groups))


@check("II-27", category="medical")
@check("II-30", category="legal")
def open_to_everybody(t: Tables, category: str) -> Finding:
    """Count the groups of a category that serve foreigners of any origin; else the communities that the category serves together."""
    groups, every = facts.of_category(t, category), facts.single_communities(t)
    labels, each = facts.labels_of(t, groups), facts.serves(t, groups, facts.EVERYBODY)
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
    groups = facts.of_category(t, category)
    return extremes(groups, "members", blank=groups["members_status"] == "blank")


def _lead(t: Tables, targets: Sequence[str], others: Sequence[str], communities: Sequence[str]) -> Finding:
    """Return by how many groups that name a community some categories together are ahead of the next of the others.

    Who names none counts both ways.
    """

    def span(*categories: str) -> Range:
        named, silent = (set(groups.index) for groups in (facts.naming(t, categories, communities), facts.unsaid(t, categories)))
        return Range(len(named), len(named | silent))

    ahead, rivals = span(*targets), [span(other) for other in others if other not in targets]
    low, high = ahead.low - max(one.high for one in rivals), ahead.high - max(one.low for one in rivals)
    every = [*targets, *others]
    labels = t.where("communities_served", community=list(communities))
    concerned = labels[labels["group_id"].isin(facts.naming(t, every, communities)["group_id"])]
    text = " to ".join(dict.fromkeys(f"{end:+.0f}".replace("-", "−").replace("+0", "0") for end in (low, high)))
    return between(low, high, facts.naming(t, every, communities), facts.unsaid(t, every), concerned, text=text)


def _go_to(t: Tables, kinds: Sequence[str], communities: Sequence[str]) -> Finding:
    """Return by how much some kinds lead among the four to which the paragraph sends particular people (to the others, everybody)."""
    every, four = _lead(t, kinds, list(facts.KINDS), communities), _lead(t, kinds, facts.SENT_SOMEWHERE, communities)
    return four.says(lead_of_six=every.text, named=_named(t, communities))


def _named(t: Tables, communities: Sequence[str]) -> str:
    """List by kind how many groups name one of some communities, of how many, and how many name none."""
    parts = []
    for kind, label in facts.KINDS.items():
        named = facts.serves(t, facts.of_category(t, kind), communities)
        parts.append(f"{label} {named.sum()} of {len(named)}" + (f" ({silent} unsaid)" if (silent := named.isna().sum()) else ""))
    return ", ".join(parts)


# --- paragraphs 1 and 2


@check("II-01")
def help_by_central_ministries(t: Tables) -> Finding:
    topics = ["labour_protection", "health_insurance", "medical_subsidies", "livelihood_protection"]
    told = t.where("ministry_positions", level="central", about=topics)
    return share(told, told["position"] == "protects_all_workers")


check("II-05", lambda t: distinct(t["groups"], "table"))


# --- paragraph 3: Christian groups


@check("II-10")
def without_members(t: Tables) -> Finding:
    groups = facts.of_category(t, "christian")
    said = share(groups, known(groups["members_status"], "blank") == "not_applicable")
    return said.says(blank=(groups["members_status"] == "blank").sum(), reported=groups["members"].count())


@check("II-11", category="christian", printed="宗教法人", sort="religious_body")
@check("II-14", category="union", printed="法人である労働組合", sort="labour_union")
def incorporated_as(t: Tables, category: str, printed: str, sort: str) -> Finding:
    """Count the groups that print a legal form; of those that print only what sort of body they are, it is not said."""
    groups = facts.of_category(t, category)
    as_printed = (groups["legal_status"] == printed).astype("boolean")
    said = as_printed.mask(~as_printed & facts.legal_form_known(t)[groups.index].isna())
    return share(groups, said).says(of_the_sort=(groups["legal_form"] == sort).sum())


@check("II-12")
def christian_groups_that_applied(t: Tables) -> Finding:
    groups = facts.of_category(t, "christian")
    return share(groups, surely(groups["legal_form"] == "npo_corporation"))


# --- paragraph 4: unions


# --- paragraph 5: groups for women


@check("II-22")
def subsidised_womens_groups(t: Tables) -> Finding:
    groups = facts.of_category(t, "women")
    told = t.where("partnerships", group_id=groups["group_id"], direction_of_payment=["government_pays", "none_yet"])
    paid = told["direction_of_payment"] == "government_pays"
    named, unpaid = set(told.loc[paid, "group_id"]), set(told.loc[~paid, "group_id"])
    return between(len(named), len(groups) - len(unpaid - named), told, of=len(groups))


# --- paragraph 6: medical groups


@check("II-24")
def most_numerous(t: Tables) -> Finding:
    sizes = t["groups"]["category"].value_counts()
    listed = ", ".join(f"{label} {sizes[kind]}" for kind, label in facts.KINDS.items())
    medical, others = sizes["medical"], sizes.drop("medical")
    ahead, of_the_rest = medical - others.max(), medical - others[others != medical].max()
    found = exactly(ahead, t["groups"]).says(listed=listed)
    return found.or_else(exactly(of_the_rest, t["groups"]))


check("II-25", lambda t: share(t["groups"].query("name_en.str.contains('Occupational Safety and Health')"), "category == 'medical'"))


# --- paragraph 7: lawyers


@check("II-29")
@check("II-50")
def parts_of_a_bar_association(t: Tables) -> Finding:
    groups = facts.of_category(t, "legal")
    return share(groups, told_of(groups, facts.of_a_bar_association(t), facts.of_another_body(t)))


# --- paragraph 8: concerned citizens


@check("II-37")
def unincorporated(t: Tables) -> Finding:
    groups = facts.of_category(t, "citizens")
    return share(groups, facts.legal_form_known(t)[groups.index] == "none")


# --- paragraph 10: who goes where


check("II-41", lambda t: _go_to(t, ["christian"], ["Filipino"]))
check("II-43", lambda t: _go_to(t, ["christian"], facts.NIKKEI))


@check("II-44", communities=facts.SOUTH_ASIANS)
@check("II-45", communities=["Iranian"])
def who_go_to_unions_and_citizens(t: Tables, communities: Sequence[str]) -> Finding:
    """Return, besides, by how much unions, and citizens' groups, are each ahead of the other two of the four kinds."""
    alone = {kind: _lead(t, [kind], ["christian", "women"], communities).text for kind in ("union", "citizens")}
    return _go_to(t, ["union", "citizens"], communities).says(**alone)


@check("II-96")
def nikkeijin_among_the_main_clients(t: Tables) -> Finding:
    named, route = facts.nikkei_groups(t), "定住者" in str(t.cell("CF-68", "text"))
    text = f"{len(named)} groups name them" + (", for whom the law has a route to legal status" if route else "")
    return holds(pd.NA if len(named) and route else True, named, t.pick("CF-68"), text=text)


@check("II-42")
def where_koreans_go(t: Tables) -> Finding:
    with_north = _lead(t, ["christian"], facts.SENT_SOMEWHERE, ["Korean", "North Korean"])
    return _go_to(t, ["christian"], ["Korean"]).or_else(with_north).says(lead_with_north=with_north.text)
