"""The form of the claims: each rule finds what breaks it, and no more; and `check` says it."""

from __future__ import annotations

import csv
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from supportgroups.__main__ import main
from supportgroups.audit import Claim, Result, Tables, claims, judge
from supportgroups.audit.claims import claim_of_row, ledger_rows
from supportgroups.audit.vocabulary import Finding, count
from supportgroups.check import check_folder
from supportgroups.check.audited_claims import RULES_OF_CLAIMS, Audited, apply_rules_of_claims, check_claims

STATEMENTS = {
    "II-01": ("II, para. 2; Table 4", "There is one medical group."),
    "II-02": ("n. 16", "One of them is for “illegal” workers, too."),
    "Tab-01": ("Table 4, no. 19", "The table has one row."),
}


@pytest.fixture
def audited(monkeypatch: pytest.MonkeyPatch, tables: Tables) -> Audited:
    """Return what an audit makes of three claims, all of them in order."""
    said = {"kind": "count", "asserted": "1", "discussed": "02-support-groups#six", "rule": "Rows.", "remark": 'All of "illegal" people?'}
    monkeypatch.setattr(claims, "check_of", lambda claim: lambda t: count(t.pick("T4-19")))
    results, lines = [], {}
    for line, (identifier, (locator, statement)) in enumerate(STATEMENTS.items(), start=2):
        row = dict.fromkeys(ledger_rows("claims")[0], "") | said
        results.append(judge(claim_of_row(row | {"claim_id": identifier, "locator": locator, "statement": statement}), tables))
        lines[identifier] = line
    return Audited(results, tables, lines, frozenset({"02-support-groups"}))


def changed(result: Result, **changes: Any) -> Result:
    """Return a result with fields of its own, of its claim or of its finding changed."""

    def of(kind: type[Claim | Finding | Result]) -> dict[str, Any]:
        return {field.name: changes[field.name] for field in fields(kind) if field.name in changes}

    assert result.finding
    return replace(result, claim=replace(result.claim, **of(Claim)), finding=replace(result.finding, **of(Finding)), **of(Result))


WORDS = " ".join(["word"] * 30)
SENTENCES = "expected sentences, the last with its full stop, and no blanks before and behind them"


PAGE = "expected a page of the book, and perhaps # and an anchor on it"
QUOTED = "expected “illegal” in quotation marks, or “undocumented”"

BROKEN: dict[str, tuple[str, dict[str, Any], str]] = {
    "a number left out": (
        "II-02",
        {"identifier": "II-03"},
        "claim_id: 'II-03': expected II-02: the numbers of a section run from 01 without a gap",
    ),
    "footnote of another section": (
        "II-02",
        {"locator": "n. 19"},
        "locator: 'n. 19': expected a footnote of section II, from n. 16 to n. 18",
    ),
    "footnote of a section that has none": (
        "II-02",
        {"identifier": "V-01"},
        "locator: 'n. 16': expected a footnote of section V, of which it has none",
    ),
    "paragraph of another section": (
        "II-02",
        {"locator": "III, para. 1"},
        "locator: 'III, para. 1': expected a paragraph or footnote of section II",
    ),
    "table for a place of the text": (
        "II-02",
        {"locator": "Table 4"},
        "locator: 'Table 4': expected a paragraph or footnote of section II",
    ),
    "text for a place of the tables": ("Tab-01", {"locator": "II, para. 2"}, "locator: 'II, para. 2': expected a table"),
    "no place at all": ("II-02", {"locator": "n. 99"}, "locator: 'n. 99': expected a footnote from 1 to 33: there is no 99"),
    "no capital": ("II-02", {"statement": "there are six."}, "statement: 'there are six.': expected a capital at the beginning"),
    "no full stop": ("II-02", {"statement": "There are six"}, "statement: 'There are six': expected a full stop at the end"),
    "two blanks": (
        "II-02",
        {"statement": "There  are."},
        "statement: 'There  are.': expected single blanks between words, and none before and behind them",
    ),
    "one word": ("II-02", {"statement": "Six."}, "statement: 'Six.': expected from 2 to 30 words, not 1"),
    "31 words": ("II-02", {"statement": f"A {WORDS}."}, f"statement: 'A {WORDS[:56]}…': expected from 2 to 30 words, not 31"),
    "the paper's word": ("II-02", {"text": "3 Illegal"}, f"observed: '3 Illegal': {QUOTED}"),
    "nothing asserted": ("II-02", {"meant": (), "asserted": ""}, "asserted: '': expected words"),
    "nothing observed": ("II-02", {"text": ""}, "observed: '': expected words"),
    "no rule": ("II-02", {"rule": ""}, "rule: '': expected words"),
    "rule that is no sentence": ("II-02", {"rule": "Rows"}, f"rule: 'Rows': {SENTENCES}"),
    "remark with a blank": ("II-02", {"remark": " Why."}, f"remark: ' Why.': {SENTENCES}"),
    "text left open": ("II-02", {"remark": "In {{table}}."}, "remark: 'In {table}.': expected words in the place of “{”"),
    "missing cell": ("II-02", {"text": "nan"}, "observed: 'nan': expected words in the place of “nan”"),
    "no such page": ("II-02", {"discussed": "budgets#six"}, f"discussed: 'budgets#six': {PAGE}"),
    "no anchor": ("II-02", {"discussed": "02-support-groups#"}, f"discussed: '02-support-groups#': {PAGE}"),
}


