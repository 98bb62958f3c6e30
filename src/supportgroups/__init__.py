"""Data and helpers of an executable companion to A. W. Shipper, "The Impact of the NPO Law on Foreigners Support Groups in Japan".

>>> import supportgroups
>>> groups = supportgroups.load_groups()
>>> len(groups)
79

`tables` lists what there is. The rooms of the package, each of which imports only from those above it:

``dataset``      where the data are, one typed loader per table, and all that is known of the groups as one wide table
``locators``     the grammar of a place in the paper
``languages``    Japanese and Korean text inside English text
``cells``        the grammar of a printed cell
``by_year``      groups founded and groups active in each year
``mentions``     where a text names a group
``notebook``     numbered tables, figures and figures in prose, for the chapters
``charts``       the one chart theme (needs Altair)
``derive``       the printed tables and their emendations → the tidy tables
``new_dataset``  a folder for the groups of another place
``facts``        what chapters and claims both need, computed once; the counting rules
``audit``        every claim of the paper, its check and its verdict
``check``        validation of a data folder (needs Frictionless)

What the package offers is imported when it is first asked for, so that ``import supportgroups`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from supportgroups import audit
    from supportgroups.by_year import *
    from supportgroups.cells import *
    from supportgroups.dataset import *
    from supportgroups.derive import *
    from supportgroups.mentions import *
    from supportgroups.notebook import *

    __version__: str

__all__ = [
    "__version__", "active_by_year", "audit", "data_directory", "emended_tables", "figure", "founded_by_year", "glue", "group_link",
    "in_words", "known", "linked", "listed", "load_association_figures", "load_associations", "load_categories", "load_claim_changes",
    "load_claim_history", "load_claims", "load_communities", "load_context_facts", "load_council_divisions", "load_council_members",
    "load_councils", "load_emendations", "load_events", "load_founding_checks", "load_glossary", "load_group_work", "load_groups",
    "load_incorporation_outcomes", "load_interviews", "load_law_provisions", "load_ministry_positions", "load_official_statistics",
    "load_partnerships", "load_populations", "load_predecessors", "load_printed_table", "load_source_kinds", "load_term_sources",
    "load_text_figures", "load_theses", "load_wide", "parse_name", "short_names", "table", "tables", "web_link",
]  # fmt: skip

if not TYPE_CHECKING:  # a type checker is to know the names above, and no others

    def __getattr__(name: str) -> object:
        """Import what is asked for the first time (PEP 562)."""
        value: object
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        if name == "__version__":
            from importlib.metadata import version

            value = version(__name__)
        elif name == "audit":
            value = import_module("supportgroups.audit")
        else:
            # The lightest module comes first, so that reading a table loads none of the others.
            homes = (import_module(f"{__name__}.{home}") for home in ("dataset", "by_year", "cells", "mentions", "derive", "notebook"))
            value = next(getattr(home, name) for home in homes if hasattr(home, name))
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """Return also what is not imported yet."""
    return sorted({*globals(), *__all__})
