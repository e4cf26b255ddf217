"""Lists: whatever the address says, one page of the list is the answer."""

import pytest
from flask import Flask

from portal.listing import Asked, Listed, pages_of
from portal.web.filters import Filter
from portal.web.paging import asked_for, here_with, neighbours, page_address, sort_head

SORTS = ("name", "unit")
STATUS = Filter("status", "Status", (("open", "Terbuka"), ("decided", "Diputus")))


@pytest.fixture
def plain() -> Flask:
    return Flask("plain")


def _asked(plain: Flask, query: str) -> Asked:
    with plain.test_request_context(f"/admin/officers?{query}"):
        return asked_for(sorts=SORTS, filters=(STATUS,))


@pytest.mark.parametrize(
    ("query", "page", "size", "sort", "is_descending"),
    [
        ("", 1, 50, "name", False),
        ("halaman=3&jumlah=25&urut=-unit", 3, 25, "unit", True),
        ("halaman=0", 1, 50, "name", False),
        ("halaman=-1", 1, 50, "name", False),
        ("halaman=100001", 1, 50, "name", False),
        (f"halaman={'9' * 5000}", 1, 50, "name", False),
        ("halaman=%D9%A3", 1, 50, "name", False),
        ("halaman=2%00", 1, 50, "name", False),
        ("jumlah=7", 1, 50, "name", False),
        ("jumlah=100000", 1, 50, "name", False),
        ("urut=index", 1, 50, "name", False),
        ("urut=--name", 1, 50, "name", False),
        ("urut=-", 1, 50, "name", False),
    ],
)
def test_a_bad_value_falls_back(
    plain: Flask, query: str, page: int, size: int, sort: str, is_descending: bool
) -> None:
    asked = _asked(plain, query)
    assert (asked.page, asked.size) == (page, size)
    assert (asked.sort, asked.is_descending) == (sort, is_descending)


@pytest.mark.parametrize(
    ("query", "search", "status", "is_narrowed"),
    [
        ("", "", "", False),
        ("cari=+Ratna++Wulandari%00+", "Ratna Wulandari", "", True),
        (f"cari={'a' * 300}", "a" * 100, "", True),
        ("status=open", "", "open", True),
        ("status=stolen", "", "", False),
    ],
)
def test_search_and_filters_take_only_what_is_on_offer(
    plain: Flask, query: str, search: str, status: str, is_narrowed: bool
) -> None:
    asked = _asked(plain, query)
    assert (asked.search, asked.chose("status")) == (search, status)
    assert asked.is_narrowed is is_narrowed
    assert asked.chose("never-declared") == ""


@pytest.mark.parametrize(
    ("total", "size", "page", "pages", "within", "offset"),
    [
        (0, 50, 1, 1, 1, 0),
        (50, 50, 1, 1, 1, 0),
        (51, 50, 2, 2, 2, 50),
        (51, 50, 9, 2, 2, 50),
        (1234, 25, 50, 50, 50, 1225),
    ],
)
def test_a_page_stays_within_the_list(
    total: int, size: int, page: int, pages: int, within: int, offset: int
) -> None:
    asked = Asked(page=page, size=size).within(total)
    assert pages_of(total, size) == pages
    assert (asked.page, asked.offset) == (within, offset)


def test_a_page_says_which_rows_it_shows() -> None:
    listed = Listed(tuple(range(9)), 59, Asked(page=2))
    assert (listed.first, listed.last, listed.pages) == (51, 59, 2)
    nothing: Listed[int] = Listed((), 0)
    assert (nothing.first, nothing.last, nothing.pages) == (0, 0, 1)


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 25, [1, 2, 0, 25]),
        (4, 25, [1, 2, 3, 4, 5, 0, 25]),
        (12, 25, [1, 0, 11, 12, 13, 0, 25]),
        (25, 25, [1, 0, 24, 25]),
    ],
)
def test_a_pager_shows_the_ends_and_the_neighbours(page: int, pages: int, shown: list[int]) -> None:
    assert neighbours(page, pages) == shown


def test_an_address_keeps_what_was_asked(plain: Flask) -> None:
    with plain.test_request_context("/x?cari=a%26b&halaman=2&urut=name"):
        assert page_address(3) == "/x?cari=a%26b&urut=name&halaman=3"
        assert page_address(1) == "/x?cari=a%26b&urut=name"
        assert here_with(cari=None, halaman=None, urut=None) == "/x"


@pytest.mark.parametrize(
    ("query", "order", "urut"),
    [
        ("", "ascending", "-name"),
        ("urut=-name", "descending", "name"),
        ("urut=unit", "none", "name"),
    ],
)
def test_a_column_head_turns_the_order_and_begins_at_the_first_page(
    plain: Flask, query: str, order: str, urut: str
) -> None:
    with plain.test_request_context(f"/x?halaman=4&{query}"):
        head = sort_head(asked_for(sorts=SORTS), "name")
    assert (head.order, head.href) == (order, f"/x?urut={urut}")
