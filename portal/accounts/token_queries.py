"""Who holds a token, and which tokens there are."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from portal.accounts.models import ApiToken, Person
from portal.accounts.rules.keys import Purpose, digest
from portal.accounts.rules.tokens import is_living
from portal.authority import Actor, Grant, Permission, Scope
from portal.database import db, glance, reading
from portal.organisation.models import Unit
from portal.organisation.tree import units_below

_BY_DIGEST = sa.select(
    ApiToken.handle,
    ApiToken.scopes,
    ApiToken.unit_id,
    ApiToken.expires_on,
    ApiToken.revoked_at,
    ApiToken.used_on,
).where(ApiToken.digest == sa.bindparam("digest"))


def _scopes(stored: str) -> tuple[Scope, ...]:
    """The scopes of a stored token; a word this version does not know opens nothing."""
    return tuple(scope for scope in Scope if scope in stored.split())


@dataclass(frozen=True, slots=True)
class Bearer:
    """A living token at this moment: the actor it is, and the day of its last use."""

    handle: str
    actor: Actor
    used_on: date | None


def bearer(token: str, *, vault_key: str, today: date) -> Bearer | None:
    """Whom a token makes of its sender; None when unknown, expired or revoked.

    Reads what is committed now, whatever this request has read before.
    """
    wanted = digest(vault_key, Purpose.API_TOKEN, token)
    with reading():
        rows = glance(_BY_DIGEST, {"digest": wanted})
    row = rows[0] if rows else None
    if row is None:
        return None
    revoked = row.revoked_at is not None
    if not is_living(expires_on=row.expires_on, is_revoked=revoked, today=today):
        return None
    units = units_below(row.unit_id)
    grants = tuple(Grant(scope, units) for scope in _scopes(row.scopes))
    return Bearer(row.handle, Actor(f"token:{row.handle}", grants), row.used_on)


@dataclass(frozen=True, slots=True)
class ListedToken:
    """A token as the administrator sees it; its text is nowhere."""

    handle: str
    name: str
    scopes: tuple[Scope, ...]
    unit_code: str
    unit_name: str
    made_by: str
    created_on: date
    expires_on: date
    used_on: date | None
    revoked_at: datetime | None
    is_living: bool


def listed_tokens(actor: Actor, *, today: date) -> tuple[ListedToken, ...]:
    """The tokens of the units in reach: living ones first, then by name."""
    actor.demand(Permission.MANAGE_TOKENS)
    query = (
        sa.select(ApiToken, Unit.code, Unit.name, Person.name)
        .join(Unit, Unit.id == ApiToken.unit_id)
        .join(Person, Person.id == ApiToken.created_by)
        .order_by(ApiToken.name, ApiToken.handle)
    )
    reach = actor.reach(Permission.MANAGE_TOKENS)
    if reach is not None:
        query = query.where(ApiToken.unit_id.in_(reach))
    rows = db.session.execute(query).all()
    found = [_listed(token, code, name, by, today) for token, code, name, by in rows]
    return tuple(sorted(found, key=lambda token: not token.is_living))


def _listed(
    row: ApiToken, unit_code: str, unit_name: str, made_by: str, today: date
) -> ListedToken:
    return ListedToken(
        handle=row.handle,
        name=row.name,
        scopes=_scopes(row.scopes),
        unit_code=unit_code,
        unit_name=unit_name,
        made_by=made_by,
        created_on=row.created_on,
        expires_on=row.expires_on,
        used_on=row.used_on,
        revoked_at=row.revoked_at,
        is_living=is_living(
            expires_on=row.expires_on, is_revoked=row.revoked_at is not None, today=today
        ),
    )


def units_for_tokens(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Code and name of the units for which this actor may make tokens, by code."""
    actor.demand(Permission.MANAGE_TOKENS)
    query = sa.select(Unit.code, Unit.name).where(Unit.retired_on.is_(None))
    reach = actor.reach(Permission.MANAGE_TOKENS)
    if reach is not None:
        query = query.where(Unit.id.in_(reach))
    return tuple((code, name) for code, name in db.session.execute(query.order_by(Unit.code)))
