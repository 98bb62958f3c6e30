"""The claim audit: each check can give another outcome, verdicts follow from what is asserted and observed, and the ledger prints.

The form of the claims is not looked at here: `python -m supportgroups check` does that (`supportgroups.check.claims`).
"""

from __future__ import annotations

import csv
import importlib.resources
import io
import json
import math
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import paper
import pytest
from jsonschema import Draft202012Validator
from mutations import Mutation, column, introduction, printed_tables, section_i, section_ii, section_iii, section_iv, section_v

from supportgroups.__main__ import main
from supportgroups.audit import Claim, Kind, Record, Result, Tables, Verdict, audit, claims, judge, ledger
from supportgroups.audit.claims import SECTIONS, Check, Observation, Reading, Untested, claim, compare, records
from supportgroups.audit.report import NARROWEST, SCHEMA, as_csv, as_json, as_table, filtered, headline, rows
from supportgroups.audit.untested import needs
from supportgroups.audit.values import (
    Possible,
    about,
    all_of,
    at_least,
    at_most,
    between,
    exactly,
    few_of,
    found,
    holds,
    more_than,
    most_of,
    nearly,
    none_of,
    open_question,
    year,
)
from supportgroups.dataset import data_directory, read_descriptor, read_table

MUTATIONS: dict[str, Mutation] = {
    identifier: mutation
    for module in (introduction, section_i, section_ii, section_iii, section_iv, section_v, printed_tables)
    for identifier, mutation in module.MUTATIONS.items()
}
LONGEST_RUN = 8
"""The most words in a row that a claim may share with the paper."""


# --- every claim: a change that matters ---


def test_every_claim_has_a_change_that_matters_to_it() -> None:
    identifiers = {entry.identifier for entry in ledger()}
    assert identifiers - MUTATIONS.keys() == set()
    assert MUTATIONS.keys() - identifiers == set()


def test_every_check_gives_another_outcome_when_its_data_change(tables: Tables, results: list[Result]) -> None:
    unchanged = []
    for before in results:
        identifier = before.claim.identifier
        after = judge(before.claim, MUTATIONS[identifier](tables)) if identifier in MUTATIONS else before
        if (before.observed, before.verdict) == (after.observed, after.verdict):
            unchanged.append(identifier)
    assert unchanged == []


# --- every claim: in words of its own ---


def texts(result: Result) -> list[str]:
    """Return all that a claim says in words of its own."""
    return [result.claim.statement, result.asserted, result.observed, result.rule, result.remark]


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Return all runs of so many words, without punctuation and capitals."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


@pytest.mark.usefixtures("paper_at_hand")
def test_no_claim_copies_the_paper(results: list[Result]) -> None:
    printed = set().union(*(runs(passage, LONGEST_RUN + 1) for passage in paper.passages().values()))
    copied = {
        result.claim.identifier: [" ".join(run) for run in shared]
        for result in results
        if (shared := {run for text in texts(result) for run in runs(text, LONGEST_RUN + 1)} & printed)
    }
    assert copied == {}


# --- the audit as a whole ---


def test_no_page_types_how_many_claims_there_are(repository: Path) -> None:
    number = r"(\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|no|all)"
    verdicts = "|".join(Verdict)
    counted = rf"\b{number}\s+(claims|(of the claims|claims)\s+are|{verdicts}|are\s+({verdicts}))\b"
    typed = []
    for page in sorted((repository / "book").glob("*.ipynb")):
        for cell_ in json.loads(page.read_text(encoding="utf-8"))["cells"]:
            if cell_["cell_type"] == "markdown":
                words = re.sub(r"\{glue:text\}`\w+`|<[^>]*>", "", "".join(cell_["source"]))
                typed += [(page.name, found_[0]) for found_ in re.finditer(counted, words, re.IGNORECASE)]
    assert typed == []


def test_the_audit_goes_through_the_whole_ledger(results: list[Result]) -> None:
    assert [result.claim for result in results] == ledger()


@pytest.mark.usefixtures("results")
def test_checks_leave_the_tables_as_they_are(tables: Tables) -> None:
    untouched = Tables.load()
    assert list(tables) == list(untouched)
    for name in untouched:
        pd.testing.assert_frame_equal(tables[name], untouched[name])


