"""Mentions of groups: every group by its names, nothing else, and links only where links may stand."""

from __future__ import annotations

import json
import re

import paper
import pytest
from bs4 import BeautifulSoup

from supportgroups import load_groups, load_predecessors
from supportgroups.mentions import NAMES_IN_THIS_BOOK, NOT_NAMES, SHORT_NAMES, find, link, names

GROUPS = load_groups().set_index("group_id")
FORMER = load_predecessors()
LINKED = re.compile(r'<a class="group" href="[^"]*">(.*?)</a>', re.DOTALL)


def meant(text: str) -> list[tuple[str, str]]:
    """Return what a text mentions: the words, and the group."""
    return [(text[mention.start : mention.end], mention.group_id) for mention in find(text)]


def linked(html: str) -> list[tuple[str, str]]:
    """Return the links of a fragment that `link` has put there: their text, and where they lead."""
    return [(tag.get_text(), str(tag["href"])) for tag in BeautifulSoup(link(html), "html.parser").select("a.group")]


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


@pytest.mark.usefixtures("paper_at_hand")
def test_the_paper_has_each_short_name_where_we_say() -> None:
    passages = paper.passages()
    for name, (_, where) in SHORT_NAMES.items():
        for place in where.split("; "):
            assert name in passages[place], (name, place)


LINKS = {
    "<p>SHARE</p>": "<p>[T4-02|SHARE]</p>",
    "Mizula&#x27;s &amp; HELP": "[T3-06|Mizula]&#x27;s &amp; ",
    "<td>Women&#x27;s Shelter &quot;Saalaa&quot;</td>": "<td>[T3-07|Women&#x27;s Shelter &quot;Saalaa&quot;]</td>",
    '<p>MIC <span lang="ja">かながわ</span>.</p>': '<p>[T4-19|MIC <span lang="ja">かながわ</span>].</p>',
    '<p><span lang="ja">女性の家</span> HELP</p>': '<p>[T3-04|<span lang="ja">女性の家</span> HELP]</p>',
    '<em><span lang="ja">女性の家</span> <b>HELP</b></em>': '<em>[T3-04|<span lang="ja">女性の家</span> <b>HELP</b>]</em>',
    "<p>OC<!-- one name --> Net</p>": "<p>[T6-01|OC<!-- one name --> Net]</p>",
    "<p><em>Saalaa</em></p>": "<p><em>[T3-07|Saalaa]</em></p>",
}
"""Fragments, and what becomes of them; [group|words] stands for a link."""


def test_a_mention_becomes_a_link(subtests: pytest.Subtests) -> None:
    for html, becomes in LINKS.items():
        expected = re.sub(r"\[(.*?)\|(.*?)\]", r'<a class="group" href="register.html#\1">\2</a>', becomes)
        with subtests.test(html):
            assert link(html).startswith(expected)


NO_LINKS = (
    "<p title=\"SHARE\" data-name=HELP aria-label='AMDA > SHARE'>others</p>",
    '<p>to <a href="#SHARE">SHARE <em>and HELP</em></a></p>',
    *(f"<h{level}>SHARE <em>and HELP</em></h{level}>" for level in range(1, 7)),
    "<pre>SHARE <span>HELP</span></pre>",
    "<p><code>T4-19</code></p>",
    "<script>var name = '<p>SHARE</p>'; if (1 < 2) HELP();</script>",
    '<script type="application/json">{"group": "SHARE"}</script>',
    "<style>.SHARE > p {}</style>",
    '<svg role="img" aria-label="SHARE"><title>SHARE</title><text>HELP</text><path d="M0 0"/></svg>',
    "<textarea>SHARE</textarea>",
    "<button>SHARE</button><select><option>HELP</select><label>AMDA</label>",
    "<details><summary>SHARE</summary></details>",
    '<caption><span class="caption-number">Table T4-19 </span></caption>',
    "<!-- SHARE -->",
    "<!DOCTYPE SHARE>",
    '<section class="entry" id="T4-02"><p>SHARE, or <span lang="ja">国際保健協力市民の会</span> (T4-02)</p></section>',
    '<tr><td><a id="T4-02" href="#T4-02">T4-02</a></td></tr>',
    "<p>OC</p><p>Net</p>",  # two blocks
    "OC<br>Net",
    "<p><em>of MIC</em> Kanagawa</p>",  # an element would be cut in two
)


def test_where_no_link_is_put() -> None:
    assert [link(html) for html in NO_LINKS] == list(NO_LINKS)


def test_inside_an_entry_only_its_own_group_is_not_linked() -> None:
    html = '<section id="T4-02"><p>SHARE with AMDA</p><div>SHARE</div></section><p>SHARE</p>'
    assert linked(html) == [("AMDA", "register.html#T4-01"), ("SHARE", "register.html#T4-02")]
    assert link(html).endswith('<p><a class="group" href="register.html#T4-02">SHARE</a></p>')


def test_text_goes_on_behind_what_is_left_out() -> None:
    html = "<p>SHARE <code>HELP</code> <svg><g><text>HELP</text></g></svg> AMDA<br>TOSHC <img alt='HELP'> Saalaa</p><h2>HELP</h2>Mizula"
    assert [text for text, _ in linked(html)] == ["SHARE", "AMDA", "TOSHC", "Saalaa", "Mizula"]


def test_the_page_is_as_asked() -> None:
    assert linked("SHARE")[0][1] == "register.html#T4-02"
    assert 'href="../register.html?a=1&amp;b=2#T4-02"' in link("SHARE", page="../register.html?a=1&b=2")
    assert 'href="#T4-02"' in link("SHARE", page="")


UNTIDY = (
    "1 < 2 & SHARE &c; <3 HELP",
    "<p>SHARE<p>HELP<ul><li>AMDA<li>TOSHC</ul>",
    "</p>SHARE</div></a>HELP",
    "<p>SHARE <a href='x'>open",
    "<p title='a>b'>SHARE</p><script>unclosed SHARE",
    "&lt;b&gt;SHARE&lt;/b&gt;",
)


def test_untidy_html_stays_as_it_is() -> None:
    assert [LINKED.sub(r"\1", link(html)) for html in UNTIDY] == list(UNTIDY)
    assert [html for html in UNTIDY if "SHARE</a>" not in link(html)] == []


def outputs() -> list[str]:
    """Return every stored HTML output of the book."""
    found = []
    for notebook in sorted((paper.REPOSITORY / "book").glob("*.ipynb")):
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            found += ["".join(output["data"]["text/html"]) for output in cell.get("outputs", []) if "text/html" in output.get("data", {})]
    return found


def test_nothing_but_links_is_added_to_what_the_book_shows_and_none_twice() -> None:
    shown = outputs()
    assert len(shown) > 50
    for html in shown:
        once = link(html)
        assert LINKED.sub(r"\1", once) == html
        assert link(once) == once
        assert not BeautifulSoup(once, "html.parser").select("a a, h3 a.group, section#T4-02 a[href='register.html#T4-02']")
