"""What the package offers at its top, and the tables that show everything at once."""

from __future__ import annotations

import pydoc
from importlib.metadata import version

import pytest

import supportgroups
from supportgroups import load_communities, load_groups, load_interviews, load_wide, tables
from supportgroups.dataset import data_directory, read_descriptor


def test_everything_that_is_promised_is_there_and_documented() -> None:
    assert set(supportgroups.__all__) <= set(dir(supportgroups))
    text = pydoc.plain(pydoc.render_doc(supportgroups))
    for name in supportgroups.__all__:
        assert getattr(supportgroups, name) is not None
        assert name in text, name
    assert supportgroups.__version__ == version("supportgroups")


def test_what_is_not_promised_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'load_gruops'"):
        supportgroups.load_gruops  # type: ignore[attr-defined]  # noqa: B018


def test_a_folder_that_is_not_there_is_named_in_one_line() -> None:
    with pytest.raises(FileNotFoundError) as raised:
        load_groups("nowhere")
    assert str(raised.value).startswith("nowhere/datapackage.json is not there: expected a data folder")
    assert "\n" not in str(raised.value)


def test_the_list_of_tables_has_every_table() -> None:
    listed = tables()
    assert list(listed.index) == [entry["name"] for entry in read_descriptor(data_directory())["resources"]]
    assert listed["description"].str.endswith(".").all()


def test_the_wide_table_has_every_group_with_every_community_and_record() -> None:
    wide, groups, communities = load_wide(), load_groups(), load_communities()
    assert len(wide) == len(communities) + len(set(groups["group_id"]) - set(communities["group_id"]))
    assert set(wide["group_id"]) == set(groups["group_id"])
    interviews = load_interviews()
    for column in ("group_id", "second_group_id"):
        for key, group_id in interviews[["interview_id", column]].dropna().itertuples(index=False, name=None):
            assert key in wide.set_index("group_id")["interviews"][[group_id]].iloc[0].split("; ")
