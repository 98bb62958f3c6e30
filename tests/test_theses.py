"""The claims that stand under each thesis of section V, and why."""

from __future__ import annotations

import pytest

from supportgroups import audit
from supportgroups.audit import Standing
from supportgroups.dataset import read_table

THESES = read_table("theses")


def test_only_claims_of_the_paper_bear_on_a_thesis() -> None:
    assert [key for key in THESES["claim_id"] if audit.claim(key).standing is not Standing.CLAIM] == []


def test_every_claim_of_section_v_makes_up_a_thesis() -> None:
    of_section = {claim.identifier for claim in audit.ledger() if claim.section == "V" and claim.standing is Standing.CLAIM}
    assert of_section - set(THESES["claim_id"]) == set()


@pytest.mark.parametrize("thesis", range(1, 8))
def test_under_a_thesis_its_own_claims_come_first(thesis: int) -> None:
    rows = THESES[THESES["thesis"] == thesis].sort_values("position")
    assert list(rows["position"]) == list(range(1, len(rows) + 1))
    of_section_v = rows["claim_id"].str.startswith("V-")
    assert of_section_v.iloc[0]
    assert of_section_v.is_monotonic_decreasing
