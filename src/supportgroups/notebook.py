"""What a chapter shows: numbered tables, numbered figures, and figures in prose.

In JupyterLab each is an ordinary output. In the built book `bookmaking.sphinx_extension` gives the tables and figures their
number, caption and anchor, and MyST-NB puts the figures in prose where the text asks for them.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from IPython.display import display

from supportgroups.languages import split, to_html
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

WIDTHS = (6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 64, 80)
"""Widths that a column may ask for, in characters; the style sheet has a class for each."""
LINES = 3  # lines over which the longest cell of a column may run, as far as the page is wide enough

STACKED_FROM = 3
"""Number of columns from which a table of text is shown row by row on a narrow screen; one of numbers scrolls instead."""

GLUED = "application/papermill.record/text/plain"  # the type under which MyST-NB keeps a figure for the prose

TEXTS = "texts"
"""In the metadata of a cell: its source, where its captions and text alternatives are written out in the cell itself."""

_ANCHOR = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LOCATOR = re.compile(r"(?<=,) (?=paras?\. \d)|(?<=\bpara\.) (?=\d)|(?<=\bparas\.) (?=\d)|(?<=\bn\.) (?=\d)|(?<=\bno\.) (?=\d)")
"""The spaces inside a locator, where a line must not break."""
_TAG = re.compile(r"<[^>]*>")
_WIDE = re.compile(r"[\u3000-\u9fff\uff01-\uff60]")
_ITALIC = re.compile(r"\*([^*]+)\*")
_TEXT = re.compile(r"^:::\{(caption|alternative)\} (\S+)\n(.*?)^:::$", re.DOTALL | re.MULTILINE)
"""Caption and text alternative, as a cell of text has them beside the figure or table."""
_ROLE = re.compile(r"\{(glue:text|[Ww]ords)\}`([\w.]+)(?::([^`]+))?`")  # where a text asks for a figure by its name

_glued: dict[str, int | float | str] = {}  # the figures of this session, by name


def glue(**values: object) -> None:
    """Store figures under their names for the text of this chapter, which decides how they are written.

    In prose, captions and text alternatives alike it asks for them in one of these ways::

        {glue:text}`name`      as it is
        {glue:text}`name:,d`   in a format of Python
        {words}`name`          as a word up to twelve
        {Words}`name`          the same at the beginning of a sentence
        {words}`unions.Tokyo`  one figure of a column or a dictionary, by its key; of a table, by column and row

    Examples
    --------
    >>> glue(groups=79)
    {'application/papermill.record/text/plain': '79'}
    """
    for name, value in _one_by_one(values):
        figure_in_prose = _plain(name, value)
        _glued[name] = figure_in_prose
        # The form in which MyST-NB keeps glued text: quoted, under a prefix that no front end displays.
        data = {GLUED: repr(figure_in_prose)}
        display(data, raw=True, metadata={"scrapbook": {"name": name, "mime_prefix": "application/papermill.record/"}})


def _one_by_one(values: Mapping[Any, object], *path: str) -> Iterator[tuple[str, object]]:
    """Yield each figure with the name by which a text asks for it, those of a collection with a dot between name and key."""
    for key, value in values.items():
        if not re.fullmatch(r"\w+", f"{key}"):
            raise TypeError(f"{'.'.join(path)}: a text cannot ask for “{key}”, for a name has letters, digits and “_” only")
        if isinstance(value, pd.Series | pd.DataFrame):
            value = value.to_dict()
        if isinstance(value, Mapping):
            yield from _one_by_one(value, *path, f"{key}")
        else:
            yield ".".join([*path, f"{key}"]), value


def _plain(name: str, value: Any) -> int | float | str:
    """Return a value as one of Python's own types."""
    if isinstance(value, str):
        return value
    if not isinstance(value, bool) and hasattr(value, "__index__"):
        return int(value)
    if isinstance(value, float) and math.isfinite(value):
        return _shortest(f"{value:.10g}")  # the last digits differ between versions of numpy
    raise TypeError(f"{name}: expected a number or text, not {value!r}")


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


