"""The duty roster: a unit's week, one counter's day, one duty, and last week once more."""

import re
from datetime import date, timedelta

from flask import abort, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length

from portal.language import gettext as _
from portal.language import later
from portal.organisation.managing import roster as commands
from portal.organisation.managing.changing import fingerprint
from portal.organisation.managing.copying import copy_week, week_copy
from portal.organisation.managing.roster_week import (
    RosterDay,
    first_with_counters,
    roster_day,
    roster_week,
)
from portal.web.actors import current_actor
from portal.web.admin.asking import MANAGE, indented_units, today
from portal.web.admin.door import admin
from portal.web.admin.sheet_form import SheetForm
from portal.web.fields import StaffForm
from portal.web.staff_pages import done, form_page

YEARS = range(2000, 2200)
WEEK_NAME = re.compile(r"(\d{4})-W(\d{2})")


class DutyForm(StaffForm):
    """Who, from when to when, at which desk."""

    fingerprint = HiddenField()
    handle = SelectField(later("Petugas"), [InputRequired()])
    starts_at = TimeField(later("Mulai"), [InputRequired()])
    ends_at = TimeField(later("Selesai"), [InputRequired()])
    desk = StringField(later("Nomor meja"), [Length(max=commands.DESK_LONGEST)])

    def offer(self, day: RosterDay) -> None:
        """The officers who may be chosen, and the labels in the language being spoken."""
        self.handle.choices = [("", _("(pilih petugas)")), *day.officers]
        for field in (self.handle, self.starts_at, self.ends_at, self.desk):
            field.label.text = _(field.label.text)


@admin.page("/roster", needs=MANAGE)
def roster() -> ResponseReturnValue:
    """The week of one unit; without a unit the first one in reach that has counters."""
    actor = current_actor()
    units = indented_units(actor)
    unit, monday = _unit(units), _monday()
    week = roster_week(actor, unit, monday) if unit else None
    return form_page(
        "admin/roster.html",
        StaffForm(),
        units=units,
        week=week,
        monday=monday,
        this_week=week_name(today()),
        names={step: week_name(monday + timedelta(days=7 * step)) for step in (-1, 0, 1)},
    )


@admin.page("/roster/<int:counter_id>/<day>", needs=MANAGE, methods=("GET", "POST"))
def roster_counter_day(counter_id: int, day: str) -> ResponseReturnValue:
    actor, on = current_actor(), _day(day)
    found = roster_day(actor, counter_id, on)
    form = DutyForm()
    form.offer(found)
    if form.saves(
        lambda: commands.add_duty(
            actor,
            counter_id=counter_id,
            handle=form.handle.data,
            on_date=on,
            starts_at=form.starts_at.data,
            ends_at=form.ends_at.data,
            desk=form.desk.data or "",
        )
    ):
        return done(_("Jadwal tersimpan."), "admin.roster", **_back(found))
    return form_page("admin/roster_day.html", form, found=found, back=_back(found))


@admin.page("/roster/duties/<int:duty_id>", needs=MANAGE, methods=("GET", "POST"))
def duty(duty_id: int) -> ResponseReturnValue:
    actor = current_actor()
    facts = commands.duty_facts(actor, duty_id)
    found = roster_day(actor, commands.counter_of(duty_id), facts.on_date)
    handle = commands.handle_of(duty_id)
    form = DutyForm(
        data={
            "handle": handle,
            "starts_at": facts.starts_at,
            "ends_at": facts.ends_at,
            "desk": facts.desk,
            "fingerprint": fingerprint(facts),
        }
    )
    form.offer(found)
    if form.saves(
        lambda: commands.change_duty(
            actor,
            duty_id=duty_id,
            handle=form.handle.data,
            starts_at=form.starts_at.data,
            ends_at=form.ends_at.data,
            desk=form.desk.data or "",
            seen=str(form.fingerprint.data or ""),
        )
    ):
        return done(_("Jadwal tersimpan."), "admin.roster", **_back(found))
    return form_page(
        "admin/roster_duty.html", form, found=found, duty_id=duty_id, back=_back(found)
    )


@admin.page("/roster/duties/<int:duty_id>/cancel", needs=MANAGE, methods=("GET", "POST"))
def cancel_duty(duty_id: int) -> ResponseReturnValue:
    actor = current_actor()
    facts = commands.duty_facts(actor, duty_id)
    found = roster_day(actor, commands.counter_of(duty_id), facts.on_date)
    form = SheetForm(data={"fingerprint": fingerprint(facts)})
    if form.saved(lambda: commands.cancel_duty(actor, duty_id=duty_id, seen=form.seen)):
        return done(_("Jadwal dibatalkan."), "admin.roster", **_back(found))
    name = next(one.name for one in found.planned if one.id == duty_id)
    return form_page(
        "admin/act.html",
        form,
        title=_("Batalkan jadwal"),
        label=_("Batalkan jadwal"),
        about=f"{name}, {facts.starts_at:%H.%M}–{facts.ends_at:%H.%M}",
        note=_("Warga tidak lagi dapat memilih petugas ini di loket itu. Nilai lalu tetap."),
        back=("admin.roster", _back(found)),
    )


@admin.page("/roster/copy", needs=MANAGE, methods=("GET", "POST"))
def copy_roster() -> ResponseReturnValue:
    """What would come along is shown first, and what cannot, with the reason."""
    actor, monday = current_actor(), _monday()
    unit = _unit(indented_units(actor))
    found = week_copy(actor, unit, monday)
    form = SheetForm(data={"fingerprint": found.seen})
    copied = form.carry_out(
        lambda: (copy_week(actor, unit_id=unit, monday=monday, seen=form.seen),)
    )
    if copied is None:
        return form_page("admin/roster_copy.html", form, found=found, name=week_name(monday))
    words = _("{count} jadwal disalin.").format(count=copied[0])
    return done(words, "admin.roster", unit=unit, pekan=week_name(monday))


def week_name(day: date) -> str:
    """The ISO week of a day: 2026-W47."""
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02}"


def _monday() -> date:
    """The Monday the address names; what cannot be read is this week."""
    found = WEEK_NAME.fullmatch(request.args.get("pekan", ""))
    try:
        if found and int(found[1]) in YEARS:
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        pass  # a week that this year does not have
    return date.fromisocalendar(*today().isocalendar()[:2], 1)


def _unit(units: list[tuple[str, str]]) -> int:
    """The unit the address names, else the first with counters; 0 where there is none."""
    asked = request.args.get("unit", "")
    if asked in {value for value, _label in units}:
        return int(asked)
    if asked:
        abort(404)
    return first_with_counters(current_actor()) or (int(units[0][0]) if units else 0)


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        abort(404)
    return found if found.year in YEARS else abort(404)


def _back(found: RosterDay) -> dict[str, str | int]:
    """The arguments of the week this day is in."""
    return {"unit": found.desk.unit_id, "pekan": week_name(found.day)}
