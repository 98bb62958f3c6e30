"""The multiverse of counting rules: on a small dataset that can be counted by hand, against the other counting module, and as a whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from supportgroups.audit import Result, Verdict, asserted_counts
from supportgroups.by_year import active_by_year, founded_by_year
from supportgroups.facts.counting_rules import (
    COUNTS,
    PLAIN,
    SWITCHES,
    Option,
    Switch,
    all_at_once,
    assumptions,
    count,
    deviations,
    distinct_sets,
    distribution,
    flip_rates,
    hitting,
    in_words,
    multiverse,
    one,
    rule_sets,
    simplest,
    under_rules,
)
from supportgroups.facts.tables import Range, Tables

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


def bodies_counted(tables: Tables, rules: dict[str, str]) -> pd.DataFrame:
    """Return the groups under one set of rules, each with its category and years, as `supportgroups.by_year` takes them."""
    under = under_rules(tables, one(rules))
    category = under.bodies["category"].astype(tables["groups"]["category"].dtype)
    shown = under.bodies.assign(category=category, began=pd.array(under.began[0], dtype="Float64"))
    rolls: pd.DataFrame = shown.loc[under.member[0], ["group_id", "name", "category", "began", "ended"]].reset_index(drop=True)
    return rolls


@pytest.fixture(scope="module")
def asserted(tables: Tables) -> dict[str, Range]:
    """Return what the paper asserts of each count."""
    return asserted_counts(tables)


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


def test_a_group_drops_out_with_the_year_in_which_it_ended(small: Tables) -> None:
    found = {
        ended: count(small.with_cell("groups", "T1-11", "ended", ended), "groups by 1992", {"ended groups": "drop out"})
        for ended in (1992, 1993)
    }
    assert found == {1992: 1, 1993: 2}


# A count of some years → category, and the years at both ends of it.
ENDS: dict[str, tuple[str, dict[int, int]]] = {
    "Christian groups by 1987": ("christian", {1987: 1, 1988: 0}),
    "unions of the late 1980s": ("union", {1984: 0, 1985: 1, 1989: 1, 1990: 0}),
    "lawyers of the late 1980s": ("legal", {1984: 0, 1985: 1, 1989: 1, 1990: 0}),
    "medical groups from 1990 on": ("medical", {1989: 0, 1990: 1}),
}


@pytest.mark.parametrize("name", ENDS)
def test_the_years_at_the_ends_of_a_count(small: Tables, name: str) -> None:
    category, expected = ENDS[name]
    of_category = small.with_cell("groups", "T3-01", "category", category)
    assert {year: count(of_category.with_cell("groups", "T3-01", "began", year), name) for year in expected} == expected


def test_the_merged_office_counts_from_the_earlier_year(small: Tables) -> None:
    later = small.with_cell("groups", "T1-01", "began", 2003)
    together = bodies_counted(later, {"offices of one body": "one name, one group"}).set_index("group_id")
    assert together.loc["T1-01", "began"] == 2000
    assert "T1-02" not in together.index


def test_an_unknown_switch_or_option_is_refused(small: Tables) -> None:
    with pytest.raises(ValueError, match=r"there is no counting rule “weather”; there are: .*rows without a year"):
        count(small, "groups in all", {"weather": "fine"})
    with pytest.raises(ValueError, match="there is no answer to “desks” “chairs”; there are: groups, parts"):
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


@pytest.mark.parametrize("name", COUNTS)
def test_groups_that_are_alike_are_counted_together(tables: Tables, name: str) -> None:
    """Each for itself they give the same under every rule set; one more of a kind adds as much as if it were of another."""
    groups = tables["groups"]
    again = groups[groups["group_id"].isin(["T2-08", "T4-05", "T1-09"])]
    again = pd.concat([again.assign(group_id=again["group_id"].str.replace("-", f"-{time}")) for time in (8, 9)])
    many = tables.with_table("groups", pd.concat([groups, again.astype(groups.dtypes)]))
    for dataset in (tables, many):
        each = COUNTS[name].value(under_rules(dataset, rule_sets()))
        asked = all_at_once(dataset, {name: Range(each[0], each[0])})[name]
        assert asked.sum() == (each == each[0]).sum()
    assert len(distinct_sets(many, COUNTS[name])) == len(distinct_sets(tables, COUNTS[name]))


def test_two_ways_to_count_agree(tables: Tables) -> None:
    for _, rules in rule_sets().sample(12, random_state=1).iterrows():
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
    under = under_rules(tables, rules)
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
    spread = distribution(frame, Range(57, 57))
    assert spread["rule_sets"].sum() == len(frame)
    assert spread["share"].sum() == pytest.approx(1)
    assert spread.loc[spread["asserted"], "value"].to_list() == [57]
    assert spread.loc[spread["plain"], "value"].to_list() == [count(tables, "groups by 1992")]
    assert spread.loc[spread["asserted"], "rule_sets"].sum() == len(hitting(frame, Range(57, 57)))


def test_hits_come_in_order_of_their_distance_from_the_plain_reading(tables: Tables) -> None:
    asked = COUNTS["groups by 1992"]
    hits = hitting(multiverse(tables, asked), Range(57, 57))
    assert (hits["value"] == 57).all()
    assert hits["deviations"].is_monotonic_increasing
    assert hits["deviations"].iloc[0] > 0


def test_the_simplest_hits_have_nothing_to_spare(tables: Tables, asserted: dict[str, Range]) -> None:
    for name, asked in COUNTS.items():
        hits = simplest(hitting(multiverse(tables, asked), asserted[name]))
        for row in hits.drop(columns=["value", "deviations"]).head(3).to_dict("records"):
            for switch in [switch for switch in SWITCHES if row.get(switch.name, switch.plain) != switch.plain]:
                value = count(tables, name, {str(key): option for key, option in row.items()} | {switch.name: switch.plain})
                assert not asserted[name].low <= value <= asserted[name].high


def test_all_at_once_sets_every_rule_set_against_every_count(tables: Tables, asserted: dict[str, Range]) -> None:
    joint = all_at_once(tables, asserted)
    assert len(joint) == len(rule_sets())
    assert joint["given"].is_monotonic_decreasing
    best = joint.iloc[0]
    rules = {switch.name: best[switch.name] for switch in SWITCHES}
    for name, meant in asserted.items():
        assert best[name] == (meant.low <= count(tables, name, rules) <= meant.high)
    assert (joint["given"] == joint[list(asserted)].sum(axis="columns")).all()


def test_rule_sets_that_count_the_same_groups_are_one(small: Tables) -> None:
    sets = distinct_sets(small, COUNTS["groups in all"])
    assert sets["rule_sets"].sum() == len(multiverse(small, COUNTS["groups in all"]))
    assert sets.iloc[0][list(PLAIN)].to_dict() == PLAIN
    simplest_of_each = sets[list(PLAIN)].astype("str").to_dict("records")
    names = [list(bodies_counted(small, {str(switch): option for switch, option in row.items()})["name"]) for row in simplest_of_each]
    assert len({frozenset(of_set) for of_set in names}) == len(sets)
    assert [len(of_set) for of_set in names] == list(sets["value"])


@pytest.mark.parametrize("name", COUNTS)
def test_rule_sets_that_can_change_nothing_make_no_sets(tables: Tables, name: str) -> None:
    """Least of all for a lead: other categories' sizes change under rules that leave it as it is."""
    rule_sets_that_can, sets = multiverse(tables, COUNTS[name]), distinct_sets(tables, COUNTS[name])
    assert sets["rule_sets"].sum() == len(rule_sets_that_can)
    assert set(sets["value"]) == set(rule_sets_that_can["value"])


