"""The claims of section V, the conclusion: its figures, and its theses split into what can be tested and what cannot."""

from __future__ import annotations

import pandas as pd

from supportgroups.audit.claims import Observation, Reading, Record, Untested, claim, records
from supportgroups.audit.readings import SERVING, around_the_law
from supportgroups.audit.section_iii import UNKNOWN_FORMS, law_year, short_names, with_status
from supportgroups.audit.tables import Tables
from supportgroups.audit.untested import needs
from supportgroups.audit.values import Possible, all_of, at_least, between, exactly, few_of, holds, open_question

ADVISING = ["deliberation", "expertise"]
"""Kinds of partnership in which officials hear what groups know."""


def _listed(table: str, *keys: str) -> list[Record]:
    return [Record(table, key) for key in keys]


def _with_governments(tables: Tables) -> pd.DataFrame:
    """Return the partnerships with governments: those with hospitals are left out."""
    partnerships = tables["partnerships"]
    return partnerships[partnerships["government_level"] != "public_hospitals"]


def _named_partners(tables: Tables) -> pd.DataFrame:
    """Return the partnerships under which a named group serves a local government or is paid by one, and that are not merely hoped for."""
    partnerships = _with_governments(tables)
    return partnerships[
        partnerships["group_id"].notna()
        & (partnerships["status"] == "active")
        & (partnerships["kind"].isin([*SERVING, "financial_support"]) | (partnerships["direction_of_payment"] == "government_pays"))
    ]


def _groups_of(tables: Tables, partnerships: pd.DataFrame) -> pd.DataFrame:
    groups = tables["groups"]
    return groups[groups["group_id"].isin(partnerships["group_id"])]


def _area(tables: Tables, words: str) -> Possible:
    """Say whether an area of activity that the paper lists contains some words; a matter that is not listed may fall under another area."""
    provisions = tables["law_provisions"]
    areas = provisions[provisions["kind"] == "activity_area"]["provision"]
    listed = bool(areas.str.lower().str.contains(words).any())
    return holds(True, f"among the {len(areas)} listed") if listed else open_question(f"not among the {len(areas)} listed")


def _areas(tables: Tables) -> list[Record]:
    provisions = tables["law_provisions"]
    return records(tables, "law_provisions", provisions[provisions["kind"] == "activity_area"])


@claim(
    "V-01",
    locator="V, para. 1; Introduction, para. 4",
    kind="thesis",
    statement="Support groups for foreigners are not as weak as the common view of Japan's civil society has it.",
    asserted=holds(),
    discussed="05-conclusion#tab-theses",
)
def _not_weak(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "demands",
        ["outcome"],
        "a measure of strength, such as what groups demanded and what came of it, for these groups and for others that count as weak.",
        evidence=_listed("categories", "legal"),
        remark="The paper names no measure and no group to compare with. What it tells of demands, such as the lawyers' court cases "
        "(II, para. 7), it tells without their outcome.",
    )


@claim(
    "V-02",
    locator="V, para. 1; III, para. 2; IV, para. 11",
    kind="thesis",
    statement="Support groups for foreigners are not as dependent on the state as the common view has it.",
    asserted=holds(),
    discussed="05-conclusion#tab-theses",
)
def _not_dependent(tables: Tables) -> Observation | Untested:
    groups, six = tables["groups"], with_status(tables)
    paid = _named_partners(tables)
    paid = paid[paid["direction_of_payment"] == "government_pays"]
    payees = _groups_of(tables, paid)
    of_six = int(payees["group_id"].isin(six["group_id"]).sum())
    return needs(
        tables,
        "accounts",
        ["public_income"],
        "the public share of each group's income by year, and cases in which a group refused or lost public money.",
        evidence=[*records(tables, "partnerships", paid), *records(tables, "groups", payees)],
        remark=f"What is printed cuts both ways: named as paid by local governments, from which most of their new money comes, are "
        f"{of_six} of the {len(six)} NPO corporations, and {len(payees) - of_six} of the {len(groups) - len(six)} other groups. Local "
        "government is a part of the state.",
    )


