"""Mentions of groups: where a text names a group, so that one click leads to its entry in the register.

A mention is a group's identifier or one of its distinctive names. A name counts only as it is written, capitals included, and as a
whole word: “SHARE” is a group, “share” is not. What could mean something else is left out, see `NOT_NAMES`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from supportgroups.dataset import load_groups, load_predecessors
from supportgroups.languages import to_html

if TYPE_CHECKING:
    import pandas as pd

SHORT_NAMES = {
    "Tokyo South (Nambu) Union": ("T2-04", "n. 16"),
    "FWBZ": ("T2-05", "II, para. 11"),
    "HELP": ("T3-04", "IV, para. 11; n. 17"),
    "AMDA": ("T4-01", "III, para. 1"),
    "TOSHC": ("T4-06", "III, para. 1"),
    "Inoken": ("T6-02", "II, para. 13"),
    "Kalabaw-no-kai": ("T6-07", "III, para. 6; IV, para. 5; n. 19"),
}
"""What the paper's prose calls a group, where the tables print another name; with the group and some of the places."""

_INITIALS = re.compile(r" - (?P<initials>[A-Z][A-Z]+|OC Net|Nankiren)$|\"(?P<quoted>[^\"]+)\"$")
"""What stands for a whole printed name at its end."""

NAMES_IN_THIS_BOOK = {
    "Tokyo South union": "T2-04",
    "OCNet": "T6-01",  # the group's own spelling (E-163)
    "National Network": "T6-05",
}
"""What this book calls a group besides."""

NOT_NAMES = {
    "CTIC",  # two rows share it, T1-01 and T1-02
    "Meguro",  # a place; T1-02 is CTIC - Meguro
    "Nihon Sei-Ko-Kai",  # the church of T1-07
    "Korean Desk",  # T1-12, but printed for T1-11: the two are exchanged (E-028, E-029)
    "Philippines Desk",  # T1-11, but printed for T1-12
    "Tokyo English Life Line",  # the body behind T4-04 (E-100), also called TELL
    "Kanagawa Administrative Lawyer Association",  # the body behind T5-11
}
"""Printed names, or parts of printed names, that do not mean one group and nothing else."""

_SEVERAL = re.compile(r" - ")
"""A spaced hyphen stands between two names of one group; a bare one, a colon or a slash between a body and its section."""
_PARENTHESIS = re.compile(r"(?P<outside>.+?) ?\((?P<inside>.+)\)")
_QUOTATION = re.compile(r'["“](?P<quoted>[^"”]+)["”]')
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})

