"""The outbox: what goes in, what a worker takes, what became of it.

The rows are the truth; the queue is only the clock and the hand. A mail is taken (`claim_mail`),
sent outside every transaction, then noted (`mark_sent`). It is lost never; it goes twice only
when the server had taken it and that was not noted any more (docs/operations.md).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.clock import now
from portal.database import command, db
from portal.notifications.models import Message
from portal.notifications.rules.addresses import LONGEST, is_address
from portal.notifications.rules.kinds import (
    RECIPIENT,
    SEALED,
    SHAPES,
    Kind,
    checked,
    one_line,
    useless_at,
)
from portal.notifications.rules.waits import CLAIMED_FOR, KEPT_FOR, next_try
from portal.notifications.sealing import handle_of, new_handle, seal

LONGEST_FAILURE = 200
NO_ADDRESS = "alamat tidak dapat dikirimi surat"
TOO_LATE = "tidak terkirim sampai batas waktunya"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that one worker holds until `claimed_until`; secrets in `facts` are sealed."""

    handle: str
    kind: Kind
    recipient: str
    facts: Mapping[str, Any]
    created_at: datetime
    attempts: int
    claimed_until: datetime


def enqueue(
    *,
    kind: str,
    recipient: str,
    facts: Mapping[str, Any],
    vault_key: str,
    at: datetime | None = None,
    once: str = "",
) -> str | None:
    """Put a mail into the outbox, inside a command's own transaction; its handle.

    `facts` are exactly those of `rules/kinds.py` (ValueError otherwise); secret ones are sealed
    under `vault_key`. `once` names what is told a single time: None where it was told already.
    An address that no mail can reach is stored as given up, so that it is seen.
    """
    handle = handle_of(vault_key, once) if once else new_handle()
    if once and db.session.get(Message, handle) is not None:
        return None
    at = at or now()
    is_reachable = is_address(recipient)
    is_hidden = SHAPES[Kind(kind)].hides_recipient
    if is_hidden:
        facts = {**facts, RECIPIENT: recipient}
    message = Message(
        handle=handle,
        kind=Kind(kind),
        recipient=SEALED if is_hidden else one_line(recipient)[:LONGEST],
        facts=_sealed(Kind(kind), checked(Kind(kind), facts), handle, vault_key),
        created_at=at,
        due_at=at,
        attempts=0,
        given_up_at=None if is_reachable else at,
        failure="" if is_reachable else NO_ADDRESS,
    )
    if not is_reachable:
        message.facts = without_secrets(message)
    db.session.add(message)
    db.session.flush()
    return handle


def _sealed(kind: Kind, facts: Mapping[str, Any], handle: str, vault_key: str) -> str:
    hidden = {
        name: seal(vault_key, handle=handle, name=name, text=str(facts[name]))
        for name in SHAPES[kind].secret
    }
    return json.dumps({**facts, **hidden}, ensure_ascii=False)


def without_secrets(message: Message) -> str:
    """The facts when the mail has gone or will not go: nothing in them opens anything."""
    facts = json.loads(message.facts)
    kept = {k: v for k, v in facts.items() if k not in SHAPES[Kind(message.kind)].secret}
    return json.dumps(kept, ensure_ascii=False)


@command
def claim_mail(actor: Actor, *, at: datetime) -> Mail | None:
    """Take the mail that has been due longest; None when none is due. Counts as an attempt."""
    actor.demand(Permission.OPERATE)
    query = (
        _waiting()
        .where(Message.due_at <= at)
        .where(sa.or_(Message.claimed_until.is_(None), Message.claimed_until <= at))
        .order_by(Message.due_at, Message.handle)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    message = db.session.execute(query).scalar()
    if message is None:
        return None
    message.attempts += 1
    message.claimed_until = at + CLAIMED_FOR
    return Mail(
        handle=message.handle,
        kind=Kind(message.kind),
        recipient=message.recipient,
        facts=json.loads(message.facts),
        created_at=message.created_at,
        attempts=message.attempts,
        claimed_until=message.claimed_until,
    )


def _waiting() -> sa.Select[tuple[Message]]:
    return sa.select(Message).where(Message.sent_at.is_(None), Message.given_up_at.is_(None))


@command
def mark_sent(actor: Actor, *, handle: str, at: datetime) -> bool:
    """Note that the server took it, and erase its secrets; False when that was noted already."""
    actor.demand(Permission.OPERATE)
    message = _locked(handle)
    if message is None or message.sent_at is not None:
        return False
    message.facts = without_secrets(message)
    message.sent_at, message.given_up_at = at, None
    message.claimed_until, message.failure = None, ""
    return True


@command
def mark_failed(
    actor: Actor, *, mail: Mail, failure: str, at: datetime, is_final: bool = False
) -> bool:
    """Note a failure: tried again later, or given up; False when another worker has it now."""
    actor.demand(Permission.OPERATE)
    message = _locked(mail.handle)
    if message is None or message.sent_at or message.claimed_until != mail.claimed_until:
        return False
    message.failure = one_line(failure)[:LONGEST_FAILURE]
    message.claimed_until = None
    end = useless_at(mail.kind, mail.facts, mail.created_at)
    due = None if is_final else next_try(message.attempts, at, ends_at=end)
    if due is None:
        message.given_up_at, message.facts = at, without_secrets(message)
    else:
        message.due_at = due
    return True


def _locked(handle: str) -> Message | None:
    query = sa.select(Message).where(Message.handle == handle).with_for_update()
    return db.session.execute(query).scalar()


@command
def give_up_late_mail(actor: Actor, *, at: datetime) -> int:
    """Give up what nobody needs any more, also where no server is set up; how many."""
    actor.demand(Permission.OPERATE)
    free = sa.or_(Message.claimed_until.is_(None), Message.claimed_until <= at)
    late = 0
    for message in db.session.execute(_waiting().where(free).with_for_update()).scalars():
        facts = json.loads(message.facts)
        if at >= useless_at(Kind(message.kind), facts, message.created_at):
            message.given_up_at, message.facts = at, without_secrets(message)
            message.failure = message.failure or TOO_LATE
            late += 1
    return late


@command
def forget_old_mail(actor: Actor, *, at: datetime) -> int:
    """Delete what was sent or given up long ago; how many."""
    actor.demand(Permission.OPERATE)
    old = at - KEPT_FOR
    gone = sa.or_(Message.sent_at < old, Message.given_up_at < old)
    result = db.session.execute(sa.delete(Message).where(gone))
    return cast("sa.CursorResult[Any]", result).rowcount
