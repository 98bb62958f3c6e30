"""A folder for the groups of another place, to be filled in: ``python -m supportgroups new-dataset``.

It has the six tables, the categories and the notes of the paper's dataset, and none of its records: a row is written as the paper prints
one, and `check`, `derive` and the loaders take the folder as they take the paper's. What differs is in the folder's own descriptor: its
sources, its prefectures, the communities and legal statuses that it knows besides, and the beginning of its groups' identifiers.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from supportgroups.dataset import DESCRIPTOR, PACKAGE, TABLES, data_directory, load_categories, read_descriptor

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""The form of a dataset's name; its groups' identifiers begin with it."""
KEPT_OF_CATEGORIES = ("category", "table", "label", "label_ja", "caption_printed")
"""The columns of the categories that are not statements of the paper."""

_TABLE = "cell for cell, as the source has it. Text between asterisks is emphasised there."
_DERIVED = "Made by `python -m supportgroups derive`; not edited by hand."
_TABLES = {
    "emendations": "Every anomaly of the source: corrected, or only noted. The corrections are made in the tidy tables.",
    "categories": "The six categories of groups, each with its table.",
    "groups": f"The groups of the tables in `source/`, one row each. {_DERIVED}",
    "predecessors": f"Every earlier body that a row of the tables in `source/` names. {_DERIVED}",
    "communities_served": f"The communities that the groups serve, one row per group and label. {_DERIVED}",
}
"""Table → what it holds in a dataset of another place."""
_COLUMNS = {
    ("groups", "category"): "The category, which is the table.",
    ("groups", "organisation_founded"): "The year between asterisks (CE): when the organisation behind the group was founded.",
    ("groups", "foreign_members"): "The number between asterisks, in persons: foreign members among the members.",
    ("groups", "members"): "Number of members, in persons.",
    (
        "groups",
        "members_status",
    ): "Whether there is a number of members: reported, approximate (“about 300”), not_applicable (“N/A”), blank.",
    ("groups", "legal_form"): "A coding of the legal status. Under `codes` the descriptor has those statuses that only this dataset knows.",
    ("communities_served", "community"): "The community, under one spelling.",
    ("communities_served", "in_parentheses"): "Whether the label stands in parentheses.",
    ("categories", "caption_printed"): "Caption of the table.",
    ("categories", "label"): "English label.",
    ("categories", "label_ja"): "Japanese label.",
    ("emendations", "source"): "What settles it: another place in the source, or an outside address; empty where the reason does.",
}
"""Table and column → what it means there, where the paper's own descriptor speaks of the paper."""
_OF_PRINT = {"(italic in print) ": "", "a second figure that the paper does not explain": "the foreign members among them"}


def describe(
    name: str,
    *,
    prefectures: Sequence[str],
    title: str,
    source: str,
    communities: Sequence[str] = (),
    statuses: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the descriptor of a new dataset.

    Parameters
    ----------
    name
        The dataset's name: small letters, digits and hyphens.
    prefectures
        The prefectures of its groups.
    title, source
        What it is, and where its data are from.
    communities
        Communities that the paper does not name.
    statuses
        Legal status as the source has it → its coding, for those that the paper does not print.

    Raises
    ------
    ValueError
        If the name is misshapen or that of the paper's data, or a prefecture is none.
    """
    if not NAME.fullmatch(name) or name == PACKAGE:
        raise ValueError(f"{name!r}: expected a name of small letters, digits and hyphens, such as osaka-2024")
    original = read_descriptor(data_directory())
    wanted = {*(f"table-{number}" for number in TABLES), *_TABLES}
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
        fields[table, "group_id"]["constraints"]["pattern"] = f"{name}-T[1-6]-[0-9]{{2}}"
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
    printed = name.startswith("table-")
    fields = [
        {**field, "description": _COLUMNS.get((name, field["name"]), field["description"])}
        for field in resource["schema"]["fields"]
        if name != "categories" or field["name"] in KEPT_OF_CATEGORIES
    ]
    for field in fields if printed else ():
        for old, new in _OF_PRINT.items():
            field["description"] = field["description"].replace(old, new)
    described = {key: value for key, value in resource.items() if key != "sources"}
    title = resource["title"].replace(" as printed", "")
    description = f"{title.replace(': ', ', ')}, {_TABLE}" if printed else _TABLES[name]
    return {**described, "title": title, "description": description, "schema": {**resource["schema"], "fields": fields}}


def _extend(field: dict[str, Any], words: Sequence[str] | Any) -> None:
    """Add words to those that a column may have."""
    allowed = field["constraints"]["enum"]
    allowed += [word for word in dict.fromkeys(words) if word not in allowed]


def make(folder: Path, descriptor: Mapping[str, Any]) -> None:
    """Make the folder: its descriptor, its tables with no record, and the six categories.

    Raises
    ------
    FileExistsError
        If there is such a folder.
    """
    folder.mkdir()
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    for resource in descriptor["resources"]:
        file = folder / resource["path"]
        file.parent.mkdir(exist_ok=True)
        columns = [field["name"] for field in resource["schema"]["fields"]]
        rows = load_categories()[columns].to_dict("records") if resource["name"] == "categories" else []
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows({**row, "caption_printed": row["label"]} for row in rows)
