"""Files of this door: what a list shows, in the layout that the import takes."""

from flask import Response, abort, g

from portal.authority import Permission
from portal.documents.organisation_sheets import narrowed_tables
from portal.organisation.layouts import LAYOUTS
from portal.organisation.managing.officers import note_officers_seen
from portal.organisation.managing.people import handles_of
from portal.sheets import Format, csv_bytes, xlsx_bytes
from portal.web.actors import current_actor
from portal.web.admin.asking import asked, today
from portal.web.admin.door import admin

SHEETS = ("units", "locations", "services", "counters", "officers")
TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@admin.page("/export/<sheet>.<kind>", needs=Permission.MANAGE_ORGANISATION)
def export_list(sheet: str, kind: str) -> Response:
    """The whole filtered list; officers' numbers are in it, so the look is noted."""
    if sheet not in SHEETS or kind not in tuple(Format):
        abort(404)
    actor, day, form = current_actor(), today(), Format(kind)
    wanted, _filters = asked(sheet)
    tables = narrowed_tables(actor, sheet=sheet, kind=form, asked=wanted, today=day)
    if sheet == "officers":
        note_officers_seen(actor, handles=handles_of(actor, wanted, day), why=f"export {kind}")
    content = csv_bytes(tables[0]) if form is Format.CSV else xlsx_bytes(tables)
    return attached(content, TYPES[form], f"{LAYOUTS[sheet].title.lower()}-{day}.{kind}")


def attached(content: bytes, kind: str, name: str) -> Response:
    """A file to keep; nothing in it runs or loads."""
    g.posture = "download"
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name.replace(" ", "-")}"'
    return response
