"""The text of a page: code beneath what it shows, links to groups, languages marked up, figures filled in, the minutes that it takes."""

import json
import re
from ast import literal_eval
from functools import cache
from itertools import takewhile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.glue.utils import retrieve_glue_data
from myst_nb.sphinx_ import HideCodeCellNode
from pygments.formatters import HtmlFormatter
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.domains import std
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective, SphinxRole

from bookmaking.citing.works import read_citation
from bookmaking.sphinx_extension.outputs import raw
from bookmaking.stored_form import errors, figures
from bookmaking.templates import may_lead_to
from supportgroups.audit.show import by_look
from supportgroups.dataset import load_emendations, load_groups
from supportgroups.languages import split, to_html
from supportgroups.mentions import find
from supportgroups.notebook import as_markdown, in_words, write_out

WORDS_A_MINUTE = 200  # adults read some 240 silently (Brysbaert 2019), and fewer where figures stand between the words
STEP = 5  # minutes are rounded to a multiple of this, and are never fewer
READ = (nodes.paragraph, nodes.title, nodes.caption)
"""What is read from beginning to end; code, tables and the records of a reference page are looked at."""


def put_code_beneath(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put the folded code of a cell beneath what it shows, under the comment with which it begins.

    The code of cells that only prepare what the next one shows goes there, too, each in a fold of its own within one.
    """
    for fold in list(doctree.findall(HideCodeCellNode)):
        fold["prompt_show"] = to_html(opening_comment(fold.astext()))
        fold.parent.append(fold.parent.pop(fold.parent.index(fold)))
    for cell in [cell for cell in doctree.findall(nodes.container) if cell.get("nb_element") == "cell_code"]:
        following = cell.next_node(descend=False, siblings=True)
        shows = any(len(part) for part in cell if not isinstance(part, HideCodeCellNode))
        if not shows and isinstance(following, nodes.container) and following.get("nb_element") == "cell_code":
            own = next(iter(following.findall(HideCodeCellNode)), None)
            place = len(following) if own is None else following.index(own)
            following[place:place] = [part for part in cell if isinstance(part, HideCodeCellNode)]
            cell.parent.remove(cell)
        elif len(folds := [part for part in cell if isinstance(part, HideCodeCellNode)]) > 1:
            together = HideCodeCellNode("", *folds, prompt_show=f"{in_words(len(folds))} steps")
            cell[cell.index(folds[0]) : cell.index(folds[-1]) + 1] = [together]
    # MyST-NB's own fold has a label that hides its text from screen readers.
    for fold in list(doctree.findall(HideCodeCellNode)):
        summary = f'<summary><span class="code-fold-kind">Code:</span> {fold["prompt_show"]}</summary>'
        fold.parent.replace(fold, [raw(f'<details class="code-fold">\n{summary}\n'), *fold.children, raw("</details>\n")])


def opening_comment(code: str) -> str:
    r"""Return the comment with which a cell begins, on one line.

    >>> opening_comment("# Count the groups by category,\n# and by place.\ncounts = 1")
    'Count the groups by category, and by place.'
    """
    lines = takewhile(lambda line: line.startswith("# "), code.splitlines())
    return " ".join(line.removeprefix("# ") for line in lines)


class SparingFormatter(HtmlFormatter):  # type: ignore[misc]
    """Marks in code only what has a look of its own: of the elements of a chapter, nearly half were marks that showed nothing."""

    def format_unencoded(self, tokensource: Any, outfile: Any) -> None:
        super().format_unencoded(by_look(tokensource), outfile)


def unlink_other_schemes(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Leave links to the web, to mail and within the book, and of any other the text alone: a script may be an address, too."""
    for link in list(doctree.findall(nodes.reference)):
        if "refuri" in link:  # MyST escapes an address, as does what writes the page
            link["refuri"] = link["refuri"].replace("&amp;", "&")
        if not may_lead_to(str(link.get("refuri", ""))):
            link.replace_self(link.children)


def link_groups(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Make every mention of a group in prose lead to the group's entry in the register; tables and entries have their links already."""
    for text in list(doctree.findall(nodes.Text)):
        if isinstance(text.parent, _UNLINKED) or not (links := find(text.astext())) or _is_unlinked(text):
            continue
        words, pieces, position = text.astext(), list[nodes.Node](), 0
        for link in links:
            own = words[link.start : link.end]
            opening = raw(f'<a class="{link.kind}" href="{link.address}">')
            pieces += [nodes.Text(words[position : link.start]), opening, nodes.Text(own), raw("</a>")]
            position = link.end
        pieces.append(nodes.Text(words[position:]))
        text.parent.replace(text, [piece for piece in pieces if piece.astext()])


_UNLINKED = (nodes.reference, nodes.literal, nodes.FixedTextElement, nodes.math, nodes.raw, nodes.Invisible)


def _is_unlinked(text: nodes.Text) -> bool:
    """Say whether a text is in what takes no link: a heading, a link of any kind, code, a formula."""
    node: nodes.Node = text
    while (parent := node.parent) is not None:
        if isinstance(parent, _UNLINKED) or (isinstance(parent, nodes.title) and isinstance(parent.parent, nodes.section)):
            return True
        before = [other.astext() for other in parent.children[: parent.index(node)] if isinstance(other, nodes.raw)]
        if sum(tag.startswith("<a ") - (tag == "</a>") for tag in before) > 0:  # an HTML link, whose tags are nodes of their own
            return True
        node = parent
    return False


IN_JAPANESE = "ja"  # the page that is in Japanese; its code and its citations are in English


def drop_unreadable_anchors(app: Sphinx, doctree: nodes.document) -> None:
    """Leave a heading in Japanese only the anchor that it was given; what docutils makes of one is a number, or its Latin letters."""
    if app.env.docname == IN_JAPANESE:
        for section in doctree.findall(nodes.section):
            section["ids"] = [anchor for anchor in section["ids"] if not re.fullmatch(r"id\d+", anchor)][-1:] or section["ids"]


def mark_languages(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Mark up Japanese and Korean in prose, so that they get their face and their voice, and what is in English on the page in Japanese."""
    # docutils turns the class language-ja into the attribute lang="ja".
    if page == IN_JAPANESE:
        whole = next(iter(doctree.findall(nodes.section)))
        whole["classes"].append("language-ja")
        code = [cell for cell in whole.findall(nodes.container) if cell.get("nb_element") == "cell_code"]
        for english in [*code, whole[-1]]:
            english["classes"].append("language-en")
        return
    for text in list(doctree.findall(nodes.Text)):
        if text.parent is None or isinstance(text.parent, nodes.FixedTextElement | nodes.raw | nodes.literal):
            continue
        pieces = split(text.astext())
        if any(language for _, language in pieces):
            marked = [
                nodes.inline("", piece, classes=[f"language-{language}"]) if language else nodes.Text(piece) for piece, language in pieces
            ]
            text.parent.replace(text, marked)


_HIRAGANA, _KATAKANA, _KANJI = r"\u3041-\u3096", r"\u30a1-\u30fa\u30fc", r"\u3005\u4e00-\u9fff"
_PHRASE = re.compile(
    rf"(?<=[{_HIRAGANA}])(?=[{_KATAKANA}{_KANJI}])|(?<=[{_KATAKANA}])(?=[{_KANJI}])|(?<=[{_KANJI}])(?=[{_KATAKANA}])"
    r"|(?<=[^\s（「『“])(?=[（「『])",
)
_PLACE = re.compile(r"\b(paras?|nn?|no)\. (?=\d)")
_TAGS = re.compile(r"(<(?P<whole>pre|code|script|style|svg|textarea|select)\b.*?</(?P=whole)>|<[^>]*>)", re.DOTALL)


def break_lines(html: str) -> str:
    r"""Let Japanese break where one script gives way to another, which is where a phrase ends, and never before the kana of an ending.

    The style sheet forbids other breaks: programs that were taught phrases on newspapers cut the names of organisations within a word.

    >>> break_lines('<th lang="ja">女性の家サーラー（法人）</th>')
    '<th lang="ja">女性の<wbr>家<wbr>サーラー<wbr>（法人）</th>'

    No line ends between “para.” and its number. Code and rows of data stay as they are.

    >>> break_lines('<p>IV, para. 4</p><pre lang="ja">女性の家</pre>')
    '<p>IV, para.\xa04</p><pre lang="ja">女性の家</pre>'
    """
    pieces = _TAGS.split(html)
    pieces[::3] = [_PLACE.sub("\\1.\u00a0", piece if piece.isascii() else _PHRASE.sub("<wbr>", piece)) for piece in pieces[::3]]
    del pieces[2::3]
    return "".join(pieces)


def refuse_errors(app: Sphinx) -> None:
    """Stop the build where a notebook has stored an error."""
    if found := [error for file in sorted(Path(app.srcdir).glob("*.ipynb")) for error in errors(file)]:
        raise ExtensionError("\n".join(found))


def add_substitutions(app: Sphinx, config: Config) -> None:
    """Give pages that are not notebooks what their prose needs: ``{{ groups }}``, and what the audit and the last chapter have glued."""
    citation = read_citation(Path(app.srcdir).parent)
    pages = (Path(app.srcdir) / f"{page}.ipynb" for page in ("05-conclusion", "claim-audit"))
    conclusion, audit = (figures(json.loads(page.read_text(encoding="utf-8"))) for page in pages)
    config.myst_substitutions |= {
        **conclusion,
        **audit,
        "version": as_markdown(citation.version),
        "package": f"`supportgroups-{citation.version}-py3-none-any.whl`",
        "released": str(citation.released),
        "groups": str(len(load_groups())),
        "emendations": str(len(load_emendations())),
    }


class StandardDomain(std.StandardDomain):
    """Sphinx's own domain, which would unpickle the whole page anew for every number: a fifth of the build's time."""

    def _resolve_numref_xref(self, env: BuildEnvironment, *arguments: Any) -> nodes.Element | None:
        if not hasattr(self, "_remembering"):  # the pages, at which the references only look
            known = {name: getattr(env, name) for name in ("config", "toc_fignumbers", "toc_secnumbers")}
            self._remembering: Any = SimpleNamespace(**known, get_doctree=cache(env.get_doctree))
        return super()._resolve_numref_xref(self._remembering, *arguments)


def words(name: str, rawtext: str, text: str, lineno: int, inliner: Any, *_: Any) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Write a figure of the chapter in words, the role ``words``; as ``Words``, with a capital (see `supportgroups.notebook.glue`)."""
    try:
        stored = retrieve_glue_data(inliner.document, text).data["text/plain"]  # MyST-NB has taken its prefix off
        return [nodes.Text(write_out(literal_eval(stored), name))], []
    except (RetrievalError, TypeError) as error:
        message = inliner.reporter.error(f"{rawtext}: {error}", line=lineno)
        return [inliner.problematic(rawtext, rawtext, message)], [message]


class TextOfFigure(SphinxDirective):
    """A caption or a text alternative, beside the code of its figure or table: it has gone into the output, which the page shows."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        return []


def count_words(app: Sphinx, page: nodes.document) -> None:
    """Keep how many words of text a page has, while it is read."""
    parts = page.findall(lambda node: isinstance(node, READ))
    app.env.metadata[app.env.docname]["words"] = sum(len(part.astext().split()) for part in parts)


def minutes(environment: BuildEnvironment, page: str) -> int:
    """Return the minutes that a page takes, when all pages have been read."""
    words: int = environment.metadata[page]["words"]
    return max(1, round(words / WORDS_A_MINUTE / STEP)) * STEP


class Minutes(nodes.Inline, nodes.Element):  # type: ignore[misc]
    """The place of the minutes that a page takes, which are known when all pages have been read."""


class MinutesRole(SphinxRole):
    """Give the minutes that a page takes, by its name, counted from its words and not guessed; ``here`` is the page itself."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        page = self.env.docname if self.text == "here" else self.text
        self.env.note_dependency(self.env.doc2path(page))
        return [Minutes(page=page)], []


def fill_in_minutes(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Round the minutes of each page that a page asks for."""
    for place in list(doctree.findall(Minutes)):
        place.replace_self(nodes.Text(str(minutes(app.env, place["page"]))))
