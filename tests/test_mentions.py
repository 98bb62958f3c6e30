"""Mentions of groups: every group by its names, nothing else, and links only where links may stand."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pandas as pd
import paper
import pytest
from docutils import nodes
from docutils.core import publish_doctree

from bookmaking.sphinx_extension.prose import link_groups
from supportgroups import load_groups, load_predecessors, mentions
from supportgroups.mentions import NAMES_IN_THIS_BOOK, NOT_NAMES, SHORT_NAMES, Link, find, linked, names

GROUPS = load_groups().set_index("group_id")
FORMER = load_predecessors()


def meant(text: str) -> list[tuple[str, str]]:
    """Return what a text mentions: the words, and the group."""
    return [(text[mention.start : mention.end], mention.group_id) for mention in find(text)]


def test_every_group_is_found_by_its_identifier_and_its_names() -> None:
    for group_id, group in GROUPS.iterrows():
        for name in {group_id, group["name_ja"], group["name_en"]} - NOT_NAMES:
            assert meant(f"as {name}, which") == [(name, group_id)]


NAMED = {
    "Nankiren": "T1-04",
    "Kapatiran": "T1-07",
    "Philippines Center": "T1-09",
    "PACEM": "T1-10",
    "Tokyo South (Nambu) Union": "T2-04",
    "FWBZ": "T2-05",
    "FLU": "T2-06",
    "Foreign Laborers' Union": "T2-06",
    "HELP": "T3-04",
    "IMADR": "T3-05",
    "Mizula": "T3-06",
    "みずら": "T3-06",
    "Saalaa": "T3-07",
    "サーラー": "T3-07",
    "AMDA": "T4-01",
    "SHARE": "T4-02",
    "国際保健協力市民の会": "T4-02",
    "TELL Filipino Line": "T4-04",
    "TOSHC": "T4-06",
    "MF-MASH": "T4-10",
    "MIC Kanagawa": "T4-19",
    "LAFLR": "T5-01",
    "外国人労働者弁護団": "T5-01",
    "LAFOCC": "T5-05",
    "OC Net": "T6-01",
    "Inoken": "T6-02",
    "いのけん": "T6-02",
    "APFS": "T6-04",
    "Asian Peoples Friendship Society": "T6-04",
    "Kalabaw-no-kai": "T6-07",
    "Kalabaw-no-Kai": "T6-07",
}


def test_short_names() -> None:
    assert {name: meant(f"{name} and others") for name in NAMED} == {name: [(name, group_id)] for name, group_id in NAMED.items()}


NOT_MEANT = (
    "they share an office, need help and call a network",  # small letters
    "mizula, saalaa, amda, Share, Help, Tell",
    "CTIC, a centre with two rows",
    "TELL, or the Tokyo English Life Line",  # the body behind a group
    "the Tokyo Bar Association and the Japan Civil Liberties Union",
    "Kanagawa Administrative Lawyer Association",
    "SOL, which fits another name",  # a predecessor, by our reading
    "the Korean Desk and the Philippines Desk",  # printed for each other
    "the Kalabaw of Sagamihara, a Women's Shelter, MIC, Meguro, CALL, Nihon Sei-Ko-Kai",
    "AMDAX, XAMDA, AMDA2, non-SHARE, SHARE-like, OC Nets, Inokens",  # parts of words
    "www.HELP.org, AMDA.net, team@SHARE.jp",
    "T4-20, T4-00, T7-01, T4-190, XT4-19, T4-19-2, T4-9, t4-19",
    "register.html#T4-19 and register/T4-19",
    "medical NGOs, community workers unions, legal services, support groups for women",
    "滞日外国人, カラバオ, 女性の家, 東京弁護士会, 亀戸",
    "",
)


def test_what_is_no_mention() -> None:
    assert {text: meant(text) for text in NOT_MEANT} == {text: [] for text in NOT_MEANT}


def test_a_predecessor_is_no_group_even_where_a_group_s_name_is_a_part_of_its_name() -> None:
    former = [*FORMER["name_ja"], *FORMER["name_en"]]
    assert {name: meant(f"旧：{name} (former: {name})") for name in former} == {name: [] for name in former}


LONGEST = {
    "SHARE (国際保健協力市民の会)": [("SHARE (国際保健協力市民の会)", "T4-02")],
    "AMDA International Information Center": [("AMDA International Information Center", "T4-01")],
    "Women's Shelter HELP": [("Women's Shelter HELP", "T3-04")],
    "National Network for Solidarity with Migrant Workers": [("National Network for Solidarity with Migrant Workers", "T6-05")],
    "Catholic Tokyo International Center - CTIC": [("Catholic Tokyo International Center - CTIC", "T1-01")],
    "全労協全国一般東京労組FLU分会": [("全労協全国一般東京労組FLU分会", "T2-06")],
    "Mizula’s funds, and SHARE's": [("Mizula", "T3-06"), ("SHARE", "T4-02")],
    "Women’s Shelter “Saalaa”": [("Women’s Shelter “Saalaa”", "T3-07")],
    "MIC\nKanagawa, OC\u00a0Net": [("MIC\nKanagawa", "T4-19"), ("OC\u00a0Net", "T6-01")],
    "AMDA/SHARE (TOSHC), MF-MASH.": [("AMDA", "T4-01"), ("SHARE", "T4-02"), ("TOSHC", "T4-06"), ("MF-MASH", "T4-10")],
    "Foreign Workers Branch of Zentoitsu (FWBZ)": [("Foreign Workers Branch of Zentoitsu", "T2-05"), ("FWBZ", "T2-05")],
    "T1-01 to T6-08": [("T1-01", "T1-01"), ("T6-08", "T6-08")],
    "T4-19–T5-01": [("T4-19", "T4-19"), ("T5-01", "T5-01")],
}


def test_the_longest_name_at_a_place() -> None:
    assert {text: meant(text) for text in LONGEST} == LONGEST


def test_every_name_of_the_lists_is_known_and_none_is_left_over() -> None:
    known = names()
    assert {name: group_id for name, (group_id, _) in SHORT_NAMES.items()}.items() <= known.items()
    assert NAMES_IN_THIS_BOOK.items() <= known.items()
    assert set(known.values()) == set(GROUPS.index)
    assert not NOT_NAMES & set(known)
    printed = "\n".join([*GROUPS["name_ja"], *GROUPS["name_en"]])
    assert all(name in printed for name in NOT_NAMES)
    assert all(name not in printed.split("\n") for name in SHORT_NAMES)


def test_a_name_that_two_groups_share_means_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    both = pd.DataFrame({"group_id": ["T9-01", "T9-02"], "name_ja": ["会", "会"], "name_en": ["Group One", "Group Two"]})
    monkeypatch.setattr(mentions, "load_groups", lambda: both)
    known = names.__wrapped__()
    assert (known["Group One"], known["Group Two"]) == ("T9-01", "T9-02")
    assert "会" not in known


@pytest.mark.usefixtures("paper_at_hand")
def test_the_paper_has_each_short_name_where_we_say() -> None:
    passages = paper.passages()
    for name, (_, where) in SHORT_NAMES.items():
        for place in where.split("; "):
            assert name in passages[place], (name, place)


LINKS = {
    "SHARE": "[T4-02|SHARE]",
    "Mizula's & others": "[T3-06|Mizula]&#x27;s &amp; others",
    'Women\'s Shelter "Saalaa"': "[T3-07|Women&#x27;s Shelter &quot;Saalaa&quot;]",
    "MIC かながわ.": '[T4-19|MIC <span lang="ja">かながわ</span>].',
    "女性の家 HELP": '[T3-04|<span lang="ja">女性の家</span> HELP]',
    "1 < 2, they share & help": "1 &lt; 2, they share &amp; help",
}
"""Texts, and what becomes of them; [group|words] stands for a link."""


def expected(becomes: str) -> str:
    """Return what `LINKS` says as HTML; an identifier stays whole."""
    becomes = re.sub(r"\[(T.-..)\|\1\]", r'<a class="group whole" href="register.html#\1">\1</a>', becomes)
    return re.sub(r"\[(.*?)\|(.*?)\]", r'<a class="group" href="register.html#\1">\2</a>', becomes)


def test_a_mention_becomes_a_link() -> None:
    assert {text: linked(text) for text in LINKS} == {text: expected(becomes) for text, becomes in LINKS.items()}


def test_a_group_is_not_linked_in_its_own_entry() -> None:
    assert linked("SHARE with AMDA", within="T4-02") == expected("SHARE with [T4-01|AMDA]")


def test_other_links_come_first() -> None:
    assert linked("SHARE, T4-19", also=[Link(0, 5, "https://example.org/?a=1&b=2")]) == expected(
        '<a href="https://example.org/?a=1&amp;b=2">SHARE</a>, [T4-19|T4-19]'
    )


PAGE = """
SHARE
=====

