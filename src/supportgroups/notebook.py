"""What a chapter shows: numbered tables, numbered figures, and figures in prose.

In JupyterLab each is an ordinary output. In the built book `bookmaking.sphinx_extension` gives the tables and figures their
number, caption and anchor, and MyST-NB puts the figures in prose where the text asks for them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from html import escape
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pandas as pd
from IPython.display import display

from supportgroups.languages import to_html
from supportgroups.mentions import linked

if TYPE_CHECKING:
    import altair as alt

CHART_MIME = "application/vnd.vegalite.v5+json"
"""The type under which a chart is stored: JupyterLab and JupyterLite draw it themselves, without network."""

FILTERS = ("choice", "several", "years")
"""How the rows of a table may be filtered by a column: one value of a list; one of several values that a cell holds, each on a line of
its own or after a comma or semicolon; or a span of years."""
NO_VALUE = {"(blank)": '<span class="blank">blank</span>', "N/A": '<span class="not-applicable">N/A</span>'}
"""Cells that hold no value, and how they are set: blank is our word for an empty cell, N/A the paper's own."""

STACKED_FROM = 3
"""Number of columns from which a table of text is shown row by row on a narrow screen; one of numbers scrolls instead."""

GLUED = "application/papermill.record/text/plain"
"""The type under which MyST-NB keeps a figure for the prose."""

_ANCHOR = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LOCATOR = re.compile(r"(?<=,) (?=paras?\. \d)|(?<=\bpara\.) (?=\d)|(?<=\bparas\.) (?=\d)|(?<=\bn\.) (?=\d)|(?<=\bno\.) (?=\d)")
"""The spaces inside a locator, where a line must not break."""
_ITALIC = re.compile(r"\*([^*]+)\*")


def glue(**values: object) -> None:
    """Store figures under their names for the prose of this chapter: ``{glue:text}`name` ``.

    Whole numbers get a comma at each thousand, text stays as it is; format anything else yourself.

    Raises
    ------
    TypeError
        If a value is neither a whole number nor text.
    """
    for name, value in values.items():
        if isinstance(value, bool) or (not isinstance(value, str | int) and not hasattr(value, "__index__")):
            raise TypeError(f"{name}: expected a whole number or text, not {value!r}")
        text = value if isinstance(value, str) else f"{int(value):,}"
        # The form in which MyST-NB keeps glued text: quoted, under a prefix that no front end displays.
        data = {GLUED: repr(text)}
        display(data, raw=True, metadata={"scrapbook": {"name": name, "mime_prefix": "application/papermill.record/"}})


PICTURES = "SUPPORTGROUPS_NO_PICTURES"
"""The environment variable that, when set, leaves out the pictures, whose drawing takes longer than most chapters' code."""
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def in_words(number: int) -> str:
    """Return a whole number as prose has it: a word up to twelve, else figures.

    Examples
    --------
    >>> in_words(7), in_words(0), in_words(1204)
    ('seven', 'none', '1,204')
    """
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"


LABEL = "supportgroups"
"""Under which the label of an output is stored in its metadata."""
AFTER_CAPTION, END = "</caption>\n", "\n</table>"
"""What surrounds head and body of a table."""


class Output:
    """An output of several types, of which each front end shows the one that it likes best.

    Parameters
    ----------
    bundle
        Type → the output in that type.
    label
        What the built page needs to number it: anchor, caption, classes.
    """

    def __init__(self, bundle: dict[str, Any], label: dict[str, Any] | None = None) -> None:
        self.bundle, self.label = bundle, label or {}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict[str, Any], dict[str, Any]]:
        return self.bundle, {LABEL: self.label} if self.label else {}


def _check_label(kind: str, name: str, texts: Mapping[str, str]) -> None:
    """Raise `ValueError` unless the anchor is shaped right and every text that a reader relies on is there."""
    if not _ANCHOR.fullmatch(name) or not name.startswith(f"{kind}-"):
        raise ValueError(f"“{name}”: expected an anchor of the form {kind}-some-words")
    for what, text in texts.items():
        if not text.strip():
            raise ValueError(f"{name}: expected {what}, which is empty")


def figure(chart: alt.TopLevelMixin, name: str, *, caption: str, alternative: str) -> Output:
    """Return a chart as a numbered figure.

    Parameters
    ----------
    chart
        An Altair chart.
    name
        The figure's permanent anchor, ``fig-…``.
    caption
        What to see in it; MyST Markdown, one paragraph.
    alternative
        What it shows, in words, for readers who do not see it.

    Raises
    ------
    ValueError
        If the anchor is misshapen, or caption or alternative is empty.
    """
    _check_label("fig", name, {"a caption": caption, "a text alternative": alternative})
    specification = chart.properties(description=alternative).to_dict()
    datasets = specification.get("datasets", {})
    for dataset, rows in datasets.items():
        # Altair 6.0, which the browser has, leaves a missing text as NaN, which JSON lacks and Vega would draw.
        datasets[dataset] = [{key: None if value != value else value for key, value in row.items()} for row in rows]
    # Notebooks are stored with sorted keys, so the order of the columns must be said.
    columns = {dataset: list(rows[0]) for dataset, rows in datasets.items() if rows}
    specification["usermeta"] = {"supportgroups": {"name": name, "caption": caption, "columns": columns}}
    return Output({CHART_MIME: specification, **_picture(specification), "text/plain": alternative})


