"""What pytest and nbval need to know of the notebooks in ``book/``."""

from __future__ import annotations

import pytest


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Leave the stored pictures out of nbval's comparison: the widths of text in them depend on the fonts of a machine.

    What a picture shows is compared all the same, because the chart's specification stands beside it.
    """
    if hasattr(collector, "skip_compare"):
        collector.skip_compare += ("image/svg+xml",)