def test_a_switch_flips_a_count_where_it_alone_changes_it(small: Tables) -> None:
    rates = flip_rates(small, COUNTS["new groups since 1998"])
    rules = rule_sets().assign(value=COUNTS["new groups since 1998"].value(under_rules(small, rule_sets())))
    for switch in SWITCHES:
        others = [other.name for other in SWITCHES if other is not switch]
        assert rates[switch.name] == (rules.groupby(others)["value"].nunique() > 1).mean()
    # The union of 1998 is the only one of that year, and has an italic one: each of the two switches matters under half of the other.
    assert (rates["since 1998"], rates["italic years"], rates["bodies of note 16"]) == (0.5, 0.5, 0)


def test_what_one_must_assume_is_shown_by_shares_of_sets(small: Tables) -> None:
    """Plainly two groups of the small dataset have begun since 1998; at most four, with that of 1998 and the one without a year."""
    asked = COUNTS["new groups since 1998"]
    shares = assumptions(small, asked, Range(2, 2)).set_index(["switch", "option"])
    assert shares.groupby("switch")[["all", "giving"]].sum().to_numpy() == pytest.approx(1)
    assert set(shares.index.unique("switch")) == {switch for switch, rate in flip_rates(small, asked).items() if rate}
    assert assumptions(small, asked, Range(99, 99))["giving"].isna().all()
    # Each set of groups counts once: an option has the part of it that it has among the rule sets that come to it.
    rules = rule_sets()
    sets = pd.Series([tuple(row) for row in asked.chosen(under_rules(small, rules))])
    recent = (rules["rows without a year"] == "recent").groupby(sets).mean()
    assert shares.loc[("rows without a year", "recent"), "all"] == pytest.approx(recent.mean())
    assert recent.mean() > 0.25
    most = assumptions(small, asked, Range(4, 4)).set_index(["switch", "option"])["giving"]
    assert (most["since 1998", "from 1998 on"], most["rows without a year", "recent"]) == (1, 1)


def test_each_count_is_that_of_a_claim(tables: Tables, results: list[Result]) -> None:
    of_claim = {result.claim.identifier: result for result in results}
    for asked in COUNTS.values():
        result = of_claim[asked.claim]
        if result.multiverse is not None:
            pd.testing.assert_frame_equal(result.multiverse, multiverse(tables, asked))


def test_a_count_that_other_rules_give_is_reproducible_and_names_them(results: list[Result]) -> None:
    counts = [(result, result.multiverse) for result in results if result.multiverse is not None]
    assert counts
    for result, frame in counts:
        given = len(hitting(frame, result.meant[0].core)) > 0
        assert given is (result.verdict in {Verdict.REPRODUCED, Verdict.REPRODUCIBLE}), result.claim.identifier
        named = "Another reading gives it" in result.rule or "Other readings give it" in result.rule
        assert named is (result.verdict is Verdict.REPRODUCIBLE), result.claim.identifier


def test_rules_in_words() -> None:
    assert in_words(PLAIN) == ""
    for switch in SWITCHES:
        for option in switch.options[1:]:
            assert in_words({switch.name: option.name}) == option.sentence


def test_the_first_option_of_a_switch_is_the_plain_reading() -> None:
    assert Switch("weather", "What is it like?", (Option("fine", "It is fine."), Option("rain", "It rains."))).plain == "fine"
