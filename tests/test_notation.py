"""What a claim asserts is read in one notation; what is outside it is refused."""

from __future__ import annotations

import datetime
import math
import re

import pytest

from supportgroups.audit.notation import parse

DAY = datetime.date(1998, 12, 1).toordinal()
CORES: dict[str, list[tuple[float, float]]] = {
    "19": [(19, 19)],
    "12,000": [(12_000, 12_000)],
    "2.5": [(2.5, 2.5)],
    "25%": [(25, 25)],
    "1998-12-01": [(DAY, DAY)],
    "33–6,000": [(33, 33), (6000, 6000)],
    "in 1997–1998": [(1997, 1998)],
    "at least 2": [(2, math.inf)],
    "at most 1": [(-math.inf, 1)],
    "before 1995": [(-math.inf, 1994)],
    "after 1998": [(1999, math.inf)],
    "since 1996": [(1996, math.inf)],
    "by 1987": [(-math.inf, 1987)],
    "about 80": [(75, 84)],
    "nearly 100,000": [(90_000, 99_999)],
    "yes": [(1, 1)],
    "none (before the law)": [(0, 0)],
    "19; at least 2; yes": [(19, 19), (2, math.inf), (1, 1)],
}


def test_each_form_has_its_meaning() -> None:
    assert {text: [tuple(figure.core) for figure in parse(text)] for text in CORES} == CORES


def test_more_and_fewer_leave_the_number_itself_out() -> None:
    (more,), (fewer,) = parse("more than 2.5"), parse("fewer than 3")
    assert (more.core.low > 2.5, fewer.core.high < 3) == (True, True)
    assert more.core.low == pytest.approx(2.5)


def test_a_word_takes_its_total_from_the_data_and_says_so() -> None:
    few, every = parse("few (of the unions); all", [20, 3])
    assert (few.text, few.core, every.text, every.core) == ("few of 20 (of the unions)", (1, 4), "all 3", (3, 3))
    with pytest.raises(ValueError, match="“few” is a share: the check has to say of how many"):
        parse("few")


@pytest.mark.parametrize("text", ["roughly 80", "", "19;20", "at least", "6,000 or so", "All", "19 (of (these))", "about few"])
def test_what_is_outside_the_notation_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape("expected a figure of the notation, such as 19, 33–6,000")):
        parse(text)
