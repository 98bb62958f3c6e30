"""The counts of groups that the paper gives, under every combination of named counting rules.

How many groups there were in a year depends on rules that the paper never states: whether a former body counts, from which of two
printed years a group counts, what becomes of a row without a year. So a count is not made once, but under every combination of the
rules that a reader could have had in mind: a multiverse analysis (Steegen, Tuerlinckx, Gelman & Vanpaemel 2016). `SWITCHES` are the
rules, `COUNTS` the counts, `multiverse` the values of one count, `all_at_once` which rules give all counts together. What the paper
asserts is with its claims; whoever compares hands it over.

Many rule sets count the very same groups. So beside their number is given that of the different sets of groups (`distinct_sets`); how
often a switch alone changes the count (`flip_rates`); and what one must assume to get a number (`assumptions`).

A rule that is found after the fact, by trying which one fits, makes a count reproducible. It does not confirm it: `CAUTION`.

Each option of a switch is one that a reader could choose without knowing what comes out. Not among them, because they would be made
for a result: that single rows are left out or put in without a reason that the tables show; that one row without a year is early and
another recent; that a former body is a group and also gives its year to its successor, which would count it twice; that the years of
one category are read in another way than those of the rest.
"""

import itertools
import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from supportgroups.asked import known
from supportgroups.facts.ranges import Range
from supportgroups.facts.tables import Tables

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]

CAUTION = "A rule found after the fact, by trying which one fits, makes a count reproducible; it does not confirm it."


class Option(NamedTuple):
    """One way to count: its short name, and the rule in a plain sentence."""

    name: str
    sentence: str


@dataclass(frozen=True)
class Switch:
    """One question of counting that the paper leaves open, with the answers that a reader could give; the first is the plain reading."""

    name: str
    question: str
    options: tuple[Option, ...]

    @property
    def plain(self) -> str:
        """The name of the option that is the plain reading."""
        return self.options[0].name

    def sentence(self, option: str) -> str:
        """Return the rule of an option."""
        return dict(self.options)[option]


_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
SWITCHES = tuple(
    Switch(name, words["question"], tuple(itertools.starmap(Option, words["options"].items())))
    for name, words in _WORDS["switches"].items()
)
"""The questions, each independent of the others; their words are in ``counting_rules.toml``."""
CHRISTIAN_BY: int = _WORDS["counts"]["Christian groups by 1987"]["of"]["last"]
MEDICAL_FROM: int = _WORDS["counts"]["medical groups from 1990 on"]["of"]["first"]
"""The years by which Christian groups, and from which on medical ones, are said to have begun (II, para. 12)."""
ROW, FORMER, ITALIC, UNDATED, ENDED, OFFICES, DESKS, NOTE, SINCE = SWITCHES
PLAIN = {switch.name: switch.plain for switch in SWITCHES}
"""The plain reading: the first option of every switch."""

SAME_NAME = {"T1-02": "T1-01"}
"""A row that shares the name of its body with another one in both languages → that other: CTIC in Meguro and in Kameido."""
BRANCHES = {"T6-08": "T6-07"}
"""A row that shares the name of its body with another one in Japanese only → that other: カラバオ in Sagamihara (E-179)."""
DESK_ROWS = ("T1-11", "T1-12", "T1-13")
"""The desks that ended with the centre whose sections they seem to have been (E-021)."""


@dataclass(frozen=True)
class UnderRules:
    """What is a group, and from when to when, under each of a number of rule sets.

    Parameters
    ----------
    rules
        One row per rule set, a column per switch.
    bodies
        Every body that could count: the numbered groups, and the former bodies behind them.
    member
        Rule sets × bodies: whether the body is a group.
    began
        Rule sets × bodies: the first year; missing, or minus or plus infinity where a row without a year is early or recent.
    """

    rules: pd.DataFrame
    bodies: pd.DataFrame
    member: Flags
    began: Numbers

    def there(self, by: float | Numbers = math.inf) -> Flags:
        """Return for each body under each rule set whether it is a group that has not dropped out by the end of a year."""
        ended = self.bodies["ended"].to_numpy(dtype=float, na_value=math.inf)
        gone = (ended <= by) & np.isfinite(ended)
        dropped: Flags = self.member & ~(_chosen(self.rules, ENDED, "drop out") & gone)
        return dropped

    def first(self, of: Flags) -> Numbers:
        """Return the first printed year among some bodies, under each rule set; infinity where there is none."""
        counts = self.member & of & np.isfinite(self.began)
        found: Numbers = np.where(counts, self.began, math.inf).min(axis=1)
        return found


