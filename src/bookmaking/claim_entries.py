"""The ledger of the audit as a page shows it: one table of all claims, and another for the chapter that discusses them.

The line of a claim has its id, statement and verdict, and unfolds to what it was tested against and what would change it, what is asserted
and observed, the rule, the records that it rests on, the cells that its check read, and the check as it runs. Ids of groups, emendations
and other claims in its words are links.
"""

from __future__ import annotations

import csv
import io
import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from itertools import groupby, product
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from bookmaking.citing.controls import control
from bookmaking.unfolding_table import Column, Only, Part, Row, filter_form, unfolding_table
from supportgroups.audit import Record, Result, Tables, Verdict, ledger
from supportgroups.audit.against import NOTHING, ORDER, OUTSIDE
from supportgroups.audit.changes import changes
from supportgroups.audit.claims import SECTIONS, Kind, Standing
from supportgroups.audit.history import in_words as history_in_words
from supportgroups.audit.report import filtered, headline
from supportgroups.audit.rows import called, cells_read
from supportgroups.audit.show import highlighted, source, verdict_html
from supportgroups.dataset import data_directory, resource
from supportgroups.facts.counting_rules import COUNTS, PLAIN_READING, distinct_sets, distribution, rules_in_words
from supportgroups.languages import to_html
from supportgroups.mentions import Link, linked, short_names
from supportgroups.notebook import Output, table

RULE_SETS = 3
"""How many of the simplest rule sets are spelt out with a count; only the number of the others is given."""
LONG = 1000
"""Number of characters from which a page shows the same cells only once."""
SHORT = 12
"""Number of lines up to which evidence is unfolded with its claim."""
CHAPTERS = {
    "I": "01-state-and-associational-life",
    "II": "02-support-groups",
    "III": "03-after-the-npo-law",
    "IV": "04-partnerships-and-membership-rules",
    "V": "05-conclusion",
}
"""Section of the paper → the page that discusses it."""

_PARTS = {
    "introduction": "Introduction<span>, with notes 1 to 4</span>",
    **{
        f"section-{section.lower()}": f'Section {section}<span>, discussed in <a href="{page}.html">chapter {section}</a></span>'
        for section, page in CHAPTERS.items()
    },
    "the-tables": "The tables<span>: what captions, headers and cells assert</span>",
    "slips-of-print": "Slips of print<span>, not counted among the claims</span>",
    "checks-of-ours": "Checks of ours<span>: statements that the paper does not make; not counted either</span>",
}
"""Anchor → heading of each part of the table, in the paper's order; what is kept apart comes last."""
_FILTERS = {"section": "Section", "kind": "Kind", "verdict": "Verdict", "against": "Tested against", "standing": "What it is"}
_IDENTIFIER = re.compile(
    rf"\b(?:(?P<emendation>E-\d{{3}})|(?P<group>T[1-6]-\d{{2}})|(?P<claim>(?:{'|'.join(SECTIONS.values())})-\d{{2}}))\b"
)
_LOCATOR = re.compile(r"\b(paras?|nn?|no)\. (?=\d)")
SAYING = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["saying"]
"""Table → the columns that say in short what one of its records holds."""


def with_links(text: str, page: str = "") -> str:
    """Return a text as HTML, its Japanese marked up, with links from the ids of groups, emendations and claims, and from groups' names.

    The page is that on which the claims are, if it is not the page of the text.
    """
    text = _unbroken(text)
    links = []
    for match in _IDENTIFIER.finditer(text):
        if match.lastgroup != "claim" or match["claim"] in _identifiers():
            target = {"emendation": "editorial-notes.html", "group": "register.html"}.get(str(match.lastgroup), page)
            links.append(Link(*match.span(), f"{target}#{match[0]}"))
    return linked(text, also=links)


def _unbroken(text: str) -> str:
    """Return a text in which no line ends between “para.” and its number."""
    return _LOCATOR.sub("\\1.\u00a0", text)


@cache
def _identifiers() -> frozenset[str]:
    return frozenset(entry.identifier for entry in ledger())


