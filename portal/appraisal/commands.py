"""Closing a month and revising it: all rows of it or none, and never changed afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.appraisal.models import AppraisalRecord, Closing
from portal.appraisal.preparing import Prepared, prepare
from portal.appraisal.revising import changes_of, followers
from portal.appraisal.rows import Asked, Row, new_extract_id
from portal.appraisal.seals import CLOSE, REVISE, seal_of
from portal.audit.commands import record
from portal.audit.models import AuditHead
from portal.audit.rules import canonical
from portal.authority import Actor, Permission
from portal.database import command, db
from portal.errors import Conflict, NotFound, RuleBroken
from portal.feedback.models import ClosedMonth
from portal.feedback.queries import last_closed_month, months_with_ratings
from portal.indicators.figures import SCHEMA
from portal.indicators.history import next_revision
from portal.indicators.models import ClosedFigure, LiveFigure, ReleaseNight
from portal.indicators.passes import fingerprint
from portal.indicators.rules.definition import Definition, Weight
from portal.indicators.rules.publication import Limits
from portal.indicators.snapshot import snapshot
from portal.month import Month

MOST_NAMED = 20
DAYS_TO_WAIT = 2  # the first of the next month is the day on which the last tickets still live


@dataclass(frozen=True, slots=True)
class Closed:
    """What a closing froze: how many rows, what had to be reviewed, and its extract."""

    month: str
    revision: int
    extract_id: str
    figures: int
    records: int
    received: Mapping[str, int]
    needs_review: tuple[str, ...]
    changes: int = 0


def close_month(
    actor: Actor,
    *,
    month: Month,
    today: date,
    weight: Weight,
    limits: Limits | None = None,
    reviewed: str = "",
) -> Closed:
    """Freeze a month: figures, periods that end with it, appraisal records.

    Computed from one view of the database first, so that nobody waits; stored in one transaction
    that refuses if an answer of the month came or changed in between.
    """
    actor.demand(Permission.CLOSE_MONTHS)
    _refuse_early(month, today)
    _refuse_out_of_order(month)
    with snapshot() as connection:
        prepared = prepare(connection, _asked(connection, month, 1, weight, limits))
    _refuse_unreviewed(prepared, reviewed)
    return _store_closing(actor, prepared=prepared, today=today, reviewed=reviewed)


def revise_month(
    actor: Actor,
    *,
    month: Month,
    today: date,
    reason: str,
    weight: Weight,
    limits: Limits | None = None,
) -> Closed:
    """Compute a closed month again as its next revision; old and new of every changed number stay.

    Later months and periods whose figures contain this month are revised with it.
    """
    actor.demand(Permission.CLOSE_MONTHS)
    if not reason.strip():
        raise RuleBroken("Revisi perlu alasan. Tulis --reason dengan apa yang salah dan sumbernya.")
    if newest_closing(month) is None:
        raise NotFound(f"Bulan {month} belum ditutup, jadi belum ada yang direvisi.")
    with snapshot() as connection:
        asked = _asked(connection, month, next_revision(connection, str(month)), weight, limits)
        prepared = prepare(connection, asked)
        prepared.figures += followers(connection, prepared)
        changes = changes_of(connection, prepared)
    return _store_revision(actor, prepared=prepared, today=today, reason=reason, changes=changes)


def newest_closing(month: Month) -> Closing | None:
    """The newest revision of a month's closing."""
    query = sa.select(Closing).where(Closing.month == str(month))
    return db.session.execute(query.order_by(Closing.revision.desc()).limit(1)).scalar()


def _asked(
    connection: sa.Connection, month: Month, revision: int, weight: Weight, limits: Limits | None
) -> Asked:
    head = connection.execute(sa.select(AuditHead.sequence, AuditHead.hash)).one()
    return Asked(month, revision, weight, limits or Limits(), head.sequence, head.hash)


def earliest_closing(month: Month) -> date:
    """The first local day on which a month may be closed: a whole day after its end."""
    return month.last_day + timedelta(days=DAYS_TO_WAIT)


def _refuse_early(month: Month, today: date) -> None:
    earliest = earliest_closing(month)
    if today < earliest:
        raise RuleBroken(
            f"Bulan {month} baru dapat ditutup mulai {earliest:%d/%m/%Y}, sehari setelah berakhir:"
            " kode formulir berlaku 24 jam."
        )


def _refuse_out_of_order(month: Month) -> None:
    last = last_closed_month()
    if last is not None and str(month) <= last:
        raise RuleBroken(
            f"Bulan {month} sudah ditutup. Kalau ada kesalahan: portal revise {month} --reason …"
        )
    filled = months_with_ratings(after=last)
    if last is not None and month != Month.parse(last).next():
        raise RuleBroken(f"Tutup {Month.parse(last).next()} dahulu: bulan ditutup berurutan.")
    if last is None and str(month) not in filled:
        raise NotFound(f"Tidak ada jawaban dalam bulan {month}. Periksa tahun dan bulannya.")
    if filled and filled[0] < str(month):
        raise RuleBroken(f"Tutup {filled[0]} dahulu: bulan itu terbuka dan berisi jawaban.")


