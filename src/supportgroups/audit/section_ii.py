"""The claims of section II: the support groups, and its footnotes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import pandas as pd

from supportgroups.audit.claims import Observation, Reading, Record, Untested, claim, records
from supportgroups.audit.multiverse import COUNTS, all_at_once, in_words, observe
from supportgroups.audit.readings import endings, paid_groups
from supportgroups.audit.tables import Tables
from supportgroups.audit.untested import needs
from supportgroups.audit.values import (
    Possible,
    all_of,
    at_least,
    at_most,
    between,
    exactly,
    few_of,
    found,
    holds,
    most_of,
    none_of,
    open_question,
    year,
)

WHO_GOES_WHERE = ("christian", "union", "women", "citizens")
"""The categories to which paragraph 10 sends particular communities; to the medical and the legal ones it sends everybody."""
GENERAL = ("All foreigners", "All undocumented foreigners", "Asian women")
"""Labels that name no single community."""
KINDS = {
    "christian": "Christian",
    "union": "unions",
    "women": "women's",
    "medical": "medical",
    "legal": "legal",
    "citizens": "citizens'",
}
SOUTH_ASIANS = ("Bangladeshi", "Pakistani", "Indian")
LISTS_NOT_CASES = "The column lists whom a group serves, not how many people come, and not where most of a community go."


def _category(tables: Tables, *categories: str) -> pd.DataFrame:
    groups = tables["groups"]
    return groups[groups["category"].isin(categories)]


def _groups(tables: Tables, *group_ids: str) -> list[Record]:
    return [Record("groups", group_id) for group_id in group_ids]


def _evidence(tables: Tables, *categories: str) -> list[Record]:
    return records(tables, "groups", _category(tables, *categories))


def _of(low: int, high: int, total: int) -> Possible:
    return found(low, total) if low == high else between(low, high, f"{low} to {high} of {total}")


def _number(condition: pd.Series) -> int:
    return int(condition.fillna(False).sum())


# --- who is served


def _labels(tables: Tables) -> pd.DataFrame:
    return tables["communities_served"].merge(tables["groups"][["group_id", "category"]], on="group_id")


def _naming(tables: Tables, categories: Sequence[str], communities: Sequence[str]) -> set[str]:
    """Return the groups of some categories that name at least one of some communities."""
    labels = tables.derived(_labels)
    return set(labels.loc[labels["category"].isin(categories) & labels["community"].isin(communities), "group_id"])


def _unsaid(tables: Tables, categories: Sequence[str]) -> set[str]:
    """Return the groups of some categories that name no single community: the cell is blank, or says everybody."""
    labels = tables.derived(_labels)
    single = set(labels.loc[~labels["community"].isin(GENERAL), "group_id"])
    return set(_category(tables, *categories)["group_id"]) - single


def _clients(tables: Tables, category: str, communities: Sequence[str], who: str) -> Observation:
    """Count the groups of a category that name one of the communities; blank cells count both ways."""
    total = len(_category(tables, category))
    naming = len(_naming(tables, [category], communities))
    unsaid = len(_unsaid(tables, [category]))
    rule = f"Groups that name {who} in the last column: {naming} of the {total - unsaid} that name a single community."
    if unsaid:
        rule += f" The other {unsaid} leave the cell blank or print a general label, and count both ways."
    return Observation(_of(naming, naming + unsaid, total), rule, _evidence(tables, category), remark=LISTS_NOT_CASES)


def _lead(tables: Tables, targets: Sequence[str], others: Sequence[str], communities: Sequence[str]) -> Possible:
    """Return by how many groups that name a community some categories are ahead of the next one; blank cells count both ways."""
    ahead, perhaps = len(_naming(tables, targets, communities)), len(_unsaid(tables, targets))
    rivals = [(len(_naming(tables, [other], communities)), len(_unsaid(tables, [other]))) for other in others]
    low = ahead - max(named + unsaid for named, unsaid in rivals)
    high = ahead + perhaps - max(named for named, _ in rivals)
    return between(low, high, _signed(low) if low == high else f"{_signed(low)} to {_signed(high)}")


def _signed(number: int) -> str:
    return f"{number:+d}".replace("-", "−") if number else "0"


def _where_they_go(
    tables: Tables, targets: Sequence[str], communities: Sequence[str], who: str, *, readings: Sequence[Reading] = (), remark: str = ""
) -> Observation:
    """Compare the categories by the number of their groups that name a community."""
    shares = []
    for category in KINDS:
        total, unsaid = len(_category(tables, category)), len(_unsaid(tables, [category]))
        shares.append(
            f"{KINDS[category]} {len(_naming(tables, [category], communities))} of {total}" + (f" ({unsaid} unsaid)" if unsaid else "")
        )
    others = [category for category in KINDS if category not in targets]
    particular = [category for category in WHO_GOES_WHERE if category not in targets]
    rule = (
        f"By how many groups that name {who} the kind asserted is ahead of the next one; blank cells and general labels count both ways. "
        f"Naming them: {', '.join(shares)}."
    )
    note = (
        "Among the four kinds alone to which the paragraph sends particular communities, the lead is "
        f"{_lead(tables, targets, particular, communities).text}. {LISTS_NOT_CASES}"
    )
    if len(targets) > 1:
        alone = (f"{KINDS[target]} {_lead(tables, [target], others, communities).text}" for target in targets)
        note = f"Each kind by itself: {', '.join(alone)}. {note}"
    concerned = sorted(_naming(tables, list(KINDS), communities) | _unsaid(tables, list(KINDS)))
    return Observation(
        _lead(tables, targets, others, communities), rule, _groups(tables, *concerned), readings, remark=f"{remark} {note}".strip()
    )


def _serves_everybody(tables: Tables, category: str) -> Observation:
    """Say how many groups of a category serve all foreigners: each of them, or the category together."""
    of_category, labels = _category(tables, category), _labels(tables)
    everybody = len(_naming(tables, [category], GENERAL[:2]))
    silent = len(of_category) - labels.loc[labels["category"] == category, "group_id"].nunique()
    single = sorted(set(labels.loc[~labels["community"].isin(GENERAL), "community"]))
    named = [community for community in single if _naming(tables, [category], [community])]
    whole = Reading(f"The category as a whole does, since {everybody} of its groups print all foreigners.", all_of(len(of_category)))
    return Observation(
        _of(everybody, everybody + silent, len(of_category)),
        f"Groups that print all foreigners; the {silent} blank cells count both ways. The others name single communities: together "
        f"{len(named)} of the {len(single)} that the tables name.",
        _evidence(tables, category),
        [whole] if everybody else [],
        remark=LISTS_NOT_CASES,
    )


# --- members


def _range_of_members(tables: Tables, category: str, low: int, high: int, remark: str = "") -> Observation:
    """Return the smallest and the largest printed number of members; a missing end may stand in a blank cell."""
    rows = _category(tables, category)
    smallest, largest = int(rows["members"].min()), int(rows["members"].max())
    blank = _number(rows["members_status"] == "blank")
    readings = []
    if blank and low <= smallest and largest <= high:
        ends = (between(min(low, smallest), smallest), between(largest, max(high, largest)))
        readings = [Reading(f"What the printed figures lack may be that of one of the {blank} groups whose cell is blank.", ends)]
    return Observation(
        (exactly(smallest), exactly(largest)),
        f"The smallest and the largest of the {rows['members'].notna().sum()} figures in {len(rows)} rows; {blank} cells are blank.",
        records(tables, "groups", rows),
        readings,
        remark=remark,
    )


# --- paragraphs 1 and 2


@claim(
    "II-01",
    locator="II, para. 1",
    kind="text against text",
    statement="The government’s policies and agencies give Asian foreigners hardly any help.",
    asserted=at_most(2, "few of 6, if any"),
    discussed="04-partnerships-and-membership-rules#the-ministries",
)
def _official_assistance(tables: Tables) -> Observation:
    positions, partnerships = tables["ministry_positions"], tables["partnerships"]
    topics = ["labour_protection", "health_insurance", "medical_subsidies", "livelihood_protection"]
    of_services = positions[(positions["level"] == "central") & positions["about"].isin(topics)]
    paid = partnerships[(partnerships["direction_of_payment"] == "government_pays") & partnerships["group_id"].notna()]
    return Observation(
        found(_number(of_services["position"] == "protects_all_workers"), len(of_services)),
        "Positions of central ministries on protection, insurance and services that sections II and IV report: those that help.",
        [*records(tables, "ministry_positions", of_services), *records(tables, "partnerships", paid)],
        remark=f"Local governments are another matter: by sections III and IV they pay {len(paid_groups(tables))} groups by name.",
    )


@claim(
    "II-02",
    locator="II, para. 1",
    kind="thesis",
    statement="The Japanese public distrusts Asian foreigners, and its hostility grows.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _public_hostility(tables: Tables) -> Observation | Untested:
    return needs(
        tables, "opinion_polls", ["hostility"], "opinion polls on Asian foreigners of at least two years; none is printed or cited."
    )


@claim(
    "II-03",
    locator="II, para. 1",
    kind="thesis",
    statement="Settled foreigners keep away from undocumented ones of the same origin and seldom help them.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _settled_foreigners(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "groups",
        ["founded_by"],
        "who founded each group and works in it, and what the associations of section I do for undocumented people.",
        remark="The tables hold groups of Japanese founders by choice, so that groups of settled foreigners cannot appear in them.",
    )


@claim(
    "II-04",
    locator="II, para. 1",
    kind="thesis",
    statement="Newspapers and television take part when the police paint foreign workers as a danger.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _media(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "press_reports",
        ["article"],
        "a sample of reports on foreign workers, coded for source and tone; none is printed or cited.",
        evidence=[Record("ministry_positions", "MP-17")],
    )


@claim(
    "II-05",
    locator="II, para. 2; II, para. 6; II, para. 9",
    kind="count",
    statement="Foreigners support groups are of six kinds.",
    asserted=exactly(6),
    discussed="02-support-groups#tab-categories",
)
def _six_categories(tables: Tables) -> Observation:
    return Observation(
        exactly(tables["groups"]["table"].nunique()),
        "Tables that sort the groups, one for each kind.",
        records(tables, "categories", tables["categories"]),
    )


@claim(
    "II-06",
    locator="II, para. 2",
    kind="thesis",
    statement="In some cases the groups make local governments more responsive and more flexible.",
    asserted=holds(),
    discussed="04-partnerships-and-membership-rules#who-does-what-for-whom",
)
def _forcing_local_governments(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "partnerships",
        ["initiated_by"],
        "for each partnership and each change of policy, who asked for it first.",
        evidence=[Record("partnerships", "P-03"), Record("councils", "C-02"), Record("events", "EV-41")],
        remark="Where the paper says who took the first step it names officials: they asked Mizula to incorporate (III, para. 4), and the "
        "council of NGOs was their idea (IV, para. 5).",
    )


# --- paragraph 3: Christian groups


@claim(
    "II-07",
    locator="II, para. 3; II, para. 4; II, para. 5; II, para. 6; II, para. 7; II, para. 8",
    kind="description of a category",
    statement="Each kind of group offers its own services: consultation, settling of disputes, shelter, treatment, translation, advice.",
    asserted=holds(),
    discussed="02-support-groups#tab-categories",
)
def _services(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "groups",
        ["services"],
        "what each group offers; the tables have no such column, and the prose describes whole categories.",
        evidence=records(tables, "categories", tables["categories"]),
    )


@claim(
    "II-08",
    locator="II, para. 3; II, para. 4; II, para. 5; II, para. 6; II, para. 7; II, para. 8",
    kind="thesis",
    statement="Each kind of group helps foreigners for a reason of its own, from Christian ethics to civil rights.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _motives(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "groups",
        ["motive"],
        "what members of each group say of their reasons, group by group; the interviews are not printed.",
        evidence=records(tables, "categories", tables["categories"]),
    )


@claim(
    "II-09",
    locator="II, para. 3",
    kind="description of a category",
    statement="Christian groups mostly serve Filipinos, Koreans and nikkeijin.",
    asserted=most_of(14),
    discussed="02-support-groups#who-serves-whom",
)
def _christian_clients(tables: Tables) -> Observation:
    return _clients(tables, "christian", ["Filipino", "Korean", "Nikkei", "Nikkei Peruvian"], "Filipinos, Koreans or nikkei")


@claim(
    "II-10",
    locator="II, para. 3",
    kind="description of a category",
    statement="Most Christian groups have no members in the formal sense.",
    asserted=most_of(14),
    discussed="02-support-groups#size",
)
def _without_membership(tables: Tables) -> Observation:
    rows = _category(tables, "christian")
    status = rows["members_status"]
    none, blank = _number(status == "not_applicable"), _number(status == "blank")
    reported = _number(status == "reported")
    return Observation(
        _of(none, none + blank, len(rows)),
        f"Rows that print N/A; the {blank} blank cells count both ways. {reported} rows print a number.",
        records(tables, "groups", rows),
        remark="The row without a number prints N/A too. Who is counted in the rows with a number is not said (E-006, E-007).",
    )


@claim(
    "II-11",
    locator="II, para. 3",
    kind="description of a category",
    statement="Most Christian groups are part of a religious corporation.",
    asserted=most_of(14),
    discussed="02-support-groups#christian-ngos",
)
def _religious_corporation(tables: Tables) -> Observation:
    rows = _category(tables, "christian")
    corporation, body = _number(rows["legal_status"] == "宗教法人"), _number(rows["legal_form"] == "religious_body")
    return Observation(
        _of(corporation, max(corporation, body), len(rows)),
        f"Rows that print the religious corporation of the prose (宗教法人); the {body} that print religious body (宗教団体) count both "
        "ways, since such a body may be part of a corporation.",
        records(tables, "groups", rows),
        remark="宗教団体 is no form of incorporation, so the table neither shows nor excludes it (E-005).",
    )


@claim(
    "II-12",
    locator="II, para. 3",
    kind="universal",
    statement="Not one Christian group has sought NPO status.",
    asserted=none_of(14),
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _no_christian_application(tables: Tables) -> Observation:
    rows = _category(tables, "christian")
    having = _number(rows["legal_form"] == "npo_corporation")
    return Observation(
        between(having, len(rows), f"{having} have it"),
        "Legal status in Table 1. It shows who has the status; who applied in vain it would not show.",
        records(tables, "groups", rows),
    )


@claim(
    "II-13",
    locator="II, para. 3",
    kind="description of a category",
    statement="Christian groups live mostly on money from the church.",
    asserted=holds(),
    discussed="02-support-groups#tab-categories",
)
def _church_money(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "groups",
        ["income_from_church"],
        "accounts of the Christian groups by source of income.",
        evidence=_evidence(tables, "christian"),
    )


# --- paragraph 4: unions


@claim(
    "II-14",
    locator="II, para. 4",
    kind="universal",
    statement="All community unions are incorporated as labour unions.",
    asserted=all_of(19),
    discussed="02-support-groups#community-workers-unions",
)
def _unions_are_labour_unions(tables: Tables) -> Observation:
    rows = _category(tables, "union")
    return Observation(
        found(_number(rows["legal_form"] == "labour_union"), len(rows)),
        "Legal status in Table 2.",
        records(tables, "groups", rows),
        remark="T2-16 is a mutual-aid association by its name (E-059).",
    )


@claim(
    "II-15",
    locator="II, para. 4",
    kind="description of a category",
    statement="Unions mainly serve South Asians and Iranians.",
    asserted=most_of(19),
    discussed="02-support-groups#who-serves-whom",
)
def _union_clients(tables: Tables) -> Observation:
    return _clients(tables, "union", [*SOUTH_ASIANS, "Iranian"], "South Asians or Iranians")


@claim(
    "II-16",
    locator="II, para. 4",
    kind="range",
    statement="Unions have 33 to 6,000 members.",
    asserted=(exactly(33), exactly(6000)),
    discussed="02-support-groups#tab-ranges",
)
def _union_members(tables: Tables) -> Observation:
    next_largest = int(_category(tables, "union")["members"].nlargest(2).iloc[-1])
    remark = f"The largest figure is that of T2-16, a mutual-aid association by its name (E-060); the next is {next_largest:,}."
    return _range_of_members(tables, "union", 33, 6000, remark)


@claim(
    "II-17",
    locator="II, para. 4",
    kind="universal",
    statement="All the money of the unions comes from their members.",
    asserted=holds(),
    discussed="02-support-groups#tab-categories",
)
def _union_money(tables: Tables) -> Observation | Untested:
    return needs(
        tables, "groups", ["income_from_members"], "accounts of the unions by source of income.", evidence=_evidence(tables, "union")
    )


# --- paragraph 5: women's groups


@claim(
    "II-18",
    locator="II, para. 5",
    kind="count",
    statement="Two groups for women have become NPO corporations.",
    asserted=COUNTS["women's groups with NPO status"].asserted,
    discussed="02-support-groups#support-groups-for-women",
)
def _women_npo(tables: Tables) -> Observation:
    name = "women's groups with NPO status"
    return observe(tables, name, rule="Legal status in Table 3.", evidence=_evidence(tables, "women"))


@claim(
    "II-19",
    locator="II, para. 5",
    kind="count",
    statement="One group for women is a foundation.",
    asserted=COUNTS["women's groups that are a foundation"].asserted,
    discussed="02-support-groups#support-groups-for-women",
)
def _women_foundation(tables: Tables) -> Observation:
    return observe(
        tables,
        "women's groups that are a foundation",
        rule="Legal status in Table 3.",
        evidence=_evidence(tables, "women"),
        remark="The form may be that of the body behind the shelter (E-076).",
    )


@claim(
    "II-20",
    locator="II, para. 5; II, para. 10",
    kind="description of a category",
    statement="Women's groups shelter and advise mostly Filipina and Thai women.",
    asserted=most_of(8),
    discussed="02-support-groups#who-serves-whom",
)
def _women_clients(tables: Tables) -> Observation:
    return _clients(tables, "women", ["Filipino", "Thai"], "Filipinas or Thais")


@claim(
    "II-21",
    locator="II, para. 5",
    kind="range",
    statement="Women's groups have 12 to 2,500 members.",
    asserted=(exactly(12), exactly(2500)),
    discussed="02-support-groups#tab-ranges",
)
def _women_members(tables: Tables) -> Observation:
    return _range_of_members(
        tables, "women", 12, 2500, "Every row prints a number, so that no blank cell can hold the smallest one (E-068)."
    )


@claim(
    "II-22",
    locator="II, para. 5",
    kind="description of a category",
    statement="Women's groups live on fees, church donations and local subsidies.",
    asserted=most_of(8, "most of 8 subsidised"),
    discussed="02-support-groups#tab-categories",
)
def _women_subsidies(tables: Tables) -> Observation:
    rows, partnerships = _category(tables, "women"), tables["partnerships"]
    paid = partnerships[partnerships["group_id"].isin(rows["group_id"]) & (partnerships["direction_of_payment"] == "government_pays")]
    known = paid["group_id"].nunique()
    return Observation(
        _of(known, len(rows), len(rows)),
        f"The {known} groups that sections III and IV name as paid by local governments; of the others nothing is said, and they count "
        "both ways. Of fees and donations no figure is printed.",
        [*records(tables, "groups", rows), *records(tables, "partnerships", paid)],
    )


# --- paragraph 6: medical groups


@claim(
    "II-23",
    locator="II, para. 6",
    kind="count",
    statement="There are 19 medical groups.",
    asserted=COUNTS["medical groups"].asserted,
    discussed="02-support-groups#medical-ngos",
)
def _medical_groups(tables: Tables) -> Observation:
    return observe(tables, "medical groups", rule="Numbered rows of Table 4.", evidence=_evidence(tables, "medical"))


@claim(
    "II-24",
    locator="II, para. 6",
    kind="superlative",
    statement="No kind has as many groups as the medical one.",
    asserted=COUNTS["lead of the medical groups"].asserted,
    discussed="02-support-groups#fig-categories",
)
def _most_numerous(tables: Tables) -> Observation:
    sizes = tables["groups"]["category"].value_counts()
    both = all_at_once(tables, ["medical groups", "lead of the medical groups"])
    listed = ", ".join(f"{KINDS[category]} {sizes[category]}" for category in KINDS)
    return observe(
        tables,
        "lead of the medical groups",
        rule=f"Numbered medical groups, less those of the largest other kind: {listed}.",
        evidence=_evidence(tables, "medical", "union"),
        remark="Unions and medical groups tie, so that “most numerous” holds if a tie is enough for it (E-088). Of all "
        f"{len(both):,} sets of rules {_number(both['given'] == 2)} give the medical groups a lead and number them nineteen at once.",
    )


@claim(
    "II-25",
    locator="II, para. 6",
    kind="universal",
    statement="The centres for occupational safety and health are among the medical groups.",
    asserted=all_of(4),
    discussed="02-support-groups#medical-ngos",
)
def _safety_centres(tables: Tables) -> Observation:
    groups = tables["groups"]
    centres = groups[groups["name_en"].str.contains("Occupational Safety and Health")]
    return Observation(
        found(_number(centres["category"] == "medical"), len(centres)),
        "Groups in all tables whose English name says occupational safety and health: those in Table 4.",
        records(tables, "groups", centres),
    )


@claim(
    "II-26",
    locator="II, para. 6",
    kind="count",
    statement="Four medical groups have become NPO corporations.",
    asserted=COUNTS["medical groups with NPO status"].asserted,
    discussed="02-support-groups#medical-ngos",
)
def _medical_npo(tables: Tables) -> Observation:
    return observe(tables, "medical groups with NPO status", rule="Legal status in Table 4.", evidence=_evidence(tables, "medical"))


@claim(
    "II-27",
    locator="II, para. 6; II, para. 10",
    kind="universal",
    statement="Medical groups serve foreigners of all origins.",
    asserted=all_of(19),
    discussed="02-support-groups#who-serves-whom",
)
def _medical_clients(tables: Tables) -> Observation:
    return _serves_everybody(tables, "medical")


@claim(
    "II-28",
    locator="II, para. 6",
    kind="range",
    statement="Medical groups have 650 to 6,000 members.",
    asserted=(exactly(650), exactly(6000)),
    discussed="02-support-groups#tab-ranges",
)
def _medical_members(tables: Tables) -> Observation:
    members = _category(tables, "medical")["members"]
    remark = f"{_number(members < 650)} rows print fewer than 650 (E-092); 650 is the figure of T4-02. Who is a member differs (E-093)."
    return _range_of_members(tables, "medical", 650, 6000, remark)


# --- paragraph 7: lawyers


@claim(
    "II-29",
    locator="II, para. 7",
    kind="description of a category",
    statement="The legal groups belong to a regional bar association.",
    asserted=all_of(11),
    discussed="02-support-groups#legal-services",
)
def _parts_of_a_bar_association(tables: Tables) -> Observation:
    return _bar_associations(tables, "Groups that name a bar association (弁護士会) in their Japanese name")


def _bar_associations(tables: Tables, what: str) -> Observation:
    """Count the legal groups that name a bar association; those that name another parent body cannot be part of one."""
    rows = _category(tables, "legal")
    bar = rows["name_ja"].str.contains("弁護士会")
    elsewhere = rows["name_ja"].str.contains("自由人権協会|行政書士会") & ~bar
    low, high = _number(bar), len(rows) - _number(elsewhere)
    return Observation(
        _of(low, high, len(rows)),
        f"{what}. The {_number(elsewhere)} that name another parent, a civil liberties union or an association of administrative "
        "scriveners, do not count; the others count both ways.",
        records(tables, "groups", rows),
        remark="The column of legal status prints team of lawyers (弁護団), which is not the bar association of the prose (E-130). "
        "Paragraph 7 says it of these groups without exception, paragraph 11 of most.",
    )


@claim(
    "II-30",
    locator="II, para. 7; II, para. 10",
    kind="universal",
    statement="Legal groups serve foreigners of all origins.",
    asserted=all_of(11),
    discussed="02-support-groups#who-serves-whom",
)
def _legal_clients(tables: Tables) -> Observation:
    return _serves_everybody(tables, "legal")


@claim(
    "II-31",
    locator="II, para. 7",
    kind="description of a category",
    statement="Legal groups ask for a small fee.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _legal_fee(tables: Tables) -> Observation | Untested:
    return needs(tables, "groups", ["fee"], "what each legal group charges.", evidence=_evidence(tables, "legal"))


@claim(
    "II-32",
    locator="II, para. 7",
    kind="range",
    statement="Legal groups have 19 to 540 members.",
    asserted=(exactly(19), exactly(540)),
    discussed="02-support-groups#tab-ranges",
)
def _legal_members(tables: Tables) -> Observation:
    return _range_of_members(tables, "legal", 19, 540, "Neither end of the range is printed anywhere in the table (E-131).")


@claim(
    "II-33",
    locator="II, para. 7",
    kind="thesis",
    statement="Lawyers in Yokohama, backed by most groups there, have sued two ministries several times.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _court_cases(tables: Tables) -> Observation | Untested:
    return needs(
        tables, "court_cases", ["defendant"], "the cases by court, date, plaintiff and ministry, and the groups behind each; none is cited."
    )


# --- paragraph 8: concerned citizens


@claim(
    "II-34",
    locator="II, para. 8",
    kind="description of a category",
    statement="Citizens' groups mostly serve South Asians and Iranians.",
    asserted=most_of(8),
    discussed="02-support-groups#who-serves-whom",
)
def _citizens_clients(tables: Tables) -> Observation:
    return _clients(tables, "citizens", [*SOUTH_ASIANS, "Iranian"], "South Asians or Iranians")


@claim(
    "II-35",
    locator="II, para. 8",
    kind="range",
    statement="Citizens' groups have 40 to 1,700 members.",
    asserted=(exactly(40), exactly(1700)),
    discussed="02-support-groups#tab-ranges",
)
def _citizens_members(tables: Tables) -> Observation:
    return _range_of_members(tables, "citizens", 40, 1700, "No row prints 40 (E-159).")


@claim(
    "II-36",
    locator="II, para. 8",
    kind="description of a category",
    statement="Citizens' groups live on fees, and some of them get local government money besides.",
    asserted=holds(),
    discussed="02-support-groups#tab-categories",
)
def _citizens_money(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "groups",
        ["income_from_local_government"],
        "which groups, and how much: the paper names no citizens' group that gets such money.",
        evidence=[*_evidence(tables, "citizens"), Record("partnerships", "P-25")],
    )


@claim(
    "II-37",
    locator="II, para. 8",
    kind="universal",
    statement="No citizens' group is incorporated.",
    asserted=all_of(8),
    discussed="02-support-groups#concerned-citizens",
)
def _citizens_unincorporated(tables: Tables) -> Observation:
    rows, groups = _category(tables, "citizens"), tables["groups"]
    others = groups[(groups["legal_form"] == "none") & ~groups["group_id"].isin(rows["group_id"])]
    return Observation(
        found(_number(rows["legal_form"] == "none"), len(rows)),
        "Legal status None in Table 6.",
        records(tables, "groups", rows),
        remark=f"It does not set them apart: {len(others)} groups in other tables print None too.",
    )


# --- paragraphs 9 and 10


@claim(
    "II-38",
    locator="II, para. 9",
    kind="thesis",
    statement="What all six kinds share is that their founders had long helped people who are badly off.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _experience(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "groups",
        ["earlier_work_of_founders"],
        "what the founders of each group did before, and the same of comparable people who founded none.",
        evidence=records(tables, "categories", tables["categories"]),
    )


@claim(
    "II-39",
    locator="II, para. 10",
    kind="universal",
    statement="Only undocumented people with grave problems come to these groups.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _grave_problems(tables: Tables) -> Observation | Untested:
    return needs(tables, "consultations", ["problem"], "records of consultation by problem; the tables list communities, not cases.")


@claim(
    "II-40",
    locator="II, para. 10",
    kind="universal",
    statement="Foreigners with legal status rarely come to these groups.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _legal_foreigners(tables: Tables) -> Observation | Untested:
    nikkei = sorted(_naming(tables, list(KINDS), ["Nikkei", "Nikkei Peruvian"]))
    return needs(
        tables,
        "consultations",
        ["residence_status"],
        "records of consultation by residence status.",
        evidence=_groups(tables, "T2-04", *nikkei),
        remark=f"T2-04 serves language teachers from the West (n. 16), and {len(nikkei)} groups name nikkei; the paper does not say with "
        "what status these people stay.",
    )


@claim(
    "II-41",
    locator="II, para. 10",
    kind="share",
    statement="Filipinos tend to go to Christian groups.",
    asserted=at_least(1, "ahead of every other kind"),
    discussed="02-support-groups#fig-communities",
)
def _filipinos(tables: Tables) -> Observation:
    return _where_they_go(tables, ["christian"], ["Filipino"], "Filipinos")


@claim(
    "II-42",
    locator="II, para. 10",
    kind="share",
    statement="Koreans tend to go to Christian groups.",
    asserted=at_least(1, "ahead of every other kind"),
    discussed="02-support-groups#fig-communities",
)
def _koreans(tables: Tables) -> Observation:
    others = [category for category in WHO_GOES_WHERE if category != "christian"]
    north = _lead(tables, ["christian"], others, ["Korean", "North Korean"])
    readings = [Reading("Among the four kinds to which the paragraph sends particular communities, with North Koreans as Koreans.", north)]
    return _where_they_go(tables, ["christian"], ["Korean"], "Koreans", readings=readings)


@claim(
    "II-43",
    locator="II, para. 10",
    kind="share",
    statement="Nikkeijin tend to go to Christian groups.",
    asserted=at_least(1, "ahead of every other kind"),
    discussed="02-support-groups#fig-communities",
)
def _nikkeijin(tables: Tables) -> Observation:
    return _where_they_go(tables, ["christian"], ["Nikkei", "Nikkei Peruvian"], "nikkei", remark="Peruvians as such are not counted.")


@claim(
    "II-44",
    locator="II, para. 10",
    kind="share",
    statement="South Asians turn most to unions and citizens' groups.",
    asserted=at_least(1, "ahead of every other kind"),
    discussed="02-support-groups#fig-communities",
)
def _south_asians(tables: Tables) -> Observation:
    return _where_they_go(tables, ["union", "citizens"], SOUTH_ASIANS, "Bangladeshis, Pakistanis or Indians")


@claim(
    "II-45",
    locator="II, para. 10",
    kind="share",
    statement="Iranians turn most to unions and citizens' groups.",
    asserted=at_least(1, "ahead of every other kind"),
    discussed="02-support-groups#fig-communities",
)
def _iranians(tables: Tables) -> Observation:
    citizens = sorted(_naming(tables, ["citizens"], ["Iranian"]))
    ended = _number(tables["groups"].set_index("group_id").loc[citizens, "ended"].notna())
    remark = f"Citizens' groups that name Iranians: {len(citizens)}, of which {ended} ended."
    return _where_they_go(tables, ["union", "citizens"], ["Iranian"], "Iranians", remark=remark)


# --- paragraph 11


@claim(
    "II-46",
    locator="II, para. 11",
    kind="thesis",
    statement="Activists answer quickly, even without experience with Asian foreigners.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _quick_to_respond(tables: Tables) -> Observation | Untested:
    return needs(
        tables, "groups", ["first_request"], "when people first asked each body for help, beside the year in which it began to give it."
    )


@claim(
    "II-47",
    locator="II, para. 11",
    kind="description of a category",
    statement="In general the groups grew out of older bodies, as institutions of their own.",
    asserted=most_of(79),
    discussed="02-support-groups#the-six-tables",
)
def _extensions(tables: Tables) -> Observation:
    groups = tables["groups"]
    older = groups["organisation_founded"].notna()
    church, bar = groups["legal_form"] == "religious_body", groups["name_ja"].str.contains("弁護士会")
    known = _number(older | church | bar)
    return Observation(
        _of(known, len(groups), len(groups)),
        f"Rows that show an older body: an italic earlier year ({_number(older)}), a religious body ({_number(church)}) or a bar "
        f"association in the name ({_number(bar)}). Of the others the tables say nothing, and they count both ways.",
        records(tables, "groups", groups[older | church | bar]),
        remark="That the italic year is the founding of an organisation behind the group is our reading (E-036).",
    )


@claim(
    "II-48",
    locator="II, para. 11",
    kind="description of a category",
    statement="Christian groups came out of Catholic dioceses or the National Christian Council.",
    asserted=all_of(14),
    discussed="02-support-groups#christian-ngos",
)
def _christian_origin(tables: Tables) -> Observation:
    rows, former = _category(tables, "christian"), tables["predecessors"]
    diocesan = set(former.loc[former["name_ja"].str.contains("教区"), "group_id"])
    shown = rows["name_en"].str.contains("Catholic|CTIC") | rows["group_id"].isin(diocesan)
    return Observation(
        _of(_number(shown), len(rows), len(rows)),
        "Groups whose name, or whose former body's name, shows the Catholic church or a diocese; the others count both ways.",
        records(tables, "groups", rows),
        remark="T1-07 names the Anglican church, which is no Catholic diocese; whether it belongs to the council the paper does not say.",
    )


@claim(
    "II-49",
    locator="II, para. 11",
    kind="description of a category",
    statement="Groups for women came out of a larger movement, some of them out of churches.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _women_origin(tables: Tables) -> Observation | Untested:
    return needs(tables, "groups", ["came_out_of"], "the body out of which each group for women came.", evidence=_evidence(tables, "women"))


@claim(
    "II-50",
    locator="II, para. 11",
    kind="description of a category",
    statement="Regional bar associations founded most of the lawyers' groups.",
    asserted=most_of(11),
    discussed="02-support-groups#legal-services",
)
def _founded_by_bar_associations(tables: Tables) -> Observation:
    return _bar_associations(tables, "Groups that name a bar association (弁護士会) in their Japanese name, as if it had founded them")


@claim(
    "II-51",
    locator="II, para. 11",
    kind="universal",
    statement="Unions have served foreigners from their first day, apart from those that made a section for them.",
    asserted=exactly(0, "no other exception"),
    discussed="02-support-groups#community-workers-unions",
)
def _unions_from_their_start(tables: Tables) -> Observation:
    return _from_their_start(tables, "union", ("T2-05", "T2-06"), "a section of an older union")


def _from_their_start(tables: Tables, category: str, named: Sequence[str], named_as: str) -> Observation:
    """Count the groups with an older organisation behind them, without those that the text itself names."""
    rows = _category(tables, category)
    older = rows[rows["organisation_founded"].notna() & ~rows["group_id"].isin(named)]
    reading = Reading(
        "The italic year may be that of another body, as it is for the branch T2-05; then the row does not bear on the statement.",
        between(0, len(older)),
    )
    return Observation(
        exactly(len(older)),
        f"Rows that print an italic earlier year, without those that the text names as {named_as}: the organisation is older than the "
        "year in which the row begins.",
        records(tables, "groups", rows),
        [reading],
        remark="That the italic year is the founding of the organisation is our reading; the paper does not explain it (E-036, E-037).",
    )


@claim(
    "II-52",
    locator="II, para. 11",
    kind="universal",
    statement="Medical groups have served foreigners from their first day, apart from AMDA and SHARE.",
    asserted=exactly(0, "no other exception"),
    discussed="02-support-groups#medical-ngos",
)
def _medical_from_their_start(tables: Tables) -> Observation:
    return _from_their_start(tables, "medical", ("T4-01", "T4-02"), "extensions of older work")


@claim(
    "II-53",
    locator="II, para. 11",
    kind="text against table",
    statement="FWBZ and FLU are sections for foreigners within unions.",
    asserted=all_of(2),
    discussed="02-support-groups#community-workers-unions",
)
def _sections_of_unions(tables: Tables) -> Observation:
    rows = tables["groups"][tables["groups"]["group_id"].isin(["T2-05", "T2-06"])]
    return Observation(
        found(_number(rows["name_ja"].str.contains("分会")), len(rows)),
        "The two rows whose Japanese name says branch (分会).",
        records(tables, "groups", rows),
        remark="The abbreviation FWBZ is not in the table; the initials fit T2-05 (E-045).",
    )


@claim(
    "II-54",
    locator="II, para. 11",
    kind="text against table",
    statement="FLU is part of the National General Workers Union.",
    asserted=holds(),
    discussed="02-support-groups#community-workers-unions",
)
def _flu_is_part_of_the_national_union(tables: Tables) -> Observation:
    name = str(tables.record("groups", "T2-06")["name_ja"])
    return Observation(
        holds("全国一般" in name),
        "The Japanese name of T2-06 contains that of the national union (全国一般).",
        _groups(tables, "T2-06"),
        remark="The table renders the same words as National Union of General Workers in T2-04 (E-042).",
    )


@claim(
    "II-55",
    locator="II, para. 11",
    kind="order in time",
    statement="AMDA and SHARE were at work abroad before they took in foreigners in Japan.",
    asserted=all_of(2),
    discussed="02-support-groups#medical-ngos",
)
def _amda_and_share(tables: Tables) -> Observation:
    rows = tables["groups"][tables["groups"]["group_id"].isin(["T4-01", "T4-02"])]
    older = _number(rows["organisation_founded"] < rows["began"])
    return Observation(
        _of(older, len(rows), len(rows)),
        "Rows of the two that print an earlier italic year; one that prints none counts both ways.",
        records(tables, "groups", rows),
    )


# --- paragraph 12 and notes 16 to 18


@claim(
    "II-56",
    locator="II, para. 12; II, para. 13",
    kind="text against table",
    statement="A seventh table shows the beginnings and the impermanence of the groups.",
    asserted=exactly(7, "Table 7"),
    discussed="02-support-groups#table-7",
)
def _table_7(tables: Tables) -> Observation:
    last = int(tables["groups"]["table"].max())
    return Observation(
        exactly(last, f"Table {last} is the last"),
        "The last table in the copy of the paper that we have.",
        records(tables, "categories", tables["categories"]),
        remark="Two paragraphs cite it. What it may have held is made from the other tables in chapter II.",
    )


@claim(
    "II-57",
    locator="II, para. 12; n. 16",
    kind="superlative",
    statement="Christians were the first to found support groups for foreign workers.",
    asserted=COUNTS["other pioneers"].asserted,
    discussed="02-support-groups#tab-seven-founded",
)
def _pioneers(tables: Tables) -> Observation:
    groups = tables["groups"]
    early = groups[(groups["began"] <= 1987).fillna(False) | groups["organisation_founded"].notna() | groups["began"].isna()]
    return observe(
        tables,
        "other pioneers",
        rule="Groups of other kinds with an upright year before that of the first Christian group, without those that note 16 sets aside.",
        evidence=records(tables, "groups", early),
        remark="Rows without a year, and italic years if they date a group, could be older. The note excepts bodies by whom they served at "
        "first; for other groups the tables do not tell that.",
    )


@claim(
    "II-58",
    locator="n. 16",
    kind="count",
    statement="Two support groups are older than the first Christian one.",
    asserted=COUNTS["older than the first Christian group"].asserted,
    discussed="02-support-groups#table-7",
)
def _older_groups(tables: Tables) -> Observation:
    groups, former = tables["groups"], tables["predecessors"]
    before = groups[(groups["began"] < 1983).fillna(False) | groups["began"].isna()]
    behind = former[former["began"] < 1983]
    return observe(
        tables,
        "older than the first Christian group",
        rule="Numbered groups of other kinds with an upright year before that of the first Christian group.",
        evidence=[*records(tables, "groups", before), *_groups(tables, *behind["group_id"])],
        remark="The note means TELL, whose row prints no year, and the Tokyo South union.",
    )


@claim(
    "II-59",
    locator="n. 16",
    kind="text against text",
    statement="The note names two groups from before 1983.",
    asserted=exactly(2),
    discussed="02-support-groups#table-7",
)
def _bodies_named_in_the_note(tables: Tables) -> Observation:
    events = tables["events"]
    of_note = events[events["locator"] == "n. 16"]
    named = of_note[pd.to_numeric(of_note["date"]) < 1983]
    former = tables["predecessors"]
    is_former = named.merge(former.assign(year=former["began"].astype("str")), left_on=["group_id", "date"], right_on=["group_id", "year"])
    return Observation(
        exactly(len(named)),
        "Bodies that the note itself dates before 1983.",
        [*records(tables, "events", named), *_groups(tables, *named["group_id"])],
        [
            Reading(
                f"What is only the former body of a later group ({len(is_former)} of them), and is added with “Similarly”, does not count.",
                exactly(len(named) - len(is_former)),
            )
        ],
    )


@claim(
    "II-60",
    locator="n. 16",
    kind="date",
    statement="The Tokyo English Life Line dates from 1973, and from American Christians.",
    asserted=year(1973),
    discussed="02-support-groups#table-7",
)
def _tell_founded(tables: Tables) -> Observation | Untested:
    founded = tables.record("groups", "T4-04")["organisation_founded"]
    evidence = [*_groups(tables, "T4-04"), Record("events", "EV-11")]
    if pd.isna(founded):
        return Untested(
            "A founding year of TELL: the row of its Filipino line, T4-04, prints no year at all.",
            evidence,
            "By this note a body founded by Americans stands behind one of the groups that the introduction calls established by Japanese.",
        )
    return Observation(year(founded), "The italic year of T4-04.", evidence)


@claim(
    "II-61",
    locator="n. 16",
    kind="date",
    statement="The Tokyo South union began to help English teachers from the West in 1974.",
    asserted=year(1974),
    discussed="02-support-groups#table-7",
)
def _tokyo_south(tables: Tables) -> Observation:
    return Observation(
        year(tables.record("groups", "T2-04")["began"]),
        "The upright year of T2-04.",
        [*_groups(tables, "T2-04"), Record("events", "EV-12")],
        remark="It is the one place where the paper says what an upright year beside an italic one means: the start of support (E-036).",
    )


@claim(
    "II-62",
    locator="n. 16",
    kind="text against table",
    statement="The help of the Tokyo South union went to teachers from the West.",
    asserted=all_of(2),
    discussed="02-support-groups#who-serves-whom",
)
def _teachers_from_the_west(tables: Tables) -> Observation:
    labels = tables["communities_served"]
    of_union = labels[labels["group_id"] == "T2-04"]
    apart = of_union[of_union["in_parentheses"]]
    return Observation(
        found(_number(apart["community"].isin(["American", "European"])), len(apart)),
        "The labels that the row of T2-04 sets apart in parentheses: those that name the West.",
        _groups(tables, "T2-04"),
        remark="They are the only labels in parentheses of all tables. They give an origin, not a profession; that the teachers are meant "
        "is our reading (E-044).",
    )


@claim(
    "II-63",
    locator="n. 16",
    kind="date",
    statement="The Women of Asia Association, which the Asia-Japan Women's Resource Center continues, has existed since 1977.",
    asserted=year(1977),
    discussed="02-support-groups#table-7",
)
def _women_of_asia(tables: Tables) -> Observation:
    former = tables["predecessors"]
    behind = former[(former["group_id"] == "T3-01") & (former["name_en"] == "Women of Asia Association")]
    began = behind["began"].min()
    return Observation(
        exactly(math.inf, "no such former body") if pd.isna(began) else year(began),
        "The year of the former body of that name in the row of T3-01.",
        [*_groups(tables, "T3-01"), Record("events", "EV-13")],
    )


@claim(
    "II-64",
    locator="n. 16",
    kind="order in time",
    statement="That association turned to foreign women in Japan only long after its founding.",
    asserted=at_least(10, "much later: 10 years or more"),
    discussed="02-support-groups#table-7",
)
def _much_later(tables: Tables) -> Observation:
    former = tables["predecessors"].set_index("group_id")["began"]
    began = tables.record("groups", "T3-01")["began"]
    return Observation(
        exactly(int(began - former["T3-01"]), f"{int(began - former['T3-01'])} years"),
        "Years from the beginning of the former body to that of T3-01, if the upright year is that of the support for foreigners.",
        _groups(tables, "T3-01"),
        remark="The upright year may also be that of the new name alone.",
    )


@claim(
    "II-65",
    locator="II, para. 12",
    kind="date",
    statement="The first Christian group began in 1983.",
    asserted=COUNTS["first Christian group"].asserted,
    discussed="02-support-groups#tab-seven-founded",
)
def _first_christian_group(tables: Tables) -> Observation:
    rows = _category(tables, "christian")
    return observe(
        tables,
        "first Christian group",
        rule="The earliest upright year in Table 1.",
        evidence=records(tables, "groups", rows.nsmallest(3, "began")),
    )


@claim(
    "II-66",
    locator="II, para. 12",
    kind="text against table",
    statement="The first Christian groups helped mainly women from the Philippines.",
    asserted=all_of(2),
    discussed="02-support-groups#who-serves-whom",
)
def _first_groups_served_filipinas(tables: Tables) -> Observation:
    rows = _category(tables, "christian")
    rows = rows[(rows["began"] == rows["began"].min()).fillna(False)]
    labels = tables["communities_served"]
    only = [group_id for group_id in rows["group_id"] if set(labels.loc[labels["group_id"] == group_id, "community"]) == {"Filipino"}]
    return Observation(
        found(len(only), len(rows)),
        "The Christian groups of the earliest year that print Filipino, and nothing else, in the last column.",
        records(tables, "groups", rows),
        remark="The label does not tell women from men, and is of the time of the table, not of that year.",
    )


@claim(
    "II-67",
    locator="n. 17",
    kind="text against table",
    statement="Both groups interviewed on the beginnings are where the tables place them.",
    asserted=all_of(2),
    discussed="02-support-groups#the-six-tables",
)
def _places_of_the_interviews(tables: Tables) -> Observation:
    interviews = tables["interviews"]
    cited = interviews[interviews["footnotes"].str.contains("n. 17", regex=False)].merge(tables["groups"], on="group_id")
    christian = _number(cited["category"] == "christian")
    return Observation(
        found(_number(cited["place"] == cited["location"].astype("str")), len(cited)),
        "Interviews of the note whose place is the location of the group in the tables.",
        [*records(tables, "interviews", cited), *_groups(tables, *cited["group_id"])],
        remark=f"Only {christian} of them is with a group of Table 1, though the sentence is on the first Christian groups.",
    )


@claim(
    "II-68",
    locator="II, para. 12",
    kind="count",
    statement="There were three Christian groups by 1987.",
    asserted=COUNTS["Christian groups by 1987"].asserted,
    discussed="02-support-groups#tab-seven-founded",
)
def _christian_by_1987(tables: Tables) -> Observation:
    rows = _category(tables, "christian")
    return observe(
        tables,
        "Christian groups by 1987",
        rule="Rows of Table 1 with an upright year up to 1987.",
        evidence=records(tables, "groups", rows[(rows["began"] <= 1988).fillna(False)]),
    )


@claim(
    "II-69",
    locator="II, para. 12",
    kind="text against table",
    statement="By 1987 the help of the Christian groups reached several communities.",
    asserted=at_least(2, "various: 2 or more"),
    discussed="02-support-groups#who-serves-whom",
)
def _various_communities(tables: Tables) -> Observation:
    groups, labels = tables["groups"], tables["communities_served"]
    early = groups[(groups["began"] <= 1987).fillna(False)]
    christian = early[early["category"] == "christian"]
    of_christian, of_all = (labels[labels["group_id"].isin(rows["group_id"])]["community"].nunique() for rows in (christian, early))
    return Observation(
        exactly(of_christian),
        f"Communities that the {len(christian)} Christian groups of that time print in the last column.",
        records(tables, "groups", early),
        [
            Reading(
                f"The help meant is that of all {len(early)} groups that had begun by 1987, not of the Christian ones alone.",
                exactly(of_all),
            )
        ],
        remark="The column is of the time of the tables, not of 1987.",
    )


@claim(
    "II-70",
    locator="II, para. 12",
    kind="order in time",
    statement="Several citizens' groups came out of Christian ones.",
    asserted=holds(),
    discussed="02-support-groups#tab-seven-founded",
)
def _citizens_out_of_christian(tables: Tables) -> Observation:
    christian, citizens = _category(tables, "christian")["began"].min(), _category(tables, "citizens")["began"].min()
    former = tables["predecessors"]
    behind = former[former["group_id"].isin(_category(tables, "citizens")["group_id"])]
    later = bool(citizens > christian)
    return Observation(
        open_question("the order allows it") if later else holds(False, "no: they are older"),
        f"The earliest citizens' group began in {citizens}, the earliest Christian one in {christian}. From which body a group came the "
        f"tables say for {len(behind)} of them, and that body is not in Table 1.",
        [*_evidence(tables, "citizens"), *_groups(tables, "T1-03", "T1-14")],
    )


@claim(
    "II-71",
    locator="II, para. 12",
    kind="official figure",
    statement="At the end of the 1980s foreign men appear on building sites and in small factories.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _foreign_men(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "official-statistics",
        ["sex"],
        "foreign workers by sex and industry at the time; the figures that we have give totals only.",
    )


@claim(
    "II-72",
    locator="II, para. 12",
    kind="order in time",
    statement="Some unions take up the cause at the end of the 1980s.",
    asserted=COUNTS["unions of the late 1980s"].asserted,
    discussed="02-support-groups#tab-seven-founded",
)
def _unions_join(tables: Tables) -> Observation:
    return observe(
        tables,
        "unions of the late 1980s",
        rule="Rows of Table 2 with an upright year from 1985 to 1989.",
        evidence=_evidence(tables, "union"),
    )


@claim(
    "II-73",
    locator="II, para. 12",
    kind="order in time",
    statement="Some lawyers' groups take up the cause at the end of the 1980s.",
    asserted=COUNTS["lawyers of the late 1980s"].asserted,
    discussed="02-support-groups#tab-seven-founded",
)
def _lawyers_join(tables: Tables) -> Observation:
    return observe(
        tables,
        "lawyers of the late 1980s",
        rule="Rows of Table 5 with an upright year from 1985 to 1989.",
        evidence=_evidence(tables, "legal"),
    )


@claim(
    "II-74",
    locator="II, para. 12",
    kind="count",
    statement="Many medical and safety centres form support groups after the changes of 1990.",
    asserted=COUNTS["medical groups from 1990 on"].asserted,
    discussed="02-support-groups#tab-seven-founded",
)
def _medical_from_1990(tables: Tables) -> Observation:
    began = _category(tables, "medical")["began"]
    return observe(
        tables,
        "medical groups from 1990 on",
        rule=f"Rows of Table 4 with an upright year from 1990 on: {_number(began == 1990)} of 1990 itself, {_number(began > 1990)} later.",
        evidence=_evidence(tables, "medical"),
    )


@claim(
    "II-75",
    locator="II, para. 12",
    kind="order in time",
    statement="The medical groups come after the changes of 1990, not before.",
    asserted=exactly(0, "none older"),
    discussed="02-support-groups#tab-seven-founded",
)
def _medical_before_1990(tables: Tables) -> Observation:
    rows, groups = _category(tables, "medical"), tables["groups"]
    law = int(tables.record("events", "EV-17")["date"])
    undated = _number(rows["began"].isna())
    wave = groups["began"].between(law, law + 2).fillna(False)
    own, others = _number(wave & (groups["category"] == "medical")), _number(wave & (groups["category"] != "medical"))
    earlier = _number((rows["organisation_founded"] < law).fillna(False))
    former = tables["predecessors"]
    behind = former[former["group_id"].isin(rows["group_id"]) & (former["began"] < law)]
    return Observation(
        between(_number(rows["began"] < law), _number(rows["began"] < law) + undated),
        f"Rows of Table 4 with an upright year before {law}; the {undated} without a year counts both ways. The organisations behind "
        f"{earlier + len(behind)} rows are older by their italic year or former body.",
        records(tables, "groups", rows),
        remark=f"Order is not cause: in {law} to {law + 2} there began {own} medical groups and {others} of other kinds, while the number "
        "of foreigners grew too.",
    )


@claim(
    "II-76",
    locator="II, para. 12",
    kind="order in time",
    statement="Christian groups come first, then citizens' groups, then unions and lawyers, and medical groups last.",
    asserted=holds(),
    discussed="02-support-groups#tab-seven-founded",
)
def _sequence(tables: Tables) -> Observation:
    first = {}
    for category in ("christian", "citizens", "union", "legal", "medical"):
        rows = _category(tables, category)
        first[category] = int(rows.loc[~rows["group_id"].isin(["T2-04", "T4-04"]), "began"].min())
    in_order = first["christian"] < first["citizens"] < min(first["union"], first["legal"])
    in_order = in_order and max(first["union"], first["legal"]) < first["medical"]
    others = int(_category(tables, "women")["began"].min())
    return Observation(
        holds(in_order),
        "The earliest upright year of each kind, without the two bodies that note 16 sets aside: "
        + ", ".join(f"{KINDS[category]} {began}" for category, began in first.items())
        + ".",
        _evidence(tables, *first),
        remark=f"Women's groups, which the sequence leaves out, begin in {others}. One year more or less is little in so few groups.",
    )


@claim(
    "II-77",
    locator="II, para. 12; n. 18",
    kind="text against text",
    statement="An oral directive of 1990 shuts all overstayed workers out of National Health Insurance.",
    asserted=holds(),
    discussed="04-partnerships-and-membership-rules#the-ministries",
)
def _health_insurance(tables: Tables) -> Observation:
    figures, provisions = tables["text_figures"], tables["law_provisions"]
    partial = figures[(figures["locator"] == "IV, para. 13") & (figures["unit"] == "years") & (figures["precision"] == "less_than")]
    in_note = provisions[(provisions["law"] == "oral_directive_1990") & provisions["locator"].str.contains("n. 18", regex=False)]
    insured = _number(in_note["provision"].str.contains("Health Insurance"))
    return Observation(
        holds(partial.empty, "yes" if partial.empty else "only some overstayers"),
        "Section IV (para. 13) gives the ban a narrower scope: overstayers in Japan for less than a year who have not registered.",
        [*records(tables, "text_figures", partial), *records(tables, "law_provisions", in_note), Record("ministry_positions", "MP-09")],
        [Reading("The directive of 1990 and the ban at the time of writing may be two rules.", open_question("two rules"))],
        remark=f"Note 18, which hangs on the sentence, lists {len(in_note)} effects of the directive, {insured} of them on this insurance.",
    )


@claim(
    "II-78",
    locator="II, para. 12; n. 18",
    kind="text against text",
    statement="The law was revised, and the directive issued, in the same year, 1990.",
    asserted=(year(1990), year(1990)),
    discussed="02-support-groups#table-7",
)
def _year_of_revision_and_directive(tables: Tables) -> Observation:
    events = tables["events"]
    of_law = events[events["locator"].str.contains("n. 18", regex=False)]
    years = {kind: pd.to_numeric(of_law.loc[of_law["kind"] == kind, "date"]) for kind in ("law", "policy")}
    return Observation(
        tuple(between(found_in.min(), found_in.max(), f"{found_in.min()}") for found_in in years.values()),
        "Text against text: the years that the note gives for the two.",
        records(tables, "events", of_law),
    )


@claim(
    "II-79",
    locator="II, para. 12",
    kind="count",
    statement="There were 57 groups in Tokyo and Kanagawa at the end of 1992.",
    asserted=COUNTS["groups by 1992"].asserted,
    discussed="02-support-groups#table-7",
)
def _groups_by_1992(tables: Tables) -> Observation:
    groups = tables["groups"]
    behind = groups["group_id"].isin(tables["predecessors"]["group_id"])
    concerned = groups[(groups["began"] <= 1992).fillna(False) | groups["began"].isna() | behind]
    joint = all_at_once(tables)
    three = _number((joint[["groups in all", "groups by 1992", "new groups since 1998"]]).all(axis="columns"))
    best = joint.iloc[0].to_dict()
    lacking = ", ".join(name for name in COUNTS if not best[name]) or "none"
    return observe(
        tables,
        "groups by 1992",
        rule="Numbered rows with an upright year up to 1992; none had ended by then.",
        evidence=records(tables, "groups", concerned),
        remark=f"Of all {len(joint):,} sets of rules {three} give this count, 78 groups in all and three since 1998 at once. The simplest "
        f"of those that give most of the {len(COUNTS)} counts of the paper, {best['given']}: {in_words(best)} Not given: {lacking}.",
    )


@claim(
    "II-80",
    locator="II, para. 12",
    kind="count",
    statement="Only three groups have been founded since 1998.",
    asserted=COUNTS["new groups since 1998"].asserted,
    discussed="02-support-groups#table-7",
)
def _groups_since_1998(tables: Tables) -> Observation:
    groups = tables["groups"]
    concerned = groups[(groups["began"] >= 1998).fillna(False) | groups["began"].isna()]
    return observe(
        tables,
        "new groups since 1998",
        rule="Numbered rows with an upright year after 1998.",
        evidence=records(tables, "groups", concerned),
        remark="By an outside account T2-15, which prints no year, began in November 2001 (E-057); it is not counted.",
    )


@claim(
    "II-81",
    locator="II, para. 12",
    kind="share",
    statement="Few of the groups were founded after the NPO Law.",
    asserted=few_of(79),
    discussed="03-after-the-npo-law#what-six-cases-can-show",
)
def _few_new_groups(tables: Tables) -> Observation:
    began = tables["groups"]["began"]
    after, undated = _number(began > 1998), _number(began.isna())
    return Observation(
        _of(after, after + undated, len(began)),
        f"Groups that began after 1998; the {undated} without a year count both ways.",
        records(tables, "groups", tables["groups"][(began > 1998).fillna(False) | began.isna()]),
    )


@claim(
    "II-82",
    locator="II, para. 12",
    kind="thesis",
    statement="The NPO Law hardly changed how many groups there are.",
    asserted=holds(),
    discussed="03-after-the-npo-law#what-six-cases-can-show",
)
def _little_impact(tables: Tables) -> Observation | Untested:
    groups = tables["groups"]
    began, ended = groups["began"], groups["ended"]
    before, after, gone = _number(began.between(1993, 1998)), _number(began.between(1999, 2004)), _number(ended > 1998)
    return needs(
        tables,
        "groups",
        ["would_have_been_founded"],
        "what would have happened without the law: groups like these that it does not concern, or the plans of founders.",
        evidence=records(tables, "groups", groups[(began > 1998).fillna(False) | (ended > 1998).fillna(False)]),
        remark=f"The tables have {before} groups that began in the six years from 1993 to 1998 and {after} in the six from 1999 to 2004, "
        f"in which {gone} ended. A law that kept groups from being founded, or from closing, would leave such figures too.",
    )


@claim(
    "II-83",
    locator="II, para. 12",
    kind="date",
    statement="MIC Kanagawa was founded in 2002.",
    asserted=year(2002),
    discussed="04-partnerships-and-membership-rules#how-mic-kanagawa-came-about",
)
def _mic_kanagawa(tables: Tables) -> Observation:
    return Observation(
        year(tables.record("groups", "T4-19")["began"]),
        "The upright year of T4-19; section IV (para. 9) and the group's own account have the same.",
        [*_groups(tables, "T4-19"), Record("events", "EV-43"), Record("founding-checks", "T4-19/began; NPO corporation")],
    )


# --- paragraph 13


@claim(
    "II-84",
    locator="II, para. 13",
    kind="description of a category",
    statement="The groups tend not to last.",
    asserted=most_of(79),
    discussed="02-support-groups#endings",
)
def _impermanence(tables: Tables) -> Observation:
    groups, known = tables.indexed("groups"), endings(tables)
    lasted = (groups["ended"] - groups["began"]).dropna()
    last = int(tables["interviews"]["date"].dt.year.max())
    going_on = (last - groups.drop(index=[*known.printed, *known.told])["began"]).dropna()
    return Observation(
        known.ended,
        known.rule,
        _groups(tables, *known.printed, *known.told),
        remark=f"Groups with both years lasted {lasted.min()} to {lasted.max()} years; the others, if they go on, {going_on.median():g} at "
        f"the median in {last}. A list of groups that were found at work leaves out many that had ended before, and so few ends cannot "
        "show how long a group lasts.",
    )


@claim(
    "II-85",
    locator="II, para. 13",
    kind="description of a category",
    statement="A group tends to dissolve once its problem is solved.",
    asserted=most_of(9),
    discussed="02-support-groups#endings",
)
def _problem_solved(tables: Tables) -> Observation:
    groups, events = tables["groups"], tables["events"]
    told = events[(events["kind"] == "organisation_ended") & events["group_id"].isin(groups["group_id"])]
    solved = _number(told["what"].str.contains("no longer"))
    printed = groups.loc[groups["ended"].notna(), "group_id"]
    former = tables["predecessors"]
    of_former = former.loc[former["ended"].notna(), "group_id"]
    all_ends = set(printed) | set(told["group_id"]) | set(of_former)
    unknown = len(all_ends) - told["group_id"].nunique()
    return Observation(
        _of(solved, solved + unknown, len(all_ends)),
        f"Of the {len(all_ends)} groups and former bodies whose end is printed or told, the text gives a reason for "
        f"{told['group_id'].nunique()}: for {solved} the problem had gone, for the others money or conflict. The rest count both ways.",
        [*records(tables, "events", told), *_groups(tables, *sorted(all_ends))],
        remark="Of the reasons that the paragraph itself gives, most are others than a problem solved.",
    )


@claim(
    "II-86",
    locator="II, para. 13",
    kind="date",
    statement="Inoken, which was there for Iranians, dissolved in 1998.",
    asserted=year(1998),
    discussed="02-support-groups#tab-ended",
)
def _inoken(tables: Tables) -> Observation:
    ended = tables.record("groups", "T6-02")["ended"]
    iranian = "T6-02" in _naming(tables, ["citizens"], ["Iranian"])
    return Observation(
        between(-math.inf, math.inf, "no end printed") if pd.isna(ended) else year(ended),
        f"The end that the row of T6-02 prints. Its last column {'has' if iranian else 'lacks'} Iranians.",
        [*_groups(tables, "T6-02"), Record("events", "EV-34")],
    )


@claim(
    "II-87",
    locator="II, para. 13",
    kind="text against table",
    statement="LAFLR has dissolved.",
    asserted=holds(True, "dissolved"),
    discussed="02-support-groups#endings",
)
def _laflr(tables: Tables) -> Observation:
    ended = tables.record("groups", "T5-01")["ended"]
    printed = int(tables["groups"]["ended"].notna().sum())
    return Observation(
        holds(pd.notna(ended), "no end printed" if pd.isna(ended) else f"{ended}"),
        f"The row of T5-01 prints no end, while {printed} others do." if pd.isna(ended) else "The end that the row of T5-01 prints.",
        [*_groups(tables, "T5-01"), Record("events", "EV-51")],
        [Reading("The table may be older than the end; a row without one need not mean a living group.", open_question("end not printed"))],
        remark="Table and text disagree on whether the group is still there (E-135).",
    )


@claim(
    "II-88",
    locator="II, para. 13",
    kind="text against table",
    statement="FLU has dissolved.",
    asserted=holds(True, "dissolved"),
    discussed="02-support-groups#tab-ended",
)
def _flu_ended(tables: Tables) -> Observation:
    ended = tables.record("groups", "T2-06")["ended"]
    return Observation(
        holds(pd.notna(ended), "no end printed" if pd.isna(ended) else f"ended {ended}"),
        "The end that the row of T2-06 prints.",
        [*_groups(tables, "T2-06"), Record("events", "EV-52")],
    )


@claim(
    "II-89",
    locator="II, para. 13",
    kind="text against table",
    statement="SOL has dissolved.",
    asserted=holds(True, "dissolved"),
    discussed="02-support-groups#endings",
)
def _sol_ended(tables: Tables) -> Observation:
    former = tables["predecessors"]
    behind = former[(former["group_id"] == "T1-10") & former["name_en"].str.contains("Solidarity")]
    ends = behind["ended"].dropna()
    successor = tables.record("groups", "T1-10")["began"]
    if ends.empty:
        return Observation(holds(False, "no end printed"), "No body with such a name prints an end.", _groups(tables, "T1-03", "T1-10"))
    return Observation(
        open_question(f"replaced in {ends.max()}"),
        f"If SOL is the Solidarity Center, the former body of T1-10: it ended in {ends.max()}, and its successor began in {successor}. "
        "T1-03, of the same Japanese name, prints no end.",
        [*_groups(tables, "T1-10", "T1-03"), Record("events", "EV-53")],
        remark="The tables print no SOL, and show a replacement where the text has a break-up (E-025, E-026).",
    )


@claim(
    "II-90",
    locator="II, para. 13",
    kind="description of a category",
    statement="LAFLR ended for want of money, FLU and SOL over conflicts inside.",
    asserted=holds(),
    discussed="02-support-groups#endings",
)
def _reasons_for_ends(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "groups",
        ["reason_for_end"],
        "accounts of the three ends by those who were there; no interview is cited for them.",
        evidence=[
            *_groups(tables, "T5-01", "T2-06", "T1-10"),
            Record("events", "EV-51"),
            Record("events", "EV-52"),
            Record("events", "EV-53"),
        ],
    )


@claim(
    "II-91",
    locator="II, para. 11; II, para. 13; n. 17",
    kind="text against table",
    statement="The nine groups that these passages call by a short name are all in the tables.",
    asserted=all_of(9),
    discussed="02-support-groups#the-six-tables",
)
def _short_names(tables: Tables) -> Observation:
    groups, former = tables["groups"], tables["predecessors"]
    short = ("FWBZ", "FLU", "AMDA", "SHARE", "TELL", "HELP", "Inoken", "LAFLR", "SOL")
    printed = " ".join([*groups["name_ja"], *groups["name_en"], *former["name_ja"], *former["name_en"]])
    found_as_printed = [name for name in short if re.search(rf"\b{name}\b", printed)]
    in_other_letters = [name for name, form in (("FWBZ", "Foreign Workers Branch of Zentoitsu"), ("Inoken", "いのけん")) if form in printed]
    known = len(set(found_as_printed) | set(in_other_letters))
    missing = [name for name in short if name not in {*found_as_printed, *in_other_letters}]
    return Observation(
        found(len(found_as_printed), len(short)),
        f"Short names that stand in a name cell: {', '.join(found_as_printed)}.",
        _groups(tables, "T2-05", "T2-06", "T4-01", "T4-02", "T4-04", "T3-04", "T6-02", "T5-01", "T1-10"),
        [
            Reading(
                f"Initials and Japanese letters count too ({', '.join(in_other_letters)}); {', '.join(missing)} may be there in full.",
                _of(known, known + len(missing), len(short)),
            )
        ],
        remark="Which row is SOL is our guess (E-025).",
    )


@claim(
    "II-92",
    locator="II, para. 13",
    kind="thesis",
    statement="A short life keeps a group free of bureaucracy and of capture by established interests.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _benefits_of_a_short_life(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "groups",
        ["independence"],
        "a measure of independence for groups that lasted and for groups that did not.",
        remark="Section IV (para. 11) sees an advantage in the opposite: local governments rather pay bodies that are stable and old.",
    )
