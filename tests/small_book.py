"""A book of a few small pages that has one of everything, and what its files are expected to hold. Run by `make expected`.

The sources are in ``small-book/book``, what is expected in ``small-book/expected``: HTML with an element a line, so that a change of markup
is seen as it is reviewed. The book is built of the data of the package, with the claims and groups in `SHOWN` alone, and as the real one
is: by the same command, with the same settings, layout and scripts.
"""

from __future__ import annotations

import ast
import gc
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from hashlib import sha256
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import paper

import supportgroups.charts  # noqa: F401 (which switches the theme on, as a chapter that draws does, whatever ran before)
from bookmaking.browser import OFFER
from bookmaking.build import render
from bookmaking.citing import files
from bookmaking.citing.files import File
from bookmaking.claim_entries import entries as claim_entries
from bookmaking.drawing import RUNTIME, WIDE_WIDTH, digest
from bookmaking.editions import epub
from bookmaking.editions.__main__ import main as edition
from bookmaking.editions.book import Book, element, read_book
from bookmaking.editions.pdf import as_one_document
from bookmaking.register_entries import Register
from bookmaking.sphinx_extension import citations, entries, portable_notebooks, search
from bookmaking.state import ADDRESS, ARCHIVED
from supportgroups import notebook
from supportgroups.audit import Result, Tables, judge, ledger
from supportgroups.facts.counting_rules import COUNTS

SOURCES = paper.REPOSITORY / "tests" / "small-book"
EXPECTED = SOURCES / "expected"
CLAIMS = {"Intro-01", "I-01", "II-07", "II-10", "II-59", "III-63", "IV-02", "V-01", "Tab-01", "Tab-03"}
CLAIMS |= {count.claim for count in COUNTS.values()}
"""The claims that are audited; those of the counts are asked for by the form with the counting rules."""
ENTRIES = {"II-07", "II-10", "II-59", "III-63", "IV-02", "Tab-03", "II-18"}
"""Of these, those that have an entry: one of each verdict, one with rule sets, one with a history, and what is no claim of the paper."""
GROUPS = {"T1-10", "T2-01", "T3-06", "T4-02", "T5-01", "T6-01"}
"""The groups that have an entry: one of each category."""
_CELL = re.compile(r"^```\{code-cell\}\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b|(?<=\"contentSize\": \")\d+|(?<=\()\d[\d.]* [kM]?B\b|(?<=, )\d+ kB(?=: )")
"""What changes with every change of the data."""
_INLINE = "a|abbr|b|br|cite|code|em|i|q|s|small|span|strong|sub|summary|sup|wbr"
_BLOCK = re.compile(rf"(?=<(?!/|(?:{_INLINE})\b))")
_DRAWING = re.compile(r'(<svg (?!class="icon")[^>]*>(?:<title.*?</title>)?).*?(?=</svg>)', re.DOTALL)
_ALIKE = re.compile(
    r'<header class="masthead">.*?</header>|<nav id="contents".*?</nav>|<details class="cite-format">.*?</details>'
    r'|<div id="cite-panel".*?(?=<footer)|<footer.*?</footer>',
    re.DOTALL,
)
"""What is alike on all pages, and compared on one."""
CHAPTER = "02-support-groups"
"""The page that is compared whole."""
PRINTED = {"index", CHAPTER, "claim-audit", "register"}
"""The pages of the document for print, of each kind one; the EPUB has them all."""


@cache
def audited() -> tuple[Tables, Sequence[Result]]:
    """Return the dataset and the outcome of the audit of a few claims."""
    tables = Tables.load()
    return tables, [judge(claim, tables) for claim in ledger() if claim.identifier in CLAIMS]


def with_entries(results: Sequence[Result]) -> list[Result]:
    """Return what is shown of the audit."""
    return [result for result in results if result.claim.identifier in ENTRIES]


class FewGroups(Register):
    """The register, with a few groups."""

    def __init__(self, tables: Tables, results: Sequence[Result]) -> None:
        super().__init__(tables, results)
        self.groups = {group_id: group for group_id, group in self.groups.items() if group_id in GROUPS}


def stored(source: str, file: Path) -> None:
    """Run a page that is written as text, and store it as a notebook."""
    pieces = _CELL.split(source)
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "execution_count": place,
            "id": str(place),
            "metadata": {"tags": ["hide-input"]},
            "outputs": [],
            "source": text.rstrip("\n"),
        }
        if place % 2
        else {"cell_type": "markdown", "id": str(place), "metadata": {}, "source": text.strip("\n")}
        for place, text in enumerate(pieces)
        if text.strip()
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    content = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    file.write_text(json.dumps(content), encoding="utf-8")  # where figures and tables look for their captions
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["outputs"] = list(outputs(cell["source"], names, file.parent))
    file.write_text(json.dumps(content), encoding="utf-8")


