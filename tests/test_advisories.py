"""What `make advisories` says, by what the database answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from advisories import FOUND, NONE, NOT_ASKED, main

WEAKNESS = {
    "id": "PYSEC-0-1",
    "summary": "A weakness",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.0"}]}],
            "versions": ["2.10", "2.11"],
        }
    ],
}


class Database(BaseHTTPRequestHandler):
    """What answers as osv.dev does: with the weaknesses of a name and a version."""

    weak: frozenset[str] = frozenset()
    """The versions of Jinja2 that have one."""
    status = 200

    def do_POST(self) -> None:
        """Answer a question."""
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = json.dumps({"vulns": [WEAKNESS]} if question["version"] in self.weak else {}).encode()
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with ThreadingHTTPServer(("127.0.0.1", 0), Database) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    file = tmp_path / "requirements.lock"
    file.write_text(f"jinja2==2.11 \\\n    --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("weak", "status", "code", "said"),
    [
        ({"2.10"}, 200, NONE, "was asked for 1 packages: no weakness is known"),
        ({"2.10", "2.11"}, 200, FOUND, "jinja2 2.11: PYSEC-0-1, mended in 3.0"),
        ({}, 200, NOT_ASKED, "could not be asked, so it is not known whether"),
        ({"2.10"}, 503, NOT_ASKED, "could not be asked, so it is not known whether"),
    ],
    ids=["none", "one", "it knows nothing", "it is out of order"],
)
def test_what_is_said_follows_from_the_answer(
    weak: set[str],
    status: int,
    code: int,
    said: str,
    database: str,
    requirements: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(Database, "weak", frozenset(weak))
    monkeypatch.setattr(Database, "status", status)
    assert main([str(requirements), "--service", database]) == code
    told = capsys.readouterr().out
    assert said in told
    assert ("no weakness is known" in told) == (code == NONE)


def test_no_answer_is_not_taken_for_a_good_one(requirements: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(requirements), "--service", "http://127.0.0.1:9/v1/query"]) == NOT_ASKED
    assert "could not be asked" in capsys.readouterr().out
