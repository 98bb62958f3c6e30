"""What the records are held to by the tables themselves, and the published data besides: each rule finds what breaks it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from supportgroups.__main__ import main
from supportgroups.check import across, apply_rules, check_folder, published, records
from supportgroups.check import folder as folder_module
from supportgroups.check.folder import Folder, Table, read_folder
from supportgroups.check.rules import emendations_quote_what_is_printed, nothing_is_taken_from_the_descriptor
from supportgroups.dataset import data_directory


@pytest.fixture(scope="module")
def in_order() -> Folder:
    """Return the dataset as it was read, with no findings."""
    return read_folder(data_directory())


def changed(folder: Folder, name: str, key: str, /, **cells: str) -> Folder:
    """Return the folder with cells of one record changed."""
    table = folder.tables[name]
    rows = [replace(row, cells={**row.cells, **cells}) if key in row.cells.values() else row for row in table.records]
    assert rows != table.records
    return replace(folder, tables={**folder.tables, name: replace(table, records=rows)})


def without(folder: Folder, name: str, key: str) -> Folder:
    """Return the folder without one record."""
    table = folder.tables[name]
    rows = [row for row in table.records if key not in row.cells.values()]
    assert rows != table.records
    return replace(folder, tables={**folder.tables, name: replace(table, records=rows)})


BROKEN: dict[str, tuple[Any, str, str, dict[str, str], str | list[str]]] = {
    "figure": (
        records.cells_stand_in_their_evidence,
        "text_figures",
        "F-01",
        {"value": "260000"},
        "text_figures.csv:2:value: '260000': expected what stands in evidence: “approximately 250,000 illegal foreign workers”",
    ),
    "date": (
        records.cells_stand_in_their_evidence,
        "interviews",
        "IW-01",
        {"date": "1999-05-29"},
        "interviews.csv:2:date: '1999-05-29': expected what stands in evidence: “Mr. Seki Hiroyoshi of the Yokohama Overseas "
        "Chinese Association (Taiwan) … 28 May 1999”",
    ),
    "name": (
        records.cells_stand_in_their_evidence,
        "council_members",
        "CM-01",
        {"name": "Ariizumi Keiki"},
        "council_members.csv:2:name: 'Ariizumi Keiki': expected what stands in evidence: “One of these ten members included "
        "Ms. Ariizumi Keiko … Mizula”",
    ),
    "coded value": (
        records.coded_values_have_their_signs,
        "text_figures",
        "F-15",
        {"precision": "stated"},
        "text_figures.csv:16:precision: 'stated': expected evidence with ^(?!.*(approximately|about|at least|over half|less "
        "than)), not “NPOs with offices in at least two prefectures”",
    ),
    "any other value": (
        records.coded_values_have_their_signs,
        "term-sources",
        "TS-19",
        {"for_what": "Article 88: why Tokyo has three"},
        "external/term-sources.csv:20:for_what: 'Article 88: why Tokyo has three': expected for_what+source_title with "
        "^(?!.*Article ([0-9]+)\\b.*Article (?!\\1\\b)), not “Article 88: why Tokyo has three Attorney Act (弁護士法), Article 89, "
        "quoted on a lawyer’s page”",
    ),
    "unit of another measure": (
        records.one_determines_the_other,
        "association_figures",
        "AF-15",
        {"unit": "groups"},
        [
            "association_figures.csv:16:unit: 'groups': expected “persons”, as elsewhere with the same measure, “members”",
            "association_figures.csv:16:measure: 'members': expected “local_groups”, as elsewhere with the same unit, “groups”",
        ],
    ),
    "the same words of two": (
        records.records_differ,
        "source_kinds",
        "SK-04",
        {"what": "Taking part in what the NGOs do"},
        "source_kinds.csv:5:what: 'Taking part in what the NGOs do': expected another what than line 4 has",
    ),
    "slip of the pen": (
        records.words_have_no_slips,
        "councils",
        "C-04",
        {"composition": "Foreigners only; that led Kanagawa to add a council of"},
        "councils.csv:5:composition: 'Foreigners only; that led Kanagawa to add a council of': expected whole sentences; this "
        "ends with a word that leads on",
    ),
    "part of a label": (
        emendations_quote_what_is_printed,
        "emendations",
        "E-014",
        {"printed": "North"},
        "emendations.csv:15:printed: 'North': expected a whole header, label or name, not a part of one, in “Filipino, North Korean”",
    ),
    "part of a name": (
        emendations_quote_what_is_printed,
        "emendations",
        "E-103",
        {"printed": "Occupational Safety and Health Resource Center"},
        "emendations.csv:104:printed: 'Occupational Safety and Health Resource Center': expected a whole header, label or "
        "name, not a part of one, in “東京労働安全衛生センター (Tokyo Occupational Safety and Health Resource Center) 旧 "
        "東京東部労災職業病センター (Former: Tokyo East District Occupational Safety and Health Center)”",
    ),
    "correction of a header": (
        emendations_quote_what_is_printed,
        "emendations",
        "E-036",
        {"corrected": "Year"},
        "emendations.csv:37:corrected: 'Year': expected nothing for a header, and of a caption the figures that are printed",
    ),
    "correction of a caption's figure": (
        emendations_quote_what_is_printed,
        "emendations",
        "E-124",
        {"corrected": "Table 6:"},
        "emendations.csv:125:corrected: 'Table 6:': expected nothing for a header, and of a caption the figures that are printed",
    ),
    "said again with a word less": (
        records.said_again_is_said_alike,
        "emendations",
        "E-086",
        {"reason": "The space between word and number is missing in six captions; the prose prints it."},
        "emendations.csv:2:reason: 'The space between word and number is missing in all six ca…': expected the words of line "
        "87, “the space between word and number is missing in six captions”, not “the space between word and number is missing "
        "in all six captions”, or quite others",
    ),
    "said again with another letter": (
        records.said_again_is_said_alike,
        "emendations",
        "E-119",
        {"reason": "The same roman letters stanc twice; there is neither a Japanese name nor a translation. Noted only."},
        "emendations.csv:120:reason: 'The same roman letters stanc twice; there is neither a Jap…': expected the words of line "
        "20, “the same roman letters stand twice”, not “the same roman letters stanc twice”, or quite others",
    ),
    "reckoned from no figure of the table": (
        across.arithmetic_gives_the_figure,
        "official-statistics",
        "2003-12-31",
        {"basis": "derived: 1973746 - 58716"},
        "external/official-statistics.csv:25:basis: 'derived: 1973746 - 58716': expected to be reckoned from a figure of the "
        "table; 1973746 is none of them",
    ),
    "position": (
        records.records_run_on,
        "theses",
        "V-02",
        {"position": "3"},
        "theses.csv:3:position: '3': expected 2: position runs from 1 without a gap",
    ),
    "order": (
        records.records_run_on,
        "events",
        "EV-03",
        {"date": "1935"},
        "events.csv:5:date: '1931': expected before line 4: records are in the order of date+event_id, empty cells last",
    ),
    "place of a quotation": (
        records.quotations_have_one_place,
        "incorporation_outcomes",
        "O-21",
        {"locator": "III, para. 3"},
        "incorporation_outcomes.csv:22:locator: 'III, para. 3': expected a place that the other records name for “Mizula and "
        "Saalaa, their operation funds doubled between 1996 and 2002”: III, para. 2",
    ),
    "weight": (
        across.sites_have_one_weight,
        "populations",
        "PO-02",
        {"weight": "official"},
        "external/populations.csv:3:weight: 'official': expected “weak”, as for what else is from mimizun.com",
    ),
    "public body": (
        across.sites_have_one_weight,
        "context-facts",
        "CF-26",
        {"source_url": "https://www.example.go.jp/", "weight": "published"},
        "external/context-facts.csv:27:weight: 'published': expected “official”, as for what else is from www.example.go.jp",
    ),
    "group": (
        across.groups_are_named,
        "events",
        "EV-49",
        {"group_id": "T4-19"},
        "events.csv:51:group_id: 'T4-19': expected the group that the record names; this is MIC Kanagawa, MIC かながわ, T4-19",
    ),
    "legal status": (
        across.legal_status_is_that_of_the_time,
        "partnerships",
        "P-18",
        {"legal_status_then": "npo_corporation"},
        "partnerships.csv:19:legal_status_then: 'npo_corporation': expected none: by groups.csv",
    ),
    "incorporated": (
        across.legal_status_is_that_of_the_time,
        "incorporation_outcomes",
        "O-48",
        {"incorporated": "yes"},
        "incorporation_outcomes.csv:49:incorporated: 'yes': expected no: by groups.csv",
    ),
    "founding check": (
        across.founding_checks_quote_the_tables,
        "founding-checks",
        "ctic.jp/ctic.html",
        {"paper": "1991"},
        "external/founding-checks.csv:2:paper: '1991': expected 1990: by the tables",
    ),
    "paragraph of an interview": (
        across.interviews_follow_their_footnotes,
        "interviews",
        "IW-16",
        {"text_locator": "IV, para. 6"},
        "interviews.csv:17:text_locator: 'IV, para. 6': expected IV, para. 8, by its footnotes",
    ),
    "whose word": (
        across.interviews_follow_their_footnotes,
        "incorporation_outcomes",
        "O-31",
        {"reported_by": "Iida Katsuyuki (TOSHC)"},
        "incorporation_outcomes.csv:32:reported_by: 'Iida Katsuyuki (TOSHC)': expected Iida Katsuyasu by name, by interviews.csv",
    ),
    "source of a term": (
        across.terms_have_their_sources,
        "glossary",
        "bengodan",
        {"meaning_from": "outside"},
        "glossary.csv:10:meaning_from: 'outside': expected no “outside”, or a source in term-sources.csv",
    ),
    "series": (
        across.series_are_steady,
        "populations",
        "PO-16",
        {"value": "12"},
        [
            "external/populations.csv:17:value: '12': expected at most 3.5 times as many as in 1955, 577682, or as few",
            "external/populations.csv:18:value: '583537': expected at most 3.5 times as many as in 1960, 12, or as few",
        ],
    ),
    "arithmetic": (
        across.arithmetic_gives_the_figure,
        "context-facts",
        "CF-46",
        {"value": "7"},
        "external/context-facts.csv:47:value: '7': expected 6, by “derived: 5 + 1”",
    ),
    "rounded": (
        records.coded_values_have_their_signs,
        "official-statistics",
        "293000",
        {"value": "293010"},
        "external/official-statistics.csv:3:basis: 'published, rounded': expected value with 000$, not “293010”",
    ),
    "figure without a unit": (
        records.coded_values_have_their_signs,
        "context-facts",
        "CF-36",
        {"unit": ""},
        "external/context-facts.csv:37:value: '4': expected unit with ., not “”",
    ),
    "history without a change": (
        across.histories_tell_every_change,
        "claim_history",
        "The check was open whatever the records said: a law that names an issue shows nothing of its hindrance.",
        {"verdict": "consistent"},
        "claim_history.csv:4:verdict: 'consistent': expected another than before, consistent",
    ),
    "a date of which the month is another": (
        records.cells_stand_in_their_evidence,
        "interviews",
        "IW-01",
        {"date": "1999-06"},
        "interviews.csv:2:date: '1999-06': expected what stands in evidence: “Mr. Seki Hiroyoshi of the Yokohama Overseas "
        "Chinese Association (Taiwan) … 28 May 1999”",
    ),
    "public body of a place": (
        across.sites_have_one_weight,
        "context-facts",
        "CF-26",
        {"source_url": "http://www.example.lg.jp/", "weight": "published"},
        "external/context-facts.csv:27:weight: 'published': expected “official”, as for what else is from www.example.lg.jp",
    ),
    "second group": (
        across.groups_are_named,
        "events",
        "EV-49",
        {"second_group_id": "T4-19"},
        "events.csv:51:second_group_id: 'T4-19': expected the group that the record names; this is MIC Kanagawa, MIC かながわ, T4-19",
    ),
    "legal status before incorporation": (
        across.legal_status_is_that_of_the_time,
        "partnerships",
        "P-02",
        {"legal_status_then": "npo_corporation"},
        "partnerships.csv:3:legal_status_then: 'npo_corporation': expected before_npo_status: by groups.csv",
    ),
    "legal status in a year before that of incorporation": (
        across.legal_status_is_that_of_the_time,
        "partnerships",
        "P-05",
        {"since": "2000"},
        "partnerships.csv:6:legal_status_then: 'npo_corporation': expected before_npo_status: by groups.csv",
    ),
    "legal status in a year after that": (
        across.legal_status_is_that_of_the_time,
        "partnerships",
        "P-05",
        {"since": "2001", "legal_status_then": "not_stated"},
        "partnerships.csv:6:legal_status_then: 'not_stated': expected npo_corporation: by groups.csv",
    ),
    "legal status at no known time": (
        across.legal_status_is_that_of_the_time,
        "partnerships",
        "P-05",
        {"legal_status_then": "before_npo_status"},
        "partnerships.csv:6:legal_status_then: 'before_npo_status': expected not_stated or npo_corporation: by groups.csv",
    ),
    "legal status of another form": (
        across.legal_status_is_that_of_the_time,
        "partnerships",
        "P-12",
        {"legal_status_then": "none"},
        "partnerships.csv:13:legal_status_then: 'none': expected not_stated or other_legal_person: by groups.csv",
    ),
    "legal status of a member of the first council": (
        across.legal_status_is_that_of_the_time,
        "council_members",
        "CM-01",
        {"legal_status_then": "npo_corporation"},
        "council_members.csv:2:legal_status_then: 'npo_corporation': expected before_npo_status: by groups.csv",
    ),
    "legal status of a member of another council": (
        across.legal_status_is_that_of_the_time,
        "council_members",
        "CM-01",
        {"term": "current"},
        "council_members.csv:2:legal_status_then: 'before_npo_status': expected not_stated or npo_corporation: by groups.csv",
    ),
    "not incorporated": (
        across.legal_status_is_that_of_the_time,
        "incorporation_outcomes",
        "O-31",
        {"incorporated": "no"},
        "incorporation_outcomes.csv:32:incorporated: 'no': expected yes: by groups.csv",
    ),
    "founding check of what no table has": (
        across.founding_checks_quote_the_tables,
        "founding-checks",
        "ctic.jp/ctic.html",
        {"what": "began; colour"},
        "external/founding-checks.csv:2:what: 'began; colour': expected began, members, organisation founded, NPO corporation, "
        "predecessor; “colour” is none of them",
    ),
    "founding check of a blank": (
        across.founding_checks_quote_the_tables,
        "founding-checks",
        "http://www.chihyo.jp/etc/shoukai/2006y/nakama261201.htm",
        {"paper": "1999"},
        "external/founding-checks.csv:4:paper: '1999': expected none, or nothing: by the tables",
    ),
    "founding check of a former body": (
        across.founding_checks_quote_the_tables,
        "founding-checks",
        "jp.ajwrc.org/about-us/outline/history",
        {"paper": "1995; 1978"},
        "external/founding-checks.csv:5:paper: '1995; 1978': expected 1995; 1977: by the tables",
    ),
    "founding check that says that nothing is printed": (
        across.founding_checks_quote_the_tables,
        "founding-checks",
        "ctic.jp/ctic.html",
        {"paper": "none"},
        "external/founding-checks.csv:2:paper: 'none': expected 1990: by the tables",
    ),
    "how often an interview is cited": (
        across.interviews_follow_their_footnotes,
        "interviews",
        "IW-16",
        {"times_cited": "9"},
        "interviews.csv:17:times_cited: '9': expected 1, by its footnotes",
    ),
    "nobody's word": (
        across.interviews_follow_their_footnotes,
        "incorporation_outcomes",
        "O-31",
        {"locator": "III, para. 4"},
        "incorporation_outcomes.csv:32:reported_by: 'Iida Katsuyasu (TOSHC)': expected nobody by name, by interviews.csv",
    ),
    "spelling without a source": (
        across.terms_have_their_sources,
        "glossary",
        "bengodan",
        {"japanese_from": "outside"},
        "glossary.csv:10:meaning_from: 'literal': expected no “outside”, or a source in term-sources.csv",
    ),
    "source for nothing": (
        across.terms_have_their_sources,
        "glossary",
        "npo-hojin",
        {"japanese_from": "paper", "meaning_from": "paper"},
        "glossary.csv:8:meaning_from: 'paper': expected “outside”: it has a source",
    ),
    "series in another order": (
        across.series_are_steady,
        "official-statistics",
        "2006-01-01",
        {"date": "2004-06-01"},
        "external/official-statistics.csv:2:date: '1990-07-01': expected the records of a series in the order of their days",
    ),
    "a sum for which words stand": (
        across.arithmetic_gives_the_figure,
        "context-facts",
        "CF-46",
        {"basis": "derived: five and one"},
        "external/context-facts.csv:47:value: '6': expected what sums and differences give, by “derived: five and one”",
    ),
    "a difference": (
        across.arithmetic_gives_the_figure,
        "context-facts",
        "CF-46",
        {"basis": "derived: 5 - 1"},
        "external/context-facts.csv:47:value: '6': expected 4, by “derived: 5 - 1”",
    ),
    "a sum of one": (
        across.arithmetic_gives_the_figure,
        "context-facts",
        "CF-46",
        {"basis": "derived: 6"},
        "external/context-facts.csv:47:value: '6': expected what sums and differences give, by “derived: 6”",
    ),
    "claims in another order": (
        across.the_ledger_is_in_order,
        "claims",
        "II-08",
        {"claim_id": "II-07"},
        [
            "claims.csv:124:claim_id: 'II-07': expected behind II-07: claims are in the order of their numbers",
            "claim_history.csv:146:claim_id: 'II-08': expected before II-07: records are in the order of the claims",
        ],
    ),
    "changes in another order": (
        across.the_ledger_is_in_order,
        "claim_changes",
        "Intro-04",
        {"claim_id": "V-01"},
        "claim_changes.csv:3:claim_id: 'Intro-06': expected before V-01: records are in the order of the claims",
    ),
    "history in another order": (
        across.the_ledger_is_in_order,
        "claim_history",
        "Intro-01",
        {"claim_id": "V-01"},
        "claim_history.csv:3:claim_id: 'Intro-02': expected before V-01: records are in the order of the claims",
    ),
    "history of no claim": (
        across.histories_tell_every_change,
        "claim_history",
        "Intro-01",
        {"claim_id": "V-01"},
        [
            "claims.csv:2:claim_id: 'Intro-01': expected a line in claim_history.csv",
            "claim_history.csv:413:verdict: 'untestable': expected another than before, untestable",
            "claim_history.csv:413:reason: '': expected a sentence that says why, and a day after 2026-11-23",
        ],
    ),
    "history that begins with a reason": (
        across.histories_tell_every_change,
        "claim_history",
        "Intro-01",
        {"reason": "Why."},
        "claim_history.csv:2:reason: 'Why.': expected none: it is the claim's first verdict",
    ),
    "history that tells what was not said yet": (
        across.histories_tell_every_change,
        "claim_history",
        "Intro-01",
        {"tested_against": "the tables"},
        "claim_history.csv:2:tested_against: 'the tables': expected what it was tested against, which is said since version 0.2.0",
    ),
    "history on one day": (
        across.histories_tell_every_change,
        "claim_history",
        "The check was open whatever the records said: a law that names an issue shows nothing of its hindrance.",
        {"date": "2026-11-23"},
        "claim_history.csv:4:reason: 'The check was open whatever the records said: a law that n…': expected a sentence that "
        "says why, and a day after 2026-11-23",
    ),
    "history without a sentence": (
        across.histories_tell_every_change,
        "claim_history",
        "The check was open whatever the records said: a law that names an issue shows nothing of its hindrance.",
        {"reason": "because"},
        "claim_history.csv:4:reason: 'because': expected a sentence that says why, and a day after 2026-11-23",
    ),
    "change that changes nothing": (
        across.histories_tell_every_change,
        "claim_changes",
        "Intro-06",
        {"verdict": "reproducible"},
        "claim_changes.csv:3:verdict: 'reproducible': expected another than the claim has, reproducible",
    ),
}


@pytest.mark.parametrize(("rule", "name", "key", "cells", "told"), BROKEN.values(), ids=BROKEN)
def test_each_rule_finds_what_breaks_it(
    rule: Any, name: str, key: str, cells: dict[str, str], told: str | list[str], in_order: Folder
) -> None:
    folder = changed(in_order, name, key, **cells)
    findings: Iterator[Any] = rule(folder.tables[name]) if rule in records.RULES_OF_TABLES else rule(folder)
    assert [str(finding) for finding in findings] == ([told] if isinstance(told, str) else told)


def test_identifiers_run_on(in_order: Folder) -> None:
    (finding,) = records.records_run_on(without(in_order, "councils", "C-02").tables["councils"])
    assert str(finding) == "councils.csv:4:council_id: 'C-03': expected C-02: identifiers run on without a gap"


def test_identifiers_ascend(in_order: Folder) -> None:
    table = in_order.tables["councils"]
    (finding,) = records.records_run_on(replace(table, records=table.records[::-1]))
    assert str(finding) == "councils.csv:4:council_id: 'C-03': expected before C-04: records are in the order of their identifiers"


def test_identifiers_have_room(in_order: Folder) -> None:
    table = in_order.tables["source_kinds"]
    many = [
        replace(table.records[0], line=number + 1, cells={**table.records[0].cells, "source_kind_id": f"SK-{number:02}"})
        for number in range(1, 121)
    ]
    assert list(records.records_run_on(replace(table, records=many))) == []


def test_every_exception_is_one(in_order: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    excepted = {(name, place) for name, of in folder_module.HELD.items() for place in of.get("excepted", {})}
    assert all(reason for of in folder_module.HELD.values() for reason in of.get("excepted", {}).values())
    monkeypatch.setattr(folder_module, "HELD", {name: {**of, "excepted": {}} for name, of in folder_module.HELD.items()})

    def lines(table: Table) -> dict[int, str]:
        return {record.line: record[table.primary_key[0]] for record in table.records}

    findings = [*records.records_are_as_their_table_demands(in_order), *apply_rules(in_order, across.RULES_ACROSS)]
    findings += emendations_quote_what_is_printed(in_order)
    names = {table.path: name for name, table in in_order.tables.items()}
    told = {(names[one.file], f"{lines(in_order.tables[names[one.file]])[one.row or 0]}.{one.column}") for one in findings}
    assert told == excepted


def test_what_is_held_to_are_columns_of_the_tables(in_order: Folder) -> None:
    for name, of in ((name, of) for name, of in folder_module.HELD.items() if name != "every"):
        columns = in_order.tables[name].columns.keys()
        left = [column for columns_ in of.get("determines", {}) for column in columns_.split("+")]
        others = [other for values in of.get("signs", {}).values() for signs in values.values() for other in "+".join(signs).split("+")]
        together = [column for columns_ in [*of.get("differ", []), *of.get("together", [])] for column in columns_.split("+")]
        stated = [stated.partition(" if ")[0] for stated in of.get("stated", {})]
        ordered = [column for columns_ in of.get("ordered", []) for column in columns_.split("+")]
        assert {*left, *others, *together, *stated, *ordered, *of.get("runs", {}), *of.get("signs", {})} <= columns | {""}, name


# --- what is taken from a descriptor


@pytest.mark.parametrize(
    ("taken", "line"),
    [
        (lambda schema: schema.pop("foreignKeys"), "datapackage.json:events: expected the foreign key ['group_id'] to groups"),
        (lambda schema: schema.update(primaryKey="what"), "datapackage.json:events: expected the primary key event_id"),
        (
            lambda schema: schema["fields"][0]["constraints"].pop("pattern"),
            "datapackage.json:events: 'event_id': expected the constraint “pattern”",
        ),
    ],
)
def test_nothing_is_taken_from_the_descriptor(data: Path, taken: Any, line: str) -> None:
    file = data / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    taken(next(resource["schema"] for resource in descriptor["resources"] if resource["name"] == "events"))
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    assert line in [str(finding) for finding in apply_rules(Folder(data), [nothing_is_taken_from_the_descriptor])]


# --- the published data


@pytest.fixture
def own(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the data that is taken for the package's own."""
    monkeypatch.setattr(published, "data_directory", lambda: data)
    return data


