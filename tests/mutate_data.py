"""How many wrong data `check` finds: ``make mutate-data`` changes one thing at a time in a copy of the dataset, and counts.

A mutant is the dataset with one fault in one table. Of every table and every kind of fault some are tried, drawn by lot with a fixed seed,
so that two runs try the same. A mutant is caught if `check` finds anything at all in it; by what is told apart:

    rules     what holds of any data folder, a reader's own included
    totals    what the descriptor knows of the published data: how many records, how many of each value, sums, verdicts
    digests   whether a file is still the published one, byte for byte

The paper's text takes no part. What survives the first two is listed in ``survivors.txt`` beside the figures, if a folder is named.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from supportgroups.check import audited_claims, check_folder, folder
from supportgroups.dataset import data_directory, read_descriptor
from supportgroups.facts import tables as facts_tables

Rows = list[list[str]]
"""The header of a table, and its records."""

FAMILIES = {
    "printed and derived": r"table-\d|groups|predecessors|communities_served",
    "emendations": "emendations",
    "external": r".*-.*|populations",
    "claims": "claim.*|theses",
    "section tables": ".*",
}
"""Name of a family of tables → the form of their names; the first that fits counts."""


class Mutant(NamedTuple):
    """One fault: its table and kind, what was done, and the table with it, in rows or as text."""

    table: str
    kind: str
    done: str
    rows: Rows | str
    column: str = ""


Make = Callable[[Rows, dict[str, dict[str, Any]], random.Random], Iterator[tuple[str, str, Rows]]]


def of_cells(kind: str, wrong: Callable[[str, list[str], dict[str, Any], random.Random], str | None]) -> Make:
    """Return what makes mutants of one cell each; ``wrong`` gives another text for a cell, or None where there is none of this kind."""

    def make(rows: Rows, fields: dict[str, dict[str, Any]], lot: random.Random) -> Iterator[tuple[str, str, Rows]]:
        header, *records = rows
        places = [(line, column) for line in range(len(records)) for column in range(len(header))]
        lot.shuffle(places)
        for line, column in places:
            old = records[line][column]
            new = wrong(old, [record[column] for record in records], fields.get(header[column], {}), lot)
            if new is not None and new != old:
                changed = [header, *(list(record) for record in records)]
                changed[line + 1][column] = new
                yield header[column], f"line {line + 2}, {header[column]}: {old!r} → {new!r}", changed

    return make


def another_digit(old: str, column: list[str], field: dict[str, Any], lot: random.Random) -> str | None:
    """Return a text with one digit changed."""
    places = [match.start() for match in re.finditer("[0-9]", old)]
    if not places:
        return None
    place = lot.choice(places)
    return old[:place] + lot.choice([digit for digit in "0123456789" if digit != old[place]]) + old[place + 1 :]


def foreign_digit(old: str, column: list[str], field: dict[str, Any], lot: random.Random) -> str | None:
    """Return a text with one digit of another script."""
    places = [match.start() for match in re.finditer("[0-9]", old)]
    if not places:
        return None
    place = lot.choice(places)
    return old[:place] + chr(lot.choice((0xFF10, 0x0660, 0x0966)) + int(old[place])) + old[place + 1 :]


def coded(field: dict[str, Any]) -> bool:
    """Return whether a column has a closed list of values."""
    return field.get("type") == "boolean" or "enum" in field.get("constraints", {})


def another_value(old: str, column: list[str], field: dict[str, Any], lot: random.Random) -> str | None:
    """Return another of the values that the column may have."""
    if not (old and coded(field)):
        return None
    values = ["true", "false"] if field["type"] == "boolean" else [str(value) for value in field["constraints"]["enum"]]
    return lot.choice([value for value in values if value != old] or [old])


def another_records(old: str, column: list[str], field: dict[str, Any], lot: random.Random) -> str | None:
    """Return what stands in the same column of another record."""
    others = [text for text in column if text and text != old]
    return lot.choice(others) if old and others and not coded(field) else None


def nothing(old: str, column: list[str], field: dict[str, Any], lot: random.Random) -> str | None:
    """Return an empty text."""
    return "" if old else None


def something(old: str, column: list[str], field: dict[str, Any], lot: random.Random) -> str | None:
    """Return for an empty cell what stands in the same column of another record."""
    return lot.choice([text for text in column if text] or [""]) if not old else None


def another_letter(old: str, column: list[str], field: dict[str, Any], lot: random.Random) -> str | None:
    """Return a text with one letter changed."""
    places = [match.start() for match in re.finditer("[a-z]", old)]
    if not places:
        return None
    place = lot.choice(places)
    return old[:place] + lot.choice([letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter != old[place]]) + old[place + 1 :]


def a_word_less(old: str, column: list[str], field: dict[str, Any], lot: random.Random) -> str | None:
    """Return a text without one of its words."""
    words = old.split(" ")
    if len(words) < 2:
        return None
    del words[lot.randrange(len(words))]
    return " ".join(words)


HOSTILE = ("=1+1", "@SUM(A1)", "javascript://example.org/%0Aalert(1)", "\u00ad", "\ufffd", "\u2028", "\ue000", "<b>")


def hostile(old: str, column: list[str], field: dict[str, Any], lot: random.Random) -> str | None:
    """Return a text that is a formula, a link that runs, or has a character that nobody sees."""
    if not old:
        return None
    planted = lot.choice(HOSTILE)
    return planted if len(planted) > 3 else planted + old if planted == "<b>" else old[:1] + planted + old[1:]


def too_large(old: str, column: list[str], field: dict[str, Any], lot: random.Random) -> str | None:
    """Return a number that nothing of the paper can be."""
    return "9" * 20 if re.fullmatch("[0-9]+", old) else None


def of_rows(change: Callable[[Rows, int], Rows]) -> Make:
    """Return what makes mutants by taking records out, putting them in or moving them."""

    def make(rows: Rows, fields: dict[str, dict[str, Any]], lot: random.Random) -> Iterator[tuple[str, str, Rows]]:
        header, *records = rows
        for line in lot.sample(range(len(records)), len(records)):
            changed = change(records, line)
            if changed != records:
                yield "", f"line {line + 2}", [header, *changed]

    return make


KINDS: dict[str, Make] = {
    "digit": of_cells("digit", another_digit),
    "foreign digit": of_cells("foreign digit", foreign_digit),
    "too large": of_cells("too large", too_large),
    "another value": of_cells("another value", another_value),
    "another record's": of_cells("another record's", another_records),
    "emptied": of_cells("emptied", nothing),
    "filled": of_cells("filled", something),
    "letter": of_cells("letter", another_letter),
    "word gone": of_cells("word gone", a_word_less),
    "hostile": of_cells("hostile", hostile),
    "row gone": of_rows(lambda records, line: records[:line] + records[line + 1 :]),
    "row twice": of_rows(lambda records, line: records[: line + 1] + records[line:]),
    "rows exchanged": of_rows(
        lambda records, line: records if line == 0 else [*records[: line - 1], records[line], records[line - 1], *records[line + 1 :]]
    ),
}
"""Kind of fault → what makes mutants of that kind, without end or until there are no more."""


def as_text(rows: Rows) -> str:
    """Return rows as the text of a CSV file."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def mutants(directory: Path, each: int, seed: str) -> Iterator[Mutant]:
    """Return of every table and kind at most so many mutants, drawn by lot."""
    for resource in read_descriptor(directory)["resources"]:
        rows = list(csv.reader(io.StringIO((directory / resource["path"]).read_text(encoding="utf-8"))))
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        for kind, make in KINDS.items():
            lot = random.Random(f"{seed}/{resource['name']}/{kind}")
            for _, (column, done, changed) in zip(range(each), make(rows, fields, lot), strict=False):
                yield Mutant(resource["name"], kind, done, changed, column)


