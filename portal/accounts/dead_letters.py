"""Mails that were given up: seen, sent again or thrown away by whoever looks after the portal.

Nobody reads here what a mail said or the whole address it was for. What opens something (a link,
a reporter's address) was erased when the mail was given up, so such a mail cannot go again.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import UNKNOWN, Actor, Permission
from portal.database import command, db
from portal.errors import NotFound, RuleBroken
from portal.language import later
from portal.notifications.commands import NO_ADDRESS
from portal.notifications.models import Message
from portal.notifications.rules.kinds import SHAPES, Kind

READ = Permission.READ_SETTINGS
# Nobody but administrators and the operator makes mails go: invitations are most of them.
SEND = Permission.MANAGE_PEOPLE
MOST = 200
SEALED_AWAY = later(
    "Surat ini tidak dapat dikirim lagi: tautan atau alamatnya sudah dihapus. Buat yang baru."
)
NO_MAILBOX = later("Alamatnya tidak dapat dikirimi surat. Perbaiki alamat di akunnya.")


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A mail that was given up. `where` is the part of the address behind the @."""

    handle: str
    kind: Kind
    where: str
    created_at: datetime
    given_up_at: datetime
    attempts: int
    failure: str
    can_go_again: bool


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """The newest ones, and how many there are."""

    letters: tuple[DeadLetter, ...]
    total: int


def dead_letters(actor: Actor) -> DeadLetters:
    """What was given up and not looked after yet, the newest first."""
    actor.demand(READ)
    gone = Message.given_up_at.is_not(None)
    query = sa.select(Message).where(gone).order_by(Message.given_up_at.desc(), Message.handle)
    rows = db.session.execute(query.limit(MOST)).scalars()
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Message).where(gone))
    return DeadLetters(tuple(map(_letter, rows)), total or 0)


def _letter(row: Message) -> DeadLetter:
    return DeadLetter(
        handle=row.handle,
        kind=Kind(row.kind),
        where=row.recipient.rpartition("@")[2] if "@" in row.recipient else "",
        created_at=row.created_at,
        given_up_at=row.given_up_at or row.created_at,
        attempts=row.attempts,
        failure=row.failure,
        can_go_again=_refusal(row) is None,
    )


def _refusal(row: Message) -> str | None:
    """Why it cannot go again, if so."""
    if SHAPES[Kind(row.kind)].secret:
        return SEALED_AWAY
    return NO_MAILBOX if row.failure == NO_ADDRESS else None


@command
def retry_mail(actor: Actor, *, handle: str, at: datetime) -> None:
    """Let it go again as if it were new; RuleBroken where it cannot."""
    message = _given_up(actor, handle)
    refusal = _refusal(message)
    if refusal is not None:
        raise RuleBroken(refusal)
    _note(actor, "retry_mail", message)
    message.given_up_at, message.failure, message.claimed_until = None, "", None
    message.attempts, message.created_at, message.due_at = 0, at, at


@command
def drop_mail(actor: Actor, *, handle: str) -> None:
    """Throw it away: it is on no list any more."""
    message = _given_up(actor, handle)
    _note(actor, "drop_mail", message)
    db.session.delete(message)


def _given_up(actor: Actor, handle: str) -> Message:
    actor.demand_everywhere(SEND)
    query = sa.select(Message).where(Message.handle == handle, Message.given_up_at.is_not(None))
    message = db.session.execute(query.with_for_update()).scalar()
    if message is None:
        raise NotFound(UNKNOWN)
    return message


def _note(actor: Actor, action: str, message: Message) -> None:
    before = {"kind": message.kind, "failure": message.failure, "attempts": message.attempts}
    record(actor, action=action, subject=f"mail:{message.handle}", before=before)
