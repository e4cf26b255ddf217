"""The organisation as sheets, in the layout that the import takes."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from portal.authority import Actor
from portal.listing import Asked
from portal.organisation.layouts import LAYOUTS
from portal.organisation.listings import (
    EVERY_DAY,
    Days,
    listed_acting,
    listed_counters,
    listed_locations,
    listed_officers,
    listed_roster,
    listed_served,
    listed_services,
    listed_units,
)
from portal.organisation.managing.narrowing import acting_of, narrowing
from portal.sheets import Format, Layout, Table

_LISTINGS: Mapping[str, Callable[[Actor, Days], Iterable[Any]]] = MappingProxyType(
    {
        "units": lambda actor, _: listed_units(actor).values(),
        "locations": lambda actor, _: listed_locations(actor).values(),
        "services": lambda actor, _: listed_services(actor).values(),
        "counters": lambda actor, _: listed_counters(actor).values(),
        "officers": lambda actor, _: listed_officers(actor).values(),
        "acting": lambda actor, _: listed_acting(actor).values(),
        "roster": lambda actor, days: listed_roster(actor, days).values(),
        "served": listed_served,
    }
)


def organisation_tables(
    actor: Actor, *, sheet: str, kind: Format, days: Days = EVERY_DAY
) -> list[Table]:
    """The tables of one export; a workbook of officers carries their acting appointments too.

    `sheet` is a name of LAYOUTS; `days` limits roster and served. Headers are English in CSV,
    for programs, and Indonesian in XLSX, for people; the import takes both.
    """
    names = [sheet, "acting"] if sheet == "officers" and kind is Format.XLSX else [sheet]
    return [_table(LAYOUTS[name], _LISTINGS[name](actor, days), kind) for name in names]


_NARROWED: Mapping[str, Callable[..., Mapping[int, Any]]] = MappingProxyType(
    {
        "units": listed_units,
        "locations": listed_locations,
        "services": listed_services,
        "counters": listed_counters,
        "officers": listed_officers,
    }
)


def narrowed_tables(
    actor: Actor, *, sheet: str, kind: Format, asked: Asked, today: date
) -> list[Table]:
    """The same of what a list on screen was narrowed to, all its pages."""
    things = _NARROWED[sheet](actor, narrowing(sheet, asked, today))
    tables = [_table(LAYOUTS[sheet], things.values(), kind)]
    if sheet == "officers" and kind is Format.XLSX:
        theirs = [acting_of(asked, today)]
        tables.append(_table(LAYOUTS["acting"], listed_acting(actor, theirs).values(), kind))
    return tables


def _table(layout: Layout, things: Iterable[Any], kind: Format) -> Table:
    columns = layout.exported()
    headers = [column.key if kind is Format.CSV else column.title for column in columns]
    rows = ([column.show(getattr(thing, column.key)) for column in columns] for thing in things)
    return Table(layout.title, headers, rows)
