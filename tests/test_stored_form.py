"""What editors leave in a notebook, and how it is reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bookmaking.stored_form import before_saving, filtered, findings
from supportgroups.notebook import CHART_MIME


def notebook(cell: dict[str, Any] | None = None, output: dict[str, Any] | None = None, **metadata: Any) -> dict[str, Any]:
    """Return a notebook of one cell, with one output."""
    shown = {"output_type": "execute_result", "data": {CHART_MIME: {}}, "metadata": {}, **(output or {})}
    code = {"cell_type": "code", "source": ["# Count.\n", "1"], "metadata": {"tags": ["hide-input"], **(cell or {})}, "outputs": [shown]}
    return {"cells": [{"cell_type": "markdown", "source": ["Text"], "metadata": {}}, code], "metadata": {"kernelspec": {}, **metadata}}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (notebook(), None),
        (
            notebook(language_info={}),
            "x.ipynb: metadata 'language_info' of the notebook: expected none but kernelspec; run: make filter-notebooks",
        ),
        (
            notebook({"jupyter": {"source_hidden": True}}),
            "x.ipynb, cell 2 ('# Count.'): metadata 'jupyter': expected none but tags; run: make filter-notebooks",
        ),
        (
            notebook(output={"data": {CHART_MIME: {}, "image/png": "…"}}),
            "x.ipynb, cell 2 ('# Count.'): a picture that an editor drew of a chart: expected none; run: make notebooks",
        ),
        (
            notebook(output={"output_type": "error", "ename": "KeyError", "evalue": "'year'"}),
            "x.ipynb, cell 2 ('# Count.'): the stored error \"KeyError: 'year'\": expected none: correct the cell, run make notebooks",
        ),
    ],
)
def test_what_is_not_in_its_form_is_reported_with_its_cell_and_what_to_run(found: dict[str, Any], said: str | None, tmp_path: Path) -> None:
    file = tmp_path / "x.ipynb"
    file.write_text(json.dumps(found), encoding="utf-8")
    assert list(findings(file)) == ([said] if said else [])


def test_saving_takes_out_what_editors_add_and_nothing_else() -> None:
    looked_at = notebook({"jupyter": {}}, {"data": {CHART_MIME: {}, "image/png": "…"}}, language_info={})
    model = {"type": "notebook", "content": looked_at}
    before_saving(model, path="x.ipynb")
    assert model["content"] == filtered(notebook()) == notebook()
    other = {"type": "file", "content": "text"}
    before_saving(other)
    assert other == {"type": "file", "content": "text"}
