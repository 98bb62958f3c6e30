"""The data to keep, the same to the byte whenever they are made: archive, database, workbook, groups as Parquet, claims with verdicts."""

import io
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from bookmaking.citing.formats import thing
from bookmaking.citing.works import Citation
from supportgroups.audit import Result
from supportgroups.audit.report import as_csv, as_json_ld
from supportgroups.dataset import DESCRIPTOR, read_descriptor, read_table


class File(NamedTuple):
    """A file that a reader can take away."""

    name: str
    media_type: str
    what: str
    content: bytes


def files_to_keep(citation: Citation, root: Path, data: Path, results: Sequence[Result]) -> list[File]:
    """Make the files, of the dataset in one folder, the licence and ``CITATION.cff`` in another, and the outcome of the audit."""
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
        "creator": thing(citation.dataset)["author"],
        "version": citation.version,
        "datePublished": citation.released.isoformat(),
        "license": f"https://spdx.org/licenses/{citation.dataset.licence}",
        "isPartOf": {"@type": "Book", "name": citation.book.title},
    }
    paper = {"@id": "how-to-cite.html#the-paper", **thing(citation.paper)}
    return as_json_ld(results, about, paper, citation.book.address).encode()


def archive(citation: Citation, root: Path, data: Path) -> bytes:
    """Return the data folder as a ZIP archive: a Data Package that its clients read as it is."""
    members = {file.relative_to(data).as_posix(): file for file in data.rglob("*") if file.suffix == ".csv" or file.name == DESCRIPTOR}
    members |= {"LICENSE.txt": root / "LICENSE-TEXT-AND-DATA", "CITATION.cff": root / "CITATION.cff"}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as writer:
        for name, file in sorted(members.items()):
            member = zipfile.ZipInfo(name, citation.released.timetuple()[:6])
            member.external_attr = 0o644 << 16
            writer.writestr(member, file.read_bytes(), zipfile.ZIP_DEFLATED)
    return target.getvalue()


_TYPES = {"integer": "INTEGER", "year": "INTEGER", "number": "REAL", "boolean": "INTEGER"}  # all else is text


def _tables(data: Path) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    """Yield each table with what the descriptor says of it; an empty cell is None, and a date is text."""
    for resource in read_descriptor(data)["resources"]:
        frame = read_table(resource["name"], data)
        for column in frame.select_dtypes("datetime"):
            frame[column] = frame[column].dt.strftime("%Y-%m-%d")
        yield resource, frame.astype(object).where(frame.notna(), None)


def database(citation: Citation, data: Path) -> bytes:
    """Return every table, with its keys, as a SQLite database; its ``columns`` says what each column means, and ``about`` what all is."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
    connection.executemany("INSERT INTO about VALUES (?, ?)", _about(citation, data).items())
    connection.execute('CREATE TABLE columns ("table" TEXT, "column" TEXT, type TEXT, description TEXT, PRIMARY KEY ("table", "column"))')
    for resource, frame in _tables(data):
        name = resource["name"].replace("-", "_")
        connection.execute(_create(name, resource["schema"]))
        fields = resource["schema"]["fields"]
        connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(fields))})", frame.itertuples(index=False))
        meanings = [(name, field["name"], field["type"], field["description"]) for field in fields]
        connection.executemany("INSERT INTO columns VALUES (?, ?, ?, ?)", meanings)
    content = connection.serialize()
    connection.close()
    return content


def _create(name: str, schema: dict[str, Any]) -> str:
    """Return the statement that creates a table; names are quoted."""

    def quoted(names: str | list[str]) -> str:
        return ", ".join('"{}"'.format(name.replace('"', '""')) for name in ([names] if isinstance(names, str) else names))

    lines = []
    for field in schema["fields"]:
        constraints = field.get("constraints", {})
        required, unique = " NOT NULL" * constraints.get("required", False), " UNIQUE" * constraints.get("unique", False)
        lines.append(f"{quoted(field['name'])} {_TYPES.get(field['type'], 'TEXT')}{required}{unique}")
    lines.append(f"PRIMARY KEY ({quoted(schema['primaryKey'])})")
    for key in schema.get("foreignKeys", []):
        target = (key["reference"]["resource"] or name).replace("-", "_")
        lines.append(f"FOREIGN KEY ({quoted(key['fields'])}) REFERENCES {target} ({quoted(key['reference']['fields'])})")
    return f"CREATE TABLE {name} (\n  " + ",\n  ".join(lines) + "\n)"


def parquet(citation: Citation, data: Path) -> bytes:
    """Return the groups as a Parquet file; an empty cell is missing."""
    import fastparquet

    groups = read_table("groups", data)
    # Plain text, which every reader of the format knows; categories are pandas' own.
    text = groups.select_dtypes(exclude="number").columns
    groups[text] = groups[text].astype(object).where(groups[text].notna(), None)
    target = io.BytesIO()
    target.close = lambda: None  # type: ignore[method-assign]  # its writer closes it, and it is still to be read
    fastparquet.write(
        "groups.parquet",
        groups,
        write_index=False,
        object_encoding="utf8",
        compression="UNCOMPRESSED",
        custom_metadata=_about(citation, data),
        open_with=lambda name, mode: target,
    )
    return target.getvalue()


def workbook(citation: Citation, data: Path) -> bytes:
    """Return every table as a workbook, with what each column means."""
    target, about, meanings = io.BytesIO(), _about(citation, data), list[tuple[str, str, str]]()
    options = {"options": {"strings_to_urls": False, "strings_to_formulas": False}}
    with pd.ExcelWriter(target, engine="xlsxwriter", engine_kwargs=options) as writer:
        created = datetime(*citation.released.timetuple()[:3])
        writer.book.set_properties({"title": about["title"], "author": about["authors"], "created": created})
        head = writer.book.add_format({"bold": True, "bottom": 1})
        wrapped = writer.book.add_format({"text_wrap": True, "valign": "top"})
        for resource, frame in _tables(data):
            name = resource["name"]
            meanings += [(name, field["name"], field["description"]) for field in resource["schema"]["fields"]]
            frame.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 1), autofilter=True)
            writer.sheets[name].autofit(300)
        for name, headings, lines in (("columns", ["table", "column", "meaning"], meanings), ("about", ["what", "value"], about.items())):
            pd.DataFrame(lines, columns=headings).to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            writer.sheets[name].set_column(0, len(headings) - 2, 22)
            writer.sheets[name].set_column(len(headings) - 1, len(headings) - 1, 100, wrapped)
        for sheet in writer.sheets.values():
            sheet.set_row(0, None, head)
    return target.getvalue()
