"""The claim audit: verdicts follow from what is asserted and found, texts are filled from the data, and the ledger prints.

That each check can come out otherwise is shown in `test_changes`; the form of the claims is looked at by `python -m supportgroups check`
(`test_check_claims_table`).
"""

from __future__ import annotations

import csv
import importlib.resources
import inspect
import io
import json
import math
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import pandas as pd
import paper
import pytest
from jsonschema import Draft202012Validator

from supportgroups.__main__ import main
from supportgroups.audit import (
    KINDS,
    Record,
    Result,
    Standing,
    Tables,
    Verdict,
    audit,
    claims,
    judge,
    ledger,
    result,
    section_ii,
    show,
    vocabulary,
)
from supportgroups.audit.claims import SCHEMA, SECTIONS, claim_of_row, ledger_rows
from supportgroups.audit.report import NARROWEST, as_csv, as_json, as_table, filtered, headline, rows
from supportgroups.audit.vocabulary import (
    Finding,
    at_the_latest,
    between,
    both,
    count,
    distinct,
    earlier,
    exactly,
    extremes,
    growing,
    holds,
    known,
    of_all,
    on,
    possibly,
    share,
    share_of_all,
    surely,
    told_of,
    total,
    value,
    year,
)
from supportgroups.dataset import columns, data_directory
from supportgroups.facts import Range

LONGEST_RUN = 8
"""The most words in a row that a claim may share with the paper."""


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
    counted = rf"(?<![\w-]){number}\s+(claims|(of the claims|claims)\s+are|{verdicts}|are\s+({verdicts}))\b"  # “I-04” is no number
    typed = []
    for page in sorted((repository / "book").glob("*.ipynb")):
        for cell_ in json.loads(page.read_text(encoding="utf-8"))["cells"]:
            if cell_["cell_type"] == "markdown":
                words = re.sub(r"\{(?:glue:text|[Ww]ords)\}`[^`]+`|<[^>]*>", "", "".join(cell_["source"]))
                typed += [(page.name, found[0]) for found in re.finditer(counted, words, re.IGNORECASE)]
    assert typed == []


def test_the_audit_goes_through_the_whole_ledger(results: list[Result]) -> None:
    assert tuple(result.claim for result in results) == ledger()
    sections = [result.claim.section for result in results]
    assert sections == sorted(sections, key=list(SECTIONS).index)


def test_every_check_is_that_of_a_claim(results: list[Result]) -> None:
    assert vocabulary.CHECKS.keys() - {result.claim.identifier for result in results} == set()


