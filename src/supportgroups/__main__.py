"""The command line: ``supportgroups``, or ``python -m supportgroups``."""

import argparse
import codecs
import gc
import io
import os
import re
import shutil
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from supportgroups import __version__, new_dataset
from supportgroups.audit import KINDS, Tables, Verdict, refusal
from supportgroups.audit import audit as run_audit
from supportgroups.audit.claims import SECTIONS
from supportgroups.audit.report import as_csv, as_json, as_table, filtered
from supportgroups.dataset import PRINTED_COLUMNS, data_directory, resource
from supportgroups.derive import PrintedCellError, write

WIDEST = 120  # the most columns that a table on a terminal takes: longer lines are hard to read


def check(arguments: argparse.Namespace) -> int:
    """Check a data folder, and print what is found."""
    try:
        from supportgroups.check import check_folder, report
    except ModuleNotFoundError as error:
        if error.name != "frictionless":
            raise
        return _fail('check needs frictionless: in a copy of the repository, pip install ".[check]"')
    directory = arguments.directory or data_directory()
    gc.disable()  # what is read of a folder is kept to the end: to look for garbage in it takes a quarter of the time
    folder = check_folder(directory)
    if folder.findings:
        print(*report(folder.findings), f"{_count(len(folder.findings), 'finding')} in {directory}", sep="\n")
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
    for path in paths:
        print(f"{path}: {_count(len(pd.read_csv(path)), 'record')}")
    return 0


def digest(arguments: argparse.Namespace) -> int:
    """Note the digests of a data folder as it is, and say which files changed since they were noted."""
    from supportgroups.check.published import note

    print(*list(note(arguments.directory or data_directory())) or ["nothing has changed"], sep="\n")
    return 0


def audit(arguments: argparse.Namespace) -> int:
    """Check every claim of the paper against the data, and print the ledger."""
    directory = arguments.directory or data_directory()
    if said := refusal(directory):
        return _fail(said)
    results = filtered(run_audit(Tables.load(directory), arguments.section, arguments.kind), verdict=arguments.verdict)
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
        said = {"prefectures": arguments.prefecture, "communities": arguments.community, "statuses": dict(arguments.status)}
        descriptor = new_dataset.describe(folder.name, title=arguments.title, source=arguments.source, **said)
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
    words = tomllib.loads(Path(__file__).with_name("command_line.toml").read_text(encoding="utf-8"))
    may_be = {"section": [*SECTIONS], "verdict": [*map(str, Verdict)], "kind": KINDS}
    read_by: dict[str, Callable[[str], Any]] = {"directory": Path, "status": _status}
    for name, run in {"check": check, "derive": derive, "digest": digest, "audit": audit, "new-dataset": begin_dataset}.items():
        does, notes, options, fails = (words[name].get(part) for part in ("does", "notes", "options", "fails"))
        described = {"description": f"{does[0].upper()}{does[1:]}.", "epilog": notes}
        command = commands.add_parser(name, help=does, **described, formatter_class=argparse.RawDescriptionHelpFormatter)
        command.set_defaults(run=run, fails=fails)
        for option, how in options.items():
            if option in may_be:
                how |= {"choices": may_be[option], "help": how["help"].format(", ".join(may_be[option]))}
            command.add_argument(option if option == "directory" else f"--{option}", type=read_by.get(option, str), **how)
    return parser


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, this process's own unless given. The exit code is 0 if all is well, 1 if not; wrong arguments exit with 2."""
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
    except (pd.errors.InvalidIndexError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        if parsed.fails is None:
            raise
        where, expected = parsed.directory or data_directory(), "expected what python -m supportgroups check lets pass"
        return _fail(f"{where}: {parsed.fails}: {error!r}: {expected}")
    return code


if __name__ == "__main__":
    sys.exit(main())
