"""What stands on a unit's results page as a file: the same figures, held back the same way."""

from portal.authority import Actor
from portal.documents.exports import Export, Kind, export_bytes, indicator_object
from portal.documents.figure_tables import indicator_table
from portal.errors import NotFound
from portal.indicators.figures import Indicator
from portal.indicators.staff_parts import unit_parts
from portal.indicators.staff_queries import UnitResults

TYPES = {
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.JSON: "application/json",
}


def unit_file(actor: Actor, found: UnitResults, kind: Kind) -> bytes:
    """The unit, its sub-units, counters and services of one month, in the columns of the exports.

    Raises NotFound where the month has no figure yet.
    """
    if found.shown is None:
        raise NotFound(f"Belum ada angka untuk {found.month}: belum ditutup dan belum dirilis.")
    figures = [found.shown.figure, *_below(actor, found)]
    export = Export(lambda: indicator_table(figures), lambda: map(indicator_object, figures))
    return export_bytes(export, kind)


def _below(actor: Actor, found: UnitResults) -> list[Indicator]:
    is_closed = found.shown is not None and found.shown.is_closed
    parts = unit_parts(actor, found.unit, found.month, is_closed=is_closed)
    units = [line.shown.figure for line in parts.units if line.shown is not None]
    others = [part.figure for part in (*parts.counters, *parts.services) if part.figure is not None]
    return [*units, *others]
