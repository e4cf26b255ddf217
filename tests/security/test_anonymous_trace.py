"""T4: one anonymous complaint with a photo, and everything that it left behind.

A real `portal serve` takes it; then every column of every table, every log line, the queue, and
every file with its times is looked through: no address, browser, contact, nor anything of the
time finer than the day.
"""

import http.client
import os
import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from portal.complaints.rules.receipt import parse
from tests.faults.conftest import Installation, install
from tests.faults.server import GENEROUS, Server, talking
from tests.security.planted import shapes

ADDRESS = "198.51.100.77"
BROWSER = "Kanari/7.3 (HP warga; build QX55)"
FILE_NAME = "IMG_20261122_031415.jpg"
CONTACT = {
    "name": "Siti Kanariwati",
    "phone": "081987654321",
    "email": "siti.kanari@contoh.id",
    "address": "Jalan Kanari 77",
}
CAMERA = "Kamera Kanari 9"
PLANTED = (ADDRESS, BROWSER, FILE_NAME, CAMERA, *CONTACT.values())
STORY = "Akta belum jadi setelah tiga kali datang."
# The database's own files change with every write, whoever writes.
OF_THE_DATABASE = re.compile(r"(portal\.db(-wal|-shm)?|serve\.log)")
TIME = re.compile(r"\d\d:\d\d")
A_DAY = 86_400


@dataclass
class Traces:
    """What an installation holds at one moment."""

    tables: dict[str, set[tuple[Any, ...]]]
    columns: dict[str, list[str]]
    makings: dict[str, str]
    files: dict[str, Path]
    times: dict[str, os.stat_result]
    log: str
    raw: dict[str, bytes] = field(default_factory=dict)


def photo() -> bytes:
    raw, exif = BytesIO(), Image.Exif()
    exif[0x010F], exif[0x0132] = CAMERA, "2026:11:22 03:14:15"
    exif[0x8825] = {1: "S", 2: (6.0, 11.0, 22.0), 3: "E", 4: (106.0, 49.0, 0.0)}
    Image.new("RGB", (1600, 1200), "teal").save(raw, "JPEG", exif=exif, comment=CAMERA.encode())
    return raw.getvalue()


def multipart(fields: Mapping[str, str]) -> tuple[str, bytes]:
    edge, body = "kanari-batas", b""
    for name, value in fields.items():
        body += f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        body += value.encode() + b"\r\n"
    body += f'--{edge}\r\nContent-Disposition: form-data; name="files"; '.encode()
    body += f'filename="{FILE_NAME}"\r\nContent-Type: image/jpeg\r\n\r\n'.encode()
    return f"multipart/form-data; boundary={edge}", body + photo() + f"\r\n--{edge}--\r\n".encode()


def traces(installation: Installation, server: Server) -> Traces:
    path = installation.instance / "portal.db"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL"
        makings = dict(connection.execute(query).fetchall())
        tables, columns = {}, {}
        for name in makings:
            cursor = connection.execute(f'SELECT * FROM "{name}"')
            columns[name] = [one[0] for one in cursor.description]
            tables[name] = set(cursor.fetchall())
    files = {str(one.relative_to(installation.instance)): one for one in _files(installation)}
    # Before anything is read: reading a file leaves a time of its own.
    times = {name: path.stat() for name, path in files.items()}
    times |= {path.name: path.stat() for path in {one.parent for one in files.values()}}
    return Traces(tables, columns, makings, files, times, server.log)


def _files(installation: Installation) -> Iterator[Path]:
    return (one for one in installation.instance.rglob("*") if one.is_file())


