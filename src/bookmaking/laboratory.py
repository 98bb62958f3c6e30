"""JupyterLab over copies of the chapters, so that nothing a reader does there can harm the book: what `make lab` runs.

A copy that the reader has not changed follows the book; one that was changed stays as it is, until the reader asks to start that chapter
afresh, and even then it is kept beside.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterable
from hashlib import sha256
from itertools import count
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
BOOK = REPOSITORY / "book"
FIRST = "01-state-and-associational-life"
ALL = "all"
RECORD = ".copied.json"  # in the folder of copies: of each notebook, the digest of what was copied
NEEDED = ("*.md", "*.bib", "_toc.yml")
"""What chapters need beside them to be read: pages that they link to, works cited, the order of pages. The list of files leaves it out."""


def copy(book: Path, folder: Path, afresh: Iterable[str] = ()) -> list[str]:
    """Copy the chapters into a folder, but for those that the reader has changed there, unless they start afresh; return what to tell."""
    wanted = set(afresh)
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in NEEDED:
        for file in book.glob(pattern):
            shutil.copyfile(file, folder / file.name)
    record = folder / RECORD
    copied = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    told = []
    for source in sorted(book.glob("*.ipynb")):
        name = source.stem
        target, now = folder / source.name, sha256(source.read_bytes()).hexdigest()
        if target.exists() and sha256(target.read_bytes()).hexdigest() != copied.get(name):  # the reader has changed it
            if not wanted & {name, ALL}:
                if copied.get(name) != now:
                    told.append(f"{source.name} has changed in the book since you began to change yours. To see it: make lab AFRESH={name}")
                continue
            earlier = (target.with_stem(f"{name} (earlier {number})") for number in count(1))
            aside = target.rename(next(file for file in earlier if not file.exists()))
            told.append(f"{source.name} is as in the book again; yours is kept as {aside.name}.")
        shutil.copyfile(source, target)
        copied[name] = now
    record.write_text(json.dumps(copied), encoding="utf-8")
    return told


def command(folder: Path, hidden: Iterable[str] = (*NEEDED, "__pycache__", ".*")) -> list[str]:
    """Return the command that opens JupyterLab over a folder, at the first chapter; the list of files leaves out what is hidden."""
    return [
        *(sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"),
        *(f"--ContentsManager.hide_globs={pattern}" for pattern in hidden),
        "--FileContentsManager.pre_save_hook=bookmaking.stored_form.before_saving",
        # The book's extension, and none of those that the environment has for other ends.
        f"--LabApp.labextensions_path={REPOSITORY / 'src' / 'labextensions'}",
        str(folder / f"{FIRST}.ipynb"),
    ]


def main() -> None:
    """Copy the chapters and open them in JupyterLab; options that are not known here go to JupyterLab as they are."""
    parser = argparse.ArgumentParser(prog="python -m bookmaking.laboratory", description="Open copies of the chapters in JupyterLab.")
    parser.add_argument("--edit", action="store_true", help="open the chapters themselves, for authors")
    chapters = sorted(file.stem for file in BOOK.glob("*.ipynb"))
    parser.add_argument("--afresh", nargs="+", choices=[*chapters, ALL], metavar="CHAPTER", default=[], help=f"start anew these, or {ALL}")
    parser.add_argument("--folder", type=Path, default=REPOSITORY / "lab", help="where the copies are")
    arguments, further = parser.parse_known_args()
    if arguments.edit:
        os.execv(sys.executable, [*command(BOOK, hidden=["__pycache__", ".*"]), *further])
    for line in copy(BOOK, arguments.folder, arguments.afresh):
        print(line, flush=True)
    os.execv(sys.executable, [*command(arguments.folder.resolve()), *further])


if __name__ == "__main__":
    main()