def _chosen(rules: pd.DataFrame, switch: Switch, *options: str) -> Flags:
    """Return for each rule set whether it has one of some options; a column, to be set against the row of bodies."""
    return rules[switch.name].isin(options).to_numpy(dtype=bool)[:, np.newaxis]


def _bodies(tables: Tables) -> pd.DataFrame:
    """Return the numbered groups and, below them, the former bodies; all years as printed."""
    groups = tables["groups"]
    kept = ["group_id", "category", "legal_form", "began", "ended", "organisation_founded"]
    numbered = groups[kept].assign(kind="numbered", name=groups["name_en"], category=groups["category"].astype("str"))
    former = tables["predecessors"].merge(numbered[["group_id", "category", "began"]], on="group_id", suffixes=("", "_of_successor"))
    former = former.assign(
        kind=former["own_row"].map({True: "row", False: "in a row"}),
        name=former["name_en"],
        # A former body inside a row prints no end: it is there until its successor begins.
        ended=former["ended"].fillna(former["began_of_successor"]),
    )
    bodies = pd.concat([numbered, former[["group_id", "category", "kind", "name", "began", "ended"]]], ignore_index=True)
    said = tables["events"].query("locator == 'n. 16'").set_index("group_id")["date"].astype("Int64")
    dated_in_note = bodies["group_id"].map(said)
    return bodies.assign(set_aside=dated_in_note.notna() & (bodies["began"].isna() | (bodies["began"] == dated_in_note)))


def under_rules(tables: Tables, rules: pd.DataFrame) -> UnderRules:
    """Apply rule sets to the tables.

    ``rules`` has a row per rule set and a column per switch, as `rule_sets` gives them.
    """
    bodies = _bodies(tables)
    numbered, group_id = (bodies["kind"] == "numbered").to_numpy(), bodies["group_id"].to_numpy()
    row, in_row = (bodies["kind"] == "row").to_numpy(), (bodies["kind"] == "in a row").to_numpy()
    aside = bodies["set_aside"].to_numpy(dtype=bool)
    own, italic = (bodies[column].to_numpy(dtype=float, na_value=math.nan) for column in ("began", "organisation_founded"))

    # From when: the upright year, or the earliest of those that the rules let date the group.
    began = np.where(_chosen(rules, ITALIC, "date the group"), np.fmin(own, italic), own)
    for position in np.flatnonzero(row | in_row):
        switch, option = (ROW, "dates its successor") if row[position] else (FORMER, "date their successors")
        let = _chosen(rules, switch, option) & ~(_chosen(rules, NOTE, "in no year") & aside[position])
        began = np.where(let & numbered & (group_id == group_id[position]), np.fmin(began, own[position]), began)

    # What is a group.
    member = numbered | (row & _chosen(rules, ROW, "a group")) | (in_row & _chosen(rules, FORMER, "groups"))
    member &= ~(np.isin(group_id, DESK_ROWS) & numbered & _chosen(rules, DESKS, "parts"))
    for merged, options in ((SAME_NAME, ("one name, one group", "branches too")), (BRANCHES, ("branches too",))):
        for part, whole in merged.items():
            chosen = _chosen(rules, OFFICES, *options)
            if whole in group_id and part in group_id:
                earlier = np.fmin(began[:, group_id == part].min(axis=1), began[:, (group_id == whole) & numbered].min(axis=1))
                began = np.where(chosen & (group_id == whole) & numbered, earlier[:, np.newaxis], began)
                member &= ~(chosen & (group_id == part))

    undated = np.isnan(began)
    member &= ~(undated & _chosen(rules, UNDATED, "no groups"))
    began = np.where(undated & _chosen(rules, UNDATED, "early"), -math.inf, began)
    began = np.where(undated & _chosen(rules, UNDATED, "recent"), math.inf, began)
    began = np.where(aside & _chosen(rules, NOTE, "in no year"), math.nan, began)
    return UnderRules(rules, bodies, member, began)


