"""Each word of measure has one meaning: a core, of which it is surely said, within an edge, beyond which it is surely not."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from supportgroups.audit.notation import WORDS, about, nearly
from supportgroups.facts.tables import Range

MEANINGS: dict[tuple[str, int], tuple[tuple[float, float], tuple[float, float]]] = {
    ("all", 8): ((8, 8), (8, 8)),
    ("none", 8): ((0, 0), (0, 0)),
    ("most", 14): ((8, 14), (8, 14)),
    ("most", 19): ((10, 19), (10, 19)),
    ("many", 79): ((40, 79), (3, 79)),
    ("few", 79): ((1, 15), (0, 39)),
    ("few", 8): ((1, 1), (0, 3)),
    ("several", 8): ((3, math.inf), (2, math.inf)),
    ("some", 8): ((2, math.inf), (1, math.inf)),
}


def test_a_word_of_measure_means_one_thing() -> None:
    found = {(word, total): (tuple(WORDS[word].core(total)), tuple(WORDS[word].edge(total))) for word, total in MEANINGS}
    assert found == MEANINGS
    assert {word for word, _ in MEANINGS} == set(WORDS)


@pytest.mark.parametrize("word", WORDS)
def test_the_core_lies_within_the_edge(word: str) -> None:
    """Of any total from five on; of fewer things a vague word says little."""
    for total in range(5, 200):
        core, edge = WORDS[word].core(total), WORDS[word].edge(total)
        assert core.low <= core.high
        assert core.within(edge), f"{word} of {total}"


def test_a_word_and_its_opposite_are_never_both_surely_said() -> None:
    for total in range(5, 200):
        assert WORDS["few"].core(total).apart_from(WORDS["many"].core(total))
        assert WORDS["few"].edge(total).apart_from(WORDS["most"].edge(total))


@pytest.mark.parametrize("round_figure", [about, nearly])
def test_the_core_of_a_round_figure_lies_within_its_edge(round_figure: Callable[[float], tuple[Range, Range]]) -> None:
    apart = [value for value in (20, 30, 80, 100, 1_000, 1_700, 250_000) if not (found := round_figure(value))[0].within(found[1])]
    assert apart == []


def test_round_figures() -> None:
    assert [tuple(part) for part in about(80)] == [(75, 84), (72, 88)]
    assert about(250_000)[0] == (245_000, 254_999)
    assert [tuple(part) for part in nearly(100_000)] == [(90_000, 99_999), (80_000, 99_999)]
