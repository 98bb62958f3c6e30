"""The PDF: one document of all pages, set by WeasyPrint."""

import hashlib
import logging
import re
from copy import copy
from pathlib import Path
from typing import Any

from bs4 import Tag
from markupsafe import Markup

from bookmaking.drawing import INK
from bookmaking.editions.book import Book, EditionError, Page, add_class, element, links_within, name_drawing, of_classes, without_controls
from bookmaking.templates import fill

STYLES = [Path(__file__).with_name(name) for name in ("both.css", "print.css")]
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"  # Debian's packages of the libraries with which text is set
WIDE = 7  # number of columns from which a table is set in smaller type
LINE = 60  # number of characters up to which a fact of an entry shares a line with others
SHORT = 900  # number of characters up to which a table is kept on one page
DRAWING_SCALE = 0.76  # of its size on the screen: text of 13 pixels becomes 7.4 points, nearly that of a table
TEXT_COLUMN, LEAST_WIDTH = 20, "17mm"  # characters from which on a column of a table holds text, and the width that it needs to be read
SPACE_AT_END = re.compile(r"(?<=\S)[ \n]+((?:[Aa]n?\u00a0)?)$")
"""The last space of a text at which a line may end, and the article that may come after it."""


def write_pdf(book: Book, target: Path) -> None:
    """Write the book as a PDF."""
    try:
        import pydyf
        import weasyprint
        from weasyprint.css.counters import CounterStyle
    except OSError as error:
        raise EditionError(f"the PDF needs Pango (Debian: apt-get install {LIBRARIES}); {str(error).splitlines()[0]}") from error
    pydyf.PDF.page_references = property(_references)
    document = as_one_document(book)
    counters = CounterStyle()  # what the styles define, which one style sheet would keep to itself
    faults: list[str] = []  # what WeasyPrint finds: a link that leads nowhere, a picture without its alternative
    problems = logging.Handler(logging.ERROR)
    problems.emit = lambda record: faults.append(record.getMessage())  # type: ignore[method-assign]
    weasyprint.LOGGER.addHandler(problems)
    try:
        weasyprint.HTML(string=document, base_url=str(Path(__file__).parent)).write_pdf(
            target,
            stylesheets=[weasyprint.CSS(style, counter_style=counters) for style in STYLES],
            counter_style=counters,
            pdf_variant="pdf/ua-1",
            pdf_identifier=hashlib.sha256(document.encode()).digest()[:16],
        )
    finally:
        weasyprint.LOGGER.removeHandler(problems)
    if faults:
        target.unlink()
        raise EditionError("the PDF has faults:\n" + "\n".join(faults))


def _references(pdf: Any) -> tuple[bytes, ...]:
    """Return the references to the pages of a PDF, which ``pydyf`` makes anew for each of the elements that WeasyPrint tags."""
    numbers = pdf.pages["Kids"][::3]
    known: tuple[bytes, ...] = vars(pdf).get("known_references", ())
    if len(known) != len(numbers):
        known = pdf.known_references = tuple(f"{number} 0 R".encode() for number in numbers)
    return known


def as_one_document(book: Book) -> str:
    """Return all pages as one HTML document, made for print."""
    names = {page.name for page in book.pages}
    for page in book.pages:
        _prepare(page, names)
    chapters = [page.opened() for page in book.pages]
    picture = book.picture()
    shown = Markup(f'<div class="chart">{picture}</div>') if picture else ""
    return fill("print.html", **book._asdict(), chapters=chapters, picture=shown)


def _prepare(page: Page, names: set[str]) -> None:
    article = page.article
    without_controls(article)
    for fold in article.find_all("details"):
        fold.name = "div"
        add_class(fold, "unfolded")
        if isinstance(summary := fold.find("summary"), Tag):
            summary.name = "p"
            add_class(summary, "unfolded-title")
    # Where only the space at the end of a text does not fit into a line, WeasyPrint ends the line after the text's first word: it
    # is given a place of its own.
    space = element("<span> </span>")
    for text in article.find_all(string=SPACE_AT_END):
        if isinstance(text.next_sibling, Tag) and text.find_parent(["p", "li", "dd", "td"]) and not text.find_parent(["pre", "svg"]):
            before, article_after, _ = SPACE_AT_END.split(text)
            text.insert_after(copy(space), article_after)
            text.replace_with(before)
    for heading in article.find_all("h1"):
        heading["class"] = "chapter-title"
    for narrow in of_classes(article, "chart-narrow"):
        narrow.decompose()
    for drawing in article.find_all("svg"):
        for tag in drawing.find_all(True):  # a page has no style for the text of a drawing
            tag.attrs = {name: INK if value == "currentColor" else value for name, value in tag.attrs.items()}
        name_drawing(drawing)
        del drawing["role"]
        for name in ("width", "height"):
            drawing[name] = f"{float(str(drawing[name])) * DRAWING_SCALE:.1f}"
    for table in article.find_all("table"):
        rows = [row.find_all(["th", "td"]) for row in table.find_all("tr")]
        columns = max((sum(int(str(cell.get("colspan", "1"))) for cell in row) for row in rows), default=0)
        if len({len(row) for row in rows}) == 1:
            for column in zip(*rows, strict=True):
                if max(len(cell.get_text()) for cell in column) >= TEXT_COLUMN:
                    column[0]["style"] = f"min-width: {LEAST_WIDTH}"
        if columns >= WIDE:
            add_class(table, "wide")
        if len(table.get_text()) <= SHORT:
            add_class(table, "short")
    for fact in article.select(".claim-facts > div, .entry-facts > div"):
        if not fact.find("ul") and len(fact.get_text()) <= LINE:
            add_class(fact, "said")
    for entries in of_classes(article, "claims", "register"):
        for section in entries.find_all_next("section"):
            if isinstance(section.parent, Tag) and not {"claim", "entry"} & set(section.get_attribute_list("class")):
                add_class(section, "after-entries")
    for tag in article.find_all(id=True):
        if not tag.find_parent("svg"):  # a drawing refers to what is inside it
            tag["id"] = f"{page.name}.{tag['id']}"
    article["id"] = page.name
    for title in of_classes(article, "claim-title", "entry-title"):
        identifier = title.find(class_=["claim-id", "entry-id"])
        if isinstance(identifier, Tag):
            title["data-id"] = identifier.get_text(strip=True)
    # In an entry each name is printed beside its identifier, which leads to the same place.
    for link in article.select(".claims a.group, .register a.group"):
        link.unwrap()
    for link, name, anchor in links_within(article, names):
        link["href"] = f"#{name or page.name}" + (f".{anchor}" if anchor else "")
        # A link of which the text is a name says where it leads; others get the number of the page.
        by_its_name = {"group", "claim-id"} & set(link.get_attribute_list("class")) or (
            anchor and link.get_text().partition(" ")[0] == anchor
        )
        if name not in {"", page.name} and not by_its_name and not link.find_parent("table"):
            add_class(link, "see-page")
    addresses: dict[str, int] = {}
    for link in article.find_all("a", href=True):  # whose address is printed at the end, unless it is printed here
        if not (address := str(link["href"])).startswith("#") and address != link.get_text(strip=True):
            number = addresses.setdefault(address, len(addresses) + 1)
            link.insert_after(element(f'<a class="address-mark" href="#{page.name}.address-{number}">[{number}]</a>'))
    if addresses:
        article.append(element(fill("editions", "addresses", page=page.name, listed=addresses)))