def bodies_counted(tables: Tables, rules: Mapping[str, str]) -> pd.DataFrame:
    """Return the groups under one set of rules, each with its category and years, as `supportgroups.by_year` takes them.

    Switches that are not named keep the plain reading.

    Returns
    -------
    pandas.DataFrame
        ``group_id``, ``name``, ``category``, ``began`` and ``ended``; infinite where a row without a year is early or recent.
    """
    under = under_rules(tables, _one(rules))
    category = under.bodies["category"].astype(tables["groups"]["category"].dtype)
    shown = under.bodies.assign(category=category, began=pd.array(under.began[0], dtype="Float64"))
    shown = shown[["group_id", "name", "category", "began", "ended"]]
    rolls: pd.DataFrame = shown[under.member[0]].reset_index(drop=True)
    return rolls


# --- the counts that the paper gives


@dataclass(frozen=True)
class Count:
    """A count of groups that the paper gives."""

    name: str
    claim: str
    """The claim that makes it; where the paper makes it twice, the first one."""
    locator: str
    statement: str
    chosen: Callable[[UnderRules], Flags | Numbers]
    """Which bodies are counted under each rule set, or, where the count is no number of bodies, on what of each body it depends."""
    value_of: Callable[[UnderRules], Numbers] | None = None
    """The count, if it is not the number of bodies."""
    a_year: bool = False

    def value(self, under: UnderRules) -> Numbers:
        """Return the count under each rule set."""
        return _sum(self.chosen(under)) if self.value_of is None else self.value_of(under)

    def in_words(self, value: float) -> str:
        """Return a value in words."""
        if self.a_year:
            return f"{value:.0f}" if math.isfinite(value) else "no year"
        return f"{value:,.0f}"


def _sum(mask: Flags | Numbers) -> Numbers:
    number: Numbers = mask.sum(axis=1).astype(np.float64)
    return number


def _counted(
    under: UnderRules, category: str = "", legal_form: str = "", first: float | Numbers = -math.inf, last: float | Numbers = math.inf
) -> Flags:
    """Return for each body and rule set whether it is a group of a category or form; and began in some years, there at their end."""
    counted = under.there(last)
    for column, value in (("category", category), ("legal_form", legal_form)):
        counted = counted & (under.bodies[column] == value).to_numpy(dtype=bool, na_value=False) if value else counted
    if np.isfinite(first).all() or np.isfinite(last).all():
        counted = counted & (under.began >= first) & (under.began <= last)
    return counted


def _sizes(under: UnderRules) -> Numbers:
    """Return the number of groups of each category, the medical ones first."""
    categories = ["medical", *sorted(set(under.bodies["category"]) - {"medical"})]
    return np.stack([_sum(_counted(under, category)) for category in categories], axis=1)


def _lead_of_medical(under: UnderRules) -> Numbers:
    sizes = _sizes(under)
    lead: Numbers = sizes[:, 0] - sizes[:, 1:].max(axis=1)
    return lead


def _first_christian(under: UnderRules) -> Numbers:
    return under.first((under.bodies["category"] == "christian").to_numpy(dtype=bool))


def _older_than_christian(under: UnderRules) -> Flags:
    first = _first_christian(under)[:, np.newaxis]
    return under.there(first) & (under.began < first) & (under.bodies["category"] != "christian").to_numpy(dtype=bool)


def _other_pioneers(under: UnderRules) -> Flags:
    """Leave out the bodies of note 16 under every rule: the note takes them out of the claim itself."""
    named = under.bodies["group_id"].isin(under.bodies.loc[under.bodies["set_aside"], "group_id"]).to_numpy()
    return _older_than_christian(under) & ~named


_CHOSEN: Mapping[str, Callable[[UnderRules], Flags | Numbers]] = {
    "lead of the medical groups": _sizes,
    "first Christian group": lambda under: _first_christian(under)[:, np.newaxis],
    "other pioneers": _other_pioneers,
    "older than the first Christian group": _older_than_christian,
    "new groups since 1998": lambda under: _counted(under, first=np.where(_chosen(under.rules, SINCE, "from 1998 on"), 1998, 1999)),
}
_VALUES = {"lead of the medical groups": _lead_of_medical, "first Christian group": _first_christian}
COUNTS: Mapping[str, Count] = {
    name: Count(name, chosen=_CHOSEN.get(name) or partial(_counted, **words.pop("of", {})), value_of=_VALUES.get(name), **words)
    for name, words in _WORDS["counts"].items()
}
"""Every count of groups that the paper gives, by its short name, in the paper's order."""


# --- the multiverse


@lru_cache(maxsize=1)
def rule_sets() -> pd.DataFrame:
    """Return every combination of the options: one row per rule set, a column per switch; the plain reading is the first row.

    What is returned is shared: take a copy to change it.
    """
    combinations = itertools.product(*([option.name for option in switch.options] for switch in SWITCHES))
    return pd.DataFrame(list(combinations), columns=[switch.name for switch in SWITCHES])


