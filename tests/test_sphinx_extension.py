"""The Sphinx side: drawings that are kept, charts that must have all their texts, tables for narrow screens, and search."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import altair as alt
import pandas as pd
import paper
import pytest
from sphinx.errors import ExtensionError

from supportgroups.audit import audit
from supportgroups.audit.report import headline
from supportgroups.notebook import CHART_MIME, figure, table
from supportgroups.sphinx_extension import charts
from supportgroups.sphinx_extension.charts import check_numbers, data_files, data_table, stored_charts
from supportgroups.sphinx_extension.drawing import NARROW, Drawings, drawn_width, for_page
from supportgroups.sphinx_extension.prose import counted_claims, opening_comment
from supportgroups.sphinx_extension.search import EnglishWithJapanese
from supportgroups.sphinx_extension.tables import for_narrow_screens

BOOK = paper.REPOSITORY / "book"
PAGE_WIDTH = 704
"""Width in pixels of the column of text."""


def specification(name: str = "fig-years", height: int = 100) -> dict[str, Any]:
    """Return a small chart as a notebook stores it."""
    rows = pd.DataFrame({"year": [1990, 1991], "groups": [3, 4], "name": ["みずら, a", 'the "b"']})
    chart = alt.Chart(rows).mark_bar().encode(x="year:O", y="groups:Q", tooltip="name").properties(height=height)
    bundle = figure(chart, name, caption="Groups by year.", alternative="Two bars: 3 in 1990, 4 in 1991.").bundle
    stored: dict[str, Any] = json.loads(json.dumps(bundle[CHART_MIME]))
    return stored


def notebook(folder: Path, *specifications: dict[str, Any]) -> Path:
    """Write a notebook that shows charts, each in a cell of its own after one of text."""
    cells = [{"cell_type": "markdown", "source": "# Title"}]
    cells += [{"cell_type": "code", "outputs": [{"data": {CHART_MIME: one}}]} for one in specifications]  # type: ignore[dict-item]
    file = folder / "chapter.ipynb"
    file.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("path", "what"),
    [
        (("usermeta", "supportgroups", "name"), "an anchor"),
        (("usermeta", "supportgroups", "caption"), "a caption"),
        (("description",), "a text alternative"),
    ],
)
@pytest.mark.parametrize("gone", [True, False], ids=["missing", "empty"])
def test_a_chart_without_its_texts_stops_the_build_and_is_named(tmp_path: Path, path: tuple[str, ...], what: str, gone: bool) -> None:
    chart = specification()
    holder = chart
    for step in path[:-1]:
        holder = holder[step]
    if gone:
        del holder[path[-1]]
    else:
        holder[path[-1]] = ""
    with pytest.raises(ExtensionError, match=rf"chapter\.ipynb, cell 2: a chart without {what}"):
        list(stored_charts(notebook(tmp_path, chart)))


def application(folder: Path) -> Any:
    """Return what `check_numbers` asks of Sphinx."""
    return SimpleNamespace(srcdir=folder, env=SimpleNamespace(found_docs={"chapter"}))


def test_a_chart_without_a_number_stops_the_build_and_is_named(tmp_path: Path) -> None:
    notebook(tmp_path, specification())
    check_numbers(application(tmp_path), SimpleNamespace(toc_fignumbers={"chapter": {"figure": {"fig-years": (1, 1)}}}))  # type: ignore[arg-type]
    with pytest.raises(ExtensionError, match=r"chapter\.ipynb, cell 2: the chart fig-years has no number"):
        check_numbers(application(tmp_path), SimpleNamespace(toc_fignumbers={}))  # type: ignore[arg-type]


def test_two_charts_with_one_anchor_stop_the_build(tmp_path: Path) -> None:
    notebook(tmp_path, specification(), specification())
    numbers = SimpleNamespace(toc_fignumbers={"chapter": {"figure": {"fig-years": (1, 1)}}})
    with pytest.raises(ExtensionError, match=r"chapter\.ipynb, cell 3: the anchor fig-years is that of a chart of chapter\.ipynb, cell 2"):
        check_numbers(application(tmp_path), numbers)  # type: ignore[arg-type]


def test_what_was_drawn_is_drawn_once(tmp_path: Path) -> None:
    first = Drawings(tmp_path)
    svg = first.wide(specification())
    assert len(first.drawn) == 1
    second = Drawings(tmp_path)
    assert second.wide(specification()) == svg
    assert second.drawn == set()
    second.wide(specification(height=101))
    assert len(second.drawn) == 1


def test_drawings_that_no_page_uses_are_forgotten(tmp_path: Path) -> None:
    Drawings(tmp_path).wide(specification())
    later = Drawings(tmp_path)
    later.wide(specification(height=101))
    later.finish()
    assert len(list(tmp_path.iterdir())) == 1


def test_a_drawing_on_a_page_is_one_image_with_identifiers_of_its_own(tmp_path: Path) -> None:
    svg = for_page(Drawings(tmp_path).wide(specification()), "fig-years", 'Two "bars"')
    assert re.findall(r' role="[^"]*"| aria-[a-z]+="[^"]*"', svg) == [' role="img"', ' aria-label="Two &quot;bars&quot;"']
    assert all(identifier.startswith("fig-years-") for identifier in re.findall(r'\bid="([^"]*)"', svg))


def test_a_drawing_that_stands_alone_is_dark_on_white_and_says_what_it_shows(tmp_path: Path) -> None:
    svg = Drawings(tmp_path).standing_alone(specification())
    root = ElementTree.fromstring(svg)
    assert "currentColor" not in svg
    assert root[0].text == "Two bars: 3 in 1990, 4 in 1991."
    assert root[1].attrib["fill"] == "#ffffff"
    assert Drawings(tmp_path).png(specification()).startswith(b"\x89PNG")


EVERY = [chart for file in sorted(BOOK.glob("*.ipynb")) for chart in stored_charts(file)]


@pytest.fixture(scope="module")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> Drawings:
    """Return an empty folder's drawings, shared by the charts of the book."""
    return Drawings(tmp_path_factory.mktemp("drawings"))


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: chart.name)
def test_every_chart_of_the_book_fits_the_page_and_a_narrow_screen(chart: charts.StoredChart, drawings: Drawings) -> None:
    # A drawing that is wider is shown smaller; its text of 13 pixels stays above 11.
    assert drawn_width(drawings.wide(chart.specification)) <= PAGE_WIDTH * 1.15
    assert drawn_width(drawings.narrow(chart.specification)) <= NARROW * 1.15
    assert drawings.narrow_width(chart.specification) >= NARROW // 3


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: chart.name)
def test_every_chart_of_the_book_tells_more_to_a_pointer(chart: charts.StoredChart) -> None:
    assert '"tooltip"' in json.dumps(chart.specification)


