"""`/results/paper`: filled-in forms, typed by keyboard: one by one, or a line for each."""

from collections.abc import Sequence
from datetime import date

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.authority import Permission
from portal.clock import today
from portal.errors import RuleBroken
from portal.feedback.paper import LONGEST_COMMENT, Batch, Typed, TypedLine, enter_paper
from portal.feedback.paper_desk import place_to_type, typed_today, units_to_enter
from portal.feedback.queries import questionnaire_in_force
from portal.feedback.rules.paper import LINE_EXAMPLE, MOST_LINES
from portal.feedback.rules.serial import EXAMPLE
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.fields import StaffForm
from portal.web.limits import settings
from portal.web.results.door import results
from portal.web.results.paper_key import mark_key, respondent_key
from portal.web.staff_pages import done, form_page
from portal.web.templating import page_url

ENTER = Permission.ENTER_PAPER
CHANNELS = (
    SelectChoice("paper", later("Kertas, diisi warga")),
    SelectChoice("interview", later("Wawancara")),
    SelectChoice("telephone", later("Telepon")),
)
PARTS = (
    SelectChoice("", later("Tidak diisi")),
    SelectChoice("pagi", later("Pagi, 08.00–12.00")),
    SelectChoice("siang", later("Siang, 13.00–17.00")),
)
STAYS = {"tanggal": "on", "waktu": "part_of_day", "cara": "channel", "loket": "counter"}


class PaperForm(StaffForm):
    """What stays from sheet to sheet."""

    on = DateField(later("Tanggal survei"), [InputRequired()])
    part_of_day = SelectField(later("Waktu"), choices=PARTS)
    channel = SelectField(later("Cara pengisian"), choices=CHANNELS)
    counter = SelectField(later("Loket"))


class EnterSheetForm(PaperForm):
    """One sheet."""

    serial = StringField(later("Nomor seri"), [InputRequired(), Length(max=60)])
    marks = StringField(later("Sembilan jawaban"), [InputRequired(), Length(max=40)])
    respondent = StringField(later("Data responden"), [Length(max=20)])
    comment = TextAreaField(later("Saran atau masukan"), [Length(max=LONGEST_COMMENT)])


class EnterLinesForm(PaperForm):
    """Many sheets, a line each."""

    lines = TextAreaField(later("Lembar, satu baris masing-masing"), [InputRequired()])


@results.page("/paper", needs=ENTER)
def paper() -> ResponseReturnValue:
    """Which unit: straight on where there is only one."""
    units = units_to_enter(current_actor())
    if len(units) == 1:
        return redirect(page_url("results.paper_of_unit", unit=units[0].code))
    return render_template("results/paper_units.html", units=units)


@results.page("/paper/<unit>", needs=ENTER, methods=("GET", "POST"))
def paper_of_unit(unit: str) -> ResponseReturnValue:
    """One sheet; after it the next, with what stays as it was."""
    form = _form(EnterSheetForm, unit)
    stored = form.carry_out(
        lambda: _enter(
            form, unit, [Typed(*_texts(form, "serial", "marks", "respondent", "comment"))]
        )
    )
    if stored:
        return done(
            _("Lembar {serial} tersimpan.").format(serial=stored[0]),
            "results.paper_of_unit",
            unit=unit,
            **_what_stays(form),
        )
    return _page("results/paper.html", form, unit)


@results.page("/paper/<unit>/lines", needs=ENTER, methods=("GET", "POST"))
def paper_lines(unit: str) -> ResponseReturnValue:
    """Many sheets at once, all or none."""
    form = _form(EnterLinesForm, unit)
    stored = form.carry_out(lambda: _enter(form, unit, _lines(form.lines.data or "")))
    if stored:
        words = _("{n} lembar tersimpan.").format(n=len(stored))
        return done(words, "results.paper_lines", unit=unit, **_what_stays(form))
    return _page("results/paper_lines.html", form, unit, example=LINE_EXAMPLE, most=MOST_LINES)


def _form(kind: type[PaperForm], unit: str) -> PaperForm:
    asked = {field: request.args.get(name, "") for name, field in STAYS.items()}
    form = kind(data={**asked, "on": _day(asked["on"]) or today(settings().timezone)})
    place = place_to_type(current_actor(), unit)
    form.counter.choices = [SelectChoice("", _("Tidak dicatat"))]
    form.counter.choices += [
        SelectChoice(str(counter.id), counter.label) for counter in place.counters
    ]
    return form


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _texts(form: PaperForm, *names: str) -> list[str]:
    return [form[name].data or "" for name in names]


def _lines(text: str) -> list[TypedLine]:
    """The lines that hold something, by their number in the box."""
    found = [TypedLine(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(found) > MOST_LINES:
        raise RuleBroken(_("Paling banyak {most} lembar sekali kirim.").format(most=MOST_LINES))
    return found


def _enter(form: PaperForm, unit: str, typed: Sequence[Typed | TypedLine]) -> tuple[str, ...]:
    counter = form.counter.data
    return enter_paper(
        current_actor(),
        batch=Batch(
            unit=unit,
            on=form.on.data,
            channel=form.channel.data,
            part_of_day=form.part_of_day.data or None,
            counter_id=int(counter) if counter else None,
        ),
        typed=typed,
        today=today(settings().timezone),
    )


def _what_stays(form: PaperForm) -> dict[str, str]:
    return {name: str(form[field].data or "") for name, field in STAYS.items()}


def _page(template: str, form: PaperForm, unit: str, **facts: object) -> ResponseReturnValue:
    actor = current_actor()
    questionnaire = questionnaire_in_force().definition
    return form_page(
        template,
        form,
        place=place_to_type(actor, unit),
        typed=typed_today(actor, unit, today(settings().timezone)),
        several=len(units_to_enter(actor)) > 1,
        marks=mark_key(questionnaire),
        respondent=respondent_key(questionnaire),
        serial_example=EXAMPLE,
        stays=_what_stays(form),
        **facts,
    )
