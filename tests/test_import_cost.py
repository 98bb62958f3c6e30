"""Loading a table through the package costs little more than reading it with pandas."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from supportgroups.dataset import data_directory

ALLOWED = 1.2
"""Times the cost of pandas alone."""
ROUNDS = (7, 14, 28)
"""How many runs of each; more only if fewer do not settle it."""

OURS = "import supportgroups; supportgroups.load_groups()"
PANDAS = "import sys, pandas; pandas.read_csv(sys.argv[1])"
# Processor time of the process itself, which other processes on a busy machine hardly change. That of starting Python is not counted
# for either, so that it does not flatter the ratio.
COST = "import time; start = time.process_time(); {}; print(time.process_time() - start)"
MODULES = "; import json, sys; print(json.dumps(sorted(sys.modules)))"


def run(code: str) -> str:
    """Run code in a fresh interpreter and return what it prints."""
    # One thread, whatever the machine: pools of threads would be counted, too, and not each time alike.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", code, str(data_directory() / "groups.csv")]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


def test_loading_a_table_costs_little_more_than_pandas() -> None:
    ours, pandas = COST.format(OURS), COST.format(PANDAS)
    for code in (ours, pandas):
        run(code)  # compiles what is not compiled yet, and brings files into memory
    costs: dict[str, list[float]] = {ours: [], pandas: []}
    ratio = float("inf")
    for rounds in ROUNDS:
        # In turns, so that a slow spell of the machine meets both alike.
        while len(costs[ours]) < rounds:
            for code, seconds in costs.items():
                seconds.append(float(run(code)))
        # The cheapest run is the one that was disturbed least.
        ratio = min(costs[ours]) / min(costs[pandas])
        if ratio <= ALLOWED:
            return
    raise AssertionError(f"loading costs {ratio:.2f} times what pandas alone costs, more than {ALLOWED}: {costs}")


def test_loading_a_table_imports_nothing_heavy() -> None:
    modules = set(json.loads(run(OURS + MODULES)))
    assert "supportgroups.dataset" in modules
    heavy = {"altair", "frictionless", "IPython", "matplotlib", "myst_nb", "nbformat", "sphinx", "supportgroups.charts", "vl_convert"}
    assert not modules & heavy
