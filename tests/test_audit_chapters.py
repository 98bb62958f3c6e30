"""What a chapter tells of the claims."""

from __future__ import annotations

import pytest

from supportgroups.audit import Result, Standing, Tables, Verdict
from supportgroups.audit.chapters import OWN, claim_link, tally
from supportgroups.facts.tables import records


@pytest.mark.parametrize("section", ["I", "II", "III", "IV", "V"])
def test_every_claim_of_a_section_is_counted_once(results: list[Result], section: str) -> None:
    told = tally(section, results)
    own = [result for result in results if result.claim.section == section]
    claims = [result for result in own if result.claim.standing is Standing.CLAIM]
    verdicts = [f"claims_{verdict}" for verdict in Verdict if verdict is not Verdict.UNTESTABLE]
    assert told["claims"] == len(claims) == told["claims_tested"] + told["own_words"] + told["claims_untestable"]
    assert told["claims_tested"] == sum(told[name] for name in verdicts)
    assert told["claims"] + told["checks"] + told["slips"] == len(own)
    agree = [claim for claim in claims if claim.tested_against == OWN and claim.verdict is Verdict.REPRODUCED]
    assert told["own_words_agree"] == len(agree)


def test_a_claim_is_linked_to_its_page() -> None:
    assert claim_link("II-10") == '<a href="claim-audit.html#II-10">II-10</a>'
    assert claim_link("II-10", page="") == '<a href="#II-10">II-10</a>'


def test_all_evidence_is_in_the_tables(results: list[Result], tables: Tables) -> None:
    assert {record for result in results for record in result.evidence} <= {*records(*tables.values())}
