"""Staff cannot deny an act (threats.md, T20): a change leaves exactly one entry, by that person.

Every route that takes a POST stands in one of three tables. A new one without a recipe fails.
"""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry
from portal.audit.queries import verify_chain
from portal.database import db
from tests.conftest import make_app
from tests.security.one_entry import RECIPES, make_scene
from tests.web.admin.conftest import make_regency

CHANGES_NOTHING = {
    "admin.check_trail": "walks the chain",
    "admin.upload_people": "shows what a sheet would change",
    "admin.imports": "keeps a file aside for its preview",
    "admin.discard_import": "drops that file",
    "admin.find_officer": "looks for an officer; the look is noted by a command of its own",
    "results.appraisals": "leads to the record of a NIP",
    "results.paper_lines": "draws more empty lines; nothing is stored",
    "public.rate": "a resident, whom no trail may know",
    "account.forgotten": "nobody is signed in; tested with the links",
    "account.sign_in": "nobody is signed in before it; tested with signing in",
    "account.enter_code": "the second half of signing in; tested there",
    "account.open_link": "whoever holds the link; tested with the links",
}
# A recipe is still owed; the list may only grow shorter.
OWED = frozenset(
    """
    account.change_own_password account.change_person account.confirm account.end_own_session
    account.factor account.pin account.remove_factor account.unlock
    admin.cancel_duty admin.change_day_off admin.copy_roster admin.duty
    admin.import_sheet admin.remove_day_off
    admin.withdraw_officer_leave
    admin.end_announcement admin.reword_part
    me.check_in me.check_out me.contest me.withdraw
    results.check_paper results.close_this_month results.decide_one_objection
    results.draw_paper results.paper_of_unit results.review_group results.revise_this_month
    results.served_of_unit results.set_unit_targets results.strike_paper
    """.split()  # noqa: SIM905
)


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
    tables = (set(RECIPES), set(CHANGES_NOTHING), set(OWED))
    assert posted == set().union(*tables), "a POST route needs a recipe in one_entry.py"
    assert sum(map(len, tables)) == len(posted), "a route stands in one table only"


@pytest.mark.parametrize("endpoint", sorted(RECIPES))
def test_a_change_leaves_one_entry_of_whoever_did_it(sqlite_app: Flask, endpoint: str) -> None:
    scene = make_scene(make_regency(sqlite_app))
    send = RECIPES[endpoint](scene)
    before = newest()
    response = send()
    assert response.status_code in (200, 303), response.get_data(as_text=True)[-2000:]
    found = entries_after(before)
    assert [actor for actor, _action in found] == ["person:pelaku"], found
    assert verify_chain().faults == ()
