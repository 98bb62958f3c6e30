"""What a descriptor cannot say of the claims, where a folder has a table of them: rows that the audit could not read."""

from collections.abc import Iterator

from supportgroups.audit.claims import SEPARATOR, check_of, claim_of_row
from supportgroups.audit.notation import WORDS, parse
from supportgroups.check.findings import Finding
from supportgroups.check.folder import Folder, Record
from supportgroups.dataset import data_directory, read_descriptor
from supportgroups.facts.tables import LEDGER

CLAIMS, CHANGES, *_ = LEDGER


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
