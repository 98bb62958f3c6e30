"""The form by which a reader turns the counting rules, with the results of all rule sets in it, and what each rule alone changes."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from docutils.nodes import make_id

from bookmaking.templates import fill
from supportgroups.audit import Result, Tables, asserted_counts
from supportgroups.facts.counting_rules import COUNTS, PLAIN, SWITCHES, all_at_once, hitting, multiverse, under_rules

LEAST = "Ā"
"""What writes the least value as one character; the next character writes the next value. From this one on, all are letters."""
TWO = ("groups by 1992", "new groups since 1998")
"""The counts by which the form leads: those whose claims the section is about."""


def form(tables: Tables, results: Sequence[Result]) -> str:
    """Return the form, and below it the table of what each answer alone changes, as HTML."""
    asserted = asserted_counts(tables)
    frames = {name: multiverse(tables, count) for name, count in COUNTS.items()}
    shown = [*TWO, *(name for name, frame in frames.items() if frame["value"].nunique() > 1 and name not in TWO)]
    words = {result.claim.identifier: result.asserted.partition(" (")[0] for result in results}
    rows = [
        {
            "count": COUNTS[name],
            "asserted": words[COUNTS[name].claim],
            "low": f"{asserted[name].low:.0f}",
            "high": f"{asserted[name].high:.0f}" if math.isfinite(asserted[name].high) else "",
            "plain": COUNTS[name].in_words(frames[name]["value"].iloc[0]),
            "least": int(frames[name]["value"].min()),
            "switches": " ".join(str(place) for place, switch in enumerate(SWITCHES) if switch.name in frames[name]),
            "values": "".join(chr(ord(LEAST) + int(value)) for value in frames[name]["value"] - frames[name]["value"].min()),
        }
        for name in shown
    ]
    hits = {f"What gives {words[COUNTS[name].claim]} {name}": hitting(frames[name], asserted[name]) for name in TWO}
    joint = all_at_once(tables, asserted)
    both = joint[joint[list(TWO)].all(axis="columns")].sort_values("deviations", kind="stable")
    ways = {**hits, "What gives both": both, "What gives most of the paper’s counts": joint}
    buttons = {label: _address(frame.iloc[0].to_dict()) for label, frame in ways.items() if len(frame)}
    alone = [(switch.name, option) for switch in SWITCHES for option in switch.options[1:]]
    counted = under_rules(tables, pd.DataFrame([PLAIN, *({**PLAIN, switch: option.name} for switch, option in alone)]))
    plain, *values = np.stack([COUNTS[name].value(counted) for name in shown], axis=1)
    departures = {
        option.sentence: ["–" if value == before else f"{value:.0f}" for value, before in zip(row, plain, strict=True)]
        for (_, option), row in zip(alone, values, strict=True)
    }
    return fill("multiverse", switches=SWITCHES, slug=make_id, rows=rows, buttons=buttons, departures=departures)


def _address(rules: Mapping[object, object]) -> str:
    """Return how an address names a rule set: what is not the plain reading."""
    departs = {switch: option for switch, option in rules.items() if switch in PLAIN and option != PLAIN[str(switch)]}
    return "&".join(f"{make_id(str(switch))}={make_id(str(option))}" for switch, option in departs.items())
