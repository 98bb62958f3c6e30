"""Making and offering the PDF and the EPUB, where something is missing. What is made is looked at in `tests/built/test_editions.py`."""

from __future__ import annotations

import logging
import os
import re
import sys
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import paper
import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup

from bookmaking.citing.works import read_citation
from bookmaking.editions import epub
from bookmaking.editions.__main__ import BEGIN, END, WRITERS, main, offer
from bookmaking.editions.book import Book, EditionError, Page, element, read_book, without_controls
from bookmaking.editions.epub import write_epub
from bookmaking.editions.pdf import as_one_document, write_pdf


def test_an_offer_replaces_what_was_offered_before_and_leaves_the_time(tmp_path: Path) -> None:
    html = tmp_path / "html"
    html.mkdir()
    home = html / "index.html"
    home.write_text(f"<p>Before</p>{BEGIN}{END}<p>After</p>", encoding="utf-8")
    os.utime(home, (1, 1))
    for name in ("book-1.epub", "book-1.pdf", "book-2.pdf"):
        (tmp_path / name).write_bytes(b"x" * 1500)
        offer(tmp_path / name, html)
    text = home.read_text(encoding="utf-8")
    assert re.findall(r'href="([^"]+)"', text) == ["_downloads/book-2.pdf", "_downloads/book-1.epub"]
    assert text.startswith(f"<p>Before</p>{BEGIN}") and text.endswith(f"{END}<p>After</p>")
    assert "(1.5 kB)" in text
    assert home.stat().st_mtime == 1


def test_what_is_offered_can_be_read_by_a_web_server_whatever_the_mask(tmp_path: Path) -> None:
    home, edition = tmp_path / "index.html", tmp_path / "book.pdf"
    home.write_text(f"{BEGIN}{END}", encoding="utf-8")
    edition.write_bytes(b"x")
    before = os.umask(0o077)
    try:
        offer(edition, tmp_path)
    finally:
        os.umask(before)
    assert [file.stat().st_mode & 0o777 for file in (home, tmp_path / "_downloads" / "book.pdf")] == [0o644, 0o644]


def test_an_edition_of_a_book_that_is_not_built_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="make book"):
        read_book(tmp_path, paper.REPOSITORY)


def test_the_command_says_why_there_is_no_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["epub", "made/book.epub"]) == 1
    assert capsys.readouterr().err == "_build/html/index.html is not there: make book\n"
    assert [file.name for file in tmp_path.rglob("*")] == ["made"]


def test_the_command_makes_an_edition_of_the_pages_built_here_unless_others_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bookmaking.editions.__main__.read_book", lambda pages, root: f"of {pages} and {root}")
    monkeypatch.setitem(WRITERS, "epub", lambda book, target: target.write_text(book))
    for options, folder, root in (([], "_build/html", "."), (["--pages", "pages", "--root", "top"], "pages", "top")):
        pages = tmp_path / folder
        pages.mkdir(parents=True)
        (pages / "index.html").write_text(f"{BEGIN}{END}", encoding="utf-8")
        assert main(["epub", "made/again/book.epub", *options]) == 0
        assert (pages / "_downloads" / "book.epub").read_text() == f"of {folder} and {root}"
    with pytest.raises(SystemExit):
        main(["html", "book.html"])
    assert "usage: python -m bookmaking.editions [" in capsys.readouterr().err


def test_the_files_of_an_epub_are_those_that_readers_expect(drawn: Book, tmp_path: Path) -> None:
    write_epub(drawn, tmp_path / "book.epub")
    with zipfile.ZipFile(tmp_path / "book.epub") as archive:
        entries = archive.infolist()
        assert entries[0].filename == "mimetype" and archive.read("mimetype") == b"application/epub+zip"
        assert [entry.compress_type == zipfile.ZIP_STORED for entry in entries] == [True, *[False] * (len(entries) - 1)]
        assert {(entry.external_attr >> 16, entry.date_time[0]) for entry in entries} == {(0o644, 1980)}
        styles = [(Path(epub.__file__).parent / name).read_bytes() for name in ("both.css", "epub.css")]
        assert archive.read("EPUB/style.css") == b"\n".join(styles)
        assert archive.read("EPUB/cover.png")[16:24] == (1200).to_bytes(4) + (1800).to_bytes(4)


