"""The form of the claims: each rule finds what breaks it, and no more; and `check` says it."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from supportgroups.__main__ import main
from supportgroups.audit import Claim, Record, Result, Tables, claims, judge, ledger
from supportgroups.audit.claims import Observation, claim
from supportgroups.audit.values import exactly
from supportgroups.check import check_folder
from supportgroups.check.claims import RULES, Audited, apply_rules, check_claims

STATEMENTS = {
    "II-01": ("II, para. 2; Table 4", "There are nineteen medical groups."),
    "II-02": ("n. 16", "Some of them are for “illegal” workers, too."),
    "Tab-01": ("Table 4, no. 19", "The table has nineteen rows."),
}


@pytest.fixture
def audited(monkeypatch: pytest.MonkeyPatch, tables: Tables) -> Audited:
    """Return what an audit makes of three claims, all of them in order; they are the whole ledger."""
    monkeypatch.setattr(claims, "_ledger", {})
    outcome = Observation(exactly(19), "Rows.", [Record("groups", "T4-19")], remark='All of "illegal" people?')
    for identifier, (locator, statement) in STATEMENTS.items():
        words: dict[str, Any] = {"kind": "count", "statement": statement, "asserted": exactly(19), "discussed": "02-support-groups#six"}
        claim(identifier, locator=locator, **words)(lambda tables: outcome)
    return Audited([judge(entry, tables) for entry in ledger()], tables, frozenset({"02-support-groups"}))


def changed(result: Result, **changes: Any) -> Result:
    """Return a result with fields of its own, or of its claim, changed."""
    of_claim = {name: changes.pop(name) for name in [field.name for field in fields(Claim)] if name in changes}
    return replace(result, claim=replace(result.claim, **of_claim), **changes)


WORDS = " ".join(["word"] * 30)
SENTENCES = "expected sentences, the last with its full stop, and no blanks before and behind them"


PAGE = "expected a page of the book, and perhaps # and an anchor on it"
QUOTED = "expected “illegal” in quotation marks, or “undocumented”"

BROKEN: dict[str, tuple[str, dict[str, Any], str]] = {
    "a number left out": (
        "II-02",
        {"identifier": "II-03"},
        "II-03:id: 'II-03': expected II-02: the numbers of a section run from 01 without a gap",
    ),
    "footnote of another section": (
        "II-02",
        {"locator": "n. 19"},
        "II-02:locator: 'n. 19': expected a footnote of section II, from n. 16 to n. 18",
    ),
    "footnote of a section that has none": (
        "II-02",
        {"identifier": "V-01", "section": "V"},
        "V-01:locator: 'n. 16': expected a footnote of section V, of which it has none",
    ),
    "paragraph of another section": (
        "II-02",
        {"locator": "III, para. 1"},
        "II-02:locator: 'III, para. 1': expected a paragraph or footnote of section II",
    ),
    "table for a place of the text": (
        "II-02",
        {"locator": "Table 4"},
        "II-02:locator: 'Table 4': expected a paragraph or footnote of section II",
    ),
    "text for a place of the tables": ("Tab-01", {"locator": "II, para. 2"}, "Tab-01:locator: 'II, para. 2': expected a table"),
    "no place at all": ("II-02", {"locator": "n. 99"}, "II-02:locator: 'n. 99': expected a footnote from 1 to 33: there is no 99"),
    "no capital": ("II-02", {"statement": "there are six."}, "II-02:statement: 'there are six.': expected a capital at the beginning"),
    "no full stop": ("II-02", {"statement": "There are six"}, "II-02:statement: 'There are six': expected a full stop at the end"),
    "two blanks": (
        "II-02",
        {"statement": "There  are."},
        "II-02:statement: 'There  are.': expected single blanks between words, and none before and behind them",
    ),
    "one word": ("II-02", {"statement": "Six."}, "II-02:statement: 'Six.': expected from 2 to 30 words, not 1"),
    "31 words": ("II-02", {"statement": f"A {WORDS}."}, f"II-02:statement: 'A {WORDS[:56]}…': expected from 2 to 30 words, not 31"),
    "the same statement": (
        "II-02",
        {"statement": "There are nineteen medical groups."},
        "II-02:statement: 'There are nineteen medical groups.': expected another statement than that of II-01",
    ),
    "the paper's word": ("II-02", {"observed": "3 Illegal"}, f"II-02:observed: '3 Illegal': {QUOTED}"),
    "nothing asserted": ("II-02", {"asserted": ()}, "II-02:asserted: '': expected words"),
    "nothing observed": ("II-02", {"observed": ""}, "II-02:observed: '': expected words"),
    "no rule": ("II-02", {"rule": ""}, "II-02:rule: '': expected words"),
    "rule that is no sentence": ("II-02", {"rule": "Rows"}, f"II-02:rule: 'Rows': {SENTENCES}"),
    "remark with a blank": ("II-02", {"remark": " Why."}, f"II-02:remark: ' Why.': {SENTENCES}"),
    "text left open": ("II-02", {"remark": "In {table}."}, "II-02:remark: 'In {table}.': expected words in the place of “{”"),
    "missing cell": ("II-02", {"observed": "nan"}, "II-02:observed: 'nan': expected words in the place of “nan”"),
    "no such record": (
        "II-02",
        {"evidence": (Record("groups", "T9-99"),)},
        "II-02:evidence: 'groups:T9-99': expected a record of the data",
    ),
    "no such table": ("II-02", {"evidence": (Record("budgets", "1"),)}, "II-02:evidence: 'budgets:1': expected a record of the data"),
    "no such page": ("II-02", {"discussed": "budgets#six"}, f"II-02:discussed: 'budgets#six': {PAGE}"),
    "no anchor": ("II-02", {"discussed": "02-support-groups#"}, f"II-02:discussed: '02-support-groups#': {PAGE}"),
}


def test_each_rule_finds_what_breaks_it(audited: Audited, subtests: pytest.Subtests) -> None:
    """Exactly that line."""
    for case, (identifier, changes, line) in BROKEN.items():
        results = [changed(result, **changes) if result.claim.identifier == identifier else result for result in audited.results]
        with subtests.test(case):
            assert [str(finding) for finding in apply_rules(replace(audited, results=results))] == [f"claims:{line}"]


def test_what_is_in_order_gives_no_finding(audited: Audited) -> None:
    assert apply_rules(audited) == []


def test_every_rule_says_what_it_demands() -> None:
    assert all(re.fullmatch(r"[A-Z].+\.", rule.__doc__ or "") for rule in RULES)


@pytest.mark.usefixtures("audited")
def test_check_names_the_claim(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A statement without its full stop, on no page of a book that stands beside the data; and a record that has left the data."""
    (data.parent / "book").mkdir()
    for name in ("_toc.yml", "02-support-groups.md"):
        (data.parent / "book" / name).touch()
    words: dict[str, Any] = {"kind": "count", "statement": "There are six", "asserted": exactly(6), "discussed": "budgets"}
    claim("II-03", locator="n. 17", **words)(lambda tables: Observation(exactly(6), "Rows."))
    assert main(["check", str(data)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "claims:II-03:statement: 'There are six': expected a full stop at the end",
        "claims:II-03:discussed: 'budgets': expected a page of the book, and perhaps # and an anchor on it",
        f"2 findings in {data}",
    ]
    words["discussed"] = "02-support-groups"
    claim("II-04", locator="n. 17", **words)(lambda tables: Observation(exactly(6), str(tables.record("groups", "T9-99"))))
    assert [str(finding) for finding in check_claims(data)] == [
        "claims:II-04: cannot be judged (KeyError: 'groups has no record T9-99'): expected the paper's data"
    ]


@pytest.mark.usefixtures("audited")
def test_claims_are_not_held_against_data_of_another_name(data: Path) -> None:
    descriptor = data / "datapackage.json"
    descriptor.write_text(
        descriptor.read_text(encoding="utf-8").replace('"name": "foreigners-support-groups-japan"', '"name": "mine"'), encoding="utf-8"
    )
    folder = check_folder(str(data))
    assert (folder.findings, folder.claims) == ([], 0)
