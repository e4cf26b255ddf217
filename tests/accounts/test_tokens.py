"""Making and revoking tokens: what is stored, what is recorded, what is refused."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import ApiToken, Pull
from portal.accounts.pulls import Taken, listed_pulls, note_pull
from portal.accounts.rules.tokens import LONGEST_LIFE, PREFIX, faulty_facts, is_living, last_day
from portal.accounts.token_queries import bearer, listed_tokens
from portal.accounts.tokens import MadeToken, make_token, note_token_used, revoke_token
from portal.audit.models import AuditEntry, AuditValue
from portal.audit.queries import verify_chain
from portal.authority import Actor, Permission, Role, Scope, operator
from portal.database import db
from portal.errors import NotAllowed, NotFound, RuleBroken
from portal.organisation.models import Unit
from portal.web.limits import secret_keys
from tests.factories import make_unit
from tests.staff import actor_of, make_person

DAY = date(2026, 11, 2)
BOTH = frozenset(Scope)


@pytest.fixture
def root(app: Flask) -> Unit:
    return make_unit("PEMDA")


def make(actor: Actor, **facts: object) -> MadeToken:
    known = {"name": "BKPSDM", "scopes": BOTH, "unit": "PEMDA", "days": 30}
    return make_token(actor, **{**known, **facts}, vault_key=secret_keys().vault_key, today=DAY)


def opens(token: str, day: date = DAY) -> Actor | None:
    found = bearer(token, vault_key=secret_keys().vault_key, today=day)
    return None if found is None else found.actor


@pytest.mark.parametrize(
    ("name", "scopes", "days", "faults"),
    [
        ("BKPSDM", BOTH, 1, ()),
        ("x" * 120, BOTH, 90, ()),
        ("", BOTH, 30, ("name",)),
        ("x" * 121, BOTH, 30, ("name",)),
        ("a\nb", BOTH, 30, ("name",)),
        ("a", (), 30, ("scopes",)),
        ("a", BOTH, 0, ("days",)),
        ("a", BOTH, 91, ("days",)),
        ("", (), -1, ("name", "scopes", "days")),
    ],
)
def test_what_a_token_may_be(name: str, scopes: object, days: int, faults: object) -> None:
    assert faulty_facts(name, scopes, days) == faults  # type: ignore[arg-type]


def test_its_last_day_is_a_day_on_which_it_lives() -> None:
    end = last_day(DAY, LONGEST_LIFE)
    assert end - DAY == timedelta(days=90)
    assert is_living(expires_on=end, is_revoked=False, today=end)
    assert not is_living(expires_on=end, is_revoked=False, today=end + timedelta(days=1))
    assert not is_living(expires_on=end, is_revoked=True, today=DAY)


def test_a_token_is_stored_as_a_digest_and_reaches_down_the_tree(root: Unit) -> None:
    one = make_unit("SATU", parent_id=root.id)
    below = make_unit("DUA", parent_id=one.id)
    made = make(actor_of(make_person((Role.ADMINISTRATOR, root))), unit="SATU")
    assert made.token.startswith(PREFIX)
    row = db.session.execute(sa.select(ApiToken)).scalar_one()
    assert made.token.encode() not in row.digest
    actor = opens(made.token)
    assert actor is not None
    assert actor.name == f"token:{made.handle}"
    assert actor.reach(Permission.READ_INDICATORS) == {one.id, below.id}
    assert not actor.may(Permission.MANAGE_TOKENS)
    entry = db.session.execute(sa.select(AuditEntry)).scalar_one()
    assert (entry.action, entry.subject) == ("make_token", f"token:{made.handle}")
    values = db.session.execute(sa.select(AuditValue.content)).scalar_one()
    assert made.token not in values
    assert verify_chain().faults == ()


def test_each_scope_gives_its_permissions_and_no_other(root: Unit) -> None:
    actor = actor_of(make_person((Role.ADMINISTRATOR, root)))
    expected = {
        Scope.INDICATORS_READ: {Permission.READ_INDICATORS},
        Scope.APPRAISALS_READ: {Permission.READ_APPRAISALS, Permission.READ_OFFICER_FIGURES},
    }
    for scope, permissions in expected.items():
        held = opens(make(actor, scopes={scope}).token)
        assert held is not None
        assert {p for p in Permission if held.may(p)} == permissions


def test_refusals_store_nothing(root: Unit) -> None:
    other = make_unit("LAIN")
    administrator = actor_of(make_person((Role.ADMINISTRATOR, root)))
    head = actor_of(make_person((Role.UNIT_HEAD, root)))
    refusals = [
        (head, {}, NotAllowed),
        (head, {"unit": "TIDAKADA"}, NotAllowed),
        (operator("uji"), {}, NotAllowed),
        (administrator, {"unit": other.code}, NotFound),
        (administrator, {"unit": "TIDAKADA"}, NotFound),
        (administrator, {"days": 91}, RuleBroken),
        (administrator, {"scopes": frozenset()}, RuleBroken),
        (administrator, {"name": "  "}, RuleBroken),
    ]
    for actor, facts, error in refusals:
        with pytest.raises(error):
            make(actor, **facts)
    assert db.session.execute(sa.select(sa.func.count()).select_from(ApiToken)).scalar() == 0
    assert db.session.execute(sa.select(sa.func.count()).select_from(AuditEntry)).scalar() == 0


def test_a_revoked_token_opens_nothing(root: Unit) -> None:
    actor = actor_of(make_person((Role.ADMINISTRATOR, root)))
    made = make(actor)
    assert revoke_token(actor, handle=made.handle) == "BKPSDM"
    assert opens(made.token) is None
    with pytest.raises(RuleBroken):
        revoke_token(actor, handle=made.handle)
    with pytest.raises(NotFound):
        revoke_token(actor, handle="tidakada")
    stranger = actor_of(make_person((Role.ADMINISTRATOR, make_unit("LAIN"))))
    with pytest.raises(NotFound):
        revoke_token(stranger, handle=made.handle)
    actions = db.session.execute(sa.select(AuditEntry.action)).scalars().all()
    assert actions == ["make_token", "revoke_token"]
    assert listed_tokens(stranger, today=DAY) == ()


def test_the_list_tells_all_but_the_token(root: Unit) -> None:
    actor = actor_of(make_person((Role.ADMINISTRATOR, root)))
    old, new = make(actor, name="A lama", days=1), make(actor, name="B baru")
    note_token_used(actor, handle=new.handle, today=DAY)
    later = DAY + timedelta(days=2)
    found = listed_tokens(actor, today=later)
    assert [(one.name, one.is_living, one.used_on) for one in found] == [
        ("B baru", True, DAY),
        ("A lama", False, None),
    ]
    assert opens(old.token, later) is None
    assert new.token not in repr(found)


def test_pulls_are_counted_by_day_and_only_the_first_is_in_the_trail(root: Unit) -> None:
    child = make_unit("ANAK", parent_id=root.id)
    cousin = make_unit("SEPUPU", parent_id=root.id)
    made = make(actor_of(make_person((Role.ADMINISTRATOR, root))), unit="ANAK")
    holder = opens(made.token)
    assert holder is not None
    for rows in (3, 4, 0):
        taken = Taken("appraisals", "2026-10", rows)
        note_pull(holder, handle=made.handle, today=DAY, taken=taken)
    row = db.session.execute(sa.select(Pull)).scalar_one()
    assert (row.requests, row.rows) == (3, 7)
    actions = db.session.execute(sa.select(AuditEntry.action)).scalars().all()
    assert actions == ["make_token", "pull"]
    for unit, seen in ((root, 1), (child, 1), (cousin, 0)):
        head = actor_of(make_person((Role.UNIT_HEAD, unit)))
        assert len(listed_pulls(head)) == seen
    with pytest.raises(NotAllowed):
        listed_pulls(actor_of(make_person((Role.HANDLER, root))))
