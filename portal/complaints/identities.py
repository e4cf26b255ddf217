"""Opening a reporter's identity: by two people and with a reason, or in the open with a line.

*Dirahasiakan*: one asks, a second agrees, the first opens; the reporter reads who (by role), when
and why. *Terbuka*: whoever handles the case sees it, with a line in the trail (domain.md §3); the
reporter reads that too, once for each person and day.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.accounts.models import Person
from portal.authority import UNKNOWN, Actor, Permission
from portal.complaints.cases import case_to_change, fresh_id, role_in, write_down, write_step
from portal.complaints.keys import KeyPlace, read_keys
from portal.complaints.models import Complaint, IdentityOpening, SealedIdentity
from portal.complaints.reach import visible
from portal.complaints.rules.words import Identity, Step
from portal.complaints.vault import Reporter, opened
from portal.database import command, db
from portal.errors import Conflict, NotFound, RuleBroken
from portal.language import later

HANDLE, CONSENT = Permission.HANDLE_CASES, Permission.CONSENT_IDENTITY
OPEN_FOR = timedelta(days=7)  # an agreement that nobody uses is over after a week
SHORTEST_REASON = 10
LONGEST_HANDLE = 19  # digits of a random id
NOTHING = later("Pengaduan ini tanpa nama: tidak ada data pelapor yang disimpan.")
NEEDS_NO_ASKING = later("Pelapor memberi namanya terbuka. Tidak perlu persetujuan kedua.")
NEEDS_REASON = later("Tulis alasannya, paling sedikit satu kalimat. Pelapor membacanya.")
ASKED_ALREADY = later("Permintaan Anda untuk pengaduan ini masih menunggu orang kedua.")
SECOND_PERSON = later("Orang kedua yang memutuskan, bukan yang meminta.")
DECIDED_ALREADY = later("Permintaan ini sudah diputuskan. Muat ulang halamannya.")
NOT_AGREED = later("Belum ada persetujuan orang kedua, atau masanya sudah lewat.")


@dataclass(frozen=True, slots=True)
class OpeningRequest:
    """A request that waits for a second person; names of staff, never of the reporter."""

    handle: str
    number: str
    title: str
    asked_by: str
    asked_on: date
    reason: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class IdentityState:
    """What this person may do now about the identity of one case."""

    kind: Identity
    has_identity: bool
    is_asked: bool
    may_open: bool
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class OpeningTold:
    """One opening as the reporter reads it: by role, never by name.

    Without second role and reason: a name that was given openly.
    """

    role: str
    second_role: str
    on: date
    reason: str


@command
def ask_identity(actor: Actor, *, number: str, reason: str, today: date) -> None:
    """Ask that a confidential identity be opened; a second person decides."""
    case = case_to_change(actor, number, HANDLE)
    _refuse_unless_sealed(case)
    if case.identity == Identity.TERBUKA:
        raise RuleBroken(NEEDS_NO_ASKING)
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken(NEEDS_REASON)
    if _own_requests(actor, case.id, "asked"):
        raise Conflict(ASKED_ALREADY)
    db.session.add(
        IdentityOpening(
            id=fresh_id(),
            complaint_id=case.id,
            state="asked",
            asked_by=actor.person_id,
            asked_role=role_in(actor, HANDLE),
            asked_on=today,
            reason=reason.strip(),
        )
    )
    write_step(case, Step.IDENTITY_ASKED, actor=actor, needs=HANDLE, on=today, is_public=False)
    write_down(actor, "ask_identity", case, reason=reason.strip())


@command
def decide_identity(actor: Actor, *, handle: str, agrees: bool, reason: str, today: date) -> None:
    """Agree or refuse as the second person, who sees the case and is not the asker."""
    actor.demand(CONSENT)
    asked = _request(handle)
    case = case_to_change(actor, _number(asked.complaint_id), CONSENT)
    if asked.asked_by == actor.person_id:
        raise RuleBroken(SECOND_PERSON)
    if asked.state != "asked":
        raise Conflict(DECIDED_ALREADY)
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken(NEEDS_REASON)
    asked.state = "agreed" if agrees else "refused"
    asked.decided_by, asked.decided_on = actor.person_id, today
    asked.decided_role = role_in(actor, CONSENT)
    asked.expires_on = today + OPEN_FOR if agrees else None
    write_down(actor, "decide_identity", case, reason=reason.strip(), agrees=agrees)


@command
def open_identity(actor: Actor, *, number: str, place: KeyPlace, today: date) -> Reporter:
    """Who reported; each opening leaves its line, and the reporter reads it."""
    case = case_to_change(actor, number, HANDLE)
    _refuse_unless_sealed(case)
    is_open = case.identity == Identity.TERBUKA
    reason = ""
    if not is_open:
        agreed = _agreed(actor, case.id, today)
        agreed.state, agreed.opened_on = "opened", today
        reason = agreed.reason
    reporter = opened(read_keys(place), db.session.get_one(SealedIdentity, case.id))
    if is_open:
        _note_look(actor, case, today)
    else:
        facts = {"reason": reason}
        step = Step.IDENTITY_OPENED
        write_step(case, step, actor=actor, needs=HANDLE, on=today, facts=facts)
    write_down(actor, "open_identity", case, reason=reason, kind=case.identity)
    return reporter


def _note_look(actor: Actor, case: Complaint, today: date) -> None:
    """A look at an open name, for the reporter's list: one line for each person and day."""
    if any(one.opened_on == today for one in _own_requests(actor, case.id, "opened")):
        return
    look = IdentityOpening(
        id=fresh_id(),
        complaint_id=case.id,
        state="opened",
        asked_by=actor.person_id,
        asked_role=role_in(actor, HANDLE),
        asked_on=today,
        reason="",
        opened_on=today,
    )
    db.session.add(look)


