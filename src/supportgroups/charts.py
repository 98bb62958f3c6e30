"""The one chart theme, and a renderer that needs no network: importing this module switches both on for Altair."""

import tomllib
from collections.abc import Callable, Container, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import altair as alt
import pandas as pd

from supportgroups.dataset import load_categories
from supportgroups.notebook import CHART_MIME

_LOOK: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
CATEGORY_COLOURS, CATEGORY_SHAPES, VERDICT_COLOURS, VERDICT_SHAPES = (
    {key: str(look[what]) for key, look in _LOOK[kind].items()} for kind in ("categories", "verdicts") for what in ("colour", "shape")
)
"""One fixed colour, and as a second cue one shape, per category and per verdict of the claim audit, in their order."""

ACCENT = "#4a7ab8"
"""For marks that stand for no category."""
SECOND_ACCENT = "#8c7434"
"""For what stands against them."""
MUTED = "#8a8f94"
"""For context behind the marks that matter."""

BAND: dict[str, Any] = {"fill": MUTED, "fillOpacity": 0.22, "stroke": MUTED, "strokeWidth": 1}
"""The look of a span behind the marks: pale, with an edge that can be seen."""


@lru_cache
def category_labels() -> dict[str, str]:
    """Return the label of each category, in the paper's order, as the axes and legends give it (from ``categories.csv``)."""
    categories = load_categories()
    return dict(zip(categories["category"], categories["label"], strict=True))


def label_categories(categories: pd.Series) -> pd.Series:
    """Return a column of categories with their labels in place of their keys, for a chart or a table."""
    return categories.astype(str).map(category_labels())


def category_colour(field: str = "category", **options: Any) -> alt.Color:
    """Return the colour encoding of the category, by its label (see `label_categories`)."""
    return colours(field, {label: CATEGORY_COLOURS[key] for key, label in category_labels().items()}, **options)


def category_shape(field: str = "category", **options: Any) -> alt.Shape:
    """Return the shape encoding of the category, by its label; the second cue beside the colour."""
    return shapes(field, {label: CATEGORY_SHAPES[key] for key, label in category_labels().items()}, **options)


def short_labels() -> dict[str, str]:
    """Return a word for each category, in the paper's order, where its label is too long."""
    return {key: look["short"] for key, look in _LOOK["categories"].items()}


def colours(field: str, of_each: Mapping[str, str], **options: Any) -> alt.Color:
    """Return a colour encoding from what the field may hold and the colour of each; legend and scale are in that order."""
    return alt.Color(field, type="nominal", title=None, scale=_scale(of_each), **options)


def shapes(field: str, of_each: Mapping[str, str], **options: Any) -> alt.Shape:
    """Return a shape encoding from what the field may hold and the shape of each."""
    return alt.Shape(field, type="nominal", title=None, scale=_scale(of_each), **options)


def fills(field: str, of_each: Mapping[str, str], **options: Any) -> alt.Fill:
    """Return the encoding of a mark's inside by the colour of its edge (see `colours`)."""
    return alt.Fill(field, type="nominal", title=None, scale=_scale(of_each), **options)


def sizes(field: str, of_each: Mapping[str, float], **options: Any) -> alt.Size:
    """Return a size encoding from what the field may hold and the size of each."""
    return alt.Size(field, type="ordinal", title=None, scale=_scale(of_each, type="ordinal"), **options)


def _scale(of_each: Mapping[str, Any], **options: Any) -> alt.Scale:
    return alt.Scale(domain=list(of_each), range=list(of_each.values()), **options)


def lanes(field: str, order: Iterable[str], *, grid: bool = False, **axis: Any) -> alt.Y:
    """Return a vertical axis of names, one row each, in a given order."""
    return alt.Y(field, type="nominal", sort=list(order), title=None, axis=alt.Axis(grid=grid, **axis))


def years(field: str, first: float, last: float, ticks: Iterable[int], **axis: Any) -> alt.X:
    """Return a horizontal axis of years, with ticks at some of them."""
    scale = alt.Scale(domain=[first, last], nice=False, zero=False)
    return alt.X(field, type="quantitative", title=None, scale=scale, axis=alt.Axis(format="d", values=list(ticks), **axis))


def days(field: str, **options: Any) -> alt.X:
    """Return a horizontal axis of days, which are the same in every time zone: JavaScript reads a date without a time as one in UTC."""
    scale = alt.Scale(type="utc", **options)
    return alt.X(field, type="temporal", title=None, scale=scale, axis=alt.Axis(format="%Y", tickCount="year", grid=False))


def day_of(field: str, title: str) -> alt.Tooltip:
    """Return what a tooltip says of a day."""
    return alt.Tooltip(f"utcyearmonthdate({field})", title=title, format="%-d %B %Y")


