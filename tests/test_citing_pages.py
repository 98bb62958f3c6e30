"""The built pages, to those who cite them: their metadata against ``CITATION.cff``, their controls, and addresses that stay."""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path
from typing import Any

import addresses
import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from test_book import BOOK, CONTENT, HTML, PAGES, anchors, attribute, parsed

from supportgroups import load_emendations, load_groups
from supportgroups.audit import ledger
from supportgroups.citing.formats import FORMATS
from supportgroups.citing.works import read_citation
from supportgroups.sphinx_extension import metadata
from supportgroups.sphinx_extension.citing import with_controls
from supportgroups.sphinx_extension.companion import ADDRESS, Companion
from supportgroups.sphinx_extension.redirects import read_redirects

ROOT = BOOK.parent
SOURCE: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
(AUTHOR,) = (author["name"] for author in SOURCE["authors"])
RELEASED = SOURCE["date-released"]
CHAPTERS = [page for page in CONTENT if page.stem != "index"]
CITING = [page for page in CHAPTERS if page.stem != "how-to-cite"]
BASE = Companion(ROOT, os.environ.get(ADDRESS, "")).address

pytestmark = pytest.mark.skipif(not HTML.is_dir(), reason="the book is not built: make book (make test does it)")
content_pages = pytest.mark.parametrize("page", CONTENT, ids=lambda page: page.stem)
chapters = pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.stem)
citing_pages = pytest.mark.parametrize("page", CITING, ids=lambda page: page.stem)


def metas(page: BeautifulSoup) -> dict[str, str]:
    """Return the page's tags; each is there once."""
    tags = [(attribute(tag, "name") or attribute(tag, "property"), attribute(tag, "content")) for tag in page.select("head meta[content]")]
    tags = [(name, content) for name, content in tags if name != "viewport"]
    assert len(tags) == len(dict(tags)), tags
    return dict(tags)


