"""A build leaves the last good site alone until the next one is whole, and has nothing to do where nothing changed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bookmaking import browser, pyodide
from bookmaking import build as module
from bookmaking.build import alone, build, build_page, check, current, main, render
from bookmaking.state import SOURCES, kept, state_of


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with all that a site is made of; its pages are made without Sphinx, and say what the source says."""
    for name in SOURCES:
        if "." in name or name.startswith("LICENSE"):
            (tmp_path / name).write_text(name, encoding="utf-8")
        else:
            (tmp_path / name).mkdir()
    (tmp_path / "book" / "index.md").write_text("one", encoding="utf-8")

    def render(root: Path, html: Path, doctrees: Path, **_: object) -> bool:
        html.mkdir(parents=True)
        (html / "index.html").touch(mode=0o600)
        text = (root / "book" / "index.md").read_text(encoding="utf-8")
        (html / "index.html").write_text(text, encoding="utf-8")
        (html / ".buildinfo").touch()
        return text != "broken"

    monkeypatch.setattr(module, "render", render)
    monkeypatch.setattr(module, "check", lambda: (0, ""))
    return tmp_path


def shown(root: Path) -> str:
    """Return what the home page says."""
    return (root / "_build" / "html" / "index.html").read_text(encoding="utf-8")


def change(root: Path, text: str) -> None:
    """Change the source of the home page."""
    (root / "book" / "index.md").write_text(text, encoding="utf-8")


def test_a_site_takes_the_place_of_the_last_one_and_leaves_nothing_behind(root: Path) -> None:
    assert build(root) and shown(root) == "one"
    change(root, "two")
    assert build(root) and shown(root) == "two"
    assert [site.name for site in (root / "_build" / "sites").iterdir()] == [current(root / "_build" / "html")]


def test_nothing_is_built_where_nothing_changed(root: Path) -> None:
    build(root)
    before = current(root / "_build" / "html")
    assert build(root) and current(root / "_build" / "html") == before
    # A file with the same content at another time is the same.
    (root / "book" / "index.md").touch()
    assert build(root) and current(root / "_build" / "html") == before


@pytest.mark.parametrize("name", SOURCES)
def test_a_change_of_any_source_is_a_change(name: str, root: Path) -> None:
    before = state_of(root)
    (root / name / "new" if (root / name).is_dir() else root / name).write_text("changed", encoding="utf-8")
    assert state_of(root) != before


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("src/package/__init__.py", True),
        ("src/package/__main__.py", True),
        ("src/package/__pycache__/module.pyc", False),
        ("book/.ipynb_checkpoints/index.ipynb", False),
        ("book/.hidden", False),
        ("tests/test.py", False),
    ],
)
def test_what_python_and_editors_leave_is_no_source(name: str, counts: bool, root: Path) -> None:
    file, before = root / name, state_of(root)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("new", encoding="utf-8")
    assert (state_of(root) != before) is counts


def test_a_change_of_the_address_is_a_change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state_of(root)
    monkeypatch.setenv("BOOK_URL", "https://example.org/book/")
    assert state_of(root) != before


def test_a_build_that_fails_leaves_the_last_good_site_and_says_so(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, "broken")
    assert main([str(root)]) == 1
    assert capsys.readouterr().err == "The book could not be built.\n"
    change(root, "one")
    assert main([str(root)]) == 0
    change(root, "broken")
    assert main([str(root)]) == 1
    assert shown(root) == "one"
    assert capsys.readouterr().err == "The book could not be built; the last good one is kept.\n"
    assert main([str(root)]) == 1  # and does not pass for built


def test_no_book_is_built_of_data_that_are_not_in_order(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "check", lambda: (1, "groups.csv, row 2: a finding\n"))
    assert main([str(root)]) == 1
    assert not (root / "_build" / "html").exists()
    said = capsys.readouterr()
    assert (said.out, said.err) == ("groups.csv, row 2: a finding\n", "The book is not built of data that are not in order.\n")


