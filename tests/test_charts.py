"""The charts' theme: every category has its colour, shape and label, and the colours can be seen."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest

from supportgroups import load_groups
from supportgroups.charts import ACCENT, CATEGORY_COLOURS, CATEGORY_SHAPES, MUTED, SECOND_ACCENT, category_labels
from supportgroups.notebook import CHART_MIME

PAGE_LIGHT, PAGE_DARK = "#ffffff", "#14181e"


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    channels = [int(colour[position : position + 2], 16) / 255 for position in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_category_has_all_three() -> None:
    categories = list(load_groups()["category"].cat.categories)
    assert list(category_labels()) == list(CATEGORY_COLOURS) == list(CATEGORY_SHAPES) == categories
    for property_of in (category_labels(), CATEGORY_COLOURS, CATEGORY_SHAPES):
        assert len(set(property_of.values())) == len(categories)


@pytest.mark.parametrize("colour", [*CATEGORY_COLOURS.values(), ACCENT, SECOND_ACCENT, MUTED])
@pytest.mark.parametrize("page", [PAGE_LIGHT, PAGE_DARK])
def test_colours_stand_out_on_the_light_and_the_dark_page(colour: str, page: str) -> None:
    assert contrast(colour, page) >= 3


def test_a_bare_chart_needs_no_network_and_is_the_same_every_time() -> None:
    chart = alt.Chart(pd.DataFrame({"year": [1990]})).mark_point().encode(x="year:O")
    bundle, _ = chart._repr_mimebundle_()
    assert set(bundle) == {CHART_MIME, "text/plain"}
    assert chart._repr_mimebundle_()[0] == bundle