def entries(results: Sequence[Result], tables: Tables, cells: Cells) -> str:
    """Return all entries as one table, each row of which unfolds, with the form that filters it (see `bookmaking.unfolding_table`)."""
    evidence = Evidence(tables)
    shown: dict[str, str] = {}
    rows: dict[str, list[Row]] = {anchor: [] for anchor in _PARTS}
    for result in sorted(results, key=lambda one: list(_PARTS).index(_part(one))):
        rows[_part(result)].append(_row(result, evidence, cells[result.claim.identifier], shown))
    parts = [Part(anchor, heading, rows[anchor]) for anchor, heading in _PARTS.items()]
    found = {name: {row.values[name] for part in parts for row in part.rows} for name in _FILTERS}
    order: dict[str, Iterable[str]] = {
        "section": SECTIONS,
        "kind": sorted(Kind),
        "verdict": Verdict,
        "against": ORDER,
        "standing": Standing,
    }
    choices = {name: (label, [value for value in order[name] if value in found[name]]) for name, label in _FILTERS.items()}
    places = "".join(only.place(len(results), "the-claims-one-by-one") for only in selections(results).values())
    table = unfolding_table(
        "claims",
        "claim",
        "All entries of the audit. A statement unfolds to what it asserts, what was observed, and the evidence.",
        [Column("Claim"), Column("Statement", "-"), Column("Verdict")],
        parts,
    )
    return f'<div class="ledger">{filter_form("entries", len(results), choices, {})}{places}\n{table}</div>'


def selections(results: Sequence[Result]) -> dict[tuple[str, str, str], Only]:
    """Return section, verdict, and what it was tested against → a selection of claims of the paper; an empty text stands for any.

    There is one for every cell of the figure at the head of the page, and for every verdict in a section.
    """
    claims = filtered(results, standing=Standing.CLAIM)
    found: defaultdict[tuple[str, str, str], list[Result]] = defaultdict(list)
    for result in claims:
        section, verdict, against = result.claim.section, str(result.verdict), result.tested_against
        for key in product(("", section), ("", verdict), ("", against)):
            if not (key[0] and key[2]):
                found[key].append(result)
    return {
        key: Only(
            "-".join(["only", *(part.replace(" ", "-").lower() for part in key if part)] if any(key) else ["only", "claims"]),
            {name: value for name, value in zip(("section", "verdict", "against"), key, strict=True) if value},
            len(listed),
            list(dict.fromkeys(map(_part, listed))),
        )
        for key, listed in sorted(found.items())
    }


def _link(only: Only, text: str) -> str:
    """Return a link to the selection: what is asked is for the script, and the place does the same without it."""
    asked = urlencode({**only.asked, "standing": str(Standing.CLAIM)})
    return f'<a href="claim-audit.html?{escape(asked)}#{only.anchor}">{text}</a>'


