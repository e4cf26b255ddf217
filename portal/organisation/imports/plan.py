"""What an import would change: plain comparison of facts, and its words for the audit trail."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import date, time
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

K = TypeVar("K", bound=Hashable)
F = TypeVar("F", bound="Facts")


class Facts(Protocol):
    """Any frozen dataclass of `rules.facts`."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@dataclass(frozen=True, slots=True)
class Change(Generic[K, F]):
    """One thing that differs: its id in the database, what it was and what it shall be."""

    id: K
    before: F
    after: F


@dataclass(frozen=True, slots=True)
class Plan(Generic[K, F]):
    """What to add, change and remove, and how many things stay as they are."""

    added: list[F] = field(default_factory=list)
    changed: list[Change[K, F]] = field(default_factory=list)
    removed: list[tuple[K, F]] = field(default_factory=list)
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or on a trial run would do; `sheet` is the layout's name.

    `beside` is what the same import did to a second sheet of the workbook.
    """

    sheet: str
    added: int
    changed: int
    unchanged: int
    removed: int = 0
    is_trial: bool = False
    notes: tuple[str, ...] = ()
    beside: "ImportResult | None" = None


def compared(pairs: Iterable[tuple[K | None, F | None, F]]) -> Plan[K, F]:
    """Sort (id, before, after) into added (no id), changed and unchanged."""
    added: list[F] = []
    changed: list[Change[K, F]] = []
    unchanged = 0
    for identity, before, after in pairs:
        if identity is None or before is None:
            added.append(after)
        elif before != after:
            changed.append(Change(identity, before, after))
        else:
            unchanged += 1
    return Plan(added, changed, [], unchanged)


def merged(make: type[F], before: F | None, taken: Mapping[str, Any]) -> F:
    """The facts after an import: what the sheet does not mention stays as it was."""
    known = {name: getattr(before, name) for name in _names(make)} if before is not None else {}
    return make(**{**known, **taken})


def _names(make: type[Facts]) -> tuple[str, ...]:
    return tuple(make.__dataclass_fields__)


def trail(plan: Plan[Any, Any], keys: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Before and after of exactly what differs, each thing under its key."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for facts in plan.added:
        after[_key(facts, keys)] = dict(_said(facts))
    for _, facts in plan.removed:
        before[_key(facts, keys)] = dict(_said(facts))
    for change in plan.changed:
        names = set(_differing(change.before, change.after))
        before[_key(change.before, keys)] = _chosen(change.before, names)
        after[_key(change.after, keys)] = _chosen(change.after, names)
    return before, after


def differences(
    before: Facts | None, after: Facts | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Before and after of one thing for the audit trail: of a change exactly what differs."""
    if before is None or after is None:
        return (dict(_said(before)) if before else None, dict(_said(after)) if after else None)
    names = set(_differing(before, after))
    return _chosen(before, names), _chosen(after, names)


def _key(facts: Facts, keys: tuple[str, ...]) -> str:
    return " ".join(str(_plain(getattr(facts, key))) for key in keys)


def _differing(before: Facts, after: Facts) -> Iterator[str]:
    for name in _names(type(before)):
        if getattr(before, name) != getattr(after, name):
            yield name


def _chosen(facts: Facts, names: set[str]) -> dict[str, Any]:
    return {name: _plain(getattr(facts, name)) for name in sorted(names)}


def _said(facts: Facts) -> Iterator[tuple[str, Any]]:
    """The values that are not simply empty."""
    for name in _names(type(facts)):
        value = getattr(facts, name)
        if value not in (None, "", ()):
            yield name, _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if hasattr(value, "__dataclass_fields__"):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    return list(value) if isinstance(value, tuple) else value
