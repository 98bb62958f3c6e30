"""The chapters in the browser: what the site is made of. What a reader meets there is tried in tests/site/run.test.mjs."""

from __future__ import annotations

import ast
import fnmatch
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

import pytest

from bookmaking import browser
from bookmaking.browser import (
    FETCH,
    FOR_THE_KERNEL,
    KERNEL_EXTENSION,
    LEFT_OUT,
    LISTED,
    METADATA,
    UNUSED,
    WITHOUT,
    chapter,
    repack,
    write_contents,
)
from bookmaking.citing.works import read_citation
from bookmaking.pyodide import IMPORTED, LOCK, VERSION, VERSIONS, wheels
from bookmaking.stored_form import outputs_of


def test_a_chapter_begins_by_fetching_and_has_the_browsers_kernel(repository: Path) -> None:
    stored = json.loads((repository / "book" / "05-conclusion.ipynb").read_text(encoding="utf-8"))
    made = chapter(stored)
    assert "".join(made["cells"][0]["source"]) == FETCH
    assert '"image/svg+xml"' in json.dumps(stored) and '"image/svg+xml"' not in json.dumps(made)
    assert [cell["source"] for cell in made["cells"][1:]] == [cell["source"] for cell in stored["cells"]]
    assert made["metadata"] == METADATA
    assert stored["metadata"] != METADATA, "the chapter itself stays as it was"


def test_the_site_holds_every_chapter_the_lists_of_works_and_the_contents(repository: Path, tmp_path: Path) -> None:
    write_contents(repository / "book", tmp_path / "contents")
    book = {file.name for file in (repository / "book").iterdir() if file.suffix in {".bib", ".ipynb", ".md", ".yml"}}
    assert {file.name for file in (tmp_path / "contents").iterdir()} == book
    for file in (tmp_path / "contents").glob("*.ipynb"):
        # A list of lines would be shown with a comma between them.
        whole = file.read_text(encoding="utf-8")
        assert whole == json.dumps(json.loads(whole), ensure_ascii=False, indent=1) + "\n", "as Jupyter writes it"
        texts = [text for _, output in outputs_of(json.loads(whole)) for text in output.get("data", {}).values()]
        assert not [text for text in texts if isinstance(text, list)], file.name


def test_a_package_packed_again_installs(tmp_path: Path) -> None:
    wheel = repack("comm", tmp_path / "wheels")
    target = tmp_path / "installed"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    assert (target / "comm" / "__init__.py").is_file()
    assert (target / f"comm-{version('comm')}.dist-info").is_dir()
    assert repack("comm", tmp_path / "again").read_bytes() == wheel.read_bytes(), "the same at each build"


def as_a_script_has_it(value: Any) -> str:
    """Return a value as a short script writes it: with names of fields as they are."""
    if isinstance(value, dict):
        return f"{{{','.join(f'{key}:{as_a_script_has_it(one)}' for key, one in value.items())}}}"
    return json.dumps(value)


def test_a_chapter_says_of_its_kernel_what_the_kernel_says_of_itself() -> None:
    scripts = "".join(file.read_text(encoding="utf-8") for file in sorted((KERNEL_EXTENSION / "static").glob("[0-9]*.js")))
    assert f"language_info:{as_a_script_has_it(METADATA['language_info'])}" in scripts
    assert f"spec:{as_a_script_has_it(METADATA['kernelspec']).rstrip('}')}," in scripts


