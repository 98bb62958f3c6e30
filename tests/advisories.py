"""Known weaknesses of the packages that `requirements.lock` names: what `make advisories` asks the database of osv.dev.

It says that none is known only when the database has answered, and has shown that it would know: it is asked first for a package with
weaknesses that have been published for years. Where it cannot be asked, that is what is said.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SERVICE = "https://api.osv.dev/v1/query"
KNOWN = "jinja2==2.10"
"""A package with published weaknesses."""
NONE, FOUND, NOT_ASKED = range(3)
"""What the command ends with."""


class NotAskedError(Exception):
    """The database cannot be asked."""


def ask(requirements: Path, service: str) -> list[dict[str, Any]]:
    """Return what the database says of each package of a file of requirements.

    Raises
    ------
    NotAskedError
        If there is no answer on one of them.
    """
    options = ["--vulnerability-service", "osv", "--osv-url", service, "--format", "json", "--progress-spinner", "off"]
    command = [sys.executable, "-m", "pip_audit", *options, "--disable-pip", "--no-deps", "--requirement", str(requirements)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        raise NotAskedError((done.stderr.strip().splitlines() or ["no answer"])[-1]) from None
    if skipped := [f"{package['name']}: {package['skip_reason']}" for package in packages if "skip_reason" in package]:
        raise NotAskedError("; ".join(skipped))
    return packages


def main(arguments: list[str] | None = None) -> int:
    """Say what is known: end with 0 if nothing is, with 1 if something is, with 2 if that could not be asked."""
    parser = argparse.ArgumentParser(prog="python tests/advisories.py", description=main.__doc__)
    parser.add_argument("requirements", type=Path, nargs="?", default=Path("requirements.lock"), help="what names the packages")
    parser.add_argument("--service", default=SERVICE, help="the address of the database")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            control = Path(folder) / "requirements.txt"
            control.write_text(f"{KNOWN}\n", encoding="utf-8")
            if not any(package["vulns"] for package in ask(control, options.service)):
                raise NotAskedError(f"it knows nothing of {KNOWN}, which has published weaknesses")
        packages = ask(options.requirements, options.service)
    except NotAskedError as reason:
        print(f"{options.service} could not be asked, so it is not known whether {options.requirements} has weaknesses: {reason}")
        return NOT_ASKED
    weak = [(package, weakness) for package in packages for weakness in package["vulns"]]
    for package, weakness in weak:
        better = ", ".join(weakness["fix_versions"]) or "no version yet"
        print(f"{package['name']} {package['version']}: {weakness['id']}, mended in {better}")
    print(f"{options.service} was asked for {len(packages)} packages: {f'{len(weak)} weaknesses' if weak else 'no weakness is known'}")
    return FOUND if weak else NONE


if __name__ == "__main__":
    sys.exit(main())
