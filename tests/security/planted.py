"""Canaries: secrets planted in an installation, and a search that finds them in any file.

A canary is looked for as its text, as hex, as base64, as the bytes it stands for (addresses),
and as a plain hash: SHA-256 of an address is no secret, there are too few addresses.
"""

import base64
import hashlib
import ipaddress
import re
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

HEAD = 8  # bytes by which a canary is first recognised


@dataclass
class Planted:
    """Canaries by kind."""

    by_kind: dict[str, list[str]] = field(default_factory=dict)

    def plant(self, kind: str, *canaries: str) -> None:
        self.by_kind.setdefault(kind, []).extend(canaries)

    def count(self) -> int:
        return sum(len(set(canaries)) for canaries in self.by_kind.values())

    def of(self, *kinds: str) -> dict[str, list[str]]:
        return {kind: self.by_kind[kind] for kind in kinds}


def shapes(canary: str) -> Iterator[bytes]:
    """What a canary would look like in a file."""
    text = canary.encode()
    hashed = hashlib.sha256(text)
    yield from (text, text.hex().encode(), base64.b64encode(text).rstrip(b"="))
    yield from (hashed.digest(), hashed.hexdigest().encode())
    if "-" in canary:
        yield canary.replace("-", "").encode()
    if ":" in canary:
        yield ipaddress.ip_address(canary).packed


class Search:
    """All canaries at once: the files are read once, whatever their number."""

    def __init__(self, planted: Mapping[str, Iterable[str]]) -> None:
        self._by_head: dict[bytes, list[tuple[bytes, str]]] = {}
        for kind, canaries in planted.items():
            for canary in canaries:
                for shape in shapes(canary):
                    assert len(shape) >= HEAD, f"{canary} is too short to be looked for"
                    self._by_head.setdefault(shape[:HEAD], []).append((shape, f"{kind} {canary}"))

    def found_in(self, content: bytes) -> set[str]:
        heads, found = self._by_head, set()
        for place in range(len(content) - HEAD + 1):
            head = content[place : place + HEAD]
            if head in heads:
                known = heads[head]
                found |= {name for shape, name in known if content.startswith(shape, place)}
        return found

    def found_in_files(self, paths: Iterable[Path]) -> dict[str, set[str]]:
        """What each file holds that it must not; files that hold nothing are left out."""
        found = {path.name: self.found_in(path.read_bytes()) for path in paths}
        return {name: names for name, names in found.items() if names}


class Browser:
    """A browser with cookies that asks through a proxy, from an address of its own."""

    def __init__(self, port: int, address: str) -> None:
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), urllib.request.ProxyHandler({})
        )
        self._base, self._address = f"http://127.0.0.1:{port}", address

    def ask(
        self, path: str, body: Mapping[str, str] | None = None, **headers: str
    ) -> tuple[int, str]:
        """The status and the text of an answer, redirects followed."""
        data = None if body is None else urlencode(body).encode()
        sent = {"X-Forwarded-For": self._address, **headers}
        request = urllib.request.Request(self._base + path, data, sent)  # noqa: S310  # loopback
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode("utf-8", "replace")

    def fill(self, path: str, **typed: str) -> tuple[int, str]:
        """Open a page and send its form with the hidden fields it has."""
        return self.send(self.ask(path)[1], path, **typed)

    def send(self, page: str, path: str, **typed: str) -> tuple[int, str]:
        """Send the form of a page at hand."""
        hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
        fields = {_attribute(tag, "name"): _attribute(tag, "value") for tag in hidden}
        return self.ask(path, {**fields, **typed})


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""
