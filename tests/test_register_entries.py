"""The register: every group once, every fact and every record in its entry, and nothing that looks like what it is not."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import paper
import pytest
from bs4 import BeautifulSoup, Tag

from bookmaking.register_entries import (
    BLANK,
    NOT_APPLICABLE,
    NOT_PRINTED,
    WORDING,
    Register,
    _reading_order,
    _small,
    _source,
    _span,
)
from supportgroups.audit import Claim, Record, Result, Tables, Verdict
from supportgroups.audit.vocabulary import Finding
from supportgroups.dataset import data_directory, resource
from supportgroups.facts.tables import Range
from supportgroups.mentions import SHORT_NAMES, find

TABLES = Tables.load()


@cache
def rows(name: str) -> list[dict[str, Any]]:
    """Return the records of a table."""
    return [{str(column): value for column, value in row.items()} for row in TABLES[name].to_dict("records")]


REGISTER = Register(TABLES, [])
GROUPS: dict[str, dict[str, Any]] = {row["group_id"]: row for row in rows("groups")}
LABELS: dict[str, str] = {row["category"]: row["label"] for row in rows("categories")}


@cache
def entry_of(group_id: str) -> str:
    """Return an entry, without claims."""
    return REGISTER.entry(group_id)


@cache
def parsed(html: str) -> Tag:
    """Return an entry."""
    return BeautifulSoup(html, "html.parser")


@cache
def page() -> BeautifulSoup:
    """Return the whole register, without claims."""
    return BeautifulSoup(REGISTER.entries(), "html.parser")


@cache
def all_lines() -> dict[str, Tag]:
    """Return each group's line, by what it unfolds to."""
    return {str(line.select(".body")[0]["id"]): line for line in page().select("tr.entry")}


def text(tag: Tag | str) -> str:
    """Return the text of an element, its blanks ordinary ones."""
    tag = BeautifulSoup(tag, "html.parser") if isinstance(tag, str) else tag
    return tag.get_text().replace("\u00a0", " ")


def facts(html: str) -> dict[str, Tag]:
    """Return the facts of an entry by their names."""
    found: dict[str, Tag] = {}
    for pair in parsed(html).select("dl.entry-facts > div"):
        name, value = pair.find_all(["dt", "dd"], recursive=False)
        assert name.get_text() not in found
        found[name.get_text()] = value
    return found


def shown(value: Any) -> str:
    """Return how an attribute gives a value."""
    return "" if pd.isna(value) else str(value)


def test_every_group_has_one_line_in_the_order_of_the_tables() -> None:
    lines = page().select("table.register > tbody > tr.entry")
    assert [line.select("th[scope=row] > a")[0].get_text() for line in lines] == list(TABLES["groups"]["group_id"])
    assert [tag["id"] for tag in page().select("[id]") if re.match(r"T\d", str(tag["id"]))] == list(GROUPS)
    parts = [part.select(".part > th")[0].find(string=True) for part in page().select("table.register > tbody")]
    assert [str(part).strip() for part in parts] == list(LABELS.values())
    assert len(lines) == 79


def test_an_entry_is_well_formed_and_takes_no_identifier(subtests: pytest.Subtests) -> None:
    for group_id in GROUPS:
        with subtests.test(group_id):
            html = entry_of(group_id)
            ElementTree.fromstring(f"<div>{html}</div>")
            assert BeautifulSoup(html, "html.parser").select("[id]") == []
            assert not parsed(html).select("[title]")


