"""Closing a month and revising it: all rows of it or none, and never changed afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.appraisal.digesting import NOBODY, Telling, tell_closing
from portal.appraisal.models import AppraisalRecord, Closing
from portal.appraisal.order import refuse_early, refuse_out_of_order
from portal.appraisal.preparing import Prepared, prepare
from portal.appraisal.preview import demand_whole, seen_of
from portal.appraisal.revising import changes_of, followers
from portal.appraisal.rows import Asked, Row, new_extract_id
from portal.appraisal.seals import CLOSE, REVISE, seal_of
from portal.audit.commands import record, take_turn
from portal.audit.models import AuditHead
from portal.audit.rules import canonical
from portal.authority import Actor, Permission
from portal.database import command, db
from portal.errors import Conflict, NotFound, RuleBroken
from portal.feedback.models import ClosedMonth
from portal.indicators.figures import SCHEMA
from portal.indicators.history import next_revision
from portal.indicators.models import ClosedFigure, LiveFigure, ReleaseNight
from portal.indicators.passes import fingerprint
from portal.indicators.rules.definition import Definition, Weight
from portal.indicators.rules.publication import Limits
from portal.indicators.snapshot import snapshot
from portal.language import gettext as _
from portal.language import later
from portal.month import Month

MOST_NAMED = 20
OVERTAKEN = later("Bulan ini baru saja direvisi oleh orang lain. Lihat hasilnya dahulu.")


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
    seen: str | None = None,
    telling: Telling = NOBODY,
) -> Closed:
    """Freeze a month: figures, periods that end with it, appraisal records.

    Computed from one view of the database first, so that nobody waits; stored in one transaction
    that refuses if an answer of the month came or changed in between. `seen` names the preview
    that a person looked at: what is frozen is what was seen.
    """
    demand_whole(actor, Permission.CLOSE_MONTHS)
    refuse_early(month, today)
    refuse_out_of_order(month)
    with snapshot() as connection:
        prepared = prepare(connection, _asked(connection, month, 1, weight, limits))
    _refuse_unseen(prepared, seen)
    _refuse_unreviewed(prepared, reviewed)
    return _store_closing(actor, prepared=prepared, today=today, reviewed=reviewed, telling=telling)


def revise_month(
    actor: Actor,
    *,
    month: Month,
    today: date,
    reason: str,
    weight: Weight,
    limits: Limits | None = None,
    expected: int | None = None,
    telling: Telling = NOBODY,
) -> Closed:
    """Compute a closed month again as its next revision; old and new of every changed number stay.

    Later months and periods whose figures contain this month are revised with it. `expected` is
    the revision that a person looked at before.
    """
    demand_whole(actor, Permission.CLOSE_MONTHS)
    if not reason.strip():
        raise RuleBroken(_("Revisi perlu alasan: tulis apa yang salah dan dari mana diketahui."))
    newest = newest_closing(month)
    if newest is None:
        words = _("Bulan {month} belum ditutup, jadi belum ada yang direvisi.")
        raise NotFound(words.format(month=month))
    if expected is not None and newest.revision != expected:
        raise Conflict(OVERTAKEN)
    reviewed = newest.reviewed  # what was found about held answers stays said
    with snapshot() as connection:
        asked = _asked(connection, month, next_revision(connection, str(month)), weight, limits)
        prepared = prepare(connection, asked)
        prepared.figures += followers(connection, prepared)
        changes = changes_of(connection, prepared)
    return _store_revision(
        actor,
        prepared=prepared,
        today=today,
        reason=reason,
        reviewed=reviewed,
        changes=changes,
        telling=telling,
    )


def newest_closing(month: Month) -> Closing | None:
    """The newest revision of a month's closing."""
    query = sa.select(Closing).where(Closing.month == str(month))
    return db.session.execute(query.order_by(Closing.revision.desc()).limit(1)).scalar()


def _asked(
    connection: sa.Connection, month: Month, revision: int, weight: Weight, limits: Limits | None
) -> Asked:
    head = connection.execute(sa.select(AuditHead.sequence, AuditHead.hash)).one()
    return Asked(month, revision, weight, limits or Limits(), head.sequence, head.hash)


def _refuse_unreviewed(prepared: Prepared, reviewed: str) -> None:
    if not prepared.needs_review or reviewed.strip():
        return
    named = prepared.needs_review[:MOST_NAMED]
    more = len(prepared.needs_review) - len(named)
    raise RuleBroken(
        _("Jawaban yang ditahan mengubah indeks lebih dari 1 poin atau mengubah mutu:")
        + "\n"
        + "\n".join(f"- {line}" for line in named)
        + ("\n- " + _("dan {more} lagi").format(more=more) if more else "")
        + "\n"
        + _("Periksa dahulu, lalu tutup dengan hasil pemeriksaannya.")
    )


def _refuse_unseen(prepared: Prepared, seen: str | None) -> None:
    if seen is not None and seen != seen_of(prepared):
        raise Conflict(_("Jawaban bulan ini berubah sejak pratinjau dibuka. Periksa sekali lagi."))


@command
def _store_closing(
    actor: Actor, *, prepared: Prepared, today: date, reviewed: str, telling: Telling
) -> Closed:
    demand_whole(actor, Permission.CLOSE_MONTHS)
    take_turn()
    refuse_out_of_order(prepared.asked.month)
    _refuse_changed(prepared)
    db.session.execute(sa.insert(ClosedMonth), {"month": str(prepared.asked.month)})
    for table in (LiveFigure, ReleaseNight):
        month = str(prepared.asked.month)
        db.session.execute(sa.delete(table).where(table.month <= month))
    return _store(actor, prepared, today=today, reviewed=reviewed, action=CLOSE, telling=telling)


@command
def _store_revision(
    actor: Actor,
    *,
    prepared: Prepared,
    today: date,
    reason: str,
    reviewed: str,
    changes: Sequence[Row],
    telling: Telling,
) -> Closed:
    demand_whole(actor, Permission.CLOSE_MONTHS)
    take_turn()
    _refuse_overtaken(prepared)
    _refuse_changed(prepared)
    return _store(
        actor,
        prepared,
        today=today,
        reason=reason,
        reviewed=reviewed,
        changes=changes,
        action=REVISE,
        telling=telling,
    )


def _refuse_overtaken(prepared: Prepared) -> None:
    """A revision of a period belongs to one closing alone: its seal is made of all its rows."""
    connection = db.session.connection()
    for period, revision in {(row["period"], row["revision"]) for row in prepared.figures}:
        if next_revision(connection, period) != revision:
            raise Conflict(OVERTAKEN)


def _refuse_changed(prepared: Prepared) -> None:
    now = fingerprint(db.session.connection(), prepared.asked.month)
    if now != prepared.fingerprint:
        raise Conflict(_("Jawaban bulan ini berubah selagi dihitung. Jalankan sekali lagi."))


def _store(
    actor: Actor,
    prepared: Prepared,
    *,
    today: date,
    action: str,
    telling: Telling,
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
    tell_closing(prepared, telling, changes=len(changes), reason=reason)
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
