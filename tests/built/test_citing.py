"""The built pages, to those who cite them: their metadata against ``CITATION.cff``, their controls, and addresses that stay."""

from __future__ import annotations

import html
import os
import re
from copy import copy
from pathlib import Path
from typing import Any

import addresses
import paper
import pytest
import yaml
from bs4 import Tag
from heads import metas, structured

from bookmaking.citing.files import files_to_keep
from bookmaking.citing.formats import FORMATS
from bookmaking.citing.works import read_citation
from bookmaking.sphinx_extension.citations import read_published
from bookmaking.sphinx_extension.pages import read_redirects
from bookmaking.state import ADDRESS, commit_of
from built.pages import BOOK, CONTENT, HTML, PAGES, anchors, attribute, parsed
from supportgroups import load_emendations, load_groups
from supportgroups.audit import ledger
from supportgroups.dataset import data_directory

ROOT = paper.REPOSITORY
SOURCE: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
(AUTHOR,) = (author["name"] for author in SOURCE["authors"])
RELEASED = SOURCE["date-released"]
CHAPTERS = [page for page in CONTENT if page.stem != "index"]
CITING = [page for page in CHAPTERS if page.stem != "how-to-cite"]
BASE = read_published(ROOT, os.environ.get(ADDRESS, "")).book.address


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


def test_a_chapter_tells_reference_managers_what_the_source_says(subtests: pytest.Subtests) -> None:
    for page in CHAPTERS:
        with subtests.test(page.stem):
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


def test_what_is_no_page_of_the_book_is_no_work() -> None:
    for page in set(PAGES) - set(CONTENT):
        said = parsed(page).select('script[type="application/ld+json"], meta[name^="citation_"], link[rel="describedby"]')
        assert said == [], page.stem


def test_structured_data_say_what_the_source_says(subtests: pytest.Subtests) -> None:
    for page in CONTENT:
        with subtests.test(page.stem):
            compare_structured_data(page)


def compare_structured_data(page: Path) -> None:
    """Compare the structured data of a page with the source, and with what a reader sees."""
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
    assert len(dataset["distribution"]) == len(files_to_keep(read_citation(ROOT), ROOT, data_directory(), []))
    for file in dataset["distribution"]:
        path = HTML / file["contentUrl"].removeprefix(BASE)
        assert file["contentSize"] == f"{path.stat().st_size} B"


def test_nothing_is_said_that_is_not_known(subtests: pytest.Subtests) -> None:
    unknown = "publisher|doi|isbn|issn|journal" if BASE else "publisher|doi|isbn|issn|journal|url|^og:|identifier"
    for page in CONTENT:
        with subtests.test(page.stem):
            assert [name for name in metas(parsed(page)) if re.search(unknown, name, flags=re.IGNORECASE)] == []
            assert bool(parsed(page).select('link[rel="canonical"]')) == bool(BASE)


# Citations on the page ---------------------------------------------------------------------------------------------------------------


def test_each_page_keeps_the_chapter_and_the_paper_apart(subtests: pytest.Subtests) -> None:
    for page in CITING:
        with subtests.test(page.stem):
            text = parsed(page)
            assert [attribute(link, "href") for link in text.select(".page-cite a:not([download])")] == ["#cite-this", "#cite-paper"]
            places = ("#cite-this + dl", "#cite-paper > dl")
            of_chapter, of_paper = ([tag.get_text() for tag in text.select(f"{place} .cite-text")] for place in places)
            assert of_chapter and of_paper
            for reference in of_chapter:
                for told in (AUTHOR, SOURCE["title"], f"version {SOURCE['version']}", str(RELEASED.year)):
                    assert told in reference
                assert "Shipper" not in reference
            for reference in of_paper:
                assert reference.startswith("Shipper, A") and AUTHOR not in reference


def test_what_is_shown_to_copy_is_what_is_there_to_download(subtests: pytest.Subtests) -> None:
    for page in CONTENT:
        downloads = [attribute(link, "href") for link in parsed(page).select(".cite-files a[download]")]
        shown = [block.get_text().strip() for block in parsed(page).select(".cite-format pre")]
        with subtests.test(page.stem):
            assert len(shown) == len(FORMATS) * {"index": 0, "how-to-cite": 3, "codebook": 3}.get(page.stem, 2)
            assert shown == [(HTML / address).read_text(encoding="utf-8").strip() for address in downloads]


def test_the_head_leads_to_the_citations(subtests: pytest.Subtests) -> None:
    for page in CONTENT:
        leads = parsed(page).select('link[rel="describedby"]')
        with subtests.test(page.stem):
            assert [attribute(link, "type") for link in leads] == [form.media_type for form in FORMATS]
            assert all((HTML / attribute(link, "href")).is_file() for link in leads)


def test_the_page_about_citing_cites_paper_book_and_dataset() -> None:
    citation = read_citation(ROOT)
    text = parsed(HTML / "how-to-cite.html")
    codebook = parsed(HTML / "codebook.html")
    shown = [html.unescape(block.get_text()) for block in text.select(".cite-format pre")]
    for work in (citation.paper, citation.book, citation.dataset):
        assert sum(work.key + "\n" in block or work.key + "," in block or f'"{work.key}"' in block for block in shown) == len(FORMATS)
    for page in (text, codebook):
        files = [attribute(link, "href") for link in page.select(".files a[download]")]
        assert len(files) == len(files_to_keep(citation, ROOT, data_directory(), [])) and all((HTML / file).is_file() for file in files)


def test_the_foot_states_version_date_and_commit(subtests: pytest.Subtests) -> None:
    # Since the book was built, files may have been changed, or their changes committed: the form of the commit has to be right.
    commit = r", commit [0-9a-f]{7}( with changes)?" if commit_of(ROOT) else ""
    stated = re.compile(rf"Version {re.escape(SOURCE['version'])}, {RELEASED.day} {RELEASED:%B %Y}{commit}\.")
    for page in PAGES:
        foot = parsed(page).select_one("footer")
        with subtests.test(page.stem):
            assert foot is not None and stated.search(foot.get_text())


# Below the chapter -------------------------------------------------------------------------------------------------------------------


def controls(page: Path) -> dict[str, str]:
    """Return what each control of a page cites, by the anchor to which it leads."""
    found = {attribute(link, "href").removeprefix("#"): link for link in parsed(page).select("a.cite-item")}
    assert len(found) == len(parsed(page).select("a.cite-item"))
    return {anchor: link.get_text().removeprefix("Cite ") for anchor, link in found.items()}


def test_every_table_and_figure_has_its_control(subtests: pytest.Subtests) -> None:
    for page in CONTENT:
        with subtests.test(page.stem):
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
    (panel,) = copy(parsed(HTML / "02-support-groups.html")).select("#cite-panel")
    for place in panel.select('[data-fill="item"]'):
        place.string = "Fig. 2.3"
    texts = [text.get_text() for text in panel.select(".cite-text")]
    assert texts[1] == f"({AUTHOR} {RELEASED.year}, Fig. 2.3)"
    assert re.search(r"Chap\. II in .*, version .*, Fig\. 2\.3\.", texts[2])
    assert texts[3].startswith(f"{AUTHOR}. ({RELEASED.year}).") and ", Fig. 2.3." in texts[3]


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
