"""The history of the verdicts ends with what the audit gives, and every change in it has a version and a reason."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from supportgroups.audit import Result
from supportgroups.audit.changes import history


def test_the_history_ends_with_what_the_audit_gives(results: list[Result]) -> None:
    now = {result.claim.identifier: (str(result.verdict), result.tested_against) for result in results}
    # What a claim was tested against is said since it is computed: an earlier line leaves it empty.
    last = {identifier: (past[-1]["verdict"], past[-1]["tested_against"] or now[identifier][1]) for identifier, past in history().items()}
    assert {identifier: (last.get(identifier), given) for identifier, given in now.items() if last.get(identifier) != given} == {}
    assert history().keys() - now.keys() == set()


def test_versions_are_those_of_the_changelog(repository: Path) -> None:
    text = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = {
        version: f"{datetime.datetime.strptime(day, '%d %B %Y').date()}"
        for version, day in re.findall(r"^### (\d+\.\d+\.\d+), (\d+ \w+ \d{4})$", text, flags=re.MULTILINE)
    }
    named = {past["version"]: past["date"] for entries in history().values() for past in entries}
    assert {version: versions.get(version) for version in named} == named
