"""The copies of the chapters that readers change: the book stays, and so does what they made."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookmaking.laboratory import copy


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a folder with two chapters and what they need."""
    folder = tmp_path / "book"
    folder.mkdir()
    for name in ("01-first.ipynb", "02-second.ipynb", "page.md", "_toc.yml"):
        (folder / name).write_text(f"{name} of the book")
    return folder


def contents(folder: Path) -> dict[str, str]:
    """Return the notebooks of a folder, with what is in them."""
    return {file.name: file.read_text() for file in folder.glob("*.ipynb")}


def test_a_chapter_that_was_not_changed_follows_the_book(book: Path, tmp_path: Path) -> None:
    lab = tmp_path / "lab"
    assert copy(book, lab) == []
    assert contents(lab) == contents(book)
    assert (lab / "_toc.yml").exists()
    (book / "01-first.ipynb").write_text("a new release")
    assert copy(book, lab) == []
    assert contents(lab)["01-first.ipynb"] == "a new release"


def test_a_chapter_that_was_changed_stays_and_the_book_does_too(book: Path, tmp_path: Path) -> None:
    lab, before = tmp_path / "lab", contents(book)
    copy(book, lab)
    (lab / "01-first.ipynb").write_text("mine")
    assert copy(book, lab) == []
    (book / "01-first.ipynb").write_text("a new release")
    [told] = copy(book, lab)
    assert told.endswith("make lab AFRESH=01-first")
    assert contents(lab) == {**before, "01-first.ipynb": "mine"}


def test_a_chapter_starts_afresh_and_what_was_made_of_it_is_kept(book: Path, tmp_path: Path) -> None:
    lab = tmp_path / "lab"
    copy(book, lab)
    for number in (1, 2):
        (lab / "01-first.ipynb").write_text(f"mine {number}")
        (lab / "02-second.ipynb").write_text("mine, too")
        [told] = copy(book, lab, ["01-first"])
        assert f"01-first (earlier {number}).ipynb" in told
    assert contents(lab) == {
        "01-first.ipynb": "01-first.ipynb of the book",
        "01-first (earlier 1).ipynb": "mine 1",
        "01-first (earlier 2).ipynb": "mine 2",
        "02-second.ipynb": "mine, too",
    }
    assert len(copy(book, lab, ["all"])) == 1
    assert contents(lab)["02-second.ipynb"] == "02-second.ipynb of the book"


def test_a_chapter_that_is_not_there_is_said(book: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no chapter 03-third; there are 01-first, 02-second, and all"):
        copy(book, tmp_path / "lab", ["03-third"])