# Reading again only what a fault can have changed: everything else comes out as it did before. ----------------------------------------


class Watched(dict[str, Any]):
    """Tables by name that note which of them are asked for."""

    def __init__(self, frames: dict[str, Any], asked: set[str]) -> None:
        super().__init__(frames)
        self.asked = asked

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)


class Memory:
    """What `check` found out of the tables before, kept by the bytes of the files on which it depends."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.texts: dict[str, bytes] = {}
        self.paths = {resource["name"]: resource["path"] for resource in read_descriptor(directory)["resources"]}
        self.validated: dict[Any, Any] = {}
        self.frames: dict[Any, Any] = {}
        self.judged: dict[Any, Any] = {}
        self.reads: dict[str, set[str]] = {}
        self.validate, self.read, self.judge = folder._validate, facts_tables.read_table, audited_claims.judge
        folder._validate = self.validate_again
        facts_tables.read_table = self.read_again
        audited_claims.judge = self.judge_again

    def bytes_of(self, name: str) -> bytes:
        """Return the content of a table's file."""
        if name not in self.texts:
            self.texts[name] = (self.directory / self.paths[name]).read_bytes()
        return self.texts[name]

    def validate_again(self, of: folder.Folder, resource: Any) -> Iterator[Any]:
        """Validate a table, or tell what it gave when its file and those to which it refers were the same."""
        targets = sorted({key["reference"]["resource"] or resource.name for key in resource.schema.foreign_keys})
        key = (resource.name, *(self.bytes_of(name) for name in (resource.name, *targets)))
        if key not in self.validated:
            before = len(of.findings)
            references = list(self.validate(of, resource))
            self.validated[key] = references, of.findings[before:], of.tables[resource.name].records
        else:
            of.findings += self.validated[key][1]
            of.tables[resource.name].records = self.validated[key][2]
        yield from self.validated[key][0]

    def read_again(self, name: str, directory: Any = None) -> Any:
        """Read a table, or return the one that was read from the same bytes."""
        key = name, self.bytes_of(name)
        if key not in self.frames:
            self.frames[key] = self.read(name, directory)
        return self.frames[key]

    def judge_again(self, claim: Any, tables: Any) -> Any:
        """Judge a claim, or return what came out when the tables that its check reads were the same."""
        if claim.identifier not in self.reads:
            asked: set[str] = set()
            watched = facts_tables.Tables({name: tables[name] for name in tables}, tables._keys, tables.directory)
            watched._frames = Watched(watched._frames, asked)
            watched._derived = {facts_tables._table_by_key: facts_tables._table_by_key(tables)}
            result = self.judge(claim, watched)
            audited_claims.in_words(result), result.evidence, result.tested_against
            self.reads[claim.identifier] = asked
        key = claim, *(self.bytes_of(name) for name in sorted(self.reads[claim.identifier]))
        if key not in self.judged:
            self.judged[key] = self.judge(claim, tables)
        return self.judged[key]

    def forget(self) -> None:
        """Keep only what was found out of the dataset as it is, and read the files anew."""
        self.texts.clear()


