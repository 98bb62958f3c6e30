"""A claim of the paper, the check that goes with it, the verdict that follows from the two, and what that was tested against.

What a claim is, is in ``claims.csv``. Its check, if it has one, is a function of a few lines that says what the data give::

    @check("II-10")
    def without_members(t: Tables) -> Finding:
        rows = of_category(t, "christian")
        return share(rows, known(rows["members_status"], "blank") == "not_applicable")


    check("II-23", lambda t: paper_count(t, "medical groups", of_category(t, "medical")))

A claim without a check is untestable. Verdicts are computed, here and nowhere else.

What a verdict was tested against is computed from where the claim is and where the evidence is. The paper's text falls into passages: a
paragraph with the footnotes that hang on it, and each of the six tables. A record of the dataset was written together with a passage if
one of its locators lies in it: then it is a transcription of that passage, whatever else it was taken from. So it can show whether the
passage agrees with itself, and no more.
"""

import csv
import json
import re
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cached_property, lru_cache, wraps
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from supportgroups.audit.notation import Asserted, parse
from supportgroups.audit.vocabulary import CHECKS, Check, Finding, names, on
from supportgroups.dataset import data_directory
from supportgroups.facts import all_facts
from supportgroups.facts.counting_rules import CAUTION, hitting, rules_in_words
from supportgroups.facts.tables import Range, Record, Tables
from supportgroups.locators import HANGS_ON, parse_locator

SECTIONS = {"Introduction": "Intro", "I": "I", "II": "II", "III": "III", "IV": "IV", "V": "V", "Tables": "Tab"}
"""Section of the paper → prefix of its claims, in the paper's order; “Tables” are the captions, headers and cells of the six tables."""
MODULES = {section: f"section_{section.lower()}" for section in SECTIONS} | {"Introduction": "introduction", "Tables": "printed_tables"}
"""Section of the paper → where its checks are."""
SCHEMA = Path(__file__).with_name("ledger.schema.json")  # the file that describes the ledger as JSON
FIELDS: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]["claim"]["properties"]
KINDS: list[str] = FIELDS["kind"]["enum"]  # what kinds of statement a claim may be
SEPARATOR = " | "  # between the entries of a cell that holds several
SIMPLEST_RULE_SETS = 3
"""At most so many rule sets are named in a rule beside the plain reading; the distribution has them all."""
OUTSIDE, TABLES, PASSAGE, OWN, NOTHING = "outside source", "the tables", "another passage", "its own words", "nothing printed"
ORDER = (OUTSIDE, TABLES, PASSAGE, OWN, NOTHING)  # from the farthest from the claim to the nearest
EXTERNAL = {"official-statistics", "populations", "founding-checks", "context-facts", "term-sources"}
PRINTED = {"groups", "predecessors", "communities_served", *(f"table-{number}" for number in range(1, 7))}
OURS = {"emendations", "glossary"}  # tables that hold our own notes: no evidence of anything

Made = TypeVar("Made")


class Verdict(StrEnum):
    """What the data make of a claim."""

    REPRODUCED = "reproduced"
    REPRODUCIBLE = "reproducible"
    CONSISTENT = "consistent"
    CONTRADICTED = "contradicted"
    UNTESTABLE = "untestable"


class Standing(StrEnum):
    """How an entry of the ledger counts."""

    CLAIM = "claim of the paper"
    OURS = "check of ours"
    SLIP = "slip of print"


@dataclass(frozen=True)
class Claim:
    """One entry of the ledger: a row of ``claims.csv``, whose columns ``datapackage.json`` explains.

    What it asserts is in the notation of `supportgroups.audit.notation`; rule, readings and remark may name in braces what the check says,
    a fact, or a cell (see `Texts`), the readings in the order of the check's.
    """

    identifier: str
    locator: str
    kind: str
    whose: str
    statement: str
    asserted: str
    discussed: str
    rule: str = ""
    readings: tuple[str, ...] = ()
    remark: str = ""
    needed: str = ""
    see: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """The section of the paper, as in `SECTIONS`."""
        return next(section for section, prefix in SECTIONS.items() if self.identifier.startswith(f"{prefix}-"))

    @property
    def standing(self) -> Standing:
        """How it counts: as a claim of the paper, a check of ours, or a slip of print."""
        return Standing.SLIP if self.kind == Standing.SLIP else Standing.OURS if self.whose == "ours" else Standing.CLAIM


