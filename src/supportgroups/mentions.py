"""Mentions of groups: where a text names a group, so that one click leads to its entry in the register.

A mention is a group's identifier or one of its distinctive names. A name counts only as it is written, capitals included, and as a
whole word: “SHARE” is a group, “share” is not. What could mean something else is left out, see `NOT_NAMES`.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from supportgroups.dataset import load_groups, load_predecessors
from supportgroups.languages import to_html

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
SHORT_NAMES: dict[str, tuple[str, str]] = {name: (group_id, where) for name, (group_id, where) in _WORDS["short_names"].items()}
NAMES_IN_THIS_BOOK: dict[str, str] = _WORDS["names_in_this_book"]
NOT_NAMES: set[str] = {*_WORDS["not_names"]}
"""What the paper and this book call groups besides the names in the tables, and what means none: ``mentions.toml`` explains each."""

_INITIALS = re.compile(r" - ([A-Z][A-Z]+|OC Net|Nankiren)$|\"([^\"]+)\"$")  # the short form at the end of a printed name
_PARENTHESIS = re.compile(r"(?P<outside>.+?) ?\((?P<inside>.+)\)")
_QUOTATION = re.compile(r'["“](?P<quoted>[^"”]+)["”]')
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


def short_names(groups: pd.DataFrame | None = None) -> dict[str, str]:
    """Return a short English name of each group: what the paper's prose calls it, its initials, or else the name in the table.

    The groups are the dataset's own unless others are given.

    Examples
    --------
    >>> names = short_names()
    >>> names["T2-04"], names["T4-06"], names["T6-04"]
    ('Tokyo South (Nambu) Union', 'TOSHC', 'APFS')
    """
    groups = load_groups() if groups is None else groups
    in_prose = {group_id: name for name, (group_id, _) in SHORT_NAMES.items()}
    own = {name: found[1] or found[2] if (found := _INITIALS.search(name)) else name for name in groups["name_en"]}
    short = {name: name if initials in NOT_NAMES else initials for name, initials in own.items()}
    return {group_id: in_prose.get(group_id, short[name]) for group_id, name in zip(groups["group_id"], groups["name_en"], strict=True)}


def group_link(group_id: str, text: str | None = None) -> str:
    """Return a link to a group's entry in the register, as HTML, for the cell of a table: some words, or else its short name.

    Examples
    --------
    >>> group_link("T4-19")
    '<a href="register.html#T4-19">MIC Kanagawa</a>'
    """
    name = _short_names()[group_id]
    return f'<a href="register.html#{group_id}">{to_html(name if text is None else text)}</a>'


_short_names = lru_cache(short_names)


class Link(NamedTuple):
    """A link from the text between two places, perhaps because that means a group."""

    start: int
    end: int
    address: str
    kind: str = ""  # the class of the link, by which the style sheet knows it
    group_id: str = ""


def _printed_names(name_ja: str, name_en: str) -> Iterator[str]:
    """Yield the printed names of one group, whole and in those parts that are names too."""
    for name in (name_ja, name_en):
        yield name
        if quotation := _QUOTATION.search(name):
            yield quotation["quoted"]
    if parenthesis := _PARENTHESIS.fullmatch(name_ja):
        yield from parenthesis.groups()
    yield from name_en.split(" - ")  # a bare hyphen, a colon or a slash separates a body and its section
    yield name_en.removeprefix("The ")


@lru_cache
def names() -> dict[str, str]:
    """Return every name that means one group, and the group; quotation marks and apostrophes are straight."""
    meant: dict[str, set[str]] = {}
    groups = load_groups()[["group_id", "name_ja", "name_en"]].itertuples(index=False, name=None)
    pairs = [(name, group_id) for group_id, *both in groups for name in (group_id, *_printed_names(*both))]
    pairs += [*((name, group_id) for name, (group_id, _) in SHORT_NAMES.items()), *NAMES_IN_THIS_BOOK.items()]
    for name, group_id in pairs:
        meant.setdefault(name.translate(_STRAIGHT), set()).add(group_id)
    return {name: min(groups) for name, groups in meant.items() if len(groups) == 1 and name not in NOT_NAMES}


@lru_cache
def _pattern() -> re.Pattern[str]:
    """Return what finds names, also those that mean no group: a longer one may hold a shorter one that does."""
    former = load_predecessors()
    identifiers = set(load_groups()["group_id"])
    known = ({*names()} | NOT_NAMES | {*former["name_ja"], *former["name_en"]}) - identifiers
    # At one place the longest name is tried first, whatever its blanks are and whether its quotation marks are curly.
    longest_first = (map(re.escape, name.split()) for name in sorted(known, key=lambda name: (-len(name), name)))
    alternatives = "|".join(map(r"\s+".join, longest_first)).replace("'", "['’‘]").replace('"', '["“”]')
    return re.compile(rf"(?<!\w)(?<!\w-)(?:(?<![#/])(?:{'|'.join(sorted(identifiers))})|{alternatives})(?!\w)(?![-.@]\w)")


def find(text: str) -> list[Link]:
    """Return the mentions of groups in a text, from left to right, as links to the register; none overlaps another."""
    meant = ((match, names().get(" ".join(match[0].translate(_STRAIGHT).split()))) for match in _pattern().finditer(text))
    return [
        Link(*match.span(), f"register.html#{group_id}", "group whole" if match[0] == group_id else "group", group_id)
        for match, group_id in meant
        if group_id is not None
    ]


def linked(text: str, *, within: str = "", also: Iterable[Link] = ()) -> str:
    """Return a plain text as HTML, its Japanese marked up, with its mentions of groups linked to the register.

    The group of an entry is not linked within it; other links come before those of groups.

    Examples
    --------
    >>> linked("SHARE helps & asks.")
    '<a class="group" href="register.html#T4-02">SHARE</a> helps &amp; asks.'
    """
    first = list(also)
    covered = {place for link in first for place in range(link.start, link.end)}
    groups = (link for link in find(text) if link.group_id != within)
    taken = [*first, *(link for link in groups if covered.isdisjoint(range(link.start, link.end)))]
    pieces, position = "", 0
    for start, end, address, kind, _ in sorted(taken):
        kind = f'class="{kind}" ' if kind else ""
        pieces += f'{to_html(text[position:start])}<a {kind}href="{escape(address)}">{to_html(text[start:end])}</a>'
        position = end
    return pieces + to_html(text[position:])
