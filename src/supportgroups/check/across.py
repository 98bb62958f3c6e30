"""What the tables say of each other: a group's name and legal status, an interview and its footnotes, a claim and its history."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from supportgroups.check.findings import Finding, rules_of
from supportgroups.check.folder import Folder, Record, grouped
from supportgroups.locators import HANGS_ON
from supportgroups.mentions import SHORT_NAMES

SERIES = {"official-statistics": ("series",), "populations": ("people", "place", "status", "counted_by")}
"""Table of counts → the columns that make a series of them."""
STEADY = 3.5
"""A count is at most so many times the one before it in its series, or the one behind; not for what began from nothing."""
FROM_NOTHING = {("npo_corporations",), ("koreans", "Japan", "all", "census")}
"""The series of which that cannot be said: NPO corporations from the law's first year, and Koreans from before forced labour on."""
STATED_BY_TABLES = {
    "began": "began",
    "members": "members",
    "organisation founded": "organisation_founded",
    "NPO corporation": "npo_since",
    "predecessor": "began",
}
"""What a founding check compares → the column of the groups that has it, or for a predecessor that of the predecessors."""


def sites_have_one_weight(folder: Folder) -> Iterator[Finding]:
    """What several records take from one site has one weight, and what a public body of Japan gives is official."""
    of_site: defaultdict[str, list[Record]] = defaultdict(list)
    for table in folder.tables.values():
        for record in table.records if {"source_url", "weight"} <= table.columns.keys() else ():
            of_site[re.sub("^https?://", "", record["source_url"]).partition("/")[0]].append(record)
    for site, records in of_site.items():
        ((usual, _),) = Counter(record["weight"] for record in records).most_common(1)
        expected = "official" if re.search(r"\.(go|lg)\.jp$", site) else usual
        for record in records:
            if record["weight"] != expected and not record.is_excepted("weight"):
                yield record.finding("weight", f"expected “{expected}”, as for what else is from {site}")


def groups_are_named(folder: Folder) -> Iterator[Finding]:
    """A record of the prose that concerns a group names it, by a name that the tables print or the prose uses."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for group in (*folder.records("groups"), *folder.records("predecessors")):
        parts = (part.strip() for name in (group["name_en"], group["name_ja"]) for part in re.split(r" - |[\"“”()]", name))
        names[group["group_id"]] |= {group["group_id"], *filter(None, parts)}
    for short, (group_id, _) in SHORT_NAMES.items():
        names[group_id].add(short)
    for table in folder.tables.values():
        for record in table.records if "evidence" in table.columns else ():
            for column in {"group_id", "second_group_id"} & record.cells.keys():
                words = " ".join(cell for other, cell in record.cells.items() if not other.endswith("group_id"))
                its = names[record[column]]
                if record[column] and not any(name in words for name in its) and not record.is_excepted(column):
                    yield record.finding(column, f"expected the group that the record names; this is {', '.join(sorted(its))}")


def legal_status_is_that_of_the_time(folder: Folder) -> Iterator[Finding]:
    """The legal status of a group at the time of a tie, and whether it is incorporated, are what the tables give for that time."""
    groups = {record["group_id"]: record for record in folder.records("groups")}
    created = {record["council_id"]: record["created"] for record in folder.records("councils")}
    for name in ("partnerships", "council_members"):
        for tie in folder.records(name):
            if group := groups.get(tie["group_id"]):
                year = tie["since"] if "since" in tie.cells else created.get(tie["council_id"], "") if tie["term"] == "first" else ""
                allowed = _possible_then(group, year, before=tie.cells.get("before_incorporation") == "yes")
                if tie["legal_status_then"] not in allowed:
                    yield tie.finding("legal_status_then", f"expected {' or '.join(sorted(allowed))}: by groups.csv")
    for outcome in folder.records("incorporation_outcomes"):
        if group := groups.get(outcome["group_id"]):
            expected = "yes" if group["legal_form"] == "npo_corporation" else "no"
            if outcome["incorporated"] != expected:
                yield outcome.finding("incorporated", f"expected {expected}: by groups.csv")


def _possible_then(group: Record, year: str, *, before: bool) -> set[str]:
    """Return what a group's legal status can have been in a year, by the tables; with no year, at the time of writing or before it."""
    if group["legal_form"] != "npo_corporation":
        return {"none"} if group["legal_form"] == "none" else {"other_legal_person", "not_stated"}
    if before or (year and year < group["npo_since"]):
        return {"before_npo_status"}
    return {"npo_corporation"} if year else {"npo_corporation", "not_stated"}


def founding_checks_quote_the_tables(folder: Folder) -> Iterator[Finding]:
    """What a founding check says that the paper gives is what the tables give."""
    groups = {record["group_id"]: record for record in folder.records("groups")}
    former = {record["group_id"]: record["began"] for record in folder.records("predecessors")}
    for record in folder.records("founding-checks"):
        compared = record["what"].split("; ")
        if unknown := [what for what in compared if what not in STATED_BY_TABLES]:
            yield record.finding("what", f"expected {', '.join(STATED_BY_TABLES)}; “{unknown[0]}” is none of them")
            continue
        sources = {"predecessor": former.get(record["row"], "")}
        printed = "; ".join(sources[what] if what in sources else groups[record["row"]][STATED_BY_TABLES[what]] for what in compared)
        if record["paper"] != printed and (record["paper"], printed) != ("none", ""):
            yield record.finding("paper", f"expected {printed or 'none, or nothing'}: by the tables")


