"""The dataset keeps its contract: descriptor, staleness, emendations, documentation."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import frictionless
import pandas as pd
import pytest

import supportgroups
from supportgroups import dataset
from supportgroups.dataset import data_directory, load_printed_table, read_descriptor, read_table
from supportgroups.derive import DERIVED, as_csv, derive

RESOURCES = [entry["name"] for entry in read_descriptor(data_directory())["resources"]]
LOADERS = [getattr(supportgroups, name) for name in supportgroups.__all__ if name.startswith("load_") and name != "load_printed_table"]


def problems(folder: Path) -> list[str]:
    """Return what the standard Frictionless client finds wrong with a data folder."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    return [f"{name}: {message}" for name, message in report.flatten(["name", "message"])]


def test_frictionless_finds_the_package_valid() -> None:
    assert problems(data_directory()) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("groups.csv", "T1-01,1,1,christian", "T1-01,1,1,buddhist"),
        ("groups.csv", ",1990,", ",199O,"),
        ("predecessors.csv", "T2-14", "T2-18x"),
        ("communities_served.csv", "T6-07,1,", "T6-09,1,"),
    ],
)
def test_frictionless_sees_what_we_break(data: Path, file: str, old: str, new: str) -> None:
    text = (data / file).read_text(encoding="utf-8")
    assert old in text
    (data / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert problems(data)


def test_every_csv_file_is_described() -> None:
    described = {entry["path"] for entry in read_descriptor(data_directory())["resources"]}
    assert described == {file.relative_to(data_directory()).as_posix() for file in data_directory().rglob("*.csv")}


def test_every_column_is_described_in_a_sentence() -> None:
    for entry in read_descriptor(data_directory())["resources"]:
        for field in entry["schema"]["fields"]:
            assert field["description"].endswith((".", ".”")), f"{entry['name']}.{field['name']}"


@pytest.mark.parametrize("name", ["official-statistics", "context-facts"])
def test_a_derived_figure_is_what_its_arithmetic_gives(name: str) -> None:
    external = read_table(name)
    derived = external[external["basis"] != "published"]
    assert len(derived) > 0
    for basis, value in zip(derived["basis"], derived["value"], strict=True):
        assert re.fullmatch(r"derived: \d+( [-+] \d+)+", basis)
        first, *others = re.findall(r"([-+]?) ?(\d+)", basis)
        assert int(first[1]) + sum(int(f"{sign}{number}") for sign, number in others) == value


def test_a_fact_for_context_gives_a_date_or_words() -> None:
    facts = read_table("context-facts")
    assert facts[["date", "text"]].notna().any(axis="columns").all()
    assert facts.loc[facts["value"].notna(), ["date", "unit"]].notna().all(axis=None)
    assert facts["source_url"].str.startswith("https://").all()


def test_printed_rows_and_groups() -> None:
    assert sum(len(load_printed_table(table)) for table in dataset.TABLES) == 80
    assert len(supportgroups.load_groups()) == 79


@pytest.mark.parametrize("name", DERIVED)
def test_derived_tables_are_up_to_date(name: str) -> None:
    stored = (data_directory() / f"{name}.csv").read_text(encoding="utf-8")
    assert stored == as_csv(derive()[name]), f"{name}.csv is stale: run `make data`"


def test_derived_tables_follow_their_sources(data: Path) -> None:
    source = data / "source" / "table-6.csv"
    source.write_text(source.read_text(encoding="utf-8").replace('"1,700"', '"1,701"'), encoding="utf-8")
    groups = derive(data)["groups"].set_index("group_id")
    assert groups.loc["T6-04", "members"] == 1701


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
def test_loaders_give_typed_documented_tables(loader: dataset.Loader) -> None:
    table = loader()
    assert len(table) > 0
    documentation = inspect.getdoc(loader) or ""
    for column in table.columns:
        assert f"\n    {column} : " in documentation, column
        assert str(table[column].dtype) in {"Int64", "Float64", "boolean", "category", "str", "datetime64[s]", "datetime64[us]"}, column
        dtype = table[column].dtype
        assert not isinstance(dtype, pd.CategoricalDtype) or dtype.ordered, column


def test_there_is_a_loader_for_every_table() -> None:
    source = inspect.getsource(dataset)
    for name in RESOURCES:
        assert name.startswith("table-") or f'read_table("{name}", directory)' in source, name


def test_the_work_of_every_npo_corporation_and_of_no_other_group_falls_into_an_area_of_the_law() -> None:
    work, groups = supportgroups.load_group_work(), supportgroups.load_groups()
    assert set(work["group_id"]) == set(groups.loc[groups["legal_form"] == "npo_corporation", "group_id"])
    kinds = supportgroups.load_law_provisions().set_index("provision_id")["kind"]
    assert set(work["provision_id"].map(kinds)) == {"activity_area"}


def test_missing_is_missing_and_none_is_text() -> None:
    groups = supportgroups.load_groups().set_index("group_id")
    assert groups["legal_status"]["T6-04"] == "None"
    assert pd.isna(groups["legal_status"]["T5-08"])
    assert pd.isna(groups["began"]["T2-08"])


def test_wrong_names_are_told() -> None:
    with pytest.raises(KeyError, match="names no table “gruops”"):
        read_table("gruops")
    with pytest.raises(ValueError, match="there is no table 7"):
        load_printed_table(7)


def test_a_wheel_carries_the_data(repository: Path, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path), "."]
    subprocess.run(build, cwd=repository, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    target = tmp_path / "installed"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
    subprocess.run(install, check=True)
    code = (
        "import json, sys; sys.path.insert(0, sys.argv[1]); import supportgroups as s;"
        "print(json.dumps([str(s.data_directory()), len(s.load_groups())]))"
    )
    output = subprocess.run([sys.executable, "-c", code, str(target)], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert json.loads(output) == [str(target / "supportgroups" / "data"), 79]
