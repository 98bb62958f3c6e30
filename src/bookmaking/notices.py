"""What a site has from others: each component with its version and its licence, as its own package states them; none may be copyleft.

``notices.json`` lists, in JupyterLab's form, the packages of npm in the pages' scripts; ``tests/scripts_licences.py`` reads their licences.
"""

import json
import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import Path as ZipPath

from license_expression import AND, OR, ExpressionError, Licensing
from sphinx.application import Sphinx

from bookmaking.browser import FOR_THE_KERNEL, KERNEL_EXTENSION, LEFT_OUT, LISTED, OFFER
from bookmaking.pyodide import VERSION as PYODIDE_VERSION

PAGE = "third-party"
SCRIPTS = Path(__file__).with_suffix(".json")
OF_SPHINX = ("myst-nb", "pygments", "sphinx", "sphinx-copybutton")  # packages of Python whose scripts and styles are in the site
PERMISSIVE = (
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-4.0", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU", "OFL-1.1"),
    *("PSF-2.0", "Python-2.0", "Unlicense", "Zlib"),
)
"""The licences under which a component may be: they ask for a notice, and nothing of what stands beside the component."""
EXCEPTIONS = dict.fromkeys(("pyodide", "micropip"), "MPL-2.0")
"""What may be under another licence, since no Python runs in a browser without it. Its files are as they were published, its licence covers
these files alone, and the page says where their source is."""
_JUPYTER = ("@jupyter/", "@jupyter-notebook/", "@jupyterlab/", "@jupyterlite/", "@lumino/")
"""How names of Project Jupyter's packages begin, most of which come without the text of the project's licence."""


class Component(NamedTuple):
    """What comes from others: the registry where it is published, as package URLs have it; version and text may be empty."""

    registry: str
    name: str
    version: str
    licence: str
    text: str


def listed(content: str) -> Iterator[Component]:
    """Yield the components of a list of licences in JupyterLab's form, without those that the site leaves out."""
    known = {found["name"]: found["extractedText"] for found in json.loads(SCRIPTS.read_text(encoding="utf-8"))["packages"]}
    project = package(distribution("jupyterlab")).text
    for found in json.loads(content)["packages"]:
        if not (name := found["name"]).startswith(tuple(LEFT_OUT)):
            text = found["extractedText"] or (project if name.startswith(_JUPYTER) else known.get(name, ""))
            yield Component("npm", name, found["versionInfo"], found["licenseId"], text)


def package(found: Distribution) -> Component:
    """Return a package of Python; where it states no licence in SPDX's words, that is told from the text."""
    about = found.metadata
    files = about.get_all("License-File") or ["LICENSE", "LICENSE.rst", "LICENSE.txt"]
    text = "\n\n".join(filter(None, (found.read_text(f"licenses/{file}") or found.read_text(file) for file in files)))
    classifiers = [name for name in about.get_all("Classifier", []) if name.startswith("License")]
    stated = " ".join([*(name.partition("\n")[0] for name in about.get_all("License") or []), *classifiers])
    if expression := about.get_all("License-Expression"):
        (licence,) = expression
    elif re.search(r"GPL|GNU|MPL|Mozilla|EPL|Eclipse|CDDL|EUPL", stated):
        licence = stated
    elif "Permission is hereby granted, free of charge" in text:
        licence = "MIT"
    elif "Redistribution and use in source" in text:
        licence = "BSD-3-Clause" if re.search("neither the name", text, re.IGNORECASE) else "BSD-2-Clause"
    else:
        licence = stated or "none stated"
    return Component("pypi", about["Name"], found.version, licence, text)


def wheel(file: Path) -> Component:
    """Return the package in a wheel."""
    (about,) = (folder for folder in ZipPath(file).iterdir() if folder.name.endswith(".dist-info"))
    return package(PathDistribution(about))


def of_pages() -> list[Component]:
    """Return what is in the scripts and styles of the pages."""
    return [*listed(SCRIPTS.read_text(encoding="utf-8")), *(package(distribution(name)) for name in OF_SPHINX)]


def of_laboratory() -> list[Component]:
    """Return what comes with the chapters to run in the browser: JupyterLab, and what Python there needs besides its own distribution."""
    lite = distribution("jupyterlite-core")
    (archive,) = (file for file in lite.files or () if file.suffix == ".tgz")
    with tarfile.open(Path(str(archive.locate()))) as content:
        member = next(member for member in content if member.name == f"package/build/{LISTED}")
        jupyterlab = content.extractfile(member).read().decode()  # type: ignore[union-attr]
    return [
        *listed(jupyterlab),
        *listed((KERNEL_EXTENSION / "static" / LISTED).read_text(encoding="utf-8")),
        *(wheel(file) for file in sorted((KERNEL_EXTENSION / "static" / "pypi").glob("*.whl"))),
        *(package(distribution(name)) for name in FOR_THE_KERNEL),
        Component("npm", "pyodide", PYODIDE_VERSION, "MPL-2.0", ""),
    ]


def permitted(licence: str) -> bool:
    """Return whether a licence, or one of the alternatives that it gives, asks for no more than a notice.

    >>> permitted("(MPL-2.0 OR Apache-2.0) AND MIT"), permitted("MPL-2.0 AND MIT"), permitted("GNU General Public License")
    (True, False, False)
    """

    def holds(part: Any) -> bool:
        if isinstance(part, (AND, OR)):
            return (all if isinstance(part, AND) else any)(map(holds, part.args))
        return str(part) in PERMISSIVE

    try:
        return holds(Licensing().parse(licence))
    except ExpressionError:
        return False


def check(components: Iterable[Component]) -> None:
    """Refuse, with a `ValueError`, components whose licences are not known to ask for no more than a notice, but for the exceptions."""
    if refused := [part for part in components if not permitted(part.licence) and EXCEPTIONS.get(part.name) != part.licence]:
        named = "; ".join(f"{part.name} {part.version}: {part.licence}" for part in refused)
        raise ValueError(f"{named}: expected of all that the site ships a licence among {', '.join(PERMISSIVE)}, or an alternative")


def together(components: Iterable[Component]) -> list[tuple[str, list[Component], str]]:
    """Return licence, components and text, one entry for all components that come with the same words."""
    found: dict[tuple[str, str], tuple[str, list[Component], str]] = {}
    for part in sorted(set(components), key=lambda part: (part.name.lower(), part)):
        key = (part.licence, " ".join(part.text.split()))
        found.setdefault(key, (part.licence.strip("()"), [], part.text.strip("\n")))[1].append(part)
    return list(found.values())


def notices_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Have the page made that names all components and gives their licences."""
    parts = {"pages": of_pages(), "laboratory": of_laboratory() if OFFER in os.environ else []}
    check(component for components in parts.values() for component in components)
    yield PAGE, {name: together(components) for name, components in parts.items()}, f"{PAGE}.html"
