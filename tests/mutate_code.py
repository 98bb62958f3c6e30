"""Faults put into the code one at a time, to see whether the tests find them. Run by `make mutate-code`.

A sample is drawn from each package; its seed is kept with the score, so that it can be drawn again. Each fault is tried in a copy of the
checkout in memory, with the tests nearest to its module: those that import it, or else what imports it; and with the small book, on whose
pages much is seen that was computed elsewhere. Tests of the whole built book are left out, since each fault would take a build. Mutmut
would put no fault into what a module does when it is imported, such as its patterns and tables, of which there is much here; and Cosmic
Ray runs the same tests for every module.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import copy
import datetime
import itertools
import json
import math
import multiprocessing
import os
import py_compile
import random
import resource
import shutil
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

import grimp
import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
SCORE = REPOSITORY / "tests" / "mutation-score.toml"
SMALL_BOOK = "tests/test_small_book.py"
PACKAGES = ("bookmaking", "supportgroups")
"""What else is Python in ``src`` runs in a browser only, where other tests look at it."""
GOAL = 0.9
SECONDS = 600
"""Processor time after which a fault counts as found because the tests do not end; no file of tests takes a tenth of it."""
PATIENCE = 3600
"""Time by the clock after which it does, too: what waits for something that never comes takes no processor."""
LEFT_OUT = (".git", ".venv*", "_build", "node_modules", "__pycache__", "lab", ".*_cache")
SWAPPED: dict[type[ast.AST], type[ast.AST]] = {}
for one, other in (
    *((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.In, ast.NotIn), (ast.Is, ast.IsNot)),
    *((ast.And, ast.Or), (ast.Add, ast.Sub), (ast.Mult, ast.FloorDiv), (ast.BitAnd, ast.BitOr)),
):
    SWAPPED |= {one: other, other: one}


class Fault(NamedTuple):
    """A piece of a module, by its bytes, and what takes its place."""

    file: str
    line: int
    start: int
    end: int
    was: str
    becomes: str


def replacements(node: ast.AST) -> Iterator[str]:
    """Yield what could stand in the place of a piece of code by mistake."""
    changed = copy.deepcopy(node)
    match changed:
        case ast.Compare(ops=[sign, *_]) if type(sign) in SWAPPED:
            changed.ops[0] = SWAPPED[type(sign)]()  # type: ignore[call-overload]
            yield f"({ast.unparse(changed)})"
        case ast.BoolOp() | ast.BinOp() if type(changed.op) in SWAPPED:
            changed.op = SWAPPED[type(changed.op)]()  # type: ignore[assignment]
            yield f"({ast.unparse(changed)})"
        case ast.UnaryOp(op=ast.Not()):
            yield f"({ast.unparse(changed.operand)})"
        case ast.Constant(value=bool() as value):
            yield repr(not value)
        case ast.Constant(value=int() | float() as value):
            yield from (repr(value + 1), repr(value - 1))
        case ast.Constant(value=str() as text):
            yield repr(f"{text}x")
        case ast.Return(value=ast.expr()):
            yield "return None"
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise() | ast.Continue():
            yield "pass"


def pieces(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the pieces of code in which there can be a fault: no docstring, no annotation, nothing that is for the type checker only."""
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            match child:
                case ast.Expr(value=ast.Constant()) | ast.JoinedStr():
                    continue
                case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Compare(left=ast.Name(id="__name__"))):
                    continue
                case ast.AST() if name not in {"annotation", "returns"}:
                    yield child
                    yield from pieces(child)


def wording(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the words of messages, of the help of commands and of documentation: tests ask what these say, and not in which words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.keyword) and node.arg in {"description", "help", "metavar"}):
            yield from (part for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"fact", "ratio"}:
            yield node.args[0]


