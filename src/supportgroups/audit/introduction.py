"""The claims of the introduction and its footnotes."""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import replace

import pandas as pd

from supportgroups.audit.claims import Observation, Reading, Record, Untested, claim, records
from supportgroups.audit.multiverse import observe
from supportgroups.audit.readings import SERVING, around_the_law, day_of_fact, facts, law_in_force, paid_groups
from supportgroups.audit.tables import Tables
from supportgroups.audit.untested import needs
from supportgroups.audit.values import (
    Possible,
    about,
    all_of,
    at_least,
    between,
    exactly,
    found,
    holds,
    more_than,
    most_of,
    none_of,
    open_question,
    year,
)

_STATISTICS = "official-statistics"


def _count(condition: pd.Series) -> int:
    return int(condition.fillna(False).sum())


def _year(tables: Tables, event: str) -> int:
    return int(str(tables.record("events", event)["date"])[:4])


def _day(tables: Tables, event: str) -> pd.Timestamp:
    return pd.Timestamp(str(tables.record("events", event)["date"]))


def _in_words(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"


def _official(tables: Tables, series: str) -> pd.DataFrame:
    statistics = tables[_STATISTICS]
    return statistics[statistics["series"] == series].sort_values("date")


def _values(frame: pd.DataFrame) -> pd.Series:
    return pd.Series(frame["value"].astype(int).to_list(), index=pd.DatetimeIndex(frame["date"]))


def _every_group(tables: Tables) -> list[Record]:
    return records(tables, "groups", tables["groups"])


def _events(*identifiers: str) -> list[Record]:
    return [Record("events", identifier) for identifier in identifiers]


# Paragraph 1: the view that the paper sets out to challenge.


@claim(
    "Intro-01",
    locator="Introduction, para. 1",
    kind="thesis",
    statement="Japan has few large organisations of civil society and very many small ones (Pekkanen’s view, as the paper reports it).",
    asserted=holds(),
    discussed="01-state-and-associational-life#preferential-treatment",
)
def _few_large_organisations(tables: Tables) -> Observation | Untested:
    reporting = tables["groups"].dropna(subset="members")
    large = reporting[reporting["members"] >= 1000]
    return needs(
        tables,
        "organisations-of-japan",
        ["members"],
        "a count of Japan’s civil society organisations by size, and what counts as large",
        evidence=records(tables, "groups", large),
        remark=f"The tables show one corner only: of {len(reporting)} support groups that report members, {len(large)} have a thousand or "
        f"more, and half have at most {math.floor(reporting['members'].median())}. Nobody drew them as a sample of Japan.",
    )


@claim(
    "Intro-02",
    locator="Introduction, para. 1",
    kind="text against text",
    statement="The state makes growth hard for organisations built around an issue, such as the environment (Pekkanen’s view, as told).",
    asserted=holds(),
    discussed="01-state-and-associational-life#preferential-treatment",
)
def _the_law_promotes_issues_too(tables: Tables) -> Observation:
    provisions = tables["law_provisions"]
    areas = provisions[provisions["kind"] == "activity_area"]
    issues = areas[areas["provision"].str.contains("Environment|Human rights")]
    named = ", ".join(issues["provision"].str.lower())
    return Observation(
        open_question(f"the law promotes {named}" if len(issues) else "the law promotes no such issue"),
        rule="The areas of activity that the note on the NPO Law lists (n. 4), searched for the environment and for rights.",
        evidence=records(tables, "law_provisions", issues),
        remark="A law that names an issue may still hinder those who take it up; the paper follows no such organisation.",
    )


@claim(
    "Intro-03",
    locator="Introduction, para. 1",
    kind="official figure",
    statement="Organisations of civil society have become far more numerous in Japan over the past few decades.",
    asserted=holds(),
    discussed="03-after-the-npo-law#the-national-picture",
)
def _increase_over_decades(tables: Tables) -> Observation | Untested:
    counts = _official(tables, "npo_corporations")
    return needs(
        tables,
        "organisations-of-japan",
        ["counted_on"],
        "counts of civil society organisations of one kind in several years before and after 1998",
        evidence=records(tables, _STATISTICS, counts.head(1)),
        remark=f"The official series begins on {_in_words(counts['date'].iloc[0])}, with a legal form that the law had just created.",
    )


@claim(
    "Intro-04",
    locator="Introduction, para. 1",
    kind="date",
    statement="The NPO Law is passed in 1998.",
    asserted=year(1998),
    discussed="04-partnerships-and-membership-rules#in-order-of-time",
)
def _year_of_passage(tables: Tables) -> Observation:
    passed, first, last = day_of_fact(tables, "CF-03"), _day(tables, "EV-28"), law_in_force(tables)
    return Observation(
        Possible(passed.year, passed.year, _in_words(passed)),
        rule="The day of the last vote, which is from outside the paper.",
        evidence=[*facts("CF-03", "CF-01"), *_events("EV-28", "EV-31", "EV-40")],
        remark=f"The paper nowhere prints the day. Its note 4 leaves {first:%B %Y}, when deliberation begins, to {_in_words(last)}, when "
        "the law comes into force.",
    )


@claim(
    "Intro-05",
    locator="Introduction, para. 1; n. 4",
    kind="description of a category",
    statement="The NPO Law gives corporate status to smaller volunteer and civic groups.",
    asserted=holds(),
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _size_of_npo_corporations(tables: Tables) -> Observation:
    reporting = tables["groups"].dropna(subset="members")
    corporations = reporting[reporting["legal_form"] == "npo_corporation"]
    others = reporting.drop(corporations.index)
    low, high = int(corporations["members"].min()), int(corporations["members"].max())
    return Observation(
        open_question(f"{low} to {high} members"),
        rule=f"Members of the {len(corporations)} groups of Tables 1 to 6 with NPO status that report a number. The paper does not say "
        "what is small.",
        evidence=records(tables, "groups", corporations),
        remark=f"Among the support groups they are not the small ones: half of them have more than "
        f"{math.floor(corporations['members'].median())} members, half of the other {len(others)} that report a number more than "
        f"{math.floor(others['members'].median())}. With so few cases, and members counted in different ways, no more can be said.",
    )


_GARON, _PEKKANEN = 1997, 2003  # the years of the works cited in notes 2 and 3


@claim(
    "Intro-06",
    locator="Introduction, para. 1",
    kind="order in time",
    statement="Garon and Pekkanen, whose works of 1997 and 2003 are cited, take the passage of the NPO Law as continued state control.",
    asserted=holds(True, "both wrote when the law was passed or later"),
    discussed="01-state-and-associational-life#preferential-treatment",
)
def _interpreters_wrote_after_the_law(tables: Tables) -> Observation:
    passed = _year(tables, "EV-31")
    return Observation(
        holds(min(_GARON, _PEKKANEN) >= passed, f"a work of {_GARON}, a law of {passed}"),
        rule="The works that notes 2 and 3 cite for the two authors, against the year of the law: a book cannot interpret a later law.",
        evidence=_events("EV-31"),
        readings=[
            Reading("Only Pekkanen is meant, whose articles notes 3 and 4 cite.", holds(passed <= _PEKKANEN)),
        ],
        remark="What either author wrote is not tested here, nor what Garon wrote elsewhere.",
    )


# Note 4: the law, its making and its numbers.


@claim(
    "Intro-07",
    locator="n. 4",
    kind="order in time",
    statement="Deliberation on an NPO law begins in December 1996, after the Hanshin-Awaji Earthquake of January 1995.",
    asserted=holds(),
    discussed="03-after-the-npo-law#the-national-picture",
)
def _deliberation_after_the_earthquake(tables: Tables) -> Observation:
    earthquake, deliberation = _day(tables, "EV-23"), _day(tables, "EV-28")
    months = (deliberation.year - earthquake.year) * 12 + deliberation.month - earthquake.month
    return Observation(
        holds(months > 0, f"{months} months later"),
        rule="The two months that the note prints, in order.",
        evidence=_events("EV-23", "EV-28"),
        remark="That the one followed from the other the note suggests and does not show.",
    )


@claim(
    "Intro-08",
    locator="n. 4",
    kind="count",
    statement="Three ruling parties begin the deliberation in the Diet.",
    asserted=exactly(3),
    discussed="03-after-the-npo-law#the-national-picture",
)
def _ruling_parties(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "text_figures",
        ["counted_one_by_one"],
        "the names of the parties, and the Diet’s record of who brought in which bill",
        evidence=[Record("text_figures", "F-07"), Record("events", "EV-28")],
        remark="The note counts the parties and names none.",
    )


@claim(
    "Intro-09",
    locator="n. 4",
    kind="date",
    statement="The NPO Law comes into force on 1 December 1998.",
    asserted=exactly(datetime.date(1998, 12, 1).toordinal(), "1 December 1998"),
    discussed="04-partnerships-and-membership-rules#in-order-of-time",
)
def _day_in_force(tables: Tables) -> Observation:
    day, counts = day_of_fact(tables, "CF-04"), _official(tables, "npo_corporations")
    first = counts[counts["value"] > 0]["date"].iloc[0]
    return Observation(
        exactly(day.toordinal(), _in_words(day)),
        rule="The day by a source from outside the paper.",
        evidence=[*facts("CF-04"), *_events("EV-40"), *records(tables, _STATISTICS, counts.head(1))],
        remark=f"The first official count of NPO corporations is of {_in_words(first)}. No group of the tables has the status before "
        f"{int(tables['groups']['npo_since'].min())}.",
    )


_REMEDIES = {"L-02": "L-06", "L-03": "L-07"}


@claim(
    "Intro-10",
    locator="n. 4",
    kind="text against text",
    statement="The law removes what had made incorporation hard for small groups: demands for assets and a long way to approval.",
    asserted=all_of(2, "both obstacles"),
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _remedies_answer_obstacles(tables: Tables) -> Observation:
    there = set(tables["law_provisions"]["provision_id"])
    answered = sum({obstacle, remedy} <= there for obstacle, remedy in _REMEDIES.items())
    return Observation(
        found(answered, len(_REMEDIES)),
        rule="The two obstacles that the note names as causes, each against the aims of the law that it lists.",
        evidence=[Record("law_provisions", entry) for pair in _REMEDIES.items() for entry in pair],
        remark="Aims are not effects: the paper gives no fee, asset or waiting time before and after.",
    )


@claim(
    "Intro-11",
    locator="n. 4",
    kind="count",
    statement="The NPO Law promotes activities in 12 areas.",
    asserted=exactly(12),
    discussed="05-conclusion#claims-checked-here",
)
def _areas_of_activity(tables: Tables) -> Observation:
    provisions = tables["law_provisions"]
    areas = provisions[provisions["kind"] == "activity_area"]
    return Observation(
        exactly(len(areas)),
        rule="The areas that the same note lists, divided at its semicolons.",
        evidence=[Record("text_figures", "F-08"), *records(tables, "law_provisions", areas)],
        remark="The last of them is support of the others.",
    )


@claim(
    "Intro-12",
    locator="n. 4",
    kind="text against text",
    statement="Before the NPO Law officials intervened strongly in incorporated groups, during the approval and after it.",
    asserted=holds(True, "a trait of the time before the law"),
    discussed="05-conclusion#what-would-change-ones-mind",
)
def _intervention_before_the_law(tables: Tables) -> Observation:
    provisions = tables["law_provisions"]
    duties = provisions[(provisions["law"] == "npo_law") & (provisions["kind"] == "duty")]
    return Observation(
        open_question(f"the NPO Law brings {len(duties)} duties to the authority") if len(duties) else holds(),
        rule="Whether the paper reports anything of the kind under the NPO Law too: duties of incorporated groups (III, para. 1).",
        evidence=[Record("law_provisions", "L-04"), *records(tables, "law_provisions", duties)],
        remark="Section III says that NPO corporations must disclose information and are supervised. Whether that is less than before is "
        "not shown.",
    )


@claim(
    "Intro-13",
    locator="n. 4",
    kind="text against table",
    statement="Before the NPO Law incorporation was out of reach for many small voluntary organisations.",
    asserted=holds(),
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _groups_without_a_form_before_the_law(tables: Tables) -> Observation:
    groups, in_force = tables["groups"], _year(tables, "EV-40")
    older = groups[(groups["began"] < in_force).fillna(False)]
    without = older[older["legal_form"].isin(["none", "npo_corporation"])]
    return Observation(
        open_question(f"{len(without)} of {len(older)} had no legal form"),
        rule=f"Groups that began before {in_force}: those that print None, or became NPO corporations later, count as without form.",
        evidence=records(tables, "groups", without),
        remark="A group without a form may not have wanted one; section III (para. 1) says so of the citizens’ groups.",
    )


@claim(
    "Intro-14",
    locator="n. 4",
    kind="official figure",
    statement="Since the law was passed, Japan’s civil society groups have multiplied fast.",
    asserted=holds(),
    discussed="03-after-the-npo-law#fig-npo-corporations",
)
def _growth_since_the_law(tables: Tables) -> Observation:
    counts = _official(tables, "npo_corporations")
    counts = counts[counts["date"].dt.year <= _year(tables, "EV-48")]
    values = _values(counts)
    text = f"{values.iloc[0]:,} in {values.index[0].year} to {values.iloc[-1]:,} in {values.index[-1].year}"
    return Observation(
        open_question(text) if values.is_monotonic_increasing else holds(False, text),
        rule="Official counts of NPO corporations up to the last year of the fieldwork, each compared with the one before. They count a "
        "legal form, not the groups.",
        evidence=records(tables, _STATISTICS, counts.iloc[[0, -1]]),
        remark="A new legal form grows from nothing even if no new group is founded. Of the support groups section II (para. 12) says that "
        "their number hardly changed.",
    )


@claim(
    "Intro-15",
    locator="n. 4",
    kind="official figure",
    statement="By 31 July 2003 there are more than 12,000 NPO corporations.",
    asserted=more_than(12_000),
    discussed="03-after-the-npo-law#fig-npo-corporations",
)
def _corporations_in_july_2003(tables: Tables) -> Observation:
    counts, day = _official(tables, "npo_corporations"), _day(tables, "EV-46")
    before, after = counts[counts["date"] <= day].tail(1), counts[counts["date"] > day].head(1)
    (start, low), (end, high) = ((frame["date"].iloc[0], int(frame["value"].iloc[0])) for frame in (before, after))
    straight = low + (high - low) * ((day - start) / (end - start))
    return Observation(
        between(low, high),
        rule=f"The official counts before and after that day, of {_in_words(start)} and {_in_words(end)}.",
        evidence=[Record("events", "EV-46"), *records(tables, _STATISTICS, pd.concat([before, after]))],
        remark=f"A straight line between the two gives {straight:,.0f}.",
    )


# Paragraph 2: foreigners in Japan.


@claim(
    "Intro-16",
    locator="Introduction, para. 2",
    kind="superlative",
    statement="Hardly any industrialised country controls its borders as tightly as Japan.",
    asserted=holds(),
    discussed="03-after-the-npo-law#without-the-status",
)
def _tight_borders(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "border-control",
        ["country"],
        "a measure of border control for the industrialised countries, and Japan’s rank by it",
        remark="The paper names neither a measure nor another country.",
    )


@claim(
    "Intro-17",
    locator="Introduction, para. 2; Introduction, para. 1",
    kind="official figure",
    statement="The past few decades brought an influx of foreign workers.",
    asserted=holds(),
    discussed="03-after-the-npo-law#fig-overstayers",
)
def _influx(tables: Tables) -> Observation:
    registered = _official(tables, "registered_foreigners")
    known = registered[registered["date"] <= _end_of_2003(tables)]
    values = _values(known)
    text = f"{values.iloc[0]:,} foreigners in {values.index[0].year}, {values.iloc[-1]:,} in {values.index[-1].year}"
    return Observation(
        open_question(text) if values.is_monotonic_increasing else holds(False, text),
        rule="Registered foreigners, each official count compared with the one before. Registration does not tell workers from others.",
        evidence=records(tables, _STATISTICS, known.iloc[[0, -1]]),
    )


def _end_of_2003(tables: Tables) -> pd.Timestamp:
    return pd.Timestamp(year=_year(tables, "EV-47"), month=12, day=31)


@claim(
    "Intro-18",
    locator="Introduction, para. 2",
    kind="official figure",
    statement="More than 1.9 million foreigners live in Japan when 2003 ends.",
    asserted=more_than(1_900_000),
    discussed="03-after-the-npo-law#fig-overstayers",
)
def _foreigners_at_the_end_of_2003(tables: Tables) -> Observation:
    registered = _official(tables, "registered_foreigners")
    then = registered[registered["date"] == _end_of_2003(tables)]
    return Observation(
        exactly(int(then["value"].iloc[0])),
        rule="Registered foreigners on 31 December 2003, by the official figures.",
        evidence=[Record("events", "EV-47"), *records(tables, _STATISTICS, then)],
        remark="The figure is that of 2004 less the published increase.",
    )


@claim(
    "Intro-19",
    locator="Introduction, para. 2",
    kind="share",
    statement="More than half of the foreigners in Japan are new immigrants, not older ones from Korea and China born there.",
    asserted=Possible(50.01, 100, "more than 50 percent"),
    discussed="01-state-and-associational-life#what-follows-from-the-figures",
)
def _share_of_new_immigrants(tables: Tables) -> Observation:
    registered = _official(tables, "registered_foreigners")
    total = registered[registered["date"] == _end_of_2003(tables)]
    starts = registered[registered["date"] <= pd.Timestamp(year=_year(tables, "EV-17"), month=12, day=31)]
    now = int(total["value"].iloc[0])
    shares = [100 * (now - int(start)) / now for start in starts["value"]]
    koreans = tables["association_figures"].query("measure == 'members' and association_id in ['A-03', 'A-04']")
    members = int(koreans["value"].sum())
    first, last = (day.year for day in starts["date"].iloc[[0, -1]])
    return Observation(
        between(min(shares), max(shares), f"{min(shares):.1f} to {max(shares):.1f} percent"),
        rule=f"The growth of registered foreigners up to 2003, as a share of those of 2003, from each official count of {first} to {last}. "
        "This takes all who were there before as old immigrants, and their number as unchanged.",
        evidence=[
            Record("text_figures", "F-02"),
            *records(tables, _STATISTICS, pd.concat([starts, total])),
            *records(tables, "association_figures", koreans),
        ],
        remark=f"The members that Mindan and Souren are said to have, Koreans born in Japan (I, para. 5), would be "
        f"{100 * members / now:.1f} percent of all foreigners, if all are foreign. Counts by nationality and status would settle it.",
    )


_COUNTRIES = {
    "Korea": "Korean",
    "China": "Chinese",
    "the Philippines": "Filipino",
    "Thailand": "Thai",
    "Iran": "Iranian",
    "India": "Indian",
    "Bangladesh": "Bangladeshi",
    "Pakistan": "Pakistani",
    "Brazil": "Brazilian",
    "Peru": "Peruvian",
}


@claim(
    "Intro-20",
    locator="Introduction, para. 2",
    kind="text against table",
    statement="New immigrants come from ten countries, Brazil and Peru among them.",
    asserted=all_of(10),
    discussed="02-support-groups#who-serves-whom",
)
def _countries_of_origin(tables: Tables) -> Observation:
    served = tables["communities_served"]
    labels = set(served["community"])
    missing = [country for country, label in _COUNTRIES.items() if label not in labels]
    unspecified = served[served["community"] == "Nikkei"]
    names = ", ".join(missing) or "none"
    return Observation(
        found(len(_COUNTRIES) - len(missing), len(_COUNTRIES)),
        rule=f"The ten countries, looked for among the communities that the groups of the tables serve. Not found: {names}.",
        evidence=records(tables, "communities_served", unspecified),
        readings=[
            Reading(
                "“Nikkei” without a country takes in Brazilians.",
                found(len(_COUNTRIES) - len([country for country in missing if country != "Brazil" or unspecified.empty]), len(_COUNTRIES)),
            )
        ],
        remark="The tables say whom the groups serve, not who immigrates. They also name Americans and Europeans, not among the ten.",
    )


@claim(
    "Intro-21",
    locator="Introduction, para. 2",
    kind="text against text",
    statement="New immigrants come to work for small and middle-sized manufacturers.",
    asserted=holds(),
    discussed="04-partnerships-and-membership-rules#the-ministries",
)
def _industries(tables: Tables) -> Observation:
    positions = tables["ministry_positions"]
    hiring = positions[positions["statement"].str.contains("industry employs foreign workers")]
    return Observation(
        open_question(f"{len(hiring)} other industries are named") if len(hiring) else holds(),
        rule="Industries outside manufacturing that section IV (para. 13) names as employers of foreign workers, one for each ministry.",
        evidence=[*records(tables, "ministry_positions", hiring), Record("events", "EV-14")],
        remark="Section II (para. 12) adds entertainers and builders. The sentence does not say “only”; no figure by industry is printed.",
    )


@claim(
    "Intro-22",
    locator="Introduction, para. 2; n. 24",
    kind="text against text",
    statement="There are about 250,000 undocumented foreign workers.",
    asserted=about(250_000),
    discussed="03-after-the-npo-law#without-the-status",
)
def _undocumented_here_and_in_the_note(tables: Tables) -> Observation:
    value = int(tables.record("events", "EV-45")["value"])
    return Observation(
        exactly(value, f"about {value:,}"),
        rule="The figure of note 24, for 2003.",
        evidence=[Record("text_figures", "F-01"), Record("events", "EV-45")],
        remark="Here they are workers, in the note foreigners; not everyone without status works. Only the note gives a year.",
    )


@claim(
    "Intro-23",
    locator="Introduction, para. 2",
    kind="official figure",
    statement="About 250,000 undocumented foreign workers are in Japan around the end of 2003.",
    asserted=about(250_000),
    discussed="03-after-the-npo-law#fig-overstayers",
)
def _undocumented_by_official_count(tables: Tables) -> Observation:
    counts, end = _official(tables, "overstayers"), _end_of_2003(tables)
    around = pd.concat([counts[counts["date"] <= end].tail(1), counts[counts["date"] > end].head(1)])
    low, high = int(around["value"].min()), int(around["value"].max())
    asserted = about(250_000)
    fitting = counts[counts["value"].between(asserted.low, asserted.high)]["date"]
    days = " and ".join(_in_words(day) for day in around["date"])
    return Observation(
        between(low, high),
        rule=f"Overstayers by the official counts of {days}.",
        evidence=[Record("text_figures", "F-01"), *records(tables, _STATISTICS, around)],
        readings=[
            Reading("People who entered without permission count as well; their number is not known.", at_least(low)),
        ],
        remark=f"It would take {250_000 - high:,} to {250_000 - low:,} such people to make up the figure. Of overstayers alone, "
        + (
            f"the last official count that rounds to it is that of {_in_words(fitting.iloc[-1])}."
            if len(fitting)
            else "no count rounds to it."
        ),
    )


@claim(
    "Intro-24",
    locator="Introduction, para. 2",
    kind="arithmetic",
    statement="The undocumented workers are among the new immigrants, and so among the 1.9 million foreigners.",
    asserted=holds(),
    discussed="03-after-the-npo-law#fig-overstayers",
)
def _undocumented_among_all(tables: Tables) -> Observation | Untested:
    then = _official(tables, "registered_foreigners").query("date == @end", local_dict={"end": _end_of_2003(tables)})
    undocumented = int(tables.record("text_figures", "F-01")["value"])
    total = int(then["value"].iloc[0])
    return needs(
        tables,
        _STATISTICS,
        ["registered_without_status"],
        "how many undocumented people were registered as foreigners",
        evidence=[Record("text_figures", "F-01"), Record("events", "EV-47"), *records(tables, _STATISTICS, then)],
        remark=f"The {total:,} are those registered. If no undocumented person was, there were {total + undocumented:,} foreigners; if all "
        f"were, {100 * undocumented / total:.1f} percent of the registered were undocumented.",
    )


@claim(
    "Intro-25",
    locator="Introduction, para. 2",
    kind="thesis",
    statement="Undocumented workers run a higher risk of accidents at work and unfair treatment than other new immigrants.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _higher_risk(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "accidents",
        ["residence_status"],
        "accidents at work and labour complaints by residence status, with the number of workers of each",
        remark="The groups’ own cases could not show it: those without trouble do not come (II, para. 10).",
    )


# Paragraph 3: how the support groups came about.


@claim(
    "Intro-26",
    locator="Introduction, para. 3",
    kind="order in time",
    statement="Undocumented workers first come for help to people with the skills; then these people form support groups.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _help_before_groups(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "groups",
        ["first_request"],
        "for each group, when the first undocumented person came for help, beside the year in which it began",
        remark="The tables date the groups only. Section II tells the story of some, without such a date.",
    )


@claim(
    "Intro-27",
    locator="Introduction, para. 3",
    kind="text against text",
    statement="Legislation keeps undocumented workers from most public services.",
    asserted=most_of(3, "by legislation"),
    discussed="04-partnerships-and-membership-rules#the-ministries",
)
def _excluded_by_law(tables: Tables) -> Observation:
    provisions = tables["law_provisions"]
    effects = provisions[provisions["kind"] == "effect"]
    exclusions = effects[effects["provision"].str.contains("out of|No more")]
    by_law = _count(exclusions["law"] == "immigration_law_1990")
    basis = effects[effects["law"] == "immigration_law_1990"]
    return Observation(
        found(by_law, len(exclusions)),
        rule="Exclusions from a public service that the paper prints, and how many it traces to a law.",
        evidence=records(tables, "law_provisions", effects),
        readings=[
            Reading(
                "The revision of the immigration law of 1990 is their basis, since it let officials treat people differently (n. 18).",
                Possible(by_law, len(exclusions) if len(basis) else by_law, "possibly all"),
            )
        ],
        remark=f"The {len(exclusions) - by_law} others come from an oral directive of a ministry (n. 18). Which other services there are "
        "is not listed, so “most” cannot be counted.",
    )


@claim(
    "Intro-28",
    locator="Introduction, para. 3",
    kind="order in time",
    statement="The groups arise as a new way to help, because government policies bar the usual ones.",
    asserted=holds(),
    discussed="02-support-groups#fig-founded",
)
def _groups_older_than_the_policies(tables: Tables) -> Observation:
    groups, policies = tables["groups"], _year(tables, "EV-18")
    older = groups[(groups["began"] < policies).fillna(False)]
    dated = groups["began"].notna().sum()
    return Observation(
        open_question(f"{len(older)} of {dated} began before {policies}") if len(older) else holds(),
        rule=f"Groups with a year of beginning, against the year of the policies that the paper names (n. 18): the law and the directive "
        f"of {policies}.",
        evidence=[*_events("EV-17", "EV-18"), *records(tables, "groups", older)],
        remark=f"The {len(older)} cannot answer to those policies; earlier ones may have done the same, but none is named.",
    )


@claim(
    "Intro-29",
    locator="Introduction, para. 3",
    kind="text against text",
    statement="The groups work against Japanese law.",
    asserted=holds(),
    discussed="05-conclusion#limits-of-the-data",
)
def _against_the_law(tables: Tables) -> Observation | Untested:
    groups, paid = tables["groups"], len(paid_groups(tables))
    certified = groups[groups["legal_form"] == "npo_corporation"]
    return needs(
        tables,
        "law_provisions",
        ["breached_by"],
        "the provisions that the groups are meant to break, and by what",
        evidence=records(tables, "groups", certified),
        remark=f"No provision is named. By the paper’s own account {len(certified)} groups were certified by a public authority as NPO "
        f"corporations, and {paid} named groups get public money.",
    )


@claim(
    "Intro-30",
    locator="Introduction, para. 3",
    kind="text against text",
    statement="Those who form the groups have rather little experience with foreigners.",
    asserted=Possible(0, 39, "fewer than half of 79 had more"),
    discussed="02-support-groups#who-serves-whom",
)
def _experience_with_foreigners(tables: Tables) -> Observation:
    total = len(tables["groups"])
    earlier = tables["events"].query("event_id in ['EV-11', 'EV-12']").dropna(subset="group_id")
    return Observation(
        between(len(earlier), total, f"{len(earlier)} or more of {total}"),
        rule="Groups whose organisation helped foreigners before the others began, as note 16 tells. Of the rest nothing is printed.",
        evidence=[*records(tables, "events", earlier), *(Record("groups", str(key)) for key in earlier["group_id"])],
        remark="Section II (para. 9) gives the founders long experience with people in need, which is another matter.",
    )


@claim(
    "Intro-31",
    locator="Introduction, para. 3",
    kind="universal",
    statement="The groups serve undocumented workers.",
    asserted=all_of(79),
    discussed="02-support-groups#who-serves-whom",
)
def _groups_that_serve_undocumented_people(tables: Tables) -> Observation:
    total, served = len(tables["groups"]), tables["communities_served"]
    named = served[served["community"] == "All undocumented foreigners"]
    return Observation(
        between(named["group_id"].nunique(), total, f"{named['group_id'].nunique()} or more of {total}"),
        rule="Groups whose row names undocumented people. The other rows name nationalities, all foreigners or nothing.",
        evidence=[*records(tables, "communities_served", named), *(Record("groups", str(key)) for key in named["group_id"].unique())],
    )


@claim(
    "Intro-32",
    locator="Introduction, para. 3",
    kind="thesis",
    statement="The activists want to change how the public sees undocumented workers and how officials treat them.",
    asserted=holds(),
    discussed="02-support-groups#what-could-not-be-tested",
)
def _aims_of_the_activists(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "groups",
        ["stated_aims"],
        "the groups’ statutes, newsletters or leaflets, coded for what they aim at",
        remark="The paper has collected such papers (Introduction, para. 5) and quotes none.",
    )


# Paragraph 4: the questions and the argument.


@claim(
    "Intro-33",
    locator="Introduction, para. 4",
    kind="thesis",
    statement="The state gives means to those groups whose aims agree with its own (Pekkanen’s view, put as a question).",
    asserted=holds(),
    discussed="05-conclusion#the-theses-one-by-one",
)
def _whom_governments_pay(tables: Tables) -> Observation:
    partnerships, receivers = tables["partnerships"], paid_groups(tables)
    paid = partnerships[(partnerships["direction_of_payment"] == "government_pays") & partnerships["group_id"].notna()]
    services = _count(receivers["category"].isin(["women", "medical"]))
    return Observation(
        open_question(f"{services} of {len(receivers)} are medical or for women"),
        rule="Groups that the paper names as paid by local governments, and their categories.",
        evidence=[*records(tables, "partnerships", paid), *records(tables, "groups", receivers)],
        remark="The paper puts this as a question and does not answer it directly. No cause or campaign is among those paid by name, but "
        "some citizens’ groups, unnamed, get local money too (II, para. 8).",
    )


@claim(
    "Intro-34",
    locator="Introduction, para. 4",
    kind="thesis",
    statement="The NPO Law has brought more partnerships between local governments and organisations of civil society.",
    asserted=holds(),
    discussed="05-conclusion#the-theses-one-by-one",
)
def _law_promotes_partnerships(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "partnerships",
        ["began"],
        "for groups with NPO status and without it, when each partnership began, before and after the law",
        evidence=_events("EV-24", "EV-40"),
        remark="Even then a law for all prefectures at once leaves no group without it to compare.",
    )


@claim(
    "Intro-35",
    locator="Introduction, para. 4; IV, para. 2; IV, para. 4",
    kind="order in time",
    statement="Partnerships with local governments follow the NPO Law.",
    asserted=exactly(0, "none before the law"),
    discussed="04-partnerships-and-membership-rules#in-order-of-time",
)
def _partnerships_before_the_law(tables: Tables) -> Observation:
    every, serving = around_the_law(tables), around_the_law(tables, SERVING)
    since, law = _year(tables, "EV-24"), law_in_force(tables).year
    return Observation(
        every.older,
        rule=f"Ties said to go back to before the law, or dated {law} or earlier. Undated ones count both ways.",
        evidence=[*_events("EV-24", "EV-40"), *records(tables, "partnerships", every.ties)],
        readings=[Reading(f"only services for a government count: {serving.older.text}", serving.older)],
        remark=f"Section IV dates the growing cooperation from {since}, {law - since} years before the law; that rules out neither that "
        "the law added to it nor that both had one cause. The conclusion says the same (V-13).",
    )


@claim(
    "Intro-36",
    locator="Introduction, para. 4",
    kind="thesis",
    statement="Through the partnerships civil society groups help to redefine the rules of membership and the duties of the state.",
    asserted=holds(),
    discussed="04-partnerships-and-membership-rules#what-redefining-membership-rules-means-here",
)
def _rules_redefined(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "partnerships",
        ["rule_changed"],
        "a written rule on who is entitled to what, changed after a group had asked for it",
        remark="The paper reports services and seats in councils. It quotes no rule before and after.",
    )


@claim(
    "Intro-37",
    locator="Introduction, para. 4",
    kind="thesis",
    statement="By tradition, officials of the central government alone define membership and the duties of the state.",
    asserted=holds(),
    discussed="04-partnerships-and-membership-rules#what-redefining-membership-rules-means-here",
)
def _monopoly_of_the_centre(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "ministry_positions",
        ["decided_with"],
        "decisions on the rights of residents over time, and who took part in each",
        remark="No earlier decision of this kind is described.",
    )


@claim(
    "Intro-38",
    locator="Introduction, para. 4",
    kind="thesis",
    statement="The partnerships show that the support groups are politically strong and independent.",
    asserted=holds(),
    discussed="05-conclusion#the-theses-one-by-one",
)
def _strength_and_independence(tables: Tables) -> Observation | Untested:
    outcomes = tables["incorporation_outcomes"]
    financed = outcomes[(outcomes["aspect"] == "funding_source") & outcomes["group_id"].notna()]
    corporations = _count(tables["groups"]["legal_form"] == "npo_corporation")
    return needs(
        tables,
        "groups",
        ["public_share_of_funds"],
        "a measure of strength, and the share of public money in each group’s accounts, year by year",
        evidence=[*records(tables, "incorporation_outcomes", financed), *(Record("groups", str(key)) for key in financed["group_id"])],
        remark=f"The new money of {len(financed)} of the {corporations} NPO corporations comes mostly from local governments (III, para. "
        "2), which could tell the other way.",
    )


@claim(
    "Intro-39",
    locator="Introduction, para. 4",
    kind="description of a category",
    statement="The support groups are small.",
    asserted=all_of(79),
    discussed="02-support-groups#size",
)
def _groups_are_small(tables: Tables) -> Observation:
    groups, associations = tables["groups"], tables.indexed("associations")
    figures = tables["association_figures"].query("measure == 'members'")
    postwar = figures[figures["association_id"].map(associations["period"]) == "postwar"]
    threshold = int(postwar["value"].min())
    small, unknown = groups[(groups["members"] < threshold).fillna(False)], groups["members"].isna().sum()
    large = groups[(groups["members"] >= threshold).fillna(False)]
    most = int(groups["members"].max())
    return Observation(
        between(len(small), len(small) + unknown, f"{len(small)} to {len(small) + unknown} of {len(groups)}"),
        rule=f"Groups with fewer members than the smallest association of section I, which has {threshold:,}; {unknown} groups give no "
        "number. The paper does not say what is small.",
        evidence=[
            *records(tables, "association_figures", postwar[postwar["value"] == threshold]),
            *records(tables, "groups", large if len(large) else groups[groups["members"] == most]),
        ],
        remark=f"The largest have {most:,} members, half of those that give a number at most {math.floor(groups['members'].median())}.",
    )


# Paragraph 5: the fieldwork.


@claim(
    "Intro-40",
    locator="Introduction, para. 5",
    kind="text against table",
    statement="The fieldwork was done with 78 support groups.",
    asserted=exactly(78),
    discussed="02-support-groups#the-six-tables",
)
def _groups_studied(tables: Tables) -> Observation:
    groups, first = tables["groups"], _year(tables, "EV-30")
    ended = groups[(groups["ended"] < first).fillna(False)]
    foreign = _founded_by_foreigners(tables)
    printed = sum(len(tables[f"table-{number}"]) for number in sorted(set(groups["table"])))
    under_rules = observe(
        tables, "groups in all", rule="Numbered rows of Tables 1 to 6.", evidence=[Record("text_figures", "F-04"), *_every_group(tables)]
    )
    readings = [
        *under_rules.readings,
        Reading(f"Without groups that had ended before the fieldwork of {first} began.", exactly(len(groups) - len(ended))),
        Reading("Without the one whose organisation Americans founded (n. 16).", exactly(len(groups) - len(foreign))),
    ]
    remark = f"The tables have {printed} rows, one without a number. Any rule that leaves out one row gives 78. {under_rules.remark}"
    return replace(under_rules, readings=readings, remark=remark.strip())


def _founded_by_foreigners(tables: Tables) -> pd.DataFrame:
    events = tables["events"]
    founded = events[(events["kind"] == "organisation_founded") & events["group_id"].notna()]
    return founded[founded["actor"].str.contains("American").fillna(False)]


@claim(
    "Intro-41",
    locator="Introduction, para. 5; Introduction, para. 4",
    kind="universal",
    statement="All the support groups studied were established by Japanese.",
    asserted=none_of(79, "none by others"),
    discussed="02-support-groups#the-six-tables",
)
def _established_by_japanese(tables: Tables) -> Observation:
    foreign, total = _founded_by_foreigners(tables), len(tables["groups"])
    return Observation(
        at_least(len(foreign), f"{len(foreign)} or more of {total} by others")
        if len(foreign)
        else Possible(0, total, f"none named of {total}"),
        rule="Groups of the tables of which the paper says that people who are not Japanese founded the organisation (n. 16). Of most "
        "groups it names no founder.",
        evidence=[*records(tables, "events", foreign), *(Record("groups", str(key)) for key in foreign["group_id"])],
        readings=[
            Reading(
                "The line for Filipinos is a group apart from the organisation that runs it, and its founders are not named.",
                Possible(0, total, "not stated"),
            )
        ],
    )


@claim(
    "Intro-42",
    locator="Introduction, para. 5",
    kind="universal",
    statement="The groups are in Tokyo and Kanagawa.",
    asserted=all_of(79),
    discussed="02-support-groups#the-six-tables",
)
def _places(tables: Tables) -> Observation:
    groups = tables["groups"]
    there = groups["location"].isin(["Tokyo", "Kanagawa"])
    tokyo = _count(groups["location"] == "Tokyo")
    return Observation(
        found(_count(there), len(groups)),
        rule="Location in Tables 1 to 6, numbered rows.",
        evidence=_every_group(tables),
        remark=f"{tokyo} are placed in Tokyo. E-172 and E-175 note two whose names say another area.",
    )


@claim(
    "Intro-43",
    locator="Introduction, para. 5; n. 13; n. 14; n. 15; n. 25",
    kind="order in time",
    statement="The data come from two rounds of fieldwork, in 1998 and in the summers of 2003 and 2004.",
    asserted=exactly(0, "none at other times"),
    discussed="05-conclusion#limits-of-the-data",
)
def _interviews_outside_the_rounds(tables: Tables) -> Observation:
    interviews = tables["interviews"]
    outside = interviews[interviews["fieldwork"] == "outside"]
    of_groups = interviews[interviews["organisation_kind"] == "support_group"]
    with_groups = _count(of_groups["fieldwork"] == "outside")
    years = ", ".join(str(value) for value in sorted(set(outside["date"].dt.year)))
    return Observation(
        exactly(len(outside), f"{len(outside)} of {len(interviews)} at other times"),
        rule=f"Interviews that the footnotes cite, dated outside both rounds{f': in {years}' if years else ''}.",
        evidence=[*_events("EV-30", "EV-44", "EV-48"), *records(tables, "interviews", outside)],
        readings=[
            Reading(f"Only interviews with support groups are fieldwork with the groups: {len(of_groups)} are cited.", exactly(with_groups))
        ],
        remark="Those at other times are with officials and with associations of foreigners.",
    )


@claim(
    "Intro-44",
    locator="Introduction, para. 5; n. 4; n. 17; n. 26",
    kind="order in time",
    statement="The first round of fieldwork, in 1998, took place before the NPO Law was passed.",
    asserted=exactly(0, "no interview after it"),
    discussed="05-conclusion#limits-of-the-data",
)
def _first_round_after_the_passage(tables: Tables) -> Observation:
    interviews, in_force, passed = tables["interviews"], law_in_force(tables), day_of_fact(tables, "CF-03")
    first = interviews[interviews["date"].dt.year == _year(tables, "EV-30")]
    after, in_effect = first[first["date"] >= passed], first[first["date"] >= in_force]
    return Observation(
        exactly(len(after), f"{len(after)} of {len(first)} after it"),
        rule=f"Cited interviews of that year, against the day of passage, {_in_words(passed)}, which is from outside the paper.",
        evidence=[
            *facts("CF-03"),
            *_events("EV-30", "EV-31", "EV-40"),
            *records(tables, "interviews", first),
            *(Record("groups", str(key)) for key in after["group_id"].dropna()),
        ],
        readings=[Reading("“passage” means that the law came into force.", exactly(len(in_effect)))],
        remark=f"The earliest is of {_in_words(first['date'].min())}. By the paper alone {len(in_effect)} of them, from "
        f"{_in_words(in_force)} on, are certainly late, since the law was then in force. Interviews that are not cited may have been "
        "earlier.",
    )


@claim(
    "Intro-45",
    locator="Introduction, para. 5",
    kind="order in time",
    statement="The second round of fieldwork took place in the summers of 2003 and 2004.",
    asserted=all_of(11),
    discussed="05-conclusion#limits-of-the-data",
)
def _second_round_in_summer(tables: Tables) -> Observation:
    interviews = tables["interviews"]
    years = [_year(tables, "EV-44"), _year(tables, "EV-48")]
    later = interviews[interviews["date"].dt.year > _year(tables, "EV-30") + 1]
    summer = later["date"].dt.year.isin(years) & later["date"].dt.month.isin([6, 7, 8])
    return Observation(
        found(int(summer.sum()), len(later)),
        rule="Cited interviews after 1999; summer is June to August.",
        evidence=[*_events("EV-44", "EV-48"), *records(tables, "interviews", later)],
        remark=f"The first is of {_in_words(later['date'].min())}, the last of {_in_words(later['date'].max())}.",
    )


@claim(
    "Intro-46",
    locator="Introduction, para. 5",
    kind="text against table",
    statement="Both rounds of fieldwork, before the law and after it, were with the 78 groups.",
    asserted=exactly(78),
    discussed="03-after-the-npo-law#before-and-after",
)
def _groups_there_in_both_rounds(tables: Tables) -> Observation:
    groups = tables["groups"]
    first, second, last = (_year(tables, event) for event in ("EV-30", "EV-44", "EV-48"))
    ended_early, ended_between = (groups["ended"] < first).fillna(False), (groups["ended"] < second).fillna(False)
    late = (groups["began"] > first).fillna(False)
    undated = groups["began"].isna() & ~ended_between
    possible = int((~ended_between & ~late).sum())
    absent = groups[ended_between | late | undated]
    either = int((~ended_early & ~(groups["began"] > last).fillna(False)).sum())
    interviews = tables["interviews"].dropna(subset="group_id")
    in_first, in_second = (set(interviews[interviews["fieldwork"] == name]["group_id"]) for name in ("first", "second"))
    return Observation(
        between(possible - int(undated.sum()), possible),
        rule=f"Numbered groups that existed both in {first} and in {second}. Groups without a year may or may not have.",
        evidence=[*_events("EV-30", "EV-44", "EV-48"), *records(tables, "groups", absent)],
        readings=[Reading("The two rounds together cover them: groups that existed in one of them at least.", exactly(either))],
        remark=f"Groups with a cited interview in either round: {len(in_first)} and {len(in_second)}; in both rounds: "
        f"{len(in_first & in_second)}. The evidence lists the groups that did not, or may not, exist in both.",
    )


@claim(
    "Intro-47",
    locator="Introduction, para. 5",
    kind="text against text",
    statement="The author held 196 in-depth interviews.",
    asserted=exactly(196),
    discussed="05-conclusion#limits-of-the-data",
)
def _number_of_interviews(tables: Tables) -> Observation:
    interviews = tables["interviews"]
    cited = pd.concat([interviews["group_id"], interviews["second_group_id"]]).dropna().nunique()
    return Observation(
        at_least(len(interviews), f"{len(interviews)} cited"),
        rule="Interviews that the footnotes cite, each counted once; the others are not listed.",
        evidence=[Record("text_figures", "F-05"), *records(tables, "interviews", interviews)],
        remark=f"They are with people of {cited} of the {len(tables['groups'])} groups, officials, and associations of foreigners.",
    )


@claim(
    "Intro-48",
    locator="Introduction, para. 5",
    kind="text against text",
    statement="Those interviewed are people of the groups, officials, and foreign migrants.",
    asserted=all_of(3, "all three kinds"),
    discussed="05-conclusion#limits-of-the-data",
)
def _kinds_of_people_interviewed(tables: Tables) -> Observation:
    interviews = tables["interviews"]
    kinds = interviews["organisation_kind"].astype("str")
    certain = int((kinds == "support_group").any()) + int(kinds.str.endswith("government").any())
    associations = interviews[kinds == "association_of_foreigners"]
    return Observation(
        between(certain, certain + min(1, len(associations)), f"{certain} for certain, {len(associations)} interviews open"),
        rule="The three kinds, looked for among the cited interviews. Who speaks for an association of foreigners may be a migrant or not.",
        evidence=records(tables, "interviews", associations),
        remark="No interview with anyone whom a group helped is cited.",
    )


@claim(
    "Intro-49",
    locator="Introduction, para. 5; IV, para. 4",
    kind="text against text",
    statement="The author observed deliberations that local governments held with the groups.",
    asserted=holds(),
    discussed="04-partnerships-and-membership-rules#in-order-of-time",
)
def _deliberations_observed(tables: Tables) -> Observation:
    meeting = tables.record("events", "EV-36")
    round_year, held = _year(tables, "EV-30"), int(str(meeting["date"])[:4])
    text = f"a meeting of {held}, fieldwork in {round_year}"
    return Observation(
        open_question(text) if held == round_year else holds(False, text),
        rule="Whether the one meeting that section IV dates falls in a year of the fieldwork. Whether the author was there is not said.",
        evidence=_events("EV-30", "EV-36"),
    )


@claim(
    "Intro-50",
    locator="Introduction, para. 5",
    kind="universal",
    statement="The author collected the newsletters of every support group.",
    asserted=holds(),
    discussed="05-conclusion#limits-of-the-data",
)
def _newsletters(tables: Tables) -> Observation | Untested:
    groups, first = tables["groups"], _year(tables, "EV-30")
    ended = groups[(groups["ended"] < first).fillna(False)]
    return needs(
        tables,
        "groups",
        ["newsletter"],
        "a list of the newsletters, group by group",
        evidence=records(tables, "groups", ended),
        remark=f"No footnote cites one. {len(ended)} of the numbered groups had ended before {first}.",
    )


# Paragraph 6: the plan.


@claim(
    "Intro-51",
    locator="Introduction, para. 6",
    kind="count",
    statement="The paper has five sections.",
    asserted=exactly(5),
    discussed="index#how-the-chapters-mirror-the-paper",
)
def _sections(tables: Tables) -> Observation:
    places = pd.concat([frame["locator"] for frame in tables.values() if "locator" in frame]).dropna()
    numerals = sorted({numeral for place in places for numeral in re.findall(r"\b([IVX]+), para\.", place)})
    return Observation(
        exactly(len(numerals)),
        rule=f"Numbered sections from which the records of this book are taken: {', '.join(numerals)}.",
        evidence=[Record("text_figures", "F-06")],
        remark="The introduction has no number.",
    )
