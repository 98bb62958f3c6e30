"""The claims as a page shows them: every one with its anchor, its facts and its evidence, and links that lead somewhere."""

from __future__ import annotations

import csv
import re
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag

from bookmaking import claim_entries
from bookmaking.claim_entries import (
    CHAPTERS,
    Evidence,
    claim_table,
    entries,
    strip,
    verdicts_by_evidence,
    with_links,
)
from supportgroups.audit import Record, Result, Standing, Tables
from supportgroups.audit.changes import changes, history
from supportgroups.audit.claims import NOTHING, SECTIONS
from supportgroups.audit.report import filtered, headline
from supportgroups.audit.show import cells_read, rows_used, source, verdict_html

READ = {"II-14", "II-57", "II-79"}
"""Claims of which the columns are found that their check read: of all claims, that takes as long as all other tests of the page."""


@pytest.fixture(scope="module")
def page(results: list[Result], tables: Tables) -> BeautifulSoup:
    """Return all claims as the page has them, but for columns that a check read: of most, the last one of the table stands for these."""

    def read(result: Result) -> dict[str, pd.DataFrame]:
        if result.claim.identifier in READ:
            return cells_read(result)
        return {name: rows.iloc[:, -1:] for name, rows in rows_used(result).items()}

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(claim_entries, "cells_read", read)
        return BeautifulSoup(entries(results, tables), "html.parser")


@pytest.fixture(scope="module")
def sections(page: BeautifulSoup) -> dict[str, Tag]:
    """Return claim → what its line unfolds to."""
    return {str(body["id"]): body for body in page.select("tr.claim .body")}


@pytest.fixture(scope="module")
def evidence(tables: Tables) -> Evidence:
    """Return what puts records into words."""
    return Evidence(tables)


def test_every_claim_stands_once_with_what_the_audit_gives(page: BeautifulSoup, results: list[Result]) -> None:
    lines = {line.select(".body")[0]["id"]: line for line in page.select("table.claims tr.claim")}
    assert len(lines) == len(page.select("tr.claim")) == len(results)
    for result in results:
        line = lines[result.claim.identifier]
        of_claim = (result.claim.section, result.claim.kind, result.verdict, result.tested_against, result.claim.standing)
        assert tuple(line[f"data-{name}"] for name in ("section", "kind", "verdict", "against", "standing")) == of_claim
        text = re.sub(r"\s", " ", line.get_text())
        for shown in (result.claim.statement, result.asserted, result.observed, result.rule, result.remark, result.claim.locator):
            assert re.sub(r"\s", " ", shown) in text


def test_a_line_has_identifier_statement_and_verdict_and_nothing_else_to_click(page: BeautifulSoup, results: list[Result]) -> None:
    statements = {result.claim.identifier: result.claim.statement for result in results}
    for line in page.select("tr.claim"):
        header, fold, verdict = line.find_all(["th", "td"], recursive=False)
        (link,), (details,), summary = header.select("a"), fold.select("td > details"), fold.select("summary")[0]
        assert (header["scope"], link["href"]) == ("row", f"#{header.get_text()}")
        assert summary.get_text() == statements[header.get_text()]
        assert summary.select("a, button, input") == []
        assert str(verdict) == f"<td>{verdict_html(str(line['data-verdict']))}</td>"
        # Only inside a closed fold does an address open it.
        assert details.find(id=header.get_text()) is not None
        assert "open" not in details.attrs


def test_the_parts_follow_the_paper_and_what_is_not_counted_comes_last(page: BeautifulSoup, results: list[Result]) -> None:
    parts = page.select("table.claims > tbody")
    sections = [str(line["data-section"]) for part in parts[:-2] for line in part.select("tr.claim")]
    assert list(dict.fromkeys(sections)) == list(SECTIONS)
    assert sections == sorted(sections, key=list(SECTIONS).index)
    apart = [{line["data-standing"] for line in part.select("tr.claim")} for part in parts[-2:]]
    assert apart == [{"slip of print"}, {"check of ours"}]
    assert [part["id"] for part in parts[-2:]] == ["slips-of-print", "checks-of-ours"]
    assert all(part.select("tr.part > th[scope=rowgroup]") for part in parts)


def test_the_form_offers_every_value_and_no_other(page: BeautifulSoup) -> None:
    for select in page.select("form.filters select"):
        offered = [option.get_text() for option in select.select("option:not([value])")]
        assert len(offered) == len(set(offered))
        assert set(offered) == {str(line[f"data-{select['name']}"]) for line in page.select("tr.claim")}
    assert len(page.select("form.filters select")) == 5


