"""Two builds of the same sources give the same bytes, wherever, whenever and by whom they are made. Run by `make reproducible`.

Each build has its own copy of the sources; one is plain, the others each differ from it in one condition. With ``--quick`` there is one
that differs in all of them, and the plain one is the book that is built here, if it is of what is committed. With ``--all`` the PDF, the
EPUB and the package's wheel are compared, too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from bookmaking.browser import FOLDER, OFFER
from bookmaking.editions.__main__ import BEGIN, END, WRITERS
from bookmaking.editions.book import HOME
from bookmaking.state import ARCHIVED, commit_of, state_of

REPOSITORY = Path(__file__).resolve().parents[1]
COPIED = ("book", "data", "src", "_config.yml", "CITATION.cff", "CHANGELOG.md", "LICENSE", "LICENSE-TEXT-AND-DATA", "README.md")
CONDITIONS: dict[str, tuple[dict[str, str], list[str]]] = {
    "in another folder": ({}, []),
    "by one process": ({}, ["--jobs", "1"]),
    "on another day": ({"SOURCE_DATE_EPOCH": "1500000000"}, []),
    "in another zone": ({"TZ": "Asia/Tokyo"}, []),
    "in another language": ({"LC_ALL": "C", "LANG": "C"}, []),
    "with another order of sets": ({"PYTHONHASHSEED": "4711"}, []),
    "under a mask that hides": ({"MASK": "077"}, []),
}
"""Condition → what the environment and the command have more than in the plain build."""


def copy(folder: Path) -> Path:
    """Copy what a build reads, without its history, so that all copies have the same."""
    folder.mkdir(parents=True)
    for name in (*COPIED, "pyproject.toml", "requirements.lock"):
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        else:
            shutil.copy(source, folder)
    return folder


def make(folder: Path, environment: dict[str, str], options: list[str], *, everything: bool) -> dict[str, str]:
    """Build in a copy, and return the digest and the mode of each file that was made."""
    # The cache of drawings is not shared: a chart drawn twice is to be the same, too.
    variables = {**os.environ, **environment, "PYTHONPATH": str(folder / "src")}
    mask = int(environment.get("MASK", "022"), 8)
    commands = [["-m", "bookmaking.build", ".", *options]]
    if everything:
        commands += [
            ["-c", "from pathlib import Path; from bookmaking.browser import build_wheel; build_wheel(Path(), Path('_build/made'))"],
            ["-m", "bookmaking.editions", "epub", "_build/made/book.epub"],
            ["-m", "bookmaking.editions", "pdf", "_build/made/book.pdf"],
        ]
    for command in commands:
        done = subprocess.run([sys.executable, *command], cwd=folder, env=variables, umask=mask, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    made = sorted((folder / "_build" / "made").glob("*"))
    return files_in(folder / "_build" / "html") | {f"made/{file.name}": sha256(file.read_bytes()).hexdigest() for file in made}


def digest_of(file: Path) -> str:
    """Return a file's digest and mode; of the home page without the links to editions, which come when these are made."""
    content = file.read_bytes()
    if file.name == f"{HOME}.html":
        before, _, rest = content.partition(BEGIN.encode())
        content = before + rest.partition(END.encode())[2]
    return f"{sha256(content).hexdigest()} {file.stat().st_mode & 0o777:o}"


def files_in(site: Path) -> dict[str, str]:
    """Return the digest and the mode of each file of a site that the build of the pages makes."""
    files = {file.relative_to(site): file for file in sorted(site.rglob("*")) if file.is_file()}
    return {f"html/{name}": digest_of(file) for name, file in files.items() if name.parts[0] != FOLDER and file.suffix[1:] not in WRITERS}


def built_here() -> dict[str, str]:
    """Return the same of the book that is built here, with the chapters to run, or nothing if it is not of what is committed."""
    site = (REPOSITORY / "_build" / "html").resolve()
    is_of_commit = not commit_of(REPOSITORY).endswith("changes") and site.name.split(".")[0] == state_of(REPOSITORY)
    return files_in(site) if is_of_commit and site.suffix == ".run" else {}


def main() -> int:
    """Compare, and say what differs."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--quick", action="store_true", help="one build that differs in all conditions, not one for each")
    parser.add_argument("--all", action="store_true", help="the PDF, the EPUB and the wheel, too")
    options = parser.parse_args()
    conditions = CONDITIONS
    if options.quick:
        parts = CONDITIONS.values()
        together = {name: value for environment, _ in parts for name, value in environment.items()}
        conditions = {", ".join(CONDITIONS): (together, [option for _, added in parts for option in added])}
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        plain = built_here() if options.quick and not options.all else {}
        if plain:
            known = commit_of(REPOSITORY).removeprefix("commit ")
            conditions = {name: ({**environment, OFFER: "yes"}, added) for name, (environment, added) in conditions.items()}
        else:
            known = ""
            plain = make(copy(Path(scratch) / "plain"), {}, [], everything=options.all)
        for number, (condition, (environment, added)) in enumerate(conditions.items()):
            folder = copy(Path(scratch) / f"copy {number}")
            (folder / ARCHIVED).write_text(known, encoding="ascii")  # as in an archive of the commit
            other = make(folder, environment, added, everything=options.all)
            differing = sorted(name for name in {*plain, *other} if plain.get(name) != other.get(name))
            failed += bool(differing)
            print(f"{'DIFFERS' if differing else 'the same'}: {len(plain)} files, built {condition}", *differing, sep="\n    ", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
