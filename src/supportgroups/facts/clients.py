"""The six kinds of groups that section II describes: whom they serve, how large they are, and of what they are part."""

from collections.abc import Sequence

import pandas as pd

from supportgroups.facts.groups import of_category
from supportgroups.facts.tables import Tables, fact

EVERYBODY = ("All foreigners", "All undocumented foreigners")
"""Labels that take in foreigners of any origin."""
GENERAL = (*EVERYBODY, "Asian women")
"""Labels that name no single community."""
LISTED_AS = {
    "christian": "Christian",
    "union": "unions",
    "women": "women's",
    "medical": "medical",
    "legal": "legal",
    "citizens": "citizens'",
}
"""Category → what its groups are called in a list."""
SENT_SOMEWHERE = ("christian", "union", "women", "citizens")
"""The categories to which section II, paragraph 10, sends particular communities; to the medical and the legal ones it sends everybody."""
SOUTH_ASIANS = ("Bangladeshi", "Pakistani", "Indian")
NIKKEI = ("Nikkei", "Nikkei Peruvian")

_single = fact(
    "the labels that name a single community", lambda t: t.where("communities_served", community=lambda labels: ~labels.isin(GENERAL))
)
nikkei_groups = fact("the groups that name nikkei; Peruvians as such are not counted", lambda t: naming(t, list(LISTED_AS), NIKKEI))
single_communities = fact(
    "the single communities that the tables name, each by its first label", lambda t: _single(t).drop_duplicates("community")
)
union_second = fact(
    "the second largest number of members that a union prints", lambda t: int(of_category(t, "union")["members"].nlargest(2).iloc[-1])
)
medical_below = fact(
    "the medical groups that print fewer members than the text states as the smallest number",
    lambda t: t.where("groups", category="medical", members=lambda numbers: numbers < int(t.cell("medical", "members_stated_minimum"))),
)
of_a_bar_association = fact(
    "the legal groups that name a bar association (弁護士会) in their Japanese name",
    lambda t: t.where("groups", category="legal", name_ja=lambda names: names.str.contains("弁護士会")),
)
of_another_body = fact(
    "the legal groups that name another parent: a civil liberties union, or an association of administrative scriveners",
    lambda t: t.where("groups", category="legal", name_ja=lambda names: names.str.contains("自由人権協会|行政書士会")),
)
none_elsewhere = fact(
    "the groups that print “None” as legal status and are no citizens' groups",
    lambda t: t.where("groups", legal_form="none", category=lambda categories: categories != "citizens"),
)


def naming(t: Tables, categories: Sequence[str], communities: Sequence[str]) -> pd.DataFrame:
    """Return the groups of some categories that name at least one of some communities."""
    groups = of_category(t, *categories)
    return groups[serves(t, groups, communities).fillna(False)]


def unsaid(t: Tables, categories: Sequence[str]) -> pd.DataFrame:
    """Return the groups of some categories that name no single community: the cell is blank, or has a general label."""
    groups = of_category(t, *categories)
    return groups[serves(t, groups, ()).isna()]


def serves(t: Tables, groups: pd.DataFrame, communities: Sequence[str]) -> pd.Series:
    """Return for each of some groups whether it names one of some communities; missing where it names no single one."""
    named, single = t.where("communities_served", community=communities)["group_id"], t.derived(_single)["group_id"]
    names = groups["group_id"].isin(named)
    return names.astype("boolean").mask(~names & ~groups["group_id"].isin(single))


def labels_of(t: Tables, groups: pd.DataFrame) -> pd.DataFrame:
    """Return the labels that some groups print in the last column."""
    return t.where("communities_served", group_id=groups["group_id"])
