"""The claims as a page shows them: every one with its anchor, its facts and its evidence, and links that lead somewhere."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from supportgroups.audit import Record, Result, Tables, Verdict
from supportgroups.audit.claims import SECTIONS
from supportgroups.audit_page import Evidence, claims_html, claims_of, linked, verdict_html


@pytest.fixture(scope="module")
def page(results: list[Result], tables: Tables) -> BeautifulSoup:
    """Return all claims as the page has them."""
    return BeautifulSoup(claims_html(results, tables).bundle["text/html"], "html.parser")


@pytest.fixture(scope="module")
def evidence(tables: Tables) -> Evidence:
    """Return what puts records into words."""
    return Evidence(tables)


def test_every_claim_stands_once_with_what_the_audit_gives(page: BeautifulSoup, results: list[Result]) -> None:
    sections = page.select("div.claims > section.claim")
    assert [found["id"] for found in sections] == [result.claim.identifier for result in results]
    for found, result in zip(sections, results, strict=True):
        assert (found["data-section"], found["data-kind"], found["data-verdict"]) == (
            result.claim.section,
            result.claim.kind,
            result.verdict,
        )
        text = re.sub(r"\s", " ", found.get_text())
        for shown in (result.claim.statement, result.asserted, result.observed, result.rule, result.remark, result.claim.locator):
            assert re.sub(r"\s", " ", shown) in text


def test_links_to_claims_lead_to_claims(page: BeautifulSoup, results: list[Result]) -> None:
    identifiers = {result.claim.identifier for result in results}
    within = {str(link["href"])[1:] for link in page.select("a[href^='#']")}
    assert within <= identifiers


def test_ids_are_links_and_other_words_are_not() -> None:
    assert linked("See T1-02, E-028 and II-07.", "claim-audit.html") == (
        'See <a href="register.html#T1-02">T1-02</a>, <a href="editorial-notes.html#E-028">E-028</a> and '
        '<a href="claim-audit.html#II-07">II-07</a>.'
    )
    assert "<a" not in linked("II-99 & XT1-02")


def test_a_whole_table_is_one_line(tables: Tables, evidence: Evidence) -> None:
    groups = tables["groups"]["group_id"]
    everything = [Record("groups", group_id) for group_id in groups]
    assert evidence.lines(everything) == ['<a href="register.html">all numbered rows</a>']
    medical = [record for record in everything if record.key.startswith("T4")]
    lines = evidence.lines([*medical, Record("groups", "T1-02")])
    assert lines == [
        '<a href="02-support-groups.html#tab-printed-4">all 19 rows of Table\u00a04</a>',
        '<a href="register.html#T1-02">T1-02</a> CTIC - Meguro',
    ]
    assert evidence.lines([Record("groups", "T4-06"), Record("groups", "T6-01")]) == [
        '<a href="register.html#T4-06">T4-06</a> TOSHC, <a href="register.html#T6-01">T6-01</a> OC Net'
    ]
    interviews = [Record("interviews", key) for key in tables.keys_of("interviews")]
    assert len(evidence.lines(interviews)) == 1


def test_every_record_of_the_evidence_is_listed(tables: Tables, evidence: Evidence) -> None:
    events = [Record("events", key) for key in tables.keys_of("events")[:9]]
    assert len(evidence.lines(events)) == 9


def test_links_of_the_evidence_lead_somewhere(page: BeautifulSoup, tables: Tables, repository: Path) -> None:
    chapter = (repository / "book" / "02-support-groups.ipynb").read_text(encoding="utf-8")
    known = {
        "register.html": set(tables["groups"]["group_id"]),
        "editorial-notes.html": set(tables["emendations"]["emendation_id"]),
        "02-support-groups.html": {f"tab-printed-{number}" for number in range(1, 7) if f'id=\\"tab-printed-{number}\\"' in chapter},
    }
    links = {str(link["href"]) for link in page.select(".claim-evidence a, .claim-facts a")}
    assert {link.partition("#")[0] for link in links} >= {"register.html", "02-support-groups.html", "editorial-notes.html"}
    for link in links:
        name, _, anchor = link.partition("#")
        assert name in {"", *known} or link.startswith("https://"), link
        if anchor and name:
            assert anchor in known[name], link


def test_every_claim_has_a_rule_and_a_verdict_with_its_class(page: BeautifulSoup) -> None:
    for found in page.select("section.claim"):
        facts = {term.get_text(): term.find_next("dd") for term in found.select("dt")}
        assert isinstance(facts["Rule"], Tag)
        assert facts["Rule"].get_text(strip=True)
        (word,) = found.select(".claim-meta .verdict")
        assert f"verdict-{found['data-verdict']}" in word["class"]
        assert word.get_text() == found["data-verdict"]


def test_every_record_can_be_put_into_words(tables: Tables, evidence: Evidence) -> None:
    for name in tables:
        if name != "groups":
            key = tables.keys_of(name)[0]
            (line,) = evidence.lines([Record(name, key)])
            assert line.strip(": ")
            assert "nan" not in re.split(r"\W+", unescape(line))


def test_a_count_shows_its_rule_sets(page: BeautifulSoup) -> None:
    texts = {identifier: found.get_text() for identifier in ("II-79", "II-57", "II-23") if (found := page.find(id=identifier))}
    assert "Under 1,728 rule sets: 50\u00a0×\u00a06," in texts["II-79"]
    assert "The simplest that give what is asserted" not in texts["II-79"]  # the rule has them
    assert "Other readings give it: (1) A group counts" in texts["II-79"]
    assert "The simplest that give what is asserted" in texts["II-57"] or "plain reading" in texts["II-57"]
    assert "The plain reading gives what is asserted." in texts["II-23"]


def test_japanese_is_marked_as_japanese(page: BeautifulSoup) -> None:
    for text in page.find_all(string=re.compile("[\u3040-\u30ff\u4e00-\u9fff]")):
        assert text.find_parent(lang="ja") is not None, text


def test_a_chapter_has_the_claims_of_its_section(results: list[Result], subtests: pytest.Subtests) -> None:
    for name in SECTIONS:
        with subtests.test(name):
            bundle = claims_of(results, name, "tab-claims-1").bundle
            shown = BeautifulSoup(bundle["text/html"], "html.parser")
            expected = [result for result in results if result.claim.section == name]
            assert [link.get_text() for link in shown.select("td:first-child a")] == [result.claim.identifier for result in expected]
            assert [word.get_text() for word in shown.select("td span.verdict")] == [result.verdict for result in expected]
            caption = shown.find("caption")
            assert caption is not None
            assert f"{len(expected)} claims" in caption.get_text()


def test_an_unknown_section_is_refused(results: list[Result]) -> None:
    with pytest.raises(ValueError, match="no such section"):
        claims_of(results, "VI", "tab-claims-6")


def test_a_verdict_is_a_word_with_a_class() -> None:
    for verdict in Verdict:
        assert verdict_html(verdict) == f'<span class="verdict verdict-{verdict}">{verdict}</span>'
