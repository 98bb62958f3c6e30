"""What a site is made of, with the commit, and the digest of it: from equal states come equal sites. What takes long is kept under one."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")

ADDRESS = "BOOK_URL"  # the environment variable with the address of the published book; without it, pages say nothing of addresses
ARCHIVED = ".git-commit"  # where ``git archive`` leaves the commit (see ``.gitattributes``), for a release from an archive
SOURCES = (
    *("_config.yml", "CITATION.cff", "CHANGELOG.md", "LICENSE", "LICENSE-TEXT-AND-DATA", "README.md", "pyproject.toml"),
    *("requirements.lock", "book", "data", "src"),
)
"""What a site is made of, in the top folder."""


def commit_of(folder: Path) -> str:
    """Return the commit of a checkout, or of an archive of it, as “commit 1a2b3c4” or “… with changes”; nothing where it is not known."""
    archived, name = folder / ARCHIVED, ""
    if (folder / ".git").exists():
        command = ["git", "--no-optional-locks", "describe", "--always", "--exclude=*", "--abbrev=7", "--dirty= with changes"]
        with suppress(OSError):  # there is no git
            name = subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout.strip()
    elif archived.is_file():
        name = archived.read_text(encoding="ascii").strip()[:7]
    return f"commit {name}" if name and not name.startswith("$") else ""


def state_of(root: Path, names: tuple[str, ...] = SOURCES) -> str:
    """Return a digest of all that a site is made of: the sources, the commit, the address and the version of Python."""
    digest = sha256(f"{commit_of(root)}\n{os.environ.get(ADDRESS, '')}\n{sys.version}\n".encode())
    for place in (root / name for name in names):
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            parts = {*file.relative_to(root).parts} - {"__init__.py", "__main__.py"}
            if file.is_file() and not any(part.startswith((".", "__")) for part in parts):
                digest.update(f"{file.relative_to(root)}\0{file.stat().st_size}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def kept(root: Path, name: str, make: Callable[[], Made], *, of: str = "") -> Made:
    """Return what follows from the data, the code, the citation, and what else is named; made once and kept from one build to the next."""
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
