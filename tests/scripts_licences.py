"""Read the licences of what is in the scripts of the pages into ``notices.json``.

This is for whoever updates vl-convert, sphinx-copybutton or MiniSearch. First put the names and versions right there, as the test in
``test_notices.py`` says. Then install just these with npm, and name npm's folder: ``python tests/scripts_licences.py node_modules``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bookmaking.notices import SCRIPTS


def main() -> None:
    """Read the licences anew; a version that is not known stays so."""
    packages = json.loads(SCRIPTS.read_text(encoding="utf-8"))["packages"]
    for known in packages:
        folder = Path(sys.argv[1]) / known["name"]
        about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        if known["versionInfo"] not in {"", about["version"]}:
            raise SystemExit(f"{folder}: version {about['version']}: expected {known['versionInfo']}")
        (text,) = (file for file in folder.iterdir() if file.name.lower().startswith("licen"))
        known |= {"licenseId": about["license"], "extractedText": text.read_text(encoding="utf-8")}
    SCRIPTS.write_text(json.dumps({"packages": packages}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
