"""Citations: one source, read back by parsers that are not ours; and the data to keep, equal to the CSV files."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from calendar import month_abbr
from dataclasses import replace
from pathlib import Path
from typing import Any

import bibtexparser
import fastparquet
import frictionless
import jsonschema
import openpyxl
import pandas as pd
import pytest
import rispy
import yaml
from citeproc.source.json import CiteProcJSON
from openpyxl.utils import get_column_letter
from sphinx.errors import ExtensionError

from bookmaking import state
from bookmaking.citing import files
from bookmaking.citing.formats import FORMATS, deposit, in_text, references, to_bibtex, to_csl_json, to_ris
from bookmaking.citing.works import Author, Citation, Work, read_citation
from bookmaking.sphinx_extension.citations import read_published
from bookmaking.sphinx_extension.pages import leave_anchors, read_redirects, remove_moved, write_pages
from bookmaking.templates import fill
from supportgroups.audit import Result
from supportgroups.dataset import data_directory, read_descriptor

ROOT = Path(__file__).resolve().parents[1]
CITATION = read_citation(ROOT, "commit 1a2b3c4")
ADDRESS = "https://example.org/book/"
CHAPTER = read_citation(ROOT, "commit 1a2b3c4", ADDRESS).chapter("02-support-groups", "Foreigners support groups", 2)
WORKS = [CITATION.paper, CITATION.book, CITATION.dataset, CHAPTER]

works = pytest.mark.parametrize("work", WORKS, ids=lambda work: work.kind)


def source() -> dict[str, Any]:
    """Return CITATION.cff as any reader of YAML has it."""
    content: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    return content


# The source --------------------------------------------------------------------------------------------------------------------------


def test_the_source_says_each_thing_once_or_alike() -> None:
    content = source()
    book = content["preferred-citation"]
    (dataset,) = (entry for entry in content["references"] if entry["type"] == "data")
    for entry in (book, dataset):
        assert (entry["authors"], entry["date-released"]) == (content["authors"], content["date-released"])
    assert book["title"] == content["title"]
    assert dataset["version"] == content["version"]
    descriptor = read_descriptor(data_directory())
    assert (dataset["title"], dataset["license"]) == (descriptor["title"], descriptor["licenses"][0]["name"])
    assert descriptor["keywords"] == content["keywords"]


def test_a_body_has_a_name_and_a_person_two() -> None:
    assert CITED.book.authors == (Author(name="The companion’s contributors"),)
    assert CITED.paper.authors == (Author("Shipper", "Apichai W."),)


def test_the_paper_is_a_work_of_its_own() -> None:
    assert [author.inverted for author in CITATION.paper.authors] == ["Shipper, Apichai W."]
    assert (CITATION.paper.released, CITATION.paper.release, CITATION.paper.address) == (None, "", "")
    assert {author.natural for work in WORKS[1:] for author in work.authors} == {"The companion’s contributors"}


def test_what_zenodo_reads_is_up_to_date() -> None:
    stored = (ROOT / ".zenodo.json").read_text(encoding="utf-8")
    assert stored == deposit(read_citation(ROOT)), ".zenodo.json is stale: run `make citation`"
    content, told = source(), json.loads(stored)
    assert (told["title"], told["version"]) == (content["title"], content["version"])
    assert told["publication_date"] == str(content["date-released"])
    assert [creator["name"] for creator in told["creators"]] == [author["name"] for author in content["authors"]]
    assert told["license"] == "cc-by-4.0"


# Formats -----------------------------------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Return a field of BibTeX without the braces that keep its capitals."""
    return text.removeprefix("{").removesuffix("}")


