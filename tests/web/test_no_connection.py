"""A server that ends every connection: SQLAlchemy gives up after three, the visitor gets words."""

from typing import NoReturn

import pytest
from flask import Flask
from sqlalchemy import event, exc

from portal.database import db, reading
from portal.errors import Unavailable
from tests.factories import make_counter, make_unit
from tests.visitor import Visitor


def _dead(*_connection: object) -> NoReturn:
    raise exc.InvalidatePoolError("the connection is gone")


def test_three_dead_connections_are_words_and_no_defect(sqlite_app: Flask) -> None:
    _counter, code = make_counter(make_unit())
    db.session.remove()
    event.listen(db.engine, "checkout", _dead)
    try:
        assert Visitor(sqlite_app).open(f"/l/{code}").status == 503
        with pytest.raises(Unavailable), reading(), db.engine.connect():
            pass
    finally:
        event.remove(db.engine, "checkout", _dead)
    assert Visitor(sqlite_app).open(f"/l/{code}").status == 200


def test_any_other_wrong_request_is_a_defect_as_ever(sqlite_app: Flask) -> None:
    with pytest.raises(exc.InvalidRequestError), reading():
        raise exc.InvalidRequestError("something else")
