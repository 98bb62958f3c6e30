"""Where the data are, one typed loader per table, and all that is known of the groups as one wide table.

The tables are CSV files beside a descriptor, ``datapackage.json`` (Data Package v2), which is the one place that says what a
column means, of what type it is and which values it may have. The loaders take their types from it, and their documentation.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

PANDAS = 3  # the first version of pandas whose types the tables have
if int(pd.__version__.partition(".")[0]) < PANDAS:
    raise ImportError(f"supportgroups needs pandas {PANDAS}.0 or later; this is {pd.__version__}: pip install 'pandas>={PANDAS}.0'")

DESCRIPTOR = "datapackage.json"
PACKAGE = "foreigners-support-groups-japan"
"""The dataset's name in its descriptor: a folder of this name holds the paper's tables, one of another name somebody else's."""
TABLES = (1, 2, 3, 4, 5, 6)
PRINTED_COLUMNS = ("number", "name", "location", "began", "legal_status", "members", "communities")
"""Our names for the printed columns, left to right; the printed headers vary from table to table."""


def known(what: str, asked: Any, among: Iterable[Any]) -> list[Any]:
    """Return what is asked for, one value or several, as a list; if there is no such thing, the error names those that there are.

    >>> known("place", "Tokyo", ["Tokyo", "Kanagawa", "Tokyo"])
    ['Tokyo']
    >>> known("place", ["Tokyo", "Osaka"], ["Tokyo", "Kanagawa", "Tokyo"])
    Traceback (most recent call last):
    ValueError: there is no place “Osaka”; there are: Kanagawa, Tokyo
    >>> known("year", 1890, range(1974, 2005))
    Traceback (most recent call last):
    ValueError: there is no year “1890”; there are: 1974 to 2004
    """
    values = asked if isinstance(asked, list | tuple) else [asked]
    there = list(dict.fromkeys(among))
    for value in values:
        if value not in there:
            names = f"{there[0]} to {there[-1]}" if isinstance(among, range) else ", ".join(sorted(map(str, there)))
            raise ValueError(f"there is no {what} “{value}”; there are: {names}")
    return list(values)


def data_directory() -> Path:
    """Return the folder of the dataset: inside the installed package, or ``data/`` of the copy of the repository that it runs from.

    If neither is there, the installation is broken, and a `FileNotFoundError` is raised.

    Examples
    --------
    >>> (data_directory() / "groups.csv").exists()
    True
    """
    here = Path(__file__).resolve().parent
    for directory in (here / "data", here.parents[1] / "data"):
        if (directory / DESCRIPTOR).is_file():
            return directory
    raise FileNotFoundError(f"no {DESCRIPTOR} in {here / 'data'}: the package was installed without its data")


def read_descriptor(directory: Path) -> dict[str, Any]:
    """Return the Data Package descriptor of a data folder; `OSError` if there is none, `ValueError` if it is not JSON in UTF-8."""
    file = directory / DESCRIPTOR
    if not file.is_file():
        raise FileNotFoundError(f"{file} is not there: expected a data folder, which has one, or no folder for the package's own data")
    descriptor: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return descriptor


def resource(name: str, directory: Path) -> dict[str, Any]:
    """Return what the descriptor says of one table."""
    for entry in read_descriptor(directory)["resources"]:
        if entry["name"] == name:
            return dict(entry)
    raise KeyError(f"{directory / DESCRIPTOR} names no table “{name}”")


def columns(table: str, directory: Path | str | None = None) -> dict[str, dict[str, Any]]:
    """Return what the descriptor of a data folder, of the package's own unless given, says of each column of a table."""
    described = resource(table, data_directory() if directory is None else Path(directory))
    return {field["name"]: field for field in described["schema"]["fields"]}