def ledger_rows(name: str, directory: Path | None = None) -> list[dict[str, str]]:
    """Return the rows of ``claims``, ``claim_changes`` or ``claim_history`` of a data folder or, if that has none, of the package."""
    with _ledger_file(name, directory).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def of_file(name: str) -> Callable[[Callable[[list[dict[str, str]]], Made]], Callable[..., Made]]:
    """Make of what is made of a ledger file's rows a function of the data folder, which keeps it until the file is another one."""

    def keep(make: Callable[[list[dict[str, str]]], Made]) -> Callable[..., Made]:
        made = lru_cache(lambda file, modified, size: make(ledger_rows(name, file.parent)))

        @wraps(make)
        def of_folder(directory: Path | None = None) -> Made:
            file = _ledger_file(name, directory)
            return made(file, file.stat().st_mtime_ns, file.stat().st_size)

        return of_folder

    return keep


def _ledger_file(name: str, directory: Path | None) -> Path:
    file = (directory or data_directory()) / f"{name}.csv"
    return file if file.is_file() else data_directory() / file.name


def claim_of_row(row: Mapping[str, str]) -> Claim:
    """Return the claim that a row of ``claims.csv`` describes."""
    identifier = row["claim_id"]
    if identifier.rpartition("-")[0] not in SECTIONS.values():
        raise ValueError(f"claims.csv: claim_id {identifier!r}: expected a section's prefix and two digits, as II-07")
    if row["kind"] not in KINDS:
        raise ValueError(f"claims.csv: kind {row['kind']!r}: expected one of {', '.join(KINDS)}")
    several = {name: tuple(filter(None, row[name].split(SEPARATOR))) for name in ("readings", "see")}
    named = {column.name: row[column.name] for column in fields(Claim) if column.name in row}
    return Claim(**{**named, **several, "identifier": identifier})  # type: ignore[arg-type]


@of_file("claims")
def ledger(rows: list[dict[str, str]]) -> tuple[Claim, ...]:
    """Return all claims, in the order of the paper's sections and of their numbers."""
    return tuple(sorted(map(claim_of_row, rows), key=lambda claim: ([*SECTIONS].index(claim.section), claim.identifier)))


def check_of(claim: Claim) -> Check | None:
    """Return the check of a claim, or None if it has none."""
    import_module(f"supportgroups.audit.{MODULES[claim.section]}")
    return CHECKS.get(claim.identifier)


class Texts(string.Formatter):
    """Fills the templates of ``claims.csv``.

    A name in braces is what the check says under it (`Finding.says`), or else a fact of `supportgroups.facts`. Of rows their number is
    written, or, joined by what follows its name, the entries of a column: ``{others:group_id, }``; of a day its words, of a whole number no
    decimals. ``{IW-13[date]}`` is a cell of a record.
    """

    def __init__(self, identifier: str, tables: Tables, said: Mapping[str, object]) -> None:
        self._identifier, self._tables, self._said = identifier, tables, said

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Return what a name means, which has to be known."""
        name = str(key)
        if name in self._said:
            return self._said[name]
        if fact := all_facts().get(name):
            return fact(self._tables)
        try:
            return self._tables.record(self._tables.table_of(name), name)
        except KeyError:
            expected = f"what the check says ({', '.join(sorted(self._said)) or 'nothing'}), a fact, or a cell such as {{IW-13[date]}}"
            raise KeyError(f"{self._identifier}: {{{name}}}: expected {expected}") from None

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return a value in words."""
        if isinstance(value, pd.DataFrame) and (column := re.match(r"\w+", format_spec)):
            return names(value, column[0], format_spec[column.end() :])
        if isinstance(value, pd.DataFrame | pd.Index):
            value = len(value)
        if pd.api.types.is_scalar(value) and pd.isna(value):
            return "not printed"
        if isinstance(value, pd.Timestamp) and not format_spec:
            return on(value)
        if isinstance(value, float) and value.is_integer() and not format_spec:
            value = int(value)
        return format(value, format_spec)


