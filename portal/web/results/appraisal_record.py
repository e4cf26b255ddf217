"""One record of the evidence; whoever opens it leaves a look."""

from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.appraisal.calendar import Terms
from portal.appraisal.looks import note_look
from portal.appraisal.queries import PersonalFigure
from portal.appraisal.records_queries import Record, record_of, record_revisions
from portal.authority import Permission
from portal.clock import today
from portal.documents.appraisal_words import (
    compared_words,
    record_period,
    status_words,
    tier_words,
)
from portal.language import decimal, plain_date, short_date, whole
from portal.language import gettext as _
from portal.web.actors import current_actor
from portal.web.charts import Bar, bar, limits
from portal.web.figures import interval_words, withheld_words
from portal.web.limits import settings
from portal.web.results.door import results

READ = Permission.READ_APPRAISALS
LONGEST_EXTRACT = 40
TIERS = "ABCD"


def terms() -> Terms:
    return Terms.of(settings())


def this_day() -> date:
    return today(settings().timezone)


@dataclass(frozen=True, slots=True)
class ElementRow:
    """One element of a record in words, with its bar."""

    name: str
    score: str
    mean: str
    interval: str
    compared: str
    answers: str
    days: str
    withheld: str
    bar: Bar | None
    sentence: str


@results.page("/appraisals/<extract_id>", needs=READ)
def appraisal_record(extract_id: str) -> ResponseReturnValue:
    """Everything in one officer's record; the officer sees that it was opened."""
    record = opened(extract_id)
    told = record.appraisal
    return render_template(
        "results/appraisal.html",
        record=record,
        told=told,
        period=record_period(told.month, told.block),
        status=status_words(told.status),
        rows=[
            _row(_("Kompetensi petugas"), told.kompetensi),
            _row(_("Perilaku petugas"), told.perilaku),
        ],
        limits=limits(),
        context=_context(record),
        window=_window(record),
        tiers=[(f"{t} {tier_words(t)}", whole(told.evidence_tiers.get(t, 0))) for t in TIERS],
        revisions=record_revisions(current_actor(), record.officer_id, told.month),
    )


def opened(extract_id: str) -> Record:
    """The record, once the look at it has been noted."""
    actor, day = current_actor(), this_day()
    record = record_of(actor, extract_id[:LONGEST_EXTRACT], today=day, terms=terms())
    subject = f"record:{record.appraisal.extract_id}"
    note_look(actor, officers=[record.officer_id], permission=READ, subject=subject, today=day)
    return record


def _row(name: str, figure: PersonalFigure) -> ElementRow:
    low, high = figure.interval or (None, None)
    interval = interval_words(figure.interval)
    said = figure.score is not None and figure.mean is not None
    score = decimal(figure.score) if figure.score is not None else ""
    return ElementRow(
        name=name,
        score=score,
        mean=decimal(figure.mean, 4) if figure.mean is not None else "",
        interval=interval,
        compared=compared_words(figure.compared) if said else "",
        answers=whole(figure.answers),
        days=whole(figure.days),
        withheld=withheld_words(figure.withheld),
        bar=bar(figure.score, low, high) if figure.score is not None else None,
        sentence=_("{name}: {value} dari 100, selang {interval}").format(
            name=name, value=score or "–", interval=interval or "–"
        ),
    )


def _context(record: Record) -> str:
    told = record.appraisal
    if told.overall_score is None:
        return _("belum cukup data ({n} jawaban)").format(n=whole(told.overall_answers))
    return _("{score} dari {n} jawaban").format(
        score=decimal(told.overall_score), n=whole(told.overall_answers)
    )


def _window(record: Record) -> str:
    window = record.window
    return _("Sanggahan data {opens} sampai {closes}, final {final}.").format(
        opens=short_date(window.opens),
        closes=short_date(window.closes),
        final=plain_date(window.final),
    )
