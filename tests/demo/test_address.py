"""Where the demonstration may listen, and what its QR codes say."""

import socket
from collections.abc import Iterator

import pytest

from portal.demo.address import base_url, demand_free_port, is_loopback, own_address
from portal.errors import RuleBroken


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def test_a_port_in_use_is_refused_with_another_to_take(taken_port: int) -> None:
    with pytest.raises(
        RuleBroken, match=f"Porta {taken_port} sedang dipakai.*PORT={taken_port + 1}"
    ):
        demand_free_port("127.0.0.1", taken_port)


def test_a_port_in_use_is_seen_from_all_addresses(taken_port: int) -> None:
    with pytest.raises(RuleBroken, match="sedang dipakai"):
        demand_free_port("0.0.0.0", taken_port)  # noqa: S104


@pytest.mark.parametrize("host", ["203.0.113.9", "tidak ada", "x" * 300])
def test_an_address_that_is_not_this_machines_is_refused(host: str) -> None:
    with pytest.raises(RuleBroken, match="bukan alamat mesin ini"):
        demand_free_port(host, 8000)


def test_a_free_port_is_free_afterwards(taken_port: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    demand_free_port("127.0.0.1", free)
    demand_free_port("127.0.0.1", free)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("192.168.1.20", "http://192.168.1.20:8000"),
        ("::1", "http://[::1]:8000"),
        ("localhost", "http://localhost:8000"),
        ("0.0.0.0", f"http://{own_address() or '127.0.0.1'}:8000"),  # noqa: S104
    ],
)
def test_codes_say_an_address_that_can_be_opened(host: str, expected: str) -> None:
    assert base_url(host, 8000) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104
        ("10.0.0.1", False),
    ],
)
def test_a_phone_cannot_reach_a_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