def caught_by(directory: Path, memory: Memory) -> str:
    """Return what tells of the fault in a folder: ``rules``, or nothing."""
    memory.forget()
    return "rules" if check_folder(directory).findings else ""


def main() -> int:
    """Try the mutants, and print what caught how many of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=8, help="mutants of each table and kind (default: 8)")
    parser.add_argument("--seed", default="2026", help="what the lot begins with")
    parser.add_argument("--table", default=".*", help="only tables of this form")
    parser.add_argument("--survivors", type=Path, help="a file for the mutants that nothing but a digest caught")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as scratch:
        directory = Path(scratch) / "data"
        shutil.copytree(data_directory(), directory)
        memory = Memory(directory)
        assert caught_by(directory, memory) == ""
        tried: Counter[tuple[str, str, str]] = Counter()
        survivors: list[str] = []
        for mutant in mutants(data_directory(), arguments.each, arguments.seed):
            if not re.fullmatch(arguments.table, mutant.table):
                continue
            file = directory / memory.paths[mutant.table]
            published = file.read_bytes()
            file.write_text(as_text(mutant.rows), encoding="utf-8", newline="\n")
            caught = caught_by(directory, memory)
            file.write_bytes(published)
            family = next(name for name, form in FAMILIES.items() if re.fullmatch(form, mutant.table))
            tried[family, mutant.kind, caught] += 1
            if not caught:
                survivors.append(f"{mutant.table}\t{mutant.kind}\t{mutant.done}")
    report(tried)
    if arguments.survivors:
        arguments.survivors.write_text("\n".join(survivors) + "\n", encoding="utf-8")
    return 0


def report(tried: Counter[tuple[str, str, str]]) -> None:
    """Print the share that was caught, by family of tables and by kind of fault."""
    families, kinds = list(dict.fromkeys(key[0] for key in tried)), list(dict.fromkeys(key[1] for key in tried))
    print(f"{'':18}" + "".join(f"{family[:14]:>22}" for family in [*families, "all"]))
    for kind in [*kinds, "all"]:
        line = f"{kind:18}"
        for family in [*families, "all"]:
            of = [(key[2], n) for key, n in tried.items() if kind in (key[1], "all") and family in (key[0], "all")]
            total, caught = sum(n for _, n in of), sum(n for by, n in of if by)
            line += f"{caught:9} of {total:5} {caught / total:4.0%}" if total else f"{'':22}"
        print(line)


if __name__ == "__main__":
    sys.exit(main())
