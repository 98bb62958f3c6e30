"""The register: one line per numbered group, which unfolds to everything that the tables of this book know of it."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from bookmaking.templates import Column, Part, Row, fill, text
from supportgroups.audit import Record, Result, Tables, Verdict
from supportgroups.audit.vocabulary import on
from supportgroups.languages import split
from supportgroups.locators import PARAGRAPHS, ROWS, parse_locator
from supportgroups.mentions import SHORT_NAMES, find

WORDING = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
"""How the entries put into words what the tables have as codes, and which records say the same of a group."""

BLANK = Markup('<span class="blank">blank</span>')  # a cell that the table leaves blank
NOT_APPLICABLE = Markup('<span class="not-applicable">N/A</span>')  # the table's own “N/A”
NOT_PRINTED = Markup('<span class="blank">none printed</span>')  # a part that a cell may have and this one has not

_PRINTED_ROW = re.compile(r"Table (?P<table>\d), no\. (?P<number>\d+)")
_DATE = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")


def _places(*locators: str) -> str:
    """Return the places of some locators as they follow a sentence, each once and without a line break inside."""
    return "; ".join(place.replace(" ", "\u00a0") for place in dict.fromkeys("; ".join(locators).split("; ")))


def _reading_order(locator: str, section: str = "") -> tuple[int, ...]:
    """Return what sorts records as the paper is read; footnotes behind the paragraphs of their section, as far as it is known."""
    sections = list(PARAGRAPHS)
    first = parse_locator(locator)[0]
    within = section if first.within == "note" else first.within
    place = sections.index(within) if within in sections else len(sections) + (first.within != "note")
    return (place, int(first.within == "note"), (first.number or 0) if first.within in {*sections, "note"} else 0)


def _in_words(text: str) -> str:
    """Return a text with its ISO dates, months included, in words."""
    return _DATE.sub(lambda date: on(date[0]), text)


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


SENTENCES = ("events", "incorporation_outcomes", "group_work", "partnerships", "council_members", "text_figures", "categories")
"""The tables of which a record makes a sentence in the entry of one group (``templates/sentences.txt``)."""
Rows = dict[str, dict[str, Any]]  # the records of a table by their keys; a cell without a value is an empty text


class Register:
    """What the tables, and the audit of the claims, hold of each group."""

    def __init__(self, tables: Tables, results: Sequence[Result]) -> None:
        self.tables = tables
        self.results = results
        self._rows: dict[str, Rows] = {}
        for name, frame in tables.items():
            plain: Any = frame.astype(object).where(frame.notna(), "").to_dict("records")
            self._rows[name] = dict(zip(tables.keys_of(name), plain, strict=True))
        self.groups = self._rows["groups"]
        self.labels: dict[str, str] = {row["category"]: row["label"] for row in self._rows["categories"].values()}
        # The group of each printed row; the row without a number is that of the group whose predecessor it names.
        (unnumbered,) = (row["group_id"] for row in self._rows["predecessors"].values() if row["own_row"])
        self._printed: dict[tuple[int, int], str] = {}
        for table in ROWS:
            for place, number, *_ in map(dict.values, self._rows[f"table-{table}"].values()):
                self._printed[table, int(place)] = f"T{table}-{int(number):02d}" if number != "" else unnumbered
        self._records: defaultdict[tuple[str, str], Rows] = defaultdict(dict)  # those that concern a group, by group and table
        self._groups_of: dict[Record, set[str]] = {}
        for name, rows in self._rows.items():
            for key, row in rows.items():
                own = self._groups_of[Record(name, key)] = self._own_groups(name, row)
                words = " · ".join(str(row[column]) for column in WORDING["own_words"].get(name, ()) if row[column] != "")
                for group_id in own | {mention.group_id for mention in find(words)}:
                    self._records[group_id, name][key] = row

    def _own_groups(self, table: str, row: dict[str, Any]) -> set[str]:
        """Return the groups that a record is about: by its identifiers, or by the printed row that it is, or is a note on."""
        if table.startswith("table-"):
            return {self._printed[int(table.removeprefix("table-")), int(row["row"])]}
        if table == "emendations":
            return {self._printed[row["table"], row["row"]]} if row["row"] != "" else set()
        columns = ("row",) if table == "founding-checks" else ("group_id", "second_group_id")
        return {row[column] for column in columns if row.get(column, "") != ""}

    def entry(self, group_id: str) -> Markup:
        """Return what a group's line unfolds to."""
        group = self.groups[group_id]
        interviews = self._records[group_id, "interviews"].items()
        return fill(
            "groups",
            "entry",
            group=group,
            category=self.labels[group["category"]],
            legal_form=_small(WORDING["legal_forms"][group["legal_form"]]),
            members=_members(group),
            short=[(name, _places(where)) for name, (of, where) in SHORT_NAMES.items() if of == group_id],
            predecessors=self._records[group_id, "predecessors"].values(),
            communities=self._records[group_id, "communities_served"].values(),
            text=self._text(group_id),
            interviews=[
                (key, self._sentence("interviews", row, group_id), _places(row["locator"], row["text_locator"])) for key, row in interviews
            ],
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
        communities = dict.fromkeys(row["community"] for row in self._records[group_id, "communities_served"].values())
        values = {
            "category": self.labels[group["category"]],
            "place": group["location"],
            "status": WORDING["legal_forms"][group["legal_form"]],
            "community": "|".join(communities),
            "founded": str(group["began"]),
            "ended": str(group["ended"]),
            "members": str(group["members"]),
        }
        years = Markup.escape(group["began"] or BLANK) + (f"–{group['ended']}" if group["ended"] else "")
        since = f", {group['npo_since']}" if group["npo_since"] else ""
        cells = [group["location"], years, f"{values['status']}{since}", _members(group)]
        # A Japanese name is Japanese as a whole, also where a part of it is in Latin letters.
        name = fill("groups", "name", group=group, japanese=any(language for _, language in split(group["name_ja"])))
        return Row(group_id, name, cells, self.entry(group_id), values)

    def _text(self, group_id: str) -> list[tuple[str, str, str]]:
        """Return what the text says of the group, in the order of reading."""
        found: dict[str, tuple[tuple[int, ...], str, str]] = {}
        for table in SENTENCES:
            for key, row in self._records[group_id, table].items():
                order = (*_reading_order(row["locator"], row.get("section", "")), len(found))
                found[key] = order, self._sentence(table, row, group_id), row["locator"]
        lines = {}
        for same in [*WORDING["same"], *([key] for key in found)]:
            if present := [(key, *found.pop(key)) for key in same if key in found]:
                keys, orders, sentences, locators = zip(*present, strict=True)
                lines[orders[0]] = " ".join(keys), sentences[0], _places(*locators)
        return [line for _, line in sorted(lines.items())]

    def _sentence(self, table: str, row: dict[str, Any], group_id: str) -> str:
        """Return what a record says of a group."""

        def naming(texts: list[str], own: str) -> list[str]:
            return [text for text in texts if any(mention.group_id == own for mention in find(text))]

        to = {
            **{"words": WORDING, "record": self.tables.record, "naming": naming},
            **{"span": _span, "small": _small, "big": _big, "day": on},
        }
        return text("sentences", table, row=row, own=group_id, to=to)

    def _emendations(self, group_id: str) -> list[dict[str, Any]]:
        own = []
        for row in self._records[group_id, "emendations"].values():
            _, number, *_ = self._rows[f"table-{row['table']}"][str(row["row"])].values()
            column = WORDING["columns"].get(row["column"], row["column"])
            column += "" if number != "" and int(number) == self.groups[group_id]["number"] else " of the predecessor’s own row"
            own.append({**row, "column": column})
        return own

    def _notes(self, group_id: str) -> list[str]:
        """Return the emendations of other rows that point to this group's."""
        return [
            key
            for key, row in self._rows["emendations"].items()
            if row["source"] and key not in self._records[group_id, "emendations"]
            for match in map(_PRINTED_ROW.fullmatch, row["source"].split("; "))
            if match and f"T{match['table']}-{int(match['number']):02d}" == group_id
        ]

    def _claims(self, group_id: str) -> dict[Verdict, list[str]]:
        own = [result for result in self.results if any(group_id in self._groups_of.get(record, ()) for record in result.evidence)]
        found = {verdict: [result.claim.identifier for result in own if result.verdict is verdict] for verdict in Verdict}
        return {verdict: claims for verdict, claims in found.items() if claims}

    def _outside(self, group_id: str) -> list[tuple[str, ...]]:
        lines: list[tuple[str, ...]] = []
        for row in self._records[group_id, "founding-checks"].values():
            texts = (row["what"], row["elsewhere"], row["paper"] or "nothing")
            parts = [str(text).split("; ") for text in texts]
            if len({len(part) for part in parts}) > 1:  # not part by part
                parts = [[text] for text in texts]
            for what, found, printed in zip(*parts, strict=True):
                lines.append((f"{_big(what)}: {_in_words(found)}; the table has {printed}", *_source(row["source_url"])))
        return lines

    def entries(self) -> Markup:
        """Return all groups as one table, in the order of the paper's tables, with the form that filters it."""
        parts = []
        for category, label in self.labels.items():
            rows = [self.row(group_id) for group_id, group in self.groups.items() if group["category"] == category]
            number = self.groups[rows[0].identifier]["table"]
            link = f"02-support-groups.html#tab-printed-{number}", f"Table\u00a0{number}"
            parts.append(Part(label.lower().replace(" ", "-"), label, rows, ", printed as ", link))

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


def _members(group: dict[str, Any]) -> str:
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
