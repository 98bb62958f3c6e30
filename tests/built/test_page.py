"""Each built page by itself, as a reader without network gets it. With the variable PAGE, only that one, which `make page` has built."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from heads import metas

from built.pages import APART, BOOK, ONE_PAGE, PAGES, anchors, article, attribute, built_anew, parsed
from supportgroups.notebook import CHART_MIME

EVERY = built_anew() if ONE_PAGE else PAGES
CONTENT = [page for page in EVERY if page.stem not in APART]
SCRIPTS = ("documentation_options", "clipboard.min", "copybutton", "book")
"""The scripts of every page, in the order in which they run."""
JAPANESE = re.compile(r"[\u3040-\u30fa\u3400-\u9fff]")
HOST = re.compile(r"(?:https?:)?//[\w-]+(?:\.[\w-]+)+")


def test_internal_links_and_anchors_resolve(subtests: pytest.Subtests) -> None:
    for page in EVERY:
        broken = []
        for tag in parsed(page).find_all(["a", "link", "script", "img", "source", "use"]):
            for name in ("href", "src", "srcset", "xlink:href"):
                address = urlsplit(attribute(tag, name))
                if not attribute(tag, name) or address.scheme or address.netloc:
                    continue
                target = (page.parent / unquote(address.path)).resolve() if address.path else page.resolve()
                anchor = unquote(address.fragment) if target.suffix == ".html" else ""
                if not target.is_file() or (anchor and anchor not in anchors(target)):
                    broken.append(attribute(tag, name))
        with subtests.test(page.stem):
            assert broken == []


def test_no_link_stands_within_another(subtests: pytest.Subtests) -> None:
    for page in EVERY:
        # As written: a browser ends the outer link where the inner one begins, and leaves a link without words.
        written = re.findall(r"<(/?a)(?=[\s>])", page.read_text(encoding="utf-8"))
        with subtests.test(page.stem):
            assert written == ["a", "/a"] * (len(written) // 2)


def test_a_page_loads_only_what_it_needs(subtests: pytest.Subtests) -> None:
    for page in EVERY:
        scripts = [urlsplit(attribute(tag, "src")).path for tag in parsed(page).select("script[src]")]
        searching = ["_static/minisearch.js", "_static/stemmer.js", "searchindex.js", "_static/search.js"] if page.stem == "search" else []
        expected = [f"_static/{name}.js" for name in ("theme", *SCRIPTS)] + searching
        with subtests.test(page.stem):
            assert scripts == expected
            # Nothing within the page runs; what describes it (JSON-LD) is data, of which a browser makes nothing.
            assert parsed(page).select('script:not([src]):not([type="application/ld+json"])') == []
            assert [urlsplit(attribute(tag, "href")).path for tag in parsed(page).select("link[rel=stylesheet]")] == ["_static/book.css"]


def test_nothing_is_asked_of_another_host(subtests: pytest.Subtests) -> None:
    for page in EVERY:
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
                asked += HOST.findall(tag.string or "")
        with subtests.test(page.stem):
            assert asked == []


def test_a_page_says_each_thing_of_itself_once(subtests: pytest.Subtests) -> None:
    for page in EVERY:
        identifiers = [tag["id"] for tag in parsed(page).select("[id]")]
        with subtests.test(page.stem):
            assert sorted({identifier for identifier in identifiers if identifiers.count(identifier) > 1}) == []
            assert len(parsed(page).find_all("h1")) == 1
            assert "viewport" in metas(parsed(page))


def test_every_figure_can_be_taken_away(subtests: pytest.Subtests) -> None:
    for page in CONTENT:
        for figure in parsed(page).select("figure.chart-figure"):
            name = str(figure["id"]).removesuffix("-here")  # shown on another page, too
            files = {Path(attribute(link, "href")).name.removeprefix(name) for link in figure.select(".chart-files a[download]")}
            with subtests.test(f"{page.stem}#{name}"):
                assert {".svg", ".png", ".csv", ".vl.json"} <= files
                assert (page.parent / "_static" / "charts" / f"{name}.js").is_file()


def test_every_mention_of_a_group_leads_to_its_entry(subtests: pytest.Subtests) -> None:
    outside = ["a", "h1", "h2", "h3", "h4", "code", "pre", "svg", "script", "button", "label"]
    for page in CONTENT:
        mentions = article(page).find_all(string=re.compile(r"\bT[1-6]-\d\d\b"))
        with subtests.test(page.stem):
            assert [text for text in mentions if not text.find_parents(outside) and not text.find_parents(class_="entry")] == []


def test_every_output_of_a_chapter_is_on_its_page(subtests: pytest.Subtests) -> None:
    for page in CONTENT:
        notebook = BOOK / f"{page.stem}.ipynb"
        if not notebook.is_file():
            continue
        of_page = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        cells = [cell for cell in of_page if cell["cell_type"] == "code"]
        kinds = [kind for cell in cells for output in cell["outputs"] for kind in output["data"]]
        shown = ["".join(output["data"].get("text/html", "")) for cell in cells for output in cell["outputs"]]
        shows = [cell for cell in cells if any(set(output["data"]) & {CHART_MIME, "text/html"} for output in cell["outputs"])]
        with subtests.test(page.stem):
            assert len(article(page).select("figure.chart-figure")) == kinds.count(CHART_MIME)
            asked = sum("".join(cell["source"]).count("-table} ") for cell in of_page if cell["cell_type"] == "markdown")
            stored = sum(html.startswith('<table id="tab-') for html in shown)
            assert len(article(page).select("table.data-table")) == stored + asked
            assert len(article(page).select("div.cell > div.cell_output")) == len(shows)
            assert not article(page).select(".output.traceback, .stderr")


def test_figures_have_number_caption_alternative_and_data(subtests: pytest.Subtests) -> None:
    for page in CONTENT:
        for figure in parsed(page).select("figure.chart-figure"):
            with subtests.test(f"{page.stem}#{figure['id']}"):
                number = figure.select_one("figcaption .caption-number")
                text = figure.select_one("figcaption .caption-text")
                assert number is not None and re.fullmatch(r"Figure \d+(\.\d+)?", number.get_text(strip=True))
                assert text is not None and text.get_text(strip=True)
                drawings = figure.select(".chart svg")
                assert len(drawings) == 2
                # Of a picture, the links on its marks would not be heard.
                assert all(drawing["role"] == ("group" if drawing.select("a") else "img") for drawing in drawings)
                assert all(len(attribute(drawing, "aria-label")) > 40 for drawing in drawings)
                assert figure.select("details.chart-data table td")


def test_tables_have_number_caption_and_headers(subtests: pytest.Subtests) -> None:
    for page in CONTENT:
        for table in parsed(page).select("table.data-table"):
            with subtests.test(f"{page.stem}#{table.get('id')}"):
                caption = table.find("caption")
                assert caption is not None and re.match(r"Table \d+(\.\d+)?\s", caption.get_text())
                assert table.select("thead th[scope=col]") and table.select("tbody th[scope=row]")


def test_a_fold_says_what_is_in_it_and_is_opened_by_its_anchor() -> None:
    folds = [fold for page in CONTENT for fold in parsed(page).select(".fold")]
    assert folds or ONE_PAGE
    for fold in folds:
        [summary] = fold.find_all("summary", recursive=False)
        [item] = fold.select("table.data-table, figure")
        assert item.get("id") and not summary.find(id=True)
        number = (
            item.select(".caption-number")[0].get_text().strip().removesuffix(".").replace("Figure", "figure").replace("Table", "table")
        )
        assert summary.get_text().startswith(f"Show {number}: ")
        if item.name == "table":
            rows = len(item.select("tbody tr"))
            assert summary.get_text().endswith(f" ({rows} {'row' if rows == 1 else 'rows'})")


def test_only_chapters_show_a_number_and_it_is_that_of_the_section(subtests: pytest.Subtests) -> None:
    for page in EVERY:
        links = [link.get_text() for link in parsed(page).select(".contents li a")]
        numbers = [match[1] for link in links if (match := re.match(r"([IVXLC\d]+)\. ", link))]
        heading = parsed(page).select_one("h1 .section-number")
        with subtests.test(page.stem):
            assert numbers == ["I", "II", "III", "IV", "V"]
            number = re.match(r"0(\d)-", page.stem)
            assert (heading and heading.get_text(strip=True)) == (f"{numbers[int(number[1]) - 1]}." if number else None)


def test_what_scrolls_and_what_links_to_a_heading_is_called_by_a_name_of_its_own(subtests: pytest.Subtests) -> None:
    for page in CONTENT:
        text = parsed(page)
        texts = {attribute(tag, "id"): tag.get_text() for tag in text.select("[id]")}
        frames = [
            attribute(frame, "aria-label") or texts[attribute(frame, "aria-labelledby")] for frame in text.select(".table-frame, .scrolls")
        ]
        headings = [link.get_text().removeprefix("#") for link in text.select(".headerlink:not(.cite-item)")]
        for names in (frames, headings):
            with subtests.test(page.stem):
                assert all(name.strip() for name in names)
                assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_attribute_says_what_only_marked_up_text_can(subtests: pytest.Subtests) -> None:
    for page in EVERY:
        said = [tag for tag in parsed(page).select("[aria-label]") if JAPANESE.search(attribute(tag, "aria-label"))]
        with subtests.test(page.stem):
            assert [attribute(tag, "aria-label") for tag in said if attribute(tag, "lang") != "ja"] == []


def test_a_page_offers_its_notebook_and_each_citation_once(subtests: pytest.Subtests) -> None:
    for page in CONTENT:
        sources = [attribute(link, "href") for link in parsed(page).select("a[download][href$='.ipynb']")]
        references = [tag.get_text() for tag in parsed(page).select(".text .cite-text")]
        with subtests.test(page.stem):
            assert sources == ([f"_downloads/{page.stem}.ipynb"] if (BOOK / f"{page.stem}.ipynb").is_file() else [])
            assert all((page.parent / source).is_file() for source in sources)
            assert len(references) == len(set(references))
            assert not any("Executable Companion" in quote.get_text() for quote in parsed(page).select(".text blockquote"))


def test_japanese_is_marked_up_as_japanese(subtests: pytest.Subtests) -> None:
    for page in CONTENT:
        japanese = article(page).find_all(string=JAPANESE)
        with subtests.test(page.stem):
            assert [
                text for text in japanese if not text.find_parents(["pre", "svg", "script"]) and not text.find_parents(attrs={"lang": "ja"})
            ] == []
