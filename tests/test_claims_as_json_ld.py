"""The claims as JSON-LD: each with its appearance in the paper, and every term of its fields explained somewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from bookmaking.citing.files import claims_as_json_ld
from bookmaking.citing.works import read_citation
from supportgroups.audit import Result, Standing
from supportgroups.audit.claims import SCHEMA
from supportgroups.audit.report import VOCABULARY, as_json_ld


@pytest.fixture(scope="module")
def written(results: list[Result], repository: Path) -> dict[str, Any]:
    """Return the file's content."""
    content: dict[str, Any] = json.loads(claims_as_json_ld(read_citation(repository), results))
    return content


def test_every_claim_is_a_claim_with_verdict_basis_and_locator(written: dict[str, Any], results: list[Result]) -> None:
    dataset, paper, *claims = written["@graph"]
    assert (dataset["@type"], paper["@type"]) == ("Dataset", "CreativeWork")
    assert [part["@id"] for part in dataset["hasPart"]] == [claim["@id"] for claim in claims]
    assert len(claims) == len(results)
    for claim, result in zip(claims, results, strict=True):
        identifier = result.claim.identifier
        assert (claim["@type"], claim["@id"], claim["identifier"]) == ("Claim", f"claim-audit.html#{identifier}", identifier)
        assert (claim["text"], claim["locator"]) == (result.claim.statement, result.claim.locator)
        assert (claim["verdict"], claim["tested_against"]) == (result.verdict, result.tested_against)
        # What the book thought of appears nowhere in the paper.
        assert claim.get("appearance") == (None if result.claim.standing is Standing.OURS else {"@id": paper["@id"]})


def test_every_field_is_a_term_of_schema_org_or_explained_in_the_codebook(written: dict[str, Any]) -> None:
    of_schema_org = {name for name, meaning in written["@context"].items() if str(meaning).startswith("https://schema.org/")}
    explained = set(json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]["claim"]["properties"])
    used = {name for entry in written["@graph"] for name in entry if not name.startswith("@")}
    assert used - of_schema_org <= explained
    assert {"verdict", "tested_against", "locator"} <= used - of_schema_org


OF_SCHEMA_ORG = {
    *(
        "Book",
        "Claim",
        "CreativeWork",
        "Dataset",
        "Organization",
        "Person",
        "appearance",
        "author",
        "creator",
        "datePublished",
        "familyName",
    ),
    *("givenName", "hasPart", "identifier", "inLanguage", "isPartOf", "license", "name", "text", "version"),
}
"""The terms of schema.org that the file needs."""


def test_the_file_says_what_it_is_in_terms_that_schema_org_has(written: dict[str, Any], repository: Path) -> None:
    terms = {name: meaning for name, meaning in written["@context"].items() if not name.startswith("@")}
    as_they_are = {name: {"@type": "@json"} for name in ("evidence", "multiverse")}
    assert terms == {name: f"https://schema.org/{name}" for name in OF_SCHEMA_ORG} | as_they_are
    assert written["@context"]["@version"] == 1.1
    dataset, paper, *_ = written["@graph"]
    cited = read_citation(repository)
    assert {name: value for name, value in dataset.items() if name != "hasPart"} == {
        "@type": "Dataset",
        "@id": "claim-audit.html",
        "name": f"Claims of “{cited.paper.title}”, with verdicts",
        "creator": [{"@type": "Organization", "name": cited.dataset.authors[0].name}],
        "version": cited.version,
        "datePublished": str(cited.released),
        "license": f"https://spdx.org/licenses/{cited.dataset.licence}",
        "isPartOf": {"@type": "Book", "name": cited.book.title},
    }
    assert (paper["@id"], paper["name"]) == ("how-to-cite.html#the-paper", cited.paper.title)
    text = as_json_ld([], dataset, paper, "")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize(
    ("address", "term"),
    [("", f"https://reader.example/book/{VOCABULARY}"), ("https://books.example/npo/", f"https://books.example/npo/{VOCABULARY}")],
)
def test_addresses_are_those_of_the_book_where_it_lies_or_is_published(address: str, term: str, results: list[Result]) -> None:
    context = json.loads(as_json_ld(results[:1], {"@id": "a"}, {"@id": "b"}, address))["@context"]
    # A processor resolves the base against the file's own address, and the vocabulary against the base.
    base = urljoin("https://reader.example/book/_downloads/claims.jsonld", context["@base"])
    assert urljoin(base, context["@vocab"]) == term
