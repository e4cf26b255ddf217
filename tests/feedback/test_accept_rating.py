"""What is stored of a rating, and that it is stored once."""

import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.clock import now
from portal.database import db
from portal.errors import Unavailable
from portal.feedback.models import ClosedMonth, Comment, Rating
from portal.feedback.queries import Receipt
from portal.feedback.rules.answers import RANDOM_BITS, Answers, rating_id
from portal.feedback.rules.attribution import Saying
from portal.ticket import content_digest, nonce_key
from tests.factories import make_counter, make_location, make_officer, make_service, make_unit
from tests.feedback.intake import AT, NONCE, SIMPLE, an_intake, hand_in, race, stored
from tests.forked import forked

THREADS = 50
ROUNDS = {"sqlite": 200, "postgresql": 40}

RATING_COLUMNS = (
    "id ticket_key content_digest month received_on part_of_day visited_on unit_id counter_id"
    " service_id location_id officer_id attribution_source attribution_certainty channel tier"
    " status status_reason questionnaire_id overall persyaratan prosedur waktu biaya produk"
    " kompetensi perilaku sarana pengaduan outcome reason_explained asked_to_pay sex age_band"
    " education occupation sheet_row"
)
COMMENT_COLUMNS = "id week unit_id counter_id officer_id text"
FULL = Answers(
    overall=2,
    elements={"perilaku": 4, "waktu": -2, "produk": -1, "biaya": 1},
    outcome="tidak_dilayani",
    reason_explained=False,
    asked_to_pay="tanpa_kuitansi",
    officer="h-siti",
    sex="perempuan",
    age_band="25-34",
    education="s1",
    occupation="swasta",
    comment="Antre dua jam.",
)


def close(month: str) -> None:
    db.session.add(ClosedMonth(month=month))
    db.session.commit()


def test_the_whole_row_is_what_was_answered(app: Flask) -> None:
    unit, place = make_unit(), make_location()
    service = make_service(unit)
    officer = make_officer(unit)
    counter, _code = make_counter(unit, service, location_id=place.id)
    intake = an_intake(
        counter_id=counter.id,
        unit_id=unit.id,
        location_id=place.id,
        officers={"h-siti": officer.id},
        on_duty=(officer.id,),
    )
    answers = Answers(**{**_facts(FULL), "service": service.id})
    assert hand_in(intake, answers) is Receipt.STORED
    (row,) = stored()
    assert rating_id("2026-11", 0) <= row.pop("id") < rating_id("2026-12", 0)
    assert bytes(row.pop("ticket_key")) == nonce_key(NONCE)
    assert bytes(row.pop("content_digest")) == content_digest(NONCE, answers.canonical())
    assert {key: value for key, value in row.items() if value is not None} == {
        "month": "2026-11",
        "received_on": date(2026, 11, 19),
        "part_of_day": "pagi",
        "unit_id": unit.id,
        "counter_id": counter.id,
        "service_id": service.id,
        "location_id": place.id,
        "officer_id": officer.id,
        "attribution_source": "choice",
        "attribution_certainty": "exact",
        "channel": "qr",
        "tier": "C",
        "status": "counts",
        "questionnaire_id": intake.questionnaire_id,
        "overall": 2,
        "waktu": -2,
        "biaya": 1,
        "produk": -1,
        "perilaku": 4,
        "outcome": "tidak_dilayani",
        "reason_explained": False,
        "asked_to_pay": "tanpa_kuitansi",
        "sex": "perempuan",
        "age_band": "25-34",
        "education": "s1",
        "occupation": "swasta",
    }


def _facts(answers: Answers) -> dict[str, Any]:
    return {name: getattr(answers, name) for name in Answers.__dataclass_fields__}


