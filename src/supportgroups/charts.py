"""The one chart theme: colours, shapes and type, the same throughout the book.

Importing this module switches on, for Altair, the theme and a renderer that needs no network.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from supportgroups.dataset import load_categories
from supportgroups.notebook import CHART_MIME

CATEGORY_COLOURS = {
    "christian": "#9f32c7",
    "union": "#b93803",
    "women": "#c46cf3",
    "medical": "#077670",
    "legal": "#26a593",
    "citizens": "#e96e0b",
}
"""One fixed colour per category.

Chosen by search for the largest smallest distance (OKLab) between any two under normal vision, deuteranopia, protanopia and
tritanopia (Machado, Oliveira & Fernandes 2009), among colours with a contrast of 3 : 1 or more on white and on the dark page.
"""

CATEGORY_SHAPES = {
    "christian": "cross",
    "union": "square",
    "women": "circle",
    "medical": "triangle-up",
    "legal": "diamond",
    "citizens": "triangle-down",
}
"""A second cue beside the colour, for points."""

VERDICT_COLOURS = {
    "reproduced": "#0d7b47",
    "reproducible": "#5285da",
    "consistent": "#ab8406",
    "contradicted": "#f71f6b",
    "untestable": "#8a8d98",
}
"""One fixed colour per verdict of the claim audit, in the order of the verdicts; chosen in the same way as those of the categories."""

VERDICT_SHAPES = {
    "reproduced": "circle",
    "reproducible": "diamond",
    "consistent": "square",
    "contradicted": "cross",
    "untestable": "triangle-down",
}
"""A second cue beside the colour of a verdict."""

ACCENT = "#4a7ab8"
"""For marks that stand for no category."""
SECOND_ACCENT = "#8c7434"
"""For what stands against them."""
MUTED = "#8a8f94"
"""For context behind the marks that matter."""

FONT = "Arial, Helvetica, 'Liberation Sans', 'Hiragino Sans', 'Yu Gothic', 'Noto Sans CJK JP', sans-serif"
"""Faces that measure alike on all systems, because a drawing is laid out where the book is built and read elsewhere."""

WIDTH = 560
"""Width of a chart's plot in pixels, for the column of a book page."""


@lru_cache
def category_labels() -> dict[str, str]:
    """Return the label of each category, in the paper's order, as the axes and legends give it (from ``categories.csv``)."""
    categories = load_categories()
    return dict(zip(categories["category"], categories["label"], strict=True))


def label_categories(categories: pd.Series) -> pd.Series:
    """Return a column of categories with their labels in place of their keys, for a chart or a table."""
    return categories.astype(str).map(category_labels())


def category_colour(field: str = "category", **options: Any) -> alt.Color:
    """Return the colour encoding of the category.

    Parameters
    ----------
    field
        The column that holds the category's label (see `label_categories`).
    **options
        Anything else that `altair.Color` takes.
    """
    scale = alt.Scale(domain=list(category_labels().values()), range=[CATEGORY_COLOURS[key] for key in category_labels()])
    return alt.Color(field, type="nominal", scale=scale, title=None, **options)


def category_shape(field: str = "category") -> alt.Shape:
    """Return the shape encoding of the category, by its label; the second cue beside the colour."""
    scale = alt.Scale(domain=list(category_labels().values()), range=[CATEGORY_SHAPES[key] for key in category_labels()])
    return alt.Shape(field, type="nominal", scale=scale, title=None)


def legend_filter(field: str) -> alt.Parameter:
    """Return a selection that a click on an entry of the legend makes: what belongs to it stays, the rest fades (Shift adds entries).

    Where nothing is selected, as in print, nothing fades.
    """
    return alt.selection_point(name=f"picked_{field}", fields=[field], bind="legend")


@alt.theme.register("supportgroups", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    """Text and lines take the colour of the text around the chart, so that one drawing serves the light and the dark page."""
    text: dict[str, Any] = {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
    }
    axis = {"domainColor": MUTED, "tickColor": MUTED, "gridColor": MUTED, "gridOpacity": 0.3, "labelLimit": 260}
    # The title of the vertical axis stands above it, upright, where it reads as a line of text.
    axis_y = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "start", "titleX": 0, "titleY": -14, "domain": False, "ticks": False}
    config: dict[str, Any] = {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**text, **axis},
        "axisY": axis_y,
        "legend": {**text, "orient": "top", "offset": 34, "columns": 3, "labelLimit": 260, "symbolStrokeWidth": 1.5},
        "header": text,
        "text": {"color": "currentColor", "fontSize": 13},
        "bar": {"color": ACCENT},
        "line": {"color": ACCENT, "strokeWidth": 2.5},
        "point": {"color": ACCENT, "size": 70, "filled": True, "opacity": 1},
        "rule": {"color": "currentColor"},
    }
    return {
        "width": WIDTH,
        "height": 300,
        "background": "transparent",
        "padding": {"left": 8, "right": 12, "top": 5, "bottom": 5},
        "config": config,  # type: ignore[typeddict-item]
    }


def _render(specification: dict[str, Any], **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Show a chart that is not a numbered figure: Altair's own renderer asks another host, and differs at every run."""
    return {CHART_MIME: specification, "text/plain": specification.get("description", "a chart without a description")}, {}


alt.renderers.register("supportgroups", _render)
alt.renderers.enable("supportgroups")
