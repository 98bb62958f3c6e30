"""What a reader asks for in a line of code, and what there is: a mistake is answered with the names that would do."""

from collections.abc import Iterable
from typing import Any


def known(what: str, asked: Any, among: Iterable[Any]) -> list[Any]:
    """Return what is asked for, one value or several, as a list; if there is no such thing, the error names those that there are.

    Examples
    --------
    >>> known("place", "Tokyo", ["Tokyo", "Kanagawa", "Tokyo"])
    ['Tokyo']
    >>> known("place", ["Tokyo", "Osaka"], ["Tokyo", "Kanagawa", "Tokyo"])
    Traceback (most recent call last):
    ValueError: there is no place “Osaka”; there are: Kanagawa, Tokyo
    >>> known("year", 1890, range(1974, 2005))
    Traceback (most recent call last):
    ValueError: there is no year “1890”; there are: 1974 to 2004
    """
    values = asked if isinstance(asked, list | tuple) else [asked]
    there = list(dict.fromkeys(among))
    for value in values:
        if value not in there:
            names = f"{there[0]} to {there[-1]}" if isinstance(among, range) else ", ".join(sorted(map(str, there)))
            raise ValueError(f"there is no {what} “{value}”; there are: {names}")
    return list(values)
