"""Validation of a data folder: ``python -m supportgroups check``.

``findings``     what a finding is, and how it is printed
``descriptor``   what ``datapackage.json`` says
``files``        the files, their records and cells against the descriptor
``rules``        what a descriptor cannot say
"""

from __future__ import annotations

from pathlib import Path

from supportgroups.check.files import Folder, read_folder
from supportgroups.check.findings import Finding, report
from supportgroups.check.rules import apply_rules
from supportgroups.dataset import DESCRIPTOR

__all__ = ["Finding", "check_folder", "findings_in_order", "read_folder", "report"]


def check_folder(directory: Path | str) -> list[Finding]:
    """Check a data folder against its descriptor and the rules.

    Parameters
    ----------
    directory
        The folder.

    Returns
    -------
    list of Finding
        Everything that is not as it should be, in the order of the descriptor's files, their rows and columns; empty if all is well.
    """
    return findings_in_order(read_folder(Path(directory)))


def findings_in_order(folder: Folder) -> list[Finding]:
    """Return what was found when a folder was read and what the rules find, in the order of files, rows and columns."""
    findings = list(folder.findings)
    # Without tables there is nothing that a rule could look at.
    if folder.tables:
        findings += apply_rules(folder)
    files = [DESCRIPTOR, *(table.schema.path for table in folder.tables.values())]
    columns = {table.schema.path: list(table.columns) for table in folder.tables.values()}

    def place(finding: Finding) -> tuple[int, int, int]:
        file = files.index(finding.file) if finding.file in files else len(files)
        named = columns.get(finding.file, [])
        return file, finding.row or 0, named.index(finding.column) if finding.column in named else -1

    return sorted(findings, key=place)
