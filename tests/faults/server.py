"""A real `portal serve` on a free port of the loopback, and people who send it real forms."""

import base64
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from portal.config import ROOT, SECRETS_FILE, write_secrets
from portal.ticket import nonce_key
from tests.conftest import SECRETS

# The command itself, from this checkout.
PORTAL = (sys.executable, "-c", "from portal.cli import main; main()")
STARTS_WITHIN = 40.0  # seconds; generous, because the machines of CI are slow and shared
GENEROUS = {"PORTAL_ADDRESS_LIMIT": "100000", "PORTAL_COUNTER_LIMIT": "1000000"}
# The nonce stands in the last 16 bytes before the signature of 16.
NONCE = slice(-32, -16)


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Server:
    """One installation served by gunicorn; all its processes are one group, ended together."""

    database_url: str
    instance: Path
    settings: Mapping[str, str] = field(default_factory=lambda: dict(GENEROUS))
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        if not (self.instance / SECRETS_FILE).exists():
            write_secrets(self.instance, SECRETS)

    @property
    def log(self) -> str:
        """Everything written to standard error so far."""
        return (self.instance / "serve.log").read_text("utf-8", "replace")

    def start(self, *prefix: str) -> "Server":
        """Start and wait until it answers; `prefix` is a program to run it under."""
        environ = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")}
        environ |= {
            "PORTAL_INSTANCE": str(self.instance),
            "PORTAL_DATABASE_URL": self.database_url,
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }
        with (self.instance / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*prefix, *PORTAL, "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_it_answers()
        return self

    def _wait_until_it_answers(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"portal serve ended:\n{self.log}"
            try:
                if self.get("/healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"portal serve does not answer:\n{self.log}")

    def end(self, number: int = signal.SIGTERM) -> None:
        """Send one signal to all of its processes and wait for the first of them."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        self.process.wait(30)
        self.process = None

    def processes(self) -> list[int]:
        """The master and its workers."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [self.process.pid, *map(int, children.read_text("ascii").split())]

    def kill(self) -> None:
        """kill -9, master and workers at once."""
        self.end(signal.SIGKILL)

    def get(self, path: str, **headers: str) -> "Answer":
        """One GET on a connection of its own."""
        with talking(self.port) as connection:
            return ask(connection, "GET", path, headers=headers)

    def post(self, form: "Filled", **headers: str) -> "Answer":
        """Send one form on a connection of its own."""
        with talking(self.port) as connection:
            return send(connection, form, **headers)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the Location, the Retry-After and the text."""

    status: int
    location: str
    retry_after: str
    text: str


@contextmanager
def talking(port: int, timeout: float = 30.0) -> Iterator[http.client.HTTPConnection]:
    """A connection that is closed at the end."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        yield connection
    finally:
        connection.close()


def ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """One request; http.client errors are OSErrors or HTTPExceptions (see LOST)."""
    sent = dict(headers or {})
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, urlencode(body) if body is not None else None, sent)
    response = connection.getresponse()
    text = response.read().decode("utf-8", "replace")
    return Answer(
        response.status,
        response.headers.get("Location", ""),
        response.headers.get("Retry-After", ""),
        text,
    )


LOST = (OSError, http.client.HTTPException)  # the connection broke: nothing is known
_FORM = re.compile(r'<form method="post" action="([^"]+)"')
_TICKET = re.compile(r'name="ticket"[^>]*value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Filled:
    """A fetched form, filled in: where it goes, what it says, and how its row is known."""

    action: str
    body: Mapping[str, str]

    @property
    def ticket_key(self) -> bytes:
        text = self.body["ticket"]
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return nonce_key(raw[NONCE])


def read_form(html: str, **answers: str) -> Filled:
    """The form as it stands in the page, with these answers."""
    action, ticket = _FORM.search(html), _TICKET.search(html)
    assert action, html[:500]
    assert ticket, html[:500]
    return Filled(unescape(action[1]), {"ticket": ticket[1], "overall": "3", **answers})


def fetch_form(connection: http.client.HTTPConnection, code: str, **answers: str) -> Filled:
    """GET the form of a counter and fill it in."""
    return read_form(ask(connection, "GET", f"/l/{code}").text, **answers)


def send(connection: http.client.HTTPConnection, form: Filled, **headers: str) -> Answer:
    """POST a filled form."""
    return ask(connection, "POST", form.action, form.body, headers)
