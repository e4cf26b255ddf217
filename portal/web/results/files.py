"""`/results/<unit>/unduh.<kind>`: what is on the page, as a file."""

from flask import g, make_response
from flask.typing import ResponseReturnValue

from portal.authority import UNKNOWN, Permission
from portal.clock import today
from portal.documents.exports import Kind
from portal.documents.unit_files import TYPES, unit_file
from portal.errors import NotFound
from portal.indicators.staff_queries import unit_results
from portal.web.actors import current_actor
from portal.web.limits import settings
from portal.web.results.door import results
from portal.web.results.month_asked import asked_month


@results.page("/<code>/unduh.<kind>", needs=Permission.READ_INDICATORS)
def unit_file_download(code: str, kind: str) -> ResponseReturnValue:
    """CSV, XLSX or JSON of one unit in one month."""
    if kind not in {known.value for known in Kind}:
        raise NotFound(UNKNOWN)
    actor = current_actor()
    found = unit_results(actor, code, asked_month(), today(settings().timezone))
    response = make_response(unit_file(actor, found, Kind(kind)))
    g.posture = "download"
    response.headers["Content-Type"] = TYPES[Kind(kind)]
    name = f"hasil-{found.unit.code}-{found.month}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
