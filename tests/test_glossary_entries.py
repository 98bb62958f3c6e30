"""The glossary: every legal status has an entry, readings agree with one another, and what comes from outside has its source."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
from bs4 import BeautifulSoup

from bookmaking.glossary_entries import BASES, KINDS, entries, groups_with, names_of
from supportgroups.audit import Tables
from supportgroups.cells import LEGAL_FORMS
from supportgroups.dataset import load_glossary, load_groups, load_term_sources

TERMS: Any = load_glossary().set_index("term_id", drop=False)

SYLLABLES = {
    "あいうえお": "a i u e o",
    "かきくけこ": "ka ki ku ke ko",
    "がぎぐげご": "ga gi gu ge go",
    "さしすせそ": "sa shi su se so",
    "ざじずぜぞ": "za ji zu ze zo",
    "たちつてと": "ta chi tsu te to",
    "だぢづでど": "da ji zu de do",
    "なにぬねの": "na ni nu ne no",
    "はひふへほ": "ha hi fu he ho",
    "ばびぶべぼ": "ba bi bu be bo",
    "ぱぴぷぺぽ": "pa pi pu pe po",
    "まみむめも": "ma mi mu me mo",
    "やゆよ": "ya yu yo",
    "らりるれろ": "ra ri ru re ro",
    "わをん": "wa o n",
}
HEPBURN = {kana: latin for row, latins in SYLLABLES.items() for kana, latin in zip(row, latins.split(), strict=True)}
SMALL = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
LONG = {"ou": "ō", "oo": "ō", "uu": "ū", "a-": "ā", "i-": "ī", "u-": "ū", "e-": "ē", "o-": "ō"}


def hepburn(kana: str) -> str:
    """Return kana in the Hepburn system, with long vowels marked, in one word and without capitals."""
    hiragana = "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in kana)
    latin = ""
    for sign in hiragana:
        if sign in SMALL:
            base = latin[:-1]
            latin = (base if base.endswith(("sh", "ch", "j")) else f"{base}y") + SMALL[sign]
        elif sign == "っ":
            latin += "*"
        elif sign == "ー":
            latin += "-"
        else:
            latin += HEPBURN[sign]
    latin = re.sub(r"\*(?=(\w))", r"\1", latin)
    return re.sub("|".join(LONG), lambda match: LONG[match[0]], latin)


def test_every_legal_status_of_the_tables_has_an_entry() -> None:
    groups = load_groups()
    printed = set(groups["legal_status"].dropna().str.replace(r" \*\d{4}\*", "", regex=True))
    assert set(TERMS["legal_status"].dropna()) == printed
    assert set(TERMS["legal_form"].dropna()) == set(groups["legal_form"])
    for term in TERMS[TERMS["legal_form"].notna()].itertuples():
        status = "" if pd.isna(term.legal_status) else term.legal_status
        assert LEGAL_FORMS[status] == term.legal_form


def test_every_group_has_one_legal_status_in_the_glossary(tables: Tables) -> None:
    terms = TERMS[TERMS["kind"] == "legal_status"].astype(object).fillna("").to_dict("records")
    having = [group_id for term in terms for group_id in groups_with(term, tables)]
    assert sorted(having) == sorted(load_groups()["group_id"])


def test_readings_in_kana_and_in_latin_letters_agree() -> None:
    read = TERMS[TERMS["kana"].notna()]
    assert len(read) > 0
    for term in read.itertuples():
        assert re.fullmatch(r"[\u3041-\u3096\u30a1-\u30fc]+", term.kana), term.term_id
    assert {term.term_id: hepburn(term.kana) for term in read.itertuples()} == {
        term.term_id: re.sub(r"[ -]", "", term.romanised).casefold() for term in read.itertuples()
    }


def test_what_is_japanese_has_a_reading_and_says_where_it_is_from() -> None:
    for term in TERMS.itertuples():
        assert pd.isna(term.term_ja) == (term.japanese_from == "none") == pd.isna(term.kana) == pd.isna(term.romanised), term.term_id
        if term.japanese_from == "paper":
            assert term.term_ja in term.evidence, term.term_id


def test_what_comes_from_outside_has_a_source_and_nothing_else_has() -> None:
    outside = TERMS["meaning_from"].str.contains("outside") | (TERMS["japanese_from"] == "outside")
    assert set(TERMS.index[outside]) == set(load_term_sources()["term_id"])


def test_the_words_of_the_paper_are_where_the_entry_says() -> None:
    for term in TERMS[TERMS["english_paper"].notna()].itertuples():
        quoted = term.english_paper.split("; ")
        assert any(words.casefold() in term.evidence.casefold() for words in quoted), term.term_id


def test_no_two_terms_share_their_headword() -> None:
    headwords = [names_of(term)[0] for term in TERMS.itertuples()]
    assert len(set(headwords)) == len(headwords)


def test_words_looked_for_in_names_are_found_there(tables: Tables) -> None:
    for term in TERMS[TERMS["in_names"].notna()].astype(object).fillna("").to_dict("records"):
        assert groups_with(term, tables), term["term_id"]
    assert groups_with({"legal_form": "", "in_names": "財団法人"}, tables) == []


def test_every_term_has_its_entry(tables: Tables) -> None:
    shown = BeautifulSoup("".join(entries(kind, tables) for kind in KINDS), "html.parser")
    assert [section["id"] for section in shown.select("section.entry")] == [
        term_id for kind in KINDS for term_id in TERMS.index[TERMS["kind"] == kind]
    ]
    assert list(dict.fromkeys(TERMS["kind"])) == [*KINDS]
    assert {basis for bases in TERMS["meaning_from"] for basis in bases.split("; ")} == set(BASES)