def test_checks_ask_for_records_and_values_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not there is left out, for a check has to hold on other data as well; on these, it would be a slip of the pen."""
    absent: set[tuple[str, str, object]] = set()
    where, pick = Tables.where, Tables.pick

    def asking_where(tables: Tables, name: str, **columns: Any) -> pd.DataFrame:
        for column, wanted in columns.items():
            # Not every group has a predecessor, a partnership or another record.
            if not callable(wanted) and not column.endswith("_id"):
                values = {wanted} if isinstance(wanted, str) or not isinstance(wanted, Iterable) else {*wanted}
                absent.update((name, column, one) for one in values - {*tables[name][column]})
        return where(tables, name, **columns)

    def asking_pick(tables: Tables, *keys: str) -> pd.DataFrame:
        absent.update((tables.table_of(keys[0]), "", key) for key in {*keys} - {*tables[tables.table_of(keys[0])].index})
        return pick(tables, *keys)

    monkeypatch.setattr(Tables, "where", asking_where)
    monkeypatch.setattr(Tables, "pick", asking_pick)
    assert len(audit(Tables.load())) == len(ledger())
    assert absent == {("communities_served", "community", "Brazilian")}  # who are looked for under this name, too, and are there as Nikkei


def test_checks_leave_the_tables_as_they_are(results: list[Result], tables: Tables) -> None:
    assert results[0].tables is tables
    untouched = Tables.load()
    for name in untouched:
        pd.testing.assert_frame_equal(tables[name], untouched[name])


# --- verdicts ---


Judged = Callable[..., Result]


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch, tables: Tables) -> Judged:
    """Return what judges a claim of our own: what it asserts, what its check finds, and other cells of its row."""

    def of(asserted: str, finding: Finding | None = None, **cells: str) -> Result:
        readings = " | ".join(f"reading {number}." for number, _ in enumerate(finding.readings if finding else (), start=1))
        row = dict.fromkeys(ledger_rows("claims")[0], "") | {
            "claim_id": "Tab-99",
            "locator": "Table 1",
            "kind": "count",
            "whose": "paper",
            "statement": "There are so many groups.",
            "asserted": asserted,
            "discussed": "02-support-groups",
            "rule": "The obvious reading." if finding else "",
            "readings": readings,
            "needed": "" if finding else "a list.",
        }
        row |= cells
        if finding:
            monkeypatch.setitem(vocabulary.CHECKS, row["claim_id"], lambda t: finding)
        else:
            monkeypatch.delitem(vocabulary.CHECKS, row["claim_id"], raising=False)
        return judge(claim_of_row(row), tables)

    return of


def number(low: float, high: float | None = None) -> Finding:
    """Return a finding that rests on nothing."""
    return between(low, low if high is None else high)


OBVIOUS = "The obvious reading."
VERDICTS: list[tuple[str, Finding | None, str, str]] = [
    ("19", number(19), "reproduced", OBVIOUS),
    ("at least 2", number(3, 5), "reproduced", OBVIOUS),
    # What the obvious reading gives, no other reading can take away.
    ("19", number(19).or_else(number(20)), "reproduced", OBVIOUS),
    ("19", number(18, 20), "consistent", OBVIOUS),
    ("19", number(18, 20).or_else(number(21)), "consistent", OBVIOUS),
    ("19", number(18, 20).or_else(number(19)), "reproducible", f"{OBVIOUS} Another reading gives it: reading 1."),
    ("19", number(20), "contradicted", OBVIOUS),
    ("19", number(20).or_else(number(21)), "contradicted", OBVIOUS),
    ("19", number(20).or_else(number(19)), "reproducible", f"{OBVIOUS} Another reading gives it: reading 1."),
    ("19", number(20).or_else(number(21), number(18, 20)), "consistent", f"{OBVIOUS} Another reading leaves it open: reading 2."),
    # A reading that gives it counts for more than one that leaves it open; each that gives it is named.
    (
        "19",
        number(20).or_else(number(18, 20), number(19), number(19)),
        "reproducible",
        f"{OBVIOUS} Other readings give it: (1) reading 2; (2) reading 3.",
    ),
    # Several figures: one that is excluded is enough; all of them have to be given.
    ("1; 2", both(number(1), number(2)), "reproduced", OBVIOUS),
    ("1–2", both(number(1), number(3)), "contradicted", OBVIOUS),
    ("1; 2", both(number(0, 1), number(3)), "contradicted", OBVIOUS),
    ("1; 2", both(number(1), number(1, 2)), "consistent", OBVIOUS),
    # Between the core of a word and its edge, nothing is settled.
    ("few", between(4, 4, of=20), "reproduced", OBVIOUS),
    ("few", between(6, 6, of=20), "consistent", OBVIOUS),
    ("few", between(10, 10, of=20), "contradicted", OBVIOUS),
    ("all", between(0, 0, of=0), "untestable", "There is nothing to count."),
    ("yes", None, "untestable", "Needed: a list."),
]


@pytest.mark.parametrize(("asserted", "finding", "verdict", "rule"), VERDICTS)
def test_verdicts_follow_from_what_is_asserted_and_found(
    asserted: str, finding: Finding | None, verdict: str, rule: str, judged: Judged
) -> None:
    found = judged(asserted, finding)
    assert str(found.verdict) == verdict
    if found.finding or not finding:
        assert found.rule == rule


def test_evidence_is_that_of_the_readings_on_which_the_verdict_rests(judged: Judged, tables: Tables) -> None:
    plain = between(20, 20, tables.pick("T1-01"))
    other = between(19, 19, tables.pick("T1-02"))
    assert judged("19", plain.or_else(other)).evidence == (Record("groups", "T1-01"), Record("groups", "T1-02"))
    assert judged("20", plain.or_else(other)).evidence == (Record("groups", "T1-01"),)
    assert judged("yes", see="T1-02 | EV-40").evidence == (Record("groups", "T1-02"), Record("events", "EV-40"))


def test_a_check_and_its_claim_must_agree(judged: Judged) -> None:
    with pytest.raises(ValueError, match="Tab-99: 2 figures are asserted, and 1 found"):
        judged("1; 2", number(1))
    with pytest.raises(ValueError, match="Tab-99: “most” is a share: the check has to say of how many"):
        judged("most", number(1))
    with pytest.raises(ValueError, match=r"Tab-99: 1 readings in the check, 0 in claims\.csv: expected a text for each"):
        assert judged("19", number(20).or_else(number(19)), readings="").rule


def test_a_claim_has_one_check() -> None:
    sources = [inspect.getsource(import_module(f"supportgroups.audit.{name}")) for name in claims.MODULES.values()]
    entered = re.findall(r'^@?check\("([^"]+)"', "\n".join(sources), flags=re.MULTILINE)
    assert len(entered) > 250
    assert [identifier for identifier, number in Counter(entered).items() if number > 1] == []


@pytest.mark.parametrize(
    ("cells", "message"), [({"claim_id": "VI-01"}, "'VI-01': expected a section's prefix"), ({"kind": "guess"}, "'guess'")]
)
def test_a_misshapen_claim_is_refused(cells: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        claim_of_row(ledger_rows("claims")[0] | cells)


def test_a_slip_or_a_check_of_ours_is_no_claim_of_the_paper(judged: Judged) -> None:
    assert judged("19", number(19)).claim.standing is Standing.CLAIM
    assert judged("19", number(19), whose="ours").claim.standing is Standing.OURS
    assert judged("19", number(19), kind="slip of print").claim.standing is Standing.SLIP


# --- what checks are written in ---


GROUPS = pd.DataFrame(
    {
        "group_id": ["A", "B", "C", "D"],
        "members": pd.array([33, 6000, None, 80], dtype="Int64"),
        "began": pd.array([1990, 2000, None, 1995], dtype="Int64"),
        "status": ["reported", "blank", "none", None],
        "date": ["1996-12", "1998", "1998-12-01", None],
    },
    index=pd.Index(["A", "B", "C", "D"], name="groups"),
)
COUNTS = pd.DataFrame({"date": ["1990", "1991", "1992"], "value": [3, 1, 2]}, pd.Index(["1990", "1991", "1992"], name="populations"))
FINDINGS: dict[str, tuple[Finding, list[tuple[float, float]], str]] = {
    "count": (count(GROUPS), [(4, 4)], "4"),
    "a share counts both ways what is not said": (share(GROUPS, GROUPS["began"] > 1992), [(2, 3)], "2 to 3 of 4"),
    "an entry may mean that nothing is said": (share(GROUPS, known(GROUPS["status"], "blank") == "none"), [(1, 3)], "1 to 3 of 4"),
    "only surely": (share(GROUPS, lambda rows: surely(rows["status"] == "none")), [(1, 4)], "1 to 4 of 4"),
    "only possibly": (share(GROUPS, possibly(GROUPS["began"] >= 1995)), [(0, 3)], "0 to 3 of 4"),
    "a share of several tables": (share_of_all([GROUPS[:2], GROUPS[2:]], "members > 50"), [(2, 3)], "2 to 3 of 4"),
    "told of some, the opposite of others": (share(GROUPS, told_of(GROUPS, GROUPS[:1], GROUPS[1:2])), [(1, 3)], "1 to 3 of 4"),
    "distinct": (distinct(GROUPS, "status"), [(3, 3)], "3"),
    "total": (total(GROUPS[:2], "members"), [(6033, 6033)], "33 + 6000 = 6033"),
    "value": (value(GROUPS[1:2], "members"), [(6000, 6000)], "6,000"),
    "values of several": (value(GROUPS, "members"), [(33, 6000)], "33 to 6,000"),
    "no value": (value(GROUPS[2:3], "members"), [(-math.inf, math.inf)], "nothing printed"),
    "year": (year(GROUPS), [(1996, 1998)], "1996 to 1998"),
    "no year": (year(GROUPS[3:]), [(-math.inf, math.inf)], "no year printed"),
    "at the latest": (at_the_latest(GROUPS), [(-math.inf, 1996)], "1996 or before"),
    "yes": (holds(True), [(1, 1)], "yes"),
    "no": (holds(False), [(0, 0)], "no"),
    "no, in words": (holds(False, text="a clinic", otherwise="a hospital"), [(0, 0)], "a hospital"),
    "open": (holds(pd.NA), [(0, 1)], "open"),
    "every time": (of_all(2, 2), [(1, 1)], "yes"),
    "never": (of_all(0, 2), [(0, 0)], "no"),
    "sometimes": (of_all(1, 2), [(0, 1)], "open"),
    "a fall": (growing(COUNTS), [(0, 0)], "3 in 1990, 2 in 1992"),
    "a fall before the time that is asked": (growing(COUNTS, since="1991"), [(0, 1)], "1 in 1991, 2 in 1992"),
    "a fall after it": (growing(COUNTS[1:].assign(value=[2, 1]), until="1991"), [(0, 1)], "2 in 1991, 2 in 1991"),
    "extremes": (extremes(GROUPS, "members"), [(33, 33), (6000, 6000)], "33; 6,000"),
    "a blank may hold an end": (
        extremes(GROUPS, "members", blank=GROUPS["members"].isna()).readings[0],
        [(-math.inf, 33), (6000, math.inf)],
        "33 or fewer; 6,000 or more",
    ),
    "no end": (between(12_000, math.inf), [(12_000, math.inf)], "12,000 or more"),
}


@pytest.mark.parametrize(("finding", "figures", "text"), FINDINGS.values(), ids=FINDINGS)
def test_findings(finding: Finding, figures: list[tuple[float, float]], text: str) -> None:
    assert ([tuple(figure) for figure in finding.figures], finding.text) == (figures, text)


def test_the_lower_end_of_a_range_comes_first() -> None:
    with pytest.raises(ValueError, match="expected the lower end first: 3 to 2"):
        between(3, 2)


def test_dates_are_in_order_or_leave_it_open() -> None:
    assert [earlier(*pair) for pair in (("1996-12", "1998"), ("1998-12", "1998-02"), ("1998-12-01", "1998-12-01"))] == [True, False, False]
    assert all(earlier(*pair) is pd.NA for pair in (("1998", "1998-12-01"), ("1998", "1998"), (None, "1998")))


def test_evidence_is_what_is_passed_each_record_once() -> None:
    found = share(GROUPS[:2], GROUPS["began"][:2] > 1992, GROUPS[1:3]).beside(GROUPS[3:])
    assert [record.key for record in found.evidence] == ["A", "B", "C", "D"]
    assert [record.key for record in both(count(GROUPS[:1]), count(GROUPS[:2])).evidence] == ["A", "B"]


def test_ranges_are_compared() -> None:
    assert Range(3, 5).within(Range(3, math.inf))
    assert not Range(3, 5).within(Range(4, 5))
    assert Range(3, 5).apart_from(Range(6, 7))
    assert Range(6, 7).apart_from(Range(3, 5))
    assert not Range(3, 5).apart_from(Range(5, 7))


# --- texts ---


def test_texts_are_filled_by_the_check_facts_and_cells(judged: Judged, tables: Tables) -> None:
    found = share(tables.pick("T1-01", "T1-02"), "group_id == 'T1-01'").says(half=0.5, rows=tables.pick("T4-19"), nothing=pd.NA)
    result = judged("1", found, rule="{low} of {total}; {half:.0%}; {rows}; {nothing}; {law}; {T4-19[name_en]} {T4-19[members]:,}.")
    assert result.rule == "1 of 2; 50%; 1; not printed; 1 December 1998; MIC Kanagawa 80."
    assert judged("yes", remark="On {law}.").remark == "On 1 December 1998."


def test_what_is_found_is_filled_like_a_rule(judged: Judged, tables: Tables) -> None:
    assert judged("yes", holds(True, tables.pick("T4-19"), text="{T4-19[members]} on {law}")).observed == "80 on 1 December 1998"


def test_a_rule_names_the_rows_of_which_a_condition_does_not_hold_or_is_not_said(judged: Judged, tables: Tables) -> None:
    rows = tables.pick("T1-01", "T1-02", "T1-03")
    found = share(rows, lambda groups: pd.Series([True, False, None], groups.index, dtype="boolean"))
    assert judged("1", found, rule="{others} of {total}: {others:group_id, }; {unsaid:group_id and }.").rule == "1 of 3: T1-02; T1-03."
    days = exactly(1, rows).says(days=tables.pick("CF-03"), interviews=tables.pick("IW-10", "IW-13"))
    assert judged("1", days, rule="{interviews:date and }").rule == " and ".join(on(day) for day in tables.pick("IW-10", "IW-13")["date"])


def test_a_name_that_nothing_gives_is_refused(judged: Judged) -> None:
    message = "Tab-99: {nobody}: expected what the check says (high, low, total), a fact, or a cell such as {IW-13[date]}"
    with pytest.raises(KeyError, match=re.escape(message)):
        assert judged("1", number(1), rule="By {nobody}.").rule


# --- one claim, shown ---


def test_a_claim_is_shown_with_its_check_and_its_rows() -> None:
    shown = show("IV-02")
    text, html = repr(shown), shown._repr_html_()
    for part in ("The NPO Law is a law of 1998.", "Tested against: ", 't.pick("EV-40")', "What would change it: Would read "):
        assert part in text
    assert "EV-40" in html
    assert 'class="highlight"' in html
    assert "No check." in repr(show("IV-03"))
    with pytest.raises(KeyError, match="there is no claim IV-99"):
        show("IV-99")


def test_a_result_is_that_of_the_tables_given(tables: Tables) -> None:
    assert result("IV-02").tables.directory == data_directory()
    assert result("IV-02", tables).verdict is Verdict.REPRODUCED
    assert result("IV-02", tables.with_cell("events", "EV-40", "date", "1997-12-01")).verdict is Verdict.CONTRADICTED


def test_another_industry_is_named_by_a_passage_or_by_a_ministry(tables: Tables) -> None:
    ministries = tables.where("ministry_positions", position="favours_admission").index
    by_passage = tables.without("ministry_positions", *ministries)
    by_ministry = tables.with_cell("events", ["EV-14", "EV-15"], "industries", "manufacturing")
    by_none = by_ministry.without("ministry_positions", *ministries)
    verdicts = [result("Intro-21", one).verdict for one in (by_passage, by_ministry, by_none)]
    assert verdicts == [Verdict.CONSISTENT, Verdict.CONSISTENT, Verdict.REPRODUCED]


# --- the report ---


@pytest.fixture
def invented(judged: Judged, tables: Tables) -> list[Result]:
    """Return a result of each verdict: with Japanese, quotation marks and a multiverse in them."""
    frame = pd.DataFrame({"since 1998": ["after 1998", "from 1998 on"] * 2, "value": [9, 10, 57, 57]})
    rows_ = between(9, 9, tables.pick("T1-01"), tables.pick("EV-40"), tables.pick("T1-01"))
    long = "Legal status (n. 4), " + "宗教団体, " * 30 + "宗教団体" * 30 + ", and nothing else."
    return [
        judged("57", replace(rows_, multiverse=frame), claim_id="I-98", rule="Rows.", remark='Few: “three”, or "four".'),
        judged("3", between(3, 3, text="財団法人" * 12), claim_id="I-99", kind="date", rule=long),
        judged("1990; 1991", both(number(1989, 1991), number(1991)), claim_id="III-98"),
        judged("3", number(4), claim_id="III-99", kind="date", whose="ours"),
        judged("yes", claim_id="Tab-99", locator="Table 3"),
    ]


def test_a_row_says_all_of_a_claim(invented: list[Result]) -> None:
    row = rows(invented)[0]
    assert {name: row[name] for name in row.keys() - {"rule", "remark", "check"}} == {
        "id": "I-98",
        "section": "I",
        "locator": "Table 1",
        "kind": "count",
        "statement": "There are so many groups.",
        "asserted": "57",
        "observed": "9",
        "verdict": "reproducible",
        "evidence": [{"table": "groups", "key": "T1-01"}, {"table": "events", "key": "EV-40"}],
        "discussed": "02-support-groups",
        "tested_against": "another passage",
        "whose": "paper",
        "needed": "",
        "would_change": "",
        "history": [],
        "multiverse": {"rule_sets": 4, "giving_asserted": 2, "distribution": {"9": 1, "10": 1, "57": 2}},
    }
    assert row["rule"].startswith("Rows. ")
    assert row["remark"].startswith('Few: “three”, or "four". A rule found after the fact')
    assert [row["multiverse"] for row in rows(invented)[1:]] == [None] * 4
    assert [row["needed"] for row in rows(invented)] == ["", "", "", "", "a list."]


def test_a_multiverse_may_leave_nothing_to_count(judged: Judged) -> None:
    frame = pd.DataFrame({"value": [1983.0, math.inf, 1984.0, math.inf]})
    (row,) = rows([judged("1983", replace(number(1983), multiverse=frame))])
    assert row["multiverse"] == {"rule_sets": 4, "giving_asserted": 1, "distribution": {"1983": 1, "1984": 1, "none": 2}}
    assert Draft202012Validator(schema()).is_valid([row])


def test_the_headline_counts_every_verdict_and_what_it_was_tested_against(invented: list[Result], results: list[Result]) -> None:
    counts = headline(invented)
    assert counts == dict.fromkeys(Verdict, 1)
    assert counts.table.loc[Verdict.REPRODUCIBLE, "another passage"] == 1
    assert (counts.tested_against("another passage"), counts.tested_against("its own words", "nothing printed")) == (1, 4)
    assert (list(headline([])), set(headline([]).values())) == (list(Verdict), {0})
    assert sum(headline(results).values()) == headline(results).table.to_numpy().sum() == len(results)


def test_the_claims_of_a_section_or_kind_are_judged_alone(results: list[Result], tables: Tables) -> None:
    assert audit(tables, "V") == filtered(results, section="V")
    assert audit(tables, "V", "count") == filtered(results, section="V", kind="count")


def test_filters_work_alone_and_together(invented: list[Result]) -> None:
    def left(**filters: Any) -> list[str]:
        return [result.claim.identifier for result in filtered(invented, **filters)]

    assert left() == ["I-98", "I-99", "III-98", "III-99", "Tab-99"]
    assert left(section="III") == ["III-98", "III-99"]
    assert left(verdict="untestable") == left(verdict=Verdict.UNTESTABLE) == ["Tab-99"]
    assert left(standing="check of ours") == ["III-99"]
    assert left(section="III", kind="date", verdict="contradicted") == ["III-99"]
    for filters in ({"verdict": "true"}, {"kind": "guess"}, {"standing": "mine"}):
        with pytest.raises(ValueError, match=r"is not a valid|there is no kind of claim"):
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
    assert properties["kind"]["enum"] == KINDS == columns("claims")["kind"]["constraints"]["enum"]
    assert properties["verdict"]["enum"] == [str(verdict) for verdict in Verdict]
    assert schema()["$defs"]["claim"]["required"] == list(properties)
    assert all("description" in definition for definition in properties.values())


def test_the_json_is_as_the_schema_says(results: list[Result], invented: list[Result]) -> None:
    validator = Draft202012Validator(schema())
    for audited in (results, invented, []):
        assert [error.message for error in validator.iter_errors(json.loads(as_json(audited)))] == []
    assert json.loads(as_json(invented)) == json.loads(as_json(invented, ascii_only=True)) == rows(invented)
    assert as_json(invented, ascii_only=True).isascii()
    assert "財団法人" in as_json(invented)
    assert as_json(invented) == json.dumps(rows(invented), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize(
    "broken", [{"verdict": "true"}, {"id": "II-1"}, {"evidence": ["T1-01"]}, {"extra": 1}, {"rule": ""}, {"tested_against": "us"}]
)
def test_the_schema_refuses_what_is_no_claim(broken: dict[str, Any], invented: list[Result]) -> None:
    assert not Draft202012Validator(schema()).is_valid([{**rows(invented)[0], **broken}])


def test_the_csv_reads_back(results: list[Result], invented: list[Result]) -> None:
    other = {"evidence", "history", "multiverse"}
    for audited in (results[:50], invented, []):
        frame = pd.read_csv(io.StringIO(as_csv(audited)), dtype="str", keep_default_na=False)
        expected = rows(audited)
        assert len(frame) == len(expected)
        same = [name for name in schema()["$defs"]["claim"]["required"] if name not in other]
        assert frame[same].to_dict("records") == [{name: row[name] for name in same} for row in expected]
    first = next(csv.DictReader(io.StringIO(as_csv(invented))))
    assert (first["rule_sets"], first["rule_sets_giving_asserted"], first["distribution"]) == ("4", "2", "9: 1; 10: 1; 57: 2")
    assert first["evidence"] == "groups:T1-01 | events:EV-40"


def columns_of(line: str) -> int:
    """Return how many columns of a terminal a line takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def test_the_table_fits_the_terminal(results: list[Result], invented: list[Result]) -> None:
    # The invented claims have all that a narrow terminal could tear apart.
    tried = [(width, invented) for width in (1, NARROWEST, 80, 100, 120, 200)] + [(NARROWEST, results[::4])]
    for width, audited in tried:
        lines = as_table(audited, width).splitlines()
        assert [line for line in lines[1:] if columns_of(line) > max(width, NARROWEST)] == []
        assert not any(line != line.rstrip() or "\0" in line or "\xa0" in line for line in lines)
        if audited is invented:  # no word is cut off, however long it is
            assert ["".join(lines).count(sign) for sign in "法体"] == [12, 60]
        shown = " ".join(" ".join(lines).split())
        assert [result for result in audited if not re.search(rf"(^|\s){result.claim.identifier}\s", shown)] == []


