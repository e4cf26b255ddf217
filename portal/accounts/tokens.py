"""API tokens: made, revoked, noted as used. The token itself is shown once and never stored."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.accounts.models import ApiToken
from portal.accounts.rules.keys import Purpose, digest, new_handle, new_token
from portal.accounts.rules.tokens import PREFIX, faulty_facts, last_day
from portal.audit.commands import record
from portal.authority import REFUSED, UNKNOWN, Actor, Permission, Scope
from portal.clock import now
from portal.database import command, db, lean_command
from portal.errors import NotAllowed, NotFound, RuleBroken
from portal.language import later
from portal.organisation.models import Unit

REVOKED = later("Token ini sudah dicabut.")
WRONG = {
    "name": later("Tulis nama program yang memakai token ini, paling panjang 120 huruf."),
    "scopes": later("Pilih paling sedikit satu lingkup."),
    "days": later("Masa berlaku 1 sampai 90 hari."),
}


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token: `token` is its text, which nobody can show again."""

    handle: str
    token: str
    expires_on: date


@command
def make_token(
    actor: Actor,
    *,
    name: str,
    scopes: Collection[Scope],
    unit: str,
    days: int,
    vault_key: str,
    today: date,
) -> MadeToken:
    """Make a token for a program, reaching a unit (by its code) and all below it."""
    unit_id = db.session.execute(sa.select(Unit.id).where(Unit.code == unit)).scalar()
    if unit_id is None:
        actor.demand(Permission.MANAGE_TOKENS)
        raise NotFound(UNKNOWN)
    actor.demand_in(Permission.MANAGE_TOKENS, unit_id)
    if actor.person_id is None:
        raise NotAllowed(REFUSED)
    name = name.strip()
    for fact in faulty_facts(name, scopes, days):
        raise RuleBroken(WRONG[fact])
    token = PREFIX + new_token()
    row = ApiToken(
        handle=new_handle(),
        digest=digest(vault_key, Purpose.API_TOKEN, token),
        name=name,
        scopes=" ".join(scope for scope in Scope if scope in scopes),
        unit_id=unit_id,
        created_by=actor.person_id,
        created_on=today,
        expires_on=last_day(today, days),
    )
    db.session.add(row)
    record(actor, action="make_token", subject=f"token:{row.handle}", after=_facts(row, unit))
    return MadeToken(row.handle, token, row.expires_on)


def _facts(row: ApiToken, unit: str) -> dict[str, str]:
    return {
        "name": row.name,
        "scopes": row.scopes,
        "unit": unit,
        "expires_on": row.expires_on.isoformat(),
    }


@command
def revoke_token(actor: Actor, *, handle: str) -> str:
    """End a token at once; its name comes back. Every request reads this anew."""
    actor.demand(Permission.MANAGE_TOKENS)
    row = db.session.get(ApiToken, handle, with_for_update=True)
    if row is None:
        raise NotFound(UNKNOWN)
    actor.demand_in(Permission.MANAGE_TOKENS, row.unit_id)
    if row.revoked_at is not None:
        raise RuleBroken(REVOKED)
    row.revoked_at = now()
    record(
        actor,
        action="revoke_token",
        subject=f"token:{handle}",
        before={"revoked": False},
        after={"revoked": True},
    )
    return row.name


@lean_command
def note_token_used(connection: sa.Connection, _actor: Actor, *, handle: str, today: date) -> None:
    """On which day the token was last used; written once a day."""
    unseen = sa.or_(ApiToken.used_on.is_(None), ApiToken.used_on < today)
    connection.execute(
        sa.update(ApiToken).where(ApiToken.handle == handle, unseen).values(used_on=today)
    )
