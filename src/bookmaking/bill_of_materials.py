"""What a release is made of, in CycloneDX's form: the package with what it depends on, and the site with what it has from others.

``python -m bookmaking.bill_of_materials FOLDER`` writes one file for each. Two of the same release are the same to the byte.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as Part
from cyclonedx.model.component import ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bookmaking.browser import FOLDER
from bookmaking.citing.works import read_citation
from bookmaking.notices import Component, check, of_laboratory, of_pages, package, wheel

PACKAGE = "supportgroups"


def read_lock(file: Path) -> dict[str, tuple[str, set[str]]]:
    """Return, for each package of a lock file, its version and the packages that depend on it."""
    found: dict[str, tuple[str, set[str]]] = {}
    for entry in re.split(r"^(?=[a-z0-9])", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, version = re.match(r"([\w.-]+)==([\w.!+-]+)", entry).groups()  # type: ignore[union-attr]
        found[name] = (version, {via.strip() for via in re.findall(r"^    # +(?:via )?([\w.-]+)$", entry, flags=re.MULTILINE)})
    return found


def dependencies(root: Path) -> Iterator[tuple[Component, set[str]]]:
    """Yield what the package depends on, directly, optionally or at some removes, each with what asks for it, as the lock file has them."""
    direct = {canonicalize_name(Requirement(one).name) for one in distribution(PACKAGE).requires or ()}
    lock = read_lock(root / "requirements.lock")
    needed: set[str] = set(direct)
    while more := {name for name, (_, by) in lock.items() if by & needed} - needed:
        needed |= more
    for name in sorted(needed):
        version, by = lock[name]
        try:
            licence = package(distribution(name)).licence
        except PackageNotFoundError:  # it is for another system than this
            licence = ""
        yield Component("pypi", name, version, licence, ""), by & needed | ({PACKAGE} if name in direct else set())


def bill(root: Path, of: str, kind: ComponentType, parts: Iterable[tuple[Component, set[str]]]) -> str:
    """Return a bill of materials: what it is of, its parts, and which of them ask for which."""
    citation, licences = read_citation(root), LicenseFactory()
    own = licences.make_with_expression(distribution(PACKAGE).metadata["License-Expression"])
    made = Part(name=of, version=citation.version, type=kind, bom_ref=of, licenses=[own])
    content = Bom(serial_number=uuid5(NAMESPACE_URL, f"{of} {citation.version}"))
    content.metadata.timestamp = datetime.combine(citation.released, time(), UTC)
    content.metadata.component = made
    asked: dict[str, list[Part]] = {}
    for found, by in parts:
        group, _, name = found.name.rpartition("/")
        address, version = PackageURL(found.registry, group or None, name, found.version or None), found.version or None
        licence = [licences.make_from_string(found.licence)] if found.licence else []
        part = Part(name=found.name, version=version, bom_ref=str(address), purl=address, licenses=licence)
        content.components.add(part)
        for other in by:
            asked.setdefault(other, []).append(part)
    for part in (made, *content.components):
        content.register_dependency(part, asked.get(part.name, []))
    return make_outputter(content, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=2) + "\n"


def of_site(root: Path, html: Path) -> str:
    """Return the bill of a built site, with the chapters to run and with Python for them where it has these; none may be copyleft."""
    run = html / FOLDER
    components = {*of_pages(), *(of_laboratory() if run.is_dir() else []), *map(wheel, (run / "static").rglob("*.whl"))}
    check(components)
    site = f"{PACKAGE}-site"
    return bill(root, site, ComponentType.APPLICATION, [(part, {site}) for part in sorted(components)])


def main() -> None:
    """Write the bills of the package and the site that are in the current folder into another folder."""
    root, folder = Path(), Path(sys.argv[1])
    of_package = bill(root, PACKAGE, ComponentType.LIBRARY, dependencies(root))
    for name, content in {"package": of_package, "site": of_site(root, root / "_build" / "html")}.items():
        (folder / f"{PACKAGE}-{read_citation(root).version}-{name}.cdx.json").write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