def asked(link: Tag) -> dict[str, str]:
    """Return what a link asks of the audit's page."""
    return {name: values[0] for name, values in parse_qs(urlsplit(str(link["href"])).query).items()}


def test_every_number_of_the_answer_leads_to_as_many_claims_with_script_and_without(page: BeautifulSoup, results: list[Result]) -> None:
    answer = BeautifulSoup(verdicts_by_evidence(results), "html.parser")
    links = answer.select("td a")
    claims = [result for result in results if result.claim.standing is Standing.CLAIM]
    lines = [(line, str(part["id"])) for part in page.select("table.claims > tbody") for line in part.select("tr.claim")]
    assert {link.find(string=True) for link in answer.select("tbody tr:last-child td:last-child a")} == {str(len(claims))}
    strips = [BeautifulSoup(strip(results, section), "html.parser") for section in CHAPTERS]
    places = {str(place["id"]): place for place in page.select("p.only")}
    for link in [*links, *(link for one in strips for link in one.select("a"))]:
        number = int(str(link.find(string=True)).split()[0])
        wanted = asked(link)
        chosen = [line for line, _ in lines if all(line[f"data-{name}"] == value for name, value in wanted.items())]
        assert len(chosen) == number > 0, link
        place = places[urlsplit(str(link["href"])).fragment]
        assert place.get_text() == f"{number} of {len(results)} · show all"
        parts = str(place["data-parts"]).split()
        without_script = [
            line
            for line, part in lines
            if part in parts
            and all(line[f"data-{name}"] == place.get(f"data-{name}", line[f"data-{name}"]) for name in ("verdict", "against"))
        ]
        assert without_script == chosen, link


def test_the_style_sheet_has_a_rule_for_everything_that_filters_without_script(page: BeautifulSoup, repository: Path) -> None:
    style = (repository / "book" / "_static" / "book.css").read_text(encoding="utf-8")
    for name in ("verdict", "against"):
        for value in {str(place[f"data-{name}"]) for place in page.select(f".only[data-{name}]")}:
            assert f'.only[data-{name}="{value}"]:target ~ .unfolds .claim:not([data-{name}="{value}"])' in style
    for part in page.select("table.claims > tbody"):
        assert f'.only:not([data-parts~="{part["id"]}"]):target ~ .unfolds #{part["id"]}' in style


def test_evidence_of_up_to_twelve_lines_is_unfolded_with_its_claim(page: BeautifulSoup) -> None:
    """And a long list of cells is there once, however many claims it bears on."""
    folded: dict[int, set[bool]] = {}
    for evidence in page.select("details.claim-evidence"):
        lines = len(evidence.select("ul > li")) + sum(cells.get_text().count("\n") for cells in evidence.select("pre"))
        folded.setdefault(lines, set()).add("open" not in evidence.attrs)
    assert folded == {lines: {lines > 12} for lines in folded} and {12, 13} <= folded.keys()
    cells = Counter(f"{shown.previous_sibling}{shown.decode_contents()}" for shown in page.select("pre.rows"))
    assert [text for text, times in cells.items() if times > 1 and len(text) > 1100] == []
    assert any(times > 1 for times in cells.values())


def test_the_strip_of_a_chapter_counts_the_claims_of_its_section(results: list[Result]) -> None:
    for section in CHAPTERS:
        found = headline(filtered(results, section=section, standing=Standing.CLAIM))
        counts = " · ".join(f"{number} {verdict}" for verdict, number in found.items() if number)
        assert BeautifulSoup(strip(results, section), "html.parser").get_text() == f"{sum(found.values())} claims: {counts}"


def test_links_to_claims_lead_to_claims(page: BeautifulSoup, results: list[Result]) -> None:
    identifiers = {result.claim.identifier for result in results}
    within = {str(link["href"])[1:] for link in page.select("tr.claim a[href^='#']")}
    assert within <= identifiers


def test_ids_are_links_and_other_words_are_not() -> None:
    assert with_links("See T1-02, E-028 and II-07.") == (
        'See <a href="register.html#T1-02">T1-02</a>, <a href="editorial-notes.html#E-028">E-028</a> and <a href="#II-07">II-07</a>.'
    )
    assert "<a" not in with_links("III-999 & XT1-02")