def faults_of(source: bytes, file: str) -> list[Fault]:
    """Return every fault that can be put into a module."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    tree = ast.parse(source)
    left_out = set(wording(tree))
    for piece in pieces(tree):
        if isinstance(piece, ast.expr | ast.stmt) and piece not in left_out:
            start, end = starts[piece.lineno - 1] + piece.col_offset, starts[(piece.end_lineno or 0) - 1] + (piece.end_col_offset or 0)
            was = source[start:end].decode()
            found += [Fault(file, piece.lineno, start, end, was, text) for text in replacements(piece) if text != was]
    return found


def tests_of(sources: Iterable[str]) -> dict[str, list[str]]:
    """Return for each source file the files of the tests nearest to it, those of the same name first, and the small book."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    importing = defaultdict(set)
    for file in sorted((REPOSITORY / "tests").glob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.ImportFrom | ast.Import):
                within = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
                for name in [within[:-1], *(within + alias.name for alias in node.names)]:
                    importing[name].add(f"tests/{file.name}")
    nearest = {}
    for source in sources:
        module = ".".join(Path(source).with_suffix("").parts[1:]).removesuffix(".__init__")
        ring, seen = {module}, {module}
        found: set[str] = set()
        while ring and not found:
            found = set().union(*(importing[name] for name in ring))
            # What a package finds by name when it needs it, such as a section of the audit, is imported by nothing else.
            packages = {name.rpartition(".")[0] for name in ring} - {"", *PACKAGES}
            ring = set().union(packages, *(graph.find_modules_that_directly_import(name) for name in ring)) - seen
            seen |= ring
        files = [source, *sorted(found - {SMALL_BOOK}, key=lambda file: (Path(file).stem[5:] not in module, file))]
        # The small book finds most faults in what makes the book, and there comes first.
        nearest[source] = [SMALL_BOOK, *files] if module.startswith("bookmaking") else [*files, SMALL_BOOK]
    return nearest


class Failures:
    """A plug-in of pytest that keeps what failed."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep a test that failed."""
        self.names += [report.nodeid] if report.failed else []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep a file that could not be imported."""
        self.names += [report.nodeid] if report.failed else []


def run(tree: Path, arguments: list[str], answer: Connection) -> None:
    """Run tests in a copy, and answer with pytest's exit code and what failed."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    os.chdir(tree)
    os.environ |= {"PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree / 'tests'}", "PYTHONDONTWRITEBYTECODE": "yes"}
    sys.path[:0] = [str(tree / "src"), str(tree / "tests")]
    sys.dont_write_bytecode = True
    sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    failures = Failures()
    code = pytest.main(["-x", "-p", "no:cacheprovider", "-o", "addopts=--doctest-modules", *arguments], plugins=[failures])
    answer.send((code in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}, failures.names))


def passes(tree: Path, *arguments: str) -> tuple[bool, list[str]]:
    """Return whether tests pass, and what failed; in a process of its own, since a fault can do anything to it."""
    receiver, sender = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=run, args=(tree, arguments, sender))
    process.start()
    sender.close()
    found: tuple[bool, list[str]] = (False, [])
    with suppress(EOFError):  # it ended before it could answer
        if receiver.poll(PATIENCE):
            found = receiver.recv()
    process.kill()
    process.join()
    return found


def survives(fault: Fault, tree: Path, tests: list[str]) -> bool:
    """Return whether no test of some files finds a fault; a test that fails in the copy without the fault, too, is left out."""
    file = tree / fault.file
    whole = file.read_bytes()
    left_out: list[str] = []
    while True:
        file.write_bytes(whole[: fault.start] + fault.becomes.encode() + whole[fault.end :])
        passed, failed = passes(tree, *tests, *(f"--deselect={name}" for name in left_out))
        file.write_bytes(whole)
        # Where a whole file fails, it could not be imported.
        if failed and "::" in failed[0] and failed[0] not in left_out and not passes(tree, failed[0])[0]:
            left_out += failed[:1]
            continue
        # Where nothing is named, the fault may have ended the run, or there is something wrong with the machine.
        if not passed and not failed and not passes(tree, fault.file)[0]:
            raise RuntimeError(f"{fault.file}: its tests do not run without a fault either: nothing can be said of any")
        print("missed" if passed else "found ", f"{fault.file}:{fault.line}: {fault.was!r} → {fault.becomes!r}", *failed, flush=True)
        return passed


