"""The claims of section I: state and associational life, and its footnotes."""

from __future__ import annotations

import math

import pandas as pd

from supportgroups.audit.claims import Observation, Reading, Record, Untested, claim, records
from supportgroups.audit.readings import day_of_fact, facts, value_of_fact
from supportgroups.audit.tables import Tables
from supportgroups.audit.untested import needs
from supportgroups.audit.values import (
    all_of,
    at_least,
    between,
    exactly,
    holds,
    nearly,
    open_question,
)


def _figure(tables: Tables, identifier: str) -> int:
    return int(tables.record("association_figures", identifier)["value"])


def _figures(*identifiers: str) -> list[Record]:
    return [Record("association_figures", identifier) for identifier in identifiers]


def _associations(*identifiers: str) -> list[Record]:
    return [Record("associations", identifier) for identifier in identifiers]


def _date(tables: Tables, event: str) -> pd.Timestamp:
    return pd.Timestamp(str(tables.record("events", event)["date"]))


def _local(tables: Tables) -> pd.DataFrame:
    associations = tables["associations"]
    return associations[associations["level"] == "local_association"]


def _of_period(tables: Tables, period: str) -> pd.DataFrame:
    associations = tables["associations"]
    return associations[associations["period"] == period]


def _interviewed(tables: Tables, associations: pd.DataFrame) -> pd.DataFrame:
    interviews = tables["interviews"]
    return interviews[interviews["association_id"].isin(associations["association_id"])]


def _registered(tables: Tables, year: int) -> pd.DataFrame:
    statistics = tables["official-statistics"]
    series = statistics[statistics["series"] == "registered_foreigners"].sort_values("date")
    last: pd.DataFrame = series[series["date"].dt.year <= year].tail(1)
    return last


# Paragraph 1: the Mutual Friendship Society.


@claim(
    "I-01",
    locator="I, para. 1",
    kind="thesis",
    statement="Before the war the Japanese state already promoted associations of foreign workers.",
    asserted=at_least(1),
    discussed="01-state-and-associational-life#before-the-war-from-help-to-control",
)
def _promoted_before_the_war(tables: Tables) -> Observation:
    prewar = _of_period(tables, "prewar")
    promoted = prewar[prewar["state_relation"].isin(["funded", "operated"])]
    return Observation(
        exactly(len(promoted)),
        rule="Associations before the war of which the section says that officials paid for them or ran them.",
        evidence=records(tables, "associations", promoted),
        remark="The workers came from a colony: one of the agencies in charge was Korea’s colonial government (I, para. 2). Whether they "
        "were foreigners in the sense of the later sections is open.",
    )


@claim(
    "I-02",
    locator="I, para. 1",
    kind="date",
    statement="Pak Ch'un-kum founds the Mutual Friendship Society after the recession of 1921.",
    asserted=at_least(1921, "1921 or later"),
    discussed="01-state-and-associational-life#fig-timeline",
)
def _founding_of_the_first_society(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "associations",
        ["founded_elsewhere"],
        "a second source for the year, and a definition of the recession’s end",
        evidence=[*_associations("A-01"), Record("events", "EV-01"), Record("events", "EV-02")],
        remark="The year is that of the recession. That of the founding is not printed, and the sentence has no footnote.",
    )


@claim(
    "I-03",
    locator="I, para. 1",
    kind="order in time",
    statement="Help comes first, then money from officials, then ties of the Society with the police.",
    asserted=holds(),
    discussed="01-state-and-associational-life#before-the-war-from-help-to-control",
)
def _from_help_to_police(tables: Tables) -> Observation:
    founded, paid = tables.record("events", "EV-02"), tables.record("events", "EV-50")
    dated = pd.notna(paid["date"])
    in_order = dated and str(founded["date"]) <= str(paid["date"])
    return Observation(
        holds(in_order, "in this order" if in_order else "in another order") if dated else open_question("the later steps have no date"),
        rule="The dated founding, against the date of the first payment by officials. The ties with the police have no date.",
        evidence=[Record("events", "EV-02"), Record("events", "EV-50"), Record("events", "EV-04")],
        remark="All steps lie before the Society was superseded in 1934.",
    )


@claim(
    "I-04",
    locator="n. 6",
    kind="arithmetic",
    statement="The Society has nearly 100,000 members, a quarter of the Koreans in Japan.",
    asserted=(nearly(100_000), exactly(25, "25 percent")),
    discussed="01-state-and-associational-life#what-follows-from-the-figures",
)
def _a_quarter_of_the_koreans(tables: Tables) -> Observation | Untested:
    members, share = _figure(tables, "AF-01"), _figure(tables, "AF-02")
    fewest = int(nearly(members).low)
    return needs(
        tables,
        "koreans-in-japan",
        ["persons"],
        "the number of Koreans in Japan year by year, and the year for which the members were counted",
        evidence=_figures("AF-01", "AF-02"),
        remark=f"Together the figures imply {100 * fewest // share:,} to {100 * members // share:,} Koreans. The note gives neither a "
        "year nor a source.",
    )


