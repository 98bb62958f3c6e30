"""How many wrong data `check` finds: ``make mutate-data`` changes one thing at a time in a copy of the dataset, and counts.

A mutant is the dataset with one fault in one table. Of every table and every kind of fault some are tried, drawn by lot with a fixed seed,
so that two runs try the same. A mutant is caught if a rule finds anything at all in it. That a file is no longer the published one, byte
for byte, `check` finds of every mutant, and that counts for nothing here; nor does the paper's text take part.

The score, by table and kind, is kept in ``data-mutation-score.toml``, with every mutant that the rules let through, beneath the reason why
no rule can know.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import io
import json
import random
import re
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from string import ascii_lowercase, digits
from typing import Any, NamedTuple, cast

from supportgroups.audit.claims import judge, ledger, ledger_rows
from supportgroups.check import RULES, apply_rules, audited_claims, folder
from supportgroups.check.across import RULES_ACROSS
from supportgroups.check.records import RULES_OF_TABLES, quotations_have_one_place
from supportgroups.dataset import data_directory, read_descriptor
from supportgroups.facts import tables as facts_tables
from supportgroups.facts.tables import Tables

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
    """One fault: its table, kind and column, what was done, and the table with it."""

    table: str
    kind: str
    done: str
    rows: Rows
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


def one_replaced(old: str, letters: str, lot: random.Random, other: Callable[[str], str]) -> str | None:
    """Return a text with one of some letters replaced, or nothing if it has none."""
    places = [place for place, letter in enumerate(old) if letter in letters]
    if not places:
        return None
    place = lot.choice(places)
    return old[:place] + other(old[place]) + old[place + 1 :]


def another_digit(old: str, column: list[str], field: dict[str, Any], lot: random.Random) -> str | None:
    """Return a text with one digit changed."""
    return one_replaced(old, digits, lot, lambda digit: lot.choice(digits.replace(digit, "")))


def foreign_digit(old: str, column: list[str], field: dict[str, Any], lot: random.Random) -> str | None:
    """Return a text with one digit of another script."""
    return one_replaced(old, digits, lot, lambda digit: chr(lot.choice((0xFF10, 0x0660, 0x0966)) + int(digit)))


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
    return one_replaced(old, ascii_lowercase, lot, lambda letter: lot.choice(ascii_lowercase.replace(letter, "")))


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


PAGES = audited_claims._pages(data_directory().parent / "book")


class Watched(dict[str, Any]):
    """Tables by name that note which of them are asked for."""

    asked: set[str]

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def __iter__(self) -> Iterator[str]:
        self.asked.update(self.keys())
        return super().__iter__()

    def values(self) -> Any:
        """Return all tables."""
        self.asked.update(self.keys())
        return super().values()

    def items(self) -> Any:
        """Return all tables with their names."""
        self.asked.update(self.keys())
        return super().items()


class WatchedTables(Watched, Tables):
    """The same of the tables of a dataset."""


class Memory:
    """What `check` found out of the tables before, kept by the bytes of the files on which it depends."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.paths = {resource["name"]: resource["path"] for resource in read_descriptor(directory)["resources"]}
        self.texts = {name: (directory / path).read_bytes() for name, path in self.paths.items()}
        self.kept: dict[Any, Any] = {}
        self.reads: dict[Any, set[str]] = {}
        reads, loads = cast("Any", folder), cast("Any", facts_tables)
        self.validate, self.read, self.check_text = reads._validate, loads.read_table, reads.check_text
        first = folder.Folder(directory)
        resources = folder._read_descriptor(first)
        reads._read_descriptor, reads._patterns_hang = lambda of: resources, lambda of, resource, lines: False
        reads._validate, reads.check_text, loads.read_table = self.validate_again, self.check_text_again, self.read_again
        self.claims = {claim.identifier: claim for claim in ledger(directory)}
        self.results = {identifier: self.judged(claim, Tables.load(directory)) for identifier, claim in self.claims.items()}

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return what was made for a key before, or make it."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def of(self, names: Iterable[str]) -> tuple[bytes, ...]:
        """Return the contents of tables' files."""
        return tuple(self.texts[name] for name in sorted(names))

    def check_text_again(self, directory: Path, path: str, *, may_be_empty: bool = False) -> Any:
        """Check the text of a file, if it is another than before."""
        name = next(name for name, of in self.paths.items() if of == path)
        return self.once(("text", name, self.texts[name]), lambda: self.check_text(directory, path))

    def validate_again(self, of: folder.Folder, resource: Any, lines: Any) -> Any:
        """Validate a table, if it is another than before."""

        def validate() -> Any:
            return list(self.validate(of, resource, lines)), of.tables[resource.name].records

        found, of.tables[resource.name].records = self.once(("valid", resource.name, self.texts[resource.name]), validate)
        return found

    def read_again(self, name: str, directory: Any = None) -> Any:
        """Read a table, if it is another than before."""
        return self.once(("read", name, self.texts[name]), lambda: self.read(name, directory))

    def judged(self, claim: Any, tables: Tables) -> Any:
        """Judge a claim, and note which tables that reads."""
        asked = self.reads.setdefault(claim.identifier, set())
        watched = WatchedTables(tables, tables._keys, tables.directory)
        watched.asked = asked
        watched._derived = {facts_tables._table_by_key: tables.derived(facts_tables._table_by_key)}
        result = judge(claim, watched)
        list(audited_claims._unfilled(result))
        audited_claims.in_words(result), result.evidence, result.tested_against
        return result

    def is_caught(self, name: str) -> bool:
        """Return whether a rule finds the fault in one table."""
        self.texts[name] = (self.directory / self.paths[name]).read_bytes()
        read = folder.read_folder(self.directory)
        if read.findings or any(self.rule_finds(rule, read) for rule in (*RULES, quotations_have_one_place, *RULES_ACROSS)):
            return True
        try:
            if any(True for rule in RULES_OF_TABLES for _ in rule(read.tables[name])):
                return True
            self.read_again(name, self.directory)
            return self.claims_find(name)
        except audited_claims.UNREADABLE:
            return True

    def rule_finds(self, rule: Any, read: folder.Folder) -> bool:
        """Return whether a rule finds anything, tried only if a table that it reads is another than before."""
        asked = self.reads.setdefault(rule, set())

        def tried() -> bool:
            plain, watched = read.tables, Watched(read.tables)
            watched.asked, read.tables = asked, watched
            try:
                return any(True for _ in apply_rules(read, [rule]))
            finally:
                read.tables = plain

        return bool(self.once(("rule", rule, self.of(asked)), tried) if asked else tried())

    def claims_find(self, name: str) -> bool:
        """Judge the claims that a table bears on, and return whether a rule of claims finds a fault in them."""
        claims = {claim.identifier: claim for claim in ledger(self.directory)}
        tables = Tables.load(self.directory)
        affected = [
            claim for claim in claims.values() if claim != self.claims.get(claim.identifier) or name in self.reads[claim.identifier]
        ]
        again = {claim.identifier: self.judged(claim, tables) for claim in affected}
        results = [again.get(identifier) or self.results[identifier] for identifier in claims]
        lines = {row["claim_id"]: line for line, row in enumerate(ledger_rows("claims", self.directory), start=2)}
        audited = audited_claims.Audited(results, tables, lines, PAGES)
        return any(True for result in again.values() for _ in audited_claims._unfilled(result)) or any(
            True for result in again.values() for rule in audited_claims.RULES_OF_CLAIMS for _ in rule(audited, result)
        )


