"""How far the rules of `check` let a value go: what is just allowed gives no finding, and what is next to it gives one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from supportgroups.check import across, records, rules
from supportgroups.check import folder as folder_module
from supportgroups.check.findings import Finding, report, shown, visible
from supportgroups.check.folder import Folder, Record, Table, check_text, read_folder

Rule = Callable[[Folder], Iterator[Finding]]
Rows = list[dict[str, str]]


def table(name: str, rows: Rows, kinds: dict[str, str] | None = None) -> Table:
    """Return a table of texts, or of other kinds, of which the first column is the key."""
    columns = {column: (kinds or {}).get(column, "string") for column in rows[0]}
    made = Table(name, f"{name}.csv", columns, [next(iter(columns))])
    made.records.extend(Record(made, line, row) for line, row in enumerate(rows, start=2))
    return made


def folder(tables: dict[str, Rows]) -> Folder:
    """Return a folder with some tables, as it would have been read."""
    return Folder(Path(), {name: table(name, rows) for name, rows in tables.items() if rows}, elsewhere=True)


def hold(monkeypatch: pytest.MonkeyPatch, tables: dict[str, Any]) -> None:
    """Hold some tables to what is said of them."""
    for module in (folder_module, records):
        monkeypatch.setattr(module, "HELD", tables)


def group(**cells: str) -> dict[str, Rows]:
    """Return a table with one group."""
    blank = dict.fromkeys(("began", "ended", "npo_since", "organisation_founded", "members", "foreign_members"), "")
    return {"groups": [{"group_id": "T1-01", "table": "1", "number": "1", **blank, **cells}]}


def former(**cells: str) -> dict[str, Rows]:
    """Return a group that began in 1995, and its predecessor."""
    return {**group(began="1995"), "predecessors": [{"group_id": "T1-01", "began": "", "ended": "", **cells}]}


def counts(*values: str, series: str = "overstayers") -> dict[str, Rows]:
    """Return a series of counts, a year apart."""
    return {
        "official-statistics": [
            {"date": f"{year}-01-01", "series": series, "value": value, "basis": "published"} for year, value in enumerate(values, 1990)
        ]
    }


def ledger(*identifiers: str, changes: tuple[str, ...] = ()) -> dict[str, Rows]:
    """Return claims, and changes of the data that change their verdicts."""
    return {"claims": [{"claim_id": one} for one in identifiers], "claim_changes": [{"claim_id": one} for one in changes]}


@pytest.mark.parametrize(
    ("rule", "allowed", "refused"),
    [
        (rules.foreign_members_are_members, group(members="5", foreign_members="5"), group(members="5", foreign_members="6")),
        (rules.foreign_members_are_members, group(members="5"), group(foreign_members="1")),
        (rules.dates_in_order, group(began="1990", ended="1990"), group(began="1990", ended="1989")),
        (rules.dates_in_order, group(began="1990", npo_since="1990"), group(began="1991", npo_since="1990")),
        (rules.dates_in_order, group(began="1990", organisation_founded="1989"), group(began="1990", organisation_founded="1990")),
        (rules.predecessors_come_first, former(began="1995", ended="1995"), former(began="1995", ended="1996")),
        (rules.predecessors_come_first, former(), former(began="1996")),
        (rules.dates_are_dates, {"e": [{"id": "1", "date": "1800"}]}, {"e": [{"id": "1", "date": "1799"}]}),
        (rules.dates_are_dates, {"e": [{"id": "1", "end_date": "2100-12-31"}]}, {"e": [{"id": "1", "end_date": "2101"}]}),
        (rules.dates_are_dates, {"e": [{"id": "1", "date": "1996-02-29"}]}, {"e": [{"id": "1", "date": "1995-02-29"}]}),
        (rules.dates_are_dates, {"e": [{"id": "1", "date": "1996-02"}]}, {"e": [{"id": "1", "date": "1996-2"}]}),
        (rules.numbers_run_on, group(number="1"), group(number="2")),
        (across.series_are_steady, counts("100", "350"), counts("100", "351")),
        (across.series_are_steady, counts("350", "100"), counts("351", "100")),
        (across.series_are_steady, counts("", "9", series="npo_corporations"), counts("", "9")),
        (across.the_ledger_is_in_order, ledger("I-01", "I-02", "II-01"), ledger("I-01", "I-01")),
        (across.the_ledger_is_in_order, ledger("I-01", "I-02", changes=("I-01", "I-01")), ledger("I-01", "I-02", changes=("I-02", "I-01"))),
    ],
)
def test_a_rule_between_tables_refuses_what_is_just_beyond_its_limit(
    rule: Rule, allowed: dict[str, Rows], refused: dict[str, Rows]
) -> None:
    assert (len(list(rule(folder(allowed)))), len(list(rule(folder(refused))))) == (0, 1)


def quoted(*pieces: tuple[str, str]) -> Folder:
    """Return a table of quotations, each with its place."""
    return folder({"events": [{"event_id": str(number), "locator": at, "evidence": text} for number, (at, text) in enumerate(pieces)]})


def test_six_words_that_two_records_quote_have_one_place() -> None:
    five, six = "one two three four five", "one two three four five six"
    for text, others, found in (
        (five, "II, para. 2", 0),
        (six, "II, para. 2", 1),
        (f"Before … {six}", "II, para. 2; II, para. 3", 1),
        (six, "II, para. 2; I, para. 1", 0),
    ):
        assert len(list(records.quotations_have_one_place(quoted(("I, para. 1", six), (others, text))))) == found, (text, others)


STATED = [
    ("integer", "250000", "some 250,000 people", "some 250,00 people"),
    ("integer", "2500000", "2.5 million", "2,500 thousand"),
    ("integer", "2", "It was doubled", "It was halved"),
    ("integer", "2", "Twice as many", "thrice"),
    ("integer", "20", "twenty of them", "nineteen of them"),
    ("year", "1998", "in 1998", "in 1999"),
    ("string", "1998", "the 1990s", "the 1980s"),
    ("string", "1998-05", "in May 1998", "in June 1998"),
    ("string", "1998-05-02", "2 May 1998", "12 May 1998"),
    ("string", "1998-13", "1998-13", "December 1998"),
    ("string", "Tanaka; Sato", "Sato and Tanaka", "Sato and Taneka"),
    ("string", "the first … the last", "the last after the first", "the first after the lost"),
    ("string", "one two", "one … two", "one or two"),
]


@pytest.mark.parametrize(("kind", "cell", "has", "lacks"), STATED, ids=[case[2] for case in STATED])
def test_what_is_stated_is_found_in_figures_and_words(kind: str, cell: str, has: str, lacks: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(monkeypatch, {"t": {"stated": {"what": ["evidence", "more"]}, "excepted": {"2.what": "a reason"}}})
    for identifier, evidence, more, number in (("1", "", has, 0), ("1", has, "", 0), ("1", lacks, "", 1), ("2", lacks, "", 0)):
        one = table("t", [{"id": identifier, "what": cell, "evidence": evidence, "more": more}], {"what": kind})
        assert len(list(records.cells_stand_in_their_evidence(one))) == number, (identifier, evidence, more)


def test_what_has_no_evidence_or_another_condition_is_not_held_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    hold(monkeypatch, {"t": {"stated": {"what if kind=a": ["evidence"]}}})
    for what, kind, evidence, number in (("x", "a", "y", 1), ("x", "b", "y", 0), ("x", "a", "", 0), ("", "a", "y", 0)):
        one = table("t", [{"id": "1", "what": what, "kind": kind, "evidence": evidence}])
        assert len(list(records.cells_stand_in_their_evidence(one))) == number, (what, kind, evidence)


def found(rule: Any, held: dict[str, Any], rows: Rows, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int | None, str | None, str]]:
    """Return what a rule finds in a table, held to something: line, column, and what was expected."""
    hold(monkeypatch, {"t": held, "every": {"slips": {"says x": "x"}}})
    return [(finding.row, finding.column, finding.expected) for finding in rule(table("t", rows))]


def cells(column: str, *values: str) -> Rows:
    """Return records with something in a column."""
    return [{"id": f"A-{number:02}", column: value} for number, value in enumerate(values, start=1)]


def test_what_is_said_again_differs_by_more_than_a_word_or_a_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    def said(*texts: str) -> list[int | None]:
        return [line for line, _, _ in found(records.said_again_is_said_alike, {"": {}}, cells("what", *texts), monkeypatch)]

    assert said("a b c d e", "a b c d e f") == [3]
    assert said("a b c d", "a b c d e") == []
    assert said("b c d e f", "a b c d e f") == [], "the first word"
    assert said("a b c d e", "a b c d e F") == [], "a name"
    assert said("one two abc", "one two abd") == [3]
    assert said("two abc", "two abd") == []
    assert said("one two ab", "one two ac") == []
    assert said("one two abc", "One two abc, in 1990", "one two abc in 1991") == []


def test_identifiers_rows_and_dates_are_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    def runs(rows: Rows, **held: Any) -> list[tuple[int | None, str | None, str]]:
        return found(records.records_run_on, held, rows, monkeypatch)

    in_order = [{"id": f"A-{number:02}"} for number in range(1, 101)]
    assert runs(in_order) == []
    assert runs([*in_order[:99], {"id": "A-101"}]) == [(101, "id", "expected A-100: identifiers run on without a gap")]
    assert runs([{"id": "A-01"}, {"id": "A-2000"}]) == [], "of another form"
    swapped = [in_order[1], in_order[0], in_order[3], in_order[2]]
    assert runs(swapped) == [(3, "id", "expected before A-02: records are in the order of their identifiers")]
    numbered = [{"id": "x", "of": of, "place": place} for of, place in (("a", "1"), ("b", "1"), ("a", "2"), ("b", ""), ("b", "2"))]
    assert runs(numbered, runs={"place": "of"}) == []
    assert runs(numbered, runs={"place": ""}) == [(3, "place", "expected 2: place runs from 1 without a gap")]


def test_records_are_in_the_order_of_their_dates_as_far_as_both_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*rows: tuple[str, str], **held: Any) -> list[int | None]:
        ordered = [{"id": f"A-{number:02}", "date": date, "what": what} for number, (date, what) in enumerate(rows, start=1)]
        return [line for line, _, _ in found(records.records_run_on, {"ordered": ["date+what"], **held}, ordered, monkeypatch)]

    assert late(("1990", "a"), ("1990", "a"), ("1990", "b"), ("1991", "a"), ("", "a")) == []
    assert late(("1990", "b"), ("1990", "a")) == [3]
    assert late(("1990-05", "a"), ("1990", "a"), ("1990-04", "a")) == []
    assert late(("1991", "a"), ("1990-12", "a")) == [3]
    assert late(("", "a"), ("1990", "a")) == [3]
    assert late(("1991", "a"), ("1990", "a"), ("1989", "a")) == [3], "the first alone"
    assert late(("1991", "a"), ("1990", "a"), ("1989", "a"), excepted={"A-02.date": "a reason"}) == []


HOLDS: dict[str, tuple[Any, dict[str, Any], Rows, list[tuple[int, str, str]]]] = {
    "filled twice": (
        records.records_differ,
        {"differ": ["kind"], "excepted": {"A-04.kind": "a reason"}},
        cells("kind", "a", "", "a", "a", ""),
        [(4, "kind", "expected another kind than line 2 has")],
    ),
    "a slip": (
        records.words_have_no_slips,
        {"excepted": {"A-03.what": "a reason"}},
        cells("what", "y", "x", "x"),
        [(3, "what", "expected whole sentences; this says x")],
    ),
    "a slip in a quotation": (records.words_have_no_slips, {}, cells("evidence", "x"), []),
    "determined by what is blank": (
        records.one_determines_the_other,
        {"determines": {"what": ["id"]}},
        cells("what", "", "", "a"),
        [],
    ),
    "a sign of any other value": (
        records.coded_values_have_their_signs,
        {"signs": {"what": {"a": {"id": "1"}, "otherwise": {"what+id": "^b A-0[34]"}}}, "excepted": {"A-05.what": "a reason"}},
        cells("what", "a", "a", "b", "c", "c"),
        [(3, "what", "expected id with 1, not “A-02”"), (5, "what", "expected what+id with ^b A-0[34], not “c A-04”")],
    ),
}


@pytest.mark.parametrize(("rule", "held", "rows", "expected"), HOLDS.values(), ids=HOLDS)
def test_a_table_is_held_to_what_is_said_of_it(
    rule: Any, held: dict[str, Any], rows: Rows, expected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(rule, held, rows, monkeypatch) == expected


# --- what is read, and what is printed


def of_one_column(place: Path, column: dict[str, Any], *values: str) -> list[str]:
    """Return what is found in a table with a column of some type and constraints, and one of texts."""
    fields = [{"name": "id", "type": "string"}, {"name": "value", **column}]
    described = {"name": "mine", "resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    (place / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    (place / "t.csv").write_text("id,value\n" + "".join(f"x,{value}\n" for value in values), encoding="utf-8")
    return [finding.expected for finding in read_folder(place).findings]


@pytest.mark.parametrize(
    ("column", "allowed", "refused", "expected"),
    [
        ({"type": "string"}, "x" * 10_000, "x" * 10_001, "expected at most 10,000 characters, not 10,001"),
        ({"type": "string"}, "9" * 15, "9" * 16, "expected numbers of at most 15 digits"),
        ({"type": "integer"}, "-" + "9" * 15, "-" + "9" * 16, "expected at most 15 digits"),
        ({"type": "integer"}, "7", "07", "expected a whole number"),
        ({"type": "year"}, "1990", "90", "expected a year (YYYY)"),
        ({"type": "date"}, "1990-01-01", "1990-1-1", "expected a date (YYYY-MM-DD)"),
        ({"type": "boolean"}, "true", "True", "expected true or false"),
        ({"type": "number"}, "1.5", "1.5.5", "expected a number"),
        ({"type": "integer", "constraints": {"minimum": 2}}, "2", "1", "expected 2 or more"),
        ({"type": "integer", "constraints": {"maximum": 2}}, "2", "3", "expected 2 or less"),
        ({"type": "string", "constraints": {"required": True}}, "a", "", "expected a value"),
        ({"type": "string", "constraints": {"enum": ["ab", "cd"]}}, "ab", "xy", "expected one of ab, cd"),
        ({"type": "string", "constraints": {"minLength": 2}}, "ab", "a", 'expected constraint "minLength" is "2"'),
    ],
)
def test_a_cell_is_refused_just_beyond_what_its_column_may_hold(
    tmp_path: Path, column: dict[str, Any], allowed: str, refused: str, expected: str
) -> None:
    assert of_one_column(tmp_path, column, allowed) == []
    assert of_one_column(tmp_path, column, refused) == [expected]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("id", ["column not found: expected by datapackage.json"]),
        ("id,value,more", ["no such column in datapackage.json: expected none"]),
        ("id,valeu", ["expected the header id,value"]),
        ("value,id", ["expected the header id,value"]),
    ],
)
def test_a_header_is_told_column_by_column_up_to_half_of_it(tmp_path: Path, header: str, expected: list[str]) -> None:
    of_one_column(tmp_path, {"type": "string"}, "a")
    (tmp_path / "t.csv").write_text(f"{header}\nx,y\n", encoding="utf-8")
    assert [finding.expected for finding in read_folder(tmp_path).findings] == expected


def test_a_file_of_another_place_may_have_no_records(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id\n", encoding="utf-8")
    for may_be_empty, number in ((True, 0), (False, 1)):
        assert len(list(check_text(tmp_path, "a.csv", may_be_empty=may_be_empty)[1])) == number


def test_what_is_long_is_cut_where_it_is_printed() -> None:
    assert (shown("x" * 60), shown("x" * 61)) == (f"'{'x' * 60}'", f"'{'x' * 58}…'")
    tabs = r"\t" * 30
    assert (shown("\t" * 30), shown("\t" * 31)) == (f"'{tabs}'", f"'{tabs[:58]}…'")
    assert (visible("x" * 600), visible("x" * 601)) == ("x" * 600, "x" * 600 + "…")
    one = Finding("a.csv", 1, "b", None, "expected c")
    assert list(report([one] * 20)) == ["a.csv:1:b: expected c"] * 20
    assert list(report([one] * 21)) == ["a.csv:1:b: expected c"] * 20 + ["a.csv:b: … and 1 more"]