# Paragraph 2: the Concordia Society.


@claim(
    "I-05",
    locator="I, para. 2",
    kind="order in time",
    statement="The state takes hold of private organisations of Koreans after the military came to power in 1931.",
    asserted=holds(),
    discussed="01-state-and-associational-life#before-the-war-from-help-to-control",
)
def _takeover_after_the_military(tables: Tables) -> Observation:
    military, takeover = (int(str(tables.record("events", event)["date"])[:4]) for event in ("EV-03", "EV-05"))
    return Observation(
        holds(military <= takeover, f"{takeover - military} years later"),
        rule="The year in which officials put their own society in the place of the private one, against the year of the military.",
        evidence=[Record("events", "EV-03"), Record("events", "EV-04"), Record("events", "EV-05")],
        remark="The order says nothing of the cause. Ties with the police are reported before (I, para. 1), without a date.",
    )


@claim(
    "I-06",
    locator="I, para. 2",
    kind="date",
    statement="In 1934 the Concordia Society takes the place of the Mutual Friendship Society.",
    asserted=exactly(1934, "1934"),
    discussed="01-state-and-associational-life#fig-timeline",
)
def _founding_of_the_second_society(tables: Tables) -> Observation:
    local, central = day_of_fact(tables, "CF-05").year, day_of_fact(tables, "CF-06").year
    return Observation(
        between(local, central, f"{local} to {central}"),
        rule=f"From outside the paper, an encyclopaedia: societies in the prefectures from {local}, a central one from {central}.",
        evidence=[*_associations("A-01", "A-02"), Record("events", "EV-04"), Record("events", "EV-05"), *facts("CF-05", "CF-06")],
        readings=[
            Reading(
                "the Society is as old as its forerunners in single prefectures, which the same source has from the early 1920s on.",
                between(1921, central),
            )
        ],
        remark="The paper cites two histories for the paragraph (n. 7), and none for the year.",
    )


@claim(
    "I-07",
    locator="I, para. 2; n. 11",
    kind="text against text",
    statement="The Concordia Society is written 共和會, or 共和会, in Japanese.",
    asserted=holds(),
    discussed="01-state-and-associational-life#the-associations",
)
def _name_of_the_second_society(tables: Tables) -> Observation:
    printed = {str(tables.record("associations", "A-02")["name_ja"]), "共和会", "共和會"}
    elsewhere = str(tables.record("context-facts", "CF-07")["text"])
    return Observation(
        holds(elsewhere in printed, elsewhere),
        rule="How an encyclopaedia from outside the paper writes it.",
        evidence=[*_associations("A-02"), *facts("CF-07")],
        remark="The two printed forms differ in the age of one character only. 共和 means republic; harmony, as the names Concordia and "
        "Harmony Society (n. 11) have it, is 協和, read alike. It looks like a slip, and changes nothing else.",
    )


@claim(
    "I-08",
    locator="I, para. 2",
    kind="count",
    statement="Four government agencies have charge of the Concordia Society.",
    asserted=exactly(4),
    discussed="01-state-and-associational-life#claims-checked-here",
)
def _agencies_in_charge(tables: Tables) -> Observation:
    agencies = str(tables.record("associations", "A-02")["jurisdiction"]).split("; ")
    return Observation(
        exactly(len(agencies)),
        rule=f"The agencies that the next words name: {', '.join(agencies)}.",
        evidence=[*_figures("AF-03"), *_associations("A-02")],
    )


@claim(
    "I-09",
    locator="I, para. 2",
    kind="date",
    statement="The four agencies, the Ministry of Welfare among them, have charge of the Concordia Society from its founding in 1934.",
    asserted=all_of(4),
    discussed="01-state-and-associational-life#before-the-war-from-help-to-control",
)
def _agencies_at_the_founding(tables: Tables) -> Observation:
    agencies = str(tables.record("associations", "A-02")["jurisdiction"]).split("; ")
    welfare, founding = tables.record("context-facts", "CF-02"), int(str(tables.record("events", "EV-05")["date"])[:4])
    set_up = day_of_fact(tables, "CF-02").year
    most = len(agencies) - (set_up > founding)
    return Observation(
        between(0, most, f"at most {most} of {len(agencies)}"),
        rule=f"Outside the paper: the Ministry of Welfare was set up in {set_up} "
        f"({welfare['source_title'].partition(',')[0]}, CF-02). An agency that is set up after {founding} cannot have charge of "
        "anything in that year.",
        evidence=[*facts("CF-02"), *_associations("A-02"), Record("events", "EV-05"), Record("events", "EV-08")],
        remark="The year and the list exclude each other; which of the two is wrong does not follow. The list may be that of a later time. "
        "When the other agencies were set up is not in our data.",
    )