def outputs(source: str, names: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    """Run a cell, and yield what Jupyter would store of it."""
    shown: list[dict[str, Any]] = []

    def display(data: dict[str, Any], *, raw: bool, metadata: dict[str, Any]) -> None:
        assert raw
        shown.append({"output_type": "display_data", "data": data, "metadata": metadata})

    *statements, last = ast.parse(source).body
    said = StringIO()
    with chdir(folder), patch.object(notebook, "display", display), redirect_stdout(said):
        value = None
        if isinstance(last, ast.Expr):
            exec(compile(ast.Module(statements, []), "cell", "exec"), names)
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        else:
            exec(compile(ast.Module([*statements, last], []), "cell", "exec"), names)
    if said.getvalue():
        yield {"output_type": "stream", "name": "stdout", "text": said.getvalue()}
    yield from shown
    if value is not None:
        data, metadata = value._repr_mimebundle_() if isinstance(value, notebook.Output) else ({"text/plain": repr(value)}, {})
        yield {"output_type": "execute_result", "execution_count": 1, "data": data, "metadata": metadata}


def write_sources(root: Path) -> None:
    """Write into a new folder what the book is made of."""
    shutil.copytree(SOURCES / "book", root / "book")
    shutil.copy(SOURCES / "CITATION.cff", root)
    shutil.copy(paper.REPOSITORY / "_config.yml", root)
    shutil.copy(paper.REPOSITORY / "LICENSE-TEXT-AND-DATA", root)
    (root / ARCHIVED).write_text("0123456789abcdef", encoding="ascii")
    for name in ("_scripts", "_static", "_templates"):
        (root / "book" / name).symlink_to(paper.REPOSITORY / "book" / name)
    for page in sorted((root / "book").glob("*.md")):
        source = page.read_text(encoding="utf-8")
        if _CELL.search(source):
            stored(source, page.with_suffix(".ipynb"))
            page.unlink()
    # What draws the charts in a browser comes from a package, is large and takes long to make; it is there already.
    drawings = root / "_build" / "drawings"
    drawings.mkdir(parents=True)
    (drawings / f"{digest(None)}.{RUNTIME}").write_text("// Vega\n", encoding="utf-8")


@contextmanager
def smaller() -> Iterator[None]:
    """Have a few claims and groups, and files that need not be packed; what these hold is looked at in other tests."""
    with ExitStack() as patches:

        def put(module: ModuleType, name: str, value: object) -> None:
            patches.enter_context(patch.object(module, name, value))

        for module in (citations, entries, search):
            put(module, "audited", audited)
        put(entries, "Register", FewGroups)
        put(entries, "claim_entries", lambda results, *others: claim_entries(with_entries(results), *others))
        for name in ("archive", "database", "parquet", "workbook"):
            put(files, name, lambda *_: b"data")
        more = File("data.zip", "application/zip", "all tables & more", b"data")
        put(citations, "files_to_keep", lambda *arguments: [*files.files_to_keep(*arguments), more])
        put(portable_notebooks, "package", lambda root: ("supportgroups-1.2.0-py3-none-any.whl", b"wheel"))
        patches.enter_context(patch.dict(os.environ, {ADDRESS: "https://example.org/book/", OFFER: "yes", notebook.PICTURES: "yes"}))
        gc.disable()  # as the commands do; the tests that follow have it again
        patches.callback(gc.enable)
        yield


def build(root: Path) -> dict[str, str]:
    """Build the book in a new folder, and return what is compared, by the names of the files in which it is expected."""
    html = root / "html"
    with smaller():
        write_sources(root)
        said = StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            done = render(root, html, root / "doctrees", jobs=2)
            # Once more in the same folder, as a single page is built: of the others it knows what was built before.
            done = done and render(root, html, root / "doctrees", pages=[root / "book" / "index.md"])
        if not done:
            raise AssertionError(said.getvalue())
        assert edition(["epub", str(root / "book.epub"), "--pages", str(html), "--root", str(root)]) == 0
    pages = {page.name: page.read_text(encoding="utf-8") for page in sorted(html.glob("*.html")) if page.stem != "third-party"}
    made = {name: readable(page if name == f"{CHAPTER}.html" else _ALIKE.sub("", page)) for name, page in pages.items()}
    downloads = html / "_downloads"
    for page in sorted(downloads.glob("*.ipynb")):
        made[f"{page.stem}.ipynb.txt"] = taken_away(page)
    made["search.txt"] = search_entries(html / "searchindex.js")
    patterns = (
        *(f"citation/{work}.*" for work in ("companion", f"companion-{CHAPTER}", "companion-dataset", "shipper-npo-law")),
        "fig-*.csv",
        "fig-*.vl.json",
        "../_static/charts/*.js",
        "old-years.csv",
        "../_headers",
        "../robots.txt",
        "../sitemap.xml",
    )
    texts = {file.name: file.read_text(encoding="utf-8") for pattern in patterns for file in downloads.glob(pattern)}
    texts |= {name: re.sub(r'(?<="width": )\d+', "…", text) for name, text in texts.items() if name.endswith(".js")}
    made["files.txt"] = together(texts)
    names = [f"{file.relative_to(html)}" for file in sorted(html.rglob("*")) if "_static" not in file.parts and file.is_file()]
    kept = {f"../_build/kept/{file.stem}" for file in (root / "_build" / "kept").iterdir()}
    beside = {f"../../{file.name}" for file in root.parent.iterdir() if file != root}  # where there is to be nothing
    made["names.txt"] = "".join(f"{name}\n" for name in [*names, *sorted(kept | beside)])
    with zipfile.ZipFile(root / "book.epub") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    made["book.epub.txt"] = together(
        {name: readable(content.decode()) for name, content in members.items() if not name.endswith((".css", ".png"))}
    )
    book = read_book(html, root)
    made["covers.txt"] = together({f"{size}": cover(book, *size) for size in ((490, 200), (490, 2000))})
    made["print.html"] = readable(as_one_document(book._replace(pages=tuple(page for page in book.pages if page.name in PRINTED))))
    return made


def cover(book: Book, width: int, height: int) -> str:
    """Return the drawing of a book's cover, with a picture of some size in the place of the home page's."""
    picture = element(f'<svg width="{width}" height="{height}"><rect fill="currentColor"/></svg>')
    with patch("vl_convert.svg_to_png", str.encode), patch.object(Book, "picture", lambda book: picture):
        return epub._cover(book).decode()


def together(files: dict[str, str]) -> str:
    """Return the texts of several files as one."""
    return "\n".join(f"== {name}\n{text.rstrip()}\n" for name, text in sorted(files.items()))


def readable(html: str) -> str:
    """Return HTML with a block or a cell a line, without what depends on the data or on the fonts of a machine."""
    html = _DRAWING.sub(_tag_and_colours, html)
    html = re.sub(r"<!-- plot \d+ -->|\?v=[0-9a-f]{8}", "", html)
    html = re.sub(r'(?<=")[0-9a-z ]{200,}(?=")', lambda text: f"{text[0][:40]}… ({sha256(text[0].encode()).hexdigest()[:8]})", html)
    html = re.sub(r"(?<=<script type=\"application/ld\+json\">).*?(?=</script>)", _on_lines, html, flags=re.DOTALL)
    return _DIGEST.sub("…", re.sub(r"\s*\n\s*", "\n", _BLOCK.sub("\n", html)))


def _tag_and_colours(drawing: re.Match[str]) -> str:
    tag = re.sub(rf' (?:width="(?!{WIDE_WIDTH}")|height="|viewBox=")[^"]*"', "", drawing[1])
    return tag + " ".join(sorted(set(re.findall(r'(?:fill|stroke)="([^"]*)"', drawing[0]))))


def _on_lines(script: re.Match[str]) -> str:
    return re.sub(r'(?<=[\[{,]) ?(?=["{])', "\n", script[0])


def taken_away(page: Path) -> str:
    """Return the cells of a notebook to take away."""
    text = page.read_text(encoding="utf-8")
    content = json.loads(text)
    lines = [] if text == json.dumps(content, ensure_ascii=False, indent=1) + "\n" else ["== written otherwise than Jupyter does"]
    for cell in content["cells"]:
        lines += [f"== {cell['cell_type']} {json.dumps(cell['metadata'], ensure_ascii=False)}", "".join(cell["source"])]
        lines += [
            json.dumps(output, ensure_ascii=False, indent=1, sort_keys=True)
            for output in (cell["outputs"] if cell["cell_type"] == "code" else [])
        ]
    return "\n".join([*lines, json.dumps(content["metadata"]), ""])


def search_entries(index: Path) -> str:
    """Return what can be found, one entry a line; of the records the first of each kind and those whose entries are compared."""
    opening, _, content = index.read_text(encoding="utf-8").partition("{")
    pages = json.loads("{" + content)
    kinds: set[str] = set()
    records = []
    for entry in pages["records"]:
        if entry[1] not in kinds or entry[0].partition("#")[2] in ENTRIES | GROUPS:
            records.append(entry)
            kinds.add(entry[1])
    lines = [json.dumps([page, *entry], ensure_ascii=False) for page, found in {**pages, "records": records}.items() for entry in found]
    return "\n".join([opening, *lines, ""])


def main() -> None:
    """Write what is expected anew, of the book as it is built now."""
    with tempfile.TemporaryDirectory() as folder:
        made = build(Path(folder) / "small")
    shutil.rmtree(EXPECTED, ignore_errors=True)
    EXPECTED.mkdir()
    for name, content in made.items():
        (EXPECTED / name).write_text(content, encoding="utf-8")
    print(f"Written: {EXPECTED.relative_to(paper.REPOSITORY)}; see what changed: git diff {EXPECTED.relative_to(paper.REPOSITORY)}")


if __name__ == "__main__":
    main()
