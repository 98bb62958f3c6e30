"""The charts' theme: every category has its colour, shape and label, and the colours can be seen."""

from __future__ import annotations

import re
from functools import partial
from itertools import combinations
from typing import Any

import altair as alt
import pandas as pd
import paper
import pytest
from colorspacious import cspace_convert, deltaE
from colours import PAGE_DARK, PAGE_LIGHT, contrast, dark_colours

from supportgroups import charts, load_groups
from supportgroups.audit import Verdict
from supportgroups.charts import (
    ACCENT,
    CATEGORY_COLOURS,
    CATEGORY_SHAPES,
    MUTED,
    SECOND_ACCENT,
    VERDICT_COLOURS,
    VERDICT_SHAPES,
    category_labels,
)
from supportgroups.notebook import CHART_MIME


def test_every_category_has_all_three() -> None:
    categories = list(load_groups()["category"].cat.categories)
    assert list(category_labels()) == list(CATEGORY_COLOURS) == list(CATEGORY_SHAPES) == categories
    for property_of in (category_labels(), CATEGORY_COLOURS, CATEGORY_SHAPES):
        assert len(set(property_of.values())) == len(categories)


def test_every_verdict_has_a_colour_and_a_shape_of_its_own() -> None:
    assert list(VERDICT_COLOURS) == list(VERDICT_SHAPES) == list(Verdict)
    assert len(set(VERDICT_COLOURS.values())) == len(set(VERDICT_SHAPES.values())) == len(Verdict)


def test_every_colour_has_one_for_the_dark_page_and_both_stand_out() -> None:
    every = [*CATEGORY_COLOURS.values(), *VERDICT_COLOURS.values(), ACCENT, SECOND_ACCENT, MUTED]
    dark = dark_colours()
    assert list(dark) == every
    assert [colour for colour in every if contrast(colour, PAGE_LIGHT) < 3] == []
    assert [colour for colour in dark.values() if contrast(colour, PAGE_DARK) < 4.5] == []


def seen(colour: str, deficiency: str | None) -> list[float]:
    """Return a colour as readers with a deficiency of colour vision see it (Machado, Oliveira & Fernandes 2009), from 0 to 1."""
    plain = [int(colour[position : position + 2], 16) / 255 for position in (1, 3, 5)]
    if deficiency is None:
        return plain
    space = {"name": "sRGB1+CVD", "cvd_type": deficiency, "severity": 100}
    return [float(channel) for channel in cspace_convert(plain, space, "sRGB1")]


SMALLEST_DIFFERENCE = 10
"""Between two categories' colours, in CAM02-UCS, where 1 is just noticeable side by side."""


def too_alike(colours: dict[str, str], deficiency: str | None) -> list[str]:
    """Return the pairs of categories whose colours a reader can hardly tell apart."""
    looks = {name: seen(colour, deficiency) for name, colour in colours.items()}
    return [
        f"{one} and {other}: {deltaE(looks[one], looks[other], input_space='sRGB1'):.1f}"
        for one, other in combinations(looks, 2)
        if deltaE(looks[one], looks[other], input_space="sRGB1") < SMALLEST_DIFFERENCE
    ]


@pytest.mark.parametrize("deficiency", [None, "deuteranomaly", "protanomaly", "tritanomaly"])
def test_categories_and_verdicts_differ_for_colour_blind_readers(deficiency: str | None) -> None:
    dark = dark_colours()
    for palette in (CATEGORY_COLOURS, VERDICT_COLOURS):
        assert too_alike(palette, deficiency) == []
        assert too_alike({name: dark[colour] for name, colour in palette.items()}, deficiency) == []


def test_the_simulation_finds_colours_that_are_too_alike() -> None:
    confusable = {"red": "#c0392b", "olive": "#6f7a1f"}
    assert too_alike(confusable, None) == []
    assert len(too_alike(confusable, "deuteranomaly")) == 1


def test_a_bare_chart_needs_no_network_and_is_the_same_every_time() -> None:
    chart = alt.Chart(pd.DataFrame({"year": [1990]})).mark_point().encode(x="year:O")
    bundle, _ = chart._repr_mimebundle_()
    assert set(bundle) == {CHART_MIME, "text/plain"}
    assert bundle["text/plain"] == "a chart without a description"
    assert chart.properties(description="One mark.")._repr_mimebundle_()[0]["text/plain"] == "One mark."
    assert chart._repr_mimebundle_()[0] == bundle


SIGNS = {"circle": "●", "diamond": "◆", "square": "■", "cross": "✚", "triangle-down": "▼"}


def test_the_pages_sign_of_a_verdict_is_that_of_the_charts() -> None:
    style = (paper.REPOSITORY / "book" / "_static" / "book.css").read_text(encoding="utf-8")
    signs = re.findall(r"\.verdict-(\w+) {\n  --sign: (#\w+);\n}\n\n\.verdict-\1::before {\n  content: \"(.) \" / \"\";\n}", style)
    assert sorted(signs) == sorted((verdict, VERDICT_COLOURS[verdict], SIGNS[VERDICT_SHAPES[verdict]]) for verdict in Verdict)


def test_codes_give_scale_and_legend_their_order() -> None:
    colour: Any = charts.colours("kind", {"event": "#111111", "source": "#222222"}).to_dict()
    assert (colour["scale"], colour["type"], colour["title"]) == (
        {"domain": ["event", "source"], "range": ["#111111", "#222222"]},
        "nominal",
        None,
    )
    size: Any = charts.sizes("kind", {"event": 60, "source": 90}).to_dict()
    assert size["scale"]["type"] == "ordinal"
    shape: Any = charts.shapes("kind", {"event": "circle"}, legend=None).to_dict()
    assert shape["legend"] is None


LABELS = {
    (1910, 1914): [("1910–14", 1910, "right", False)],
    (1910, 1915): [("1910", 1910, "left", False), ("1915", 1915, "right", False)],
    (1910, 1921): [("1910", 1910, "left", False), ("1921", 1921, "right", False)],
    (1910, 1922): [("1910", 1910, "right", False), ("1922", 1922, "right", False)],
    (1899, 1902): [("1899–1902", 1899, "right", False)],
    (1940, 1945): [("1940", 1940, "left", False), ("1945", 1945, "right", False)],
    (1940, 1946): [("1940–46", 1940, "right", False)],
    (1946, 1957): [("1946–57", 1957, "left", True)],
    (1946, 1958): [("1946", 1946, "left", True), ("1958", 1958, "left", True)],
    (1990, 1990, 1910): [("1910", 1910, "right", False), ("1990", 1990, "left", True)],
}
"""Years of the marks of a lane, of which those after 1945 are few → the labels: text, at which mark, where of it, and whether above."""


@pytest.mark.parametrize("marked", LABELS, ids=str)
@pytest.mark.parametrize("raised", [False, True], ids=["below", "raised"])
def test_years_of_marks_that_are_close_share_a_label(marked: tuple[int, ...], raised: bool) -> None:
    marks = pd.DataFrame({"lane": ["a"] * len(marked), "year": marked})
    x, y = partial(charts.years, first=1900, last=2000, ticks=[1900]), charts.lanes("lane", ["a"])
    layers = charts.year_labels(marks, x=x, y=y, sparse_from=1945, raised=["a"] if raised else [])
    rows = layers[0].to_dict()["data"]["values"]
    assert [(row["text"], row["year"], row["side"], row["above"]) for row in rows] == [
        (*label, above and raised) for *label, above in LABELS[marked]
    ]
    drawn = [layer.to_dict()["transform"][0]["filter"] for layer in layers]
    assert len(set(drawn)) == 3
