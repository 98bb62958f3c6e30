"""Facts that chapters and claims share: each is computed here, once, from the tables.

A chapter's prose glues what these functions return, and a check counts it; so a number on a page and a number in the ledger cannot part.
A fact is a public function of `Tables` that returns rows, a number or a day: ``facts.law(tables)``.

``tables``          all tables together, what a change of them makes, and the ranges that they leave possible
``groups``          the numbered groups, whom they serve, how long they last, their legal forms, and what is reported of corporations
``partnerships``    ties with governments, and councils
``associations``    the associations of section I
``statistics``      interviews, official figures and dated facts from outside
``counting_rules``  the counts of groups under every combination of named rules
"""

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any

from supportgroups.facts.associations import *
from supportgroups.facts.groups import *
from supportgroups.facts.partnerships import *
from supportgroups.facts.statistics import *
from supportgroups.facts.tables import *


@cache
def all_facts() -> dict[str, Callable[..., Any]]:
    """Return every fact by its name, under which a text of the ledger and a chapter call it; no two have one name."""
    functions = {name: function for name, function in globals().items() if inspect.isfunction(function)}
    return {name: function for name, function in functions.items() if function.__code__.co_varnames[:1] == ("t",)}
