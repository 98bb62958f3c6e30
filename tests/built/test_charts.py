"""Every chart of the book, drawn as a build draws it: it fits the page, is the same everywhere, and can be seen, read and followed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from typing import Any, NamedTuple

import altair as alt
import pandas as pd
import paper
import pytest
from colours import DARK_INK, PAGE_DARK, PAGE_LIGHT, contrast, dark_colours, mixed

from bookmaking.drawing import INK, KINDS, NARROW, NARROW_WIDTH, WIDE, Drawings, digest, drawn_width, for_page, standing_alone
from bookmaking.sphinx_extension.outputs import data_tables, stored_charts
from supportgroups import charts

PAGE_WIDTH = 704
"""Width in pixels of the column of text."""


class Drawn(NamedTuple):
    """A chart of the book with its drawings."""

    name: str
    specification: dict[str, Any]
    wide: str
    narrow: str


@pytest.fixture(scope="module")
def book() -> list[Drawn]:
    """Return every chart of the book, as the build has drawn it."""
    every = [chart for file in sorted((paper.REPOSITORY / "book").glob("*.ipynb")) for chart in stored_charts(file)]
    assert every
    drawings = Drawings(paper.REPOSITORY / "_build" / "drawings")
    drawings.begin(chart.specification for chart in every)
    drawings.wait(*KINDS[:2])
    drawings.abandon()
    keys = [digest(chart.specification) for chart in every]
    return [
        Drawn(one.name, one.specification, drawings.svg(key, WIDE), drawings.svg(key, NARROW)) for one, key in zip(every, keys, strict=True)
    ]


def test_every_chart_of_the_book_fits_the_page_and_a_narrow_screen_and_tells_more_to_a_pointer(book: list[Drawn]) -> None:
    # A drawing that is wider is shown smaller; its text of 13 pixels stays above 11.
    fits = {one.name: drawn_width(one.wide) <= PAGE_WIDTH * 1.15 and drawn_width(one.narrow) <= NARROW_WIDTH * 1.15 for one in book}
    told = {one.name: '"tooltip"' in json.dumps(one.specification) for one in book}
    assert [name for name in fits if not (fits[name] and told[name])] == []


ZONES = ("America/Los_Angeles", "Pacific/Kiritimati")
"""No two zones differ more, but by an hour."""
DRAW = "import json, sys; from vl_convert import vegalite_to_svg as draw; "
DRAW += "json.dump([draw(one, show_warnings=True) for one in json.load(sys.stdin)], sys.stdout)"


def drawn_in(zone: str, specifications: list[dict[str, Any]]) -> tuple[list[str], str]:
    """Return what a page shows of drawings that are made in a time zone, and the warnings of Vega."""
    run = subprocess.run(
        [sys.executable, "-c", DRAW],
        input=json.dumps(specifications),
        env={**os.environ, "TZ": zone},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return [for_page(svg, "fig", "What it shows.") for svg in json.loads(run.stdout)], run.stderr


def differing(specifications: list[dict[str, Any]]) -> tuple[list[int], str]:
    """Return the places of the charts that are not drawn alike in both time zones, and the warnings."""
    (here, warnings), (there, _) = (drawn_in(zone, specifications) for zone in ZONES)
    return [place for place, (one, other) in enumerate(zip(here, there, strict=True)) if one != other], warnings


def test_the_charts_are_the_same_in_every_time_zone_and_vega_warns_of_nothing(book: list[Drawn]) -> None:
    places, warnings = differing([one.specification for one in book])
    assert ([book[place].name for place in places], warnings) == ([], "")


def test_days_on_a_scale_of_local_time_and_a_warning_are_found() -> None:
    days = pd.DataFrame({"day": ["1999-05-28", "2004-08-08"]})
    local = alt.Chart(days).mark_point().encode(x="day:T")
    assert differing([local.to_dict(), local.encode(x=charts.days("day")).to_dict()]) == ([0], "")
    bars = alt.Chart(pd.DataFrame({"year": ["a", "b"]})).mark_bar().encode(x="year:N", size="year:N")
    places, warnings = differing([bars.to_dict()])
    assert places == [] and "WARN" in warnings


GRAPHICS = ("path", "rect", "line")
PAINTS = ("fill", "stroke")


def paints_of(svg: str) -> Iterator[tuple[str, dict[str, tuple[str, float]]]]:
    """Yield each mark of a drawing that carries data, with the colours and the opacities of its inside and its edge."""
    root = ElementTree.fromstring(svg)

    def walk(element: ElementTree.Element, in_mark: bool, opacity: float) -> Iterator[tuple[str, dict[str, tuple[str, float]]]]:
        kind, given = element.tag.rpartition("}")[2], element.attrib
        in_mark = in_mark or "role-mark" in given.get("class", "").split()
        opacity *= float(given.get("opacity", 1))
        if in_mark and kind in GRAPHICS and "background" not in given.get("class", ""):
            yield (
                given.get("d", kind),
                {
                    paint: (given[paint], opacity * float(given.get(f"{paint}-opacity", 1)))
                    for paint in PAINTS
                    if given.get(paint, "none") not in ("none", "transparent")
                },
            )
        for child in element:
            yield from walk(child, in_mark, opacity)

    return walk(root, False, 1.0)


def too_pale(svg: str, page: str, colour_of: dict[str, str]) -> list[str]:
    """Return the marks of which neither inside nor edge has a contrast of 3 : 1 on a page."""

    def on_page(colour: str, opacity: float) -> float:
        return contrast(mixed(colour_of[colour], page, opacity), page)

    marks = [(shape, paints) for shape, paints in paints_of(svg) if paints]
    return [f"{shape[:30]} {paints}" for shape, paints in marks if max(on_page(*paint) for paint in paints.values()) < 3]


def test_every_mark_stands_out_on_the_light_and_the_dark_page(book: list[Drawn]) -> None:
    dark = {"currentColor": DARK_INK, **dark_colours()}
    light = {colour: colour for colour in dark} | {"currentColor": INK}
    # A colour that the style sheet does not name would have no place in the dark palette.
    faint = [
        f"{one.name} on {page}: {mark}"
        for one in book
        for page, colour_of in ((PAGE_LIGHT, light), (PAGE_DARK, dark))
        for mark in too_pale(one.wide, page, colour_of)
    ]
    assert faint == []


def test_a_pale_mark_is_found() -> None:
    mark = '<svg><g class="mark-symbol role-mark"><path d="M0,0" fill="#c46cf3" opacity="0.8"/><path d="M0,1" stroke="#c46cf3"/></g></svg>'
    assert too_pale(mark, PAGE_LIGHT, {"#c46cf3": "#c46cf3"}) == ["M0,0 {'fill': ('#c46cf3', 0.8)}"]


def test_marks_that_are_links_are_links_with_names_in_the_drawing(book: list[Drawn]) -> None:
    linked = [one for one in book if '"link_to"' in json.dumps(one.specification)]
    assert len(linked) > 9
    for one in linked:
        svg = ElementTree.fromstring(for_page(one.wide, one.name, "What it shows."))
        links = svg.findall(".//{http://www.w3.org/2000/svg}a")
        assert links and all(re.fullmatch(r"[a-z-]+\.html[#?]\S+", link.attrib["href"]) and link.attrib["aria-label"] for link in links), (
            one.name
        )
        assert (svg.attrib["role"], svg.attrib["aria-label"]) == ("group", "What it shows.")
        assert all(text.attrib["aria-hidden"] == "true" for text in svg.iter("{http://www.w3.org/2000/svg}text"))
        assert "<a " not in standing_alone(one.wide, "What it shows.")


def fields_of(part: Any) -> Iterator[dict[str, Any]]:
    """Yield every part of a specification that says how a field is encoded."""
    if isinstance(part, dict):
        if "field" in part:
            yield part
        for value in part.values():
            yield from fields_of(value)
    elif isinstance(part, list):
        for value in part:
            yield from fields_of(value)


def test_days_stand_on_scales_of_universal_time(book: list[Drawn]) -> None:
    for one in book:
        for field in fields_of({key: value for key, value in one.specification.items() if key != "datasets"}):
            universal = field.get("scale", {}).get("type") == "utc" or str(field.get("timeUnit", "")).startswith("utc")
            is_end = set(field) <= {"field", "type"}  # of a span, whose beginning has the scale
            assert field.get("type") != "temporal" or universal or is_end, (one.name, field)


IN_WORDS = re.compile(r"[A-Z][^_]*")


def test_data_and_tooltips_speak_in_words_and_hold_no_places_of_the_drawing(book: list[Drawn]) -> None:
    for one in book:
        for table in data_tables(one.name, one.specification):
            assert all(map(IN_WORDS.fullmatch, [table.title, *table.headings])), (one.name, table.title, table.headings)
            assert len({tuple(row) for row in table.rows}) == len(table.rows), (one.name, "a record on two lines")
            assert all(not isinstance(cell, float) or cell == round(cell, 1) for row in table.rows for cell in row), (one.name, table.title)
        told = [field["title"] for tooltip in tooltips_of(one.specification) for field in tooltip]
        assert all(map(IN_WORDS.fullmatch, told)), (one.name, told)


def tooltips_of(part: Any) -> Iterator[list[dict[str, Any]]]:
    """Yield the tooltips of a specification."""
    if isinstance(part, dict):
        if isinstance(part.get("tooltip"), list):
            yield part["tooltip"]
        for value in part.values():
            yield from tooltips_of(value)
    elif isinstance(part, list):
        for value in part:
            yield from tooltips_of(value)
