"""`/me`: thanks first, then the officer's own figures, and who opened them."""

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from portal.appraisal.looks import own_looks
from portal.appraisal.own import OwnFigure, own_windows
from portal.appraisal.own import own_results as results_of
from portal.appraisal.records_queries import Record, own_record
from portal.authority import UNKNOWN, Permission
from portal.clock import today
from portal.complaints.praising import own_praise as own_letters
from portal.documents.appraisal_sheet import appraisal_sheet
from portal.documents.appraisal_words import record_period, status_words
from portal.documents.sheet_frame import Letterhead
from portal.errors import NotFound
from portal.feedback.own_comments import own_comments
from portal.language import gettext as _
from portal.language import long_date
from portal.month import Month
from portal.organisation.queries import government_name
from portal.web.actors import current_actor
from portal.web.charts import limits
from portal.web.figures import period_name
from portal.web.limits import settings
from portal.web.me import words
from portal.web.me.door import me
from portal.web.me.rows import Row, own_row, record_row
from portal.web.navigation import role_name
from portal.web.templating import page_url

READ = Permission.READ_OWN_FIGURES
MONTH = "bulan"


@me.page("", needs=READ)
def own_results() -> ResponseReturnValue:
    """One month of the own results: the newest unless the address names another."""
    actor, day = current_actor(), today(settings().timezone)
    if actor.officer_id is None:
        return render_template("me/no_officer.html")
    text = request.args.get(MONTH, "").strip()
    asked = Month.parse(text) if text else None
    found = results_of(actor, asked, day, words.terms())
    record = own_record(actor, str(found.month), today=day, terms=words.terms())
    return render_template(
        "me/own_results.html",
        found=found,
        shown=found.shown,
        month=period_name(str(found.month)),
        rows=_rows(found.shown),
        standing=words.standing(found.shown),
        thanks=words.thanks_sentence(found),
        trial=words.trial_sentence(found),
        record=record,
        record_rows=_record_rows(record),
        comments=own_comments(actor, None, day),
        letters=words.praise_lines(own_letters(actor, day)),
        looks=[(long_date(look.on_date), role_name(look.role)) for look in own_looks(actor)],
        window=words.window_sentence(own_windows(actor, day, words.terms())),
        months=[
            (f, period_name(str(f.month)), words.month_note(f), _address(f.month))
            for f in found.figures
        ],
        limits=limits(),
        **_words(found.shown, record),
    )


def _words(shown: OwnFigure | None, record: Record | None) -> dict[str, str]:
    """Sentences about the month that is shown and about its record; empty where there is none."""
    told = record.appraisal if record else None
    return {
        "context": words.overall_sentence(shown) if shown else "",
        "held": words.held_sentence(shown) if shown else "",
        "status": status_words(told.status) if told else "",
        "period": record_period(told.month, told.block) if told else "",
        "record_note": words.record_note(record) if record else "",
    }


def _address(month: Month) -> str:
    return page_url("me.own_results", **{MONTH: str(month)})


def _rows(shown: OwnFigure | None) -> list[Row]:
    if shown is None:
        return []
    is_open = shown.released_on is not None
    return [
        own_row(_("Kompetensi petugas"), shown.kompetensi, is_open=is_open),
        own_row(_("Perilaku petugas"), shown.perilaku, is_open=is_open),
    ]


def _record_rows(record: Record | None) -> list[Row]:
    if record is None:
        return []
    return [
        record_row(_("Kompetensi petugas"), record.appraisal.kompetensi),
        record_row(_("Perilaku petugas"), record.appraisal.perilaku),
    ]


@me.page("/sheet/<month>.pdf", needs=READ)
def own_sheet(month: str) -> ResponseReturnValue:
    """The officer's own sheet of a closed month, as the evaluator prints it."""
    actor, day = current_actor(), today(settings().timezone)
    record = own_record(actor, str(Month.parse(month)), today=day, terms=words.terms())
    if record is None:
        raise NotFound(UNKNOWN)
    told = record.appraisal
    letterhead = Letterhead(government_name(), settings().base_url, day)
    content = appraisal_sheet(told, letterhead, newest=record.newest)
    return _attached(content, f"bukti-dukung-{told.month}-revisi-{told.revision}.pdf")


def _attached(content: bytes, name: str) -> Response:
    g.posture = "download"
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
