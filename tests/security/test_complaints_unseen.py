"""T4: what a head or an accused officer can open tells nothing of the complaints kept from them.

Every page, file and API answer within reach is read before and after the hidden cases come in:
it is the same to the letter, so no list, count, queue, band, search or register holds them. And
of an anonymous case nothing finer than its day is told, of a reporter nothing at all.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date
from itertools import cycle
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from portal.accounts.tokens import make_token
from portal.appraisal.commands import close_month
from portal.audit.models import AuditEntry
from portal.authority import RESIDENT, Role, Scope, operator
from portal.complaints.asking import ask_reporter
from portal.complaints.models import Complaint
from portal.complaints.questions import question_officer
from portal.complaints.reporting import add_note
from portal.complaints.rules.words import About, Identity
from portal.database import db
from portal.indicators.models import ClosedFigure
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.web.limits import secret_keys
from tests.factories import make_rating
from tests.security.reading import Seen, asked, crawled, same, told
from tests.security.unseen import (
    IDENTITY,
    JAKARTA,
    LOOKED,
    MINUTES,
    NAMED,
    SECONDS,
    WORKED,
    WRITTEN,
    Hidden,
    UnseenTown,
    make_unseen_town,
    photo,
)
from tests.staff import Staff, actor_of, make_person
from tests.visitor import forget_request
from tests.web.api.programs import Program

# Follows the trail, in which every act of anybody stands, so it tells nothing of complaints.
TRAIL_TAG = re.compile(r"(?m)^ETag: .*$")
UNKNOWN = "0000AAAA"


@pytest.fixture
def town(sqlite_app: Flask) -> Iterator[UnseenTown]:
    with time_machine.travel(LOOKED, tick=False):
        yield make_unseen_town(sqlite_app)


def visible_cases(town: UnseenTown) -> tuple[Hidden, Hidden]:
    """An anonymous one with a photo, a question and a note, and one whose reporter is sealed."""
    anonymous = town.file("anonymous", files=[photo()])
    named = town.file("named", **NAMED)
    town.release()
    case = town.verify(anonymous)
    assert case.receipt is not None
    ask_reporter(
        town.handler,
        number=case.number,
        version=case.version,
        message="Pada hari apa itu terjadi?",
        reason="Hari kejadian",
        at=WORKED,
    )
    add_note(RESIDENT, receipt=case.receipt, note=77, text="Hari Senin.", at=WRITTEN)
    return anonymous, named


def hidden_cases(town: UnseenTown) -> list[Hidden]:
    """About the head, for the inspector, still with the coordinator, and not yet released."""
    about: dict[str, dict[str, Any]] = {
        "head": {"about": About.PIMPINAN},
        "money": {"about": About.UANG, "is_free": True},
        "somebody": {"about": About.PETUGAS},
        "sealed": {"about": About.PIMPINAN, **NAMED},
    }
    found = [town.file(name, **told) for name, told in about.items()]
    town.release()
    return [*found, town.file("unreleased", at=LOOKED.astimezone(JAKARTA))]


def about_the_officer(town: UnseenTown, name: str) -> Hidden:
    """Forwarded to the unit's own desk, where the officer's colleagues handle it."""
    hidden = town.file(name, about=About.PETUGAS, officer_id=town.officer.id)
    town.release()
    town.forward(hidden)
    return hidden


def test_the_head_reads_nothing_of_what_is_kept_away(town: UnseenTown) -> None:
    anonymous, named = visible_cases(town)
    about_the_officer(town, "officer")
    head = Staff(town.app, person=town.head)
    before = crawled(head)
    before.somewhere(anonymous.number, *anonymous.words[:3], named.number, "Foto-1.jpg")
    hidden = hidden_cases(town)
    after = crawled(head)
    same(before, after)
    after.nowhere(*MINUTES[:3], *MINUTES[6:], *SECONDS, *IDENTITY)
    after.nowhere(*(mark for one in hidden for mark in one.marks))
    searches_find_nothing(head, hidden)
    numbers_are_unknown(head, hidden)


def test_the_accused_handler_reads_nothing_of_the_own_case(town: UnseenTown) -> None:
    anonymous, _named = visible_cases(town)
    asked_about = about_the_officer(town, "asked")
    case = town.verify(asked_about)
    question_officer(
        town.handler,
        number=case.number,
        version=case.version,
        officer_id=town.officer.id,
        text="Bagaimana antrean diatur pada hari itu?",
        at=WORKED,
    )
    accused = Staff(town.app, person=town.accused)
    before = crawled(accused)
    before.somewhere(anonymous.number, "Bagaimana antrean diatur")
    hidden = [about_the_officer(town, "officer"), *hidden_cases(town)]
    after = crawled(accused)
    same(before, after)
    hidden.append(asked_about)
    after.nowhere(*MINUTES, *SECONDS, *IDENTITY, *(mark for one in hidden for mark in one.marks))
    searches_find_nothing(accused, [hidden[0], asked_about])
    numbers_are_unknown(accused, [hidden[0], asked_about], methods={"GET"})


def searches_find_nothing(staff: Staff, hidden: list[Hidden]) -> None:
    """By number and by word: the page is that of a word that nobody wrote."""
    for mark in [mark for one in hidden for mark in (one.number, one.words[0], one.words[3])]:
        nonsense = "".join("7" if sign.isdecimal() else "z" for sign in mark)
        found = told(asked(staff, f"/desk?cari={mark}")).replace(mark, nonsense)
        assert found == told(asked(staff, f"/desk?cari={nonsense}")), mark


def numbers_are_unknown(
    staff: Staff, hidden: list[Hidden], methods: Set[str] = frozenset({"GET", "POST"})
) -> None:
    """The page and every act of a case answer as for a number that nobody has."""
    rules = [one for one in staff.app.url_map.iter_rules() if "number" in one.arguments]
    token = staff.open("/akun").soup.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    data = {"csrf_token": str(token["value"]), "version": "1"}
    entries, versions = _entries(), _versions()
    numbers = cycle(one.number for one in hidden)
    for rule in rules:
        path = re.sub(r"<(?!number)[^>]*>", "x", rule.rule)
        for method in sorted((rule.methods or set()) & methods):
            number, answers = next(numbers), []
            for tried in (UNKNOWN, number):
                forget_request()
                address = path.replace("<number>", tried)
                sent = data if method == "POST" else None
                answers.append(staff.client.open(address, method=method, data=sent))
            unknown, kept = (told(one).replace(number, UNKNOWN) for one in answers)
            assert answers[0].status_code in (303, 403, 404), (path, method)
            assert unknown == kept, (path, method)
    assert (_entries(), _versions()) == (entries, versions), "something was changed"


def _entries() -> int:
    return db.session.execute(sa.select(sa.func.count(AuditEntry.sequence))).scalar_one()


def _versions() -> dict[str, int]:
    db.session.rollback()
    rows = db.session.execute(sa.select(Complaint.number, Complaint.version))
    return {row.number: row.version for row in rows}


def test_acts_on_many_and_merging_know_no_hidden_number(town: UnseenTown) -> None:
    anonymous, _named = visible_cases(town)
    head = Staff(town.app, person=town.head)
    page = head.open(f"/desk/complaints/{anonymous.number}/merge")
    hidden = [one.number for one in hidden_cases(town)]
    for number in hidden:
        for path in ("assign", "archive"):
            picked = head.open(f"/desk/{path}?nomor={number}&nomor={anonymous.number}")
            alone = head.open(f"/desk/{path}?nomor={UNKNOWN}&nomor={anonymous.number}")
            assert told(picked.response).replace(number, UNKNOWN) == told(alone.response)
        refused = head.send(page, {"other": number}, form=-1)
        unknown = head.send(page, {"other": UNKNOWN}, form=-1)
        assert refused.status == unknown.status == 422
        assert refused.text.replace(number, UNKNOWN) == unknown.text


def test_programs_and_figures_of_the_unit_know_no_hidden_case(town: UnseenTown) -> None:
    anonymous, named = visible_cases(town)
    tokens = {scope: _token(town, scope) for scope in Scope}
    paths = ["complaints?month=2026-11", "units", "services", "counters", "openapi.json"]
    before = _api(town, tokens, paths)
    hidden = hidden_cases(town)
    after = _api(town, tokens, paths)
    same(before, after)
    after.somewhere(anonymous.number, named.number)
    every = [mark for one in hidden for mark in one.marks]
    after.nowhere(*every, *MINUTES, *SECONDS, *IDENTITY, *anonymous.words, *named.words)
    _close_november(town)
    # At the unit the two above and what the coordinator has from it: what went past it is not.
    for kind, subject in (("unit", town.unit.id), ("counter", town.facts["counter_id"])):
        assert _filed(kind, subject) == 4
    assert _filed("unit", town.root.id) == 7
    closed = _api(town, tokens, ["indicators?month=2026-11"])
    closed.nowhere(*every, *IDENTITY)


def _api(town: UnseenTown, tokens: Mapping[Scope, str], paths: Iterable[str]) -> Seen:
    programs = {scope: Program(town.app, token) for scope, token in tokens.items()}
    return Seen(
        {
            f"{scope} {path}": TRAIL_TAG.sub("", told(program.ask(path)))
            for scope, program in programs.items()
            for path in paths
        }
    )


def _token(town: UnseenTown, scope: Scope) -> str:
    """Of the agency, as its head may ask for one."""
    return make_token(
        actor_of(make_person((Role.ADMINISTRATOR, town.root))),
        name="Program uji",
        scopes={scope},
        unit=town.unit.code,
        days=30,
        vault_key=secret_keys().vault_key,
        today=LOOKED.date(),
    ).token


def _close_november(town: UnseenTown) -> None:
    make_rating(town.counter, date(2026, 11, 4))
    today = date(2026, 12, 2)
    close_month(operator("uji"), month=Month(2026, 11), today=today, weight=Weight.NINTH)


def _filed(kind: str, subject: int) -> int:
    query = sa.select(ClosedFigure.content).where(
        ClosedFigure.subject_type == kind,
        ClosedFigure.subject_id == subject,
        ClosedFigure.period == "2026-11",
    )
    return int(json.loads(db.session.execute(query).scalar_one())["complaints"]["filed"])


def test_the_minute_is_read_only_beside_an_open_name(town: UnseenTown) -> None:
    named = {**NAMED, "identity": Identity.TERBUKA}
    filed = [town.file(name, **facts) for name, facts in (("open", named), ("sealed", NAMED))]
    head = Staff(town.app, person=town.head)
    pages = [head.open(f"/desk/complaints/{one.number}").text for one in filed]
    assert ["14.37" in page for page in pages] == [True, False]
