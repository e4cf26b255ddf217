"""Two people close, or decide, in the same moment: one wins, the other gets words."""

import threading
from collections.abc import Callable
from datetime import date

import sqlalchemy as sa
from flask import Flask

from portal.appraisal.commands import close_month
from portal.appraisal.models import Closing
from portal.appraisal.recount import recount
from portal.audit.queries import verify_chain
from portal.authority import operator
from portal.database import db
from portal.errors import PortalError
from portal.feedback.reviewing import held_groups, received_counts, review_held
from portal.feedback.rules.review import Decision
from portal.indicators.rules.definition import Weight
from portal.month import Month
from tests.indicators.town import make_ratings, make_town

ACTOR = operator("uji")
OCTOBER = Month(2026, 10)
REASON = "Diperiksa bersama, bukan titip nilai."


def at_once(app: Flask, *acts: Callable[[], object]) -> list[object]:
    """What each act gave or refused with, all begun together."""
    found: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(at: int) -> None:
        with app.app_context():
            start.wait()
            try:
                found[at] = acts[at]()
            except PortalError as error:
                found[at] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def close() -> object:
    return close_month(
        ACTOR,
        month=OCTOBER,
        today=date(2026, 11, 2),
        weight=Weight.NINTH,
        reviewed="diperiksa",
    )


def test_four_close_at_once_and_one_wins(app: Flask) -> None:
    make_ratings(make_town(), "2026-10", 200, 1)
    found = at_once(app, *[close] * 4)
    refused = [one for one in found if isinstance(one, PortalError)]
    assert len(refused) == 3
    assert all("sudah ditutup" in one.message for one in refused)
    assert db.session.execute(sa.select(sa.func.count()).select_from(Closing)).scalar() == 1
    assert verify_chain().faults == ()


def test_a_review_and_a_closing_at_once_never_leave_a_stale_month(app: Flask) -> None:
    make_ratings(make_town(), "2026-10", 200, 1)
    group = held_groups(ACTOR, OCTOBER)[0]

    def release() -> object:
        return review_held(
            ACTOR,
            month=OCTOBER,
            group=group.name,
            decision=Decision.RELEASE,
            reason=REASON,
            expected=group.answers,
        )

    before = received_counts(OCTOBER)
    found = at_once(app, close, release)
    assert sum(isinstance(one, PortalError) for one in found) <= 1
    after = received_counts(OCTOBER)
    assert sum(after.values()) == sum(before.values())
    if not isinstance(found[0], PortalError):
        assert recount(OCTOBER) is None
