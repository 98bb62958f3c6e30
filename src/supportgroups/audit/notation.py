"""The notation of what a claim asserts, in the field's own words.

    19 · 12,000 · 25% · 1998 · 1998-12-01      just this
    33–6,000                                   the smallest and the largest: two figures
    in 1997–1998                               one figure, somewhere in the range
    at least 2 · at most 1 · more than 12,000 · fewer than 3 · about 80 · nearly 100,000
    before 1995 · after 1998 · since 1996 · by 1987
    all · none · most · many · few · several · some
    yes                                        the statement holds

Several figures are separated by “; ”. What stands in parentheses behind a figure is read by people only: `none (before the law)`.

A word of measure has a core, of which it is surely said, and an edge, beyond which it is surely not; between the two a verdict is
*consistent*. `WORDS` is the table that the audit's page prints. Shares are shares: a word gets its total from the data.
"""

import datetime
import math
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from supportgroups.facts.tables import Range


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


_NUMBER = r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9][0-9,]*(?:\.[0-9]+)?"
_SIGNS: dict[str, Callable[[float], Range]] = {
    "at least": lambda n: Range(n, math.inf),
    "since": lambda n: Range(n, math.inf),
    "at most": lambda n: Range(-math.inf, n),
    "by": lambda n: Range(-math.inf, n),
    "more than": lambda n: Range(math.nextafter(n, math.inf), math.inf),
    "after": lambda n: Range(n + 1, math.inf),
    "fewer than": lambda n: Range(-math.inf, math.nextafter(n, -math.inf)),
    "before": lambda n: Range(-math.inf, n - 1),
}
_FIGURE = re.compile(
    rf"(?:(?P<word>{'|'.join(WORDS)}|yes)"
    rf"|(?:(?P<sign>{'|'.join(_SIGNS)}|about|nearly|in) )?(?P<low>{_NUMBER})(?:–(?P<high>{_NUMBER}))?%?)"
    r"(?: \((?P<gloss>[^()]+)\))?"
)


def parse(text: str, totals: Sequence[float | None] = ()) -> list[Asserted]:
    """Return what each figure of an assertion means; ``totals`` has of how many things it is a part, which a word of measure may need."""
    figures: list[Asserted] = []
    for part in text.split("; "):
        figures += _figures(part, totals[len(figures)] if len(figures) < len(totals) else None)
    return figures


def _figures(part: str, total: float | None) -> list[Asserted]:
    """Return what the figures of a part mean, of which the first is a part of so many."""
    match = _FIGURE.fullmatch(part)
    if match is None:
        raise ValueError(f"{part!r}: expected a figure of the notation, such as 19, 33–6,000, at least 2, before 1995, all, few, yes")
    if word := match["word"]:
        if word == "yes":
            return [Asserted(Range(1, 1), Range(1, 1), part)]
        if not WORDS[word].of_a_total:
            return [Asserted(WORDS[word].core(0), WORDS[word].edge(0), part)]
        if total is None:
            raise ValueError(f"“{word}” is a share: the check has to say of how many")
        shown = f"{word} {'' if word == 'all' else 'of '}{total:,.0f}{part.removeprefix(word)}"
        return [Asserted(WORDS[word].core(total), WORDS[word].edge(total), shown)]
    low, high, sign = _number(match["low"]), _number(match["high"] or match["low"]), match["sign"]
    if match["high"] and sign != "in":
        return [Asserted(Range(end, end), Range(end, end), f"{end:,.0f}") for end in (low, high)]
    rough = {"about": about, "nearly": nearly}.get(sign)
    core, edge = rough(low) if rough else (_SIGNS[sign](low) if sign in _SIGNS else Range(low, high),) * 2
    return [Asserted(core, edge, part)]


def _number(text: str) -> float:
    return float(datetime.date.fromisoformat(text).toordinal()) if "-" in text else float(text.replace(",", ""))
