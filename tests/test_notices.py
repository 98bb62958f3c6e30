"""What the site has from others: named in the version that is there, under licences that let it, and in the bills of a release."""

from __future__ import annotations

import json
import re
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest
import vl_convert
from cyclonedx.model.component import ComponentType
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from bookmaking import browser
from bookmaking.bill_of_materials import PACKAGE, bill, dependencies, main, of_site, read_lock
from bookmaking.browser import LEFT_OUT, LISTED, leave_out_packages, repack
from bookmaking.citing.works import read_citation
from bookmaking.notices import OF_SPHINX, SCRIPTS, Component, check, of_laboratory, of_pages, package, together
from bookmaking.sphinx_extension.search import LIBRARY

EARLIER = ("clone", "fast-deep-equal", "fast-json-stable-stringify", "lodash.debounce")
"""What vl-convert has for earlier versions of Vega-Lite only."""
INSIDE_OTHERS = ("clipboard", "fast-json-patch", "minisearch", "semver", "tiny-emitter")
"""What it does not name: clipboard.js with its emitter, MiniSearch, and what Vega-Embed has within."""
WITHOUT_TEXT = {
    "@microsoft/fast-element",
    "@microsoft/fast-foundation",
    "@microsoft/fast-web-utilities",
    "json-schema-merge-allof",
    "pyodide",
}


def component(licence: str, name: str = "thing") -> Component:
    """Return a component under a licence."""
    return Component("npm", name, "1.0", licence, "")


def test_the_scripts_of_the_charts_are_named_in_the_versions_that_vl_convert_has() -> None:
    (library,) = Path(vl_convert.__file__).parent.glob("vl_convert*.so")
    found = re.findall(rb"/npm/([a-z0-9.-]+)@(\d+\.\d+\.\d+)/", library.read_bytes())
    latest = f"{vl_convert.get_vegalite_versions()[-1]}."
    there = {(name.decode(), version.decode()) for name, version in found}
    expected = {one for one in there if one[0] not in EARLIER and (one[0] != "vega-lite" or one[1].startswith(latest))}
    listed = {(part["name"], part["versionInfo"]) for part in json.loads(SCRIPTS.read_text(encoding="utf-8"))["packages"]}
    assert {one for one in listed if one[0] not in INSIDE_OTHERS} == expected, "see tests/scripts_licences.py"


def test_the_licence_of_minisearch_is_the_one_beside_it() -> None:
    (found,) = (part for part in of_pages() if part.name == "minisearch")
    assert found.text == LIBRARY.with_suffix(".txt").read_text(encoding="utf-8")


def test_what_the_site_ships_may_be_shipped_and_has_its_licence_with_it() -> None:
    components = [*of_pages(), *of_laboratory()]
    check(components)
    assert {part.name for part in components if not part.text} == WITHOUT_TEXT
    assert {part.name.lower() for part in components} >= {*OF_SPHINX, "vega", "@jupyterlab/notebook", "react", "comm", "pyodide-kernel"}
    assert not [part.name for part in components if part.name.startswith(tuple(LEFT_OUT))]


@pytest.mark.parametrize(
    "licence",
    ["GPL-3.0-or-later", "AGPL-3.0", "LGPL-2.1-only", "EPL-2.0", "MPL-2.0", "MIT AND GPL-2.0", "(MIT OR ISC) AND EPL-2.0", "GNU GPL", ""],
)
def test_copyleft_is_refused(licence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"thing 1.0: {licence}: expected of all that the site ships")):
        check([component("MIT"), component(licence)])


@pytest.mark.parametrize("licence", ["MIT", "(MPL-2.0 OR Apache-2.0)", "(CC-BY-4.0 AND OFL-1.1 AND MIT)"])
def test_a_licence_that_asks_for_a_notice_or_has_such_an_alternative_is_not(licence: str) -> None:
    check([component(licence)])


def test_an_exception_is_one_under_its_own_licence_only() -> None:
    check([component("MPL-2.0", "pyodide")])
    with pytest.raises(ValueError, match=r"pyodide 1\.0: GPL-3\.0"):
        check([component("GPL-3.0", "pyodide")])


@pytest.mark.parametrize(
    ("stated", "text", "licence"),
    [
        ("License-Expression: ISC", "Redistribution and use in source", "ISC"),
        ("License: MIT", "Permission is hereby granted, free of charge", "MIT"),
        ("License: BSD", "Redistribution and use in source … Neither the name", "BSD-3-Clause"),
        ("Classifier: License :: OSI Approved :: BSD License", "Redistribution and use in source", "BSD-2-Clause"),
        ("License: GPLv3", "Permission is hereby granted, free of charge", "GPLv3"),
        ("License: Public", "Do what you like", "Public"),
        ("Summary: nothing", "", "none stated"),
    ],
)
def test_the_licence_of_a_package_is_what_it_states_or_what_its_text_is(tmp_path: Path, stated: str, text: str, licence: str) -> None:
    folder = tmp_path / "thing-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: thing\nVersion: 1.0\n{stated}\n", encoding="utf-8")
    (folder / "LICENSE").write_text(text, encoding="utf-8")
    assert package(PathDistribution(folder)) == Component("pypi", "thing", "1.0", licence, text)