def test_the_table_says_all_that_matters(invented: list[Result]) -> None:
    text = as_table(invented, 120)
    assert text.startswith(
        "4 claims: 1 reproduced, 1 reproducible, 1 consistent, 1 untestable.\nTested against evidence of their own: 1 claim: 1"
    )
    assert "Under 4 sets of rules: 9 (1), 10 (1), 57 (2). 2 give what is asserted." in text
    assert "Evidence: 1 of groups, 1 of events" in text
    assert "Needed: a list." in text
    assert "Rule: Needed" not in text
    assert 'Remark: Few: “three”, or "four".' in text
    assert as_table([], 100) == "0 claims.\n"
    assert as_table(invented[:1], 100).startswith("1 claim: 1 reproducible.\n")


LAYOUT = """\
Claim            Statement                       The paper       The tables
--------------------------------------------------------------------------------
I-98             There are so many groups.       57              9
reproducible     Rule: Rows. Another reading gives it: The plain reading.
(another         Remark: Few: “three”, or "four". A rule found after the fact,
passage)         by trying which one fits, makes a count reproducible; it does
Table 1          not confirm it.
                 Under 4 sets of rules: 9 (1), 10 (1), 57 (2). 2 give what is
                 asserted.
                 Evidence: 1 of groups, 1 of events
--------------------------------------------------------------------------------
III-99           There are so many groups.       3               4
contradicted     Rule: The obvious reading.
(its own
words)
Table 1
"""


