"""The claim audit: every checkable statement of the paper, checked by code.

>>> from supportgroups import audit
>>> len(audit()) == len(audit.ledger())
True

``notation``        what a claim asserts, in the field's own words, and the one meaning of each word of measure
``claims``          the claim, its check, the verdict that follows, and what that was tested against
``vocabulary``      what checks are written in
``changes``         what would change a verdict, what the verdicts were, and why they changed
``introduction`` … ``section_v``, ``printed_tables``   the checks: those of one line, then the longer ones
``chapters``        what a chapter tells of the claims
``show``            one claim with its check and its rows
``report``          the ledger as a table, JSON or CSV
"""

import sys
from pathlib import Path
from types import ModuleType

from supportgroups.audit.claims import KINDS, Claim, Result, Standing, Verdict, judge, ledger
from supportgroups.audit.report import headline
from supportgroups.audit.show import Shown
from supportgroups.audit.vocabulary import check
from supportgroups.dataset import DESCRIPTOR, PACKAGE, read_descriptor
from supportgroups.facts.counting_rules import COUNTS
from supportgroups.facts.tables import Range, Record, Tables

__all__ = [
    "KINDS", "Claim", "Record", "Result", "Standing", "Tables", "Verdict", "asserted_counts", "audit", "check", "claim", "headline",
    "judge", "ledger", "result", "show",
]  # fmt: skip


def refusal(directory: Path) -> str | None:
    """Return why the claims cannot be judged by a data folder that is not the paper's, such as one for another place; None if they can."""
    name = read_descriptor(directory).get("name")
    if name == PACKAGE:
        return None
    return f"{directory / DESCRIPTOR}:name: {name!r}: expected {PACKAGE!r}: the claims are about the groups of the paper"


def _of_the_paper(tables: Tables | None) -> Tables:
    """Return the tables by which claims are judged: those given, if they are the paper's."""
    if tables is None:
        return Tables.load()
    if tables.directory and (said := refusal(tables.directory)):
        raise ValueError(said)
    return tables


def audit(tables: Tables | None = None, section: str | None = None, kind: str | None = None) -> list[Result]:
    """Run every check of the ledger, or those of one section or kind, as `supportgroups.audit.claims.SECTIONS` and `KINDS` name them.

    The data are the package's own unless others are given, which have to be the paper's. There is a result for each claim, in the order of
    the paper's sections.

    Examples
    --------
    >>> {result.verdict.value for result in audit(section="V")} <= {verdict.value for verdict in Verdict}
    True
    """
    tables = _of_the_paper(tables)
    asked = (entry for entry in ledger(tables.directory) if section in {None, entry.section} and kind in {None, entry.kind})
    return [judge(entry, tables) for entry in asked]


def claim(identifier: str) -> Claim:
    """Return one claim of the ledger.

    Examples
    --------
    >>> claim("IV-02").statement
    'The NPO Law is a law of 1998.'
    """
    for entry in ledger():
        if entry.identifier == identifier:
            return entry
    raise KeyError(f"there is no claim {identifier}")


def result(identifier: str, tables: Tables | None = None) -> Result:
    """Return one claim, such as ``II-10``, with its verdict on the package's own data, unless others are given.

    Examples
    --------
    >>> result("IV-02").verdict.value
    'reproduced'
    """
    return judge(claim(identifier), _of_the_paper(tables))


def show(identifier: str, tables: Tables | None = None) -> Shown:
    """Return one claim, such as ``II-10``, with its verdict, its check as it runs, the rows that this used, and what would change it.

    Examples
    --------
    >>> print(show("IV-02"))  # doctest: +ELLIPSIS
    IV-02 (IV, para. 1): The NPO Law is a law of 1998.
    Asserted: 1998
    Observed: 1998
    Verdict: reproduced
    ...
    """
    return Shown(result(identifier, tables))


def asserted_counts(tables: Tables) -> dict[str, Range]:
    """Return name of a count of groups → what the paper asserts of it, for `supportgroups.facts.counting_rules`."""
    return {name: result(count.claim, tables).meant[0].core for name, count in COUNTS.items()}


# A package that can be called by its own name: ``audit()`` judges every claim, ``audit.show("II-10")`` shows one.
sys.modules[__name__].__class__ = type("_Callable", (ModuleType,), {"__call__": staticmethod(audit)})
