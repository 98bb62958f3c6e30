"""A folder for the groups of another place, to be filled in: ``python -m supportgroups new-dataset``.

It has the tables of the paper's dataset, and none of its records; `check`, `derive` and the loaders take it as they take the paper's.
What differs is in its descriptor: sources, prefectures, further communities and legal statuses, the beginning of its groups' identifiers.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from supportgroups.dataset import DESCRIPTOR, PACKAGE, TABLES, data_directory, load_categories, read_descriptor

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""The form of a dataset's name; its groups' identifiers begin with it."""
KEPT_OF_CATEGORIES = ("category", "table", "label", "label_ja", "caption_printed")
"""The columns of the categories that are not statements of the paper."""

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
"""What the descriptor says of a dataset of another place, where the paper's own speaks of the paper."""


def describe(
    name: str,
    *,
    prefectures: Sequence[str],
    title: str,
    source: str,
    communities: Sequence[str] = (),
    statuses: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the descriptor of a new dataset; `ValueError` if the name is misshapen or that of the paper's data, or a prefecture is none.

    Communities are those that the paper does not name, statuses those that it does not print: as the source has them → coding.
    """
    if not NAME.fullmatch(name) or name == PACKAGE:
        raise ValueError(f"{name!r}: expected a name of small letters, digits and hyphens, such as osaka-2024")
    original = read_descriptor(data_directory())
    wanted = {*(f"table-{number}" for number in TABLES), *_WORDS["tables"]}
    resources = [_described_anew(resource) for resource in original["resources"] if resource["name"] in wanted]
    fields = {(resource["name"], field["name"]): field for resource in resources for field in resource["schema"]["fields"]}
    location, form = fields["groups", "location"], fields["groups", "legal_form"]
    if unknown := [prefecture for prefecture in prefectures if prefecture not in location["categories"]]:
        raise ValueError(f"{unknown[0]!r}: expected a prefecture of Japan: {', '.join(location['categories'])}")
    location["constraints"]["enum"] = list(prefectures)
    _extend(fields["communities_served", "community"], communities)
    form["codes"] = dict(statuses or {})
    _extend(form, form["codes"].values())
    _extend(fields["groups", "members_status"], ["approximate"])
    fields["groups", "group_id"]["prefix"] = f"{name}-"
    for table in ("groups", "predecessors", "communities_served"):
        fields[table, "group_id"]["constraints"]["pattern"] = f"{name}-T[1-6]-[0-9]{{2,5}}"
    fields["groups", "group_id"]["description"] = f"Permanent identifier: the dataset, the table and the number, as in `{name}-T4-19`."
    return {
        "$schema": original["$schema"],
        "name": name,
        "title": title,
        "description": f"{title}. An empty cell means that the source does not state it.",
        "version": "0.1.0",
        "sources": [{"title": source}],
        "resources": resources,
    }


def _described_anew(resource: dict[str, Any]) -> dict[str, Any]:
    """Return the description of one table without what it says of the paper."""
    name = resource["name"]
    columns = _WORDS["columns"].get(name, {})
    printed = name.startswith("table-")
    fields = [
        {**field, "description": columns.get(field["name"], field["description"])}
        for field in resource["schema"]["fields"]
        if name != "categories" or field["name"] in KEPT_OF_CATEGORIES
    ]
    for field in fields if printed else ():
        for old, new in _WORDS["of_print"].items():
            field["description"] = field["description"].replace(old, new)
    described = {key: value for key, value in resource.items() if key not in ("sources", "bytes", "hash", "rows")}
    title = resource["title"].replace(" as printed", "")
    description = f"{title.replace(': ', ', ')}, {_WORDS['printed_table']}" if printed else _WORDS["tables"][name]
    return {**described, "title": title, "description": description, "schema": {**resource["schema"], "fields": fields}}


def _extend(field: dict[str, Any], words: Iterable[str]) -> None:
    field["constraints"]["enum"] = list(dict.fromkeys([*field["constraints"]["enum"], *words]))


def make(folder: Path, descriptor: Mapping[str, Any]) -> None:
    """Make the folder, which must not be there: its descriptor, its tables with no record, and the six categories."""
    folder.mkdir()
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    categories = load_categories().assign(caption_printed=lambda rows: rows["label"])
    for resource in descriptor["resources"]:
        file, columns = folder / resource["path"], [field["name"] for field in resource["schema"]["fields"]]
        table = categories[columns] if resource["name"] == "categories" else pd.DataFrame(columns=columns)
        file.parent.mkdir(exist_ok=True)
        table.to_csv(file, index=False, lineterminator="\n")