# --- values: each word of measure has one meaning ---


MEANINGS: list[tuple[Possible, tuple[float, float, str]]] = [
    (exactly(1200), (1200, 1200, "1,200")),
    (exactly(2.5), (2.5, 2.5, "2.5")),
    (exactly(2, "a pair"), (2, 2, "a pair")),
    (year(2002), (2002, 2002, "2002")),
    (between(3, 1000), (3, 1000, "3 to 1,000")),
    (between(3, 3), (3, 3, "3")),
    (at_least(7), (7, math.inf, "7 or more")),
    (at_most(7), (0, 7, "7 or fewer")),
    (more_than(12_000), (12_001, math.inf, "more than 12,000")),
    (about(80), (75, 84, "about 80")),
    (about(250_000), (245_000, 254_999, "about 250,000")),
    (nearly(100_000), (90_000, 99_999, "nearly 100,000")),
    (most_of(14), (8, 14, "most of 14")),
    (most_of(19), (10, 19, "most of 19")),
    (few_of(79), (1, 39, "few of 79")),
    (few_of(8), (1, 3, "few of 8")),
    (few_of(1), (1, 1, "few of 1")),
    (all_of(8), (8, 8, "all 8")),
    (none_of(8), (0, 0, "none of 8")),
    (found(3, 1200), (3, 3, "3 of 1,200")),
    (holds(), (1, 1, "yes")),
    (holds(False), (0, 0, "no")),
    (holds(text="a foundation"), (1, 1, "a foundation")),
    (open_question("some of them"), (0, 1, "some of them")),
]


def test_a_word_of_measure_means_one_thing() -> None:
    assert [tuple(possible) for possible, _ in MEANINGS] == [expected for _, expected in MEANINGS]


def test_the_lower_end_of_a_range_comes_first() -> None:
    with pytest.raises(ValueError, match="expected the lower end first: 3 to 2"):
        between(3, 2)


COMPARED = [
    (exactly(3), exactly(3), True, False),
    (exactly(3), exactly(4), False, True),
    (exactly(3), at_least(3), True, False),
    (at_least(3), exactly(3), False, False),
    (between(2, 5), between(1, 6), True, False),
    (between(2, 5), between(5, 6), False, False),
    (between(2, 5), between(6, 7), False, True),
    (more_than(3), exactly(3), False, True),
    (few_of(8), most_of(8), False, True),
    (none_of(8), few_of(8), False, True),
    (holds(), open_question("?"), True, False),
]


def test_ranges_are_compared(subtests: pytest.Subtests) -> None:
    for one, other, within, apart in COMPARED:
        with subtests.test(f"{one.text} and {other.text}"):
            assert one.within(other) is within
            assert one.apart_from(other) is other.apart_from(one) is apart


# --- claims: entering and judging them ---


