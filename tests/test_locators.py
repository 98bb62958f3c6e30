"""Where in the paper a record stands: what the grammar of locators reads, and what it refuses."""

from __future__ import annotations

import re

import pytest

from supportgroups.locators import PARAGRAPHS, LocatorError, Place, parse_locator

RESOLVED = {
    "Introduction, para. 6": [Place("Introduction", 6)],
    "V, para. 1": [Place("V", 1)],
    "IV, para. 13; n. 33": [Place("IV", 13), Place("note", 33)],
    "Table 1, no. 14; Table 6": [Place("Table 1", 14), Place("Table 6", None)],
}
REFUSED = {
    "": "'' is none of them",
    "II, para 3": "'II, para 3' is none of them",
    "n. 4;n. 5": "'n. 4;n. 5' is none of them",
    "n. 4; ": "'' is none of them",
    "VI, para. 1": "'VI, para. 1' is none of them",
    "n. 04": "'n. 04' is none of them",
    "n. ４": "'n. ４' is none of them",
    "n. " + "9" * 5000: "is none of them",
    "Table 3, no. 9": "a row of Table 3 from 1 to 8: there is no 9",
    "Table 7": "a table from 1 to 6: there is no 'Table 7'",
    "n. 34": "a footnote from 1 to 33: there is no 34",
    **{f"{section}, para. {count + 1}": f"from 1 to {count}: there is no {count + 1}" for section, count in PARAGRAPHS.items()},
}


def test_locators_that_resolve() -> None:
    assert {text: parse_locator(text) for text in RESOLVED} == RESOLVED


def test_locators_that_do_not(subtests: pytest.Subtests) -> None:
    for text, message in REFUSED.items():
        with subtests.test(text[:60]), pytest.raises(LocatorError, match=re.escape(message)):
            parse_locator(text)
