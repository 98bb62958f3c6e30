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
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from supportgroups.dataset import known
from supportgroups.facts.tables import Range, Tables

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


_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
SWITCHES = tuple(
    Switch(name, of["question"], tuple(itertools.starmap(Option, of["options"].items()))) for name, of in _WORDS["switches"].items()
)
"""The questions, each independent of the others; their words are in ``counting_rules.toml``."""
CHRISTIAN_BY: int = _WORDS["counts"]["Christian groups by 1987"]["of"]["last"]
MEDICAL_FROM: int = _WORDS["counts"]["medical groups from 1990 on"]["of"]["first"]
"""The years by which Christian groups, and from which on medical ones, are said to have begun (II, para. 12)."""
ROW, FORMER, ITALIC, UNDATED, ENDED, OFFICES, DESKS, NOTE, SINCE = SWITCHES
PLAIN = {switch.name: switch.plain for switch in SWITCHES}  # the plain reading: the first option of every switch

MERGED = {"T1-02": ("T1-01", "one name, one group", "branches too"), "T6-08": ("T6-07", "branches too")}
"""A row that shares the name of its body with another one → that other, and the rules by which both are one group.

CTIC in Meguro and in Kameido share it in both languages, カラバオ and its branch in Sagamihara in Japanese only (E-179).
"""
DESK_ROWS = ("T1-11", "T1-12", "T1-13")
"""The desks that ended with the centre whose sections they seem to have been (E-021)."""


@dataclass(frozen=True)
class UnderRules:
    """What is a group, and from when to when, under each of a number of rule sets."""

    rules: pd.DataFrame  # one row per rule set, a column per switch
    bodies: pd.DataFrame
    """Every body that could count: the numbered groups, and the former bodies behind them; of those alike, perhaps one for all."""
    member: Flags  # rule sets × bodies: whether the body is a group
    began: Numbers  # rule sets × bodies: the first year; missing, or minus or plus infinity where a row without a year is early or recent

    def there(self, by: float | Numbers = math.inf) -> Flags:
        """Return for each body under each rule set whether it is a group that has not dropped out by the end of a year."""
        ended = self.bodies["ended"].to_numpy(dtype=float, na_value=math.nan)
        there: Flags = self.member & ~(_chosen(self.rules, ENDED, "drop out") & (ended <= by))
        return there


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
    set_aside = dated_in_note.notna() & (bodies["began"].isna() | (bodies["began"] == dated_in_note))
    return bodies.assign(set_aside=set_aside, alike=1)


def _patterns(tables: Tables) -> pd.DataFrame:
    """Return of the bodies that no rule can tell apart only the first, and how many are alike: many groups are of few kinds."""
    bodies = _bodies(tables)
    told_apart = ["category", "legal_form", "began", "ended", "organisation_founded", "set_aside"]
    named = [*DESK_ROWS, *MERGED, *(whole for whole, *_ in MERGED.values())]
    by_itself = bodies["group_id"].isin(named) | bodies["group_id"].duplicated(keep=False)
    others = bodies[~by_itself]
    alike = others.groupby(told_apart, dropna=False)["alike"].transform("sum")
    return pd.concat([bodies[by_itself], others.assign(alike=alike).drop_duplicates(told_apart)], ignore_index=True)


