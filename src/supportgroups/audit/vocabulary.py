"""What checks are written in: counts, shares, ranges, years and yes or no, each with the rows that it was computed from.

A condition may be true, false or missing. What is missing is not said, and counts both ways: a share of rows that are 4 times true and
3 times missing is 4 to 7. So a blank cell needs no words of its own, and a range is never typed.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from supportgroups import facts
from supportgroups.facts import Range, Record, Tables, counting_rules, records

NAMES: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
"""Names on which checks rest, beside those of the data."""

__all__ = [
    "NAMES", "Finding", "Tables", "at_the_latest", "between", "both", "check", "confirmable", "count", "day_of", "distinct", "earlier",
    "exactly", "extremes", "facts", "growing", "holds", "in_order", "known", "names", "not_lasting", "on", "paper_count", "refutable",
    "share", "source_shows", "source_tells", "surely", "told_of", "total", "value", "year", "years_of",
]  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What the data give for one claim."""

    figures: tuple[Range, ...]  # what they leave possible; one range for each figure that the claim asserts
    text: str  # the same in words; names in braces stand for what a rule may name, too
    evidence: tuple[Record, ...]  # the records that were counted, compared or read
    totals: tuple[float | None, ...]  # of how many things each figure is a part; None where it is of none
    values: Mapping[str, object] = field(default_factory=dict, compare=False)
    """What the rule and the remark of ``claims.csv`` name in braces."""
    readings: Sequence[Finding] = ()  # what other defensible readings give, in the order of the ledger's readings
    multiverse: pd.DataFrame | None = field(default=None, compare=False)
    """For a count of groups: its value under every combination of the counting rules (see `supportgroups.facts.counting_rules`)."""

    def says(self, **values: object) -> Finding:
        """Return the finding with more that a rule, reading or remark may name."""
        return replace(self, values={**self.values, **values})

    def beside(self, *rows: pd.DataFrame) -> Finding:
        """Return the finding with more evidence: rows with which the others were compared."""
        return replace(self, evidence=tuple(dict.fromkeys((*self.evidence, *records(*rows)))))

    def or_else(self, *readings: Finding) -> Finding:
        """Return the finding with other readings of the same data."""
        return replace(self, readings=(*self.readings, *readings))


Check = Callable[[Tables], Finding]
CHECKS: dict[str, Check] = {}  # of each claim, as far as the module of its section is loaded


def check(identifier: str, function: Callable[..., Finding] | None = None, **arguments: Any) -> Callable[..., Any]:
    """Enter a function as the check of a claim, with its own arguments besides the tables; a decorator, where no function is given."""
    if function is None:
        return partial(check, identifier, **arguments)
    CHECKS[identifier] = partial(function, **arguments)
    return function


def between(low: float, high: float, *rows: pd.DataFrame, of: float | None = None, text: str = "") -> Finding:
    """Find that a number lies in a range, of so many if it is a share; rules and remarks may name ``{low}``, ``{high}`` and ``{total}``."""
    if low > high:
        raise ValueError(f"expected the lower end first: {low} to {high}")
    said = {"low": low, "high": high, "total": of}
    return Finding((Range(low, high),), text or _in_words(low, high, of), records(*rows), (of,), said)


def exactly(number: float, *rows: pd.DataFrame, of: float | None = None, text: str = "") -> Finding:
    """Find that a number is this one and no other."""
    return between(number, number, *rows, of=of, text=text)


def count(rows: pd.DataFrame, *others: pd.DataFrame, of: float | None = None, text: str = "") -> Finding:
    """Count rows; ``others`` are evidence too: what they were chosen from, or compared with."""
    return exactly(len(rows), rows, *others, of=of, text=text)


def share(rows: pd.DataFrame, condition: pd.Series | str | Callable[[pd.DataFrame], pd.Series], *others: pd.DataFrame) -> Finding:
    """Count of how many rows a condition holds; a row of which it is not said counts both ways.

    The condition is a column, which may have further rows, an expression of the rows' columns, or what a function makes of the rows.
    Rules and remarks may name ``{others}``, the rows of which it does not hold, and ``{unsaid}``, those of which it is not said.
    """
    told: pd.Series = rows.eval(condition, engine="python") if isinstance(condition, str) else condition  # type: ignore[assignment]
    told = told(rows) if callable(told) else told[rows.index] if len(told) > len(rows) else told
    sure, unsaid = told.fillna(False).astype(bool), told.isna()
    found = between(int(sure.sum()), int((sure | unsaid).sum()), rows, *others, of=len(rows))
    return found.says(others=rows[~sure & ~unsaid], unsaid=rows[unsaid])


