"""`portal worker` as a process of its own, against one installation."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from portal.config import ROOT, SECRETS_FILE, write_secrets
from tests.conftest import SECRETS
from tests.faults.server import PORTAL


@dataclass
class Worker:
    """One worker; what it writes goes to `worker.log` in the instance folder."""

    database_url: str
    instance: Path
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        if not (self.instance / SECRETS_FILE).exists():
            write_secrets(self.instance, SECRETS)

    @property
    def log(self) -> str:
        path = self.instance / "worker.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def start(self, *options: str) -> "Worker":
        environ = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")}
        environ |= {
            "PORTAL_INSTANCE": str(self.instance),
            "PORTAL_DATABASE_URL": self.database_url,
            "PORTAL_BASE_URL": "https://suara.contoh.go.id",
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }
        with (self.instance / "worker.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*PORTAL, "worker", *options], cwd=ROOT, env=environ, stdout=log, stderr=log
            )
        return self

    def once(self) -> int:
        """`portal worker --once`; its exit status."""
        self.start("--once")
        assert self.process is not None
        status = self.process.wait(60)
        self.process = None
        return status

    def end(self, number: int = signal.SIGTERM) -> int:
        """One signal; the exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        status = self.process.wait(60)
        self.process = None
        return status


def until(condition: Callable[[], bool], *, seconds: float = 40.0, what: str = "") -> None:
    """Wait for something to become true; AssertionError when it does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"did not happen: {what}"
        time.sleep(0.05)
