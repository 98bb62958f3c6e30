"""The form in which a notebook is stored: its text, its code and what the code gave; of all else the cells' tags and the kernel's name."""

import json
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from supportgroups.notebook import CHART_MIME, GLUED


def outputs_of(notebook: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield every output that a notebook has stored, with the number of its cell."""
    for number, cell in enumerate(notebook["cells"], start=1):
        for output in cell.get("outputs", []):
            yield number, output


def before_saving(model: dict[str, Any], **_: Any) -> None:
    """Take out of a notebook what editors leave in it, metadata and pictures of charts: a hook of Jupyter's server, for `laboratory`."""
    if model["type"] != "notebook":
        return
    for part, stays in [(model["content"], "kernelspec"), *((cell, "tags") for cell in model["content"]["cells"])]:
        part["metadata"] = {key: value for key, value in part["metadata"].items() if key == stays}
    for _number, output in outputs_of(model["content"]):
        if CHART_MIME in output.get("data", {}):
            output["data"].pop("image/png", None)


def figures(notebook: dict[str, Any]) -> dict[str, float | str]:
    """Return the figures that a notebook has stored for its text, by name."""
    glued = [output for _, output in outputs_of(notebook) if GLUED in output.get("data", {})]
    return {output["metadata"]["scrapbook"]["name"]: literal_eval("".join(output["data"][GLUED])) for output in glued}


def errors(file: Path) -> Iterator[str]:
    """Yield what went wrong when a notebook was run that was stored so, by its cell."""
    notebook = json.loads(file.read_text(encoding="utf-8"))
    for number, output in outputs_of(notebook):
        if output["output_type"] == "error":
            first, said = "".join(notebook["cells"][number - 1]["source"]).partition("\n")[0], f"{output['ename']}: {output['evalue']}"
            where = f"{file.name}, cell {number} ({first[:60]!r})"
            yield f"{where}: the stored error {said!r}: expected none: correct the cell, run make notebooks"
