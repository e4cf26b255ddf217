"""Two people send an answer to the same case at the same moment: one is taken."""

from collections.abc import Callable
from threading import Barrier, Thread

from flask import Flask

from portal.authority import Actor
from portal.complaints.answering import answer_case
from portal.complaints.models import Event
from portal.database import db
from portal.errors import Conflict
from tests.complaints.test_answering import AT, TEXT, a_desk, acts, rows


def test_one_of_two_answers_is_taken(app: Flask) -> None:
    desk = a_desk()
    number, version, handler = desk.case.number, desk.case.version, desk.handler
    together, ends = Barrier(2), []

    def send(actor: Actor) -> Callable[[], None]:
        def run() -> None:
            with app.app_context():
                together.wait(10)
                try:
                    answer_case(actor, number=number, version=version, text=TEXT, at=AT)
                    ends.append("sent")
                except Conflict:
                    ends.append("refused")
                finally:
                    db.session.remove()

        return run

    db.session.rollback()
    threads = [Thread(target=send(handler)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(ends) == ["refused", "sent"]
    assert [event.step for event in rows(Event)] == ["filed", "answered"]
    assert acts() == ["answer_case"]