@claim(
    "V-03",
    locator="V, para. 1; Table 1; Table 2; Table 3; Table 4; Table 5; Table 6",
    kind="share",
    statement="Few support groups have acquired NPO status.",
    asserted=few_of(79, "few of the groups"),
    discussed="05-conclusion#from-all-groups-to-npo-corporations",
)
def _few_of_all(tables: Tables) -> Observation:
    groups, six = tables["groups"], with_status(tables)
    blank = groups[groups["legal_form"] == "not_stated"]
    return Observation(
        between(len(six), len(six) + len(blank), f"{len(six)} of {len(groups)}, {len(blank)} cells blank"),
        rule=f"Rows of Tables 1 to 6 printed as NPO ({100 * len(six) / len(groups):.0f} per cent); blank cells count both ways. Few: fewer "
        "than half.",
        evidence=[*_listed("incorporation_outcomes", "O-70"), *records(tables, "groups", six), *records(tables, "groups", blank)],
    )


@claim(
    "V-04",
    locator="V, para. 1; III, para. 1",
    kind="share",
    statement="Few of the groups that no other legal form kept from it have acquired NPO status.",
    asserted=Possible(0, 49.9, "few: less than half"),
    discussed="05-conclusion#tab-composition",
)
def _few_of_those_who_could(tables: Tables) -> Observation:
    groups, six = tables["groups"], with_status(tables)
    free = groups[groups["legal_form"] == "none"]
    gone = free[(free["ended"] <= law_year(tables)).fillna(False)]
    unknown = groups[groups["legal_form"].isin(UNKNOWN_FORMS)]
    fewest, most = len(six) + len(free) - len(gone), len(six) + len(free) + len(unknown)
    low, high = 100 * len(six) / most, 100 * (len(six) + len(unknown)) / (fewest + len(unknown))
    plain = len(six) + len(free)
    could = groups[groups["legal_form"].isin(["npo_corporation", "none"])]
    shares = "; ".join(
        f"{category} {int((rows['legal_form'] == 'npo_corporation').sum())} of {len(rows)}"
        for category, rows in could.groupby("category", observed=True)
    )
    return Observation(
        between(round(low, 1), round(high, 1), f"{low:.0f} to {high:.0f} per cent"),
        rule=f"Groups printed as NPO or “None”: {len(six)} of {plain}. Those that had ended by the year of the law, and those whose "
        "form the tables do not tell, count both ways.",
        evidence=[*records(tables, "groups", could), *records(tables, "groups", unknown)],
        remark=f"By category: {shares}. These are few cases for a share: one group more or less moves it by {100 / plain:.0f} per cent.",
    )


@claim(
    "V-05",
    locator="V, para. 1; n. 4",
    kind="text against text",
    statement="The NPO law encourages civic groups' work in welfare.",
    asserted=holds(),
    discussed="05-conclusion#the-theses-one-by-one",
)
def _welfare_is_promoted(tables: Tables) -> Observation:
    return Observation(
        _area(tables, "welfare"),
        rule="Text against text: welfare is named in the list of areas of activity that the law promotes (n. 4).",
        evidence=[*_listed("incorporation_outcomes", "O-71"), *_areas(tables)],
        remark="That an area is listed shows the intention, not the effect.",
    )


@claim(
    "V-06",
    locator="V, para. 1; n. 4",
    kind="text against text",
    statement="The NPO law encourages civic groups' work in international cooperation.",
    asserted=holds(),
    discussed="05-conclusion#the-theses-one-by-one",
)
def _cooperation_is_promoted(tables: Tables) -> Observation:
    return Observation(
        _area(tables, "international cooperation"),
        rule="Text against text: international cooperation is named in the list of areas of activity that the law promotes (n. 4).",
        evidence=[*_listed("incorporation_outcomes", "O-71"), *_areas(tables)],
        remark="That an area is listed shows the intention, not the effect.",
    )