def test_the_cell_that_fetches_is_code_that_may_wait() -> None:
    compile(FETCH, "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


def test_what_the_site_does_without_is_there_to_leave_out() -> None:
    (archive,) = (file for file in distribution("jupyterlite-core").files or () if file.suffix == ".tgz")
    with tarfile.open(str(archive.locate())) as content:
        names = [name.removeprefix("package/") for name in content.getnames()]
        lab, listed = (
            json.load(content.extractfile(f"package/{name}") or io.BytesIO()) for name in ("lab/package.json", f"build/{LISTED}")
        )
    assert [pattern for pattern in UNUSED if not fnmatch.filter(names, pattern)] == []
    assert {*WITHOUT} <= {*lab["jupyterlab"]["extensions"]}
    packages = [package["name"] for package in listed["packages"]]
    assert [begin for begin in LEFT_OUT if not any(name.startswith(begin) for name in packages)] == []


WHEELS = ("supportgroups-7.0-py3-none-any.whl", *(f"{name}-1.whl" for name in FOR_THE_KERNEL))


@pytest.fixture
def root(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a book of one page, for which JupyterLite writes a site of a few files; commands are not run, but kept there."""
    root = tmp_path.resolve()
    (root / "book").mkdir()
    (root / "book" / "page.md").write_text("# Page", encoding="utf-8")
    shutil.copy(repository / "CITATION.cff", root)
    (root / "_build" / "lite" / "contents").mkdir(parents=True)
    (root / "_build" / "lite" / "contents" / "of-an-earlier-build.md").touch()

    def lite(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        (root / "command.json").write_text(json.dumps(command), encoding="utf-8")
        made = root / "html" / "run"
        assert not made.exists(), "what an earlier build made is gone"
        for name in (
            "index.html",
            "build/1.js",
            "build/a.eot",
            "build/fa-a.woff",
            "lab/favicon.ico",
            "lab/package.json",
            "rspack.config.prod.js",
        ):
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(b"diagrams" if name.endswith("1.js") else b"x" * 50_000)
        listed = [{"name": name} for name in ("react", "mermaid")]
        (made / "build" / LISTED).write_text(json.dumps({"packages": listed}), encoding="utf-8")
        failed = "fails" in os.environ
        return subprocess.CompletedProcess(command, int(failed), "a line\n" * failed, "what is wrong" * failed)

    monkeypatch.setattr(subprocess, "run", lite)
    monkeypatch.setattr(browser, "LEFT_OUT", {"mermaid": re.compile(b"diagrams")})
    monkeypatch.setattr(browser, "build_wheel", lambda repository, folder: folder / WHEELS[0])
    monkeypatch.setattr(browser, "repack", lambda name, folder: folder / f"{name}-1.whl")
    (root / "html" / "run").mkdir(parents=True)
    return root


def test_a_site_is_made_with_settings_for_this_book_and_without_what_no_reader_needs(
    root: Path, capsys: pytest.CaptureFixture[str], repository: Path
) -> None:
    browser.add(root, root / "html")
    work, made = root / "_build" / "lite", root / "html" / "run"
    assert sorted(str(file.relative_to(made)) for file in made.rglob("*") if file.is_file()) == [f"build/{LISTED}", "index.html"]
    assert capsys.readouterr().out == "The chapters can be run in the browser: 0.1 MB\n"
    assert [file.name for file in (work / "contents").iterdir()] == ["page.md"]
    own = [root / "src" / name for name in ("labextensions/supportgroups", "liteextensions/supportgroups-browser")]
    wheels = [root / "_build" / "wheel" / WHEELS[0], *(work / "wheels" / wheel for wheel in WHEELS[1:])]
    assert json.loads((root / "command.json").read_text(encoding="utf-8")) == [
        *(sys.executable, "-m", "jupyterlite_core", "build", f"--lite-dir={work}", f"--output-dir={made}", "--apps=lab"),
        *(f"--contents={work / 'contents'}", "--ignore-sys-prefix", "--no-sourcemaps", "--no-unused-shared-packages"),
        *(f"--LiteBuildConfig.federated_extensions={extension}" for extension in (KERNEL_EXTENSION, *own)),
        *(f"--PipliteAddon.piplite_urls={wheel}" for wheel in wheels),
    ]
    assert json.loads((work / "jupyter-lite.json").read_text(encoding="utf-8")) == {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "faviconUrl": "../../_static/icon.svg",
            "appName": "The chapters, to run",
            # No copy that a browser keeps hides a newer version.
            "contentsStorageName": f"supportgroups {read_citation(repository).version}",
            "disabledExtensions": [*WITHOUT],
            "litePluginSettings": {
                "@jupyterlite/pyodide-kernel-extension:kernel": {
                    "disablePyPIFallback": True,
                    "pyodideUrl": f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/pyodide.mjs",
                }
            },
        },
    }
    assert KERNEL_EXTENSION.is_dir() and all((repository / "src" / name).is_dir() for name in browser.EXTENSIONS)


def test_a_site_that_cannot_be_made_says_why(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("fails", "yes")
    with pytest.raises(SystemExit, match=r"cannot be built:\na line\nwhat is wrong$"):
        browser.add(root, root / "html")


def test_a_folder_without_pyodide_is_refused(root: Path) -> None:
    with pytest.raises(SystemExit, match=re.escape(f"expected a folder with a distribution of Pyodide {VERSION}")):
        browser.add(root, root / "html", root / "nothing")


def test_what_the_kernel_installs_at_its_start_comes_from_one_place(repository: Path) -> None:
    (worker,) = KERNEL_EXTENSION.glob("static/comlink.worker.*.js")
    (listed,) = re.findall(r'of(\["ipykernel",[^\]]*\])', worker.read_text(encoding="utf-8"))
    own = {wheel.name.partition("-")[0].replace("_", "-") for wheel in KERNEL_EXTENSION.glob("static/pypi/*.whl")}
    assert {name: (name in own) + (name in FOR_THE_KERNEL) + (name in IMPORTED) for name in json.loads(listed)} == dict.fromkeys(
        json.loads(listed), 1
    )
    lock = repository / "tests" / "site" / "node_modules" / "pyodide" / LOCK
    if not lock.is_file():
        pytest.skip("Pyodide is not at hand to compare with: make audit-run")
    assert not {*FOR_THE_KERNEL} & {*json.loads(lock.read_text(encoding="utf-8"))["packages"]}, "what Pyodide has is taken from there"


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
