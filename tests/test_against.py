"""What a claim was tested against follows from where it stands and where its evidence stands."""

from __future__ import annotations

import pytest

from supportgroups.audit import claims
from supportgroups.audit.claims import OWN, basis, passages, passages_of_claim
from supportgroups.facts.tables import Record, Tables
from supportgroups.locators import HANGS_ON, NOTES, parse_locator

BASES = [
    ("II, para. 12", Record("founding-checks", "T1-01/began"), "outside source"),
    ("II, para. 12", Record("groups", "T4-19"), "the tables"),
    ("II, para. 12", Record("table-4", "19"), "the tables"),
    ("Table 4", Record("groups", "T4-19"), "its own words"),
    ("Table 4", Record("communities_served", "T4-19/1"), "its own words"),
    ("Table 4", Record("table-4", "19"), "its own words"),
    ("Table 4", Record("groups", "T1-01"), "the tables"),
    ("IV, para. 8", Record("text_figures", "F-18"), "another passage"),
    ("IV, para. 9", Record("text_figures", "F-18"), "its own words"),
    # A footnote belongs to the paragraph in which its mark stands.
    ("II, para. 12", Record("text_figures", "F-12"), "its own words"),
    ("n. 17", Record("text_figures", "F-12"), "its own words"),
    # One place of several is enough: the record restates the claim.
    ("II, para. 9", Record("text_figures", "F-11"), "its own words"),
    ("II, para. 12", Record("emendations", "E-001"), "nothing printed"),
]


@pytest.mark.parametrize(("locator", "record", "expected"), BASES)
def test_the_basis_of_a_record(locator: str, record: Record, expected: str, tables: Tables) -> None:
    assert basis(passages_of_claim(locator), record, tables) == expected


def test_the_farthest_record_counts(tables: Tables) -> None:
    own, passage, outside = Record("text_figures", "F-18"), Record("text_figures", "F-10"), Record("founding-checks", "T1-01/began")
    assert claims.tested_against("IV, para. 9", [own, passage, outside, own], tables) == "outside source"
    assert claims.tested_against("IV, para. 9", [own, passage], tables) == "another passage"
    assert claims.tested_against("IV, para. 9", [], tables) == OWN


def test_a_claim_stands_in_its_first_place_or_in_all_its_tables() -> None:
    assert passages_of_claim("III, para. 1; IV, para. 11") == {"III, para. 1"}
    assert passages_of_claim("Table 1; Table 2, no. 14") == {"Table 1", "Table 2"}


def test_every_footnote_hangs_on_a_paragraph() -> None:
    assert set(HANGS_ON) == set(range(1, NOTES + 1))
    for number, paragraph in HANGS_ON.items():
        (place,) = parse_locator(paragraph)
        assert passages(f"n. {number}") == {f"{place.within}, para. {place.number}"}
