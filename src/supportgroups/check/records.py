"""What the cells of one record have to do with each other, and the records of one table: as ``records.toml`` says, table by table."""

import calendar
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from supportgroups.check.findings import Finding, rules_of
from supportgroups.check.folder import HELD, Folder, Record, Table, grouped

CUT = " … "  # what stands for words left out of a quotation
_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
NUMBERS = {word: number for number, word in enumerate(_WORDS.split(), start=1)} | {"twice": 2, "doubled": 2}
MONTHS = list(calendar.month_name)
QUOTED = {"evidence", "words", "text", "discussed", "source_url", "printed", "corrected", "caption_printed", "date_printed"}
"""The columns that hold what others say."""
IDENTIFIER = re.compile(r"(?P<letters>[A-Z]+-)(?P<number>[0-9]{2,3})")  # the form of identifiers that run on from 01


def cells_stand_in_their_evidence(table: Table) -> Iterator[Finding]:
    """A figure, a date or a name stands in the words on which its record rests."""
    for stated, places in table.held_to("stated").items():
        column, _, condition = stated.partition(" if ")
        other, _, value = condition.partition("=")
        for record in table.records:
            if other and record[other] != value:
                continue
            words = " ".join(record.cells_of(places))
            held = record[column] and words and not record.is_excepted(column)
            if held and not _stands_in(record[column], table.columns[column], words):
                yield record.finding(column, f"expected what stands in {' or '.join(places)}: “{words}”")


def _stands_in(cell: str, kind: str, words: str) -> bool:
    """Return whether a number, a date, or each of several texts is in words."""
    if kind in ("integer", "year"):
        found = {int(number.replace(",", "")) for number in re.findall(r"[0-9]+(?:,[0-9]{3})*", words)}
        found |= {round(float(number) * 1_000_000) for number in re.findall(r"([0-9]+\.?[0-9]*) million", words)}
        return int(cell) in found | {NUMBERS[word] for word in re.findall("[a-z]+", words.lower()) if word in NUMBERS}
    if re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?", cell):
        year, *rest = cell.split("-")
        parts = [rf"\b{year}\b|\b{year[:3]}0s\b", *(MONTHS[int(month)] for month in rest[:1]), *(rf"\b{int(day)}\b" for day in rest[1:])]
        return all(re.search(part, words) for part in parts)
    whole = words.replace(CUT, " ")
    return all(part in words or part in whole for text in cell.split("; ") for part in text.split(CUT))


def coded_values_have_their_signs(table: Table) -> Iterator[Finding]:
    """What is coded shows in the other cells of its record."""
    for column, values in table.held_to("signs").items():
        for record in table.records:
            if record.is_excepted(column):
                continue
            for others, pattern in values.get(record[column], values.get("otherwise", {})).items():
                words = " ".join(record.cells_of(others.split("+")))
                if not re.search(pattern, words):
                    yield record.finding(column, f"expected {others} with {pattern}, not “{words}”")


def one_determines_the_other(table: Table) -> Iterator[Finding]:
    """What stands in one column determines what stands in another."""
    for left, rights in table.held_to("determines").items():
        for right in rights:
            for key, records in grouped(table.records, left.split("+")).items():
                ((usual, _),) = Counter(record[right] for record in records).most_common(1)
                for record in records if all(key) else ():
                    if record[right] != usual:
                        yield record.finding(right, f"expected “{usual}”, as elsewhere with the same {left}, “{' + '.join(key)}”")


def records_differ(table: Table) -> Iterator[Finding]:
    """What is said of one record is not said of another."""
    for columns in table.held_to("differ"):
        first: dict[tuple[str, ...], Record] = {}
        for record in table.records:
            *_, last = columns.split("+")
            cells = record.cells_of(columns.split("+"))
            before = first.setdefault(cells, record)
            if all(cells) and before is not record and not record.is_excepted(last):
                yield record.finding(last, f"expected another {columns} than line {before.line} has")


def words_have_no_slips(table: Table) -> Iterator[Finding]:
    """What is said in words of our own has none of the slips of the pen that ``records.toml`` lists."""
    for column in _own_words(table):
        for record in table.records:
            for slip, pattern in HELD["every"]["slips"].items():
                if re.search(pattern, record[column]) and not record.is_excepted(column):
                    yield record.finding(column, f"expected whole sentences; this {slip}")