def distinct(rows: pd.DataFrame, column: str, *others: pd.DataFrame, text: str = "") -> Finding:
    """Count the different entries of a column; rules may name ``{rows}``, those that have them."""
    return exactly(int(rows[column].nunique()), rows, *others, text=text).says(rows=rows)


def total(rows: pd.DataFrame, *columns: str) -> Finding:
    """Add up columns; the words are the sum written out."""
    parts = [int(number) for number in rows[[*columns]].to_numpy().ravel()]
    return exactly(sum(parts), rows, text=f"{' + '.join(map(str, parts))} = {sum(parts)}")


def value(rows: pd.DataFrame, column: str, *others: pd.DataFrame, text: str = "") -> Finding:
    """Return the number that a record has, or those of several, from the smallest to the largest; any is possible where none is printed."""
    numbers = rows[column].dropna()
    low, high = (float(numbers.min()), float(numbers.max())) if len(numbers) else (-math.inf, math.inf)
    return between(low, high, rows, *others, text=text or ("" if len(numbers) else "nothing printed"))


def year(rows: pd.DataFrame, column: str = "date", *others: pd.DataFrame) -> Finding:
    """Return the years of some records, from the first to the last; the one year, if they agree."""
    years = years_of(rows[column])
    if years.empty:
        return between(-math.inf, math.inf, rows, *others, text="no year printed")
    low, high = int(years.min()), int(years.max())
    return between(low, high, rows, *others, text=f"{low}" if low == high else f"{low} to {high}")


def at_the_latest(rows: pd.DataFrame, column: str = "date", *others: pd.DataFrame, text: str = "{last} or before") -> Finding:
    """Return a year by which a thing was there: the first of some records."""
    last = int(years_of(rows[column]).min())
    return between(-math.inf, last, rows, *others, text=text.format(last=last))


def holds(truth: Any, *rows: pd.DataFrame, text: str = "", otherwise: str = "") -> Finding:
    """Return whether a statement holds, with a text for that, and another for when it fails; missing means that the data leave it open."""
    low, high = (0, 1) if pd.isna(truth) else (int(bool(truth)), int(bool(truth)))
    said = otherwise if high == 0 and otherwise else text
    return replace(between(low, high, *rows), text=said or {(1, 1): "yes", (0, 0): "no"}.get((low, high), "open"))


def refutable(told: Any, *rows: pd.DataFrame, text: str = "", otherwise: str = "") -> Finding:
    """Return that a statement fails unless something is told; if it is told, it stays open, since it says more than that."""
    return holds(pd.NA if told else False, *rows, text=text, otherwise=otherwise)


def confirmable(told: Any, *rows: pd.DataFrame, text: str = "", otherwise: str = "") -> Finding:
    """Return that a statement holds if something is told, and stays open if it is not."""
    return holds(True if told else pd.NA, *rows, text=text if told else otherwise or text)


def in_order(t: Tables, first: str, then: str, column: str = "date", text: str = "") -> Finding:
    """Return whether the date of one record, which may be in another column, comes before that of another."""
    return holds(earlier(t.cell(first, column), t.cell(then, "date")), t.pick(first), t.pick(then), text=text)


def source_tells(t: Tables, key: str, *words: str, column: str = "text", text: str = "", otherwise: str = "") -> Finding:
    """Return that a statement fails unless a source has one of some words; if it has, the statement stays open, since it says more."""
    return refutable(t.tells(key, *words, column=column), t.pick(key), text=text, otherwise=otherwise)


def source_shows(t: Tables, key: str, *words: str, text: str = "", otherwise: str = "") -> Finding:
    """Return that a statement holds if a source has one of some words, and stays open if it has not."""
    return confirmable(t.tells(key, *words), t.pick(key), text=text, otherwise=otherwise)


def growing(counts: pd.DataFrame) -> Finding:
    """Return that a thing fails where counts fall between the first and the last; what growth shows, stays open."""
    (start, end), (low, high) = years_of(counts["date"]).iloc[[0, -1]], counts["value"].iloc[[0, -1]]
    return refutable(counts["value"].is_monotonic_increasing, counts, text=f"{low:,} in {start}, {high:,} in {end}")


def day_of(t: Tables, key: str) -> Finding:
    """Return the day of a dated record."""
    day = facts.day_of_fact(t, key)
    return exactly(day.toordinal(), t.pick(key), text=on(day))


