"""The audit as pages show it: all claims as one table whose rows unfold, those of a section for its chapter, and the counting rules."""

import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby, product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from docutils.nodes import make_id
from markupsafe import Markup

from bookmaking.templates import Column, Only, Part, Row, fill, link, marked, mentioning
from supportgroups.audit import Record, Result, Tables, Verdict, asserted_counts
from supportgroups.audit.changes import called, changes, history_in_words
from supportgroups.audit.claims import KINDS, NOTHING, ORDER, OUTSIDE, SECTIONS, Standing
from supportgroups.audit.report import filtered, headline
from supportgroups.audit.show import cells_read, highlighted, source, verdict_html
from supportgroups.audit.vocabulary import on
from supportgroups.dataset import data_directory, resource
from supportgroups.facts import counting_rules
from supportgroups.facts.counting_rules import COUNTS, PLAIN, PLAIN_READING, SWITCHES, distinct_sets, distribution, hitting, rules_in_words
from supportgroups.mentions import Link, linked, short_names
from supportgroups.notebook import Output, table

_WORDING = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
CHAPTERS: dict[str, str] = _WORDING["chapters"]  # section of the paper → the page that discusses it
_PARTS: dict[str, list[str]] = _WORDING["parts"]
"""Anchor → heading of each part of the table, and what follows it, in the paper's order; what is kept apart comes last."""
RULE_SETS = 3  # how many of the simplest rule sets are spelt out with a count; only the number of the others is given
LONG = 900  # number of characters from which a page shows the same cells only once
SHORT = 12  # number of lines up to which evidence is unfolded with its claim
LEAST = "Ā"
"""What writes the least value as one character; the next character writes the next value. From this one on, all are letters."""
TWO = ("groups by 1992", "new groups since 1998")  # the counts by which the form leads: those whose claims the section is about
_FILTERS = {"section": "Section", "kind": "Kind", "verdict": "Verdict", "against": "Tested against", "standing": "What it is"}
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_IDENTIFIER = re.compile(
    rf"\b(?:(?P<emendation>E-\d{{3}})|(?P<group>T[1-6]-\d{{2}})|(?P<claim>(?:{'|'.join(SECTIONS.values())})-\d{{2}}))\b"
)


def with_links(text: str) -> Markup:
    """Return a text as HTML, its Japanese marked up, with links from the ids of groups, emendations and claims, and from groups' names."""
    pages = {"emendation": "editorial-notes.html", "group": "register.html", "claim": ""}
    found = _IDENTIFIER.finditer(text)
    return Markup(linked(text, also=[Link(*match.span(), f"{pages[str(match.lastgroup)]}#{match[0]}") for match in found]))


def entries(results: Sequence[Result], tables: Tables) -> Markup:
    """Return all entries as one table, each row of which unfolds, with the form that filters it (see `bookmaking.templates`)."""
    evidence = Evidence(tables)
    shown: dict[str, str] = {}
    rows: dict[str, list[Row]] = {anchor: [] for anchor in _PARTS}
    for result in sorted(results, key=lambda one: list(_PARTS).index(_part(one))):
        rows[_part(result)].append(_row(result, evidence, shown))
    order = {"section": SECTIONS, "kind": sorted(KINDS), "verdict": Verdict, "against": ORDER, "standing": Standing}
    found = {name: {row.values[name] for of_part in rows.values() for row in of_part} for name in _FILTERS}
    return fill(
        "ledger",
        "ledger",
        name="claims",
        kind="claim",
        what="entries",
        caption="All entries of the audit. A statement unfolds to what it asserts, what was observed, and the evidence.",
        columns=[Column("Claim"), Column("Statement", "-"), Column("Verdict")],
        parts=[Part(anchor, heading, rows[anchor], remark, link) for anchor, (heading, remark, *link) in _PARTS.items()],
        choices={name: (label, [value for value in order[name] if value in found[name]]) for name, label in _FILTERS.items()},
        places=selections(results).values(),
        whole="the-claims-one-by-one",
    )


def selections(results: Sequence[Result]) -> dict[tuple[str, str, str], Only]:
    """Return section, verdict and what it was tested against → a selection of claims, as pages link to them; an empty text is for any."""
    claims = filtered(results, standing=Standing.CLAIM)
    found: defaultdict[tuple[str, str, str], list[Result]] = defaultdict(list)
    for result in claims:
        section, verdict, against = result.claim.section, str(result.verdict), result.tested_against
        for key in product(("", section), ("", verdict), ("", against)):
            if not (key[0] and key[2]):
                found[key].append(result)
    return {key: _only(key, listed) for key, listed in sorted(found.items())}


