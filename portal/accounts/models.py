"""Who signs in: people, the roles they hold, sessions, one-time links, tokens. Columns only.

Nothing here can be used by whoever steals the database (threats.md, T8): passwords and PINs
are argon2, sessions, links, recovery codes and tokens are stored as keyed digests, TOTP
secrets are encrypted under a key that stands outside.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.authority import Role
from portal.database import Base
from portal.moments import Moment


class Held(StrEnum):
    """How a role is held: by office, or acting (Plt., Plh.) with a decree and an end."""

    DEFINITIVE = "definitif"
    PLT = "plt"
    PLH = "plh"


class LinkKind(StrEnum):
    """What a one-time link opens: the page for the first password, or for a new one."""

    INVITATION = "invitation"
    RESET = "reset"


# The operator's power comes with the machine, not with a sign-in.
HELD_ROLES = tuple(role for role in Role if role is not Role.OPERATOR)


def _words(column: str, words: Iterable[str]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_word")


class Person(Base):
    """Somebody who signs in. Never deleted: their acts stay theirs.

    `handle` is the random name in addresses, `login` is lower case. `totp` is encrypted;
    `totp_step` is the last time step that was accepted, so that no code works twice.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(sa.String(12), unique=True)
    login: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    email: Mapped[str | None] = mapped_column(sa.String(254), unique=True)
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"), unique=True)
    password: Mapped[str | None] = mapped_column(sa.String(200))
    pin: Mapped[str | None] = mapped_column(sa.String(200))
    totp: Mapped[bytes | None] = mapped_column(sa.LargeBinary(200))
    totp_step: Mapped[int | None] = mapped_column(sa.BigInteger)
    created_on: Mapped[date]
    disabled_on: Mapped[date | None]


class HeldRole(Base):
    """One role of a person in a unit and all below it, from a day to a day."""

    __tablename__ = "held_role"
    __table_args__ = (
        _words("role", HELD_ROLES),
        _words("held", Held),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order"),
        sa.CheckConstraint(
            "held = 'definitif' OR (ends_on IS NOT NULL AND decree <> '')", name="acting"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(24))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    held: Mapped[str] = mapped_column(sa.String(10), default=Held.DEFINITIVE)
    decree: Mapped[str] = mapped_column(sa.String(200), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class RecoveryCode(Base):
    """One of ten codes for when the phone is lost; a keyed digest, gone when used."""

    __tablename__ = "recovery_code"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)


class StaffSession(Base):
    """A signed-in browser. `confirmed_at` is when the second factor (or password) was last given.

    `is_shared` marks a shared PC, where the session locks after five idle minutes.
    """

    __tablename__ = "staff_session"

    handle: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(sa.String(80))
    is_shared: Mapped[bool] = mapped_column(default=False)
    is_locked: Mapped[bool] = mapped_column(default=False)
    pin_failures: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)


class OneTimeLink(Base):
    """An invitation or a password reset: opens one page once, until it expires."""

    __tablename__ = "one_time_link"
    __table_args__ = (_words("kind", LinkKind),)

    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class FailedSignIn(Base):
    """Failures of one account or one source; `key` is a keyed digest, so no login is told."""

    __tablename__ = "failed_sign_in"

    key: Mapped[bytes] = mapped_column(sa.LargeBinary(16), primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime] = mapped_column(Moment)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)


class ApiToken(Base):
    """A program's key: scopes, a unit and all below it, an expiry of at most 90 days."""

    __tablename__ = "api_token"
    __table_args__ = (sa.CheckConstraint("expires_on > created_on", name="order"),)

    handle: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    scopes: Mapped[str] = mapped_column(sa.String(200))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    created_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    created_on: Mapped[date]
    expires_on: Mapped[date]
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    used_on: Mapped[date | None]


class Pull(Base):
    """What a program took on a day: the export log that the unit may read (threats.md, T5)."""

    __tablename__ = "pull"

    token: Mapped[str] = mapped_column(sa.ForeignKey("api_token.handle"), primary_key=True)
    on_date: Mapped[date] = mapped_column(primary_key=True)
    resource: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    month: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    requests: Mapped[int]
    rows: Mapped[int]