@claim(
    "V-07",
    locator="V, para. 1; n. 4",
    kind="text against text",
    statement="The NPO law encourages civic groups' work in international exchange.",
    asserted=holds(),
    discussed="05-conclusion#the-theses-one-by-one",
)
def _exchange_is_promoted(tables: Tables) -> Observation:
    return Observation(
        _area(tables, "exchange"),
        rule="Text against text: whether exchange is named in the list of areas of activity that the law promotes (n. 4). What is not "
        "named may fall under another area.",
        evidence=[*_listed("incorporation_outcomes", "O-71"), *_areas(tables)],
        remark="In section IV international exchange is a division of the council in Kanagawa, not a matter of the law.",
    )


@claim(
    "V-08",
    locator="V, para. 1; II, para. 12",
    kind="thesis",
    statement="The law has in fact encouraged grassroots activity in this field.",
    asserted=holds(),
    discussed="05-conclusion#what-would-change-ones-mind",
)
def _activity_was_encouraged(tables: Tables) -> Observation | Untested:
    groups, law = tables["groups"], law_year(tables)
    newer = groups[(groups["began"] > law).fillna(False)]
    corporations = int((newer["legal_form"] == "npo_corporation").sum())
    return needs(
        tables,
        "accounts",
        ["activity"],
        "the work of groups with and without the status, by year, before the law and after it.",
        evidence=[
            *_listed("incorporation_outcomes", "O-16", "O-35", "O-46", "O-71"),
            *_listed("events", "EV-35"),
            *records(tables, "groups", newer),
        ],
        remark=f"Section II says that the law made little difference to the number of groups. In the tables {len(newer)} begin after "
        f"{law}; NPO corporations among them: {corporations}. Of activity, growth is told of groups with the status and decline of some "
        "without.",
    )


@claim(
    "V-09",
    locator="V, para. 1; IV, para. 1",
    kind="text against text",
    statement="Under the law, local agencies of government grant incorporation.",
    asserted=holds(),
    discussed="05-conclusion#tab-theses",
)
def _local_agencies_certify(tables: Tables) -> Observation:
    provisions = tables["law_provisions"]
    rules = provisions[(provisions["law"] == "npo_law") & (provisions["kind"] == "certification")]
    certifying = rules[rules["provision"].str.contains("certifies")]
    local = certifying["provision"].str.contains("governor")
    text = f"{int(local.sum())} of {len(certifying)} authorities local"
    return Observation(
        holds(bool(local.any()), text),
        rule="Text against text: of the authorities that section IV names, at least one is local. The other, the head of a central agency, "
        "is that for groups with offices in two or more prefectures.",
        evidence=records(tables, "law_provisions", rules),
        remark="Which authority incorporated the six groups is not said; the tables print one place for each.",
    )


@claim(
    "V-10",
    locator="V, para. 1; IV, para. 1; n. 4",
    kind="thesis",
    statement="By giving this authority to local agencies, the law has carried decentralisation further.",
    asserted=holds(),
    discussed="05-conclusion#what-would-change-ones-mind",
)
def _decentralised(tables: Tables) -> Observation | Untested:
    provisions = tables["law_provisions"]
    earlier = provisions[provisions["law"] == "before_npo_law"]
    named = int(earlier["provision"].str.lower().str.contains("governor|prefect|minist").sum())
    return needs(
        tables,
        "law_provisions",
        ["authority"],
        "who granted incorporation before the law, and how each prefecture used the power that it has since.",
        evidence=[*records(tables, "law_provisions", earlier), *_listed("law_provisions", "L-20", "L-21", "L-23", "L-24", "L-25")],
        remark=f"Of the {len(earlier)} things that the paper says of incorporation before the law, {named or 'none'} name the "
        "authority: whether it was taken from the centre does not follow. To certify is also to supervise (III, para. 1).",
    )