@pytest.mark.parametrize(
    ("table", "allowed"), [(Rating, RATING_COLUMNS), (Comment, COMMENT_COLUMNS)]
)
def test_there_is_no_forbidden_column(app: Flask, table: type[Any], allowed: str) -> None:
    """Rule 8: no address, agent, name, contact; no time. A new column must be allowed here."""
    columns = sa.inspect(db.engine).get_columns(table.__tablename__)
    assert {column["name"] for column in columns} == set(allowed.split())
    moments = [c["name"] for c in columns if isinstance(c["type"], (sa.DateTime, sa.Time))]
    assert moments == []


def test_a_comment_stands_apart_and_is_dated_to_the_monday(app: Flask) -> None:
    intake = an_intake()
    assert hand_in(intake, FULL) is Receipt.STORED
    (comment,) = stored(Comment)
    (rating,) = stored()
    assert comment["text"] == "Antre dua jam."
    assert comment["week"] == date(2026, 11, 16)
    assert comment["week"].weekday() == 0
    assert comment["officer_id"] is None  # the handle was not one of those offered
    assert not {comment["id"]} & set(rating.values())
    assert "Antre" not in str(rating)


@pytest.mark.parametrize("day", [date(2026, 11, 16) + timedelta(days=n) for n in range(7)])
def test_every_day_of_a_week_is_dated_to_its_monday(sqlite_app: Flask, day: date) -> None:
    at = AT.replace(year=day.year, month=day.month, day=day.day)
    hand_in(an_intake(at=at), FULL)
    assert stored(Comment)[0]["week"] == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("officer", "named"), [("h1", True), (Saying.UNKNOWN, False), (Saying.OTHER, False)]
)
def test_a_comment_names_an_officer_only_where_the_resident_did(
    app: Flask, officer: str | Saying, named: bool
) -> None:
    """One name on the roster is likely, never exact: a comment must not hang on it."""
    unit = make_unit()
    person = make_officer(unit)
    counter, _code = make_counter(unit)
    intake = an_intake(
        counter_id=counter.id,
        unit_id=unit.id,
        officers={"h1": person.id},
        on_duty=(person.id,),
    )
    hand_in(intake, Answers(1, officer=officer, comment="x"))
    assert stored(Comment)[0]["officer_id"] == (person.id if named else None)


def test_a_rating_without_words_makes_no_comment(app: Flask) -> None:
    hand_in(an_intake())
    assert stored(Comment) == []


def test_a_rating_leaves_no_audit_entry(app: Flask) -> None:
    hand_in(an_intake(), FULL)
    entries = db.session.execute(sa.text("SELECT count(*) FROM audit_entry")).scalar_one()
    assert entries == 0


def test_a_repeat_is_told_so_and_stored_once(app: Flask) -> None:
    intake = an_intake()
    assert hand_in(intake, FULL) is Receipt.STORED
    before = stored()
    assert hand_in(intake, FULL) is Receipt.REPEATED
    assert hand_in(intake, FULL, at=AT + timedelta(days=40)) is Receipt.REPEATED
    assert stored() == before
    assert len(stored(Comment)) == 1


def test_other_content_under_the_same_ticket_changes_nothing(app: Flask) -> None:
    intake = an_intake()
    assert hand_in(intake, FULL) is Receipt.STORED
    before = stored()
    assert hand_in(intake, Answers(4, comment="lain")) is Receipt.DIFFERENT
    assert stored() == before
    assert [c["text"] for c in stored(Comment)] == ["Antre dua jam."]


def test_quarantine_keeps_the_answer_and_the_reason(app: Flask) -> None:
    hand_in(an_intake(), quarantine="batas per jam")
    (row,) = stored()
    assert (row["status"], row["status_reason"]) == ("quarantined", "batas per jam")


