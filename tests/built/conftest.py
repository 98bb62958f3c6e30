"""What is built is looked at, or the tests fail: none is skipped because the book is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from built.pages import HTML, ONE_PAGE, built_anew

LONG = ("test_editions", "test_portable", "test_interrupted_build", "test_planted_markup")
"""The files of tests that take long: they come first, so that two processes end together."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the tests that look at the book, leave one where it is not built: it says so for all."""
    items.sort(key=lambda item: item.path.stem not in LONG)
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    if not_built():
        config.hook.pytest_deselected(items=here[1:])
        items[:] = [item for item in items if item not in here[1:]]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """Fail where the book is not built."""
    if message := not_built():
        pytest.fail(message, pytrace=False)


def not_built() -> str:
    """Return what to do where the book, or the one page that is asked for, is not built."""
    if ONE_PAGE:
        return "" if built_anew() else f"the page is not built: make page PAGE={ONE_PAGE}"
    return "" if (HTML / "index.html").is_file() else "the book is not built: make book"