@claim(
    "V-11",
    locator="V, para. 1; III, para. 2; III, para. 4; IV, para. 11",
    kind="count",
    statement="Local governments have formed partnerships with several groups.",
    asserted=at_least(3, "several"),
    discussed="05-conclusion#tab-theses",
)
def _several_partners(tables: Tables) -> Observation:
    ties = _named_partners(tables)
    partners = _groups_of(tables, ties)
    other = partners[partners["legal_form"] != "npo_corporation"]
    none = int((partners["legal_form"] == "none").sum())
    return Observation(
        exactly(len(partners), f"{len(partners)}: {short_names(tables, partners['group_id'])}"),
        rule="Groups named as serving a local government or as paid by one, at the time of writing. Several: more than two.",
        evidence=[*records(tables, "partnerships", ties), *records(tables, "groups", partners)],
        remark=f"{len(partners) - len(other)} are NPO corporations and {len(other)} otherwise incorporated; partners named without any "
        f"legal form: {none}. Of some concerned citizens' groups it is said that they receive local money (II, para. 8).",
    )


@claim(
    "V-12",
    locator="V, para. 1; III, para. 4; IV, para. 9; IV, para. 11",
    kind="share",
    statement="What the groups do in these partnerships are public services for foreign residents.",
    asserted=all_of(4),
    discussed="04-partnerships-and-membership-rules#tab-partnerships",
)
def _services_for_foreign_residents(tables: Tables) -> Observation:
    ties = _named_partners(tables)
    ties = ties[ties["kind"].isin(SERVING) & ties["service"].notna()]
    foreign = ties["service"].str.lower().str.contains("foreign|translation")
    told = ties.groupby("group_id")["service"].first().index
    expressly = ties[foreign]["group_id"].nunique()
    others = set(told) - set(ties[foreign]["group_id"])
    return Observation(
        between(expressly, len(told), f"{expressly} of {len(told)} expressly"),
        rule="Groups with a service named, counted if it is for foreign people or is translation; the others count both ways: "
        f"{short_names(tables, others) or 'none'}.",
        evidence=[*records(tables, "partnerships", ties), *records(tables, "groups", _groups_of(tables, ties))],
        remark="The others serve women. By Table 3 the communities that they serve are foreign; the text does not say whether that is "
        "what the governments pay for.",
    )


@claim(
    "V-13",
    locator="V, para. 1; IV, para. 2; IV, para. 4",
    kind="order in time",
    statement="Partnerships with local governments are a consequence of the law, and so younger than it.",
    asserted=exactly(0, "none before the law"),
    discussed="04-partnerships-and-membership-rules#in-order-of-time",
)
def _partnerships_before_the_law(tables: Tables) -> Observation:
    every, serving, law = around_the_law(tables), around_the_law(tables, SERVING), law_year(tables)
    return Observation(
        every.older,
        rule=f"Ties said to go back to before the law, or dated {law} or earlier (the dated ones are of February). Undated ones count "
        "both ways.",
        evidence=[
            *records(tables, "partnerships", every.ties),
            *_listed("events", "EV-24", "EV-36", "EV-40"),
            *records(tables, "groups", _groups_of(tables, every.ties)),
        ],
        readings=[
            Reading(f"only services for a government count, not support, advice or talks: {serving.older.text}", serving.older),
        ],
        remark="Section IV itself says that many groups had support before the law, and that cooperation has grown since 1996. If the "
        "law is said to strengthen what there was, these ties do not speak against it.",
    )


@claim(
    "V-14",
    locator="V, para. 1; IV, para. 2",
    kind="thesis",
    statement="It is in progressive areas that local governments form such partnerships.",
    asserted=holds(),
    discussed="05-conclusion#what-would-change-ones-mind",
)
def _progressive_areas(tables: Tables) -> Observation | Untested:
    partners = _groups_of(tables, _named_partners(tables))
    places = partners["location"].value_counts()
    spread = ", ".join(f"{place} {places[place]}" for place in places.index)
    return needs(
        tables,
        "prefectures",
        ["progressive"],
        "what makes a local government progressive, measured apart from such partnerships, and prefectures of other kinds.",
        evidence=records(tables, "groups", partners),
        remark=f"Groups named as partners: {spread}. There is no third prefecture, and the tables hold no feature of the two.",
    )


