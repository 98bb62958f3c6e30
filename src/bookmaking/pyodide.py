"""Python for the browser: which files of a distribution of Pyodide the chapters need, whether they are right, and where they come from.

What starts Python is in the package ``pyodide`` of npm, whose lock file names every other package with its SHA-256. Of those only the few
that the chapters import are fetched: ``python -m bookmaking.pyodide CORE FOLDER`` (``make site PYODIDE=fetch``).
"""

import json
import shutil
import sys
from collections.abc import Iterator
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from packaging.utils import canonicalize_name

VERSION = "314.0.6"  # the distribution that the kernel expects
VERSIONS = {"altair": "6.0.0", "numpy": "2.4.6", "pandas": "3.0.2"}  # its packages, as the chapters are tested with them
IMPORTED = (*VERSIONS, "ipython", "jedi", "micropip")  # by the chapters, or by the kernel at its start; what these need, the lock file says
FOLDER = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
LOCK = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", LOCK)  # what starts Python
TIMEOUT = 60


def wheels(folder: Path) -> dict[str, str]:
    """Return the files of the packages that the chapters need, with all that these need, and the digests that the lock file gives them."""
    lock = folder / LOCK
    listed = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    packages = {canonicalize_name(name): package for name, package in listed.items()}
    found: dict[str, str] = {}
    wanted = list(IMPORTED)
    while wanted:
        name = canonicalize_name(wanted.pop())
        if name not in packages:
            raise SystemExit(f"{lock}: no package {name!r}: expected it, for the chapters need it")
        package = packages[name]
        if package["version"] != VERSIONS.get(name, package["version"]):
            raise SystemExit(f"{lock}: {name} {package['version']}: expected {VERSIONS[name]}, with which the chapters are tested")
        if package["file_name"] not in found:
            found[package["file_name"]] = package["sha256"]
            wanted += package["depends"]
    return dict(sorted(found.items()))


def faults(folder: Path) -> Iterator[str]:
    """Yield what of a distribution is missing or wrong, by file."""
    if missing := [name for name in CORE if not (folder / name).is_file()]:
        yield f"{folder}: no {', '.join(missing)}: expected a folder with a distribution of Pyodide {VERSION}"
        return
    if f'"{VERSION}"' not in (folder / "pyodide.mjs").read_text(encoding="utf-8"):
        yield f"{folder / 'pyodide.mjs'}: another version: expected Pyodide {VERSION}"
    for file, digest in wheels(folder).items():
        found = sha256((folder / file).read_bytes()).hexdigest() if (folder / file).is_file() else ""
        if found != digest:
            yield f"{folder / file}: {f'SHA-256 {found}' if found else 'not there'}: expected a file with SHA-256 {digest}"


def verify(folder: Path) -> None:
    """Raise SystemExit with what of a distribution is missing or wrong, if anything is."""
    if found := list(faults(folder)):
        raise SystemExit("\n".join(found))


def copy(folder: Path, target: Path) -> None:
    """Copy of a distribution what the chapters need, after it has been verified."""
    verify(folder)
    target.mkdir(parents=True)
    for name in (*CORE, *wheels(folder)):
        shutil.copyfile(folder / name, target / name)


def fetch(core: Path, folder: Path, address: str = FOLDER) -> list[str]:
    """Make a distribution of what starts Python, in a folder that npm has checked, and of packages from an address, unless they are there.

    What could not be had is returned: file, what was found, what was expected. A file that is not right is not kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in CORE:
        shutil.copyfile(core / name, folder / name)
    found = []
    for file, digest in wheels(folder).items():
        if (folder / file).is_file() and sha256((folder / file).read_bytes()).hexdigest() == digest:
            continue
        try:
            with urlopen(address + file, timeout=TIMEOUT) as answer:
                content = answer.read()
        except (OSError, HTTPException) as error:
            found.append(f"{address}{file}: {error!r}: expected a file with SHA-256 {digest}")
            continue
        if (arrived := sha256(content).hexdigest()) == digest:
            (folder / file).write_bytes(content)
        else:
            found.append(f"{address}{file}: {len(content)} bytes with SHA-256 {arrived}: expected {digest}")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(fetch(Path(sys.argv[1]), Path(sys.argv[2]))) or None)
