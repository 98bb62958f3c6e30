"""Which state of the book this is, besides its version: the commit from which it is built, and where it is published."""

from __future__ import annotations

import subprocess
from pathlib import Path

ADDRESS = "BOOK_URL"
"""The environment variable with the address at which the book is published; without it, pages say nothing of addresses."""
ARCHIVED = ".git-commit"
"""The file in which ``git archive`` leaves the commit (see ``.gitattributes``), so that a release from an archive knows its own."""
SHOWN = 7
"""How many characters of a commit's name are shown."""


def commit_of(folder: Path) -> str:
    """Return the commit of a checkout or of an archive made from one, or nothing where that is not known.

    Parameters
    ----------
    folder
        The top folder.

    Returns
    -------
    str
        “commit 1a2b3c4”; with “ with changes” where files differ from what was committed.
    """
    if not (folder / ".git").exists():
        return _archived(folder)
    name = _git(folder, "rev-parse", "HEAD")
    if not name:
        return ""
    changes = _git(folder, "status", "--porcelain")
    return _shown(name) + ("" if changes == "" else " with changes")


def _shown(name: str) -> str:
    return f"commit {name[:SHOWN]}"


def _archived(folder: Path) -> str:
    try:
        name = (folder / ARCHIVED).read_text(encoding="ascii").strip()
    except OSError:
        return ""
    return _shown(name) if name and not name.startswith("$") else ""


def _git(folder: Path, *arguments: str) -> str | None:
    """Return what git says, or None if it cannot say."""
    try:
        done = subprocess.run(["git", "--no-optional-locks", *arguments], cwd=folder, capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