def test_the_data_of_a_chart_are_a_table_and_csv() -> None:
    (name, text), *others = data_files("fig-years", specification()).items()
    assert (name, others) == ("fig-years.csv", [])
    assert list(csv.DictReader(io.StringIO(text))) == [
        {"year": "1990", "groups": "3", "name": "みずら, a"},
        {"year": "1991", "groups": "4", "name": 'the "b"'},
    ]
    html = data_table(specification())
    assert '<th scope="col">groups</th>' in html
    assert "the &quot;b&quot;" in html


def rows(frame: pd.DataFrame) -> str:
    """Return a table's rows as the page gets them."""
    html: str = table(frame, "tab-x", caption="x").bundle["text/html"]
    return re.sub(r".*</caption>|</table>$", "", html, flags=re.DOTALL)


def test_each_cell_of_a_wide_table_of_text_names_its_column() -> None:
    frame = pd.DataFrame({"Name": ["a <b>"], "Place & time": ["x"], "Status": ["(blank)"], "Note": ["N/A"]})
    html, stacked = for_narrow_screens(rows(frame))
    assert stacked
    assert re.findall(r'data-label="([^"]*)"', html) == ["Name", "Place &amp; time", "Status", "Note"]
    assert '<span class="blank">blank</span>' in html
    assert '<span class="not-applicable">N/A</span>' in html


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"Name": ["a"], "Note": ["y"]}),
        pd.DataFrame({"Year": [1990], "a": [1], "b": [2], "c": [3], "d": ["x"]}),
    ],
    ids=["few columns", "numbers"],
)
def test_other_tables_stay_tables(frame: pd.DataFrame) -> None:
    assert for_narrow_screens(rows(frame)) == (rows(frame), False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("女性の家サーラー", ["女性", "性の", "の家", "家サ", "サー", "ーラ", "ラー"]),
        ("労災", ["労災"]),
        ("MICかながわ", ["MIC", "かな", "なが", "がわ"]),
        ("group T4-19, claim II-07", ["group", "T4-19", "claim", "II-07"]),
        ("doctors' groups", ["doctors", "groups"]),
    ],
)
def test_search_words(text: str, words: list[str]) -> None:
    assert EnglishWithJapanese({}).split(text) == words


def test_the_fold_of_a_cell_is_named_after_its_comment() -> None:
    assert opening_comment("# Count the groups\n# by category.\nx = 1\n# not this") == "Count the groups by category."


def test_the_headline_is_that_of_the_audits_page_and_a_page_without_one_is_named(tmp_path: Path) -> None:
    results = audit()
    assert counted_claims(BOOK / "claim-audit.ipynb") == {
        "claims": str(len(results)),
        **{str(verdict): str(number) for verdict, number in headline(results).items()},
    }
    (tmp_path / "claim-audit.ipynb").write_text('{"cells": []}', encoding="utf-8")
    with pytest.raises(ExtensionError, match=r"claim-audit\.ipynb does not give claims, reproduced, .*; run it: make notebooks"):
        counted_claims(tmp_path / "claim-audit.ipynb")
