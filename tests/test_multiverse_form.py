"""The form with the counting rules: every result in it is that of the multiverse, and it is small."""

from __future__ import annotations

import gzip
from itertools import product
from urllib.parse import parse_qs

import pytest
from bs4 import BeautifulSoup, Tag
from docutils.nodes import make_id

from bookmaking.claim_entries import LEAST, counting_form
from supportgroups.audit import Result, Tables, asserted_counts
from supportgroups.facts.counting_rules import COUNTS, PLAIN, SWITCHES, count, rule_sets, under_rules

OF_CLAIM = {asked.claim: asked for asked in COUNTS.values()}


@pytest.fixture(scope="module")
def html(tables: Tables, results: list[Result]) -> str:
    """Return the form and the table below it."""
    return counting_form(tables, results)


@pytest.fixture(scope="module")
def parsed(html: str) -> BeautifulSoup:
    """Return them as a browser would read them."""
    return BeautifulSoup(html, "lxml")


def rows_of(parsed: BeautifulSoup) -> dict[str, Tag]:
    """Return the rows with results, by the names of their counts."""
    return {OF_CLAIM[row.select("a")[0].get_text()].name: row for row in parsed.select("tr[data-values]")}


def test_all_results_are_in_the_page_and_right(parsed: BeautifulSoup, tables: Tables) -> None:
    rules = rule_sets()
    under = under_rules(tables, rules)
    for name, row in rows_of(parsed).items():
        switches = [SWITCHES[int(place)] for place in str(row["data-switches"]).split()]
        decoded = {
            options: int(str(row["data-least"])) + ord(digit) - ord(LEAST)
            for options, digit in zip(
                product(*([option.name for option in switch.options] for switch in switches)), str(row["data-values"]), strict=True
            )
        }
        of_rules = rules[[switch.name for switch in switches]].itertuples(index=False, name=None)
        assert [decoded[options] for options in of_rules] == COUNTS[name].value(under).astype(int).tolist()


def test_every_count_that_the_rules_can_change_is_there_those_of_the_section_first(parsed: BeautifulSoup, tables: Tables) -> None:
    under = under_rules(tables, rule_sets())
    assert list(rows_of(parsed))[:2] == ["groups by 1992", "new groups since 1998"]
    assert set(rows_of(parsed)) == {name for name, asked in COUNTS.items() if len(set(asked.value(under))) > 1}


def test_each_question_is_a_native_group_of_radio_buttons_with_the_plain_answer_chosen(parsed: BeautifulSoup) -> None:
    groups = parsed.select("form fieldset")
    assert [group.select("legend")[0].get_text() for group in groups] == [switch.question for switch in SWITCHES]
    for group, switch in zip(groups, SWITCHES, strict=True):
        radios = group.select("label > input[type=radio]")
        assert [radio.parent.get_text().strip() for radio in radios if radio.parent] == [option.sentence for option in switch.options]
        assert [radio["name"] for radio in radios] == [make_id(switch.name)] * len(switch.options)
        assert [radio.has_attr("checked") for radio in radios] == [True] + [False] * (len(switch.options) - 1)
        assert len({radio["value"] for radio in radios}) == len(switch.options)


def test_the_buttons_give_the_papers_numbers(parsed: BeautifulSoup, tables: Tables) -> None:
    asserted = asserted_counts(tables)
    names = {make_id(switch.name): switch for switch in SWITCHES}
    given = {}
    for button in parsed.select("button[data-rules]"):
        asked = parse_qs(str(button["data-rules"]))
        rules = {names[name].name: next(o.name for o in names[name].options if make_id(o.name) == value) for name, [value] in asked.items()}
        given[button.get_text()] = {name for name, meant in asserted.items() if meant.low <= count(tables, name, rules) <= meant.high}
    by_1992, since_1998, both, most = given.values()
    assert "groups by 1992" in by_1992 and "new groups since 1998" in since_1998
    assert {"groups by 1992", "new groups since 1998"} <= both
    assert len(most) >= max(map(len, given.values()))


def test_each_answer_alone_is_in_the_table(parsed: BeautifulSoup, tables: Tables) -> None:
    [body] = parsed.select("form + .table-frame tbody")
    alone = body.select("tr")[2:]
    options = [(switch.name, option) for switch in SWITCHES for option in switch.options[1:]]
    assert [row.select("th")[0].get_text() for row in alone] == [option.sentence for _, option in options]
    plain = {name: count(tables, name, PLAIN) for name in rows_of(parsed)}
    for row, (switch, option) in zip(alone, options, strict=True):
        for cell, name in zip(row.select("td"), plain, strict=True):
            value = count(tables, name, {switch: option.name})
            assert cell.get_text() == ("–" if value == plain[name] else f"{value:.0f}")


def test_it_is_small_on_the_wire(html: str, parsed: BeautifulSoup) -> None:
    results = "".join(str(row["data-values"]) for row in parsed.select("tr[data-values]"))
    assert len(gzip.compress(results.encode())) <= 2048
    assert len(gzip.compress(html.encode())) <= 6 * 1024
