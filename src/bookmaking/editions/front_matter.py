"""Title page and imprint, which both editions have."""

from __future__ import annotations

from html import escape

from bookmaking.editions.book import Book


def title_lines(book: Book) -> str:
    """Return the lines of the title page, as HTML."""
    citation = book.citation
    return f"""<h1 class="book-title">{escape(citation.main_title)}</h1>
<p class="book-subtitle">{escape(citation.subtitle)}</p>
<p class="book-paper">accompanying {escape(citation.paper.by)}, “{escape(citation.paper.title)}”</p>
<p class="book-authors">{escape(citation.book.by)}</p>
<p class="book-version">Version {escape(citation.version)} · {citation.date}</p>"""


def imprint(book: Book) -> str:
    """Return what the book says of itself, how it is cited, its licences, and what this edition leaves out, as HTML."""
    citation = book.citation
    paper = escape(citation.paper.by)
    return f"""<p>{escape(citation.abstract)}</p>
<p>To cite the book: {book.pages[0].citation} How to cite a chapter is said on its first page.</p>
<p>Text, figures and data: <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>. Code: MIT. The paper, its wording and the
fieldwork behind its tables are {paper}’s; this book does not contain its text. {escape(citation.paper.remark)}</p>
<p>The code with which each table and figure is made, the data behind them, and figures that answer the pointer are in the web edition and
in the notebooks.</p>"""
