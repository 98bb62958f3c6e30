"""The claims of section IV: partnerships and membership rules, and its footnotes."""

from __future__ import annotations

import pandas as pd

from supportgroups.audit.claims import Observation, Reading, Record, Untested, claim, records
from supportgroups.audit.readings import SERVING, endings, law_in_force, paid_groups, ties_with_groups
from supportgroups.audit.tables import Tables
from supportgroups.audit.untested import needs
from supportgroups.audit.values import (
    about,
    all_of,
    at_least,
    at_most,
    between,
    exactly,
    found,
    holds,
    more_than,
    most_of,
    open_question,
    year,
)

_PAGE = "04-partnerships-and-membership-rules"
_TIES = f"{_PAGE}#who-does-what-for-whom"
_COUNCILS = f"{_PAGE}#two-councils-in-kanagawa"
_MIC = f"{_PAGE}#how-mic-kanagawa-came-about"
_MINISTRIES = f"{_PAGE}#the-ministries"
_IN_TIME = f"{_PAGE}#in-order-of-time"
_MEMBERSHIP = f"{_PAGE}#what-redefining-membership-rules-means-here"
_OPEN = f"{_PAGE}#what-could-not-be-tested"
_ENDINGS = "02-support-groups#endings"

_SHARE, _MF_MASH, _TOSHC, _MIC_KANAGAWA = "T4-02", "T4-10", "T4-06", "T4-19"
_HELP, _MIZULA, _SAALAA, _KALABAW = "T3-04", "T3-06", "T3-07", "T6-07"
_PANELS = ("P-17", "P-18", "P-19")


def _groups(*identifiers: str) -> list[Record]:
    return [Record("groups", identifier) for identifier in identifiers]


def _some(table: str, *keys: str) -> list[Record]:
    return [Record(table, key) for key in keys]


