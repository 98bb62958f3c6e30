"""The multiverse of counting rules: on a small dataset that can be counted by hand, against the other counting module, and as a whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from supportgroups.audit import Tables, ledger
from supportgroups.audit.claims import Observation, Verdict, compare
from supportgroups.audit.multiverse import (
    COUNTS,
    PLAIN,
    READINGS,
    SWITCHES,
    Option,
    Switch,
    all_at_once,
    bodies_counted,
    count,
    counted,
    deviations,
    distribution,
    hitting,
    in_words,
    multiverse,
    observe,
    rule_sets,
    simplest,
)
from supportgroups.audit.values import exactly
from supportgroups.counting import active_by_year, founded_by_year

CATEGORIES = ["christian", "union", "women", "medical", "legal", "citizens"]


def group(group_id: str, category: str, began: int | None, **others: Any) -> dict[str, Any]:
    return {"group_id": group_id, "category": category, "name_en": group_id, "began": began, **others}


@pytest.fixture
def small() -> Tables:
    """Return six groups, of which every rule changes something, and two former bodies."""
    groups = pd.DataFrame(
        [
            group("T1-01", "christian", 1990),
            group("T1-02", "christian", 2000),
            group("T1-10", "christian", 2002),
            group("T1-11", "christian", 1992, ended=2002),
            group("T2-01", "union", 1998, organisation_founded=1984),
            group("T2-08", "union", None),
            group("T3-01", "women", 1995),
        ],
        columns=["group_id", "category", "name_en", "legal_form", "began", "ended", "organisation_founded"],
    )
    years = dict.fromkeys(["began", "ended", "organisation_founded"], "Int64")
    groups = groups.astype({**years, "legal_form": "str", "category": pd.CategoricalDtype(CATEGORIES, ordered=True)})
    predecessors = pd.DataFrame(
        {
            "group_id": ["T1-10", "T3-01"],
            "name_en": ["Centre", "Women of Asia"],
            "began": pd.Series([1992, 1977], dtype="Int64"),
            "ended": pd.Series([2002, None], dtype="Int64"),
            "own_row": [True, False],
        }
    )
    events = pd.DataFrame({"event_id": ["EV-13"], "group_id": ["T3-01"], "date": ["1977"], "locator": ["n. 16"]})
    keys = {"groups": ["group_id"], "predecessors": ["group_id"], "events": ["event_id"]}
    return Tables({"groups": groups, "predecessors": predecessors, "events": events}, keys)


BY_HAND: list[tuple[str, dict[str, str], int]] = [
    ("groups in all", {}, 7),
    ("groups in all", {"row without a number": "a group"}, 8),
    ("groups in all", {"former bodies in a row": "groups"}, 8),
    ("groups in all", {"rows without a year": "no groups"}, 6),
    ("groups in all", {"ended groups": "drop out"}, 6),
    ("groups in all", {"offices of one body": "one name, one group"}, 6),
    ("groups in all", {"desks": "parts"}, 6),
    ("groups in all", {"ended groups": "drop out", "former bodies in a row": "groups"}, 6),
    ("groups by 1992", {}, 2),
    ("groups by 1992", {"row without a number": "a group"}, 3),
    ("groups by 1992", {"row without a number": "dates its successor"}, 3),
    ("groups by 1992", {"former bodies in a row": "date their successors"}, 3),
    ("groups by 1992", {"former bodies in a row": "date their successors", "bodies of note 16": "in no year"}, 2),
    ("groups by 1992", {"former bodies in a row": "groups", "bodies of note 16": "in no year"}, 2),
    ("groups by 1992", {"italic years": "date the group"}, 3),
    ("groups by 1992", {"rows without a year": "early"}, 3),
    ("groups by 1992", {"rows without a year": "recent"}, 2),
    ("new groups since 1998", {}, 2),
    ("new groups since 1998", {"since 1998": "from 1998 on"}, 3),
    ("new groups since 1998", {"rows without a year": "recent"}, 3),
    ("new groups since 1998", {"offices of one body": "branches too"}, 1),
    ("new groups since 1998", {"row without a number": "dates its successor"}, 1),
    ("first Christian group", {}, 1990),
    ("older than the first Christian group", {}, 0),
    ("older than the first Christian group", {"former bodies in a row": "groups"}, 1),
    ("older than the first Christian group", {"rows without a year": "early"}, 1),
    ("other pioneers", {"former bodies in a row": "groups"}, 0),
    ("other pioneers", {"italic years": "date the group"}, 1),
    ("lead of the medical groups", {}, -4),
]


def test_a_count_by_hand(small: Tables, subtests: pytest.Subtests) -> None:
    for name, rules, value in BY_HAND:
        with subtests.test(f"{name}, {rules or 'plain'}"):
            assert count(small, name, rules) == value


def test_the_merged_office_counts_from_the_earlier_year(small: Tables) -> None:
    later = small.with_cell("groups", "T1-01", "began", 2003)
    together = bodies_counted(later, {"offices of one body": "one name, one group"}).set_index("group_id")
    assert together.loc["T1-01", "began"] == 2000
    assert "T1-02" not in together.index


def test_an_unknown_switch_or_option_is_refused(small: Tables) -> None:
    with pytest.raises(KeyError):
        count(small, "groups in all", {"weather": "fine"})
    with pytest.raises(KeyError):
        count(small, "groups in all", {"desks": "chairs"})


def test_switches_are_named_once_and_asked_in_full() -> None:
    assert len({switch.name for switch in SWITCHES}) == len(SWITCHES)
    for switch in SWITCHES:
        assert "?" in switch.question
        assert len(switch.options) >= 2
        assert len({option.name for option in switch.options}) == len(switch.options)
        assert all(option.sentence.endswith(".") for option in switch.options)
        assert switch.plain == switch.options[0].name
    assert len({option.sentence for switch in SWITCHES for option in switch.options}) == sum(len(switch.options) for switch in SWITCHES)


def test_switches_are_independent() -> None:
    rules = rule_sets()
    assert len(rules) == np.prod([len(switch.options) for switch in SWITCHES])
    assert not rules.duplicated().any()
    assert rules.iloc[0].to_dict() == PLAIN
    assert deviations(rules).iloc[0] == 0
    assert deviations(rules).max() == len(SWITCHES)


def test_every_option_makes_a_difference_somewhere(tables: Tables) -> None:
    frames = [multiverse(tables, asked) for asked in COUNTS.values()]
    for switch in SWITCHES:
        concerned = [frame for frame in frames if switch.name in frame]
        for option in switch.options[1:]:
            assert any(
                (
                    frame.loc[frame[switch.name] == switch.plain, "value"].to_numpy()
                    != frame.loc[frame[switch.name] == option.name, "value"]
                ).any()
                for frame in concerned
            ), (switch.name, option.name)


def test_the_plain_reading_is_that_of_the_counting_module(tables: Tables) -> None:
    groups = tables["groups"]
    assert count(tables, "groups by 1992") == founded_by_year(groups, range(1900, 1993)).sum(axis=None)
    assert count(tables, "new groups since 1998") == founded_by_year(groups, range(1999, 2006)).sum(axis=None)
    assert count(tables, "Christian groups by 1987") == founded_by_year(groups, range(1900, 1988))["christian"].sum()


def test_two_ways_to_count_agree(tables: Tables) -> None:
    for _, rules in rule_sets().sample(20, random_state=1).iterrows():
        chosen = {switch.name: str(rules[switch.name]) for switch in SWITCHES}
        rolls = bodies_counted(tables, chosen)
        if chosen["ended groups"] == "count on":
            rolls = rolls.assign(ended=pd.array([None] * len(rolls), dtype="Int64"))
        by_hand = active_by_year(rolls, [1992]).sum(axis=None)
        assert count(tables, "groups by 1992", chosen) == by_hand


def test_a_row_of_the_multiverse_is_the_count_under_its_rules(tables: Tables) -> None:
    for name in ("groups by 1992", "new groups since 1998", "older than the first Christian group"):
        frame = multiverse(tables, COUNTS[name])
        for row in frame.sample(5, random_state=2).to_dict("records"):
            value = row.pop("value")
            assert count(tables, name, {str(switch): option for switch, option in row.items()}) == value


def test_a_switch_that_is_not_shown_changes_nothing(tables: Tables) -> None:
    rules = rule_sets()
    under = counted(tables, rules)
    for asked in COUNTS.values():
        frame = multiverse(tables, asked)
        shown = [column for column in frame if column != "value"]
        values = rules.assign(value=asked.value(under))
        if not shown:
            assert values["value"].nunique() == 1
            continue
        joined = values.merge(frame, on=shown, suffixes=("", "_shown"))
        assert len(joined) == len(values)
        assert (joined["value"] == joined["value_shown"]).all()


def test_the_distribution_accounts_for_every_rule_set(tables: Tables) -> None:
    asked = COUNTS["groups by 1992"]
    frame = multiverse(tables, asked)
    spread = distribution(frame, asked.asserted)
    assert spread["rule_sets"].sum() == len(frame)
    assert spread["share"].sum() == pytest.approx(1)
    assert spread.loc[spread["asserted"], "value"].to_list() == [57]
    assert spread.loc[spread["plain"], "value"].to_list() == [count(tables, "groups by 1992")]
    assert spread.loc[spread["asserted"], "rule_sets"].sum() == len(hitting(frame, asked.asserted))


def test_hits_come_in_order_of_their_distance_from_the_plain_reading(tables: Tables) -> None:
    asked = COUNTS["groups by 1992"]
    hits = hitting(multiverse(tables, asked), asked.asserted)
    assert (hits["value"] == 57).all()
    assert hits["deviations"].is_monotonic_increasing
    assert hits["deviations"].iloc[0] > 0


def test_the_simplest_hits_have_nothing_to_spare(tables: Tables) -> None:
    for name, asked in COUNTS.items():
        hits = simplest(hitting(multiverse(tables, asked), asked.asserted))
        for row in hits.drop(columns=["value", "deviations"]).head(10).to_dict("records"):
            for switch in [switch for switch in SWITCHES if row.get(switch.name, switch.plain) != switch.plain]:
                value = count(tables, name, {str(key): option for key, option in row.items()} | {switch.name: switch.plain})
                assert not asked.asserted.low <= value <= asked.asserted.high


def test_all_at_once_sets_every_rule_set_against_every_count(tables: Tables) -> None:
    joint = all_at_once(tables)
    assert len(joint) == len(rule_sets())
    assert joint["given"].is_monotonic_decreasing
    best = joint.iloc[0]
    rules = {switch.name: best[switch.name] for switch in SWITCHES}
    for name, asked in COUNTS.items():
        assert best[name] == (asked.asserted.low <= count(tables, name, rules) <= asked.asserted.high)
    assert (joint["given"] == joint[list(COUNTS)].sum(axis="columns")).all()


def test_each_count_is_that_of_a_claim(tables: Tables) -> None:
    claims = {entry.identifier: entry for entry in ledger()}
    for asked in COUNTS.values():
        entry = claims[asked.claim]
        assert [(figure.low, figure.high) for figure in entry.asserted] == [(asked.asserted.low, asked.asserted.high)]
        assert entry.locator.split("; ")[0] in asked.locator.split("; ")
        observed = entry.check(tables)
        assert isinstance(observed, Observation)
        if observed.multiverse is not None:
            pd.testing.assert_frame_equal(observed.multiverse, multiverse(tables, asked))


def test_what_is_observed_has_the_readings_that_the_multiverse_finds(tables: Tables) -> None:
    for name, asked in COUNTS.items():
        seen = observe(tables, name, rule="Counted plainly.")
        assert seen.multiverse is not None
        assert len(seen.readings) <= READINGS
        for reading in seen.readings:
            assert not isinstance(reading.observed, list)
            assert compare([asked.asserted], [reading.observed]) is Verdict.REPRODUCED  # type: ignore[list-item]


def test_what_no_rule_gives_is_observed_without_readings(tables: Tables) -> None:
    without = tables.with_cell("groups", "T4-19", "legal_form", "none")
    seen = observe(without, "groups with NPO status", rule="Counted plainly.")
    assert seen.observed == exactly(5)
    assert not seen.readings


def test_rules_in_words() -> None:
    assert in_words(PLAIN) == ""
    for switch in SWITCHES:
        for option in switch.options[1:]:
            assert in_words({switch.name: option.name}) == option.sentence


def test_a_switch_knows_its_options() -> None:
    switch = Switch("weather", "What is it like?", (Option("fine", "It is fine."), Option("rain", "It rains.")))
    assert switch.plain == "fine"
    assert switch.sentence("rain") == "It rains."
    with pytest.raises(KeyError):
        switch.sentence("snow")
