"""The data are what the paper prints: every cell of its tables, and every record of its prose."""

from __future__ import annotations

import csv
from pathlib import Path

import paper
import pytest

from supportgroups.dataset import PRINTED_COLUMNS, TABLES, data_directory, load_emendations, read_descriptor, read_table
from supportgroups.locators import NOTES, PARAGRAPHS, ROWS

pytestmark = pytest.mark.usefixtures("paper_at_hand")


def resources_with(column: str) -> list[str]:
    """Return the names of the tables that have a column."""
    resources = read_descriptor(data_directory())["resources"]
    return [entry["name"] for entry in resources if column in [field["name"] for field in entry["schema"]["fields"]]]


def test_every_cell_is_as_printed(subtests: pytest.Subtests) -> None:
    for table in TABLES:
        with Path(data_directory() / "source" / f"table-{table}.csv").open(encoding="utf-8", newline="") as file:
            ours = list(csv.reader(file))
        printed = paper.tables()[table - 1]
        with subtests.test(f"table {table}"):
            assert [row[1:] for row in ours] == printed
            assert [row[0] for row in ours] == ["row", *(str(number) for number in range(1, len(printed)))]


def test_captions_are_as_printed() -> None:
    assert list(read_table("categories")["caption_printed"]) == paper.captions()


def test_every_record_rests_on_the_passage_that_it_names() -> None:
    not_there = []
    for name in resources_with("evidence"):
        for record in read_table(name).to_dict("records"):
            passages = [paper.passages()[locator] for locator in str(record["locator"]).split("; ")]
            pieces = str(record["evidence"]).split(" … ")
            not_there += [(name, record["locator"], piece) for piece in pieces if not any(piece in passage for passage in passages)]
    assert not_there == []


def test_quotations_of_headers_and_captions_are_as_printed() -> None:
    emendations = load_emendations()
    headers = dict(zip(PRINTED_COLUMNS, range(7), strict=True))
    whole = emendations[emendations["row"].isna()]
    assert len(whole) > 0
    for record in whole.to_dict("records"):
        table = int(record["table"]) - 1
        text = paper.captions()[table] if record["column"] == "caption" else paper.tables()[table][0][headers[record["column"]]]
        assert text.count(record["printed"]) == 1, record["emendation_id"]


def test_locators_know_how_long_the_paper_is() -> None:
    assert {section: len(lines.split()) for section, lines in paper.PARAGRAPHS.items()} == PARAGRAPHS
    assert max(int(locator.removeprefix("n. ")) for locator in paper.passages() if locator.startswith("n. ")) == NOTES
    assert {number: sum(bool(row[0]) for row in rows[1:]) for number, rows in enumerate(paper.tables(), start=1)} == ROWS


def test_the_interviews_are_all_there() -> None:
    notes = {locator for locator, text in paper.passages().items() if locator.startswith("n. ") and "nterview" in text and "with" in text}
    cited = set("; ".join(read_table("interviews")["locator"]).split("; "))
    assert notes == {locator for locator in cited if locator.startswith("n. ")}