def edit(file: Path, old: str, new: str) -> None:
    """Put something else into a file, in the place of what must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_a_silent_edit_of_a_table_is_found(own: Path) -> None:
    edit(own / "events.csv", "Economic recession", "Economic recesion")
    edit(own / "theses.csv", "groups are not weak", "weak are not groups")
    lines = (own / "external" / "term-sources.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (own / "external" / "term-sources.csv").write_text("".join(lines[:-1]), encoding="utf-8", newline="\n")
    found = [str(finding).partition(": if the change is meant")[0] for finding in published.differing_files(own)]
    assert sorted(found) == [
        "events.csv: expected the noted content",
        f"external/term-sources.csv: expected {len(lines) - 1} records, not {len(lines) - 2}",
        "theses.csv: expected the noted content",
    ]
    edit(own / "events.csv", "Economic recesion", "Economic recession")
    (own / "external" / "term-sources.csv").write_text("".join(lines), encoding="utf-8", newline="\n")
    assert [finding.file for finding in check_folder(own).findings] == ["theses.csv"]


def test_a_silent_edit_of_the_descriptor_is_found(own: Path) -> None:
    edit(own / "datapackage.json", '"title": "Theses"', '"title": "Thesis"')
    (finding,) = map(str, published.differing_files(own))
    assert finding.startswith("datapackage.json: expected the noted content")


def test_a_readers_own_folder_is_held_to_the_rules_only(data: Path) -> None:
    file = data / "theses.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("groups are not weak", "groups are strong"), encoding="utf-8", newline="\n")
    assert check_folder(data).findings == []


def test_one_command_notes_a_change_and_says_what_it_was(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = own / "theses.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("groups are not weak", "groups are robust"), encoding="utf-8", newline="\n")
    assert main(["digest", str(own)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == ["theses.csv: 79 records (79 before), another content"]
    assert list(published.differing_files(own)) == []
    assert main(["digest", str(own)]) == 0
    assert capsys.readouterr().out == "nothing has changed\n"
    text = (own / "datapackage.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