def _refuse_unreviewed(prepared: Prepared, reviewed: str) -> None:
    if not prepared.needs_review or reviewed.strip():
        return
    named = prepared.needs_review[:MOST_NAMED]
    more = len(prepared.needs_review) - len(named)
    raise RuleBroken(
        "Jawaban yang ditahan mengubah indeks lebih dari 1 poin atau mengubah mutu:\n"
        + "\n".join(f"- {line}" for line in named)
        + (f"\n- dan {more} lagi" if more else "")
        + "\nPeriksa dahulu, lalu tutup dengan --reviewed dan hasil pemeriksaannya."
    )


@command
def _store_closing(actor: Actor, *, prepared: Prepared, today: date, reviewed: str) -> Closed:
    actor.demand(Permission.CLOSE_MONTHS)
    _refuse_out_of_order(prepared.asked.month)
    _refuse_changed(prepared)
    db.session.execute(sa.insert(ClosedMonth), {"month": str(prepared.asked.month)})
    for table in (LiveFigure, ReleaseNight):
        month = str(prepared.asked.month)
        db.session.execute(sa.delete(table).where(table.month <= month))
    return _store(actor, prepared, today=today, reviewed=reviewed, action=CLOSE)


@command
def _store_revision(
    actor: Actor, *, prepared: Prepared, today: date, reason: str, changes: Sequence[Row]
) -> Closed:
    actor.demand(Permission.CLOSE_MONTHS)
    _refuse_overtaken(prepared)
    _refuse_changed(prepared)
    return _store(actor, prepared, today=today, reason=reason, changes=changes, action=REVISE)


def _refuse_overtaken(prepared: Prepared) -> None:
    """A revision of a period belongs to one closing alone: its seal is made of all its rows."""
    connection = db.session.connection()
    for period, revision in {(row["period"], row["revision"]) for row in prepared.figures}:
        if next_revision(connection, period) != revision:
            raise Conflict("Bulan ini baru saja direvisi oleh orang lain. Lihat hasilnya dahulu.")


def _refuse_changed(prepared: Prepared) -> None:
    now = fingerprint(db.session.connection(), prepared.asked.month)
    if now != prepared.fingerprint:
        raise Conflict("Jawaban bulan ini berubah selagi dihitung. Jalankan sekali lagi.")


def _store(
    actor: Actor,
    prepared: Prepared,
    *,
    today: date,
    action: str,
    reason: str = "",
    reviewed: str = "",
    changes: Sequence[Row] = (),
) -> Closed:
    db.session.execute(sa.insert(ClosedFigure), prepared.figures)
    if prepared.records:
        db.session.execute(sa.insert(AppraisalRecord), prepared.records)
    extract = new_extract_id()
    content = {
        "received": prepared.received,
        "figures": len(prepared.figures),
        "records": len(prepared.records),
        "needs_review": prepared.needs_review,
        "changes": list(changes),
    }
    row = _closing_row(actor, prepared.asked, extract, content)
    row |= {"closed_on": today, "reason": reason, "reviewed": reviewed}
    db.session.execute(sa.insert(Closing), row)
    asked = prepared.asked
    record(
        actor,
        action=action,
        subject=f"month:{asked.month}",
        before={"revision": asked.revision - 1} if asked.revision > 1 else None,
        after={
            "revision": asked.revision,
            "extract_id": extract,
            **_brief(content),
            "seal": _seal(prepared, row),
        },
        reason=reason or reviewed,
    )
    return Closed(
        month=str(asked.month),
        revision=asked.revision,
        extract_id=extract,
        figures=len(prepared.figures),
        records=len(prepared.records),
        received=prepared.received,
        needs_review=tuple(prepared.needs_review),
        changes=len(changes),
    )


def _closing_row(actor: Actor, asked: Asked, extract: str, content: Mapping[str, Any]) -> Row:
    return {
        "slot": f"{asked.month}/{asked.revision}",
        "month": str(asked.month),
        "revision": asked.revision,
        "extract_id": extract,
        "closed_by": actor.name,
        "definition": str(Definition(asked.weight)),
        "weight": asked.weight.value,
        "audit_sequence": asked.audit_sequence,
        "audit_hash": asked.audit_hash,
        "schema": SCHEMA,
        "content": canonical(content),
    }


def _seal(prepared: Prepared, closing: Row) -> dict[str, str]:
    return seal_of(
        {
            "closed_figure": prepared.figures,
            "appraisal_record": prepared.records,
            "closing": [closing],
        }
    )


def _brief(content: Mapping[str, Any]) -> dict[str, Any]:
    return {**content, "changes": len(content["changes"])}
