"""What is known of the published data besides what the descriptor says: so that no change of them goes unnoticed.

Only the package's own folder is held to this; what a reader keeps elsewhere is held to the rules.

``hash``, ``bytes`` of a table in the descriptor   the digest of its file, as Data Packages have it
``published.json``   the digest of the descriptor, and of each column how many cells are filled, their sum, words, or how often each value
``words.txt``        every word of the tables, so that a slip of the pen is a word that stands nowhere
"""

import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from supportgroups.check.findings import Finding, shown
from supportgroups.check.folder import Folder
from supportgroups.dataset import DESCRIPTOR, data_directory, read_descriptor

TOTALS, WORDS = "published.json", "words.txt"
WORD = re.compile(r"https?://\S+|([^\W\d_]+)")
AGAIN = "if the change is meant, python -m supportgroups digest notes it, and says what changed"

Totals = dict[str, dict[str, Any]]
"""Column → what is known of its cells: how many are “filled”, their “sum” or “words”, or how many have each of the “values”."""


def is_own(directory: Path) -> bool:
    """Return whether a folder is the package's own."""
    return directory.resolve() == data_directory().resolve()


def is_coded(field: Mapping[str, Any]) -> bool:
    """Return whether a column has a closed list of values."""
    return field["type"] == "boolean" or "enum" in field.get("constraints", {})


def totals(fields: Sequence[Mapping[str, Any]], records: Sequence[Mapping[str, str]]) -> Totals:
    """Return the control totals of each column of a table."""
    found: Totals = {}
    for field in fields:
        cells = [record[field["name"]] for record in records if record[field["name"]]]
        total: dict[str, Any] = {"filled": len(cells)}
        if is_coded(field):
            total["values"] = dict(sorted(Counter(cells).items()))
        elif field["type"] in ("integer", "year"):
            total["sum"] = sum(map(int, cells))
        else:
            total["words"] = sum(len(cell.split()) for cell in cells)
        found[field["name"]] = total
    return found


def words(fields: Sequence[Mapping[str, Any]], records: Sequence[Mapping[str, str]]) -> Iterator[tuple[int, str, str]]:
    """Return the words of a table's texts, each with the number of its record and its column."""
    texts = [field["name"] for field in fields if field["type"] == "string" and not is_coded(field)]
    for (number, record), column in product(enumerate(records), texts):
        yield from ((number, column, word) for word in WORD.findall(record[column]) if word)


def words_are_new(folder: Folder, name: str = "") -> Iterator[Finding]:
    """Find words of the published data, or of one table, that were not noted."""
    known = set((folder.directory / WORDS).read_text(encoding="utf-8").split())
    for resource in read_descriptor(folder.directory)["resources"]:
        records = folder.tables[resource["name"]].records if name in ("", resource["name"]) else []
        for number, column, word in words(resource["schema"]["fields"], [record.cells for record in records]):
            if word not in known:
                yield records[number].finding(column, f"expected words that stand in {WORDS}; “{word}” does not: {AGAIN}")


def totals_differ(folder: Folder, name: str = "") -> Iterator[Finding]:
    """Compare the records of the published data, or of one table, with the totals that were noted."""
    noted = json.loads((folder.directory / TOTALS).read_text(encoding="utf-8"))["tables"]
    for resource in read_descriptor(folder.directory)["resources"]:
        table = folder.tables[resource["name"]]
        if name in ("", resource["name"]):
            now = totals(resource["schema"]["fields"], [record.cells for record in table.records])
            for column, line in _differences(noted.get(resource["name"], {}), now):
                yield Finding(table.path, None, column, None, f"expected {line}: {AGAIN}")


def _differences(before: Totals, now: Totals) -> Iterator[tuple[str, str]]:
    """Return column → what its totals were and are, where they differ."""
    for column in {**before, **now}:
        old, new = before.get(column, {}), now.get(column, {})
        if column not in before or column not in now:
            yield column, "no such column" if column not in before else "such a column"
            continue
        for value in {**old.get("values", {}), **new.get("values", {})}:
            if (was := old.get("values", {}).get(value, 0)) != (number := new.get("values", {}).get(value, 0)):
                yield column, f"{was:,} times {shown(value)}, not {number:,}"
        for what in ("filled", "sum", "words"):
            if old.get(what) != new.get(what):
                yield column, f"{old.get(what, 0):,} as {what}, not {new.get(what, 0):,}"


def digest(data: bytes) -> str:
    """Return the digest of a file's content, as a descriptor has it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def digests_differ(directory: Path) -> Iterator[Finding]:
    """Compare the published files with the digests that were noted."""
    noted = json.loads((directory / TOTALS).read_text(encoding="utf-8"))["descriptor"]
    expected = {resource["path"]: resource.get("hash") for resource in read_descriptor(directory)["resources"]}
    for path, was in {DESCRIPTOR: noted, **expected}.items():
        if digest((directory / path).read_bytes()) != was:
            yield Finding(path, None, None, None, f"another content than the one whose digest was noted: {AGAIN}")


def note(directory: Path) -> Iterator[str]:
    """Note digests, totals and words of the data in a folder as they are, and return what changed, line by line."""
    descriptor = read_descriptor(directory)
    noted, known = directory / TOTALS, directory / WORDS
    before: dict[str, Totals] = json.loads(noted.read_text(encoding="utf-8"))["tables"] if noted.is_file() else {}
    tables: dict[str, Totals] = {}
    found: set[str] = set()
    for resource in descriptor["resources"]:
        if not (file := directory / resource["path"]).is_file():  # a pipe or a device would never end
            raise FileNotFoundError(f"{file} is not there: expected a file")
        data = file.read_bytes()
        records = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
        tables[resource["name"]] = totals(resource["schema"]["fields"], records)
        found.update(word for _, _, word in words(resource["schema"]["fields"], records))
        if resource.get("hash") != digest(data):
            yield f"{resource['path']}: another digest"
            for column, line in _differences(before.get(resource["name"], {}), tables[resource["name"]]):
                yield f"    {column}: {line}"
        resource.pop("schema", schema := resource["schema"])
        resource.update(bytes=len(data), hash=digest(data), schema=schema)
    old = set(known.read_text(encoding="utf-8").split()) if known.is_file() else set()
    for what, changed in (("new words", found - old), ("words no longer used", old - found)):
        if changed:
            yield f"{what}: {', '.join(sorted(changed))}"
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    contents = {
        DESCRIPTOR: text,
        WORDS: "\n".join(sorted(found)) + "\n",
        TOTALS: json.dumps({"descriptor": digest(text.encode()), "tables": tables}, ensure_ascii=False, indent=1) + "\n",
    }
    for name, content in contents.items():
        (directory / name).write_text(content, encoding="utf-8", newline="\n")
