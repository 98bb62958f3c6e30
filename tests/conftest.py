"""What several tests share."""

from __future__ import annotations

from pathlib import Path

import paper
import pytest

from supportgroups import data_directory
from supportgroups.audit import Result, Tables, audit


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the checkout's top folder."""
    return paper.REPOSITORY


@pytest.fixture(scope="session")
def paper_at_hand() -> Path:
    """Return the file with the paper's text; skip where it is not at hand."""
    file = paper.path()
    if file is None:
        pytest.skip("the paper's text is not at hand: set PAPER_TEXT to its file to prove the transcription")
    return file


@pytest.fixture(scope="session")
def tables() -> Tables:
    """Return the dataset."""
    return Tables.load()


@pytest.fixture(scope="session")
def results(tables: Tables) -> list[Result]:
    """Return the outcome of the whole audit."""
    return audit(tables)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a copy of the data folder to break."""
    folder = tmp_path / "data"
    for file in data_directory().rglob("*"):
        if file.is_file():
            target = folder / file.relative_to(data_directory())
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    return folder