def test_a_whole_table_is_one_line(tables: Tables, evidence: Evidence) -> None:
    groups = tables["groups"]["group_id"]
    everything = [Record("groups", group_id) for group_id in groups]
    assert evidence.lines(everything) == ['<a href="register.html">all numbered rows</a>']
    medical = [record for record in everything if record.key.startswith("T4")]
    lines = evidence.lines([*medical, Record("groups", "T1-02")])
    assert lines == [
        '<a href="02-support-groups.html#tab-printed-4">all 19 rows of Table\u00a04</a>',
        '<a href="register.html#T1-02">T1-02 CTIC - Meguro</a>',
    ]
    assert evidence.lines([Record("groups", "T4-06"), Record("groups", "T6-01")]) == [
        '<a href="register.html#T4-06">T4-06 TOSHC</a>, <a href="register.html#T6-01">T6-01 OC Net</a>'
    ]
    interviews = [Record("interviews", key) for key in tables.keys_of("interviews")]
    assert len(evidence.lines(interviews)) == 1


def test_a_weak_source_is_called_weak(tables: Tables, evidence: Evidence) -> None:
    for table in ("context-facts", "populations"):
        for key, weight in tables[table]["weight"].items():
            (line,) = evidence.lines([Record(table, str(key))])
            assert line.endswith("</a>, a weak source)") == (weight == "weak"), key


def test_every_record_of_the_evidence_is_listed(tables: Tables, evidence: Evidence) -> None:
    events = [Record("events", key) for key in tables.keys_of("events")[:9]]
    assert len(evidence.lines(events)) == 9
    served = [Record("communities_served", key) for key in ("T1-01/1", "T1-01/2", "T1-03/1")]
    (line,) = evidence.lines(served)
    assert BeautifulSoup(line, "html.parser").get_text() == "communities served by T1-01: Filipino, Nikkei Peruvian; T1-03: Filipino"


def test_links_of_the_evidence_lead_somewhere(page: BeautifulSoup, tables: Tables, repository: Path) -> None:
    chapter = (repository / "book" / "02-support-groups.ipynb").read_text(encoding="utf-8")
    known = {
        "register.html": set(tables["groups"]["group_id"]),
        "editorial-notes.html": set(tables["emendations"]["emendation_id"]),
        "02-support-groups.html": {f"tab-printed-{number}" for number in range(1, 7) if f'id=\\"tab-printed-{number}\\"' in chapter},
    }
    links = {str(link["href"]) for link in page.select(".claim-evidence > ul a, .claim-facts a")}
    assert {link.partition("#")[0] for link in links} >= {"register.html", "02-support-groups.html", "editorial-notes.html"}
    for link in links:
        name, _, anchor = link.partition("#")
        assert name in {"", *known} or re.match("https?://", link), link
        if anchor and name:
            assert anchor in known[name], link


def test_every_claim_has_a_rule(sections: dict[str, Tag]) -> None:
    for found in sections.values():
        facts = {term.get_text(): term.find_next("dd") for term in found.select("dt")}
        assert isinstance(facts["Rule"], Tag)
        assert facts["Rule"].get_text(strip=True)


def test_every_record_can_be_put_into_words(tables: Tables, evidence: Evidence) -> None:
    for name in tables:
        if name != "groups":
            key = tables.keys_of(name)[0]
            (line,) = evidence.lines([Record(name, key)])
            assert line.strip(": ")
            assert "nan" not in re.split(r"\W+", unescape(line))


def test_beside_a_verdict_stands_what_it_was_tested_against_and_what_would_change_it(
    sections: dict[str, Tag], results: list[Result]
) -> None:
    for result in results:
        section = sections[result.claim.identifier]
        (meta,), change = section.select(".claim-meta"), section.select(".claim-change")
        basis, _, kind = meta.get_text().partition(" · ")
        if result.tested_against == NOTHING:
            assert (basis, change) == (result.claim.kind, [])
            continue
        assert re.fullmatch(f"tested against (an )?{result.tested_against}", basis)
        assert kind.startswith(f"{result.claim.kind} · ")
        (line,) = change
        stored = changes()[result.claim.identifier]
        assert line.get_text().replace("\u00a0", " ") == stored.sentence()
        assert [word.get_text() for word in line.select("em")] == [stored.verdict]


def test_the_check_stands_under_its_claim_letter_for_letter(sections: dict[str, Tag], results: list[Result]) -> None:
    for result in results:
        blocks = [block.get_text() for block in sections[result.claim.identifier].select(".claim-check > pre.highlight")]
        assert blocks == ([source(result.claim)] if source(result.claim) else [])


