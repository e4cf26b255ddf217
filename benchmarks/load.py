"""A load driver: people on open connections who fetch a form, send it and read the thanks."""

import re
import socket
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

HEADERS = "Host: 127.0.0.1\r\nAccept-Encoding: gzip\r\nAccept-Language: id\r\n"


@dataclass
class Link:
    """One open connection that speaks just enough HTTP to cost next to nothing itself."""

    port: int
    wire: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self._open()

    def _open(self) -> None:
        self.wire = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Send one request, give back the whole answer (head and body)."""
        headers = HEADERS
        if body:
            headers += (
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n"
            )
        self.wire.sendall(f"{method} {path} HTTP/1.1\r\n{headers}\r\n".encode() + body)
        return self._answer()

    def _answer(self) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])  # type: ignore[index]
        while len(body) < length:
            body += self._more()
        if b"onnection: close" in head:
            self.wire.close()
            self._open()
        return head + b"\r\n\r\n" + body

    def _more(self) -> bytes:
        more = self.wire.recv(65536)
        if not more:
            raise ConnectionError("closed by the server")
        return more


@dataclass(frozen=True, slots=True)
class Site:
    """Where a form is, where it goes, the thanks, how its token is found, what is answered."""

    port: int
    form: str
    action: str
    thanks: str
    token: re.Pattern[bytes]
    token_name: str
    answers: dict[str, str]


def submission(link: Link, site: Site) -> None:
    """What one resident does: GET the form, POST it with its token, follow to the thanks."""
    token = site.token.search(text_of(expect(link.ask("GET", site.form), 200)))
    assert token, "no token in the form"
    body = urlencode({site.token_name: token[1].decode(), **site.answers}).encode()
    expect(link.ask("POST", site.action, body), 303)
    expect(link.ask("GET", site.thanks), 200)


def form_only(link: Link, site: Site) -> None:
    """GET the form."""
    expect(link.ask("GET", site.form), 200)


def expect(answer: bytes, status: int) -> bytes:
    """The answer, which must have this status."""
    assert answer.startswith(f"HTTP/1.1 {status} ".encode()), answer[:500]
    return answer


def text_of(answer: bytes) -> bytes:
    """The body as the browser reads it."""
    head, _, body = answer.partition(b"\r\n\r\n")
    return zlib.decompress(body, 31) if b"ncoding: gzip" in head else body


@dataclass
class Run:
    """What one run gave: seconds per unit, in order of completion, and the wall time."""

    seconds: list[float]
    wall: float

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.wall

    def percentile(self, percent: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def run(site: Site, connections: int, count: int, unit: Callable[[Link, Site], None]) -> Run:
    """Let `connections` people do `count` units of work together; each unit is timed."""
    todo, done, lock = iter(range(count)), [], threading.Lock()
    failures: list[BaseException] = []

    def person() -> None:
        try:
            link = Link(site.port)
            while not failures:
                with lock:
                    if next(todo, None) is None:
                        return
                started = time.perf_counter()
                unit(link, site)
                done.append(time.perf_counter() - started)
        except BaseException as failure:
            failures.append(failure)

    people = [threading.Thread(target=person) for _ in range(connections)]
    started = time.perf_counter()
    for one in people:
        one.start()
    for one in people:
        one.join()
    if failures:
        raise failures[0]
    return Run(done, time.perf_counter() - started)