def test_every_fact_of_the_group_is_in_its_entry(subtests: pytest.Subtests) -> None:
    for group_id in GROUPS:
        with subtests.test(group_id):
            group, found = GROUPS[group_id], facts(entry_of(group_id))
            section = parsed(entry_of(group_id))
            line = all_lines()[group_id]
            names = dict.fromkeys([group["name_ja"], group["name_en"]])
            assert [piece.get_text() for piece in line.select("summary")[0].find_all("span")] == list(names)
            place, years, status, members = [text(cell) for cell in line.find_all("td", recursive=False)[1:]]
            assert place == group["location"]
            assert re.findall(r"\d{4}", years) == [str(group[name]) for name in ("began", "ended") if pd.notna(group[name])]
            since = f", {group['npo_since']}" if pd.notna(group["npo_since"]) else ""
            assert status == WORDING["legal_forms"][group["legal_form"]] + since
            assert members == text(found["Members"])
            assert text(found["Category"]) == LABELS[group["category"]]
            assert text(found["Place"]) == group["location"]
            assert found["Founded"].decode_contents().startswith(str(group["began"]) if pd.notna(group["began"]) else BLANK)
            italic = [tag.get_text() for tag in found["Founded"].find_all("em")]
            assert italic == ([str(group["organisation_founded"])] if pd.notna(group["organisation_founded"]) else [])
            assert found["Ended"].decode_contents() == (str(group["ended"]) if pd.notna(group["ended"]) else NOT_PRINTED)
            status = text(found["Legal status"])
            assert status.startswith(group["legal_status"].replace("*", "") if pd.notna(group["legal_status"]) else "blank (")
            assert WORDING["legal_forms"][group["legal_form"]].lower() in status.lower()
            npo = text(found["NPO corporation since"])
            if pd.notna(group["npo_since"]):
                assert npo == str(group["npo_since"])
            else:
                assert npo == ("blank" if group["legal_form"] == "not_stated" else "not an NPO corporation in the table")
            expected = {"reported": f"{group['members'] or 0:,}", "not_applicable": NOT_APPLICABLE, "blank": BLANK}
            assert found["Members"].decode_contents() == expected[group["members_status"]]
            if pd.notna(group["foreign_members"]):
                assert text(found["Foreign members"]).startswith(f"{group['foreign_members']:,} ")
            else:
                assert ("Foreign members" in found) == (group["category"] == "union")
            assert f"Table {group['table']}, no. {group['number']}." in text(section.select("p.entry-source")[0])


def test_the_attributes_for_sorting_and_filtering(subtests: pytest.Subtests) -> None:
    for group_id in GROUPS:
        with subtests.test(group_id):
            group = GROUPS[group_id]
            served = [row["community"] for row in rows("communities_served") if row["group_id"] == group_id]
            assert {name: value for name, value in all_lines()[group_id].attrs.items() if name.startswith("data-")} == {
                "data-category": LABELS[group["category"]],
                "data-place": group["location"],
                "data-status": WORDING["legal_forms"][group["legal_form"]],
                "data-community": "|".join(dict.fromkeys(served)),
                "data-founded": shown(group["began"]),
                "data-ended": shown(group["ended"]),
                "data-members": shown(group["members"]),
            }


def test_the_form_offers_every_value_and_no_other() -> None:
    for select in page().select("form.filters select"):
        offered = [option.get_text() for option in select.select("option:not([value])")]
        there = {value for line in page().select("tr.entry") for value in str(line[f"data-{select['name']}"]).split("|") if value}
        assert (len(offered), set(offered)) == (len(there), there)
    assert len(page().select("form.filters select")) == 4


def test_predecessors_and_communities(subtests: pytest.Subtests) -> None:
    for group_id in GROUPS:
        with subtests.test(group_id):
            found = facts(entry_of(group_id))
            former = [row for row in rows("predecessors") if row["group_id"] == group_id]
            for row in former:
                for column in ("name_ja", "name_en", "began"):
                    assert str(row[column]) in text(found["Predecessors"])
                assert ("in a row of its own" in text(found["Predecessors"])) == row["own_row"]
            assert (text(found["Predecessors"]) == "none named") == (not former)
            served = [row for row in rows("communities_served") if row["group_id"] == group_id]
            assert (found["Communities served"].decode_contents() == BLANK) == (not served)
            for row in served:
                printed, counted = row["printed"], row["community"]
                assert printed in text(found["Communities served"])
                assert (f"“{printed}”, counted as {counted}" in text(found["Communities served"])) == (printed != counted)
                assert not row["in_parentheses"] or f"({printed})" in text(found["Communities served"])


TELLING = [name for name in TABLES if "group_id" in TABLES[name].columns and "locator" in TABLES[name].columns]


def test_no_table_with_groups_is_forgotten() -> None:
    others = {name for name in TABLES if {"group_id", "second_group_id"} & set(TABLES[name].columns)} - set(TELLING)
    assert others == {"groups", "predecessors", "communities_served"}


def test_every_record_of_a_group_is_in_its_entry_with_its_places() -> None:
    for name in TELLING:
        for row, key in zip(rows(name), TABLES.keys_of(name), strict=True):
            for group_id in {row["group_id"], row.get("second_group_id")}:
                if isinstance(group_id, str):
                    lines = [tag for tag in parsed(entry_of(group_id)).select("[data-records]") if key in str(tag["data-records"]).split()]
                    assert len(lines) == 1, (key, group_id)
                    places = text(lines[0]).rpartition(" (")[2].rstrip(")").split("; ")
                    assert set(row["locator"].split("; ")) <= set(places), (key, group_id)


