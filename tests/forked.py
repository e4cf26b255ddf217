"""Work in a process of its own, to be killed: forked from one that has loaded the program.

To load the program takes two seconds of each new process, and a fork of the tests' own process
would take along its connections and threads.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

_context = get_context("forkserver")
_context.set_forkserver_preload(["portal.cli", "tests.conftest"])


@dataclass
class Child:
    """A running process and what it tells."""

    process: BaseProcess
    told: Connection

    def hears(self) -> Any:
        """The next thing it tells; None when it has ended without."""
        try:
            return self.told.recv()
        except EOFError:
            return None

    def kill(self) -> None:
        """kill -9; nothing where it has ended by itself."""
        with suppress(ProcessLookupError):
            self.process.kill()

    def wait(self) -> int | None:
        """Its exit status, negative for a signal."""
        self.process.join(120)
        return self.process.exitcode


def forked(work: Callable[..., None], *facts: object) -> Child:
    """Start `work(tell, *facts)`, a function of a module; `tell` is a connection to send on."""
    here, there = _context.Pipe(duplex=False)
    process = _context.Process(target=work, args=(there, *facts), daemon=True)
    process.start()
    there.close()
    return Child(process, here)
