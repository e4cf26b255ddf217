"""Everything that somebody can open, read as text: page by page, header by header."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from http import HTTPStatus
from io import BytesIO
from urllib.parse import urljoin, urlsplit
from zipfile import BadZipFile, ZipFile

from werkzeug.test import TestResponse

from tests.staff import Staff
from tests.visitor import forget_request

EACH = 3  # addresses of one kind: the second page of a calendar is like the first
DOORS = re.compile(r"/(desk|results|me|skor|masuk/beranda)\b")  # /admin is refused to both
LINK = re.compile(r'<a [^>]*?href="([^"]*)"')
SAID_AGAIN = ("lang=", "hari=", "cetak=", "/desk/filters/", "tanggal=")  # or of one's own choosing
RANDOM = re.compile(r'(name="(?:csrf_token|ticket)"[^>]*value="|nonce="|nonce-)[^"\']*')
QUEUES = ("terbuka", "baru", "hari-ini", "berisiko", "terlambat", "menunggu", "banding", "semua")


@dataclass
class Seen:
    """What somebody was given: address by address, as text, with the headers."""

    pages: dict[str, str] = field(default_factory=dict)

    def nowhere(self, *marks: str) -> None:
        for address, text in self.pages.items():
            low = text.lower()
            for mark in marks:
                assert mark.lower() not in low, f"{mark} stands at {address}"

    def somewhere(self, *marks: str) -> None:
        everything = "\n".join(self.pages.values()).lower()
        for mark in marks:
            assert mark.lower() in everything, f"{mark} stands nowhere: the crawl saw too little"


def crawled(staff: Staff) -> Seen:
    """Everything of the staff's doors and the register, by links, queues and plain addresses."""
    rules = staff.app.url_map.iter_rules()
    plain = [one.rule for one in rules if "GET" in (one.methods or ()) and not one.arguments]
    lists = [f"/desk?antrean={queue}" for queue in QUEUES]
    start = ["/masuk/beranda", *lists, "/desk?unit=PEMDA", "/skor/DINAS", "/skor/DINAS/pengaduan"]
    waiting = deque([*start, *(one for one in plain if DOORS.match(one))])
    known, seen, tried = set(waiting), Seen(), dict[str, int]()
    while waiting:
        address = waiting.popleft()
        answer = asked(staff, address)
        seen.pages[address] = told(answer)
        for there in _links(address, answer):
            kind = re.sub(r"\d+", "0", urlsplit(there).path)
            if there not in known and tried.get(kind, 0) < EACH:
                known.add(there)
                tried[kind] = tried.get(kind, 0) + 1
                waiting.append(there)
    return seen


def asked(staff: Staff, address: str) -> TestResponse:
    forget_request()
    answer = staff.client.get(address)
    assert answer.status_code < 500, address
    return answer


def _links(address: str, answer: TestResponse) -> Iterator[str]:
    yield from [answer.headers["Location"]] if answer.status_code in (302, 303) else []
    if answer.status_code != HTTPStatus.OK or answer.mimetype != "text/html":
        return
    for link in LINK.findall(answer.text):
        there = urljoin(address, unescape(link))
        parts = urlsplit(there)
        if DOORS.match(parts.path) and not any(part in there for part in SAID_AGAIN):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def told(answer: TestResponse) -> str:
    """Status, headers and text; a sheet's or any other zip's members with their times."""
    headers = sorted(f"{name}: {value}" for name, value in answer.headers if name != "Set-Cookie")
    body = answer.data
    try:
        with ZipFile(BytesIO(body)) as zipped:
            parts = [f"{one.filename} {one.date_time}" for one in zipped.infolist()]
            body = b"\n".join(zipped.read(name) for name in zipped.namelist())
            headers += parts
    except BadZipFile:
        pass
    told = "\n".join([str(answer.status_code), *headers, body.decode("utf-8", "replace")])
    return RANDOM.sub(r"\1", told)


def same(before: Seen, after: Seen) -> None:
    assert before.pages.keys() == after.pages.keys()
    for address, text in before.pages.items():
        assert text == after.pages[address], f"{address} tells that something came in"
