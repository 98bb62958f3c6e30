"""Colours of the pages and of the charts on them, and how they stand out."""

from __future__ import annotations

import re

import paper

PAGE_LIGHT, PAGE_DARK = "#ffffff", "#14181e"
DARK_INK = "#dfe3e7"


def dark_colours() -> dict[str, str]:
    """Return for each colour of the drawings the one that the style sheet puts in its place on the dark page."""
    style = (paper.REPOSITORY / "book" / "_static" / "book.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--mark-colour: light-dark\((#\w{6}), (#\w{6})\);", style))


def channels(colour: str) -> list[float]:
    """Return the three channels of a colour, from 0 to 1."""
    return [int(colour[position : position + 2], 16) / 255 for position in (1, 3, 5)]


def mixed(colour: str, page: str, opacity: float) -> str:
    """Return a colour as it looks on a page when it lets the page show through."""
    parts = zip(channels(colour), channels(page), strict=True)
    return "#" + "".join(f"{round(255 * (opacity * one + (1 - opacity) * other)):02x}" for one, other in parts)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
