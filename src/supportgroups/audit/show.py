"""One claim as a reader sees it: what is asserted and found, the check as it runs, the cells it read, and what would change the verdict."""

import inspect
import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from operator import itemgetter
from types import CodeType, FunctionType
from typing import Any, NamedTuple, cast

from supportgroups.audit.changes import changes
from supportgroups.audit.claims import Claim, Result, Verdict, check_of
from supportgroups.audit.history import in_words
from supportgroups.audit.rows import cells_read
from supportgroups.languages import to_html


def source(claim: Claim) -> str:
    """Return the check of a claim as it runs, with the functions of its own module that it calls; nothing for a claim that has none.

    Of the claims that share a check, only this one's arguments are shown.
    """
    run = check_of(claim)
    if run is None:
        return ""
    functions = _with_helpers(getattr(run, "func", cast("FunctionType", run)))
    code = "\n\n\n".join(inspect.getsource(function).rstrip() for function in functions)
    others = rf'^@check\((?!\s*"{claim.identifier}")(?:(?!^@|^def ).)*?\)\n(?=@|def )'
    return re.sub(others, "", code, flags=re.MULTILINE | re.DOTALL)


def _with_helpers(run: FunctionType) -> list[FunctionType]:
    """Return a check, and behind it the functions beside it on which it rests."""
    found = [run]
    for function in found:  # which grows
        for name in _names(function.__code__):
            other = function.__globals__.get(name)
            if isinstance(other, FunctionType) and other.__module__ == run.__module__ and other not in found:
                found.append(other)
    return found


def _names(code: CodeType) -> list[str]:
    """Return the names that a function uses, also within the functions inside it."""
    return [*code.co_names, *(name for constant in code.co_consts if isinstance(constant, CodeType) for name in _names(constant))]


def highlighted(code: str) -> str:
    """Return Python code as HTML, highlighted as the code of the chapters is.

    Examples
    --------
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
    seen = ((next((looks[family] for family in looks if kind in family), Text), text) for kind, text in tokens)
    for look, alike in groupby(seen, key=itemgetter(0)):
        yield look, "".join(text for _, text in alike)


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
