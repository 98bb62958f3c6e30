"""The built pages, as a reader without network gets them. `make test` builds the book first, with any warning an error."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import paper
import pytest
from bs4 import BeautifulSoup, Tag

from supportgroups import load_emendations, load_events, load_glossary, load_groups, load_interviews
from supportgroups.audit import audit
from supportgroups.audit.report import headline
from supportgroups.notebook import CHART_MIME
from supportgroups.sphinx_extension.pages import SCRIPTS
from supportgroups.sphinx_extension.redirects import read_redirects

HTML = paper.REPOSITORY / "_build" / "html"
BOOK = paper.REPOSITORY / "book"
MOVED = {old for old in read_redirects(BOOK) if "#" not in old}
PAGES = sorted(page for page in HTML.glob("*.html") if page.name not in MOVED)
CONTENT = [page for page in PAGES if page.stem != "search"]

pytestmark = pytest.mark.skipif(not HTML.is_dir(), reason="the book is not built: make book (make test does it)")

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
content_pages = pytest.mark.parametrize("page", CONTENT, ids=lambda page: page.stem)


@cache
def parsed(page: Path) -> BeautifulSoup:
    """Return a page as a browser would parse it."""
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html5lib")


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors of a page."""
    return frozenset(str(tag["id"]) for tag in parsed(page).find_all(id=True))


def attribute(tag: Tag, name: str) -> str:
    """Return an attribute's text."""
    return str(tag.get(name, ""))


def test_every_page_of_the_book_is_built() -> None:
    sources = {file.stem for file in BOOK.iterdir() if file.suffix in {".md", ".ipynb"}}
    assert {page.stem for page in CONTENT} == sources


@pages
def test_internal_links_and_anchors_resolve(page: Path) -> None:
    broken = []
    for tag in parsed(page).find_all(["a", "link", "script", "img", "source", "use"]):
        for name in ("href", "src", "srcset", "xlink:href"):
            address = urlsplit(attribute(tag, name))
            if not attribute(tag, name) or address.scheme or address.netloc:
                continue
            target = (page.parent / unquote(address.path)).resolve() if address.path else page
            if not target.is_file() or (address.fragment and target.suffix == ".html" and unquote(address.fragment) not in anchors(target)):
                broken.append(attribute(tag, name))
    assert broken == []


@pages
def test_a_page_loads_only_what_it_needs(page: Path) -> None:
    scripts = [urlsplit(attribute(tag, "src")).path for tag in parsed(page).select("script[src]")]
    searching = ["language_data.js", "searchtools.js"] if page.stem == "search" else []
    expected = [f"_static/{name}" for name in ("theme.js", *SCRIPTS, *searching)] + ["searchindex.js"] * bool(searching)
    assert scripts == expected
    # Nothing within the page runs; what describes it (JSON-LD) is data, of which a browser makes nothing.
    assert parsed(page).select('script:not([src]):not([type="application/ld+json"])') == []
    assert [urlsplit(attribute(tag, "href")).path for tag in parsed(page).select("link[rel=stylesheet]")] == ["_static/book.css"]


@content_pages
def test_every_figure_can_be_taken_away(page: Path) -> None:
    for figure in parsed(page).select("figure.chart-figure"):
        files = {Path(attribute(link, "href")).name.removeprefix(str(figure["id"])) for link in figure.select(".chart-files a[download]")}
        assert {".svg", ".png", ".csv", ".vl.json"} <= files
        assert (HTML / "_static" / "charts" / f"{figure['id']}.js").is_file()


@content_pages
def test_every_mention_of_a_group_leads_to_its_entry(page: Path) -> None:
    article = parsed(page).find("article")
    assert isinstance(article, Tag)
    outside = ["a", "h1", "h2", "h3", "h4", "code", "pre", "svg", "script", "button"]
    for text in article.find_all(string=re.compile(r"\bT[1-6]-\d\d\b")):
        assert text.find_parents(outside) or text.find_parents(class_="entry"), text


@pages
def test_identifiers_are_unique(page: Path) -> None:
    identifiers = [tag["id"] for tag in parsed(page).select("[id]")]
    assert sorted({identifier for identifier in identifiers if identifiers.count(identifier) > 1}) == []


@pages
def test_there_is_one_heading_of_the_first_order(page: Path) -> None:
    assert len(parsed(page).find_all("h1")) == 1


@pages
def test_nothing_is_asked_of_another_host(page: Path) -> None:
    asked = []
    for tag in parsed(page).find_all(True):
        for name in ("src", "srcset", "data", "poster", "action"):
            if re.match(r"(https?:)?//", attribute(tag, name)):
                asked.append(attribute(tag, name))
        if "canonical" in tag.get_attribute_list("rel") or attribute(tag, "type") == "application/ld+json":
            continue  # names an address, and asks nothing of it
        if tag.name in {"link", "use", "image"} and re.match(r"(https?:)?//", attribute(tag, "href") + attribute(tag, "xlink:href")):
            asked.append(str(tag))
        if tag.name in {"script", "style"}:
            asked += re.findall(r"(?:https?:)?//[\w-]+(?:\.[\w-]+)+", tag.string or "")
    assert asked == []