def _under_all_rule_sets(tables: Tables) -> UnderRules:
    return under_rules(tables, rule_sets())


def deviations(rules: pd.DataFrame) -> pd.Series:
    """Return of each rule set how many of its options are not those of the plain reading."""
    present = [switch for switch in SWITCHES if switch.name in rules]
    return sum((rules[switch.name] != switch.plain for switch in present), start=pd.Series(0, index=rules.index)).astype("int64")


def _one(rules: Mapping[str, str]) -> pd.DataFrame:
    options = {switch.name: dict(switch.options) for switch in SWITCHES}
    for name, option in rules.items():
        known("counting rule", name, options)
        known(f"answer to “{name}”", option, options[name])
    return pd.DataFrame([{**PLAIN, **rules}])


def count(tables: Tables, name: str, rules: Mapping[str, str] = PLAIN) -> float:
    """Return the value of a count under one set of rules.

    Switches that are not named keep the plain reading; an unknown switch or option is a `ValueError` that names those that there are.
    """
    return float(COUNTS[name].value(under_rules(tables, _one(rules)))[0])


def multiverse(tables: Tables, count: Count) -> pd.DataFrame:
    """Return the values of a count under every combination of the rules that can change it.

    Returns
    -------
    pandas.DataFrame
        One row per rule set, the plain reading first: a column per switch that changes the count somewhere, and ``value``.
    """
    rules = rule_sets().assign(value=count.value(tables.derived(_under_all_rule_sets)))
    rates = flip_rates(tables, count)
    frame = rules.loc[_can_matter(rates), [*rates.index[rates > 0], "value"]].reset_index(drop=True)
    return frame.astype({"value": "int64"}) if np.isfinite(frame["value"]).all() else frame


def _can_matter(rates: pd.Series) -> Flags:
    """Return for every combination of the rules whether it keeps to the plain reading where a switch can change nothing."""
    rules = rule_sets()
    kept: Flags = np.all([(rates[switch.name] > 0) | (rules[switch.name] == switch.plain) for switch in SWITCHES], axis=0)
    return kept


def distribution(frame: pd.DataFrame, asserted: Range) -> pd.DataFrame:
    """Return how many rule sets give each value.

    Returns
    -------
    pandas.DataFrame
        One row per value, in order: ``value``, ``rule_sets``, ``share`` (0 to 1), ``asserted`` and ``plain`` (whether it is that one).
    """
    found = frame["value"].value_counts().sort_index().rename("rule_sets").rename_axis("value").reset_index()
    return found.assign(
        share=found["rule_sets"] / len(frame),
        asserted=found["value"].between(asserted.low, asserted.high),
        plain=found["value"] == frame["value"].iloc[0],
    )


def hitting(frame: pd.DataFrame, asserted: Range) -> pd.DataFrame:
    """Return the rule sets that give what is asserted, those nearest to the plain reading first.

    Returns
    -------
    pandas.DataFrame
        The rows of ``frame``, with ``deviations``: how many options are not the plain ones.
    """
    hits = frame[frame["value"].between(asserted.low, asserted.high)]
    return hits.assign(deviations=deviations(hits)).sort_values("deviations", kind="stable")


def simplest(hits: pd.DataFrame) -> pd.DataFrame:
    """Return of the rule sets that `hitting` gives those that do nothing beyond what gives the value already.

    A rule set is left out when another one that hits makes only a part of its deviations from the plain reading.
    """
    switches = [switch for switch in SWITCHES if switch.name in hits]
    kept: list[frozenset[tuple[str, str]]] = []
    minimal = []
    for _, row in hits.iterrows():
        departs = frozenset((switch.name, str(row[switch.name])) for switch in switches if row[switch.name] != switch.plain)
        minimal.append(not any(simpler <= departs for simpler in kept))
        if minimal[-1]:
            kept.append(departs)
    return hits[minimal]


