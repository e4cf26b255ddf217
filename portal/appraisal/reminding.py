"""Telling the survey evaluators that a month can be closed: once per month and person."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from portal.accounts.models import HeldRole, Person
from portal.appraisal.order import closing_refusals, month_to_close
from portal.audit.commands import record
from portal.authority import Actor, Permission, Role
from portal.database import command, db
from portal.month import Month
from portal.notifications.commands import enqueue
from portal.notifications.rules.kinds import Kind


def month_ready(today: date) -> Month | None:
    """The month whose turn it is, when nothing forbids closing it today."""
    month = month_to_close()
    return month if month is not None and not closing_refusals(month, today) else None


@command
def tell_month_ready(actor: Actor, *, today: date, base_url: str, vault_key: str) -> int:
    """Put the mails into the outbox; how many are new. A second run tells nobody again."""
    actor.demand(Permission.OPERATE)
    month = month_ready(today)
    if month is None:
        return 0
    address = f"{base_url}/results/closing"
    told = [
        enqueue(
            kind=Kind.MONTH_READY,
            recipient=str(person.email),
            facts={"name": person.name, "month": str(month), "address": address},
            vault_key=vault_key,
            once=f"month_ready/{month}/{person.handle}",
        )
        for person in _evaluators(today)
    ]
    new = sum(handle is not None for handle in told)
    if new:
        record(actor, action="month_ready_told", subject=f"month:{month}", after={"told": new})
    return new


def _evaluators(today: date) -> Sequence[Person]:
    """Who closes months today and can be reached by mail."""
    holds = sa.select(HeldRole.person_id).where(
        HeldRole.role == Role.SURVEY_EVALUATOR,
        HeldRole.starts_on <= today,
        sa.or_(HeldRole.ends_on.is_(None), HeldRole.ends_on >= today),
    )
    query = sa.select(Person).where(
        Person.id.in_(holds), Person.email.is_not(None), Person.disabled_on.is_(None)
    )
    return db.session.execute(query.order_by(Person.id)).scalars().all()
