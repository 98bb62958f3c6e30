"""The descriptor: what it says of each table and column, and what it says that cannot be used.

It is read by a small reader of its own, so that checking needs nothing beyond what the package needs anyway. It knows the part of the
Data Package standard that this dataset uses, and refuses any other: a constraint is never skipped in silence.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from supportgroups.check.findings import SHOWN_CHARACTERS, Finding
from supportgroups.dataset import DESCRIPTOR

KNOWN_PROPERTIES = {
    "package": {"$schema", "name", "title", "description", "version", "licenses", "sources", "keywords", "resources"},
    "resource": {"name", "type", "path", "title", "description", "format", "mediatype", "encoding", "sources", "schema"},
    "schema": {"fields", "primaryKey", "foreignKeys"},
    "field": {"name", "title", "description", "type", "constraints"},
    "constraints": {"required", "unique", "enum", "pattern", "minimum"},
    "foreign key": {"fields", "reference"},
    "reference": {"resource", "fields"},
}
"""What the descriptor may say, level by level; anything else is refused."""

FILE_PROPERTIES = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
"""The one value that these properties of a resource may have."""

TYPES = {
    "string": (re.compile(r"(?s:.*)"), "text"),
    # So many digits as fit in 64 bits.
    "integer": (re.compile(r"0|-?[1-9][0-9]{0,17}"), "a whole number"),
    "number": (re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?"), "a number"),
    "year": (re.compile(r"[1-9][0-9]{3}"), "a year (YYYY)"),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date (YYYY-MM-DD)"),
    "boolean": (re.compile(r"true|false"), "true or false"),
}
"""Type of a column → the form of its cells, and what to call it."""

NUMERIC = ("integer", "number", "year")
JSON_KINDS = {dict: "an object", list: "a list of at least one", str: "a text", bool: "true or false"}
SAFE_PATH = re.compile(r"(?:[\w-]+/)*[\w-]+\.csv")


@dataclass(frozen=True)
class Column:
    """What the descriptor says of one column."""

    name: str
    type: str
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: float | None = None

    def fault(self, text: str) -> str | None:
        """Return what was expected of a cell that breaks the type or a constraint, or None."""
        form, what = TYPES[self.type]
        if not text:
            return "expected a value" if self.required else None
        if not form.fullmatch(text) or (self.type == "date" and not is_date(text)):
            return f"expected {what}"
        if self.enum and text not in self.enum:
            near = get_close_matches(text[:SHOWN_CHARACTERS], self.enum, n=1)
            return f"expected one of {', '.join(self.enum)}{f' (did you mean {near[0]}?)' if near else ''}"
        # ASCII: identifiers are written in it, and \d shall not match the digits of other scripts.
        if self.pattern is not None and not re.fullmatch(self.pattern, text, re.ASCII):
            return f"expected text of the form {self.pattern}"
        if self.minimum is not None and float(text) < self.minimum:
            return f"expected {self.minimum} or more"
        return None


class ForeignKey(NamedTuple):
    """Columns whose values must stand in the columns of another table."""

    columns: tuple[str, ...]
    table: str
    target_columns: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """What the descriptor says of one table."""

    name: str
    path: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, left to right."""
        return tuple(column.name for column in self.columns)


def is_date(text: str) -> bool:
    """Return whether a text is a date of the calendar: YYYY, YYYY-MM or YYYY-MM-DD."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return False
    try:
        date.fromisoformat(text + "-01" * ((10 - len(text)) // 3))
    except ValueError:
        return False
    return True


class UnreadableError(ValueError):
    """A file that is not there, or not what it should be; the message says which."""


def read_file(directory: Path, path: str) -> bytes:
    """Return the bytes of a file of the folder.

    Raises
    ------
    UnreadableError
        If it is no regular file of the folder.
    """
    file = directory / path
    try:
        # A link could lead out of the folder, and anything but a regular file could block or never end.
        for part in (*reversed(PurePosixPath(path).parents), PurePosixPath(path)):
            if part.name and (directory / part).is_symlink():
                raise UnreadableError(f"a symbolic link{'' if str(part) == path else f' on the way, {part}'}: expected a regular file")
        if not file.exists():
            raise UnreadableError(f"not found: expected {'a descriptor' if path == DESCRIPTOR else f'by {DESCRIPTOR}'}")
        if not file.is_file():
            raise UnreadableError(f"{'a folder' if file.is_dir() else 'no regular file'}: expected a file")
        return file.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}") from None


def _fault(where: str, value: object, expected: str) -> Finding:
    """Return a finding on the descriptor; an object or a list is not shown."""
    text = None if value is None or isinstance(value, dict | list) else value if isinstance(value, str) else json.dumps(value)
    return Finding(DESCRIPTOR, None, where or None, text, expected)


class _Refused(ValueError):  # noqa: N818 (it never leaves this module)
    """A part of the descriptor that cannot be used."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


