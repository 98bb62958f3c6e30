"""The register: one line per numbered group, which unfolds to everything that the tables of this book know of it.

`Register` gathers, `Register.entry` returns what unfolds, and `Register.entries` the whole table (see `bookmaking.unfolding_table`).

A cell that the table leaves blank, its “N/A”, and a number look different: ``<span class="blank">blank</span>``,
``<span class="not-applicable">N/A</span>``, and the number itself.
"""

from __future__ import annotations

import re
import tomllib
from calendar import month_name
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup
from pandas import notna

from bookmaking.templates import fill, text
from bookmaking.unfolding_table import Column, Part, Row
from supportgroups.audit import Record, Result, Tables, Verdict
from supportgroups.languages import split
from supportgroups.locators import PARAGRAPHS, ROWS, parse_locator
from supportgroups.mentions import SHORT_NAMES, find

WORDING = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
"""How the entries put into words what the tables have as codes, and which records say the same of a group."""

BLANK = Markup('<span class="blank">blank</span>')
"""A cell that the table leaves blank."""
NOT_APPLICABLE = Markup('<span class="not-applicable">N/A</span>')
"""The table's own “N/A”."""
NOT_PRINTED = Markup('<span class="blank">none printed</span>')
"""A part that a cell may have and this one has not."""

_PRINTED_ROW = re.compile(r"Table (?P<table>\d), no\. (?P<number>\d+)")
_DATE = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?\b")


def _locator(locators: Iterable[str]) -> str:
    """Return places as they follow a sentence, without line breaks inside a place."""
    return "; ".join(place.replace(" ", "\u00a0") for place in locators)


def _places(*locators: str) -> tuple[str, ...]:
    """Return each place of some locators once."""
    return tuple(dict.fromkeys(place for locator in locators for place in locator.split("; ")))


def _reading_order(locator: str, section: str | None = None) -> tuple[int, ...]:
    """Return what sorts records as the paper is read; footnotes behind the paragraphs of their section, as far as it is known."""
    sections = list(PARAGRAPHS)
    first = parse_locator(locator)[0]
    number = first.number or 0
    if first.within in sections:
        return (sections.index(first.within), 0, number)
    if first.within == "note":
        return (sections.index(section) if section in sections else len(sections), 1, number)
    return (len(sections) + 1, 0, number)


def _in_words(text: str) -> str:
    """Return a text with its ISO dates, months included, in words."""
    return _DATE.sub(lambda date: f"{date['day'] or ''} {month_name[int(date['month'])]} {date['year']}".lstrip(" 0"), text)


def _span(first: str, last: str) -> str:
    """Return two dates as a span; days of one month share its name."""
    first, last = _in_words(first), _in_words(last)
    day, _, month = first.partition(" ")
    if month and last.partition(" ")[2] == month:
        return f"{day}–{last}"
    return f"{first}–{last}" if first != last else first


