"""`/results/paper/checks`: ten sheets a month typed again, and the share of paper."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.authority import Permission
from portal.clock import today
from portal.errors import RuleBroken
from portal.feedback.paper_checking import check_sheet, draw_checks, strike_sheet
from portal.feedback.paper_checklist import checklist, drawn_sheet, months_typed
from portal.feedback.queries import questionnaire_in_force
from portal.feedback.rules.paper_check import LONGEST_NOTE, Outcome
from portal.language import gettext as _
from portal.language import later, month_name
from portal.month import Month
from portal.web.actors import current_actor
from portal.web.fields import StaffForm
from portal.web.limits import settings
from portal.web.results.door import results
from portal.web.results.month_asked import MONTH, asked_month, month_links
from portal.web.results.paper_key import mark_key
from portal.web.results.paper_share import paper_share
from portal.web.staff_pages import done, form_page

CHECK = Permission.CHECK_PAPER
LONGEST_REASON = 2_000
OUTCOMES = {
    Outcome.SAME: later("sama"),
    Outcome.DIFFERENT: later("berbeda"),
    Outcome.MISSING: later("lembar tidak ada"),
}


class CheckSheetForm(StaffForm):
    """The nine digits once more, or that the sheet cannot be found."""

    marks = StringField(later("Sembilan jawaban"), [Length(max=40)])
    is_missing = BooleanField(later("Lembarnya tidak ada di berkas"))
    note = StringField(later("Catatan"), [Length(max=LONGEST_NOTE)])


class StrikeSheetForm(StaffForm):
    """Which sheet was typed wrongly, and how."""

    serial = StringField(later("Nomor seri"), [InputRequired(), Length(max=60)])
    reason = TextAreaField(later("Alasan"), [InputRequired(), Length(max=LONGEST_REASON)])


@results.page("/paper/checks", needs=CHECK)
def paper_checks() -> ResponseReturnValue:
    """The drawn sheets of a month, and how much of it agrees."""
    actor = current_actor()
    typed = months_typed(actor)
    month = asked_month() or (typed[-1] if typed else Month.of(today(settings().timezone)))
    before, after = month_links("results.paper_checks", sorted({*typed, month}), month)
    return render_template(
        "results/paper_checks.html",
        found=checklist(actor, month),
        name=month_name(month.first_day),
        before=before,
        after=after,
        share=paper_share(actor, month),
        outcomes={outcome.value: _(words) for outcome, words in OUTCOMES.items()},
    )


@results.page("/paper/checks/<month>/draw", needs=CHECK, methods=("POST",))
def draw_paper(month: str) -> ResponseReturnValue:
    """Draw sheets at random."""
    asked = Month.parse(month)
    drawn = draw_checks(current_actor(), month=asked, today=today(settings().timezone))
    words = _("{n} lembar terundi.").format(n=drawn)
    return done(words, "results.paper_checks", **{MONTH: str(asked)})


@results.page("/paper/checks/<serial>", needs=CHECK, methods=("GET", "POST"))
def check_paper(serial: str) -> ResponseReturnValue:
    """One drawn sheet, typed again without seeing what is stored."""
    drawn = drawn_sheet(current_actor(), serial)
    form = CheckSheetForm()
    outcome = form.carry_out(lambda: _check(serial, form))
    if outcome is not None:
        words = _("Lembar {serial}: {outcome}.").format(serial=serial, outcome=_(OUTCOMES[outcome]))
        return done(words, "results.paper_checks", **{MONTH: str(drawn.month)})
    return form_page(
        "results/paper_check.html",
        form,
        drawn=drawn,
        marks=mark_key(questionnaire_in_force().definition),
        outcome=_(OUTCOMES[Outcome(drawn.outcome)]) if drawn.outcome else "",
    )


@results.page("/paper/strike", needs=CHECK, methods=("GET", "POST"))
def strike_paper() -> ResponseReturnValue:
    """Take a wrongly typed sheet out of the count."""
    form = StrikeSheetForm(data={"serial": request.args.get("seri", "")[:60]})
    struck = form.carry_out(
        lambda: strike_sheet(
            current_actor(), serial=form.serial.data or "", reason=form.reason.data or ""
        )
    )
    if struck:
        words = _("Lembar {serial} dicoret. Unit dapat mengetiknya lagi.").format(serial=struck)
        return done(words, "results.paper_checks")
    return form_page("results/paper_strike.html", form)


def _check(serial: str, form: CheckSheetForm) -> Outcome:
    marks, is_missing = form.marks.data or "", bool(form.is_missing.data)
    if bool(marks) == is_missing:
        raise RuleBroken(_("Ketik sembilan angka dari lembarnya, atau tandai tidak ada."))
    return check_sheet(
        current_actor(),
        serial=serial,
        marks=None if is_missing else marks,
        note=form.note.data or "",
        today=today(settings().timezone),
    )
