"""What would change a verdict: for each computed claim the smallest change of the data that the descriptor allows.

`seek` finds it, `Change.apply` makes it, `Change.sentence` says it. What was found is kept in ``claim_changes.csv``; the suite makes
every one of these changes again and demands the verdict that is written there, so a check that cannot fail has no line and is found out.

The search is over the records that the check has as evidence, the farthest from the claim first, and over the columns that it reads: a
column is read if the check fails or answers otherwise without it. A value is tried on all records first; if that changes nothing, no part
of it is tried. What is farthest decides: only if nothing there changes the verdict are nearer records tried.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from supportgroups.audit import against
from supportgroups.audit.claims import SEPARATOR, Claim, Result, Verdict, judge, of_file
from supportgroups.audit.rows import CALLED, called, columns_read
from supportgroups.audit.vocabulary import on
from supportgroups.dataset import columns
from supportgroups.facts.tables import Record, Tables

_columns = lru_cache(columns)
NOT_TRIED = {"locator", "text_locator", "footnotes", "section", "source_title", "source_url", "basis", "evidence"}
"""Columns that say where a record comes from: to change them is to change the source, not the fact."""
_DATE = r"(?:1[89]|20)\d\d(?:-\d\d)*"
"""A date as far as it is given, which may be of a year only."""
SAMPLE = 12
"""At most so many other entries of a column of free text are tried."""


class Edit(NamedTuple):
    """Some records of a table changed alike: a column set to a value, which is empty for “not stated”; without a column, left out."""

    table: str
    keys: tuple[str, ...]
    column: str
    value: str

    def apply(self, tables: Tables) -> Tables:
        """Return the tables with the change."""
        if not self.column:
            return tables.without(self.table, *self.keys)
        return tables.with_cell(self.table, self.keys, self.column, _typed(self.value, tables[self.table][self.column].dtype))

    def what(self) -> str:
        """Return the change in words that go on after “if”."""
        records = called(Record(self.table, self.keys[0]))
        if len(self.keys) > 1:
            example = self.keys[0] if records.endswith(f" {self.keys[0]}") else records.replace("the official figure", "that")
            records = f"{'each of ' if self.column else ''}{len(self.keys)} {CALLED[self.table][1]}, such as {example},"
        if not self.column:
            return f"{records} were not there"
        entry = _columns(self.table)[self.column]
        # What readers call a column; the printed tables have their own headers.
        return f"the {entry.get('title', f'“{self.column}”')} of {records} were {_shown(self.value, entry)}"


class Change(NamedTuple):
    """A change of the data, and the verdict to which it brings a claim."""

    claim_id: str
    edits: tuple[Edit, ...]
    verdict: Verdict

    def apply(self, tables: Tables) -> Tables:
        """Return the tables with the change."""
        for edit in self.edits:
            tables = edit.apply(tables)
        return tables

    def sentence(self) -> str:
        """Return the change in words."""
        return f"Would read {self.verdict} if {' and '.join(edit.what() for edit in self.edits)}."

    def rows(self) -> list[dict[str, str]]:
        """Return the change as rows of ``claim_changes.csv``."""
        rows = [{**edit._asdict(), "keys": SEPARATOR.join(edit.keys)} for edit in self.edits]
        return [{"claim_id": self.claim_id, **row, "verdict": self.verdict} for row in rows]


@of_file("claim_changes")
def changes(rows: list[dict[str, str]]) -> dict[str, Change]:
    """Return claim → the stored change of the data that changes its verdict."""
    found: dict[str, Change] = {}
    for row in rows:
        edit = Edit(row["table"], tuple(row["keys"].split(SEPARATOR)), row["column"], row["value"])
        before = found[row["claim_id"]].edits if row["claim_id"] in found else ()
        found[row["claim_id"]] = Change(row["claim_id"], (*before, edit), Verdict(row["verdict"]))
    return found


def faults(change: Change, claim: Claim, tables: Tables) -> list[str]:
    """Return what is wrong with a stored change: one message each, none if all is well.

    It must name records that are there, give values that the descriptor allows, change a record of the basis that the claim is tested
    against, and bring the claim to another verdict, the one that is stored.
    """
    found = []
    for edit in change.edits:
        if absent := [key for key in edit.keys if key not in tables[edit.table].index]:
            return [f"{edit.table} has no record {', '.join(absent)}"]
        if edit.column and not _is_allowed(edit):
            found.append(f"{edit.table}.{edit.column}: {edit.value!r} is outside the descriptor")
    plain, own = judge(claim, tables), against.passages_of_claim(claim.locator)
    bases = {against.basis(own, Record(edit.table, key), tables) for edit in change.edits for key in edit.keys}
    if plain.tested_against not in bases:
        found.append(f"changes {' and '.join(sorted(bases))}; the claim is tested against {plain.tested_against}")
    after = judge(claim, change.apply(tables)).verdict
    if after is not change.verdict or after is plain.verdict:
        found.append(f"gives {after} instead of {change.verdict}; without it the claim is {plain.verdict}")
    return found


def changes_as_csv(results: Sequence[Result]) -> str:
    """Return a change for each claim that has a check, as ``claim_changes.csv`` has them; a claim for which none is found has no line.

    This takes about a second for each claim. A stored change that still does what it should stays: it may have been entered by hand.
    """
    rows: list[dict[str, str]] = []
    for result in results:
        stored = changes(result.tables.directory).get(result.claim.identifier)
        fits = result.finding and stored and not faults(stored, result.claim, result.tables)
        if result.finding and (found := stored if fits else seek(result.claim, result.tables)):
            rows += found.rows()
    return pd.DataFrame(rows, columns=["claim_id", *Edit._fields, "verdict"]).to_csv(index=False, lineterminator="\n")


def seek(claim: Claim, tables: Tables) -> Change | None:
    """Return the smallest change that is found, or None: the check cannot come to another verdict.

    Changes of the farthest records come first; among them those of one record, of a column with a closed vocabulary or a number.
    """
    plain = judge(claim, tables)
    for _, of_basis in groupby(_changes(claim, plain, tables), key=lambda found: found[0]):
        found = []
        for _, change in of_basis:
            found.append(change)
            if len(change.edits[0].keys) == 1:
                return change
        if found:
            return min(found, key=lambda change: len(change.edits[0].keys))
    return None


def _changes(claim: Claim, plain: Result, tables: Tables) -> Iterator[tuple[int, Change]]:
    own = against.passages_of_claim(claim.locator)

    def distance(table: str, key: str) -> int:
        return against.ORDER.index(against.basis(own, Record(table, key), tables))

    def tried(table: str, column: str, value: str, keys: Sequence[str]) -> Change | None:
        change = Change(claim.identifier, (Edit(table, tuple(keys), column, value),), plain.verdict)
        try:
            after = judge(claim, change.apply(tables)).verdict
        except (ArithmeticError, LookupError, TypeError, ValueError):  # the change makes data that no check has to bear
            return None
        return change._replace(verdict=after) if after is not plain.verdict else None

    listed: dict[tuple[int, str], list[str]] = {}
    for record in plain.evidence:
        listed.setdefault((distance(record.table, record.key), record.table), []).append(record.key)
    groups = sorted(listed.items())
    for (far, table), keys in [*groups]:
        # What a category could have had in it: the other records of the table that are as far away.
        groups.append(((far, table), [key for key in tables.keys_of(table) if key not in set(keys) and distance(table, key) == far]))
    columns = {table: _tried(plain, table) for _, table in listed}
    for (far, table), keys in sorted(groups, key=lambda group: group[0][0]):
        for column, values in columns[table]:
            for key in keys[:SAMPLE]:
                for value in _near(tables[table].loc[key, column]):
                    if _is_allowed(Edit(table, (key,), column, value)) and (change := tried(table, column, value, [key])):
                        yield far, change
            for value in values:
                yield from ((far, change) for change in _fewest(partial(tried, table, column, value), keys))
        yield from ((far, change) for change in _fewest(partial(tried, table, "", ""), keys))


def _fewest(change: Callable[[Sequence[str]], Change | None], keys: Sequence[str]) -> Iterator[Change]:
    """Yield a change of one record, or else of as few of the first as it takes, found by halving."""
    if not keys:
        return
    if single := next((one for key in keys[:SAMPLE] if (one := change([key]))), None):
        yield single
        return
    # All of them may be too many to be possible together: then two thirds, or one.
    if found := next((some for part in (3, 2, 1) if (some := change(keys[: len(keys) * part // 3 or 1]))), None):
        fewer = range(1, len(found.edits[0].keys))
        yield change(keys[: 1 + bisect_left(fewer, True, key=lambda number: change(keys[:number]) is not None)]) or found


def _tried(result: Result, table: str) -> list[tuple[str, list[str]]]:
    """Return the columns that the check reads, with other values that the descriptor allows: closed vocabularies and numbers first."""
    fields = _columns(table)
    read = [name for name in columns_read(result).get(table, []) if name in fields and name not in NOT_TRIED]
    read.sort(key=lambda name: fields[name]["type"] == "string" and not fields[name].get("constraints", {}).get("enum"))
    return [(name, _allowed(fields[name], result.tables[table][name])) for name in read]


def _allowed(entry: dict[str, Any], column: pd.Series) -> list[str]:
    """Return values of a column that the descriptor allows, as ``claim_changes.csv`` writes them."""
    limits, there = entry.get("constraints", {}), column.dropna()
    blank = [] if limits.get("required") else [""]
    if "enum" in limits:
        return [*map(str, limits["enum"]), *blank]
    if entry["type"] == "boolean":
        return ["true", "false"]
    if entry["type"] in {"integer", "year", "number"} and len(there):
        low, high = int(there.min()), int(there.max())
        ends = [low - 1, low, (low + high) // 2, high, high + 1, *([] if entry["type"] == "year" else [0, 1, 1000 * high])]
        return [*(str(end) for end in ends if limits.get("minimum", -math.inf) <= end <= limits.get("maximum", math.inf)), *blank]
    texts = list(dict.fromkeys(there.astype("str")))
    dated = bool(texts) and all(re.fullmatch(_DATE, text) for text in texts)
    sample = texts[:: max(1, len(texts) // SAMPLE)]
    return [*(_near(min(texts))[:1] + _near(max(texts))[1:] if dated else []), *sample, *blank]


def _near(value: Any) -> list[str]:
    """Return numbers and dates a little beside one; a year, and a number that may be one, is not halved."""
    text = f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
    if re.fullmatch(_DATE, text):
        return [f"{int(text[:4]) + step}{text[4:]}" for step in (-1, 1)]
    if isinstance(value, str) or not re.fullmatch(r"\d+(\.0)?", text):
        return []
    number = int(value)
    return [str(beside) for beside in (number - 1, number + 1, number // 2, 2 * number)]


def _shown(value: str, entry: dict[str, Any]) -> str:
    if not value:
        return "blank"
    if entry["type"] in {"integer", "number"}:
        return f"{float(value):,.10g}"
    if entry["type"] == "year" or re.fullmatch(_DATE, value):
        return on(value)
    if "enum" in entry.get("constraints", {}):
        value = value.replace("_", " ").replace("npo ", "NPO ").replace("christian", "Christian")
    return f"“{value}”"


def _is_allowed(edit: Edit) -> bool:
    entry = _columns(edit.table)[edit.column]
    limits = entry.get("constraints", {})
    if not edit.value:
        return not limits.get("required")
    if "enum" in limits:
        return edit.value in map(str, limits["enum"])
    if entry["type"] in {"integer", "year", "number"}:
        return bool(limits.get("minimum", -math.inf) <= float(edit.value) <= limits.get("maximum", math.inf))
    return bool(re.fullmatch(limits.get("pattern", ".*"), edit.value, re.DOTALL))


def _typed(value: str, dtype: Any) -> Any:
    if not value:
        return None
    if isinstance(dtype, pd.CategoricalDtype):
        return next(category for category in dtype.categories if str(category) == value)
    read: dict[str, Callable[[str], Any]] = {"M": pd.Timestamp, "b": "true".__eq__, "i": int, "f": float}
    return read.get(dtype.kind, str)(value)
