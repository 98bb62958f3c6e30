"""What must be known of a file before a CSV reader sees it: its bytes, its lines, and the text in its cells."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path

from supportgroups.check.findings import Finding
from supportgroups.dataset import DESCRIPTOR

LONGEST_CELL = 10_000
"""In characters. No cell of the paper comes near it: what is longer is an accident."""
INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Categories of characters that nobody sees, or that mean nothing or something else on each machine."""
SUSPICIOUS = {
    re.compile(r".*?<[A-Za-z/!?]"): "no markup in angle brackets",
    re.compile(r"[=@\t]|[+-](?![0-9.,]+$)"): "no beginning that a spreadsheet takes for a formula",
    re.compile(
        r"(?i).*?\b(?!https?:)(?:[a-z][a-z0-9+.-]*://|(?:javascript|vbscript):|(?:data|file):\S)"
    ): "no address other than of https or http",
    re.compile(r".*?(?<![A-Za-z0-9%_/.-])[0-9]{16}"): "numbers of at most 15 digits",
    re.compile(r".*?(?![0-9])\d"): "the digits 0 to 9, in the place of those of another script or width",
}
"""What a cell must not begin with or hold → what is expected instead."""
HARMLESS = re.compile("|[A-Za-z(*](?:[A-Za-z0-9.,;()'*/ ]*[A-Za-z0-9.,;()'*])?|[0-9]{1,15}")
"""The text of most cells, of which nothing needs to be asked."""

Lines = list[list[str]]
"""The cells of each line of a table."""

# A cell of any length shall be read, and then told by its own finding.
csv.field_size_limit(2**31 - 1)


def check_text(directory: Path, path: str, lines: Lines, *, may_be_empty: bool = False) -> Iterator[Finding]:
    """Find what is wrong with a file's bytes, lines and texts, and put its cells into ``lines``: one record is on each line.

    At the first thing that keeps anybody from reading on, there are no lines. Without a record below the header, a table of the paper is
    cut off; another's may have none.
    """
    note = partial(Finding, path)
    try:
        there = (directory / path).is_file()
        own = there and (directory / path).resolve().is_relative_to(directory.resolve())
        data = (directory / path).read_bytes() if own else b""
    except OSError as error:
        yield note(None, None, None, f"cannot be read: {error.strerror}")
        return
    if not own:
        what = "a link to elsewhere: expected a file of the folder" if there else f"no such file: expected by {DESCRIPTOR}"
        yield note(None, None, None, what)
        return
    if data.startswith(b"\xef\xbb\xbf"):
        yield note(1, None, None, "a byte-order mark: expected UTF-8 without one")
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, position = data.count(b"\n", 0, error.start) + 1, error.start - data.rfind(b"\n", 0, error.start)
        expected = f"byte 0x{data[error.start]:02X} at position {position}: expected UTF-8 (is it {_encoding(data)}?)"
        yield note(line, None, None, expected)
        return
    if not text.strip():
        yield note(None, None, None, "empty: expected a header and records")
        return
    if "\r" in text:
        line, number = text.count("\n", 0, text.index("\r")) + 1, text.count("\r")
        yield note(line, None, None, f"a carriage return, the first of {number}: expected lines that end with a line feed only")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.endswith("\n"):
        yield note(text.count("\n") + 1, None, None, "no line feed at the end: expected one (is the file cut off?)")
    for number, record in enumerate(text.removesuffix("\n").split("\n"), start=1):
        try:
            cells = next(csv.reader([record], strict=True), []) if '"' in record or not record else record.split(",")
        except csv.Error:
            expected = "a quotation mark that is not closed on its line, or not doubled inside a cell: expected one record per line"
            yield note(number, None, None, f"{expected} (the rest of the file was not read)")
            return lines.clear()
        lines.append(cells)
        for column, cell in zip(lines[0], cells, strict=False):
            if len(cell) > LONGEST_CELL:
                yield note(number, column, cell, f"expected at most {LONGEST_CELL:,} characters, not {len(cell):,}")
                return lines.clear()
            if fault := _fault(cell):
                yield note(number, column, cell, f"expected {fault}")
    if number == 1 and not may_be_empty:
        yield note(None, None, None, "no records: expected at least one below the header")


@lru_cache(maxsize=1 << 16)  # most texts stand in many cells
def _fault(cell: str) -> str:
    """Return what is expected of the text of a cell that is not as it should be."""
    if HARMLESS.fullmatch(cell):
        return ""
    if not cell.isascii() or not cell.isprintable():
        for char in cell:
            if unicodedata.category(char) in INVISIBLE or char == "\ufffd":
                return f"no control characters (U+{ord(char):04X})"
    if cell != cell.strip():
        return "no blanks at the beginning and the end"
    return next((expected for pattern, expected in SUSPICIOUS.items() if pattern.match(cell)), "")


def _encoding(data: bytes) -> str:
    """Guess what text is that is not UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        return "Shift-JIS" if re.search("[ぁ-んァ-ヶ]", data.decode("cp932")) else "Latin-1"
    except UnicodeDecodeError:
        return "Latin-1"