@dataclass(frozen=True)
class Result:
    """A claim, what its check found (None if it has none), and the verdict. Its words are made when they are asked for.

    ``meant`` is what it asserts, figure by figure; ``used`` are the other readings on which the verdict rests, by numbers of the ledger.
    """

    claim: Claim
    tables: Tables = field(repr=False, compare=False)
    verdict: Verdict
    finding: Finding | None = None
    meant: tuple[Asserted, ...] = ()
    used: tuple[int, ...] = ()

    @property
    def multiverse(self) -> pd.DataFrame | None:
        """For a count of groups: its value under every combination of the counting rules."""
        return self.finding.multiverse if self.finding else None

    @cached_property
    def evidence(self) -> tuple[Record, ...]:
        """The records that were counted, compared or read; for an untestable claim, those that show what is printed instead."""
        if self.finding is None:
            return tuple(Record(self.tables.table_of(key), key) for key in self.claim.see)
        readings = (self.finding.readings[number] for number in self.used if self.finding.readings)
        return tuple(dict.fromkeys(record for one in (self.finding, *readings) for record in one.evidence))

    @cached_property
    def tested_against(self) -> str:
        """How far from the claim the evidence is: one of `ORDER`."""
        if self.finding is None:
            return NOTHING
        return tested_against(self.claim.locator, self.evidence, self.tables)

    @cached_property
    def asserted(self) -> str:
        """What the claim asserts, in words."""
        return "; ".join(figure.text for figure in self.meant) or self.claim.asserted

    @property
    def observed(self) -> str:
        """What the data give, in words."""
        return self.fill(self.finding.text) if self.finding else "nothing printed"

    @cached_property
    def rule(self) -> str:
        """The reading, and the other one on which the verdict rests; for an untestable claim, what would be needed."""
        if self.finding is None:
            return f"Needed: {self.claim.needed}" if self.claim.needed else "There is nothing to count."
        return " ".join(filter(None, (self.fill(self.claim.rule), self._other_readings())))

    @cached_property
    def remark(self) -> str:
        """What a reader should know before relying on the verdict, if anything."""
        caution = CAUTION if self.verdict is Verdict.REPRODUCIBLE and self.multiverse is not None else ""
        return " ".join(filter(None, (self.fill(self.claim.remark), caution)))

    def fill(self, template: str) -> str:
        """Return a text of the claim with the names in braces filled in: see `Texts`."""
        said = self.finding.values if self.finding else {}
        return Texts(self.claim.identifier, self.tables, said).format(template)

    def _other_readings(self) -> str:
        if not self.used or self.finding is None:
            return ""
        if self.finding.multiverse is not None:
            texts = rules_in_words(self.finding.multiverse, self.meant[0].core)[:SIMPLEST_RULE_SETS]
        elif len(self.claim.readings) == len(self.finding.readings):
            texts = [self.fill(self.claim.readings[number]) for number in self.used]
        else:
            numbers = f"{len(self.finding.readings)} readings in the check, {len(self.claim.readings)} in claims.csv"
            raise ValueError(f"{self.claim.identifier}: {numbers}: expected a text for each, joined by “{SEPARATOR}”")
        one, several = ("gives it", "give it") if self.verdict is Verdict.REPRODUCIBLE else ("leaves it open", "leave it open")
        texts = [text.rstrip().removesuffix(".") for text in texts]
        if len(texts) == 1:
            return f"Another reading {one}: {texts[0]}."
        return f"Other readings {several}: {'; '.join(f'({number}) {text}' for number, text in enumerate(texts, start=1))}."