def verdicts_by_evidence(results: Sequence[Result]) -> str:
    """Return the claims by verdict and by what they were tested against, each number a link to its claims."""
    chosen = selections(results)
    largest = max(only.number for (_, verdict, basis), only in chosen.items() if verdict and basis)

    def cell(verdict: str, basis: str) -> str:
        if (only := chosen.get(("", verdict, basis))) is None:
            return '<td class="numeric none">0</td>'
        what = " ".join([verdict or "in all", *([f"tested against {basis}"] if basis else [])])
        bar = f'<svg class="bar verdict-{verdict}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        bar += f'<rect width="{100 * only.number / largest:.0f}" height="6"/></svg>'
        return (
            f'<td class="numeric">{_link(only, f"{only.number}<span class=unseen> {what}</span>")}{bar if verdict and basis else ""}</td>'
        )

    rows = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(cell(verdict, basis) for basis in (*ORDER, ""))}</tr>'
        for verdict, name in [*((str(verdict), verdict_html(verdict)) for verdict in Verdict), ("", "All")]
    )
    head = "".join(f'<th scope="col" class="numeric">{basis.capitalize()}</th>' for basis in ORDER)
    return (
        f'<table class="answer"><caption>The claims by verdict (down) and by what they were tested against (across).'
        '<span class="on-screen"> Each number leads to its claims.</span></caption>'
        f'<thead><tr><th scope="col">Verdict</th>{head}<th scope="col" class="numeric">All</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def strip(results: Sequence[Result], section: str) -> str:
    """Return how the claims of a section came out, in one line whose parts are links to them, for the head of a chapter."""
    chosen = selections(results)
    together = chosen[section, "", ""]
    parts = [_link(only, f"{only.number} {verdict}") for verdict in Verdict if (only := chosen.get((section, str(verdict), "")))]
    return f'<p class="claim-strip">{_link(together, f"{together.number} claims")}: {" · ".join(parts)}</p>'


Cells = Mapping[str, Mapping[str, pd.DataFrame]]
"""Claim → table → the rows that its check used, with the columns that it read."""
_results: Sequence[Result] = ()


def cells_of(results: Sequence[Result], processes: int | None = None) -> Cells:
    """Return what the checks of claims read; this takes several runs of each check, and so all processors unless fewer are named."""
    global _results
    _results = results  # which the processes inherit: a result cannot be sent
    with get_context("fork").Pool(processes) as pool:
        return dict(pool.map(_cells, range(len(results)), chunksize=8))


def _cells(place: int) -> tuple[str, Mapping[str, pd.DataFrame]]:
    return _results[place].claim.identifier, cells_read(_results[place])


def claim_table(results: Sequence[Result], section: str, name: str) -> Output:
    """Return the claims that one section of the paper makes as a numbered table with an anchor ``tab-…``, for the chapter on it."""
    own = filtered(_of_section(results, section), standing=Standing.CLAIM)
    return table(
        pd.DataFrame([_line(result) for result in own]),
        name,
        caption=f"The claims of section {section}, and what can be computed for them: {counted_in_words(own)}.",
        row_header="Statement",
        html=["Claim", "Verdict"],
        filters={"Verdict": "choice", "Tested against": "choice"},
        folded=True,
    )


def check_table(results: Sequence[Result], section: str, name: str) -> Output:
    """Return what does not count among the claims of a section, as a numbered table: checks of ours, and slips of print."""
    apart = [result for result in _of_section(results, section) if result.claim.standing is not Standing.CLAIM]
    return table(
        pd.DataFrame([{**_line(result), "What it is": str(result.claim.standing).capitalize()} for result in apart]),
        name,
        caption=f"What is checked besides in section {section}, and does not count among its claims.",
        row_header="Statement",
        html=["Claim", "Verdict"],
        folded=True,
    )


def _of_section(results: Sequence[Result], section: str) -> list[Result]:
    if section not in SECTIONS:
        raise ValueError(f"{section}: no such section; there are {', '.join(SECTIONS)}")
    return filtered(results, section=section)


def _line(result: Result) -> dict[str, str]:
    return {
        "Claim": f'<a href="claim-audit.html#{result.claim.identifier}">{result.claim.identifier}</a>',
        "Statement": result.claim.statement,
        "Asserted": result.asserted,
        "Observed": result.observed,
        "Verdict": verdict_html(result.verdict),
        "Tested against": result.tested_against,
    }


def counted_in_words(results: Sequence[Result]) -> str:
    """Return how many claims there are, and how many of each verdict."""
    counts = ", ".join(f"{number} {verdict}" for verdict, number in headline(results).items() if number)
    return f"{len(results):,} claims, {counts}" if counts else "no claims"


def _part(result: Result) -> str:
    """Return the part of the table to which an entry belongs: a section of the paper, or what is kept apart from them."""
    if result.claim.standing is not Standing.CLAIM:
        return {Standing.SLIP: "slips-of-print", Standing.OURS: "checks-of-ours"}[result.claim.standing]
    return {"Introduction": "introduction", "Tables": "the-tables"}.get(result.claim.section, f"section-{result.claim.section.lower()}")


def _row(result: Result, evidence: Evidence, cells: Mapping[str, pd.DataFrame], shown: dict[str, str]) -> Row:
    claim = result.claim
    facts = [
        ("Asserted", with_links(result.asserted)),
        ("Observed", with_links(result.observed)),
        ("Rule", with_links(result.rule)),
        ("Remark", with_links(result.remark)),
        ("Rule sets", _multiverse(result)),
        ("History", with_links(history_in_words(claim.identifier))),
    ]
    listed = "".join(f"<div><dt>{name}</dt><dd>{text}</dd></div>" for name, text in facts if text)
    page, _, place = claim.discussed.partition("#")
    where = next((f"in chapter {section}" for section, chapter in CHAPTERS.items() if chapter == page), "on the first page")
    body = (
        f'<p class="claim-meta">{_basis(result)}{claim.kind} · {_unbroken(escape(claim.locator))} · '
        f'<a href="{page}.html{"#" if place else ""}{place}">discussed {where}</a> '
        f"{control(claim.identifier, f'Claim {claim.identifier}')}</p>"
        f'{_would_change(result)}<dl class="claim-facts">{listed}</dl>{_evidence(result, evidence, cells, shown)}{_check(result)}'
    )
    values = {
        "section": claim.section,
        "kind": str(claim.kind),
        "verdict": str(result.verdict),
        "against": result.tested_against,
        "standing": str(claim.standing),
    }
    return Row(claim.identifier, to_html(claim.statement), [verdict_html(result.verdict)], body, values)


def _basis(result: Result) -> str:
    """Return what a verdict was tested against; an untestable claim was tested against nothing, and its verdict says so."""
    if result.tested_against == NOTHING:
        return ""
    article = "an " if result.tested_against == OUTSIDE else ""
    return f"tested against {article}{result.tested_against} · "


def _would_change(result: Result) -> str:
    change = changes(result.tables.directory).get(result.claim.identifier)
    if change is None:
        return ""
    sentence = with_links(change.sentence()).replace(change.verdict, f"<em>{change.verdict}</em>", 1)
    return f'<p class="claim-change">{sentence}</p>'


def _evidence(result: Result, evidence: Evidence, cells: Mapping[str, pd.DataFrame], shown: dict[str, str]) -> str:
    """Return the records on which a claim rests, and the rows and cells that its check read.

    Long lists of cells are not repeated: ``shown`` maps those that are already on the page to their claims.
    """
    identifier = result.claim.identifier
    lines = evidence.lines(result.evidence)
    read = ""
    for name, rows in cells.items() if source(result.claim) else ():
        content = _as_csv(name, rows, result.tables.keys_of(name))
        first = shown.setdefault(content, identifier) if len(content) > LONG else identifier
        elsewhere = f'<p>The check read the cells of {name} that stand under <a href="#{first}">{first}</a>.</p>'
        read += content if first == identifier else elsewhere
    if not lines and not read:
        return ""
    number = f"{len(result.evidence)} record{'' if len(result.evidence) == 1 else 's'}"
    listed = f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>" if lines else ""
    cells_read = f'<div class="claim-rows">{read}</div>' if read else ""
    unfolded = " open" if read.count("\n") + len(lines) <= SHORT else ""
    return f'<details class="claim-evidence"{unfolded}><summary>Evidence: {number}</summary>{listed}{cells_read}</details>'


def _check(result: Result) -> str:
    """Return the check as it runs; nothing for a claim that has none."""
    if not (code := source(result.claim)):
        return ""
    return f'<details class="claim-check code-fold"><summary>Code: the check</summary>{highlighted(code)}</details>'


def _as_csv(name: str, rows: pd.DataFrame, keys: Sequence[str]) -> str:
    """Return the rows of a table that a check used, with the cells that it read, as the file has them; equal rows share a line.

    They are CSV: a table of HTML for each check would double the number of a page's elements.
    """
    alike: dict[tuple[str, ...], list[str]] = {}
    for key, *row in rows.itertuples(name=None):
        alike.setdefault(tuple(map(_as_stored, row)), []).append(str(key))
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["key", *rows.columns])
    writer.writerows([_runs(listed, keys), *cells] for cells, listed in alike.items())
    number = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
    return (
        f'<p>The check read <a href="codebook.html#tab-columns-{name.replace("_", "-")}">{name}</a>, {number}:</p>'
        f'<pre class="rows">{to_html(file.getvalue().rstrip())}</pre>'
    )


