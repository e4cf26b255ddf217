"""What gunicorn says by itself: in words, and without anybody's address, code or hour."""

import json
import logging
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.serving import LineFormatter
from tests.faults.server import Server

HOST = "Host: loket.example\r\nX-Forwarded-For: 203.0.113.9\r\n"
CODE = "RAHASIA7"
BROKEN = {
    "line": (f"GET /l/{CODE}?x={'a' * 5000} HTTP/1.1\r\n{HOST}\r\n", 414),
    "posted line": (f"POST /l/{CODE}?x={'a' * 5000} HTTP/1.1\r\n{HOST}\r\n", 414),
    "no line": (f"{CODE}\r\n\r\n", 400),
    "version": (f"GET /l/{CODE} HTTP/9.9\r\n{HOST}\r\n", 400),
    "method": (f"g=t /l/{CODE} HTTP/1.1\r\n{HOST}\r\n", 400),
    "header": (f"GET /l/{CODE} HTTP/1.1\r\n{HOST}{CODE} x: y\r\n\r\n", 400),
    "long header": (f"GET /l/{CODE} HTTP/1.1\r\n{HOST}X: {'a' * 9000}\r\n\r\n", 431),
    "headers": (f"GET /l/{CODE} HTTP/1.1\r\n{HOST}" + "X: y\r\n" * 120 + "\r\n", 431),
    "coding": (f"POST /l/{CODE} HTTP/1.1\r\n{HOST}Transfer-Encoding: {CODE}\r\n\r\n", 501),
    "expected": (f"POST /l/{CODE} HTTP/1.1\r\n{HOST}Expect: {CODE}\r\n\r\n", 417),
    "tls": ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
}


@pytest.fixture
def served(sqlite_url: str, tmp_path: Path) -> Iterator[Server]:
    instance = tmp_path / "served"
    instance.mkdir(mode=0o700)
    server = Server(sqlite_url, instance).start()
    yield server
    server.end()


def sent(port: int, raw: str) -> str:
    """The whole answer to these bytes; what came before a reset counts."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as talk:
        talk.sendall(raw.encode("latin-1"))
        try:
            while part := talk.recv(65536):
                answer += part
        except ConnectionResetError:
            pass
    return answer.decode("utf-8")


def test_broken_requests_are_answered_in_words_and_leave_no_address(served: Server) -> None:
    for name, (raw, status) in BROKEN.items():
        head, _, body = sent(served.port, raw).partition("\r\n\r\n")
        assert head.startswith(f"HTTP/1.1 {status} "), (name, head)
        assert f"Content-Length: {len(body.encode())}" in head, name
        assert '<html lang="id">' in body, name
        assert "Periksa alamatnya" in body or "Muat ulang" in body, name
        for kept in (CODE, "127.0.0.1", "Bad Request", "Invalid"):
            assert kept not in body, (name, kept)
    chunk = f"POST /l/{CODE} HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n{CODE}\r\n\r\n"
    sent(served.port, chunk)
    assert served.get("/healthz").status == 200
    log = served.log
    assert log.count("permintaan ditolak") >= len(BROKEN)
    for kept in ("127.0.0.1", "203.0.113.9", CODE, "Invalid request from"):
        assert kept not in log, kept
    assert not re.search(r"\d\d:\d\d:\d\d", log)
    for line in log.splitlines():
        assert json.loads(line)["level"]


@pytest.mark.parametrize(
    "address", ["192.0.2.7", "2001:db8::7", "::1", "::ffff:192.0.2.7", "fe80::1%eth0"]
)
def test_addresses_are_taken_out_of_whatever_gunicorn_logs(address: str) -> None:
    try:
        raise OSError(f"{address} went away")
    except OSError:
        caught = sys.exc_info()
    record = logging.LogRecord(
        "gunicorn.error", logging.ERROR, "x.py", 1, "from ip=%s: (%r, 80)", (address,) * 2, caught
    )
    line = LineFormatter().format(record)
    assert address not in line
    assert "192.0.2.7" not in line
    said = json.loads(line)
    assert said["event"].startswith("from ip=")
    assert "OSError" in said["error"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", said["timestamp"])