def _only(key: tuple[str, str, str], listed: Sequence[Result]) -> Only:
    anchor = "-".join(["only", *(part.replace(" ", "-").lower() for part in key if part)]) if any(key) else "only-claims"
    asked = {name: value for name, value in zip(("section", "verdict", "against"), key, strict=True) if value}
    address = f"claim-audit.html?{urlencode({**asked, 'standing': str(Standing.CLAIM)})}#{anchor}"
    return Only(anchor, asked, len(listed), list(dict.fromkeys(map(_part, listed))), address)


def verdicts_by_evidence(results: Sequence[Result]) -> Markup:
    """Return the claims by verdict and by what they were tested against, each number a link to its claims."""
    chosen = selections(results)
    largest = max(only.number for (_, verdict, basis), only in chosen.items() if verdict and basis)
    return fill("claims", "numbers", verdicts=[*map(str, Verdict), ""], bases=[*ORDER, ""], chosen=chosen, largest=largest)


def strip(results: Sequence[Result], section: str) -> Markup:
    """Return how the claims of a section came out, in one line whose parts are links to them, for the head of a chapter."""
    chosen = selections(results)
    parts = {verdict: only for verdict in Verdict if (only := chosen.get((section, str(verdict), "")))}
    return fill("claims", "strip", together=chosen[section, "", ""], parts=parts)


def claim_table(results: Sequence[Result], section: str, *, apart: bool = False) -> Output:
    """Return the claims that one section of the paper makes as a table for the chapter on it, or, apart from them, what does not count."""
    own = [one for one in filtered(results, section=section) if (one.claim.standing is not Standing.CLAIM) == apart]
    counts = ", ".join(f"{number} {verdict}" for verdict, number in headline(own).items() if number)
    claims = f"The claims of section {section}, and what can be computed for them: {len(own):,} claims, {counts}."
    besides = f"What is checked besides in section {section}, and does not count among its claims."
    lines = [
        {
            "Claim": link(f"claim-audit.html#{one.claim.identifier}", one.claim.identifier),
            "Statement": one.claim.statement,
            "Asserted": one.asserted,
            "Observed": one.observed,
            "Verdict": verdict_html(one.verdict),
            "Tested against": one.tested_against,
            **({"What it is": str(one.claim.standing).capitalize()} if apart else {}),
        }
        for one in own
    ]
    return table(
        pd.DataFrame(lines),
        "tab-checks" if apart else "tab-claims",  # the directive gives it its anchor
        caption=besides if apart else claims,
        row_header="Statement",
        html=["Claim", "Verdict"],
        filters={} if apart else {"Verdict": "choice", "Tested against": "choice"},
        folded=True,
    )


def _part(result: Result) -> str:
    """Return the part of the table to which an entry belongs: a section of the paper, or what is kept apart from them."""
    if result.claim.standing is not Standing.CLAIM:
        return {Standing.SLIP: "slips-of-print", Standing.OURS: "checks-of-ours"}[result.claim.standing]
    return {"Introduction": "introduction", "Tables": "the-tables"}.get(result.claim.section, f"section-{result.claim.section.lower()}")


def _row(result: Result, evidence: "Evidence", shown: dict[str, str]) -> Row:
    """Return the line of a claim, and what it unfolds to; `shown` maps long lists of cells that are already on the page to their claims."""
    claim = result.claim
    code, change = source(claim), changes(result.tables.directory).get(claim.identifier)
    read = []
    for name, rows in cells_read(result).items() if code else ():
        content = _as_csv(name, rows, result.tables.keys_of(name))
        first = shown.setdefault(f"{name}\n{content}", claim.identifier) if len(content) > LONG else claim.identifier
        read.append((name, len(rows), content, first))
    lines = evidence.lines(result.evidence)
    length = len(lines) + sum(content.count("\n") for *_, content, first in read if first == claim.identifier)
    page, _, place = claim.discussed.partition("#")
    body = fill(
        "claims",
        "body",
        result=result,
        claim=claim,
        tested_against="" if result.tested_against == NOTHING else result.tested_against,  # as the verdict of an untestable claim says
        outside=OUTSIDE,
        change=change,
        rule_sets=_multiverse(result),
        history=history_in_words(claim.identifier),
        links=with_links,
        lines=lines,
        read=read,
        unfolded=length <= SHORT,
        check=Markup(highlighted(code)) if code else "",
        address=f"{page}.html{'#' if place else ''}{place}",
        where=next((f"in chapter {section}" for section, chapter in CHAPTERS.items() if chapter == page), "on the first page"),
    )
    values = {
        "section": claim.section,
        "kind": str(claim.kind),
        "verdict": str(result.verdict),
        "against": result.tested_against,
        "standing": str(claim.standing),
    }
    return Row(claim.identifier, marked(claim.statement), [Markup(verdict_html(result.verdict))], body, values)


