"""What a site is made of, and the digest of it: from equal states come equal sites. What takes long is kept under such a digest."""

import os
import pickle
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from bookmaking.citing.release import ADDRESS, commit_of

Made = TypeVar("Made")

SOURCES = (
    *("_config.yml", "CITATION.cff", "CHANGELOG.md", "LICENSE", "LICENSE-TEXT-AND-DATA", "README.md", "pyproject.toml"),
    *("requirements.lock", "book", "data", "src"),
)
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


def kept(root: Path, name: str, make: Callable[[], Made], *, of: str = "") -> Made:
    """Return what follows from the data, the code and the citation alone, made once and kept from one build to the next.

    It is kept in ``_build/kept`` under its name, and made anew if something of these changed, or what else it is made of.
    """
    from supportgroups.dataset import data_directory  # with pandas, for which the process that draws need not wait

    digest = sha256(f"{data_directory()}\n{of}\n".encode())
    digest.update(state_of(root, ("data", "src", "CITATION.cff", "LICENSE-TEXT-AND-DATA")).encode())
    file = root / "_build" / "kept" / f"{name}.{digest.hexdigest()[:16]}"
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, pickle.dumps(make()))
        for older in file.parent.glob(f"{name}.*"):
            if older != file:
                older.unlink(missing_ok=True)
    made: Made = pickle.loads(file.read_bytes())
    return made


def write_whole(file: Path, content: bytes) -> None:
    """Write a file in one step: at every moment there is the whole new one, the whole old one, or none."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.unfinished")  # of this process: another, which was stopped, may still write
    unfinished.write_bytes(content)
    unfinished.replace(file)