@claim(
    "I-10",
    locator="I, para. 2; I, para. 4",
    kind="text against text",
    statement="Japanese officials run and staff the Concordia Society.",
    asserted=holds(),
    discussed="01-state-and-associational-life#the-associations",
)
def _staffed_by_officials(tables: Tables) -> Observation:
    heads = tables["events"].query("event_id == 'EV-07'")
    police = heads["actor"].str.contains("police").any() and tables["ministry_positions"]["position"].eq("requires_japanese_leaders").any()
    return Observation(
        holds(True, "police at the head and in other offices") if police else open_question("not stated"),
        rule="What section I, para. 4, says of those who held its offices by 1942.",
        evidence=[*_associations("A-02"), Record("events", "EV-07"), Record("ministry_positions", "MP-16")],
        remark="This speaks of offices. Who did the daily work below them is not said.",
    )


@claim(
    "I-11",
    locator="I, para. 2",
    kind="arithmetic",
    statement="By 1943 the Concordia Society has 47 groups with 1,124 branches.",
    asserted=(exactly(47), exactly(1_124)),
    discussed="01-state-and-associational-life#what-follows-from-the-figures",
)
def _groups_and_branches(tables: Tables) -> Observation | Untested:
    groups, branches = _figure(tables, "AF-04"), _figure(tables, "AF-05")
    return needs(
        tables,
        "associations",
        ["branches_listed"],
        "the Society’s own list of groups and branches",
        evidence=[*_figures("AF-04", "AF-05"), Record("events", "EV-09"), Record("events", "EV-10")],
        remark=f"That makes {branches / groups:.0f} branches to a group. The sentence has no footnote.",
    )


# Paragraph 3: membership and the card.


@claim(
    "I-12",
    locator="I, para. 3; I, para. 2; n. 7",
    kind="thesis",
    statement="The two societies before the war serve to control Koreans.",
    asserted=holds(),
    discussed="01-state-and-associational-life#before-the-war-from-help-to-control",
)
def _means_of_control(tables: Tables) -> Observation | Untested:
    prewar = _of_period(tables, "prewar")
    services = int(prewar["services"].notna().sum())
    return needs(
        tables,
        "associations",
        ["acts_of_control"],
        "records of what the societies did to members: reports, refusals of cards, arrests",
        evidence=records(tables, "associations", prewar),
        remark=f"Two histories are cited (n. 7). The paper lists services of {services} of them too, and note 6 has "
        "members who saw in the first a voice of their own.",
    )


@claim(
    "I-13",
    locator="I, para. 3",
    kind="universal",
    statement="Every Korean labourer who came to Japan to work has to be a member of the Concordia Society.",
    asserted=holds(),
    discussed="01-state-and-associational-life#two-periods-that-differ-in-more-than-control",
)
def _mandatory_membership(tables: Tables) -> Observation | Untested:
    figures = tables["association_figures"]
    counted = figures[(figures["association_id"] == "A-02") & (figures["measure"] == "members")]
    return needs(
        tables,
        "koreans-in-japan",
        ["labourers"],
        "the Society’s members and the number of Korean labourers in the same year, and the rule",
        evidence=[*_associations("A-01", "A-02"), *records(tables, "association_figures", counted)],
        remark=("No number of members is printed for this society. " if counted.empty else "")
        + "Its forerunner people chose to join, a quarter of the Koreans by note 6; since when membership was a duty is not said.",
    )


@claim(
    "I-14",
    locator="I, para. 3; n. 8",
    kind="universal",
    statement="No Korean may travel without the membership card.",
    asserted=holds(),
    discussed="01-state-and-associational-life#before-the-war-from-help-to-control",
)
def _no_travel_without_a_card(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "law_provisions",
        ["rule_on_cards"],
        "the rule on cards and travel, and to whom it applied",
        evidence=_associations("A-02"),
        remark="Membership was a duty of labourers, the ban is said to hold for every Korean: those who were not labourers would have had "
        "neither card nor leave to travel.",
    )


@claim(
    "I-15",
    locator="I, para. 3",
    kind="order in time",
    statement="In the late 1930s and early 1940s ever more Koreans are made to work for the war, and concern over control grows with it.",
    asserted=holds(),
    discussed="01-state-and-associational-life#before-the-war-from-help-to-control",
)
def _forced_labour_and_control(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "koreans-in-japan",
        ["forced_labourers"],
        "the number of Koreans brought to work in each year, beside dated measures of control",
        evidence=[Record("events", "EV-06")],
        remark="A direction is stated, without a number. The card and the compulsory membership have no date.",
    )


# Paragraph 4: the leaders.


