"""What there is, table by table; and all that is known of the groups as one wide table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from supportgroups.dataset import data_directory, load_categories, load_communities, load_groups, read_descriptor, read_table


def tables(directory: Path | str | None = None) -> pd.DataFrame:
    """Return what tables a data folder has, the package's own unless given, each with a sentence on what it holds.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``table``, the name that `supportgroups.dataset.read_table` takes: ``title``, ``description``, and ``columns``,
        the number of its columns.

    Examples
    --------
    >>> tables().loc["groups", "title"]
    'Groups'
    """
    described = read_descriptor(data_directory() if directory is None else Path(directory))["resources"]
    rows = [(entry["name"], entry["title"], entry["description"], len(entry["schema"]["fields"])) for entry in described]
    return pd.DataFrame(rows, columns=["table", "title", "description", "columns"]).set_index("table")


def load_wide(directory: Path | str | None = None) -> pd.DataFrame:
    """Return everything that is known of the groups of a data folder, the package's own unless given, as one table.

    There is a row for each group and community that it serves.

    Returns
    -------
    pandas.DataFrame
        The columns of the groups and ``category_label``; ``community``, ``printed`` and ``in_parentheses``, missing for a group of
        which no community is known; and one column for each other table that refers to groups, under its name, with the keys of the
        records on the group, joined by “; ”. What is known of a group is repeated in each of its rows: to count groups, drop the duplicates
        of ``group_id``.

    Examples
    --------
    >>> wide = load_wide()
    >>> wide["group_id"].nunique()
    79
    >>> wide.loc[wide["community"] == "Thai", "group_id"].nunique()
    12
    """
    folder = data_directory() if directory is None else Path(directory)
    wide = load_groups(folder).merge(load_categories(folder)[["category", "label"]].rename(columns={"label": "category_label"}))
    wide = wide.merge(load_communities(folder).drop(columns="position"), how="left", on="group_id")
    for entry in read_descriptor(folder)["resources"]:
        name, schema = entry["name"], entry["schema"]
        columns = [key["fields"][0] for key in schema.get("foreignKeys", []) if key["reference"]["resource"] == "groups"]
        if columns and name != "communities_served":
            label = schema["primaryKey"] if isinstance(schema["primaryKey"], str) else schema["primaryKey"][-1]
            records = read_table(name, folder)
            pairs = pd.concat([records[[column, label]].set_axis(["group_id", "key"], axis="columns") for column in columns]).dropna()
            keys = pairs.astype("str").groupby("group_id")["key"].agg("; ".join)
            wide[name.replace("-", "_")] = wide["group_id"].map(keys)
    return wide
