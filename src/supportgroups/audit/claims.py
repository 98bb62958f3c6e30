"""A claim of the paper, the check that goes with it, and the verdict that follows from the two.

A claim is any statement of the paper that its own tables, its own arithmetic, another of its statements or an official figure can
bear on. It is entered with `claim`, which wraps the function that computes what the data give::

    @claim("II-11", locator="II, para. 6", kind="count", statement="There are 19 medical groups.", asserted=exactly(19),
           discussed="02-support-groups#the-six-categories")
    def medical_groups(tables: Tables) -> Observation:
        medical = in_category(tables, "medical")
        return Observation(exactly(len(medical)), rule="Numbered rows of Table 4.", evidence=records(tables, "groups", medical))

Verdicts are computed, here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

from supportgroups.audit.tables import Tables
from supportgroups.audit.values import Possible
from supportgroups.locators import parse_locator

SECTIONS = {"Introduction": "Intro", "I": "I", "II": "II", "III": "III", "IV": "IV", "V": "V", "Tables": "Tab"}
"""Section of the paper → prefix of its claims, in the paper's order; “Tables” are the captions, headers and cells of the six tables."""

_IDENTIFIER = re.compile(rf"(?P<prefix>{'|'.join(SECTIONS.values())})-(?P<number>\d{{2}})")


class Verdict(StrEnum):
    """What the data make of a claim."""

    REPRODUCED = "reproduced"
    REPRODUCIBLE = "reproducible"
    CONSISTENT = "consistent"
    CONTRADICTED = "contradicted"
    UNTESTABLE = "untestable"


class Kind(StrEnum):
    """What kind of statement a claim is."""

    COUNT = "count"
    RANGE = "range"
    SHARE = "share"
    SUPERLATIVE = "superlative"
    UNIVERSAL = "universal"
    ORDER_IN_TIME = "order in time"
    DATE = "date"
    DESCRIPTION = "description of a category"
    TABLE_AGAINST_TEXT = "text against table"
    TEXT_AGAINST_TEXT = "text against text"
    ARITHMETIC = "arithmetic"
    OFFICIAL_FIGURE = "official figure"
    THESIS = "thesis"


class Record(NamedTuple):
    """One record of the dataset that a claim rests on."""

    table: str
    key: str


class Reading(NamedTuple):
    """Another defensible reading of the same data, under a named rule; `judge` puts the full stop."""

    rule: str
    observed: Possible | Sequence[Possible]


@dataclass(frozen=True)
class Observation:
    """What the data give for one claim, under the obvious reading.

    Parameters
    ----------
    observed
        What the data leave possible; one range for each that the claim asserts.
    rule
        The reading, in one sentence or two: which rows, counted how.
    evidence
        The records that it rests on.
    readings
        Other defensible readings, each under a named rule.
    multiverse
        For a count: its value under every combination of the counting rules (see `supportgroups.audit.multiverse`).
    remark
        What a reader should know before relying on the verdict, if anything.
    """

    observed: Possible | Sequence[Possible]
    rule: str
    evidence: Sequence[Record] = ()
    readings: Sequence[Reading] = ()
    multiverse: pd.DataFrame | None = field(default=None, compare=False)
    remark: str = ""


@dataclass(frozen=True)
class Untested:
    """What a check returns when nothing that the paper prints could test the claim.

    Parameters
    ----------
    needed
        What would be needed to test it, in words that go on after a colon.
    evidence
        Records that show what is printed instead, if any.
    remark
        Why what is printed does not suffice.
    there
        The table that has what is needed, if somebody has added it: then the claim can be tested, and its check is to be written.
    """

    needed: str
    evidence: Sequence[Record] = ()
    remark: str = ""
    there: str = ""


Check = Callable[[Tables], Observation | Untested]


@dataclass(frozen=True)
class Claim:
    """One claim of the paper.

    Parameters
    ----------
    identifier
        Its permanent name, ``II-07``.
    section
        The section of the paper, as in `SECTIONS`.
    locator
        Where it stands (see `supportgroups.locators`).
    kind
        What kind of statement it is.
    statement
        What the paper says, in this book's words.
    asserted
        What it asserts; one range, or several.
    discussed
        The page, and the place on it, where the book discusses it: ``02-support-groups#size``.
    check
        Computes what the data give.
    """

    identifier: str
    section: str
    locator: str
    kind: Kind
    statement: str
    asserted: tuple[Possible, ...]
    discussed: str
    check: Check


@dataclass(frozen=True)
class Result:
    """A claim, what the data gave for it, and the verdict."""

    claim: Claim
    observed: str
    rule: str
    verdict: Verdict
    evidence: tuple[Record, ...]
    multiverse: pd.DataFrame | None = field(compare=False)
    remark: str

    @property
    def asserted(self) -> str:
        """What the claim asserts, in words."""
        return _in_words(self.claim.asserted)