@pytest.fixture
def empty_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put an empty ledger in the place of the real one."""
    monkeypatch.setattr(claims, "_ledger", {})


def made_up(asserted: Possible | Sequence[Possible], outcome: Observation | Untested | Check, **changes: Any) -> Claim:
    """Return a claim of our own that is not in the ledger."""
    figures = (asserted,) if isinstance(asserted, Possible) else tuple(asserted)
    check = outcome if callable(outcome) else lambda tables: outcome
    given = {
        "identifier": "II-99",
        "section": "II",
        "locator": "II, para. 2",
        "kind": Kind.COUNT,
        "statement": "There are so many groups.",
        "asserted": figures,
        "discussed": "02-support-groups",
        "check": check,
    }
    return Claim(**{**given, **changes})


def seen(observed: Possible | Sequence[Possible], *readings: Possible | Sequence[Possible]) -> Observation:
    """Return an observation with other readings, the first of them “reading 1”."""
    others = [Reading(f"reading {number}.", reading) for number, reading in enumerate(readings, start=1)]
    return Observation(observed, "The obvious reading.", readings=others)


@pytest.mark.parametrize(
    ("asserted", "outcome", "verdict", "rule"),
    [
        (exactly(19), seen(exactly(19)), "reproduced", "The obvious reading."),
        (at_least(2), seen(between(3, 5)), "reproduced", "The obvious reading."),
        # What the obvious reading gives, no other reading can take away.
        (exactly(19), seen(exactly(19), exactly(20)), "reproduced", "The obvious reading."),
        (exactly(19), seen(between(18, 20)), "consistent", "The obvious reading."),
        (exactly(19), seen(between(18, 20), exactly(19)), "consistent", "The obvious reading."),
        (exactly(19), seen(exactly(20)), "contradicted", "The obvious reading."),
        (exactly(19), seen(exactly(20), exactly(21)), "contradicted", "The obvious reading."),
        (
            exactly(19),
            seen(exactly(20), exactly(19)),
            "reproducible",
            "The obvious reading. Another reading gives it: reading 1.",
        ),
        (
            exactly(19),
            seen(exactly(20), exactly(21), between(18, 20)),
            "consistent",
            "The obvious reading. Another reading leaves it open: reading 2.",
        ),
        # A reading that gives it counts for more than one that leaves it open; each that gives it is named.
        (
            exactly(19),
            seen(exactly(20), between(18, 20), exactly(19), exactly(19)),
            "reproducible",
            "The obvious reading. Other readings give it: (1) reading 2; (2) reading 3.",
        ),
        # Several figures: one that is excluded is enough; all of them have to be given.
        ([exactly(1), exactly(2)], seen([exactly(1), exactly(2)]), "reproduced", "The obvious reading."),
        ([exactly(1), exactly(2)], seen([exactly(1), exactly(3)]), "contradicted", "The obvious reading."),
        ([exactly(1), exactly(2)], seen([between(0, 1), exactly(3)]), "contradicted", "The obvious reading."),
        ([exactly(1), exactly(2)], seen([exactly(1), between(1, 2)]), "consistent", "The obvious reading."),
        (
            [exactly(1), exactly(2)],
            seen([exactly(1), exactly(3)], [exactly(1), exactly(2)]),
            "reproducible",
            "The obvious reading. Another reading gives it: reading 1.",
        ),
        (holds(), Untested("a list."), "untestable", "Needed: a list."),
    ],
)
def test_verdicts_follow_from_what_is_asserted_and_observed(
    asserted: Possible | Sequence[Possible], outcome: Observation | Untested, verdict: str, rule: str, tables: Tables
) -> None:
    result = judge(made_up(asserted, outcome), tables)
    assert (str(result.verdict), result.rule) == (verdict, rule)


@pytest.mark.parametrize("stops", list(product(["", "."], repeat=2)))
def test_readings_and_needs_end_with_one_full_stop(stops: tuple[str, str], tables: Tables) -> None:
    readings = [Reading(f"reading {number}{stop}", exactly(19)) for number, stop in enumerate(stops, start=1)]
    result = judge(made_up(exactly(19), Observation(exactly(20), "The obvious reading.", readings=readings)), tables)
    assert result.rule == "The obvious reading. Other readings give it: (1) reading 1; (2) reading 2."
    assert judge(made_up(holds(), Untested(f"a list{stops[0]}")), tables).rule == "Needed: a list."


def test_what_is_derived_is_made_once_and_anew_for_changed_tables(tables: Tables) -> None:
    def members(given: Tables) -> list[int]:
        return [int(given.record("groups", "T4-19")["members"])]

    changed = tables.with_cell("groups", "T4-19", "members", 800)
    assert tables.derived(members) is tables.derived(members)
    assert (tables.derived(members), changed.derived(members)) == ([80], [800])


def test_a_result_puts_all_figures_in_words(tables: Tables) -> None:
    result = judge(made_up([year(1990), about(80)], seen([year(1990), exactly(1200)])), tables)
    assert (result.asserted, result.observed) == ("1990; about 80", "1990; 1,200")
    untested = judge(made_up(exactly(3), Untested("a list.", [Record("groups", "T1-01")], "Why.")), tables)
    assert (untested.observed, untested.evidence, untested.remark) == ("nothing printed", (Record("groups", "T1-01"),), "Why.")


@pytest.mark.parametrize(
    "outcome",
    [
        seen([exactly(1), exactly(2)]),
        seen(exactly(20), [exactly(1), exactly(2)]),
    ],
    ids=["observed", "reading"],
)
def test_as_many_figures_are_observed_as_asserted(outcome: Observation, tables: Tables) -> None:
    with pytest.raises(ValueError, match="zip"):
        judge(made_up(exactly(1), outcome), tables)
    with pytest.raises(ValueError, match="zip"):
        compare([exactly(1), exactly(2)], [exactly(1)])


def enter(identifier: str = "II-01", **changes: Any) -> Callable[[Check], Check]:
    """Enter a claim of our own."""
    given = {
        "locator": "II, para. 2",
        "kind": "count",
        "statement": "There are six.",
        "asserted": exactly(6),
        "discussed": "02-support-groups",
    }
    return claim(identifier, **{**given, **changes})


def six(tables: Tables) -> Observation:
    """Check nothing."""
    return Observation(exactly(6), "Tables.")


@pytest.mark.usefixtures("empty_ledger")
def test_claims_are_entered_and_sorted() -> None:
    for identifier, locator in (("Tab-01", "Table 3"), ("II-02", "n. 16"), ("V-01", "V, para. 1"), ("II-01", "II, para. 2")):
        assert enter(identifier, locator=locator)(six) is six
    assert [(entry.identifier, entry.section) for entry in ledger()] == [
        ("II-01", "II"),
        ("II-02", "II"),
        ("V-01", "V"),
        ("Tab-01", "Tables"),
    ]
    assert [result.verdict for result in audit()] == [Verdict.REPRODUCED] * 4
    entry = ledger()[0]
    assert (entry.kind, entry.asserted, entry.check) == (Kind.COUNT, (exactly(6),), six)


@pytest.mark.usefixtures("empty_ledger")
@pytest.mark.parametrize(
    ("identifier", "changes", "message"),
    [
        ("II-1", {}, "II-1: expected a section's prefix and two digits, as II-07"),
        ("VI-01", {}, "VI-01: expected a section's prefix"),
        ("II-001", {}, "expected a section's prefix"),
        ("II-07", {"locator": "II, para. 99"}, "expected a paragraph of section II from 1 to 13"),
        ("II-07", {"locator": "page 3"}, "expected “II, para. 3”"),
        ("II-07", {"kind": "guess"}, "'guess' is not a valid Kind"),
    ],
)
def test_a_misshapen_claim_is_refused(identifier: str, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        enter(identifier, **changes)(six)
    assert ledger() == []


@pytest.mark.usefixtures("empty_ledger")
def test_an_identifier_is_given_once() -> None:
    enter()(six)
    with pytest.raises(ValueError, match=r"II-01: there is such a claim already: There are six\."):
        enter(statement="There are seven.")(six)
    assert [entry.statement for entry in ledger()] == ["There are six."]


# --- tables: what a change of one cell makes of them ---


def test_tables_are_those_of_the_data_package(tables: Tables) -> None:
    names = [entry["name"] for entry in read_descriptor(data_directory())["resources"]]
    assert list(tables) == names
    assert len(tables) == len(names)
    pd.testing.assert_frame_equal(tables["groups"], read_table("groups"))


def test_a_record_has_a_key(tables: Tables) -> None:
    assert tables.key("groups") == ["group_id"]
    assert tables.record("groups", "T4-19")["members"] == 80
    assert tables.record("communities_served", "T4-19/1")["community"] == "All foreigners"
    assert tables.indexed("groups").loc["T4-19", "npo_since"] == 2002
    with pytest.raises(ValueError, match="too many values"):
        tables.indexed("communities_served")
    medical = tables["groups"][tables["groups"]["category"] == "medical"]
    assert records(tables, "groups", medical) == [Record("groups", f"T4-{number:02d}") for number in range(1, 20)]
    assert records(tables, "groups", medical.set_index("group_id")) == records(tables, "groups", medical)


def test_a_cell_is_changed_in_a_copy(tables: Tables) -> None:
    changed = tables.with_cell("groups", "T4-19", "members", 120)
    assert changed.record("groups", "T4-19")["members"] == 120
    assert pd.isna(changed.with_cell("groups", "T4-19", "members", None).record("groups", "T4-19")["members"])
    assert tables.record("groups", "T4-19")["members"] == 80
    assert changed["groups"].dtypes.equals(tables["groups"].dtypes)
    assert all(changed[name] is tables[name] for name in tables if name != "groups")


def test_a_record_is_left_out_or_added(tables: Tables) -> None:
    fewer = tables.without_record("groups", "T4-19")
    assert len(fewer["groups"]) == len(tables["groups"]) - 1
    more = tables.with_record_like("groups", "T4-19", group_id="T4-20", members=None, category="citizens")
    assert len(more["groups"]) == len(tables["groups"]) + 1
    added = more.record("groups", "T4-20")
    assert (added["category"], added["began"], pd.isna(added["members"])) == ("citizens", 2002, True)
    assert more["groups"].dtypes.equals(tables["groups"].dtypes)
    assert more.record("groups", "T4-19")["members"] == 80


def test_a_table_is_put_in_or_replaced(tables: Tables) -> None:
    added = tables.with_table("budgets", pd.DataFrame({"budget_id": ["B-01"], "yen": [3]}))
    assert added.record("budgets", "B-01")["yen"] == 3
    assert "budgets" not in tables
    emptied = tables.with_table("predecessors", tables["predecessors"].iloc[:0])
    assert (len(emptied["predecessors"]), emptied.key("predecessors")) == (0, ["group_id", "name_ja"])


@pytest.mark.parametrize(
    "change",
    [
        lambda tables: tables.record("groups", "T9-99"),
        lambda tables: tables.with_cell("groups", "T9-99", "members", 1),
        lambda tables: tables.without_record("groups", "T9-99"),
        lambda tables: tables.with_record_like("groups", "T9-99"),
    ],
    ids=["record", "cell", "without", "another"],
)
def test_a_record_that_does_not_exist_is_named(change: Callable[[Tables], object], tables: Tables) -> None:
    with pytest.raises(KeyError, match="groups has no record T9-99"):
        change(tables)


# --- untested: what a claim would need ---


def test_a_claim_is_untestable_until_its_data_are_there(tables: Tables) -> None:
    evidence = [Record("groups", "T4-19")]

    def check(tables: Tables) -> Observation | Untested:
        return needs(tables, "groups", ["budget"], "the budgets.", evidence=evidence, remark="None is printed.")

    assert check(tables) == Untested("the budgets.", evidence, "None is printed.")
    assert isinstance(needs(tables, "budgets", ["yen"], "the budgets."), Untested)
    entry = made_up(holds(), check)
    assert judge(entry, tables).verdict is Verdict.UNTESTABLE
    there = judge(entry, column("groups", "budget")(tables))
    assert (there.verdict, there.observed) == (Verdict.CONSISTENT, "data are there")
    # A claim may assert several figures.
    several = made_up([exactly(1), exactly(2)], check)
    assert judge(several, tables).verdict is Verdict.UNTESTABLE
    assert judge(several, column("groups", "budget")(tables)).observed == "data are there"
    # A column of another name, or of another table, is not enough.
    assert judge(entry, column("groups", "income")(tables)).verdict is Verdict.UNTESTABLE
    assert judge(entry, column("budgets", "budget")(tables)).verdict is Verdict.UNTESTABLE


# --- the report ---


@pytest.fixture
def invented(tables: Tables) -> list[Result]:
    """Return a result of each verdict: with Japanese, quotation marks and a multiverse in them."""
    frame = pd.DataFrame({"rule": ["a", "b", "c", "d"], "value": [9, 10, 57, 57]})
    records_ = [Record("groups", "T1-01"), Record("events", "EV-40"), Record("groups", "T1-01")]
    counted = Observation(exactly(9), "Rows.", records_, [Reading("other rows.", exactly(57))], frame, 'Few: “three”, or "four".')
    long = Observation(exactly(3, "財団法人" * 12), "Legal status (n. 4), " + "宗教団体, " * 30 + "and nothing else.")
    return [
        judge(made_up(exactly(57), counted, identifier="II-01"), tables),
        judge(made_up(exactly(3), long, identifier="II-02", kind=Kind.DATE), tables),
        judge(made_up([year(1990), year(1991)], seen([between(1989, 1991), year(1991)]), identifier="III-01", section="III"), tables),
        judge(made_up(exactly(3), seen(exactly(4)), identifier="III-02", section="III", kind=Kind.DATE), tables),
        judge(made_up(holds(), Untested("a list."), identifier="Tab-01", section="Tables", locator="Table 3"), tables),
    ]


def test_a_row_says_all_of_a_claim(invented: list[Result]) -> None:
    assert rows(invented)[0] == {
        "id": "II-01",
        "section": "II",
        "locator": "II, para. 2",
        "kind": "count",
        "statement": "There are so many groups.",
        "asserted": "57",
        "observed": "9",
        "rule": "Rows. Another reading gives it: other rows.",
        "verdict": "reproducible",
        "evidence": [{"table": "groups", "key": "T1-01"}, {"table": "events", "key": "EV-40"}],
        "remark": 'Few: “three”, or "four".',
        "discussed": "02-support-groups",
        "multiverse": {"rule_sets": 4, "giving_asserted": 2, "distribution": {"9": 1, "10": 1, "57": 2}},
    }
    assert list(rows(invented)[0]["multiverse"]["distribution"]) == ["9", "10", "57"]
    assert [row["multiverse"] for row in rows(invented)[1:]] == [None] * 4


def test_a_multiverse_may_leave_nothing_to_count(tables: Tables) -> None:
    frame = pd.DataFrame({"value": [1983.0, math.inf, 1984.0, math.inf]})
    result = judge(made_up(year(1983), Observation(year(1983), "Rows.", multiverse=frame)), tables)
    (row,) = rows([result])
    assert row["multiverse"] == {"rule_sets": 4, "giving_asserted": 1, "distribution": {"1983": 1, "1984": 1, "none": 2}}
    assert Draft202012Validator(schema()).is_valid([row])


def test_a_multiverse_goes_with_one_figure(tables: Tables) -> None:
    several = Observation([exactly(1), exactly(2)], "Rows.", multiverse=pd.DataFrame({"value": [1]}))
    with pytest.raises(ValueError, match="II-99: a multiverse goes with one figure; 2 are asserted"):
        rows([judge(made_up([exactly(1), exactly(2)], several), tables)])


def test_the_headline_counts_every_verdict(invented: list[Result], results: list[Result]) -> None:
    assert headline(invented) == dict.fromkeys(Verdict, 1)
    assert list(headline([])) == list(Verdict)
    assert set(headline([]).values()) == {0}
    assert sum(headline(results).values()) == len(results) == len(ledger())


def test_filters_work_alone_and_together(invented: list[Result]) -> None:
    def left(**filters: Any) -> list[str]:
        return [result.claim.identifier for result in filtered(invented, **filters)]

    assert left() == ["II-01", "II-02", "III-01", "III-02", "Tab-01"]
    assert left(section="III") == ["III-01", "III-02"]
    assert left(verdict="untestable") == left(verdict=Verdict.UNTESTABLE) == ["Tab-01"]
    assert left(kind="date") == ["II-02", "III-02"]
    assert left(section="III", kind=Kind.DATE, verdict="contradicted") == ["III-02"]
    assert left(section="V") == []
    for filters in ({"verdict": "true"}, {"kind": "guess"}):
        with pytest.raises(ValueError, match="is not a valid"):
            left(**filters)


def schema() -> dict[str, Any]:
    """Return the description of the ledger."""
    described: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return described


def test_the_schema_is_one_and_is_shipped() -> None:
    Draft202012Validator.check_schema(schema())
    assert (importlib.resources.files("supportgroups.audit") / SCHEMA.name).is_file()
    properties = schema()["$defs"]["claim"]["properties"]
    assert properties["section"]["enum"] == list(SECTIONS)
    assert properties["kind"]["enum"] == [str(kind) for kind in Kind]
    assert properties["verdict"]["enum"] == [str(verdict) for verdict in Verdict]
    assert schema()["$defs"]["claim"]["required"] == list(properties)
    assert all("description" in definition for definition in properties.values())


def test_the_json_is_as_the_schema_says(results: list[Result], invented: list[Result]) -> None:
    validator = Draft202012Validator(schema())
    for audited in (results, invented, []):
        ledger_ = json.loads(as_json(audited))
        assert [error.message for error in validator.iter_errors(ledger_)] == []
        assert ledger_ == rows(audited)
        assert [row["id"] for row in ledger_] == [result.claim.identifier for result in audited]
        assert json.loads(as_json(audited, ascii_only=True)) == ledger_
    assert as_json(invented, ascii_only=True).isascii()
    assert "財団法人" in as_json(invented)


@pytest.mark.parametrize("broken", [{"verdict": "true"}, {"id": "II-1"}, {"evidence": ["T1-01"]}, {"extra": 1}, {"rule": ""}])
def test_the_schema_refuses_what_is_no_claim(broken: dict[str, Any], invented: list[Result]) -> None:
    assert not Draft202012Validator(schema()).is_valid([{**rows(invented)[0], **broken}])


def test_the_csv_reads_back(results: list[Result], invented: list[Result]) -> None:
    for audited in (results, invented, []):
        frame = pd.read_csv(io.StringIO(as_csv(audited)), dtype="str", keep_default_na=False)
        expected = rows(audited)
        assert len(frame) == len(expected)
        same = ["id", "section", "locator", "kind", "statement", "asserted", "observed", "rule", "verdict", "remark", "discussed"]
        assert frame[same].to_dict("records") == [{name: row[name] for name in same} for row in expected]
        assert list(frame["evidence"]) == [
            " | ".join(f"{record['table']}:{record['key']}" for record in row["evidence"]) for row in expected
        ]
    first = next(csv.DictReader(io.StringIO(as_csv(invented))))
    assert (first["rule_sets"], first["rule_sets_giving_asserted"], first["distribution"]) == ("4", "2", "9: 1; 10: 1; 57: 2")


def columns_of(line: str) -> int:
    """Return how many columns of a terminal a line takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def test_the_table_fits_the_terminal(results: list[Result], invented: list[Result]) -> None:
    # The invented claims have all that a narrow terminal could tear apart.
    tried = [*((width, invented) for width in (1, NARROWEST, 80, 100, 120, 200)), (NARROWEST, results)]
    for width, audited in tried:
        lines = as_table(audited, width).splitlines()
        assert [line for line in lines[1:] if columns_of(line) > max(width, NARROWEST)] == []
        assert not any(line != line.rstrip() or "\0" in line or "\xa0" in line for line in lines)
        shown = " ".join(" ".join(lines).split())
        assert [result for result in audited if not re.search(rf"(^|\s){result.claim.identifier}\s", shown)] == []


