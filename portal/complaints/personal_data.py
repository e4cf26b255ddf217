"""What reporters may ask of their data (UU 27/2022): find, hand out, correct, delete.

Only in cases this person sees (`visible`). The code proves that somebody is the reporter; a name
alone proves nothing, so whoever acts on one checks an identity card first and says so. A name
that is *dirahasiakan* is neither searched nor handed out without the code: that would open it
without a second person (identities.py).
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import UNKNOWN, Actor, Permission
from portal.complaints.cases import case_to_change, write_down, write_step
from portal.complaints.erasing import erase
from portal.complaints.keys import KeyPlace, read_keys
from portal.complaints.models import (
    Aftermath,
    Attachment,
    Complaint,
    Event,
    IdentityOpening,
    Note,
    SealedIdentity,
)
from portal.complaints.reach import visible
from portal.complaints.rules.words import Identity, Side, State, Step
from portal.complaints.vault import Reporter, opened, seal
from portal.database import command, db
from portal.errors import NotFound, RuleBroken
from portal.language import later

MANAGE = Permission.MANAGE_PERSONAL_DATA
MOST_FOUND = 50
SHORTEST_NAME = 3
SHORTEST_REASON = 10
NEEDS_REASON = later("Tulis alasannya, paling sedikit satu kalimat.")
NAME_SHORT = later("Tulis paling sedikit tiga huruf nama.")
STILL_OPEN = later("Pengaduan ini masih berjalan. Tutup dulu, lalu hapus datanya.")
IS_HELD = later("Pengaduan ini ditahan untuk pemeriksaan dan tidak dapat dihapus sekarang.")
NEEDS_CODE = later(
    "Nama pelapor dirahasiakan. Datanya hanya diserahkan dengan kode 20 angka dari pelapor sendiri."
)
NO_IDENTITY = later("Pengaduan ini tanpa nama: tidak ada data pelapor yang disimpan.")
WHY = "permintaan pelapor"


@dataclass(frozen=True, slots=True)
class Found:
    """A case that may be meant; no text and no name."""

    number: str
    kind: str
    identity: str
    state: str
    filed_on: date
    is_held: bool
    version: int


def found_by_receipt(actor: Actor, receipt: bytes) -> tuple[Found, ...]:
    """The case of a receipt (its digest), if this person sees it."""
    return _found(actor, Complaint.receipt == receipt)


def found_by_number(actor: Actor, number: str) -> tuple[Found, ...]:
    """The case of a number, if this person sees it."""
    return _found(actor, Complaint.number == number)


def _found(actor: Actor, *chosen: sa.ColumnElement[bool]) -> tuple[Found, ...]:
    actor.demand(MANAGE)
    names = ("number", "kind", "identity", "state", "filed_on", "is_held", "version")
    columns = [getattr(Complaint, name) for name in names]
    query = sa.select(*columns).where(visible(actor), *chosen)
    reach = actor.reach(MANAGE)
    if reach is not None:
        query = query.where(Complaint.handling_unit_id.in_(reach))
    rows = db.session.execute(
        query.order_by(Complaint.filed_on, Complaint.number).limit(MOST_FOUND)
    )
    return tuple(Found(*row) for row in rows)


@command
def find_by_name(actor: Actor, *, name: str, place: KeyPlace) -> tuple[Found, ...]:
    """The open cases of a reporter: each sealed name is opened in here and compared.

    A search through the vault is a look at it: one entry in the trail, without the name.
    """
    actor.demand(MANAGE)
    sought = " ".join(name.casefold().split())
    if len(sought) < SHORTEST_NAME:
        raise RuleBroken(NAME_SHORT)
    ring = read_keys(place)
    rows = db.session.execute(
        sa.select(SealedIdentity)
        .join(Complaint, Complaint.id == SealedIdentity.complaint_id)
        .where(visible(actor), Complaint.identity == Identity.TERBUKA)
    ).scalars()
    meant = [row.complaint_id for row in rows if sought in opened(ring, row).name.casefold()]
    found = _found(actor, Complaint.id.in_(meant[:MOST_FOUND]))
    after = {"cases": len(found)}
    record(actor, action="find_personal_data", subject="identity_vault", after=after)
    return found


def held_data(actor: Actor, number: str) -> Found:
    """One case to act on; NotFound outside the reach."""
    found = found_by_number(actor, number)
    if not found:
        raise NotFound(UNKNOWN)
    return found[0]


@command
def export_personal_data(
    actor: Actor,
    *,
    number: str,
    reason: str,
    place: KeyPlace,
    today: date,
    receipt: bytes | None = None,
) -> str:
    """Everything that is kept of a reporter's case, as JSON; internal notes are the office's.

    `receipt` is the digest of the code that the reporter brought.
    """
    case = case_to_change(actor, number, MANAGE)
    _refuse_without(reason)
    if case.identity == Identity.DIRAHASIAKAN and (receipt is None or receipt != case.receipt):
        raise RuleBroken(NEEDS_CODE)
    text = json.dumps(_kept(case, place), ensure_ascii=False, indent=1, default=str)
    write_step(case, Step.NOTED, actor=actor, needs=MANAGE, on=today, is_public=False)
    write_down(actor, "export_personal_data", case, reason=reason.strip())
    return text


def _kept(case: Complaint, place: KeyPlace) -> dict[str, Any]:
    told = ("number", "kind", "about", "identity", "story", "wish", "place", "happened_on", "loss")
    dates = ("filed_on", "answered_on", "closed_on", "outcome", "outcome_reason", "is_solved")
    row = db.session.get(SealedIdentity, case.id)
    aftermath = db.session.get(Aftermath, case.id)
    return {
        "complaint": {name: getattr(case, name) for name in (*told, *dates)},
        "reporter": asdict(opened(read_keys(place), row)) if row else None,
        "steps": [
            {"step": one.step, "on": one.on_date, "role": one.role}
            for one in _of(Event, case.id, Event.is_public.is_(True), order=Event.number)
        ],
        "messages": [
            {"side": one.side, "text": one.text}
            for one in _of(Note, case.id, Note.side != Side.INTERNAL, order=Note.event)
        ],
        "files": [
            {"title": one.title, "kind": one.kind, "size": one.size}
            for one in _of(Attachment, case.id, order=Attachment.event)
        ],
        "openings": [
            {"role": one.asked_role, "on": one.opened_on, "reason": one.reason}
            for one in _of(IdentityOpening, case.id, order=IdentityOpening.asked_on)
        ],
        "aftermath": aftermath and {"answered_on": aftermath.answered_on, "text": aftermath.text},
    }


def _of(table: Any, complaint_id: int, *chosen: Any, order: Any) -> list[Any]:
    query = sa.select(table).where(table.complaint_id == complaint_id, *chosen).order_by(order)
    return list(db.session.execute(query).scalars())


@command
def correct_personal_data(
    actor: Actor,
    *,
    number: str,
    version: int,
    reporter: Reporter,
    reason: str,
    place: KeyPlace,
    today: date,
) -> None:
    """Replace what is kept of the reporter; an anonymous case stays anonymous."""
    case = case_to_change(actor, number, MANAGE, version=version)
    _refuse_without(reason)
    row = db.session.get(SealedIdentity, case.id)
    if row is None:
        raise RuleBroken(NO_IDENTITY)
    ring = read_keys(place)
    row.sealed, row.key_id = seal(ring, case.id, reporter), ring.current
    write_step(case, Step.CORRECTED, actor=actor, needs=MANAGE, on=today)
    write_down(actor, "correct_personal_data", case, reason=reason.strip())


@command
def erase_personal_data(
    actor: Actor, *, number: str, version: int, reason: str, today: date
) -> tuple[str, ...]:
    """Erase a closed case's texts, names and files; the files' names, to be removed after it."""
    case = case_to_change(actor, number, MANAGE, version=version)
    _refuse_without(reason)
    if case.state != State.CLOSED:
        raise RuleBroken(STILL_OPEN)
    if case.is_held:
        raise RuleBroken(IS_HELD)
    files = erase(case, on=today, why=WHY)
    write_step(case, Step.ERASED, actor=actor, needs=MANAGE, on=today)
    write_down(actor, "erase_personal_data", case, reason=reason.strip(), files=len(files))
    return files


def _refuse_without(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken(NEEDS_REASON)
