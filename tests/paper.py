"""The paper's text, where it is at hand: beside the checkout, or where the variable PAPER_TEXT says. Readers do not have it."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]

# Lines of the text file, counted from 1, that make up each paragraph: page breaks and footnotes cut paragraphs in two, a block
# quotation belongs to the paragraph that introduces it.
PARAGRAPHS = {
    "Introduction": "7 9+19 21 23 25+29 31",
    "I": "35 37+43 45+47 49 51+61 63 65",
    "II": "69 79 81 102 127 141 166 183 197 199 201 203+207 213",
    "III": "217 219 221+225 227 229 231 233+245",
    "IV": "249 251+253 255 257+261 263 265+271 273 275 277 279+285 287 289 291+301",
    "V": "305",
}
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def path() -> Path | None:
    """Return the file, or None where the paper is not at hand."""
    if named := os.environ.get("PAPER_TEXT"):
        if not Path(named).is_file():
            raise FileNotFoundError(f"PAPER_TEXT={named}: expected the file with the paper's text")
        return Path(named)
    return next(iter(sorted((REPOSITORY.parent / "shared" / "paper").glob("*.txt"))), None)


@lru_cache
def lines() -> list[str]:
    """Return the lines of the text."""
    file = path()
    assert file is not None
    return file.read_text(encoding="utf-8").split("\n")


def tables() -> list[list[list[str]]]:
    """Return the six tables: of each the header and the rows, cell by cell."""
    found: list[list[list[str]]] = []
    inside = False
    for line in lines():
        if "\t" in line:
            if not inside:
                found.append([])
            found[-1].append(line.split("\t"))
        inside = "\t" in line
    return found


def captions() -> list[str]:
    """Return the captions of the six tables."""
    return [line for line in lines() if re.match(r"Table ?\d:", line)]


@lru_cache
def passages() -> dict[str, str]:
    """Return each paragraph, footnote and table (caption and cells) under its locator, without the asterisks of emphasis."""
    found: dict[str, str] = {}
    for section, paragraphs in PARAGRAPHS.items():
        for number, parts in enumerate(paragraphs.split(), start=1):
            found[f"{section}, para. {number}"] = " ".join(lines()[int(part) - 1] for part in parts.split("+"))
    for line in lines():
        if match := re.match(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+) (.*)", line):
            found[f"n. {match[1].translate(SUPERSCRIPTS)}"] = match[2]
    for number, (caption, table) in enumerate(zip(captions(), tables(), strict=True), start=1):
        found[f"Table {number}"] = "\n".join([caption, *("\t".join(row) for row in table)])
        for row in table[1:]:
            if row[0]:
                found[f"Table {number}, no. {row[0]}"] = "\t".join(row)
    return {locator: text.replace("*", "") for locator, text in found.items()}
