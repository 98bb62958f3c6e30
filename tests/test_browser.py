"""The chapters in the browser: what the site is made of. What a reader meets there is tried in tests/site/run.test.mjs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from bookmaking.browser import FETCH, KERNEL, chapter, repack, write_contents, write_settings
from bookmaking.pyodide import FOLDER, VERSION, VERSIONS, wheels


def test_a_chapter_begins_by_fetching_and_has_the_browsers_kernel(repository: Path) -> None:
    stored = json.loads((repository / "book" / "05-conclusion.ipynb").read_text(encoding="utf-8"))
    made = chapter(stored)
    assert "".join(made["cells"][0]["source"]) == FETCH
    assert '"image/svg+xml"' in json.dumps(stored) and '"image/svg+xml"' not in json.dumps(made)
    assert [cell["source"] for cell in made["cells"][1:]] == [cell["source"] for cell in stored["cells"]]
    assert made["metadata"]["kernelspec"] == KERNEL
    assert stored["metadata"]["kernelspec"] != KERNEL, "the chapter itself stays as it was"


def test_the_site_holds_every_chapter_the_lists_of_works_and_the_contents(repository: Path, tmp_path: Path) -> None:
    write_contents(repository / "book", tmp_path / "contents")
    book = {file.name for file in (repository / "book").iterdir() if file.suffix in {".bib", ".ipynb", ".md", ".yml"}}
    assert {file.name for file in (tmp_path / "contents").iterdir()} == book


def test_a_package_packed_again_installs(tmp_path: Path) -> None:
    wheel = repack("comm", tmp_path / "wheels")
    target = tmp_path / "installed"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    assert (target / "comm" / "__init__.py").is_file()
    assert (target / f"comm-{version('comm')}.dist-info").is_dir()
    assert repack("comm", tmp_path / "again").read_bytes() == wheel.read_bytes(), "the same at each build"


def test_settings_name_the_version_under_which_a_browser_keeps_copies_and_where_python_comes_from(tmp_path: Path) -> None:
    write_settings(tmp_path / "work", None, "7.0")
    settings = json.loads((tmp_path / "work" / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    assert settings["contentsStorageName"] == "supportgroups 7.0"
    assert settings["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]["pyodideUrl"] == f"{FOLDER}pyodide.mjs"
    with pytest.raises(SystemExit, match=re.escape(f"expected a folder with a distribution of Pyodide {VERSION}")):
        write_settings(tmp_path / "other", tmp_path / "nothing", "7.0")


def test_the_versions_tried_are_those_of_pyodide(repository: Path) -> None:
    package = repository / "tests" / "site" / "node_modules" / "pyodide"
    assert json.loads((repository / "tests" / "site" / "package.json").read_text())["dependencies"]["pyodide"] == VERSION
    pins = dict(
        re.findall(
            r"^(\w+)==(\S+)$", (repository / "tests/browser-versions/requirements.in").read_text(encoding="utf-8"), flags=re.MULTILINE
        )
    )
    assert pins == VERSIONS
    lock = (repository / "tests/browser-versions/requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|--index-url|--find-links", lock)
    for name, pin in pins.items():
        assert re.search(rf"^{name}=={re.escape(pin)} \\\n    --hash=sha256:", lock, flags=re.MULTILINE), name
    if not package.is_dir():
        pytest.skip("Pyodide is not at hand to compare with: make audit-run")
    assert {file.partition("-")[0] for file in wheels(package)} >= set(pins)
