"""How to cite a chapter of the book."""

from __future__ import annotations

from html import escape

from supportgroups.editions.book import HOME, About, Page

ROMAN = ("I", "II", "III", "IV", "V")
"""The chapters that mirror the paper's sections have its numbers."""


def chapter_citation(page: Page, about: About) -> str:
    """Return how to cite a page, as HTML."""
    book = f"<cite>{escape(about.full_title)}</cite>"
    version = f"Version {escape(about.version)}, {about.date}."
    by = escape(about.by)
    if page.name == HOME:
        return f"{by}. {book}. {version}"
    place = f"Chapter {ROMAN[page.number - 1]} of" if page.number and page.number <= len(ROMAN) else "In"
    return f"{by}. “{escape(page.title)}.” {place} {book}. {version}"
