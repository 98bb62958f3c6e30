"""What editors leave in a notebook, and the errors that are stored in one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bookmaking.stored_form import before_saving, errors
from supportgroups.notebook import CHART_MIME


def notebook(cell: dict[str, Any] | None = None, output: dict[str, Any] | None = None, **metadata: Any) -> dict[str, Any]:
    """Return a notebook of one cell, with one output."""
    shown = {"output_type": "execute_result", "data": {CHART_MIME: {}}, "metadata": {}, **(output or {})}
    code = {"cell_type": "code", "source": ["# Count.\n", "1"], "metadata": {"tags": ["hide-input"], **(cell or {})}, "outputs": [shown]}
    return {"cells": [{"cell_type": "markdown", "source": ["Text"], "metadata": {}}, code], "metadata": {"kernelspec": {}, **metadata}}


def test_an_error_that_was_stored_is_reported_with_its_cell(tmp_path: Path) -> None:
    file = tmp_path / "x.ipynb"
    file.write_text(json.dumps(notebook(output={"output_type": "error", "ename": "KeyError", "evalue": "'year'"})), encoding="utf-8")
    assert list(errors(file)) == [
        "x.ipynb, cell 2 ('# Count.'): the stored error \"KeyError: 'year'\": expected none: correct the cell, run make notebooks"
    ]
    file.write_text(json.dumps(notebook()), encoding="utf-8")
    assert list(errors(file)) == []


def test_saving_takes_out_what_editors_add_and_nothing_else() -> None:
    looked_at = notebook({"jupyter": {}}, {"data": {CHART_MIME: {}, "image/png": "…"}}, language_info={})
    model = {"type": "notebook", "content": looked_at}
    before_saving(model, path="x.ipynb")
    assert model["content"] == notebook()
    other = {"type": "file", "content": "text"}
    before_saving(other)
    assert other == {"type": "file", "content": "text"}
