"""Where the data are, and one typed loader per table.

The tables are CSV files beside a descriptor, ``datapackage.json`` (Data Package v2), which is the one place that says what a
column means, of what type it is and which values it may have. The loaders take their types from it, and their documentation.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

PANDAS = 3
"""The first version of pandas whose types the tables have."""
if int(pd.__version__.partition(".")[0]) < PANDAS:
    raise ImportError(f"supportgroups needs pandas {PANDAS}.0 or later; this is {pd.__version__}: pip install 'pandas>={PANDAS}.0'")

DESCRIPTOR = "datapackage.json"
PACKAGE = "foreigners-support-groups-japan"
"""The dataset's name in its descriptor: a folder of this name holds the paper's tables, one of another name somebody else's."""
TABLES = (1, 2, 3, 4, 5, 6)
"""The numbers of the paper's tables."""
PRINTED_COLUMNS = ("number", "name", "location", "began", "legal_status", "members", "communities")
"""Our names for the printed columns, left to right; the printed headers vary from table to table."""

Loader = Callable[..., pd.DataFrame]


def data_directory() -> Path:
    """Return the folder of the dataset: inside an installed package, or the checkout's ``data/`` where the package is installed from one.

    Raises
    ------
    FileNotFoundError
        If neither is there, which means that the installation is broken.

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
    """Return the Data Package descriptor of a data folder.

    Raises
    ------
    OSError
        If there is none.
    ValueError
        If it is not JSON in UTF-8.
    """
    file = directory / DESCRIPTOR
    if not file.is_file():
        raise FileNotFoundError(f"{file} is not there: expected a data folder, which has one, or no folder for the package's own data")
    descriptor: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return descriptor


def resource(name: str, directory: Path) -> dict[str, Any]:
    """Return what the descriptor says of one table.

    Raises
    ------
    KeyError
        If it names no such table.
    """
    for entry in read_descriptor(directory)["resources"]:
        if entry["name"] == name:
            return dict(entry)
    raise KeyError(f"{directory / DESCRIPTOR} names no table “{name}”")


def _pandas_type(field: dict[str, Any]) -> Any:
    """Return the pandas type for a column of the descriptor: closed vocabularies are categories in the order of display.

    Where the descriptor lists more categories than it allows here, columns of several datasets have one type.
    """
    allowed = field.get("categories") or field.get("constraints", {}).get("enum")
    if allowed and field["type"] == "string":
        return pd.CategoricalDtype(allowed, ordered=True)
    return {"integer": "Int64", "year": "Int64", "number": "Float64", "boolean": "boolean"}.get(field["type"], "str")


def read_table(name: str, directory: Path | str | None = None) -> pd.DataFrame:
    """Read one table of the dataset with the types that the descriptor gives.

    Parameters
    ----------
    name
        The table's name in ``datapackage.json``: the file's name without ``.csv``.
    directory
        A data folder; the package's own unless given.

    Returns
    -------
    pandas.DataFrame
        One row per record. Integers and years are ``Int64``, numbers ``Float64``, closed vocabularies ordered categories,
        whole dates ``datetime64``, all else ``str``. An empty cell (“not stated”) is missing; the text “None” is text.

    Raises
    ------
    KeyError
        If the descriptor names no such table.
    OSError
        If the descriptor or the table's file is not there.
    ValueError
        If a cell does not fit its column's type; ``python -m supportgroups check`` says which.
    """
    directory = data_directory() if directory is None else Path(directory)
    entry = resource(name, directory)
    fields = entry["schema"]["fields"]
    dates = [field["name"] for field in fields if field["type"] == "date"]
    return pd.read_csv(
        directory / entry["path"],
        dtype={field["name"]: _pandas_type(field) for field in fields},
        keep_default_na=False,
        na_values=[""],
        true_values=["true"],
        false_values=["false"],
        parse_dates=dates,
        date_format="%Y-%m-%d",
        encoding="utf-8",
    )


@lru_cache
def _own_descriptor() -> dict[str, Any]:
    """Return the package's own descriptor, read once: the loaders' documentation is made from it on import."""
    return read_descriptor(data_directory())


def _loads(name: str) -> Callable[[Loader], Loader]:
    """Append to a loader's docstring what it takes, returns and raises, column by column, from the descriptor."""

    def document(loader: Loader) -> Loader:
        try:
            fields = next(entry for entry in _own_descriptor()["resources"] if entry["name"] == name)["schema"]["fields"]
        except (OSError, ValueError, LookupError, TypeError, StopIteration):
            # A descriptor that somebody is just editing must not keep the package from being imported: `check` reports it.
            return loader
        lines = [
            "",
            "",
            "    Parameters",
            "    ----------",
            "    directory",
            "        A data folder; the package's own unless given.",
            "",
            "    Returns",
            "    -------",
            "    pandas.DataFrame",
            f"        {len(fields)} columns:",
            "",
        ]
        for field in fields:
            lines.append(f"        {field['name']} : {field['type']}")
            lines.append(f"            {field['description']}")
        lines += ["", "    Raises", "    ------", "    OSError, ValueError", "        As `read_table` does.", "    "]
        loader.__doc__ = (loader.__doc__ or "").rstrip() + "\n".join(lines)
        return loader

    return document


