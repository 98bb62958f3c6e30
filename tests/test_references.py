"""The two lists of works: what the paper's notes cite, and what the book cites besides."""

from __future__ import annotations

import re

import paper
import pytest
from pybtex.database import BibliographyData, Entry, parse_file

from supportgroups.dataset import read_table
from supportgroups.locators import parse_locator

BOOK = paper.REPOSITORY / "book"
PAPERS_OWN: BibliographyData = parse_file(str(BOOK / "references.bib"))
COMPANION: BibliographyData = parse_file(str(BOOK / "references-companion.bib"))
NOTE = re.compile(r"n\. \d+")


def words(text: str) -> str:
    """Return a text's letters and digits only: line breaks, dashes and quotation marks differ between the paper and a list."""
    return "".join(re.findall(r"\w+", text)).casefold()


def test_the_lists_are_kept_apart() -> None:
    assert not set(PAPERS_OWN.entries) & set(COMPANION.entries)
    assert all("paper" in entry.fields["keywords"].split(", ") for entry in PAPERS_OWN.entries.values())
    assert all("companion" in entry.fields["keywords"].split(", ") for entry in COMPANION.entries.values())


def test_every_work_of_the_paper_says_in_which_notes_it_stands(subtests: pytest.Subtests) -> None:
    for entry in PAPERS_OWN.entries.values():
        with subtests.test(entry.key):
            notes = NOTE.findall(entry.fields["note"])
            assert notes and entry.fields["note"].startswith(notes[0])
            for note in notes:
                parse_locator(note)


@pytest.mark.usefixtures("paper_at_hand")
def test_every_work_is_as_its_first_note_prints_it(subtests: pytest.Subtests) -> None:
    for entry in PAPERS_OWN.entries.values():
        with subtests.test(entry.key):
            compare_with_the_paper(entry)


def compare_with_the_paper(entry: Entry) -> None:
    """Compare a work's fields with the first note that cites it."""
    printed = words(paper.passages()[NOTE.findall(entry.fields["note"])[0]])
    fields = (
        "title",
        "titleaddon",
        "booktitle",
        "booktitleaddon",
        "journal",
        "address",
        "publisher",
        "year",
        "month",
        "pages",
        "authoraddon",
    )
    for field in fields:
        assert words(entry.fields.get(field, "")) in printed, field
    for persons in entry.persons.values():
        for person in persons:
            for name in (*person.first_names, *person.middle_names, *person.prelast_names, *person.last_names):
                assert words(name) in printed, name
    for page in re.findall(r"pp?\. ([\d,-]+\d)", entry.fields["note"].split(";")[0]):
        assert words(page) in printed


def test_every_outside_source_is_in_the_list() -> None:
    listed = {entry.fields.get("url") for entry in COMPANION.entries.values()}
    for name in ("official-statistics", "populations", "context-facts"):
        assert set(read_table(name)["source_url"]) <= listed


def test_a_remark_on_a_work_of_the_paper_has_a_source() -> None:
    for entry in PAPERS_OWN.entries.values():
        assert ("addendum" in entry.fields) == ("url" in entry.fields), entry.key


@pytest.mark.usefixtures("paper_at_hand")
def test_every_work_in_the_notes_is_in_the_list() -> None:
    listed = {words(entry.fields.get(field, "")) for entry in PAPERS_OWN.entries.values() for field in ("title", "booktitle", "journal")}
    not_works = {"Ibid.", "Sou-ai-kai", "Kyowakai"}
    notes = [line for line in paper.lines() if re.match("[⁰¹²³⁴⁵⁶⁷⁸⁹]+ ", line)]
    italic = {text for line in notes for text in re.findall(r"\*(.+?)\*", line)} - not_works
    assert {text for text in italic if words(text) not in listed} == set()
