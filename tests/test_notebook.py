"""What chapters show: figures, tables, figures in prose; and what happens when a part is missing."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import altair as alt
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.testing.globalipapp import start_ipython
from markdown_it import MarkdownIt

from supportgroups import notebook
from supportgroups.notebook import CHART_MIME, LABEL, figure, glue, table


@pytest.fixture(scope="module")
def shell() -> Iterator[InteractiveShell]:
    """Return a shell of IPython, which is there for these tests alone: the examples of the package show what happens without."""
    shell = start_ipython()
    yield shell
    shell.clear_instance()


@pytest.fixture
def chart() -> alt.Chart:
    """Return a small chart."""
    chart: alt.Chart = alt.Chart(pd.DataFrame({"year": [1990, 1991], "groups": [9, 13]})).mark_bar().encode(x="year:O", y="groups:Q")
    return chart


def test_a_figure_carries_caption_and_alternative(chart: alt.Chart) -> None:
    bundle = figure(chart, "fig-test", caption="Two years.", alternative="Nine, then thirteen.").bundle
    assert bundle[CHART_MIME]["description"] == bundle["text/plain"] == "Nine, then thirteen."
    label = bundle[CHART_MIME]["usermeta"]["supportgroups"]
    assert (label["name"], label["caption"]) == ("fig-test", "Two years.")
    assert [table["columns"] for table in label["tables"]] == [[["year", "year"], ["groups", "groups"]]]


def test_a_figure_names_its_data_and_what_its_tooltip_says(chart: alt.Chart) -> None:
    drawn = chart.encode(tooltip=["year", "groups"])
    bundle = figure(drawn, "fig-test", {"Groups by year": {"groups": "Groups founded"}}, caption="c", alternative="a").bundle
    [table] = bundle[CHART_MIME]["usermeta"]["supportgroups"]["tables"]
    assert (table["title"], table["columns"]) == ("Groups by year", [["groups", "Groups founded"]])
    assert [field["title"] for field in bundle[CHART_MIME]["encoding"]["tooltip"]] == ["year", "Groups founded"]
    with pytest.raises(ValueError, match="no frame for the table “Groups” has all of members; the chart draws year, groups"):
        figure(chart, "fig-test", {"Groups": {"members": "Members"}}, caption="c", alternative="a")
    two = alt.layer(chart, alt.Chart(pd.DataFrame({"place": ["Tokyo"]})).mark_text().encode(text="place"))
    with pytest.raises(ValueError, match=r"has all of year, place; the chart draws (year, groups; place|place; year, groups)$"):
        figure(two, "fig-test", {"Groups": {"year": "Year", "place": "Place"}}, caption="c", alternative="a")


def test_the_tests_draw_no_pictures() -> None:
    assert notebook.PICTURES in os.environ  # by the name that conftest.py gives it


def test_a_picture_can_stand_anywhere(chart: alt.Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    """On white, in black, and without the links, which lead to pages of the book."""
    monkeypatch.delenv(notebook.PICTURES)
    linked = chart.encode(href=alt.value("register.html"), color=alt.value("currentColor"))
    picture = figure(linked, "fig-test", caption="c", alternative="a").bundle["image/svg+xml"]
    assert picture.startswith("<svg") and 'fill="white"' in picture and 'fill="black"' in picture
    assert not re.search(r"</?a\b|register|currentColor", picture)
    monkeypatch.setattr(notebook, "find_spec", lambda name: None)  # as in a browser
    assert "image/svg+xml" not in figure(linked, "fig-test", caption="c", alternative="a").bundle


def test_a_figure_is_the_same_every_time(chart: alt.Chart) -> None:
    once, twice = (figure(chart, "fig-test", caption="c", alternative="a").bundle for _ in range(2))
    assert once == twice


@pytest.mark.parametrize(
    ("name", "caption", "alternative", "message"),
    [
        ("fig-test", " ", "a", "fig-test: expected its caption in a cell of text"),
        ("fig-test", "c", "", "fig-test: expected its alternative in a cell of text"),
        ("test", "c", "a", "expected an anchor of the form fig-some-words"),
        ("fig-Test", "c", "a", "expected an anchor of the form fig-some-words"),
        ("tab-test", "c", "a", "expected an anchor of the form fig-some-words"),
    ],
)
def test_a_figure_without_a_part_is_refused(chart: alt.Chart, name: str, caption: str, alternative: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        figure(chart, name, caption=caption, alternative=alternative)


def test_a_table_is_plain_html() -> None:
    frame = pd.DataFrame({"Name": ["女性の家 <b>", "b"], "Began": ["1988 *1984*", None], "Members": pd.Series([10, None], dtype="Int64")})
    html = table(frame, "tab-test", caption="A & B.", missing="not stated").bundle["text/html"]
    assert '<table id="tab-test" class="data-table stacked">\n<caption>A &amp; B.</caption>' in html
    assert '<th data-label="Name" scope="row"><span lang="ja">女性の家</span> &lt;b&gt;</th>' in html
    assert '<td data-label="Began">1988 <em>1984</em></td>' in html
    assert html.count("not stated") == 2
    assert '<td data-label="Members" class="numeric">10</td>' in html


def test_what_stands_for_a_missing_cell_is_text() -> None:
    html = table(pd.DataFrame({"Began": [None]}), "tab-test", caption="c", missing="<not stated>").bundle["text/html"]
    assert '<th scope="row">&lt;not stated&gt;</th>' in html


def test_locators_do_not_break() -> None:
    frame = pd.DataFrame({"Where": ["II, para. 12; n. 16", "Table 4, no. 19"]})
    html = table(frame, "tab-test", caption="c").bundle["text/html"]
    assert "II,\u00a0para.\u00a012; n.\u00a016" in html
    assert "Table 4, no.\u00a019" in html


def test_a_table_with_an_unknown_column_is_refused() -> None:
    with pytest.raises(ValueError, match="tab-test: no column Place; there are Name"):
        table(pd.DataFrame({"Name": ["a"]}), "tab-test", caption="c", row_header="Place")


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch, shell: InteractiveShell) -> list[dict[str, object]]:
    """Return what is glued from now on, as a notebook stores it."""
    outputs: list[dict[str, object]] = []
    monkeypatch.setattr(notebook, "_glued", {})
    monkeypatch.setattr(shell.display_pub, "publish", lambda data, metadata=None, **_: outputs.append({**data, **(metadata or {})}))
    return outputs


def test_figures_are_glued_as_they_are(published: list[dict[str, object]]) -> None:
    glue(members=pd.Series([3642]).sum(), ratio=0.1 + 0.2, share="a third")
    assert [entry["application/papermill.record/text/plain"] for entry in published] == ["3642", "0.3", "'a third'"]
    assert published[0]["scrapbook"] == {"name": "members", "mime_prefix": "application/papermill.record/"}


def test_of_a_table_the_text_asks_by_column_and_row(published: list[dict[str, object]]) -> None:
    groups = pd.DataFrame({"Tokyo": {"union": 12, "medical": 9}})
    glue(groups=groups, active=pd.Series({1992: 57}))
    assert [entry["scrapbook"]["name"] for entry in published] == ["groups.Tokyo.union", "groups.Tokyo.medical", "active.1992"]  # type: ignore[index]
    assert notebook.fill("{words}`groups.Tokyo.medical` of {glue:text}`active.1992:,d`", notebook._glued) == "nine of 57"


@pytest.mark.parametrize(
    "name", ["*A* **b**", "_A_ __b__", "`a`", "a\\*b", "[a](javascript:b)", "![a](b)", "<i>a</i>", "&lt;", "~~a~~", "{term}`a`"]
)
def test_text_of_the_data_is_no_markdown(name: str) -> None:
    caption = notebook.fill("Of *{glue:text}`name`*.", {"name": name})
    text, opened, content, closed, end = MarkdownIt().parseInline(caption)[0].children or []
    assert [text.content, opened.type, closed.type, end.content] == ["Of ", "em_open", "em_close", "."] and content.content == name
    assert notebook.fill("Of {glue:text}`name`.", {"name": name}, markdown=False) == f"Of {name}."


def test_a_key_that_no_text_can_ask_for_is_said() -> None:
    with pytest.raises(TypeError, match="groups: a text cannot ask for “Other kinds”"):
        glue(groups={"Other kinds": 1})


@pytest.mark.parametrize("value", [None, True, float("nan"), [1]])
def test_what_is_no_figure_is_not_glued(value: object) -> None:
    with pytest.raises(TypeError, match="share: expected a number or text, not "):
        glue(share=value)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what writes a notebook with a cell of text, in the folder in which a chapter runs."""
    monkeypatch.chdir(tmp_path)

    def write(text: str) -> None:
        cells = [{"cell_type": "markdown", "source": text.splitlines(keepends=True)}]
        (tmp_path / "chapter.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")

    return write


