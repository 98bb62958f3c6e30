"""The chapters in the browser, nothing installed: a JupyterLite site beside the book's pages. Made by `make site`.

The site holds the chapters, this package as a wheel with its data, and JupyterLab. Python itself (Pyodide, with numpy, pandas and Altair)
comes from its own network when a reader runs a chapter, or from the site, where a local distribution of it was given.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Set
from copy import deepcopy
from importlib.metadata import distribution as installed
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import nbformat

from bookmaking import pyodide
from bookmaking.citing.works import read_citation
from bookmaking.stored_form import outputs_of

FOLDER = "run"  # folder of the JupyterLite site inside the book's
STORAGE = "supportgroups"  # how the names begin under which browsers keep what readers change; the book's version follows
OFFER = "OFFER_RUN"  # the environment variable that is set where pages are to offer to run their chapters in the browser
EXTENSIONS = ("labextensions/supportgroups", "liteextensions/supportgroups-browser")
"""The book's own: what every JupyterLab needs, and what only the browser does."""
METADATA = {
    "kernelspec": {"name": "python", "display_name": "Python (Pyodide)", "language": "python"},
    "language_info": {
        "codemirror_mode": {"name": "python", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": "3.8",
    },
}
"""What the kernel says of itself, word for word. Where a chapter says anything else, JupyterLab corrects it as soon as the chapter is
opened, and asks who leaves, having changed nothing, whether to save."""
FETCH = """\
# Fetch Python's packages and the book's own; needed only here, in the browser, and once.
import altair
import numpy
import pandas
import piplite

await piplite.install("supportgroups", deps=False)"""
"""First cell of a chapter in the browser. The three packages come with Pyodide, the book's own with the site; no other host is asked."""
FOR_THE_KERNEL = ("comm",)  # packages that the kernel installs at its start and Pyodide lacks; all of them Python alone
KERNEL_EXTENSION = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "@jupyterlite" / "pyodide-kernel-extension"
LISTED = "third-party-licenses.json"  # JupyterLab's list of the packages in its scripts, with their licences
LEFT_OUT = {
    "@mermaid-js/": re.compile(rb"langium"),
    "@xterm/": re.compile(rb"xterm-dom-renderer-owner|(?:Canvas|Fit|Search|WebLinks|Webgl)Addon"),
    "cose-base": re.compile(rb"CoSEConstants"),
    "cytoscape": re.compile(rb"cytoscape"),
    "dagre-d3-es": re.compile(rb"acyclicer"),
    "elkjs": re.compile(rb"org\.eclipse\.elk"),
    "katex": re.compile(rb"KaTeX"),
    "khroma": re.compile(rb"Unsupported color format"),
    "layout-base": re.compile(rb"FDLayoutConstants"),
    "mermaid": re.compile(rb"mermaidAPI"),
    "roughjs": re.compile(rb"hachureAngle"),
}
"""What the site does without of JupyterLab's scripts: how the names of packages begin, and words by which their scripts are known.

A terminal needs a computer behind it, and no chapter has a diagram for Mermaid, which loads all but the terminal; elkjs is also copyleft.
"""
WITHOUT = ("@jupyterlab/mermaid-extension", "@jupyterlab/terminal-extension")  # extensions that would load what is left out
_LOADS = re.compile(rb"\be\((\d+)\)")  # how a script loads another one, by its number
UNUSED = ("build/*.eot", "build/*.svg", "build/*.ttf", "build/fa-*.woff", "lab/favicon.ico", "rspack.config*.js", "**/package.json")
"""What JupyterLite brings and no reader's browser needs: older formats of its fonts, its own icon, what it was made with."""


def chapter(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a chapter for the browser: with the cell that fetches what it needs, and without pictures of charts, which are drawn there."""
    made = deepcopy(notebook)
    for _, output in outputs_of(made):
        output.get("data", {}).pop("image/svg+xml", None)
    made["cells"].insert(0, nbformat.v4.new_code_cell(FETCH, id="fetch", metadata={"tags": ["hide-input"]}))
    made["metadata"] = deepcopy(METADATA)
    return made


def write_contents(book: Path, folder: Path) -> None:
    """Write, into a new folder, what a reader finds in the site: the chapters for the browser, and the pages and lists that they need."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in sorted(book.iterdir()):
        if file.suffix == ".ipynb":
            # As one text each: where a text is stored as a list of lines, JupyterLite puts a comma between them.
            made = chapter(nbformat.read(file, as_version=4))
            (folder / file.name).write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        elif file.suffix in {".md", ".bib"} or file.name == "_toc.yml":
            shutil.copy(file, folder)


def write_settings(folder: Path, distribution: Path | None, version: str) -> None:
    """Write the settings of the site into the folder from which JupyterLite builds it, and Pyodide, if a distribution of it is given.

    What a reader changes is kept under the book's version, so that no copy hides a newer one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Otherwise the kernel would ask the package index for its newest packages at every start.
    kernel: dict[str, Any] = {"disablePyPIFallback": True}
    if distribution is None:
        kernel["pyodideUrl"] = f"{pyodide.FOLDER}pyodide.mjs"
    else:
        pyodide.copy(distribution, folder / "static" / "pyodide")
    data = {
        "appName": "The chapters, to run",
        "contentsStorageName": f"{STORAGE} {version}",
        "disabledExtensions": [*WITHOUT],
        "faviconUrl": "../../_static/icon.svg",
        "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
    }
    site = {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}
    (folder / "jupyter-lite.json").write_text(json.dumps(site), encoding="utf-8")


def build_wheel(repository: Path, folder: Path) -> Path:
    """Build this package, with its data, as a wheel; nothing is asked of the network."""
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder.resolve())]
    same_day = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}  # hatchling's own, whatever the day
    subprocess.run(command, cwd=repository, env=same_day, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def repack(name: str, folder: Path) -> Path:
    """Return an installed package, of Python alone, as a wheel again, so that a site can be built without network."""
    package = installed(name)
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"{name}-{package.version}-py3-none-any.whl"
    with ZipFile(wheel, "w", ZIP_DEFLATED) as archive:
        for file in sorted(package.files or (), key=str):
            left_out = file.suffix == ".pyc" or ".." in file.parts or file.name in {"INSTALLER", "REQUESTED", "direct_url.json"}
            if not left_out:
                archive.writestr(ZipInfo(str(file)), file.read_binary(), ZIP_DEFLATED)
    return wheel


def leave_out_packages(folder: Path) -> None:
    """Take what is left out away from JupyterLab's scripts, with the scripts that nothing else loads, and off its list of licences."""
    scripts = {file.name.partition(".")[0]: file for file in folder.glob("[0-9]*.js")}
    contents = {number: file.read_bytes() for number, file in scripts.items()}
    packages = set[str]()
    for name, words in LEFT_OUT.items():
        found = {number for number, content in contents.items() if words.search(content)}
        if not found:
            raise SystemExit(f"{folder}: expected a script with {name}, to leave it out; found none with “{words.pattern.decode()}”")
        packages |= found
    first = b"".join(file.read_bytes() for pattern in ("jlab_core.*.js", "lab/bundle.js") for file in folder.glob(pattern))
    loads = {number: {other.decode() for other in _LOADS.findall(content)} for number, content in {"": first, **contents}.items()}
    for number in packages | (_loaded(loads) - _loaded(loads, packages)):
        scripts[number].unlink(missing_ok=True)
    licences = json.loads((folder / LISTED).read_text(encoding="utf-8"))
    licences["packages"] = [package for package in licences["packages"] if not package["name"].startswith(tuple(LEFT_OUT))]
    (folder / LISTED).write_text(json.dumps(licences), encoding="utf-8")


def _loaded(loads: Mapping[str, Set[str]], without: Set[str] = frozenset()) -> set[str]:
    """Return the numbers of the scripts that the first ones load, and these in their turn, but for some."""
    found, last = set[str](), loads[""] & loads.keys() - without
    while last:
        found |= last
        last = set[str]().union(*(loads[number] for number in last)) & loads.keys() - without - found
    return found


def add(repository: Path, html: Path, distribution: Path | None = None) -> None:
    """Build the site beside the pages of a built book, with a local distribution of Pyodide if one is given, and say what it weighs."""
    made, work = html / FOLDER, repository / "_build" / "lite"
    shutil.rmtree(made, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)
    wheels = [build_wheel(repository, repository / "_build" / "wheel"), *(repack(name, work / "wheels") for name in FOR_THE_KERNEL)]
    extensions = [KERNEL_EXTENSION, *(repository / "src" / place for place in EXTENSIONS)]
    write_settings(work, distribution, read_citation(repository).version)
    write_contents(repository / "book", work / "contents")
    command = [
        *(sys.executable, "-m", "jupyterlite_core", "build", f"--lite-dir={work}", f"--output-dir={made}", "--apps=lab"),
        *(f"--contents={work / 'contents'}", "--ignore-sys-prefix", "--no-sourcemaps", "--no-unused-shared-packages"),
        *(f"--LiteBuildConfig.federated_extensions={extension}" for extension in extensions),
        *(f"--PipliteAddon.piplite_urls={wheel}" for wheel in wheels),
    ]
    finished = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise SystemExit(f"the JupyterLite site cannot be built:\n{finished.stdout[-2000:]}{finished.stderr[-4000:]}")
    for unused in {file for pattern in UNUSED for file in made.glob(pattern)}:
        unused.unlink()
    leave_out_packages(made / "build")
    size = sum(file.stat().st_size for file in made.rglob("*") if file.is_file())
    print(f"The chapters can be run in the browser: {size / 1e6:.1f} MB")