NAMING = {
    "T4-02": {"medical", "EV-56", "P-16"},
    "T4-01": {"medical"},
    "T4-06": {"P-10"},
    "T4-10": {"EV-56", "P-15", "IW-16"},
    "T4-19": {"EV-56", "IW-15"},
    "T5-05": {"O-10", "O-11", "O-12", "IW-08"},
    "T6-05": {"O-10", "IW-09"},
}


def test_records_that_name_a_group_are_in_its_entry() -> None:
    for group_id, records in NAMING.items():
        listed = [key for tag in parsed(entry_of(group_id)).select("[data-records]") for key in str(tag["data-records"]).split()]
        assert records <= set(listed), group_id
        assert len(listed) == len(set(listed)), group_id


SENTENCES = {
    "T3-07": "1996–2002: Operating funds doubled (III, para. 2)",
    "T6-02": "1998: Inoken dissolves once Iranians no longer meet in Yoyogi Park (II, para. 13)",
    "T5-01": "Undated: LAFLR dissolves for want of money (II, para. 13)",
    "T3-01": "Since 1977: Women of Asia Association in existence (the predecessor of T3-01) (n. 16)",
    "T6-01": "13–14 February 1998: Panel on consultation and networking; taking part: Suzuki Akihiko (OC Net) (IV, para. 4)",
    "T3-06": "They asked perhaps in order to justify giving it public services; offered as a possibility (III, para. 4)",
    "T6-05": (
        "Of concerned citizens groups: They fear for their independence; "
        "on the word of Yano Manami (National Network for Solidarity with Migrant Workers) and 3 others (III, para. 1; n. 19)"
    ),
    "T4-06": "Of groups with NPO status except TOSHC: Services of some sort for local governments; the government pays",
    "T4-19": "What a volunteer of MIC Kanagawa receives for the service (read by us as for each one): 3,000 yen (IV, para. 10)",
    "T3-04": "Groups for women that are a foundation: 1 group (II, para. 5)",
    "T6-07": "Mr. Ueda Yoshitsugu: member of the NGO Kanagawa International Cooperation Council, term at the time of writing",
}


def test_sentences(subtests: pytest.Subtests) -> None:
    for group_id, sentence in SENTENCES.items():
        with subtests.test(group_id):
            assert sentence in "\n".join(text(line) for line in facts(entry_of(group_id))["In the text"].select("li"))


@pytest.mark.parametrize(
    ("text", "expected"), [("Advice", "advice"), ("A day", "a day"), ("NGO", "NGO"), ("NPO corporation", "NPO corporation"), ("", "")]
)
def test_a_name_or_an_abbreviation_keeps_its_capital(text: str, expected: str) -> None:
    assert _small(text) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("1990", "1991", "1990–1991"),
        ("1990", "1990", "1990"),
        ("2001-05", "2001-06", "May–June 2001"),
        ("2001-05-01", "2001-05-03", "1–3 May 2001"),
        ("2001-05-30", "2001-06-02", "30 May 2001–2 June 2001"),
    ],
)
def test_a_span_says_what_is_common_once(first: str, last: str, expected: str) -> None:
    assert _span(first, last) == expected


@pytest.mark.parametrize(
    ("source", "address", "name", "detail"),
    [
        ("doi:10.1000/182", "https://doi.org/10.1000/182", "doi:10.1000/182", ""),
        ("www.example.org/a/b p. 3", "http://www.example.org/a/b", "example.org", " p. 3"),
        ("https://example.org/a", "https://example.org/a", "example.org", ""),
    ],
)
def test_a_source_is_a_link_with_a_short_name(source: str, address: str, name: str, detail: str) -> None:
    assert _source(source) == (address, name, detail)


def test_places_are_in_the_order_in_which_the_paper_is_read() -> None:
    places = ["Introduction, para. 1", "I, para. 2", "I, para. 7", "n. 1", "II, para. 1", "n. 16", "n. 17", "V, para. 1"]
    of_notes = {"n. 1": "I", "n. 16": "II", "n. 17": "II"}
    assert sorted(set(places), key=lambda place: _reading_order(place, of_notes.get(place, ""))) == places
    assert _reading_order("n. 33") > _reading_order("V, para. 1"), "a note whose section is not known"
    assert _reading_order("Table 1, no. 2") == _reading_order("Table 6") > _reading_order("n. 33"), "tables are at the end"


def test_what_the_text_says_stands_in_the_order_of_reading() -> None:
    sections = ["Introduction", "I", "II", "III", "IV", "V"]
    for group_id in GROUPS:
        said = facts(entry_of(group_id)).get("In the text")
        first = [text(line).rpartition(" (")[2].split(";")[0].rstrip(")").split(", para. ") for line in (said.select("li") if said else [])]
        order = [(sections.index(place[0]), int(place[1])) for place in first if len(place) == 2]
        assert order == sorted(order), group_id