def main() -> int:
    """Try the mutants, and print what caught how many of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=8, help="mutants of each table and kind (default: 8)")
    parser.add_argument("--seed", default="2026", help="what the lot begins with")
    parser.add_argument("--table", default=".*", help="only tables of this form")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as scratch:
        directory = Path(scratch) / "data"
        shutil.copytree(data_directory(), directory)
        memory = Memory(directory)
        for name in memory.paths:
            assert not memory.is_caught(name), name
        known = set(memory.kept)
        tried: Tried = Counter()
        survivors: list[Mutant] = []
        for mutant in mutants(data_directory(), arguments.each, arguments.seed):
            if not re.fullmatch(arguments.table, mutant.table):
                continue
            file, before = directory / memory.paths[mutant.table], memory.texts[mutant.table]
            file.write_text(as_text(mutant.rows), encoding="utf-8", newline="\n")
            is_caught = memory.is_caught(mutant.table)
            file.write_bytes(before)
            memory.texts[mutant.table] = before
            memory.kept = {key: kept for key, kept in memory.kept.items() if key in known}
            family = next(name for name, form in FAMILIES.items() if re.fullmatch(form, mutant.table))
            tried[family, mutant.table, mutant.kind, is_caught] += 1
            survivors += [] if is_caught else [mutant]
    report(tried)
    kept = "".join(f"{line}\n" for line in score(tried, survivors, arguments.each, arguments.seed))
    print(f"{len(survivors)} mutants got past the rules")
    if arguments.table == ".*":
        KEPT.write_text(kept, encoding="utf-8")
        print(f"kept in {KEPT.name}")
    return 0


KEPT = Path(__file__).with_name("data-mutation-score.toml")
REASONS = {
    r"rows exchanged .*": "the order of these records means nothing; a page may show them in another",
    r".* (locator|source|text_locator)": "the paper has such a place: only its text tells that the words do not stand there",
    r".* (source_url|discussed)": "an address of the same form: only asking it would tell",
    r".* (evidence|words|text|source_title|elsewhere|date|value)": "words or a figure of a source: only the source tells",
    r".* \w*_?id": "another record that exists, which the words do not rule out",
    ".*": "words of our own: as good as those before, to anything but a reader",
}
"""Kind of fault and column → why no rule can know."""


Tried = Counter[tuple[str, str, str, bool]]
"""Family, table, kind of fault and whether a rule found it → how many mutants."""


def caught(tried: Tried, family: str = "", table: str = "", kind: str = "") -> list[int]:
    """Return how many mutants there were, of one family, table or kind or of all, and how many of them were caught."""
    asked = [
        (key[3], number)
        for key, number in tried.items()
        if all(one in ("", of) for one, of in zip((family, table, kind), key, strict=False))
    ]
    return [sum(number for _, number in asked), sum(number for is_caught, number in asked if is_caught)]


def score(tried: Tried, survivors: list[Mutant], each: int, seed: str) -> Iterator[str]:
    """Return what is kept, in TOML."""
    families, tables, kinds = (list(dict.fromkeys(str(key[place]) for key in tried)) for place in range(3))
    yield "# How many faults put into the data the rules of `check` found; written by `make mutate-data`. The digests find all."
    yield "# The two numbers: faults tried, and found."
    yield f"date = {datetime.date.today()}"
    yield f"seed = {json.dumps(seed)}"
    yield f"each = {each}"
    yield f"all = {caught(tried)}"
    for heading, names in (("families", families), ("kinds", kinds)):
        yield f"\n[{heading}]"
        yield from (f"{json.dumps(name)} = {caught(tried, **{'family' if heading == 'families' else 'kind': name})}" for name in names)
    for table in tables:
        yield f"\n[tables.{table}]"
        yield from (f"{json.dumps(kind)} = {of}" for kind in kinds if (of := caught(tried, table=table, kind=kind))[0])
    by_reason: defaultdict[str, list[Mutant]] = defaultdict(list)
    for mutant in survivors:
        by_reason[next(reason for form, reason in REASONS.items() if re.fullmatch(form, f"{mutant.kind} {mutant.column}"))].append(mutant)
    for reason, of_reason in by_reason.items():
        yield f"\n[[past_the_rules]]\nreason = {json.dumps(reason)}\nmutants = ["
        yield from (f"    {json.dumps(f'{one.table}, {one.kind}, {one.done}'[:160], ensure_ascii=False)}," for one in of_reason)
        yield "]"


def report(tried: Tried) -> None:
    """Print the shares that the rules caught, by family of tables and by kind of fault."""
    families, kinds = (list(dict.fromkeys(str(key[place]) for key in tried)) for place in (0, 2))
    print("Caught by the rules; by the digests, all.")
    print(f"{'':16}" + "".join(f"{family[:19]:>21}" for family in [*families, "all"]))
    for kind in ["", *kinds]:
        line = f"{kind or 'all':16}"
        for family in [*families, ""]:
            number, found = caught(tried, family, "", kind)
            line += f"{found / number:15.1%}{number:6}" if number else " " * 21
        print(line)


if __name__ == "__main__":
    sys.exit(main())