def levels(field: str, bottom: float, top: float = 0) -> alt.Y:
    """Return a vertical position in rows that are counted from the top, without an axis."""
    return alt.Y(field, type="quantitative", scale=alt.Scale(domain=[bottom, top], nice=False, zero=False), axis=None)


def drawn_only(rows: list[dict[str, Any]], name: str) -> alt.Chart:
    """Return a chart of rows that belong to the drawing and not to the figure's data."""
    return alt.Chart(alt.InlineData(values=rows, name=name))


def key(entries: Mapping[str, Mapping[str, Any]], *, above: float = 18, stacked: bool = False) -> list[alt.Chart]:
    """Return a key to what a legend cannot tell: words → how the mark before them looks.

    It stands in one line above the plot; a long one may be stacked on a narrow screen.
    """
    layers, x = [], 6.0
    for rank, (words, look) in enumerate(entries.items(), start=1):
        across, up = alt.value(x), alt.value(-above)
        if stacked:
            across = alt.value(alt.expr(f"width < 400 ? 6 : {x}"))
            up = alt.value(alt.expr(f"width < 400 ? {-above - 18 * (len(entries) - rank)} : {-above}"))
        place = drawn_only([{"words": words}], f"key: {words}").encode(x=across, y=up)
        layers.append(place.mark_point(**{"shape": "square", "size": 90, "strokeWidth": 1.5, "filled": False, **look}))
        layers.append(place.mark_text(align="left", baseline="middle", dx=10).encode(text="words:N"))
        x += 32 + 6.3 * len(words)
    return layers


def links(chart: alt.Chart, page: str, anchor: str, said: str) -> alt.Chart:
    """Return a chart of one layer whose marks are links to what they stand for.

    They lead to a page, named without its ending, and there to the anchor that a column has. What each link says is a Vega expression.
    """
    return chart.transform_calculate(link_to=f"'{page}.html#' + datum.{anchor}", link_said=said).encode(
        href="link_to:N", description="link_said:N"
    )


def year_labels(
    points: pd.DataFrame, *, x: Callable[[str], alt.X], y: alt.Y, sparse_from: int, raised: Container[str] = ()
) -> list[alt.Chart]:
    """Return the years of marks as text below them, one for marks of a lane that are close together, so that no two touch.

    The points have a row per mark: ``lane`` and ``year``. From the year ``sparse_from`` on marks are few, so those further apart share a
    label, which ends at the last one; in raised lanes the labels of these years stand above the marks.
    """
    labels = []
    for lane, marks in points.groupby("lane", sort=False):
        single = pd.Series(sorted(set(marks["year"])))
        apart = single.diff().gt(single.gt(sparse_from).map({True: 11, False: 4}))
        spells = [(int(spell.min()), int(spell.max())) for _, spell in single.groupby(apart.cumsum())]
        for (start, end), following in zip(spells, [*spells[1:], None], strict=True):
            crowded, late = following is not None and following[0] - end < 12, start > sparse_from
            text = str(start) if start == end else f"{start}–{str(end)[2:] if start // 100 == end // 100 else end}"
            place = {"year": end if late else start, "side": "left" if crowded or late else "right", "above": lane in raised and late}
            labels.append({"lane": lane, "text": text, **place})
    written = drawn_only(labels, "years").encode(x=x("year"), y=y, text="text:N")
    places: dict[str, dict[str, Any]] = {
        "datum.side == 'left' && !datum.above": {"align": "right", "dx": 5, "dy": 18},
        "datum.side == 'right'": {"align": "left", "dx": -5, "dy": 18},
        "datum.above": {"align": "right", "dx": 5, "dy": -18},
    }
    return [written.transform_filter(chosen).mark_text(**place, fontSize=12) for chosen, place in places.items()]


def legend_filter(field: str) -> alt.Parameter:
    """Return a selection by clicks on the legend (Shift adds): what is selected stays, the rest fades; with no selection, nothing does."""
    return alt.selection_point(name=f"picked_{field}", fields=[field], bind="legend")


@alt.theme.register("supportgroups", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    """Return what ``charts.toml`` has, with the colours of marks, and no frame."""
    guides = {name: {**_LOOK["guides"]["every"], **own} for name, own in _LOOK["guides"].items() if name != "every"}
    guides["axis"].update(domainColor=MUTED, tickColor=MUTED, gridColor=MUTED)
    marks = {name: {"color": ACCENT, **own} for name, own in _LOOK["marks"].items()}
    config = {**_LOOK["theme"]["config"], **guides, **marks, "view": {"stroke": None}}
    return cast("alt.theme.ThemeConfig", {**_LOOK["theme"], "config": config})


# A chart that is not a numbered figure: Altair's own renderer asks another host, and differs at every run.
alt.renderers.register(
    "supportgroups", lambda chart, **_: ({CHART_MIME: chart, "text/plain": chart.get("description", "a chart without a description")}, {})
)
alt.renderers.enable("supportgroups")