_TOKEN = re.compile(
    r"<!--.*?-->"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][\w:-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
    r"|<![^>]*>"
    r"|(?P<text>&\#?\w+;|[^<&]+|[<&])",
    re.DOTALL,
)
_CLOSED = re.compile(r"(?:^|[\s\"'])/$")
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_RAW = frozenset({"script", "style", "textarea", "title"})
"""Elements whose content is not markup."""
_WHOLE = _RAW | {"pre", "svg"}
"""Elements that are passed over as a whole: code and drawings, which have none of their kind inside, and thousands of tags."""
_UNLINKED = _RAW | {"a", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6", "label", "math", "option", "pre", "select", "summary", "svg"}
"""Elements in which no link is put."""
_UNLINKED_CLASSES = frozenset({"caption-number"})
_THROUGH = frozenset({"b", "bdi", "cite", "em", "i", "ins", "mark", "q", "small", "span", "strong", "wbr"})
"""Elements that a name may run through, as “MIC <span lang="ja">かながわ</span>” does."""
_BREAK = "\0"


def short_names(groups: pd.DataFrame | None = None) -> dict[str, str]:
    """Return a short English name of each group: what the paper's prose calls it, its initials, or else the name in the table.

    Parameters
    ----------
    groups
        The groups; the dataset's own unless given.

    Examples
    --------
    >>> names = short_names()
    >>> names["T2-04"], names["T4-06"], names["T6-04"]
    ('Tokyo South (Nambu) Union', 'TOSHC', 'APFS')
    """
    groups = load_groups() if groups is None else groups
    in_prose = {group_id: name for name, (group_id, _) in SHORT_NAMES.items()}
    short = {}
    for group_id, name in groups[["group_id", "name_en"]].itertuples(index=False, name=None):
        found = _INITIALS.search(name)
        own = (found["initials"] or found["quoted"]) if found else name
        short[group_id] = in_prose.get(group_id, name if own in NOT_NAMES else own)
    return short


def group_link(group_id: str, text: str | None = None) -> str:
    """Return a link to a group's entry in the register, as HTML, for the cell of a table.

    Parameters
    ----------
    group_id
        The group's identifier.
    text
        The words that are linked; the group's short name unless given.

    Raises
    ------
    KeyError
        If there is no such group.

    Examples
    --------
    >>> group_link("T4-19")
    '<a href="register.html#T4-19">MIC Kanagawa</a>'
    """
    name = _short_names()[group_id]
    return f'<a href="register.html#{group_id}">{to_html(name if text is None else text)}</a>'


@lru_cache
def _short_names() -> dict[str, str]:
    return short_names()


class Mention(NamedTuple):
    """One mention: the text from ``start`` to ``end`` means the group."""

    start: int
    end: int
    group_id: str


def _printed_names(name_ja: str, name_en: str) -> Iterator[str]:
    """Yield the printed names of one group, whole and in those parts that are names too."""
    for name in (name_ja, name_en):
        yield name
        if quotation := _QUOTATION.search(name):
            yield quotation["quoted"]
    if parenthesis := _PARENTHESIS.fullmatch(name_ja):
        yield from parenthesis.groups()
    yield from _SEVERAL.split(name_en)
    yield name_en.removeprefix("The ")


@lru_cache
def names() -> dict[str, str]:
    """Return every name that means one group, and the group; quotation marks and apostrophes are straight.

    Examples
    --------
    >>> names()["Mizula"], names()["MIC かながわ"], names()["T4-19"]
    ('T3-06', 'T4-19', 'T4-19')
    """
    meant: dict[str, set[str]] = {}
    for group_id, name_ja, name_en in load_groups()[["group_id", "name_ja", "name_en"]].itertuples(index=False, name=None):
        for name in (group_id, *_printed_names(name_ja, name_en)):
            meant.setdefault(name.translate(_STRAIGHT), set()).add(group_id)
    for name, (group_id, _) in SHORT_NAMES.items():
        meant.setdefault(name, set()).add(group_id)
    for name, group_id in NAMES_IN_THIS_BOOK.items():
        meant.setdefault(name, set()).add(group_id)
    return {name: min(groups) for name, groups in meant.items() if len(groups) == 1 and name not in NOT_NAMES}


@lru_cache
def _pattern() -> re.Pattern[str]:
    """Return what finds names, also those that mean no group: a longer one may hold a shorter one that does."""
    former = load_predecessors()
    identifiers = set(load_groups()["group_id"])
    known = ({*names()} | NOT_NAMES | {*former["name_ja"], *former["name_en"]}) - identifiers
    # At one place the longest name is tried first.
    alternatives = "|".join(_loosely(name) for name in sorted(known, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<!\w)(?<!\w-)(?:(?<![#/])(?:{'|'.join(sorted(identifiers))})|{alternatives})(?!\w)(?![-.@]\w)")


def _loosely(name: str) -> str:
    """Return the pattern of a name, whatever its blanks are and whether its quotation marks are curly."""
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    return pattern.replace("'", "['’‘]").replace('"', '["“”]')


def find(text: str) -> list[Mention]:
    """Return the mentions of groups in a text, from left to right; none overlaps another.

    Parameters
    ----------
    text
        Plain text.

    Examples
    --------
    >>> find("Saalaa, then MIC Kanagawa")
    [Mention(start=0, end=6, group_id='T3-07'), Mention(start=13, end=25, group_id='T4-19')]
    >>> find("they share an office, and need help")
    []
    """
    known = names()
    found = []
    for match in _pattern().finditer(text):
        group_id = known.get(" ".join(match[0].translate(_STRAIGHT).split()))
        if group_id is not None:
            found.append(Mention(match.start(), match.end(), group_id))
    return found


def _told(attributes: str) -> dict[str, str]:
    """Return the attributes of a tag, if there is an identifier or a class among them; else nothing, since nothing else matters."""
    if "id" not in attributes.lower() and "class" not in attributes.lower():
        return {}
    return {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(attributes)}


class _Run(NamedTuple):
    """Characters of the text that stand together in the fragment: each for itself, or all as one character reference."""

    first: int
    start: int
    end: int
    literal: bool


class _Text:
    """The text of a fragment that may be linked: its characters, where each stands, and in whose entry."""

    def __init__(self, html: str) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._runs: list[_Run] = []
        # The tags: where each begins and ends, and whether it opens an element. Three lists, because a page has ten thousands.
        self._tag_starts: list[int] = []
        self._tag_ends: list[int] = []
        self._opening: list[bool] = []
        # Where, in characters, another set of entries begins: a group is not linked inside its own.
        self._changes: list[int] = [0]
        self._entries: list[frozenset[str]] = [frozenset()]
        self._read(html)
        self.characters = "".join(self._pieces)

    def _read(self, html: str) -> None:
        identifiers = frozenset(load_groups()["group_id"])
        # The open elements: name, whether its text stays unlinked, and the entries around.
        open_elements: list[tuple[str, bool, frozenset[str]]] = []
        position = 0
        while match := _TOKEN.match(html, position):
            position = match.end()
            if (text := match["text"]) is not None:
                unlinked = bool(open_elements) and open_elements[-1][1]
                self._add(_BREAK if unlinked else unescape(text), *match.span())
                continue
            if match["tag"] is None:  # a comment
                continue
            tag, unlinked, entries = match["tag"].lower(), False, frozenset[str]()
            if open_elements:
                _, unlinked, entries = open_elements[-1]
            if tag not in _THROUGH:
                self._add(_BREAK, match.start(), match.start())
            if match["end"]:
                self._close(tag, open_elements)
                self._tag(match, opens=False)
                continue
            if tag in _VOID or _CLOSED.search(match["attributes"]):
                continue
            self._tag(match, opens=True)
            attributes = _told(match["attributes"])
            unlinked = unlinked or tag in _UNLINKED or not _UNLINKED_CLASSES.isdisjoint(attributes.get("class", "").split())
            own = attributes.get("id", "")
            open_elements.append((tag, unlinked, entries | {own} if own in identifiers else entries))
            self._change(open_elements)
            if tag in _WHOLE and (closing := re.compile(rf"</{tag}\s*>", re.IGNORECASE).search(html, position)):
                position = closing.start()

    def _tag(self, match: re.Match[str], *, opens: bool) -> None:
        start, end = match.span()
        self._tag_starts.append(start)
        self._tag_ends.append(end)
        self._opening.append(opens)

    def _add(self, text: str, start: int, end: int) -> None:
        """Add text that stands from start to end: character by character, or as one character reference; of breaks the first is enough."""
        if text == _BREAK and self._pieces and self._pieces[-1] == _BREAK:
            return
        self._runs.append(_Run(self._length, start, end, literal=len(text) == end - start))
        self._pieces.append(text)
        self._length += len(text)

    def _place(self, position: int) -> tuple[int, int]:
        """Return where, in the fragment, a character of the text stands."""
        run = self._runs[bisect_right(self._runs, position, key=attrgetter("first")) - 1]
        place = run.start + position - run.first
        return (place, place + 1) if run.literal else (run.start, run.end)

    def _close(self, tag: str, open_elements: list[tuple[str, bool, frozenset[str]]]) -> None:
        # An end tag closes what was left open inside; one without a beginning closes nothing.
        if open_elements and open_elements[-1][0] == tag:
            open_elements.pop()
        elif any(name == tag for name, _, _ in reversed(open_elements)):
            while open_elements.pop()[0] != tag:
                pass
        else:
            return
        self._change(open_elements)

    def _change(self, open_elements: list[tuple[str, bool, frozenset[str]]]) -> None:
        entries = open_elements[-1][2] if open_elements else frozenset[str]()
        if entries != self._entries[-1]:
            self._changes.append(self._length)
            self._entries.append(entries)

    def entries_around(self, position: int) -> frozenset[str]:
        """Return the groups whose own entries the character stands in."""
        return self._entries[bisect_right(self._changes, position) - 1]

    def span(self, mention: Mention) -> tuple[int, int] | None:
        """Return where the mention stands in the fragment, widened so that it cuts no element in two; None if that cannot be."""
        start, end = self._place(mention.start)[0], self._place(mention.end - 1)[1]
        first = bisect_left(self._tag_starts, start)
        behind = bisect_left(self._tag_starts, end)
        depth = lowest = 0
        for opens in self._opening[first:behind]:
            depth += 1 if opens else -1
            lowest = min(lowest, depth)
        for _ in range(-lowest):  # elements that end inside: take in their beginnings
            first -= 1
            if first < 0 or not self._opening[first] or self._tag_ends[first] != start:
                return None
            start = self._tag_starts[first]
        for _ in range(depth - lowest):  # elements that begin inside: take in their ends
            if behind == len(self._opening) or self._opening[behind] or self._tag_starts[behind] != end:
                return None
            end = self._tag_ends[behind]
            behind += 1
        return start, end


def link(html: str, page: str = "register.html") -> str:
    """Return an HTML fragment with its mentions of groups linked to the register.

    No link is put into tags, existing links, headings, code, scripts, drawings and controls, into the numbers of captions, or, for
    a group, into an element that has the group's identifier as its own: its entry.

    Parameters
    ----------
    html
        The fragment.
    page
        The address of the register's page, as seen from the page of the fragment.

    Examples
    --------
    >>> link("<p>SHARE helps.</p>")
    '<p><a class="group" href="register.html#T4-02">SHARE</a> helps.</p>'
    """
    text = _Text(html)
    pieces, position = [], 0
    for mention in find(text.characters):
        span = text.span(mention)
        if span is None or mention.group_id in text.entries_around(mention.start):
            continue
        start, end = span
        pieces += [html[position:start], f'<a class="group" href="{escape(page)}#{mention.group_id}">', html[start:end], "</a>"]
        position = end
    return "".join([*pieces, html[position:]])
