"""The ledger of the audit as rows, and these as JSON, CSV or a table for the terminal.

Rows are stable: the same data give the same rows in the same order. ``ledger.schema.json`` beside this file (JSON Schema, draft
2020-12) describes them.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from supportgroups.audit.claims import Kind, Record, Result, Verdict

SCHEMA = Path(__file__).with_name("ledger.schema.json")
"""The file that describes what `as_json` returns."""
NARROWEST = 60
"""The fewest columns into which `as_table` fits its table."""

_VALUE = "value"
_COLUMN_GAP = "  "
_FIRST_COLUMN = 14  # the longest verdict, and a little air
_FILLER, _NO_BREAK = "\0", "\xa0"


def filtered(
    results: Sequence[Result], section: str | None = None, verdict: Verdict | str | None = None, kind: Kind | str | None = None
) -> list[Result]:
    """Return the results of one section, verdict or kind; None takes all.

    Raises
    ------
    ValueError
        If there is no such verdict or kind.
    """
    wanted_verdict = None if verdict is None else Verdict(verdict)
    wanted_kind = None if kind is None else Kind(kind)
    return [
        result
        for result in results
        if (section is None or result.claim.section == section)
        and (wanted_verdict is None or result.verdict is wanted_verdict)
        and (wanted_kind is None or result.claim.kind is wanted_kind)
    ]


def headline(results: Sequence[Result]) -> dict[Verdict, int]:
    """Return the number of results of each verdict, in the order of the verdicts; none is left out."""
    counts = Counter(result.verdict for result in results)
    return {verdict: counts[verdict] for verdict in Verdict}


def rows(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Return the results as plain data, one dictionary per claim, in their order.

    Parameters
    ----------
    results
        As `supportgroups.audit.audit` returns them.

    Returns
    -------
    list of dict
        Each as ``ledger.schema.json`` describes it: texts, but for ``evidence``, a list of records, and ``multiverse``, which is None
        for a claim whose check does not count under several rules.
    """
    return [_row(result) for result in results]


def as_json(results: Sequence[Result], *, ascii_only: bool = False) -> str:
    """Return the rows as a JSON list, indented; with escapes for all that is not ASCII, if wished."""
    return json.dumps(rows(results), ensure_ascii=ascii_only, indent=2) + "\n"