@claim(
    "I-16",
    locator="I, para. 4; n. 11",
    kind="text against text",
    statement="Only Japanese may lead the bodies of the Concordia Society.",
    asserted=holds(),
    discussed="01-state-and-associational-life#before-the-war-from-help-to-control",
)
def _only_japanese_leaders(tables: Tables) -> Observation:
    positions = tables["ministry_positions"]
    on_leaders = positions[positions["about"] == "association_leadership"]
    against = on_leaders[on_leaders["position"] == "requires_korean_leaders"]
    return Observation(
        open_question(f"{len(against)} of {len(on_leaders)} agencies wants Koreans") if len(against) else holds(),
        rule="What agencies of the state wanted of the leaders, as the paragraph and its note report it.",
        evidence=[*records(tables, "ministry_positions", on_leaders), Record("law_provisions", "L-30")],
        remark="The paper knows of the conflict and says that practice followed the police, not the regulation.",
    )


@claim(
    "I-17",
    locator="I, para. 4",
    kind="universal",
    statement="By 1942 local police chiefs head all subgroups of the Concordia Society.",
    asserted=holds(True, "all"),
    discussed="01-state-and-associational-life#before-the-war-from-help-to-control",
)
def _police_chiefs_at_the_head(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "associations",
        ["heads_listed"],
        "a list of the subgroups with their heads",
        evidence=[Record("events", "EV-07"), *_figures("AF-04", "AF-05")],
        remark=f"Whether subgroups are the {_figure(tables, 'AF-04')} groups of 1943 or the {_figure(tables, 'AF-05'):,} branches is "
        "not said; one chief to each makes a very different number of chiefs.",
    )


@claim(
    "I-18",
    locator="n. 11; I, para. 4",
    kind="order in time",
    statement="By 1942 police chiefs head the subgroups in spite of a regulation of 26 December 1942 that wants Koreans as leaders.",
    asserted=holds(True, "at the same time"),
    discussed="01-state-and-associational-life#before-the-war-from-help-to-control",
)
def _practice_against_regulation(tables: Tables) -> Observation:
    regulation = _date(tables, "EV-08")
    practice = int(str(tables.record("events", "EV-07")["date"])[:4])
    days = (pd.Timestamp(year=practice, month=12, day=31) - regulation).days
    return Observation(
        holds() if days >= 365 else open_question(f"at most {days} days of {practice}") if days >= 0 else holds(False, "the rule is later"),
        rule=f"Days of {practice}, the year by which practice is described, on which the regulation was there to be broken.",
        evidence=[Record("events", "EV-07"), Record("events", "EV-08"), Record("law_provisions", "L-30")],
        remark="The regulation may rather have been meant to change that practice. What came of it is not said.",
    )


_HOME_MINISTRY_PAPERS = pd.Timestamp("1943-01-01")  # “January 1943”, as note 11 dates its source


@claim(
    "I-19",
    locator="n. 11",
    kind="order in time",
    statement="A Home Ministry document of January 1943 is the source for the regulation of 26 December 1942.",
    asserted=holds(True, "the source is later"),
    discussed="01-state-and-associational-life#before-the-war-from-help-to-control",
)
def _source_after_the_regulation(tables: Tables) -> Observation:
    regulation = _date(tables, "EV-08")
    days = (_HOME_MINISTRY_PAPERS - regulation).days
    return Observation(
        holds(days > 0, f"{days} days later at the least" if days > 0 else "not later"),
        rule="The first day of the month of the source, against the day of the regulation.",
        evidence=[Record("events", "EV-08"), Record("law_provisions", "L-30")],
        remark="A source so soon after a rule can say little of how it was kept. The document is quoted at second hand, from Mitchell.",
    )


@claim(
    "I-20",
    locator="n. 11",
    kind="text against text",
    statement="The passage stands on page 87,060 of that document.",
    asserted=exactly(87_060),
    discussed="01-state-and-associational-life#what-could-not-be-tested",
)
def _page_number(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "law_provisions",
        ["page_of_source"],
        "the document, or the footnote of Mitchell’s from which it is quoted",
        evidence=[Record("law_provisions", "L-30")],
        remark="No conference papers have so many pages; it may be the number of a frame on microfilm.",
    )


@claim(
    "I-21",
    locator="I, para. 4",
    kind="thesis",
    statement="The prewar case shows that the centre can control foreigners directly through what is formed to support them.",
    asserted=at_least(1, "one case at least"),
    discussed="01-state-and-associational-life#two-periods-that-differ-in-more-than-control",
)
def _can_be_a_means_of_control(tables: Tables) -> Observation:
    prewar = _of_period(tables, "prewar")
    controlled = prewar[(prewar["state_control"] == "present") & (prewar["state_relation"] == "operated")]
    return Observation(
        exactly(len(controlled)),
        rule="Associations before the war that officials run and that the section describes as a means of control. One case shows that a "
        "thing can be.",
        evidence=records(tables, "associations", controlled),
        remark="The case is an association of foreigners, with compulsory membership. The groups of section II are formed by others, for "
        "foreigners; whether it carries over to them is not shown.",
    )


