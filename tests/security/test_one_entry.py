"""Staff cannot deny an act (threats.md, T20): a change leaves exactly one entry, by that person.

Every route that takes a POST is really used once. A new one without a recipe fails.
"""

from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from portal.accounts.signing_in import ANONYMOUS
from portal.audit.models import AuditEntry
from portal.audit.queries import verify_chain
from portal.complaints.models import Complaint
from portal.database import db
from portal.feedback.models import Rating
from portal.web.admin.trail_words import MORE
from portal.web.admin.words import ACTIONS
from tests.complaints.receipts import make_receipt, make_tracked
from tests.conftest import make_app
from tests.security.one_entry import ACTOR, Recipe, form_at, make_scene
from tests.security.one_entry_admin import OF_ADMINISTRATORS
from tests.security.one_entry_desk import OF_DESK
from tests.security.one_entry_none import OF_LOOKING
from tests.security.one_entry_results import OF_RESULTS
from tests.security.one_entry_staff import OF_OFFICERS, OF_THE_ACCOUNT
from tests.visitor import Visitor
from tests.web.admin.conftest import make_regency

# A fixed moment in the days of objections, after the first day on which October can be closed.
IN_THE_WINDOW = datetime(2026, 11, 4, 3, tzinfo=UTC)
RECIPES = {**OF_ADMINISTRATORS, **OF_DESK, **OF_THE_ACCOUNT, **OF_OFFICERS, **OF_RESULTS}
# Who is in the entry where nobody has proven yet who acts.
NOBODY_YET = {"account.forgotten": ANONYMOUS.name}
# A resident's answer or complaint is stored, and no trail may know whose it is.
LEAVES_NONE = {"public.rate", "public.complain", "public.complain_to_unit", "public.track"}


def newest() -> int:
    db.session.rollback()
    return db.session.execute(sa.select(sa.func.max(AuditEntry.sequence))).scalar() or 0


def entries_after(number: int) -> list[tuple[str, str]]:
    db.session.rollback()
    query = sa.select(AuditEntry.actor, AuditEntry.action).where(AuditEntry.sequence > number)
    return [(row.actor, row.action) for row in db.session.execute(query)]


def test_every_route_that_takes_a_post_is_known(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'x.db'}", tmp_path)
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    tables = (set(RECIPES), set(OF_LOOKING), LEAVES_NONE)
    assert posted == set().union(*tables), "a POST route needs a recipe in one_entry_*.py"
    assert sum(map(len, tables)) == len(posted), "a route stands in one table only"


@pytest.mark.parametrize("endpoint", sorted(RECIPES))
def test_a_change_leaves_one_entry_of_whoever_did_it(sqlite_app: Flask, endpoint: str) -> None:
    with moment(endpoint):
        found = entries_left(sqlite_app, RECIPES[endpoint])
    expected = NOBODY_YET.get(endpoint, f"person:{ACTOR}")
    assert [actor for actor, _action in found] == [expected], found
    assert found[0][1] in {**ACTIONS, **MORE}, "the trail's page has no words for it"
    assert verify_chain().faults == ()


@pytest.mark.parametrize("endpoint", sorted(OF_LOOKING))
def test_what_changes_nothing_leaves_none(sqlite_app: Flask, endpoint: str) -> None:
    with moment(endpoint):
        assert entries_left(sqlite_app, OF_LOOKING[endpoint]) == []


def entries_left(app: Flask, recipe: Recipe) -> list[tuple[str, str]]:
    """Actor and act of every entry that the page left when it was used."""
    send = recipe(make_scene(make_regency(app)))
    before = newest()
    response = send()
    assert response.status_code in (200, 303), response.get_data(as_text=True)[-2000:]
    return entries_after(before)


def moment(endpoint: str) -> AbstractContextManager[object]:
    """Files handed over to administrators carry the disk's own time, so theirs is the real one."""
    if endpoint.startswith("admin."):
        return nullcontext()
    return time_machine.travel(IN_THE_WINDOW, tick=True)


def test_an_answer_of_a_resident_leaves_no_entry(sqlite_app: Flask) -> None:
    regency, visitor = make_regency(sqlite_app), Visitor(sqlite_app)
    before = newest()
    visitor.send(visitor.open(f"/l/{regency.code}"), {"overall": "4"})
    assert db.session.execute(sa.select(sa.func.count(Rating.id))).scalar() == 1
    assert entries_after(before) == []


@pytest.mark.parametrize("url", ["/l/{code}/pengaduan", "/pengaduan?unit=DUK"])
def test_a_complaint_leaves_no_entry(sqlite_app: Flask, url: str) -> None:
    regency, visitor = make_regency(sqlite_app), Visitor(sqlite_app)
    before = newest()
    page = visitor.open(url.format(code=regency.code))
    filed = visitor.send(page, {"story": "Antrean tidak berjalan sejak pagi."})
    assert visitor.send(filed, button=("noted", "1")).status == 200
    assert db.session.execute(sa.select(Complaint.is_noted)).scalars().all() == [True]
    assert entries_after(before) == []


def test_what_a_reporter_does_later_leaves_no_entry(sqlite_app: Flask) -> None:
    regency, visitor = make_regency(sqlite_app), Visitor(sqlite_app)
    with time_machine.travel(IN_THE_WINDOW, tick=True):
        case = make_tracked(regency.office)
        page = visitor.send(visitor.open("/lacak"), {"kode": make_receipt()}, form=1)
        form = form_at(page, "text")
        before = newest()
        told = {"text": "Sampai hari ini belum ada kabar."}
        written = visitor.send(page, told, form=form, button=("act", "keterangan"))
    assert written.status == 200
    assert told["text"] in written.text
    assert entries_after(before) == []
    assert db.session.get_one(Complaint, case.id).version > 1
