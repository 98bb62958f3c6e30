"""Charts drawn without a browser: Vega-Lite specifications → SVG and PNG, each drawn once and kept.

A drawing takes the time of many pages, so it is kept under a digest of all that it depends on: a second build draws only what changed. A
process of its own draws, so that a build uses a second processor while it reads and writes the pages.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from hashlib import sha256
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert

from bookmaking.state import write_whole

Specification = dict[str, Any]

WIDE, NARROW, PNG, RUNTIME = "wide.svg", "narrow.svg", "png", "js"
"""Kinds of drawings, and the script that makes them interactive: the ends of the names under which they are kept."""
KINDS = (WIDE, NARROW, PNG)
WIDE_WIDTH, NARROW_WIDTH = 704, 350  # pixels: for a page, whose column they fill, and for narrow screens
INK, PAPER = "#1f2328", "#ffffff"  # of a drawing that stands alone; on the page it has the text's own colour, and no background
PRINT_SCALE = 2  # pixels of a PNG for each pixel of the drawing

FONTS = Path(__file__).with_name("fonts.conf")
_WIDTH = re.compile(r'<svg [^>]*?\bwidth="(\d+)')
_PLOT = re.compile(r'class="background" [^>]*?\bd="M[\d.,]+h(\d+)')
_LINK = re.compile(r'<a xlink:href="[^"]*?/vega-datasets/([^"]*)"><(\w+) aria-label="([^"]*)"')
"""A mark that is a link: vl_convert reads a relative address as one of Vega's own examples."""
_FONT = re.compile(r' font-family="[^"]*"')
_INVISIBLE = re.compile(r' opacity="1"|<path class="(?:back|fore)ground" d="(?:M0,0h0v0h0Z)?"[^>]*></path>')
_PLACES = re.compile(r' (?:d|transform|width|height|[xy][12]?)="[^"]*"')
_FRACTION = re.compile(r"(\.\d\d)\d+")
_SCHEMA = re.compile(r"/v(?P<version>\d+\.\d+)[\d.]*\.json$")


class Drawings:
    """The drawings of a book's charts: made by a process of its own, and kept in a folder from one build to the next."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._used: set[str] = set()
        self._process: subprocess.Popen[str] | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def begin(self, specifications: Iterable[Specification]) -> None:
        """Begin to draw what is not kept of some charts, and what makes charts interactive."""
        charts = [(digest(specification), specification) for specification in specifications]
        self._used |= {f"{key}.{kind}" for key, _ in charts for kind in KINDS} | {f"{digest(None)}.{RUNTIME}"}
        if all((self.folder / file).is_file() for file in self._used):
            return
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(self.folder)],
            env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(charts))
        self._process.stdin.close()

    def wait(self, *kinds: str) -> None:
        """Wait until all drawings of these kinds are there, or, where none is named, all that was begun."""
        expected = [self.folder / file for file in sorted(self._used) if not kinds or file.partition(".")[2] in kinds]
        while self._process is not None and not all(file.is_file() for file in expected):
            if self._process.poll() is None:
                time.sleep(0.02)
                continue
            assert self._process.stderr is not None
            failed, message = self._process.returncode, self._process.stderr.read().strip()
            self._process = None
            if failed:
                raise RuntimeError(f"a chart could not be drawn: {message}")

    def finish(self) -> None:
        """Wait for what is still being drawn, and delete the drawings that this build did not use."""
        self.wait()
        if self._process is not None:
            self._process.wait()
        for file in self.folder.iterdir():
            if file.name not in self._used:
                file.unlink()

    def abandon(self) -> None:
        """Draw no more; what is kept stays."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def svg(self, key: str, kind: str) -> str:
        """Return a drawing of a chart, by its digest and its kind; it has the colour of the text around it."""
        return (self.folder / f"{key}.{kind}").read_text(encoding="utf-8")


def digest(specification: Specification | None) -> str:
    """Return what a chart's drawings are kept under: a digest of all that they depend on."""
    ours = [file.read_text(encoding="utf-8") for file in (Path(__file__), FONTS)]
    everything = [specification, f"vl-convert {version('vl-convert-python')}", ours]
    return sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()[:32]


def draw(folder: Path, charts: Sequence[tuple[str, Specification]]) -> None:
    """Draw what is not in the folder yet of charts, each with its digest, in the order in which a build asks for it."""
    for key, specification in charts:
        wide = folder / f"{key}.{WIDE}"
        _keep(wide, partial(_wide, specification))
        _keep(folder / f"{key}.{NARROW}", partial(_narrow, specification, wide))
    _keep(folder / f"{digest(None)}.{RUNTIME}", _script)
    for key, specification in charts:
        _keep(folder / f"{key}.{PNG}", partial(_png, folder / f"{key}.{WIDE}", specification))


def _keep(file: Path, make: Callable[[], str | bytes]) -> None:
    """Make a file that is not there."""
    if not file.is_file():
        drawing = make()
        write_whole(file, drawing.encode() if isinstance(drawing, str) else drawing)


