"""A build that is stopped at whatever moment leaves the last good book as it was, and the next build is right."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

from reproducible import copy

TIMES = 20
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file of the book."""
    html = folder / "_build" / "html"
    return {str(file.relative_to(html)): sha256(file.read_bytes()).hexdigest() for file in html.rglob("*") if file.is_file()}


def start(folder: Path) -> subprocess.Popen[bytes]:
    """Begin to build."""
    command = [sys.executable, "-m", "bookmaking.build"]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_the_last_good_book_survives_twenty_stops(tmp_path: Path) -> None:
    folder = copy(tmp_path / "book")
    page = folder / "book" / "how-to-cite.md"
    original = page.read_text(encoding="utf-8")
    assert start(folder).wait() == 0
    good = digests(folder)
    page.write_text(f"{original}\nA change.\n", encoding="utf-8")
    began = time.monotonic()
    assert start(folder).wait() == 0
    took = time.monotonic() - began
    changed = digests(folder)
    assert changed.keys() == good.keys() and changed != good
    moments = random.Random(1998)
    finished = 0
    for number in range(TIMES):
        # A change for each, so that there is something to build.
        page.write_text(f"{original}\nA change, {number}.\n", encoding="utf-8")
        process = start(folder)
        time.sleep(moments.uniform(0, took))
        process.send_signal(SIGNALS[number % len(SIGNALS)])
        finished += process.wait() == 0
        if finished == 0:
            assert digests(folder) == changed, f"stopped the {number + 1}th time"
        else:  # it was quicker than the one that was timed
            assert digests(folder).keys() == good.keys()
    assert finished < TIMES / 2
    page.write_text(original, encoding="utf-8")
    assert start(folder).wait() == 0
    assert digests(folder) == good
    assert [place.name for place in (folder / "_build" / "sites").iterdir()] == [(folder / "_build" / "html").readlink().name]
