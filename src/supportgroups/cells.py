"""The grammar of a printed cell: what the six tables' typed notation means, written down once.

Each function takes the text of one cell (after emendation), and returns its parts, under the names of the derived tables' columns, or
raises `CellError` when the cell is outside the grammar. Whoever calls knows table, row and column, and says so to the reader.

    number      1 · empty, for the one row that is the predecessor of the row above it
    name        江戸川ユニオン (Edogawa Workers' Union)
                タイ女性の友の会 (Friends of Thai Women Association) 旧：タイ女性支援基金 (Former: Thai Women's Supporting Group)
    location    Tokyo · Kanagawa
    years       1990 · 1992 -2002 (began, ended) · 1988 *1984* (italic: when the organisation behind the group was founded)
                · 1998 1990 (upright: when the predecessor that the name cell gives began) · empty
    status      宗教団体 · None · NPO *2001* (italic: since when) · empty
    members     300 · 3,000 *2,000* (italic: foreign members, which is our reading) · N/A · empty
                · about 300, where a dataset knows approximate numbers
    communities Chinese, (American, European)
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

NOT_APPLICABLE = "N/A"
ABOUT = "about "

LOCATIONS = ("Tokyo", "Kanagawa")

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LEGAL_FORMS: dict[str, str] = _WORDS["legal_forms"]
COMMUNITIES: dict[str, str] = _WORDS["communities"]

NAME = re.compile(
    r"(?P<ja>\S.*?) ?\((?P<en>(?!Former)[^()]+)\)(?: 旧 ?[:：]? ?(?P<former_ja>\S.*?) ?\(Former[:：] ?(?P<former_en>[^()]+)\))?"
)
UNNUMBERED_NAME = re.compile(r"旧[:：](?P<ja>\S.*?) ?\((?P<en>[^()]+)\)")
YEAR = r"[12][0-9]{3}"
YEARS = re.compile(rf"(?:(?P<began>{YEAR})(?: -(?P<ended>{YEAR})| \*(?P<organisation_founded>{YEAR})\*| (?P<predecessor_began>{YEAR}))?)?")
STATUS = re.compile(rf"(?P<form>.*?)(?: \*(?P<since>{YEAR})\*)?")
NUMBER = r"[1-9][0-9]{0,2}(?:,[0-9]{3})*"
MEMBERS = re.compile(rf"(?P<members>{NUMBER})(?: \*(?P<foreign_members>{NUMBER})\*)?")


class CellError(ValueError):
    """A cell that the grammar does not know; the message says what was expected."""


class Name(NamedTuple):
    """The name cell: a group in both languages and, where the cell gives one, its predecessor in both."""

    ja: str
    en: str
    former_ja: str | None = None
    former_en: str | None = None


def _whole(pattern: re.Pattern[str], text: str, expected: str) -> dict[str, str | None]:
    """Return the named parts of a text that matches as a whole; raise `CellError` otherwise."""
    match = pattern.fullmatch(text)
    if match is None:
        raise CellError(f"expected {expected}")
    return match.groupdict()


def _integer(text: str | None) -> int | None:
    return None if text is None else int(text.replace(",", ""))


def parse_number(text: str) -> int:
    """Return a row's printed number, from 1 to 99,999."""
    return int(_whole(re.compile(r"(?P<number>[1-9][0-9]{0,4})"), text, "a whole number from 1 to 99999")["number"] or 0)


def parse_location(text: str, allowed: Sequence[str] = LOCATIONS) -> str:
    """Return a row's prefecture, which is Tokyo or Kanagawa unless others are given."""
    if text not in allowed:
        raise CellError(f"expected {' or '.join(allowed)}")
    return text


def parse_name(text: str, *, numbered: bool = True) -> Name:
    """Split a name cell into Japanese and English name, and those of the predecessor.

    The one row of Table 1 that has no number is itself a predecessor and begins with 旧.

    Examples
    --------
    >>> parse_name("東京ユニオン (Tokyo Union)")
    Name(ja='東京ユニオン', en='Tokyo Union', former_ja=None, former_en=None)
    """
    expected = "“name (English name)”, and “旧：name (Former: English name)” behind it where there is a predecessor"
    parts = _whole(NAME, text, expected) if numbered else _whole(UNNUMBERED_NAME, text, "“旧：name (English name)”")
    return Name(**parts)  # type: ignore[arg-type]


def parse_years(text: str) -> dict[str, int | None]:
    """Split a year cell into four years (CE), each of which may be missing; that in which a predecessor began is the fourth."""
    parts = _whole(YEARS, text, "a year, “1992 -2002”, “1988 *1984*”, “1998 1990”, or nothing")
    return {part: _integer(year) for part, year in parts.items()}


def parse_status(text: str, codes: Mapping[str, str] = LEGAL_FORMS) -> dict[str, Any]:
    """Code a legal-status cell; NPO has an italic year, since when a group is an NPO corporation, and no other form has one."""
    parts = _whole(STATUS, text, "a legal status")
    form, since = parts["form"] or "", _integer(parts["since"])
    if form not in codes:
        raise CellError(f"expected one of {', '.join(filter(None, codes))}, or nothing")
    if (form == "NPO") != (since is not None):
        raise CellError("expected an italic year with NPO, and only with NPO: “NPO *2001*”")
    return {"legal_form": codes[form], "npo_since": since}


def parse_members(text: str, *, approximate: bool = False) -> dict[str, Any]:
    """Split a members cell: persons, foreign persons among them, and why a number is missing. Only some datasets have “about 300”."""
    if without := {"": "blank", NOT_APPLICABLE: "not_applicable"}.get(text):
        return {"members": None, "foreign_members": None, "members_status": without}
    about = approximate and text.startswith(ABOUT)
    expected = f"a number, “3,000 *2,000*”, {'“about 300”, ' if approximate else ''}“N/A”, or nothing"
    parts = _whole(MEMBERS, text.removeprefix(ABOUT) if about else text, expected)
    return {**{part: _integer(number) for part, number in parts.items()}, "members_status": "approximate" if about else "reported"}


def parse_communities(text: str, labels: Mapping[str, str] = COMMUNITIES) -> list[dict[str, Any]]:
    """Split a communities cell into its labels, none twice: as printed, as the dataset has it, and whether it is in parentheses."""
    if not text:
        return []
    if not re.fullmatch(r"[^()]*(?:\([^()]+\)[^()]*)*", text):
        raise CellError("expected parentheses that open and close once")
    found: dict[str, dict[str, Any]] = {}
    inside = False
    for label in re.split(r", ?", text):
        inside = inside or label.startswith("(")
        printed = label.removeprefix("(").removesuffix(")")
        if printed not in labels:
            raise CellError(f"expected labels among {', '.join(labels)}; “{printed}” is none of them")
        if labels[printed] in found:
            raise CellError(f"expected each community once; “{labels[printed]}” is there twice")
        found[labels[printed]] = {"printed": printed, "community": labels[printed], "in_parentheses": inside}
        inside = inside and not label.endswith(")")
    return [*found.values()]
