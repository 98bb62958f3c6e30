"""Facts that chapters and claims share: each is computed here, once, from the tables.

A chapter's prose glues what these functions return, and a check counts it; so a number on a page and a number in the ledger cannot part.
A fact is a public function of `Tables` that returns rows, a number or a day.

``tables``          all tables together, and what a change of them makes
``ranges``          what the data leave possible
``groups``          the numbered groups, and how long they last
``clients``         whom they serve
``status``          legal forms, NPO corporations, and what is reported of them
``partnerships``    ties with governments, and councils
``associations``    the associations of section I
``statistics``      official figures and dated facts from outside
``fieldwork``       interviews
``counting_rules``  the counts of groups under every combination of named rules
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from supportgroups.facts.ranges import Range
from supportgroups.facts.tables import Record, Tables, records

MODULES = ("groups", "clients", "status", "partnerships", "associations", "statistics", "fieldwork")
"""Where the facts are."""

__all__ = ["MODULES", "Range", "Record", "Tables", "all_facts", "records"]


@cache
def all_facts() -> dict[str, Callable[..., Any]]:
    """Return every fact by its name, under which a text of the ledger and a chapter call it; no two have one name."""
    found: dict[str, Callable[..., Any]] = {}
    for name in MODULES:
        module = import_module(f"{__name__}.{name}")
        for fact, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or fact.startswith("_"):
                continue
            if fact in found:
                raise ValueError(f"{fact} is a fact of {found[fact].__module__} and of {module.__name__}: one fact, one name, one place")
            found[fact] = function
    return found


def __getattr__(name: str) -> Any:
    """Return what a module of facts has under a name, so that a chapter can write ``facts.law(tables)``."""
    if not name.startswith("_") and name not in MODULES:
        for module in MODULES:
            found = vars(import_module(f"{__name__}.{module}"))
            if name in found:
                return found[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
