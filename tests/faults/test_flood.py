"""T6: five hundred hostile requests a second, and two honest people who must not be lost."""

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.load import Link
from tests.faults.conftest import Installation, bounded
from tests.faults.server import LOST, Filled, Server, read_form

HOSTILE_PER_SECOND = 500
BOTS = 40
HONEST = ("203.0.113.7", "198.51.100.9")


class Flood:
    """Bots of one network that post rubbish at a fixed rate over open connections."""

    def __init__(self, server: Server, action: str) -> None:
        self.server, self.sent, self.stop = server, itertools.count(), threading.Event()
        body = b"ticket=AAAA&overall=4&comment=" + b"x" * 200
        head = (
            f"POST {action} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: 192.0.2.66\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.request = head.encode() + body

    def bot(self, number: int) -> int:
        """Send on schedule; a late answer does not make the next request later."""
        started, done, link = time.monotonic() + number / HOSTILE_PER_SECOND, 0, None
        while not self.stop.is_set():
            time.sleep(max(0.0, started + done * BOTS / HOSTILE_PER_SECOND - time.monotonic()))
            try:
                link = link or Link(self.server.port)
                link.wire.sendall(self.request)
                link._answer()
                done += 1
            except LOST:
                link = None
        return done


def honest(server: Server, code: str, address: str, until: float) -> list[tuple[Filled, float]]:
    """One person after another at a counter: fetch, fill in, send, read the thanks."""
    done = []
    forwarded = {"X-Forwarded-For": address}
    while time.monotonic() < until:
        started = time.monotonic()
        form = read_form(server.get(f"/l/{code}", **forwarded).text)
        shown = time.monotonic()
        answer = server.post(form, **forwarded)
        assert answer.status == 303, answer
        done.append((form, max(shown - started, time.monotonic() - shown)))
        time.sleep(0.5)
    return done


@pytest.mark.drill
@pytest.mark.alone
def test_a_flood_drowns_nobody(
    sqlite_installation: Installation, serve: Callable[..., Server]
) -> None:
    place = sqlite_installation
    server = serve(place, PORTAL_TRUSTED_PROXIES="1", PORTAL_ADDRESS_LIMIT="150")
    flood = Flood(server, f"/l/{place.code}?kirim=")
    seconds = bounded(10, 60)
    with ThreadPoolExecutor(BOTS + len(HONEST)) as pool:
        bots = [pool.submit(flood.bot, number) for number in range(BOTS)]
        time.sleep(1)
        until = time.monotonic() + seconds
        people = [pool.submit(honest, server, place.code, who, until) for who in HONEST]
        rated = [visit for person in people for visit in person.result()]
        flood.stop.set()
        hostile = sum(bot.result() for bot in bots) / (seconds + 1)
    waits = sorted(wait for _form, wait in rated)
    slowest = waits[int(len(waits) * 0.95)]
    print(f"{hostile:.0f} hostile/s, {len(rated)} honest, p95 {slowest:.2f} s")
    assert sorted(place.ticket_keys()) == sorted(form.ticket_key for form, _wait in rated)
    assert len(rated) >= seconds / 2
    assert slowest < 2
    assert hostile > HOSTILE_PER_SECOND / 4, "the bots could not flood: nothing is proven"