def under_rules(tables: Tables, rules: pd.DataFrame, bodies_of: Callable[[Tables], pd.DataFrame] = _bodies) -> UnderRules:
    """Apply rule sets, as `rule_sets` gives them, to the bodies that some tables have."""
    bodies = bodies_of(tables)
    numbered, group_id = (bodies["kind"] == "numbered").to_numpy(), bodies["group_id"].to_numpy()
    row, in_row = (bodies["kind"] == "row").to_numpy(), (bodies["kind"] == "in a row").to_numpy()
    aside = bodies["set_aside"].to_numpy(dtype=bool)
    own, italic = (bodies[column].to_numpy(dtype=float, na_value=math.nan) for column in ("began", "organisation_founded"))

    # From when: the upright year, or the earliest of those that the rules let date the group.
    began = np.where(_chosen(rules, ITALIC, "date the group"), np.fmin(own, italic), own)
    for position in np.flatnonzero(row | in_row):
        switch, option = (ROW, "dates its successor") if row[position] else (FORMER, "date their successors")
        let = _chosen(rules, switch, option) & ~(_chosen(rules, NOTE, "in no year") & aside[position])
        its = np.flatnonzero(numbered & (group_id == group_id[position]))
        began[:, its] = np.where(let, np.fmin(began[:, its], own[position]), began[:, its])

    # What is a group.
    member = numbered | (row & _chosen(rules, ROW, "a group")) | (in_row & _chosen(rules, FORMER, "groups"))
    member[:, np.isin(group_id, DESK_ROWS) & numbered] &= ~_chosen(rules, DESKS, "parts")
    for part, (whole, *options) in MERGED.items():
        chosen = _chosen(rules, OFFICES, *options)
        if whole in group_id and part in group_id:
            earlier = np.fmin(began[:, group_id == part].min(axis=1), began[:, (group_id == whole) & numbered].min(axis=1))
            its = np.flatnonzero((group_id == whole) & numbered)
            began[:, its] = np.where(chosen, earlier[:, np.newaxis], began[:, its])
            member[:, group_id == part] &= ~chosen

    undated = np.isnan(began)
    member[undated & _chosen(rules, UNDATED, "no groups")] = False
    began[undated & _chosen(rules, UNDATED, "early")] = -math.inf
    began[undated & _chosen(rules, UNDATED, "recent")] = math.inf
    began[aside & _chosen(rules, NOTE, "in no year")] = math.nan
    return UnderRules(rules, bodies, member, began)


@dataclass(frozen=True)
class Count:
    """A count of groups that the paper gives."""

    name: str
    claim: str  # the claim that makes it; where the paper makes it twice, the first one
    statement: str
    chosen: Callable[[UnderRules], Flags | Numbers]
    """Which bodies are counted under each rule set, or, where the count is no number of bodies, on what of each body it depends."""
    value_of: Callable[[UnderRules, Any], Numbers]  # the count of these, which is mostly their number
    a_year: bool = False

    def value(self, under: UnderRules) -> Numbers:
        """Return the count under each rule set."""
        return self.value_of(under, self.chosen(under))

    def in_words(self, value: float) -> str:
        """Return a value in words."""
        return f"{value:,.0f}" if not self.a_year else f"{value:.0f}" if math.isfinite(value) else "no year"


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


def _number(under: UnderRules, chosen: Flags) -> Numbers:
    number: Numbers = chosen @ under.bodies["alike"].to_numpy(dtype=np.float64)
    return number


def _sizes(under: UnderRules) -> Numbers:
    """Return the number of groups of each category, the medical ones first."""
    categories = ["medical", *sorted(set(under.bodies["category"]) - {"medical"})]
    return np.stack([_number(under, _counted(under, category)) for category in categories], axis=1)


def _first_christian(under: UnderRules) -> Numbers:
    """Return the first printed year of a Christian group, under each rule set; infinity where there is none."""
    counts = under.member & (under.bodies["category"] == "christian").to_numpy(dtype=bool) & np.isfinite(under.began)
    first: Numbers = np.where(counts, under.began, math.inf).min(axis=1, keepdims=True)
    return first


def _older_than_christian(under: UnderRules) -> Flags:
    first = _first_christian(under)
    return under.there(first) & (under.began < first) & (under.bodies["category"] != "christian").to_numpy(dtype=bool)


def _other_pioneers(under: UnderRules) -> Flags:
    """Leave out the bodies of note 16 under every rule: the note takes them out of the claim itself."""
    named = under.bodies["group_id"].isin(under.bodies.loc[under.bodies["set_aside"], "group_id"]).to_numpy()
    return _older_than_christian(under) & ~named


