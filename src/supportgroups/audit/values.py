"""What a statement asserts and what the data leave open, in one form: a range of possible values, with its wording.

Everything from ``low`` to ``high`` is possible. A statement that holds or does not is 1 or 0. Each word of measure has one meaning
throughout the audit, and it is written here.
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Possible(NamedTuple):
    """All values from ``low`` to ``high``, both included, and how they are put in words."""

    low: float
    high: float
    text: str

    def within(self, other: Possible) -> bool:
        """Say whether all that is possible here is possible there."""
        return other.low <= self.low and self.high <= other.high

    def apart_from(self, other: Possible) -> bool:
        """Say whether nothing that is possible here is possible there."""
        return self.high < other.low or other.high < self.low


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"


def exactly(value: float, text: str = "") -> Possible:
    """Return one value.

    Examples
    --------
    >>> exactly(1200).text
    '1,200'
    """
    return Possible(value, value, text or _number(value))


def year(value: float) -> Possible:
    """Return a year, which is written without a comma."""
    return Possible(value, value, f"{int(value)}")


def between(low: float, high: float, text: str = "") -> Possible:
    """Return a range, or one value where both ends are the same."""
    if low > high:
        raise ValueError(f"expected the lower end first: {low} to {high}")
    return exactly(low, text) if low == high else Possible(low, high, text or f"{_number(low)} to {_number(high)}")


def at_least(value: float, text: str = "") -> Possible:
    """Return the value and all above it."""
    return Possible(value, math.inf, text or f"{_number(value)} or more")


def at_most(value: float, text: str = "") -> Possible:
    """Return the value and all below it, down to none."""
    return Possible(0, value, text or f"{_number(value)} or fewer")


def more_than(value: int, text: str = "") -> Possible:
    """Return all whole numbers above the value."""
    return Possible(value + 1, math.inf, text or f"more than {_number(value)}")


def about(value: int, text: str = "") -> Possible:
    """Return all whole numbers that round to the value at its last digit that is not a nought.

    Examples
    --------
    >>> about(80)
    Possible(low=75.0, high=84.0, text='about 80')
    """
    step = 10 ** (len(str(value)) - len(str(value).rstrip("0")))
    return Possible(value - step / 2, value + step / 2 - (1 if step > 1 else 0), text or f"about {_number(value)}")


def nearly(value: int, text: str = "") -> Possible:
    """Return what lies below the value by less than a tenth of it."""
    return Possible(value * 0.9, value - 1, text or f"nearly {_number(value)}")


def most_of(total: int, text: str = "") -> Possible:
    """Return more than half of a number of things."""
    return Possible(total // 2 + 1, total, text or f"most of {_number(total)}")


def few_of(total: int, text: str = "") -> Possible:
    """Return fewer than half of a number of things, and at least one: the weakest thing that “few” can mean."""
    return Possible(1, max(1, math.ceil(total / 2) - 1), text or f"few of {_number(total)}")


def all_of(total: int, text: str = "") -> Possible:
    """Return every one of a number of things."""
    return Possible(total, total, text or f"all {_number(total)}")


def none_of(total: int, text: str = "") -> Possible:
    """Return not one of a number of things."""
    return Possible(0, 0, text or f"none of {_number(total)}")


def found(number: int, total: int) -> Possible:
    """Return how many of a number of things, as the data have it."""
    return Possible(number, number, f"{_number(number)} of {_number(total)}")


def holds(truth: bool = True, text: str = "") -> Possible:
    """Return whether a statement that is true or false holds."""
    return Possible(int(truth), int(truth), text or ("yes" if truth else "no"))


def open_question(text: str) -> Possible:
    """Return both answers: the data bear on the statement and leave open whether it holds."""
    return Possible(0, 1, text)