def post(server: Server, code: str) -> str:
    """Fill in the form as a phone does; the receipt that comes back."""
    headers = {"X-Forwarded-For": ADDRESS, "User-Agent": BROWSER, "Accept-Language": "id"}
    with talking(server.port) as connection:
        html = _ask(connection, "GET", f"/l/{code}/pengaduan", b"", headers)
        ticket = re.search(r'name="ticket" value="([^"]+)"', html)
        assert ticket, html[:300]
        fields = {"ticket": ticket[1], "story": STORY, "identity": "tanpa_nama", **CONTACT}
        kind, body = multipart(fields)
        sent = {**headers, "Content-Type": kind}
        done = _ask(connection, "POST", f"/l/{code}/pengaduan?kirim", body, sent)
    return parse("".join(re.findall(r"<li>(\d{4})</li>", done)))


def _ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: bytes,
    headers: Mapping[str, str],
) -> str:
    connection.request(method, path, body or None, dict(headers))
    response = connection.getresponse()
    text = response.read().decode()
    assert response.status == 200, (response.status, text[:2000])
    assert "Set-Cookie" not in response.headers
    return text


@pytest.fixture
def left(sqlite_url: str, tmp_path: Path) -> tuple[Traces, Traces, str]:
    """What was there before one case was filed, what is there after it, and its receipt."""
    installation = install(sqlite_url, tmp_path)
    settings = {**GENEROUS, "PORTAL_TRUSTED_PROXIES": "1"}
    server = Server(installation.database_url, installation.instance, settings).start()
    try:
        before = traces(installation, server)
        receipt = post(server, installation.code)
        after = traces(installation, server)
        after.raw = {name: path.read_bytes() for name, path in after.files.items()}
    finally:
        server.end()
    after.log = server.log  # what is logged at all is logged when the answer is gone
    return before, after, receipt


def test_an_anonymous_case_leaves_the_day_and_nothing_finer(
    left: tuple[Traces, Traces, str],
) -> None:
    before, after, receipt = left
    new = {name: rows - before.tables.get(name, set()) for name, rows in after.tables.items()}
    changed = {name: rows for name, rows in new.items() if rows}
    assert {"complaint", "complaint_cycle", "complaint_event", "attachment"} <= changed.keys()
    assert not changed.keys() & {"sealed_identity", "audit_entry", "message", "complaint_words"}
    _no_time_in(changed, after)
    _no_order_in(changed, after)
    _nothing_planted(before, after, receipt)
    _only_one_file_of_that_day(before, after)
    assert after.log == before.log, "what residents ask for is not logged at all"


def _no_time_in(changed: Mapping[str, set[tuple[Any, ...]]], after: Traces) -> None:
    now = datetime.now(UTC).timestamp()
    for table, rows in changed.items():
        for row in rows:
            for column, value in zip(after.columns[table], row, strict=True):
                place = f"{table}.{column} = {value!r}"
                if isinstance(value, str):
                    assert not TIME.search(value), place
                elif isinstance(value, int | float):
                    for unit in (1, 1e3, 1e6, 1e9):
                        assert abs(value / unit - now) > A_DAY, place


def _no_order_in(changed: Mapping[str, set[tuple[Any, ...]]], after: Traces) -> None:
    """No table that got a row counts them: without rowid, or under a random id."""
    for table, rows in changed.items():
        if "WITHOUT ROWID" in after.makings[table]:
            continue
        smallest = min(abs(row[0]) for row in rows if isinstance(row[0], int))
        assert smallest > 2**32, f"{table} keeps the order of arrival"


def _nothing_planted(before: Traces, after: Traces, receipt: str) -> None:
    secrets = (*PLANTED, receipt, " ".join(re.findall("....", receipt)))
    for secret in secrets:
        for shape in shapes(secret):
            for name, raw in after.raw.items():
                assert shape not in raw, f"{secret!r} stands in {name}"


def _only_one_file_of_that_day(before: Traces, after: Traces) -> None:
    new = after.files.keys() - before.files.keys()
    others = {name for name in new if not OF_THE_DATABASE.fullmatch(name)}
    (name,) = others
    assert re.fullmatch(r"files/[0-9a-f]{32}", name)
    for place in (name, "files"):
        assert after.times[place].st_mtime % A_DAY == 0, f"{place} tells when it was stored"
    assert after.times[name].st_atime % A_DAY == 0, "it tells when it was stored"
