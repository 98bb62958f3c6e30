"""The ledger of the audit as a page shows it: one section per claim, and a table for the chapter that discusses the claims.

A claim's section has its permanent anchor, what is asserted and observed, the rule, and, one click away, the records that it rests
on. Ids of groups, emendations and other claims in its words are links.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape

import pandas as pd

from supportgroups.audit import Record, Result, Tables, Verdict, ledger
from supportgroups.audit.claims import SECTIONS
from supportgroups.audit.multiverse import PLAIN, distribution, hitting, in_words, simplest
from supportgroups.audit.report import filtered, headline
from supportgroups.dataset import data_directory, resource
from supportgroups.languages import to_html
from supportgroups.mentions import short_names
from supportgroups.notebook import Output, table

RULE_SETS = 3
"""At most so many of the simplest rule sets stand with a count; the rest are counted."""

_PAGES = {"01": "in chapter I", "02": "in chapter II", "03": "in chapter III", "04": "in chapter IV", "05": "in chapter V"}
_IDENTIFIER = re.compile(
    rf"\b(?:(?P<emendation>E-\d{{3}})|(?P<group>T[1-6]-\d{{2}})|(?P<claim>(?:{'|'.join(SECTIONS.values())})-\d{{2}}))\b"
)
_LOCATOR = re.compile(r"\b(paras?|nn?|no)\. (?=\d)")
_TEXTS = {
    "associations": ("association", ("name_en",)),
    "association_figures": ("figure on an association", ("association_id", "measure", "value", "unit")),
    "categories": ("category", ("label",)),
    "communities_served": ("community served", ("printed",)),
    "context-facts": ("fact from outside the paper", ("what", "date", "value", "text")),
    "council_divisions": ("division of a council", ("division",)),
    "council_members": ("member of a council", ("name", "organisation")),
    "councils": ("council", ("name_en",)),
    "events": ("event", ("date_printed", "what")),
    "emendations": ("emendation", ("reason",)),
    "founding-checks": ("account from elsewhere", ("what", "elsewhere")),
    "group_work": ("work of a group", ("work",)),
    "incorporation_outcomes": ("outcome", ("statement",)),
    "interviews": ("interview", ("name", "organisation")),
    "law_provisions": ("provision", ("provision",)),
    "ministry_positions": ("position", ("body", "statement")),
    "official-statistics": ("official figure", ("value",)),
    "partnerships": ("partnership", ("group_name", "government", "service")),
    "predecessors": ("former body", ("name_en",)),
    "text_figures": ("figure in the prose", ("what", "value")),
}
"""Table → what one of its records is called, and the columns that say in short what it holds."""


def verdict_html(verdict: Verdict | str) -> str:
    """Return a verdict's word, marked so that the page can give it its colour and shape.

    Examples
    --------
    >>> verdict_html("contradicted")
    '<span class="verdict verdict-contradicted">contradicted</span>'
    """
    return f'<span class="verdict verdict-{Verdict(verdict)}">{Verdict(verdict)}</span>'


def linked(text: str, page: str = "") -> str:
    """Return a text as HTML, its Japanese marked up, with links from the ids of groups, emendations and claims.

    Parameters
    ----------
    text
        The text.
    page
        The page on which the claims are, if another one than that on which the text stands.
    """
    claims = {entry.identifier for entry in ledger()}

    def link(match: re.Match[str]) -> str:
        if match["claim"] and match["claim"] not in claims:
            return match[0]
        target = "editorial-notes.html" if match["emendation"] else "register.html" if match["group"] else page
        return f'<a href="{target}#{match[0]}">{match[0]}</a>'

    return _IDENTIFIER.sub(link, _LOCATOR.sub("\\1.\u00a0", to_html(text)))


def claims_html(results: Sequence[Result], tables: Tables | None = None) -> Output:
    """Return claims as sections of a page, each with its anchor, facts and evidence.

    Parameters
    ----------
    results
        As `supportgroups.audit.audit` returns them.
    tables
        The dataset; the package's own unless given.
    """
    evidence = Evidence(Tables.load() if tables is None else tables)
    content = "\n".join(_section(result, evidence) for result in results)
    return Output({"text/html": f'<div class="claims">\n{content}\n</div>', "text/plain": counted_in_words(results)})


def claims_of(results: Sequence[Result], section: str, name: str) -> Output:
    """Return the claims of one section of the paper as a numbered table, for the chapter on it.

    Parameters
    ----------
    results
        As `supportgroups.audit.audit` returns them.
    section
        One of `supportgroups.audit.claims.SECTIONS`.
    name
        The table's permanent anchor, ``tab-…``.

    Raises
    ------
    ValueError
        If there is no such section.
    """
    if section not in SECTIONS:
        raise ValueError(f"{section}: no such section; there are {', '.join(SECTIONS)}")
    of_section = filtered(results, section=section)
    rows = [
        {
            "Claim": f'<a href="claim-audit.html#{result.claim.identifier}">{result.claim.identifier}</a>',
            "Statement": result.claim.statement,
            "Asserted": result.asserted,
            "Observed": result.observed,
            "Verdict": verdict_html(result.verdict),
        }
        for result in of_section
    ]
    return table(
        pd.DataFrame(rows, columns=["Claim", "Statement", "Asserted", "Observed", "Verdict"]),
        name,
        caption=f"The claims of section {section}, and what can be computed for them: {counted_in_words(of_section)}.",
        row_header="Statement",
        html=["Claim", "Verdict"],
        filters={"Verdict": "choice"},
    )


def counted_in_words(results: Sequence[Result]) -> str:
    """Return how many claims there are, and how many of each verdict."""
    counts = ", ".join(f"{number} {verdict}" for verdict, number in headline(results).items() if number)
    return f"{len(results):,} claims, {counts}" if counts else "no claims"


def _section(result: Result, evidence: Evidence) -> str:
    claim = result.claim
    identifier = claim.identifier
    facts = [("Asserted", result.asserted), ("Observed", result.observed), ("Rule", result.rule), ("Remark", result.remark)]
    listed = "".join(f"<div><dt>{name}</dt><dd>{linked(text)}</dd></div>" for name, text in facts if text)
    if result.multiverse is not None and len(result.multiverse) > 1:
        listed += f"<div><dt>Rule sets</dt><dd>{_multiverse(result)}</dd></div>"
    records = list(dict.fromkeys(result.evidence))
    shown = ""
    if records:
        lines = "".join(f"<li>{line}</li>" for line in evidence.lines(records))
        noun = "record" if len(records) == 1 else "records"
        shown = f'<details class="claim-evidence"><summary>Evidence: {len(records)} {noun}</summary><ul>{lines}</ul></details>'
    page, _, place = claim.discussed.partition("#")
    where = _PAGES.get(page[:2], "on the first page")
    return (
        f'<section class="claim" id="{identifier}" data-section="{claim.section}" data-kind="{claim.kind}" data-verdict="{result.verdict}">'
        f'<h3 class="claim-title"><a class="claim-id" href="#{identifier}">{identifier}</a> {to_html(claim.statement)}</h3>'
        f'<p class="claim-meta">{verdict_html(result.verdict)} <span class="claim-kind">{claim.kind}</span> '
        f'<span class="claim-locator">{_LOCATOR.sub(chr(92) + "1." + chr(160), escape(claim.locator))}</span></p>'
        f'<dl class="claim-facts">{listed}</dl>{shown}'
        f'<p class="claim-links"><a href="{page}.html{"#" if place else ""}{place}">Discussed {where}</a></p></section>'
    )


def _multiverse(result: Result) -> str:
    """Return how often each value comes out over all rule sets, and the simplest of those that give what is asserted."""
    frame, (asserted, *_) = result.multiverse, result.claim.asserted
    assert frame is not None
    values = []
    for row in distribution(frame, asserted).to_dict("records"):
        written = f"{row['value']:g}" if math.isfinite(row["value"]) else "none"
        values.append(f"{f'<strong>{written}</strong>' if row['asserted'] else written}\u00a0×\u00a0{row['rule_sets']:,}")
    text = f"Under {len(frame):,} rule sets: {', '.join(values)}. "
    if result.verdict is Verdict.REPRODUCIBLE:  # then the rule names the simplest
        return f"{text.rstrip()}"
    rules = rules_in_words(frame, asserted)
    if rules == [PLAIN_READING]:
        return text + "The plain reading gives what is asserted."
    if not rules:
        return text + "None gives what is asserted."
    more = f" There are {len(rules) - RULE_SETS} more." if len(rules) > RULE_SETS else ""
    return f"{text}The simplest that give what is asserted: {linked(' Or: '.join(rules[:RULE_SETS]))}{more}"


PLAIN_READING = "The plain reading."


def rules_in_words(frame: pd.DataFrame, asserted: object) -> list[str]:
    """Return the simplest rule sets that give what is asserted, in words; empty if none does.

    Parameters
    ----------
    frame
        The values of a count, as `supportgroups.audit.multiverse.multiverse` returns them.
    asserted
        What the paper asserts.
    """
    hits = simplest(hitting(frame, asserted))  # type: ignore[arg-type]
    return [in_words({**PLAIN, **row}) or PLAIN_READING for row in hits.to_dict("records")]


class Evidence:
    """What the records that a claim rests on are called and say.

    Parameters
    ----------
    tables
        The dataset.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._rows = {
            name: dict(zip(tables.keys_of(name), frame.to_dict("records"), strict=True))
            for name, frame in tables.items()
            if name != "groups"
        }
        self._groups: defaultdict[str, list[str]] = defaultdict(list)
        for group_id in tables["groups"]["group_id"].astype("str"):
            self._groups[group_id[1]].append(group_id)
        self._names = {group_id: to_html(name) for group_id, name in short_names(tables["groups"]).items()}

    def lines(self, records: Iterable[Record]) -> list[str]:
        """Return records as lines of HTML: the groups together, then the others one by one, or whole tables at once."""
        by_table: defaultdict[str, list[str]] = defaultdict(list)
        for record in records:
            by_table[record.table].append(record.key)
        lines = [*self._group_lines(set(by_table.pop("groups", ())))]
        single = []
        for name, keys in by_table.items():
            if len(keys) == len(self._rows[name]) > 1:
                lines.append(f"all {len(keys)} records of “{to_html(resource(name, data_directory())['title'])}”")
            else:
                single += [self._line(name, key) for key in keys]
        return [*lines, *single]

    def _group_lines(self, wanted: set[str]) -> list[str]:
        if wanted and wanted == {group_id for listed in self._groups.values() for group_id in listed}:
            return ['<a href="register.html">all numbered rows</a>']
        lines, rest = [], []
        for number, listed in self._groups.items():
            if wanted.issuperset(listed):
                lines.append(f'<a href="02-support-groups.html#tab-printed-{number}">all {len(listed)} rows of Table\u00a0{number}</a>')
            else:
                rest += [group_id for group_id in listed if group_id in wanted]
        links = ", ".join(f'<a href="register.html#{group_id}">{group_id}</a> {self._names[group_id]}' for group_id in rest)
        return [*lines, links] if links else lines

    def _line(self, name: str, key: str) -> str:
        row = self._rows[name][key]
        if name not in _TEXTS:
            return f"{to_html(resource(name, data_directory())['title'])}, row {linked(key)}"
        word, columns = _TEXTS[name]
        if name in {"categories", "communities_served", "predecessors", "founding-checks"}:
            shown = linked(key.split("/")[0]) if name != "categories" else ""
        elif name == "official-statistics":
            shown = f"{escape(str(row['series']).replace('_', ' '))}, {row['date']:%Y-%m-%d}"
        else:
            shown = linked(key)
        text = ", ".join(_written(row[column]) for column in columns if pd.notna(row[column]))
        if name == "context-facts":
            return f'{word} {key}: {text} (<a href="{escape(row["source_url"])}">{to_html(row["source_title"])}</a>)'
        locator = _place(row)
        return f"{word}{f' {shown}' if shown else ''}: {text}{f' ({locator})' if locator else ''}"


def _written(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) else to_html(str(value).replace("_", " "))


def _place(row: Mapping[object, object]) -> str:
    locator = row.get("locator")
    return "" if locator is None or pd.isna(locator) else _LOCATOR.sub("\\1.\u00a0", escape(str(locator)))  # type: ignore[call-overload]