def _picture(specification: dict[str, Any]) -> dict[str, str]:
    """Return the chart as a picture, for places that draw no charts, such as a preview of the repository; none where it cannot be drawn.

    In a browser (JupyterLite) there is no vl_convert, and no need of a picture.
    """
    if PICTURES in os.environ or find_spec("vl_convert") is None:
        return {}
    import vl_convert

    # On white and in black: such places may show it on any background.
    picture: str = vl_convert.vegalite_to_svg(json.dumps({**specification, "background": "white"}))
    return {"image/svg+xml": picture.replace("currentColor", "black")}


def table(
    frame: pd.DataFrame,
    name: str,
    *,
    caption: str,
    row_header: str | None = None,
    numeric: Iterable[str] = (),
    html: Iterable[str] = (),
    missing: str = "",
    filters: Mapping[str, str] | None = None,
) -> Output:
    """Return a table as a numbered table.

    Parameters
    ----------
    frame
        The table; its column names are the headings, its index is not shown. Text between asterisks becomes italic, line breaks
        stay, and Japanese is marked up as Japanese.
    name
        The table's permanent anchor, ``tab-…``.
    caption
        What the table holds; MyST Markdown, one paragraph.
    row_header
        The column that names each row, for readers who hear the table; the first one unless given.
    numeric
        Columns to align to the right, besides those of a numeric type.
    html
        Columns whose cells are HTML already.
    missing
        What stands for a missing value. The cells “(blank)” and “N/A” are set so that neither is taken for a value.
    filters
        Columns by which the reader of the page may filter the rows, and how (see `FILTERS`); such a table can also be searched and
        sorted there.

    Raises
    ------
    ValueError
        If the anchor is misshapen, the caption is empty, a named column is not there, or a filter is of an unknown kind.
    """
    _check_label("tab", name, {"a caption": caption})
    numeric, html, filters = set(numeric), set(html), dict(filters or {})
    row_header = frame.columns[0] if row_header is None else row_header
    if unknown_filters := set(filters.values()) - set(FILTERS):
        raise ValueError(f"{name}: no filter {', '.join(sorted(unknown_filters))}; there are {', '.join(FILTERS)}")
    if unknown := ({row_header} | numeric | html | set(filters)) - set(frame.columns):
        raise ValueError(f"{name}: no column {', '.join(sorted(unknown))}; there are {', '.join(frame.columns)}")
    numeric |= {column for column in frame.columns if pd.api.types.is_numeric_dtype(frame[column].dtype)}

    text_columns = len(frame.columns) - len(numeric)
    stacked = len(frame.columns) >= STACKED_FROM and len(numeric) <= text_columns

    def cell(column: str, value: Any) -> str:
        if pd.isna(value):
            content = escape(missing)
        elif column in html:
            content = str(value)
        elif isinstance(value, float):
            content = f"{value:,.1f}"
        elif column in numeric and not isinstance(value, str):
            content = str(value)
        elif value in NO_VALUE:
            content = NO_VALUE[value]
        else:
            content = _ITALIC.sub(r"<em>\1</em>", linked(str(value))).replace("\n", "<br>")
        content = _LOCATOR.sub("\u00a0", content)
        # Where a narrow screen shows the cells of a row one below the other, each names its column.
        label = f' data-label="{escape(column)}"' if stacked else ""
        kind = ' class="numeric"' if column in numeric else ""
        return f'<th{label} scope="row"{kind}>{content}</th>' if column == row_header else f"<td{label}{kind}>{content}</td>"

    def heading(column: str) -> str:
        kind = ' class="numeric"' if column in numeric else ""
        chosen = f' data-filter="{filters[column]}"' if column in filters else ""
        return f'<th scope="col"{kind}{chosen}>{to_html(column)}</th>'

    head = "".join(heading(column) for column in frame.columns)
    body = "\n".join(
        "<tr>" + "".join(cell(column, value) for column, value in zip(frame.columns, row, strict=True)) + "</tr>"
        for row in frame.itertuples(index=False, name=None)
    )
    classes = ["data-table", *(["askable"] if filters else []), *(["stacked"] if stacked else [])]
    content = (
        f'<table id="{name}" class="{" ".join(classes)}">\n<caption>{escape(caption)}{AFTER_CAPTION}'
        f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>{END}"
    )
    plain = f"{caption} ({len(frame)} rows)"
    return Output({"text/html": content, "text/plain": plain}, {"name": name, "caption": caption, "classes": classes})