SHARE, *Saalaa*, `HELP <https://example.org>`_, ``AMDA``, :math:`TOSHC`, :raw:`<a href="x">` AMDA :raw:`</a>` Mizula.

.. code::

   SHARE

.. admonition:: Kalabaw-no-kai

   .. table:: APFS

      ==== =====
      HELP TOSHC
      ==== =====
"""


def test_prose_is_linked_but_not_headings_links_code_and_formulas() -> None:
    document = publish_doctree(
        ".. role:: raw(raw)\n   :format: html\n" + PAGE, settings_overrides={"raw_enabled": True, "doctitle_xform": False}
    )
    link_groups(SimpleNamespace(), document, "page")  # type: ignore[arg-type]
    links = [link for link in document.findall(nodes.raw) if link.astext().startswith('<a class="group"')]
    named = [link.next_node(nodes.Text, descend=False, siblings=True).astext() for link in links]
    assert list(zip(named, (link.astext().split('"')[-2].partition("#")[2] for link in links), strict=True)) == [
        ("SHARE", "T4-02"),
        ("Saalaa", "T3-07"),
        ("Mizula", "T3-06"),
        ("Kalabaw-no-kai", "T6-07"),
        ("APFS", "T6-04"),
        ("HELP", "T3-04"),
        ("TOSHC", "T4-06"),
    ]
