"""An open reporter is told that there is an answer; nobody else ever is."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.authority import RESIDENT
from portal.complaints.cases import write_step
from portal.complaints.keys import KeyPlace, read_keys
from portal.complaints.models import Complaint
from portal.complaints.rules.words import Identity, Outcome, State, Step
from portal.complaints.telling import Post
from portal.complaints.telling_reporters import tell_answers
from portal.complaints.vault import Reporter, sealed_identity
from portal.database import db
from portal.errors import NotAllowed
from portal.notifications.commands import claim_mail, mark_sent
from portal.notifications.letters import letter, stationery
from portal.notifications.models import Message
from portal.notifications.rules.kinds import SEALED
from portal.organisation.models import Unit
from portal.web.limits import settings
from tests.complaints.factory import make_case
from tests.complaints.passed import WORKER
from tests.conftest import SECRETS
from tests.factories import make_unit

AT = datetime(2026, 11, 4, 9, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
DAY = AT.date()
EMAIL = "Siti.Warga@surat.example"


def place() -> KeyPlace:
    return KeyPlace(Path(settings().instance), SECRETS.vault_key)


def told_case(unit: Unit, *, email: str = EMAIL, **facts: Any) -> Complaint:
    """A case whose reporter gave a name and perhaps an address."""
    case = make_case(unit, DAY, **{"identity": Identity.TERBUKA, **facts})
    if case.identity != Identity.TANPA_NAMA:
        reporter = Reporter(name="Siti", email=email)
        db.session.add(sealed_identity(read_keys(place()), case.id, reporter))
    db.session.commit()
    return case


def answer(case: Complaint, step: Step = Step.ANSWERED) -> None:
    case.state = State.ANSWERED if step is Step.ANSWERED else State.CLOSED
    write_step(case, step, actor=WORKER, on=DAY)
    db.session.commit()


def tell(at: datetime = AT) -> int:
    post = Post(at, "https://suara.contoh.go.id", SECRETS.vault_key)
    return tell_answers(WORKER, post=post, place=place())


def messages() -> list[Message]:
    db.session.rollback()
    return list(db.session.execute(sa.select(Message)).scalars())


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit()


def test_an_open_reporter_with_an_address_is_told_once(unit: Unit) -> None:
    case = told_case(unit)
    assert tell() == 0, "nothing is answered"
    answer(case)
    assert tell() == 1
    assert [tell(AT + timedelta(hours=hour)) for hour in (0, 1, 5)] == [0, 0, 0]


@pytest.mark.parametrize(
    "facts",
    [
        {"identity": Identity.TANPA_NAMA},
        {"identity": Identity.DIRAHASIAKAN},
        {"email": ""},
        {"erased_on": DAY},
    ],
)
def test_nobody_else_is_told(unit: Unit, facts: dict[str, Any]) -> None:
    answer(told_case(unit, **facts))
    assert tell() == 0
    assert messages() == []


def test_a_rejection_is_an_answer_and_closing_after_silence_is_none(unit: Unit) -> None:
    answer(told_case(unit, outcome=Outcome.DITOLAK), Step.CLOSED)
    answer(told_case(unit, email="b@surat.example", outcome=Outcome.SELESAI), Step.CLOSED)
    assert tell() == 1


def test_whose_case_was_merged_is_told_of_the_answer_to_the_other(unit: Unit) -> None:
    main = make_case(unit, DAY)
    told_case(unit, merged_into_id=main.id, state=State.CLOSED)
    answer(main)
    assert tell() == 1


def test_seven_hundred_answers_to_one_address_are_one_letter_an_hour(unit: Unit) -> None:
    for _ in range(20):
        answer(told_case(unit))
    assert tell() == 1
    answer(told_case(unit))
    assert tell(AT + timedelta(minutes=20)) == 0
    assert tell(AT + timedelta(minutes=40)) == 1, "the next hour by the clock"
    assert tell(AT + timedelta(hours=3)) == 0


def test_the_address_stands_nowhere_in_the_outbox_and_goes_when_it_is_sent(unit: Unit) -> None:
    answer(told_case(unit, language="en", story="Petugas meminta uang."))
    tell()
    (message,) = messages()
    assert message.recipient == SEALED
    row = repr({c.name: getattr(message, c.name) for c in Message.__table__.columns}).lower()
    assert "surat.example" not in row
    mail = claim_mail(WORKER, at=AT)
    assert mail is not None
    written = letter(mail, stationery(settings(), SECRETS.vault_key))
    assert written["To"] == EMAIL.lower()
    assert "There is an answer" in written["Subject"]
    assert "uang" not in written.get_content()
    assert "Siti" not in written.get_content()
    mark_sent(WORKER, handle=mail.handle, at=AT)
    assert "recipient" not in messages()[0].facts


def test_an_answer_of_long_ago_is_no_news(unit: Unit) -> None:
    answer(told_case(unit))
    assert tell(AT + timedelta(days=3)) == 0


def test_only_the_worker_tells(unit: Unit) -> None:
    post = Post(AT, "https://x.example", SECRETS.vault_key)
    with pytest.raises(NotAllowed):
        tell_answers(RESIDENT, post=post, place=place())
