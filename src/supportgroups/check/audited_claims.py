"""The claims: rows of their tables that the audit could not read, and the form of what it makes of the others, whatever the verdict."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from supportgroups.audit.changes import history
from supportgroups.audit.claims import SEPARATOR, Result, check_of, claim_of_row, judge, ledger, ledger_rows
from supportgroups.audit.notation import WORDS, parse
from supportgroups.check.findings import Finding, rules_of
from supportgroups.check.folder import Folder, Record
from supportgroups.dataset import data_directory, read_descriptor
from supportgroups.facts.tables import LEDGER, Tables
from supportgroups.locators import HANGS_ON, LocatorError, parse_locator

CLAIMS, CHANGES, *_ = LEDGER
FILE = "claims.csv"  # what a finding names, also where a claim is judged on a folder that has no claims of its own
MOST_WORDS = 30
PAPERS_WORD = "illegal"  # the paper's word for undocumented people, which is never the book's own
DISCUSSED = re.compile(r"(?P<page>[a-z0-9-]+)(?:#[A-Za-z0-9-]+)?")
UNFINISHED = re.compile(r"<NA>|\bnan\b|NaT|\[['\d]|[{}]")
"""What no reader would understand: a missing cell, a list of Python's, a formatted text left open."""
UNREADABLE = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
"""What reading a table or checking a claim raises where a record or column is not there, or holds something else."""


def assertions_are_in_the_notation(folder: Folder) -> Iterator[Finding]:
    """What a claim asserts is in the notation of the audit."""
    for record in _records(folder, CLAIMS):
        try:
            # A word of measure is a share of something: of what, the check says.
            parse(record["asserted"], [1] * (1 + record["asserted"].count("; ")))
        except ValueError as error:
            yield record.finding("asserted", f"{str(error).partition(': ')[2]}; words are {', '.join(WORDS)}")


def claims_have_a_check_or_say_what_is_needed(folder: Folder) -> Iterator[Finding]:
    """A claim has a check and a rule, or none and says what a test would need."""
    for record in _records(folder, CLAIMS):
        checked = check_of(claim_of_row(record.cells)) is not None
        has, lacks = ("rule", "needed") if checked else ("needed", "rule")
        why = "the claim has a check" if checked else "the claim has no check"
        if not record[has]:
            yield record.finding(has, f"expected a text: {why}")
        for column in (lacks, "see") if checked else (lacks, "readings"):
            if record[column]:
                yield record.finding(column, f"expected nothing: {why}")


def claims_show_records_that_exist(folder: Folder) -> Iterator[Finding]:
    """The records that an untestable claim shows, and those that a change names, are there."""
    tables = {name: table for name, table in folder.tables.items() if name not in LEDGER}
    if not folder.clean(*tables):
        return
    keys = {name: {"/".join(record[column] for column in table.primary_key) for record in table.records} for name, table in tables.items()}
    there = set().union(*keys.values())
    for record in _records(folder, CLAIMS):
        for key in filter(None, record["see"].split(SEPARATOR)):
            if key not in there:
                yield record.finding("see", f"expected keys of records, joined by “{SEPARATOR}”: there is no {key}")
    known = {resource["name"] for resource in read_descriptor(data_directory())["resources"]}
    for record in _records(folder, CHANGES):
        if (name := record["table"]) not in tables:
            if name not in known:  # a table of the paper's data that the folder lacks is missed by others
                yield record.finding("table", "expected a table of the dataset")
        elif absent := [key for key in record["keys"].split(SEPARATOR) if key not in keys[name]]:
            yield record.finding("keys", f"expected keys of {name}, joined by “{SEPARATOR}”: there is no {absent[0]}")
        elif record["column"] and record["column"] not in tables[name].columns:
            yield record.finding("column", f"expected a column of {name}")


def _records(folder: Folder, name: str) -> list[Record]:
    return folder.records(name) if name in folder.tables else []


