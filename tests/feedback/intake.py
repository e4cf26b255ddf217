"""A counter to rate, and a way to hand in one rating: shared by the tests of this folder."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal.authority import RESIDENT
from portal.clock import now
from portal.database import db
from portal.feedback.commands import Intake, accept_rating
from portal.feedback.models import Comment, Rating
from portal.feedback.queries import Receipt, questionnaire_in_force
from portal.feedback.rules.answers import Answers
from tests.conftest import make_app
from tests.factories import make_counter, make_unit

AT = datetime(2026, 11, 19, 10, 5, tzinfo=UTC)  # a Thursday
NONCE = b"n" * 16
SIMPLE = Answers(4)


def an_intake(**facts: Any) -> Intake:
    """The circumstances of a form at a counter of a unit, made unless `counter_id` is named."""
    if "counter_id" not in facts:
        counter, _code = make_counter(make_unit())
        facts |= {"counter_id": counter.id, "unit_id": counter.unit_id}
    usual = {
        "location_id": None,
        "questionnaire_id": questionnaire_in_force().id,
        "nonce": NONCE,
        "at": AT,
        "officers": {},
    }
    return Intake(**{**usual, **facts})


def hand_in(intake: Intake, answers: Answers = SIMPLE, **facts: Any) -> Receipt:
    """Send one form in; keywords change its circumstances."""
    return accept_rating(RESIDENT, intake=replace(intake, **facts), answers=answers)


def stored(table: type[Rating] | type[Comment] = Rating) -> list[dict[str, Any]]:
    """All rows of a table as plain dictionaries, as they are now for everybody."""
    db.session.rollback()
    rows = db.session.execute(sa.select(table.__table__)).mappings()
    found = [dict(row) for row in rows]
    db.session.rollback()
    return found


def race(
    told: Connection, url: str, folder: Path, intake: Intake, start: float, nonces: list[bytes]
) -> None:
    """Hand in the same forms as the other processes, each from the same moment on."""
    with make_app(url, folder).app_context():
        told.send("ready")
        time.sleep(max(0.0, start - now().timestamp()))
        receipts = [hand_in(intake, nonce=nonce) for nonce in nonces]
    told.send([receipts.count(word) for word in Receipt])
