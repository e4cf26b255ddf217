"""What the holder of a receipt writes: notes and photos, at any time, without moving the date.

No audit entry: the trail's moment would tell when an anonymous reporter was there. A note's id
is made from the form's ticket, so that the same form sent twice is one note.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from portal.authority import Actor
from portal.complaints.attaching import NewFile, attach
from portal.complaints.cases import REPORTER, write_note, write_step
from portal.complaints.clocks import current_cycle, set_clock
from portal.complaints.messages import short_enough
from portal.complaints.models import Complaint, Event, Note
from portal.complaints.pausing import end_pause
from portal.complaints.placing import main_of
from portal.complaints.rules.reporting import MOST_NOTES_A_DAY, Say
from portal.complaints.rules.words import Side, State, Step
from portal.complaints.standing import case_behind, demand_say
from portal.database import command, db
from portal.errors import RuleBroken
from portal.language import gettext as _


def note_id(receipt: bytes, nonce: bytes) -> int:
    """The id of the note that this form makes; nothing can be computed back from it."""
    made = hashlib.blake2b(nonce, digest_size=8, key=receipt, person=b"note").digest()
    return int.from_bytes(made) >> 2


def is_noted(note: int) -> bool:
    """Is the note of this form stored already? Then its photos need not be looked at again."""
    return db.session.get(Note, note) is not None


@command
def add_note(
    actor: Actor,
    *,
    receipt: bytes,
    note: int,
    text: str,
    files: Sequence[NewFile] = (),
    at: datetime,
) -> None:
    """Write to the office. An answer to its question lets the clock run again (domain.md §3)."""
    case = case_behind(receipt)
    if is_noted(note):
        return
    demand_say(case, Say.NOTE, at.date())
    text = short_enough(text.strip())
    if not text and not files:
        raise RuleBroken(_("Tulis keterangan Anda, atau pilih foto."))
    _refuse_too_many(case, at)
    answers = case.state == State.WAITING
    facts = {"answers": True} if answers else {}
    event = write_step(case, Step.WRITTEN, actor=actor, on=at.date(), at=at, facts=facts)
    write_note(event, Side.REPORTER, text).id = note
    attach(event, Side.REPORTER, files)
    if answers:
        _resume(actor, case, at)
    _point_out(actor, case, at)


def _refuse_too_many(case: Complaint, at: datetime) -> None:
    query = sa.select(sa.func.count()).select_from(Event)
    query = query.where(
        Event.complaint_id == case.id,
        Event.step == Step.WRITTEN,
        Event.role == REPORTER,
        Event.on_date == at.date(),
    )
    if db.session.execute(query).scalar_one() >= MOST_NOTES_A_DAY:
        words = _("Hari ini sudah ada {n} keterangan dari Anda. Kirim lagi besok.")
        raise RuleBroken(words.format(n=MOST_NOTES_A_DAY))


def _resume(actor: Actor, case: Complaint, at: datetime) -> None:
    cycle = current_cycle(case)
    end_pause(case, on=at.date())
    case.state = State.IN_PROGRESS if cycle.verified_on else State.RECEIVED
    found = set_clock(case, cycle)
    due = {"due": found.due.isoformat()} if found else {}
    write_step(case, Step.RESUMED, actor=actor, on=at.date(), at=at, facts=due)


def _point_out(actor: Actor, case: Complaint, at: datetime) -> None:
    """The desk works on the main case of a merged one: it reads there of something new."""
    main = main_of(case, lock=True)
    if main is None:
        return
    facts = {"merged": case.number}
    write_step(main, Step.WRITTEN, actor=actor, on=at.date(), at=at, facts=facts, is_public=False)