def test_components_with_the_same_words_stand_together() -> None:
    one, other, third = (
        Component("npm", name, "1.0", "MIT", text) for name, text in (("a", "Some words"), ("b", "Some\nwords"), ("c", ""))
    )
    assert together([other, third, one, one]) == [("MIT", [one, other], "Some words"), ("MIT", [third], "")]


def test_components_come_in_one_order_though_two_have_the_same_name() -> None:
    versions = [Component("npm", "one", str(number), "MIT", f"Words {number}") for number in range(9)]
    assert together(versions) == together(reversed(versions)) == [("MIT", [part], part.text) for part in versions]


def test_packages_leave_the_laboratory_with_the_scripts_that_only_they_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "LEFT_OUT", {"@xterm/": re.compile(b"terminals"), "katex": re.compile(b"formulas")})
    contents = {
        "jlab_core.0": b"n.e(1),n.e(2)",
        "lab/bundle": b"n.e(7)",
        "1": b"terminals, formulas, o.e(3), o.e(4)",
        "2": b"o.e(4), o.e(2), o.e(99)",
        "3": b"o.e(5), o.e(1)",
        **dict.fromkeys(("4", "5", "7"), b""),
        "6": b"begun by its name, as a worker is",
    }
    (tmp_path / "lab").mkdir()
    for name, content in contents.items():
        (tmp_path / f"{name}.js").write_bytes(content)
    listed = [{"name": name} for name in ("react", "@xterm/xterm", "katex")]
    (tmp_path / LISTED).write_text(json.dumps({"packages": listed}), encoding="utf-8")
    leave_out_packages(tmp_path)
    assert sorted(file.stem for file in tmp_path.glob("[0-9]*.js")) == ["2", "4", "6", "7"]
    assert json.loads((tmp_path / LISTED).read_text(encoding="utf-8")) == {"packages": [{"name": "react"}]}
    with pytest.raises(SystemExit, match=r"expected a script with @xterm/, to leave it out; found none"):
        leave_out_packages(tmp_path)


@pytest.mark.parametrize("run", [False, True], ids=["pages", "pages and chapters to run"])
def test_the_bill_of_the_site_is_in_cyclonedx_form_and_names_its_components(repository: Path, tmp_path: Path, run: bool) -> None:
    if run:
        repack("six", tmp_path / "run" / "static" / "pyodide")
    made = of_site(repository, tmp_path)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(made) is None
    assert made == of_site(repository, tmp_path)
    assert made.startswith('{\n  "') and made.endswith("\n}\n")
    names = {part["name"] for part in json.loads(made)["components"]}
    assert names == {part.name for part in [*of_pages(), *(of_laboratory() if run else [])]} | ({"six"} if run else set())


def test_the_bill_of_the_package_is_in_cyclonedx_form_and_has_the_versions_of_the_lock(repository: Path) -> None:
    made = bill(repository, PACKAGE, ComponentType.LIBRARY, dependencies(repository))
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(made) is None
    content = json.loads(made)
    lock = read_lock(repository / "requirements.lock")
    versions = {part["name"]: part["version"] for part in content["components"]}
    assert versions.items() <= {name: version for name, (version, _) in lock.items()}.items()
    assert {"numpy", "pandas", "rich", "altair", "frictionless", "narwhals", "python-dateutil"} <= set(versions)
    assert not {"sphinx", "weasyprint", "pytest"} & set(versions), "what only the book or its tests need"
    asks = {entry["ref"].partition("@")[0]: entry.get("dependsOn", []) for entry in content["dependencies"]}
    assert f"pkg:pypi/numpy@{versions['numpy']}" in asks["pkg:pypi/pandas"]
    assert f"pkg:pypi/pandas@{versions['pandas']}" in asks[PACKAGE]


def test_a_bill_says_of_what_it_is_in_its_name_and_in_itself(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CITATION.cff", "requirements.lock"):
        (tmp_path / name).symlink_to(repository / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["", "."])
    main()
    citation = read_citation(repository)
    made = {}
    for file in tmp_path.glob("*.json"):
        content = json.loads(file.read_text(encoding="utf-8"))
        made[file.name] = {name: content["metadata"]["component"][name] for name in ("name", "version", "type", "licenses")}
        assert content["metadata"]["timestamp"] == f"{citation.released}T00:00:00+00:00"
        assert all(part["purl"] == part["bom-ref"] for part in content["components"])
    about = {"version": citation.version, "licenses": [{"expression": "MIT AND CC-BY-4.0"}]}
    assert made == {
        f"supportgroups-{citation.version}-package.cdx.json": {"name": "supportgroups", "type": "library", **about},
        f"supportgroups-{citation.version}-site.cdx.json": {"name": "supportgroups-site", "type": "application", **about},
    }


def test_a_bill_that_is_not_in_the_form_is_found(repository: Path, tmp_path: Path) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(of_site(repository, tmp_path).replace('"library"', '"thing"')) is not None