# Paragraph 5: Koreans after the war.


@claim(
    "I-22",
    locator="I, para. 5",
    kind="thesis",
    statement="After the war the state seems no longer to control the associations of foreigners.",
    asserted=holds(),
    discussed="01-state-and-associational-life#two-periods-that-differ-in-more-than-control",
)
def _no_control_after_the_war(tables: Tables) -> Observation | Untested:
    events = tables["events"]
    last = int(events[(events["section"] == "I") & (events["kind"] != "trend")]["date"].dropna().str[:4].astype(int).max())
    sources = tables["association_figures"]["source_year"].dropna().astype(int)
    return needs(
        tables,
        "associations",
        ["acts_of_state"],
        "laws, orders, bans and permits that concerned these associations after the war",
        evidence=records(tables, "associations", _of_period(tables, "postwar").query("level != 'local_association'")),
        remark=f"The last event that the section dates is of {last}. The sources for its later figures are of {sources.min()} to "
        f"{sources.max()}; nothing between is dated.",
    )


@claim(
    "I-23",
    locator="I, para. 5",
    kind="count",
    statement="There are two large Korean associations.",
    asserted=exactly(2),
    discussed="01-state-and-associational-life#after-the-war-large-and-left-alone",
)
def _korean_associations(tables: Tables) -> Observation:
    postwar = _of_period(tables, "postwar")
    korean = postwar[(postwar["community"] == "korean") & (postwar["level"] == "association")]
    return Observation(
        exactly(len(korean)),
        rule="Korean associations after the war that the paragraph names.",
        evidence=[*_figures("AF-06"), *records(tables, "associations", korean)],
        remark="That there are no other large ones is not shown.",
    )


@claim(
    "I-24",
    locator="I, para. 5; I, para. 6",
    kind="text against text",
    statement="There are two Chinese associations, one on either side.",
    asserted=exactly(2),
    discussed="01-state-and-associational-life#claims-checked-here",
)
def _chinese_associations(tables: Tables) -> Observation:
    local = _local(tables)
    cities, each = local["city"].nunique(), _figure(tables, "AF-14")
    lines = tables["associations"].query("level == 'group_of_associations'")
    return Observation(
        exactly(each * cities),
        rule=f"The associations that the next paragraph counts: {each} in each of the {cities} cities that it lists.",
        evidence=[*_figures("AF-13", "AF-14"), *records(tables, "associations", local)],
        readings=[Reading("Two lines of association are meant, with bodies in several cities.", exactly(len(lines)))],
    )


@claim(
    "I-25",
    locator="I, para. 5",
    kind="text against text",
    statement="Mindan’s Japanese name is 在日本大韓国民団.",
    asserted=holds(),
    discussed="01-state-and-associational-life#the-associations",
)
def _name_of_mindan(tables: Tables) -> Observation:
    printed = str(tables.record("associations", "A-03")["name_ja"])
    own = str(tables.record("context-facts", "CF-08")["text"])
    return Observation(
        holds(own == printed, own),
        rule="How the association writes its own name, by its page on the web, outside the paper.",
        evidence=[*_associations("A-03"), *facts("CF-08")],
        remark="One character seems to be lost in print: 大韓民国, the republic’s name, stands in the association’s own in full.",
    )


@claim(
    "I-26",
    locator="I, para. 5",
    kind="arithmetic",
    statement="Mindan has 509,000 members, Souren another 247,000, all of them Koreans born in Japan.",
    asserted=holds(True, "as many Koreans born in Japan"),
    discussed="01-state-and-associational-life#what-follows-from-the-figures",
)
def _members_against_all_foreigners(tables: Tables) -> Observation:
    members = _figure(tables, "AF-07") + _figure(tables, "AF-10")
    years = [int(tables.record("association_figures", figure)["source_year"]) for figure in ("AF-07", "AF-10")]
    counts = pd.concat([_registered(tables, min(years)), _registered(tables, max(years))])
    totals = [int(value) for value in counts["value"]]
    text = f"{members:,} of {min(totals):,} to {max(totals):,} foreigners"
    return Observation(
        open_question(text) if members <= max(totals) else holds(False, text),
        rule=f"Both together, against all registered foreigners by the last official counts up to {min(years)} and {max(years)}, the years "
        "of the two sources: a part cannot exceed the whole.",
        evidence=[*_figures("AF-07", "AF-10"), *records(tables, "official-statistics", counts), *facts("CF-09", "CF-10")],
        remark=f"They would be {100 * members / max(totals):.0f} to {100 * members / min(totals):.0f} percent of all foreigners. A count "
        "of Koreans, and by birth, would settle it. Both rest on the associations’ own publications, "
        f"{max(years) - min(years)} years apart (n. 12). Outside the paper, Mindan’s own table has {value_of_fact(tables, 'CF-09'):,} "
        f"registered members in {day_of_fact(tables, 'CF-09').year} and {value_of_fact(tables, 'CF-10'):,} in "
        f"{day_of_fact(tables, 'CF-10').year}.",
    )


