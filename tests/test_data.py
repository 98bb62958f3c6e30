"""The dataset keeps its contract: descriptor, staleness, emendations, documentation."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path

import frictionless
import pandas as pd
import pytest

import supportgroups
from supportgroups import dataset
from supportgroups.dataset import data_directory, load_printed_table, read_descriptor, read_table
from supportgroups.derive import derive

RESOURCES = [entry["name"] for entry in read_descriptor(data_directory())["resources"]]
LOADERS = [
    getattr(supportgroups, name)
    for name in supportgroups.__all__
    if name.startswith("load_") and name not in {"load_printed_table", "load_wide"}
]


def faulty(folder: Path) -> set[str]:
    """Return the tables with which the standard Frictionless client finds something wrong."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    return {task.name for task in report.tasks if task.errors} | ({"the package"} if report.errors else set())


def test_frictionless_finds_the_package_valid() -> None:
    assert faulty(data_directory()) == set()


def test_frictionless_sees_what_we_break(data: Path) -> None:
    broken = {
        "groups.csv": ("T1-01,1,1,christian", "T1-01,1,1,buddhist"),  # a value that is not allowed
        "source/table-1.csv": ("\n2,2,", "\n1,2,"),  # a key that is there twice
        "councils.csv": (",10,", ",ten,"),  # a word for a number
        "predecessors.csv": ("T2-14", "T2-18x"),  # a reference that leads nowhere
    }
    for file, (old, new) in broken.items():
        text = (data / file).read_text(encoding="utf-8")
        assert old in text
        (data / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert faulty(data) == {"groups", "table-1", "councils", "predecessors"}


def test_every_column_is_described_in_a_sentence() -> None:
    for entry in read_descriptor(data_directory())["resources"]:
        for field in entry["schema"]["fields"]:
            assert field["description"].endswith((".", ".”")), f"{entry['name']}.{field['name']}"


def test_printed_rows_and_groups() -> None:
    assert sum(len(load_printed_table(table)) for table in dataset.TABLES) == 80
    assert len(supportgroups.load_groups()) == 79


def test_derived_tables_follow_their_sources(data: Path) -> None:
    source = data / "source" / "table-6.csv"
    source.write_text(source.read_text(encoding="utf-8").replace('"1,700"', '"1,701"'), encoding="utf-8")
    groups = derive(data)["groups"].set_index("group_id")
    assert groups.loc["T6-04", "members"] == 1701


def test_loaders_give_typed_documented_tables(subtests: pytest.Subtests) -> None:
    types = {"Int64", "Float64", "boolean", "category", "str", "datetime64[s]", "datetime64[us]"}
    for loader in LOADERS:
        table = loader()
        documentation = inspect.getdoc(loader) or ""
        with subtests.test(loader.__name__):
            assert len(table) > 0
            for column, dtype in table.dtypes.items():
                assert f"\n    {column} : " in documentation, column
                assert str(dtype) in types, column
                assert not isinstance(dtype, pd.CategoricalDtype) or dtype.ordered, column


def test_there_is_a_loader_for_every_table() -> None:
    source = inspect.getsource(dataset)
    for name in RESOURCES:
        assert name.startswith("table-") or f'_loader("{name}"' in source, name


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


def test_a_column_that_the_descriptor_does_not_name_is_told(data: Path) -> None:
    file = data / "groups.csv"
    file.write_bytes(b"began,note," + file.read_bytes())
    with pytest.raises(ValueError, match=r"groups\.csv has columns that the descriptor does not name: note$"):
        read_table("groups", data)


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
