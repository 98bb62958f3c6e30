"""What a cell of “Try it” gives with other values of its line, those of ``book/try-it.toml``: the choices that the page offers beneath it.

The cell is run with each value. Of the cells above it only those statements run on which it depends, so that neither charts nor the audit
are made for nothing; that this is enough is seen by the table as it stands, which must come out as it is stored.
"""

import ast
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from functools import cache, partial
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from bookmaking.state import kept
from bookmaking.stored_form import figures
from supportgroups.notebook import fill, table, texts_in

VALUES = "try-it.toml"  # the file with the values, beside the notebooks


class Choice(NamedTuple):
    """A line of code in the place of the one that stands in the cell, what the cell gives with it, and how many cells are different."""

    line: str
    instead: str
    words: str
    note: str
    caption: str
    html: str


class Experiment(NamedTuple):
    """A cell of “Try it”: what it gives as it stands, in words and as HTML, and its other choices by the name that the line sets."""

    words: str
    html: str
    choices: Mapping[str, Sequence[Choice]]


class Shown(NamedTuple):
    """A table that a cell shows."""

    frame: pd.DataFrame
    caption: str
    options: dict[str, Any]

    def html(self, name: str) -> str:
        """Return it as the chapter stores it."""
        html: str = table(self.frame, name, caption=self.caption, **self.options).bundle["text/html"]
        return html


@cache
def experiments(notebook: Path) -> dict[str, Experiment]:
    """Return the experiments of a chapter by the anchors of their tables; kept until code, values, data or package change."""
    stored = json.loads(notebook.read_text(encoding="utf-8"))
    cells, glued = stored["cells"], figures(stored)
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    captions = {name: text for cell in cells for kind, name, text in texts_in("".join(cell["source"])) if kind == "caption"}
    values = tomllib.loads((notebook.parent / VALUES).read_text(encoding="utf-8"))
    wanted = {name: lines for name, lines in values.items() if name in captions}
    of = json.dumps([code, wanted, glued, {name: captions[name] for name in wanted}])
    return (
        kept(notebook.parents[1], f"choices-{notebook.stem}", lambda: _experiments(code, wanted, captions, glued), of=of) if wanted else {}
    )


def _experiments(
    code: Sequence[str], wanted: Mapping[str, Any], captions: Mapping[str, str], glued: Mapping[str, float | str]
) -> dict[str, Experiment]:
    """Run the cells that show some tables, each with all values of its lines."""
    places = {name: next(place for place, source in enumerate(code) if f'"{name}"' in source) for name in wanted}
    offered = [value for variables in wanted.values() for values in variables.values() for _, value in spelt_out(values)]
    above = needed(code[: max(places.values())], "\n".join([*(code[place] for place in places.values()), *offered]))
    names: dict[str, Any] = {"__name__": "__main__"}
    with redirect_stdout(StringIO()):  # outside a notebook, what is passed on to the text would be printed
        exec(compile(ast.Module(above, []), VALUES, "exec"), names)
    found = {}
    for name, variables in wanted.items():
        source, words = code[places[name]], []
        run = partial(show, name=name, names=names, caption=captions[name], glued=glued)
        before, choices = run(source), dict[str, list[Choice]]()
        for variable, values in variables.items():
            line = _line(source, variable, name)
            choices[variable] = []
            for called, value in spelt_out(values):
                if (other := f"{variable} = {value}") == line:
                    words.append(called)
                    continue
                try:
                    after, note = compared(before, run(source.replace(line, other)))
                except Exception as error:
                    raise ValueError(f"{VALUES}, {name}: with “{other}” its cell fails: {error}") from error
                html = after.html(name).replace(f'id="{name}" class="data-table', 'class="', 1)  # not numbered
                choices[variable].append(Choice(other, line, called, note, after.caption, html))
        found[name] = Experiment("; ".join(words), before.html(name), choices)
    return found


def _line(source: str, variable: str, name: str) -> str:
    lines: list[str] = re.findall(rf"^{variable} = .+$", source, re.MULTILINE)
    if len(lines) != 1:
        raise ValueError(f"{VALUES}, {name}: expected one line “{variable} = …” in its cell, not {len(lines)}")
    return lines[0]


