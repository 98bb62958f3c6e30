"""The checkout itself: pinned, licensed, and of one version."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement

from supportgroups.dataset import data_directory, read_descriptor


def test_the_lock_file_pins_everything_by_hash_and_names_no_registry(repository: Path) -> None:
    lock = (repository / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|--index-url|--find-links", lock)
    entries = re.split(r"\n(?=[a-z0-9])", lock)
    assert len(entries) > 50
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_lock_file_fits_the_ranges(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    wanted = [entry for group in groups for entry in group]
    lock = (repository / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", lock, flags=re.MULTILINE))
    for requirement in map(Requirement, wanted):
        assert locked[requirement.name] in requirement.specifier, requirement


def test_every_dependency_says_what_it_is_for(repository: Path) -> None:
    text = (repository / "pyproject.toml").read_text(encoding="utf-8")
    section = text[text.index("\ndependencies") : text.index("[tool.")]
    for line in section.splitlines():
        if re.match(r'\s+"[a-z][\w-]*[<>=]', line):
            assert "#" in line, line


def test_one_version_for_package_data_and_citation(repository: Path) -> None:
    # The package takes its own from CITATION.cff when it is built (tool.hatch.version).
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    version = yaml.safe_load((repository / "CITATION.cff").read_text(encoding="utf-8"))["version"]
    (pattern,) = re.findall(project["tool"]["hatch"]["version"]["pattern"], (repository / "CITATION.cff").read_text(), flags=re.MULTILINE)
    assert project["project"]["dynamic"] == ["version"]
    assert pattern == importlib.metadata.version("supportgroups") == read_descriptor(data_directory())["version"] == version
    changes = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^### (\S+),", changes, flags=re.MULTILINE)[0] == version


def test_licences_are_there_and_agree(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert all((repository / file).stat().st_size > 1000 for file in project["license-files"])
    assert project["license"] == "MIT AND CC-BY-4.0"
    assert [licence["name"] for licence in read_descriptor(data_directory())["licenses"]] == ["CC-BY-4.0"]


def test_no_page_names_a_target_that_does_not_exist(repository: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (repository / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for file in [repository / "README.md", repository / "CONTRIBUTING.md", *(repository / "book").glob("*.md")]:
        named = set(re.findall(r"(?:`|^)make ([a-z-]+)", file.read_text(encoding="utf-8"), flags=re.MULTILINE))
        assert named <= targets, file.name


def test_no_style_sheet_or_script_of_the_book_names_another_host(repository: Path) -> None:
    ours = [file for folder in ("_scripts", "_static") for file in (repository / "book" / folder).rglob("*.?s*")]
    assert {file.suffix for file in ours} == {".css", ".js"}
    assert [file.name for file in ours if re.search(r"(?:https?:)?//[\w-]+(?:\.[\w-]+)+", file.read_text(encoding="utf-8"))] == []


def test_one_place_asks_git_for_the_commit(repository: Path) -> None:
    # It also knows what to do in an archive, which has no history. The tests of citing make checkouts of their own.
    files = [file for folder in ("src", "tests") for file in (repository / folder).rglob("*.py") if "node_modules" not in file.parts]
    asking = {file.name for file in files if re.search(r'\[\s*"git"', file.read_text(encoding="utf-8"))}
    assert asking == {"state.py", "test_citing.py"}