_CHOSEN: Mapping[str, Callable[[UnderRules], Flags | Numbers]] = {
    "lead of the medical groups": _sizes,
    "first Christian group": _first_christian,
    "other pioneers": _other_pioneers,
    "older than the first Christian group": _older_than_christian,
    "new groups since 1998": lambda under: _counted(under, first=np.where(_chosen(under.rules, SINCE, "from 1998 on"), 1998, 1999)),
}
_VALUES: Mapping[str, Callable[[UnderRules, Any], Numbers]] = {
    "lead of the medical groups": lambda _, sizes: sizes[:, 0] - sizes[:, 1:].max(axis=1),
    "first Christian group": lambda _, first: first[:, 0],
}
COUNTS: Mapping[str, Count] = {
    name: Count(name, chosen=_CHOSEN.get(name) or partial(_counted, **words.pop("of", {})), value_of=_VALUES.get(name, _number), **words)
    for name, words in _WORDS["counts"].items()
}
"""Every count of groups that the paper gives, by its short name, in the paper's order."""


@lru_cache(maxsize=1)
def rule_sets() -> pd.DataFrame:
    """Return every combination of the options, the plain reading first; it is shared, so take a copy to change it."""
    combinations = itertools.product(*([option.name for option in switch.options] for switch in SWITCHES))
    return pd.DataFrame(list(combinations), columns=[switch.name for switch in SWITCHES])


def one(rules: Mapping[str, str]) -> pd.DataFrame:
    """Return one set of rules as `under_rules` takes it; switches that are not named keep the plain reading."""
    options = {switch.name: dict(switch.options) for switch in SWITCHES}
    for name, option in rules.items():
        known("counting rule", name, options)
        known(f"answer to “{name}”", option, options[name])
    return pd.DataFrame([{**PLAIN, **rules}])


def _under_all_rule_sets(tables: Tables) -> UnderRules:
    return under_rules(tables, rule_sets(), _patterns)


def deviations(rules: pd.DataFrame) -> pd.Series:
    """Return of each rule set how many of its options are not those of the plain reading."""
    present = [name for name in PLAIN if name in rules]
    return rules[present].ne(pd.Series(PLAIN)[present]).sum(axis="columns").astype("int64")


def count(tables: Tables, name: str, rules: Mapping[str, str] = PLAIN) -> float:
    """Return the value of a count under one set of rules, in which switches that are not named keep the plain reading."""
    return float(COUNTS[name].value(under_rules(tables, one(rules)))[0])


def multiverse(tables: Tables, count: Count) -> pd.DataFrame:
    """Return the ``value`` of a count under every combination of rules that can change it: a column each, the plain reading first."""
    frame, rates = _that_matter(tables, count)
    frame = frame[[*rates.index[rates > 0], "value"]].reset_index(drop=True)
    return frame.astype({"value": "int64"}) if np.isfinite(frame["value"]).all() else frame


def _that_matter(tables: Tables, count: Count) -> tuple[pd.DataFrame, pd.Series]:
    """Return the rule sets that differ where a switch can change something, with the count and a number for the groups; and flip rates."""
    rates, under = flip_rates(tables, count), tables.derived(_under_all_rule_sets)
    idle = rates.index[rates == 0]
    frame = rule_sets().assign(value=count.value(under))
    frame = frame[frame[idle].eq([PLAIN[name] for name in idle]).all(axis="columns")]
    return frame.assign(number=np.unique(count.chosen(under)[frame.index], axis=0, return_inverse=True)[1].ravel()), rates


def distribution(frame: pd.DataFrame, asserted: Range) -> pd.DataFrame:
    """Return how many ``rule_sets`` give each ``value``, their ``share`` (0 to 1), and whether the value is ``asserted``, and ``plain``."""
    found = frame["value"].value_counts().sort_index().rename("rule_sets").rename_axis("value").reset_index()
    return found.assign(
        share=found["rule_sets"] / len(frame),
        asserted=found["value"].between(asserted.low, asserted.high),
        plain=found["value"] == frame["value"].iloc[0],
    )


def hitting(frame: pd.DataFrame, asserted: Range) -> pd.DataFrame:
    """Return the rule sets that give what is asserted, with ``deviations``, those nearest to the plain reading first."""
    hits = frame[frame["value"].between(asserted.low, asserted.high)]
    return hits.assign(deviations=deviations(hits)).sort_values("deviations", kind="stable")


