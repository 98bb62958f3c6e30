"""What a finding is, and how it is printed."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from inspect import isfunction
from itertools import groupby
from typing import Any, NamedTuple

SHOWN_CHARACTERS = 60  # a longer value is cut
SHOWN_FINDINGS = 20  # of more findings in one column of one file, only so many are printed


class Finding(NamedTuple):
    """One thing that is not as it should be; the row is the line on which its record begins, and what does not apply is None."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    expected: str

    def __str__(self) -> str:
        place = ":".join(visible(str(part)) for part in (self.file, self.row, self.column) if part is not None)
        return ": ".join([place, *([] if self.value is None else [shown(self.value)]), visible(self.expected)])


def visible(text: str) -> str:
    """Escape what a terminal would obey or hide, and cut what nobody would read."""
    text = text if len(text) <= 10 * SHOWN_CHARACTERS else text[: 10 * SHOWN_CHARACTERS] + "…"
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def shown(value: str) -> str:
    """Return a value in quotation marks, control characters visible, cut to a readable length."""
    quoted = repr(value[:SHOWN_CHARACTERS])
    if len(value) <= SHOWN_CHARACTERS and len(quoted) <= SHOWN_CHARACTERS + 2:
        return quoted
    return f"{quoted[: SHOWN_CHARACTERS - 1]}…{quoted[0]}"


Rule = Callable[..., Iterator[Any]]  # what looks at a folder, a table or a claim, and tells what is amiss


def rules_of(module: Mapping[str, Any], first: str) -> tuple[Rule, ...]:
    """Return a module's rules: its public functions that take a folder, table or audit first; their docstrings say what they demand."""
    own = (rule for name, rule in module.items() if isfunction(rule) and rule.__module__ == module["__name__"] and name[0] != "_")
    return tuple(rule for rule in own if rule.__code__.co_varnames[:1] == (first,))


def report(findings: Sequence[Finding]) -> Iterator[str]:
    """Return the lines to print: every finding, but at most `SHOWN_FINDINGS` per file and column, and then how many more there are."""
    for file, of_file in groupby(findings, key=lambda finding: finding.file):
        count: Counter[str | None] = Counter()
        for finding in of_file:
            count[finding.column] += 1
            if count[finding.column] <= SHOWN_FINDINGS:
                yield str(finding)
        for column, number in count.items():
            if number > SHOWN_FINDINGS:
                yield str(Finding(file, None, column, None, f"… and {number - SHOWN_FINDINGS} more"))
