"""The grammar of a locator: how a record says which place in the paper it comes from.

A locator is one or more places, separated by a semicolon and a blank:

    Introduction, para. 2 · II, para. 13    a paragraph of a section
    n. 27                                   a footnote
    Table 3 · Table 3, no. 8                a table, or one numbered row of it

Paragraphs are those of the continuous prose: one that a page break or footnotes cut in two is one.
"""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

_PAPER = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
PARAGRAPHS: dict[str, int] = _PAPER["paragraphs"]  # section of the paper → number of its paragraphs
ROWS: dict[int, int] = {int(table): number for table, number in _PAPER["rows"].items()}
"""Table → number of its numbered rows."""
HANGS_ON: dict[int, str] = {note: paragraph for paragraph, notes in _PAPER["notes"].items() for note in notes}
"""Footnote → the paragraph with its mark."""
NOTES = len(HANGS_ON)

_COUNT = r"[1-9][0-9]*"
_PLACE = re.compile(
    rf"(?P<section>Introduction|I{{1,3}}|IV|V), para\. (?P<paragraph>{_COUNT})"
    rf"|n\. (?P<note>{_COUNT})"
    rf"|Table (?P<table>{_COUNT})(?:, no\. (?P<row>{_COUNT}))?"
)


class LocatorError(ValueError):
    """A locator outside the grammar, or one that points at nothing; the message says what was expected."""


class Place(NamedTuple):
    """One place in the paper: a section and paragraph, “note” and its number, or “Table 3” and the number of a row, if any."""

    within: str
    number: int | None


def parse_locator(text: str) -> list[Place]:
    """Split a locator into the places that it names, in their order; `LocatorError`, if one is none that the paper has."""
    return [_parse_place(part) for part in text.split("; ")]


def _parse_place(part: str) -> Place:
    match = _PLACE.fullmatch(part)
    # No count of the paper has more than two digits; a longer one is not worth converting, and may be too long to convert.
    if match is None or any(len(digits or "") > 4 for digits in match.group("paragraph", "note", "table", "row")):
        raise LocatorError(f"expected “II, para. 3”, “n. 27”, “Table 3” or “Table 3, no. 8”, joined by “; ”: {part[:60]!r} is none of them")
    section, paragraph, note, table, row = match.groups()
    if table and int(table) not in ROWS:
        raise LocatorError(f"expected a table from 1 to {max(ROWS)}: there is no {part!r}")
    if section:
        within, number, last, what = section, int(paragraph), PARAGRAPHS[section], f"a paragraph of section {section}"
    elif note:
        within, number, last, what = "note", int(note), NOTES, "a footnote"
    elif row:
        within, number, last, what = f"Table {table}", int(row), ROWS[int(table)], f"a row of Table {table}"
    else:
        return Place(f"Table {table}", None)
    if number > last:
        raise LocatorError(f"expected {what} from 1 to {last}: there is no {number}")
    return Place(within, number)
