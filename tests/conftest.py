"""What several tests share."""

from __future__ import annotations

from pathlib import Path

import paper
import pytest


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