def as_csv(results: Sequence[Result]) -> str:
    """Return the rows as CSV: evidence as ``table:key`` joined by blanks and bars, the multiverse in three columns.

    The distribution stands as ``value: number of rule sets``, joined by semicolons.
    """
    lines = []
    for row in rows(results):
        multiverse = row.pop("multiverse") or {"rule_sets": "", "giving_asserted": "", "distribution": {}}
        row["evidence"] = " | ".join(f"{record['table']}:{record['key']}" for record in row["evidence"])
        row["rule_sets"] = multiverse["rule_sets"]
        row["rule_sets_giving_asserted"] = multiverse["giving_asserted"]
        row["distribution"] = "; ".join(f"{value}: {number}" for value, number in multiverse["distribution"].items())
        lines.append(row)
    file = io.StringIO()
    writer = csv.DictWriter(file, fieldnames=_CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return file.getvalue()


def as_table(results: Sequence[Result], width: int = 100) -> str:
    """Return the results as a table of plain text.

    Of each claim it shows where it stands, what the paper says and the tables show, and beneath that the rule; the records that are the
    evidence are only counted.

    Parameters
    ----------
    results
        As `supportgroups.audit.audit` returns them.
    width
        How many columns the terminal has; a double-width character takes two. Below `NARROWEST` the table does not shrink any more.
    """
    width = max(width, NARROWEST)
    rest = width - _FIRST_COLUMN - 3 * len(_COLUMN_GAP)
    figures = max(rest // 4, 12)
    widths = (_FIRST_COLUMN, rest - 2 * figures, figures, figures)
    parts = [_sentence(results)]
    if results:
        rule = "-" * width
        parts += ["", *_side_by_side([["Claim"], ["Statement"], ["The paper"], ["The tables"]], widths), "=" * width]
        for result in results:
            parts += [*_entry(result, widths, width), rule]
    return "\n".join(parts) + "\n"


_CSV_COLUMNS = (
    "id",
    "section",
    "locator",
    "kind",
    "statement",
    "asserted",
    "observed",
    "rule",
    "verdict",
    "evidence",
    "remark",
    "discussed",
    "rule_sets",
    "rule_sets_giving_asserted",
    "distribution",
)


def _row(result: Result) -> dict[str, Any]:
    return {
        "id": result.claim.identifier,
        "section": result.claim.section,
        "locator": result.claim.locator,
        "kind": str(result.claim.kind),
        "statement": result.claim.statement,
        "asserted": result.asserted,
        "observed": result.observed,
        "rule": result.rule,
        "verdict": str(result.verdict),
        "evidence": [{"table": record.table, "key": record.key} for record in _without_repetition(result.evidence)],
        "remark": result.remark,
        "discussed": result.claim.discussed,
        "multiverse": _multiverse(result),
    }


def _without_repetition(evidence: Sequence[Record]) -> list[Record]:
    """Return each record once, where it comes first."""
    return list(dict.fromkeys(evidence))


def _multiverse(result: Result) -> dict[str, Any] | None:
    """Return how many sets of counting rules there are, how many give what is asserted, and how often each value comes out."""
    if result.multiverse is None:
        return None
    asserted, *others = result.claim.asserted
    if others:
        raise ValueError(f"{result.claim.identifier}: a multiverse goes with one figure; {1 + len(others)} are asserted")
    numbers = Counter(float(value) for value in result.multiverse[_VALUE])
    return {
        "rule_sets": numbers.total(),
        "giving_asserted": sum(number for value, number in numbers.items() if asserted.low <= value <= asserted.high),
        # Where a rule set leaves nothing to count, a year is infinite: JSON knows no such number.
        "distribution": {f"{value:.15g}" if math.isfinite(value) else "none": numbers[value] for value in sorted(numbers)},
    }


def _sentence(results: Sequence[Result]) -> str:
    """Return the headline as a sentence."""
    claims = f"{len(results):,} claim{'' if len(results) == 1 else 's'}"
    counts = ", ".join(f"{number} {verdict}" for verdict, number in headline(results).items() if number)
    return f"{claims}: {counts}." if counts else f"{claims}."


def _entry(result: Result, widths: Sequence[int], width: int) -> list[str]:
    claim = result.claim
    first = [claim.identifier, str(result.verdict), *_wrapped(claim.locator, widths[0])]
    others = [_wrapped(text, size) for text, size in zip((claim.statement, result.asserted, result.observed), widths[1:], strict=True)]
    height = max(map(len, others))
    beneath = [
        result.rule if result.verdict is Verdict.UNTESTABLE else f"Rule: {result.rule}",
        f"Remark: {result.remark}" if result.remark else "",
        _several_rules(result),
        _counted(result),
    ]
    room = width - widths[0] - len(_COLUMN_GAP)
    under = [line for text in beneath if text for line in _wrapped(text, room)]
    # The rule begins right beneath the statement; the first column goes on beside it.
    return [*_side_by_side([first[:height], *others], widths), *_side_by_side([first[height:], under], (widths[0], room))]


def _counted(result: Result) -> str:
    numbers = Counter(record.table for record in _without_repetition(result.evidence))
    return "Evidence: " + ", ".join(f"{number} of {table}" for table, number in numbers.items()) if numbers else ""


def _several_rules(result: Result) -> str:
    summary = _multiverse(result)
    if summary is None:
        return ""
    values = ", ".join(f"{value} ({number})" for value, number in summary["distribution"].items())
    return f"Under {summary['rule_sets']} sets of rules: {values}. {summary['giving_asserted']} give what is asserted."


def _side_by_side(columns: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """Return lines with the columns next to each other."""
    height = max(map(len, columns))
    filled = [[*column, *[""] * (height - len(column))] for column in columns]
    return [
        _COLUMN_GAP.join(text + " " * (size - _columns_of(text)) for text, size in zip(line, widths, strict=True)).rstrip()
        for line in zip(*filled, strict=True)
    ]


def _columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(_filled(text))


def _filled(text: str) -> str:
    """Return the text with a filler behind each double-width character, so that its length is the columns that it takes."""
    return "".join(character + _FILLER if unicodedata.east_asian_width(character) in "WF" else character for character in text)


def _wrapped(text: str, width: int) -> list[str]:
    """Return the text in lines of no more than so many columns."""
    kept_together = re.sub(r"\b(nn?|nos?|paras?)\. (?=[0-9])", rf"\1.{_NO_BREAK}", re.sub(r"\s+", " ", text))
    filled = _filled(kept_together)
    # A break inside a long word may fall between a character and its filler: the line then takes one column more than it has letters.
    lines = textwrap.wrap(filled, width - (_FILLER in filled), break_on_hyphens=False)
    return [line.replace(_FILLER, "").replace(_NO_BREAK, " ") for line in lines] or [""]
