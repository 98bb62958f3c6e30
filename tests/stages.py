"""Everything that can be checked, the cheapest first: what `make test` runs.

A stage runs although an earlier one failed, unless it needs what that one makes. Stages run side by side, in the order of the list as far
as there is room and their needs allow. The last lines name each stage with its seconds, and count.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

REPOSITORY = Path(__file__).resolve().parents[1]
REPORTS = REPOSITORY / "_build" / "reports"
BIN = Path(sys.executable).parent
ROOM = 3
"""How many processes work at a time: one more than there are processors, for each waits now and then for a disk, a browser or a kernel."""


class Stage(NamedTuple):
    """A part of the tests: one command, which must end with 0."""

    name: str
    command: Sequence[str]
    processes: int = 1
    """How many processes work in it at a time."""
    needs: Sequence[str] = ()
    """The stages that make what it looks at."""
    after: Sequence[str] = ()
    """Stages for whose end it waits, though it can do without what they make."""
    tools: Sequence[str] = ()
    """What it takes besides Python; see `MISSING`."""
    counts: str = ""
    """The file in the folder of reports, in JUnit's form, that counts its tests; where there is none, the stage counts as one."""


def pytest(report: str, *arguments: str) -> list[str]:
    """Return the command that runs tests by two processes, each file's in one."""
    return [str(BIN / "pytest"), "-n", "2", "--dist", "loadfile", "--quiet", f"--junitxml={REPORTS / report}", *arguments]


def node_test(report: str, *files: str) -> list[str]:
    """Return the command that runs Node.js tests."""
    reporters = ["--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=junit"]
    return ["node", "--test", *reporters, f"--test-reporter-destination={REPORTS / report}", *files]


BROWSER = ("Chromium", "Node.js")
PACKAGES = "packages for the browser"
STAGES = (
    Stage("style, types, contracts, workflows", ["make", "--no-print-directory", "style"]),
    Stage(PACKAGES, ["make", "--no-print-directory", "tests/site/node_modules/installed"], tools=BROWSER),
    Stage("unit tests", pytest("units.xml", "src", "tests", "--ignore=tests/built"), processes=2, counts="units.xml"),
    Stage("versions in the browser", ["make", "--no-print-directory", "browser-versions"]),
    Stage("book and site", [str(BIN / "python"), "-m", "bookmaking.build", "--run"]),
    Stage("PDF", ["make", "--no-print-directory", "pdf"], needs=["book and site"], tools=["Pango"]),
    Stage("EPUB", ["make", "--no-print-directory", "epub"], needs=["book and site"]),
    # Three at a time, for each waits now and then for a kernel to begin or to end.
    Stage("chapters", pytest("chapters.xml", "-n", "3", "-p", "no:hypothesispytest", "book"), processes=2, counts="chapters.xml"),
    Stage("pages", ["node", "tests/site/audit.mjs"], processes=2, needs=["book and site", PACKAGES], counts="pages.xml"),
    Stage(
        "checks of pages",
        node_test("checks.xml", "tests/site/checks.test.mjs", "tests/site/lighthouse.test.mjs"),
        needs=[PACKAGES],
        counts="checks.xml",
    ),
    Stage(
        "pages in Firefox",
        node_test("firefox.xml", "tests/site/firefox.test.mjs"),
        needs=["book and site", PACKAGES],
        tools=["Firefox", "Node.js"],
        counts="firefox.xml",
    ),
    Stage(
        "built book",
        pytest("built.xml", "--no-loadscope-reorder", "tests/built"),
        processes=2,
        needs=["book and site"],
        after=["EPUB", "PDF", PACKAGES],
        counts="built.xml",
    ),
    Stage("two builds", [str(BIN / "python"), "tests/reproducible.py", "--quick"], needs=["book and site"]),
    Stage("running chapters", node_test("run.xml", "tests/site/run.test.mjs"), needs=["book and site", PACKAGES], counts="run.xml"),
)


def missing(tool: str) -> str:
    """Return what to do about a tool that is not there, or nothing where it is."""
    match tool:
        case "Chromium":
            names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
            found = bool(os.environ.get("CHROMIUM")) or any(shutil.which(name) for name in names)
            advice = "Chromium (Debian: apt-get install chromium-headless-shell), or CHROMIUM=… to say where it is"
        case "Firefox":
            found = bool(os.environ.get("FIREFOX")) or any(shutil.which(name) for name in ("firefox-esr", "firefox"))
            advice = "Firefox (Debian: apt-get install firefox-esr), or FIREFOX=… to say where it is"
        case "Node.js":
            found, advice = bool(shutil.which("npm")), "Node.js with npm on the path (Debian: apt-get install nodejs npm)"
        case "Pango":
            found = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False).returncode == 0
            advice = (
                "Pango and poppler-utils (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils "
                "fonts-noto-cjk)"
            )
        case _:
            raise ValueError(f"no such tool: {tool!r}")
    return "" if found else advice