def load_printed_table(table: int, directory: Path | str | None = None) -> pd.DataFrame:
    """Return one of the six tables as printed, nothing corrected; italic figures stand between asterisks.

    Parameters
    ----------
    table
        The table's number in the paper, 1 to 6.
    directory
        A data folder; the package's own unless given.

    Returns
    -------
    pandas.DataFrame
        One row per printed row, in printed order: ``row`` (``Int64``, counted from 1, ours) and the seven printed columns as
        text under our names, `PRINTED_COLUMNS`. A blank cell is the empty string.

    Raises
    ------
    ValueError
        If the paper has no table of that number.

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


@_loads("emendations")
def load_emendations(directory: Path | str | None = None) -> pd.DataFrame:
    """Return every anomaly of the printed tables: corrected, or only noted."""
    return read_table("emendations", directory)


@_loads("groups")
def load_groups(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the numbered groups of Tables 1 to 6, one row each, as the printed and emended cells parse."""
    return read_table("groups", directory)


@_loads("predecessors")
def load_predecessors(directory: Path | str | None = None) -> pd.DataFrame:
    """Return every earlier body that a row of Tables 1 to 6 names."""
    return read_table("predecessors", directory)


@_loads("communities_served")
def load_communities(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the communities that each group serves, one row per label in the last column of Tables 1 to 6."""
    return read_table("communities_served", directory)


@_loads("categories")
def load_categories(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the paper's six categories of groups, with what section II says of each."""
    return read_table("categories", directory)


@_loads("associations")
def load_associations(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the associations of foreigners that section I describes."""
    return read_table("associations", directory)


@_loads("association_figures")
def load_association_figures(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the figures that section I gives for associations of foreigners, one row per figure."""
    return read_table("association_figures", directory)


@_loads("events")
def load_events(directory: Path | str | None = None) -> pd.DataFrame:
    """Return what the paper's prose and footnotes date, one row per dated event."""
    return read_table("events", directory)


@_loads("incorporation_outcomes")
def load_incorporation_outcomes(directory: Path | str | None = None) -> pd.DataFrame:
    """Return what the paper reports of groups after incorporation, and of those without it, one row per group and aspect."""
    return read_table("incorporation_outcomes", directory)


@_loads("partnerships")
def load_partnerships(directory: Path | str | None = None) -> pd.DataFrame:
    """Return who does what for whom between groups and governments, and who pays."""
    return read_table("partnerships", directory)


@_loads("councils")
def load_councils(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the councils of section IV, with their seats."""
    return read_table("councils", directory)


@_loads("council_divisions")
def load_council_divisions(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the divisions of the councils, with the seats of each."""
    return read_table("council_divisions", directory)


@_loads("council_members")
def load_council_members(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the council members whom the paper names."""
    return read_table("council_members", directory)


@_loads("ministry_positions")
def load_ministry_positions(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the positions that section IV gives for ministries and agencies of the central government."""
    return read_table("ministry_positions", directory)


@_loads("law_provisions")
def load_law_provisions(directory: Path | str | None = None) -> pd.DataFrame:
    """Return what the paper says that laws, regulations and directives provide."""
    return read_table("law_provisions", directory)


@_loads("group_work")
def load_group_work(directory: Path | str | None = None) -> pd.DataFrame:
    """Return what the paper says that the NPO corporations do, and the areas of the NPO Law into which it falls."""
    return read_table("group_work", directory)


@_loads("text_figures")
def load_text_figures(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the figures of the paper's prose that belong to no other table."""
    return read_table("text_figures", directory)


@_loads("interviews")
def load_interviews(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the interviews that the footnotes cite, one row per person and date."""
    return read_table("interviews", directory)


@_loads("source_kinds")
def load_source_kinds(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the kinds of evidence that the introduction names."""
    return read_table("source_kinds", directory)


@_loads("glossary")
def load_glossary(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the Japanese terms, legal forms and bodies of the paper and of this book, with their readings and meanings."""
    return read_table("glossary", directory)


@_loads("official-statistics")
def load_official_statistics(directory: Path | str | None = None) -> pd.DataFrame:
    """Return official figures for context: overstayers, registered foreigners, certified NPO corporations."""
    return read_table("official-statistics", directory)


@_loads("populations")
def load_populations(directory: Path | str | None = None) -> pd.DataFrame:
    """Return how many Koreans and Chinese there were in Japan, by the police, the census and the register of foreigners."""
    return read_table("populations", directory)


@_loads("founding-checks")
def load_founding_checks(directory: Path | str | None = None) -> pd.DataFrame:
    """Return what groups say of themselves, beside what the tables print; context, never a correction."""
    return read_table("founding-checks", directory)


@_loads("context-facts")
def load_context_facts(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the facts from outside the paper on which remarks of the claim audit rest."""
    return read_table("context-facts", directory)


@_loads("term-sources")
def load_term_sources(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the sources outside the paper on which meanings and spellings in the glossary rest."""
    return read_table("term-sources", directory)


@_loads("claims")
def load_claims(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the statements of the paper that are checked, the checks of ours and the slips of print: what each says, and where."""
    return read_table("claims", directory)


@_loads("claim_changes")
def load_claim_changes(directory: Path | str | None = None) -> pd.DataFrame:
    """Return, for each claim that is computed, a change of the data that changes its verdict."""
    return read_table("claim_changes", directory)


@_loads("claim_history")
def load_claim_history(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the verdicts that each claim has had, by version, each change with its reason."""
    return read_table("claim_history", directory)


@_loads("theses")
def load_theses(directory: Path | str | None = None) -> pd.DataFrame:
    """Return the claims that bear on each thesis of section V, and why each does."""
    return read_table("theses", directory)
