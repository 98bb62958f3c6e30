"""The claims as a page shows them: every one with its anchor, its facts and its evidence, and links that lead somewhere."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from supportgroups.audit import Record, Tables, Verdict, audit
from supportgroups.audit.claims import SECTIONS
from supportgroups.audit_page import Evidence, claims_html, claims_of, linked, verdict_html

TABLES = Tables.load()
RESULTS = audit(TABLES)
PAGE = BeautifulSoup(claims_html(RESULTS, TABLES).bundle["text/html"], "html5lib")
EVIDENCE = Evidence(TABLES)


def section(identifier: str) -> Tag:
    """Return the section of a claim."""
    found = PAGE.find(id=identifier)
    assert isinstance(found, Tag)
    return found


def test_every_claim_stands_once_with_what_the_audit_gives() -> None:
    sections = PAGE.select("div.claims > section.claim")
    assert [found["id"] for found in sections] == [result.claim.identifier for result in RESULTS]
    for found, result in zip(sections, RESULTS, strict=True):
        assert (found["data-section"], found["data-kind"], found["data-verdict"]) == (
            result.claim.section,
            result.claim.kind,
            result.verdict,
        )
        text = re.sub(r"\s", " ", found.get_text())
        for shown in (result.claim.statement, result.asserted, result.observed, result.rule, result.remark, result.claim.locator):
            assert re.sub(r"\s", " ", shown) in text


def test_links_to_claims_lead_to_claims() -> None:
    identifiers = {result.claim.identifier for result in RESULTS}
    within = {str(link["href"])[1:] for link in PAGE.select("a[href^='#']")}
    assert within <= identifiers


def test_ids_are_links_and_other_words_are_not() -> None:
    assert linked("See T1-02, E-028 and II-07.", "claim-audit.html") == (
        'See <a href="register.html#T1-02">T1-02</a>, <a href="editorial-notes.html#E-028">E-028</a> and '
        '<a href="claim-audit.html#II-07">II-07</a>.'
    )
    assert "<a" not in linked("II-99 & XT1-02")


def test_a_whole_table_is_one_line() -> None:
    groups = TABLES["groups"]["group_id"]
    everything = [Record("groups", group_id) for group_id in groups]
    assert EVIDENCE.lines(everything) == ['<a href="register.html">all numbered rows</a>']
    medical = [record for record in everything if record.key.startswith("T4")]
    lines = EVIDENCE.lines([*medical, Record("groups", "T1-02")])
    assert lines == [
        '<a href="02-support-groups.html#tab-printed-4">all 19 rows of Table\u00a04</a>',
        '<a href="register.html#T1-02">T1-02</a> CTIC - Meguro',
    ]
    assert EVIDENCE.lines([Record("groups", "T4-06"), Record("groups", "T6-01")]) == [
        '<a href="register.html#T4-06">T4-06</a> TOSHC, <a href="register.html#T6-01">T6-01</a> OC Net'
    ]
    interviews = [Record("interviews", key) for key in TABLES.keys_of("interviews")]
    assert len(EVIDENCE.lines(interviews)) == 1


def test_every_record_of_the_evidence_is_listed() -> None:
    events = [Record("events", key) for key in TABLES.keys_of("events")[:9]]
    assert len(EVIDENCE.lines(events)) == 9


def test_links_of_the_evidence_lead_somewhere(repository: Path) -> None:
    chapter = (repository / "book" / "02-support-groups.ipynb").read_text(encoding="utf-8")
    known = {
        "register.html": set(TABLES["groups"]["group_id"]),
        "editorial-notes.html": set(TABLES["emendations"]["emendation_id"]),
        "02-support-groups.html": {f"tab-printed-{number}" for number in range(1, 7) if f'id=\\"tab-printed-{number}\\"' in chapter},
    }
    links = {str(link["href"]) for link in PAGE.select(".claim-evidence a, .claim-facts a")}
    assert {link.partition("#")[0] for link in links} >= {"register.html", "02-support-groups.html", "editorial-notes.html"}
    for link in links:
        page, _, anchor = link.partition("#")
        assert page in {"", *known} or link.startswith("https://"), link
        if anchor and page:
            assert anchor in known[page], link


def test_every_claim_has_a_rule_and_a_verdict_with_its_class() -> None:
    for found in PAGE.select("section.claim"):
        facts = {term.get_text(): term.find_next("dd") for term in found.select("dt")}
        assert isinstance(facts["Rule"], Tag)
        assert facts["Rule"].get_text(strip=True)
        (word,) = found.select(".claim-meta .verdict")
        assert f"verdict-{found['data-verdict']}" in word["class"]
        assert word.get_text() == found["data-verdict"]


def test_every_record_can_be_put_into_words() -> None:
    for name in TABLES:
        if name != "groups":
            key = TABLES.keys_of(name)[0]
            (line,) = EVIDENCE.lines([Record(name, key)])
            assert line.strip(": ")
            assert "nan" not in re.split(r"\W+", unescape(line))


def test_a_count_shows_its_rule_sets() -> None:
    text = section("II-79").get_text()
    assert "Under 1,728 rule sets: 50\u00a0×\u00a06," in text
    assert "The simplest that give what is asserted" not in text  # the rule has them
    assert "Other readings give it: (1) A group counts" in text
    assert "The simplest that give what is asserted" in section("II-57").get_text() or "plain reading" in section("II-57").get_text()
    assert "The plain reading gives what is asserted." in section("II-23").get_text()


def test_japanese_is_marked_as_japanese() -> None:
    for text in PAGE.find_all(string=re.compile("[\u3040-\u30ff\u4e00-\u9fff]")):
        assert text.find_parent(lang="ja") is not None, text


@pytest.mark.parametrize("name", SECTIONS)
def test_a_chapter_has_the_claims_of_its_section(name: str) -> None:
    bundle = claims_of(RESULTS, name, "tab-claims-1").bundle
    shown = BeautifulSoup(bundle["text/html"], "html5lib")
    expected = [result for result in RESULTS if result.claim.section == name]
    assert [link.get_text() for link in shown.select("td:first-child a")] == [result.claim.identifier for result in expected]
    assert [word.get_text() for word in shown.select("td span.verdict")] == [result.verdict for result in expected]
    caption = shown.find("caption")
    assert caption is not None
    assert f"{len(expected)} claims" in caption.get_text()


def test_an_unknown_section_is_refused() -> None:
    with pytest.raises(ValueError, match="no such section"):
        claims_of(RESULTS, "VI", "tab-claims-6")


def test_a_verdict_is_a_word_with_a_class() -> None:
    for verdict in Verdict:
        assert verdict_html(verdict) == f'<span class="verdict verdict-{verdict}">{verdict}</span>'