def test_the_table_has_the_claim_beside_what_is_said_of_it(invented: list[Result]) -> None:
    claims = [invented[0], invented[3]]
    headline, table = as_table(claims, 80).split("\n\n")
    assert headline.endswith("\nApart from these: 1 check of ours: 1 contradicted.")
    assert table == LAYOUT
    coloured = as_table(claims, 80, colours=True)
    assert [word in coloured for word in ("\x1b[36mreproducible\x1b[0m", "\x1b[31mcontradicted\x1b[0m")] == [True, True]
    assert re.sub(r" +$", "", re.sub(r"\x1b\[\d+m", "", coloured), flags=re.MULTILINE) == f"{headline}\n\n{LAYOUT}"


# --- the command line ---


def printed(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """Return what `audit` prints; it must end well."""
    assert main(["audit", *map(str, arguments)]) == 0
    output, errors = capsys.readouterr()
    assert errors == ""
    return output


@pytest.fixture
def few(data: Path) -> Path:
    """Return a data folder that has a few claims of its own."""
    kept = [row for row in ledger_rows("claims") if row["claim_id"] in {"IV-02", "IV-03", "Tab-06", "Tab-32"}]
    shutil.rmtree(data / "claims", ignore_errors=True)
    with (data / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(kept[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    return data


def test_audit_prints_the_ledger_of_a_folder(few: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = audit(Tables.load(few))
    assert [result.claim.identifier for result in whole] == ["IV-02", "IV-03", "Tab-06", "Tab-32"]
    monkeypatch.setenv("COLUMNS", "90")
    assert printed(capsys, few) == as_table(whole, 90)
    monkeypatch.setenv("COLUMNS", "300")
    assert printed(capsys, "--format", "table", few) == as_table(whole, 120)
    assert printed(capsys, "--format", "json", few) == as_json(whole)
    assert printed(capsys, "--format", "csv", few) == as_csv(whole)


def test_audit_filters(few: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def left(*arguments: str) -> list[str]:
        return [row["id"] for row in json.loads(printed(capsys, *arguments, "--format", "json", few))]

    assert left("--section", "IV") == ["IV-02", "IV-03"]
    assert left("--verdict", "contradicted") == ["Tab-32"]
    assert left("--kind", "slip of print") == ["Tab-32"]
    assert left("--section", "V") == []


def test_audit_checks_the_data_of_the_folder(few: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = (few / "events.csv").read_text(encoding="utf-8")
    (few / "events.csv").write_text(events.replace("EV-40,1998-12-01", "EV-40,1997-12-01"), encoding="utf-8")
    (row,) = json.loads(printed(capsys, "--format", "json", "--verdict", "contradicted", "--section", "IV", few))
    assert (row["id"], row["observed"]) == ("IV-02", "1997")


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


def test_audit_helps_by_examples_that_run(few: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["audit", "--help"])
    assert stop.value.code == 0
    output = capsys.readouterr().out
    words = re.sub(r"\s+", " ", output)
    assert all(str(word) in words for word in [*Verdict, *KINDS, *SECTIONS])
    examples = re.findall(r"^  python -m supportgroups (audit .+?)(?: >.*)?$", output, flags=re.MULTILINE)
    assert len(examples) >= 3
    for example in examples:
        arguments = [quoted or bare for quoted, bare in re.findall(r'"([^"]+)"|(\S+)', example)]
        options = [argument for argument in arguments if argument != "data"]
        assert main([*options, str(few)]) == 0


def unreadable(folder: Path) -> None:
    """Put a word where a number belongs."""
    text = (folder / "groups.csv").read_text(encoding="utf-8")
    (folder / "groups.csv").write_text(text.replace(",1990,", ",soon,"), encoding="utf-8")


def without_a_section(folder: Path) -> None:
    """Give a claim a number that no section has."""
    text = (folder / "claims.csv").read_text(encoding="utf-8")
    (folder / "claims.csv").write_text(text.replace("IV-02,", "VI-02,"), encoding="utf-8")


@pytest.mark.parametrize(
    ("breakage", "message"),
    [
        (lambda folder: (folder / "groups.csv").unlink(), "groups.csv"),
        (lambda folder: (folder / "datapackage.json").write_text("{", encoding="utf-8"), "the claims cannot be checked: "),
        (unreadable, "the claims cannot be checked: "),
        (without_a_section, "claims.csv: claim_id 'VI-02': expected a section's prefix"),
    ],
    ids=["no file", "descriptor", "type", "claim"],
)
def test_audit_says_that_data_cannot_be_read(
    breakage: Callable[[Path], object], message: str, few: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    breakage(few)
    assert main(["audit", str(few)]) == 1
    output, errors = capsys.readouterr()
    assert output == ""
    assert message in errors
    assert errors.count("\n") == 1


def test_a_process_of_its_own_prints_the_same(results: list[Result]) -> None:
    # Sets of texts have another order in each process unless it is told.
    command = [sys.executable, "-m", "supportgroups", "audit", "--format", "json"]
    environment = {**os.environ, "PYTHONHASHSEED": "2", "PYTHONIOENCODING": "ascii"}
    output = subprocess.run(command, capture_output=True, check=True, env=environment).stdout
    assert output.decode("ascii") == as_json(results, ascii_only=True)


def test_figures_of_remarks_and_rules_are_those_of_a_count_by_hand(results: list[Result]) -> None:
    found = {result.claim.identifier: result.finding for result in results if result.finding}
    # The members of Mindan and Souren (500,000 and 256,000) taken off all registered foreigners at the end of 2003.
    assert found["Intro-19"].values["members"] == pytest.approx(100 * (1_915_030 - 756_000) / 1_915_030)
    # Of the second round, 10 groups have a cited interview: one of them shares that of another.
    assert [len(cast("pd.DataFrame", found["Intro-46"].values[name])) for name in ("one", "other", "both")] == [2, 10, 0]
    # T2-14, T3-01, T3-02, T4-06 and T6-05 mark a former body, beside Inoken.
    assert found["Tab-16"].values == {**found["Tab-16"].values, "others": 5, "japanese": 5}
    # Of T4-18, a 社団法人, the text does not say that it had a form already, which II, para. 3 and III, para. 1 list.
    assert "T4-18" in {record.key for record in found["III-17"].evidence}


def test_every_figure_that_a_remark_asks_for_is_there(results: list[Result]) -> None:
    missing = "not printed"  # what stands for a figure that there is not
    assert [one.claim.identifier for one in results if one.remark.count(missing) != one.claim.remark.count(missing)] == []


@pytest.mark.parametrize("category", ["christian", "union", "legal", "citizens"])
def test_a_group_of_any_other_category_with_the_status_would_be_seen(category: str, tables: Tables) -> None:
    groups = tables["groups"]
    key = groups.index[groups["category"] == category][0]
    before, after = (result("III-06", one) for one in (tables, tables.with_cell("groups", key, "legal_form", "npo_corporation")))
    assert before.observed != after.observed


def test_of_each_kind_all_its_groups_are_looked_at(tables: Tables) -> None:
    said = section_ii._named(tables, ["Filipino"])
    sizes = [int((tables["groups"]["category"] == kind).sum()) for kind in vocabulary.NAMES["kinds"]]
    assert [int(number) for number in re.findall(r"[0-9]+ of ([0-9]+)", said)] == sizes
