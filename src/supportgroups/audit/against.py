"""What a verdict was tested against: computed from where the claim is and where the evidence is.

The paper's text falls into passages: a paragraph with the footnotes that hang on it, and each of the six tables. A record of the dataset
was written together with a passage if one of its locators lies in it: then it is a transcription of that passage, whatever else it was
taken from. So it can show whether the passage agrees with itself, and no more.
"""

from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from supportgroups.facts.tables import Record, Tables
from supportgroups.locators import HANGS_ON, parse_locator

OUTSIDE, TABLES, PASSAGE, OWN, NOTHING = "outside source", "the tables", "another passage", "its own words", "nothing printed"
ORDER = (OUTSIDE, TABLES, PASSAGE, OWN, NOTHING)  # from the farthest from the claim to the nearest
EXTERNAL = {"official-statistics", "populations", "founding-checks", "context-facts", "term-sources"}
PRINTED = {"groups", "predecessors", "communities_served", *(f"table-{number}" for number in range(1, 7))}
OURS = {"emendations", "glossary"}  # tables that hold our own notes: no evidence of anything


def passages_of_claim(locator: str) -> frozenset[str]:
    """Return the passages of a claim: those of its first place, since it is compared with the others, or of all tables that it is about."""
    return passages(locator if locator.startswith("Table") else locator.split("; ")[0])


@lru_cache
def passages(locator: str) -> frozenset[str]:
    """Return the passages in which the places of a locator lie."""
    return frozenset(
        HANGS_ON[number or 0] if within == "note" else within if within.startswith("Table") else f"{within}, para. {number}"
        for within, number in parse_locator(locator)
    )


def basis(own: frozenset[str], record: Record, tables: Tables) -> str:
    """Return how far one record is from a claim in some passages."""
    if record.table in EXTERNAL:
        return OUTSIDE
    if record.table in OURS:
        return NOTHING
    if record.table in PRINTED:
        number = record.table[-1] if record.table.startswith("table-") else record.key[1]
        return OWN if f"Table {number}" in own else TABLES
    locator = tables[record.table]["locator"][record.key]
    return OWN if pd.isna(locator) or own & passages(str(locator)) else PASSAGE


def tested_against(locator: str, evidence: Iterable[Record], tables: Tables) -> str:
    """Return the farthest basis among the records that a check counted, compared or read."""
    own = passages_of_claim(locator)
    return min({basis(own, record, tables) for record in evidence} or {OWN}, key=ORDER.index)
