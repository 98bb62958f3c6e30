"""How a check says that the paper prints nothing that could test a claim, and notices when somebody adds it.

The check names the table, ours or a new one, and the columns that it would need. While they are not in the dataset the claim is
untestable; once they are there, the check says so and asks to be written.
"""

from __future__ import annotations

from collections.abc import Sequence

from supportgroups.audit.claims import Record, Untested
from supportgroups.audit.tables import Tables


def needs(
    tables: Tables, table: str, columns: Sequence[str], needed: str, *, evidence: Sequence[Record] = (), remark: str = ""
) -> Untested:
    """Return that a claim is untestable, unless the data that it needs are there.

    Parameters
    ----------
    tables
        The dataset.
    table, columns
        The table and the columns that a test would need.
    needed
        The same in words: what would be needed.
    evidence, remark
        As in `Untested`.
    """
    there = table in tables and set(columns) <= set(tables[table].columns)
    return Untested(needed, evidence, remark, table if there else "")
