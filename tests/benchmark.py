"""What must not become slow, each beside what it is measured against, in turns in one run. Run by `make bench`.

A limit is a ratio, so that it holds on any machine; of several turns the quickest counts, which was disturbed least. What was measured is
kept in ``book/benchmarks.txt``, with the day, the machine and the versions, and shown on the page *Extending*.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
import math
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import timeit
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import altair as alt
import fastparquet
import pandas as pd
import yaml

from bookmaking.sphinx_extension.entries import make_entries
from supportgroups.dataset import DESCRIPTOR, data_directory, load_groups, read_descriptor
from supportgroups.notebook import CHART_MIME

REPOSITORY = Path(__file__).resolve().parents[1]
KEPT = REPOSITORY / "book" / "benchmarks.txt"
COPIED = (
    *("_config.yml", "CITATION.cff", "CHANGELOG.md", "LICENSE", "LICENSE-TEXT-AND-DATA", "README.md"),
    *("pyproject.toml", "requirements.lock", "data", "src"),
)
CHAPTER = "03-after-the-npo-law"
TURNS = 3


def seconds(command: list[str], folder: Path, **environment: str) -> float:
    """Run a command, and return the seconds that it took."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True)
    took = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return took


class Measure(NamedTuple):
    """The quickest of several turns."""

    what: str
    seconds: float


# The build ---------------------------------------------------------------------------------------------------------------------------


def copy(folder: Path) -> Path:
    """Copy what a build of this book reads."""
    folder.mkdir()
    for name in COPIED:
        (shutil.copytree if (REPOSITORY / name).is_dir() else shutil.copy)(REPOSITORY / name, folder / name)
    shutil.copytree(REPOSITORY / "book", folder / "book")
    return folder