def all_at_once(tables: Tables, asserted: Mapping[str, Range]) -> pd.DataFrame:
    """Return which of the counts each rule set gives.

    What the paper asserts is given by name of the count: `supportgroups.audit.asserted_counts` has all.

    Returns
    -------
    pandas.DataFrame
        One row per rule set, of all combinations: a column per switch, one per count (whether the rule set gives what the paper
        asserts), ``given`` (how many it gives) and ``deviations``. Those that give most come first; among them, those nearest to the
        plain reading.
    """
    rules = rule_sets()
    under = tables.derived(_under_all_rule_sets)
    given = {}
    for name, meant in asserted.items():
        values = COUNTS[name].value(under)
        given[name] = (values >= meant.low) & (values <= meant.high)
    hits = pd.DataFrame(given, index=rules.index)
    joint = pd.concat([rules, hits], axis="columns").assign(given=hits.sum(axis="columns"), deviations=deviations(rules))
    return joint.sort_values(["given", "deviations"], ascending=[False, True], kind="stable").reset_index(drop=True)


# --- what the rule sets come to


def distinct_sets(tables: Tables, count: Count) -> pd.DataFrame:
    """Return the different sets of groups to which the rule sets that can change a count come.

    Returns
    -------
    pandas.DataFrame
        One row per set of groups, the plain reading first and then those nearest to it: a column per switch, with the options of the
        simplest rule set that gives it, ``value``, ``rule_sets`` (how many rule sets give it) and ``deviations``.
    """
    rules, under = rule_sets(), tables.derived(_under_all_rule_sets)
    number = _numbered(count.chosen(under))
    frame = rules.assign(value=count.value(under), deviations=deviations(rules), number=number)
    frame = frame[_can_matter(flip_rates(tables, count))]
    frame["rule_sets"] = frame.groupby("number")["number"].transform("size")
    simplest_first = frame.sort_values("deviations", kind="stable").drop_duplicates("number")
    return simplest_first.drop(columns="number").reset_index(drop=True)


def flip_rates(tables: Tables, count: Count) -> pd.Series:
    """Return for each switch the share of combinations of all others in which it alone changes the count, 0 to 1."""
    values = count.value(tables.derived(_under_all_rule_sets)).reshape([len(switch.options) for switch in SWITCHES])
    rates = {switch.name: float((values.max(axis=axis) != values.min(axis=axis)).mean()) for axis, switch in enumerate(SWITCHES)}
    return pd.Series(rates, name="flip_rate").rename_axis("switch")


def assumptions(tables: Tables, count: Count, asserted: Range) -> pd.DataFrame:
    """Return what one must assume to get what is asserted: how much more often each option is among the sets that give it.

    Shares are over the different sets of groups, each of which counts once, whatever the number of rule sets that come to it.

    Returns
    -------
    pandas.DataFrame
        One row per option of the switches that can change the count: ``switch``, ``option``, ``all`` (its share among all sets) and
        ``giving`` (its share among those that give what is asserted; missing if none does), 0 to 1.
    """
    under, rates = tables.derived(_under_all_rule_sets), flip_rates(tables, count)
    kept = _can_matter(rates)
    rules = rule_sets().assign(value=count.value(under), number=_numbered(count.chosen(under)))[kept]
    weights, hits = 1 / rules["number"].map(rules["number"].value_counts()), rules["value"].between(asserted.low, asserted.high)
    sets, giving = weights.sum(), weights[hits].sum()
    rows = []
    for switch in SWITCHES:
        for option in switch.options if rates[switch.name] else ():
            chosen = rules[switch.name] == option.name
            among = weights[chosen & hits].sum() / giving if giving else math.nan
            rows.append({"switch": switch.name, "option": option.name, "all": weights[chosen].sum() / sets, "giving": among})
    return pd.DataFrame(rows, columns=["switch", "option", "all", "giving"])


def _numbered(chosen: Flags | Numbers) -> NDArray[np.int64]:
    _, number = np.unique(chosen, axis=0, return_inverse=True)
    return number.ravel().astype(np.int64)


def in_words(rules: Mapping[Any, Any]) -> str:
    """Return what a rule set does otherwise than the plain reading, in sentences.

    Examples
    --------
    >>> in_words({"since 1998": "from 1998 on", "desks": "groups"})
    '“Since 1998” takes in the year itself.'
    """
    return " ".join(switch.sentence(rules[switch.name]) for switch in SWITCHES if rules.get(switch.name, switch.plain) != switch.plain)


PLAIN_READING = "The plain reading."


def rules_in_words(frame: pd.DataFrame, asserted: Range) -> list[str]:
    """Return the simplest rule sets that give what is asserted, in words; empty if none does."""
    hits = simplest(hitting(frame, asserted))
    return [in_words({**PLAIN, **row}) or PLAIN_READING for row in hits.to_dict("records")]