def _script() -> str:
    # Its many names would collide with those of other scripts, so they are kept inside.
    content = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return f"/* Vega, and what it is made of; the licences are in third-party.html. */\n(() => {{\n{content}\n}})();\n"


def _png(wide: Path, specification: Specification) -> bytes:
    svg = standing_alone(wide.read_text(encoding="utf-8"), specification["description"])
    picture: bytes = vl_convert.svg_to_png(svg, scale=PRINT_SCALE)
    return picture


def _svg(specification: Specification) -> str:
    schema = _SCHEMA.search(specification["$schema"])
    drawing: str = vl_convert.vegalite_to_svg(json.dumps(specification), vl_version=schema and schema["version"])
    return drawing


def standing_alone(svg: str, description: str) -> str:
    """Return a drawing that needs no page around it: dark on white, with its text alternative, and without links, which lead to pages."""
    opening, rest = re.sub(r"</?a\b[^>]*>", "", svg).replace("currentColor", INK).split(">", 1)
    return f'{opening}><desc>{escape(description)}</desc><rect width="100%" height="100%" fill="{PAPER}"/>{rest}'


def resized(specification: Specification, width: int) -> Specification:
    """Return a chart with a plot of another width; of small multiples each has this width."""
    if "facet" in specification:
        return {**specification, "spec": {**specification["spec"], "width": width}}
    return {**specification, "width": width}


def narrowed(specification: Specification, width: int) -> Specification:
    """Return a chart with a plot of another width and fewer columns in the legend; small multiples are stacked."""
    config = specification.get("config", {})
    stacked = {"columns": 1} if "facet" in specification else {}
    return resized({**specification, **stacked, "config": {**config, "legend": {**config.get("legend", {}), "columns": 2}}}, width)


def _wide(specification: Specification) -> str:
    """Draw a chart as wide as a page's column, whatever the labels of its axes take."""
    if "facet" in specification or "row" in specification.get("encoding", {}):  # small multiples, which Vega does not fit by itself
        return _fitted(partial(resized, specification), specification.get("spec", specification)["width"], WIDE_WIDTH)
    svg = _svg({**resized(specification, WIDE_WIDTH), "autosize": {"type": "fit-x", "contains": "padding"}})
    return f"{svg}<!-- plot {_PLOT.findall(svg)[0]} -->"


def _narrow(specification: Specification, wide: Path) -> str:
    """Draw a chart as wide as a narrow screen, so that the text need not shrink, and with fewer columns in the legend."""
    # What stands beside the plot is mostly as wide as in the wide drawing.
    beside = 60 if "facet" in specification else WIDE_WIDTH - plot_width(wide.read_text(encoding="utf-8"))
    return _fitted(partial(narrowed, specification), NARROW_WIDTH - beside, NARROW_WIDTH)


def _fitted(chart: Callable[[int], Specification], width: int, whole: int) -> str:
    """Draw a chart with a plot of a width, or of another that brings the whole nearer to its width; its end tells which."""
    svg = _svg(chart(width))
    # What the axis labels take is known only when the chart is drawn; where the legend is the widest part, another plot gains nothing.
    if missing := whole - drawn_width(svg):
        fitting = max(width + missing // chart(width).get("columns", 1), NARROW_WIDTH // 3)
        again = _svg(chart(fitting))
        if abs(whole - drawn_width(again)) < abs(missing):
            svg, width = again, fitting
    return f"{svg}<!-- plot {width} -->"


def plot_width(svg: str) -> int:
    """Return the width in pixels of the plot in a drawing, whose end tells it; of small multiples it is that of each."""
    return int(svg.rpartition("<!-- plot ")[2].removesuffix(" -->"))


def drawn_width(svg: str) -> int:
    """Return the width of a drawing in pixels."""
    return int(_WIDTH.findall(svg)[0])


def for_page(svg: str, name: str, description: str) -> str:
    """Return a drawing as an element of a page, with its text alternative; its name makes the identifiers inside unique there."""
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r"url\(#", f"url(#{name}-", svg)
    # Much of a drawing is the one font at each text, marks that nobody sees, and places finer than a screen: these stay out of the page.
    font = _FONT.search(svg)
    svg = _PLACES.sub(lambda place: _FRACTION.sub(r"\1", place[0]), _INVISIBLE.sub("", _FONT.sub("", svg)))
    # One image with one description: the marks' own labels, made for the interactive chart, would be read one by one. Where marks are
    # links, it is a group with that description, in which nothing but the links is read.
    links = _LINK.findall(svg)
    svg = _LINK.sub(r'<a href="\1" data-label="\3"><\2', svg)
    svg = re.sub(r' (?:aria-(?:label|roledescription|hidden)|role)="[^"]*"', "", svg)
    if links:
        svg = re.sub(r"<text ", '<text aria-hidden="true" ', svg).replace(" data-label=", " aria-label=")
    opening = f'<svg role="{"group" if links else "img"}" aria-label="{escape(description)}"{font[0] if font else ""} '
    return re.sub(r"<svg ", opening, svg, count=1)


if __name__ == "__main__":
    draw(Path(sys.argv[1]), json.load(sys.stdin))