@works
def test_bibtex_is_read_by_another_parser(work: Work) -> None:
    library = bibtexparser.parse_string(to_bibtex(work))
    assert not library.failed_blocks
    (entry,) = library.entries
    fields = {field.key: plain(field.value) for field in entry.fields}
    kinds = {"paper": "unpublished", "book": "book", "dataset": "misc", "chapter": "incollection"}
    assert (entry.key, entry.entry_type) == (work.key, kinds[work.kind])
    assert fields["title"] == work.title
    assert fields["author"] == "; ".join(author.inverted for author in work.authors)
    assert fields.get("booktitle", "") == work.book
    assert fields.get("url", "") == work.address
    assert fields.get("year") == (str(work.released.year) if work.released else None)
    # The month as a name of BibTeX's own, since Biber cannot sort by text; the day as Biber keeps it.
    day = [("month", month_abbr[work.released.month].lower()), ("date", f'"{work.released}"')] if work.released else []
    assert re.findall("(month|date) = (.*),", to_bibtex(work)) == day
    assert work.release.lower() in " ".join(fields.values()).lower()
    assert work.remark in fields.get("note", "")


@works
def test_ris_is_read_by_another_parser(work: Work) -> None:
    (entry,) = rispy.loads(to_ris(work))
    kinds = {"paper": "manuscript", "book": "book", "dataset": "dataset", "chapter": "bookSection"}
    with (ROOT / "tests" / "schemas" / "ris-types.csv").open(encoding="utf-8") as file:
        known = {row["type"]: (row["zotero"], row["endnote"]) for row in csv.DictReader(file)}
    assert known[entry["type_of_reference"]] == (kinds[work.kind], "yes")
    assert entry["title"] == work.title
    assert entry["authors"] == [author.inverted for author in work.authors]
    assert entry.get("secondary_title", "") == work.book
    assert entry.get("urls", [""]) == [work.address]
    assert entry.get("year") == (str(work.released.year) if work.released else None)
    assert entry.get("date") == (work.released.strftime("%Y/%m/%d") if work.released else None)
    assert entry.get("edition", "") == work.release
    assert entry.get("notes", [""]) == [work.remark]
    assert "unknown_tag" not in entry


@works
def test_csl_json_is_read_by_a_citation_processor(work: Work) -> None:
    (item,) = json.loads(to_csl_json(work))
    entry = CiteProcJSON([item])[work.key]
    kinds = {"paper": "manuscript", "book": "book", "dataset": "dataset", "chapter": "chapter"}
    assert (entry.type, "".join(entry.title)) == (kinds[work.kind], work.title)
    assert ("literal" in item["author"][0]) == bool(work.authors[0].name)
    assert "".join(entry.get("container_title", "")) == work.book
    assert "".join(entry.get("edition", "")) == work.release
    assert item.get("URL", "") == work.address
    assert "issued" not in entry or (entry.issued.year, entry.issued.month, entry.issued.day) == work.released.timetuple()[:3]  # type: ignore[union-attr]
    assert ("issued" in entry) == (work.released is not None)


