"""T10: connections that break before, during and after the POST. Sent again: one row each."""

import socket
import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from tests.faults.conftest import Installation, bounded
from tests.faults.server import Filled, Server, fetch_form, send, talking

PEOPLE = 8


def request_bytes(form: Filled) -> tuple[bytes, bytes]:
    """The head and the body of the POST as they go over the wire."""
    body = urlencode(form.body).encode()
    head = (
        f"POST {form.action} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    return head.encode(), body


def before(link: socket.socket, head: bytes, _body: bytes) -> None:
    """Connected, half a head sent, gone."""
    link.sendall(head[: len(head) // 2])


def during(link: socket.socket, head: bytes, body: bytes) -> None:
    """Half a body sent, gone."""
    link.sendall(head + body[: len(body) // 2])


def after(link: socket.socket, head: bytes, body: bytes) -> None:
    """All sent, gone before the answer."""
    link.sendall(head + body)


def answered(link: socket.socket, head: bytes, body: bytes) -> None:
    """All sent, the answer is on its way, never read."""
    link.sendall(head + body)
    link.recv(1, socket.MSG_PEEK)


BREAKS = (before, during, after, answered)


def break_off(port: int, form: Filled, number: int) -> None:
    """Send the form over a connection that breaks; every second one with a reset."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
        BREAKS[number % 4](link, *request_bytes(form))
        if number // 4 % 2:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def somebody(server: Server, code: str, numbers: range) -> list[Filled]:
    """One person with a bad network: every form breaks once and is then sent again."""
    forms = []
    for number in numbers:
        with talking(server.port) as connection:
            form = fetch_form(connection, code, comment="antre lama")
            break_off(server.port, form, number)
            answer = send(connection, form)
        assert (answer.status, "sudah" in answer.location) == (303, False), answer
        forms.append(form)
    return forms


@pytest.mark.drill
def test_a_thousand_broken_connections_make_one_row_each(
    installation: Installation, serve: Callable[..., Server]
) -> None:
    count = bounded(400, 1000) if installation.is_sqlite else bounded(200, 1000)
    server = serve(installation)
    share = count // PEOPLE
    shares = [range(first, first + share) for first in range(0, share * PEOPLE, share)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        done = pool.map(lambda numbers: somebody(server, installation.code, numbers), shares)
        forms = [form for share in done for form in share]
    assert sorted(installation.ticket_keys()) == sorted(form.ticket_key for form in forms)
    assert installation.ask("SELECT count(*) FROM comment") == [(len(forms),)]
    assert "Traceback" not in server.log