@claim(
    "I-27",
    locator="I, para. 5; n. 12",
    kind="arithmetic",
    statement="Mindan has 4,624 branches and offices, Souren 2,044.",
    asserted=(exactly(4_624), exactly(2_044)),
    discussed="01-state-and-associational-life#tab-implied",
)
def _branches_of_both(tables: Tables) -> Observation:
    mindan, souren = _figure(tables, "AF-07") / _figure(tables, "AF-08"), _figure(tables, "AF-10") / _figure(tables, "AF-11")
    units, squads, later = (value_of_fact(tables, key) for key in ("CF-11", "CF-12", "CF-13"))
    then, afterwards = day_of_fact(tables, "CF-11").year, day_of_fact(tables, "CF-13").year
    return Observation(
        (between(later, units), between(0, math.inf, "nothing printed")),
        rule=f"Mindan’s own table, from outside the paper, counts units of all levels: {units:,} in {then}, {later:,} in {afterwards}. For "
        "Souren there is nothing.",
        evidence=[*_figures("AF-07", "AF-08", "AF-10", "AF-11"), *facts("CF-11", "CF-12", "CF-13")],
        remark=f"The figures of the paper make {mindan:.0f} members to a branch or office of Mindan and {souren:.0f} to one of Souren, so "
        f"that small local units seem to count; {squads:,} of Mindan’s of {then} are neighbourhood squads.",
    )


@claim(
    "I-28",
    locator="I, para. 5",
    kind="description of a category",
    statement="Mindan and Souren are both highly centralised.",
    asserted=all_of(2, "both"),
    discussed="01-state-and-associational-life#what-could-not-be-tested",
)
def _centralised(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "associations",
        ["decided_by"],
        "the statutes: who appoints the heads of branches, who holds the money, who decides",
        evidence=[*_associations("A-03", "A-04"), *_figures("AF-08", "AF-11")],
        remark="Numbers of branches, which the sentence offers, say how an association is spread and not who decides in it.",
    )


@claim(
    "I-29",
    locator="I, para. 5; n. 12",
    kind="arithmetic",
    statement="Souren runs 218 Korean schools and Mindan four.",
    asserted=(exactly(218), exactly(4)),
    discussed="01-state-and-associational-life#what-follows-from-the-figures",
)
def _schools(tables: Tables) -> Observation | Untested:
    souren, mindan = _figure(tables, "AF-10") / _figure(tables, "AF-12"), _figure(tables, "AF-07") / _figure(tables, "AF-09")
    return needs(
        tables,
        "associations",
        ["schools_listed"],
        "a list of the schools of both for one year, with what counts as a school",
        evidence=_figures("AF-07", "AF-09", "AF-10", "AF-12"),
        remark=f"That is one school to {souren:,.0f} members of Souren and to {mindan:,.0f} of Mindan. The sentence names Souren "
        "first, the one before it Mindan.",
    )


# Paragraph 6: Chinese after the war.


@claim(
    "I-30",
    locator="I, para. 6",
    kind="universal",
    statement="Tokyo, Yokohama, Kobe, Osaka and Fukuoka each have two Chinese associations.",
    asserted=all_of(5),
    discussed="01-state-and-associational-life#after-the-war-large-and-left-alone",
)
def _two_in_each_city(tables: Tables) -> Observation:
    local, figures = _local(tables), tables["association_figures"]
    known = set(figures["association_id"].dropna()) | set(_interviewed(tables, local)["association_id"])
    shown = local[local["association_id"].isin(known)]
    both = int((shown.groupby("city", observed=True).size() >= _figure(tables, "AF-14")).sum())
    cities = local["city"].nunique()
    return Observation(
        between(both, cities, f"{both} to {cities} of {cities}"),
        rule="Cities for which another place in the paper knows of both: by a number of members, or by an interview (nn. 13, 14).",
        evidence=[*_figures("AF-14"), *records(tables, "associations", local)],
        remark="Of the other cities the paper says no more than this sentence.",
    )


