"""Lists as plain values: what was asked for, and the part of the list that answers it.

Doors read `Asked` from the address (portal.web.paging); queries take it and answer `Listed`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

T = TypeVar("T")

SIZES = (25, 50, 100)


@dataclass(frozen=True, slots=True)
class Asked:
    """One page of a list: which, how long, in what order, of what.

    `sort` is one of the names the page declared, never a column of the database.
    """

    page: int = 1
    size: int = 50
    sort: str = ""
    is_descending: bool = False
    search: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.page - 1) * self.size

    @property
    def is_narrowed(self) -> bool:
        """Was anything searched or filtered? An empty answer then has another reason."""
        return bool(self.search or any(self.chosen.values()))

    def chose(self, name: str) -> str:
        """What a filter was set to, or nothing."""
        return self.chosen.get(name, "")

    def within(self, total: int) -> "Asked":
        """The same, but no further than the last page of `total` rows."""
        return replace(self, page=max(1, min(self.page, pages_of(total, self.size))))


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """The rows of one page and how many there are in all."""

    rows: tuple[T, ...]
    total: int
    asked: Asked = field(default_factory=Asked)

    @property
    def pages(self) -> int:
        return pages_of(self.total, self.asked.size)

    @property
    def first(self) -> int:
        """The place of the first row shown, counted from 1; 0 where there is none."""
        return self.asked.offset + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.asked.offset + len(self.rows)


def pages_of(total: int, size: int) -> int:
    """How many pages `total` rows fill; an empty list has one."""
    return max(1, -(-total // size))
