"""The copies of the chapters that readers change: the book stays, and so does what they made."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import paper
import pytest

from bookmaking import laboratory
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


@pytest.fixture
def opened(book: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the command with which JupyterLab is opened over the copies of a book."""
    run: list[str] = []
    monkeypatch.setattr(os, "execv", lambda program, command: run.extend(command if program == command[0] else [program]))
    monkeypatch.setattr(laboratory, "BOOK", book)
    return run


def test_jupyterlab_opens_at_the_first_chapter_and_lists_the_notebooks_alone(
    opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path.resolve() / "lab"
    monkeypatch.setattr(sys, "argv", ["laboratory", "--folder", str(folder), "--no-browser"])
    laboratory.main()
    assert opened == [
        *(sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"),
        *(f"--ContentsManager.hide_globs={name}" for name in ("*.md", "*.bib", "_toc.yml", "__pycache__", ".*")),
        "--FileContentsManager.pre_save_hook=bookmaking.stored_form.before_saving",
        f"--LabApp.labextensions_path={paper.REPOSITORY / 'src' / 'labextensions'}",
        str(folder / "01-state-and-associational-life.ipynb"),
        "--no-browser",
    ]
    assert (paper.REPOSITORY / "book" / "01-state-and-associational-life.ipynb").is_file()
    assert contents(folder) == contents(laboratory.BOOK)


def test_the_copies_are_beside_the_book_unless_another_folder_is_named(
    opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(laboratory, "REPOSITORY", tmp_path)
    monkeypatch.setattr(sys, "argv", ["laboratory"])
    laboratory.main()
    assert contents(tmp_path / "lab") == contents(laboratory.BOOK)
    assert f"--ServerApp.root_dir={(tmp_path / 'lab').resolve()}" in opened


def test_authors_open_the_chapters_themselves(opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is run ends this program; here it goes on, to the copies.
    monkeypatch.setattr(sys, "argv", ["laboratory", "--edit", "--folder", str(tmp_path / "lab")])
    laboratory.main()
    assert opened[3] == f"--ServerApp.root_dir={laboratory.BOOK}"
    assert opened[4:6] == ["--ContentsManager.hide_globs=__pycache__", "--ContentsManager.hide_globs=.*"]


def test_what_became_of_copies_is_told(
    opened: list[str], book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy(book, tmp_path / "lab")
    (tmp_path / "lab" / "01-first.ipynb").write_text("mine")
    monkeypatch.setattr(sys, "argv", ["laboratory", "--folder", str(tmp_path / "lab"), "--afresh", "01-first"])
    laboratory.main()
    assert capsys.readouterr().out == "01-first.ipynb is as in the book again; yours is kept as 01-first (earlier 1).ipynb.\n"
    monkeypatch.setattr(sys, "argv", ["laboratory", "--folder", str(tmp_path / "lab"), "--afresh", "nothing"])
    with pytest.raises(SystemExit):
        laboratory.main()
    assert re.search(r"laboratory: error: .*'nothing' \(choose from '?01-first'?, '?02-second'?, '?all'?\)", capsys.readouterr().err)