def _pandas_type(field: dict[str, Any]) -> Any:
    """Return the pandas type of a column: closed vocabularies are categories, in the order of display, the same in several datasets."""
    allowed = field.get("categories") or field.get("constraints", {}).get("enum")
    if allowed and field["type"] == "string":
        return pd.CategoricalDtype(allowed, ordered=True)
    return {"integer": "Int64", "year": "Int64", "number": "Float64", "boolean": "boolean"}.get(field["type"], "str")


def read_table(name: str, directory: Path | str | None = None) -> pd.DataFrame:
    """Read one table of a data folder, the package's own unless given, by its name in ``datapackage.json``.

    It has one row per record, and the types that the descriptor gives: integers and years are ``Int64``, numbers ``Float64``, closed
    vocabularies ordered categories, whole dates ``datetime64``, all else ``str``. An empty cell (“not stated”) is missing; the text “None”
    is text.

    Raises
    ------
    KeyError
        If the descriptor names no such table.
    OSError
        If the descriptor or the table's file is not there.
    ValueError
        If the table has a column that the descriptor does not name, or a cell does not fit its column's type; ``python -m supportgroups
        check`` says which.
    """
    directory = data_directory() if directory is None else Path(directory)
    entry = resource(name, directory)
    path = directory / entry["path"]
    if not path.is_file():  # a pipe or a device would never end
        raise FileNotFoundError(f"{path} is not there: expected a file, by {DESCRIPTOR}")
    fields = entry["schema"]["fields"]
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            header = next(csv.reader(file), [])
        except csv.Error as error:
            raise ValueError(f"{path}: the header cannot be read: {error}") from error
    # Pandas would take the columns, too, and long if there are many of one name.
    if unknown := {*header} - {field["name"] for field in fields}:
        raise ValueError(f"{path} has columns that the descriptor does not name: {', '.join(sorted(unknown))[:100]}")
    dates = [field["name"] for field in fields if field["type"] == "date"]
    return pd.read_csv(
        path,
        dtype={field["name"]: _pandas_type(field) for field in fields},
        keep_default_na=False,
        na_values=[""],
        true_values=["true"],
        false_values=["false"],
        parse_dates=dates,
        date_format="%Y-%m-%d",
        encoding="utf-8",
    )


def _loader(table: str, name: str = "") -> Callable[..., pd.DataFrame]:
    """Return the loader of one table, which has its name unless another is given; its documentation is what the descriptor says."""

    def load(directory: Path | str | None = None) -> pd.DataFrame:
        return read_table(table, directory)

    load.__name__ = load.__qualname__ = f"load_{name or table.replace('-', '_')}"
    load.__doc__ = f"Return the table “{table}”."
    try:
        entry = next(entry for entry in _read_once(data_directory())["resources"] if entry["name"] == table)
        fields = entry["schema"]["fields"]
        columns = "".join(f"    {field['name']} : {field['type']}\n        {_literal(field['description'])}\n" for field in fields)
        load.__doc__ += f" {_literal(entry['description'])}" + _DOCUMENTATION.format(
            number=len(fields), columns=columns, name=load.__name__, first=[field["name"] for field in fields[:2]]
        )
    except (OSError, ValueError, LookupError, TypeError, StopIteration):
        pass  # a descriptor that somebody is just editing must not keep the package from being imported: `check` reports it
    return load


def _literal(description: str) -> str:
    """Return a description, which is Markdown, with its pieces of code as a docstring has them."""
    return re.sub(r"`\s*([^`]+?)\s*`", r"``\1``", description)


_read_once = lru_cache(read_descriptor)  # the package's own, of which the loaders' documentation is made on import
_DOCUMENTATION = """

Without a directory, it is that of the package's own data folder.

Returns
-------
pandas.DataFrame
    {number} columns:

{columns}
Examples
--------
>>> list({name}())[:2]
{first}
"""


