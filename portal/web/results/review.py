"""`/results/review`: answers that signals held back, decided in groups."""

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.appraisal.order import month_to_close
from portal.appraisal.review import HeldLine, Review, review_of
from portal.authority import UNKNOWN, Permission
from portal.errors import NotFound
from portal.feedback.queries import last_closed_month
from portal.feedback.reviewing import Reviewed, months_held, review_held
from portal.feedback.rules.review import LONGEST_REASON, Decision
from portal.indicators.rules.definition import Weight
from portal.language import decimal, later, short_date, whole
from portal.language import gettext as _
from portal.month import Month
from portal.web.actors import current_actor
from portal.web.fields import StaffForm
from portal.web.figures import period_name
from portal.web.limits import settings
from portal.web.results import closing_words
from portal.web.results.door import results
from portal.web.results.month_asked import asked_month, month_links
from portal.web.staff_pages import done, form_page

REVIEW = Permission.REVIEW_RATINGS


class ReviewHeldForm(StaffForm):
    """Release or strike one group, and why."""

    expected_fingerprint = HiddenField()
    decision = RadioField(
        later("Putusan"),
        [InputRequired()],
        choices=[
            (Decision.RELEASE.value, later("Lepas: jawaban ini dihitung")),
            (Decision.STRIKE.value, later("Coret: jawaban ini tidak dihitung")),
        ],
    )
    reason = TextAreaField(
        later("Alasan putusan"), [InputRequired(), Length(min=10, max=LONGEST_REASON)]
    )


@results.page("/review", needs=REVIEW)
def review() -> ResponseReturnValue:
    """The held answers of a month by counter, days and signal."""
    month = asked_month() or _first_month()
    if month is None:
        return render_template("results/review.html", found=None)
    found = review_of(current_actor(), month, Weight.parse(settings().weight))
    months = sorted({*map(Month.parse, months_held()), month})
    before, after = month_links("results.review", months, month)
    return render_template(
        "results/review.html",
        found=found,
        month=str(month),
        name=period_name(str(month)),
        before=before,
        after=after,
        sum=closing_words.sum_words(found.received),
        is_closed=str(month) <= (last_closed_month() or ""),
        rows=[(line, days_words(line), moved_words(line)) for line in found.lines],
    )


def _first_month() -> Month | None:
    """The oldest open month with held answers, else the month whose turn it is to close."""
    last = last_closed_month() or ""
    still_open = (month for month in months_held() if month > last)
    held = next(still_open, None)
    return Month.parse(held) if held else month_to_close()


@results.page("/review/<month>/<group>", needs=REVIEW, methods=("GET", "POST"))
def review_group(month: str, group: str) -> ResponseReturnValue:
    """One group: what it would move, and the decision."""
    asked = Month.parse(month)
    found = review_of(current_actor(), asked, Weight.parse(settings().weight))
    line = _line(found, group)
    form = ReviewHeldForm(data={"expected_fingerprint": str(line.group.answers)})
    reviewed = form.carry_out(lambda: _review(asked, group, form))
    if reviewed is not None:
        words = _("{n} jawaban dilepas dan dihitung.")
        if reviewed.decision is Decision.STRIKE:
            words = _("{n} jawaban dicoret. Tetap tersimpan dan ikut dijumlahkan.")
        return done(words.format(n=whole(reviewed.answers)), "results.review", bulan=str(asked))
    return form_page(
        "results/review_group.html",
        form,
        line=line,
        group=line.group,
        month=str(asked),
        name=period_name(str(asked)),
        days=days_words(line),
        moved=moved_words(line),
        is_closed=str(asked) <= (last_closed_month() or ""),
    )


def _line(found: Review, group: str) -> HeldLine:
    line = next((line for line in found.lines if line.group.name == group), None)
    if line is None:
        raise NotFound(UNKNOWN)
    return line


def _review(month: Month, group: str, form: ReviewHeldForm) -> Reviewed:
    seen = form.expected_fingerprint.data or ""
    return review_held(
        current_actor(),
        month=month,
        group=group,
        decision=Decision(form.decision.data),
        reason=form.reason.data or "",
        expected=int(seen) if seen.isdecimal() and len(seen) < 9 else -1,
    )


def days_words(line: HeldLine) -> str:
    """ "30 Okt 2026 sampai 31 Okt 2026"."""
    first, last = line.group.first, line.group.last
    if first == last:
        return short_date(first)
    return _("{first} sampai {last}").format(first=short_date(first), last=short_date(last))


def moved_words(line: HeldLine) -> str:
    """What the unit's index would be with this group, where enough answers stand in it."""
    moved = line.movement
    if moved is None:
        return _("kurang dari 10 jawaban: hanya dihitung bersama unitnya")
    if moved.points is None or moved.without is None or moved.with_held is None:
        return _("belum dapat dihitung pengaruhnya")
    return _("IKM unit {without} menjadi {with_held} ({points})").format(
        without=decimal(moved.without),
        with_held=decimal(moved.with_held),
        points=closing_words.signed(moved.points),
    )
