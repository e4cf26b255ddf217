"""Who reads a case first: one table, the first row that fits decides (domain.md §3).

What is about a person, money, a head, or unclear is read by the coordinator before any unit sees
it; about a head it goes one level up; money for a free service goes to the inspector. Whom this
installation cannot judge ends in words: nothing is stored. Where a fact is unknown the row is the
one that keeps the case further away from whoever it is about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from portal.complaints.rules.words import About, Desk, Kind


class Person(StrEnum):
    """Who the named person is, the gravest office first where one holds several."""

    OVERSEER = "overseer"  # an inspector, somebody of the inspectorate, the portal's administrator
    HEAD = "head"  # heads this unit or one above it
    COORDINATOR = "coordinator"  # would read the case first
    OFFICER = "officer"
    NOBODY = "nobody"


class Place(StrEnum):
    """Where it happened."""

    ROOT = "root"  # the government itself: its head is the regent
    INSPECTORATE = "inspectorate"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Matter:
    """What routing looks at. `is_free`: the service costs nothing by law; None is unknown."""

    kind: Kind
    about: About
    person: Person = Person.NOBODY
    place: Place = Place.UNIT
    is_free: bool | None = None

    @property
    def is_praise(self) -> bool:
        return self.kind is Kind.APRESIASI

    @property
    def is_about_head(self) -> bool:
        return self.about is About.PIMPINAN or self.person is Person.HEAD

    @property
    def is_about_money(self) -> bool:
        return self.about is About.UANG

    @property
    def is_about_somebody(self) -> bool:
        return self.about in (About.PETUGAS, About.PIMPINAN) or self.person is not Person.NOBODY


@dataclass(frozen=True, slots=True)
class Route:
    """The desk that reads first, None outside our authority; `goes_up`: one level, bypassing."""

    desk: Desk | None
    goes_up: bool = False


OUTSIDE = Route(None)
TO_UNIT = Route(Desk.UNIT)
TO_COORDINATOR = Route(Desk.COORDINATOR)
ONE_LEVEL_UP = Route(Desk.COORDINATOR, goes_up=True)
TO_INSPECTOR = Route(Desk.INSPECTOR)


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: its name, when it fits, where it leads."""

    name: str
    fits: Callable[[Matter], bool]
    route: Route


TABLE = (
    Row("praise", lambda m: m.is_praise, TO_UNIT),
    Row("inspector or administrator", lambda m: m.person is Person.OVERSEER, OUTSIDE),
    Row(
        "somebody or money at the inspectorate",
        lambda m: (
            m.place is Place.INSPECTORATE
            and (m.is_about_somebody or m.is_about_head or m.is_about_money)
        ),
        OUTSIDE,
    ),
    Row("regent", lambda m: m.place is Place.ROOT and m.is_about_head, OUTSIDE),
    Row(
        "money for a free or unknown service",
        lambda m: m.is_about_money and m.is_free is not False,
        TO_INSPECTOR,
    ),
    Row(
        "money at the root, which nobody stands above",
        lambda m: m.is_about_money and m.place is Place.ROOT,
        TO_INSPECTOR,
    ),
    Row("coordinator", lambda m: m.person is Person.COORDINATOR, TO_INSPECTOR),
    Row("head", lambda m: m.is_about_head, ONE_LEVEL_UP),
    Row("money for a paid service", lambda m: m.is_about_money, ONE_LEVEL_UP),
    Row("officer", lambda m: m.is_about_somebody, TO_COORDINATOR),
    Row("unclear", lambda m: m.about is About.BELUM_JELAS, TO_COORDINATOR),
    Row("service", lambda m: m.about is About.LAYANAN, TO_UNIT),
)


def row_for(matter: Matter) -> Row:
    """The row that decides; the last ones leave nothing over."""
    return next(row for row in TABLE if row.fits(matter))


def route(matter: Matter) -> Route:
    """Who reads this first."""
    return row_for(matter).route
