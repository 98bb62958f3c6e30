"""Japanese and Korean are found, all of them and nothing else."""

from __future__ import annotations

from supportgroups import load_groups, load_predecessors
from supportgroups.languages import split, to_html

RUNS = {
    "no Japanese at all – “really”": [],
    "女性の家 HELP (Women's Shelter HELP)": ["女性の家"],
    "すべての外国人に医療保障を！連絡会議": ["すべての外国人に医療保障を！連絡会議"],
    "東京弁護士会 外国人人権救済センター (Tokyo)": ["東京弁護士会 外国人人権救済センター"],
    "Kapatiran・日本聖公会": ["日本聖公会"],
    "旧：横浜教区, 1992": ["旧：横浜教区"],
    "女のスペース“みずら”": ["女のスペース", "みずら"],
    "see 『協和事業』（旧） (The Concordia)": ["『協和事業』（旧）"],
    "「Mizula」とは何ですか。": ["「", "」とは何ですか。"],
}


def test_runs_of_japanese() -> None:
    for text in RUNS:
        assert "".join(piece for piece, _ in split(text)) == text
    assert {text: [piece for piece, language in split(text) if language == "ja"] for text in RUNS} == RUNS


def test_no_japanese_character_of_the_names_is_left_out() -> None:
    for name in [*load_groups()["name_ja"], *load_predecessors()["name_ja"]]:
        rest = "".join(piece for piece, language in split(name) if language is None)
        assert not any("\u3040" <= character <= "\u9fff" for character in rest.replace("・", "")), name


def test_html_is_escaped() -> None:
    assert to_html("<b> & 家") == '&lt;b&gt; &amp; <span lang="ja">家</span>'


def test_korean_is_told_from_japanese() -> None:
    assert split("外国人 인권 救済") == [("外国人", "ja"), (" ", None), ("인권", "ko"), (" ", None), ("救済", "ja")]
