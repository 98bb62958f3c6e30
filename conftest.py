"""What pytest and nbval need to know of the notebooks in ``book/``."""

from __future__ import annotations

import os

import pytest

collect_ignore = ["src/liteextensions"]
"""What runs in a browser's Python only."""


def pytest_configure(config: pytest.Config) -> None:
    """Let the chapters run without drawing pictures, which are not compared."""
    # The name is that of `supportgroups.notebook.PICTURES`, whose module each process would first have to import, with pandas.
    os.environ["SUPPORTGROUPS_NO_PICTURES"] = "yes"


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Leave the stored pictures out of nbval's comparison: the widths of text in them depend on the fonts of a machine.

    What a picture shows is compared all the same, because the chart's specification stands beside it.
    """
    if hasattr(collector, "skip_compare"):
        collector.skip_compare += ("image/svg+xml",)