@claim(
    "V-15",
    locator="V, para. 1; IV, para. 4; IV, para. 5; IV, para. 8",
    kind="order in time",
    statement="Local governments formed partnerships first, and then sought ideas for institutions from these groups.",
    asserted=holds(),
    discussed="04-partnerships-and-membership-rules#in-order-of-time",
)
def _ideas_after_services(tables: Tables) -> Observation:
    partnerships = _with_governments(tables)
    serving = partnerships[partnerships["kind"].isin(SERVING) & (partnerships["status"] == "active")]
    advising = partnerships[partnerships["kind"].isin(ADVISING)]
    served, heard = serving["since"].min(), advising["since"].min()
    in_order = bool(pd.notna(served) and pd.notna(heard) and served < heard)
    undated = int(serving["since"].isna().sum())
    text = f"earliest service dated {served}, earliest talks {heard}"
    return Observation(
        holds(in_order, text),
        rule="The earliest year given for a service to a government, against that for talks in which officials hear groups.",
        evidence=[
            *records(tables, "partnerships", serving),
            *records(tables, "partnerships", advising),
            *_listed("events", "EV-24", "EV-33"),
            *records(tables, "groups", _groups_of(tables, pd.concat([serving, advising]))),
        ],
        readings=[
            Reading(
                f"services without a year, {undated} of {len(serving)}, may be older than the talks.",
                open_question(text) if undated else holds(in_order, text),
            )
        ],
        remark="For MIC Kanagawa, the one case told in full, the order is the reverse: advice first, then the service.",
    )


@claim(
    "V-16",
    locator="V, para. 1; IV, para. 5; IV, para. 8",
    kind="text against text",
    statement="Local governments take ideas for new institutions from the groups.",
    asserted=at_least(1, "some"),
    discussed="04-partnerships-and-membership-rules#how-mic-kanagawa-came-about",
)
def _whose_idea(tables: Tables) -> Observation:
    beginnings = {"EV-33": "the NGO council", "EV-56": "MIC Kanagawa"}
    from_groups = [name for key, name in beginnings.items() if "Government" not in str(tables.record("events", key)["actor"])]
    return Observation(
        exactly(len(from_groups), f"{len(from_groups)} of {len(beginnings)}" + (f": {', '.join(from_groups)}" if from_groups else "")),
        rule="Text against text: the two new institutions that section IV describes, by who is said to have had the idea.",
        evidence=[
            *_listed("events", *beginnings),
            *_listed("partnerships", "P-15", "P-16"),
            *_listed("interviews", "IW-14", "IW-16"),
            *_listed("groups", "T4-02", "T4-10", "T4-19"),
        ],
        remark="That of the NGO council came from officials (IV, para. 5). How many proposals of groups led nowhere is not told.",
    )


@claim(
    "V-17",
    locator="V, para. 1; IV, para. 9; IV, para. 10",
    kind="text against text",
    statement="Local governments work closely with Japanese activists in carrying these ideas out.",
    asserted=at_least(1, "some"),
    discussed="04-partnerships-and-membership-rules#how-mic-kanagawa-came-about",
)
def _carried_out_together(tables: Tables) -> Observation:
    ties = _named_partners(tables)
    shared = ties[ties["kind"].isin(SERVING) & ties["service"].str.contains("with welfare personnel", regex=False).fillna(False)]
    partners = _groups_of(tables, shared)
    return Observation(
        exactly(len(partners), f"{len(partners)}: {short_names(tables, partners['group_id'])}" if len(partners) else "none"),
        rule="Services of a group for a local government in which staff of that government are said to take part.",
        evidence=[*records(tables, "partnerships", shared), *records(tables, "groups", partners)],
        remark="One case, in one prefecture; how close the work is, is told by the participants.",
    )


