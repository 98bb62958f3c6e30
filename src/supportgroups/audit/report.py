"""The ledger of the audit as rows, which ``ledger.schema.json`` describes, and these as JSON, JSON-LD, CSV or a table; and the headline."""

import io
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from supportgroups.audit.changes import history
from supportgroups.audit.claims import FIELDS, KINDS, ORDER, OUTSIDE, OWN, PASSAGE, TABLES, Result, Standing, Verdict
from supportgroups.audit.show import source, would_change
from supportgroups.dataset import known

OF_THEIR_OWN = (OUTSIDE, TABLES, PASSAGE)
"""What a claim is tested against if there is evidence of its own for it: anything but its own passage."""
VOCABULARY = "codebook.html#ledger-"
"""Where the codebook explains the fields of a row, one by one: in JSON-LD the address of each is its meaning."""
NARROWEST = 60  # the fewest columns into which `as_table` fits its table

_FIRST_COLUMN = 14  # the longest verdict, and a little air
_LINES = " -- \n    \n -- \n    \n -- \n -- \n    \n -- \n"  # rich's “horizontals”, for any encoding
_COLOURS = dict(zip(Verdict, ("green", "cyan", "yellow", "red", "dim"), strict=True))


def filtered(
    results: Sequence[Result], section: str | None = None, verdict: str | None = None, kind: str | None = None, standing: str | None = None
) -> list[Result]:
    """Return the results of one section, verdict, kind or standing; None takes all."""
    asked = section, verdict and Verdict(verdict), kind and known("kind of claim", kind, KINDS)[0], standing and Standing(standing)
    own = ((result, (result.claim.section, result.verdict, result.claim.kind, result.claim.standing)) for result in results)
    return [result for result, of in own if all(one in {None, its} for one, its in zip(asked, of, strict=True))]


class Headline(dict[Verdict, int]):
    """How many results there are of each verdict, in the order of the verdicts; none is left out."""

    def __init__(self, results: Sequence[Result]) -> None:
        pairs = Counter((result.verdict, result.tested_against) for result in results)
        numbers = [[pairs[verdict, basis] for basis in ORDER] for verdict in Verdict]
        self.table = pd.DataFrame(numbers, pd.Index(list(Verdict), name="verdict"), pd.Index(ORDER, name="tested_against"))
        """Verdicts × what they were tested against, the farthest first."""
        super().__init__(self.of(*ORDER))

    def tested_against(self, *bases: str) -> int:
        """Return how many were tested against one of some bases, as `supportgroups.audit.claims.ORDER` names them."""
        return sum(self.of(*bases).values())

    def of(self, *bases: str) -> dict[Verdict, int]:
        """Return how those that were tested against one of some bases came out; none of the verdicts is left out."""
        return dict(zip(Verdict, (int(number) for number in self.table[list(bases)].sum(axis="columns")), strict=True))


headline = Headline  # count results: `Headline` as checks and chapters call it


