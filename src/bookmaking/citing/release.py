"""Which state of the book this is, besides its version: the commit from which it is built, and where it is published."""

import subprocess
from pathlib import Path

ADDRESS = "BOOK_URL"
"""The environment variable with the address at which the book is published; without it, pages say nothing of addresses."""
ARCHIVED = ".git-commit"
"""The file in which ``git archive`` leaves the commit (see ``.gitattributes``), so that a release from an archive knows its own."""
SHOWN = 7
"""How many characters of a commit's name are shown."""


def commit_of(folder: Path) -> str:
    """Return the commit of a checkout, or of an archive made from one, as “commit 1a2b3c4”; nothing where that is not known.

    Where files differ from what was committed, “ with changes” follows.
    """
    archived = folder / ARCHIVED
    if (folder / ".git").exists():
        name = _git(folder, "rev-parse", "HEAD")
        changes = " with changes" if name and _git(folder, "status", "--porcelain") != "" else ""
    else:
        name = archived.read_text(encoding="ascii").strip() if archived.is_file() else ""
        changes = ""
    return f"commit {name[:SHOWN]}{changes}" if name and not name.startswith("$") else ""


def _git(folder: Path, *arguments: str) -> str | None:
    """Return what git says, or None if it cannot say."""
    try:
        done = subprocess.run(["git", "--no-optional-locks", *arguments], cwd=folder, capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