def test_records_that_say_the_same_share_a_group_a_place_and_a_line() -> None:
    places = {
        str(key): set(row["locator"].split("; ")) for name in TELLING for row, key in zip(rows(name), TABLES.keys_of(name), strict=True)
    }
    merged = {str(tag["data-records"]) for group_id in GROUPS for tag in parsed(entry_of(group_id)).select("[data-records]")}
    for first, *others in WORDING["same"]:
        for other in others:
            assert places[first] & places[other], (first, other)
            assert any(line.startswith(first) and other in line.split() for line in merged), other


@pytest.mark.usefixtures("paper_at_hand")
def test_every_place_where_the_paper_names_a_group_is_in_its_entry() -> None:
    for place, passage in paper.passages().items():
        if not place.startswith("Table"):
            for group_id in {mention.group_id for mention in find(passage)}:
                found = facts(entry_of(group_id))
                told = " ".join(text(found[name]) for name in ("In the text", "Interviews") if name in found)
                assert re.search(rf"[(; ]{re.escape(place)}[);]", told), (place, group_id)


def test_blank_not_applicable_and_figures_look_different() -> None:
    looks = {"T1-01": "300", "T1-02": BLANK, "T1-05": NOT_APPLICABLE, "T2-16": "6,000"}
    for group_id, look in looks.items():
        assert facts(entry_of(group_id))["Members"].decode_contents() == look
    assert len({BLANK, NOT_APPLICABLE, NOT_PRINTED}) == 3
    assert [tag["class"] for tag in BeautifulSoup(BLANK + NOT_APPLICABLE, "html.parser").select("span")] == [["blank"], ["not-applicable"]]


def test_a_zero_is_a_figure() -> None:
    none = TABLES.with_cell("groups", "T1-01", "members", 0)
    row = Register(none, []).row("T1-01")
    assert facts(row.body)["Members"].decode_contents() == row.cells[-1] == row.values["members"] == "0"


def test_what_a_change_of_a_cell_makes_of_an_entry() -> None:
    undated = TABLES.with_cell("groups", "T4-19", "began", None).with_cell("groups", "T4-19", "npo_since", None)
    found = facts(Register(undated, []).entry("T4-19"))
    assert found["Founded"].decode_contents() == found["NPO corporation since"].decode_contents() == BLANK
    counted = TABLES
    for column, value in {"kind": "count", "value": 12, "unit": "persons", "value_precision": "about"}.items():
        counted = counted.with_cell("events", "EV-43", column, value)
    assert "(about 12 persons)" in text(Register(counted, []).entry("T4-19"))
    factor = TABLES.without("incorporation_outcomes", "O-20")
    assert "1996–2002: Operating funds of Mizula double (by a factor of 2) (III, para. 2)" in text(Register(factor, []).entry("T3-06"))
    plan = TABLES.without("incorporation_outcomes", "O-65").without("partnerships", "P-11")
    assert "Hoped for, 2005: TOSHC hopes for partnerships" in text(Register(plan, []).entry("T4-06"))


@pytest.mark.parametrize("precision", ["about", "at_least", "more_than", "less_than"])
def test_a_figure_that_is_not_exact_says_so(precision: str) -> None:
    said = TABLES.with_cell("text_figures", "F-20", "precision", precision)
    assert f"per year: {precision.replace('_', ' ')} 2 times per year" in text(Register(said, []).entry("T4-19"))


def test_what_does_not_exist_is_not_mentioned() -> None:
    optional = {"Also called", "Predecessors", "In the text", "Elsewhere", "Claims", "Interviews", "Emendations"}
    assert optional & set(facts(entry_of("T2-10"))) == {"Predecessors", "Emendations"}


def test_the_short_names_of_the_text() -> None:
    assert text(facts(entry_of("T4-06"))["Also called"]) == "TOSHC (III, para. 1)"
    with_names = {group_id for group_id in GROUPS if "Also called" in facts(entry_of(group_id))}
    assert with_names == {group_id for group_id, _ in SHORT_NAMES.values()}


def test_emendations() -> None:
    lines = [text(line) for line in facts(entry_of("T1-11"))["Emendations"].select("li")]
    assert lines[0] == "E-028, name: Korean Desk → Philippines Desk"
    assert lines[-1].startswith("Other notes that point to this row: E-004, E-021")
    former = [text(line) for line in facts(entry_of("T1-10"))["Emendations"].select("li")]
    assert "E-024, name of the predecessor’s own row: す る会 → する会" in former
    assert facts(entry_of("T2-05"))["Emendations"].find("a", string="E-048") is not None
    listed = {
        str(link["href"]).partition("#")[2] for group_id in GROUPS for link in parsed(entry_of(group_id)).select("a[href^=editorial-notes]")
    }
    on_rows = TABLES["emendations"].dropna(subset="row")["emendation_id"]
    assert set(on_rows) <= listed