def _runs(listed: Sequence[str], keys: Sequence[str]) -> str:
    """Return keys, of which three or more that follow upon each other are written as a run.

    Examples
    --------
    >>> _runs(["T1-01", "T1-02", "T1-03", "T2-02"], ["T1-01", "T1-02", "T1-03", "T2-01", "T2-02"])
    'T1-01 to T1-03, T2-02'
    """
    places = sorted(keys.index(key) for key in listed)
    runs = [[keys[place] for _, place in run] for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def _as_stored(cell: object) -> str:
    """Return a cell as the dataset's file has it."""
    if cell is None or pd.isna(cell):  # type: ignore[call-overload]
        return ""
    if isinstance(cell, pd.Timestamp):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else str(cell)
    return str(cell).lower() if isinstance(cell, bool | np.bool_) else str(cell)


def _multiverse(result: Result) -> str:
    """Return how many sets of groups give each value, and the simplest rules that do; nothing if rules change nothing."""
    frame = result.multiverse
    if frame is None or len(frame) == 1:
        return ""
    asserted = result.meant[0].core
    (count,) = (count for count in COUNTS.values() if count.claim == result.claim.identifier)
    sets = distinct_sets(result.tables, count)
    values = []
    for row in distribution(sets, asserted).to_dict("records"):
        written = f"{row['value']:g}" if math.isfinite(row["value"]) else "none"
        values.append(f"{f'<strong>{written}</strong>' if row['asserted'] else written}\u00a0×\u00a0{row['rule_sets']:,}")
    text = f"{len(frame):,} sets of rules differ, and come to {len(sets):,} different sets of groups: {', '.join(values)}."
    if result.verdict is Verdict.REPRODUCIBLE:  # then the rule names the simplest
        return text
    rules = rules_in_words(frame, asserted)
    if rules == [PLAIN_READING]:
        return f"{text} The plain reading gives what is asserted."
    if not rules:
        return f"{text} None gives what is asserted."
    more = f" There are {len(rules) - RULE_SETS} more." if len(rules) > RULE_SETS else ""
    return f"{text} The simplest that give what is asserted: {with_links(' Or: '.join(rules[:RULE_SETS]))}{more}"


class Evidence:
    """What the records that a claim rests on are called and say."""

    def __init__(self, tables: Tables) -> None:
        self._rows = {name: dict(zip(tables.keys_of(name), frame.to_dict("records"), strict=True)) for name, frame in tables.items()}
        self._groups: defaultdict[str, list[str]] = defaultdict(list)
        for group_id in tables["groups"]["group_id"].astype("str"):
            self._groups[group_id[1]].append(group_id)
        self._names = {group_id: to_html(name) for group_id, name in short_names(tables["groups"]).items()}

    def lines(self, records: Iterable[Record]) -> list[str]:
        """Return records as lines of HTML: the groups together, then the others one by one, or whole tables at once."""
        by_table: defaultdict[str, list[str]] = defaultdict(list)
        for record in records:
            by_table[record.table].append(record.key)
        groups = self._group_lines(set(by_table.pop("groups", ())))
        whole = [name for name, keys in by_table.items() if len(keys) == len(self._rows[name]) > 1]
        tables = [f"all {len(by_table[name])} records of “{to_html(resource(name, data_directory())['title'])}”" for name in whole]
        return [*groups, *tables, *(self._line(name, key) for name, keys in by_table.items() if name not in whole for key in keys)]

    def _group_lines(self, wanted: set[str]) -> list[str]:
        if wanted and wanted == {group_id for listed in self._groups.values() for group_id in listed}:
            return ['<a href="register.html">all numbered rows</a>']
        lines, rest = [], []
        for number, listed in self._groups.items():
            if wanted.issuperset(listed):
                lines.append(f'<a href="02-support-groups.html#tab-printed-{number}">all {len(listed)} rows of Table\u00a0{number}</a>')
            else:
                rest += [group_id for group_id in listed if group_id in wanted]
        links = ", ".join(f'<a href="register.html#{group_id}">{group_id} {self._names[group_id]}</a>' for group_id in rest)
        return [*lines, links] if links else lines

    def _line(self, name: str, key: str) -> str:
        row = self._rows[name][key]
        says = ", ".join(_written(row[column]) for column in SAYING.get(name, ()) if pd.notna(row[column]))
        line = with_links(called(Record(name, key)).removeprefix("the ")) + (f": {says}" if says else "")
        if name in {"context-facts", "populations"}:
            weak = ", a weak source" if row["weight"] == "weak" else ""
            return f'{line} (<a href="{escape(row["source_url"])}">{to_html(row["source_title"])}</a>{weak})'
        locator = row.get("locator")
        return f"{line} ({_unbroken(escape(locator))})" if pd.notna(locator) else line


def _written(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) else linked(str(value).replace("_", " "))