def listed(frame: pd.DataFrame, sentence: str, *, between: str = " ") -> str:
    """Return one sentence for each row, for a text alternative that tells what a chart shows.

    Examples
    --------
    >>> listed(pd.DataFrame({"year": [1990, 1991], "groups": [9, 13]}), "{groups} in {year}", between=", ")
    '9 in 1990, 13 in 1991'
    """
    return between.join(sentence.format_map(row) for row in frame.to_dict("records"))


def write_out(value: float | str, role: str = "glue:text", form: str = "") -> str:
    """Return a figure as the text asks for it (see `glue`).

    >>> write_out(7, "words"), write_out(7, "Words"), write_out(1204, form=",d"), write_out(0.256, form=".0%")
    ('seven', 'Seven', '1,204', '26%')
    """
    if role == "glue:text":
        return format(value, form)
    if not isinstance(value, int):
        raise TypeError(f"expected a whole number to write in words, not {value!r}")
    words = in_words(value)
    return words.capitalize() if role == "Words" else words


def texts_in(source: str) -> Iterator[tuple[str, str, str]]:
    r"""Yield kind, anchor and text of each caption and text alternative that a cell of text holds.

    >>> list(texts_in(":::{caption} fig-groups\nGroups\nby year.\n:::"))
    [('caption', 'fig-groups', 'Groups by year.')]
    """
    for kind, name, text in _TEXT.findall(source):
        yield kind, name, re.sub(r"[ \n]+", " ", text).strip()


def web_link(address: str, text: str) -> str:
    """Return a link to a page of the web, as HTML for the cell of a table; the text alone, where the address is no such page's.

    >>> web_link("https://apfs.jp/?a=1&b=2", "apfs.jp")
    '<a href="https://apfs.jp/?a=1&amp;b=2">apfs.jp</a>'
    >>> web_link("javascript:alert(1)", "apfs.jp")
    'apfs.jp'
    """
    return f'<a href="{escape(address)}">{to_html(text)}</a>' if re.match("https?://", address) else to_html(text)


def as_markdown(text: str) -> str:
    r"""Return a text of the data so that it reads in Markdown as it is.

    >>> as_markdown("*Kalabaw*")
    '\\*Kalabaw\\*'
    """
    return re.sub(r"[\\`*_~$&<>\[\]{}|]", r"\\\g<0>", text)


def fill(text: str, values: Mapping[str, float | str], *, markdown: bool = True) -> str:
    """Return a text, in Markdown if no other is meant, with the figures for which it asks, which have to be there."""

    def figure_asked_for(match: re.Match[str]) -> str:
        role, name, form = match.groups()
        if name not in values:
            raise KeyError(f"the text asks for “{name}”, which is not there yet: glue({name}=…) in a cell above")
        written = write_out(values[name], role, form or "")
        return as_markdown(written) if markdown else written

    return _ROLE.sub(figure_asked_for, text)