def extremes(rows: pd.DataFrame, column: str, *, blank: pd.Series | None = None) -> Finding:
    """Return the smallest and the largest number of a column: two figures; in another reading a ``blank`` row, not “N/A”, holds an end."""
    printed, [(low, high)] = rows[column].dropna(), value(rows, column).figures
    if printed.empty:
        return both(value(rows, column), value(rows, column))
    blanks = 0 if blank is None else int(blank.sum())
    found = both(exactly(low, rows), exactly(high, rows)).says(printed=len(printed), rows=len(rows), blanks=blanks)
    return found.or_else(both(between(-math.inf, low, rows), between(high, math.inf, rows))) if blanks else found


def paper_count(t: Tables, name: str, *rows: pd.DataFrame, of: float | None = None) -> Finding:
    """Return one of the paper's counts of groups, with its values under every combination of the counting rules, which `judge` compares."""
    asked = counting_rules.COUNTS[name]
    frame = counting_rules.multiverse(t, asked)
    plain = float(frame["value"].iloc[0])
    return replace(exactly(plain, *rows, of=of, text=asked.in_words(plain)), multiverse=frame)


def not_lasting(t: Tables) -> Finding:
    """Return how many of all groups have ended, each of which may have, by what the tables print and the prose tells."""
    known, groups, span = facts.endings(t), t["groups"], facts.ended(t)
    found = between(*span, groups, t.where("events", kind="organisation_ended"), of=len(groups))
    numbers = {"printed": len(known.printed), "told": len(known.told), "at_work": len(known.at_work)}
    return found.says(**numbers, ended_share=span.low / max(1, len(groups)))


def both(*findings: Finding) -> Finding:
    """Put findings side by side, for a claim that asserts several figures."""
    return Finding(
        tuple(figure for one in findings for figure in one.figures),
        "; ".join(one.text for one in findings),
        tuple(dict.fromkeys(record for one in findings for record in one.evidence)),
        tuple(of for one in findings for of in one.totals),
        values={name: value for one in findings for name, value in one.values.items()},
    )


def surely(condition: pd.Series, silent: pd.Series | bool = True) -> pd.Series:
    """Return a condition that is missing where it does not hold, or only where nothing is said: not being told does not make it false."""
    return condition.astype("boolean").mask(~condition & silent)


def known(column: pd.Series, *unsaid: str) -> pd.Series:
    """Return a column in which some entries mean that nothing is said."""
    return column.astype("string").mask(column.isna() | column.isin(unsaid))


def told_of(whole: pd.DataFrame, said: pd.DataFrame, opposed: pd.DataFrame | None = None) -> pd.Series:
    """Return of which groups something is told: true where it is, false where only the opposite is, missing where neither."""
    against = whole["group_id"].isin([] if opposed is None else opposed["group_id"].dropna())
    return surely(whole["group_id"].isin(said["group_id"].dropna()), ~against)


def earlier(a: object, b: object) -> Any:
    """Return whether one date comes before another; missing if one is, or if a year or a text such as ``1998-12`` leaves it open."""
    if pd.isna(a) or pd.isna(b):  # type: ignore[call-overload]
        return pd.NA
    one, other = (pd.Period(_as_date(date)) for date in (a, b))
    if one.end_time < other.start_time:
        return True
    return False if one.start_time >= other.end_time.normalize() else pd.NA


def years_of(dates: pd.Series) -> pd.Series:
    """Return the years of dates, of texts that begin with a year, or of years."""
    if pd.api.types.is_datetime64_any_dtype(dates):
        years: pd.Series = dates.dt.year.dropna()
        return years
    return pd.to_numeric(dates.astype("str").str[:4], errors="coerce").dropna().astype(int)


def names(rows: pd.DataFrame, column: str = "name_en", joined: str = " and ") -> str:
    """Return the different names of rows, in their order."""
    entries = rows[column].dropna()
    return joined.join(dict.fromkeys(entries.map(on) if pd.api.types.is_datetime64_any_dtype(entries) else entries.astype("str"))) or "none"


def on(day: Any) -> str:
    """Return a date in words, as far as it is given.

    >>> on("1998-12-01"), on("1996-12"), on("1998")
    ('1 December 1998', 'December 1996', '1998')
    """
    text = _as_date(day)
    date = pd.Period(text).start_time
    return {4: f"{date:%Y}", 7: f"{date:%B %Y}"}.get(len(text), f"{date.day} {date:%B %Y}")


def _as_date(day: object) -> str:
    return f"{day:%Y-%m-%d}" if isinstance(day, pd.Timestamp) else str(day)


def _in_words(low: float, high: float, of: float | None) -> str:
    number = (f"{n:,.0f}" if float(n).is_integer() else f"{n:,}" for n in (low, high) if math.isfinite(n))
    span = f"{low:,g} or more" if high == math.inf else f"{high:,g} or fewer" if low == -math.inf else " to ".join(dict.fromkeys(number))
    return span if of is None else f"{span} of {of:,.0f}"