def test_the_table_says_all_that_matters(invented: list[Result]) -> None:
    text = as_table(invented, 120)
    assert text.startswith("5 claims: 1 reproduced, 1 reproducible, 1 consistent, 1 contradicted, 1 untestable.\n")
    assert "Under 4 sets of rules: 9 (1), 10 (1), 57 (2). 2 give what is asserted." in text
    assert "Evidence: 1 of groups, 1 of events" in text
    assert "Needed: a list." in text
    assert "Rule: Needed" not in text
    assert 'Remark: Few: “three”, or "four".' in text
    assert as_table([]) == "0 claims.\n"
    assert as_table(invented[:1]).startswith("1 claim: 1 reproducible.\n")


# --- the command line ---


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what `audit` prints; it must end well."""
    assert main(["audit", *arguments]) == 0
    output, errors = capsys.readouterr()
    assert errors == ""
    return output


@pytest.fixture
def small_ledger(empty_ledger: None) -> None:
    """Put a few claims in the place of the ledger: of two sections and kinds, each with another verdict."""

    def members(tables: Tables) -> Observation:
        return Observation(exactly(int(tables.record("groups", "T4-19")["members"])), "Table 4.", [Record("groups", "T4-19")])

    enter("II-01", asserted=exactly(80))(members)
    enter("II-02", asserted=exactly(81), kind="order in time")(members)
    enter("II-03", kind="order in time")(lambda tables: Untested("a list."))
    enter("Tab-01", asserted=exactly(81), locator="Table 4")(members)


@pytest.mark.usefixtures("small_ledger")
def test_audit_prints_the_ledger(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = audit()
    monkeypatch.setenv("COLUMNS", "90")
    assert printed(capsys) == as_table(whole, 90)
    assert printed(capsys, "--format", "table", str(data_directory())) == as_table(whole, 90)
    monkeypatch.setenv("COLUMNS", "300")
    assert printed(capsys) == as_table(whole, 120)
    assert printed(capsys, "--format", "json") == as_json(whole)
    assert printed(capsys, "--format", "csv") == as_csv(whole)


@pytest.mark.usefixtures("small_ledger")
def test_audit_filters(capsys: pytest.CaptureFixture[str]) -> None:
    def left(*arguments: str) -> list[str]:
        return [row["id"] for row in json.loads(printed(capsys, *arguments, "--format", "json"))]

    assert left("--section", "II") == ["II-01", "II-02", "II-03"]
    assert left("--verdict", "contradicted") == ["II-02", "Tab-01"]
    assert left("--kind", "order in time") == ["II-02", "II-03"]
    assert left("--section", "II", "--verdict", "contradicted", "--kind", "order in time") == ["II-02"]
    assert left("--section", "V") == []


WRONG = {
    ("--section", "VI"): "argument --section: invalid choice: 'VI'",
    ("--verdict", "true"): "argument --verdict: invalid choice: 'true'",
    ("--kind", "guess"): "argument --kind: invalid choice: 'guess'",
    ("--format", "xml"): "argument --format: invalid choice: 'xml'",
    ("a", "b"): "unrecognized arguments: b",
}


def test_audit_says_which_argument_is_wrong(capsys: pytest.CaptureFixture[str], subtests: pytest.Subtests) -> None:
    for arguments, message in WRONG.items():
        with subtests.test(" ".join(arguments)):
            with pytest.raises(SystemExit) as stop:
                main(["audit", *arguments])
            assert stop.value.code == 2
            output, errors = capsys.readouterr()
            assert output == ""
            assert errors.count("error: ") == 1
            assert message in errors


@pytest.mark.usefixtures("small_ledger")
def test_audit_helps_by_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["audit", "--help"])
    assert stop.value.code == 0
    output = capsys.readouterr().out
    words = re.sub(r"\s+", " ", output)
    assert all(str(word) in words for word in [*Verdict, *Kind, *SECTIONS])
    examples = re.findall(r"^  python -m supportgroups (audit .+?)(?: >.*)?$", output, flags=re.MULTILINE)
    assert len(examples) >= 3
    for example in examples:
        arguments = [quoted or bare for quoted, bare in re.findall(r'"([^"]+)"|(\S+)', example)]
        assert main(arguments) == 0


@pytest.mark.usefixtures("small_ledger")
def test_audit_checks_a_folder_of_ones_own(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "--format", "json", str(data)) == as_json(audit())
    text = (data / "groups.csv").read_text(encoding="utf-8")
    (data / "groups.csv").write_text(text.replace(",npo_corporation,2002,80,", ",npo_corporation,2002,800,"), encoding="utf-8")
    rows_ = json.loads(printed(capsys, "--format", "json", str(data)))
    assert [row["observed"] for row in rows_ if row["verdict"] != "untestable"] == ["800"] * 3


def unreadable(folder: Path) -> None:
    """Put a word where a number belongs."""
    text = (folder / "groups.csv").read_text(encoding="utf-8")
    (folder / "groups.csv").write_text(text.replace(",1990,", ",soon,"), encoding="utf-8")


@pytest.mark.parametrize(
    ("breakage", "message"),
    [
        (lambda folder: (folder / "groups.csv").unlink(), "groups.csv"),
        (lambda folder: (folder / "datapackage.json").write_text("{", encoding="utf-8"), "the claims cannot be checked: "),
        (unreadable, "the claims cannot be checked: "),
    ],
    ids=["no file", "descriptor", "type"],
)
def test_audit_says_that_data_cannot_be_read(
    breakage: Callable[[Path], object], message: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    breakage(data)
    assert main(["audit", str(data)]) == 1
    output, errors = capsys.readouterr()
    assert output == ""
    assert message in errors
    assert errors.count("\n") == 1


def test_a_process_of_its_own_prints_the_same(results: list[Result]) -> None:
    # Sets of texts have another order in each process unless it is told; and a terminal may know ASCII only.
    environment = {**os.environ, "PYTHONHASHSEED": "1998", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "supportgroups", "audit", "--format", "json"]
    process = subprocess.run(command, capture_output=True, check=True, env=environment)
    assert process.stdout.decode("ascii") == as_json(results, ascii_only=True)