def structured(page: BeautifulSoup) -> dict[str, Any]:
    """Return the page's JSON-LD by type."""
    (script,) = page.select('script[type="application/ld+json"]')
    content = json.loads(script.string or "")
    assert content["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in content.get("@graph", [content])}


def heading(page: Path) -> str:
    """Return a page's title as a reader sees it, without its number."""
    title = parsed(page).find("h1")
    assert isinstance(title, Tag)
    return "".join(
        str(part) if isinstance(part, str) else part.get_text() for part in title.contents if not _is_number_or_link(part)
    ).strip()


def _is_number_or_link(part: Any) -> bool:
    return isinstance(part, Tag) and bool({"section-number", "headerlink"} & set(part.get("class") or []))


# Heads -------------------------------------------------------------------------------------------------------------------------------


@chapters
def test_a_chapter_tells_reference_managers_what_the_source_says(page: Path) -> None:
    tags = metas(parsed(page))
    assert tags["citation_title"] == heading(page)
    # The comma ends a family name: so a body's name is not torn apart.
    assert tags["citation_author"] == f"{AUTHOR},"
    assert tags["citation_publication_date"] == RELEASED.strftime("%Y/%m/%d")
    assert tags["citation_book_title"] == tags["citation_inbook_title"] == SOURCE["title"]
    assert tags["citation_language"] == SOURCE["preferred-citation"]["languages"][0]
    assert tags["bibo.edition"].startswith(f"version {SOURCE['version']}")
    assert tags["dcterms.rights"] == "https://creativecommons.org/licenses/by/4.0/"


def test_the_home_page_is_the_book() -> None:
    tags = metas(parsed(HTML / "index.html"))
    assert (tags["bibo.type"], tags["dcterms.title"], tags["dcterms.creator"]) == ("Book", SOURCE["title"], f"{AUTHOR},")
    assert tags["dcterms.date"] == RELEASED.isoformat()
    assert not [name for name in tags if name.startswith("citation_")]
    assert structured(parsed(HTML / "index.html")).keys() == {"Book"}


def test_the_search_page_is_no_work() -> None:
    page = parsed(HTML / "search.html")
    assert not page.select('script[type="application/ld+json"], meta[name^="citation_"], link[rel="describedby"]')


@content_pages
def test_structured_data_say_what_the_source_says(page: Path) -> None:
    things = structured(parsed(page))
    book = things.get("Book") or things["Chapter"]["isPartOf"]
    assert book["name"] == SOURCE["title"]
    assert book["abstract"] == SOURCE["abstract"]
    assert book["isBasedOn"]["author"] == [
        {"@type": "Person", "name": "Apichai W. Shipper", "givenName": "Apichai W.", "familyName": "Shipper"}
    ]
    for thing in [*things.values(), book]:
        assert (thing.get("author") or thing["creator"]) == [{"@type": "Organization", "name": AUTHOR}]
        assert thing["datePublished"] == RELEASED.isoformat()
        assert thing["version"].startswith(SOURCE["version"])
        assert thing["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert "publisher" not in thing and "identifier" not in thing
    if "Chapter" in things:
        assert things["Chapter"]["name"] == heading(page)
        assert things["Chapter"]["description"] == metas(parsed(page))["description"]


def test_the_codebook_describes_the_dataset_and_where_to_get_it() -> None:
    assert [page.stem for page in CONTENT if "Dataset" in structured(parsed(page))] == ["codebook"]
    dataset = structured(parsed(HTML / "codebook.html"))["Dataset"]
    (reference,) = (entry for entry in SOURCE["references"] if entry["type"] == "data")
    assert dataset["name"] == reference["title"]
    assert 50 <= len(dataset["description"]) <= 5000
    assert len(dataset["distribution"]) == 4
    for file in dataset["distribution"]:
        path = HTML / file["contentUrl"].removeprefix(BASE)
        assert file["contentSize"] == f"{path.stat().st_size} B"


@content_pages
def test_nothing_is_said_that_is_not_known(page: Path) -> None:
    tags = metas(parsed(page))
    assert not [name for name in tags if re.search("publisher|doi|isbn|issn|journal", name, flags=re.IGNORECASE)]
    if not BASE:
        assert not [name for name in tags if re.search("url|^og:|identifier", name)]
        assert not parsed(page).select('link[rel="canonical"]')


@pytest.mark.parametrize("stem", ["index", "02-support-groups", "codebook"])
def test_addresses_are_given_where_they_are_known(stem: str) -> None:
    base = "https://example.org/book/"
    companion = Companion(ROOT, base)
    work = companion.citation.book if stem == "index" else companion.page(stem, "A “title” & more", 2)
    head = "\n".join(
        [
            *metadata.meta_tags(companion, work, "Says <much>."),
            *metadata.links(companion, work, stem, "fig-founded", "Says <much>."),
            metadata.structured_data(companion, work, stem, "Says </script> much."),
        ]
    )
    page = BeautifulSoup(f"<head>{head}</head>", "html5lib")
    address = base if stem == "index" else f"{base}{stem}.html"
    tags = metas(page)
    (canonical,) = page.select('link[rel="canonical"]')
    assert canonical["href"] == tags["og:url"] == address
    assert tags["og:title"] == work.title
    assert tags["og:type"] == ("book" if stem == "index" else "article")
    assert tags["og:image"] == f"{base}_downloads/fig-founded.png"
    assert tags.get("citation_public_url", tags.get("dcterms.identifier")) == address
    things = structured(page)
    assert things["Book" if stem == "index" else "Chapter"]["url"] == address
    if stem == "codebook":
        assert all(file["contentUrl"].startswith(base) for file in things["Dataset"]["distribution"])


# Citations on the page ---------------------------------------------------------------------------------------------------------------


@citing_pages
def test_each_page_keeps_the_chapter_and_the_paper_apart(page: Path) -> None:
    text = parsed(page)
    ways = [attribute(link, "href") for link in text.select(".page-cite a")]
    assert ways == ["#cite-this", "#cite-paper"]
    chapter, paper = text.select_one("#cite-this + dl"), text.select_one("#cite-paper + dl")
    assert chapter is not None and paper is not None
    for reference in chapter.select(".cite-text"):
        assert AUTHOR in reference.get_text() and SOURCE["title"] in reference.get_text()
        assert f"version {SOURCE['version']}" in reference.get_text() and str(RELEASED.year) in reference.get_text()
        assert "Shipper" not in reference.get_text()
    for reference in paper.select(".cite-text"):
        assert reference.get_text().startswith("Shipper, A") and AUTHOR not in reference.get_text()


@content_pages
def test_what_is_shown_to_copy_is_what_is_there_to_download(page: Path) -> None:
    downloads = [attribute(link, "href") for link in parsed(page).select(".cite-files a[download]")]
    shown = [block.get_text() for block in parsed(page).select(".cite-format pre")]
    assert len(downloads) == len(shown) == len(FORMATS) * {"index": 0, "how-to-cite": 3, "codebook": 3}.get(page.stem, 2)
    for address, text in zip(downloads, shown, strict=True):
        assert (HTML / address).read_text(encoding="utf-8").strip() == text.strip()


@content_pages
def test_the_head_leads_to_the_citations(page: Path) -> None:
    leads = parsed(page).select('link[rel="describedby"]')
    assert [attribute(link, "type") for link in leads] == [form.media_type for form in FORMATS]
    for link in leads:
        assert (HTML / attribute(link, "href")).is_file()


def test_the_page_about_citing_cites_paper_book_and_dataset() -> None:
    citation = read_citation(ROOT)
    text = parsed(HTML / "how-to-cite.html")
    codebook = parsed(HTML / "codebook.html")
    shown = [html.unescape(block.get_text()) for block in text.select(".cite-format pre")]
    for work in (citation.paper, citation.book, citation.dataset):
        assert sum(work.key + "\n" in block or work.key + "," in block or f'"{work.key}"' in block for block in shown) == len(FORMATS)
    for page in (text, codebook):
        files = [attribute(link, "href") for link in page.select(".files a[download]")]
        assert len(files) == 4 and all((HTML / file).is_file() for file in files)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_foot_states_version_date_and_commit(page: Path) -> None:
    foot = parsed(page).select_one("footer")
    assert foot is not None
    date = f"{RELEASED.day} {RELEASED:%B %Y}"
    commit = r", commit [0-9a-f]{7}( with changes)?" if (ROOT / ".git").exists() else ""
    assert re.search(rf"Version {re.escape(SOURCE['version'])}, {date}{commit}\.", foot.get_text())


# Below the chapter -------------------------------------------------------------------------------------------------------------------


def controls(page: Path) -> dict[str, str]:
    """Return what each control of a page cites, by the anchor to which it leads."""
    found = {attribute(link, "href").removeprefix("#"): link for link in parsed(page).select("a.cite-item")}
    assert len(found) == len(parsed(page).select("a.cite-item"))
    return {anchor: link.get_text().removeprefix("Cite ") for anchor, link in found.items()}


@content_pages
def test_every_table_and_figure_has_its_control(page: Path) -> None:
    offered = controls(page)
    for numbered in parsed(page).select("figure.chart-figure, table.data-table"):
        number = numbered.select_one(".caption-number")
        assert number is not None
        assert offered[str(numbered["id"])] == number.get_text(strip=True).replace("Figure", "Fig.")
    assert set(offered) <= anchors(page)
    assert bool(offered) == bool(parsed(page).select("#cite-panel[popover]"))


def test_every_claim_group_and_emendation_has_its_control() -> None:
    claims, groups, emendations = (controls(HTML / f"{name}.html") for name in ("claim-audit", "register", "editorial-notes"))
    assert {claim.identifier: f"Claim {claim.identifier}" for claim in ledger()}.items() <= claims.items()
    assert {group: f"group {group}" for group in load_groups()["group_id"]}.items() <= groups.items()
    assert {name: f"emendation {name}" for name in load_emendations()["emendation_id"]}.items() <= emendations.items()


def test_the_panel_cites_the_page_with_the_item_behind_it() -> None:
    (panel,) = parsed(HTML / "02-support-groups.html").select("#cite-panel")
    for place in panel.select('[data-fill="item"]'):
        place.string = "Fig. 2.3"
    texts = [text.get_text() for text in panel.select(".cite-text")]
    assert texts[1] == f"({AUTHOR} {RELEASED.year}, Fig. 2.3)"
    assert re.search(r"Chap\. 2 in .*, version .*, Fig\. 2\.3\.", texts[2])
    assert texts[3].startswith(f"{AUTHOR}. ({RELEASED.year}).") and ", Fig. 2.3." in texts[3]


def test_a_control_is_a_link_that_works_without_script() -> None:
    text = (
        '<figcaption><p><span class="caption-number">Figure 1.2 </span><span class="caption-text">A <i>b</i>.</span>'
        '<a class="headerlink" href="#fig-a" title="Link to this image">#</a></p></figcaption>'
    )
    assert '<a class="headerlink cite-item" href="#fig-a">Cite<span class="unseen"> Fig. 1.2</span></a>' in with_controls(text)


# Addresses that stay -----------------------------------------------------------------------------------------------------------------


def test_every_published_address_is_still_there_or_leads_on() -> None:
    moved = read_redirects(BOOK)
    there = set(addresses.built())
    gone = [address for address in addresses.published() if address not in there]
    assert gone == [], "published addresses that vanished: keep them, or say in book/redirects.txt where they lead"
    for old, new in moved.items():
        assert new in there and new not in moved, f"book/redirects.txt: {old} leads to {new}, which is not there"
    assert len(addresses.published()) > 900


def test_every_address_is_on_the_list() -> None:
    assert set(addresses.built()) <= set(addresses.published()), "new addresses: run `make addresses`"
