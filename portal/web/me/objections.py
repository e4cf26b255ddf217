"""`/me/objections`: sanggahan data, filed in the window of a month, and what became of it."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from portal.appraisal.objection_offers import own_counters
from portal.appraisal.objection_queries import own_objections as objections_of
from portal.appraisal.objections import file_objection, withdraw_objection
from portal.appraisal.own import Windows, own_windows
from portal.appraisal.rules.objecting import LONGEST_TEXT, SHORTEST_TEXT, Kind, day_faults
from portal.authority import Permission
from portal.clock import today
from portal.errors import PortalError
from portal.language import gettext as _
from portal.language import later
from portal.month import Month
from portal.web.actors import current_actor
from portal.web.fields import StaffForm
from portal.web.figures import period_name
from portal.web.limits import settings
from portal.web.me import words
from portal.web.me.door import me
from portal.web.staff_pages import done, form_page

FILE = Permission.FILE_OBJECTIONS
LONGEST_HANDLE = 40


class FileObjectionForm(StaffForm):
    """A day of a month that is open, at one counter or all, and what is wrong there."""

    month = SelectField(later("Bulan"), [InputRequired()])
    kind = RadioField(
        later("Yang keliru"),
        [InputRequired()],
        choices=[
            SelectChoice(Kind.ATTRIBUTION.value, later("Bukan saya yang melayani")),
            SelectChoice(Kind.ANSWER.value, later("Jawabannya keliru")),
        ],
    )
    on_date = DateField(later("Hari"), [InputRequired()])
    counter = SelectField(later("Loket"))
    text = TextAreaField(
        later("Ceritakan yang terjadi"),
        [InputRequired(), Length(min=SHORTEST_TEXT, max=LONGEST_TEXT)],
    )

    def validate_on_date(self, field: Field) -> None:
        """The day lies in the chosen month and is not still to come."""
        chosen = self.month.data in {choice.value for choice in self.month.choices}
        if field.data is None or not chosen:
            return  # said already
        if day_faults(field.data, Month.parse(self.month.data), _today()):
            raise ValidationError(_("Pilih satu hari di dalam bulan itu."))


def _today() -> date:
    return today(settings().timezone)


@me.page("/objections", needs=FILE)
def own_objections() -> ResponseReturnValue:
    """When it is open and why then; what was filed, decided, withdrawn."""
    actor = current_actor()
    if actor.officer_id is None:
        return render_template("me/no_officer.html")
    windows = own_windows(actor, _today(), words.terms())
    return render_template(
        "me/objections.html",
        rows=[(line, period_name(line.month)) for line in objections_of(actor)],
        is_open=bool(windows.open),
        sentence=words.window_sentence(windows),
        days=[words.window_days(w) for w in windows.open or (windows.following,)],
        why=words.why_days(windows.open[0] if windows.open else windows.following),
        kind_words=words.kind_words,
        state_words=words.state_words,
    )


@me.page("/objections/new", needs=FILE, methods=("GET", "POST"))
def contest() -> ResponseReturnValue:
    """The form; outside the window, words and the next one."""
    actor = current_actor()
    if actor.officer_id is None:
        return render_template("me/no_officer.html")
    windows = own_windows(actor, _today(), words.terms())
    form = _form(windows)
    if form.carry_out(lambda: _file(form)) is not None:
        return done(_("Sanggahan Anda tersimpan dan menunggu putusan."), "me.own_objections")
    return form_page(
        "me/contest.html",
        form,
        is_open=bool(windows.open),
        sentence=words.window_sentence(windows),
    )


def _form(windows: Windows) -> FileObjectionForm:
    """The months that are open; what was typed in a window that closed meanwhile stays."""
    form = FileObjectionForm()
    months = [window.month for window in windows.open]
    if not months and request.method == "POST":
        months = [Month.of(_today()).previous()]
    form.month.choices = [SelectChoice(str(month), period_name(str(month))) for month in months]
    known = {pair for month in months for pair in own_counters(current_actor(), month)}
    named = [SelectChoice(str(id_), name) for id_, name in sorted(known, key=lambda one: one[1])]
    form.counter.choices = [SelectChoice("", _("Semua loket hari itu")), *named]
    return form


def _file(form: FileObjectionForm) -> str:
    return file_objection(
        current_actor(),
        month=Month.parse(form.month.data),
        kind=Kind(form.kind.data),
        on_date=form.on_date.data,
        text=form.text.data or "",
        today=_today(),
        days=settings().objection_days,
        counter_id=int(form.counter.data) if form.counter.data else None,
    )


@me.page("/objections/<handle>/withdraw", needs=FILE, methods=("POST",))
def withdraw(handle: str) -> ResponseReturnValue:
    """Take one back that is not decided yet."""
    try:
        withdraw_objection(current_actor(), handle=handle[:LONGEST_HANDLE], today=_today())
    except PortalError as error:
        return done(_(error.message), "me.own_objections")
    return done(_("Sanggahan ditarik."), "me.own_objections")
