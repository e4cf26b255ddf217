"""Notices by staff: cleaned, shown in their days, to their unit and below."""

from datetime import date

import pytest
from flask import Flask

from portal.audit.queries import chain_head
from portal.authority import RESIDENT, operator
from portal.errors import NotAllowed, NotFound, RuleBroken
from portal.organisation.announcements import (
    announce,
    announcements,
    announcements_for,
    announcements_for_all,
    withdraw_announcement,
)
from tests.factories import make_unit

ACTOR = operator("wati")
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 26)


def _put_up(unit_code: str, text: str = "<p>Tutup</p>", actor: object = ACTOR) -> int:
    return announce(
        actor,  # type: ignore[arg-type]
        unit_code=unit_code,
        text=text,
        shows_from=FIRST,
        shows_until=LAST,
    )


def test_a_notice_shows_to_its_unit_and_below_in_its_days(app: Flask) -> None:
    root = make_unit("PEMDA")
    unit = make_unit("DUKCAPIL", parent_id=root.id)
    sub_unit = make_unit("UPT", parent_id=unit.id)
    other = make_unit("LAIN", parent_id=root.id)
    _put_up("DUKCAPIL")
    assert [n.text for n in announcements_for(sub_unit.id, FIRST)] == ["<p>Tutup</p>"]
    assert announcements_for(unit.id, LAST)
    assert not announcements_for(other.id, FIRST)
    assert not announcements_for_all(FIRST)
    assert not announcements_for(unit.id, date(2026, 11, 30))
    assert not announcements_for(unit.id, date(2026, 12, 27))


def test_what_is_dangerous_is_cleaned_before_it_is_stored(app: Flask) -> None:
    make_unit("PEMDA")
    _put_up("PEMDA", "<p onclick='x()'>Halo<script>alert(1)</script></p>")
    assert announcements_for_all(FIRST)[0].text == "<p>Haloalert(1)</p>"


@pytest.mark.parametrize(
    ("unit", "text", "refusal"), [("XX", "halo", NotFound), ("PEMDA", "  ", RuleBroken)]
)
def test_a_refusal_changes_nothing(
    app: Flask, unit: str, text: str, refusal: type[Exception]
) -> None:
    make_unit("PEMDA")
    with pytest.raises(refusal):
        _put_up(unit, text)
    assert announcements(FIRST) == ()
    assert chain_head().sequence == 0


def test_a_resident_may_not_announce(app: Flask) -> None:
    make_unit("PEMDA")
    with pytest.raises(NotAllowed):
        _put_up("PEMDA", actor=RESIDENT)


def test_a_withdrawn_notice_is_gone_and_in_the_trail(app: Flask) -> None:
    make_unit("PEMDA")
    number = _put_up("PEMDA")
    withdraw_announcement(ACTOR, announcement_id=number, on=FIRST)
    assert announcements(FIRST) == ()
    assert chain_head().sequence == 2
