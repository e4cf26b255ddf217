"""Finding a counter: by the code under its QR, or on from one that is not the right one."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.authority import ANYONE
from portal.errors import RuleBroken
from portal.language import Language, language
from portal.language import gettext as _
from portal.organisation.queries import (
    CounterLink,
    CounterSign,
    counter_at,
    government_name,
    open_counters,
)
from portal.organisation.rules.codes import parse_counter_code
from portal.web.public.door import public

MOST_LINKS = 40


def find_counter(code: str) -> CounterSign | None:
    """The counter of a code as somebody typed it: any case, O for 0, I or L for 1."""
    try:
        return counter_at(parse_counter_code(code))
    except RuleBroken:
        return None


def counter_name(counter: CounterSign | CounterLink) -> str:
    """The counter's name in the language being spoken, where it has one there."""
    return (language() is Language.ENGLISH and counter.name_en) or counter.name


@public.page("/l/<code>/loket-lain", needs=ANYONE)
def other_counters(code: str) -> ResponseReturnValue:
    """ "Bukan loket ini?": the counters beside this one, and a field for another code."""
    counter = find_counter(code)
    if counter is None:
        return no_such_counter(code)
    return _lead_on(
        heading=_("Cari loket yang benar"),
        line=counter.government_name,
        counters=_beside(counter),
        list_heading=counter.location_name or counter.unit_name,
    )


def no_such_counter(code: str) -> ResponseReturnValue:
    """A code that leads nowhere: a kind page, with a field to try again."""
    page = _lead_on(
        heading=_("Kode loket ini tidak ada"),
        line=government_name(),
        value=code[:20],
        error=_("Periksa 6 huruf atau angka di bawah QR."),
    )
    return page, 404


def closed_counter(counter: CounterSign) -> ResponseReturnValue:
    """A counter out of use: on to its successor, else to the other counters of its unit."""
    successor = _successor(counter)
    moved = bool(successor)
    page = _lead_on(
        heading=_("Loket ini sudah pindah") if moved else _("Loket ini sudah tidak dipakai"),
        line=f"{counter.unit_name}, {counter.government_name}",
        text=_("Anda tetap dapat menilai di sini."),
        counters=successor or _beside(counter),
        list_heading=_("Loket penggantinya") if moved else _("Loket lain di unit ini"),
    )
    return page, 410


def _successor(counter: CounterSign) -> tuple[CounterLink, ...]:
    if counter.successor_id is None:
        return ()
    return open_counters(counter_id=counter.successor_id)


def _beside(counter: CounterSign) -> tuple[CounterLink, ...]:
    """Where somebody stands decides: the same building first, else the same unit."""
    found: tuple[CounterLink, ...] = ()
    if counter.location_id is not None:
        found = open_counters(location_id=counter.location_id)
    return found or open_counters(unit_id=counter.unit_id)


def _lead_on(
    *,
    heading: str,
    line: str = "",
    text: str = "",
    counters: Sequence[CounterLink] = (),
    list_heading: str = "",
    value: str = "",
    error: str = "",
) -> str:
    return render_template(
        "public/lead_on.html",
        heading=heading,
        line=line,
        text=text,
        counters=[(counter, counter_name(counter)) for counter in counters[:MOST_LINKS]],
        list_heading=list_heading,
        value=value,
        error=error,
    )
