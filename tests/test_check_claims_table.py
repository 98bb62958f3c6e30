"""Rows of the claims that the audit could not read: each gives one finding, with row and column."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from supportgroups.audit.claims import ledger_rows
from supportgroups.check import RULES, audited_claims
from supportgroups.check.folder import Folder, Record, Table
from supportgroups.dataset import data_directory, read_descriptor
from supportgroups.facts.tables import LEDGER

OURS = [rule for rule in RULES if rule.__module__ == audited_claims.__name__]
CLAIMS = ("IV-02", "IV-03", "IV-22", "IV-43")
"""A date, one that has no check, one with another reading, and a share."""


@pytest.fixture
def few() -> Folder:
    """Return a data folder with a few claims, all in order, as Frictionless would read it."""
    read = {}
    for resource in read_descriptor(data_directory())["resources"]:
        name, file, key = resource["name"], data_directory() / resource["path"], resource["schema"]["primaryKey"]
        rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
        if name not in LEDGER:
            read[name] = Table(name, resource["path"], dict.fromkeys(rows[0], "string"), [key] if isinstance(key, str) else key)
            read[name].records = [Record(read[name], line, row) for line, row in enumerate(rows, start=2)]
    for name in ("claims", "claim_changes"):
        rows = [row for row in ledger_rows(name) if row["claim_id"] in CLAIMS]
        read[name] = Table(name, f"{name}.csv", dict.fromkeys(rows[0], "string"), ["claim_id"])
        read[name].records = [Record(read[name], line, row) for line, row in enumerate(rows, start=2)]
    return Folder(data_directory(), read)


def changed(folder: Folder, name: str, claim: str, **cells: str) -> Folder:
    """Return the folder with cells of one claim changed."""
    table = folder.tables[name]
    records = [replace(row, cells={**row.cells, **cells}) if row["claim_id"] == claim else row for row in table.records]
    return replace(folder, tables={**folder.tables, name: replace(table, records=records)}, findings=[])


def found(folder: Folder) -> list[str]:
    """Return what the rules find, as `check` prints it."""
    return [str(finding) for rule in OURS for finding in rule(folder)]


BROKEN: dict[str, tuple[str, str, dict[str, str], str]] = {
    "outside the notation": (
        "claims",
        "IV-02",
        {"asserted": "roughly 1998"},
        "claims.csv:2:asserted: 'roughly 1998': expected a figure of the notation, such as 19, 33–6,000, at least 2, before 1995, all, "
        "few, yes; words are all, none, most, many, few, several, some",
    ),
    "no rule": ("claims", "IV-02", {"rule": ""}, "claims.csv:2:rule: '': expected a text: the claim has a check"),
    "needed beside a check": (
        "claims",
        "IV-02",
        {"needed": "a list."},
        "claims.csv:2:needed: 'a list.': expected nothing: the claim has a check",
    ),
    "nothing needed": ("claims", "IV-03", {"needed": ""}, "claims.csv:3:needed: '': expected a text: the claim has no check"),
    "rule without a check": ("claims", "IV-03", {"rule": "Rows."}, "claims.csv:3:rule: 'Rows.': expected nothing: the claim has no check"),
    "record to see beside a check": (
        "claims",
        "IV-02",
        {"see": "O-60"},
        "claims.csv:2:see: 'O-60': expected nothing: the claim has a check",
    ),
    "no such record to see": (
        "claims",
        "IV-03",
        {"see": "O-60 | O-999"},
        "claims.csv:3:see: 'O-60 | O-999': expected keys of records, joined by “ | ”: there is no O-999",
    ),
    "change of no table": (
        "claim_changes",
        "IV-02",
        {"table": "group"},
        "claim_changes.csv:2:table: 'group': expected a table of the dataset",
    ),
    "change of no record": (
        "claim_changes",
        "IV-02",
        {"keys": "EV-40 | EV-99"},
        "claim_changes.csv:2:keys: 'EV-40 | EV-99': expected keys of events, joined by “ | ”: there is no EV-99",
    ),
    "change of no column": (
        "claim_changes",
        "IV-02",
        {"column": "datum"},
        "claim_changes.csv:2:column: 'datum': expected a column of events",
    ),
}


@pytest.mark.parametrize(("name", "claim", "cells", "line"), BROKEN.values(), ids=BROKEN)
def test_each_rule_finds_what_breaks_it(name: str, claim: str, cells: dict[str, str], line: str, few: Folder) -> None:
    (finding,) = found(changed(few, name, claim, **cells))
    assert finding == line


def test_what_is_in_order_gives_no_finding(few: Folder) -> None:
    assert found(few) == []
    assert found(Folder(data_directory())) == []


def test_every_rule_is_applied_and_says_what_it_demands() -> None:
    assert len(OURS) == 3
    assert all((rule.__doc__ or "").endswith(".") for rule in OURS)