def test_without_pango_the_pdf_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    with pytest.raises(EditionError, match=r"apt-get install libpango-1\.0-0 .*cannot load library"):
        write_pdf(Book(read_citation(paper.REPOSITORY), ()), tmp_path / "book.pdf")


@pytest.mark.parametrize("faults", [[], ["No anchor #x", "No alternative"]], ids=["none", "two"])
def test_the_pdf_is_an_accessible_one_and_its_faults_are_told(faults: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: dict[str, Any] = {}
    logger = logging.getLogger("what sets the PDF")

    class Document:
        def __init__(self, **options: object) -> None:
            written.update(options)

        def write_pdf(self, target: Path, **options: object) -> None:
            written.update(options)
            target.write_bytes(b"%PDF")
            logger.warning("This is no fault")
            for fault in faults:
                logger.error(fault)

    setting = SimpleNamespace(HTML=Document, CSS=lambda style, counter_style: (style.name, counter_style), LOGGER=logger)
    counters = SimpleNamespace(CounterStyle=lambda: "counters")
    for name, module in {"weasyprint": setting, "weasyprint.css": setting, "weasyprint.css.counters": counters, "pydyf": setting}.items():
        monkeypatch.setitem(sys.modules, name, module)
    setting.PDF = type("PDF", (), {})
    home = Page("index", "", None, "Title", Markup("A citation"), element("<article><h1>Title</h1><p>Text</p></article>"))
    book, target = Book(read_citation(paper.REPOSITORY), (home,)), tmp_path / "book.pdf"
    if faults:
        with pytest.raises(EditionError, match=r"the PDF has faults:\nNo anchor #x\nNo alternative$"):
            write_pdf(book, target)
    else:
        write_pdf(book, target)
    assert target.exists() is not bool(faults)
    assert logger.handlers == []
    assert "<p>Text</p>" in written["string"]
    assert written["stylesheets"] == [("both.css", "counters"), ("print.css", "counters")]
    assert written["base_url"] == str(paper.REPOSITORY / "src" / "bookmaking" / "editions")
    assert (written["pdf_variant"], written["counter_style"]) == ("pdf/ua-1", "counters")
    assert written["pdf_identifier"] == sha256(written["string"].encode()).digest()[:16]
    pages = setting.PDF()
    pages.pages = {"Kids": [4, 0, "R", 9, 0, "R"]}
    assert pages.page_references == pages.page_references == (b"4 0 R", b"9 0 R")
    pages.pages["Kids"] += [12, 0, "R"]
    assert pages.page_references == (b"4 0 R", b"9 0 R", b"12 0 R")


def rows(*lengths: Sequence[int]) -> str:
    """Return a table with rows of cells, each of so many letters."""
    cells = ["".join(f"<td>{'x' * length}</td>" for length in row) for row in lengths]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def fact(length: int, end: str = "") -> str:
    """Return a fact of an entry with so many letters."""
    return f'<div class="claim-facts"><div>{"x" * length}{end}</div></div>'


@pytest.mark.parametrize(
    ("one", "other", "has"),
    [
        (rows([200] * 7), rows([200] * 6), 'class="wide"'),
        (f"<table><tr><td>x</td>{'<td colspan=3>x</td>' * 2}</tr></table>", "<table><tr><td colspan=6>x</td></tr></table>", "wide"),
        (rows([900]), rows([901]), 'class="short"'),
        (rows([1, 1], [1, 20]), rows([1, 1], [1, 19]), '<td>x</td><td style="min-width: 17mm">x</td>'),
        (rows([1, 20], [1, 20]), rows([1, 20], [1]), 'style="min-width: 17mm"'),
        (fact(60), fact(61), 'class="said"'),
        (fact(60), fact(50, "<ul></ul>"), 'class="said"'),
        ('<p lang="ja">外国人支援</p>', '<p lang="ja">外国人支援団</p>', 'class="whole"'),
    ],
    ids=["columns", "their spans", "a table", "a column of text", "rows of one length", "a fact", "a list", "a word"],
)
def test_what_is_long_is_set_otherwise_in_print(one: str, other: str, has: str) -> None:
    def made(text: str) -> str:
        article = element(f"<article><h1>Title</h1>{text}</article>")
        page = Page("index", "", None, "Title", Markup("A citation"), article)
        return as_one_document(Book(read_citation(paper.REPOSITORY), (page,)))

    assert (has in made(one), has in made(other)) == (True, False)


DRAWING = """
<figure id="fig-years"><div class="drawings chart-wide">
<svg role="group" aria-label="Two bars" width="200" height="100"><clipPath id="inside"></clipPath>
<g clip-path="url(#inside)"><a href="register.html#T1-01" aria-label="CTIC"><rect fill="currentColor"></rect></a></g>
<text>a group</text></svg>
</div></figure>"""


@pytest.fixture
def drawn() -> Book:
    """Return a book with a home page that shows in one cell a drawing alone, and in others nothing, a picture and a line."""
    cells = "".join(f'<div class="cell">{one}</div>' for one in (DRAWING, "<button>Run</button>", '<img src="a.png">', "<hr>"))
    article = element(f"<article><h1>Title</h1>{cells}</article>")
    return Book(read_citation(paper.REPOSITORY), (Page("index", "", None, "Title", Markup("A citation"), article),))


def test_a_drawing_in_print_is_one_picture_with_one_text_and_what_it_refers_to(drawn: Book) -> None:
    document = as_one_document(drawn)
    assert document.count('<clipPath id="inside">') == 2, "names have their capitals again"
    drawings = BeautifulSoup(document, "lxml").select("svg")
    assert [drawing.find_parent(class_="title-page") is not None for drawing in drawings] == [True, False]
    for drawing in drawings:
        assert drawing.attrs == {"width": "152.0", "height": "76.0"}
        assert [(tag.name, tag.attrs) for tag in drawing.find_all(True)] == [
            ("title", {}),
            ("clippath", {"id": "inside"}),
            ("g", {"clip-path": "url(#inside)"}),
            ("rect", {"fill": "#1f2328"}),
            ("text", {}),
        ]
        assert [text.strip() for text in drawing.find_all(string=re.compile(r"\S"))] == ["Two bars", "a group"]


@pytest.mark.parametrize(
    ("link", "href", "classes"),
    [
        ('<a href="other.html">There</a>', "#other", ["see-page"]),
        ('<a href="other.html#x">there</a>', "#other.x", ["see-page"]),
        ('<a href="#x">here</a>', "#index.x", []),
        ('<a href="index.html">this page</a>', "#index", []),
        ('<a class="group" href="other.html#x">CTIC</a>', "#other.x", ["group"]),
        ('<a href="other.html#II-07">II-07</a>', "#other.II-07", []),
        ('<a href="other.html#II-07">II-07 and others</a>', "#other.II-07", []),
        ('<a href="other.html#II-07">See II-07</a>', "#other.II-07", ["see-page"]),
        ('<table><tr><td><a href="other.html">there</a></td></tr></table>', "#other", []),
    ],
)
def test_a_link_to_another_page_names_it_in_print_unless_its_text_does(link: str, href: str, classes: list[str]) -> None:
    pages = [
        Page(name, "", None, "Title", Markup("A citation"), element(f"<article><h1>Title</h1>{text}</article>"))
        for name, text in {"index": f"<p>{link}</p>" if link.startswith("<a") else link, "other": "<p>Text</p>"}.items()
    ]
    as_one_document(Book(read_citation(paper.REPOSITORY), tuple(pages)))
    (made,) = pages[0].article.select("a[href]")
    assert (made["href"], list(filter(None, made.get_attribute_list("class")))) == (href, classes)


def test_what_is_folded_inside_what_was_folded_for_its_length_keeps_its_name() -> None:
    inside = '<details class="claim-evidence"><summary>Evidence</summary><p>Rows</p></details>'
    article = element(f'<article><details class="fold"><summary>A long table</summary>{inside}</details></article>')
    without_controls(article)
    assert article.decode_contents() == inside.replace("><summary>", ' open=""><summary>', 1)


def test_what_is_left_of_a_cell_when_the_controls_are_gone_stays(drawn: Book) -> None:
    without_controls(drawn.pages[0].article)
    assert [tag.name for tag in drawn.pages[0].article.select(".cell > *")] == ["figure", "img", "hr"]


def test_a_home_page_without_a_place_for_the_offer_is_told(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>Home</p>", encoding="utf-8")
    (tmp_path / "book.pdf").write_bytes(b"x")
    with pytest.raises(EditionError, match="no place"):
        offer(tmp_path / "book.pdf", tmp_path)
