"""The command line: ``supportgroups``, or ``python -m supportgroups``."""

from __future__ import annotations

import argparse
import codecs
import csv
import io
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from supportgroups import __version__, new_dataset
from supportgroups.audit import Kind, Tables, Verdict
from supportgroups.audit import audit as run_audit
from supportgroups.audit.changes import changes_as_csv
from supportgroups.audit.claims import SECTIONS
from supportgroups.audit.report import as_csv, as_json, as_table, filtered
from supportgroups.dataset import DESCRIPTOR, PACKAGE, PRINTED_COLUMNS, data_directory, read_descriptor, resource
from supportgroups.derive import PrintedCellError, write

FINDINGS = """\
Each finding is one line, `file:row:column: value: what was expected`; the row is the line of the file on which the record begins.
Where the paper's data are in order, the claims are checked, too: its place in the paper, its form, and whether its evidence is there.
Exit code: 0 if there is none, 1 if there is one, 2 if the command itself was wrong."""

LEDGER = """\
Verdicts are computed from the data, and say what the data make of a claim:
  reproduced     the obvious reading gives exactly what is asserted
  reproducible   only another, named reading gives it
  consistent     the data bear on it, but leave it open
  contradicted   no defensible reading gives it
  untestable     nothing that the paper prints could test it

Examples:
  python -m supportgroups audit --section II --verdict contradicted
  python -m supportgroups audit --kind "order in time"
  python -m supportgroups audit --format json > ledger.json

Exit code: 0, whatever the verdicts; 1 if the data cannot be read, 2 if the command itself was wrong."""
WIDEST = 120
"""The most columns that a table on a terminal takes: longer lines are hard to read."""
NEW_DATASET = """\
The folder has six tables to fill in, one for each category of groups, in source/; derive then makes the tidy tables, and check says
what is amiss. What the dataset knows beside the paper's words is in its datapackage.json, where more can be added.

Example:
  python -m supportgroups new-dataset osaka --prefecture Osaka --title "Support groups in Osaka, 2024" --source "A directory of 2024"

Exit code: 0; 1 if the folder is there already, 2 if the command itself was wrong."""


def check(arguments: argparse.Namespace) -> int:
    """Check a data folder, and print what is found."""
    try:
        from supportgroups.check import check_folder, report
    except ModuleNotFoundError as error:
        if error.name != "frictionless":
            raise
        return _fail('check needs frictionless: in a copy of the repository, pip install ".[check]"')
    directory = arguments.directory or data_directory()
    folder = check_folder(directory)
    if folder.findings:
        for line in report(folder.findings):
            print(line)
        print(f"{_count(len(folder.findings), 'finding')} in {directory}")
        return 1
    records = _count(sum(len(table.records) for table in folder.tables.values()), "record")
    claims = f" and {_count(folder.claims, 'claim')}" if folder.claims else ""
    print(f"{_count(len(folder.tables), 'table')} with {records}{claims} checked in {directory}: no findings")
    return 0


def derive(arguments: argparse.Namespace) -> int:
    """Make the derived tables of a data folder anew; write nothing if a printed cell cannot be read."""
    directory = arguments.directory or data_directory()
    if arguments.directory is None and directory.parent.name == "supportgroups":
        return _fail("derive would write into the installed package: expected the data folder, as in python -m supportgroups derive data")
    try:
        paths = write(directory)
    except PrintedCellError as error:
        table = resource(f"table-{error.table}", directory)
        printed = dict(zip(PRINTED_COLUMNS, table["schema"]["fields"][1:], strict=False))
        column = printed[error.column]["name"] if error.column in printed else error.column
        return _fail(f"{table['path']}:{error.row + 1}:{column}: {error.text!r}: {error.expected}")
    except OSError as error:
        return _fail(str(error))
    except (LookupError, TypeError, ValueError) as error:
        return _fail(f"{directory}: the derived tables cannot be made: {error!r}: expected what python -m supportgroups check lets pass")
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            print(f"{path}: {_count(sum(1 for _ in csv.reader(file)) - 1, 'record')}")
    return 0


def audit(arguments: argparse.Namespace) -> int:
    """Check every claim of the paper against the data, and print the ledger."""
    directory = arguments.directory or data_directory()
    try:
        if (name := read_descriptor(directory).get("name")) != PACKAGE:
            return _fail(f"{directory / DESCRIPTOR}:name: {name!r}: expected {PACKAGE!r}: the claims are about the groups of the paper")
        results = filtered(run_audit(Tables.load(directory), arguments.section, arguments.kind), verdict=arguments.verdict)
    except OSError as error:
        return _fail(str(error))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return _fail(f"{directory}: the claims cannot be checked: {error!r}: expected what python -m supportgroups check lets pass")
    if arguments.seek_changes:
        print(changes_as_csv(results), end="")
        return 0
    if arguments.format == "json":
        # The escapes of a terminal that knows no Japanese would not all be JSON.
        text = as_json(results, ascii_only=codecs.lookup(sys.stdout.encoding or "ascii").name != "utf-8")
    elif arguments.format == "csv":
        text = as_csv(results)
    else:
        text = as_table(results, min(shutil.get_terminal_size((100, 24)).columns, WIDEST), colours=sys.stdout.isatty())
    print(text, end="")
    return 0


