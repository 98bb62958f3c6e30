"""Python for the browser: which files of a distribution of Pyodide the chapters need, whether they are right, and where they come from.

What starts Python is in the package ``pyodide`` of npm, whose lock file names every other package with its SHA-256. Of those only the few
that the chapters import are fetched: ``make site PYODIDE=fetch``.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

from packaging.utils import canonicalize_name

VERSION = "314.0.6"
"""The distribution that the kernel expects."""
VERSIONS = {"altair": "6.0.0", "numpy": "2.4.6", "pandas": "3.0.2"}
"""The packages of it that the chapters are tested with."""
IMPORTED = (*VERSIONS, "ipython", "micropip")
"""What the chapters and the kernel import; what these need is found in the lock file."""
FOLDER = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
"""Where the distribution is published."""
LOCK = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", LOCK)
"""What starts Python."""
TIMEOUT = 60


class Wheel(NamedTuple):
    """A package of the distribution: its file, and the digest that the lock file gives it."""

    file: str
    digest: str


def wheels(folder: Path) -> list[Wheel]:
    """Return the packages that the chapters need, with all that these need, as the lock file of a distribution has them.

    Raises
    ------
    SystemExit
        If one is not there, or in another version than the one that the chapters are tested with.
    """
    lock = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    packages: dict[str, Any] = {canonicalize_name(name): package for name, package in lock["packages"].items()}
    found: dict[str, Wheel] = {}
    wanted = list(IMPORTED)
    while wanted:
        name = canonicalize_name(wanted.pop())
        if name not in packages:
            raise SystemExit(f"{folder / LOCK}: no package {name!r}: expected it, for the chapters need it")
        package = packages[name]
        if package["version"] != VERSIONS.get(name, package["version"]):
            raise SystemExit(f"{folder / LOCK}: {name} {package['version']}: expected {VERSIONS[name]}, with which the chapters are tested")
        if name not in found:
            found[name] = Wheel(package["file_name"], package["sha256"])
            wanted += package["depends"]
    return sorted(found.values())


def faults(folder: Path) -> Iterator[str]:
    """Yield what of a distribution is missing or wrong, by file."""
    missing = [name for name in CORE if not (folder / name).is_file()]
    if missing:
        yield f"{folder}: no {', '.join(missing)}: expected a folder with a distribution of Pyodide {VERSION}"
        return
    if f'"{VERSION}"' not in (folder / "pyodide.mjs").read_text(encoding="utf-8"):
        yield f"{folder / 'pyodide.mjs'}: another version: expected Pyodide {VERSION}"
    for file, digest in wheels(folder):
        if not (folder / file).is_file():
            yield f"{folder / file}: not there: expected a file with SHA-256 {digest}"
        elif (found := sha256((folder / file).read_bytes()).hexdigest()) != digest:
            yield f"{folder / file}: SHA-256 {found}: expected {digest}"


def copy(folder: Path, target: Path) -> None:
    """Copy of a distribution what the chapters need, after it has been looked at.

    Raises
    ------
    SystemExit
        If something is missing or wrong.
    """
    if found := list(faults(folder)):
        raise SystemExit("\n".join(found))
    target.mkdir(parents=True)
    for name in (*CORE, *(wheel.file for wheel in wheels(folder))):
        shutil.copyfile(folder / name, target / name)


def fetch(core: Path, folder: Path, address: str = FOLDER) -> list[str]:
    """Make a distribution of what the chapters need, and keep it; what is there already and right is not asked for again.

    Parameters
    ----------
    core
        The folder with what starts Python, such as the package of npm, whose content npm has checked.
    folder
        Where the distribution is made.
    address
        The folder from which packages are fetched.

    Returns
    -------
    list of str
        What could not be had: file, what was found, what was expected. A file that is not right is not kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in CORE:
        shutil.copyfile(core / name, folder / name)
    found = []
    for file, digest in wheels(folder):
        target, unfinished = folder / file, folder / f"{file}.unfinished"
        if target.is_file() and sha256(target.read_bytes()).hexdigest() == digest:
            continue
        try:
            with urlopen(address + file, timeout=TIMEOUT) as answer:
                content = answer.read()
        except (OSError, HTTPException) as error:
            found.append(f"{address}{file}: {error!r}: expected a file with SHA-256 {digest}")
            continue
        if (arrived := sha256(content).hexdigest()) != digest:
            found.append(f"{address}{file}: {len(content)} bytes with SHA-256 {arrived}: expected {digest}")
            continue
        unfinished.write_bytes(content)
        unfinished.replace(target)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Fetch what the chapters need of Pyodide; return 1 if something could not be had."""
    parser = argparse.ArgumentParser(prog="python -m bookmaking.pyodide", description=main.__doc__)
    parser.add_argument("core", type=Path, help="the folder with what starts Python")
    parser.add_argument("folder", type=Path, help="where to put the distribution")
    parser.add_argument("--address", default=FOLDER, help="the folder from which packages are fetched")
    options = parser.parse_args(arguments)
    found = fetch(options.core, options.folder, options.address)
    print(*found, sep="\n", end="\n" if found else "", file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