def test_a_site_in_which_chapters_run_stays_until_something_changes(root: Path) -> None:
    build(root, complete=lambda html: (html / "run").mkdir())
    assert build(root) and (root / "_build" / "html" / "run").is_dir()
    change(root, "two")
    assert build(root) and not (root / "_build" / "html" / "run").exists()


def test_a_folder_of_an_earlier_version_gives_way_to_the_link(root: Path) -> None:
    (root / "_build" / "html").mkdir(parents=True)
    assert build(root) and (root / "_build" / "html").is_symlink() and shown(root) == "one"


def test_every_user_may_read_a_site(root: Path) -> None:
    build(root)
    html = root / "_build" / "html"
    assert [place.stat().st_mode & 0o777 for place in (html, html / "index.html")] == [0o755, 0o644]


@pytest.mark.parametrize("result", [0, 1])
def test_jupyter_book_reads_all_and_fails_at_any_warning(result: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}
    monkeypatch.setattr("jupyter_book.sphinx.build_sphinx", lambda *folders, **options: asked.update(options, folders=folders) or result)
    monkeypatch.setattr(os, "register_at_fork", lambda **_: None)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert render(tmp_path, tmp_path / "html", tmp_path / "doctrees", pages=[tmp_path / "a.md"]) is (result == 0)
    assert asked["folders"] == (tmp_path / "book", tmp_path / "html")
    assert asked["path_config"] == tmp_path / "_config.yml"
    assert asked["confoverrides"]["external_toc_path"] == str(tmp_path / "book" / "_toc.yml")
    assert asked["confoverrides"]["nitpicky"]
    assert all(asked[option] for option in ("noconfig", "quiet", "warningiserror", "keep_going"))
    assert (asked["doctreedir"], asked["filenames"], asked["jobs"]) == (tmp_path / "doctrees", [str(tmp_path / "a.md")], 6)
    render(tmp_path, tmp_path / "html", tmp_path / "doctrees", jobs=4)
    assert (asked["filenames"], asked["jobs"]) == ([], 4)


def test_the_data_are_checked_as_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "supportgroups", lambda arguments: print(*arguments) or 3)
    assert check() == (3, "check\n")


def test_the_book_of_the_current_folder_is_built_unless_another_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = iter([(root.resolve(), None, 3)])
    monkeypatch.setattr(module, "build", lambda *folder, complete, jobs: (*folder, complete, jobs) == next(asked))
    monkeypatch.chdir(root)
    assert main(["--jobs", "3"]) == 0
    with pytest.raises(SystemExit):
        main(["--page", "index", "--run"])
    assert "usage: python -m bookmaking.build [" in capsys.readouterr().err


def begin(code: str) -> subprocess.Popen[str]:
    """Run code that works with a build's lock, in a process of its own."""
    preamble = "import os, sys, time\nfrom pathlib import Path\nfrom bookmaking.build import alone, end_with_parent\n"
    return subprocess.Popen([sys.executable, "-c", preamble + code], stdout=subprocess.PIPE, text=True)


def test_one_build_at_a_time_works_in_a_folder(tmp_path: Path) -> None:
    with alone(tmp_path):
        other = begin(f"with alone(Path({str(tmp_path)!r})): print('in', flush=True)")
        with pytest.raises(subprocess.TimeoutExpired):
            other.communicate(timeout=2)
    assert other.communicate(timeout=20)[0] == "in\n"


def test_what_a_stopped_build_began_neither_holds_its_lock_nor_stays(tmp_path: Path) -> None:
    first = begin(
        f"""
os.register_at_fork(after_in_child=end_with_parent)
with alone(Path({str(tmp_path)!r})):
    if os.fork():
        time.sleep(60)
    print(os.getpid(), flush=True)
    time.sleep(60)
"""
    )
    assert first.stdout is not None
    child = int(first.stdout.readline())
    first.kill()
    with alone(tmp_path):  # or this would wait for ever
        pass
    for _ in range(100):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the process that the stopped one began is still there")


