"""What goes into the outbox, who takes it, and what is left of it afterwards."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.authority import RESIDENT, Actor
from portal.clock import now
from portal.database import command, db
from portal.errors import NotAllowed, RuleBroken
from portal.notifications.commands import (
    claim_mail,
    enqueue,
    forget_old_mail,
    give_up_late_mail,
    mark_failed,
    mark_sent,
)
from portal.notifications.models import Message
from portal.notifications.queries import outbox
from portal.notifications.rules.waits import CLAIMED_FOR, KEPT_FOR
from portal.notifications.sealing import seal, unseal
from tests.conftest import SECRETS
from tests.notifications.mails import ACTOR, LINK, month_mail, put_in, reset_mail, stored


def test_a_link_is_sealed_and_nothing_else_is(app: Flask) -> None:
    message = stored(reset_mail())
    assert LINK not in message.facts
    assert "tautan" not in message.facts
    assert '"name": "Budi"' in message.facts
    assert (message.kind, message.attempts, message.sent_at) == ("password_reset", 0, None)


def test_a_refused_command_leaves_no_mail(app: Flask) -> None:
    @command
    def refused(_actor: Actor) -> None:
        facts = {"name": "", "month": "2026-10", "address": ""}
        enqueue(kind="month_ready", recipient="a@b.id", facts=facts, vault_key=SECRETS.vault_key)
        raise RuleBroken("tidak jadi")

    with pytest.raises(RuleBroken):
        refused(ACTOR)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


def test_facts_of_another_kind_are_a_mistake_of_the_caller(sqlite_app: Flask) -> None:
    with pytest.raises(ValueError, match="link"):
        put_in(ACTOR, kind="invitation", recipient="a@b.id", facts={"name": "x"}, vault_key="00")


@pytest.mark.parametrize("address", ["", "bukan surel", "a@b.id\r\nBcc: c@d.id", "x" * 400])
def test_an_address_nobody_can_reach_is_seen_and_holds_no_secret(app: Flask, address: str) -> None:
    message = stored(reset_mail(address))
    assert message.given_up_at is not None
    assert message.failure == "alamat tidak dapat dikirimi surat"
    assert "link" not in message.facts
    assert claim_mail(ACTOR, at=now()) is None
    assert outbox().given_up == 1


def test_once_is_once(app: Flask) -> None:
    assert month_mail(once="bulan/2026-10/sari") is not None
    assert month_mail(once="bulan/2026-10/sari") is None
    assert month_mail(once="bulan/2026-11/sari") is not None
    assert month_mail() is not None


def test_a_claim_keeps_others_away_until_it_ends(app: Flask) -> None:
    handle, at = reset_mail(), now()
    mail = claim_mail(ACTOR, at=at)
    assert mail is not None
    assert mail.handle == handle
    assert claim_mail(ACTOR, at=at + CLAIMED_FOR - timedelta(seconds=1)) is None
    again = claim_mail(ACTOR, at=at + CLAIMED_FOR)
    assert again is not None
    assert (again.handle, again.attempts) == (handle, 2)
    # The first, which was only slow, may not put it back into the queue now.
    assert not mark_failed(ACTOR, mail=mail, failure="lambat", at=at)
    # But when the server took it from the first, that is the truth.
    assert mark_sent(ACTOR, handle=handle, at=at)
    assert not mark_sent(ACTOR, handle=handle, at=at)
    assert not mark_failed(ACTOR, mail=again, failure="terlambat", at=at)
    assert stored(handle).sent_at == at


def test_what_was_sent_holds_no_secret(app: Flask) -> None:
    handle = reset_mail()
    claim_mail(ACTOR, at=now())
    mark_sent(ACTOR, handle=handle, at=now())
    message = stored(handle)
    assert message.sent_at is not None
    assert "link" not in message.facts
    assert '"name": "Budi"' in message.facts
    assert (message.claimed_until, message.failure) == (None, "")


def test_a_failure_waits_longer_each_time_and_ends_with_the_link(app: Flask) -> None:
    at = now()
    handle = reset_mail(at=at)
    waits = []
    for _attempt in range(20):
        mail = claim_mail(ACTOR, at=at)
        if mail is None:
            break
        mark_failed(ACTOR, mail=mail, failure="server surel tidak menerima: 421\r\nx", at=at)
        message = stored(handle)
        waits.append((message.due_at - at).total_seconds() / 60)
        at = message.due_at
    message = stored(handle)
    assert waits[:6] == [1, 5, 15, 60, 240, 480]
    assert message.given_up_at is not None
    assert message.failure == "server surel tidak menerima: 421 x"
    assert "link" not in message.facts


def test_a_final_refusal_gives_up_at_once(app: Flask) -> None:
    handle, at = reset_mail(), now()
    mail = claim_mail(ACTOR, at=at)
    assert mail is not None
    mark_failed(ACTOR, mail=mail, failure="550 " + "x" * 300, at=at, is_final=True)
    message = stored(handle)
    assert message.given_up_at == at
    assert len(message.failure) == 200
    assert claim_mail(ACTOR, at=at + timedelta(days=2)) is None


def test_what_waited_in_vain_is_given_up_unless_somebody_holds_it(app: Flask) -> None:
    at = now()
    held, late = reset_mail(at=at), reset_mail(at=at)
    young = month_mail(at=at + timedelta(seconds=1))
    assert young is not None
    first = claim_mail(ACTOR, at=at + timedelta(days=1))
    assert first is not None
    assert give_up_late_mail(ACTOR, at=at + timedelta(days=1)) == 1
    free = next(handle for handle in (held, late) if handle != first.handle)
    assert stored(free).failure == "tidak terkirim sampai batas waktunya"
    assert "link" not in stored(free).facts
    assert stored(first.handle).given_up_at is None
    assert stored(young).given_up_at is None
    assert give_up_late_mail(ACTOR, at=at + timedelta(days=3, seconds=1)) == 2


def test_old_mails_are_forgotten(app: Flask) -> None:
    at = now()
    old, waiting = reset_mail(at=at), month_mail(at=at)
    assert waiting is not None
    mark_sent(ACTOR, handle=old, at=at)
    assert forget_old_mail(ACTOR, at=at + KEPT_FOR) == 0
    assert forget_old_mail(ACTOR, at=at + KEPT_FOR + timedelta(seconds=1)) == 1
    assert stored(waiting).sent_at is None


@pytest.mark.parametrize("act", [claim_mail, give_up_late_mail, forget_old_mail])
def test_nobody_else_may_touch_the_outbox(sqlite_app: Flask, act) -> None:
    reset_mail()
    with pytest.raises(NotAllowed):
        act(RESIDENT, at=now())


def test_two_workers_never_hold_the_same_mail(app: Flask) -> None:
    handles = {reset_mail(f"orang{number}@contoh.go.id") for number in range(40)}
    taken: list[str] = []
    gate = threading.Barrier(4)

    def work() -> None:
        with app.app_context():
            gate.wait()
            while (mail := claim_mail(ACTOR, at=now())) is not None:
                taken.append(mail.handle)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(taken) == sorted(handles)


def test_a_sealed_link_cannot_be_moved_or_opened_with_another_key() -> None:
    key = SECRETS.vault_key
    sealed = seal(key, handle="a", name="link", text=LINK)
    assert unseal(key, handle="a", name="link", sealed=sealed) == LINK
    assert seal(key, handle="a", name="link", text=LINK) != sealed
    for changed in (
        {"handle": "b"},
        {"name": "pin"},
        {"sealed": sealed[:-4] + "AAAA"},
        {"sealed": "bukan base64"},
        {"sealed": ""},
    ):
        with pytest.raises(ValueError):
            unseal(key, **{"handle": "a", "name": "link", "sealed": sealed, **changed})
    with pytest.raises(ValueError):
        unseal("ab" * 32, handle="a", name="link", sealed=sealed)