def cells_shown(section: Tag) -> dict[str, list[list[str]]]:
    """Return table → its rows as they stand under a claim, the names of the columns first."""
    titles = section.select(".claim-rows > p:has(> a[href^='codebook'])")
    shown = {title.get_text(): title.find_next("pre") for title in titles}
    return {title: list(csv.reader(block.get_text().splitlines())) for title, block in shown.items() if block}


def test_the_cells_that_a_check_read_stand_under_it(sections: dict[str, Tag], results: list[Result]) -> None:
    for result in results:
        section = sections[result.claim.identifier]
        used = {f"The check read {name}, {len(rows)} row{'' if len(rows) == 1 else 's'}:" for name, rows in rows_used(result).items()}
        referred = section.select(".claim-rows > p:has(> a[href^='#'])")
        assert len(cells_shown(section)) + len(referred) == (len(used) if source(result.claim) else 0)
        assert cells_shown(section).keys() <= used


def test_rows_alike_stand_together_and_many_cells_only_once(sections: dict[str, Tag], tables: Tables) -> None:
    head, row = ["key", "category", "legal_status", "legal_form"], ["T2-01 to T2-19", "union", "労働組合", "labour_union"]
    assert cells_shown(sections["II-14"]) == {"The check read groups, 19 rows:": [head, row]}
    (link,) = sections["II-79"].select(".claim-rows > p > a[href='#II-57']")
    assert link.parent is not None
    assert link.parent.get_text() == "The check read the cells of groups that stand under II-57."
    cells = cells_shown(sections["II-57"])["The check read groups, 79 rows:"]
    column = cells[0].index("began")
    years = {row[0]: row[column] for row in cells[1:]}
    assert years["T3-04"] == str(tables.cell("T3-04", "began"))


def test_a_verdict_that_has_changed_has_its_history(sections: dict[str, Tag], results: list[Result]) -> None:
    for result in results:
        past = history()[result.claim.identifier]
        section = sections[result.claim.identifier]
        facts = {name.get_text(): fact.get_text() for name, fact in zip(section.select("dt"), section.select("dd"), strict=True)}
        assert ("History" in facts) is (len(past) > 1)
        if told := re.sub(r"\s", " ", facts.get("History", "")):
            assert told.startswith(f"{past[0]['verdict'].capitalize()} in version {past[0]['version']} (")
            assert told.endswith(past[-1]["reason"])


def test_a_count_shows_its_sets_of_groups(sections: dict[str, Tag]) -> None:
    texts = {identifier: section.get_text() for identifier, section in sections.items()}
    assert "1,728 sets of rules differ, and come to 384 different sets of groups: 50\u00a0×\u00a01," in texts["II-79"]
    assert "The simplest that give what is asserted" not in texts["II-79"]  # the rule has them
    assert "Other readings give it: (1) A group counts" in texts["II-79"]
    assert "The simplest that give what is asserted" in texts["II-57"] or "plain reading" in texts["II-57"]
    assert "The plain reading gives what is asserted." in texts["II-23"]
    assert "sets of groups" not in texts["III-04"]  # no rule changes it


def test_japanese_is_marked_as_japanese(page: BeautifulSoup) -> None:
    for text in page.find_all(string=re.compile("[\u3040-\u30fa\u30fc-\u30ff\u4e00-\u9fff]")):
        assert text.find_parent(lang="ja") is not None, text


def test_a_chapter_has_the_claim_table_its_section_and_apart_from_them_what_does_not_count(
    results: list[Result], subtests: pytest.Subtests
) -> None:
    for name in SECTIONS:
        with subtests.test(name):
            of_section = [result for result in results if result.claim.section == name]
            claims = [result for result in of_section if result.claim.standing is Standing.CLAIM]
            apart = [result for result in of_section if result.claim.standing is not Standing.CLAIM]
            for is_apart, expected in ((False, claims), (True, apart)):
                if expected:  # a section may have nothing that stands apart
                    shown = BeautifulSoup(claim_table(results, name, apart=is_apart).bundle["text/html"], "html.parser")
                    assert [link.get_text() for link in shown.select("td:first-child a")] == [one.claim.identifier for one in expected]
                    assert [word.get_text() for word in shown.select("td span.verdict")] == [one.verdict for one in expected]
            caption = BeautifulSoup(claim_table(results, name).bundle["text/html"], "html.parser").find("caption")
            assert caption is not None
            assert f"{len(claims)} claims" in caption.get_text()
