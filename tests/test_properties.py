"""What holds whatever somebody writes: in a printed cell, in a locator, in a file of a data folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from supportgroups import cells
from supportgroups.audit import notation
from supportgroups.check import check_folder
from supportgroups.dataset import PRINTED_COLUMNS, data_directory
from supportgroups.derive import grammar
from supportgroups.locators import HANGS_ON, PARAGRAPHS, ROWS, LocatorError, Place, parse_locator

settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")
PARSERS = grammar()
CHARACTERS = "0123456789０٣,;.()*/ -–:：旧T法NPOa\n\x00"
"""What printed cells are made of, and what looks like it."""
NEAR = st.text(st.sampled_from(CHARACTERS), max_size=20) | st.text(max_size=20)
YEAR = st.integers(1000, 2999)


@pytest.mark.parametrize("column", PRINTED_COLUMNS)
def test_a_cell_is_in_the_grammar_or_told(column: str) -> None:
    @given(NEAR)
    @example("199０")
    def of_any_text(text: str) -> None:
        try:
            PARSERS[column](text)
        except cells.CellError as error:
            assert str(error).startswith("expected ")
        else:
            assert text.isascii() or column not in ("number", "began", "members")

    of_any_text()


@given(YEAR, st.none() | YEAR, st.sampled_from(["{} -{}", "{} *{}*", "{} {}"]))
def test_years_come_back(began: int, second: int | None, form: str) -> None:
    text = str(began) if second is None else form.format(began, second)
    assert [year for year in cells.parse_years(text).values() if year is not None] == [began, *([] if second is None else [second])]


@given(st.integers(1, 999_999_999), st.none() | st.integers(1, 999_999))
def test_members_come_back(members: int, foreign: int | None) -> None:
    parsed = cells.parse_members(f"{members:,}" if foreign is None else f"{members:,} *{foreign:,}*")
    assert parsed == {"members": members, "foreign_members": foreign, "members_status": "reported"}


@given(st.lists(st.sampled_from(sorted(set(cells.COMMUNITIES.values()) & cells.COMMUNITIES.keys())), min_size=1, unique=True))
def test_communities_come_back(labels: list[str]) -> None:
    assert [item["community"] for item in cells.parse_communities(", ".join(labels))] == labels


PLACES = (
    st.sampled_from(sorted(PARAGRAPHS)).flatmap(
        lambda section: st.integers(1, PARAGRAPHS[section]).map(lambda number: Place(section, number))
    )
    | st.sampled_from(sorted(HANGS_ON)).map(lambda number: Place("note", number))
    | st.sampled_from(sorted(ROWS)).flatmap(
        lambda table: (st.none() | st.integers(1, ROWS[table])).map(lambda number: Place(f"Table {table}", number))
    )
)


def written(place: Place) -> str:
    """Return a place as a locator has it."""
    if place.within == "note":
        return f"n. {place.number}"
    unit = "no." if place.within.startswith("Table") else "para."
    return place.within if place.number is None else f"{place.within}, {unit} {place.number}"


@given(st.lists(PLACES, min_size=1))
def test_places_come_back(places: list[Place]) -> None:
    assert parse_locator("; ".join(map(written, places))) == places


@given(st.text(st.sampled_from("IVXn. ,;paro0123456789１Table"), max_size=30) | st.text())
def test_a_locator_is_in_the_grammar_or_told(text: str) -> None:
    try:
        places = parse_locator(text)
    except LocatorError:
        return
    assert "; ".join(map(written, places)) == text


@given(NEAR | st.builds("{} {}".format, st.sampled_from(["at least", "in", "about", "few"]), NEAR))
def test_an_assertion_is_in_the_notation_or_told(text: str) -> None:
    try:
        assert notation.parse(text, [10] * (text.count("; ") + 1))
    except ValueError:
        pass  # outside the notation, which the notation says by this error and no other
    else:
        assert text.isascii() or "(" in text or "–" in text


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Return a copy of the data folder, which every example leaves as it was."""
    with tempfile.TemporaryDirectory() as scratch:
        yield Path(shutil.copytree(data_directory(), Path(scratch) / "data"))


def cut(content: bytes, start: float, length: int, new: bytes) -> bytes:
    """Put other bytes in the place of some."""
    place = int(start * len(content))
    return content[:place] + new + content[place + length :]


FILES = sorted(file.relative_to(data_directory()).as_posix() for file in data_directory().rglob("*") if file.suffix in {".csv", ".json"})
CHANGES: st.SearchStrategy[Callable[[bytes], bytes]] = st.builds(
    lambda start, length, new: lambda content: cut(content, start, length, new),
    st.floats(0, 1),
    st.integers(0, 40),
    st.binary(max_size=20) | st.text(CHARACTERS, max_size=20).map(str.encode),
)


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FILES), CHANGES)
def test_a_damaged_folder_is_told_about(folder: Path, name: str, change: Any) -> None:
    file = folder / name
    before = file.read_bytes()
    file.write_bytes(change(before))
    try:
        findings = check_folder(folder).findings  # whatever the file holds, no error
        assert all(finding.expected for finding in findings)
    finally:
        file.write_bytes(before)
