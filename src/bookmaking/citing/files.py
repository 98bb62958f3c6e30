"""The data to keep: all of it as one archive, as one SQLite file and as one workbook, the groups as Parquet, the claims with verdicts.

The same data give the same bytes.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from bookmaking.citing.formats import thing
from bookmaking.citing.works import Citation, Work
from supportgroups.audit import Result
from supportgroups.audit.report import as_csv, as_json_ld
from supportgroups.dataset import DESCRIPTOR, read_descriptor, read_table

LICENCE = "LICENSE-TEXT-AND-DATA"


class File(NamedTuple):
    """A file that a reader can take away."""

    name: str
    media_type: str
    what: str
    content: bytes


def files_to_keep(citation: Citation, root: Path, data: Path, results: Sequence[Result]) -> list[File]:
    """Make the files, of the dataset in one folder, the licence and ``CITATION.cff`` in another, and the outcome of the audit.

    Each says of its version, authors and licence what the citation does.
    """
    name = read_descriptor(data)["name"]
    return [
        File(f"{name}.zip", "application/zip", "all tables as CSV, with descriptor and licence", archive(citation, root, data)),
        File(f"{name}.sqlite", "application/vnd.sqlite3", "all tables, with their keys, as a SQLite database", database(citation, data)),
        File("groups.parquet", "application/vnd.apache.parquet", "the groups as Parquet", parquet(citation, data)),
        File(
            f"{name}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "all tables, with what their columns mean, as a workbook for a spreadsheet",
            workbook(citation, data),
        ),
        File(
            "claims-with-verdicts.csv",
            "text/csv",
            "the claims, what was found for each, and the verdicts, as CSV",
            as_csv(results).encode("utf-8-sig"),  # a spreadsheet takes it for UTF-8 by its byte order mark
        ),
        File("claims-with-verdicts.jsonld", "application/ld+json", "the same as JSON-LD", claims_as_json_ld(citation, results)),
    ]


def _about(citation: Citation, data: Path) -> dict[str, str]:
    """Return what a file says of itself."""
    return {
        "title": citation.dataset.title,
        "authors": "; ".join(author.natural for author in citation.dataset.authors),
        "version": citation.version,
        "date": citation.released.isoformat(),
        "licence": citation.dataset.licence,
        "source": "; ".join(source["title"] for source in read_descriptor(data)["sources"]),
        "part of": citation.book.title,
    }


def claims_as_json_ld(citation: Citation, results: Sequence[Result]) -> bytes:
    """Return the claims with their verdicts as JSON-LD, each with its appearance in the paper."""
    about = {
        "@id": "claim-audit.html",
        "name": f"Claims of “{citation.paper.title}”, with verdicts",
        "creator": _creators(citation.dataset),
        "version": citation.version,
        "datePublished": citation.released.isoformat(),
        "license": f"https://spdx.org/licenses/{citation.dataset.licence}",
        "isPartOf": {"@type": "Book", "name": citation.book.title},
    }
    paper = {"@id": "how-to-cite.html#the-paper", **thing(citation.paper), "author": _creators(citation.paper)}
    return as_json_ld(results, about, paper, citation.book.address).encode()


def _creators(work: Work) -> list[dict[str, str]]:
    return [{key: author[key] for key in ("@type", "name")} for author in thing(work)["author"]]


def archive(citation: Citation, root: Path, data: Path) -> bytes:
    """Return the data folder as a ZIP archive: a Data Package that its clients read as it is."""
    members = {file.relative_to(data).as_posix(): file for file in data.rglob("*") if file.suffix == ".csv" or file.name == DESCRIPTOR}
    members |= {"LICENSE.txt": root / LICENCE, "CITATION.cff": root / "CITATION.cff"}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as writer:
        for name, file in sorted(members.items()):
            member = zipfile.ZipInfo(name, citation.released.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o644 << 16
            writer.writestr(member, file.read_bytes())
    return target.getvalue()


_TYPES: dict[str, tuple[str, Callable[[str], Any]]] = {
    **{"integer": ("INTEGER", int), "year": ("INTEGER", int)},
    **{"number": ("REAL", float), "boolean": ("INTEGER", "true".__eq__)},
}


def _type(field: dict[str, Any]) -> tuple[str, Callable[[str], Any]]:
    """Return the type of a field in SQLite, and what reads it; all but some types of the descriptor are text."""
    return _TYPES.get(field["type"], ("TEXT", str))


def database(citation: Citation, data: Path) -> bytes:
    """Return every table, with primary and foreign keys, as a SQLite database.

    Tables have the names of the descriptor, with ``_`` for ``-``. An empty cell is NULL; true and false are 1 and 0. ``columns`` says
    what each column means, ``about`` what the whole is.
    """
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
    connection.executemany("INSERT INTO about VALUES (?, ?)", _about(citation, data).items())
    connection.execute('CREATE TABLE columns ("table" TEXT, "column" TEXT, type TEXT, description TEXT, PRIMARY KEY ("table", "column"))')
    for resource in read_descriptor(data)["resources"]:
        name = resource["name"].replace("-", "_")
        connection.execute(_create(name, resource["schema"]))
        fields = resource["schema"]["fields"]
        connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(fields))})", _rows(data, resource))
        meanings = [(name, field["name"], field["type"], field["description"]) for field in fields]
        connection.executemany("INSERT INTO columns VALUES (?, ?, ?, ?)", meanings)
    if broken := connection.execute("PRAGMA foreign_key_check").fetchall():
        raise sqlite3.IntegrityError(f"keys that lead nowhere: {broken}")
    connection.commit()
    content = connection.serialize()
    connection.close()
    return content


def _rows(data: Path, resource: dict[str, Any]) -> list[list[Any]]:
    """Return the rows of a table, typed as the descriptor says; an empty cell is None."""
    readers = [_type(field)[1] for field in resource["schema"]["fields"]]
    with (data / resource["path"]).open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return [[reader(text) if text else None for reader, text in zip(readers, row, strict=True)] for row in rows]


def _quoted(names: str | list[str]) -> str:
    return ", ".join('"{}"'.format(name.replace('"', '""')) for name in ([names] if isinstance(names, str) else names))


def _create(name: str, schema: dict[str, Any]) -> str:
    lines = []
    for field in schema["fields"]:
        constraints = field.get("constraints", {})
        required = " NOT NULL" if constraints.get("required") else ""
        unique = " UNIQUE" if constraints.get("unique") else ""
        lines.append(f"{_quoted(field['name'])} {_type(field)[0]}{required}{unique}")
    lines.append(f"PRIMARY KEY ({_quoted(schema['primaryKey'])})")
    for key in schema.get("foreignKeys", []):
        target = (key["reference"]["resource"] or name).replace("-", "_")
        lines.append(f"FOREIGN KEY ({_quoted(key['fields'])}) REFERENCES {target} ({_quoted(key['reference']['fields'])})")
    return f"CREATE TABLE {name} (\n  " + ",\n  ".join(lines) + "\n)"


def parquet(citation: Citation, data: Path) -> bytes:
    """Return the groups as a Parquet file; an empty cell is missing."""
    import fastparquet
    import pandas as pd

    groups = read_table("groups", data)
    # Plain text, which every reader of the format knows; categories are pandas' own.
    text = [column for column in groups if not pd.api.types.is_numeric_dtype(groups[column])]
    groups = groups.astype(dict.fromkeys(text, object)).where(groups.notna(), None)
    target = io.BytesIO()
    target.close = lambda: None  # type: ignore[method-assign]  # its writer closes it, and it is still to be read
    fastparquet.write(
        "groups.parquet",
        groups.astype({column: "Int64" for column in groups if column not in text}),
        write_index=False,
        object_encoding="utf8",
        compression="UNCOMPRESSED",
        custom_metadata=_about(citation, data),
        open_with=lambda name, mode: target,
    )
    return target.getvalue()


def workbook(citation: Citation, data: Path) -> bytes:
    """Return every table as a workbook, with what each column means."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    about = _about(citation, data)
    book.set_properties({"title": about["title"], "author": about["authors"], "created": datetime(*citation.released.timetuple()[:3])})
    head = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    meanings = []
    for resource in read_descriptor(data)["resources"]:
        fields = resource["schema"]["fields"]
        meanings += [(resource["name"], field["name"], field["description"]) for field in fields]
        sheet = book.add_worksheet(resource["name"])
        rows = _rows(data, resource)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(rows), len(fields) - 1)
        for place, field in enumerate(fields):
            cells = [row[place] for row in rows]
            width = max(len(field["name"]), *(len(str(cell)) for cell in cells if cell is not None))
            sheet.set_column(place, place, min(width + 2, 40))
            sheet.write_string(0, place, field["name"], head)
            sheet.write_column(1, place, cells)
    for title, headings, lines in (("columns", ("table", "column", "meaning"), meanings), ("about", ("what", "value"), about.items())):
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headings) - 2, 22)
        sheet.set_column(len(headings) - 1, len(headings) - 1, 100, wrapped)
        sheet.write_row(0, 0, headings, head)
        for line, texts in enumerate(lines, start=1):
            sheet.write_row(line, 0, texts)
    book.close()
    return target.getvalue()