def test_what_is_said_elsewhere_is_marked_and_has_its_source() -> None:
    for row in rows("founding-checks"):
        outside = parsed(entry_of(row["row"])).select("div.outside")
        assert len(outside) == 1
        assert text(outside[0]).startswith("ElsewhereOutside the paper")
        assert outside[0].select("a[href^=http]")
    found = [text(line) for line in facts(entry_of("T4-19"))["Elsewhere"].select("li")]
    assert found == [
        "Began: April 2002; the table has 2002 (mickanagawa.web.fc2.com)",
        "NPO corporation: July 2002; the table has 2002 (mickanagawa.web.fc2.com)",
    ]
    assert "Began: 27 December 1987; the table has 1987 (apfs.jp)" in text(entry_of("T6-04"))
    assert "Began: November 2001; the table has nothing" in text(entry_of("T2-15"))
    assert 'href="https://doi.org/10.11477/mf.1401902124"' in entry_of("T3-06")
    uneven = TABLES.with_cell("founding-checks", "T4-19/began; NPO corporation", "paper", "2002")
    assert "Began; NPO corporation: April 2002; July 2002; the table has 2002" in text(Register(uneven, []).entry("T4-19"))


def result(identifier: str, verdict: Verdict, *evidence: Record) -> Result:
    """Return a result that rests on some records."""
    claim = Claim(identifier, "II, para. 1", "count", "paper", "A statement.", "1", "02-support-groups#x", "A rule.")
    return Result(claim, TABLES, verdict, Finding((Range(1, 1),), "1", evidence, (None,)))


def test_claims_stand_with_the_groups_that_they_rest_on_by_verdict() -> None:
    results = [
        result("II-01", Verdict.CONTRADICTED, Record("groups", "T4-19"), Record("groups", "T4-02")),
        result("II-02", Verdict.REPRODUCED, Record("events", "EV-43")),
        result("II-03", Verdict.REPRODUCED, Record("interviews", "IW-16")),  # of two groups
        result("II-04", Verdict.CONSISTENT, Record("communities_served", "T4-19/1"), Record("groups", "T4-19")),
        result("II-05", Verdict.UNTESTABLE),
        result("II-06", Verdict.REPRODUCED, Record("founding-checks", "T4-19/began; NPO corporation")),
        result("II-07", Verdict.REPRODUCED, Record("table-4", "2"), Record("emendations", "E-098")),
        result("II-08", Verdict.REPRODUCED, Record("categories", "medical"), Record("emendations", "E-086"), Record("councils", "C-02")),
    ]
    register = Register(TABLES, results)
    claims = facts(register.entry("T4-19"))["Claims"]
    assert [text(line) for line in claims.select("li")] == ["reproduced: II-02, II-06", "consistent: II-04", "contradicted: II-01"]
    assert str(claims.select("a")[0]) == '<a href="claim-audit.html#II-02">II-02</a>'
    assert [text(line) for line in facts(register.entry("T4-02"))["Claims"].select("li")] == [
        "reproduced: II-03, II-07",
        "contradicted: II-01",
    ]
    assert [text(line) for line in facts(register.entry("T4-10"))["Claims"].select("li")] == ["reproduced: II-03"]
    assert "Claims" not in facts(register.entry("T4-01"))


def test_every_code_has_its_words() -> None:
    def allowed(table: str, column: str) -> set[str]:
        fields = resource(table, data_directory())["schema"]["fields"]
        return set(next(field for field in fields if field["name"] == column)["constraints"]["enum"])

    assert set(WORDING["legal_forms"]) == allowed("groups", "legal_form")
    assert {"group", *WORDING["applies_to"]} == allowed("incorporation_outcomes", "applies_to")
    assert set(WORDING["kinds"]) <= allowed("partnerships", "kind")
    assert {"government_pays", "not_applicable", *WORDING["money"]} == allowed("partnerships", "direction_of_payment")
    assert {"stated", *WORDING["precision"]} == allowed("text_figures", "precision")
    assert {"at", "during", "undated", *WORDING["relations"]} == allowed("events", "date_relation")
    for table, columns in WORDING["own_words"].items():
        assert set(columns) <= set(TABLES[table].columns)