def test_a_page_that_is_not_there_is_named_with_those_that_are(root: Path) -> None:
    with pytest.raises(SystemExit, match="the book has no page 'indx'; its pages: index"):
        build_page(root, "indx")


def test_a_page_is_built_beside_the_book_and_the_others_are_read_once(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[object] = []

    def render(root: Path, html: Path, doctrees: Path, *, pages: list[Path] | None) -> bool:
        asked.append(pages)
        doctrees.mkdir(parents=True, exist_ok=True)
        (doctrees / "environment.pickle").touch()
        return "broken" not in (root / "book" / "index.md").read_text(encoding="utf-8")

    monkeypatch.setattr(module, "render", render)
    folder, source = root.resolve() / "_build" / "page", root.resolve() / "book" / "index.md"
    for text in ("one", "two"):
        change(root, text)
        assert main([str(root), "--page", "index"]) == 0
        (kept_there,) = folder.iterdir()
        assert capsys.readouterr().out == f"The page is at {(kept_there / 'html' / 'index.html').as_uri()}\n"
    assert asked == [None, [source]]
    (root / "data" / "groups.csv").touch()  # on which all pages depend
    change(root, "broken")
    assert main([str(root), "--page", "index"]) == 1
    assert asked[2:] == [None] and len(list(folder.iterdir())) == 1 and not kept_there.exists()
    assert not (root / "_build" / "html").exists()


def test_a_site_with_the_chapters_to_run_offers_them_on_its_pages(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(browser.OFFER, "")
    monkeypatch.delenv(browser.OFFER)
    added: list[object] = []

    def add(*arguments: object, **options: object) -> None:
        added.extend([*arguments, options, os.environ[browser.OFFER]])

    monkeypatch.setattr(browser, "add", add)
    with pytest.raises(SystemExit, match=r"python: no pyodide\.mjs"):
        main([str(root), "--run", "--pyodide", "python"])
    assert not (root / "_build").exists(), "a distribution that is not right is refused before anything is built"
    monkeypatch.setattr(pyodide, "faults", lambda folder: [])
    assert main([str(root), "--run", "--pyodide", "python"]) == 0
    top = root.resolve()
    assert added == [top, top / "_build" / "sites" / "unfinished" / "html", {"distribution": Path("python")}, "yes"]
    assert capsys.readouterr().out == f"The book is at {top / '_build' / 'html' / 'index.html'}\n"
    assert current(root / "_build" / "html").endswith(".run")


@pytest.mark.parametrize("changed", ["data/groups.csv", "src/code.py", "src/words.toml", "CITATION.cff", "LICENSE-TEXT-AND-DATA"])
def test_what_is_kept_is_made_anew_when_what_it_follows_from_changes(root: Path, changed: str) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert [kept(root, "entries", make), kept(root, "entries", make)] == [0, 0]
    (root / "book" / "index.md").write_text("two", encoding="utf-8")
    assert kept(root, "entries", make) == 0, "a page's words have no part in it"
    (root / changed).write_text("other", encoding="utf-8")
    assert kept(root, "entries", make) == 1
    assert [kept(root, "entries", make, of="a cell"), kept(root, "entries", make, of="a cell")] == [2, 2]
    assert len(list((root / "_build" / "kept").iterdir())) == 1, "what is out of date goes"


INTERRUPTED = """
import os
from multiprocessing import get_context
from pathlib import Path

import jupyter_book.sphinx

from bookmaking.build import render

def interrupted(*_, **__):
    _, end = os.pipe()  # which nobody reads
    get_context("fork").Process(target=os.write, args=(end, bytes(1_000_000))).start()
    raise KeyboardInterrupt

jupyter_book.sphinx.build_sphinx = interrupted
render(Path(), Path(), Path())
"""


def test_a_build_that_is_interrupted_does_not_wait_for_its_processes() -> None:
    finished = subprocess.run([sys.executable, "-c", INTERRUPTED], timeout=120, check=False, capture_output=True, text=True)
    assert finished.returncode != 0 and finished.stderr.rstrip().endswith("KeyboardInterrupt")
