"""What every page of this door asks: who, which day, which units to choose from."""

from collections.abc import Callable, Mapping
from datetime import date

from portal.authority import Actor, Permission
from portal.clock import today as today_at
from portal.language import gettext as _
from portal.listing import Asked
from portal.organisation.managing.cards import location_choices
from portal.organisation.managing.lists import (
    COUNTER_SORTS,
    LOCATION_SORTS,
    OFFICER_SORTS,
    SERVICE_SORTS,
)
from portal.organisation.managing.narrowing import ENDED, IN_USE
from portal.organisation.managing.overview import MISSING_OF
from portal.organisation.managing.tree import unit_options
from portal.web.actors import current_actor
from portal.web.admin.words import KINDS, MISSING_WORDS
from portal.web.filters import Filter
from portal.web.limits import settings
from portal.web.paging import asked_for

MANAGE = Permission.MANAGE_ORGANISATION
SORTS: Mapping[str, tuple[str, ...]] = {
    "units": (),
    "locations": LOCATION_SORTS,
    "services": SERVICE_SORTS,
    "counters": COUNTER_SORTS,
    "officers": OFFICER_SORTS,
    "posters": COUNTER_SORTS,
}


def today() -> date:
    """The local day."""
    return today_at(settings().timezone)


def asked(sheet: str) -> tuple[Asked, list[Filter]]:
    """What the address asks of the list of a sheet, and the filters it may ask by."""
    filters = [make(sheet) for make in _FILTERS[sheet]]
    return asked_for(sorts=SORTS[sheet], filters=filters), filters


def indented_units(actor: Actor, *, by_code: bool = False) -> list[tuple[str, str]]:
    """The units in reach as options of a select, the tree drawn by indents."""
    return [
        (one.code if by_code else str(one.id), "\u2003" * one.depth + one.name)
        for one in unit_options(actor)
    ]


def _unit(_sheet: str) -> Filter:
    return Filter("unit", _("Unit dan sub-unitnya"), indented_units(current_actor()))


def _state(sheet: str) -> Filter:
    ended = {"officers": _("Sudah berhenti"), "counters": _("Ditutup")}
    options = [(IN_USE, _("Aktif")), (ENDED, ended.get(sheet, _("Tidak dipakai lagi")))]
    return Filter("keadaan", _("Keadaan"), options)


def _kind(sheet: str) -> Filter:
    options = [(value, _(words)) for value, words in KINDS[sheet].items()]
    label = _("Tarif") if sheet == "services" else _("Jenis")
    return Filter("jenis", label, options)


def _place(_sheet: str) -> Filter:
    return Filter("lokasi", _("Lokasi"), [(str(one.id), one.name) for one in location_choices()])


def _lack(sheet: str) -> Filter:
    options = [(name, _(MISSING_WORDS[name])) for name in MISSING_OF[sheet]]
    return Filter("kurang", _("Yang belum lengkap"), options)


_FILTERS: Mapping[str, tuple[Callable[[str], Filter], ...]] = {
    "units": (_state, _lack),
    "locations": (_kind, _state),
    "services": (_unit, _kind, _state, _lack),
    "counters": (_unit, _place, _state, _lack),
    "officers": (_unit, _kind, _state, _lack),
    "posters": (_unit, _place),
}