TEXTS = """\
:::{caption} fig-test
{Words}`few` of {glue:text}`all:,d`
by *year*.
:::

:::{alternative} fig-test
A line at {words}`few`.
:::"""


def test_caption_and_alternative_stand_in_the_text(
    chart: alt.Chart, written: Callable[[str], None], published: list[dict[str, object]]
) -> None:
    written(TEXTS)
    glue(few=3, all=1204)
    bundle = figure(chart, "fig-test").bundle
    assert bundle[CHART_MIME]["usermeta"]["supportgroups"]["caption"] == "Three of 1,204 by *year*."
    assert bundle["text/plain"] == bundle[CHART_MIME]["description"] == "A line at three."
    assert published


def test_a_caption_in_want_of_its_figure_is_refused(
    chart: alt.Chart, written: Callable[[str], None], published: list[dict[str, object]]
) -> None:
    written(TEXTS)
    glue(few=3)
    with pytest.raises(KeyError, match="the text asks for “all”, which is not there yet"):
        figure(chart, "fig-test")
    assert published


def test_a_figure_without_words_beside_it_is_refused(chart: alt.Chart, written: Callable[[str], None]) -> None:
    written(TEXTS)
    with pytest.raises(ValueError, match=r"fig-other: expected its caption in a cell of text, saved: :::\{caption\} fig-other"):
        figure(chart, "fig-other")


