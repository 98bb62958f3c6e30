"""The command line: ``python -m supportgroups``."""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from supportgroups.check import findings_in_order, read_folder, report
from supportgroups.check.files import Undescribed
from supportgroups.check.rules import SOURCES, printed_cell_finding, printed_cells_parse
from supportgroups.dataset import DESCRIPTOR, data_directory
from supportgroups.derive import PrintedCellError, write

FINDINGS = """\
Each finding is one line, `file:row:column: value: what was expected`; the row is the line of the file on which the record begins.
Exit code: 0 if there is none, 1 if there is one, 2 if the command itself was wrong."""


def check(arguments: argparse.Namespace) -> int:
    """Check a data folder, and print what is found."""
    directory = arguments.directory or data_directory()
    folder = read_folder(directory)
    findings = findings_in_order(folder)
    if findings:
        for line in report(findings):
            print(line)
        print(f"{_count(len(findings), 'finding')} in {directory}")
        return 1
    records = sum(len(table.records) for table in folder.tables.values())
    print(f"{_count(len(folder.tables), 'table')} with {_count(records, 'record')} checked in {directory}: no findings")
    return 0


def derive(arguments: argparse.Namespace) -> int:
    """Make the derived tables of a data folder anew; write nothing if what they are made from is not in order."""
    directory = arguments.directory or data_directory()
    folder = read_folder(directory)
    # The files that are written may be as they like, and the others do not matter.
    sources = {str(directory), DESCRIPTOR, *(table.schema.path for name, table in folder.tables.items() if name in SOURCES)}
    findings = [finding for finding in folder.findings if finding.file in sources]
    paths: list[Path] = []
    try:
        findings = findings or list(printed_cells_parse(folder))
        if not findings:
            paths = write(directory)
    except PrintedCellError as error:
        findings = [printed_cell_finding(folder, error)]
    except Undescribed as error:
        return _fail(f"{DESCRIPTOR}:{error.where}: not described: expected, for the derived tables are made from it")
    except OSError as error:
        return _fail(str(error))
    except (LookupError, ValueError) as error:
        return _fail(f"{directory}: the derived tables cannot be made: {error}")
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            print(f"{path}: {_count(sum(1 for _ in csv.reader(file)) - 1, 'record')}")
    return _fail(*report(findings)) if findings else 0


def _add_directory(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("directory", metavar="DIR", nargs="?", type=Path, help="a data folder (default: the package's own)")


class Command(NamedTuple):
    """One command of the command line."""

    name: str
    help: str
    notes: str
    run: Callable[[argparse.Namespace], int]
    add_arguments: Callable[[argparse.ArgumentParser], None] = _add_directory


COMMANDS = (
    Command("check", "check a data folder against its descriptor and the rules of the dataset", FINDINGS, check),
    Command(
        "derive",
        "make groups.csv, predecessors.csv and communities_served.csv from the printed tables and the emendations",
        "Nothing is written if a printed cell cannot be read.",
        derive,
    ),
)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _fail(*lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments
        What stands behind ``python -m supportgroups``; this process's own arguments unless given.

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
    parser = argparse.ArgumentParser(prog="python -m supportgroups", description="Tools for the data of the book.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        of_command = commands.add_parser(
            command.name,
            help=command.help,
            description=f"{command.help[0].upper()}{command.help[1:]}.",
            epilog=command.notes,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(of_command)
        of_command.set_defaults(run=command.run)
    parsed = parser.parse_args(arguments)
    try:
        code: int = parsed.run(parsed)
        sys.stdout.flush()
    except FileNotFoundError as error:  # no data in the package
        return _fail(str(error))
    except BrokenPipeError:
        # Whoever reads has closed the pipe (`… | head`): nothing is left to say, and Python shall not try at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