def spelt_out(values: Mapping[str, str | Mapping[str, int]]) -> Iterator[tuple[str, str]]:
    """Yield the words for each value, and the value as the line has it; of a span of years each year is one.

    >>> list(spelt_out({"Kanagawa": '"Kanagawa"', "years": {"first": 1990, "last": 1991}}))
    [('Kanagawa', '"Kanagawa"'), ('1990', '1990'), ('1991', '1991')]
    """
    for words, value in values.items():
        if isinstance(value, str):
            yield words, value
        else:
            yield from ((str(year), str(year)) for year in range(value["first"], value["last"] + 1))


def show(source: str, name: str, names: Mapping[str, Any], caption: str, glued: Mapping[str, float | str]) -> Shown:
    """Run a cell, and return the table that it shows."""
    shown = list[tuple[pd.DataFrame, dict[str, Any]]]()
    own = dict(glued)

    def take(frame: pd.DataFrame, anchor: str, **options: Any) -> None:
        assert anchor == name
        shown.append((frame, options))

    exec(compile(source, name, "exec"), {**names, "table": take, "glue": own.update})
    [(frame, options)] = shown
    return Shown(frame, fill(caption, own), options)


def needed(above: Sequence[str], source: str) -> list[ast.stmt]:
    r"""Return, of the cells above one, the statements that give a value to a name used further down, or change what it stands for.

    >>> above = ["groups = load()\nchart = draw(groups)", "rows = []\nfor group in groups:\n    rows.append(group)\nshow(chart)"]
    >>> [ast.unparse(statement).splitlines()[0] for statement in needed(above, "len(rows)")]
    ['groups = load()', 'rows = []', 'for group in groups:']
    """
    used = _used(ast.parse(source))
    found = list[ast.stmt]()
    for statement in reversed([statement for cell in above for statement in ast.parse(cell).body]):
        if used & set(_changed(statement)):
            used |= _used(statement)
            found.insert(0, statement)
    return found


def _used(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _changed(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement binds, and those on whose parts or methods it works."""
    comprehensions = [node for node in ast.walk(statement) if isinstance(node, ast.comprehension)]
    inside = {name for node in comprehensions for name in ast.walk(node.target)}
    for node in ast.walk(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) if node not in inside:
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name, asname=own):
                yield (own or name).partition(".")[0]
            case ast.Expr(value=ast.Call(func=ast.Attribute())) | ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
                parts = [part for part in ast.walk(node) if isinstance(part, ast.Name)]
                yield from [part.id for part in sorted(parts, key=lambda part: (part.lineno, part.col_offset))[:1]]  # the leftmost


def compared(before: Shown, after: Shown) -> tuple[Shown, str]:
    """Return a table in which each cell that is different says what it was, and how many these are, in words; rows go by their heads."""
    old, new = _rows(before), _rows(after)
    header, *columns = new.columns
    stays = new.index.isin(old.index)
    gone = [head for head, number in old.index if (head, number) not in new.index]
    are_most_others = (~stays).sum() > len(new) / 2
    marked, different = new.copy(), 0
    if not are_most_others:
        marked.loc[~stays, header] += "\n*new*"
    for column in columns:
        was = old.reindex(new.index)[column].fillna("") if column in old else pd.Series("", new.index)
        changed = stays & (was != new[column])
        marked.loc[changed, column] += "\n*was " + was[changed].replace("", "empty") + "*"
        different += changed.sum()
    notes = [
        "" if not different else "One cell is different." if different == 1 else f"{different} cells are different.",
        "Most rows are other ones." if are_most_others else f"Gone: {', '.join(gone)}." if gone else "",
    ]
    note = " ".join(filter(None, notes)) or ("There are new rows." if not stays.all() else "Nothing is different.")
    numeric = {*after.options.get("numeric", ()), *after.frame.select_dtypes("number").columns}
    return Shown(marked.reset_index(drop=True), after.caption, {**after.options, "numeric": numeric}), note


def _rows(shown: Shown) -> pd.DataFrame:
    """Return a table's cells as text, each row under what heads it and, where several rows have the same head, its number among them."""
    text = shown.frame.astype(object).map(lambda cell: "" if pd.isna(cell) else f"{cell:,.1f}" if isinstance(cell, float) else str(cell))
    heads = text.iloc[:, 0]
    return text.set_axis(text.columns.map(str), axis="columns").set_index([heads, heads.groupby(heads).cumcount()])
