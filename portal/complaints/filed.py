"""What a reporter is told after filing: the receipt until it is noted, who reads it, by when."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import sqlalchemy as sa

from portal import ticket
from portal.authority import Actor
from portal.complaints.cases import write_down
from portal.complaints.models import Complaint, Cycle
from portal.complaints.rules import receipt
from portal.complaints.rules.receipt import ReceiptKeys
from portal.complaints.rules.words import Desk, Kind
from portal.database import command, db


class Sent(Protocol):
    """What of a form tells whether a repeat says the same."""

    @property
    def nonce(self) -> bytes: ...
    @property
    def story(self) -> str: ...
    @property
    def wish(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Filed:
    """A stored case as its reporter is told of it.

    `receipt` is empty once it was noted. `is_first`: stored just now; `is_different`: stored
    before, with other words, which count.
    """

    receipt: str
    kind: Kind
    desk: Desk
    is_bypassed: bool
    filed_on: date
    is_released: bool
    verify_due: date | None
    answer_due: date | None
    is_first: bool
    is_different: bool

    @property
    def is_noted(self) -> bool:
        return not self.receipt


def filed_before(nonce: bytes) -> Complaint | None:
    """The case of this form, if it was stored before."""
    query = sa.select(Complaint).where(Complaint.ticket_key == ticket.nonce_key(nonce))
    return db.session.execute(query).scalar()


def known_filing(nonce: bytes, keys: ReceiptKeys) -> Filed | None:
    """For a form that came too late or too often: what became of it, if it was stored."""
    case = filed_before(nonce)
    return None if case is None else _told(case, nonce, keys)


def told_again(case: Complaint, sent: Sent, keys: ReceiptKeys, *, is_first: bool = False) -> Filed:
    """The answer to a form, stored now or before."""
    same = (case.story, case.wish) == (sent.story.strip(), sent.wish.strip())
    return _told(case, sent.nonce, keys, is_first=is_first, is_different=not same)


@command
def note_receipt(actor: Actor, *, nonce: bytes) -> bool:
    """ "Sudah saya catat": from now on nobody who holds the form sees the code. False: no case.

    A reporter leaves no step and no entry in the trail, which would tell when they were there.
    """
    case = filed_before(nonce)
    if case is None:
        return False
    if actor.person_id is not None and not case.is_noted:
        write_down(actor, "hand_out_receipt", case)
    case.is_noted = True
    return True


def _told(
    case: Complaint,
    nonce: bytes,
    keys: ReceiptKeys,
    *,
    is_first: bool = False,
    is_different: bool = False,
) -> Filed:
    cycle = db.session.get_one(Cycle, (case.id, 1))
    return Filed(
        receipt="" if case.is_noted else receipt.make(keys, nonce),
        kind=Kind(case.kind),
        desk=Desk(case.desk),
        is_bypassed=case.is_bypassed,
        filed_on=case.filed_on,
        is_released=case.released_on is not None,
        verify_due=cycle.verify_due,
        answer_due=cycle.answer_due,
        is_first=is_first,
        is_different=is_different,
    )
