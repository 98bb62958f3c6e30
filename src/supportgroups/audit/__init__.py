"""The claim audit: every checkable statement of the paper, checked by code.

``values``          what a statement asserts and what the data leave open
``tables``          all tables together, and what a change of one cell makes of them
``claims``          the claim, its check, and the verdict that follows
``untested``        claims that nothing printed could test
``multiverse``      a count under every combination of named counting rules
``introduction`` … ``section_v``, ``printed_tables``   the claims, in the paper's order
``report``          the ledger as a table, JSON or CSV
"""

# Importing a section enters its claims in the ledger.
from supportgroups.audit import (  # noqa: F401
    introduction,
    printed_tables,
    section_i,
    section_ii,
    section_iii,
    section_iv,
    section_v,
)
from supportgroups.audit.claims import Claim, Kind, Record, Result, Verdict, judge, ledger
from supportgroups.audit.tables import Tables

__all__ = ["Claim", "Kind", "Record", "Result", "Tables", "Verdict", "audit", "judge", "ledger"]


def audit(tables: Tables | None = None) -> list[Result]:
    """Run every check of the ledger.

    Parameters
    ----------
    tables
        The dataset; the package's own unless given.

    Returns
    -------
    list of Result
        One per claim, in the order of the paper's sections.
    """
    tables = Tables.load() if tables is None else tables
    return [judge(entry, tables) for entry in ledger()]
