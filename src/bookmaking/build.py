"""The book, built beside the last good one and put in its place when it is whole: ``python -m bookmaking.build``.

``_build/html`` is a link to a finished site in ``_build/sites``. A build that fails, or is stopped at whatever moment, leaves it alone.
Each site's name begins with a digest of all that the site is made of, so a second build of the same sources has nothing to do.
"""

import argparse
import fcntl
import gc
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from io import StringIO
from multiprocessing import active_children
from pathlib import Path

from bookmaking import browser, pyodide
from bookmaking.state import SOURCES, kept, state_of
from supportgroups.__main__ import main as supportgroups


def render(root: Path, html: Path, doctrees: Path, *, pages: list[Path] | None = None, jobs: int | None = None) -> bool:
    """Have Jupyter Book make all pages, or those of some sources, any warning an error; return whether it could.

    Pages are dealt out in as many lots as there are jobs. Some lots take far longer than others, so there are two for each processor.
    """
    from jupyter_book.sphinx import build_sphinx

    os.register_at_fork(after_in_child=end_with_parent)
    try:
        result: object = build_sphinx(
            root / "book",
            html,
            noconfig=True,
            path_config=root / "_config.yml",
            confoverrides={"external_toc_path": str(root / "book" / "_toc.yml"), "latex_individualpages": False, "nitpicky": True},
            doctreedir=doctrees,
            filenames=[str(page) for page in pages or []],
            quiet=True,
            warningiserror=True,
            keep_going=True,
            jobs=jobs or 2 * (os.cpu_count() or 1),
        )
    finally:
        # Python waits at its end for the processes that read and write pages. What an interruption leaves of them wants to be heard first.
        for process in active_children():
            process.kill()
    return result == 0


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Allow one build at a time in a folder; the lock ends with its process, however that ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)  # one that processes which Sphinx begins do not inherit: they may outlive this one for a moment
        yield


def end_with_parent() -> None:
    """End this process when the one that began it has ended: otherwise it would wait for ever to hand over what it has made."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.2)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def current(link: Path) -> str:
    """Return the name of the site that a link leads to, or nothing where there is none."""
    return link.readlink().name if link.is_symlink() and link.is_dir() else ""


def swap(site: Path, link: Path) -> None:
    """Make a link lead to a site, in one step, so that there is a whole site at every moment."""
    if link.is_dir() and not link.is_symlink():  # a folder in which an earlier version built
        link.rename(site.with_name("earlier"))
    following = link.with_name(f"{link.name}.following")
    following.unlink(missing_ok=True)
    following.symlink_to(os.path.relpath(site, link.parent))
    following.replace(link)


def build(root: Path, *, complete: Callable[[Path], object] | None = None, jobs: int | None = None) -> bool:
    """Build the book, unless it is built from these very sources; return whether it is there. `complete` may add to the finished pages."""
    sites, link = root / "_build" / "sites", root / "_build" / "html"
    with alone(root / "_build"):
        sites.mkdir(exist_ok=True)
        state = state_of(root)
        if complete is None and current(link).split(".")[0] == state:
            return True
        for left in sites.iterdir():  # by builds that were stopped
            if left.name != current(link):
                shutil.rmtree(left)
        site = sites / f"{state}.{time.time_ns():x}{'.run' if complete else ''}"
        unfinished = sites / "unfinished"
        if not render(root, unfinished / "html", unfinished / "doctrees", jobs=jobs):
            return False
        if complete:
            complete(unfinished / "html")
        (unfinished / "html" / ".buildinfo").unlink()  # for Sphinx's next build in this folder, which there will not be
        for place in [unfinished / "html", *(unfinished / "html").rglob("*")]:  # whatever the mask: a web server may be another user
            place.chmod(0o755 if place.is_dir() else 0o644)
        (unfinished / "html").rename(site)
        swap(site, link)
        for older in sites.iterdir():
            if older != site:
                shutil.rmtree(older)
    return True


def check() -> tuple[int, str]:
    """Check the data, and return how that ended and what was said."""
    said = StringIO()
    with redirect_stdout(said):
        return supportgroups(["check"]), said.getvalue()


def build_page(root: Path, name: str) -> Path | None:
    """Build one page anew, beside the book, and return it; None where it has warnings. What was read of the other pages is kept."""
    sources = sorted(file for file in (root / "book").iterdir() if file.suffix in {".ipynb", ".md"})
    source = next((file for file in sources if file.stem == name), None)
    if source is None:
        raise SystemExit(f"the book has no page {name!r}; its pages: {', '.join(file.stem for file in sources)}")
    folder = root / "_build" / "page"
    with alone(root / "_build"):
        folder.mkdir(exist_ok=True)
        # What all pages depend on makes all pages anew.
        kept = folder / state_of(root, tuple(part for part in SOURCES if part != "book"))
        for older in folder.iterdir():
            if older != kept:
                shutil.rmtree(older)
        warm = (kept / "doctrees" / "environment.pickle").is_file()
        made = render(root, kept / "html", kept / "doctrees", pages=[source] if warm else None)
    return kept / "html" / f"{name}.html" if made else None


def main(arguments: list[str] | None = None) -> int:
    """Check the data and build the book, or one page of it, and say where it is."""
    parser = argparse.ArgumentParser(prog="python -m bookmaking.build", description=main.__doc__)
    parser.add_argument("root", type=Path, nargs="?", default=Path(), help="the top folder of the book; this one unless given")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--page", help="build this page only, beside the book")
    what.add_argument("--run", action="store_true", help="with the chapters to run in the browser")
    parser.add_argument("--pyodide", type=Path, help="with --run: a folder with a distribution of Pyodide, to make it part of the site")
    parser.add_argument("--jobs", type=int, help="how many processes read and write pages; two for each processor unless given")
    options = parser.parse_args(arguments)
    gc.disable()  # what Sphinx makes of the pages is kept to the end: to look for garbage in it takes a seventh of the time
    root: Path = options.root.resolve()
    if options.pyodide:
        pyodide.verify(options.pyodide)  # before the minutes that the book takes
    if options.page:
        if page := build_page(root, options.page):
            print(f"The page is at {page.as_uri()}")
        return int(page is None)
    wrong, said = kept(root, "check", check)
    print(said, end="", flush=True)
    if wrong:
        print("The book is not built of data that are not in order.", file=sys.stderr)
        return 1
    if options.run:
        os.environ[browser.OFFER] = "yes"
    complete = partial(browser.add, root, distribution=options.pyodide) if options.run else None
    if not build(root, complete=complete, jobs=options.jobs):
        last = "; the last good one is kept" if (root / "_build" / "html").exists() else ""
        print(f"The book could not be built{last}.", file=sys.stderr)
        return 1
    print(f"The book is at {root / '_build' / 'html' / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