@dataclass(frozen=True)
class Audited:
    """The results of an audit, the tables on which it ran, and the names of the book's pages where they are known."""

    results: Sequence[Result]
    tables: Tables
    lines: Mapping[str, int]  # the claims, each with its line in the table of claims
    pages: frozenset[str] = frozenset()
    published: bool = False  # whether the data are the published ones, of which the history has every verdict


def in_words(result: Result) -> dict[str, str]:
    """Return all that a claim and its result say in words of their own, by field."""
    fields = {"asserted": result.asserted, "observed": result.observed, "rule": result.rule, "remark": result.remark}
    return {"statement": result.claim.statement, **fields}


Fault = tuple[str, str, str]  # a field of a claim or of its result, what it says, and what was expected


def identifiers_run_on(audited: Audited, result: Result) -> Iterator[Fault]:
    """The numbers of a section's claims run from 01 without a gap."""
    identifier = result.claim.identifier
    prefix, _, number = identifier.rpartition("-")
    if int(number) > 1 and f"{prefix}-{int(number) - 1:02d}" not in audited.lines:
        expected = next(f"{prefix}-{free:02d}" for free in range(1, int(number)) if f"{prefix}-{free:02d}" not in audited.lines)
        yield "claim_id", identifier, f"expected {expected}: the numbers of a section run from 01 without a gap"


def locators_lie_in_their_section(audited: Audited, result: Result) -> Iterator[Fault]:
    """The first place of a locator lies in the claim's section; further ones are what it is compared with."""
    section, locator = result.claim.section, result.claim.locator
    try:
        place, *_ = parse_locator(locator)
    except LocatorError as error:
        yield "locator", locator, str(error)
        return
    if section == "Tables":
        expected = "a table" if not place.within.startswith("Table ") else ""
    elif place.within == "note":
        of_section = [note for note, paragraph in HANGS_ON.items() if paragraph.startswith(f"{section},")]
        first_to_last = f"from n. {of_section[0]} to n. {of_section[-1]}" if of_section else "of which it has none"
        expected = f"a footnote of section {section}, {first_to_last}" if place.number not in of_section else ""
    else:
        expected = f"a paragraph or footnote of section {section}" if place.within != section else ""
    if expected:
        yield "locator", locator, f"expected {expected}"


def statements_are_plain_sentences(audited: Audited, result: Result) -> Iterator[Fault]:
    """A statement is one plain sentence of at most 30 words: a capital, a full stop, and single blanks between."""
    statement = result.claim.statement
    words = len(statement.split())
    faults = {
        "a capital at the beginning": statement[:1].isascii() and not statement[:1].isupper(),
        "a full stop at the end": not statement.endswith("."),
        "single blanks between words, and none before and behind them": " ".join(statement.split()) != statement,
        f"from 2 to {MOST_WORDS} words, not {words}": not 2 <= words <= MOST_WORDS,
    }
    yield from (("statement", statement, f"expected {expected}") for expected, fault in faults.items() if fault)


def the_papers_word_is_quoted(audited: Audited, result: Result) -> Iterator[Fault]:
    """The paper's word for undocumented people is used in quotation marks only."""
    for field, text in in_words(result).items():
        if PAPERS_WORD in re.sub(r"“[^”]*”|\"[^\"]*\"", "", text).lower():
            yield field, text, f"expected “{PAPERS_WORD}” in quotation marks, or “undocumented”"


def outcomes_are_in_words(audited: Audited, result: Result) -> Iterator[Fault]:
    """What is asserted, what is observed and the rule are put in words that a reader understands; a rule and a remark are sentences."""
    for field, text in in_words(result).items():
        if not text and field != "remark":
            yield field, text, "expected words"
        elif field in ("rule", "remark") and text and (text != text.strip() or not text.endswith((".", "?", "”"))):
            yield field, text, "expected sentences, the last with its full stop, and no blanks before and behind them"
        if unfinished := UNFINISHED.search(text):
            yield field, text, f"expected words in the place of “{unfinished[0]}”"


