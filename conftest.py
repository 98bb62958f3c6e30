"""What pytest and nbval need to know of the notebooks in ``book/``."""

from __future__ import annotations

import gc
import os
import signal
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing import forkserver, get_context
from typing import Any

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
CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(
    [
        "altair",
        "IPython.core.completer",
        "IPython.core.completerlib",
        "IPython.core.oinspect",
        "ipykernel.debugger",
        "ipykernel.kernelapp",
        "pandas",
    ]
)


SERVER = "KERNELS_ARE_COPIES_OF"
"""The environment variable with the address of the process of which all kernels are copies, where several processes run notebooks."""


def share_server(notebooks: Sequence[str]) -> None:
    """Have one process import what kernels need, not one for each that runs notebooks, if all are to be run."""
    server: Any = forkserver._forkserver  # type: ignore[attr-defined]
    if address := os.environ.get(SERVER):  # this is one of several
        server._forkserver_address, server._forkserver_alive_fd = address, os.open(os.devnull, os.O_RDONLY)
        server.ensure_running = lambda: None
    elif notebooks == ["book"]:
        server.ensure_running()
        os.environ[SERVER] = server._forkserver_address


def spare() -> None:
    """Look for garbage more seldom in this process, which does not live long: it takes a fourteenth of the time."""
    gc.set_threshold(100_000, 50, 100)


def run_kernel(arguments: Sequence[str], folder: str | None, environment: Mapping[str, str]) -> None:
    """Be a kernel, in a group of processes of its own."""
    os.setsid()
    os.chdir(folder or ".")
    os.environ.clear()
    os.environ.update(environment)
    gc.freeze()  # what was imported stays
    spare()
    import pandas as pd
    from ipykernel.kernelapp import IPKernelApp

    pd.set_option("display.max_columns", 20)  # as in notebooks: where pandas is imported outside one, it takes the reader for a terminal's
    IPKernelApp.launch_instance([*arguments])


class Kernel:
    """A kernel's process, as Jupyter sees one: a copy of one that has imported Jupyter, pandas and Altair, and nothing of this project.

    To import them anew takes as long as to run a chapter. That a chapter runs without this is tested with its portable form.
    """

    stdin = stdout = stderr = None

    def __init__(self, command: Sequence[str], *, env: Mapping[str, str], cwd: str | None = None, **_: object) -> None:
        self._process = CONTEXT.Process(target=run_kernel, args=(command[command.index("-f") :], cwd, env), daemon=True)
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid
        while self.poll() is None and os.getpgid(self.pid) != self.pid:  # Jupyter ends a kernel by ending its group
            time.sleep(0.001)

    def poll(self) -> int | None:
        """Return how the kernel ended, or nothing while it runs."""
        return self._process.exitcode

    def wait(self) -> int | None:
        """Wait for the kernel's end."""
        self._process.join()
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send the kernel a signal."""
        os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)


def pytest_configure(config: pytest.Config) -> None:
    """Let tests run quickly, and chapters without drawing pictures, which are not compared."""
    spare()
    share_server(config.args)
    # The name is that of `supportgroups.notebook.PICTURES`, whose module each process would first have to import, with pandas.
    os.environ["SUPPORTGROUPS_NO_PICTURES"] = "yes"


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Give notebooks quick kernels with ports of their own, and leave the stored pictures out of nbval's comparison.

    Jupyter would choose among the ports that the system gives to whoever connects, and a kernel whose port is given away before it begins
    dies. The widths of text in pictures depend on the fonts of a machine. What a picture shows is compared all the same, because the
    chart's specification stands beside it.
    """
    if hasattr(collector, "skip_compare"):
        from jupyter_client.connect import LocalPortCache
        from jupyter_client.provisioning import local_provisioner

        LocalPortCache.find_available_port = lambda self, ip: next(PORTS)  # type: ignore[method-assign]
        local_provisioner.launch_kernel = Kernel  # type: ignore[assignment, attr-defined]
        collector.skip_compare += ("image/svg+xml",)