class Outcome(NamedTuple):
    """How a stage ended."""

    stage: Stage
    how: str
    """“passed”, “failed” or “skipped”."""
    seconds: float
    counted: tuple[int, int, int]
    """How many tests passed, failed and were skipped."""


def count(stage: Stage, ended: int) -> tuple[int, int, int]:
    """Return how many tests of a stage passed, failed and were skipped; a stage that failed has at least one that failed."""
    file = REPORTS / stage.counts
    if not stage.counts or not file.is_file():
        return (0, 1, 0) if ended else (1, 0, 0)
    cases = list(ElementTree.parse(file).iter("testcase"))
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    return len(cases) - failed - skipped, max(failed, int(ended != 0)), skipped


def log_of(stage: Stage) -> Path:
    """Return the file with what a stage prints."""
    return REPORTS / f"{re.sub(r'[^a-z]+', '-', stage.name.lower())}.log"


def run(stages: Sequence[Stage] = STAGES, *, must: bool = False) -> list[Outcome]:
    """Run stages, and return how each ended.

    Parameters
    ----------
    stages
        The stages, each after those that it needs.
    must
        Whether a stage whose tools are not there fails, where it would otherwise be skipped.
    """
    waiting, running, ended = list(stages), list[tuple[Stage, subprocess.Popen[bytes], float]](), dict[str, Outcome]()

    def end(stage: Stage, how: str, seconds: float, counted: tuple[int, int, int], told: str) -> None:
        ended[stage.name] = Outcome(stage, how, seconds, counted)
        print(f"\n=== {stage.name}: {how} ({seconds:.0f} s)\n{told.rstrip()}", flush=True)

    try:
        while waiting or running:
            for stage in list(waiting):
                if all(other in ended for other in (*stage.needs, *stage.after)):
                    without = [need for need in stage.needs if ended[need].how != "passed"]
                    lacking = [advice for tool in stage.tools if (advice := missing(tool))]
                    if without or lacking:
                        waiting.remove(stage)
                        how = "failed" if must or any(ended[need].how == "failed" for need in without) else "skipped"
                        why = f"It needs {', '.join(without or lacking)}."
                        end(stage, how, 0, (0, int(how == "failed"), int(how == "skipped")), why)
                        continue
                    if stage.processes + sum(other.processes for other, _, _ in running) > ROOM:
                        # One that needs more room is not overtaken for ever by those that need less.
                        if stage.processes > 1:
                            break
                        continue
                    waiting.remove(stage)
                    with log_of(stage).open("wb") as log:
                        process = subprocess.Popen(
                            stage.command, cwd=REPOSITORY, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
                        )
                    running.append((stage, process, time.monotonic()))
                    print(f"... {stage.name}", flush=True)
            for stage, process, since in list(running):
                if (code := process.poll()) is not None:
                    running.remove((stage, process, since))
                    told = log_of(stage).read_text(encoding="utf-8", errors="replace")
                    end(stage, "failed" if code else "passed", time.monotonic() - since, count(stage, code), told)
            time.sleep(0.1)
    finally:
        for _, process, _ in running:  # what an interruption leaves
            os.killpg(process.pid, signal.SIGTERM)
    return list(ended.values())


def report(outcomes: Sequence[Outcome], seconds: float) -> str:
    """Return a line for each stage, and the one that counts."""
    lines = []
    for stage, how, took, (passed, failed, skipped) in outcomes:
        lines.append(f"{how:8}{stage.name:36}{took:5.0f} s{passed:7} passed{failed:5} failed{skipped:5} skipped")
    passed, failed, skipped = (sum(outcome.counted[place] for outcome in outcomes) for place in range(3))
    return "\n".join([*lines, f"in {seconds:.0f} s", f"{passed} passed, {failed} failed, {skipped} skipped"])


def main() -> int:
    """Run all stages; return 1 if one failed."""
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    started = time.monotonic()
    # Where a continuous integration service runs this (CI is set), skipping would pass for checking.
    outcomes = run(must=bool(os.environ.get("CI")))
    print(f"\n{report(outcomes, time.monotonic() - started)}")
    return int(any(outcome.how == "failed" for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
