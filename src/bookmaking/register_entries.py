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
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path

import pandas as pd
from pandas import notna

from bookmaking.citing.controls import control
from bookmaking.unfolding_table import Column, Part, Row, filter_form, unfolding_table
from supportgroups.audit import Record, Result, Tables, Verdict
from supportgroups.audit.show import verdict_html
from supportgroups.languages import split, to_html
from supportgroups.locators import PARAGRAPHS, ROWS, parse_locator
from supportgroups.mentions import SHORT_NAMES, find, linked

WORDING = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
"""How the entries put into words what the tables have as codes, and which records say the same of a group."""

BLANK = '<span class="blank">blank</span>'
"""A cell that the table leaves blank."""
NOT_APPLICABLE = '<span class="not-applicable">N/A</span>'
"""The table's own “N/A”."""
NOT_PRINTED = '<span class="blank">none printed</span>'
"""A part that a cell may have and this one has not."""

_ITALIC = re.compile(r"\*([^*]+)\*")
_PRINTED_ROW = re.compile(r"Table (?P<table>\d), no\. (?P<number>\d+)")
_DATE = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?\b")


def _italic(text: str) -> str:
    return _ITALIC.sub(r"<em>\1</em>", to_html(text))


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


def _person(row: pd.Series) -> str:
    return f"{row['title']} {row['name']}" if notna(row["title"]) else str(row["name"])


def _event(row: pd.Series, group_id: str, tables: Tables) -> str:
    when = "Undated"
    if notna(row["date"]):
        when = _span(row["date"], row["end_date"] if notna(row["end_date"]) else row["date"])
        when = WORDING["relations"].get(row["date_relation"], "") + when
        if row["kind"] == "plan":
            when = f"Hoped for, {when}"
    sentence = f"{when}: {row['what']}"
    if notna(row["value"]):
        precision = WORDING["precision"].get(row["value_precision"], "")
        sentence += f" (by a factor of {row['value']})" if row["unit"] == "factor" else f" ({precision}{row['value']:,} {row['unit']})"
    actors = [actor for actor in str(row["actor"]).split("; ") if notna(row["actor"]) and actor not in row["what"]]
    role = "taking part" if row["kind"] == "cooperation" else "acting"
    return f"{sentence}; {role}: {', '.join(actors)}" if actors else sentence


def _outcome(row: pd.Series, group_id: str, tables: Tables) -> str:
    statement = str(row["statement"])
    if statement.startswith("None "):
        statement = f"{_big(row['aspect'].replace('_', ' '))}: {statement}"
    if notna(row["period_from"]):
        last = row["period_to"] if notna(row["period_to"]) else row["period_from"]
        statement = f"{_span(str(row['period_from']), str(last))}: {statement}"
    if row["group_id"] != group_id:
        statement = f"Of {WORDING['applies_to'][row['applies_to']]}: {statement}"
    reporters = [reporter for reporter in str(row["reported_by"]).split("; ") if reporter != "the author"]
    naming = [reporter for reporter in reporters if any(mention.group_id == group_id for mention in find(reporter))]
    if reporters:
        others = len(reporters) - len(naming) if naming else 0
        statement += f"; on the word of {', '.join(naming or reporters)}" + (f" and {others} others" if others else "")
    return f"{statement}; offered as a possibility" if row["hedged"] else statement


def _partnership(row: pd.Series, group_id: str, tables: Tables) -> str:
    kind = WORDING["kinds"].get(row["kind"], str(row["kind"]).replace("_", " "))
    service = f": {row['service']}" if notna(row["service"]) else ""
    parts = [f"{_big(row['government'])}, {kind}{service}"]
    if row["group_id"] != group_id:
        parts = [f"Of {row['group_name']}{service or ': ' + kind}"]
    detail = _small(row["payment_detail"]) if notna(row["payment_detail"]) else ""
    if row["direction_of_payment"] == "government_pays":
        parts.append(f"the government pays{f' ({detail})' if detail else ''}")
    elif detail:
        parts.append(detail)
    elif row["direction_of_payment"] in WORDING["money"]:
        parts.append(WORDING["money"][row["direction_of_payment"]])
    if notna(row["since"]):
        parts.append(f"{'hoped for in' if row['status'] == 'hoped_for' else 'since' if row['status'] == 'active' else 'in'} {row['since']}")
    if row["before_incorporation"] == "yes":
        parts.append("before the status of NPO corporation")
    return "; ".join(parts)


