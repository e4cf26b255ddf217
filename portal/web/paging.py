"""One way to page, sort and search for every list: from the address to `Asked`, and back.

The address never refuses: what cannot be read falls back to the first page, the declared
order, everything. Names in the address are Indonesian, as the pages are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from portal.listing import SIZES, Asked
from portal.web.filters import Filter, chosen_of
from portal.web.legible import readable

PAGE, SIZE, SORT, SEARCH = "halaman", "jumlah", "urut", "cari"
LAST_PAGE = 100_000
LONGEST_SEARCH = 100


def asked_for(
    *, sorts: Sequence[str] = (), filters: Sequence[Filter] = (), size: int = 50
) -> Asked:
    """What the address asks for; `sorts` are the declared orders, the first is the default."""
    sort, is_descending = _order(sorts)
    return Asked(
        page=_number(PAGE, 1, LAST_PAGE) or 1,
        size=_size(size),
        sort=sort,
        is_descending=is_descending,
        search=search_text(request.args.get(SEARCH, "")),
        chosen=chosen_of(filters),
    )


def search_text(typed: str) -> str:
    """The typed search with folded white space, no longer than a search needs."""
    return " ".join(readable(typed).split())[:LONGEST_SEARCH]


def here_with(**changes: str | int | None) -> str:
    """This page's address with other arguments; None takes one away."""
    kept = {name: value for name, value in request.args.items() if name not in changes}
    asked = kept | {name: str(value) for name, value in changes.items() if value is not None}
    return f"{request.path}?{urlencode(asked)}" if asked else request.path


def page_address(page: int) -> str:
    """The address of another page of the same list."""
    return here_with(**{PAGE: None if page == 1 else page})


@dataclass(frozen=True, slots=True)
class SortHead:
    """The head of a column that orders the list: where it leads and how it is ordered now."""

    href: str
    order: str  # the word of aria-sort


def sort_head(asked: Asked, name: str) -> SortHead:
    """Order by this column; where it is ordered so already, the other way round."""
    is_chosen = asked.sort == name
    turned = f"-{name}" if is_chosen and not asked.is_descending else name
    order = ("descending" if asked.is_descending else "ascending") if is_chosen else "none"
    return SortHead(here_with(**{SORT: turned, PAGE: None}), order)


def neighbours(page: int, pages: int) -> list[int]:
    """The page numbers a pager shows: the first, the last, those around; 0 is a gap."""
    wanted = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    shown: list[int] = []
    for number in wanted:
        if shown and number - shown[-1] == 2:
            shown.append(number - 1)
        elif shown and number - shown[-1] > 2:
            shown.append(0)
        shown.append(number)
    return shown


def _order(sorts: Sequence[str]) -> tuple[str, bool]:
    asked = request.args.get(SORT, "")
    name = asked.removeprefix("-")
    if name in sorts:
        return name, asked.startswith("-")
    return (sorts[0] if sorts else ""), False


def _size(default: int) -> int:
    asked = _number(SIZE, 1, max(SIZES))
    return asked if asked in SIZES else default


def _number(name: str, lowest: int, highest: int) -> int | None:
    typed = request.args.get(name, "")
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > len(str(highest)):
        return None
    number = int(typed)
    return number if lowest <= number <= highest else None
