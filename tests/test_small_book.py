"""The small book is as expected: a change of what is made of a page, a record or a citation is seen, and reviewed as one of text."""

from __future__ import annotations

from difflib import unified_diff
from itertools import islice

import pytest
from small_book import EXPECTED, build

SHOWN = 60
"""Number of lines of the differences that are shown."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what the small book holds, as it is built now."""
    return build(tmp_path_factory.mktemp("small") / "book")


@pytest.mark.parametrize("name", sorted(file.name for file in EXPECTED.iterdir()))
def test_the_small_book_is_as_expected(name: str, made: dict[str, str]) -> None:
    expected = (EXPECTED / name).read_text(encoding="utf-8")
    differences = unified_diff(expected.splitlines(), made.get(name, "").splitlines(), "expected", "made", n=1, lineterm="")
    if shown := "\n".join(islice(differences, SHOWN)):
        pytest.fail(f"{name}; if this is meant: make expected\n{shown}", pytrace=False)


def test_all_that_is_made_is_expected(made: dict[str, str]) -> None:
    assert made.keys() == {file.name for file in EXPECTED.iterdir()}