def claims_are_discussed(audited: Audited, result: Result) -> Iterator[Fault]:
    """A claim names the page of the book that discusses it, and may name the place there: ``02-support-groups#size``."""
    discussed = DISCUSSED.fullmatch(result.claim.discussed)
    if discussed is None or (audited.pages and discussed["page"] not in audited.pages):
        yield "discussed", result.claim.discussed, "expected a page of the book, and perhaps # and an anchor on it"


def verdicts_are_those_of_the_history(audited: Audited, result: Result) -> Iterator[Fault]:
    """The last verdict that the history has of a claim of the published data is that of the audit, and rests on what it says."""
    if not audited.published:
        return
    given, past = str(result.verdict), history(audited.tables.directory).get(result.claim.identifier)
    if past is None or past[-1]["verdict"] != given:
        last = f"not {past[-1]['verdict']}" if past else "the first"
        yield "verdict", given, f"expected a line in claim_history.csv that says since when and why it is {given}, {last}"
    elif past[-1]["tested_against"] not in ("", result.tested_against):
        yield "tested_against", result.tested_against, f"expected {past[-1]['tested_against']}, by claim_history.csv"


RULES_OF_CLAIMS = rules_of(vars(), "audited")  # what is demanded of every claim


def check_claims(directory: Path, *, published: bool) -> list[Finding]:
    """Run the audit on a data folder that is in order, and check the form of every claim and its result, in the order of the ledger.

    Where the book’s pages are beside the folder, a claim has to name one of them; on the published data, it has to have the verdict with
    which its history ends. Where claims cannot be judged, or their texts not be filled, only that is found.
    """
    try:
        tables, claims = Tables.load(directory), ledger(directory)
    except UNREADABLE as error:
        return [Finding(FILE, None, None, None, f"the claims cannot be judged ({words(error)}): expected the paper's data")]
    lines = {row["claim_id"]: line for line, row in enumerate(ledger_rows("claims", directory), start=2)}
    results, found = [], []
    for claim in claims:
        line = lines[claim.identifier]
        try:
            result = judge(claim, tables)
        except UNREADABLE as error:
            found.append(Finding(FILE, line, "claim_id", claim.identifier, f"the check fails: {words(error)}"))
            continue
        found += [Finding(FILE, line, column, text, expected) for column, text, expected in _unfilled(result)]
        results.append(result)
    return found or apply_rules_of_claims(Audited(results, tables, lines, _pages(directory.parent / "book"), published))


def _unfilled(result: Result) -> Iterator[tuple[str, str, str]]:
    """Yield the texts of a claim that name in braces what is none, and readings of the check that have no text."""
    claim = result.claim
    for column, texts in (("rule", [claim.rule]), ("readings", claim.readings), ("remark", [claim.remark])):
        for text in texts:
            try:
                result.fill(text)
            except UNREADABLE as error:
                yield column, text, words(error)
    if result.finding and result.multiverse is None and len(claim.readings) != len(result.finding.readings):
        expected = f"expected {len(result.finding.readings)} texts, joined by “{SEPARATOR}”: one for each other reading of the check"
        yield "readings", SEPARATOR.join(claim.readings), expected


def words(error: Exception) -> str:
    """Return what an error says."""
    return "; ".join(map(str, error.args)) or type(error).__name__


def _pages(book: Path) -> frozenset[str]:
    """Return the names of the pages of the book; none where a folder is not that of a book."""
    files = book.iterdir() if (book / "_toc.yml").is_file() else ()
    return frozenset(file.stem for file in files if file.suffix in {".ipynb", ".md"})


def apply_rules_of_claims(audited: Audited) -> list[Finding]:
    """Return what the rules find, in the order of the results."""
    return [
        Finding(FILE, audited.lines[result.claim.identifier], field, value, f"{result.claim.identifier}: {expected}")
        for result in sorted(audited.results, key=lambda result: audited.lines[result.claim.identifier])
        for rule in RULES_OF_CLAIMS
        for field, value, expected in rule(audited, result)
    ]
