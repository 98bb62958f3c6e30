"""Loading a table imports pandas, and nothing heavy besides. What it costs is measured by `make bench`."""

from __future__ import annotations

import json
import subprocess
import sys


def test_loading_a_table_imports_nothing_heavy() -> None:
    code = "import json, sys, supportgroups; supportgroups.load_groups(); print(json.dumps(sorted(sys.modules)))"
    modules = set(json.loads(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout))
    assert "supportgroups.dataset" in modules
    heavy = {"altair", "frictionless", "IPython", "matplotlib", "myst_nb", "nbformat", "sphinx", "supportgroups.charts", "vl_convert"}
    assert not modules & heavy