def _as_csv(name: str, rows: pd.DataFrame, keys: Sequence[str]) -> Markup:
    """Return the rows and cells of a table that a check read, as CSV: tables of HTML would double the number of the page's elements."""
    stored = _file(name).set_axis([*keys]).loc[rows.index, [*rows.columns]].assign(key=rows.index)
    stored[""] = ""  # for where only the keys were read
    alike = stored.groupby(["", *rows.columns], sort=False, as_index=False)["key"].agg(lambda listed: _runs([*listed], keys))
    return marked(alike[["key", *rows.columns]].to_csv(index=False, lineterminator="\n").rstrip())


@cache
def _file(name: str) -> pd.DataFrame:
    directory = data_directory()
    return pd.read_csv(directory / resource(name, directory)["path"], dtype=str, keep_default_na=False)


def _runs(listed: Sequence[str], keys: Sequence[str]) -> str:
    """Return keys, of which three or more that follow upon each other are written as a run.

    >>> _runs(["T1-01", "T1-02", "T1-03", "T2-02"], ["T1-01", "T1-02", "T1-03", "T2-01", "T2-02"])
    'T1-01 to T1-03, T2-02'
    """
    places = sorted(keys.index(key) for key in listed)
    runs = [[keys[place] for _, place in run] for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def _multiverse(result: Result) -> str:
    """Return how many sets of groups give each value, and the simplest rules that do; nothing if rules change nothing."""
    frame = result.multiverse
    if frame is None or len(frame) == 1:
        return ""
    asserted = result.meant[0].core
    (count,) = (count for count in COUNTS.values() if count.claim == result.claim.identifier)
    sets = distinct_sets(result.tables, count)
    values = distribution(sets, asserted).to_dict("records")
    rules = rules_in_words(frame, asserted)
    return fill(
        "claims",
        "rule_sets",
        rules=len(frame),
        groups=len(sets),
        values=[{**row, "written": f"{row['value']:g}" if math.isfinite(row["value"]) else "none"} for row in values],
        named=result.verdict is Verdict.REPRODUCIBLE,  # then the rule names the simplest
        plain=rules == [PLAIN_READING],
        simplest=" Or: ".join(rules[:RULE_SETS]),
        more=len(rules) - RULE_SETS,
        links=with_links,
    )


def counting_form(tables: Tables, results: Sequence[Result]) -> Markup:
    """Return the form by which a reader turns the counting rules, with the results of all, and below it what each answer alone changes."""
    asserted = asserted_counts(tables)
    frames = {name: counting_rules.multiverse(tables, count) for name, count in COUNTS.items()}
    shown = [*TWO, *(name for name, frame in frames.items() if frame["value"].nunique() > 1 and name not in TWO)]
    words = {result.claim.identifier: result.asserted.partition(" (")[0] for result in results}
    rows = [
        {
            "count": COUNTS[name],
            "asserted": words[COUNTS[name].claim],
            "low": f"{asserted[name].low:.0f}",
            "high": f"{asserted[name].high:.0f}" if math.isfinite(asserted[name].high) else "",
            "plain": COUNTS[name].in_words(frames[name]["value"].iloc[0]),
            "least": int(frames[name]["value"].min()),
            "switches": " ".join(str(place) for place, switch in enumerate(SWITCHES) if switch.name in frames[name]),
            "values": "".join(chr(ord(LEAST) + int(value)) for value in frames[name]["value"] - frames[name]["value"].min()),
        }
        for name in shown
    ]
    hits = {f"What gives {words[COUNTS[name].claim]} {name}": hitting(frames[name], asserted[name]) for name in TWO}
    joint = counting_rules.all_at_once(tables, asserted)
    both = joint[joint[list(TWO)].all(axis="columns")].sort_values("deviations", kind="stable")
    ways = {**hits, "What gives both": both, "What gives most of the paper’s counts": joint}
    buttons = {label: _rules_in_address(frame.iloc[0].to_dict()) for label, frame in ways.items() if len(frame)}
    alone = [(switch.name, option) for switch in SWITCHES for option in switch.options[1:]]
    counted = counting_rules.under_rules(tables, pd.DataFrame([PLAIN, *({**PLAIN, switch: option.name} for switch, option in alone)]))
    plain, *values = zip(*(COUNTS[name].value(counted) for name in shown), strict=True)
    departures = {
        option.sentence: ["–" if value == before else f"{value:.0f}" for value, before in zip(row, plain, strict=True)]
        for (_, option), row in zip(alone, values, strict=True)
    }
    return fill("multiverse", switches=SWITCHES, slug=make_id, rows=rows, buttons=buttons, departures=departures)


def _rules_in_address(rules: Mapping[object, object]) -> str:
    """Return how an address names a rule set: what is not the plain reading."""
    departs = {switch: option for switch, option in rules.items() if switch in PLAIN and option != PLAIN[str(switch)]}
    return "&".join(f"{make_id(str(switch))}={make_id(str(option))}" for switch, option in departs.items())


class Evidence:
    """What the records that a claim rests on are called and say."""

    def __init__(self, tables: Tables) -> None:
        self._rows = {name: dict(zip(tables.keys_of(name), frame.to_dict("records"), strict=True)) for name, frame in tables.items()}
        self._groups: dict[Any, list[str]] = tables["groups"].groupby("table")["group_id"].agg(list).to_dict()
        self._names = {group_id: marked(name) for group_id, name in short_names(tables["groups"]).items()}

    def lines(self, records: Iterable[Record]) -> list[str]:
        """Return records as lines of HTML: the groups together, then the others one by one, or whole tables at once."""
        by_table: defaultdict[str, list[str]] = defaultdict(list)
        for record in records:
            by_table[record.table].append(record.key)
        wanted = set(by_table.pop("groups", ()))
        if wanted and wanted == {group_id for listed in self._groups.values() for group_id in listed}:
            lines: list[str] = [link("register.html", "all numbered rows")]
        else:
            whole = {number: listed for number, listed in self._groups.items() if wanted.issuperset(listed)}
            lines = [
                link(f"02-support-groups.html#tab-printed-{number}", f"all {len(listed)} rows of Table\u00a0{number}")
                for number, listed in whole.items()
            ]
            rest = [key for number, listed in self._groups.items() if number not in whole for key in listed if key in wanted]
            links = [link(f"register.html#{key}", Markup("{} {}").format(key, self._names[key])) for key in rest]
            lines += [Markup(", ").join(links)] if links else []
        for name in [name for name, keys in by_table.items() if len(keys) == len(self._rows[name]) > 1]:
            title = marked(resource(name, data_directory())["title"])
            lines.append(Markup("all {} records of “{}”").format(len(by_table.pop(name)), title))
        by_group: defaultdict[str, list[str]] = defaultdict(list)  # in one line: there are more such records than of any other kind
        for key in by_table.pop("communities_served", ()):
            by_group[key.partition("/")[0]].append(self._rows["communities_served"][key]["printed"])
        if served := [with_links(f"{group}: {', '.join(communities)}") for group, communities in by_group.items()]:
            lines.append(Markup("communities served by ") + Markup("; ").join(served))
        return lines + [self._line(name, key) for name, keys in by_table.items() for key in keys]

    def _line(self, name: str, key: str) -> str:
        row = self._rows[name][key]
        says = Markup(", ").join(_written(row[column]) for column in _WORDING["saying"].get(name, ()) if pd.notna(row[column]))
        line = with_links(called(Record(name, key)).removeprefix("the ")) + (Markup(": ") + says if says else "")
        if name in {"context-facts", "populations"}:
            weak = ", a weak source" if row["weight"] == "weak" else ""
            return line + Markup(" ({}{})").format(link(row["source_url"], marked(row["source_title"])), weak)
        return line + f" ({row['locator']})" if pd.notna(row.get("locator")) else line


def _written(value: object) -> str:
    if isinstance(value, int | float):
        return f"{value:,}"
    text = str(value).replace("_", " ")
    return mentioning(on(text) if _DATE.fullmatch(text) else text)
