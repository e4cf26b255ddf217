"""Staff cannot deny an act (threats.md, T20): a change leaves exactly one entry, by that person.

Every route that takes a POST stands in one of three tables. A new one without a recipe fails.
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
from portal.database import db
from portal.feedback.models import Rating
from portal.web.admin.trail_words import MORE
from portal.web.admin.words import ACTIONS
from tests.conftest import make_app
from tests.security.one_entry import ACTOR, make_scene
from tests.security.one_entry_admin import OF_ADMINISTRATORS
from tests.security.one_entry_results import OF_RESULTS
from tests.security.one_entry_staff import OF_OFFICERS, OF_THE_ACCOUNT
from tests.visitor import Visitor
from tests.web.admin.conftest import make_regency

# A fixed moment in the days of objections, after the first day on which October can be closed.
IN_THE_WINDOW = datetime(2026, 11, 4, 3, tzinfo=UTC)
RECIPES = {**OF_ADMINISTRATORS, **OF_THE_ACCOUNT, **OF_OFFICERS, **OF_RESULTS}
# Who is in the entry where nobody has proven yet who acts.
NOBODY_YET = {"account.forgotten": ANONYMOUS.name}
CHANGES_NOTHING = {
    "admin.check_trail": "walks the chain",
    "admin.upload_people": "shows what a sheet would change",
    "admin.imports": "keeps a file aside for its preview",
    "admin.import_answers": "keeps a file aside for its preview",
    "admin.discard_import": "drops that file",
    "admin.find_officer": "looks for an officer; the look is noted by a command of its own",
    "results.appraisals": "leads to the record of a NIP",
}
# A resident's answer is stored, and no trail may know whose it is.
LEAVES_NONE = {"public.rate"}


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
    tables = (set(RECIPES), set(CHANGES_NOTHING), LEAVES_NONE)
    assert posted == set().union(*tables), "a POST route needs a recipe in one_entry_*.py"
    assert sum(map(len, tables)) == len(posted), "a route stands in one table only"


@pytest.mark.parametrize("endpoint", sorted(RECIPES))
def test_a_change_leaves_one_entry_of_whoever_did_it(sqlite_app: Flask, endpoint: str) -> None:
    with moment(endpoint):
        scene = make_scene(make_regency(sqlite_app))
        send = RECIPES[endpoint](scene)
        before = newest()
        response = send()
    assert response.status_code in (200, 303), response.get_data(as_text=True)[-2000:]
    found = entries_after(before)
    expected = NOBODY_YET.get(endpoint, f"person:{ACTOR}")
    assert [actor for actor, _action in found] == [expected], found
    assert found[0][1] in {**ACTIONS, **MORE}, "the trail's page has no words for it"
    assert verify_chain().faults == ()


def moment(endpoint: str) -> AbstractContextManager[object]:
    """Files handed over to administrators carry the disk's own time, so theirs is the real one."""
    if endpoint in OF_ADMINISTRATORS:
        return nullcontext()
    return time_machine.travel(IN_THE_WINDOW, tick=True)


def test_an_answer_of_a_resident_leaves_no_entry(sqlite_app: Flask) -> None:
    regency, visitor = make_regency(sqlite_app), Visitor(sqlite_app)
    before = newest()
    visitor.send(visitor.open(f"/l/{regency.code}"), {"overall": "4"})
    assert db.session.execute(sa.select(sa.func.count(Rating.id))).scalar() == 1
    assert entries_after(before) == []