@claim(
    "V-18",
    locator="V, para. 1; III, para. 4; IV, para. 8; IV, para. 11",
    kind="thesis",
    statement="Groups shape the state instead of being moulded by it.",
    asserted=holds(),
    discussed="05-conclusion#tab-theses",
)
def _who_shapes_whom(tables: Tables) -> Observation:
    partnerships, outcomes = tables["partnerships"], tables["incorporation_outcomes"]
    provisions = tables["law_provisions"]
    upward = partnerships[partnerships["kind"].isin(ADVISING)]
    urged = partnerships[partnerships["kind"] == "recommendation"]
    preferred = outcomes[(outcomes["aspect"] == "selection_for_partnership") & (outcomes["applies_to"] == "all_incorporated")]
    duties = provisions[(provisions["law"] == "npo_law") & (provisions["kind"] == "duty")]
    downward = len(urged) + len(preferred) + len(duties)
    text = f"{len(upward)} records of groups advising officials, {downward} of officials shaping groups"
    return Observation(
        open_question(text) if len(upward) and downward else holds(bool(len(upward)), text),
        rule="Ties in which groups are heard by officials, against a request to incorporate, a preference for incorporated groups, and "
        "duties to the authority. Both there: the statement is open.",
        evidence=[
            *records(tables, "partnerships", upward),
            *records(tables, "partnerships", urged),
            *records(tables, "incorporation_outcomes", preferred),
            *records(tables, "law_provisions", duties),
            *records(tables, "groups", _groups_of(tables, pd.concat([upward, urged]))),
        ],
        remark="Numbers of records are not weights. Asking Mizula to incorporate and preferring the incorporated is near the selective "
        "promotion that the introduction calls moulding, one level of government down.",
    )


@claim(
    "V-19",
    locator="V, para. 1; IV, para. 7; IV, para. 12",
    kind="thesis",
    statement="Groups and local governments together redefine the rules of membership.",
    asserted=holds(),
    discussed="04-partnerships-and-membership-rules#what-redefining-membership-rules-means-here",
)
def _membership_rules(tables: Tables) -> Observation | Untested:
    positions = tables["ministry_positions"]
    local = positions[positions["level"] == "local"]
    return needs(
        tables,
        "law_provisions",
        ["changed_at_request_of"],
        "a written rule on who is entitled to what, before and after, which a local government changed after a group had asked for it.",
        evidence=[*records(tables, "ministry_positions", local), *_listed("councils", "C-01", "C-02")],
        remark="No rule that changed is printed. Services are given whatever the status; the paper itself says that a government cannot "
        "give undocumented people a place in its deliberations (IV, para. 7). Whether a service makes its user a member is a matter of "
        "definition.",
    )


@claim(
    "V-20",
    locator="V, para. 1; IV, para. 8; IV, para. 10; IV, para. 12",
    kind="thesis",
    statement="Groups and local governments together redefine what the state is responsible for.",
    asserted=holds(),
    discussed="04-partnerships-and-membership-rules#what-redefining-membership-rules-means-here",
)
def _state_responsibilities(tables: Tables) -> Observation | Untested:
    partnerships, law = _with_governments(tables), law_year(tables)
    newer = partnerships[
        partnerships["kind"].isin(SERVING) & (partnerships["since"] > law).fillna(False) & (partnerships["status"] == "active")
    ]
    names = short_names(tables, newer["group_id"].dropna().unique())
    return needs(
        tables,
        "partnerships",
        ["duty_of_government"],
        "whether a government is bound to the service, what it spends on it, and what it did before.",
        evidence=[*records(tables, "partnerships", newer), *records(tables, "groups", _groups_of(tables, newer))],
        remark=f"Services dated after the law: those of {names}. They are done by volunteers and save the prefecture money (IV, para. "
        "10), which can be read as a responsibility taken on or as one handed over.",
    )
