"""Data and helpers of an executable companion to A. W. Shipper, "The Impact of the NPO Law on Foreigners Support Groups in Japan".

>>> import supportgroups
>>> groups = supportgroups.load_groups()
>>> len(groups)
79

The rooms of the package, each of which imports only from those above it:

``dataset``            where the data are, and one typed loader per table
``locators``           the grammar of a place in the paper
``languages``          Japanese and Korean text inside English text
``cells``              the grammar of a printed cell
``derive``             the printed tables and their emendations → the tidy tables
``check``              validation of a data folder (needs Frictionless)
``counting``           groups founded and groups active, under named counting rules
``mentions``           where a text names a group
``notebook``           numbered tables, figures and figures in prose, for the chapters
``charts``             the one chart theme (needs Altair)
``facts``              what chapters and claims both need, computed once; the counting rules
``audit``              every claim of the paper, its check and its verdict
``audit_page``         the claims as a page and a chapter show them
``register``           one entry per group: all that the tables hold of it
``glossary``           one entry per term: how it is written and read, and what it means
``sphinx_extension``   how these reach the page (needs Sphinx)
"""

from importlib import import_module

from supportgroups.dataset import (
    data_directory,
    load_association_figures,
    load_associations,
    load_categories,
    load_claim_changes,
    load_claim_history,
    load_claims,
    load_communities,
    load_context_facts,
    load_council_divisions,
    load_council_members,
    load_councils,
    load_emendations,
    load_events,
    load_founding_checks,
    load_glossary,
    load_group_work,
    load_groups,
    load_incorporation_outcomes,
    load_interviews,
    load_law_provisions,
    load_ministry_positions,
    load_official_statistics,
    load_partnerships,
    load_populations,
    load_predecessors,
    load_printed_table,
    load_source_kinds,
    load_term_sources,
    load_text_figures,
    load_theses,
)

__all__ = [
    "data_directory",
    "load_association_figures",
    "load_associations",
    "load_categories",
    "load_claim_changes",
    "load_claim_history",
    "load_claims",
    "load_communities",
    "load_context_facts",
    "load_council_divisions",
    "load_council_members",
    "load_councils",
    "load_emendations",
    "load_events",
    "load_founding_checks",
    "load_glossary",
    "load_group_work",
    "load_groups",
    "load_incorporation_outcomes",
    "load_interviews",
    "load_law_provisions",
    "load_ministry_positions",
    "load_official_statistics",
    "load_partnerships",
    "load_populations",
    "load_predecessors",
    "load_printed_table",
    "load_source_kinds",
    "load_term_sources",
    "load_text_figures",
    "load_theses",
]

_ELSEWHERE = {
    "active_by_year": "counting",
    "figure": "notebook",
    "founded_by_year": "counting",
    "glue": "notebook",
    "group_link": "mentions",
    "in_words": "notebook",
    "emended_tables": "derive",
    "listed": "notebook",
    "parse_name": "cells",
    "short_names": "mentions",
    "table": "notebook",
}


def __getattr__(name: str) -> object:
    """Import what else a chapter needs when it is asked for."""
    if name not in _ELSEWHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ELSEWHERE[name]}"), name)
