"""What was made of each claim, version by version, and why a verdict changed."""

import datetime
from typing import NamedTuple

from supportgroups.audit.claims import Verdict, of_file


class Past(NamedTuple):
    """The verdict on a claim in one version, which holds until the next line.

    Parameters
    ----------
    claim_id, version, date
        The claim, and the version of the companion, with its day.
    verdict
        What it came to.
    tested_against
        What it was tested against; empty where that was not yet said.
    reason
        Why it changed; empty in the first line of a claim.
    """

    claim_id: str
    version: str
    date: str
    verdict: Verdict
    tested_against: str
    reason: str


@of_file("claim_history")
def history(rows: list[dict[str, str]]) -> dict[str, list[Past]]:
    """Return claim → its verdicts, from the first version to the last."""
    found: dict[str, list[Past]] = {}
    for row in rows:
        past = Past(*(row[name] for name in Past._fields))._replace(verdict=Verdict(row["verdict"]))  # type: ignore[arg-type]
        found.setdefault(past.claim_id, []).append(past)
    return found


def in_words(claim_id: str) -> str:
    """Return how the verdict on a claim has changed, with days and reasons; nothing if it never has."""
    past_verdicts = history().get(claim_id, [])
    if len(past_verdicts) < 2:
        return ""
    first, *later = past_verdicts
    changed = (f"{past.verdict.capitalize()} since {_version(past)}. {past.reason}" for past in later)
    return " ".join([f"{first.verdict.capitalize()} in {_version(first)}.", *changed])


def _version(past: Past) -> str:
    """Return a version and its day in words, without a leading zero."""
    day = datetime.date.fromisoformat(past.date)
    return f"version {past.version} ({day.day} {day:%B %Y})"