def judge(claim: Claim, tables: Tables) -> Result:
    """Run the check of one claim and say what follows.

    - reproduced: all that the obvious reading leaves possible is what the claim surely asserts;
    - reproducible: the obvious reading does not give it, but another, named one does;
    - consistent: the obvious reading, or else another, named one, leaves it possible, and something else too;
    - contradicted: no reading leaves it possible;
    - untestable: there is no check, or nothing to count.
    """
    run = check_of(claim)
    finding = run(tables) if run else None
    if finding is None or 0 in finding.totals:
        return Result(claim, tables, Verdict.UNTESTABLE)
    try:
        meant, verdict = _compared(claim, finding)
    except ValueError as error:
        raise ValueError(f"{claim.identifier}: {error}") from error
    if verdict is Verdict.REPRODUCED:
        return Result(claim, tables, verdict, finding, meant)
    if finding.multiverse is not None and len(hitting(finding.multiverse, meant[0].core)):
        return Result(claim, tables, Verdict.REPRODUCIBLE, finding, meant, (0,))
    others = [_compared(claim, reading)[1] for reading in finding.readings]
    for better, makes in ((Verdict.REPRODUCED, Verdict.REPRODUCIBLE), (Verdict.CONSISTENT, Verdict.CONSISTENT)):
        used = tuple(number for number, other in enumerate(others) if other is better)
        if used and (makes is Verdict.REPRODUCIBLE or verdict is Verdict.CONTRADICTED):
            return Result(claim, tables, makes, finding, meant, used)
    return Result(claim, tables, verdict, finding, meant)


def compare(asserted: Sequence[Asserted], observed: Sequence[Range]) -> Verdict:
    """Compare figure by figure what is asserted with what the data leave possible under one reading."""
    if len(asserted) != len(observed):
        raise ValueError(f"{len(asserted)} figures are asserted, and {len(observed)} found")
    pairs = list(zip(asserted, observed, strict=True))
    if any(seen.apart_from(said.edge) for said, seen in pairs):
        return Verdict.CONTRADICTED
    if all(seen.within(said.core) for said, seen in pairs):
        return Verdict.REPRODUCED
    return Verdict.CONSISTENT


def _compared(claim: Claim, finding: Finding) -> tuple[tuple[Asserted, ...], Verdict]:
    meant = tuple(parse(claim.asserted, finding.totals))
    return meant, compare(meant, finding.figures)


def passages_of_claim(locator: str) -> frozenset[str]:
    """Return the passages of a claim: those of its first place, since it is compared with the others, or of all tables that it is about."""
    return passages(locator if locator.startswith("Table") else locator.split("; ")[0])


@lru_cache
def passages(locator: str) -> frozenset[str]:
    """Return the passages in which the places of a locator lie."""
    return frozenset(
        HANGS_ON[number or 0] if within == "note" else within if within.startswith("Table") else f"{within}, para. {number}"
        for within, number in parse_locator(locator)
    )


def basis(own: frozenset[str], record: Record, tables: Tables) -> str:
    """Return how far one record is from a claim in some passages."""
    if record.table in EXTERNAL:
        return OUTSIDE
    if record.table in OURS:
        return NOTHING
    if record.table in PRINTED:
        number = record.table[-1] if record.table.startswith("table-") else record.key[1]
        return OWN if f"Table {number}" in own else TABLES
    locator = tables[record.table]["locator"][record.key]
    return OWN if pd.isna(locator) or own & passages(str(locator)) else PASSAGE


def tested_against(locator: str, evidence: Iterable[Record], tables: Tables) -> str:
    """Return the farthest basis among the records that a check counted, compared or read."""
    own = passages_of_claim(locator)
    return min({basis(own, record, tables) for record in evidence} or {OWN}, key=ORDER.index)