def simplest(hits: pd.DataFrame) -> pd.DataFrame:
    """Return the rule sets of `hitting` of which no other one makes only a part of the deviations from the plain reading."""
    kept: dict[Hashable, set[tuple[str, str]]] = {}
    for index, row in hits.iterrows():
        departs = {(name, str(row[name])) for name, plain in PLAIN.items() if row.get(name, plain) != plain}
        if not any(simpler <= departs for simpler in kept.values()):
            kept[index] = departs
    return hits.loc[[*kept]]


def all_at_once(tables: Tables, asserted: Mapping[str, Range]) -> pd.DataFrame:
    """Return which of the counts each rule set gives, those that give most first and, among them, those nearest to the plain reading.

    What the paper asserts is given as `supportgroups.audit.asserted_counts` has it. There is a column per switch, one per count (whether it
    is given), ``given`` (how many are) and ``deviations``.
    """
    rules, under = rule_sets(), tables.derived(_under_all_rule_sets)
    values = {name: pd.Series(COUNTS[name].value(under), rules.index) for name in asserted}
    hits = pd.DataFrame({name: of_count.between(*asserted[name]) for name, of_count in values.items()}, rules.index)
    joint = pd.concat([rules, hits], axis="columns").assign(given=hits.sum(axis="columns"), deviations=deviations(rules))
    return joint.sort_values(["given", "deviations"], ascending=[False, True], kind="stable").reset_index(drop=True)


def distinct_sets(tables: Tables, count: Count) -> pd.DataFrame:
    """Return the different sets of groups that rule sets come to, the plain reading first and then those nearest to it.

    There is a column per switch, for the simplest rule set that gives it, ``value``, ``rule_sets`` (how many give it) and ``deviations``.
    """
    frame, _ = _that_matter(tables, count)
    frame = frame.assign(rule_sets=frame.groupby("number")["number"].transform("size"), deviations=deviations(frame))
    simplest_first = frame.sort_values("deviations", kind="stable").drop_duplicates("number")
    return simplest_first[[*PLAIN, "value", "rule_sets", "deviations"]].reset_index(drop=True)


def flip_rates(tables: Tables, count: Count) -> pd.Series:
    """Return for each switch the share of combinations of all others in which it alone changes the count, 0 to 1."""
    values = count.value(tables.derived(_under_all_rule_sets)).reshape([len(switch.options) for switch in SWITCHES])
    rates = {switch.name: float((values.max(axis=axis) != values.min(axis=axis)).mean()) for axis, switch in enumerate(SWITCHES)}
    return pd.Series(rates, name="flip_rate").rename_axis("switch")


def assumptions(tables: Tables, count: Count, asserted: Range) -> pd.DataFrame:
    """Return what one must assume to get what is asserted: how much more often each option is among the sets that give it.

    Shares, 0 to 1, are over the different sets of groups, each of which counts once, whatever the number of rule sets that come to it.
    There is a row per ``switch`` that can change the count and ``option``, with the option's share among ``all`` sets and among those
    ``giving`` what is asserted, which is missing if none does.
    """
    frame, rates = _that_matter(tables, count)
    weights, hits = 1 / frame["number"].map(frame["number"].value_counts()), frame["value"].between(asserted.low, asserted.high)
    told = frame.assign(all=weights, giving=weights.where(hits)).melt(["all", "giving"], [*rates.index[rates > 0]], "switch", "option")
    shares = told.groupby(["switch", "option"], sort=False)[["all", "giving"]].sum() / [weights.sum(), weights[hits].sum() or math.nan]
    return shares.reset_index()


def in_words(rules: Mapping[Any, Any]) -> str:
    """Return what a rule set does otherwise than the plain reading, in sentences."""
    chosen = ((switch, rules.get(switch.name, switch.plain)) for switch in SWITCHES)
    return " ".join(dict(switch.options)[option] for switch, option in chosen if option != switch.plain)


PLAIN_READING = "The plain reading."


def rules_in_words(frame: pd.DataFrame, asserted: Range) -> list[str]:
    """Return the simplest rule sets that give what is asserted, in words; empty if none does."""
    return [in_words({**PLAIN, **row}) or PLAIN_READING for row in simplest(hitting(frame, asserted)).to_dict("records")]
