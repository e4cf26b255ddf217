"""What a list may be narrowed by: declared once, read from the address, drawn as one bar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flask import request


@dataclass(frozen=True, slots=True)
class Filter:
    """One select of the filter bar; `options` are (value, words), everything is always offered."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]

    def chosen(self) -> str:
        """The value asked for in this request if it is on offer, else nothing."""
        value = request.args.get(self.name, "")
        return value if value in {option for option, _words in self.options} else ""


def chosen_of(filters: Sequence[Filter]) -> Mapping[str, str]:
    """What each filter is set to; a value that is not on offer counts as not set."""
    return MappingProxyType({one.name: one.chosen() for one in filters})
