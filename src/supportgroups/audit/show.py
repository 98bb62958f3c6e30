"""One claim as a reader sees it: what is asserted and found, the check as it runs, the cells it read, and what would change the verdict."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from importlib import import_module
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd

from supportgroups.audit.changes import changes, history_in_words
from supportgroups.audit.claims import MODULES, Claim, Result, Verdict, judge
from supportgroups.facts.tables import Tables
from supportgroups.languages import to_html


def source(claim: Claim) -> str:
    """Return the check of a claim, if it has one, as it is written, with only its own arguments, and what it calls of its module."""
    return _sources(MODULES[claim.section]).get(claim.identifier, "")


@lru_cache
def _sources(module: str) -> dict[str, str]:
    """Return claim → its check, for all that a module enters."""
    text = inspect.getsource(import_module(f"{__package__}.{module}"))
    body, lines = ast.parse(text).body, text.splitlines()
    functions = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
    found = {}
    for node in body:
        for call in getattr(node, "decorator_list", [getattr(node, "value", None)]):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "check":
                used: list[ast.stmt] = [node]
                for statement in used:  # which grows
                    names = (ast.unparse(part.func) for part in ast.walk(statement) if isinstance(part, ast.Call))
                    used += [functions[name] for name in dict.fromkeys(names) if name in functions and functions[name] not in used]
                entered = [*lines[call.lineno - 1 : call.end_lineno], ""] if isinstance(node, ast.FunctionDef) else []
                code = ("\n".join(lines[one.lineno - 1 : one.end_lineno]) for one in used)
                found[ast.literal_eval(call.args[0])] = "\n".join(entered) + "\n\n\n".join(code)
    return found


def highlighted(code: str) -> str:
    """Return Python code as HTML, highlighted as the code of the chapters is.

    >>> highlighted("return 1")
    '<pre class="highlight"><span class="k">return</span> <span class="m">1</span></pre>'
    """
    # Needed here only, and there wherever HTML is shown: with IPython and with Sphinx.
    from pygments.lexers import PythonLexer
    from pygments.token import STANDARD_TYPES

    looks = [(STANDARD_TYPES[look], to_html(text)) for look, text in by_look(PythonLexer(ensurenl=False).get_tokens(code))]
    marked = "".join(f'<span class="{name}">{text}</span>' if name else text for name, text in looks)
    return f'<pre class="highlight">{marked}</pre>'


def by_look(tokens: Iterable[tuple[Any, str]]) -> Iterator[tuple[Any, str]]:
    """Yield the tokens of code by their look: as keyword, string, number, comment or text; neighbours that look alike are one.

    Names and signs look like the text around them: a mark for each would make the code five times as heavy.
    """
    from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, Operator, String, Text

    looks = {Comment: Comment, Generic.Output: Comment, Keyword: Keyword, Operator.Word: Keyword, Name.Tag: Keyword}
    looks |= {String: String, Literal.Scalar: String, Number: Number}
    look_of = lru_cache(lambda kind: next((looks[family] for family in looks if kind in family), Text))
    seen = ((look_of(kind), text) for kind, text in tokens)
    for look, alike in groupby(seen, key=itemgetter(0)):
        yield look, "".join(text for _, text in alike)


def rows_used(result: Result) -> dict[str, pd.DataFrame]:
    """Return table → the rows that the check used, with all their columns; where there is none, those that show what is printed instead."""
    found: dict[str, list[str]] = {}
    for record in result.evidence:
        found.setdefault(record.table, []).append(record.key)
    return {table: result.tables[table].loc[keys] for table, keys in found.items()}


def cells_read(result: Result) -> dict[str, pd.DataFrame]:
    """Return table → the same rows, with the columns alone that the check read, but for those that only say which record it is.

    These are the columns for which it asks by name, if it answers the same without all others. Where it does not, or asks a table for
    every column, it takes whole rows and reads those: then a column is read if the check fails or answers otherwise without it.
    """

    def without(columns: Mapping[str, list[str]]) -> bool:
        return _answers_the_same(result, {table: result.tables[table].drop(columns=names) for table, names in columns.items()})

    used = rows_used(result)
    watched = {table: _Watched(result.tables[table]) for table in used}
    for table in watched.values():
        table.asked_for = set()
    _answers_the_same(result, watched)
    columns = {table: [name for name in rows.columns if name not in result.tables.key(table)] for table, rows in watched.items()}
    asked = {table: [name for name in names if name in watched[table].asked_for] for table, names in columns.items()}
    others = {table: [name for name in names if name not in asked[table]] for table, names in columns.items()}
    clear = others.keys() if without(others) else {table for table in others if without({table: others[table]})}
    whole = [table for table in used if table not in clear or not others[table]]
    asked |= {table: [name for name in columns[table] if not without({table: [name]})] for table in whole}
    return {table: rows[asked[table]] for table, rows in used.items()}


class _Watched(pd.DataFrame):
    """A table that notes which of its columns are asked for by name, there and in all that is taken from it."""

    _metadata = ("asked_for",)
    asked_for: set[str]

    @property
    def _constructor(self) -> type[_Watched]:
        return _Watched

    def __getitem__(self, key: Any) -> Any:
        if isinstance(noted := self.__dict__.get("asked_for"), set) and isinstance(key, (str, list)):
            noted.update([key] if isinstance(key, str) else filter(None, map(str, key)))
        return super().__getitem__(key)


def _answers_the_same(result: Result, tables: Mapping[str, pd.DataFrame]) -> bool:
    keys = {name: result.tables.key(name) for name in result.tables}
    try:
        after = judge(result.claim, Tables({**result.tables, **tables}, keys, result.tables.directory))
        return (after.observed, after.verdict, after.evidence) == (result.observed, result.verdict, result.evidence)
    except (AttributeError, KeyError, NameError, TypeError, ValueError):  # it asks for a column that is not there
        return False


def verdict_html(verdict: Verdict | str) -> str:
    """Return a verdict's word, marked so that a page can give it its colour and shape."""
    return f'<span class="verdict verdict-{Verdict(verdict)}">{Verdict(verdict)}</span>'


