"""Japanese text inside English text: finding it, so that a page can mark it up as Japanese."""

from __future__ import annotations

import re
from html import escape

_CHARACTER = r"\u3005-\u3007\u303b\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
_JOINT = r"\u3000-\u303f\uff01-\uff65・： "
JAPANESE = re.compile(rf"[{_CHARACTER}](?:[{_CHARACTER}{_JOINT}0-9]*[{_CHARACTER}！？])?")
"""A run of Japanese: it begins and ends with a kanji or kana and may hold Japanese punctuation, spaces and digits."""


def split(text: str) -> list[tuple[str, bool]]:
    """Return the text in pieces, each with whether it is Japanese; the pieces joined are the text.

    Examples
    --------
    >>> split("Women's Shelter 女性の家 HELP")
    [("Women's Shelter ", False), ('女性の家', True), (' HELP', False)]
    """
    pieces: list[tuple[str, bool]] = []
    position = 0
    for match in JAPANESE.finditer(text):
        if match.start() > position:
            pieces.append((text[position : match.start()], False))
        pieces.append((match[0], True))
        position = match.end()
    if position < len(text):
        pieces.append((text[position:], False))
    return pieces


def to_html(text: str) -> str:
    """Return the text as HTML, its Japanese marked up as such.

    Examples
    --------
    >>> to_html("SHARE & 女性の家")
    'SHARE &amp; <span lang="ja">女性の家</span>'
    """
    return "".join(f'<span lang="ja">{escape(piece)}</span>' if japanese else escape(piece) for piece, japanese in split(text))
