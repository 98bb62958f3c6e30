"""Charts drawn without a browser: Vega-Lite specifications → SVG and PNG, each drawn once and kept.

A drawing takes the time of many pages, so what was drawn is kept in a folder under a digest of all that it depends on: a second build
draws only what changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from hashlib import sha256
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert
from sphinx.errors import ExtensionError

RENDERER = f"vl-convert {version('vl-convert-python')}"
"""What draws, and in which version."""
Specification = dict[str, Any]

NARROW = 350
"""Width in pixels of the drawing for narrow screens."""
INK, PAPER = "#1f2328", "#ffffff"
"""Text and background of a drawing that stands alone; on the page it takes the text's own colour and has no background."""
PRINT_SCALE = 2
"""Pixels of a PNG for each pixel of the drawing."""

_WIDTH = re.compile(r'<svg [^>]*?\bwidth="(\d+)')
_PLOT = re.compile(r"<!-- plot (\d+) -->$")
_SCHEMA = re.compile(r"/v(?P<version>\d+\.\d+)[\d.]*\.json$")


class Drawings:
    """Draws charts, and keeps what it drew.

    Parameters
    ----------
    folder
        Where drawings are kept from one build to the next.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: set[Path] = set()
        self.drawn = 0
        folder.mkdir(parents=True, exist_ok=True)

    def _kept(self, kind: str, specification: Specification, draw: Callable[[Specification], bytes]) -> bytes:
        """Return a drawing that is kept, or draw and keep it."""
        depends_on = [kind, specification, RENDERER, Path(__file__).read_text(encoding="utf-8")]
        file = self.folder / f"{sha256(json.dumps(depends_on, sort_keys=True).encode()).hexdigest()[:32]}.{kind}"
        self.used.add(file)
        if not file.is_file():
            self.drawn += 1
            file.write_bytes(draw(specification))
        return file.read_bytes()

    def forget_unused(self) -> None:
        """Delete the drawings that this build did not use."""
        for file in set(self.folder.iterdir()) - self.used:
            file.unlink()

    def wide(self, specification: Specification) -> str:
        """Return the chart as SVG for the page, in the colour of the text around it."""
        return self._kept("wide.svg", specification, lambda it: _svg(it).encode()).decode()

    def narrow(self, specification: Specification) -> str:
        """Return the chart as SVG for a narrow screen."""
        return self._kept("narrow.svg", specification, lambda it: _fitted(it).encode()).decode()

    def narrow_width(self, specification: Specification) -> int:
        """Return the width of the plot, in pixels, in the drawing for a narrow screen."""
        comment = _PLOT.search(self.narrow(specification))
        assert comment is not None
        return int(comment[1])

    def standing_alone(self, specification: Specification) -> str:
        """Return the chart as an SVG file: dark on white, with its text alternative."""
        return standing_alone(self.wide(specification), specification["description"])

    def png(self, specification: Specification) -> bytes:
        """Return the chart as a PNG file for print."""
        return self._kept("png", specification, lambda it: vl_convert.svg_to_png(self.standing_alone(it), scale=PRINT_SCALE))


def _svg(specification: Specification) -> str:
    schema = _SCHEMA.search(specification["$schema"])
    drawing: str = vl_convert.vegalite_to_svg(json.dumps(specification), vl_version=schema and schema["version"])
    return drawing


def standing_alone(svg: str, description: str) -> str:
    """Return a drawing that needs no page around it: dark on white, with its text alternative."""
    opening, rest = svg.replace("currentColor", INK).split(">", 1)
    return f'{opening}><desc>{escape(description)}</desc><rect width="100%" height="100%" fill="{PAPER}"/>{rest}'


def narrowed(specification: Specification, width: int) -> Specification:
    """Return a chart with a plot of another width and fewer columns in the legend; small multiples stand one below the other."""
    config = specification.get("config", {})
    changed = {**specification, "width": width, "config": {**config, "legend": {**config.get("legend", {}), "columns": 2}}}
    if "facet" in specification:
        changed |= {"columns": 1, "spec": {**specification["spec"], "width": width}}
    return changed


def _fitted(specification: Specification) -> str:
    """Draw a chart for a narrow screen: with a narrower plot, so that the text need not shrink, and fewer columns in the legend.

    The drawing ends with a comment that tells the width of its plot.
    """
    width = NARROW - 60
    svg = _svg(narrowed(specification, width))
    # What the axis labels take is known only when the chart is drawn; where the legend is the widest part, a narrower plot gains nothing.
    if (excess := drawn_width(svg) - NARROW) > 0:
        narrower = max(width - excess, NARROW // 3)
        again = _svg(narrowed(specification, narrower))
        if drawn_width(again) < drawn_width(svg):
            svg, width = again, narrower
    return f"{svg}<!-- plot {width} -->"


def drawn_width(svg: str) -> int:
    """Return the width of a drawing in pixels.

    Raises
    ------
    ExtensionError
        If the drawing does not say it.
    """
    match = _WIDTH.search(svg)
    if match is None:
        raise ExtensionError("a drawing without a width")
    return int(match[1])


def for_page(svg: str, name: str, description: str) -> str:
    """Return a drawing as an element of a page.

    Parameters
    ----------
    svg
        The drawing.
    name
        What makes the identifiers inside it unique on the page.
    description
        Its text alternative.
    """
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r"url\(#", f"url(#{name}-", svg)
    # As one image with one description: the marks' own labels, made for the interactive chart, would be read one by one.
    svg = re.sub(r' (?:aria-(?:label|roledescription|hidden)|role)="[^"]*"', "", svg)
    return re.sub(r"<svg ", f'<svg role="img" aria-label="{escape(description)}" ', svg, count=1)