def _refuse_unless_sealed(case: Complaint) -> None:
    has = db.session.get(SealedIdentity, case.id)
    if case.identity == Identity.TANPA_NAMA or has is None:
        raise RuleBroken(NOTHING)


def _request(handle: str) -> IdentityOpening:
    if not handle.isdecimal() or len(handle) > LONGEST_HANDLE:
        raise NotFound(UNKNOWN)
    query = sa.select(IdentityOpening).where(IdentityOpening.id == int(handle))
    found = db.session.execute(query.with_for_update()).scalar()
    if found is None:
        raise NotFound(UNKNOWN)
    return found


def _number(complaint_id: int) -> str:
    return db.session.execute(
        sa.select(Complaint.number).where(Complaint.id == complaint_id)
    ).scalar_one()


def _own_requests(actor: Actor, complaint_id: int, state: str) -> list[IdentityOpening]:
    query = sa.select(IdentityOpening).where(
        IdentityOpening.complaint_id == complaint_id,
        IdentityOpening.asked_by == actor.person_id,
        IdentityOpening.state == state,
    )
    return list(db.session.execute(query.with_for_update()).scalars())


def _agreed(actor: Actor, complaint_id: int, today: date) -> IdentityOpening:
    found = [
        one
        for one in _own_requests(actor, complaint_id, "agreed")
        if one.expires_on is not None and today <= one.expires_on
    ]
    if not found:
        raise RuleBroken(NOT_AGREED)
    return found[0]


def identity_state(actor: Actor, number: str, today: date) -> IdentityState:
    """What the page of a case offers; NotFound outside the reach."""
    actor.demand(HANDLE)
    query = sa.select(Complaint.id, Complaint.identity, Complaint.handling_unit_id).where(
        Complaint.number == number, visible(actor)
    )
    row = db.session.execute(query).one_or_none()
    if row is None or not actor.reaches(HANDLE, row.handling_unit_id):
        raise NotFound(UNKNOWN)
    has = db.session.execute(
        sa.select(SealedIdentity.complaint_id).where(SealedIdentity.complaint_id == row.id)
    ).first()
    own: Any = sa.select(IdentityOpening.state, IdentityOpening.expires_on).where(
        IdentityOpening.complaint_id == row.id, IdentityOpening.asked_by == actor.person_id
    )
    found = db.session.execute(own).all()
    agreed = [
        one.expires_on
        for one in found
        if one.state == "agreed" and one.expires_on is not None and today <= one.expires_on
    ]
    kind = Identity(row.identity)
    return IdentityState(
        kind=kind,
        has_identity=has is not None and kind != Identity.TANPA_NAMA,
        is_asked=any(one.state == "asked" for one in found),
        may_open=has is not None and (kind == Identity.TERBUKA or bool(agreed)),
        expires_on=max(agreed, default=None),
    )


def identity_requests(actor: Actor) -> tuple[OpeningRequest, ...]:
    """What waits for a second person, in the cases this actor sees and consents to."""
    actor.demand(CONSENT)
    query = (
        sa.select(IdentityOpening, Complaint.number, Complaint.title, Person.name)
        .join(Complaint, Complaint.id == IdentityOpening.complaint_id)
        .join(Person, Person.id == IdentityOpening.asked_by)
        .where(IdentityOpening.state == "asked", visible(actor))
        .order_by(IdentityOpening.asked_on, Complaint.number)
    )
    reach = actor.reach(CONSENT)
    if reach is not None:
        query = query.where(Complaint.handling_unit_id.in_(reach))
    return tuple(
        OpeningRequest(
            handle=str(asked.id),
            number=number,
            title=title,
            asked_by=name,
            asked_on=asked.asked_on,
            reason=asked.reason,
            is_own=asked.asked_by == actor.person_id,
        )
        for asked, number, title, name in db.session.execute(query)
    )


def identity_request(actor: Actor, handle: str) -> OpeningRequest:
    """One request that waits; NotFound where it is decided or out of reach."""
    found = next((one for one in identity_requests(actor) if one.handle == handle), None)
    if found is None:
        raise NotFound(UNKNOWN)
    return found


def openings_told(complaint_id: int) -> tuple[OpeningTold, ...]:
    """Every opening of a confidential identity, the oldest first, for the reporter's page."""
    query = (
        sa.select(IdentityOpening)
        .where(IdentityOpening.complaint_id == complaint_id, IdentityOpening.state == "opened")
        .order_by(IdentityOpening.opened_on, IdentityOpening.id)
    )
    return tuple(
        OpeningTold(one.asked_role, one.decided_role, one.opened_on or one.asked_on, one.reason)
        for one in db.session.execute(query).scalars()
    )