def _own_words(table: Table) -> list[str]:
    """Return the columns of a table that hold no quotations, or none if the table is not held to anything."""
    return [column for column, kind in table.columns.items() if kind == "string" and column not in QUOTED and table.name in HELD]


def said_again_is_said_alike(table: Table) -> Iterator[Finding]:
    """What is said of two records in nearly the same words, one word less or one letter other, is said of them in the same words."""
    for column in _own_words(table):
        said: dict[tuple[str, ...], Record] = {}
        for record in table.records:
            for words in re.split("[.,;:()] ?", re.sub("[0-9]+", "0", record[column])):
                said.setdefault(tuple((words[:1].lower() + words[1:]).split()), record)
        letters: dict[Any, tuple[str, ...]] = {}
        for words, record in said.items():
            for place, word in enumerate(words):
                without = (*words[:place], *words[place + 1 :])
                others = [without] if place and word.islower() and len(words) > 5 and without in said else []
                if len(words) > 2 and re.fullmatch("[a-z]{3,}", word):
                    keys = [(place, without, word[:at], word[at + 1 :]) for at in range(len(word))]
                    others += [other for key in keys if (other := letters.setdefault(key, words)) != words]
                for other in others:
                    before, now = " ".join(other), " ".join(words)
                    yield record.finding(column, f"expected the words of line {said[other].line}, “{before}”, not “{now}”, or quite others")


def records_run_on(table: Table) -> Iterator[Finding]:
    """Identifiers run on from 01, rows and positions from 1, without a gap; records are in the order of their identifiers or dates."""
    key = table.primary_key[0]
    numbered = (
        [(record, match) for record in table.records if (match := IDENTIFIER.fullmatch(record[key]))] if not table.primary_key[1:] else []
    )
    if numbered and len(numbered) == len(table.records):
        for place, (record, match) in enumerate(sorted(numbered, key=lambda pair: (len(pair[0][key]), pair[0][key])), start=1):
            if int(match["number"]) != place:
                yield record.finding(key, f"expected {match['letters']}{place:02}: identifiers run on without a gap")
                break
        for (before, earlier), (record, later) in pairwise(numbered if not table.held_to("ordered") else []):
            if int(earlier["number"]) > int(later["number"]):
                yield record.finding(key, f"expected before {before[key]}: records are in the order of their identifiers")
                break
    for column, within in table.held_to("runs").items():
        last: defaultdict[str, int] = defaultdict(int)
        for record in table.records:
            if record[column]:
                last[record[within] if within else ""] += 1
                if int(record[column]) != last[record[within] if within else ""]:
                    yield record.finding(column, f"expected {last[record[within] if within else '']}: {column} runs from 1 without a gap")
                    break
    for columns in table.held_to("ordered"):
        column, *ties = columns.split("+")
        for before, record in pairwise(table.records):
            if record.is_excepted(column):
                break
            one, other = before[column], record[column]
            known = min(len(one), len(other)) or None
            late = one[:known] > other[:known] if one and other else other > one
            if late or (one == other and any(before[tie] > record[tie] for tie in ties)):
                yield record.finding(column, f"expected before line {before.line}: records are in the order of {columns}, empty cells last")
                break


def quotations_have_one_place(folder: Folder) -> Iterator[Finding]:
    """Words that several records quote stand at a place that all of them name."""
    quoted: defaultdict[str, list[Record]] = defaultdict(list)
    for name, table in folder.tables.items():
        for record in table.records if {"locator", "evidence"} <= table.columns.keys() and folder.clean(name) else ():
            for piece in record["evidence"].split(CUT):
                if piece.count(" ") >= 5:
                    quoted[piece].append(record)
    for piece, records in quoted.items():
        common = set.intersection(*(set(record["locator"].split("; ")) for record in records))
        if not common:
            of = records[-1]
            others = ", ".join(sorted({record["locator"] for record in records[:-1]}))
            yield of.finding("locator", f"expected a place that the other records name for “{piece}”: {others}")


RULES_OF_TABLES = rules_of(vars(), "table")  # what is demanded of every table alike


def records_are_as_their_table_demands(folder: Folder) -> Iterator[Finding]:
    """What ``records.toml`` says of a table holds of its records."""
    for name, table in folder.tables.items() if not folder.elsewhere else ():
        for rule in RULES_OF_TABLES if folder.clean(name) else ():
            yield from rule(table)
