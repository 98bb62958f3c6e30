"""Facts are stated once: what a chapter glues under a fact's name is what the fact gives; and tables as facts are asked of them."""

from __future__ import annotations

import ast
import inspect
import json
import math
import numbers
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import paper
import pytest

from supportgroups import audit
from supportgroups.audit.notation import parse
from supportgroups.audit.vocabulary import on
from supportgroups.dataset import data_directory, read_descriptor, read_table
from supportgroups.facts import Range, Record, Tables, all_facts, records
from supportgroups.facts.tables import LEDGER
from supportgroups.notebook import GLUED, in_words

BOOK = paper.REPOSITORY / "book"
CHAPTERS = sorted([*BOOK.glob("0[1-5]-*.ipynb"), BOOK / "teaching.ipynb"])

# --- what is glued; the last part of a name counts, as in ``form.without_form``


def cells_of(notebook: Path) -> list[dict[str, Any]]:
    """Return the cells of a notebook."""
    cells: list[dict[str, Any]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return cells


def glued(notebook: Path) -> dict[str, str]:
    """Return what a notebook stores for its prose."""
    outputs = [output for cell in cells_of(notebook) for output in cell.get("outputs", []) if "scrapbook" in output.get("metadata", {})]
    return {output["metadata"]["scrapbook"]["name"]: str(ast.literal_eval(output["data"][GLUED])) for output in outputs}


def last_part(name: str) -> str:
    """Return the key by which a text asks for a figure of a collection, or the name of one that is glued alone."""
    return name.rpartition(".")[2]


def called(notebook: Path) -> set[str]:
    """Return the names of the functions that a notebook calls."""
    trees = [ast.parse("".join(cell["source"])) for cell in cells_of(notebook) if cell["cell_type"] == "code"]
    calls = [node.func for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {call.id if isinstance(call, ast.Name) else call.attr for call in calls if isinstance(call, ast.Name | ast.Attribute)}


def facts_of(tables: Tables) -> dict[str, Any]:
    """Return the value of every fact that needs no more than the tables."""
    return {
        name: fact(tables)
        for name, fact in all_facts().items()
        if all(
            parameter.default is not parameter.empty or parameter.kind is parameter.VAR_KEYWORD
            for parameter in list(inspect.signature(fact).parameters.values())[1:]
        )
    }


def forms(value: Any) -> set[str]:
    """Return a value as it may be glued: a number, in figures or as a word, a day or its year, names as they are."""
    if isinstance(value, pd.Timestamp):
        return {on(value), f"{value.year}"}
    if isinstance(value, pd.DataFrame | pd.Series | pd.Index):
        return forms(len(value))
    if isinstance(value, Range):
        low, high = (in_words(int(end)) if math.isfinite(end) else "" for end in value)
        return {low} if low == high else {f"{low} to {high}"}
    if isinstance(value, numbers.Real):
        number, whole = float(value), round(float(value))
        return {f"{number:.10g}", f"{whole:,}", f"{whole}", in_words(whole)} | ({f"{number:,.1f}"} if number != whole else set())
    return {str(value)}


def agree(text: str, value: Any) -> bool:
    """Say whether a glued text is a value in one of its forms."""
    return text.lower() in {form.lower() for form in forms(value)}


def test_what_is_glued_under_the_name_of_a_fact_is_what_the_fact_gives(tables: Tables) -> None:
    facts = facts_of(tables)
    apart = {
        f"{notebook.stem}: {name}": (text, sorted(forms(facts[last_part(name)])))
        for notebook in sorted(BOOK.glob("*.ipynb"))
        for name, text in glued(notebook).items()
        if (fact := last_part(name)) in facts and not agree(text, facts[fact])
    }
    assert apart == {}


def test_a_chapter_takes_a_fact_from_the_room_of_facts() -> None:
    computed_beside = {
        f"{notebook.stem}: {fact}"
        for notebook in CHAPTERS
        for fact in set(map(last_part, glued(notebook))) & set(all_facts()) - called(notebook)
    }
    assert computed_beside == set()


def facts_glued(notebook: Path) -> Iterator[tuple[str, str]]:
    """Yield the name or key under which a notebook glues a fact, or how many rows it has, with the fact."""
    trees = [ast.parse("".join(cell["source"])) for cell in cells_of(notebook) if cell["cell_type"] == "code"]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    assigned = {ast.unparse(node.targets[0]): node.value for node in nodes if isinstance(node, ast.Assign)}
    calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "glue"]
    named: list[tuple[str | None, ast.expr]] = []
    for part in (part for call in calls for part in ast.walk(call)):
        if isinstance(part, ast.keyword):
            named.append((part.arg, part.value))
        elif isinstance(part, ast.Dict):
            pairs = zip(part.keys, part.values, strict=True)
            named += [(ast.literal_eval(key), value) for key, value in pairs if isinstance(key, ast.Constant)]
    for name, value in named:
        while isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.args:
            value = value.args[0]  # its length, or the day written out
        value = assigned.get(ast.unparse(value), value)
        if fact := re.fullmatch(r"facts\.(\w+)\(tables\)", ast.unparse(value)):
            yield f"{name}", fact[1]


def test_a_fact_is_glued_under_its_name() -> None:
    renamed = {
        f"{notebook.stem}: {name}": fact
        for notebook in sorted(BOOK.glob("*.ipynb"))
        for name, fact in facts_glued(notebook)
        if name != fact
    }
    assert renamed == {}


# Where a claim's check says or finds a number that a chapter tells as well: the chapter, its key, the claim, and what the check calls it
# (a whole number is the place of a figure that it finds).
SAID_TWICE: list[tuple[str, str, str, str | int]] = [
    ("01", "both_korean", "I-26", "together"),
    ("01", "smallest.largest_group", "I-37", "largest_group"),
    ("02", "size.christian", "II-10", "total"),
    ("02", "no_number.blank.christian", "II-10", "unsaid"),
    ("02", "members.count.christian", "II-10", "others"),
    ("02", "no_number.not_applicable.christian", "II-10", 0),
    ("02", "form.christian.religious_body", "II-11", "of_the_sort"),
    ("02", "hits.christian", "II-09", 0),
    ("02", "form.union.labour_union", "II-14", "of_the_sort"),
    ("02", "hits.union", "II-15", 0),
    ("02", "form.women.npo_corporation", "II-18", 0),
    ("02", "form.women.foundation", "II-19", 0),
    ("02", "hits.women", "II-20", 0),
    ("02", "members.min.women", "II-21", 0),
    ("02", "size.medical", "II-23", 0),
    ("02", "form.medical.npo_corporation", "II-26", 0),
    ("02", "everybody.medical", "II-27", "everybody"),
    ("02", "members.min.medical", "II-28", 0),
    ("02", "members.count.medical", "II-28", "printed"),
    ("02", "everybody.legal", "II-30", "everybody"),
    ("02", "members.min.legal", "II-32", 0),
    ("02", "members.max.legal", "II-32", 1),
    ("02", "no_number.blank.legal", "II-32", "blanks"),
    ("02", "hits.citizens", "II-34", 0),
    ("02", "members.count.citizens", "II-35", "printed"),
    ("02", "members.max.citizens", "II-35", 1),
    ("02", "form.citizens.none", "II-37", 0),
    ("02", "single_communities", "II-27", "communities"),
    ("02", "christian_by_1987", "II-68", 0),
    ("02", "founded_by_1992", "II-79", 0),
    ("02", "began_after_the_law", "II-80", 0),
    ("02", "printed_ends", "II-84", "printed"),
    ("02", "ended_bodies", "II-85", "total"),
    ("02", "reasons_of_ends", "II-85", "told"),
    ("02", "members_median", "Intro-39", "half"),
    ("02", "majority", "Tab-07", 0),
    ("02", "second", "Tab-07", "two"),
    ("03", "form.gone", "III-12", "ended"),
    ("03", "interviews.citizens", "III-14", 0),
    ("03", "growth.groups", "III-18", "figures"),
    ("03", "wait.groups", "III-22", 0),
    ("03", "growth.mizula_high", "III-23", "factor"),
    ("03", "growth.steps", "III-25", "steps"),
    ("03", "growth.before_law", "III-25", "before_law"),
    ("03", "by_name.eased", "III-30", 0),
    ("03", "six.interviewed", "III-30", "heard"),
    ("03", "by_name.declined", "III-42", "total"),
    ("03", "paper.excess", "Intro-23", "fewest"),
    ("03", "areas.all", "Intro-11", 0),
    ("04", "panels.all", "IV-07", 0),
    ("04", "ngo_seats", "IV-26", "total"),
    ("04", "numbers.members", "IV-39", 0),
    ("04", "mic.began", "IV-38", "began"),
    ("04", "mic.status", "IV-38", "status"),
    ("04", "service.named", "IV-43", 0),
    ("04", "steps.before", "IV-54", "before"),
    ("04", "steps.same_year", "IV-54", "same"),
    ("04", "steps.after", "IV-54", "after"),
    ("04", "admission.positions", "IV-57", 0),
    ("04", "admission.bodies", "IV-57", "rows"),
    ("05", "could_apply", "V-04", "total"),
    ("05", "npo_corporations", "V-04", 0),
    ("05", "partners", "V-11", 0),
    ("05", "partners_npo", "V-11", "npo"),
    ("05", "with_governments", "V-13", "total"),
    ("05", "ties_before_the_law", "V-13", 0),
    ("05", "from_groups", "V-16", 0),
    ("05", "worse", "III-54", 0),
]


@pytest.mark.parametrize(("chapter", "key", "claim", "name"), [pytest.param(*row, id="-".join(row[:3])) for row in SAID_TWICE])
def test_a_chapter_and_a_claim_have_one_number(tables: Tables, chapter: str, key: str, claim: str, name: str | int) -> None:
    [notebook] = BOOK.glob(f"{chapter}-*.ipynb")
    finding = audit.result(claim, tables).finding
    assert finding is not None
    value = finding.figures[name].low if isinstance(name, int) else finding.values[name]
    assert agree(glued(notebook)[key], value), (glued(notebook)[key], value)


# Claim → the category, and the columns in which the dataset has what section II says of it.
STATED = {
    "II-16": ("union", ("members_stated_minimum", "members_stated_maximum")),
    "II-21": ("women", ("members_stated_minimum", "members_stated_maximum")),
    "II-28": ("medical", ("members_stated_minimum", "members_stated_maximum")),
    "II-32": ("legal", ("members_stated_minimum", "members_stated_maximum")),
    "II-35": ("citizens", ("members_stated_minimum", "members_stated_maximum")),
    "II-18": ("women", ("npo_stated",)),
    "II-23": ("medical", ("groups_stated",)),
    "II-26": ("medical", ("npo_stated",)),
}


@pytest.mark.parametrize("claim", STATED)
def test_a_claim_asserts_what_the_dataset_has_as_stated(tables: Tables, claim: str) -> None:
    category, columns = STATED[claim]
    asserted = [figure.core for figure in parse(audit.claim(claim).asserted)]
    assert asserted == [Range(stated, stated) for stated in (float(tables.cell(category, column)) for column in columns)]


def test_groups_of_a_thousand_are_those_that_the_claim_shows(tables: Tables) -> None:
    thousand = tables["groups"].index[(tables["groups"]["members"] >= 1000).fillna(False)]
    assert set(audit.claim("Intro-01").see) == set(thousand)
    assert agree(glued(next(BOOK.glob("02-*.ipynb")))["of_a_thousand"], thousand)


def test_numbers_days_and_rows_in_words() -> None:
    rows = pd.DataFrame({"a": range(3)})
    assert forms(rows) == {"3", "three"}
    assert forms(1204.4) == {"1204.4", "1,204", "1204", "1,204.4"}
    assert forms(pd.Timestamp("1998-12-01")) == {"1 December 1998", "1998"}
    assert (forms(Range(4, 7)), forms(Range(7, 7)), forms("Kalabaw")) == ({"four to seven"}, {"seven"}, {"Kalabaw"})


def test_a_fact_says_what_it_is() -> None:
    assert [name for name, fact in all_facts().items() if not (fact.__doc__ or "").startswith(("Return ", "Say "))] == []


# --- the tables


def test_tables_are_those_of_the_data_package(tables: Tables) -> None:
    names = [entry["name"] for entry in read_descriptor(data_directory())["resources"] if entry["name"] not in LEDGER]
    assert list(tables) == names
    pd.testing.assert_frame_equal(tables["groups"].reset_index(drop=True), read_table("groups"))


def test_rows_know_which_records_they_are(tables: Tables) -> None:
    some = tables.where("groups", category="medical", location=["Kanagawa", "Saitama"])
    served = tables.where("communities_served", group_id=some["group_id"])
    assert {record.table for record in records(some, served, some)} == {"groups", "communities_served"}
    assert records(tables.pick("T4-19", "T9-99", "T1-01")) == (Record("groups", "T4-19"), Record("groups", "T1-01"))
    assert records(tables.where("communities_served", group_id="T4-19")) == (Record("communities_served", "T4-19/1"),)
    with pytest.raises(ValueError, match="do not know of which table they are: select, do not merge"):
        records(some.merge(served, on="group_id"))


def test_a_cell_is_read_or_missing(tables: Tables) -> None:
    assert tables.cell("T4-19", "members") == 80
    assert pd.isna(tables.cell("T9-99", "members"))
    with pytest.raises(KeyError, match="no table has a record nobody"):
        tables.cell("nobody", "members")


def test_a_key_belongs_to_the_table_that_has_it_or_one_like_it(tables: Tables) -> None:
    assert [tables.table_of(key) for key in ("T4-19", "T9-99", "EV-01", "EV-99", "christian")] == [
        *("groups", "groups", "events", "events", "categories")
    ]
    without = tables.with_table("groups", tables["groups"].iloc[:0])
    for of, key in ((tables, "1"), (tables, "99"), (without, "T9-99")):  # the rows of printed tables have bare numbers
        with pytest.raises(KeyError, match=f"no table has a record {key}"):
            of.table_of(key)


def test_a_cell_is_changed_in_a_copy(tables: Tables) -> None:
    changed = tables.with_cell("groups", "T4-19", "members", 120)
    assert (changed.cell("T4-19", "members"), tables.cell("T4-19", "members")) == (120, 80)
    assert pd.isna(changed.with_cell("groups", "T4-19", "members", None).cell("T4-19", "members"))
    assert changed["groups"].dtypes.equals(tables["groups"].dtypes)
    assert all(changed[name] is tables[name] for name in tables if name != "groups")


def test_rows_are_chosen_by_a_value_by_several_and_by_what_holds(tables: Tables) -> None:
    """A cell that is blank is not among those of which something holds."""
    unions = tables.where("groups", category="union")
    late = tables.where("groups", category=["union"], began=lambda years: years > 1990)
    assert list(late.index) == [key for key, year in unions["began"].items() if pd.notna(year) and year > 1990]
    assert 0 < len(late) < len(unions)


def test_a_record_is_left_out(tables: Tables) -> None:
    assert len(tables.without("groups", "T4-18", "T4-19")["groups"]) == len(tables["groups"]) - 2


def test_a_table_is_put_in_or_replaced(tables: Tables) -> None:
    added = tables.with_table("budgets", pd.DataFrame({"budget_id": ["B-01"], "yen": [3]}))
    assert added.cell("B-01", "yen") == 3
    assert "budgets" not in tables
    emptied = tables.with_table("predecessors", tables["predecessors"].iloc[:0])
    assert (len(emptied["predecessors"]), emptied.key("predecessors")) == (0, ["group_id", "name_ja"])


def test_a_record_that_does_not_exist_is_named(tables: Tables) -> None:
    for change in (
        lambda: tables.record("groups", "T9-99"),
        lambda: tables.with_cell("groups", "T9-99", "members", 1),
        lambda: tables.without("groups", "T9-99"),
        lambda: tables.with_cell("groups", ["T4-19", "T9-99"], "members", 1),
    ):
        with pytest.raises(KeyError, match="groups has no record T9-99"):
            change()


def test_what_is_derived_is_made_once_and_anew_for_changed_tables(tables: Tables) -> None:
    def members(given: Tables) -> list[int]:
        return [int(given.cell("T4-19", "members"))]

    changed = tables.with_cell("groups", "T4-19", "members", 800)
    assert tables.derived(members) is tables.derived(members)
    assert (tables.derived(members), changed.derived(members)) == ([80], [800])
