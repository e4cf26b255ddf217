"""A visitor whose browser refuses bad pages.

Every HTML page fetched must be valid HTML with `lang`, one `h1`, unique ids, a label for
every control, and a title that starts with the h1 (an error may stand before it). Forms
are sent as they stand on the page, hidden fields included.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import html5lib
from bs4 import BeautifulSoup, Tag
from bs4.builder._html5lib import HTML5TreeBuilder
from flask import Flask, g, has_app_context
from werkzeug.test import TestResponse

# html5lib does not know all of today's HTML; these codes are no faults of a page.
TOLERATED = frozenset({"expected-doctype-but-got-start-tag"})


class _Noting(HTML5TreeBuilder):
    """Beautiful Soup's own way through html5lib, which also keeps what was wrong with the page."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[tuple[object, str, object]] = []

    def feed(self, markup: str | bytes) -> None:
        parser = html5lib.HTMLParser(tree=self.create_treebuilder)  # type: ignore[arg-type]  # as there
        self.underlying_builder.parser = parser
        parser.parse(markup)
        self.errors = parser.errors
        self.underlying_builder.parser = None


def parsed(source: str) -> tuple[BeautifulSoup, list[tuple[object, str, object]]]:
    """The tree of a page, and the faults that html5lib names on the way."""
    builder = _Noting()
    soup = BeautifulSoup(source, builder=builder)
    return soup, [error for error in builder.errors if error[1] not in TOLERATED]


@dataclass
class Page:
    """A fetched page: the response and, for HTML, its parsed tree and what is wrong with it."""

    response: TestResponse
    url: str
    soup: BeautifulSoup
    errors: list[tuple[object, str, object]] = field(default_factory=list)

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """What a person reads, white space folded."""
        return " ".join(self.soup.get_text(" ").split())

    @property
    def h1(self) -> str:
        heading = self.soup.find("h1")
        assert heading is not None, f"{self.url}: no h1"
        return " ".join(heading.get_text(" ").split())

    def form(self, index: int = 0) -> Tag:
        """The form at this place of the page."""
        return self.soup.find_all("form")[index]

    def fields(self, index: int = 0) -> dict[str, str]:
        """What a browser would send for this form if nothing were touched."""
        return dict(_standing_values(self.form(index)))


@dataclass
class Visitor:
    """Opens pages and sends forms; remembers where it is."""

    app: Flask
    headers: Mapping[str, str] = field(default_factory=dict)
    address: str = "203.0.113.7"

    def __post_init__(self) -> None:
        self.client = self.app.test_client(use_cookies=False)

    def open(self, url: str, **headers: str) -> Page:
        """GET a page, follow redirects, check it."""
        return self._page("GET", url, None, headers)

    def send(
        self,
        page: Page,
        values: Mapping[str, str | list[str]] | None = None,
        *,
        form: int = 0,
        button: tuple[str, str] | None = None,
        **headers: str,
    ) -> Page:
        """Fill in the form as it stands on the page, send it, follow the redirect."""
        tag = page.form(form)
        data: dict[str, str | list[str]] = {**page.fields(form), **(values or {})}
        if button:
            data[button[0]] = button[1]
        url = urljoin(page.url, str(tag.get("action") or page.url))
        return self._page(str(tag.get("method", "get")).upper(), url, data, headers)

    def _page(
        self,
        method: str,
        url: str,
        data: Mapping[str, str | list[str]] | None,
        headers: Mapping[str, str],
    ) -> Page:
        parts = urlsplit(url)
        forget_request()
        response = self.client.open(
            parts.path + (f"?{parts.query}" if parts.query else ""),
            method=method,
            data=data if method == "POST" else None,
            query_string=data if method == "GET" and data else None,
            headers={**self.headers, **headers},
            environ_base={"REMOTE_ADDR": self.address},
        )
        if response.status_code in (301, 302, 303, 307, 308):
            return self.open(urljoin(url, response.headers["Location"]))
        page = Page(response, url, *parsed(response.get_data(as_text=True)))
        if response.mimetype == "text/html":
            refuse_bad_page(page)
        return page


def forget_request() -> None:
    """Inside a test's application context all requests share one `g`; outside of tests none do."""
    if has_app_context():
        for name in list(g):
            g.pop(name)


def forget_what_was_asked() -> None:
    """Inside a test's context all requests share `g`; elsewhere each has its own."""
    if has_app_context():
        for name in list(g):
            g.pop(name)


def refuse_bad_page(page: Page) -> None:
    """Fail with words when a page is not fit to be shown."""
    assert not page.errors, f"{page.url}: invalid HTML {page.errors[:3]}"
    html = page.soup.find("html")
    assert isinstance(html, Tag), f"{page.url}: no html element"
    assert html.get("lang") in ("id", "en"), f"{page.url}: lang"
    headings = page.soup.find_all("h1")
    assert len(headings) == 1, f"{page.url}: {len(headings)} h1"
    title = page.soup.title.get_text().strip() if page.soup.title else ""
    assert page.h1 in " ".join(title.split()), f"{page.url}: title {title!r} lacks {page.h1!r}"
    ids = [str(tag["id"]) for tag in page.soup.find_all(id=True)]
    assert len(ids) == len(set(ids)), f"{page.url}: ids twice {_twice(ids)}"
    unlabelled = [str(tag)[:120] for tag in _controls(page.soup) if not _has_label(page.soup, tag)]
    assert not unlabelled, f"{page.url}: no label for {unlabelled[:3]}"
    styled = page.soup.find_all(style=True)
    assert not styled, f"{page.url}: style attributes break the CSP: {str(styled[0])[:120]}"


def _twice(ids: list[str]) -> set[str]:
    return {one for one in ids if ids.count(one) > 1}


def _controls(soup: BeautifulSoup) -> list[Tag]:
    hidden = ("hidden", "submit", "button")
    return [
        tag
        for tag in soup.find_all(["input", "select", "textarea"])
        if tag.get("type") not in hidden
    ]


def _has_label(soup: BeautifulSoup, tag: Tag) -> bool:
    if tag.find_parent("label") or tag.get("aria-label") or tag.get("aria-labelledby"):
        return True
    return bool(tag.get("id") and soup.find("label", attrs={"for": tag["id"]}))


def _standing_values(form: Tag) -> list[tuple[str, str]]:
    values = []
    for tag in form.find_all(["input", "select", "textarea"]):
        name, kind = str(tag.get("name") or ""), tag.get("type")
        if not name or kind in ("submit", "button"):
            continue
        if kind in ("radio", "checkbox") and not tag.has_attr("checked"):
            continue
        values.append((name, _value(tag)))
    return values


def _value(tag: Tag) -> str:
    if tag.name == "textarea":
        return tag.get_text()
    if tag.name == "select":
        chosen = tag.find("option", selected=True) or tag.find("option")
        return str(chosen.get("value", "")) if isinstance(chosen, Tag) else ""
    return str(tag.get("value", ""))
