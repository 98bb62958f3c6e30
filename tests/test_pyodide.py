"""Python for the browser: what is fetched is what the lock file names, or it is refused."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bookmaking import pyodide
from bookmaking.pyodide import CORE, IMPORTED, LOCK, VERSION, VERSIONS, copy, faults, fetch, wheels

OTHER = {"unneeded": {"version": "1", "file_name": "unneeded.whl", "sha256": "0", "depends": []}}


def content(file: str) -> bytes:
    """Return what stands in a package's file."""
    return f"the content of {file}".encode()


@pytest.fixture
def core(tmp_path: Path) -> Path:
    """Return a folder with what starts Python; one package needs another one besides."""
    folder = tmp_path / "core"
    folder.mkdir()
    for name in CORE:
        (folder / name).write_text(f'version = "{VERSION}"', encoding="utf-8")
    packages = {
        name: {
            "version": VERSIONS.get(name, "1.0"),
            "file_name": f"{name}-1.whl",
            "sha256": sha256(content(f"{name}-1.whl")).hexdigest(),
            "depends": ["numpy", "six"] if name == "pandas" else [],
        }
        for name in (*IMPORTED, "six")
    }
    (folder / LOCK).write_text(json.dumps({"packages": packages | OTHER}), encoding="utf-8")
    return folder


@pytest.fixture
def served() -> Iterator[tuple[str, dict[str, bytes | int | None], list[str]]]:
    """Serve what each test puts in the place of a file (a status, or None to cut it off), and note what is asked for."""
    instead: dict[str, bytes | int | None] = {}
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            file = self.path.removeprefix("/full/")
            asked.append(file)
            answer = instead.get(file, content(file))
            if isinstance(answer, int):
                self.send_error(answer)
                return
            body = content(file) if answer is None else answer
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if answer is None else body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/full/", instead, asked
        server.shutdown()


Served = tuple[str, dict[str, bytes | int | None], list[str]]
FILES = sorted(f"{name}-1.whl" for name in (*IMPORTED, "six"))


def test_exactly_what_the_chapters_need_is_fetched_and_kept(core: Path, served: Served, tmp_path: Path) -> None:
    address, _, asked = served
    assert fetch(core, tmp_path / "kept", address) == []
    assert sorted(asked) == FILES
    assert sorted(file.name for file in (tmp_path / "kept").iterdir()) == sorted([*CORE, *FILES])
    assert list(faults(tmp_path / "kept")) == []
    assert fetch(core, tmp_path / "kept", address) == [] and len(asked) == len(FILES), "what is there is not asked for again"
    command = [sys.executable, "-m", "bookmaking.pyodide", str(core), str(tmp_path / "kept")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0, "nothing is missing, and no network is needed"
    (tmp_path / "kept" / "unneeded.whl").touch()
    copy(tmp_path / "kept", tmp_path / "site")
    assert sorted(file.name for file in (tmp_path / "site").iterdir()) == sorted([*CORE, *FILES])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"something else", "14 bytes with SHA-256 "),
        (404, "HTTPError 404: 'Not Found'"),
        (None, "IncompleteRead("),
    ],
    ids=["wrong", "missing", "cut off"],
)
def test_a_file_that_is_not_right_is_named_and_not_kept(
    answer: bytes | int | None, said: str, core: Path, served: Served, tmp_path: Path
) -> None:
    address, instead, _ = served
    instead["numpy-1.whl"] = answer
    (told,) = fetch(core, tmp_path / "kept", address)
    assert told.startswith(f"{address}numpy-1.whl: ") and said in told
    assert told.endswith(f"expected {'' if said.startswith('14') else 'a file with SHA-256 '}{sha256(content('numpy-1.whl')).hexdigest()}")
    assert sorted(file.name for file in (tmp_path / "kept").iterdir()) == sorted({*CORE, *FILES} - {"numpy-1.whl"}), "the rest is kept"
    with pytest.raises(SystemExit, match=r"numpy-1\.whl: not there: expected a file with SHA-256"):
        copy(tmp_path / "kept", tmp_path / "site")
    assert not (tmp_path / "site").exists()
    del instead["numpy-1.whl"]
    assert fetch(core, tmp_path / "kept", address) == []


def test_a_distribution_that_is_not_whole_or_not_the_right_one_is_refused(core: Path, served: Served, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    fetch(core, folder, served[0])
    (folder / "numpy-1.whl").write_bytes(b"changed")
    assert [fault.partition(": ")[2][:8] for fault in faults(folder)] == ["SHA-256 "]
    (folder / "pyodide.mjs").write_text('version = "0.1"', encoding="utf-8")
    assert f"{folder / 'pyodide.mjs'}: another version: expected Pyodide {VERSION}" in faults(folder)
    (folder / "pyodide.asm.wasm").unlink()
    assert list(faults(folder)) == [f"{folder}: no pyodide.asm.wasm: expected a folder with a distribution of Pyodide {VERSION}"]


def test_a_lock_file_without_a_package_or_with_another_version_is_refused(core: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyodide, "IMPORTED", ("matplotlib",))
    with pytest.raises(SystemExit, match="no package 'matplotlib'"):
        wheels(core)
    monkeypatch.setattr(pyodide, "IMPORTED", ("pandas",))
    monkeypatch.setattr(pyodide, "VERSIONS", {"numpy": "2.0"})
    with pytest.raises(SystemExit, match=r"numpy 2\.4\.6: expected 2\.0, with which the chapters are tested"):
        wheels(core)