def _council_member(row: pd.Series, group_id: str, tables: Tables) -> str:
    council = tables.record("councils", row["council_id"])["name_en"]
    term = {"first": "first term", "current": "term at the time of writing"}[row["term"]]
    return f"{_person(row)}: member of the {council}, {term}"


def _text_figure(row: pd.Series, group_id: str, tables: Tables) -> str:
    unit = str(row["unit"])
    unit = unit.removesuffix("s") if row["value"] == 1 and unit != "yen" else unit
    return f"{row['what']}: {WORDING['precision'].get(row['precision'], '')}{row['value']:,} {unit}"


def _category(row: pd.Series, group_id: str, tables: Tables) -> str:
    return f"Of {row['label']}, their origin: {row['origin']}"


def _work(row: pd.Series, group_id: str, tables: Tables) -> str:
    area = str(tables.record("law_provisions", row["provision_id"])["provision"])
    return f"What it does: {_small(row['work'])}; by our reading the area “{_small(area)}” of the NPO Law"


_SENTENCES: dict[str, Callable[[pd.Series, str, Tables], str]] = {
    "events": _event,
    "incorporation_outcomes": _outcome,
    "group_work": _work,
    "partnerships": _partnership,
    "council_members": _council_member,
    "text_figures": _text_figure,
    "categories": _category,
}
"""Table → what makes a sentence of one of its records, for the entry of one group."""


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

    def entry(self, group_id: str) -> str:
        """Return what a group's line unfolds to, as HTML."""
        if group_id not in self.groups:
            raise KeyError(f"{group_id}: there is no such group; identifiers run from {min(self.groups)} to {max(self.groups)}")
        group = self.groups[group_id]
        facts = [
            ("Also called", self._short_names(group_id)),
            ("Category", escape(self.labels[group["category"]])),
            ("Place", escape(group["location"])),
            ("Founded", _founded(group)),
            ("Ended", str(group["ended"]) if notna(group["ended"]) else NOT_PRINTED),
            ("Predecessors", self._predecessors(group_id)),
            ("Legal status", _legal_status(group)),
            ("NPO corporation since", _npo_since(group)),
            ("Members", _members(group)),
            ("Foreign members", _foreign_members(group)),
            ("Communities served", self._communities(group_id)),
            ("In the text", self._text(group_id)),
            ("Interviews", self._interviews(group_id)),
            ("Emendations", self._emendations(group_id)),
            ("Claims", self._claims(group_id)),
            ("Elsewhere", self._elsewhere(group_id)),
        ]
        kinds = {"Elsewhere": ' class="outside"'}
        pairs = "\n".join(f"<div{kinds.get(name, '')}><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts if value)
        table, number = group["table"], group["number"]
        return (
            f'<dl class="entry-facts">\n{pairs}\n</dl>\n'
            f'<p class="entry-source">Printed as <a href="02-support-groups.html#tab-printed-{table}">Table\u00a0{table}</a>, '
            f"no.\u00a0{number}. {control(group_id, f'group {group_id}')}</p>"
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
        years = str(group["began"]) if notna(group["began"]) else BLANK
        years += f"–{group['ended']}" if notna(group["ended"]) else ""
        since = f", {group['npo_since']}" if notna(group["npo_since"]) else ""
        cells = [escape(group["location"]), years, f"{values['status']}{since}", _members(group)]
        written = {name: str(value) if notna(value) else "" for name, value in values.items()}
        return Row(group_id, _names(group), cells, self.entry(group_id), written)

    def _short_names(self, group_id: str) -> str:
        return "; ".join(f"{to_html(name)} ({_locator(_places(where))})" for name, (of, where) in SHORT_NAMES.items() if of == group_id)

    def _predecessors(self, group_id: str) -> str:
        found = []
        for _, row in self._of(group_id, "predecessors"):
            began = f"from {row['began']}" if notna(row["began"]) else "no year printed"
            years = f"{row['began']}–{row['ended']}" if notna(row["ended"]) else began
            own = ", in a row of its own, without a number" if row["own_row"] else ""
            found.append(f"{linked(row['name_ja'], within=group_id)} {linked(row['name_en'], within=group_id)} ({years}{own})")
        return "; ".join(found) or "none named"

    def _communities(self, group_id: str) -> str:
        labels = []
        for _, row in self._of(group_id, "communities_served"):
            printed = escape(f"({row['printed']})" if row["in_parentheses"] else row["printed"], quote=False)
            differs = row["printed"] != row["community"]
            labels.append(f"“{printed}”, counted as {escape(row['community'])}" if differs else printed)
        return ("; " if any("”" in label for label in labels) else ", ").join(labels) or BLANK

    def _text(self, group_id: str) -> str:
        """Return what the text says of the group, in the order of reading."""
        found: dict[str, tuple[tuple[int, ...], str, str]] = {}
        for table, sentence in _SENTENCES.items():
            for key, row in self._of(group_id, table):
                order = (*_reading_order(row["locator"], row.get("section")), len(found))
                found[key] = order, sentence(row, group_id, self.tables), row["locator"]
        lines = {}
        for same in [*WORDING["same"], *([key] for key in found)]:
            if present := [(key, *found.pop(key)) for key in same if key in found]:
                keys, orders, sentences, locators = zip(*present, strict=True)
                places = _locator(_places(*locators))
                lines[orders[0]] = f'<li data-records="{" ".join(keys)}">{linked(sentences[0], within=group_id)} ({places})</li>'
        return _list(line for _, line in sorted(lines.items()))

    def _interviews(self, group_id: str) -> str:
        lines = []
        for key, row in self._of(group_id, "interviews"):
            day = f"{row['date'].day} {month_name[row['date'].month]} {row['date'].year}"
            place = f", {row['place']}" if notna(row["place"]) else ""
            who = linked(f"{day}{place}: {_person(row)}, {row['organisation']}. {row['cited_for']}", within=group_id)
            lines.append(f'<li data-records="{key}">{who} ({_locator(_places(row["locator"], row["text_locator"]))})</li>')
        return _list(lines)

    def _emendations(self, group_id: str) -> str:
        own = self._of(group_id, "emendations")
        lines = []
        for key, row in own:
            printed = self.groups[group_id]["number"]
            cell = self.tables[f"table-{row['table']}"].set_index("row").iloc[:, 0].loc[row["row"]]
            column = WORDING["columns"].get(row["column"], row["column"])
            column += "" if notna(cell) and int(cell) == printed else " of the predecessor’s own row"
            change = f"{_italic(row['printed']) if notna(row['printed']) else BLANK} → {_italic(str(row['corrected']))}"
            reason = _ITALIC.sub(r"<em>\1</em>", linked(row["reason"], within=group_id))
            lines.append(f"<li>{_emendation_link(key)}, {escape(column)}: {change if notna(row['corrected']) else reason}</li>")
        emendations = self.tables["emendations"].set_index("emendation_id")
        elsewhere = [
            str(key)
            for key, source in emendations["source"].dropna().items()
            if str(key) not in {own_key for own_key, _ in own}
            for match in map(_PRINTED_ROW.fullmatch, source.split("; "))
            if match and f"T{match['table']}-{int(match['number']):02d}" == group_id
        ]
        if elsewhere:
            lines.append(f"<li>Other notes that point to this row: {', '.join(map(_emendation_link, elsewhere))}</li>")
        return _list(lines)

    def _claims(self, group_id: str) -> str:
        links: dict[Verdict, list[str]] = {verdict: [] for verdict in Verdict}
        for result in self.results:
            if any(group_id in self._groups_of.get(record, ()) for record in result.evidence):
                identifier = result.claim.identifier
                links[result.verdict].append(f'<a href="claim-audit.html#{identifier}">{identifier}</a>')
        return _list(f"<li>{verdict_html(verdict)}: {', '.join(found)}</li>" for verdict, found in links.items() if found)

    def _elsewhere(self, group_id: str) -> str:
        lines = []
        for _, row in self._of(group_id, "founding-checks"):
            paper = row["paper"] if notna(row["paper"]) else "nothing"
            parts = [str(text).split("; ") for text in (row["what"], row["elsewhere"], paper)]
            if len({len(part) for part in parts}) > 1:  # not part by part
                parts = [[row["what"]], [row["elsewhere"]], [paper]]
            for what, found, printed in zip(*parts, strict=True):
                words = linked(f"{_big(what)}: {_in_words(found)}; the table has {printed}", within=group_id)
                lines.append(f"<li>{words} ({_source(row['source_url'])})</li>")
        return f"Outside the paper, beside what the table has:{_list(lines)}" if lines else ""

    def entries(self) -> str:
        """Return all groups as one table, in the order of the paper's tables, with the form that filters it."""
        parts = []
        for category, label in self.labels.items():
            rows = [self.row(group_id) for group_id, group in self.groups.items() if group["category"] == category]
            number = self.groups[rows[0].identifier]["table"]
            printed = f'<a href="02-support-groups.html#tab-printed-{number}">Table\u00a0{number}</a>'
            parts.append(Part(label.lower().replace(" ", "-"), f"{escape(label)}<span>, printed as {printed}</span>", rows))
        all_rows = [row for part in parts for row in part.rows]

        def choices(name: str) -> list[str]:
            return sorted({value for row in all_rows for value in row.values[name].split("|") if value}, key=str.casefold)

        asked = {
            "category": ("Category", list(self.labels.values())),
            "place": ("Place", choices("place")),
            "status": ("Legal status", choices("status")),
            "community": ("Community served", choices("community")),
        }
        form = filter_form("groups", len(all_rows), asked, {"founded": "Founded", "ended": "Ended"})
        columns = [Column("Group"), Column("Name"), Column("Place"), Column("Years", "founded"), Column("Legal status")]
        caption = "The numbered groups. A name unfolds to everything that is known of the group."
        table = unfolding_table("register", "entry", caption, [*columns, Column("Members", "members", numeric=True)], parts)
        return f'<div class="ledger">{form}\n{table}</div>'


def _list(lines: Iterable[str]) -> str:
    lines = list(lines)
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def _names(group: pd.Series) -> str:
    """Return the names; one that is the same in both languages is given once."""
    names = []
    if group["name_ja"] != group["name_en"]:
        # A Japanese name is Japanese as a whole, also where a part of it is in Latin letters.
        japanese = any(language for _, language in split(group["name_ja"]))
        names.append(('<span lang="ja">' if japanese else "<span>") + escape(group["name_ja"]) + "</span>")
    names.append(f'<span class="entry-name">{escape(group["name_en"])}</span>')
    return " ".join(names)


def _members(group: pd.Series) -> str:
    if group["members_status"] == "reported":
        return f"{group['members']:,}"
    return NOT_APPLICABLE if group["members_status"] == "not_applicable" else BLANK


def _founded(group: pd.Series) -> str:
    began = str(group["began"]) if notna(group["began"]) else BLANK
    if not notna(group["organisation_founded"]):
        return began
    reading = '<span class="reading">: we take it for the founding of the organisation behind the group</span>'
    return f"{began}; an earlier year in italics, <em>{group['organisation_founded']}</em>{reading}"


def _legal_status(group: pd.Series) -> str:
    printed = _italic(group["legal_status"]) if notna(group["legal_status"]) else BLANK
    return f'{printed} <span class="reading">(our coding: {_small(WORDING["legal_forms"][group["legal_form"]])})</span>'


def _npo_since(group: pd.Series) -> str:
    if notna(group["npo_since"]):
        return str(group["npo_since"])
    if group["legal_form"] in {"npo_corporation", "not_stated"}:
        return BLANK
    return "not an NPO corporation in the table"


def _foreign_members(group: pd.Series) -> str:
    """Return the italic second figure; only the unions' table prints any."""
    if notna(group["foreign_members"]):
        return f'<em>{group["foreign_members"]:,}</em> <span class="reading">(a second figure, in italics; the reading is ours)</span>'
    return NOT_PRINTED if group["category"] == "union" else ""


def _emendation_link(emendation_id: str) -> str:
    return f'<a href="editorial-notes.html#{emendation_id}">{emendation_id}</a>'


def _source(source: str) -> str:
    """Return the source of a check as a link: an address, a DOI or a site's name, and what follows it."""
    address, _, detail = source.partition(" ")
    if address.startswith("doi:"):
        href, text = address.replace("doi:", "https://doi.org/", 1), address
    else:
        href = address if "://" in address else f"http://{address}"
        text = href.partition("://")[2].removeprefix("www.").partition("/")[0]
    return f'<a href="{escape(href)}">{escape(text)}</a>' + escape(f" {detail}" if detail else "")