def would_change(claim: Claim) -> str:
    """Return what would change the verdict, in words; nothing for a claim of which no such change is stored."""
    change = changes().get(claim.identifier)
    return change.sentence() if change else ""


class Shown(NamedTuple):
    """A claim with its check: text at a prompt, HTML in a notebook."""

    result: Result

    def __repr__(self) -> str:
        claim = self.result.claim
        parts = [f"{claim.identifier} ({claim.locator}): {claim.statement}", *(f"{name}: {text}" for name, text in self._facts() if text)]
        rows = [f"{table}\n{frame.to_string(na_rep='')}" for table, frame in cells_read(self.result).items()]
        return "\n\n".join(["\n".join(parts), source(claim) or "No check.", *rows])

    def _repr_html_(self) -> str:
        claim = self.result.claim
        facts = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in self._facts() if text)
        rows = "".join(
            f"<details><summary>{escape(table)}: {len(frame)}</summary>{frame.to_html(na_rep='')}</details>"
            for table, frame in cells_read(self.result).items()
        )
        title = f"<p><strong>{claim.identifier}</strong> ({escape(claim.locator)}) {escape(claim.statement)}</p>"
        return f"{title}<dl>{facts}</dl>{highlighted(source(claim)) if source(claim) else ''}{rows}"

    def _facts(self) -> list[tuple[str, str]]:
        result = self.result
        return [
            ("Asserted", result.asserted),
            ("Observed", result.observed),
            ("Verdict", str(result.verdict)),
            ("Tested against", result.tested_against),
            ("What would change it", would_change(result.claim)),
            ("Rule", result.rule),
            ("Remark", result.remark),
            ("Earlier verdicts", history_in_words(result.claim.identifier)),
        ]
