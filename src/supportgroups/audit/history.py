"""What was made of each claim, version by version, and why a verdict changed."""

from typing import NamedTuple

from supportgroups.audit.claims import Verdict, of_file
from supportgroups.audit.vocabulary import on


class Past(NamedTuple):
    """The verdict on a claim in one version, which holds until the next line: a row of ``claim_history.csv``.

    ``datapackage.json`` explains each column.
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
    told = (
        f"{past.verdict.capitalize()} {'since' if number else 'in'} version {past.version} ({on(past.date)}). {past.reason}".rstrip()
        for number, past in enumerate(past_verdicts)
    )
    return " ".join(told)
