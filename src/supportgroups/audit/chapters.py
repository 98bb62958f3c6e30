"""What a chapter tells of the claims: links to them with their verdicts, and how those of a section came out."""

from collections.abc import Sequence

from supportgroups.audit import Result, Standing, Verdict, audit, claim
from supportgroups.audit.claims import NOTHING, ORDER, OUTSIDE, OWN, PASSAGE, SCHEMA, SECTIONS, TABLES
from supportgroups.audit.report import OF_THEIR_OWN, filtered, headline
from supportgroups.audit.show import verdict_html
from supportgroups.audit.vocabulary import on
from supportgroups.facts.counting_rules import PLAIN_READING, rules_in_words

__all__ = [
    "NOTHING", "OF_THEIR_OWN", "ORDER", "OUTSIDE", "OWN", "PASSAGE", "PLAIN_READING", "SCHEMA", "SECTIONS", "TABLES", "Standing",
    "Verdict", "audit", "claim", "claim_link", "filtered", "headline", "on", "rules_in_words", "tally", "verdict_html",
]  # fmt: skip


def claim_link(identifier: str, page: str = "claim-audit.html") -> str:
    """Return a claim's id as a link to the page of the audit, in HTML; on that page itself it needs no address."""
    return f'<a href="{page}#{identifier}">{identifier}</a>'


def tally(section: str, results: Sequence[Result] | None = None) -> dict[str, int]:
    """Count the claims of a section, ``"I"`` to ``"V"``, by verdict; they are judged unless results are given.

    Counted are all ``claims``; those tested against more than their own words, and how they came out (``claims_…``); those held against
    their own words, and how many agree; the untestable ones; and, apart from these, checks of the book's own and slips of print.
    """
    results = audit(section=section) if results is None else results
    own = filtered(results, section=section, standing=Standing.CLAIM)
    found = headline(own)
    tested = found.of(*OF_THEIR_OWN)
    return {
        "claims": len(own),
        "claims_tested": sum(tested.values()),
        **{f"claims_{verdict}": number for verdict, number in tested.items() if verdict is not Verdict.UNTESTABLE},
        "own_words": found.tested_against(OWN),
        "own_words_agree": found.of(OWN)[Verdict.REPRODUCED],
        "claims_untestable": found[Verdict.UNTESTABLE],
        "checks": len(filtered(results, section=section, standing=Standing.OURS)),
        "slips": len(filtered(results, section=section, standing=Standing.SLIP)),
    }
