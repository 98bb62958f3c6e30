"""Charts drawn without a browser: Vega-Lite specifications → SVG and PNG, each drawn once and kept.

A drawing takes the time of many pages, so what was drawn is kept in a folder under a digest of all that it depends on: a second build
draws only what changed. What is to be drawn is drawn in the background, while Sphinx reads the pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
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
        self.drawn: set[Path] = set()
        self._begun: dict[Path, Future[bytes]] = {}
        # The library draws without holding Python's lock; the second thread makes pictures while the first draws.
        self._background = ThreadPoolExecutor(max_workers=2)
        folder.mkdir(parents=True, exist_ok=True)

    def _begin(self, kind: str, depends_on: object, draw: Callable[[], bytes]) -> Future[bytes]:
        """Begin a drawing that is not kept, unless it is begun already."""
        everything = [kind, depends_on, RENDERER, Path(__file__).read_text(encoding="utf-8")]
        file = self.folder / f"{sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()[:32]}.{kind}"
        if file not in self._begun:
            self._begun[file] = self._background.submit(self._kept, file, draw)
        return self._begun[file]

    def _kept(self, file: Path, draw: Callable[[], bytes]) -> bytes:
        if not file.is_file():
            self.drawn.add(file)
            unfinished = file.with_name(f"{file.name}.unfinished")
            unfinished.write_bytes(draw())
            unfinished.replace(file)
        return file.read_bytes()

    def begin(self, specifications: Iterable[Specification]) -> None:
        """Begin all drawings of some charts, and what makes charts interactive, in the order in which pages will ask for them."""
        specifications = list(specifications)
        for specification in specifications:
            self._wide(specification)
            self._narrow(specification)
        self._runtime()
        for specification in specifications:
            self._png(specification)

    def finish(self) -> None:
        """Delete the drawings that this build did not use, and draw no more."""
        self._background.shutdown(cancel_futures=True)
        for file in set(self.folder.iterdir()) - set(self._begun):
            file.unlink()

    def abandon(self) -> None:
        """Draw no more; what is kept stays."""
        self._background.shutdown(wait=False, cancel_futures=True)

    def _wide(self, specification: Specification) -> Future[bytes]:
        return self._begin("wide.svg", specification, lambda: _svg(specification).encode())

    def _narrow(self, specification: Specification) -> Future[bytes]:
        return self._begin("narrow.svg", specification, lambda: _fitted(specification).encode())

    def _png(self, specification: Specification) -> Future[bytes]:
        wide = self._wide(specification)  # begun before, so that what waits for it never keeps it from beginning

        def draw() -> bytes:
            picture: bytes = vl_convert.svg_to_png(standing_alone(wide.result().decode(), specification["description"]), scale=PRINT_SCALE)
            return picture

        return self._begin("png", specification, draw)

    def _runtime(self) -> Future[bytes]:
        def draw() -> bytes:
            # Its many names would collide with those of other scripts, so they are kept inside.
            return f"(() => {{\n{vl_convert.javascript_bundle('window.vegaEmbed = vegaEmbed;')}\n}})();\n".encode()

        return self._begin("js", None, draw)

    def wide(self, specification: Specification) -> str:
        """Return the chart as SVG for the page, in the colour of the text around it."""
        return self._wide(specification).result().decode()

    def narrow(self, specification: Specification) -> str:
        """Return the chart as SVG for a narrow screen."""
        return self._narrow(specification).result().decode()

    def runtime(self) -> bytes:
        """Return the script that makes charts interactive: Vega, Vega-Lite and Vega-Embed in one."""
        return self._runtime().result()

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
        return self._png(specification).result()


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