def begin_dataset(arguments: argparse.Namespace) -> int:
    """Make a folder for the groups of another place."""
    folder: Path = arguments.directory
    try:
        descriptor = new_dataset.describe(
            folder.name,
            prefectures=arguments.prefecture,
            title=arguments.title,
            source=arguments.source,
            communities=arguments.community,
            statuses=dict(arguments.status),
        )
        new_dataset.make(folder, descriptor)
    except ValueError as error:
        return _fail(str(error))
    except FileExistsError:
        return _fail(f"{folder} is there already: expected a name that no folder has")
    print(f"{folder}: fill in the tables in {folder / 'source'}, then run python -m supportgroups derive {folder}")
    return 0


def _status(text: str) -> tuple[str, str]:
    status, sign, code = text.partition("=")
    if not (status and sign and re.fullmatch(r"[a-z]+(?:_[a-z]+)*", code)):
        raise argparse.ArgumentTypeError(f"{text!r}: expected a status and its coding: 一般社団法人=incorporated_association")
    return status, code


def command_line() -> argparse.ArgumentParser:
    """Return what reads the command line: each command, its options, and under ``run`` the function that does it."""
    parser = argparse.ArgumentParser(prog="supportgroups", description="Tools for the data of the book.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(run: Callable[[argparse.Namespace], int], name: str, does: str, notes: str) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=does, description=f"{does[0].upper()}{does[1:]}.", epilog=notes, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        added.set_defaults(run=run)
        return added

    check_ = command(check, "check", "check a data folder against its descriptor and the rules of the dataset", FINDINGS)
    made = "groups.csv, predecessors.csv and communities_served.csv from the printed tables and the emendations"
    derive_ = command(derive, "derive", f"make {made}", "Nothing is written if a printed cell cannot be read.")
    audit_ = command(audit, "audit", "check every claim of the paper against the data, and print the ledger", LEDGER)
    for reads_data in (check_, derive_, audit_):
        reads_data.add_argument("directory", metavar="DIR", nargs="?", type=Path, help="a data folder (default: the package's own)")
    for name, choices, what in (
        ("section", list(SECTIONS), "claims of one section of the paper"),
        ("verdict", [str(verdict) for verdict in Verdict], "claims with one verdict"),
        ("kind", [str(kind) for kind in Kind], "claims of one kind"),
    ):
        audit_.add_argument(f"--{name}", choices=choices, metavar=name.upper(), help=f"only {what}: {', '.join(choices)}")
    formats = ["table", "json", "csv"]
    audit_.add_argument("--format", choices=formats, default="table", help="for a reader, or for a program (default: %(default)s)")
    changes = "print claim_changes.csv anew: for each claim a change that changes its verdict"
    audit_.add_argument("--seek-changes", action="store_true", help=changes)
    new = command(begin_dataset, "new-dataset", "make a folder for the groups of another place, to be filled in", NEW_DATASET)
    new.add_argument("directory", metavar="NAME", type=Path, help="the folder to make; the dataset and its groups are named after it")
    new.add_argument("--prefecture", action="append", required=True, help="a prefecture of its groups; give each one")
    new.add_argument("--title", required=True, help="what the dataset is")
    new.add_argument("--source", required=True, help="where its data are from")
    several: dict[str, Any] = {"action": "append", "default": []}
    new.add_argument("--community", **several, help="a community that the paper does not name; give each one")
    statuses = "a legal status that the paper does not print, and its coding: 一般社団法人=incorporated_association; give each one"
    new.add_argument("--status", **several, type=_status, metavar="STATUS=CODE", help=statuses)
    return parser


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments
        What follows ``python -m supportgroups``; this process's own arguments unless given.

    Returns
    -------
    int
        The exit code: 0 if all is well, 1 if not.

    Raises
    ------
    SystemExit
        With code 2, if the arguments are wrong; with code 0, after ``--help``.
    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no Japanese gets escapes instead of an error.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    parsed = command_line().parse_args(arguments)
    try:
        code: int = parsed.run(parsed)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has closed the pipe (`… | head`): nothing is left to say, and Python shall not try at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:  # no data in the package, or no folder that could ever be
        return _fail(str(error))
    return code


if __name__ == "__main__":
    sys.exit(main())
