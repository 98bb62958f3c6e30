"""What pytest and nbval need to know of the notebooks in ``book/``."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

collect_ignore = ["src/liteextensions"]
"""What runs in a browser's Python only."""


def ports(first: int) -> Iterator[int]:
    """Yield ports of this machine on which nothing listens, from the first one on."""
    for port in range(first, first + 1000):
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
        yield port


PORTS = ports(10_000 + 1000 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")))
"""For the kernels of this process: below those that the system gives to whoever connects."""


def pytest_configure(config: pytest.Config) -> None:
    """Let the chapters run without drawing pictures, which are not compared."""
    # The name is that of `supportgroups.notebook.PICTURES`, whose module each process would first have to import, with pandas.
    os.environ["SUPPORTGROUPS_NO_PICTURES"] = "yes"


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Give kernels ports of their own, and leave the stored pictures out of nbval's comparison.

    Jupyter would choose among those that the system gives to whoever connects, and a kernel whose port is given away before it begins dies.
    The widths of text in pictures depend on the fonts of a machine. What a picture shows is compared all the same, because the chart's
    specification stands beside it.
    """
    if hasattr(collector, "skip_compare"):
        from jupyter_client.connect import LocalPortCache

        LocalPortCache.find_available_port = lambda self, ip: next(PORTS)  # type: ignore[method-assign]
        collector.skip_compare += ("image/svg+xml",)
