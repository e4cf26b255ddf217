"""The second factor: set up, asked for, taken away. No query and no page returns the secret."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from portal.accounts.models import Person, RecoveryCode
from portal.accounts.own import own_person, own_session, rotated
from portal.accounts.rules.keys import Purpose, digest
from portal.accounts.rules.recovery import new_codes, recovery_code
from portal.accounts.totp import accepted_step, seal, unseal
from portal.audit.commands import record
from portal.authority import REFUSED, Actor, Permission
from portal.database import command, db
from portal.errors import Conflict, NotAllowed, NotFound, RuleBroken
from portal.language import later

WRONG_CODE = later("Kode ini tidak cocok. Tunggu kode berikutnya di aplikasi, lalu coba lagi.")
SET_UP_ALREADY = later("Faktor kedua sudah aktif pada akun ini.")
NO_FACTOR = later("Akun ini belum memakai faktor kedua.")
MUST_HAVE = later("Peran Anda mewajibkan faktor kedua. Pasang yang baru sebagai gantinya.")
UNKNOWN_PERSON = later("Akun ini tidak ada.")


def demand_code(person: Person, code: str, *, vault_key: str, at: datetime) -> None:
    """Take a TOTP or a recovery code, once; RuleBroken for a wrong or used one. In a command."""
    step = None
    secret = unseal(vault_key, person.handle, person.totp) if person.totp else None
    if secret is not None:
        step = accepted_step(secret, code, at=at, last=person.totp_step)
    if step is not None:
        person.totp_step = step
    elif not _spend_recovery_code(person, code, vault_key):
        raise RuleBroken(WRONG_CODE)


def _spend_recovery_code(person: Person, code: str, vault_key: str) -> bool:
    typed = recovery_code(code)
    if typed is None:
        return False
    spent = sa.delete(RecoveryCode).where(
        RecoveryCode.person_id == person.id,
        RecoveryCode.digest == _code_digest(vault_key, person.handle, typed),
    )
    return bool(db.session.execute(spent).rowcount)  # type: ignore[attr-defined]  # a DELETE's


def _code_digest(vault_key: str, handle: str, code: str) -> bytes:
    return digest(vault_key, Purpose.RECOVERY, f"{handle}:{code}")


@dataclass(frozen=True, slots=True)
class FactorSetUp:
    """The ten recovery codes, shown once, and the session's new token."""

    codes: tuple[str, ...]
    token: str


@command
def set_up_factor(
    actor: Actor,
    *,
    secret: str,
    code: str,
    session: str,
    vault_key: str,
    at: datetime,
    replace: bool = False,
) -> FactorSetUp:
    """Store the secret that the code proves to be in the phone.

    `replace` says that the session was confirmed with the old factor just now.
    """
    person = own_person(actor)
    if person.totp is not None and not replace:
        raise Conflict(SET_UP_ALREADY)
    step = accepted_step(secret, code, at=at, last=None)
    if step is None:
        raise RuleBroken(WRONG_CODE)
    person.totp, person.totp_step = seal(vault_key, person.handle, secret), step
    codes = _fresh_codes(person, vault_key)
    token = rotated(own_session(actor, session), vault_key=vault_key, confirmed_at=at)
    record(actor, action="factor_set_up", subject=f"person:{person.handle}")
    return FactorSetUp(codes, token)


@command
def renew_recovery_codes(actor: Actor, *, vault_key: str) -> tuple[str, ...]:
    """Ten new recovery codes; the old ones are dead."""
    person = own_person(actor)
    if person.totp is None:
        raise RuleBroken(NO_FACTOR)
    codes = _fresh_codes(person, vault_key)
    record(actor, action="recovery_codes_renewed", subject=f"person:{person.handle}")
    return codes


def _fresh_codes(person: Person, vault_key: str) -> tuple[str, ...]:
    _drop_codes(person)
    codes = new_codes()
    for code in codes:
        typed = recovery_code(code) or ""
        stored = _code_digest(vault_key, person.handle, typed)
        db.session.add(RecoveryCode(person_id=person.id, digest=stored))
    return codes


def _drop_codes(person: Person) -> None:
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person.id))


@command
def give_up_factor(actor: Actor, *, is_required: bool) -> None:
    """Take the own second factor away; refused while the installation requires it."""
    person = own_person(actor)
    if person.totp is None:
        raise RuleBroken(NO_FACTOR)
    if is_required:
        raise RuleBroken(MUST_HAVE)
    _clear(person)
    record(actor, action="factor_given_up", subject=f"person:{person.handle}")


@command
def clear_factor(actor: Actor, *, login: str, reason: str) -> None:
    """Take somebody's second factor away who lost phone and codes: by the operator only.

    An administrator cannot: whoever could clear a colleague's factor and mail a reset link to
    an own address would be that colleague.
    """
    actor.demand(Permission.OPERATE)
    person = db.session.execute(sa.select(Person).where(Person.login == login)).scalar()
    if person is None:
        raise NotFound(UNKNOWN_PERSON)
    if person.totp is None:
        raise RuleBroken(NO_FACTOR)
    if person.id == actor.person_id:
        raise NotAllowed(REFUSED)
    _clear(person)
    record(actor, action="factor_cleared", subject=f"person:{person.handle}", reason=reason)


def _clear(person: Person) -> None:
    person.totp = person.totp_step = None
    _drop_codes(person)


def codes_left(actor: Actor) -> int:
    """How many recovery codes the person still has."""
    query = sa.select(sa.func.count()).where(RecoveryCode.person_id == actor.person_id)
    return int(db.session.execute(query).scalar_one())
