"""What residents see is remembered for seconds, and forgotten at once where it is changed here."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.database import db, last_change, make_engine
from portal.organisation import remembering
from portal.organisation.models import Counter, CounterCode
from portal.organisation.queries import counter_at, officers_on_duty
from tests.conftest import make_app
from tests.factories import make_counter, make_duty, make_officer, make_unit
from tests.feedback.intake import an_intake, hand_in

DAY = date(2026, 11, 19)


@pytest.fixture
def elsewhere(app: Flask, database_url: str) -> Iterator[sa.Engine]:
    """Another process, as far as the database is concerned."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


def _rename(engine: sa.Engine, name: str) -> None:
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(sa.update(Counter).values(name=name))


def _name(code: str) -> str:
    sign = counter_at(code)
    assert sign
    return sign.name


def test_a_change_here_shows_at_once(app: Flask) -> None:
    counter, code = make_counter(make_unit(), name="Lama")
    assert _name(code) == "Lama"
    counter.name = "Baru"
    db.session.commit()
    assert _name(code) == "Baru"


def test_a_change_elsewhere_shows_when_the_seconds_are_over(
    elsewhere: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _counter, code = make_counter(make_unit(), name="Lama")
    assert _name(code) == "Lama"
    _rename(elsewhere, "Baru")
    assert _name(code) == "Lama"
    later = remembering.time.monotonic() + remembering.SECONDS
    monkeypatch.setattr(remembering.time, "monotonic", lambda: later)
    assert _name(code) == "Baru"


def test_no_longer_than_five_seconds() -> None:
    assert remembering.SECONDS <= 5


def test_an_older_transaction_leaves_nothing_old_behind(elsewhere: sa.Engine) -> None:
    _counter, code = make_counter(make_unit(), name="Lama")
    db.session.execute(sa.select(Counter.name)).all()  # the session's transaction has begun
    _rename(elsewhere, "Baru")
    assert _name(code) == "Baru"


def test_an_unknown_code_is_not_remembered(elsewhere: sa.Engine) -> None:
    counter, _code = make_counter(make_unit())
    assert counter_at("ABC123") is None
    new = sa.insert(CounterCode).values(code="ABC123", counter_id=counter.id, is_current=False)
    with elsewhere.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(new)
    assert counter_at("ABC123")


@pytest.mark.postgresql
def test_one_database_does_not_answer_for_another(
    sqlite_app: Flask, postgresql_url: str, tmp_path: Path
) -> None:
    make_counter(make_unit(), code="ABC123")
    assert counter_at("ABC123")
    with make_app(postgresql_url, tmp_path).app_context():
        assert counter_at("ABC123") is None
        db.session.remove()
        db.engine.dispose()


def test_the_turns_of_a_day_are_told_apart(app: Flask) -> None:
    unit = make_unit()
    counter, _code = make_counter(unit)
    early, late = make_officer(unit), make_officer(unit)
    make_duty(early, counter, DAY, starts_at=time(8), ends_at=time(12))
    make_duty(late, counter, DAY, starts_at=time(12), ends_at=time(16))
    on = {
        clock: {o.id for o in officers_on_duty(counter.id, datetime.combine(DAY, clock))}
        for clock in (time(7, 59, 59), time(8), time(12), time(12, 0, 1), time(16, 0, 0, 999))
    }
    assert list(on.values()) == [set(), {early.id}, {early.id, late.id}, {late.id}, {late.id}]


def test_there_is_an_end_to_what_is_remembered(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "MOST", 5)
    counter, _code = make_counter(make_unit())
    for day in range(1, 20):
        officers_on_duty(counter.id, datetime.combine(DAY.replace(day=day), time(9)))
    assert len(remembering._answers) <= 5


def test_a_rating_makes_nobody_forget(app: Flask) -> None:
    intake, before = an_intake(), last_change()
    hand_in(intake)
    assert last_change() is before
