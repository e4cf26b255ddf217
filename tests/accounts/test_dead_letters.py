"""Mails that were given up: seen without what they say, sent again or thrown away, in the trail."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.accounts.dead_letters import dead_letters, drop_mail, retry_mail
from portal.authority import RESIDENT, Actor, Grant, Role
from portal.clock import now
from portal.database import db
from portal.errors import NotAllowed, NotFound, RuleBroken
from portal.notifications.commands import NO_ADDRESS, claim_mail, mark_failed
from portal.notifications.models import Message
from tests.complaints.desked import entries
from tests.notifications.mails import ACTOR, LINK, month_mail, reset_mail, stored

ADMIN = Actor("person:ratna", (Grant(Role.ADMINISTRATOR),))
AUDITOR = Actor("person:auditor", (Grant(Role.AUDITOR),))


def given_up(handle: str | None) -> str:
    """The mail of this handle, refused for good."""
    mail = claim_mail(ACTOR, at=now())
    assert mail is not None
    assert mail.handle == handle
    mark_failed(ACTOR, mail=mail, failure="penerima ditolak: 550", at=now(), is_final=True)
    return mail.handle


def test_the_list_says_why_and_neither_address_nor_text(app: Flask) -> None:
    handle = given_up(month_mail("sari@contoh.go.id"))
    reset_mail("budi@contoh.go.id")
    found = dead_letters(AUDITOR)
    assert found.total == 1
    (letter,) = found.letters
    assert (letter.handle, letter.where, letter.attempts) == (handle, "contoh.go.id", 1)
    assert letter.failure == "penerima ditolak: 550"
    assert letter.can_go_again
    assert "sari" not in repr(found)


def test_a_mail_goes_again_as_if_it_were_new(app: Flask) -> None:
    handle = given_up(month_mail())
    later = now() + timedelta(days=30)
    retry_mail(ADMIN, handle=handle, at=later)
    message = stored(handle)
    assert (message.given_up_at, message.attempts, message.failure) == (None, 0, "")
    assert message.created_at == message.due_at == later
    (entry,) = entries()
    assert entry[:2] == ("retry_mail", f"mail:{handle}")
    assert "penerima ditolak" in entry[2]
    mail = claim_mail(ACTOR, at=later)
    assert mail is not None
    assert mail.handle == handle


def test_a_mail_is_thrown_away(app: Flask) -> None:
    handle = given_up(month_mail())
    drop_mail(ADMIN, handle=handle)
    assert db.session.get(Message, handle) is None
    assert [entry[:2] for entry in entries()] == [("drop_mail", f"mail:{handle}")]


def test_what_opened_something_cannot_go_again(app: Flask) -> None:
    handle = given_up(reset_mail())
    assert not dead_letters(ADMIN).letters[0].can_go_again
    with pytest.raises(RuleBroken):
        retry_mail(ADMIN, handle=handle, at=now())
    assert stored(handle).given_up_at is not None
    assert LINK not in stored(handle).facts
    assert entries() == []


def test_an_address_that_is_none_cannot_be_tried_again(app: Flask) -> None:
    handle = month_mail("bukan alamat")
    assert stored(str(handle)).failure == NO_ADDRESS
    with pytest.raises(RuleBroken):
        retry_mail(ADMIN, handle=str(handle), at=now())


def test_who_may_not_and_what_is_not_there(app: Flask) -> None:
    waiting = month_mail("lain@contoh.go.id")
    for act in (retry_mail, drop_mail):
        facts = {"at": now()} if act is retry_mail else {}
        for actor in (AUDITOR, RESIDENT):
            with pytest.raises(NotAllowed):
                act(actor, handle=str(waiting), **facts)
        for handle in (str(waiting), "0" * 24):
            with pytest.raises(NotFound):
                act(ADMIN, handle=handle, **facts)
    with pytest.raises(NotAllowed):
        dead_letters(RESIDENT)