def _written(name: str) -> dict[str, str]:
    """Return caption and text alternative of a figure or table from the notebooks of this folder; if there are none, the anchor instead."""
    notebooks = [file.read_text(encoding="utf-8") for file in sorted(Path().glob("*.ipynb"))]
    cells = (cell for notebook in notebooks if f"}} {name}\\n" in notebook for cell in json.loads(notebook)["cells"])
    sources = (cell.get("metadata", {}).get(TEXTS) or "".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    asked = ((kind, text) for source in sources for kind, anchor, text in texts_in(source) if anchor == name)
    texts = {kind: fill(text, _glued, markdown=kind == "caption") for kind, text in asked}
    return texts if notebooks else {"caption": name, "alternative": name}


BOOK: str | None = None
"""Where the book is, if what is shown is not beside its pages, as in a notebook that a reader took away; empty where that is not known."""
_PAGE_LINK = re.compile(r'<a\b[^>]*?\bhref="([\w-]+\.html[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_PAGE_NAMED = re.compile(r"""(?<=")('?)(?=[\w-]+\.html\b)""")  # at the beginning of a text of a chart, or of a text of Vega there


def html_linked(html: str, book: str) -> str:
    """Return HTML whose links to pages of the book lead to the one at an address; without an address they are none.

    >>> html_linked('<a href="register.html#T4-19">MIC</a>', "https://example.org/book/")
    '<a href="https://example.org/book/register.html#T4-19">MIC</a>'
    >>> html_linked('<a href="register.html#T4-19">MIC</a>', "")
    'MIC'
    """
    return _PAGE_LINK.sub(rf'<a href="{book}\1">\2</a>' if book else r"\2", html)


STYLE = (
    "<style>table.data-table[id] :is(caption, th, td) { text-align: start; vertical-align: top; } "
    "table.data-table tbody th { font-weight: normal; } table.data-table[id] .numeric { text-align: end; }</style>\n"
)
"""Before a table in a notebook that is shown elsewhere: Jupyter has all text in tables at the right, as if it were numbers."""


def linked_elsewhere(bundle: Mapping[str, Any], book: str) -> dict[str, Any]:
    """Return an output whose tables and charts link to the book at an address; without an address they link to none of its pages."""

    def without_links(part: dict[str, Any]) -> dict[str, Any]:
        return part if book else {name: value for name, value in part.items() if name != "href" or not isinstance(value, dict)}

    made = dict(bundle)
    if html := made.get("text/html"):
        linked = html_linked("".join(html), book)
        made["text/html"] = STYLE + linked if linked.startswith("<table") else linked
    if chart := made.get(CHART_MIME):
        made[CHART_MIME] = json.loads(_PAGE_NAMED.sub(rf"\1{book}", json.dumps(chart)), object_hook=without_links)
    return made


LABEL = "supportgroups"  # under which the label of an output is stored in its metadata
AFTER_CAPTION, END = "</caption>\n", "\n</table>"  # what surrounds head and body of a table


class Output:
    """An output in several types, of which a front end shows the one it likes best, and the label by which the built page numbers it."""

    def __init__(self, bundle: dict[str, Any], label: dict[str, Any] | None = None) -> None:
        self.bundle, self.label = bundle, label or {}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle = self.bundle if BOOK is None else linked_elsewhere(self.bundle, BOOK)
        return bundle, {LABEL: self.label} if self.label else {}


def _label(kind: str, name: str, **given: str | None) -> list[str]:
    """Return the texts that a reader relies on: those given, or those that stand in the chapter's text; none may be missing."""
    if not _ANCHOR.fullmatch(name) or not name.startswith(f"{kind}-"):
        raise ValueError(f"“{name}”: expected an anchor of the form {kind}-some-words")
    written = _written(name) if None in given.values() else {}
    texts = {what: written.get(what, "") if text is None else text for what, text in given.items()}
    for what, text in texts.items():
        if not text.strip():
            raise ValueError(f"{name}: expected its {what} in a cell of text, saved: :::{{{what}}} {name}")
    return list(texts.values())


def figure(
    chart: alt.TopLevelMixin,
    name: str,
    data: Mapping[str, Mapping[str, str]] | None = None,
    *,
    caption: str | None = None,
    alternative: str | None = None,
    folded: bool = False,
) -> Output:
    """Return a chart as a numbered figure.

    Its caption (what to see in it) and its text alternative (what it shows, for readers who do not see it) stand beside it in a cell
    of text, where figures are asked for as in prose (see `glue`)::

        :::{caption} fig-founded
        Most groups began in {glue:text}`peak`.
        :::

    Parameters
    ----------
    chart
        An Altair chart.
    name
        The figure's permanent anchor, ``fig-…``.
    data
        What the figure shows, as tables for its readers: title → column of a frame that the chart draws → heading. What a column is not
        given a heading for, such as a place in the drawing, is left out. Tooltips have the same headings. Unless given, everything.
    caption, alternative
        The two texts, if they are not in the text; MyST Markdown, one paragraph each.
    folded
        Whether the built page shows it only when a reader asks for it.

    Examples
    --------
    >>> import altair as alt
    >>> bars = alt.Chart(pd.DataFrame({"year": [1990], "groups": [9]})).mark_bar().encode(x="year:O", y="groups")
    >>> figure(bars, "fig-years", caption="Groups by year.", alternative="Nine in 1990.").bundle["text/plain"]
    'Nine in 1990.'
    """
    caption, alternative = _label("fig", name, caption=caption, alternative=alternative)
    alternative = without_japanese(alternative)
    specification = chart.properties(description=alternative).to_dict()
    datasets = specification.get("datasets", {})
    if data is None:
        data = {dataset: {column: column for column in rows[0]} for dataset, rows in datasets.items()}
    tables: list[dict[str, Any]] = []
    for title, headings in data.items():
        fitting = [dataset for dataset, rows in datasets.items() if set(headings) <= set(rows[0])]
        unused = [dataset for dataset in fitting if dataset not in [table["dataset"] for table in tables]]
        if not unused:
            drawn = "; ".join(", ".join(rows[0]) for rows in datasets.values())
            raise ValueError(f"{name}: no frame for the table “{title}” has all of {', '.join(headings)}; the chart draws {drawn}")
        # Notebooks are stored with sorted keys, so the order of the columns is that of a list.
        tables.append({"title": title, "dataset": unused[0], "columns": [list(pair) for pair in headings.items()]})
    in_words = {column: heading for headings in data.values() for column, heading in headings.items()}

    def with_headings(part: dict[str, Any]) -> dict[str, Any]:
        """Give each field of a tooltip that has no title of its own the heading of its column."""
        tooltip = part.get("tooltip", [])
        for field in tooltip if isinstance(tooltip, list) else [tooltip]:
            field.setdefault("title", in_words.get(field["field"], field["field"]))
        return part

    # JupyterLab saves whole numbers without a point. Altair 6.0, which the browser has, leaves a missing text as NaN, which JSON lacks.
    as_javascript_has_it: dict[str, Any] = {"parse_float": _shortest, "parse_constant": lambda _: None}
    specification = json.loads(json.dumps(specification), object_hook=with_headings, **as_javascript_has_it)
    label = {"name": name, "caption": caption, "tables": tables} | ({"folded": True} if folded else {})
    specification["usermeta"] = {"supportgroups": label}
    return Output({CHART_MIME: specification, **_picture(specification), "text/plain": alternative})


def _shortest(number: str | float) -> int | float:
    """Return a number without decimals if it is whole."""
    return int(float(number)) if float(number).is_integer() else float(number)


def without_japanese(alternative: str) -> str:
    """Return a text alternative without the Japanese, for no part of an attribute can be marked up; what is in parentheses says it again.

    >>> without_japanese("Mindan (民団) from 1946.")
    'Mindan from 1946.'
    """
    return "".join(piece for piece, language in split(alternative) if language is None).replace(" ()", "")


def _picture(specification: dict[str, Any]) -> dict[str, str]:
    """Return the chart as a picture, for places that draw no charts; none where it cannot be drawn, as in a browser (JupyterLite)."""
    if PICTURES in os.environ or find_spec("vl_convert") is None:
        return {}
    import vl_convert

    # On white, in black and without links, which lead to pages of the book: such places may show it on any background, and anywhere.
    picture: str = vl_convert.vegalite_to_svg(json.dumps({**specification, "background": "white"}))
    return {"image/svg+xml": re.sub(r"</?a\b[^>]*>", "", picture).replace("currentColor", "black")}


def table(
    frame: pd.DataFrame,
    name: str,
    *,
    caption: str | None = None,
    row_header: str | None = None,
    numeric: Iterable[str] = (),
    html: Iterable[str] = (),
    missing: str = "",
    filters: Mapping[str, str] | None = None,
    folded: bool = False,
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
        What the table holds, if that does not stand in the text as a caption (see `figure`); MyST Markdown, one paragraph.
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
    folded
        Whether the built page shows the rows only when a reader asks for them.

    Examples
    --------
    >>> table(pd.DataFrame({"Kind": ["Unions"], "Groups": [19]}), "tab-kinds", caption="Groups by kind.").bundle["text/plain"]
    'Groups by kind. (1 rows)'
    """
    [caption] = _label("tab", name, caption=caption)
    numeric, html, filters = set(numeric), set(html), dict(filters or {})
    row_header = frame.columns[0] if row_header is None else row_header
    if unknown_filters := set(filters.values()) - set(FILTERS):
        raise ValueError(f"{name}: no filter {', '.join(sorted(unknown_filters))}; there are {', '.join(FILTERS)}")
    if unknown := ({row_header} | numeric | html | set(filters)) - set(frame.columns):
        raise ValueError(f"{name}: no column {', '.join(sorted(unknown))}; there are {', '.join(frame.columns)}")
    numeric |= {column for column in frame.columns if pd.api.types.is_numeric_dtype(frame[column].dtype)}

    kinds = {column: ' class="numeric"' if column in numeric else "" for column in frame.columns}
    stacked = len(frame.columns) >= STACKED_FROM and 2 * len(numeric) <= len(frame.columns)

    def cell(column: str, value: Any) -> str:
        if pd.isna(value):
            content = escape(missing)
        elif column in html or (column in numeric and not isinstance(value, str | float)):
            content = str(value)
        elif isinstance(value, float):
            content = f"{value:,.1f}"
        elif value in NO_VALUE:
            content = NO_VALUE[value]
        else:
            content = _ITALIC.sub(r"<em>\1</em>", linked(str(value))).replace("\n", "<br>")
        content = _LOCATOR.sub("\u00a0", content)
        # Where a narrow screen shows the cells of a row one below the other, each names its column.
        label = f' data-label="{escape(column)}"' if stacked else ""
        tag = f'th{label} scope="row"' if column == row_header else f"td{label}"
        return f"<{tag}{kinds[column]}>{content}</{tag[:2]}>"

    def heading(column: str) -> str:
        chosen = f' data-filter="{filters[column]}"' if column in filters else ""
        return f'<th scope="col"{kinds[column]}{chosen}>{to_html(column)}</th>'

    head = "".join(map(heading, frame.columns))
    cells = {column: [cell(column, value) for value in frame[column]] for column in frame.columns}
    body = "\n".join(f"<tr>{''.join(row)}</tr>" for row in zip(*cells.values(), strict=True))
    columns = "".join(f'<col class="ch-{_width(column, of_column)}">' for column, of_column in cells.items())
    classes = ["data-table", *(["askable"] if filters else []), *(["stacked"] if stacked else []), *(["folded"] if folded else [])]
    content = (
        f'<table id="{name}" class="{" ".join(classes)}">\n<caption>{escape(caption)}{AFTER_CAPTION}'
        f"<colgroup>{columns}</colgroup>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>{END}"
    )
    plain = f"{caption} ({len(frame)} rows)"
    return Output({"text/html": content, "text/plain": plain}, {"name": name, "caption": caption, "classes": classes})


def _width(heading: str, cells: Iterable[str]) -> int:
    """Return how wide a column ought to be, in characters: as its longest word, and so that its longest cell takes few lines."""
    wanted = len(heading) / 2
    for cell in cells:
        lines = [unescape(_TAG.sub("", line)) for line in cell.split("<br>")]
        for line in lines:
            length = len(line) + len(_WIDE.findall(line))  # a Japanese character is as wide as two others, and need not stay with the next
            longest_word = max(map(len, _WIDE.sub(" ", line).split()), default=0)
            wanted = max(wanted, longest_word, min(length, 16), length / max(1, LINES // len(lines)))
    return next((width for width in WIDTHS if width >= wanted + 2), WIDTHS[-1])
