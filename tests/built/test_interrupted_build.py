"""A build that is stopped at whatever moment leaves a whole book, the last good one or its own, and the next build is right."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sys
import time
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import paper
from reproducible import copy

from bookmaking.build import main
from bookmaking.state import ARCHIVED, commit_of

TIMES = 20
PATIENCE = 120  # seconds, in which a build that was stopped has ended on however busy a machine
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
CHANGED = ("index.html", "_sources/index.md")
INDEX = "searchindex.js"  # has the changed number among its words
TEXT = "# A small book\n\nChange number {}.\n"
CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["bookmaking.build", "jupyter_book.sphinx", "bookmaking.sphinx_extension"])


def small_book(folder: Path) -> Path:
    """Make a book of a few pages, so that twenty builds take a minute; Sphinx shares out so many between two processes.

    It is of the commit of the book that is built here, and begins with what that build has kept.
    """
    copy(folder)
    (folder / ARCHIVED).write_text(commit_of(paper.REPOSITORY).removeprefix("commit "), encoding="ascii")
    shutil.copytree(paper.REPOSITORY / "_build" / "kept", folder / "_build" / "kept")
    for page in (folder / "book").glob("*.md"):
        page.unlink()
    (folder / "book" / "redirects.txt").unlink()  # files that are left out, too, have moved
    names = [f"page-{number}" for number in range(1, 7)]
    for name in names:
        (folder / "book" / f"{name}.md").write_text(f"# {name}\n\nA few words.\n", encoding="utf-8")
    chapters = "".join(f"  - file: {name}\n" for name in names)
    (folder / "book" / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{chapters}", encoding="utf-8")
    return folder


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file of the book."""
    html = folder / "_build" / "html"
    return {str(file.relative_to(html)): sha256(file.read_bytes()).hexdigest() for file in html.rglob("*") if file.is_file()}


def build(folder: Path) -> None:
    """Build as the command does, and say nothing."""
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(silence, stream.fileno())
    sys.exit(main([str(folder)]))


def start(folder: Path) -> ForkServerProcess:
    """Begin to build, in a process that has imported what a build needs: until then there is nothing that a stop could harm."""
    process = CONTEXT.Process(target=build, args=[folder])
    process.start()
    return process


def ended(process: ForkServerProcess) -> int | None:
    """Return how a build ended, once it has."""
    process.join(PATIENCE)
    return process.exitcode


def changes_shown(folder: Path) -> set[int]:
    """Return the numbers of the changes that the files of the changed page show; of one build, they are one number."""
    files = [folder / "_build" / "html" / name for name in CHANGED]
    return {int(number) for file in files for number in re.findall(r"Change number (\d+)\.", file.read_text(encoding="utf-8"))}


def test_a_stopped_build_leaves_a_whole_book_and_the_next_is_right(tmp_path: Path) -> None:
    folder = small_book(tmp_path / "book")
    page = folder / "book" / "index.md"
    page.write_text(TEXT.format(0), encoding="utf-8")
    assert ended(start(folder)) == 0  # which also makes what later builds keep
    assert changes_shown(folder) == {0}
    good = digests(folder)
    page.write_text(TEXT.format(1), encoding="utf-8")
    began = time.monotonic()
    assert ended(start(folder)) == 0
    took = time.monotonic() - began
    assert changes_shown(folder) == {1}
    moments = random.Random(1998)
    stopped, number = 0, 1
    while stopped < TIMES:
        # A change for each, so that there is something to build.
        number += 1
        page.write_text(TEXT.format(number), encoding="utf-8")
        before = changes_shown(folder)
        began = time.monotonic()
        process = start(folder)
        process.join(moments.uniform(0, took))
        if process.exitcode is None:
            assert process.pid is not None
            os.kill(process.pid, SIGNALS[stopped % len(SIGNALS)])
            assert ended(process) is not None
            stopped += 1
        else:
            took = time.monotonic() - began  # it was done before it could be stopped: the machine has become quicker
        # A build that is stopped after its book was swapped in leaves its own.
        after = changes_shown(folder)
        assert after in (before, {number}), f"stopped with change {number}"
        now = digests(folder)
        differ = {name for name in good.keys() | now.keys() if good.get(name) != now.get(name)}
        assert differ == ({*CHANGED, INDEX} if after != {0} else set()), f"stopped with change {number}"
    page.write_text(TEXT.format(0), encoding="utf-8")
    assert ended(start(folder)) == 0
    assert digests(folder) == good
    assert [place.name for place in (folder / "_build" / "sites").iterdir()] == [(folder / "_build" / "html").readlink().name]
