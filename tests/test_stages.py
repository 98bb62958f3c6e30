"""Stages run in their order, side by side where there is room, and whatever does not need what failed runs all the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import stages
from stages import Stage, report, run


@pytest.fixture(autouse=True)
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder with what stages leave."""
    monkeypatch.setattr(stages, "REPORTS", tmp_path)
    return tmp_path


def python(code: str) -> list[str]:
    """Return a command that runs code."""
    return [sys.executable, "-c", code]


def test_what_needs_a_failed_stage_fails_and_the_rest_runs() -> None:
    given = (
        Stage("broken", python("import sys; sys.exit(3)")),
        Stage("in need", python("print('never')"), needs=["broken"]),
        Stage("later", python("print('all the same')"), after=["in need"]),
    )
    assert [(outcome.stage.name, outcome.how) for outcome in run(given)] == [
        ("broken", "failed"),
        ("in need", "failed"),
        ("later", "passed"),
    ]


def test_stages_run_side_by_side_where_there_is_room_and_none_overtakes_a_larger_one(
    reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "ROOM", 3)
    note = "import sys, time; f = open(sys.argv[1], 'a'); f.write('<'); f.flush(); time.sleep(0.7); f.write('>'); f.close()"
    noted = [*python(note), str(reports / "times")]
    run((Stage("one", noted, 2), Stage("two", noted, 2), Stage("three", noted)))
    assert (reports / "times").read_text(encoding="utf-8") == "<><<>>"


def test_tests_are_counted_and_a_missing_tool_is_said(
    reports: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = "<testcase/><testcase><failure/></testcase><testcase><skipped/></testcase>"
    write = python(f"open({str(reports / 'a.xml')!r}, 'w').write('<testsuite>{cases}</testsuite>'); raise SystemExit(1)")
    monkeypatch.setattr(stages, "missing", lambda tool: f"{tool}, from somewhere")
    given = (Stage("counted", write, counts="a.xml"), Stage("with a tool", python(""), tools=["Chromium"]))
    assert report(run(given), 1).splitlines()[-1] == "1 passed, 1 failed, 2 skipped"
    assert "It needs Chromium, from somewhere." in capsys.readouterr().out
    # A continuous integration service takes nothing for checked that was not.
    assert report(run(given[1:], must=True), 1).splitlines()[-1] == "0 passed, 1 failed, 0 skipped"


def test_every_stage_stands_behind_those_that_it_waits_for() -> None:
    names = [stage.name for stage in stages.STAGES]
    assert all(names.index(other) < names.index(stage.name) for stage in stages.STAGES for other in (*stage.needs, *stage.after))
