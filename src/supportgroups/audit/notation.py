"""The notation of what a claim asserts, in the field's own words.

    19 · 12,000 · 25% · 1998 · 1998-12-01      just this
    33–6,000                                   the smallest and the largest: two figures
    in 1997–1998                               one figure, somewhere in the range
    at least 2 · at most 1 · more than 12,000 · fewer than 3 · about 80 · nearly 100,000
    before 1995 · after 1998 · since 1996 · by 1987
    all · none · most · many · few · several · some
    yes                                        the statement holds

Several figures are separated by “; ”. What stands in parentheses behind a figure is read by people only: `none (before the law)`.
"""

import datetime
import math
import re
from collections.abc import Callable, Sequence

from supportgroups.audit.words import WORDS, Asserted, about, nearly
from supportgroups.facts.ranges import Range

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
    """Return what each figure of an assertion means.

    ``totals`` says of how many things each observed figure is a part; None where it is of none. A word of measure may need it.
    """
    figures = [figure for part in text.split("; ") for figure in _figures(part)]
    of = totals if len(totals) == len(figures) else [None] * len(figures)
    return [_share(figure, total) if isinstance(figure, str) else figure for figure, total in zip(figures, of, strict=True)]


def _figures(part: str) -> list[Asserted | str]:
    """Return what the figures of a part mean; a share stays as it is written, since it needs a total."""
    match = _FIGURE.fullmatch(part)
    if match is None:
        raise ValueError(f"{part!r}: expected a figure of the notation, such as 19, 33–6,000, at least 2, before 1995, all, few, yes")
    if word := match["word"]:
        if word == "yes":
            return [Asserted(Range(1, 1), Range(1, 1), part)]
        return [part if WORDS[word].of_a_total else Asserted(WORDS[word].core(0), WORDS[word].edge(0), part)]
    low, high, sign = _number(match["low"]), _number(match["high"] or match["low"]), match["sign"]
    if match["high"] and sign != "in":
        return [Asserted(Range(end, end), Range(end, end), f"{end:,.0f}") for end in (low, high)]
    rough = {"about": about, "nearly": nearly}.get(sign)
    core, edge = rough(low) if rough else (_SIGNS[sign](low) if sign in _SIGNS else Range(low, high),) * 2
    return [Asserted(core, edge, part)]


def _share(part: str, total: float | None) -> Asserted:
    word = part.partition(" (")[0]
    if total is None:
        raise ValueError(f"“{word}” is a share: the check has to say of how many")
    shown = f"{word} {'' if word == 'all' else 'of '}{total:,.0f}{part.removeprefix(word)}"
    return Asserted(WORDS[word].core(total), WORDS[word].edge(total), shown)


def _number(text: str) -> float:
    return float(datetime.date.fromisoformat(text).toordinal()) if "-" in text else float(text.replace(",", ""))
