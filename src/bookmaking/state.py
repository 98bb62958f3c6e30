"""What a site is made of, and the digest of it: from equal states come equal sites."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from bookmaking.citing.release import ADDRESS, commit_of

SOURCES = ("_config.yml", "CITATION.cff", "CHANGELOG.md", "LICENSE-TEXT-AND-DATA", "requirements.lock", "book", "data", "src")
"""What a site is made of, in the top folder."""


def files_of(root: Path, names: tuple[str, ...] = SOURCES) -> Iterator[Path]:
    """Yield the files that a site is made of, in one order."""
    for name in names:
        place = root / name
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            parts = {*file.relative_to(root).parts} - {"__init__.py", "__main__.py"}
            if file.is_file() and not any(part.startswith((".", "__")) for part in parts):
                yield file


def state_of(root: Path, names: tuple[str, ...] = SOURCES) -> str:
    """Return a digest of all that a site is made of: the sources, the commit, the address and the version of Python."""
    digest = sha256(f"{commit_of(root)}\n{os.environ.get(ADDRESS, '')}\n{sys.version}\n".encode())
    for file in files_of(root, names):
        digest.update(f"{file.relative_to(root)}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
