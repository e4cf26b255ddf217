"""T6: Redis counts for all processes; without it ratings are still accepted, and it is said."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.conftest import ON_CI
from tests.faults.conftest import Installation
from tests.faults.server import GENEROUS, Server, fetch_form, free_port, send, talking


class OwnRedis:
    """A Redis of the test's own, to be ended and started again."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.command = [
            *("redis-server", "--port", str(self.port), "--bind", "127.0.0.1"),
            *("--save", "", "--appendonly", "no", "--dir", str(folder)),
        ]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        for _ in range(100):
            try:
                with redis.Redis.from_url(self.url, socket_connect_timeout=0.3) as client:
                    client.ping()
                    return
            except redis.RedisError:
                time.sleep(0.05)
        raise AssertionError("redis-server does not answer")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[OwnRedis]:
    if shutil.which("redis-server") is None:
        assert not ON_CI, "redis-server: missing on CI"
        pytest.skip("redis-server: not on this machine")
    server = OwnRedis(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def two_servers(
    postgresql_installation: Installation, own_redis: OwnRedis
) -> Iterator[tuple[Server, Server]]:
    """Two servers of one installation that count in one Redis; six posts an hour."""
    place = postgresql_installation
    servers = [
        Server(
            place.database_url,
            place.instance,
            settings={
                **GENEROUS,
                "PORTAL_REDIS_URL": own_redis.url,
                "PORTAL_ADDRESS_LIMIT": "6",
            },
        )
        for _ in range(2)
    ]
    try:
        yield servers[0].start(), servers[1].start()
    finally:
        for server in servers:
            server.kill()


def rate(server: Server, code: str) -> int:
    with talking(server.port) as connection:
        return send(connection, fetch_form(connection, code, comment="x")).status


AWAY = "redis does not answer; limits are in memory"


def state(server: Server) -> tuple[int, str]:
    """How the limiter stands; no worker runs here, so the whole is never called ready."""
    answer = server.get("/readyz")
    return answer.status, json.loads(answer.text)["limiter"]


@pytest.mark.redis
@pytest.mark.postgresql
def test_redis_counts_for_all_and_is_not_needed(
    two_servers: tuple[Server, Server],
    own_redis: OwnRedis,
    postgresql_installation: Installation,
) -> None:
    one, other = two_servers
    code = postgresql_installation.code
    assert state(one) == (200, "ok")
    assert [rate(server, code) for server in (one, other) * 4] == [303] * 6 + [429] * 2
    with redis.Redis.from_url(own_redis.url) as client:
        kept = b" ".join(client.keys())
        assert b"127.0.0" not in kept, "no address is kept"
        client.flushdb()

    own_redis.kill()
    started = time.monotonic()
    assert [rate(server, code) for server in (one, other) * 2] == [303] * 4
    assert time.monotonic() - started < 8, "nobody waits for a Redis that is not there"
    assert state(one) == state(other) == (200, AWAY)
    assert "redis_unreachable" in one.log
    assert len(postgresql_installation.ticket_keys()) == 10

    own_redis.start()
    time.sleep(10.5)  # the portal looks again after ten seconds
    assert rate(one, code) == 303
    assert state(one) == (200, "ok")
    with redis.Redis.from_url(own_redis.url) as client:
        assert client.keys("*post*"), "counting in Redis again"


@pytest.mark.redis
@pytest.mark.postgresql
def test_a_server_starts_without_its_redis(
    postgresql_installation: Installation,
) -> None:
    place = postgresql_installation
    away = f"redis://127.0.0.1:{free_port()}/0"
    server = Server(place.database_url, place.instance, {**GENEROUS, "PORTAL_REDIS_URL": away})
    try:
        server.start()
        assert rate(server, place.code) == 303
        assert state(server) == (200, AWAY)
    finally:
        server.kill()