@works
def test_csl_json_keeps_the_schema_of_its_format(work: Work) -> None:
    schema = json.loads((ROOT / "tests" / "schemas" / "csl-data-1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(json.loads(to_csl_json(work)))


@works
def test_no_format_invents_anything(work: Work) -> None:
    written = "\n".join(form.write(replace(work, address="")) for form in FORMATS)
    assert not re.search(r"publisher|doi\b|isbn|PB  -|DO  -|https?:", written, flags=re.IGNORECASE)


# References --------------------------------------------------------------------------------------------------------------------------


def test_references_are_as_the_styles_have_them() -> None:
    book, version = "<i>Foreigners Support Groups and the NPO Law in Japan: An Executable Companion</i>", CITATION.version
    paper, dataset, chapter = map(references, [CITATION.paper, CITATION.dataset, replace(CHAPTER, address="")])
    assert [*chapter] == ["Chicago", "APA"]
    assert [*paper.values()] == [
        "Shipper, Apichai W. n.d. “The Impact of the NPO Law on Foreigners Support Groups in Japan.” Undated paper, about 2004–05.",
        "Shipper, A. W. (n.d.). <i>The Impact of the NPO Law on Foreigners Support Groups in Japan</i> [Undated paper, about 2004–05].",
    ]
    assert [*chapter.values()] == [
        f"The companion’s contributors. 2026. “Foreigners Support Groups.” Chap. II in {book}, version {version}, commit 1a2b3c4.",
        f"The companion’s contributors. (2026). Foreigners support groups. In {book} (version {version}, commit 1a2b3c4, Chapter II).",
    ]
    for reference in dataset.values():
        assert f"ersion {version}, commit 1a2b3c4" in reference
    assert [reference.partition(" <i>")[0] for reference in references(replace(CHAPTER, title="Who asks?")).values()] == [
        "The companion’s contributors. 2026. “Who Asks?” Chap. II in",
        "The companion’s contributors. (2026). Who asks? In",
    ]
    assert " 2026. <i>Who Asks?</i> Version " in next(iter(references(replace(CITATION.book, title="Who asks?")).values()))
    assert in_text(CITATION.book) == "(The companion’s contributors 2026)"


# Release -----------------------------------------------------------------------------------------------------------------------------


PLACE = "$Format:%H$\n"
"""What the file for the commit holds in a checkout: `git archive` puts the commit there, as it has done where this is an archive."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a small repository with one commit."""
    if shutil.which("git") is None:
        pytest.skip("git is not there, and there is no repository without it")
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / state.ARCHIVED).write_text(PLACE, encoding="ascii")
    (folder / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "First"]):
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *command], cwd=folder, check=True)
    return folder


def test_the_commit_is_told_and_changes_too(checkout: Path) -> None:
    name = subprocess.run(["git", "rev-parse", "HEAD"], cwd=checkout, check=True, capture_output=True, text=True).stdout
    assert state.commit_of(checkout) == f"commit {name[:7]}"
    (checkout / state.ARCHIVED).write_text("x", encoding="utf-8")
    assert state.commit_of(checkout) == f"commit {name[:7]} with changes"


def test_a_book_from_an_archive_knows_its_commit(checkout: Path, tmp_path: Path) -> None:
    told = state.commit_of(checkout)
    archive = tmp_path / "archive.zip"
    subprocess.run(["git", "archive", f"--output={archive}", "HEAD"], cwd=checkout, check=True)
    with zipfile.ZipFile(archive) as content:
        content.extractall(tmp_path / "archive")
    assert state.commit_of(tmp_path / "archive") == told != ""


def test_without_git_no_commit_is_told(tmp_path: Path) -> None:
    assert state.commit_of(tmp_path) == ""
    (tmp_path / state.ARCHIVED).write_text(PLACE, encoding="ascii")
    assert state.commit_of(tmp_path) == ""
    assert read_citation(ROOT).book.release == f"version {source()['version']}"


def test_the_checkout_has_the_place_for_its_commit_and_an_archive_has_the_commit() -> None:
    archived = (ROOT / state.ARCHIVED).read_text(encoding="ascii")
    assert archived == PLACE or (not (ROOT / ".git").exists() and re.fullmatch(r"[0-9a-f]{40}\n", archived))


def test_an_address_is_that_of_a_folder() -> None:
    assert read_published(ROOT, "https://example.org/book").book.address == ADDRESS
    assert read_published(ROOT).book.address == read_published(ROOT).dataset.address == ""
    for wrong in ("example.org/book", "/book/", "https://example.org/?book", "file:///book"):
        with pytest.raises(ExtensionError, match="BOOK_URL is the address of a folder"):
            read_published(ROOT, wrong)


# Data to keep ------------------------------------------------------------------------------------------------------------------------

CITED: Citation = read_citation(ROOT)
BY_TWO = replace(CITED, dataset=replace(CITED.dataset, authors=(Author(name="The makers"), Author("Sato", "Hanako"))))