def _small(text: str) -> str:
    """Return a text with a small first letter, unless a name or an abbreviation begins it."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _big(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(row: pd.Series) -> dict[str, Any]:
    """Return a record for a template, in which a cell without a value is an empty text."""
    return {str(column): value if notna(value) else "" for column, value in row.items()}


SENTENCES = ("events", "incorporation_outcomes", "group_work", "partnerships", "council_members", "text_figures", "categories")
"""The tables of which a record makes a sentence in the entry of one group (``templates/sentences.txt``)."""


class Register:
    """What the tables, and the audit of the claims, hold of each group."""

    def __init__(self, tables: Tables, results: Sequence[Result]) -> None:
        self.tables = tables
        self.results = results
        self.groups = {str(row["group_id"]): row for _, row in tables["groups"].iterrows()}
        categories = tables["categories"]
        self.labels: dict[str, str] = dict(zip(categories["category"], categories["label"], strict=True))
        self._rows = self._printed_rows()
        self._records: defaultdict[str, list[tuple[Record, pd.Series]]] = defaultdict(list)
        self._groups_of: dict[Record, set[str]] = {}
        for name, frame in tables.items():
            for (_, row), key in zip(frame.iterrows(), tables.keys_of(name), strict=True):
                record = Record(name, key)
                self._groups_of[record] = self._own_groups(record, row)
                words = " · ".join(str(row[column]) for column in WORDING["own_words"].get(name, ()) if notna(row[column]))
                for group_id in self._groups_of[record] | {mention.group_id for mention in find(words)}:
                    self._records[group_id].append((record, row))

    def _printed_rows(self) -> dict[tuple[int, int], str]:
        """Return the group of each printed row; the row without a number is that of the group whose predecessor it names."""
        predecessors = self.tables["predecessors"]
        unnumbered = predecessors.loc[predecessors["own_row"], "group_id"]
        rows = {}
        for table in ROWS:
            for row, number in self.tables[f"table-{table}"].iloc[:, :2].itertuples(index=False, name=None):
                rows[table, int(row)] = f"T{table}-{int(number):02d}" if notna(number) else unnumbered.item()
        return rows

    def _own_groups(self, record: Record, row: pd.Series) -> set[str]:
        """Return the groups that a record is about: by its identifiers, or by the printed row that it is, or is a note on."""
        if record.table.startswith("table-"):
            return {self._rows[int(record.table.removeprefix("table-")), int(row["row"])]}
        if record.table == "emendations":
            return {self._rows[row["table"], row["row"]]} if notna(row["row"]) else set()
        columns = ("row",) if record.table == "founding-checks" else ("group_id", "second_group_id")
        return {row[column] for column in columns if column in row.index and notna(row[column])}

    def _of(self, group_id: str, table: str) -> list[tuple[str, pd.Series]]:
        """Return the records of one table that concern a group, with their keys, in the table's order."""
        return [(record.key, row) for record, row in self._records[group_id] if record.table == table]

    def entry(self, group_id: str) -> Markup:
        """Return what a group's line unfolds to."""
        if group_id not in self.groups:
            raise KeyError(f"{group_id}: there is no such group; identifiers run from {min(self.groups)} to {max(self.groups)}")
        group = self.groups[group_id]
        return fill(
            "groups",
            "entry",
            group=_plain(group),
            category=self.labels[group["category"]],
            legal_form=_small(WORDING["legal_forms"][group["legal_form"]]),
            members=_members(group),
            short=[(name, _locator(_places(where))) for name, (of, where) in SHORT_NAMES.items() if of == group_id],
            predecessors=[_plain(row) for _, row in self._of(group_id, "predecessors")],
            communities=[_plain(row) for _, row in self._of(group_id, "communities_served")],
            text=self._text(group_id),
            interviews=self._interviews(group_id),
            emendations=self._emendations(group_id),
            notes=self._notes(group_id),
            claims=self._claims(group_id),
            outside=self._outside(group_id),
            blank=BLANK,
            none_printed=NOT_PRINTED,
        )

    def row(self, group_id: str) -> Row:
        """Return a group's line, with its entry beneath it."""
        group = self.groups[group_id]
        communities = dict.fromkeys(str(row["community"]) for _, row in self._of(group_id, "communities_served"))
        values = {
            "category": self.labels[group["category"]],
            "place": group["location"],
            "status": WORDING["legal_forms"][group["legal_form"]],
            "community": "|".join(communities),
            "founded": group["began"],
            "ended": group["ended"],
            "members": group["members"],
        }
        years = BLANK if pd.isna(group["began"]) else Markup.escape(group["began"])
        years += f"–{group['ended']}" if notna(group["ended"]) else ""
        since = f", {group['npo_since']}" if notna(group["npo_since"]) else ""
        cells = [group["location"], years, f"{values['status']}{since}", _members(group)]
        written = {name: str(value) if notna(value) else "" for name, value in values.items()}
        # A Japanese name is Japanese as a whole, also where a part of it is in Latin letters.
        name = fill("groups", "name", group=_plain(group), japanese=any(language for _, language in split(group["name_ja"])))
        return Row(group_id, name, cells, self.entry(group_id), written)

    def _text(self, group_id: str) -> list[tuple[str, str, str]]:
        """Return what the text says of the group, in the order of reading."""
        found: dict[str, tuple[tuple[int, ...], str, str]] = {}
        for table in SENTENCES:
            for key, row in self._of(group_id, table):
                order = (*_reading_order(row["locator"], row.get("section")), len(found))
                found[key] = order, self._sentence(table, row, group_id), row["locator"]
        lines = {}
        for same in [*WORDING["same"], *([key] for key in found)]:
            if present := [(key, *found.pop(key)) for key in same if key in found]:
                keys, orders, sentences, locators = zip(*present, strict=True)
                places = _locator(_places(*locators))
                lines[orders[0]] = " ".join(keys), sentences[0], places
        return [line for _, line in sorted(lines.items())]

    def _interviews(self, group_id: str) -> list[tuple[str, str, str]]:
        return [
            (key, self._sentence("interviews", row, group_id), _locator(_places(row["locator"], row["text_locator"])))
            for key, row in self._of(group_id, "interviews")
        ]

    def _sentence(self, table: str, row: pd.Series, group_id: str) -> str:
        """Return what a record says of a group."""

        def naming(texts: list[str], own: str) -> list[str]:
            return [text for text in texts if any(mention.group_id == own for mention in find(text))]

        to = {
            **{"words": WORDING, "record": self.tables.record, "naming": naming},
            **{"span": _span, "small": _small, "big": _big, "day": lambda day: _in_words(f"{day:%Y-%m-%d}")},
        }
        return text("sentences", table, row=_plain(row), own=group_id, to=to)

    def _emendations(self, group_id: str) -> list[dict[str, Any]]:
        own = []
        for _, row in self._of(group_id, "emendations"):
            cell = self.tables[f"table-{row['table']}"].set_index("row").iloc[:, 0].loc[row["row"]]
            column = WORDING["columns"].get(row["column"], row["column"])
            column += "" if notna(cell) and int(cell) == self.groups[group_id]["number"] else " of the predecessor’s own row"
            own.append({**_plain(row), "column": column})
        return own

    def _notes(self, group_id: str) -> list[str]:
        """Return the emendations of other rows that point to this group's."""
        own = {key for key, _ in self._of(group_id, "emendations")}
        emendations = self.tables["emendations"].set_index("emendation_id")
        return [
            str(key)
            for key, source in emendations["source"].dropna().items()
            if str(key) not in own
            for match in map(_PRINTED_ROW.fullmatch, source.split("; "))
            if match and f"T{match['table']}-{int(match['number']):02d}" == group_id
        ]

    def _claims(self, group_id: str) -> dict[Verdict, list[str]]:
        found: dict[Verdict, list[str]] = {verdict: [] for verdict in Verdict}
        for result in self.results:
            if any(group_id in self._groups_of.get(record, ()) for record in result.evidence):
                found[result.verdict].append(result.claim.identifier)
        return {verdict: claims for verdict, claims in found.items() if claims}

    def _outside(self, group_id: str) -> list[tuple[str, ...]]:
        lines: list[tuple[str, ...]] = []
        for _, row in self._of(group_id, "founding-checks"):
            paper = row["paper"] if notna(row["paper"]) else "nothing"
            parts = [str(text).split("; ") for text in (row["what"], row["elsewhere"], paper)]
            if len({len(part) for part in parts}) > 1:  # not part by part
                parts = [[row["what"]], [row["elsewhere"]], [paper]]
            for what, found, printed in zip(*parts, strict=True):
                lines.append((f"{_big(what)}: {_in_words(found)}; the table has {printed}", *_source(row["source_url"])))
        return lines

    def entries(self) -> Markup:
        """Return all groups as one table, in the order of the paper's tables, with the form that filters it."""
        parts = []
        for category, label in self.labels.items():
            rows = [self.row(group_id) for group_id, group in self.groups.items() if group["category"] == category]
            number = self.groups[rows[0].identifier]["table"]
            address, name = f"02-support-groups.html#tab-printed-{number}", f"Table\u00a0{number}"
            parts.append(Part(label.lower().replace(" ", "-"), label, rows, ", printed as ", address, name))

        def choices(name: str) -> list[str]:
            values = {value for part in parts for row in part.rows for value in row.values[name].split("|") if value}
            return sorted(values, key=str.casefold)

        columns = [Column("Group"), Column("Name"), Column("Place"), Column("Years", "founded"), Column("Legal status")]
        return fill(
            "ledger",
            "ledger",
            name="register",
            kind="entry",
            what="groups",
            caption="The numbered groups. A name unfolds to everything that is known of the group.",
            columns=[*columns, Column("Members", "members", numeric=True)],
            parts=parts,
            choices={
                "category": ("Category", list(self.labels.values())),
                "place": ("Place", choices("place")),
                "status": ("Legal status", choices("status")),
                "community": ("Community served", choices("community")),
            },
            spans={"founded": "Founded", "ended": "Ended"},
        )


def _members(group: pd.Series) -> str:
    if group["members_status"] == "reported":
        return f"{group['members']:,}"
    return NOT_APPLICABLE if group["members_status"] == "not_applicable" else BLANK


def _source(source: str) -> tuple[str, str, str]:
    """Return the address of the source of a check, a DOI or a site's name as the text of the link, and what follows it."""
    address, _, detail = source.partition(" ")
    if address.startswith("doi:"):
        href, text = address.replace("doi:", "https://doi.org/", 1), address
    else:
        href = address if "://" in address else f"http://{address}"
        text = href.partition("://")[2].removeprefix("www.").partition("/")[0]
    return href, text, f" {detail}" if detail else ""