def _on(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"


def _npo_corporations(tables: Tables) -> pd.DataFrame:
    groups = tables["groups"]
    return groups[groups["legal_form"] == "npo_corporation"]


def _named_recipients(tables: Tables) -> list[str]:
    """Return the groups of which the paper says, by name, that a local government pays them."""
    return sorted(paid_groups(tables)["group_id"])


def _named_as_paid_in_section_iii(tables: Tables) -> pd.DataFrame:
    outcomes = tables["incorporation_outcomes"]
    return outcomes[(outcomes["aspect"] == "funding_source") & outcomes["group_id"].notna()]


def _dated_steps(tables: Tables) -> pd.DataFrame:
    """Return the dated steps of section IV; the panels of one meeting are part of that meeting."""
    events = tables["events"]
    steps = events[(events["section"] == "IV") & events["date"].notna()]
    return steps[~(steps["date"].str.len().eq(10) & steps["group_id"].notna())]


# --- paragraph 1: what the law does ---


@claim(
    "IV-01",
    locator="IV, para. 1",
    kind="superlative",
    statement="Nowhere does the NPO Law of 1998 change more than in partnerships between groups and local governments.",
    asserted=holds(),
    discussed=_OPEN,
)
def _greatest_effect(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "partnerships_by_year",
        ["partnerships"],
        "the number of partnerships before and after the law, and a measure of its effect in other fields to compare with.",
        evidence=_some("incorporation_outcomes", "O-60"),
        remark="The paper names partnerships, but dates few of them.",
    )


@claim(
    "IV-02",
    locator="IV, para. 1",
    kind="text against text",
    statement="The NPO Law is a law of 1998.",
    asserted=year(1998),
    discussed=_IN_TIME,
)
def _year_of_the_law(tables: Tables) -> Observation:
    day = law_in_force(tables)
    return Observation(
        year(day.year), rule=f"Text against text: the law came into force on {_on(day)} (n. 4).", evidence=_some("events", "EV-31", "EV-40")
    )


@claim(
    "IV-03",
    locator="IV, para. 1",
    kind="thesis",
    statement="Through the law, local governments can do more for residents at no greater cost to themselves.",
    asserted=holds(),
    discussed=_OPEN,
)
def _no_heavier_burden(tables: Tables) -> Observation | Untested:
    paid = _named_recipients(tables)
    return needs(
        tables,
        "local_government_spending",
        ["yen"],
        "what local governments spent on these services before and after the law, and what the services would have cost without groups.",
        evidence=[*_some("incorporation_outcomes", "O-61", "O-62"), *_groups(*paid)],
        remark=f"The paper names {len(paid)} groups that local governments pay, and no amount for any of them.",
    )


@claim(
    "IV-04",
    locator="IV, para. 1",
    kind="text against text",
    statement="A prefecture's governor certifies NPO corporations; one with offices in two or more prefectures goes to the head of a "
    "central agency.",
    asserted=holds(),
    discussed=_OPEN,
)
def _who_certifies(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "law_provisions",
        ["text_of_the_law"],
        "the text of the law in each of its versions, and a list of the central agencies by date.",
        evidence=_some("law_provisions", "L-20", "L-21"),
        remark="The tables print neither offices nor the authority that certified a group.",
    )


@claim(
    "IV-05",
    locator="IV, para. 1",
    kind="universal",
    statement="Certification follows rules that each prefecture makes for itself, without instruction from a minister.",
    asserted=holds(),
    discussed=_OPEN,
)
def _own_regulations(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "law_provisions",
        ["text_of_the_law"],
        "the text of the law, and the regulations of the prefectures.",
        evidence=_some("law_provisions", "L-21", "L-22", "L-23"),
        remark="By the sentence before, part of the corporations are certified centrally and under guidelines made there.",
    )


# --- paragraphs 2 and 3: local governments and groups before the law, and apart from it ---


@claim(
    "IV-06",
    locator="IV, para. 2",
    kind="order in time",
    statement="Many groups have help from local governments before the NPO Law is passed.",
    asserted=at_least(2, "many: more than one"),
    discussed=_TIES,
)
def _support_before_the_law(tables: Tables) -> Observation:
    law = law_in_force(tables)
    groups, ties = tables["groups"], ties_with_groups(tables)
    older = groups[groups["began"].isna() | (groups["began"] <= law.year).fillna(True)]
    early = ties[(ties["before_incorporation"] == "yes") & ties["kind"].isin([*SERVING, "financial_support", "support"])]
    names = early["group_name"].unique()
    certain = int((early["since"] < law.year).fillna(False).sum())
    return Observation(
        between(certain, len(older), f"{certain} to {len(older)}"),
        rule=f"The lower figure counts groups for which help before {law.year} is dated; the upper one every group that is not known to be "
        f"younger than the law. Help before its own incorporation is told, without a year, of {', '.join(names)}.",
        evidence=[*records(tables, "partnerships", early), *_some("partnerships", "P-21"), *_groups(*early["group_id"].unique())],
        remark="In what the help consisted is not said.",
    )


@claim(
    "IV-07",
    locator="IV, para. 2",
    kind="text against text",
    statement="Local officials have activists come and speak to them.",
    asserted=at_least(2, "activists, more than one"),
    discussed=_TIES,
)
def _invited_to_speak(tables: Tables) -> Observation:
    ties = tables.indexed("partnerships").loc[list(_PANELS)]
    return Observation(
        exactly(int(ties["group_id"].nunique())),
        rule="Text against text: activists whom paragraph 4 names as taking part in panels of a seminar held by a local government.",
        evidence=[*_some("partnerships", "P-22", *_PANELS), *_groups(*ties["group_id"])],
        remark="That is one occasion; offices and study groups are not named.",
    )


@claim(
    "IV-08",
    locator="IV, para. 2",
    kind="text against text",
    statement="Some local officials join groups; two volunteers of Saalaa, who sit on its executive committee, are officials.",
    asserted=at_least(2, "some: two or more"),
    discussed=_TIES,
)
def _officials_in_groups(tables: Tables) -> Observation:
    ties = ties_with_groups(tables)
    personnel = ties[ties["kind"] == "personnel"]
    officials = int(tables.record("text_figures", "F-16")["value"]) if len(personnel) else 0
    return Observation(
        exactly(officials),
        rule=f"Text against text: the general statement against the officials counted, in {len(personnel)} named group.",
        evidence=[*_some("text_figures", "F-16"), *records(tables, "partnerships", personnel), *_groups(_SAALAA)],
        remark="The two are called government officials; of which government is not said. Nothing else is printed about other groups.",
    )


@claim(
    "IV-09",
    locator="IV, para. 2",
    kind="text against text",
    statement="Local governments in places like Kanagawa have groups do services for them.",
    asserted=at_least(2, "groups, more than one"),
    discussed=_TIES,
)
def _services_in_kanagawa(tables: Tables) -> Observation:
    ties = ties_with_groups(tables)
    groups = tables.indexed("groups")
    local = ties[ties["kind"].isin(SERVING) & (ties["government_level"] != "public_hospitals") & ties["service"].notna()]
    there = local[local["group_id"].map(groups["location"]).eq("Kanagawa")]
    return Observation(
        exactly(int(there["group_id"].nunique())),
        rule="Groups located in Kanagawa of which the paper names a service for a government: "
        f"{', '.join(sorted(there['group_name'].unique()))}.",
        evidence=[*records(tables, "partnerships", there), *_groups(*there["group_id"].unique())],
    )


@claim(
    "IV-10",
    locator="IV, para. 2",
    kind="thesis",
    statement="Giving services to groups is to the financial advantage of these local governments.",
    asserted=holds(),
    discussed=_OPEN,
)
def _outsourcing_pays(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "local_government_spending",
        ["yen_by_service"],
        "what each service costs when a group does it, and when the government does.",
        evidence=_some("partnerships", "P-01", "P-04", "P-13", "P-23"),
        remark="Where the paper speaks of outsourcing it gives no price.",
    )


@claim(
    "IV-11",
    locator="IV, para. 2; IV, para. 3; n. 25",
    kind="thesis",
    statement="Groups serve foreign workers better than public welfare centres do, and local institutions would have much more to bear "
    "without them.",
    asserted=holds(),
    discussed=_OPEN,
)
def _burden_without_groups(tables: Tables) -> Observation | Untested:
    day = tables.record("interviews", "IW-13")["date"]
    first = int(_npo_corporations(tables)["npo_since"].min())
    return needs(
        tables,
        "consultations",
        ["cases"],
        "cases handled by groups and by public centres, with their outcomes and costs.",
        evidence=_some("interviews", "IW-13"),
        remark=f"It rests on one official, interviewed on {_on(day)}; the first of the six NPO corporations has the status from {first}.",
    )


@claim(
    "IV-12",
    locator="IV, para. 3",
    kind="text against text",
    statement="Several local governments depart from national policy on undocumented workers.",
    asserted=at_least(2, "some, in the plural"),
    discussed=_MEMBERSHIP,
)
def _some_local_governments(tables: Tables) -> Observation:
    positions = tables["ministry_positions"]
    apart = positions[(positions["level"] == "local") & (positions["position"] == "serves_regardless_of_status")]
    return Observation(
        at_least(1, "1 named, as an example") if len(apart) else exactly(0, "none named"),
        rule="Governments that the section describes as departing from the centre: Kanagawa, as an example of others without names.",
        evidence=records(tables, "ministry_positions", apart),
        remark="Which national rule a local government broke is not said.",
    )


# --- paragraph 4: seminars in Tokyo ---


@claim(
    "IV-13",
    locator="IV, para. 4",
    kind="date",
    statement="Cooperation between groups and local governments takes institutional forms from 1996 on.",
    asserted=year(1996),
    discussed=_IN_TIME,
)
def _since_1996(tables: Tables) -> Observation:
    steps = _dated_steps(tables)
    steps = steps[steps["kind"].isin(["cooperation", "council"]) & (steps["date_relation"] != "since")]
    years = steps["date"].str[:4].astype(int)
    first = int(years.min())
    law = law_in_force(tables)
    return Observation(
        at_most(first, f"{first} at the latest"),
        rule="The earliest seminar, meeting or council to which the section gives a date of its own. Whether the seminars began before "
        "that is not said.",
        evidence=[*_some("events", "EV-24"), *records(tables, "events", steps[years == first])],
        remark=f"The date lies before the NPO Law ({law.year}); and the same paragraph reports that the seminars of Tokyo came to an end.",
    )


@claim(
    "IV-14",
    locator="IV, para. 4",
    kind="order in time",
    statement="Tokyo holds seminars for officials and activists until Ishihara Shintaro becomes governor.",
    asserted=holds(),
    discussed=_IN_TIME,
)
def _until_the_election(tables: Tables) -> Observation | Untested:
    seminar, election = tables.record("events", "EV-29"), tables.record("events", "EV-54")
    evidence = _some("events", "EV-29", "EV-54")
    if pd.isna(election["date"]):
        return Untested("the date of the election, and of the last seminar.", evidence, f"One seminar is dated: {seminar['date_printed']}.")
    return Observation(
        holds(str(seminar["end_date"])[:4] <= str(election["date"])[:4]),
        rule=f"The dated seminar, of {seminar['date_printed']}, comes before the election.",
        evidence=evidence,
    )


@claim(
    "IV-15",
    locator="IV, para. 4",
    kind="date",
    statement="The meeting of 13 and 14 February 1998 belongs to the seminar of 1997–1998.",
    asserted=between(1997, 1998, "1997 to 1998"),
    discussed=_IN_TIME,
)
def _meeting_within_the_seminar(tables: Tables) -> Observation:
    meeting = tables.record("events", "EV-36")
    return Observation(
        year(int(str(meeting["date"])[:4])),
        rule="The year of the meeting lies within the years of the seminar.",
        evidence=_some("events", "EV-29", "EV-36"),
        remark=f"It precedes the NPO Law, in force from {_on(law_in_force(tables))}.",
    )


@claim(
    "IV-16",
    locator="IV, para. 4",
    kind="text against text",
    statement="Topics of the seminar of 1997–1998 include medical services, consultation, and the immigration system.",
    asserted=exactly(3),
    discussed=_TIES,
)
def _topics_and_panels(tables: Tables) -> Observation:
    services = tables.indexed("partnerships").loc[list(_PANELS), "service"]
    topics = ("medical", "consultation", "immigration")
    with_panel = sum(bool(services.str.contains(topic).any()) for topic in topics)
    return Observation(
        exactly(with_panel),
        rule=f"Text against text: those of the {len(topics)} topics that have a panel of their own in the next sentence.",
        evidence=_some("partnerships", *_PANELS),
    )


@claim(
    "IV-17",
    locator="IV, para. 4",
    kind="text against table",
    statement="SHARE, OC Net and APFS are at work in February 1998, when activists of theirs speak on panels.",
    asserted=all_of(3),
    discussed=_TIES,
)
def _groups_of_the_speakers(tables: Tables) -> Observation:
    ties, groups = tables.indexed("partnerships").loc[list(_PANELS)], tables.indexed("groups")
    when = int(str(tables.record("events", "EV-36")["date"])[:4])
    listed = groups.loc[[key for key in ties["group_id"].dropna() if key in groups.index]]
    at_work = listed[(listed["began"] <= when).fillna(False) & (listed["ended"].isna() | (listed["ended"] >= when).fillna(False))]
    return Observation(
        found(len(at_work), len(ties)),
        rule=f"Groups of the three speakers that the tables list with a beginning in {when} or before and no end before it.",
        evidence=[*_some("events", "EV-37", "EV-38", "EV-39"), *records(tables, "groups", listed)],
    )


@claim(
    "IV-18",
    locator="IV, para. 4; IV, para. 8",
    kind="text against table",
    statement="SHARE and MF-MASH are medical groups.",
    asserted=all_of(2),
    discussed=_MIC,
)
def _medical_leaders(tables: Tables) -> Observation:
    both = tables.indexed("groups").loc[[_SHARE, _MF_MASH]]
    elsewhere = both.loc[both["location"] != "Kanagawa", "name_en"]
    return Observation(
        found(int((both["category"] == "medical").sum()), len(both)),
        rule="Groups that stand in the table of medical groups.",
        evidence=_groups(_SHARE, _MF_MASH),
        remark=f"The table puts {' and '.join(elsewhere)} outside Kanagawa, advised in paragraph 8." if len(elsewhere) else "",
    )


# --- paragraphs 5 to 7: two councils ---


@claim(
    "IV-19",
    locator="IV, para. 5",
    kind="order in time",
    statement="Kanagawa sets up its council of NGOs at about the time when the NPO Law takes effect.",
    asserted=at_most(1, "at most a year apart"),
    discussed=_COUNCILS,
)
def _council_and_law(tables: Tables) -> Observation:
    council, law = tables.record("councils", "C-02"), law_in_force(tables)
    day = tables.record("interviews", "IW-14")["date"]
    apart = abs(int(council["created"]) - law.year)
    relation = "the very day" if day == law else f"{abs((day - law).days)} days {'before' if day < law else 'after'} the day"
    return Observation(
        exactly(apart, "the same year" if apart == 0 else f"{apart} years apart"),
        rule="Year of the council against the year in which the law came into force.",
        evidence=[*_some("councils", "C-02"), *_some("events", "EV-33", "EV-40"), *_some("interviews", "IW-14")],
        remark=f"The official in charge explained the council on {_on(day)} (n. 26), {relation} on which the law came into force: the plan "
        "can owe nothing to the law in operation.",
    )


@claim(
    "IV-20",
    locator="IV, para. 5; n. 26; n. 27",
    kind="date",
    statement="Kanagawa creates both councils, of foreign residents and of NGOs, in 1998.",
    asserted=year(1998),
    discussed=_COUNCILS,
)
def _year_of_the_councils(tables: Tables) -> Observation:
    day = tables.record("interviews", "IW-14")["date"]
    return Observation(
        at_most(day.year, f"{day.year} or before"),
        rule=f"Text against text: an official already in charge of the council spoke of its origin on {_on(day)}.",
        evidence=[*_some("councils", "C-01", "C-02"), *_some("interviews", "IW-14"), *_some("events", "EV-32", "EV-33")],
        remark="The booklet on both councils that note 27 cites is of 1998, too.",
    )


@claim(
    "IV-21",
    locator="IV, para. 5",
    kind="superlative",
    statement="The idea of a council of NGOs comes first from officials of the prefecture.",
    asserted=holds(),
    discussed=_COUNCILS,
)
def _whose_idea(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "council_minutes",
        ["proposer"],
        "papers of the prefecture from before the council, and the groups' own account of how it came about.",
        evidence=_some("interviews", "IW-14"),
        remark="The only source cited for it is the official in charge.",
    )


@claim(
    "IV-22",
    locator="IV, para. 5; n. 26",
    kind="text against text",
    statement="The idea is that of the Foreign Affairs Division, whose official is cited.",
    asserted=holds(text="Foreign Affairs Division"),
    discussed=_COUNCILS,
)
def _division_or_section(tables: Tables) -> Observation:
    organisation = str(tables.record("interviews", "IW-14")["organisation"])
    unit = organisation.partition("Government’s ")[2]
    return Observation(
        holds(unit == "Foreign Affairs Division", unit),
        rule="Text against text: the unit that the note names.",
        readings=[
            Reading(
                "“Division” and “Section” may render one Japanese word; the rest of the name is the same.",
                holds(unit.startswith("Foreign Affairs")),
            )
        ],
        evidence=_some("interviews", "IW-14"),
    )


@claim(
    "IV-23",
    locator="IV, para. 5; IV, para. 6",
    kind="arithmetic",
    statement="The council of NGOs has ten members, three in each of three divisions and one in the fourth.",
    asserted=exactly(10),
    discussed=f"{_PAGE}#tab-seats",
)
def _seats_by_division(tables: Tables) -> Observation:
    divisions = tables["council_divisions"]
    seats = divisions.loc[divisions["council_id"] == "C-02", "seats"]
    return Observation(
        exactly(int(seats.sum()), f"{' + '.join(str(number) for number in seats)} = {seats.sum()}"),
        rule="Sum of the seats of its divisions.",
        evidence=[*_some("councils", "C-02"), *records(tables, "council_divisions", divisions)],
    )


@claim(
    "IV-24",
    locator="IV, para. 5",
    kind="arithmetic",
    statement="Six women and four men are chosen for the ten seats of the first council of NGOs.",
    asserted=exactly(10),
    discussed=f"{_PAGE}#tab-seats",
)
def _women_and_men(tables: Tables) -> Observation:
    council = tables.record("councils", "C-02")
    women, men = int(council["women"]), int(council["men"])
    return Observation(
        exactly(women + men, f"{women} + {men} = {women + men}"), rule="Sum of women and men.", evidence=_some("councils", "C-02")
    )


@claim(
    "IV-25",
    locator="IV, para. 5",
    kind="text against text",
    statement="The council of NGOs works in four divisions.",
    asserted=exactly(4),
    discussed=f"{_PAGE}#tab-seats",
)
def _divisions(tables: Tables) -> Observation:
    divisions = tables["council_divisions"]
    named = divisions[divisions["council_id"] == "C-02"]
    return Observation(
        exactly(len(named)),
        rule="Text against text: the divisions that it names.",
        evidence=[*_some("text_figures", "F-17"), *records(tables, "council_divisions", named)],
    )


@claim(
    "IV-26",
    locator="IV, para. 5",
    kind="universal",
    statement="Each of the ten members comes from another NGO.",
    asserted=exactly(10, "10 different NGOs"),
    discussed=_COUNCILS,
)
def _ten_ngos(tables: Tables) -> Observation:
    members, seats = tables["council_members"], int(tables.record("councils", "C-02")["seats"])
    first = members[(members["council_id"] == "C-02") & (members["term"] == "first")]
    named = int(first["organisation"].nunique())
    return Observation(
        between(named, named + seats - len(first)),
        rule=f"Of the first council {len(first)} of {seats} members is named; the lower figure counts the NGOs named, the upper one gives "
        "each other member one more.",
        evidence=[*_some("councils", "C-02"), *records(tables, "council_members", first), *_groups(*first["group_id"].dropna())],
    )


@claim(
    "IV-27",
    locator="IV, para. 5",
    kind="text against table",
    statement="Mizula, which has a member in the first council, is a group for women.",
    asserted=holds(),
    discussed=_COUNCILS,
)
def _mizula_in_the_council(tables: Tables) -> Observation:
    mizula, created = tables.record("groups", _MIZULA), int(tables.record("councils", "C-02")["created"])
    there = mizula["category"] == "women" and mizula["location"] == "Kanagawa" and mizula["began"] <= created
    return Observation(
        holds(bool(there)),
        rule=f"Its row stands in the table of groups for women, in Kanagawa, with a beginning in {mizula['began']}, before the council.",
        evidence=[*_some("council_members", "CM-01"), *_groups(_MIZULA)],
        remark=f"At that time the group was not an NPO corporation; it has the status from {mizula['npo_since']}.",
    )


@claim(
    "IV-28",
    locator="IV, para. 5",
    kind="text against table",
    statement="Kalabaw-no-kai, with a member in the council at the time of writing, is at work.",
    asserted=holds(),
    discussed=_COUNCILS,
)
def _kalabaw_in_the_council(tables: Tables) -> Observation:
    kalabaw = tables.record("groups", _KALABAW)
    there = kalabaw["location"] == "Kanagawa" and pd.isna(kalabaw["ended"])
    return Observation(
        holds(bool(there)),
        rule="The tables list it in Kanagawa and print no end.",
        evidence=[*_some("council_members", "CM-02"), *_groups(_KALABAW)],
        remark="It is unincorporated: a seat in the council does not depend on NPO status." if kalabaw["legal_form"] == "none" else "",
    )


@claim(
    "IV-29",
    locator="IV, para. 6",
    kind="count",
    statement="The council of foreign residents has 20 members.",
    asserted=exactly(20),
    discussed=f"{_PAGE}#tab-councils",
)
def _twenty_members(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "council_rules",
        ["seats"],
        "the rules of the council, or a list of its members.",
        evidence=_some("councils", "C-01"),
        remark="The figure is given once; no sum or list stands against it.",
    )


@claim(
    "IV-30",
    locator="IV, para. 6",
    kind="order in time",
    statement="With the link of the two councils, Kanagawa begins to experiment with institutions.",
    asserted=year(1998),
    discussed=_IN_TIME,
)
def _beginning_in_kanagawa(tables: Tables) -> Observation:
    steps = _dated_steps(tables)
    there = steps[steps["actor"].str.contains("Kanagawa", na=False)]
    first = int(there["date"].str[:4].astype(int).min())
    return Observation(
        year(first),
        rule=f"The earliest of the {len(there)} dated steps in Kanagawa is that of the councils.",
        evidence=records(tables, "events", there),
        remark="Undated ties may be older: Mizula had public money before its incorporation (III, para. 4).",
    )


@claim(
    "IV-31",
    locator="IV, para. 6; IV, para. 7",
    kind="thesis",
    statement="Through activists in the council of NGOs, undocumented foreigners are heard.",
    asserted=holds(),
    discussed=_MEMBERSHIP,
)
def _voice(tables: Tables) -> Observation | Untested:
    members = tables["council_members"]
    groups = list(members["group_id"].dropna())
    return needs(
        tables,
        "council_minutes",
        ["subject"],
        "the members of both terms with their groups, and the minutes: who spoke for undocumented people, and what followed.",
        evidence=[*records(tables, "council_members", members), *_groups(*groups)],
        remark=f"{len(members)} members are named, of different terms. The tables print nationalities of those served, not their status.",
    )


@claim(
    "IV-32",
    locator="IV, para. 7",
    kind="superlative",
    statement="Kanagawa's arrangement of two councils is highly innovative among advanced industrial societies.",
    asserted=holds(),
    discussed=_MEMBERSHIP,
)
def _innovative(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "councils_elsewhere",
        ["created"],
        "councils of foreign residents and of NGOs in other countries, with their dates and powers.",
        evidence=_some("councils", "C-01", "C-02"),
        remark="The paper compares with one council, that of Kawasaki.",
    )


# --- paragraphs 8 to 10: MIC Kanagawa ---


@claim(
    "IV-33",
    locator="IV, para. 8; n. 28",
    kind="order in time",
    statement="The appeal out of which MIC Kanagawa grows is made in 2001, before it.",
    asserted=at_least(0, "the appeal first"),
    discussed=f"{_PAGE}#tab-mic",
)
def _appeal_before_founding(tables: Tables) -> Observation:
    appeal = int(str(tables.record("events", "EV-41")["date"])[:4])
    began = int(tables.record("groups", _MIC_KANAGAWA)["began"])
    years = began - appeal
    return Observation(
        exactly(years, f"{abs(years)} year{'' if abs(years) == 1 else 's'} {'before' if years >= 0 else 'after'} the founding"),
        rule=f"Year of the appeal ({appeal}) against the year in which the table lets the group begin ({began}).",
        evidence=[*_some("events", "EV-41", "EV-55", "EV-56"), *_groups(_MIC_KANAGAWA)],
        remark="The order fits; that the one caused the other rests on an interview with an official (n. 28).",
    )


@claim(
    "IV-34",
    locator="IV, para. 8",
    kind="order in time",
    statement="Both councils are there in 2001 to make the appeal.",
    asserted=all_of(2),
    discussed=f"{_PAGE}#tab-mic",
)
def _councils_before_the_appeal(tables: Tables) -> Observation:
    councils = tables.indexed("councils").loc[["C-01", "C-02"]]
    appeal = int(str(tables.record("events", "EV-41")["date"])[:4])
    there = int((councils["created"] <= appeal).fillna(False).sum())
    return Observation(
        found(there, len(councils)),
        rule=f"Councils that were there by {appeal}.",
        evidence=[*_some("councils", "C-01", "C-02"), *_some("events", "EV-41")],
    )


@claim(
    "IV-35",
    locator="IV, para. 8",
    kind="thesis",
    statement="What the two councils discuss can improve life for all foreigners in Kanagawa.",
    asserted=holds(),
    discussed=_OPEN,
)
def _better_environment(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "council_minutes",
        ["outcome"],
        "all recommendations of the councils, and what came of each.",
        evidence=[*_some("events", "EV-41", "EV-43"), *_groups(_MIC_KANAGAWA)],
        remark="One outcome is told, and chosen as an example.",
    )


@claim(
    "IV-36",
    locator="IV, para. 8",
    kind="text against table",
    statement="Medical translation by MIC Kanagawa is meant for every foreigner.",
    asserted=holds(),
    discussed=_MIC,
)
def _for_all_foreigners(tables: Tables) -> Observation:
    communities = tables["communities_served"]
    served = communities[communities["group_id"] == _MIC_KANAGAWA]
    label = ", ".join(served["community"].astype("str"))
    return Observation(
        holds(label == "All foreigners", label),
        rule="Whom the table says that it serves.",
        evidence=[*_groups(_MIC_KANAGAWA), *records(tables, "communities_served", served)],
    )


@claim(
    "IV-37",
    locator="IV, para. 8; n. 29",
    kind="text against text",
    statement="Of the two doctors who lead the NGOs, Sawada speaks for SHARE.",
    asserted=holds(text="Sawada: SHARE"),
    discussed=_MIC,
)
def _sawada(tables: Tables) -> Observation:
    interview, groups = tables.record("interviews", "IW-16"), tables.indexed("groups")
    own = [key for key in (interview["group_id"], interview["second_group_id"]) if pd.notna(key)]
    names = " and ".join(str(groups.loc[key, "name_en"]) for key in own)
    return Observation(
        holds(_SHARE in own, f"Sawada: {names}"),
        rule="Text against text: the groups for which the note lets him speak.",
        evidence=[*_some("interviews", "IW-16"), *_groups(*own)],
        remark="The note links him with both groups; and the account of who led comes from one of the two.",
    )


@claim(
    "IV-38",
    locator="IV, para. 9",
    kind="text against table",
    statement="MIC Kanagawa is founded in 2002, as an NPO corporation.",
    asserted=[year(2002), year(2002)],
    discussed=f"{_PAGE}#tab-mic",
)
def _founding_of_mic(tables: Tables) -> Observation:
    mic = tables.record("groups", _MIC_KANAGAWA)
    account = tables["founding-checks"]
    own = account[account["row"] == _MIC_KANAGAWA]
    began, status = (f"in {pd.Timestamp(month):%B %Y}" for month in str(own["elsewhere"].iloc[0]).split("; "))
    since = between(0, 9999, "no NPO status") if pd.isna(mic["npo_since"]) else year(mic["npo_since"])
    return Observation(
        [year(mic["began"]), since],
        rule="Year of beginning, and year of NPO status, in the table.",
        evidence=[*_groups(_MIC_KANAGAWA), *_some("events", "EV-43"), *records(tables, "founding-checks", own)],
        remark=f"By its own account it began {began} and had the status {status}.",
    )


@claim(
    "IV-39",
    locator="IV, para. 9",
    kind="text against table",
    statement="MIC Kanagawa has about 80 volunteers.",
    asserted=about(80),
    discussed=f"{_PAGE}#tab-mic-numbers",
)
def _volunteers(tables: Tables) -> Observation:
    return Observation(
        exactly(int(tables.record("groups", _MIC_KANAGAWA)["members"])),
        rule="Members in the table, where a member of this group seems to be a volunteer.",
        evidence=[*_groups(_MIC_KANAGAWA), *_some("text_figures", "F-18"), *_some("emendations", "E-093")],
    )


@claim(
    "IV-40",
    locator="IV, para. 9",
    kind="universal",
    statement="MIC Kanagawa sends volunteers to some 30 public hospitals, and only where there are a contract and social workers.",
    asserted=about(30),
    discussed=f"{_PAGE}#tab-mic-numbers",
)
def _hospitals(tables: Tables) -> Observation | Untested:
    volunteers, hospitals = (int(tables.record("text_figures", key)["value"]) for key in ("F-18", "F-19"))
    return needs(
        tables,
        "hospital_contracts",
        ["hospital"],
        "the list of hospitals with their contracts.",
        evidence=[*_some("text_figures", "F-18", "F-19"), *_some("partnerships", "P-14"), *_groups(_MIC_KANAGAWA)],
        remark=f"About {volunteers} volunteers for about {hospitals} hospitals are {volunteers / hospitals:.1f} for each, in all languages "
        "together.",
    )


@claim(
    "IV-41",
    locator="IV, para. 10; n. 30",
    kind="thesis",
    statement="Since volunteers receive no more than 3,000 yen, the prefecture saves a very large sum.",
    asserted=holds(),
    discussed=_OPEN,
)
def _savings(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "dispatches",
        ["number"],
        "the number of dispatches, the price of professional interpreters, and who pays the volunteers and the contracts.",
        evidence=[
            *_some("text_figures", "F-21"),
            *_some("partnerships", "P-13"),
            *_some("interviews", "IW-17"),
            *_groups(_MIC_KANAGAWA),
        ],
        remark="A price is given for one side only. What the prefecture would otherwise have spent, if anything, is not said.",
    )


# --- paragraph 11: who is paid, and whom officials prefer ---


@claim(
    "IV-42",
    locator="IV, para. 11; n. 31",
    kind="universal",
    statement="TOSHC is the one NPO corporation among the groups that neither serves local governments nor is paid by them.",
    asserted=exactly(1, "TOSHC only"),
    discussed=_TIES,
)
def _only_toshc(tables: Tables) -> Observation:
    holders, named = _npo_corporations(tables), _named_as_paid_in_section_iii(tables)
    without = holders[~holders["group_id"].isin(named["group_id"])]
    names = "TOSHC only" if list(without["group_id"]) == [_TOSHC] else ", ".join(without["name_en"])
    return Observation(
        exactly(len(without), names or "none"),
        rule=f"The {len(holders)} NPO corporations of the tables without the {len(named)} groups whose new money, by section III "
        "(para. 2), is mostly from local governments.",
        evidence=[
            *records(tables, "groups", holders),
            *records(tables, "incorporation_outcomes", named),
            *_some("partnerships", "P-11"),
        ],
    )


@claim(
    "IV-43",
    locator="IV, para. 11",
    kind="universal",
    statement="TOSHC apart, all NPO corporations among the groups do services of some kind for local governments.",
    asserted=all_of(5),
    discussed=_TIES,
)
def _all_serve(tables: Tables) -> Observation:
    ties, holders = ties_with_groups(tables), _npo_corporations(tables).set_index("group_id").drop(index=_TOSHC, errors="ignore")
    serving = ties[ties["kind"].isin(SERVING) & ties["group_id"].isin(holders.index) & (ties["government_level"] != "public_hospitals")]
    named = serving["group_id"].nunique()
    silent = holders[~holders.index.isin(serving["group_id"])]
    return Observation(
        between(named, len(holders), f"{named} to {len(holders)} of {len(holders)}"),
        rule="The lower figure counts those for which a service to a government is named, the upper one all. No service is named for "
        f"{' and '.join(silent['name_en']) or 'none of them'}.",
        evidence=[*records(tables, "partnerships", serving), *_some("partnerships", "P-10"), *_groups(*holders.index)],
        remark="A place on a panel or in talks with officials is not counted as a service.",
    )


@claim(
    "IV-44",
    locator="IV, para. 11",
    kind="universal",
    statement="TOSHC apart, all NPO corporations among the groups receive money from local governments.",
    asserted=all_of(5),
    discussed=_TIES,
)
def _all_are_paid(tables: Tables) -> Observation:
    holders, named = _npo_corporations(tables), _named_as_paid_in_section_iii(tables)
    others = holders[holders["group_id"] != _TOSHC]
    paid = others[others["group_id"].isin(named["group_id"])]
    return Observation(
        found(len(paid), len(others)),
        rule="Text against tables and text: the NPO corporations of the tables against the names in section III (para. 2).",
        evidence=[*records(tables, "groups", others), *records(tables, "incorporation_outcomes", named)],
        remark="Both places are the author's own word; no amount or budget is printed.",
    )


@claim(
    "IV-45",
    locator="n. 31",
    kind="order in time",
    statement="TOSHC hopes that its partnership will come in 2005.",
    asserted=at_least(1, "after the interview"),
    discussed=_IN_TIME,
)
def _hope_for_2005(tables: Tables) -> Observation:
    hoped, day = int(tables.record("partnerships", "P-11")["since"]), tables.record("interviews", "IW-10")["date"]
    return Observation(
        exactly(hoped - day.year, f"{hoped}, and the interview in {day.year}"),
        rule=f"Year hoped for against the day of the interview, {_on(day)}.",
        evidence=[*_some("partnerships", "P-11"), *_some("interviews", "IW-10"), *_some("events", "EV-49"), *_groups(_TOSHC)],
    )


@claim(
    "IV-46",
    locator="IV, para. 11",
    kind="text against table",
    statement="HELP is incorporated as a foundation.",
    asserted=holds(),
    discussed=_TIES,
)
def _help_is_a_foundation(tables: Tables) -> Observation:
    row = tables.record("groups", _HELP)
    return Observation(
        holds(row["legal_form"] == "foundation"),
        rule=f"Legal status in the table: {row['legal_status']}. Section II (para. 5) counts one foundation among the groups for women.",
        evidence=[*_groups(_HELP), *_some("text_figures", "F-10"), *_some("emendations", "E-076")],
        remark="By an outside account the form may be that of the organisation behind the shelter (E-076).",
    )


@claim(
    "IV-47",
    locator="IV, para. 11",
    kind="text against text",
    statement="Tokyo pays HELP considerable sums for public services.",
    asserted=holds(),
    discussed=_TIES,
)
def _help_is_paid(tables: Tables) -> Observation:
    row, subsidies = tables.record("groups", _HELP), tables.record("partnerships", "P-24")
    fits = row["location"] == "Tokyo" and row["category"] == "women" and subsidies["direction_of_payment"] == "government_pays"
    return Observation(
        open_question("groups for women are paid; how much HELP is paid is not printed") if fits else holds(False, "does not fit"),
        rule="Section II (para. 5) names local subsidies among the funds of groups for women, and the table puts the shelter in Tokyo. "
        "Neither gives an amount.",
        evidence=[*_some("partnerships", "P-12", "P-24"), *_groups(_HELP)],
        remark="So NPO status is not needed in order to be paid.",
    )


@claim(
    "IV-48",
    locator="IV, para. 11",
    kind="thesis",
    statement="Groups that are stable and have existed for long are more likely to get local money.",
    asserted=holds(),
    discussed=_TIES,
)
def _long_histories(tables: Tables) -> Observation:
    groups, recipients = tables.indexed("groups"), _named_recipients(tables)
    paid, others = groups.loc[recipients, "began"], groups.drop(index=recipients)["began"]
    youngest = tables.record("groups", str(paid.idxmax()))
    return Observation(
        open_question(f"beginning of those paid {paid.median():g}, of the others {others.median():g}"),
        rule=f"Median year of beginning of the {len(recipients)} groups that the paper names as paid, and of the "
        f"{others.notna().sum()} other groups with a year. More are paid without being named (II, paras. 5 and 8); the question is open.",
        evidence=[*_groups(*recipients), *_some("partnerships", "P-24", "P-25")],
        remark=f"The youngest of them, {youngest['name_en']}, began in {youngest['began']}. A handful of cases shows no tendency.",
    )


@claim(
    "IV-49",
    locator="IV, para. 11",
    kind="count",
    statement="Many of the groups are not institutions that last.",
    asserted=at_least(40, "many: half of 79 or more"),
    discussed=_ENDINGS,
)
def _many_not_durable(tables: Tables) -> Observation:
    known = endings(tables)
    return Observation(
        known.ended,
        rule=f"{known.rule} Many is taken as the opposite of few: not fewer than half.",
        evidence=[*_groups(*known.printed, *known.told), *_some("events", "EV-51")],
        remark=f"The word in its weakest sense, more than one, fits the known ends, {known.known / known.total:.0%} of all groups.",
    )


@claim(
    "IV-50",
    locator="IV, para. 11; n. 32",
    kind="share",
    statement="Officials prefer an NPO corporation to an unincorporated group that does similar work.",
    asserted=more_than(0, "a larger share paid"),
    discussed=_TIES,
)
def _preference_for_npos(tables: Tables) -> Observation:
    groups, recipients = tables.indexed("groups"), _named_recipients(tables)
    ties = tables["partnerships"]
    holders, without = groups[groups["legal_form"] == "npo_corporation"], groups[groups["legal_form"] == "none"]
    paid = int(holders.index.isin(recipients).sum())
    named = int(without.index.isin(recipients).sum())
    # Section II says that some groups of concerned citizens are paid: two at least.
    certain = max(named, 2 if (ties["partnership_id"] == "P-25").any() else 0)
    share, low, high = (round(100 * part / whole) for part, whole in ((paid, len(holders)), (certain, len(without)), (len(without),) * 2))
    return Observation(
        between(share - high, share - low, f"{share}% against {low}% to {high}%"),
        rule=f"Share that local governments pay: {paid} of {len(holders)} NPO corporations; of {len(without)} groups without a legal form "
        f"{certain} (“some” in section II, para. 8, read as two) up to all.",
        evidence=[*_groups(*holders.index, *without.index), *_some("partnerships", "P-25"), *_some("interviews", "IW-18")],
        remark="So few cases support no inference; similar work cannot be held constant, and an official asked Mizula to incorporate "
        "(III, para. 4), so that payment may come before status. The statement itself rests on one official.",
    )


@claim(
    "IV-51",
    locator="IV, para. 11",
    kind="thesis",
    statement="Officials dislike large organisations, which they find bureaucratic and slow.",
    asserted=holds(),
    discussed=_TIES,
)
def _dislike_of_large_organisations(tables: Tables) -> Observation:
    groups, recipients = tables.indexed("groups"), _named_recipients(tables)
    paid, others = groups.loc[recipients, "members"].dropna(), groups.drop(index=recipients)["members"].dropna()
    return Observation(
        open_question(f"members of those paid {paid.median():g}, of the others {others.median():g}"),
        rule=f"Median membership of the {len(paid)} groups that the paper names as paid, and of the {len(others)} others with a figure. "
        "Membership is not the size of an office, and others are paid without being named.",
        evidence=_groups(*recipients),
        remark="As far as it goes this points the other way. What officials would call large is not said.",
    )


# --- paragraph 12: what follows ---


@claim(
    "IV-52",
    locator="IV, para. 12; II, para. 13",
    kind="description of a category",
    statement="The support groups are short-lived.",
    asserted=most_of(79, "most of them end"),
    discussed=_ENDINGS,
)
def _short_lived(tables: Tables) -> Observation:
    groups, known = tables.indexed("groups"), endings(tables)
    now = int(tables["interviews"]["date"].max().year)
    age = (now - groups.loc[groups["ended"].isna(), "began"]).median()
    return Observation(
        known.ended,
        rule=known.rule,
        evidence=[*_groups(*known.printed, *known.told, *known.at_work), *_some("events", "EV-51")],
        remark=f"The same reading as in II-84. The {len(known.at_work)} shown at work had not ended; by {now} "
        f"the median age of groups without a printed end was {age:g} years.",
    )


@claim(
    "IV-53",
    locator="IV, para. 12",
    kind="thesis",
    statement="The issues outlast the groups that take them up, which helps activists with clear, lasting aims to win local support.",
    asserted=holds(),
    discussed=_OPEN,
)
def _issues_last(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "issues",
        ["support"],
        "the issues of each group by year, and the local support that each received.",
        evidence=_some("incorporation_outcomes", "O-66", "O-68"),
    )


@claim(
    "IV-54",
    locator="IV, para. 12",
    kind="order in time",
    statement="The NPO Law makes partnerships between groups and local governments stronger.",
    asserted=holds(),
    discussed=_IN_TIME,
)
def _law_and_partnerships(tables: Tables) -> Observation:
    steps, law = _dated_steps(tables), f"{law_in_force(tables):%Y-%m-%d}"

    def side(date: str) -> str:
        same = law[: len(date)]
        return "same year" if date == same else "before" if date < same else "after"

    sides = steps["date"].map(side).value_counts()
    before, same, after = (int(sides.get(name, 0)) for name in ("before", "same year", "after"))
    counts = f"{before} steps before, {same} in the same year, {after} after"
    return Observation(
        open_question(counts) if after else holds(False, counts),
        rule=f"The {len(steps)} dated steps of the section against the day on which the law came into force; a hope counts, too.",
        evidence=[*records(tables, "events", steps), *_some("events", "EV-40")],
        remark="No break at the law can be seen; more after it than before would not show a cause, either. Officials had paid Mizula, and "
        "asked it to incorporate, before it had the status.",
    )


@claim(
    "IV-55",
    locator="IV, para. 12; IV, para. 13",
    kind="text against text",
    statement="Local governments such as Kanagawa part with the centre and give medical and social services whatever a person's status.",
    asserted=holds(),
    discussed=f"{_PAGE}#tab-positions",
)
def _apart_from_the_centre(tables: Tables) -> Observation:
    positions = tables["ministry_positions"]
    now = positions[positions["period"] == "at_time_of_writing"]
    local = now[(now["level"] == "local") & (now["position"] == "serves_regardless_of_status")]
    central = now[(now["level"] == "central") & now["position"].isin(["excludes_undocumented", "excludes_overstayers"])]
    text = f"{len(central)} exclusions by the centre, no case of a local government that broke one"
    return Observation(
        open_question(text) if len(local) and len(central) else holds(False, "no opposed positions"),
        rule="Text against text: positions of central bodies in paragraph 13 that exclude people without status from such services, "
        "against what sections III and IV tell of single services in Kanagawa.",
        evidence=[*records(tables, "ministry_positions", local), *records(tables, "ministry_positions", central)],
        remark="The positions are opposed. What is told of Kanagawa goes beside the central rules, not against them: translation, shelter "
        "and advice, not insurance.",
    )


@claim(
    "IV-56",
    locator="IV, para. 12",
    kind="thesis",
    statement="By their partnerships local governments and groups change rules of membership, and what the state owes to residents.",
    asserted=holds(),
    discussed=_MEMBERSHIP,
)
def _redefining_membership(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "local_rules",
        ["after"],
        "which rules on eligibility or responsibility were changed, by whom and when.",
        evidence=_some("ministry_positions", "MP-18"),
        remark="The paper names new services and a new council, but no rule that was rewritten.",
    )


# --- paragraph 13: ministries ---


@claim(
    "IV-57",
    locator="IV, para. 13",
    kind="text against text",
    statement="On foreign workers the ministries do not agree with one another.",
    asserted=at_least(2, "two positions or more"),
    discussed=f"{_PAGE}#fig-ministries",
)
def _ministries_divided(tables: Tables) -> Observation:
    positions = tables["ministry_positions"]
    admission = positions[(positions["about"] == "admission") & (positions["period"] == "at_time_of_writing")]
    return Observation(
        exactly(int(admission["position"].nunique()), f"{admission['position'].nunique()} positions"),
        rule=f"Text against text: different positions on admission among the {len(admission)} bodies that the paragraph goes on to name.",
        evidence=records(tables, "ministry_positions", admission),
    )


@claim(
    "IV-58",
    locator="IV, para. 13; n. 33",
    kind="superlative",
    statement="Justice and police are strictest on admission, Foreign Affairs milder, METI for limits; Construction, Fisheries and "
    "Transportation want foreign workers.",
    asserted=holds(),
    discussed=f"{_PAGE}#fig-ministries",
)
def _positions_of_ministries(tables: Tables) -> Observation | Untested:
    positions = tables["ministry_positions"]
    admission = positions[positions["about"] == "admission"]
    return needs(
        tables,
        "ministry_positions",
        ["source_year"],
        "statements of each ministry with their dates, and a list of the ministries by date, since mergers change their names.",
        evidence=[*records(tables, "ministry_positions", admission), *_some("ministry_positions", "MP-17")],
        remark="The paragraph is in the present tense; the note cites publications of 1989 and 1992, years before the last interviews.",
    )


@claim(
    "IV-59",
    locator="IV, para. 13",
    kind="text against text",
    statement="Two divisions of the ministry for health, labour and welfare contradict each other.",
    asserted=at_least(1, "a conflict"),
    discussed=f"{_PAGE}#tab-positions",
)
def _inside_one_ministry(tables: Tables) -> Observation:
    positions = tables["ministry_positions"]
    inside = positions[(positions["body"] == "Ministry of Health, Labor, and Welfare") & positions["division"].notna()]
    questions = inside.groupby("about", observed=True)["position"].nunique()
    conflicts = int((questions > 1).sum())
    excluding = inside["position"].isin(["excludes_undocumented", "excludes_overstayers"])
    apart = len(set(inside.loc[excluding, "division"]) ^ set(inside.loc[~excluding, "division"])) // 2
    return Observation(
        exactly(conflicts, f"{conflicts} of {len(questions)} questions"),
        rule=f"Questions on which two divisions give different answers; the paragraph asks them about {len(questions)} different matters.",
        readings=[
            Reading(
                "they differ in principle, one protecting people without status and the other not, although on different matters.",
                exactly(apart),
            )
        ],
        evidence=records(tables, "ministry_positions", inside),
        remark="To protect every worker at work and to refuse public money for treatment can stand side by side.",
    )


@claim(
    "IV-60",
    locator="IV, para. 13",
    kind="text against text",
    statement="National Health Insurance is closed to overstayers with less than one year in Japan and no registration.",
    asserted=holds(text="closed to some overstayers"),
    discussed=f"{_PAGE}#tab-positions",
)
def _health_insurance(tables: Tables) -> Observation:
    positions = tables["ministry_positions"]
    insurance = positions[positions["about"] == "health_insurance"]
    limited = insurance["statement"].str.contains("year")
    wide = int((~limited).sum())
    return Observation(
        holds(wide == 0, "closed to overstayers altogether, in section II" if wide else "the same limits in both places"),
        rule="Text against text: section II (para. 12; n. 18) reports that overstayed workers are left out, and names no such limits.",
        readings=[
            Reading("the directive of 1990 and the rule at the time of writing may differ.", open_question("each of its own date")),
        ],
        evidence=[*records(tables, "ministry_positions", insurance), *_some("law_provisions", "L-27"), *_some("text_figures", "F-22")],
        remark="Read strictly, the narrower rule leaves the insurance open to overstayers of more than a year, or registered ones.",
    )


@claim(
    "IV-61",
    locator="IV, para. 13",
    kind="text against text",
    statement="The ministry's health side refuses public money for treating undocumented foreigners.",
    asserted=holds(),
    discussed=f"{_PAGE}#tab-positions",
)
def _medical_subsidies(tables: Tables) -> Observation:
    positions = tables["ministry_positions"]
    subsidies = positions[positions["about"] == "medical_subsidies"]
    same = len(subsidies) > 1 and subsidies["position"].eq("excludes_undocumented").all()
    return Observation(
        holds(bool(same)),
        rule="Text against text: the same position as in the directive of 1990, which note 18 reports of the ministry before it.",
        evidence=[*records(tables, "ministry_positions", subsidies), *_some("law_provisions", "L-28")],
    )


@claim(
    "IV-62",
    locator="IV, para. 13",
    kind="thesis",
    statement="Conflicts at the centre make it possible for local officials to ally themselves with activists of quite other views.",
    asserted=holds(),
    discussed=_MINISTRIES,
)
def _room_for_local_officials(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "local_decisions",
        ["reason"],
        "decisions of local governments with their stated reasons, and places where the centre was united to compare with.",
        evidence=_some("ministry_positions", "MP-18"),
        remark="No official is cited for it.",
    )
