"""What the data leave possible: a range of numbers."""

from __future__ import annotations

from typing import NamedTuple


class Range(NamedTuple):
    """All values from ``low`` to ``high``, both included."""

    low: float
    high: float

    def within(self, other: Range) -> bool:
        """Return whether all that is possible here is possible there."""
        return other.low <= self.low and self.high <= other.high

    def apart_from(self, other: Range) -> bool:
        """Return whether nothing that is possible here is possible there."""
        return self.high < other.low or other.high < self.low
