"""`portal doctor --recount`: compute a closed month again from its answers and compare."""

from collections.abc import Mapping

import sqlalchemy as sa

from portal.appraisal.models import AppraisalRecord, Closing
from portal.appraisal.preparing import Prepared, periods_ending, prepare
from portal.appraisal.rows import Asked, changed_numbers
from portal.errors import NotFound
from portal.indicators.figures import read_content
from portal.indicators.models import ClosedFigure
from portal.indicators.rules.definition import Weight
from portal.indicators.rules.publication import Limits
from portal.indicators.snapshot import snapshot
from portal.month import Month

Texts = tuple[str, str | None]  # content and public of one figure
NAMES_OF_PEOPLE_AND_PLACES = ("subject.", "unit.", "name", "position")


def recount(month: Month) -> str | None:
    """The first difference in words between the frozen figures of a month and its answers now.

    None when every number is the same. Names that were changed since do not count. The weight is
    the one that was frozen with the month.
    """
    with snapshot() as connection:
        newest = sa.select(Closing).where(Closing.month == str(month))
        row = connection.execute(newest.order_by(Closing.revision.desc()).limit(1)).first()
        if row is None:
            raise NotFound(f"Bulan {month} belum ditutup, jadi tidak ada yang dihitung ulang.")
        asked = Asked(month, row.revision, Weight(row.weight), Limits(), 0, "")
        return _first_difference(connection, prepare(connection, asked))


def closed_months_to_recount() -> tuple[Month, ...]:
    """Every closed month, oldest first."""
    with snapshot() as connection:
        months = connection.execute(sa.select(Closing.month).distinct().order_by(Closing.month))
        return tuple(Month.parse(month) for month in months.scalars())


def _first_difference(connection: sa.Connection, prepared: Prepared) -> str | None:
    month = str(prepared.asked.month)
    stored = _newest_figures(connection, prepared.asked.month)
    for row in prepared.figures:
        name = f"{row['period']} {row['subject_type']}/{row['subject_id']}"
        frozen = stored.pop(name, None)
        # Whoever served nobody in its last month and is inactive now has no period either way.
        if frozen is None and row["period"] != month:
            continue
        found = _difference(name, frozen and frozen[0], row["content"])
        found = found or _public_difference(name, frozen)
        if found:
            return found
    return _gone(stored, month) or _first_record_difference(connection, prepared)


def _gone(stored: Mapping[str, Texts], month: str) -> str | None:
    for name, (content, _) in stored.items():
        if name.startswith(f"{month} ") and read_content(content)["answers"]:
            return f"{name}: dibekukan, tetapi tidak ada lagi jawabannya"
    return None


def _newest_figures(connection: sa.Connection, month: Month) -> dict[str, Texts]:
    """Content and public of the month's figures and of the periods that end with it."""
    table = ClosedFigure
    query = sa.select(
        table.period, table.subject_type, table.subject_id, table.content, table.public
    ).where(table.period.in_([str(month), *map(str, periods_ending(month))]))
    rows = connection.execute(query.order_by(table.revision))
    return {
        f"{period} {kind}/{subject}": (own, public) for period, kind, subject, own, public in rows
    }


def _public_difference(where: str, frozen: Texts | None) -> str | None:
    """What is public says what the figure says, or less; never something else."""
    if frozen is None or frozen[1] is None or frozen[0] == frozen[1]:
        return None
    public = read_content(frozen[1])
    if public["withheld"] is not None:
        return None
    for change in changed_numbers(read_content(frozen[0]), public):
        if change["new"] is not None:
            name, own, shown = change["name"], change["old"], change["new"]
            return f"{where}, {name}: dibekukan {own}, ditampilkan {shown}"
    return None


def _first_record_difference(connection: sa.Connection, prepared: Prepared) -> str | None:
    month = str(prepared.asked.month)
    query = sa.select(AppraisalRecord.officer_id, AppraisalRecord.content)
    query = query.where(AppraisalRecord.month == month).order_by(AppraisalRecord.revision)
    stored = {row[0]: row[1] for row in connection.execute(query)}
    for row in prepared.records:
        found = _difference(
            f"{month} bukti dukung {row['officer_id']}",
            stored.get(row["officer_id"]),
            row["content"],
        )
        if found:
            return found
    return None


def _difference(where: str, before: str | None, after: str) -> str | None:
    now = read_content(after)
    if before is None:
        answers = now.get("answers") or now.get("overall", {}).get("answers")
        return f"{where}: ada jawaban tetapi tidak dibekukan" if answers else None
    for change in changed_numbers(read_content(before), now):
        if not change["name"].startswith(NAMES_OF_PEOPLE_AND_PLACES):
            return f"{where}, {change['name']}: dibekukan {change['old']}, dihitung {change['new']}"
    return None
