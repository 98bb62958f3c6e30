"""The package imports nothing until it is asked for something, and then nothing heavy besides pandas; `make bench` measures it."""

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


def test_importing_the_package_imports_none_of_its_modules() -> None:
    code = "import sys, supportgroups; print([name for name in sys.modules if name.startswith('supportgroups.') or name == 'pandas'])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "[]\n"


def test_an_older_pandas_is_refused_with_the_version_that_is_needed() -> None:
    code = "import pandas, supportgroups; pandas.__version__ = '2.3.1'; supportgroups.load_groups()"
    process = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert process.stderr.splitlines()[-1] == (
        "ImportError: supportgroups needs pandas 3.0 or later; this is 2.3.1: pip install 'pandas>=3.0'"
    )
