"""The one meaning of each word of measure.

A word of measure has a core, of which it is surely said, and an edge, beyond which it is surely not; between the two a verdict is
*consistent*. `WORDS` is the table that the audit's page prints. Shares are shares: a word gets its total from the data.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from supportgroups.facts.ranges import Range


class Asserted(NamedTuple):
    """What one figure of a claim asserts: surely meant (``core``), and at the most (``edge``); ``text`` is as the ledger has it."""

    core: Range
    edge: Range
    text: str


class Word(NamedTuple):
    """A word of measure: its meaning in words, and its core and edge among a number of things."""

    meaning: str
    core: Callable[[float], Range]
    edge: Callable[[float], Range]
    of_a_total: bool = True


WORDS = {
    "all": Word("every one; “both” of two", lambda n: Range(n, n), lambda n: Range(n, n)),
    "none": Word("not one", lambda n: Range(0, 0), lambda n: Range(0, 0), of_a_total=False),
    "most": Word(
        "more than half; also “mostly”, “mainly”, “in general”, “tend to”", lambda n: Range(n // 2 + 1, n), lambda n: Range(n // 2 + 1, n)
    ),
    "many": Word(
        "surely half or more; surely not fewer than three; also “numerous”", lambda n: Range(math.ceil(n / 2), n), lambda n: Range(3, n)
    ),
    "few": Word(
        "surely one, or up to a fifth; surely not half or more; also “small number”, “little if any”",
        lambda n: Range(1, max(1, n // 5)),
        lambda n: Range(0, math.ceil(n / 2) - 1),
    ),
    "several": Word("surely three or more; surely not one", lambda n: Range(3, math.inf), lambda n: Range(2, math.inf), of_a_total=False),
    "some": Word(
        "surely two or more, as a plural says; surely not none; also “various”, and a plural without a number",
        lambda n: Range(2, math.inf),
        lambda n: Range(1, math.inf),
        of_a_total=False,
    ),
}
"""Word of measure → what it means. Inflected forms and synonyms of the paper are entered under the word that is here."""


def about(value: float) -> tuple[Range, Range]:
    """Return what is off by no more than a tenth: of this what rounds to a value at its last digit other than zero, and all."""
    step = 10 ** (len(f"{value:.0f}") - len(f"{value:.0f}".rstrip("0")))
    edge = Range(0.9 * value, 1.1 * value)
    return Range(max(value - step / 2, edge.low), min(value + step / 2 - (1 if step > 1 else 0), edge.high)), edge


def nearly(value: float) -> tuple[Range, Range]:
    """Return what lies below a value by less than a tenth, and by less than a fifth."""
    return Range(0.9 * value, value - 1), Range(0.8 * value, value - 1)
