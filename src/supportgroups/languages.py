"""Japanese and Korean inside English text: finding them, so that a page can mark them up as what they are."""

import re
from html import escape

_CHARACTER = r"\u3005-\u3011\u3014\u3015\u303b\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
_JOINT = r"\u3000-\u303f\uff01-\uff65・： "
_JAPANESE = rf"[{_CHARACTER}](?:[{_CHARACTER}{_JOINT}0-9]*[{_CHARACTER}。！？）])?"
_KOREAN = r"[\uac00-\ud7af]+"
_PIECE = re.compile(rf"(?P<ja>{_JAPANESE})|(?P<ko>{_KOREAN})|[^{_CHARACTER}\uac00-\ud7af]+")
"""A run of Japanese begins and ends with a kanji, a kana or a bracket of Japanese, and may hold Japanese punctuation, spaces and digits."""


def split(text: str) -> list[tuple[str, str | None]]:
    """Return the text in pieces, each with its language (“ja”, “ko”) or None; the pieces joined are the text."""
    return [(match[0], match.lastgroup) for match in _PIECE.finditer(text)]


def to_html(text: str) -> str:
    """Return the text as HTML, its Japanese and Korean marked up as such."""
    return "".join(f'<span lang="{language}">{escape(piece)}</span>' if language else escape(piece) for piece, language in split(text))