def test_where_no_notebook_can_be_read_the_anchor_takes_the_place_of_its_texts(
    chart: alt.Chart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert figure(chart, "fig-test").bundle["text/plain"] == "fig-test"


def test_prose_writes_numbers_out_up_to_twelve() -> None:
    assert [notebook.in_words(number) for number in (-1, 0, 12, 13)] == ["-1", "none", "twelve", "13"]


def test_words_are_for_whole_numbers(chart: alt.Chart, written: Callable[[str], None], published: list[dict[str, object]]) -> None:
    written(TEXTS)
    glue(few=0.5, all=1)
    with pytest.raises(TypeError, match=r"expected a whole number to write in words, not 0\.5"):
        figure(chart, "fig-test")
    assert published


def test_each_cell_of_a_wide_table_of_text_names_its_column() -> None:
    frame = pd.DataFrame({"Name": ["a <b>"], "Place & time": ["x"], "Status": ["(blank)"], "Note": ["N/A"]})
    shown = table(frame, "tab-x", caption="x")
    html = shown.bundle["text/html"]
    assert "stacked" in shown.label["classes"]
    assert re.findall(r'data-label="([^"]*)"', html) == ["Name", "Place &amp; time", "Status", "Note"]
    assert '<span class="blank">blank</span>' in html
    assert '<span class="not-applicable">N/A</span>' in html


def test_a_column_asks_for_the_width_that_its_cells_need() -> None:
    frame = pd.DataFrame(
        {"No.": ["1"], "Name": ["女性の家サーラー"], "Place": ["Shin-Kawasaki"], "Note": ["word " * 40], "Two": ["a" * 30 + "\n" + "b" * 8]}
    )
    html = table(frame, "tab-x", caption="x").bundle["text/html"]
    assert re.findall(r'<col class="ch-(\d+)">', html) == ["6", "20", "16", "80", "32"]


WORDS = {4: 6, 5: 8, 6: 8, 8: 10, 10: 12, 12: 14, 14: 16, 18: 20, 22: 24, 26: 28, 30: 32, 38: 40, 46: 48, 62: 64, 78: 80, 79: 80}
SHORT_WORDS = {14: 16, 16: 20, 18: 20, 48: 20, 54: 20, 66: 24, 234: 80, 240: 80}


@pytest.mark.parametrize(
    ("heading", "text", "width"),
    [
        *(pytest.param("", "x" * length, width, id=f"a word of {length}") for length, width in WORDS.items()),
        *(pytest.param("", "x " * (length // 2), width, id=f"words, {length} letters") for length, width in SHORT_WORDS.items()),
        pytest.param("", "x " * 24 + "\n" + "x", 64, id="two lines"),
        pytest.param("", "x " * 24 + "\nx" * 3, 64, id="four lines"),
        pytest.param("H" * 20, "", 12, id="a heading"),
        pytest.param("H" * 21, "", 14, id="a longer heading"),
        pytest.param("", "女性の家" * 3, 20, id="Japanese"),
        pytest.param("", "女 *x*", 6, id="tags"),
        pytest.param("", "&&&&&", 8, id="signs"),
    ],
)
def test_a_column_is_as_wide_as_its_longest_word_or_a_third_of_its_longest_text(heading: str, text: str, width: int) -> None:
    html = table(pd.DataFrame({heading: [text]}), "tab-x", caption="x").bundle["text/html"]
    assert re.findall(r'<col class="ch-(\d+)">', html) == [f"{width}"]


def test_figures_of_a_table_are_written_as_figures() -> None:
    frame = pd.DataFrame({"a": [1234.56], "b": [1234], "c": ["<i>x</i>"], "d": ["7"], "e": [None]})
    shown = table(frame, "tab-x", caption="x", html=["c"], numeric=["d"], row_header="c", filters={"d": "years"}, missing="–")
    html = shown.bundle["text/html"]
    assert re.findall(r"<tr>(<t[hd].*?)</tr>", html) == [
        '<th scope="col" class="numeric">a</th><th scope="col" class="numeric">b</th><th scope="col">c</th>'
        '<th scope="col" class="numeric" data-filter="years">d</th><th scope="col">e</th>',
        '<td class="numeric">1,234.6</td><td class="numeric">1234</td><th scope="row"><i>x</i></th><td class="numeric">7</td><td>–</td>',
    ]
    assert (shown.label["classes"], shown.bundle["text/plain"]) == (["data-table", "askable"], "x (1 rows)")
    with pytest.raises(ValueError, match="tab-x: no filter span; there are choice, several, years"):
        table(frame, "tab-x", caption="x", filters={"d": "span"})


def test_a_folded_table_says_so() -> None:
    assert "folded" in table(pd.DataFrame({"a": ["b"]}), "tab-x", caption="x", folded=True).label["classes"]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"Name": ["a"], "Note": ["y"]}),
        pd.DataFrame({"Year": [1990], "a": [1], "b": [2], "c": [3], "d": ["x"]}),
    ],
    ids=["few columns", "numbers"],
)
def test_other_tables_stay_tables_on_a_narrow_screen(frame: pd.DataFrame) -> None:
    shown = table(frame, "tab-x", caption="x")
    assert "stacked" not in shown.label["classes"]
    assert "data-label" not in shown.bundle["text/html"]


def test_the_label_of_a_table_goes_where_the_page_looks_for_it() -> None:
    bundle, metadata = table(pd.DataFrame({"a": ["b"]}), "tab-x", caption="x")._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert metadata[LABEL] == {"name": "tab-x", "caption": "x", "classes": ["data-table"]}
