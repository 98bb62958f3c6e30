"""The form in which a notebook is stored: its text, its code and what the code gave; of all else the cells' tags and the kernel's name.

JupyterLab, as `bookmaking.laboratory` opens it, saves in this form, so that looking at a notebook changes nothing in it.
"""

import json
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from supportgroups.notebook import CHART_MIME, GLUED

OF_NOTEBOOK, OF_CELL = {"kernelspec"}, {"tags"}
"""What stays of the metadata."""


def filtered(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook without what editors leave in it: their metadata, and pictures that they drew of charts."""
    cells = []
    for cell in notebook["cells"]:
        outputs = [_without_picture(output) for output in cell.get("outputs", [])]
        metadata = {key: value for key, value in cell["metadata"].items() if key in OF_CELL}
        cells.append({**cell, "metadata": metadata, **({"outputs": outputs} if "outputs" in cell else {})})
    return {**notebook, "cells": cells, "metadata": {key: value for key, value in notebook["metadata"].items() if key in OF_NOTEBOOK}}


def _without_picture(output: dict[str, Any]) -> dict[str, Any]:
    if CHART_MIME not in output.get("data", {}):
        return output
    return {**output, "data": {kind: content for kind, content in output["data"].items() if kind != "image/png"}}


def before_saving(model: dict[str, Any], **_: Any) -> None:
    """Bring a notebook into this form when JupyterLab saves it: a hook of Jupyter's server."""
    if model["type"] == "notebook":
        model["content"] = filtered(model["content"])


def figures(notebook: dict[str, Any]) -> dict[str, float | str]:
    """Return the figures that a notebook has stored for its text, by name."""
    outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", []))
    glued = (output for output in outputs if GLUED in output.get("data", {}))
    return {output["metadata"]["scrapbook"]["name"]: literal_eval("".join(output["data"][GLUED])) for output in glued}


def errors(file: Path) -> Iterator[str]:
    """Yield what went wrong when a notebook was run that was stored so, by its cell."""
    for position, cell in enumerate(json.loads(file.read_text(encoding="utf-8"))["cells"], start=1):
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                said = f"{output['ename']}: {output['evalue']}"
                yield f"{_place(file, position, cell)}: the stored error {said!r}: expected none: correct the cell, run make notebooks"


def findings(file: Path) -> Iterator[str]:
    """Yield what of a notebook is not in this form, by its cell, with what was expected and what to run."""
    yield from errors(file)
    notebook = json.loads(file.read_text(encoding="utf-8"))
    advice = "make filter-notebooks"
    for key in sorted(set(notebook["metadata"]) - OF_NOTEBOOK):
        yield f"{file.name}: metadata {key!r} of the notebook: expected none but {', '.join(OF_NOTEBOOK)}; run: {advice}"
    for position, cell in enumerate(notebook["cells"], start=1):
        for key in sorted(set(cell["metadata"]) - OF_CELL):
            yield f"{_place(file, position, cell)}: metadata {key!r}: expected none but {', '.join(OF_CELL)}; run: {advice}"
        if any(output != _without_picture(output) for output in cell.get("outputs", [])):
            yield f"{_place(file, position, cell)}: a picture that an editor drew of a chart: expected none; run: make notebooks"


def _place(file: Path, position: int, cell: dict[str, Any]) -> str:
    first = "".join(cell["source"]).partition("\n")[0]
    return f"{file.name}, cell {position} ({first[:60]!r})"
