"""`/results/closing`: what would be frozen, closing it, revising it, what was frozen."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.appraisal.closing_queries import (
    ClosedMonthPage,
    closed_month_page,
    newest_closings,
    revision_page,
)
from portal.appraisal.commands import Closed, close_month, revise_month
from portal.appraisal.digesting import Telling
from portal.appraisal.order import earliest_closing, month_to_close
from portal.appraisal.preview import Preview, closing_preview
from portal.authority import UNKNOWN, Permission
from portal.clock import today
from portal.documents.closing_digest import closed_export, closing_digest
from portal.documents.exports import Kind, export_bytes
from portal.errors import NotFound
from portal.indicators.rules.definition import Weight
from portal.language import gettext as _
from portal.language import later
from portal.month import Month
from portal.organisation.queries import units_in_tree
from portal.web.actors import current_actor
from portal.web.fields import StaffForm
from portal.web.figures import period_name
from portal.web.limits import settings
from portal.web.results import closing_words, revision_words
from portal.web.results.door import results
from portal.web.results.papers import TYPES, attached
from portal.web.staff_pages import done, form_page
from portal.web.templating import page_url

CLOSE = Permission.CLOSE_MONTHS
LONGEST = 2_000


class CloseMonthForm(StaffForm):
    """The month typed by hand, and what the review of the held answers found."""

    seen_fingerprint = HiddenField()
    typed = StringField(later("Bulan yang ditutup"), [InputRequired(), Length(max=20)])
    is_reviewed = BooleanField(later("Jawaban yang ditahan sudah saya periksa"))
    reviewed = TextAreaField(later("Hasil pemeriksaan"), [Length(max=LONGEST)])
    month = ""

    def validate_typed(self, field: StringField) -> None:
        if (field.data or "").strip() != self.month:
            raise ValidationError(_("Ketik {month} untuk menutup.").format(month=self.month))

    def validate_reviewed(self, field: TextAreaField) -> None:
        if self.is_reviewed.data and not (field.data or "").strip():
            raise ValidationError(_("Tulis apa yang diperiksa dan hasilnya."))


class ReviseMonthForm(StaffForm):
    """Why a closed month is computed again."""

    revision_fingerprint = HiddenField()
    reason = TextAreaField(
        later("Apa yang salah, dan dari mana diketahui"),
        [InputRequired(), Length(min=10, max=LONGEST)],
    )


@results.page("/closing", needs=CLOSE)
def closing() -> ResponseReturnValue:
    """The month whose turn it is, and every closed month."""
    closings = newest_closings(current_actor())
    month = month_to_close()
    return render_template(
        "results/closing.html",
        month=month,
        name=month and period_name(str(month)),
        earliest=month and earliest_closing(month),
        rows=[(c, period_name(c.month), closing_words.sum_words(c.received)) for c in closings],
    )


@results.page("/closing/<month>", needs=CLOSE)
def closing_month(month: str) -> ResponseReturnValue:
    """The preview of an open month, or what was frozen of a closed one."""
    asked = Month.parse(month)
    found = closed_month_page(current_actor(), asked)
    return _closed_page(found) if found else _preview_page(asked, CloseMonthForm())


@results.page("/closing/<month>/close", needs=CLOSE, methods=("GET", "POST"), grave=True)
def close_this_month(month: str) -> ResponseReturnValue:
    """Freeze the month that was looked at."""
    asked, form = Month.parse(month), CloseMonthForm()
    form.month = str(asked)
    closed = form.carry_out(lambda: _close(asked, form))
    if closed is not None:
        words = _("{month} ditutup. {n} indikator dibekukan sebagai revisi {revision}.")
        name = period_name(closed.month)
        said = words.format(month=name, n=closed.figures, revision=closed.revision)
        return done(said, "results.closing_month", month=closed.month)
    if closed_month_page(current_actor(), asked):
        for words in form.form_errors:
            flash(words)
        return redirect(page_url("results.closing_month", month=str(asked)), 303)
    return _preview_page(asked, form)


def _close(month: Month, form: CloseMonthForm) -> Closed:
    return close_month(
        current_actor(),
        month=month,
        today=today(settings().timezone),
        weight=Weight.parse(settings().weight),
        reviewed=form.reviewed.data or "" if form.is_reviewed.data else "",
        seen=form.seen_fingerprint.data or "",
        telling=Telling.of(settings()),
    )


def _preview_page(month: Month, form: CloseMonthForm) -> ResponseReturnValue:
    preview = closing_preview(
        current_actor(),
        month=month,
        weight=Weight.parse(settings().weight),
        today=today(settings().timezone),
    )
    if not preview.total and month != month_to_close():
        raise NotFound(UNKNOWN)
    # What is on the page is what will be frozen, after a refusal too.
    form.seen_fingerprint.data = preview.seen
    return form_page(
        "results/closing_preview.html",
        form,
        preview=preview,
        month=str(month),
        name=period_name(str(month)),
        sum=_sum(preview),
        rows=closing_words.unit_rows(preview),
        checks_found=closing_words.check_words(preview),
    )


def _sum(preview: Preview) -> str:
    units = _("{n} unit").format(n=len(preview.units))
    return f"{units}, {closing_words.sum_words(preview.received)}"


def _closed_page(found: ClosedMonthPage) -> ResponseReturnValue:
    month = str(found.month)
    return render_template(
        "results/closing_closed.html",
        found=found,
        month=month,
        name=period_name(month),
        sum=closing_words.sum_words(found.newest.received),
    )


@results.page("/closing/<month>/revise", needs=CLOSE, methods=("GET", "POST"), grave=True)
def revise_this_month(month: str) -> ResponseReturnValue:
    """Compute a closed month again, with a reason; the old revision stays."""
    asked = Month.parse(month)
    found = closed_month_page(current_actor(), asked)
    if found is None:
        raise NotFound(UNKNOWN)
    form = ReviseMonthForm(data={"revision_fingerprint": str(found.newest.revision)})
    revised = form.carry_out(lambda: _revise(asked, form))
    if revised is not None:
        words = _("Revisi {revision} tersimpan. {n} angka berubah.")
        said = words.format(revision=revised.revision, n=revised.changes)
        number = revised.revision
        return done(said, "results.closing_revision", month=revised.month, revision=number)
    return form_page(
        "results/closing_revise.html",
        form,
        month=str(asked),
        name=period_name(str(asked)),
        next_revision=found.newest.revision + 1,
        upheld=found.upheld_since,
    )


def _revise(month: Month, form: ReviseMonthForm) -> Closed:
    seen = form.revision_fingerprint.data or ""
    return revise_month(
        current_actor(),
        month=month,
        today=today(settings().timezone),
        reason=form.reason.data or "",
        weight=Weight.parse(settings().weight),
        expected=int(seen) if seen.isdecimal() and len(seen) < 6 else 0,
        telling=Telling.of(settings()),
    )


@results.page("/closing/<month>/<int:revision>", needs=CLOSE)
def closing_revision(month: str, revision: int) -> ResponseReturnValue:
    """A revision beside the one before it, every changed number marked."""
    page = revision_page(current_actor(), Month.parse(month), min(revision, 10**6))
    return render_template(
        "results/closing_revision.html",
        page=page,
        month=page.closing.month,
        name=period_name(page.closing.month),
        units=revision_words.side_rows(page.units),
        changes=revision_words.change_rows(page.changes[: revision_words.MOST_SHOWN]),
        more=max(len(page.changes) - revision_words.MOST_SHOWN, 0),
        sum=closing_words.sum_words(page.closing.received),
    )


@results.page("/closing/<month>/<int:revision>.<kind>", needs=CLOSE)
def closing_file(month: str, revision: int, kind: str) -> ResponseReturnValue:
    """The figures as they stood after a revision."""
    if kind not in tuple(Kind):
        raise NotFound(UNKNOWN)
    page = revision_page(current_actor(), Month.parse(month), min(revision, 10**6))
    name = f"indikator-{page.closing.month}-revisi-{page.closing.revision}.{kind}"
    content = export_bytes(closed_export(page.closing.month, page.closing.revision), Kind(kind))
    return attached(content, TYPES[Kind(kind)], name)


@results.page("/closing/<month>/<int:revision>.txt", needs=CLOSE)
def closing_text(month: str, revision: int) -> ResponseReturnValue:
    """The digest with the chain's head, to be kept elsewhere."""
    page = revision_page(current_actor(), Month.parse(month), min(revision, 10**6))
    top = next((unit.code for unit in units_in_tree()), "")
    root = next((unit.now for unit in page.units if unit.code == top), None)
    name = f"ringkasan-{page.closing.month}-revisi-{page.closing.revision}.txt"
    text = closing_digest(page.closing, root)
    return attached(text.encode(), "text/plain; charset=utf-8", name)