def test_no_style_sheet_or_script_of_the_book_names_another_host() -> None:
    ours = [*(BOOK / "_static").rglob("*.css"), *(BOOK / "_static").rglob("*.js")]
    assert ours
    for file in ours:
        assert not re.search(r"(?:https?:)?//[\w-]+(?:\.[\w-]+)+", file.read_text(encoding="utf-8")), file.name


@pytest.mark.parametrize("notebook", sorted(BOOK.glob("*.ipynb")), ids=lambda notebook: notebook.stem)
def test_every_output_of_a_chapter_is_on_its_page(notebook: Path) -> None:
    page = HTML / f"{notebook.stem}.html"
    cells = [cell for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    kinds = [kind for cell in cells for output in cell["outputs"] for kind in output["data"]]
    article = parsed(page).find("article")
    assert isinstance(article, Tag)
    assert len(article.select("figure.chart-figure")) == kinds.count(CHART_MIME)
    shown = ["".join(output["data"].get("text/html", "")) for cell in cells for output in cell["outputs"]]
    assert len(article.select("table.data-table")) == sum(html.startswith('<table id="tab-') for html in shown)
    shows = [cell for cell in cells if any(set(output["data"]) & {CHART_MIME, "text/html"} for output in cell["outputs"])]
    assert len(article.select("div.cell > div.cell_output")) == len(shows)
    assert not article.select(".output.traceback, .stderr")


@content_pages
def test_figures_and_tables_have_number_caption_and_alternative(page: Path) -> None:
    for figure in parsed(page).select("figure.chart-figure"):
        number = figure.select_one("figcaption .caption-number")
        text = figure.select_one("figcaption .caption-text")
        assert number is not None and re.fullmatch(r"Figure \d+(\.\d+)?", number.get_text(strip=True)), figure.get("id")
        assert text is not None and text.get_text(strip=True)
        drawings = figure.select(".chart svg")
        assert len(drawings) == 2
        for drawing in drawings:
            assert drawing["role"] == "img"
            assert len(attribute(drawing, "aria-label")) > 40
        assert figure.select("details.chart-data table td"), figure.get("id")
    for table in parsed(page).select("table.data-table"):
        caption = table.find("caption")
        assert isinstance(caption, Tag) and re.match(r"Table \d+(\.\d+)?\s", caption.get_text()), table.get("id")
        assert table.select("thead th[scope=col]") and table.select("tbody th[scope=row]")


@content_pages
def test_japanese_is_marked_up_as_japanese(page: Path) -> None:
    article = parsed(page).find("article")
    assert isinstance(article, Tag)
    unmarked = []
    for text in article.find_all(string=re.compile(r"[\u3040-\u30fa\u3400-\u9fff]")):
        if not text.find_parents(["pre", "svg", "script"]) and not text.find_parents(attrs={"lang": "ja"}):
            unmarked.append(str(text))
    assert unmarked == []


def test_every_group_and_every_emendation_has_its_anchor() -> None:
    assert set(load_groups()["group_id"]) <= anchors(HTML / "register.html")
    assert set(load_emendations()["emendation_id"]) <= anchors(HTML / "editorial-notes.html")


def test_the_home_page_gives_the_headline_of_the_audit() -> None:
    results = audit()
    page = parsed(HTML / "index.html")
    assert f"{len(results)} statements of the paper" in page.get_text()
    shown = {line.select(".verdict")[0].get_text(): line.select("strong")[0].get_text() for line in page.select(".tally > li")}
    assert shown == {str(verdict): str(number) for verdict, number in headline(results).items()}


def test_every_event_interview_and_term_has_its_anchor() -> None:
    assert set(load_events()["event_id"]) <= anchors(HTML / "chronology.html")
    assert set(load_interviews()["interview_id"]) <= anchors(HTML / "interviews-and-sources.html")
    assert set(load_glossary()["term_id"]) <= anchors(HTML / "glossary.html")


def test_every_work_has_its_anchor() -> None:
    works = [bib.read_text(encoding="utf-8") for bib in BOOK.glob("*.bib")]
    assert set(re.findall(r"^@\w+\{([^,]+),", "\n".join(works), re.MULTILINE)) <= anchors(HTML / "references.html")


def test_the_home_page_shows_a_picture() -> None:
    drawings = parsed(HTML / "index.html").select("article .chart svg")
    assert [drawing["role"] for drawing in drawings] == ["img", "img"]
