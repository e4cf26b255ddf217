"""Every page that a person of the demonstration can reach by links: one of each kind."""

from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.staff import Staff

MOST = 400  # requests for one person
TRIED = 3  # addresses of one kind, where the first answered with a file or led elsewhere
# Pages of one kind that lead to different pages: what can be done depends on the case's state.
READ = {"desk.read_case": 40}


def pages_of(staff: Staff, start: str = "/masuk/beranda") -> Iterator[tuple[str, str]]:
    """(endpoint, address) of one page of each kind, reached from the home page by links."""
    waiting, seen, shown = deque([start]), {start}, set()
    tried: dict[str, int] = {}
    while waiting and sum(tried.values()) < MOST:
        address = waiting.popleft()
        endpoint = endpoint_of(staff.app, address)
        if endpoint is None or tried.get(endpoint, 0) >= READ.get(endpoint, TRIED):
            continue
        if endpoint in shown and endpoint not in READ:
            continue
        tried[endpoint] = tried.get(endpoint, 0) + 1
        answer = staff.client.get(address)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        if endpoint not in shown:
            yield endpoint, address
        shown.add(endpoint)
        for link in BeautifulSoup(answer.data, "html.parser").find_all("a", href=True):
            parts = urlsplit(urljoin(address, str(link["href"])))
            there = parts.path + (f"?{parts.query}" if parts.query else "")
            if not parts.netloc and there not in seen:
                seen.add(there)
                waiting.append(there)


def endpoint_of(app: Flask, address: str) -> str | None:
    """Which page an address belongs to; none for files and what is not there."""
    try:
        endpoint, _values = app.url_map.bind("").match(urlsplit(address).path)
    except HTTPException:
        return None
    return None if endpoint.endswith("static") else str(endpoint)
