"""Saved filters: one's own, few, named once; each change one entry without the query."""

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry, AuditValue
from portal.authority import Role
from portal.complaints.saving import (
    LONGEST_NAME,
    MOST_SAVED,
    delete_filter,
    save_filter,
    saved_filters,
)
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, PortalError, RuleBroken
from tests.factories import make_unit
from tests.staff import actor_of, make_person

QUERY = "antrean=terlambat&cari=sukamto"


def entries() -> list[str]:
    query = sa.select(AuditEntry.action).order_by(AuditEntry.sequence)
    return list(db.session.execute(query).scalars())


def test_a_filter_is_kept_for_oneself_and_forgotten(app: Flask) -> None:
    unit = make_unit()
    actor = actor_of(make_person((Role.HANDLER, unit)))
    other = actor_of(make_person((Role.HANDLER, unit)))
    kept = save_filter(actor, name="  Yang   lama ", query=QUERY)
    assert [(one.name, one.query) for one in saved_filters(actor)] == [("Yang lama", QUERY)]
    assert saved_filters(other) == ()
    assert entries() == ["save_filter"]
    assert "sukamto" not in str(db.session.execute(sa.select(AuditValue.content)).scalars().all())
    with pytest.raises(NotFound):
        delete_filter(other, filter_id=kept)
    with pytest.raises(NotFound):
        delete_filter(actor, filter_id=kept + 1)
    assert delete_filter(actor, filter_id=kept) == "Yang lama"
    assert saved_filters(actor) == ()
    assert entries() == ["save_filter", "delete_filter"]


@pytest.mark.parametrize(
    ("name", "query", "refusal"),
    [
        ("", QUERY, RuleBroken),
        ("  ", QUERY, RuleBroken),
        ("a" * (LONGEST_NAME + 1), QUERY, RuleBroken),
        ("Kosong", "", RuleBroken),
        ("Panjang", "cari=" + "a" * 400, RuleBroken),
        ("Ada", QUERY, Conflict),
    ],
)
def test_what_cannot_be_kept(
    sqlite_app: Flask, name: str, query: str, refusal: type[PortalError]
) -> None:
    actor = actor_of(make_person((Role.HANDLER, make_unit())))
    save_filter(actor, name="Ada", query=QUERY)
    with pytest.raises(refusal):
        save_filter(actor, name=name, query=query)
    assert len(saved_filters(actor)) == 1
    assert entries() == ["save_filter"]


def test_no_more_than_a_list_can_show(sqlite_app: Flask) -> None:
    actor = actor_of(make_person((Role.HANDLER, make_unit())))
    for number in range(MOST_SAVED):
        save_filter(actor, name=str(number), query=QUERY)
    with pytest.raises(RuleBroken):
        save_filter(actor, name="satu lagi", query=QUERY)


def test_only_who_reads_cases_keeps_filters(sqlite_app: Flask) -> None:
    with pytest.raises(NotAllowed):
        save_filter(actor_of(make_person((Role.OFFICER, make_unit()))), name="a", query=QUERY)
