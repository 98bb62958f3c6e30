"""One claim as a reader sees it: its check as it runs, the cells that this read, and how its verdict has changed."""

from __future__ import annotations

import ast

import pytest

from supportgroups import audit
from supportgroups.audit import Tables, vocabulary
from supportgroups.audit.changes import history, history_in_words
from supportgroups.audit.claims import Result, check_of, judge
from supportgroups.audit.show import cells_read, highlighted, source
from supportgroups.audit.vocabulary import Finding, count


def test_a_claim_is_shown_with_its_verdict_its_check_and_its_cells(tables: Tables) -> None:
    text = repr(audit.show("II-14", tables))
    for part in (
        "II-14 (II, para. 4): ",
        "Verdict: consistent",
        "Tested against: the tables",
        "What would change it: Would read contradicted",
    ):
        assert part in text
    assert source(audit.claim("II-14")) in text
    assert text.endswith("union         労働組合  labour_union")
    html = audit.show("II-14", tables)._repr_html_()
    assert highlighted(source(audit.claim("II-14"))) in html
    assert "<summary>groups: 19</summary>" in html


def test_an_untestable_claim_has_no_check(tables: Tables) -> None:
    text = repr(audit.show("II-02", tables))
    assert "Verdict: untestable" in text
    assert text.endswith("\n\nNo check.")
    assert "highlight" not in audit.show("II-02", tables)._repr_html_()


def test_a_check_stands_with_the_functions_beside_it_that_it_calls() -> None:
    code = source(audit.claim("II-44"))
    assert code.startswith('@check("II-44", communities=facts.SOUTH_ASIANS)\ndef ')
    assert "II-45" not in code  # which shares the check, and has other arguments
    assert code.count("\n\n\ndef ") == len({line for line in code.splitlines() if line.startswith("def ")}) - 1 > 0
    assert "import" not in code


def test_every_check_is_shown_as_code_that_is_entered_for_its_claim_alone() -> None:
    for claim in audit.ledger():
        code = source(claim)
        entered = [node.args[0] for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call) and ast.unparse(node.func) == "check"]
        assert [ast.literal_eval(one) for one in entered] == [claim.identifier] * bool(code), claim.identifier


def test_the_cells_read_are_those_without_which_the_check_answers_otherwise(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended_unions(t: Tables) -> Finding:
        unions = t.where("groups", category="union")
        return count(unions[unions["ended"].notna()], unions)

    claim = audit.claim("II-02")
    check_of(claim)  # its module is loaded, and none of its checks comes later
    monkeypatch.setitem(vocabulary.CHECKS, "II-02", ended_unions)
    result = judge(claim, tables)
    (name,), (cells,) = zip(*cells_read(result).items(), strict=True)
    assert (name, list(cells.columns)) == ("groups", ["category", "ended"])
    assert set(cells.index) == set(tables.where("groups", category="union").index)


def test_what_is_shown_instead_of_a_check_was_not_read(results: list[Result]) -> None:
    shown = [cells_read(result) for result in results if result.finding is None and result.claim.see]
    assert shown
    assert [list(cells.columns) for of_claim in shown for cells in of_claim.values() if len(cells.columns)] == []


def test_the_history_is_told_where_a_verdict_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    first = {"claim_id": "II-10", "version": "0.1.0", "date": "2026-11-03", "verdict": "reproduced", "reason": ""}
    second = first | {"version": "0.2.0", "date": "2026-12-01", "verdict": "consistent", "reason": "A cell was read again."}
    assert history_in_words("II-99") == ""
    monkeypatch.setitem(history(), "II-10", [first])
    assert history_in_words("II-10") == ""
    monkeypatch.setitem(history(), "II-10", [first, second])
    expected = "Reproduced in version 0.1.0 (3 November 2026). Consistent since version 0.2.0 (1 December 2026). A cell was read again."
    assert history_in_words("II-10") == expected
