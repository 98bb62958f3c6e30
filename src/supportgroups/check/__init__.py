"""Validation of a data folder: ``python -m supportgroups check``.

Frictionless, the standard library for Data Packages, reads the descriptor and validates header, types, constraints and keys of
every table. This package does the rest:

``findings``   what a finding is, and how it is printed
``text``       what must be known of a file before a CSV reader sees it
``folder``     the folder as Frictionless reads it, and its errors as findings
``rules``      what a descriptor cannot say
``claims_table``   the table of the claims: its notations and its places
``audited_claims``   the form of the claims, where the data are in order
"""

from pathlib import Path

from supportgroups.audit import ledger
from supportgroups.check.audited_claims import check_claims
from supportgroups.check.findings import Finding, report
from supportgroups.check.folder import Folder, read_folder
from supportgroups.check.rules import apply_rules
from supportgroups.dataset import DESCRIPTOR

__all__ = ["Finding", "Folder", "check_folder", "report"]


def check_folder(directory: Path | str) -> Folder:
    """Check a data folder against its descriptor and the rules; and where it is in order, the paper's claims, as judged on it.

    The claims are left aside where the descriptor gives the package another name: they speak of the paper's data.

    Returns
    -------
    Folder
        Its tables, and as ``findings`` all that is not as it should be, in the order of the descriptor's files, their rows and
        columns. Nothing that the folder may hold raises an error.
    """
    folder = read_folder(Path(directory))
    # Where the descriptor is not in order, a rule cannot know what it looks at.
    if folder.tables and not any(finding.file == DESCRIPTOR for finding in folder.findings):
        folder.findings += list(apply_rules(folder))
    columns = {DESCRIPTOR: [""], **{table.path: list(table.columns) for table in folder.tables.values()}}
    files = list(columns)

    def place(finding: Finding) -> tuple[int, int, int]:
        file = files.index(finding.file) if finding.file in files else len(files)
        named = columns.get(finding.file, [])
        return file, finding.row or 0, named.index(finding.column) if finding.column in named else -1

    folder.findings.sort(key=place)
    if not folder.findings and not folder.elsewhere:
        folder.findings, folder.claims = check_claims(folder.directory), len(ledger(folder.directory))
    return folder