@claim(
    "I-31",
    locator="I, para. 6",
    kind="superlative",
    statement="The two largest Chinese associations are those of Tokyo.",
    asserted=exactly(0, "none elsewhere is larger"),
    discussed="01-state-and-associational-life#claims-checked-here",
)
def _largest_in_tokyo(tables: Tables) -> Observation:
    local = _local(tables)
    figures = tables["association_figures"].query("measure == 'members'")
    members = figures.set_index("association_id")["value"]
    tokyo = local[local["city"] == "Tokyo"]["association_id"]
    elsewhere = local[local["city"] != "Tokyo"]["association_id"]
    smallest = int(members.reindex(tokyo).min())
    known = members.reindex(elsewhere).dropna()
    larger = int((known > smallest).sum())
    return Observation(
        between(larger, larger + len(elsewhere) - len(known), f"{larger} to {larger + len(elsewhere) - len(known)} of {len(elsewhere)}"),
        rule=f"Associations of the other cities with more members than the smaller one of Tokyo, which has {smallest:,}. Of "
        f"{len(elsewhere) - len(known)} no number is printed.",
        evidence=[*_figures("AF-15", "AF-16"), *records(tables, "associations", local)],
    )


@claim(
    "I-32",
    locator="I, para. 6",
    kind="arithmetic",
    statement="In Tokyo 120,000 people belong to the association on Taiwan’s side and 20,000 to that on the PRC’s.",
    asserted=(exactly(120_000), exactly(20_000)),
    discussed="01-state-and-associational-life#fig-association-members",
)
def _members_in_tokyo(tables: Tables) -> Observation | Untested:
    both = _figure(tables, "AF-15") + _figure(tables, "AF-16")
    then = _registered(tables, int(tables.record("association_figures", "AF-15")["source_year"]))
    total = int(then["value"].iloc[0])
    return needs(
        tables,
        "chinese-in-tokyo",
        ["persons"],
        "the number of Chinese in Tokyo at the time, and who counts as a member",
        evidence=[*_figures("AF-15", "AF-16"), *_associations("A-07", "A-08"), *records(tables, "official-statistics", then)],
        remark=f"Together they would be {100 * both / total:.1f} percent of all foreigners registered in Japan in "
        f"{then['date'].iloc[0].year}. The interviews cited in the paragraph (nn. 13, 14) are with associations of Yokohama.",
    )


@claim(
    "I-33",
    locator="I, para. 6; n. 13",
    kind="description of a category",
    statement="All the Chinese associations were set up to help their members with everyday problems.",
    asserted=all_of(10),
    discussed="01-state-and-associational-life#preferential-treatment",
)
def _self_help(tables: Tables) -> Observation:
    local = _local(tables)
    interviews = _interviewed(tables, local).query("footnotes == 'n. 13'")
    informants = interviews["association_id"].nunique()
    return Observation(
        between(informants, len(local), f"{informants} to {len(local)} of {len(local)}"),
        rule="Associations of the five cities with whose people the note for this passage cites an interview.",
        evidence=[*records(tables, "interviews", interviews), *records(tables, "associations", local)],
    )


@claim(
    "I-34",
    locator="I, para. 6; n. 14",
    kind="text against text",
    statement="Patriotism is a main aim of the Yokohama association on the PRC’s side, by an interview with it.",
    asserted=holds(),
    discussed="01-state-and-associational-life#after-the-war-large-and-left-alone",
)
def _patriotism_in_yokohama(tables: Tables) -> Observation:
    association = tables["associations"].query("association_id == 'A-10'")
    interviews = _interviewed(tables, association)
    printed = interviews["organisation"].str.contains("PRC").any()
    return Observation(
        holds() if printed else open_question("a Yokohama association" if len(interviews) else "no interview"),
        rule="Whether the interview that the note cites is with that association.",
        evidence=[*_associations("A-09", "A-10"), *records(tables, "interviews", interviews)],
        remark="The note names the Yokohama Overseas Chinese Association without saying which of the two. We take it for the one that the "
        "sentence is about.",
    )


# Paragraph 7: what follows for the view that the state prefers and controls.


@claim(
    "I-35",
    locator="I, para. 7; I, para. 6",
    kind="text against text",
    statement="The Chinese associations, like the Korean, are highly political.",
    asserted=all_of(10),
    discussed="01-state-and-associational-life#preferential-treatment",
)
def _political_associations(tables: Tables) -> Observation:
    local = _local(tables)
    political = local[local["purposes"].str.contains("patriotism").fillna(False)]
    lines = tables["associations"].query("level == 'group_of_associations'")
    return Observation(
        between(len(political), len(local), f"{len(political)} to {len(local)} of {len(local)}"),
        rule="Chinese associations of the five cities to which the paragraph before gives a political aim of their own.",
        evidence=[*records(tables, "associations", lines), *records(tables, "associations", political)],
        remark="Of all together that paragraph says that they care for education, culture and business, and for problems of daily life.",
    )


