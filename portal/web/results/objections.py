"""`/results/objections`: sanggahan data, decided outside the unit, with a reason."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.appraisal.calendar import holiday_names, window_of
from portal.appraisal.deciding import Decided, decide_objection
from portal.appraisal.objection_queries import (
    ObjectionCase,
    objection_case,
    objections_to_decide,
)
from portal.appraisal.rules.calendar import ObjectionWindow, Skipped
from portal.appraisal.rules.objecting import LONGEST_TEXT, Verdict
from portal.authority import Permission
from portal.clock import today
from portal.language import gettext as _
from portal.language import later, long_date, short_date, whole
from portal.month import Month
from portal.web.actors import current_actor
from portal.web.fields import StaffForm
from portal.web.figures import period_name
from portal.web.limits import settings
from portal.web.results.door import results
from portal.web.results.month_asked import asked_month
from portal.web.staff_pages import done, form_page

DECIDE = Permission.DECIDE_OBJECTIONS


class DecideObjectionForm(StaffForm):
    """Uphold or reject, why, and (of an attribution) whose answers they were instead."""

    expected_fingerprint = HiddenField()
    verdict = RadioField(
        later("Putusan"),
        [InputRequired()],
        choices=[
            (Verdict.UPHOLD.value, later("Dikabulkan")),
            (Verdict.REJECT.value, later("Ditolak")),
        ],
    )
    reassign_to = SelectField(later("Jawaban itu milik"), validate_choice=False)
    reason = TextAreaField(
        later("Alasan putusan"), [InputRequired(), Length(min=10, max=LONGEST_TEXT)]
    )


@results.page("/objections", needs=DECIDE)
def objections() -> ResponseReturnValue:
    """What waits for a decision, and what was decided."""
    month = asked_month()
    actor, is_open = current_actor(), request.args.get("keadaan") != "diputus"
    found = objections_to_decide(actor, is_open=is_open, month=str(month) if month else None)
    return render_template(
        "results/objections.html",
        rows=[(line, period_name(line.month), kind_words(line.kind)) for line in found],
        is_open=is_open,
        month=month and period_name(str(month)),
        state_words=state_words,
        window=_window_words(month),
    )


@results.page("/objections/<handle>", needs=DECIDE, methods=("GET", "POST"))
def decide_one_objection(handle: str) -> ResponseReturnValue:
    """One objection: what it is about, what a decision touches, the decision."""
    case = objection_case(current_actor(), handle[:40])
    form = DecideObjectionForm(data={"expected_fingerprint": str(case.total)})
    form.reassign_to.choices = [("", _("Tidak diketahui")), *case.colleagues]
    decided = form.carry_out(lambda: _decide(handle, form))
    if decided is not None:
        return done(_said(decided), "results.objections")
    return form_page(
        "results/objection.html",
        form,
        case=case,
        line=case.line,
        month=period_name(case.line.month),
        kind=kind_words(case.line.kind),
        state=state_words(case.line.state),
        effect=_effect(case),
        day=long_date(case.line.on_date) if case.line.on_date else "–",
    )


def _decide(handle: str, form: DecideObjectionForm) -> Decided:
    seen = form.expected_fingerprint.data or ""
    return decide_objection(
        current_actor(),
        handle=handle,
        verdict=Verdict(form.verdict.data),
        reason=form.reason.data or "",
        today=today(settings().timezone),
        expected=int(seen) if seen.isdecimal() and len(seen) < 9 else -1,
        reassign_to=form.reassign_to.data or None,
    )


def _said(decided: Decided) -> str:
    said = _("Putusan tersimpan. {n} jawaban berubah.").format(n=whole(decided.affected))
    if decided.needs_revision:
        due = _("Bulannya sudah ditutup: buat revisi supaya angkanya ikut berubah.")
        return f"{said} {due}"
    return said


def _effect(case: ObjectionCase) -> list[tuple[str, str]]:
    """What upholding touches, in numbers only."""
    rest = case.exact - case.exact_contested
    return [
        (_("Jawaban yang terkena"), whole(case.total)),
        (_("Di antaranya ditahan"), whole(case.answers.get("quarantined", 0))),
        (_("Jawaban untuk penilaian sekarang"), whole(case.exact)),
        (_("Jawaban untuk penilaian bila dikabulkan"), whole(rest)),
    ]


def kind_words(kind: str) -> str:
    words = {"attribution": _("Bukan saya yang melayani"), "answer": _("Jawabannya keliru")}
    return words[kind]


def state_words(state: str) -> str:
    words = {
        "open": _("menunggu putusan"),
        "upheld": _("dikabulkan"),
        "rejected": _("ditolak"),
        "withdrawn": _("ditarik"),
    }
    return words[state]


def _window_words(month: Month | None) -> list[str]:
    """The days of a month's objections and why those."""
    asked = month or Month.of(today(settings().timezone)).previous()
    window = window_of(asked, settings().objection_days)
    days = _("{month}: sanggahan {opens} sampai {closes}, final {final}.")
    said = days.format(
        month=period_name(str(asked)),
        opens=short_date(window.opens),
        closes=short_date(window.closes),
        final=short_date(window.final),
    )
    return [said, *_why(window)]


def _why(window: ObjectionWindow) -> list[str]:
    first, last, final = window.days
    counted = _("Dihitung hari kerja ke-{first}, ke-{last} dan ke-{final} sejak {day}.").format(
        first=first, last=last, final=final, day=short_date(window.counted_from)
    )
    holidays = tuple(day.on for day in window.skipped if day.why is Skipped.HOLIDAY)
    names = holiday_names(holidays)
    return [counted, *(_holiday(day, names.get(day, "")) for day in holidays)]


def _holiday(day: date, name: str) -> str:
    return _("{day} tidak dihitung: {name}.").format(day=short_date(day), name=name)
