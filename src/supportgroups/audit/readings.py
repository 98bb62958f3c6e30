"""Readings of the tables that claims of several sections share, so that one fact is read in one way throughout."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from supportgroups.audit.claims import Record
from supportgroups.audit.tables import Tables
from supportgroups.audit.values import Possible, between

SERVING = ("outsourcing", "public_services")
"""Kinds of partnership in which a group does something for the public."""


# --- facts from outside the paper


def facts(*identifiers: str) -> list[Record]:
    """Return facts from outside the paper, as evidence; a rule or remark that uses one says that it is from outside."""
    return [Record("context-facts", identifier) for identifier in identifiers]


def day_of_fact(tables: Tables, identifier: str) -> pd.Timestamp:
    """Return the date of a fact from outside the paper; of a month or year, the first day."""
    return pd.Timestamp(str(tables.record("context-facts", identifier)["date"]))


def value_of_fact(tables: Tables, identifier: str) -> int:
    """Return the figure of a fact from outside the paper."""
    return int(tables.record("context-facts", identifier)["value"])


# --- the law, and the ties with local governments


def law_in_force(tables: Tables) -> pd.Timestamp:
    """Return the day on which the NPO Law came into force, by the paper."""
    return pd.Timestamp(str(tables.record("events", "EV-40")["date"]))


def ties_with_groups(tables: Tables) -> pd.DataFrame:
    """Return the ties of groups that the paper names, without those that are only hoped for."""
    ties = tables["partnerships"]
    return ties[ties["group_id"].notna() & (ties["status"] != "hoped_for")]


def paid_groups(tables: Tables) -> pd.DataFrame:
    """Return the groups that the paper names as paid by a local government."""
    ties, groups = ties_with_groups(tables), tables["groups"]
    return groups[groups["group_id"].isin(ties.loc[ties["direction_of_payment"] == "government_pays", "group_id"])]


class AroundTheLaw(NamedTuple):
    """The ties with governments, by their age."""

    ties: pd.DataFrame
    before: pd.DataFrame
    after: pd.DataFrame

    @property
    def undated(self) -> int:
        """How many may be older or younger than the law."""
        return len(self.ties) - len(self.before) - len(self.after)

    @property
    def older(self) -> Possible:
        """How many are older than the law; what has no date counts both ways."""
        text = f"{len(self.before)} before, {len(self.after)} after, {self.undated} undated"
        return between(len(self.before), len(self.before) + self.undated, text)


def around_the_law(tables: Tables, kinds: tuple[str, ...] = ()) -> AroundTheLaw:
    """Divide the ties with governments, all or those of some kinds, into those before the law, those after it, and the rest.

    Before it are ties that the paper says of groups in general to have been there before, and those dated in the year of the law or
    earlier: the ones of that year are of its February. Ties with hospitals, hopes and recommendations are left out.
    """
    ties, year = tables["partnerships"], law_in_force(tables).year
    ties = ties[(ties["government_level"] != "public_hospitals") & (ties["status"] != "hoped_for") & (ties["kind"] != "recommendation")]
    if kinds:
        ties = ties[ties["kind"].isin(kinds)]
    of_groups_in_general = ties["group_id"].isna() & (ties["before_incorporation"] == "yes")
    before = ties[of_groups_in_general | (ties["since"] <= year).fillna(False)]
    return AroundTheLaw(ties, before, ties[(ties["since"] > year).fillna(False)])


# --- which groups have ended


class Endings(NamedTuple):
    """Groups by what the paper tells of their end: each a list of group identifiers."""

    printed: list[str]
    """The tables print an end."""
    told: list[str]
    """Only the prose calls them dissolved."""
    at_work: list[str]
    """The prose shows them at work in the end: interviewed in the second round of fieldwork, or with a tie at the time of writing."""
    total: int

    @property
    def known(self) -> int:
        """How many ends are known."""
        return len(self.printed) + len(self.told)

    @property
    def ended(self) -> Possible:
        """How many have ended: at least those whose end is known, at most all that are not shown at work in the end."""
        most = self.total - len(self.at_work)
        return between(self.known, most, f"{self.known} to {most} of {self.total}")

    @property
    def rule(self) -> str:
        """How they are counted, in words."""
        return (
            f"The lower figure counts the {len(self.printed)} groups with a printed end and {len(self.told)} that only the prose calls "
            "dissolved, the upper one all except those that the text shows at work at the time of writing: a row without an end may have "
            "ended all the same."
        )


def endings(tables: Tables) -> Endings:
    """Return which groups have ended, by the tables or by the prose, and which are shown at work in the end."""
    groups, events, interviews = tables["groups"], tables["events"], tables["interviews"]
    printed = groups.loc[groups["ended"].notna(), "group_id"].tolist()
    former = tables["predecessors"]
    replaced = set(former.loc[former["ended"].notna(), "group_id"])
    told = events.loc[(events["kind"] == "organisation_ended") & events["group_id"].notna(), "group_id"]
    second = interviews[interviews["fieldwork"] == "second"]
    ties = ties_with_groups(tables)
    active = ties.loc[ties["status"] == "active", "group_id"]
    at_work = sorted({*second["group_id"].dropna(), *second["second_group_id"].dropna(), *active})
    return Endings(printed, sorted(set(told) - set(printed) - replaced), at_work, len(groups))