@claim(
    "I-36",
    locator="I, para. 7",
    kind="thesis",
    statement="That Souren and the associations on the PRC’s side exist and are large tells against a state that prefers some groups.",
    asserted=holds(),
    discussed="01-state-and-associational-life#preferential-treatment",
)
def _existence_against_preference(tables: Tables) -> Observation:
    pairs = [("AF-10", "AF-07"), ("AF-16", "AF-15")]
    smaller = sum(_figure(tables, other) < _figure(tables, preferred) for other, preferred in pairs)
    return Observation(
        open_question(f"the smaller side in {smaller} of {len(pairs)} pairs"),
        rule="Members of Souren against Mindan, and of the PRC’s side against Taiwan’s in Tokyo. Where a state prefers one side, the other "
        "may be expected to be smaller, or not to exist.",
        evidence=_figures("AF-07", "AF-10", "AF-15", "AF-16"),
        remark="Existence tells against suppression. Preference would show in money, taxes, permits and legal form, on which nothing is "
        f"printed; and {len(pairs)} pairs are too few to infer from.",
    )


@claim(
    "I-37",
    locator="I, para. 7",
    kind="superlative",
    statement="The associations on the PRC’s side are, like Souren, of enormous size.",
    asserted=holds(),
    discussed="01-state-and-associational-life#preferential-treatment",
)
def _enormous(tables: Tables) -> Observation:
    tokyo = _figure(tables, "AF-16")
    side = _local(tables).query("orientation == 'mainland_china'")
    highest, large = tokyo * len(side), min(_figure(tables, "AF-07"), _figure(tables, "AF-10"))
    largest_group = int(tables["groups"]["members"].max())
    groups = tables["groups"][(tables["groups"]["members"] == largest_group).fillna(False)]
    figures = tables["association_figures"].query("measure == 'members'")
    smallest = int(figures["value"].min())
    return Observation(
        holds(highest >= large, f"{tokyo:,} to {highest:,} members"),
        rule=f"Enormous is at least as much as the smaller of the two Korean associations that the section calls large, {large:,}. The "
        f"side has {tokyo:,} members in Tokyo, and at most as many in each other city if the two largest are those of Tokyo.",
        evidence=[*_figures("AF-07", "AF-10", "AF-16"), *records(tables, "associations", side), *records(tables, "groups", groups)],
        readings=[
            Reading(
                f"Enormous beside the support groups of Tables 1 to 6, the largest of which has {largest_group:,} members.",
                holds(tokyo > largest_group),
            )
        ],
        remark=f"The smallest of the section’s {len(figures)} numbers of members is {smallest:,}.",
    )


@claim(
    "I-38",
    locator="I, para. 7",
    kind="order in time",
    statement="Souren and the associations on the PRC’s side have grown.",
    asserted=all_of(2, "both"),
    discussed="01-state-and-associational-life#claims-checked-here",
)
def _grown(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "association_figures",
        ["earlier_value"],
        "members of each at two dates or more",
        evidence=_figures("AF-10", "AF-16"),
        remark="Every number of members is given once.",
    )


@claim(
    "I-39",
    locator="I, para. 7",
    kind="text against text",
    statement="The state does not control ethnic and communist education.",
    asserted=holds(),
    discussed="01-state-and-associational-life#preferential-treatment",
)
def _education_left_alone(tables: Tables) -> Observation:
    souren, mindan = _figure(tables, "AF-12"), _figure(tables, "AF-09")
    text = f"{souren} schools against {mindan}"
    return Observation(
        open_question(text) if souren else holds(False, text),
        rule="Schools of Souren, on the side that a controlling state would disfavour, against those of Mindan.",
        evidence=_figures("AF-09", "AF-12"),
        remark="That schools exist shows that they are allowed. How they are recognised, inspected or paid is not reported.",
    )


@claim(
    "I-40",
    locator="I, para. 7; n. 15",
    kind="universal",
    statement="All through the postwar period officials deliberately leave the ethnic associations alone and prefer none.",
    asserted=holds(),
    discussed="01-state-and-associational-life#preferential-treatment",
)
def _hands_off(tables: Tables) -> Observation | Untested:
    interviews = tables["interviews"].query("footnotes == 'n. 15'")
    days = ", ".join(f"{day.day} {day:%B %Y}" for day in interviews["date"])
    return needs(
        tables,
        "ministry_positions",
        ["year_of_measure"],
        "what officials did or refused to do for each association, year by year since the war",
        evidence=[Record("ministry_positions", "MP-14"), *records(tables, "interviews", interviews)],
        remark=f"Cited: {len(interviews)} interview, with an official of one bureau ({days}).",
    )


@claim(
    "I-41",
    locator="I, para. 7",
    kind="description of a category",
    statement="The associations of the two sides watch each other.",
    asserted=holds(),
    discussed="01-state-and-associational-life#what-could-not-be-tested",
)
def _watching_each_other(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "associations",
        ["watched_by"],
        "accounts from the associations or from officials",
        evidence=_associations("A-03", "A-04", "A-05", "A-06"),
        remark="The sentence has no source.",
    )