def _take(properties: Mapping[str, Any], name: str, kind: type, where: str) -> Any:
    """Return a property that must be there and of the given kind."""
    value = properties.get(name)
    if not isinstance(value, kind) or (kind is list and not value):
        raise _Refused(_fault(where, value, f"expected {name} to be {JSON_KINDS[kind]}"))
    return value


def _names(properties: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    """Return a property that is the name of a column or a list of such."""
    value = properties.get(name)
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(item, str) for item in names):
        raise _Refused(_fault(where, value, f"expected {name} to be one or more columns"))
    return tuple(names)


def _no_constant(name: str) -> None:
    """Refuse what Python takes for JSON and the standard does not: nothing is less than NaN."""
    raise ValueError(f"{name} is no number of JSON")


def _fits(key: ForeignKey, target: set[str]) -> bool:
    return len(key.columns) == len(key.target_columns) and target.issuperset(key.target_columns)


class DescriptorReader:
    """Turns a descriptor into schemas and collects in ``findings`` what it must refuse.

    ``names`` and ``paths`` are those of all tables that the descriptor mentions, the refused ones among them.
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.names: set[str] = set()
        self.paths: set[str] = set()

    def read(self, directory: Path) -> list[Schema]:
        """Return the schemas of all tables that the folder's descriptor describes properly."""
        schemas: list[Schema] = []
        try:
            package = self._parse(directory)
            self._known(package, "package", "")
            for index, resource in enumerate(_take(package, "resources", list, "")):
                try:
                    schemas.append(self._schema(resource, f"resources[{index}]"))
                except _Refused as refused:
                    self.findings.append(refused.finding)
        except _Refused as refused:
            self.findings.append(refused.finding)
        for what in ("name", "path"):
            for value, number in Counter(getattr(schema, what) for schema in schemas).items():
                if number > 1:
                    self.findings.append(_fault("resources", value, f"expected each {what} once"))
        columns = {schema.name: set(schema.column_names) for schema in schemas}
        for index, schema in enumerate(schemas):
            keys = [key for key in schema.foreign_keys if _fits(key, columns.get(key.table, set()))]
            schemas[index] = replace(schema, foreign_keys=tuple(keys))
            for key in schema.foreign_keys:
                # A table that was refused has its finding already.
                if key not in keys and (key.table in columns or key.table not in self.names):
                    target = f"{key.table}.{'+'.join(key.target_columns)}"
                    self.findings.append(_fault(f"{schema.name}.foreignKeys", target, "expected as many columns of a described table"))
        return schemas

    def _parse(self, directory: Path) -> Any:
        """Return the descriptor as it stands in the file."""

        def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
            # JSON lets the last of two equal names win in silence, and a constraint would be gone.
            for name, number in Counter(name for name, _ in pairs).items():
                if number > 1:
                    self.findings.append(_fault("", name, "expected each name once in its object"))
            return dict(pairs)

        try:
            data = read_file(directory, DESCRIPTOR)
            return json.loads(data.decode("utf-8"), object_pairs_hook=unique, parse_constant=_no_constant)
        except UnreadableError as error:
            fault = _fault("", None, str(error))
        except json.JSONDecodeError as error:
            fault = Finding(DESCRIPTOR, error.lineno, None, None, f"not JSON: {error.msg} (character {error.colno} of the line)")
        except UnicodeDecodeError as error:
            line, byte = data.count(b"\n", 0, error.start) + 1, f"byte 0x{data[error.start]:02X}"
            fault = Finding(DESCRIPTOR, line, None, None, f"{byte}: expected JSON in UTF-8")
        except RecursionError:
            fault = _fault("", None, "not a descriptor: nested too deeply")
        except ValueError as error:  # a number too long to convert, or none
            fault = _fault("", None, f"not a descriptor: {error}")
        raise _Refused(fault)

    def _known(self, value: object, level: str, where: str) -> Mapping[str, Any]:
        """Return an object of the descriptor, after noting every property of it that is unknown."""
        if not isinstance(value, dict):
            raise _Refused(_fault(where, value, f"expected a {level}: an object"))
        for name in value:
            if name not in KNOWN_PROPERTIES[level]:
                known = ", ".join(sorted(KNOWN_PROPERTIES[level]))
                self.findings.append(_fault(where, name, f"expected what check knows of the level “{level}”: {known}"))
        return value

    def _schema(self, value: object, where: str) -> Schema:
        resource = self._known(value, "resource", where)
        name = _take(resource, "name", str, where)
        self.names.add(name)
        path = _take(resource, "path", str, name)
        self.paths.add(path)
        if not SAFE_PATH.fullmatch(path):
            raise _Refused(_fault(name, path, "expected the path of a CSV file inside the folder, such as source/table-1.csv"))
        for what, only in FILE_PROPERTIES.items():
            if resource.get(what, only) != only:
                self.findings.append(_fault(name, resource[what], f"expected {what} to be {only}"))
        schema = self._known(resource.get("schema"), "schema", f"{name}.schema")
        columns: dict[str, Column] = {}
        for index, item in enumerate(_take(schema, "fields", list, name)):
            column = self._column(item, f"{name}.fields[{index}]", name)
            if column.name in columns:
                raise _Refused(_fault(name, column.name, "expected each column once"))
            columns[column.name] = column
        keys: list[ForeignKey] = []
        for item in _take(schema, "foreignKeys", list, name) if "foreignKeys" in schema else ():
            at = f"{name}.foreignKeys"
            key = self._known(item, "foreign key", at)
            reference = self._known(key.get("reference"), "reference", at)
            # An empty name means the table itself.
            target = _take(reference, "resource", str, at) or name
            keys.append(ForeignKey(_names(key, "fields", at), target, _names(reference, "fields", at)))
        primary_key = _names(schema, "primaryKey", name) if "primaryKey" in schema else ()
        for names in (primary_key, *(key.columns for key in keys)):
            if not set(names) <= set(columns):
                raise _Refused(_fault(name, "+".join(names), "expected a key of the table’s own columns"))
        return Schema(name, path, tuple(columns.values()), primary_key, tuple(keys))

    def _column(self, value: object, where: str, table: str) -> Column:
        properties = self._known(value, "field", where)
        name = _take(properties, "name", str, where)
        where = f"{table}.{name}"
        kind = _take(properties, "type", str, where)
        if kind not in TYPES:
            self.findings.append(_fault(where, kind, f"expected a type that check knows: {', '.join(TYPES)}"))
            return Column(name, "string")
        constraints = self._known(properties.get("constraints", {}), "constraints", where)
        usable: dict[str, Any] = {}
        for constraint, argument in constraints.items():
            if constraint in KNOWN_PROPERTIES["constraints"]:
                expected = _constraint_fault(constraint, argument, kind)
                if expected:
                    self.findings.append(_fault(where, argument, f"expected {constraint} to be {expected}"))
                else:
                    usable[constraint] = tuple(map(str, argument)) if constraint == "enum" else argument
        return Column(name, kind, **usable)


def _constraint_fault(constraint: str, argument: object, kind: str) -> str | None:
    """Return what was expected of a constraint's argument that does not suit the column's type, or None."""
    match constraint:
        case "required" | "unique":
            good, expected = isinstance(argument, bool), "true or false"
        case "enum":
            item = {"string": str, "integer": int, "year": int}.get(kind)
            good = isinstance(argument, list) and bool(argument) and all(type(one) is item for one in argument)
            expected = "a list of texts, or of whole numbers, as the column’s type demands"
        case "minimum":
            good, expected = kind in NUMERIC and type(argument) in (int, float), "a number, for a column of numbers"
        case _:
            good, expected = kind == "string" and _is_pattern(argument), "a regular expression, for a column of text"
    return None if good else expected


def _is_pattern(argument: object) -> bool:
    try:
        return isinstance(argument, str) and bool(re.compile(argument, re.ASCII))
    except (re.error, RecursionError, OverflowError):
        return False
