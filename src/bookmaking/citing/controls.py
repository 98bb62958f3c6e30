"""The control with which a reader cites one item of a page: a table, a figure, a claim, a group, an emendation."""

from __future__ import annotations


def control(anchor: str, item: str) -> str:
    """Return the control as HTML: a link to the item, which gives the address without script; with script, it opens the panel.

    Examples
    --------
    >>> control("fig-a", "Fig. 1.2")
    '<a class="headerlink cite-item" href="#fig-a">Cite<span class="unseen"> Fig. 1.2</span></a>'
    """
    return f'<a class="headerlink cite-item" href="#{anchor}">Cite<span class="unseen"> {item}</span></a>'