def test_each_rule_finds_what_breaks_it(audited: Audited, subtests: pytest.Subtests) -> None:
    """Exactly that line."""
    for case, (identifier, changes, line) in BROKEN.items():
        results = [changed(result, **changes) if result.claim.identifier == identifier else result for result in audited.results]
        lines = {result.claim.identifier: line for line, result in enumerate(results, start=2)}
        place, expected = line.split(": expected ", maxsplit=1)
        named = changes.get("identifier", identifier)
        with subtests.test(case):
            found = apply_rules_of_claims(replace(audited, results=results, lines=lines))
            assert [str(finding) for finding in found] == [f"claims.csv:{lines[named]}:{place}: {named}: expected {expected}"]


def test_what_is_in_order_gives_no_finding(audited: Audited) -> None:
    assert apply_rules_of_claims(audited) == []


def test_every_rule_says_what_it_demands() -> None:
    assert all(re.fullmatch(r"[A-Z].+\.", rule.__doc__ or "") for rule in RULES_OF_CLAIMS)


UNFILLED: dict[str, tuple[str, dict[str, str], str]] = {
    "more figures than the check gives": (
        "IV-02",
        {"asserted": "1998; 1998"},
        "claim_id: 'IV-02': the check fails: IV-02: 2 figures are asserted, and 1 found",
    ),
    "no such name in braces": (
        "IV-02",
        {"rule": "See {nothing_there}."},
        "rule: 'See {nothing_there}.': "
        "IV-02: {nothing_there}: expected what the check says (high, low, total), a fact, or a cell such as {IW-13[date]}",
    ),
    "braces that do not close": ("IV-03", {"remark": "In {law."}, "remark: 'In {law.': expected '}' before end of string"),
    "no such column": ("IV-02", {"remark": "In {EV-40[day]}."}, "remark: 'In {EV-40[day]}.': day"),
    "another reading without its text": (
        "IV-22",
        {"readings": ""},
        "readings: '': expected 1 texts, joined by “ | ”: one for each other reading of the check",
    ),
    "a text without its reading": (
        "IV-02",
        {"readings": "Some rows."},
        "readings: 'Some rows.': expected 0 texts, joined by “ | ”: one for each other reading of the check",
    ),
}


@pytest.mark.parametrize(("identifier", "cells", "line"), UNFILLED.values(), ids=UNFILLED)
def test_what_cannot_be_judged_or_filled_is_found(
    identifier: str, cells: dict[str, str], line: str, monkeypatch: pytest.MonkeyPatch, tables: Tables, tmp_path: Path
) -> None:
    """And the form of the claims is then left aside."""
    (row,) = (row for row in ledger_rows("claims") if row["claim_id"] == identifier)
    monkeypatch.setattr(Tables, "load", lambda directory: tables)
    monkeypatch.setattr("supportgroups.check.audited_claims.ledger", lambda directory: (claim_of_row(row | cells),))
    monkeypatch.setattr("supportgroups.check.audited_claims.ledger_rows", lambda name, directory: [row | cells])
    assert [str(finding) for finding in check_claims(tmp_path, published=False)] == [f"claims.csv:2:{line}"]


def test_check_names_the_claim(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A statement without its capital, on no page of a book that stands beside the data."""
    rows = ledger_rows("claims", data)
    (data.parent / "book").mkdir()
    for page in ("_toc.yml", *(row["discussed"].partition("#")[0] + ".md" for row in rows)):
        (data.parent / "book" / page).touch()
    rows[1] |= {"statement": "there is one.", "discussed": "budgets"}
    with (data / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    assert main(["check", str(data)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "claims.csv:3:statement: 'there is one.': Intro-02: expected a capital at the beginning",
        "claims.csv:3:discussed: 'budgets': Intro-02: expected a page of the book, and perhaps # and an anchor on it",
        f"2 findings in {data}",
    ]


def test_claims_are_not_held_against_data_of_another_name(data: Path) -> None:
    descriptor = data / "datapackage.json"
    descriptor.write_text(
        descriptor.read_text(encoding="utf-8").replace('"name": "foreigners-support-groups-japan"', '"name": "mine"'), encoding="utf-8"
    )
    folder = check_folder(str(data))
    assert (folder.findings, folder.claims) == ([], 0)