@pytest.mark.parametrize(
    ("at", "closed", "month"),
    [
        (datetime(2026, 11, 30, 23, 59), (), "2026-11"),  # noqa: DTZ001  # local, as the door gives it
        (datetime(2026, 11, 30, 23, 59), ("2026-10",), "2026-11"),  # noqa: DTZ001
        (datetime(2026, 11, 30, 23, 59), ("2026-10", "2026-11"), "2026-12"),  # noqa: DTZ001
        (datetime(2026, 12, 31, 23, 59), ("2026-12",), "2027-01"),  # noqa: DTZ001
        (datetime(2026, 9, 1, 8, 0), ("2026-10",), "2026-11"),  # noqa: DTZ001  # clock set back
    ],
)
def test_a_closed_month_takes_nothing_more(
    app: Flask, at: datetime, closed: tuple[str, ...], month: str
) -> None:
    for one in closed:
        close(one)
    hand_in(an_intake(), at=at)
    (row,) = stored()
    assert row["month"] == month
    assert row["received_on"] == at.date()
    assert row["id"] >> RANDOM_BITS == rating_id(month, 0) >> RANDOM_BITS


def test_an_id_already_taken_is_not_mistaken_for_a_repeat(app: Flask, monkeypatch: Any) -> None:
    numbers = iter([5, 5, 6])
    monkeypatch.setattr(secrets, "randbits", lambda _bits: next(numbers))
    intake = an_intake()
    assert hand_in(intake, nonce=b"a" * 16) is Receipt.STORED
    assert hand_in(intake, nonce=b"b" * 16) is Receipt.STORED
    assert len(stored()) == 2


def test_a_refused_row_leaves_nothing(app: Flask) -> None:
    with pytest.raises(sa.exc.DBAPIError):
        hand_in(an_intake(), Answers(9, comment="x"))
    assert stored() == stored(Comment) == []


def test_a_comment_that_fails_takes_its_rating_along(app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE comment RENAME TO elsewhere"))
    with pytest.raises((Unavailable, sa.exc.DBAPIError)):
        hand_in(an_intake(), FULL)
    assert stored() == []


def test_fifty_threads_with_one_ticket_make_one_row(app: Flask) -> None:
    """T2: at each round all threads send the same form at once; exactly one is stored."""
    intake = an_intake()
    rounds = ROUNDS[db.engine.dialect.name]
    barrier = threading.Barrier(THREADS)
    nonces = [secrets.token_bytes(16) for _ in range(rounds)]

    def send_all(_thread: int) -> list[Receipt]:
        with app.app_context():
            receipts = []
            for nonce in nonces:
                barrier.wait(30)
                receipts.append(hand_in(intake, SIMPLE, nonce=nonce))
            return receipts

    with ThreadPoolExecutor(THREADS) as pool:
        by_thread = list(pool.map(send_all, range(THREADS)))
    for receipts in zip(*by_thread, strict=True):
        assert sorted(receipts) == [Receipt.REPEATED] * (THREADS - 1) + [Receipt.STORED]
    assert sorted(bytes(row["ticket_key"]) for row in stored()) == sorted(map(nonce_key, nonces))


def test_two_processes_with_the_same_tickets_make_one_row_each(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    intake = an_intake()
    nonces = [secrets.token_bytes(16) for _ in range(150)]
    start = now().timestamp() + 1
    racers = [forked(race, database_url, tmp_path, intake, start, nonces) for _racer in range(2)]
    assert [racer.hears() for racer in racers] == ["ready", "ready"]
    counts = [racer.hears() for racer in racers]
    assert [racer.wait() for racer in racers] == [0, 0]
    stored_by, repeated_by = zip(*((c[0], c[1]) for c in counts), strict=True)
    assert sum(stored_by) == len(nonces), counts
    assert sum(repeated_by) == len(nonces), counts
    assert len(stored()) == len(nonces)


def test_sqlite_keeps_no_hidden_order_of_arrival(sqlite_app: Flask) -> None:
    for table in ("rating", "comment"):
        with pytest.raises(sa.exc.OperationalError, match="no such column: rowid"):
            db.session.execute(sa.text(f"SELECT rowid FROM {table}"))
        db.session.rollback()
