"""One claim as a reader sees it: what is asserted and found, the check as it runs, the cells it read, and what would change the verdict."""

import ast
import inspect
from functools import lru_cache
from html import escape
from importlib import import_module
from typing import NamedTuple

from supportgroups.audit.changes import changes
from supportgroups.audit.claims import MODULES, Claim, Result, Verdict, check_of
from supportgroups.audit.history import in_words
from supportgroups.audit.rows import cells_read
from supportgroups.languages import to_html


def source(claim: Claim) -> str:
    """Return the check of a claim as it is written, with the functions of its own module that it calls; nothing for a claim that has none.

    Of the claims that share a check, only this one's arguments are shown.
    """
    return _sources(MODULES[claim.section]).get(claim.identifier, "") if check_of(claim) else ""


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

    Examples
    --------
    >>> highlighted("return 1")
    '<div class="highlight"><pre><span class="k">return</span> <span class="mi">1</span></pre></div>'
    """
    # Needed here only, and there wherever HTML is shown: with IPython and with Sphinx.
    from pygments.lexers import PythonLexer
    from pygments.token import STANDARD_TYPES, Comment, Keyword, Number, String

    def marked(kind: object, text: str) -> str:
        # Names and signs look like the text around them: a mark for each would make the code five times as heavy.
        styled = any(kind in family for family in (Comment, Keyword, Number, String))
        return f'<span class="{STANDARD_TYPES[kind]}">{to_html(text)}</span>' if styled else to_html(text)

    lexer = PythonLexer(ensurenl=False)
    lexer.add_filter("tokenmerge")
    return f'<div class="highlight"><pre>{"".join(marked(kind, text) for kind, text in lexer.get_tokens(code))}</pre></div>'


def verdict_html(verdict: Verdict | str) -> str:
    """Return a verdict's word, marked so that a page can give it its colour and shape.

    Examples
    --------
    >>> verdict_html("contradicted")
    '<span class="verdict verdict-contradicted">contradicted</span>'
    """
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
            ("Earlier verdicts", in_words(result.claim.identifier)),
        ]
