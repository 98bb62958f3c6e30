"""For every check there is a change of the data that brings it to another verdict: it can fail."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import paper
import pytest
from frictionless import Field

from supportgroups.audit import Result, Verdict, claims, judge, ledger
from supportgroups.audit.changes import CALLED, Change, Edit, _columns, changes
from supportgroups.audit.claims import SEPARATOR, check_of, ledger_rows
from supportgroups.dataset import data_directory
from supportgroups.facts.tables import Record, Tables

CLAIMS = {entry.identifier: entry for entry in ledger()}


@cache
def judged(change: Change) -> tuple[Result, Result]:
    """Return the outcome of the claim before a change of the published data, and after it."""
    claim, tables = CLAIMS[change.claim_id], published()
    return judge(claim, tables), judge(claim, change.apply(tables))


published = cache(Tables.load)


def faults(change: Change) -> list[str]:
    """Return what is wrong with a change: it must have values that the descriptor allows, in records of the basis that the claim has."""
    claim = CLAIMS[change.claim_id]
    cells = [(edit, Field.from_descriptor(_columns(edit.table)[edit.column])) for edit in change.edits if edit.column]
    outside = [f"{edit.table}.{edit.column}: {edit.value!r}" for edit, field in cells if field.create_cell_reader()(edit.value)[1]]
    plain, after = judged(change)
    records = [Record(edit.table, key) for edit in change.edits for key in edit.keys]
    bases = {claims.basis(claims.passages_of_claim(claim.locator), record, published()) for record in records}
    return [
        *(f"{cell} is outside the descriptor" for cell in outside),
        *([] if plain.tested_against in bases else [f"changes {' and '.join(bases)}; the claim is tested against {plain.tested_against}"]),
        *(
            []
            if after.verdict is change.verdict is not plain.verdict
            else [f"gives {after.verdict}, not {change.verdict}; the claim is {plain.verdict}"]
        ),
    ]


def test_every_check_has_a_change_and_nothing_else_has() -> None:
    with_check = {identifier for identifier, entry in CLAIMS.items() if check_of(entry)}
    assert with_check - changes().keys() == set(), "a check that can fail has a line in claim_changes.csv"
    assert changes().keys() - with_check == set()


def test_every_stored_change_brings_its_claim_to_the_stored_verdict() -> None:
    """With a value that the descriptor allows, in records as far from the claim as it says that it was tested."""
    wrong = {identifier: found for identifier, change in changes().items() if (found := faults(change))}
    assert wrong == {}


def test_what_is_observed_before_a_change_and_after_it_is_in_words_that_data_or_book_have() -> None:
    """Of what a check says where it comes out otherwise, no page shows anything."""
    book = "".join(page.read_text(encoding="utf-8") for page in (paper.REPOSITORY / "book").iterdir() if page.suffix in {".md", ".ipynb"})
    known = set(re.findall(r"[^\W\d_]+", book + "".join(file.read_text(encoding="utf-8") for file in data_directory().rglob("*.csv"))))
    for identifier, change in changes().items():
        for result in judged(change):
            assert {*re.findall(r"[^\W\d_]+", result.observed)} <= known, f"{identifier}: {result.observed}"


DATED = Edit("events", ("EV-40",), "date", "1997-12-01")
WRONG = {
    "is 1998 without it": (
        Change("IV-02", (DATED._replace(value="1998-11-01"),), Verdict.CONTRADICTED),
        ["gives reproduced, not contradicted; the claim is reproduced"],
    ),
    "changes nothing": (
        Change("IV-02", (DATED._replace(value="1998-11-01"),), Verdict.REPRODUCED),
        ["gives reproduced, not reproduced; the claim is reproduced"],
    ),
    "another verdict": (
        Change("IV-02", (DATED,), Verdict.CONSISTENT),
        ["gives contradicted, not consistent; the claim is reproduced"],
    ),
    "outside the descriptor": (
        Change("Tab-06", (Edit("groups", ("T2-01",), "legal_form", ""),), Verdict.CONTRADICTED),
        ["groups.legal_form: '' is outside the descriptor"],
    ),
    "another basis": (
        Change("Tab-24", (Edit("groups", ("T4-16",), "began", "1989"),), Verdict.CONTRADICTED),
        ["changes its own words; the claim is tested against outside source"],
    ),
}


@pytest.mark.parametrize(("change", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_change_is_said(change: Change, expected: list[str]) -> None:
    assert faults(change) == expected


def test_the_stored_changes_are_read_whole() -> None:
    stored = [
        {"claim_id": change.claim_id, **edit._asdict(), "keys": SEPARATOR.join(edit.keys), "verdict": change.verdict}
        for change in changes().values()
        for edit in change.edits
    ]
    assert stored == ledger_rows("claim_changes")


IN_WORDS = {
    Edit("groups", ("T1-01", "T1-02"), "npo_since", ""): "the year of NPO status of each of 2 groups, such as T1-01, were blank",
    Edit("groups", ("T1-03",), "", ""): "group T1-03 were not there",
    Edit("groups", ("T1-03",), "began", "1990"): "the first year of group T1-03 were 1990",
    Edit("groups", ("T1-03",), "legal_form", "npo_corporation"): "the legal form of group T1-03 were “NPO corporation”",
    Edit("table-1", ("1",), "Location", "Saitama"): "the “Location” of row 1 of Table 1 were “Saitama”",
    Edit("events", ("EV-40",), "date", "1998-12"): "the date of event EV-40 were December 1998",
    Edit("official-statistics", ("npo_corporations/2001-03-31", "overstayers/1993-05-01"), "value", "7600"): (
        "the value of each of 2 official figures, such as that for NPO corporations on 31 March 2001, were 7,600"
    ),
}


@pytest.mark.parametrize(("edit", "words"), IN_WORDS.items(), ids=IN_WORDS.values())
def test_an_edit_is_said_in_words(edit: Edit, words: str) -> None:
    assert edit.what() == words


def test_a_change_is_said_in_a_sentence() -> None:
    change = Change("II-10", (Edit("groups", ("T1-01",), "", ""), Edit("groups", ("T1-03",), "", "")), Verdict.CONSISTENT)
    assert change.sentence() == "Would read consistent if group T1-01 were not there and group T1-03 were not there."


def test_every_column_that_is_changed_has_a_title() -> None:
    columns = {(edit.table, edit.column) for change in changes().values() for edit in change.edits if edit.column}
    untitled = {(table, column) for table, column in columns if not table.startswith("table-") and "title" not in _columns(table)[column]}
    assert untitled == set()


def test_every_table_with_evidence_says_what_a_record_is_called(tables: Tables) -> None:
    assert set(tables) - set(CALLED) == set()


def test_a_file_of_changes_that_is_edited_is_read_anew(tmp_path: Path) -> None:
    file = tmp_path / "claim_changes.csv"
    for verdict in (Verdict.CONSISTENT, Verdict.UNTESTABLE):
        file.write_text(f"claim_id,table,keys,column,value,verdict\nII-10,groups,T1-01,,,{verdict}\n", encoding="utf-8")
        assert changes(tmp_path)["II-10"].verdict is verdict
    assert changes(tmp_path) is changes(tmp_path)
