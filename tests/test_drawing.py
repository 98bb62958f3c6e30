"""Drawings of charts: each is made once, by a process of its own, and fits the page that shows it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest

import supportgroups.charts  # noqa: F401 (which switches the theme on, as a chapter that draws does, whatever ran before)
from bookmaking.drawing import (
    KINDS,
    NARROW,
    PNG,
    RUNTIME,
    WIDE,
    Drawings,
    digest,
    drawn_width,
    for_page,
    narrowed,
    plot_width,
    standing_alone,
)
from supportgroups.notebook import CHART_MIME, figure


def specification(height: int = 100) -> dict[str, Any]:
    """Return a small chart as a notebook stores it."""
    rows = pd.DataFrame({"year": [1990, 1991], "groups": [3, 4]})
    chart = alt.Chart(rows).mark_bar().encode(x="year:O", y="groups:Q").properties(width=300, height=height)
    bundle = figure(chart, "fig-years", caption="Groups by year.", alternative="Two bars: 3 in 1990, 4 in 1991.").bundle
    stored: dict[str, Any] = json.loads(json.dumps(bundle[CHART_MIME]))
    return stored


def draw(folder: Path, *specifications: dict[str, Any]) -> None:
    """Draw charts as a build does."""
    drawings = Drawings(folder)
    drawings.begin(specifications)
    drawings.finish()


def times(folder: Path) -> dict[str, int]:
    """Return when each file of a folder was made."""
    return {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}


def test_what_was_drawn_is_drawn_once_and_forgotten_when_no_page_uses_it(tmp_path: Path) -> None:
    draw(tmp_path, specification())
    first = times(tmp_path)
    assert sorted(name.partition(".")[2] for name in first) == sorted([*KINDS, "js"])
    draw(tmp_path, specification(), specification(height=101))
    second = times(tmp_path)
    assert {name: second[name] for name in first} == first and len(second) == len(first) + len(KINDS)
    draw(tmp_path, specification(height=101))
    assert len(times(tmp_path)) == len(first)


def test_a_drawing_is_the_same_where_arial_is_another_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = specification()
    for place in ("here", "elsewhere"):  # what makes charts interactive has no fonts, and takes long to make
        (tmp_path / place).mkdir()
        (tmp_path / place / f"{digest(None)}.{RUNTIME}").touch()
    draw(tmp_path / "here", one)
    other = tmp_path / "fonts.conf"
    bound = '<match><edit name="family" mode="assign" binding="strong"><string>DejaVu Sans Mono</string></edit></match>'
    other.write_text(f"<fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir>{bound}</fontconfig>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(other))
    draw(tmp_path / "elsewhere", one)
    drawn = [(tmp_path / place / f"{digest(one)}.{kind}").read_bytes() for kind in KINDS for place in ("here", "elsewhere")]
    assert drawn[::2] == drawn[1::2]


def test_a_chart_that_cannot_be_drawn_stops_the_build(tmp_path: Path) -> None:
    drawings = Drawings(tmp_path)
    drawings.begin([{**specification(), "mark": "no such mark"}])
    with pytest.raises(RuntimeError, match="a chart could not be drawn: "):
        drawings.wait(WIDE)


def test_a_build_that_fails_draws_no_more(tmp_path: Path) -> None:
    drawings = Drawings(tmp_path)
    drawings.begin([specification()])
    drawings.abandon()
    drawings.wait()
    assert not any(file.suffix == ".png" for file in tmp_path.iterdir())


def test_a_drawing_on_a_page_is_one_image_with_identifiers_of_its_own_and_stands_alone_dark_on_white(tmp_path: Path) -> None:
    (tmp_path / f"{digest(None)}.{RUNTIME}").touch()  # which takes long, and has no part in this
    draw(tmp_path, specification())
    drawings, key = Drawings(tmp_path), digest(specification())
    svg = for_page(drawings.svg(key, WIDE), "fig-years", 'Two "bars"')
    assert re.findall(r' role="[^"]*"| aria-[a-z]+="[^"]*"', svg) == [' role="img"', ' aria-label="Two &quot;bars&quot;"']
    assert all(identifier.startswith("fig-years-") for identifier in re.findall(r'\bid="([^"]*)"', svg))
    alone = standing_alone(drawings.svg(key, WIDE), specification()["description"])
    root = ElementTree.fromstring(alone)
    assert "currentColor" not in alone
    assert root[0].text == "Two bars: 3 in 1990, 4 in 1991."
    assert root[1].attrib["fill"] == "#ffffff"
    assert (tmp_path / f"{key}.{PNG}").read_bytes().startswith(b"\x89PNG")


ROWS = pd.DataFrame({"year": [1990, 1991] * 2, "groups": [3, 4, 5, 6], "kind": ["a long label of a kind", "b"] * 2})
BARS = alt.Chart(ROWS).mark_bar().encode(x="year:O", y="groups:Q").properties(width=100, height=60)
LAID_OUT: dict[str, tuple[Any, int]] = {
    "plain": (BARS, 1),
    "labels at the side": (BARS.encode(x="groups:Q", y="kind:N"), 1),
    "a legend": (BARS.encode(color="kind:N"), 1),
    "small multiples": (BARS.facet("kind:N", columns=2), 2),
    "rows": (BARS.encode(row="kind:N"), 1),
}


@pytest.mark.parametrize(("chart", "beside"), LAID_OUT.values(), ids=LAID_OUT)
def test_a_chart_is_as_wide_as_the_column_and_as_a_narrow_screen(chart: Any, beside: int, tmp_path: Path) -> None:
    """With small multiples beside each other there, and below each other here; a picture has twice as many pixels."""
    (tmp_path / f"{digest(None)}.{RUNTIME}").touch()
    stored = json.loads(json.dumps(figure(chart, "fig-x", caption="C.", alternative="A.").bundle[CHART_MIME]))
    draw(tmp_path, stored)
    wide, narrow = ((tmp_path / f"{digest(stored)}.{kind}").read_text(encoding="utf-8") for kind in (WIDE, NARROW))
    assert drawn_width(narrow) == 350
    assert drawn_width(wide) == 704 if beside == 1 else 680 < drawn_width(wide) <= 704  # of several plots, none is wider than the others
    assert 350 < plot_width(wide) * beside < 704 and 116 <= plot_width(narrow) < 350
    heights = [int(re.findall(r'<svg [^>]*\bheight="(\d+)', drawing)[0]) for drawing in (wide, narrow)]
    assert (heights[1] > heights[0]) is (beside > 1)
    picture = (tmp_path / f"{digest(stored)}.{PNG}").read_bytes()
    assert int.from_bytes(picture[16:20]) == 2 * drawn_width(wide) and abs(int.from_bytes(picture[20:24]) - 2 * heights[0]) <= 2


def test_a_narrow_chart_has_two_columns_in_its_legend_which_is_else_as_it_was() -> None:
    given = {"width": 600, "config": {"legend": {"orient": "top", "columns": 4}, "axis": {"grid": False}}}
    assert narrowed(given, 100) == {"width": 100, "config": {"legend": {"orient": "top", "columns": 2}, "axis": {"grid": False}}}
    assert narrowed({"facet": {}, "columns": 2, "spec": {"width": 9}}, 100) == {
        **{"facet": {}, "columns": 1, "spec": {"width": 100}},
        "config": {"legend": {"columns": 2}},
    }


SVG = """\
<svg class="marks" width="704"><defs><clipPath id="c1"></clipPath></defs>\
<path class="background" d="M0,0h0v0h0Z"></path><path class="foreground" d="" display="none"></path>\
<path class="background" aria-hidden="true" d="M0.5,0.5h9v9h-9Z"></path>\
<g clip-path="url(#c1)" role="graphics-object" aria-label="Y axis" aria-roledescription="axis">\
<text font-family="Arial" transform="translate(1.239,2.5)" opacity="1">1.239</text>\
<rect x="1.999" y2="0.129" d="M1.001,2.339" opacity="0.251"/></g></svg>"""
MARK = '<a xlink:href="https://example.org/npm/vega-datasets/register.html#T1-01"><path aria-label="CTIC" role="x"/></a>'
ON_A_PAGE = """\
<svg role="img" aria-label="Two &quot;bars&quot;" font-family="Arial" class="marks" width="704">\
<defs><clipPath id="fig-x-c1"></clipPath></defs>\
<path class="background" d="M0.5,0.5h9v9h-9Z"></path>\
<g clip-path="url(#fig-x-c1)">\
<text transform="translate(1.23,2.5)">1.239</text>\
<rect x="1.99" y2="0.12" d="M1.00,2.33" opacity="0.251"/></g></svg>"""


def test_a_drawing_on_a_page_has_nothing_that_nobody_sees_or_hears() -> None:
    assert for_page(SVG, "fig-x", 'Two "bars"') == ON_A_PAGE


def test_a_drawing_whose_marks_are_links_is_a_group_in_which_they_alone_are_read() -> None:
    linked = ON_A_PAGE.replace('role="img"', 'role="group"').replace("<text ", '<text aria-hidden="true" ')
    linked = linked.replace("</g>", '<a href="register.html#T1-01" aria-label="CTIC"><path/></a></g>')
    assert for_page(SVG.replace("</g>", f"{MARK}</g>"), "fig-x", 'Two "bars"') == linked
