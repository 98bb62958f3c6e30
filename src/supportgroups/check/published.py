"""What is noted of the published data, so that no change of them goes unnoticed; what a reader keeps elsewhere is held to the rules only.

The descriptor has of each table ``bytes`` and ``hash``, as Data Packages have them, and the number of its ``rows``. The descriptor's own
digest is in a file beside it, in the form of ``sha256sum``.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from supportgroups.check.findings import Finding
from supportgroups.dataset import DESCRIPTOR, data_directory, read_descriptor

OF_DESCRIPTOR = f"{DESCRIPTOR}.sha256"
AGAIN = "if the change is meant, python -m supportgroups digest notes it"


def is_own(directory: Path) -> bool:
    """Return whether a folder is the package's own."""
    return directory.resolve() == data_directory().resolve()


def noted_of(file: Path) -> dict[str, Any]:
    """Return what is noted of a table's file, in which each record has a line."""
    if not file.is_file():  # a pipe or a device would never end
        raise FileNotFoundError(f"{file} is not there: expected a file")
    data = file.read_bytes()
    return {"bytes": len(data), "rows": data.count(b"\n") - 1, "hash": f"sha256:{sha256(data).hexdigest()}"}


def differing_files(directory: Path) -> Iterator[Finding]:
    """Find the published files that are no longer as they were noted."""
    for table in read_descriptor(directory)["resources"]:
        now = noted_of(directory / table["path"])
        if now["hash"] != table.get("hash"):
            known = table.get("rows", now["rows"])
            expected = "the noted content" if known == now["rows"] else f"{known} records, not {now['rows']}"
            yield Finding(table["path"], None, None, None, f"expected {expected}: {AGAIN}")
    if (directory / OF_DESCRIPTOR).read_text(encoding="utf-8") != _of_descriptor((directory / DESCRIPTOR).read_bytes()):
        yield Finding(DESCRIPTOR, None, None, None, f"expected the noted content: {AGAIN}")


def _of_descriptor(content: bytes) -> str:
    return f"{sha256(content).hexdigest()}  {DESCRIPTOR}\n"


def note(directory: Path) -> Iterator[str]:
    """Note what the files of a folder are now, and return what changed, line by line."""
    descriptor = read_descriptor(directory)
    for table in descriptor["resources"]:
        now, rows = noted_of(directory / table["path"]), table.get("rows", 0)
        if now["hash"] != table.get("hash"):
            yield f"{table['path']}: {now['rows']} records ({rows} before), another content"
        table.update(now, schema=table.pop("schema"))
    content = f"{json.dumps(descriptor, ensure_ascii=False, indent=2)}\n".encode()
    (directory / DESCRIPTOR).write_bytes(content)
    (directory / OF_DESCRIPTOR).write_text(_of_descriptor(content), encoding="utf-8", newline="\n")