def interviews_follow_their_footnotes(folder: Folder) -> Iterator[Finding]:
    """An interview names the paragraphs with its footnotes' marks, and their number; whose word it is, the footnotes name."""
    interviewed: defaultdict[str, set[str]] = defaultdict(set)
    for record in folder.records("interviews"):
        for note in re.findall("[0-9]+", record["footnotes"]):
            interviewed[note].add(record["name"])
        notes = [int(note) for note in re.findall("[0-9]+", record["footnotes"])]
        marks = "; ".join(dict.fromkeys(HANGS_ON.get(note, f"n. {note}") for note in notes))
        for column, expected in (("text_locator", marks), ("times_cited", str(len(notes)))):
            if record[column] != expected:
                yield record.finding(column, f"expected {expected}, by its footnotes")
    for record in folder.records("incorporation_outcomes"):
        named = {name for note in re.findall(r"n\. ([0-9]+)", record["locator"]) for name in interviewed[note]}
        said = set(re.findall(r"(\w+ \w+) \(", record["reported_by"]))
        if said != named and not record.is_excepted("reported_by"):
            yield record.finding("reported_by", f"expected {', '.join(sorted(named)) or 'nobody'} by name, by interviews.csv")


def terms_have_their_sources(folder: Folder) -> Iterator[Finding]:
    """A term whose meaning or spelling is from outside has a source, and no other term has one."""
    sourced = {record["term_id"] for record in folder.records("term-sources")}
    for term in folder.records("glossary"):
        if ("outside" in term["meaning_from"].split("; ") or term["japanese_from"] == "outside") != (term["term_id"] in sourced):
            expected = "no “outside”, or a source in term-sources.csv" if term["term_id"] not in sourced else "“outside”: it has a source"
            yield term.finding("meaning_from", f"expected {expected}")


def series_are_steady(folder: Folder) -> Iterator[Finding]:
    """A count of a series is not many times the one before it, and series are in the order of their days."""
    for name, columns in SERIES.items():
        for key, records in grouped(folder.records(name), columns).items():
            if name == "official-statistics" and records != sorted(records, key=lambda record: record["date"]):
                yield records[0].finding("date", "expected the records of a series in the order of their days")
            for before, record in pairwise(sorted(records, key=lambda record: record["date"])):
                low, high = sorted((before.number("value") or 0, record.number("value") or 0))
                if high > STEADY * low and key not in FROM_NOTHING:
                    yield record.finding(
                        "value", f"expected at most {STEADY} times as many as in {before['date']}, {before['value']}, or as few"
                    )


def arithmetic_gives_the_figure(folder: Folder) -> Iterator[Finding]:
    """A figure that is derived is what its arithmetic gives, reckoned from another figure where the table has a series of them."""
    for name, table in folder.tables.items():
        for record in table.records if {"basis", "value"} <= table.columns.keys() else ():
            basis, *terms = re.sub(r"([-+]) ", r"\1", record["basis"]).split(" ")
            if basis == "derived:":
                total = sum(map(int, terms)) if terms[1:] and all(re.fullmatch("[-+]?[0-9]+", term) for term in terms) else None
                if total != record.number("value"):
                    yield record.finding("value", f"expected {total or 'what sums and differences give'}, by “{record['basis']}”")
                elif name == "official-statistics" and not any(other["value"] == terms[0] for other in table.records):
                    yield record.finding("basis", f"expected to be reckoned from a figure of the table; {terms[0]} is none of them")


def the_ledger_is_in_order(folder: Folder) -> Iterator[Finding]:
    """Claims are in the order of their numbers, and their changes and histories in that of the claims."""
    if "claims" not in folder.tables:
        return
    place = {record["claim_id"]: number for number, record in enumerate(folder.records("claims"))}
    for before, record in pairwise(folder.records("claims")):
        (section, _, number), (of, _, last) = record["claim_id"].rpartition("-"), before["claim_id"].rpartition("-")
        if section == of and int(number) <= int(last):
            yield record.finding("claim_id", f"expected behind {before['claim_id']}: claims are in the order of their numbers")
    for name in ("claim_changes", "claim_history"):
        for before, record in pairwise(folder.records(name) if name in folder.tables else ()):
            if place.get(record["claim_id"], 0) < place.get(before["claim_id"], 0):
                yield record.finding("claim_id", f"expected before {before['claim_id']}: records are in the order of the claims")


def histories_tell_every_change(folder: Folder) -> Iterator[Finding]:
    """Every claim has a history; only its first line has no reason, and every other one a new verdict, a later day and a full stop."""
    if not {"claims", "claim_history", "claim_changes"} <= folder.tables.keys():
        return
    history: defaultdict[str, list[Record]] = defaultdict(list)
    for record in folder.records("claim_history"):
        history[record["claim_id"]].append(record)
        if bool(record["tested_against"]) == (record["version"] == "0.1.0"):
            yield record.finding("tested_against", "expected what it was tested against, which is said since version 0.2.0")
    for claim in folder.records("claims"):
        if claim["claim_id"] not in history:
            yield claim.finding("claim_id", "expected a line in claim_history.csv")
    for lines in history.values():
        if lines[0]["reason"]:
            yield lines[0].finding("reason", "expected none: it is the claim's first verdict")
        for before, record in pairwise(lines):
            if record["verdict"] == before["verdict"]:
                yield record.finding("verdict", f"expected another than before, {before['verdict']}")
            if not re.fullmatch(r"[A-Z“].+\.", record["reason"]) or record["date"] <= before["date"]:
                yield record.finding("reason", f"expected a sentence that says why, and a day after {before['date']}")
    for change in folder.records("claim_changes"):
        if history[change["claim_id"]] and change["verdict"] == history[change["claim_id"]][-1]["verdict"]:
            yield change.finding("verdict", f"expected another than the claim has, {change['verdict']}")


RULES_ACROSS = rules_of(vars(), "folder")  # what is demanded of tables of the paper's data together