def rows(path: str) -> list[dict[str, str]]:
    """Return a table of the dataset as its CSV file has it."""
    with (data_directory() / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def resources() -> list[dict[str, Any]]:
    """Return what the descriptor says of each table."""
    entries: list[dict[str, Any]] = read_descriptor(data_directory())["resources"]
    return entries


def as_text(value: Any) -> str:
    """Return a value as the CSV files have it."""
    return "" if value is None or value != value else str(value).lower() if isinstance(value, bool) else str(value)


def test_the_same_data_give_the_same_bytes(results: list[Result]) -> None:
    first, second = (files.files_to_keep(CITED, ROOT, data_directory(), results) for _ in range(2))
    assert first == second
    assert [file.name for file in first] == [
        "foreigners-support-groups-japan.zip",
        "foreigners-support-groups-japan.sqlite",
        "groups.parquet",
        "foreigners-support-groups-japan.xlsx",
        "claims-with-verdicts.csv",
        "claims-with-verdicts.jsonld",
    ]


def test_the_archive_is_a_valid_data_package_with_its_licence(tmp_path: Path) -> None:
    archive = tmp_path / "data.zip"
    archive.write_bytes(files.archive(CITED, ROOT, data_directory()))
    with zipfile.ZipFile(archive) as content:
        assert content.testzip() is None
        for entry in resources():
            assert content.read(entry["path"]) == (data_directory() / entry["path"]).read_bytes()
        for member, file in (("LICENSE.txt", "LICENSE-TEXT-AND-DATA"), ("CITATION.cff", "CITATION.cff")):
            assert content.read(member) == (ROOT / file).read_bytes()
        entries = content.infolist()
        assert [entry.filename for entry in entries] == sorted(
            {"LICENSE.txt", "CITATION.cff", "datapackage.json", *(one["path"] for one in resources())}
        )
        assert {(entry.external_attr >> 16, entry.compress_type) for entry in entries} == {(0o644, zipfile.ZIP_DEFLATED)}
        assert {entry.date_time for entry in entries} == {CITED.released.timetuple()[:6]}
        content.extractall(tmp_path / "data")
    report = frictionless.validate(str(tmp_path / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "message"])


def about() -> dict[str, str]:
    """Return what each file is to say of itself."""
    return {
        "title": CITED.dataset.title,
        "authors": "The makers; Hanako Sato",
        "version": CITED.version,
        "date": str(CITED.released),
        "licence": "CC-BY-4.0",
        "source": f"Apichai W. Shipper, “{CITED.paper.title}”, undated paper (about 2004–05)",
        "part of": CITED.book.title,
    }


def meanings() -> list[tuple[str, ...]]:
    """Return table, column, type and meaning of every column."""
    return [
        (entry["name"], *(field[key] for key in ("name", "type", "description")))
        for entry in resources()
        for field in entry["schema"]["fields"]
    ]


def test_the_database_has_every_table_and_its_keys(tmp_path: Path) -> None:
    (tmp_path / "data.sqlite").write_bytes(files.database(BY_TWO, data_directory()))
    connection = sqlite3.connect(tmp_path / "data.sqlite")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for entry in resources():
        name, schema = entry["name"].replace("-", "_"), entry["schema"]
        kinds = {field["name"]: field["type"] for field in schema["fields"]}
        cursor = connection.execute(f"SELECT * FROM {name}")
        columns = [column[0] for column in cursor.description]
        stored = [
            {
                column: as_text(bool(value) if kinds[column] == "boolean" and value is not None else value)
                for column, value in zip(columns, values, strict=True)
            }
            for values in cursor
        ]
        assert stored == rows(entry["path"]), name
        described = connection.execute(f"PRAGMA table_info({name})").fetchall()
        primary = [column[1] for column in sorted((column for column in described if column[5]), key=lambda column: column[5])]
        assert primary == ([schema["primaryKey"]] if isinstance(schema["primaryKey"], str) else schema["primaryKey"])
        types = {"integer": "INTEGER", "year": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
        assert {column[1]: column[2] for column in described} == {name: types.get(kind, "TEXT") for name, kind in kinds.items()}
        demanded = {field["name"]: field.get("constraints", {}) for field in schema["fields"]}
        assert {column[1]: bool(column[3]) for column in described} == {
            column: constraints.get("required", False) for column, constraints in demanded.items()
        }
        indexes = [index[1] for index in connection.execute(f"PRAGMA index_list({name})") if index[3] == "u"]
        unique = {column for index in indexes for *_, column in connection.execute(f"PRAGMA index_info({index})")}
        assert unique | {*primary} == {column for column, constraints in demanded.items() if constraints.get("unique")} | {*primary}
        foreign = {(key[3], key[2], key[4]) for key in connection.execute(f"PRAGMA foreign_key_list({name})")}
        assert foreign == {
            (column, (key["reference"]["resource"] or entry["name"]).replace("-", "_"), target)
            for key in schema.get("foreignKeys", [])
            for column, target in zip(key["fields"], key["reference"]["fields"], strict=True)
        }
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert dict(connection.execute("SELECT * FROM about")) == about()
    assert connection.execute("SELECT * FROM columns").fetchall() == [(name.replace("-", "_"), *rest) for name, *rest in meanings()]
    connection.close()


def test_the_groups_as_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    descriptor = read_descriptor(data_directory())
    descriptor["sources"].append({"title": "Another"})
    monkeypatch.setattr(files, "read_descriptor", lambda data: descriptor)
    file = tmp_path / "groups.parquet"
    file.write_bytes(files.parquet(BY_TWO, data_directory()))
    stored = fastparquet.ParquetFile(str(file))
    assert stored.key_value_metadata.items() >= (about() | {"source": f"{about()['source']}; Another"}).items()
    assert stored.columns == list(rows("groups.csv")[0]), "and no index"
    assert {column.meta_data.codec for group in stored.row_groups for column in group.columns} == {0}, "which any reader can read"
    table = stored.to_pandas()
    assert [{column: as_text(value) for column, value in row.items()} for row in table.astype(object).to_dict("records")] == [
        {column: re.sub(r"^0+(?=\d)", "", text) for column, text in row.items()} for row in rows("groups.csv")
    ]


def test_the_list_of_the_data_says_their_sizes_in_kilobytes() -> None:
    kept = [files.File("a.csv", "text/csv", "all", b"x" * size) for size in (69_900, 1)]
    assert re.findall(r"</a>, (.*?): all", fill("citations", "files", listed=kept, folder="")) == ["70 kB", "1 kB"]


def test_the_workbook_has_every_table() -> None:
    content = files.workbook(BY_TWO, data_directory())
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert book.sheetnames == [*(entry["name"] for entry in resources()), "columns", "about"]
    for entry in resources():
        head, *body = book[entry["name"]].iter_rows(values_only=True)
        stored = [{str(column): as_text(value) for column, value in zip(head, row, strict=True)} for row in body]
        assert stored == rows(entry["path"]), entry["name"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number, _ in enumerate(book.sheetnames, start=1)]
    for entry, sheet in zip(resources(), sheets, strict=False):
        last = f"{get_column_letter(len(entry['schema']['fields']))}{len(rows(entry['path'])) + 1}"
        assert f'<autoFilter ref="A1:{last}"/>' in sheet
        assert '<pane xSplit="1" ySplit="1" topLeftCell="B2"' in sheet
        widths = [float(width) for width in re.findall(r'<col min="\d+" max="\d+" width="([\d.]+)"', sheet)]
        assert max(widths) < 45 and len(set(widths)) > 1  # none is as wide as a sentence
    explained = [(table, column, meaning) for table, column, _, meaning in meanings()]
    assert list(book["columns"].iter_rows(values_only=True)) == [("table", "column", "meaning"), *explained]
    assert list(book["about"].iter_rows(values_only=True)) == [("what", "value"), *about().items()]


def test_the_workbook_says_what_it_is_and_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is text there, whatever it begins with; heads are bold, and long explanations are broken over lines."""
    (entry, *_), text = resources(), ["=1+1", "https://example.org/"]
    monkeypatch.setattr(files, "_tables", lambda data: [(entry, pd.DataFrame({"text": text}))])
    book = openpyxl.load_workbook(io.BytesIO(files.workbook(BY_TWO, data_directory())))
    properties = book.properties
    assert (properties.title, properties.creator) == (CITED.dataset.title, "The makers; Hanako Sato")
    assert properties.created.date() == CITED.released
    cells = [book[entry["name"]][place] for place in ("A2", "A3")]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(one, "s", None) for one in text]
    for sheet in book:
        assert all(cell.font.bold and cell.border.bottom.style == "thin" for cell in sheet[1])
    for sheet, last in ((book["columns"], "C"), (book["about"], "B")):
        widths = [sheet.column_dimensions[name].width for name in ("A", last)]
        style = sheet.column_dimensions[last].alignment
        assert widths[0] < 25 and widths[1] > 90 and (style.wrap_text, style.vertical) == (True, "top")
        assert sheet.freeze_panes == "A2"


def test_files_have_their_types_and_a_spreadsheet_takes_the_claims_for_utf_8(results: list[Result]) -> None:
    kept = files.files_to_keep(CITED, ROOT, data_directory(), results)
    content = {file.name: file.content for file in kept}["claims-with-verdicts.csv"]
    assert [file.media_type for file in kept] == [
        "application/zip",
        "application/vnd.sqlite3",
        "application/vnd.apache.parquet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "text/csv",
        "application/ld+json",
    ]
    assert content.startswith(codecs.BOM_UTF8) and content.count(codecs.BOM_UTF8) == 1


# Addresses that moved ----------------------------------------------------------------------------------------------------------------


class App:
    """What the redirects need of Sphinx."""

    def __init__(self, folder: Path) -> None:
        self.srcdir = self.outdir = str(folder)


def test_what_moved_leads_on(tmp_path: Path) -> None:
    moved = "# Moved\nold.html new.html\nnew.html#was new.html#is\nold.csv new.csv\n"
    (tmp_path / "redirects.txt").write_text(moved, encoding="utf-8")
    (tmp_path / "new.csv").write_text("a\n1\n", encoding="utf-8")
    assert read_redirects(tmp_path) == {"old.html": "new.html", "new.html#was": "new.html#is", "old.csv": "new.csv"}
    app: Any = App(tmp_path)
    context = {"body": "<h1>New</h1>\n"}
    leave_anchors(app, "new", context)
    assert re.search(r'id="was">.*<a href="new.html#is">', context["body"])
    write_pages(app)
    assert (tmp_path / "old.csv").read_bytes() == (tmp_path / "new.csv").read_bytes()
    page = (tmp_path / "old.html").read_text(encoding="utf-8")
    assert 'content="1; url=new.html"' in page and '<a href="new.html">' in page
    with pytest.raises(ExtensionError, match=r"old\.html is a page of the book"):
        write_pages(app)
    remove_moved(app)  # as the next build in the same folder does
    write_pages(app)
    assert (tmp_path / "old.html").is_file() and (tmp_path / "old.csv").is_file()


def test_a_page_that_is_there_cannot_lead_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "redirects.txt").write_text("old.html new.html\n", encoding="utf-8")
    (tmp_path / "old.html").write_text("x", encoding="utf-8")
    app: Any = App(tmp_path)
    with pytest.raises(ExtensionError, match="is a page of the book"):
        write_pages(app)
    (tmp_path / "redirects.txt").write_text("old.csv new.csv\n", encoding="utf-8")
    with pytest.raises(ExtensionError, match=r"old\.csv leads to new\.csv, and the book has no such file"):
        write_pages(app)
    (tmp_path / "redirects.txt").write_text("old.html\n", encoding="utf-8")
    with pytest.raises(ExtensionError, match="line 1: expected an old and a new address"):
        read_redirects(tmp_path)
    (tmp_path / "redirects.txt").write_text("old.html new.html\nold.html newer.html\n", encoding="utf-8")
    with pytest.raises(ExtensionError, match=r"line 2: .* each old one once"):
        read_redirects(tmp_path)
