"""Data folders that are damaged in many ways, and what the commands make of them: ``python tests/damage.py``.

Whatever a folder holds, a command ends in time and says what is wrong: no traceback, and no wait without end. Each way to damage a file is
tried on several files, drawn by lot with a fixed seed. A command runs in a process of its own, which is ended where it takes too long.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from supportgroups.__main__ import main as command
from supportgroups.dataset import DESCRIPTOR, data_directory, read_descriptor

LONGEST = 60
"""Seconds that a command may take, on a busy machine."""
COMMANDS = ("check", "audit", "derive", "digest")
Damage = Callable[[Path], object]


def bytes_of(change: Callable[[bytes], bytes]) -> Damage:
    """Return what changes the content of a file."""
    return lambda file: file.write_bytes(change(file.read_bytes()))


def in_place(make: Callable[[Path], object]) -> Damage:
    """Return what puts something else in the place of a file."""

    def damage(file: Path) -> None:
        file.unlink()
        make(file)

    return damage


FILES: dict[str, Damage] = {
    "missing": Path.unlink,
    "directory": in_place(Path.mkdir),
    "pipe": in_place(os.mkfifo),
    "device": in_place(lambda file: file.symlink_to("/dev/zero")),
    "link to elsewhere": in_place(lambda file: file.symlink_to("/etc/passwd")),
    "link to itself": in_place(lambda file: file.symlink_to(file)),
    "no permission": lambda file: file.chmod(0),
    "empty": bytes_of(lambda content: b""),
    "header alone": bytes_of(lambda content: content.partition(b"\n")[0] + b"\n"),
    "blank lines": bytes_of(lambda content: content + b"\n\n\n"),
    "commas alone": bytes_of(lambda content: content + content.partition(b"\n")[0].count(b",") * b"," + b"\n"),
    "NUL": bytes_of(lambda content: content.replace(b"e", b"\0", 3)),
    "no UTF-8": bytes_of(lambda content: content.replace(b"e", b"\xff", 3)),
    "lone surrogates": bytes_of(lambda content: content.replace(b"e", b"\xed\xa0\x80", 3)),
    "UTF-16": bytes_of(lambda content: content.decode().encode("utf-16")),
    "byte-order mark": bytes_of(lambda content: b"\xef\xbb\xbf" + content),
    "CR only": bytes_of(lambda content: content.replace(b"\n", b"\r")),
    "CRLF": bytes_of(lambda content: content.replace(b"\n", b"\r\n")),
    "cut off": bytes_of(lambda content: content[: len(content) // 2]),
    "huge field": bytes_of(lambda content: content + b"a" * 5_000_000 + b"\n"),
    "many columns": bytes_of(lambda content: b"a," * 50_000 + content),
    "many lines": bytes_of(lambda content: content + b"a\n" * 50_000),
    "long digits": bytes_of(lambda content: content.replace(b",1", b"," + b"9" * 5_000)),
    "quotation mark": bytes_of(lambda content: content.replace(b",", b',"', 1)),
    "semicolons": bytes_of(lambda content: content.replace(b",", b";")),
    "noise": bytes_of(lambda content: random.Random(1).randbytes(5_000)),
    "one name in the header twice": bytes_of(lambda content: content.replace(content.split(b",")[1], content.split(b",")[0], 1)),
    "every record twice": bytes_of(lambda content: content + content.partition(b"\n")[2]),
}
"""Way of damage → what does it to a file."""
DEEP = "[" * 100_000 + "]" * 100_000
TEXTS = {
    "no JSON": "{",
    "list": "[]",
    "null": "null",
    "number": "1e999",
    "not a number": "NaN",
    "deep": DEEP,
    "deep resources": '{"name": "foreigners-support-groups-japan", "resources": ' + DEEP + "}",
    "no resources": '{"name": "foreigners-support-groups-japan"}',
    "resources that are text": '{"name": "x", "resources": "groups"}',
    "resources that are numbers": '{"name": "x", "resources": [1, 2]}',
    "resource in a circle": '{"name": "x", "resources": [{"$ref": "#/resources/0"}]}',
}
"""Way of damage → the text of a descriptor."""
SOMETHING: tuple[Any, ...] = (None, 5, [], {}, "", ["a"], "http://127.0.0.1:9/")
"""What may stand where something else is expected."""
PATHS = ("/dev/zero", "/etc/passwd", "../../groups.csv", ".", "source", "-", "a\0b", "groups.csv.gz")
ENTRIES: tuple[dict[str, Any], ...] = (
    *({key: value} for key in ("name", "path", "schema") for value in SOMETHING),
    *({"path": path} for path in PATHS),
    {"name": "groups"},
    {"dialect": {"delimiter": "ab", "quoteChar": 5}},
    {"encoding": "rot13"},
    {"profile": "http://127.0.0.1:9/", "$schema": 5},
    {"bytes": "many", "hash": 5},
    {"description": None, "title": 5},
)
"""What is put into the entry of a table."""
SCHEMAS: tuple[dict[str, Any], ...] = (
    *({key: value} for key in ("fields", "primaryKey", "foreignKeys") for value in SOMETHING),
    *({"fields": [1]}, {"fields": [{}]}, {"fields": [{"name": 5}]}, {"fields": [{"name": "a"}, {"name": "a"}]}),
    *({"primaryKey": [["a"]]}, {"primaryKey": ["a", 5]}),
    {"foreignKeys": [{}]},
    {"foreignKeys": [{"fields": 5, "reference": None}]},
    {"foreignKeys": [{"fields": ["a"], "reference": {"resource": "x", "fields": ["b"]}}]},
    {"foreignKeys": [{"fields": ["group_id"], "reference": {"resource": "groups", "fields": []}}]},
    {"foreignKeys": [{"fields": ["table"], "reference": {"resource": "", "fields": ["table"]}}]},
    {"missingValues": 5},
    {"missingValues": ["", "1", "Tokyo"]},
    {"fieldsMatch": ["any"]},
)
"""What is put into the schema of a table."""
TYPES = "any array boolean date datetime duration geojson geopoint integer list number object string text time year yearmonth"
CONSTRAINTS: tuple[dict[str, Any], ...] = (
    *({"required": "yes"}, {"unique": 5}, {"enum": 5}, {"enum": []}, {"enum": [{}, None]}, {"enum": {"a": 1}}, {"pattern": 5}),
    *({"pattern": "("}, {"pattern": "(a|a|.)+$!"}, {"pattern": "((.+)+)+!"}, {"pattern": "(?P<a>"}, {"pattern": "(.{1,900}){900}"}),
    *({"minimum": "one"}, {"minimum": {}}, {"maximum": []}, {"maximum": 10**400}, {"minLength": "a"}, {"maxLength": -1}, {"odd": 1}),
)
FIELDS: tuple[dict[str, Any], ...] = (
    *({key: value} for key in ("type", "constraints") for value in SOMETHING),
    *({"type": kind} for kind in TYPES.split()),
    *({"constraints": value} for value in CONSTRAINTS),
    {"format": "%"},
    {"categories": 5},
    {"codes": []},
    {"prefix": 5},
)
"""What is put into the description of a column."""


def of_descriptor(change: Callable[[dict[str, Any]], object]) -> Damage:
    """Return what changes a descriptor."""

    def damage(file: Path) -> None:
        descriptor = json.loads(file.read_text(encoding="utf-8"))
        change(descriptor)
        file.write_text(json.dumps(descriptor), encoding="utf-8")

    return damage


def damages() -> Iterator[tuple[str, str, Damage]]:
    """Return every way of damage with its name, and the file that it is done to."""
    resources = read_descriptor(data_directory())["resources"]
    lot = random.Random(2026)
    for way, damage in FILES.items():
        for path in (DESCRIPTOR, "groups.csv", *lot.sample([resource["path"] for resource in resources], 1)):
            yield f"{way}: {path}", path, damage
    for way, text in TEXTS.items():
        yield f"{way}: {DESCRIPTOR}", DESCRIPTOR, bytes_of(lambda content, text=text: text.encode())  # type: ignore[misc]
    for ways, into in ((ENTRIES, "entry"), (SCHEMAS, "schema"), (FIELDS, "field")):
        for new in ways:
            number = (
                lot.randrange(len(resources))
                if lot.random() < 0.5
                else next(n for n, one in enumerate(resources) if one["name"] == "groups")
            )

            def put(
                descriptor: dict[str, Any], number: int = number, into: str = into, new: Any = new, place: float = lot.random()
            ) -> None:
                entry = descriptor["resources"][number]
                fields = entry["schema"]["fields"]
                {"entry": entry, "schema": entry["schema"], "field": fields[int(place * len(fields))]}[into].update(new)

            yield f"{into} with {str(new)[:80]}: {resources[number]['name']}", DESCRIPTOR, of_descriptor(put)


def outcome(folder: Path, name: str) -> str:
    """Run a command on a folder in a process of its own, and return what is wrong with how it ended; nothing if nothing is."""
    told = folder.with_suffix(".told")
    if not (process := os.fork()):
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
            try:
                code = command([name, str(folder)])
                told.write_text(f"{code} {out.getvalue()}", encoding="utf-8", errors="replace")
            except BaseException:
                told.write_text(f"traceback {traceback.format_exc()}", encoding="utf-8", errors="replace")
        os._exit(0)
    ends = time.monotonic() + LONGEST
    while not os.waitpid(process, os.WNOHANG)[0]:
        if time.monotonic() > ends:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            return f"{name} takes more than {LONGEST} seconds"
        time.sleep(0.02)
    said = told.read_text(encoding="utf-8") if told.is_file() else "traceback: the process died"
    told.unlink(missing_ok=True)
    if said.startswith("traceback") or "Traceback" in said or (said.startswith("1") and not said[2:].strip()):
        return f"{name}: {said[-1500:]}"
    return ""


def main() -> int:
    """Damage folder after folder, run the commands on each, and print where one fails; of some names, only those commands or ways."""
    asked = sys.argv[1:]
    tried = [one for one in damages() if not {*asked} - {*COMMANDS} or any(word in one[0] for word in asked)]
    failures = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "data"
        for name in [name for name in COMMANDS if name in asked] or COMMANDS:
            shutil.copytree(data_directory(), folder)
            with contextlib.redirect_stdout(io.StringIO()):
                assert command([name, str(folder)]) == 0, "a folder that is whole is in order"
            shutil.rmtree(folder)
            for way, path, damage in tried:
                shutil.copytree(data_directory(), folder)
                damage(folder / path)
                if wrong := outcome(folder, name):
                    failures += 1
                    print(f"{way}: {wrong}", flush=True)
                shutil.rmtree(folder)
            print(f"{name}: {len(tried)} damaged folders; {failures} tracebacks, silent failures and hangs so far", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
