"""Accounts and roles of others: what is saved, mailed and recorded; a refusal leaves nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.inviting import Delivery
from portal.accounts.models import HeldRole, OneTimeLink, Person, StaffSession
from portal.accounts.passwords import linked_person
from portal.accounts.people import (
    change_person,
    disable_person,
    enable_person,
    invite_person,
    link_officer,
    send_link,
)
from portal.accounts.people_queries import officer_choices, person_card, person_list
from portal.accounts.queries import person_actor
from portal.accounts.roles import end_role, grant_role
from portal.accounts.rules.holding import Holding
from portal.audit.models import AuditEntry, AuditValue
from portal.authority import Actor, Permission, Role
from portal.clock import now
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, PortalError, RuleBroken
from portal.listing import Asked
from portal.notifications.models import Message
from portal.web.limits import secret_keys
from tests.factories import make_officer, make_unit
from tests.staff import actor_of, make_person, make_session

DAY = date(2026, 11, 2)


class Government:
    """A root, two offices below it, and an administrator of all."""

    def __init__(self) -> None:
        self.root = make_unit("KAB")
        self.office = make_unit("DUK", parent_id=self.root.id)
        self.other = make_unit("PTSP", parent_id=self.root.id)
        self.person = make_person((Role.ADMINISTRATOR, self.root), login="ana", password="x")
        self.local = make_person((Role.ADMINISTRATOR, self.office), login="lokal", password="x")

    @property
    def actor(self) -> Actor:
        return person_actor(self.person, DAY)

    @property
    def of_office(self) -> Actor:
        return person_actor(self.local, DAY)


@pytest.fixture
def kab(app: Flask) -> Government:
    return Government()


@pytest.fixture
def sqlite_kab(sqlite_app: Flask) -> Government:
    return Government()


def delivery(can_mail: bool = True) -> Delivery:
    return Delivery("https://uji/masuk/tautan/", secret_keys().vault_key, can_mail, now())


def holding(role: str = "unit_head", unit: str = "DUK", **facts: Any) -> Holding:
    return Holding(role, unit, facts.pop("starts_on", DAY), **facts)


def invite(actor: Actor, *, can_mail: bool = True, **facts: Any):  # type: ignore[no-untyped-def]
    known = {"login": "Budi", "name": "Budi  Santoso", "email": "Budi@kab.go.id"}
    known |= {"holding": holding(), "today": DAY}
    return invite_person(actor, **{**known, **facts}, delivery=delivery(can_mail))


def entries() -> list[tuple[str, str, str]]:
    query = sa.select(AuditEntry.actor, AuditEntry.action, AuditEntry.subject)
    return [tuple(row) for row in db.session.execute(query.order_by(AuditEntry.sequence))]  # type: ignore[misc]


def last_values() -> str:
    query = sa.select(AuditValue.content).order_by(AuditValue.sequence.desc()).limit(1)
    return str(db.session.execute(query).scalar_one())


def seen(actor: Actor, handle: str) -> str:
    return person_card(actor, handle, DAY).seen


def refused(error: type[PortalError], act: Callable[[], object]) -> str:
    """The act is refused and leaves neither a row nor an entry."""

    def counted() -> tuple[int, ...]:
        db.session.rollback()
        tables = (Person, HeldRole, OneTimeLink, Message, AuditEntry, StaffSession)
        return tuple(
            db.session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in tables
        )

    before = counted()
    with pytest.raises(error) as found:
        act()
    assert counted() == before
    return found.value.message


def test_an_invitation_is_mailed_and_recorded(kab: Government) -> None:
    made = invite(kab.actor)
    assert made.link is None
    card = person_card(kab.actor, made.handle, DAY)
    assert (card.login, card.name, card.email) == ("budi", "Budi Santoso", "budi@kab.go.id")
    assert [(one.role, one.unit_code) for one in card.roles] == [(Role.UNIT_HEAD, "DUK")]
    mail = db.session.execute(sa.select(Message)).scalar_one()
    assert (mail.kind, mail.recipient) == ("invitation", "budi@kab.go.id")
    assert entries() == [("person:ana", "person_invited", f"person:{made.handle}")]


@pytest.mark.parametrize(("email", "can_mail"), [(None, True), ("b@kab.go.id", False)])
def test_without_mail_the_link_is_handed_over(
    sqlite_kab: Government, email: str | None, can_mail: bool
) -> None:
    made = invite(sqlite_kab.actor, email=email, can_mail=can_mail)
    token = made.link.rpartition("/")[2]
    found = linked_person(token, vault_key=secret_keys().vault_key, at=now())
    assert found is not None
    assert found.login == "budi"
    assert token not in last_values()
    assert db.session.execute(sa.select(Message)).first() is None


def test_what_an_invitation_is_refused_for(sqlite_kab: Government) -> None:
    kab, late = sqlite_kab, DAY - timedelta(days=1)
    head = actor_of(make_person((Role.UNIT_HEAD, kab.root)))
    cases: list[tuple[Actor, dict[str, Any], type[PortalError]]] = [
        (head, {}, NotAllowed),
        (kab.of_office, {"holding": holding(unit="PTSP")}, NotFound),
        (kab.of_office, {"holding": holding(unit="KAB")}, NotFound),
        (kab.actor, {"holding": holding(unit="TIDAK")}, NotFound),
        (kab.actor, {"login": "b"}, RuleBroken),
        (kab.actor, {"login": "bu di"}, RuleBroken),
        (kab.actor, {"login": "ANA"}, Conflict),
        (kab.actor, {"email": "bukan surel"}, RuleBroken),
        (kab.actor, {"name": "  "}, RuleBroken),
        (kab.actor, {"holding": holding("operator")}, RuleBroken),
        (kab.actor, {"holding": holding(held="plt")}, RuleBroken),
        (kab.actor, {"holding": holding(starts_on=late, ends_on=late)}, RuleBroken),
    ]
    for actor, facts, error in cases:
        refused(error, lambda actor=actor, facts=facts: invite(actor, **facts))  # type: ignore[misc]


def test_roles_are_granted_and_ended_within_the_reach(kab: Government) -> None:
    made = invite(kab.of_office)
    actor = kab.of_office
    acting = holding("handler", held="plt", decree="800/1", ends_on=DAY + timedelta(days=30))
    grant_role(actor, handle=made.handle, holding=acting, seen=seen(actor, made.handle), today=DAY)
    person = db.session.execute(sa.select(Person).where(Person.login == "budi")).scalar_one()
    assert person_actor(person, DAY).may(Permission.ENTER_PAPER)
    assert person_actor(person, DAY).reach(Permission.ENTER_PAPER) == {kab.office.id}
    role = person_card(actor, made.handle, DAY).roles[1]
    end_role(
        actor,
        handle=made.handle,
        role_id=role.id,
        last_day=DAY,
        seen=seen(actor, made.handle),
        today=DAY,
    )
    assert person_card(actor, made.handle, DAY + timedelta(days=1)).roles[1].is_over
    acts = [action for _who, action, _what in entries()]
    assert acts == ["person_invited", "role_granted", "role_ended"]


def test_a_role_that_has_not_begun_is_cancelled(sqlite_kab: Government) -> None:
    made, actor = invite(sqlite_kab.actor), sqlite_kab.actor
    ahead = holding("handler", starts_on=DAY + timedelta(days=5))
    grant_role(actor, handle=made.handle, holding=ahead, seen=seen(actor, made.handle), today=DAY)
    role = person_card(actor, made.handle, DAY).roles[-1]
    facts = {"handle": made.handle, "role_id": role.id, "today": DAY}
    end_role(actor, **facts, last_day=DAY, seen=seen(actor, made.handle))
    assert [one.role for one in person_card(actor, made.handle, DAY).roles] == [Role.UNIT_HEAD]
    assert "handler" in last_values()


def test_roles_that_must_stay_apart(kab: Government) -> None:
    made, actor = invite(kab.actor, holding=holding("survey_evaluator", "KAB")), kab.actor
    facts = {"handle": made.handle, "seen": seen(actor, made.handle), "today": DAY}
    for role in ("appraisal_evaluator", "auditor"):
        wanted = holding(
            role, "PTSP", held="plh", decree="1", ends_on=DAY, starts_on=DAY - timedelta(days=2)
        )
        words = refused(
            RuleBroken, lambda wanted=wanted: grant_role(actor, holding=wanted, **facts)
        )
        assert "tidak boleh satu orang" in words
    twice = holding("survey_evaluator", "KAB", starts_on=DAY + timedelta(days=9))
    refused(RuleBroken, lambda: grant_role(actor, holding=twice, **facts))


def test_nobody_reaches_beyond_the_own_units_or_changes_the_own_roles(kab: Government) -> None:
    local, actor = kab.of_office, kab.actor
    theirs = invite(actor, login="cici", email=None, holding=holding(unit="PTSP"))
    refused(NotFound, lambda: person_card(local, theirs.handle, DAY))
    refused(
        NotFound,
        lambda: grant_role(local, handle=theirs.handle, holding=holding(), seen="", today=DAY),
    )
    own = {"handle": kab.local.handle, "seen": seen(local, kab.local.handle), "today": DAY}
    refused(RuleBroken, lambda: grant_role(local, holding=holding("auditor"), **own))
    refused(RuleBroken, lambda: disable_person(local, reason="uji", **own))
    refused(RuleBroken, lambda: send_link(local, delivery=delivery(), **own))
    officer = make_officer(kab.office)
    refused(RuleBroken, lambda: link_officer(local, officer=officer.handle, **own))


def test_a_small_administrator_does_not_take_over_a_large_one(kab: Government) -> None:
    """A role here does not put the account of somebody who also reaches elsewhere into my hands."""
    large = make_person((Role.ADMINISTRATOR, kab.root), (Role.HANDLER, kab.office), password="x")
    local = kab.of_office
    card = person_card(local, large.handle, DAY)
    assert not card.is_whole
    assert [one.role for one in card.roles] == [Role.HANDLER]
    facts = {"handle": large.handle, "seen": card.seen, "today": DAY}
    refused(RuleBroken, lambda: send_link(local, delivery=delivery(False), **facts))
    refused(RuleBroken, lambda: change_person(local, name="A", email="a@b.id", **facts))
    refused(RuleBroken, lambda: disable_person(local, reason="uji", **facts))
    root_role = person_card(kab.actor, large.handle, DAY).roles[0]
    refused(NotFound, lambda: end_role(local, role_id=root_role.id, last_day=DAY, **facts))


def test_the_last_administrator_of_the_root_stays(kab: Government) -> None:
    second = make_person((Role.ADMINISTRATOR, kab.root), password=None)  # never came in
    actor = actor_of(second)
    role = person_card(actor, kab.person.handle, DAY).roles[0]

    def facts() -> dict[str, Any]:
        handle = kab.person.handle
        return {"handle": handle, "seen": seen(actor, handle), "today": DAY}

    refused(RuleBroken, lambda: disable_person(actor, reason="uji", **facts()))
    refused(RuleBroken, lambda: end_role(actor, role_id=role.id, last_day=DAY, **facts()))
    second.password = "x"
    db.session.commit()
    end_role(actor, role_id=role.id, last_day=DAY, **facts())
    ahead = actor_of(make_person((Role.ADMINISTRATOR, kab.root)))
    other = {"handle": second.handle, "seen": seen(ahead, second.handle), "today": DAY}
    refused(RuleBroken, lambda: disable_person(ahead, reason="uji", **other))


def test_disabling_ends_sessions_and_links_and_keeps_the_acts(kab: Government) -> None:
    made, actor = invite(kab.actor, email=None), kab.actor
    person = db.session.execute(sa.select(Person).where(Person.login == "budi")).scalar_one()
    make_session(person)
    facts = {"handle": made.handle, "today": DAY}
    refused(
        RuleBroken,
        lambda: disable_person(actor, reason=" ", seen=seen(actor, made.handle), **facts),
    )
    assert disable_person(actor, reason="pensiun", seen=seen(actor, made.handle), **facts) == 1
    assert db.session.execute(sa.select(OneTimeLink)).first() is None
    assert "pensiun" in last_values()
    now_seen = seen(actor, made.handle)
    refused(RuleBroken, lambda: send_link(actor, seen=now_seen, delivery=delivery(), **facts))
    enable_person(actor, reason="kembali", seen=now_seen, **facts)
    assert person_card(actor, made.handle, DAY).disabled_on is None
    acts = [action for _who, action, _what in entries()]
    assert acts == ["person_invited", "person_disabled", "person_enabled"]


def test_two_who_edit_the_same_account(sqlite_kab: Government) -> None:
    made, actor = invite(sqlite_kab.actor), sqlite_kab.actor
    facts = {"handle": made.handle, "seen": seen(actor, made.handle), "today": DAY}
    change_person(actor, name="Budi S.", email="b@kab.go.id", **facts)
    refused(Conflict, lambda: change_person(actor, name="Budi T.", email=None, **facts))
    refused(Conflict, lambda: grant_role(actor, holding=holding("auditor"), **facts))
    taken = {**facts, "seen": seen(actor, made.handle)}
    make_person(email="c@kab.go.id")
    refused(Conflict, lambda: change_person(actor, name="B", email="c@kab.go.id", **taken))


def test_a_new_address_kills_the_link_in_the_old_mailbox(sqlite_kab: Government) -> None:
    made, actor = invite(sqlite_kab.actor), sqlite_kab.actor
    facts = {"handle": made.handle, "seen": seen(actor, made.handle), "today": DAY}
    change_person(actor, name="Budi Santoso", email="baru@kab.go.id", **facts)
    assert db.session.execute(sa.select(OneTimeLink)).first() is None


def test_who_an_account_is_among_the_officers(kab: Government) -> None:
    officer = make_officer(kab.office, name="Budi Santoso")
    stranger = make_officer(kab.other, name="Budi Lain")
    made, actor = invite(kab.of_office), kab.of_office
    assert [one.handle for one in officer_choices(actor, "budi", DAY)] == [officer.handle]

    def facts() -> dict[str, Any]:
        return {"handle": made.handle, "seen": seen(actor, made.handle), "today": DAY}

    refused(NotFound, lambda: link_officer(actor, officer=stranger.handle, **facts()))
    link_officer(actor, officer=officer.handle, **facts())
    card = person_card(actor, made.handle, DAY)
    assert (card.officer, card.officer_name) == (officer.handle, "Budi Santoso")
    second = invite(actor, login="dedi", email=None)
    wanted = {"handle": second.handle, "seen": seen(actor, second.handle), "today": DAY}
    refused(RuleBroken, lambda: link_officer(actor, officer=officer.handle, **wanted))
    link_officer(actor, officer=None, **facts())
    assert person_card(actor, made.handle, DAY).officer == ""


def test_the_list_is_narrowed_in_reach_and_ordered_by_names_only(kab: Government) -> None:
    invite(kab.actor, login="zaki", name="Aan", email=None)
    invite(kab.actor, login="edi", name="Zul", email=None, holding=holding(unit="PTSP"))

    def logins(actor: Actor, **facts: Any) -> list[str]:
        asked = replace(Asked(), **facts)
        return [line.login for line in person_list(actor, asked, DAY).rows]

    assert logins(kab.of_office) == ["zaki", "lokal"]
    assert logins(kab.actor, search="Z") == ["zaki", "edi"]
    assert logins(kab.actor, sort="masuk", is_descending=True)[0] == "zaki"
    assert logins(kab.actor, chosen={"peran": "unit_head"}) == ["zaki", "edi"]
    assert logins(kab.actor, chosen={"unit": str(kab.other.id)}) == ["edi"]
    assert logins(kab.of_office, chosen={"unit": str(kab.other.id)}) == []
    assert logins(kab.actor, chosen={"keadaan": "diundang"}) == ["zaki", "edi"]
    assert logins(kab.actor, search="_") == []