def rows(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Return the results as plain data, one dictionary per claim, in their order, each as ``ledger.schema.json`` describes it."""
    found = []
    for result in results:
        past = history().get(result.claim.identifier, [])
        own: dict[str, Any] = {
            "id": result.claim.identifier,
            "evidence": [record._asdict() for record in result.evidence],
            "check": source(result.claim),
            "would_change": would_change(result.claim),
            "history": [{name: text for name, text in verdict.items() if name != "claim_id"} for verdict in past],
            "multiverse": _multiverse(result),
        }
        # The other fields have the name of what a result says, or else its claim.
        own |= {name: str(getattr(result if hasattr(result, name) else result.claim, name)) for name in FIELDS.keys() - own.keys()}
        found.append({name: own[name] for name in FIELDS})
    return found


def as_json(results: Sequence[Result], *, ascii_only: bool = False) -> str:
    """Return the rows as a JSON list, indented; with escapes for all that is not ASCII, if wished."""
    return json.dumps(rows(results), ensure_ascii=ascii_only, indent=2) + "\n"


def as_json_ld(results: Sequence[Result], about: Mapping[str, Any], paper: Mapping[str, Any], address: str = "") -> str:
    """Return the rows as JSON-LD 1.1: each claim as ``schema:Claim``, with its appearance in the paper, which a check of ours has not.

    ``about`` is what the file says of itself, ``paper`` the paper, both in the vocabulary of schema.org. The ``address`` is that of the
    book; if there is none, addresses are those beside a file in a folder of the book.
    """
    types = ("Book", "Claim", "CreativeWork", "Dataset", "Organization", "Person")
    of_schema_org = (*types, "appearance", "familyName", "givenName", "hasPart", "identifier", "text", *about, *paper)
    context: dict[str, Any] = {"@version": 1.1, "@base": address or "../", "@vocab": f"{address}{VOCABULARY}"}
    context |= {name: f"https://schema.org/{name}" for name in of_schema_org if not name.startswith("@")}
    context |= {name: {"@type": "@json"} for name in ("evidence", "multiverse")}
    claims = []
    for row in rows(results):
        identifier, text = row.pop("id"), row.pop("statement")
        own = {"@id": f"claim-audit.html#{identifier}", "@type": "Claim", "identifier": identifier, "text": text}
        of_paper = {} if row["whose"] == "ours" else {"appearance": {"@id": paper["@id"]}}
        claims.append({**own, **of_paper, **{name: value for name, value in row.items() if value}})
    graph = [{"@type": "Dataset", **about, "hasPart": [{"@id": claim["@id"]} for claim in claims]}, dict(paper), *claims]
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def as_csv(results: Sequence[Result]) -> str:
    """Return the rows as CSV: evidence as ``table:key``, joined by bars; the multiverse in three columns, its distribution in words."""
    lines = rows(results)
    for row in lines:
        multiverse = row.pop("multiverse") or {"rule_sets": "", "giving_asserted": "", "distribution": {}}
        row["history"] = "; ".join(f"{past['version']}: {past['verdict']}" for past in row["history"])
        row["evidence"] = " | ".join(":".join(record.values()) for record in row["evidence"])
        row["rule_sets"], row["rule_sets_giving_asserted"] = multiverse["rule_sets"], multiverse["giving_asserted"]
        row["distribution"] = "; ".join(f"{value}: {number}" for value, number in multiverse["distribution"].items())
    columns = [*(name for name in FIELDS if name != "multiverse"), "rule_sets", "rule_sets_giving_asserted", "distribution"]
    return pd.DataFrame(lines, columns=columns).to_csv(index=False, lineterminator="\n")


def as_table(results: Sequence[Result], width: int, *, colours: bool = False) -> str:
    """Return the results as a table of plain text: place, statement, asserted and observed, beneath that the rule, and how much evidence.

    The width is in columns, of which a double-width character takes two, `NARROWEST` at least; colours are a terminal's escapes.
    """
    # Needed here only: a browser's Python lacks it, and has no terminal.
    from rich import box
    from rich.console import Console, Group
    from rich.table import Table
    from rich.text import Text

    def beside(statement: str, asserted: str, observed: str) -> Table:
        grid = Table.grid("", "", "", padding=(0, 2), expand=True)
        for column, ratio in zip(grid.columns, (2, 1, 1), strict=True):
            column.ratio, column.overflow = ratio, "fold"
        grid.add_row(Text(statement), Text(asserted), Text(observed))
        return grid

    table = Table(box=box.Box(_LINES, ascii=True), padding=(0, 1), show_lines=True, show_edge=False, expand=True, pad_edge=False)
    table.add_column("Claim", width=_FIRST_COLUMN)
    table.add_column(beside("Statement", "The paper", "The tables"), overflow="fold")
    for result in results:
        claim = result.claim
        first = Text(f"{claim.identifier}\n").append(str(result.verdict), _COLOURS[result.verdict])
        first.append(f"\n({result.tested_against})\n{claim.locator}")
        beneath = [Text(line) for line in _beneath(result)]
        table.add_row(first, Group(beside(claim.statement, result.asserted, result.observed), *beneath))
    console = Console(file=io.StringIO(), width=max(width, NARROWEST), force_terminal=colours)
    console.print(*map(Text, _headline_in_words(results)), *(["", table] if results else []), sep="\n")
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines()) + "\n"


def _multiverse(result: Result) -> dict[str, Any] | None:
    """Return how many sets of counting rules there are, how many give what is asserted, and how often each value comes out."""
    if result.multiverse is None:
        return None
    asserted = result.meant[0].core
    numbers = Counter(float(value) for value in result.multiverse["value"])
    return {
        "rule_sets": numbers.total(),
        "giving_asserted": sum(number for value, number in numbers.items() if asserted.low <= value <= asserted.high),
        # Where a rule set leaves nothing to count, a year is infinite: JSON knows no such number.
        "distribution": {f"{value:.15g}" if math.isfinite(value) else "none": numbers[value] for value in sorted(numbers)},
    }


def _headline_in_words(results: Sequence[Result]) -> list[str]:
    """Return the headline, a sentence a line: the claims of the paper, those with evidence of their own, and what is counted apart."""
    of_paper = filtered(results, standing=Standing.CLAIM)
    found = headline(of_paper)
    lines = [_counted_in_words(len(of_paper), "claim", found)]
    for what, bases in (("Tested against evidence of their own", OF_THEIR_OWN), ("Tested against their own words alone", (OWN,))):
        if number := found.tested_against(*bases):
            lines.append(f"{what}: {_counted_in_words(number, 'claim', found.of(*bases))}")
    for standing in (Standing.OURS, Standing.SLIP):
        if apart := filtered(results, standing=standing):
            lines.append(f"Apart from these: {_counted_in_words(len(apart), standing, headline(apart))}")
    return lines


def _counted_in_words(number: int, what: str, verdicts: Mapping[Verdict, int]) -> str:
    """Return how many there are, and how many of each verdict: “2 checks of ours: 1 reproduced, 1 contradicted”."""
    noun, *rest = what.split(" ")
    called = " ".join([f"{number:,}", noun if number == 1 else f"{noun}s", *rest])
    counts = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items() if count)
    return f"{called}: {counts}." if counts else f"{called}."


def _beneath(result: Result) -> Iterator[str]:
    yield result.rule if result.verdict is Verdict.UNTESTABLE else f"Rule: {result.rule}"
    if result.remark:
        yield f"Remark: {result.remark}"
    if summary := _multiverse(result):
        values = ", ".join(f"{value} ({number})" for value, number in summary["distribution"].items())
        yield f"Under {summary['rule_sets']} sets of rules: {values}. {summary['giving_asserted']} give what is asserted."
    if numbers := Counter(record.table for record in result.evidence):
        yield "Evidence: " + ", ".join(f"{number} of {table}" for table, number in numbers.items())
