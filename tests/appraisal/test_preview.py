"""The preview says exactly what the closing freezes, what is missing, and who may look."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.appraisal.commands import close_month
from portal.appraisal.digesting import Telling
from portal.appraisal.models import Objection
from portal.appraisal.preview import Preview, closing_preview
from portal.appraisal.rules.readiness import Check, Finding
from portal.audit.queries import chain_head
from portal.authority import Role, operator
from portal.database import db
from portal.errors import Conflict, NotAllowed
from portal.indicators.queries import closed_indicators
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.notifications.models import Message
from tests.factories import make_duty, make_rating, make_served
from tests.indicators import plain
from tests.indicators.town import Town, make_ratings, make_town
from tests.staff import actor_of, make_person

OPERATOR = operator("uji")
OCTOBER = Month(2026, 10)
LATER = date(2026, 11, 2)


def preview(today: date = LATER, month: Month = OCTOBER) -> Preview:
    return closing_preview(OPERATOR, month=month, weight=Weight.NINTH, today=today)


def finding(found: Preview, check: Check) -> Finding:
    return next(f for f in found.findings if f.check is check)


def close(**facts: Any) -> Any:
    given: dict[str, Any] = {"month": OCTOBER, "today": LATER, "weight": Weight.NINTH, **facts}
    return close_month(OPERATOR, reviewed="diperiksa", **given)


def stuffed() -> Town:
    town = make_town()
    make_ratings(town, "2026-10", 300, 1, status="counts")
    make_ratings(town, "2026-10", 60, 2, status="quarantined", **dict.fromkeys(plain.NINE, 1))
    make_ratings(town, "2026-10", 5, 3, status="struck")
    return town


def test_what_is_shown_is_what_is_frozen(app: Flask) -> None:
    stuffed()
    shown = preview()
    close(seen=shown.seen)
    frozen = {f.subject.code: f for f in closed_indicators("2026-10", subjects=("unit",))}
    assert {line.code: line.figure for line in shown.units} == frozen
    assert shown.received == {"counts": 300, "quarantined": 60, "struck": 5}
    assert shown.total == 365


def test_the_units_stand_in_their_tree(sqlite_app: Flask) -> None:
    stuffed()
    assert [(line.code, line.depth) for line in preview().units] == [
        ("PEMDA", 0),
        ("DUK", 1),
        ("DESA1", 2),
        ("DESA2", 2),
        ("PUS", 1),
    ]


def test_the_index_with_the_held_answers_is_that_over_both(app: Flask) -> None:
    town = make_town()
    counted = make_ratings(town, "2026-10", 200, 1, status="counts")
    held = make_ratings(town, "2026-10", 40, 2, status="quarantined")
    line = preview().units[0]
    both = plain.unit_figures([{**row, "status": "counts"} for row in counted + held])
    assert float(line.movement.with_held or 0) == both["index"]
    assert float(line.movement.without or 0) == plain.unit_figures(counted)["index"]
    assert line.held == sum(any((row[name] or 0) > 0 for name in plain.NINE) for row in held)


def test_an_answer_after_the_preview_is_not_frozen_unseen(app: Flask) -> None:
    town = stuffed()
    seen = preview().seen
    make_rating(town.counters[0], date(2026, 10, 30))
    with pytest.raises(Conflict, match="berubah sejak pratinjau"):
        close(seen=seen)
    assert preview().seen != seen
    close(seen=preview().seen)


@pytest.mark.parametrize(
    ("today", "month", "words"),
    [
        (date(2026, 11, 1), OCTOBER, "mulai 02/11/2026"),
        (date(2026, 12, 2), Month(2026, 11), "Tutup 2026-10 dahulu"),
    ],
)
def test_what_speaks_against_it_is_said(
    sqlite_app: Flask, today: date, month: Month, words: str
) -> None:
    town = stuffed()
    make_ratings(town, "2026-11", 20, 4)
    blocked = preview(today, month).blocked
    assert any(words in name for block in blocked for name in block.names)
    assert not preview().blocked


def test_the_checks_count_what_is_missing(app: Flask) -> None:
    town = make_town()
    first, second = town.counters[:2]
    exact = {"attribution_certainty": "exact", "officer_id": town.officers[0].id}
    for counter, number in ((first, 3), (second, 1)):
        for day in range(1, number + 1):
            make_rating(counter, date(2026, 10, day), **exact)
    make_rating(first, date(2026, 10, 1))
    for day in (1, 2, 3):
        make_duty(town.officers[0], first, date(2026, 10, day))
    make_served(first, date(2026, 10, 1), 9)
    found = preview()
    roster, served = finding(found, Check.ROSTER), finding(found, Check.SERVED)
    assert (roster.have, roster.all, roster.names) == (1, 2, ("DUK/2",))
    assert (served.have, served.all, served.names) == (1, 2, ("DUK/2",))
    attribution = finding(found, Check.ATTRIBUTION)
    assert (attribution.have, attribution.all, attribution.is_passed) == (4, 5, False)
    assert finding(found, Check.OBJECTIONS).is_passed
    db.session.add(
        Objection(
            handle="a" * 12,
            officer_id=town.officers[0].id,
            unit_id=first.unit_id,
            month="2026-10",
            kind="answer",
            text="x",
            filed_on=LATER,
        )
    )
    db.session.commit()
    assert finding(preview(), Check.OBJECTIONS).have == 1
    assert {line.code: line.objections for line in preview().units}["DUK"] == 1


def test_a_part_of_the_units_is_not_enough(app: Flask) -> None:
    town = stuffed()
    part = actor_of(make_person((Role.SURVEY_EVALUATOR, town.units[1])))
    whole = actor_of(make_person((Role.SURVEY_EVALUATOR, town.units[0])))
    facts: dict[str, Any] = {"month": OCTOBER, "weight": Weight.NINTH, "today": LATER}
    for refused in (closing_preview, close_month):
        with pytest.raises(NotAllowed, match="seluruh pemerintah daerah"):
            refused(part, **facts)
    assert closing_preview(whole, **facts).revision == 1
    assert close_month(whole, reviewed="ya", **facts).revision == 1


def test_the_digest_goes_out_with_the_head_after_the_closing(app: Flask) -> None:
    stuffed()
    telling = Telling(("a@contoh.id", "b@contoh.id"), "02468ace13579bdf" * 4, "http://contoh.id")
    close(telling=telling)
    mails = db.session.execute(sa.select(Message)).scalars().all()
    assert {mail.recipient for mail in mails} == set(telling.addresses)
    head = chain_head()
    for mail in mails:
        assert head.hash in mail.facts
        assert f'"sequence": {head.sequence}' in mail.facts
        assert '"counted": 300' in mail.facts
