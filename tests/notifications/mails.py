"""Mails for tests, put in as commands put them in."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from portal.authority import Actor, operator
from portal.clock import now
from portal.database import command, db
from portal.notifications.commands import enqueue
from portal.notifications.models import Message
from portal.web.limits import secret_keys

ACTOR = operator("uji")
LINK = "https://suara.contoh.go.id/masuk/tautan/k4n4r1-s4ng4t-r4h4s14"


@command
def put_in(_actor: Actor, **facts: Any) -> str | None:
    """One mail through a command of its own."""
    return enqueue(**facts)


def reset_mail(recipient: str = "budi@contoh.go.id", *, link: str = LINK, **facts: Any) -> str:
    """A password reset; the link lives a day."""
    at: datetime = facts.pop("at", None) or now()
    known = {"name": "Budi", "link": link, "expires_at": (at + timedelta(days=1)).isoformat()}
    handle = put_in(
        ACTOR,
        kind="password_reset",
        recipient=recipient,
        facts={**known, **facts},
        vault_key=secret_keys().vault_key,
        at=at,
    )
    assert handle
    return handle


def month_mail(recipient: str = "sari@contoh.go.id", *, once: str = "", **facts: Any) -> str | None:
    """A mail without secrets."""
    known = {"name": "Sari", "month": "2026-10", "address": "https://x.example/results/closing"}
    return put_in(
        ACTOR,
        kind="month_ready",
        recipient=recipient,
        facts=known,
        vault_key=secret_keys().vault_key,
        once=once,
        **facts,
    )


def stored(handle: str) -> Message:
    """The row as it is committed now."""
    db.session.rollback()
    return db.session.execute(sa.select(Message).where(Message.handle == handle)).scalar_one()
