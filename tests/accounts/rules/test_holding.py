"""Roles in time: what can be held, what clashes, what is held already."""

from datetime import date

import pytest

from portal.accounts.models import HELD_ROLES
from portal.accounts.roles import CLASHES, FAULTS
from portal.accounts.rules.holding import Fault, Holding, clash, fault, held_already, overlap
from portal.accounts.rules.role_words import held_of, role_of, written
from portal.authority import APART
from portal.web.navigation import ROLE_NAMES

NEW_YEAR, JUNE, DECEMBER = date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31)
PAIRS = frozenset({frozenset({"auditor", "administrator"})})


def holding(role: str = "auditor", start: date = NEW_YEAR, end: date | None = None, **facts: str):  # type: ignore[no-untyped-def]
    return Holding(role, facts.pop("unit", "KAB"), start, end, **facts)


@pytest.mark.parametrize(
    ("start", "end", "held", "decree", "expected"),
    [
        (NEW_YEAR, None, "definitif", "", None),
        (NEW_YEAR, NEW_YEAR, "definitif", "", None),
        (JUNE, NEW_YEAR, "definitif", "", Fault.ORDER),
        (date(1989, 12, 31), None, "definitif", "", Fault.RANGE),
        (NEW_YEAR, date(2200, 1, 1), "definitif", "", Fault.RANGE),
        (NEW_YEAR, None, "plt", "800/1", Fault.NO_END),
        (NEW_YEAR, JUNE, "plh", "  ", Fault.NO_DECREE),
        (NEW_YEAR, JUNE, "plt", "800/1", None),
    ],
)
def test_what_a_role_needs(
    start: date, end: date | None, held: str, decree: str, expected: Fault | None
) -> None:
    assert fault(holding(start=start, end=end, held=held, decree=decree)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((NEW_YEAR, JUNE), (date(2026, 7, 1), None), False),
        ((NEW_YEAR, JUNE), (JUNE, None), True),
        ((NEW_YEAR, None), (DECEMBER, DECEMBER), True),
        ((DECEMBER, None), (NEW_YEAR, JUNE), False),
    ],
)
def test_days_in_common(one: tuple, other: tuple, expected: bool) -> None:  # type: ignore[type-arg]
    first, second = holding(start=one[0], end=one[1]), holding(start=other[0], end=other[1])
    assert overlap(first, second) is overlap(second, first) is expected


def test_apart_means_on_no_day_also_not_acting() -> None:
    administrator = holding("administrator", NEW_YEAR, JUNE, unit="PTSP")
    acting = holding("auditor", JUNE, DECEMBER, held="plt", decree="800/1")
    later = holding("auditor", date(2026, 7, 1))
    assert clash([administrator], acting, PAIRS) == {"auditor", "administrator"}
    assert clash([administrator], later, PAIRS) is None
    assert clash([administrator], holding("handler"), PAIRS) is None


def test_the_same_twice() -> None:
    held = holding(start=NEW_YEAR, end=JUNE)
    assert held_already([held], holding(start=JUNE)) == held
    assert held_already([held], holding(start=date(2026, 7, 1))) is None
    assert held_already([held], holding(unit="PTSP")) is None


def test_every_pair_and_every_fault_has_its_words() -> None:
    assert set(CLASHES) == set(APART)
    assert set(FAULTS) == set(Fault)


def test_every_role_is_read_as_it_is_written() -> None:
    for role in HELD_ROLES:
        assert role_of(written(role)) == role
        assert role_of(f" {role.value.upper()} ") == role
        assert role_of(ROLE_NAMES[role]) == role, "the word on the screen"
    assert role_of("operator") is None
    assert [held_of(text) for text in ("Plt.", "PLH", "definitif", "x")] == [
        "plt",
        "plh",
        "definitif",
        None,
    ]
