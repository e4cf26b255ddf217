"""The calendar: days without service of a year, and what moves when one changes."""

from collections.abc import Mapping
from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from portal.appraisal.calendar import window_of
from portal.language import gettext as _
from portal.language import later, month_name, plain_date
from portal.month import Month
from portal.organisation.commands import seed_calendar
from portal.organisation.managing import holidays as commands
from portal.organisation.managing.holidays import DayOff, days_off, may_change_calendar
from portal.web.actors import current_actor
from portal.web.admin.asking import MANAGE, today
from portal.web.admin.door import admin
from portal.web.admin.words import DAY_KINDS
from portal.web.fields import StaffForm
from portal.web.limits import settings
from portal.web.staff_pages import done, form_page

YEARS = range(2000, 2200)
SHOWN_MONTHS = 3  # whose objections may still be open


class ChangeDayForm(StaffForm):
    """Kind, name, decree; and why, where the day has passed."""

    fingerprint = HiddenField()
    kind = SelectField(later("Jenis"))
    name = StringField(later("Nama hari"), [InputRequired(), Length(max=commands.LONGEST)])
    decree = StringField(later("Nomor keputusan"), [InputRequired(), Length(max=commands.LONGEST)])
    reason = StringField(later("Alasan"), [Length(max=commands.LONGEST)])

    def __init__(self, day: DayOff | None = None) -> None:
        seen = commands.fingerprint_of(day) if day else ""
        facts = {"kind": day.kind, "name": day.name, "decree": day.decree} if day else {}
        super().__init__(data={"kind": "khusus", **facts, "fingerprint": seen})
        self.kind.choices = [(value, _(words)) for value, words in DAY_KINDS.items()]
        for field in self:
            field.label.text = _(field.label.text) if field.type != "CSRFTokenField" else ""

    def day(self, on_date: date) -> DayOff:
        """What was typed about this day."""
        return DayOff(on_date, self.kind.data, self.name.data, self.decree.data)


class AddDayForm(ChangeDayForm):
    """A new day."""

    on_date = DateField(later("Tanggal"), [InputRequired()])


@admin.page("/calendar", needs=MANAGE)
def calendar() -> ResponseReturnValue:
    year = _year()
    return render_template(
        "admin/calendar.html",
        year=year,
        days=days_off(current_actor(), year),
        kinds=DAY_KINDS,
        may_change=may_change_calendar(current_actor()),
        windows=_windows(),
        today=today(),
    )


@admin.page("/calendar/new", needs=MANAGE, methods=("GET", "POST"))
def add_day_off() -> ResponseReturnValue:
    actor, form, before = current_actor(), AddDayForm(), _windows()
    actor.demand_everywhere(MANAGE)
    if form.saves(
        lambda: commands.add_day_off(
            actor,
            day=form.day(form.on_date.data),
            reason=form.reason.data or "",
            today=today(),
        )
    ):
        return _saved(form.on_date.data, before)
    return form_page("admin/day_off.html", form, title=_("Hari libur baru"), day=None)


@admin.page("/calendar/<day>", needs=MANAGE, methods=("GET", "POST"))
def change_day_off(day: str) -> ResponseReturnValue:
    actor, before = current_actor(), _windows()
    actor.demand_everywhere(MANAGE)
    found = commands.day_off(actor, _day(day))
    form = ChangeDayForm(found)
    if form.saves(
        lambda: commands.change_day_off(
            actor,
            day=form.day(found.on_date),
            reason=form.reason.data or "",
            seen=str(form.fingerprint.data or ""),
            today=today(),
        )
    ):
        return _saved(found.on_date, before)
    return form_page("admin/day_off.html", form, title=plain_date(found.on_date), day=found)


@admin.page("/calendar/<day>/remove", needs=MANAGE, methods=("GET", "POST"))
def remove_day_off(day: str) -> ResponseReturnValue:
    actor, before = current_actor(), _windows()
    actor.demand_everywhere(MANAGE)
    found = commands.day_off(actor, _day(day))
    form = ChangeDayForm(found)
    del form.kind, form.name, form.decree
    if form.saves(
        lambda: commands.remove_day_off(
            actor,
            on_date=found.on_date,
            reason=form.reason.data or "",
            seen=str(form.fingerprint.data or ""),
            today=today(),
        )
    ):
        return _saved(found.on_date, before)
    return form_page(
        "admin/act.html",
        form,
        title=_("Hapus hari libur"),
        label=_("Hapus hari libur"),
        about=f"{found.name}, {plain_date(found.on_date)}",
        note=_("Hari ini menjadi hari kerja biasa, juga dalam hitungan batas sanggahan."),
        back=("admin.calendar", {"tahun": found.on_date.year}),
    )


@admin.page("/calendar/seed", needs=MANAGE, methods=("POST",))
def seed_calendar_year() -> ResponseReturnValue:
    """Days that are there already keep what they say."""
    year, before = _year(request.form.get("tahun", "")), _windows()
    added = seed_calendar(current_actor(), years=[year])
    words = _("{count} hari ditambahkan untuk {year}.").format(count=added, year=year)
    return done(_with_moves(words, before), "admin.calendar", tahun=year)


def _saved(on_date: date, before: Mapping[Month, date]) -> ResponseReturnValue:
    said = _("Kalender tersimpan. Tanggal pengaduan yang berjalan dihitung ulang sebentar lagi.")
    words = _with_moves(said, before)
    return done(words, "admin.calendar", tahun=on_date.year)


def _windows() -> dict[Month, date]:
    """The last day of objections of the months that may still be contested."""
    months = [Month.of(today())]
    while len(months) < SHOWN_MONTHS:
        months.append(months[-1].previous())
    days = settings().objection_days
    return {month: window_of(month, days).closes for month in months}


def _with_moves(words: str, before: Mapping[Month, date]) -> str:
    """The same with each last day of objections that moved."""
    after = _windows()
    said = _("Batas sanggahan {month}: {before} menjadi {after}.")
    moved = [
        said.format(
            month=month_name(month.first_day),
            before=plain_date(last),
            after=plain_date(after[month]),
        )
        for month, last in before.items()
        if after[month] != last
    ]
    return " ".join([words, *moved])


def _year(asked: str | None = None) -> int:
    text = request.args.get("tahun", "") if asked is None else asked
    is_year = text.isascii() and text.isdecimal() and len(text) == 4
    return int(text) if is_year and int(text) in YEARS else today().year


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)
