"""The entries of claims, groups and terms, the tables of claims, and the form with the counting rules, where a page asks for them.

They follow from data and code alone, and take long: so they are made before pages are read, and kept from one build to the next.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from bookmaking.claim_entries import CHAPTERS, claim_table, counting_form, strip, verdicts_by_evidence
from bookmaking.claim_entries import entries as claim_entries
from bookmaking.glossary_entries import KINDS
from bookmaking.glossary_entries import entries as term_entries
from bookmaking.register_entries import Register
from bookmaking.sphinx_extension.citations import audited, citation_of, citations, files_of
from bookmaking.sphinx_extension.outputs import DOWNLOADS, raw, table_node
from bookmaking.state import kept
from bookmaking.templates import fill
from supportgroups.audit import Standing
from supportgroups.audit.claims import SECTIONS
from supportgroups.notebook import Output


def make_entries() -> dict[str, Mapping[str, str | Output]]:
    """Return what each directive shows by its argument: entries as HTML, and tables of claims."""
    tables, results = audited()
    apart = {result.claim.section for result in results if result.claim.standing is not Standing.CLAIM}
    return {
        "claim-entries": {"in numbers": verdicts_by_evidence(results), "one by one": claim_entries(results, tables)},
        "claim-table": {section: claim_table(results, section) for section in SECTIONS},
        "check-table": {section: claim_table(results, section, apart=True) for section in SECTIONS if section in apart},
        "claim-strip": {CHAPTERS[section]: strip(results, section) for section in CHAPTERS},
        "group-entries": {"one by one": Register(tables, results).entries()},
        "multiverse": {"turned by the reader": counting_form(tables, results)},
        "term-entries": {kind: term_entries(kind, tables) for kind in KINDS},
    }


def prepare_entries(app: Sphinx, environment: BuildEnvironment, pages: list[str]) -> None:
    """Have the entries at hand before pages are read, made anew if data or code changed."""
    citation = citation_of(app)
    app.supportgroups_entries = {  # type: ignore[attr-defined]
        **kept(Path(app.srcdir).parent, "entries", make_entries),
        "citation": {work: citations(getattr(citation, work)) for work in ("paper", "book", "dataset")},
        "files": {"to keep": fill("citations", "files", listed=files_of(app), folder=DOWNLOADS)},
    }


def head_chapter(app: Sphinx, doctree: nodes.document) -> None:
    """Let a chapter that discusses a section begin with how the claims of that section came out."""
    strips = app.supportgroups_entries["claim-strip"]  # type: ignore[attr-defined]
    if app.env.docname in strips:
        title = next(doctree.findall(nodes.title))
        title.parent.insert(title.parent.index(title) + 1, raw(strips[app.env.docname]))


class EntriesDirective(SphinxDirective):
    """Show what is at hand under the directive's name and its argument, such as ``term-entries`` of a kind, or ``citation`` of a work."""

    required_arguments = 1
    final_argument_whitespace = True

    def wanted(self) -> Any:
        """Return what the argument asks for."""
        known = self.env.app.supportgroups_entries[self.name]  # type: ignore[attr-defined]
        if self.arguments[0] not in known:
            raise self.error(f"{self.name} has no “{self.arguments[0]}”; it has {', '.join(known)}")
        return known[self.arguments[0]]

    def run(self) -> list[nodes.Node]:
        return [raw(self.wanted())]


class ClaimTableDirective(EntriesDirective):
    """Show the claims of a section of the paper, or what is checked besides, as a numbered table: ``claim-table``, ``check-table``."""

    option_spec: ClassVar = {"name": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the table, with the anchor that the option ``name`` gives it."""
        if "name" not in self.options:
            raise self.error(f"{self.name} needs a permanent anchor: :name: tab-claims-1")
        wanted = self.wanted()
        caption, _ = self.state.inline_text(wanted.label["caption"], self.lineno)
        table = table_node(wanted.bundle["text/html"], wanted.label, caption)
        self.set_source_info(table)
        self.add_name(table)
        return [table]