_ledger: dict[str, Claim] = {}


def claim(
    identifier: str, *, locator: str, kind: str, statement: str, asserted: Possible | Sequence[Possible], discussed: str
) -> Callable[[Check], Check]:
    """Enter a claim in the ledger; the function beneath computes what the data give for it.

    Raises
    ------
    ValueError
        If the identifier is taken or misshapen, the kind is not one of `Kind`, or the locator is outside the grammar.
    """
    match = _IDENTIFIER.fullmatch(identifier)
    if match is None:
        raise ValueError(f"{identifier}: expected a section's prefix and two digits, as II-07")
    if identifier in _ledger:
        raise ValueError(f"{identifier}: there is such a claim already: {_ledger[identifier].statement}")
    parse_locator(locator)
    section = next(name for name, prefix in SECTIONS.items() if prefix == match["prefix"])

    def enter(check: Check) -> Check:
        _ledger[identifier] = Claim(identifier, section, locator, Kind(kind), statement, _several(asserted), discussed, check)
        return check

    return enter


def ledger() -> list[Claim]:
    """Return all claims, in the order of the paper's sections and of their numbers."""
    order = list(SECTIONS)
    return sorted(_ledger.values(), key=lambda entry: (order.index(entry.section), entry.identifier))


def judge(entry: Claim, tables: Tables) -> Result:
    """Run the check of one claim and say what follows.

    - reproduced: all that the obvious reading leaves possible is what the claim asserts;
    - reproducible: the obvious reading does not give it, but another, named one does;
    - consistent: the obvious reading leaves it possible, and something else too;
    - contradicted: no reading leaves it possible;
    - untestable: nothing printed bears on it.

    Raises
    ------
    ValueError
        If the check returns another number of figures than the claim asserts.
    """
    outcome = entry.check(tables)
    if isinstance(outcome, Untested):
        observed, rule, verdict = "nothing printed", _ended(f"Needed: {outcome.needed}"), Verdict.UNTESTABLE
        if outcome.there:
            observed, verdict = "data are there", Verdict.CONSISTENT
            rule = f"The table {outcome.there} can test this claim; its check is to be written."
        return Result(entry, observed, rule, verdict, tuple(outcome.evidence), None, outcome.remark)
    verdict = compare(entry.asserted, _several(outcome.observed))
    rule = outcome.rule
    if verdict is Verdict.CONTRADICTED:
        compared = [(reading, compare(entry.asserted, _several(reading.observed))) for reading in outcome.readings]
        if giving := [reading for reading, verdict_of in compared if verdict_of is Verdict.REPRODUCED]:
            verdict = Verdict.REPRODUCIBLE
            rule += f" {_readings('gives', giving)}"
        elif leaving_open := [reading for reading, verdict_of in compared if verdict_of is Verdict.CONSISTENT]:
            verdict = Verdict.CONSISTENT
            rule += f" {_readings('leaves', leaving_open)}"
    return Result(entry, _in_words(_several(outcome.observed)), rule, verdict, tuple(outcome.evidence), outcome.multiverse, outcome.remark)


def compare(asserted: Sequence[Possible], observed: Sequence[Possible]) -> Verdict:
    """Compare figure by figure what is asserted with what the data leave possible under one reading."""
    pairs = list(zip(asserted, observed, strict=True))
    if any(seen.apart_from(said) for said, seen in pairs):
        return Verdict.CONTRADICTED
    if all(seen.within(said) for said, seen in pairs):
        return Verdict.REPRODUCED
    return Verdict.CONSISTENT


def records(tables: Tables, table: str, frame: pd.DataFrame) -> list[Record]:
    """Return the records of a part of a table, as evidence."""
    return [Record(table, key) for key in tables.keys_of(table, frame)]


def _readings(does: str, readings: Sequence[Reading]) -> str:
    """Return the readings as a sentence; more than one with numbers, since a reading may take several sentences."""
    what = "it open" if does == "leaves" else "it"
    rules = [reading.rule.rstrip().removesuffix(".") for reading in readings]
    if len(rules) == 1:
        return _ended(f"Another reading {does} {what}: {rules[0]}")
    numbered = "; ".join(f"({number}) {rule}" for number, rule in enumerate(rules, start=1))
    return _ended(f"Other readings {does.removesuffix('s')} {what}: {numbered}")


def _ended(text: str) -> str:
    """Return the text with a full stop, unless it has one."""
    return text if text.endswith(".") else f"{text}."


def _several(possible: Possible | Sequence[Possible]) -> tuple[Possible, ...]:
    return (possible,) if isinstance(possible, Possible) else tuple(possible)


def _in_words(figures: Sequence[Possible]) -> str:
    return "; ".join(figure.text for figure in figures)