def plain(folder: Path) -> Path:
    """Make the same book as it would be without this project's extension: Altair's default outputs, the default theme.

    The extension's directives for claims, groups and terms become the HTML that they show, written into the page: the same content in the
    form that costs a plain book least, for nothing in it is parsed or computed.
    """
    copy(folder)
    for own in ("_scripts", "_static", "_templates"):
        shutil.rmtree(folder / "book" / own)
    settings = {"title": "Plain", "only_build_toc_files": True, "execute": {"execute_notebooks": "off"}, "parse": {}}
    (folder / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (folder / "book" / "index.md").write_text("# Plain\n", encoding="utf-8")
    alt.renderers.enable("default")
    default: Any = alt.renderers.get()
    entries = make_entries()
    directive = re.compile(rf"^```\{{({'|'.join(entries)})\}} (.+)\n(?::.*\n)*```$", flags=re.MULTILINE)

    def written(found: re.Match[str]) -> str:
        shown = entries[found[1]][found[2]]
        return f"````{{raw}} html\n{shown if isinstance(shown, str) else shown.bundle['text/html']}\n````"

    for notebook in (folder / "book").glob("*.ipynb"):
        content = json.loads(notebook.read_text(encoding="utf-8"))
        for cell in content["cells"]:
            cell["source"] = directive.sub(written, "".join(cell["source"]))
        for output in (output for cell in content["cells"] for output in cell.get("outputs", [])):
            if specification := output.get("data", {}).get(CHART_MIME):
                bundle: Any = default(specification)
                output["data"] = {kind: data for kind, data in bundle.items() if kind.startswith("text/")}
        notebook.write_text(json.dumps(content), encoding="utf-8")
    return folder


def change_chart(notebook: Path) -> int:
    """Change every chart of a chapter a little, and return how many there are."""
    content: dict[str, Any] = json.loads(notebook.read_text(encoding="utf-8"))
    outputs = [output["data"] for cell in content["cells"] for output in cell.get("outputs", []) if CHART_MIME in output.get("data", {})]
    for data in outputs:
        data[CHART_MIME]["height"] += 1
    notebook.write_text(json.dumps(content), encoding="utf-8")
    return len(outputs)


PLAIN = [str(Path(sys.executable).with_name("jupyter-book")), "build", "book", "--config", "_config.yml", "--path-output", ".", "--quiet"]
OWN = [sys.executable, "-m", "bookmaking.build"]


def build(command: list[str], folder: Path, *gone: str) -> float:
    """Build a book without some of what was made before, and return the seconds that it took."""
    for name in gone:
        shutil.rmtree(folder / "_build" / name, ignore_errors=True)
    return seconds(command, folder)


def builds(scratch: Path) -> list[str]:
    """Time this book's build beside the plain one's, and return what is slower than promised or draws more than what changed."""
    stock, own = plain(scratch / "plain"), copy(scratch / "own")
    times: dict[str, list[float]] = {"plain": [], "drawn": [], "again": [], "nothing": [], "page": []}
    one_page = [*OWN, "--page", CHAPTER]
    build(one_page, own)
    for _ in range(TURNS):
        times["plain"].append(build(PLAIN, stock, "html", ".doctrees", "jupyter_execute"))
        times["drawn"].append(build(OWN, own, "sites", "drawings"))
        times["again"].append(build(OWN, own, "sites"))
        times["nothing"].append(build(OWN, own))
        (own / "book" / f"{CHAPTER}.ipynb").touch()
        times["page"].append(build(one_page, own))
    drawings = own / "_build" / "drawings"
    before = {file.name for file in drawings.iterdir()}
    per_chart = len({name.partition(".")[2] for name in before} - {"js"})
    charts = change_chart(own / "book" / f"{CHAPTER}.ipynb")
    changed = build(OWN, own)
    new = {file.name for file in drawings.iterdir()} - before
    quickest = {what: min(taken) for what, taken in times.items()}
    findings = []
    for what, name, limit in (
        ("plain", "plain Jupyter Book, Altair's default renderer", None),
        ("drawn", "this book, every chart drawn anew", 1.5),
        ("again", "this book, every page anew, no chart", 1.0),
        ("nothing", "this book again, nothing changed", 1.0),
        ("page", "one page (make page)", 1.0),
    ):
        ratio = quickest[what] / quickest["plain"]
        row(name, quickest[what], ratio, limit)
        if limit is not None and ratio > limit:
            findings.append(f"{name}: {ratio:.2f} times the plain build; at most {limit}")
    row(f"this book again, {CHAPTER} changed: {len(new)} drawings for its {charts} charts", changed, changed / quickest["plain"], None)
    if len(new) != charts * per_chart:
        findings.append(f"{len(new)} new drawings; expected {charts * per_chart}: {per_chart} for each chart of the chapter")
    return findings


# The package -------------------------------------------------------------------------------------------------------------------------

OURS = "import supportgroups; supportgroups.load_groups()"
PANDAS = "import sys, pandas; pandas.read_csv(sys.argv[1])"
AUDIT = "from supportgroups.audit import audit; audit()"
# Processor time of the process itself. That of starting Python is not counted for either, so that it does not flatter the ratio.
COST = "import time; start = time.process_time(); {}; print(time.process_time() - start)"


GROUPS = data_directory() / "groups.csv"


def cost(code: str, file: Path = GROUPS) -> float:
    """Run code that reads a file in a fresh interpreter, and return the seconds of processor time that it took."""
    # One thread, whatever the machine: pools of threads would be counted, too, and not each time alike.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", COST.format(code), str(file)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.splitlines()[-1])


def package(scratch: Path) -> list[str]:
    """Time loading the groups and the audit beside pandas reading the same file, and return what costs more than promised."""
    times: dict[str, list[float]] = {PANDAS: [], OURS: [], AUDIT: []}
    for _ in range(3 * TURNS):
        for code, taken in times.items():
            taken.append(cost(code))
    quickest = {code: min(taken) for code, taken in times.items()}
    findings = []
    for code, name, limit in (
        (PANDAS, "pandas, reading the groups", None),
        (OURS, "load_groups()", 1.2),
        (AUDIT, "the whole audit", 10.0),
    ):
        ratio = quickest[code] / quickest[PANDAS]
        row(name, quickest[code], ratio, limit)
        if limit is not None and ratio > limit:
            findings.append(f"{name}: {ratio:.2f} times pandas alone; at most {limit}")
    return findings


# More data ---------------------------------------------------------------------------------------------------------------------------

TIMES = 1_000
"""How often the groups are repeated."""


def formats(scratch: Path) -> list[str]:
    """Time reading a thousand times as many groups, from CSV and from Parquet; nothing is promised of it."""
    many = pd.concat([pd.read_csv(GROUPS)] * TIMES, ignore_index=True)
    text, binary = scratch / "groups.csv", scratch / "groups.parquet"
    many.to_csv(text, index=False)
    plain_text = many.astype(dict.fromkeys(many.select_dtypes("str"), object))
    fastparquet.write(binary, plain_text, write_index=False, object_encoding="utf8", compression="SNAPPY")
    readers: dict[str, Callable[[], object]] = {
        f"every column, from CSV of {text.stat().st_size / 1e6:.1f} MB": lambda: pd.read_csv(text),
        "one column, from the same": lambda: pd.read_csv(text, usecols=["began"]),
        "one column, from Parquet": lambda: fastparquet.ParquetFile(binary).to_pandas(["began"]),
    }
    first = math.nan
    for what, read in readers.items():
        quickest = min(timeit.repeat(read, timer=time.process_time, number=1, repeat=3 * TURNS))
        first = quickest if math.isnan(first) else first
        name = f"{len(many):,} groups: {what}"
        milliseconds, ratio = f"{1000 * quickest:.1f} ms", f"{quickest / first:.2f}"
        show(f"{name:76}{milliseconds:>9}{ratio:>8}", f"| {name} | {milliseconds} | {ratio} |")
    return []


# The data ----------------------------------------------------------------------------------------------------------------------------

TABLES = "from pathlib import Path; import sys; folder = Path(sys.argv[1]).parent; "
COMMANDS = {
    "derive": (TABLES + "from supportgroups.derive import write; write(folder)", 10),
    "check": (TABLES + "from supportgroups.__main__ import main; assert main(['check', str(folder)]) == 0", 60),
    "audit": (TABLES + "from supportgroups.audit import Tables, audit; audit(Tables.load(folder))", 60),
}
"""Command → what it does with the folder of the file that is named, and how many times as long as pandas reading it that may take."""


def multiplied(folder: Path, times: int) -> Path:
    """Make a copy of the data in which each table prints so many times as many groups, those that are not the paper's without a year."""
    shutil.copytree(data_directory(), folder)
    descriptor = read_descriptor(folder)
    added = ["group_id"]
    for resource in descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            if field.get("constraints", {}).get("pattern") == "T[1-6]-(0[1-9]|1[0-9])":
                field["constraints"]["pattern"] = "T[1-6]-[0-9]{2,5}"
        if resource["name"].startswith("table-"):
            file = folder / resource["path"]
            header, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8")))
            numbered = [row for row in rows if row[1]]
            for number in range(len(numbered) + 1, times * len(numbered) + 1):
                place = "Tokyo" if number % 2 else "Kanagawa"
                added.append(f"T{resource['name'].removeprefix('table-')}-{number:02}")
                rows.append([f"{len(rows) + 1}", f"{number}", f"例の会{number} (Example {number})", place, "", "None", "25", "Thai"])
            with file.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    schema = {"fields": [{"name": "group_id", "type": "string"}], "primaryKey": "group_id"}
    if added[1:]:
        descriptor["resources"].append({"name": "additions", "path": "additions.csv", "schema": schema})
        (folder / "additions.csv").write_text("\n".join(added) + "\n", encoding="utf-8", newline="\n")
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
    return folder


def data(scratch: Path) -> list[str]:
    """Time derive, check and audit on more and more groups, and return what costs more than its share when they are ten times as many."""
    findings = []
    before: dict[str, float] = {}
    for times in (1, 10, 100, 1000):
        folder = multiplied(scratch / f"{79 * times}", times)
        for name, (code, most) in COMMANDS.items():
            took = cost(code, folder / "groups.csv")
            alone = cost(PANDAS, folder / "groups.csv")
            growth = took / before.get(name, took)
            row(f"{name}, {79 * times:,} groups; {took / alone:,.1f} times what pandas needs to read them", took, growth, LINEAR)
            before[name] = took
            if growth > LINEAR:
                findings.append(f"{name}: {growth:.1f} times as long for ten times the groups; at most {LINEAR}")
            if took > most * alone:
                findings.append(f"{name}, {79 * times:,} groups: {took / alone:.0f} times pandas reading the groups; at most {most}")
        shutil.rmtree(folder)
    return findings


LINEAR = 15.0
"""How many times as long ten times the groups may take: ten, and a margin for memory that no cache holds."""

# The chapters ------------------------------------------------------------------------------------------------------------------------

KERNELS = """
import sys
from nbclient import NotebookClient
import nbformat
for _ in range(int(sys.argv[1])):
    cell = nbformat.v4.new_code_cell("import pandas, altair")
    NotebookClient(nbformat.v4.new_notebook(cells=[cell]), kernel_name="python3").execute()
"""


def chapters(scratch: Path) -> list[str]:
    """Time running all chapters beside starting as many kernels one after the other, and return whether it takes longer than promised."""
    count = len(list((REPOSITORY / "book").glob("*.ipynb")))
    # As `make test` runs them.
    tests = [str(Path(sys.executable).with_name("pytest")), "-n", "3", "--dist", "loadfile", "--quiet", "-p", "no:hypothesispytest", "book"]
    kernels, ours, limit = [], [], 0.8
    for _ in range(2):
        kernels.append(seconds([sys.executable, "-c", KERNELS, str(count)], REPOSITORY))
        ours.append(seconds(tests, REPOSITORY))
    ratio = min(ours) / min(kernels)
    row(f"{count} kernels, one after the other, pandas and Altair imported in each", min(kernels), 1, None)
    row("all chapters run and compared", min(ours), ratio, limit)
    found = opening("chapter", CHAPTER)
    for what, name in (
        ("lab", "JupyterLab, from its start to the first chart of a chapter"),
        ("browser", "the browser’s laboratory, from the address to the first chart; Python itself comes later"),
    ):
        if found[what] is None:
            print(f"{name}: not there; make site makes it")
        else:
            row(name, found[what], found[what] / min(kernels), None)
    return [f"all chapters run and compared: {ratio:.2f} times as many kernels; at most {limit}"] if ratio > limit else []


# What a reader loads -----------------------------------------------------------------------------------------------------------------

REGISTER = "The register"
READ = {
    "Every page": "*.html",
    "The home page": "index.html",
    "The longest chapter": "02-support-groups.html",
    REGISTER: "register.html",
    "The ledger of the claims, the heaviest page": "claim-audit.html",
    "What the search loads": "searchindex.js",
    "The styles of a page": "_static/*.css",
    "What draws the charts anew for a pointer": "_static/vega.js",
    "The data as one archive": "_downloads/*.zip",
    "The data as one database": "_downloads/*.sqlite",
    "The groups as Parquet": "_downloads/groups.parquet",
}
"""What is read → the files of the built book."""


def opening(*asked: str) -> dict[str, Any]:
    """Return what it costs a phone to open pages of the built book, or how long a chapter takes to start."""
    command = ["node", str(REPOSITORY / "tests" / "site" / "opening.mjs"), str(REPOSITORY / "_build" / "html"), *asked]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHON": sys.executable}, timeout=600)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed; npm ci in tests/site brings what it needs:\n{done.stderr[-4000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def pages(scratch: Path) -> list[str]:
    """Open pages as on a phone, and tell what comes over the wire, how many elements there are, and what the main thread does."""
    named = {name: pattern for name, pattern in READ.items() if re.fullmatch(r"[a-z0-9-]+\.html", pattern)}
    for name, found in zip(named, opening("pages", *named.values()).values(), strict=True):
        size, elements, thread = f"{found['bytes'] / 1000:,.1f} kB", f"{found['elements']:,}", f"{1000 * found['seconds']:.0f} ms"
        show(f"{name:60}{size:>12}{elements:>12}{thread:>12}", f"| {name} | {size} | {elements} | {thread} |")
    return []


def weights(scratch: Path) -> list[str]:
    """Weigh what a reader loads, as it is kept and as a host sends it."""
    html = REPOSITORY / "_build" / "html"
    for name, pattern in READ.items():
        contents = [file.read_bytes() for file in sorted(html.glob(pattern))]
        if not contents:
            raise SystemExit(f"{html / pattern}: no such file; build the book first, by make book")
        weigh(name, sum(map(len, contents)), sum(len(gzip.compress(content)) for content in contents))
        if name == REGISTER:
            groups = len(load_groups())
            weigh("The same, for each group", len(contents[0]) / groups, len(gzip.compress(contents[0])) / groups)
    return []


def weigh(name: str, whole: float, sent: float) -> None:
    """Print and keep a line that tells a weight."""
    show(f"{name:76}{whole / 1000:7,.1f} kB{sent / 1000:8,.1f}", f"| {name} | {whole / 1000:,.1f} kB | {sent / 1000:,.1f} kB |")


# The table ---------------------------------------------------------------------------------------------------------------------------

_shown: list[str] = []


def show(line: str, kept: str) -> None:
    """Print a line of the table, and keep it as Markdown."""
    print(line, flush=True)
    _shown.append(kept)


def row(name: str, took: float, ratio: float, limit: float | None) -> None:
    """Print and keep a line that tells a time."""
    line = f"{name:76}{took:7.2f} s{ratio:8.2f}{f'   at most {limit}' if limit else ''}"
    show(line, f"| {name} | {took:.2f} s | {ratio:.2f} | {limit or ''} |")


class Part(NamedTuple):
    """A part of the table: what measures it, its title, and the heads of its columns behind the first."""

    measure: Callable[[Path], list[str]]
    title: str
    heads: tuple[str, ...] = ("Time", "Times the first", "At most")


PARTS = {
    "build": Part(builds, "Building the book"),
    "package": Part(package, "Reading the data, in processor time"),
    "data": Part(data, "Checking more data, in processor time", ("Time", "Times a tenth of it", "At most")),
    "chapters": Part(chapters, "Running the chapters"),
    "formats": Part(formats, "Reading more data, in processor time", ("Time", "Times the first")),
    "pages": Part(
        pages, "Opening a page on a phone, with nothing kept", ("Over the wire, all files", "Elements", "Time of the page’s main thread")
    ),
    "weights": Part(weights, "What a reader loads", ("As it is kept", "As a host sends it, compressed")),
}


def circumstances() -> str:
    """Return when, on what and with which versions something is measured now, and whether the machine has other work to do."""
    processors = os.cpu_count() or 1
    versions = ", ".join(f"{name} {version(name)}" for name in ("pandas", "Sphinx", "Altair"))
    load = os.getloadavg()[0]
    busy = f", busy with other work (load {load:.0f})" if load > processors else ""
    machine = f"{platform.system()}, {platform.machine()}, {processors} processors{busy}"
    return f"Measured on {datetime.date.today():%-d %B %Y}: {machine}; Python {platform.python_version()}, {versions}."


def keep(name: str, measured: str) -> None:
    """Put a part of the table in the place of the one that is kept; the other parts stay. What is true of most is said once, above them."""
    part = PARTS[name]
    table = "\n".join([f"| {' | '.join(('What', *part.heads))} |", f"|---|{'--:|' * len(part.heads)}", *_shown])
    text = KEPT.read_text(encoding="utf-8") if KEPT.is_file() else ""
    found = re.findall(r"^% (\w+): (.*?)$.*?^(\|.*?)\n*(?=^% |\Z)", text, re.MULTILINE | re.DOTALL)
    kept = {other: (said, rows) for other, said, rows in found} | {name: (measured, table)}
    usual = statistics.mode(said for said, _ in kept.values())
    blocks = [usual]
    for other in filter(kept.__contains__, PARTS):
        said, rows = kept[other]
        blocks += [f"% {other}: {said}", f"#### {PARTS[other].title}", *([] if said == usual else [said]), rows]
    KEPT.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def main() -> int:
    """Measure the parts named, or all, print and keep a table of each, and return 1 if something takes longer than promised."""
    findings = []
    for name in sys.argv[1:] or PARTS:
        measured = circumstances()
        _shown.clear()
        print(f"{PARTS[name].title:76}{PARTS[name].heads[0]:>9}")
        with tempfile.TemporaryDirectory() as scratch:
            findings += PARTS[name].measure(Path(scratch))
        keep(name, measured)
        print()
    print(*findings, sep="\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
