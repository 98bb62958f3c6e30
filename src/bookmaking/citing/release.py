"""Which state of the book this is, besides its version: the commit from which it is built, and where it is published."""

import subprocess
from contextlib import suppress
from pathlib import Path

ADDRESS = "BOOK_URL"
"""The environment variable with the address at which the book is published; without it, pages say nothing of addresses."""
ARCHIVED = ".git-commit"
"""The file in which ``git archive`` leaves the commit (see ``.gitattributes``), so that a release from an archive knows its own."""


def commit_of(folder: Path) -> str:
    """Return the commit of a checkout, or of an archive made from one, as “commit 1a2b3c4”; nothing where that is not known.

    Where files differ from what was committed, “ with changes” follows.
    """
    archived, name = folder / ARCHIVED, ""
    if (folder / ".git").exists():
        command = ["git", "--no-optional-locks", "describe", "--always", "--exclude=*", "--abbrev=7", "--dirty= with changes"]
        with suppress(OSError):  # there is no git
            name = subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout.strip()
    elif archived.is_file():
        name = archived.read_text(encoding="ascii").strip()[:7]
    return f"commit {name}" if name and not name.startswith("$") else ""