def load_printed_table(table: int, directory: Path | str | None = None) -> pd.DataFrame:
    """Return one of the six tables, by its number in the paper, as printed, nothing corrected; italic figures are between asterisks.

    There is one row per printed row, in printed order: ``row`` (``Int64``, counted from 1, ours) and the seven printed columns as
    text under our names, `PRINTED_COLUMNS`. A blank cell is the empty string.

    Examples
    --------
    >>> load_printed_table(2)["began"].iloc[0]
    '1988 *1984*'
    """
    if table not in TABLES:
        raise ValueError(f"the paper prints tables 1 to 6; there is no table {table}")
    printed = read_table(f"table-{table}", directory)
    printed.columns = pd.Index(["row", *PRINTED_COLUMNS])
    return printed.fillna(dict.fromkeys(PRINTED_COLUMNS, ""))


load_emendations = _loader("emendations")
load_groups = _loader("groups")
load_predecessors = _loader("predecessors")
load_communities = _loader("communities_served", name="communities")
load_categories = _loader("categories")
load_associations = _loader("associations")
load_association_figures = _loader("association_figures")
load_events = _loader("events")
load_incorporation_outcomes = _loader("incorporation_outcomes")
load_partnerships = _loader("partnerships")
load_councils = _loader("councils")
load_council_divisions = _loader("council_divisions")
load_council_members = _loader("council_members")
load_ministry_positions = _loader("ministry_positions")
load_law_provisions = _loader("law_provisions")
load_group_work = _loader("group_work")
load_text_figures = _loader("text_figures")
load_interviews = _loader("interviews")
load_source_kinds = _loader("source_kinds")
load_glossary = _loader("glossary")
load_official_statistics = _loader("official-statistics")
load_populations = _loader("populations")
load_founding_checks = _loader("founding-checks")
load_context_facts = _loader("context-facts")
load_term_sources = _loader("term-sources")
load_claims = _loader("claims")
load_claim_changes = _loader("claim_changes")
load_claim_history = _loader("claim_history")
load_theses = _loader("theses")


def tables(directory: Path | str | None = None) -> pd.DataFrame:
    """Return a list of the tables of a data folder, each with a sentence on what it holds.

    Without a directory, they are those of the package's own data folder.

    Returns
    -------
    pandas.DataFrame
        One row for each table. The index, ``table``, is its name, which `supportgroups.dataset.read_table` takes. The columns are
        ``title``, ``description`` and ``columns``, the number of its columns.

    Examples
    --------
    >>> tables().loc["groups", "title"]
    'Groups'
    """
    described = read_descriptor(data_directory() if directory is None else Path(directory))["resources"]
    rows = [(entry["name"], entry["title"], entry["description"], len(entry["schema"]["fields"])) for entry in described]
    return pd.DataFrame(rows, columns=["table", "title", "description", "columns"]).set_index("table")


def load_wide(directory: Path | str | None = None) -> pd.DataFrame:
    """Return everything that a data folder holds on the groups, as one table.

    There is a row for each group and community that it serves. Without a directory, the folder is the package's own.

    Returns
    -------
    pandas.DataFrame
        First come the columns of the groups, and ``category_label``. Then come ``community``, ``printed`` and ``in_parentheses``,
        which are missing where no community is known. Last comes one column for each other table that refers to groups, under the name
        of that table. It holds the keys of the records on the group, joined by “; ”. The facts on a group are repeated in each of its
        rows: to count groups, drop the duplicates of ``group_id``.

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
        naming = [key["fields"][0] for key in schema.get("foreignKeys", []) if key["reference"]["resource"] == "groups"]
        if naming and name != "communities_served":
            label = schema["primaryKey"] if isinstance(schema["primaryKey"], str) else schema["primaryKey"][-1]
            records = read_table(name, folder)
            pairs = pd.concat([records[[column, label]].set_axis(["group_id", "key"], axis="columns") for column in naming]).dropna()
            keys = pairs.astype("str").groupby("group_id")["key"].agg("; ".join)
            wide[name.replace("-", "_")] = wide["group_id"].map(keys)
    return wide
