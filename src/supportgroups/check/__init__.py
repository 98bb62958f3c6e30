"""Validation of a data folder: ``python -m supportgroups check``.

Frictionless, the standard library for Data Packages, reads the descriptor and validates header, types, constraints and keys of
every table. This package does the rest:

``findings``   what a finding is, and how it is printed
``folder``     the text of each file, and the folder as Frictionless reads it, and what is wrong with them as findings
``rules``      what a descriptor cannot say
``records``    what ``records.toml`` says of the records of each table
``across``     what the tables say of each other
``published``  what is noted of the published data: digests and numbers of records
``audited_claims``   what the audit could not read of the claims, and their form
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from supportgroups.audit import ledger
from supportgroups.check import audited_claims, rules
from supportgroups.check.across import RULES_ACROSS
from supportgroups.check.audited_claims import UNREADABLE, check_claims, words
from supportgroups.check.findings import Finding, Rule, report, rules_of
from supportgroups.check.folder import Folder, read_folder
from supportgroups.check.published import OF_DESCRIPTOR, differing_files, is_own
from supportgroups.check.records import quotations_have_one_place, records_are_as_their_table_demands
from supportgroups.dataset import DESCRIPTOR, read_table

__all__ = ["Finding", "Folder", "check_folder", "report"]

RULES = (*rules_of(vars(rules), "folder"), *rules_of(vars(audited_claims), "folder"))  # what a descriptor cannot say
FURTHER_RULES = (records_are_as_their_table_demands, quotations_have_one_place)
"""Those that look only at tables in which nothing else was found; the rules across tables look where nothing was found in any."""


def check_folder(directory: Path | str) -> Folder:
    """Check a data folder against its descriptor and the rules; where it is in order, load every table, and audit the paper's claims.

    The claims are left aside where the descriptor gives the package another name. The package's own folder has to be as it was published,
    byte for byte. The ``findings`` are in the order of files, rows and columns; nothing that the folder may hold raises an error.
    """
    folder = read_folder(Path(directory))
    if folder.tables:
        folder.findings += list(apply_rules(folder, RULES))
        across = RULES_ACROSS if not folder.elsewhere and folder.clean(*folder.tables) else ()
        folder.findings += list(apply_rules(folder, (*FURTHER_RULES, *across)))
    columns = {DESCRIPTOR: [""], **{table.path: list(table.columns) for table in folder.tables.values()}}
    files = list(columns)

    def place(finding: Finding) -> tuple[int, int, int]:
        file = files.index(finding.file) if finding.file in files else len(files)
        named = columns.get(finding.file, [])
        return file, finding.row or 0, named.index(finding.column) if finding.column in named else -1

    folder.findings.sort(key=place)
    for further in (_load, _judge, _compare):
        folder.findings += further(folder) if not folder.findings else []
    return folder


def apply_rules(folder: Folder, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Return what rules find in a folder that was read; where the descriptor is not in order, a rule cannot know what it looks at."""
    for rule in rules if all(finding.file != DESCRIPTOR for finding in folder.findings) else ():
        try:
            yield from rule(folder)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            # The descriptor has lost a table or column that the rule needs, or describes it otherwise; or the sources of the derived
            # tables, each in order, do not go together.
            yield Finding(DESCRIPTOR, None, None, None, f"the rule {rule.__name__} cannot be applied: {type(error).__name__}: {error}")


def _load(folder: Folder) -> Iterator[Finding]:
    """Find what the loaders cannot read although every rule holds."""
    for name, table in folder.tables.items():
        try:
            read_table(name, folder.directory)
        except UNREADABLE as error:
            yield Finding(table.path, None, None, None, f"cannot be loaded ({words(error)}): expected what read_table can read")


def _judge(folder: Folder) -> Iterator[Finding]:
    """Find what the audit cannot judge, and claims that are not as they should be."""
    if not folder.elsewhere:
        yield from check_claims(folder.directory, published=is_own(folder.directory))
        folder.claims = len(ledger(folder.directory))


def _compare(folder: Folder) -> Iterator[Finding]:
    """Find what has changed in the published data since that was noted."""
    if is_own(folder.directory):
        try:
            yield from differing_files(folder.directory)
        except UNREADABLE as error:
            expected = "expected what python -m supportgroups digest notes"
            yield Finding(OF_DESCRIPTOR, None, None, None, f"cannot be read ({words(error)}): {expected}")