CONTEXT = multiprocessing.get_context("forkserver")
"""Each run begins with the libraries imported, but none of what is tested."""
CONTEXT.set_forkserver_preload(
    [
        *("altair", "bs4", "citeproc", "docutils.core", "lxml", "IPython", "jinja2", "jupyter_book.sphinx", "myst_nb.sphinx_"),
        *("pandas", "pybtex.plugin", "pytest", "sphinx.application", "sphinx.builders.html", "sphinxcontrib.bibtex", "vl_convert"),
    ]
)


def sample(number: int, seed: int) -> Iterator[Fault]:
    """Draw faults from each package; the first of each come first, so that a sample that is not tried to its end is one, too."""
    faults: defaultdict[str, list[Fault]] = defaultdict(list)
    for source in sorted(file for package in PACKAGES for file in (REPOSITORY / "src" / package).rglob("*.py")):
        faults[source.parent.name] += faults_of(source.read_bytes(), source.relative_to(REPOSITORY).as_posix())
    for package, found in faults.items():
        random.Random(f"{seed} {package}").shuffle(found)
    for together in itertools.zip_longest(*(found[:number] for found in faults.values())):
        yield from filter(None, together)


def write_score(drawn: list[Fault], survivors: list[Fault], seeds: list[int]) -> None:
    """Keep the score by module, and what no test found, with the reasons that somebody has written beside it for leaving it so."""
    known = tomllib.loads(SCORE.read_text(encoding="utf-8")).get("survivors", []) if SCORE.is_file() else []
    reasons = {(one["module"], one["was"], one["becomes"]): one.get("reason", "") for one in known}
    tried, missed = (Counter(fault.file for fault in faults) for faults in (drawn, survivors))
    lines = ["# How many faults put into the code the tests found; written by `make mutate-code`."]
    lines += [
        f"date = {datetime.date.today()}",
        f"seeds = {seeds}",
        f"faults = {len(drawn)}",
        f"found = {len(drawn) - len(survivors)}",
        "",
        "[modules]",
    ]
    lines += [f"{json.dumps(module)} = {{faults = {tried[module]}, found = {tried[module] - missed[module]}}}" for module in sorted(tried)]
    for fault in survivors:
        lines += ["", "[[survivors]]", f"module = {json.dumps(fault.file)}", f"line = {fault.line}"]
        said = {"was": fault.was, "becomes": fault.becomes, "reason": reasons.get((fault.file, fault.was, fault.becomes), "")}
        lines += [f"{name} = {json.dumps(text, ensure_ascii=False)}" for name, text in said.items()]
    SCORE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Try a sample, print and keep the score, and return 1 if the tests find less than they should."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=4, help="how many faults of each package, for each seed")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2], help="each draws a sample; other ones draw other samples")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many at a time")
    parser.add_argument("--minutes", type=float, default=math.inf, help="how long to begin with new ones")
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    drawn = list(dict.fromkeys(fault for seed in options.seeds for fault in sample(options.number, seed)))
    nearest = tests_of({fault.file for fault in drawn})
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as scratch, ThreadPoolExecutor(options.jobs) as pool:
        trees: SimpleQueue[Path] = SimpleQueue()
        first = shutil.copytree(REPOSITORY, Path(scratch) / "0", ignore=shutil.ignore_patterns(*LEFT_OUT))
        # By their content: a fault can be put in and taken out within the second by which files are known otherwise.
        for folder in ("src", "tests"):
            compileall.compile_dir(first / folder, quiet=1, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
        trees.put(first)
        for job in range(1, options.jobs):
            trees.put(shutil.copytree(first, Path(scratch) / str(job)))

        def tried(fault: Fault) -> bool | None:
            if time.monotonic() > end:
                return None
            tree = trees.get()
            try:
                return survives(fault, tree, nearest[fault.file])
            finally:
                trees.put(tree)

        outcomes = list(zip(drawn, pool.map(tried, drawn), strict=True))
    drawn = [fault for fault, survived in outcomes if survived is not None]
    survivors = [fault for fault, survived in outcomes if survived]
    write_score(drawn, survivors, options.seeds)
    share = 1 - len(survivors) / len(drawn)
    print(f"{len(drawn) - len(survivors)} of {len(drawn)} faults found: {share:.0%}; at least {GOAL:.0%} expected")
    return 1 if share < GOAL else 0


if __name__ == "__main__":
    sys.exit(main())
