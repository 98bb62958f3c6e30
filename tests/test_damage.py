"""One of each kind of the damaged folders on which a command failed or waited once; ``python tests/damage.py`` tries them all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from damage import damages, outcome

DAMAGES = {way: (path, damage) for way, path, damage in damages()}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")
@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("check", "link to itself: groups.csv"),
        ("check", "field with {'type': 'geojson'}: "),
        ("digest", "pipe: groups.csv"),
        ("digest", "deep: datapackage.json"),
        ("derive", "device: groups.csv"),
        ("derive", "many columns: groups.csv"),
        ("audit", "every record twice: groups.csv"),
    ],
)
def test_a_command_ends_and_says_what_is_wrong(data: Path, name: str, way: str) -> None:
    path, damage = next(of for one, of in DAMAGES.items() if one.startswith(way))
    damage(data / path)
    assert outcome(data, name) == ""
