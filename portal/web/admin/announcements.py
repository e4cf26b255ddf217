"""Announcements: what residents read on the pages of a unit and all below it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.language import later
from portal.organisation.announcements import (
    announce,
    announcements_in_reach,
    as_shown,
    with_paragraphs,
    withdraw_announcement,
)
from portal.web.actors import current_actor
from portal.web.admin.asking import MANAGE, indented_units, today
from portal.web.admin.door import admin
from portal.web.fields import StaffForm
from portal.web.staff_pages import done, form_page

LONGEST = 3_500  # with the paragraphs that are put in, below what the cleaner takes


class AnnouncementForm(StaffForm):
    """For whom, what, from when to when."""

    unit = SelectField(later("Unit dan sub-unitnya"))
    text = TextAreaField(later("Isi"), [InputRequired(), Length(max=LONGEST)])
    shows_from = DateField(later("Tampil mulai"), [InputRequired()])
    shows_until = DateField(later("Tampil sampai"), [InputRequired()])

    def __init__(self) -> None:
        super().__init__(data={"shows_from": today(), "shows_until": today()})
        self.unit.choices = indented_units(current_actor(), by_code=True)
        for field in (self.unit, self.text, self.shows_from, self.shows_until):
            field.label.text = _(field.label.text)

    def seen_by_residents(self) -> str:
        """The text as residents would see it, when that was asked for."""
        if not (self.is_submitted() and self.text.data and len(self.text.data) <= LONGEST):
            return ""
        try:
            return as_shown(current_actor(), self.text.data)
        except RuleBroken:
            return ""  # the refusal stands on the form


@admin.page("/announcements", needs=MANAGE)
def announcements() -> ResponseReturnValue:
    notices = announcements_in_reach(current_actor(), today())
    return render_template("admin/announcements.html", shown=notices, today=today())


@admin.page("/announcements/new", needs=MANAGE, methods=("GET", "POST"))
def add_announcement() -> ResponseReturnValue:
    """Looked at first or put up at once: two buttons of one form."""
    form = AnnouncementForm()
    if request.form.get("lihat") or not form.saves(
        lambda: announce(
            current_actor(),
            unit_code=form.unit.data,
            text=with_paragraphs(form.text.data),
            shows_from=form.shows_from.data,
            shows_until=form.shows_until.data,
        )
    ):
        if request.form.get("lihat"):
            form.validate()
        return form_page("admin/announcement.html", form, shown=form.seen_by_residents())
    return done(_("Pengumuman dipasang."), "admin.announcements")


@admin.page("/announcements/<int:announcement_id>/end", needs=MANAGE, methods=("POST",))
def end_announcement(announcement_id: int) -> ResponseReturnValue:
    withdraw_announcement(current_actor(), announcement_id=announcement_id, on=today())
    return done(_("Pengumuman dihentikan."), "admin.announcements")
