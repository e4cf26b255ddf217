"""`/results/served`: how many people each counter served, typed once a day."""

from datetime import date, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import NumberRange, Optional

from portal.authority import Permission
from portal.clock import today
from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.month import Month
from portal.organisation.managing.served import (
    MOST_SERVED,
    ServedDay,
    enter_served,
    served_day,
    units_to_type,
)
from portal.web.actors import current_actor
from portal.web.fields import StaffForm, WholeField
from portal.web.limits import settings
from portal.web.results.door import results
from portal.web.staff_pages import done, form_page
from portal.web.templating import page_url

DAY = "hari"


@results.page("/served", needs=Permission.ENTER_SERVED)
def served() -> ResponseReturnValue:
    """Which unit: straight on where there is only one."""
    units = units_to_type(current_actor())
    if len(units) == 1:
        return served_form(units[0].code)
    return render_template("results/served_units.html", units=units)


@results.page("/served/<unit>", needs=Permission.ENTER_SERVED, methods=("GET", "POST"))
def served_of_unit(unit: str) -> ResponseReturnValue:
    """One number per counter for one day."""
    return served_form(unit)


def served_form(unit: str) -> ResponseReturnValue:
    now = today(settings().timezone)
    shown = served_day(current_actor(), unit, _asked_day(now))
    form = _form(shown)
    changed = form.carry_out(lambda: _save(shown, form, now))
    if changed is not None:
        words = _("Angka tersimpan.") if changed else _("Tidak ada yang berubah.")
        return done(words, "results.served_of_unit", unit=unit, **{DAY: shown.day.isoformat()})
    return form_page(
        "results/served.html",
        form,
        shown=shown,
        action=_address(unit, shown.day),
        before=_address(unit, shown.day - timedelta(days=1)),
        after=_address(unit, shown.day + timedelta(days=1)) if shown.day < now else "",
        days=_days(shown, now),
        several=len(units_to_type(current_actor())) > 1,
    )


def _form(shown: ServedDay) -> StaffForm:
    """A form with a field for each counter of the day."""
    fields: dict[str, object] = {"fingerprint": HiddenField()}
    for counter in shown.counters:
        fields[f"n{counter.id}"] = WholeField(
            counter.label, [Optional(), NumberRange(0, MOST_SERVED)]
        )
    kind = type("ServedForm", (StaffForm,), fields)
    stored = {f"n{counter.id}": counter.number for counter in shown.counters}
    form: StaffForm = kind(data={**stored, "fingerprint": shown.fingerprint})
    return form


def _save(shown: ServedDay, form: StaffForm, now: date) -> int:
    return enter_served(
        current_actor(),
        unit=shown.unit.code,
        day=shown.day,
        numbers={counter.id: form[f"n{counter.id}"].data for counter in shown.counters},
        seen=form["fingerprint"].data or "",
        today=now,
    )


def _asked_day(now: date) -> date:
    text = request.args.get(DAY, "").strip()
    if not text:
        return now
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        raise RuleBroken(_("Tanggal tidak terbaca. Tulis seperti 2026-10-05.")) from None
    if not now.replace(year=now.year - 2, day=1) <= asked <= now:
        raise RuleBroken(_("Tanggal ini di luar dua tahun terakhir, atau belum tiba."))
    return asked


def _address(unit: str, day: date) -> str:
    return page_url("results.served_of_unit", unit=unit, **{DAY: day.isoformat()})


def _days(shown: ServedDay, now: date) -> list[tuple[date, str, int, int, bool]]:
    """The days of the month so far: day, address, counters typed, people, is it this one."""
    month = Month.of(shown.day)
    last = min(now, month.last_day)
    span = [month.first_day + timedelta(days=n) for n in range((last - month.first_day).days + 1)]
    return [
        (day, _address(shown.unit.code, day), *shown.known.get(day, (0, 0)), day == shown.day)
        for day in span
    ]
