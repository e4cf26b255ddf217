"""Files of this door about closed months: sheets per officer, the evidence, closings."""

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from portal.appraisal.looks import note_look
from portal.appraisal.records_queries import Record, records_of_month
from portal.authority import UNKNOWN, Permission
from portal.documents.appraisal_sheet import appraisal_sheet, appraisal_sheets
from portal.documents.closing_sheet import closing_sheet as closing_document
from portal.documents.exports import Kind, evidence_export, export_bytes
from portal.documents.sheet_frame import Letterhead
from portal.errors import NotFound
from portal.month import Month
from portal.organisation.queries import government_name
from portal.web.actors import current_actor
from portal.web.limits import settings
from portal.web.paging import search_text
from portal.web.results.appraisal_record import READ, opened, terms, this_day
from portal.web.results.door import results

PDF = "application/pdf"
TYPES = {
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.JSON: "application/json",
}


@results.page("/appraisals/<extract_id>/sheet.pdf", needs=READ)
def appraisal_paper(extract_id: str) -> ResponseReturnValue:
    """One officer's sheet; a look like opening the record."""
    record = opened(extract_id)
    told = record.appraisal
    name = f"bukti-dukung-{told.month}-revisi-{told.revision}-{told.extract_id[:8]}.pdf"
    return attached(appraisal_sheet(told, _letterhead(), newest=record.newest), PDF, name)


@results.page("/appraisals/month/<month>.pdf", needs=READ)
def appraisal_papers(month: str) -> ResponseReturnValue:
    """All sheets of a month in reach, or those of `?unit=` and the units below it."""
    name = str(Month.parse(month))
    told = [record.appraisal for record in _seen(name, "pdf")]
    return attached(appraisal_sheets(told, _letterhead()), PDF, f"bukti-dukung-{name}.pdf")


@results.page("/appraisals/month/<month>.<kind>", needs=READ)
def appraisal_file(month: str, kind: str) -> ResponseReturnValue:
    """The same records as a table or as the objects of the API."""
    if kind not in tuple(Kind):
        raise NotFound(UNKNOWN)
    name, form = str(Month.parse(month)), Kind(kind)
    content = export_bytes(evidence_export(_seen(name, kind)), form)
    return attached(content, TYPES[form], f"bukti-dukung-{name}.{kind}")


@results.page("/closing/<month>/<int:revision>.pdf", needs=Permission.READ_INDICATORS)
def closing_sheet(month: str, revision: int) -> ResponseReturnValue:
    """The document of one closing or revision."""
    name = str(Month.parse(month))
    content = closing_document(current_actor(), name, revision, _letterhead())
    return attached(content, PDF, f"penutupan-{name}-revisi-{revision}.pdf")


def _letterhead() -> Letterhead:
    return Letterhead(government_name(), settings().base_url, this_day())


def attached(content: bytes, kind: str, name: str) -> Response:
    """A file to keep; nothing in it runs or loads."""
    g.posture = "download"
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _seen(month: str, kind: str) -> tuple[Record, ...]:
    """The records asked for, once the look at all of them has been noted."""
    actor, day = current_actor(), this_day()
    unit = search_text(request.args.get("unit", "")) or None
    records = records_of_month(actor, month, today=day, terms=terms(), unit=unit)
    if not records:
        raise NotFound(UNKNOWN)
    note_look(
        actor,
        officers=[record.officer_id for record in records],
        permission=READ,
        subject=f"appraisals:{month}/{unit or '*'}/{kind}"[:200],
        today=day,
    )
    return records
