"""The cases of the world: on every desk, in every unit, and some that must be seen by nobody here.

Each place has the same cases in the states the acts need; its word (`MARKS`) stands in their
titles and texts, so that a list, a count, a find or a file that shows one to the wrong column is
caught by reading it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.accounts.models import Person
from portal.authority import Role
from portal.complaints.cases import fresh_id
from portal.complaints.keys import KeyPlace, read_keys
from portal.complaints.models import (
    Aftermath,
    Attachment,
    CaseQuestion,
    Complaint,
    Concerned,
    IdentityOpening,
    ReplyTemplate,
    SavedFilter,
)
from portal.complaints.rules.words import Desk, Identity, Klass, Outcome, State
from portal.complaints.vault import Reporter, sealed_identity
from portal.database import db
from portal.organisation.models import Officer, RuleSet, Unit
from portal.web.desk.office_files import store
from portal.web.limits import secret_keys, settings
from tests.accounts.test_dead_letters import given_up
from tests.complaints.factory import make_case
from tests.indicators.town import Town
from tests.notifications.mails import month_mail
from tests.staff import make_person

FILED, EARLIER = date(2026, 12, 1), date(2026, 11, 30)
WHY = "Nama diperlukan untuk klarifikasi."
# Where a case lies, by the word in its texts. The first three are units; in the others something
# keeps the unit away: handled above it, on another desk, about the very person, not released yet.
MARKS = {
    "own": "Pipit",
    "sub": "Gelatik",
    "other": "Cendrawasih",
    "bypassed": "Merak",
    "inspected": "Rajawali",
    "coordinated": "Elang",
    "concerned": "Jalak",
    "unreleased": "Kutilang",
}
UNIT_DESK = frozenset({"own", "sub"})
SEES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("handler", "head", "liaison", "plt_now"), UNIT_DESK),
    "coordinator": UNIT_DESK | {"coordinated"},
    "inspector": frozenset({"inspected"}),
    # A program is nobody whom a case is about; it reads neither text nor name (portal/web/api).
    "token_complaints": UNIT_DESK | {"concerned"},
}
# Who sits above all units; `unconfirmed` is one of the persons whom a case is about.
TOP = {"unconfirmed", "everything", "insider"}
BYTES = b"gambar ulang: sebuah foto"


@dataclass
class Kept:
    """What the world remembers of its cases: ids for addresses, numbers that must not show."""

    ids: dict[str, dict[str, Any]] = field(default_factory=dict)
    numbers: dict[str, set[str]] = field(default_factory=dict)


def make_cases(town: Town, people: dict[str, Person], serving: Officer) -> Kept:
    """Everything of §3 in every place; the columns' own people are given by name."""
    kept = Kept()
    by_code = {unit.code: unit for unit in town.units}
    own, top = by_code["DUK"], by_code["PEMDA"]
    units = {"own": own, "sub": by_code["DESA1"], "other": by_code["PUS"]}
    asker = make_person((Role.HANDLER, top))
    national = db.session.execute(sa.select(RuleSet).where(RuleSet.unit_id.is_(None))).scalars()
    national.one().extension_days = 5
    db.session.commit()
    asked = {where: _asked(town, units.get(where, own)) for where in ("own", "sub", "other")}
    for where in MARKS:
        unit, officer = units.get(where, own), asked.get(where, asked["own"])
        facts = _facts(where, top)
        kept.ids[where] = _cases(where, unit, officer, facts, asker, people)
        if where in ("sub", "other", "bypassed"):
            kept.ids[where]["able"] = asker.handle
        kept.numbers[where] = {kept.ids[where][key] for key in ("number", "going")}
    for where, unit in units.items():
        officer = serving if where == "own" else asked[where]
        kept.ids[where] |= _beside(where, unit, officer, kept.ids[where]["case"], asker)
    for place in kept.ids.values():
        place.pop("case", None)
    db.session.commit()
    return kept


def _asked(town: Town, unit: Unit) -> Officer:
    """An officer of the unit with an account, who is no column of the matrix."""
    officer = [one for one in town.officers if one.unit_id == unit.id][2]
    make_person((Role.OFFICER, unit), officer=officer, name=f"Petugas ditanya {unit.code}")
    return officer


def _facts(where: str, top: Unit) -> dict[str, Any]:
    facts: dict[str, dict[str, Any]] = {
        "bypassed": {"handling_unit_id": top.id, "is_bypassed": True, "about": "pimpinan"},
        "inspected": {"desk": Desk.INSPECTOR},
        "coordinated": {"desk": Desk.COORDINATOR},
        "unreleased": {"released_on": None},
    }
    return facts.get(where, {})


def _cases(
    where: str,
    unit: Unit,
    officer: Officer,
    facts: dict[str, Any],
    asker: Person,
    people: dict[str, Person],
) -> dict[str, Any]:
    """One case in each state that an act needs, by the key that addresses ask for."""
    word = MARKS[where]
    said: dict[str, Any] = {
        "title": f"Akta {word} belum jadi",
        "story": f"Akta {word} belum jadi setelah tiga kali datang.",
        **facts,
    }
    going: dict[str, Any] = {"klass": Klass.PENGADUAN, "state": State.VERIFIED, "may_publish": True}
    closed: dict[str, Any] = {"klass": Klass.PENGADUAN, "state": State.CLOSED, "closed_on": FILED}
    answered: dict[str, Any] = {
        "klass": Klass.PENGADUAN,
        "state": State.ANSWERED,
        "answered_on": FILED,
    }
    sealed: dict[str, Any] = {"identity": Identity.DIRAHASIAKAN}
    terbuka: dict[str, Any] = {"identity": Identity.TERBUKA}
    cases = {
        "older": make_case(unit, EARLIER, **said),
        "number": make_case(unit, FILED, **said),
        "going": make_case(unit, FILED, about_officer=officer, **said, **going, **sealed),
        "answered": make_case(unit, FILED, **said, **answered),
        "held": make_case(unit, FILED, **said, is_held=True, held_reason="Diperiksa."),
        "closed": make_case(unit, FILED, **said, **closed, **terbuka),
    }
    joint = {"merged_into_id": cases["older"].id, "outcome": Outcome.DUPLIKAT}
    cases["merged"] = make_case(unit, FILED, **said, **closed, **joint)
    _name_reporters(cases["going"], cases["closed"])
    if where == "concerned":
        _about_everybody(list(cases.values()), people)
    if where == "bypassed":
        _about_everybody(list(cases.values()), {"head": people["head"]})
    about = sa.select(Concerned.id).where(Concerned.complaint_id == cases["going"].id)
    return {
        **{key: case.number for key, case in cases.items()},
        "row": db.session.execute(about).scalars().first(),
        "name": _hidden_photo(cases["number"]),
        "request": _request(cases["going"], asker),
        "aftermath": _aftermath(cases["closed"]),
        "case": cases["going"],
        "to": Desk.INSPECTOR if where == "coordinated" else Desk.COORDINATOR,
        "able": people["inspector" if where == "inspected" else "handler"].handle,
    }


def _name_reporters(*cases: Complaint) -> None:
    ring = read_keys(KeyPlace(settings().instance, secret_keys().vault_key))
    for case in cases:
        db.session.add(sealed_identity(ring, case.id, Reporter(name="Siti Rahmawati")))
    db.session.commit()


def _about_everybody(cases: list[Complaint], people: dict[str, Person]) -> None:
    for case in cases:
        for person in people.values():
            row = Concerned(id=fresh_id(), complaint_id=case.id, person_id=person.id)
            row.officer_id = person.officer_id
            db.session.add(row)
    db.session.commit()


def _hidden_photo(case: Complaint) -> str:
    name = store().put(BYTES, day=FILED)
    facts = {"event": 1, "side": "reporter", "kind": "jpeg", "title": "Foto 1"}
    db.session.add(
        Attachment(name=name, complaint_id=case.id, size=len(BYTES), is_hidden=True, **facts)
    )
    db.session.commit()
    return name


def _request(case: Complaint, asker: Person) -> str:
    row = IdentityOpening(
        id=fresh_id(),
        complaint_id=case.id,
        state="asked",
        asked_by=asker.id,
        asked_role=Role.HANDLER,
        asked_on=FILED,
        reason=WHY,
    )
    db.session.add(row)
    db.session.commit()
    return str(row.id)


def _aftermath(case: Complaint) -> str:
    db.session.add(Aftermath(complaint_id=case.id, answered_on=FILED, was_mistreated=True))
    db.session.commit()
    return case.number


def _beside(
    where: str, unit: Unit, officer: Officer, case: Complaint, asker: Person
) -> dict[str, Any]:
    """A template, a rule set, a filter of somebody else, a question, a mail that never went."""
    query = sa.select(RuleSet).where(RuleSet.unit_id.is_(None))
    limits = db.session.execute(query).scalars().one()
    columns = [c.name for c in RuleSet.__table__.columns if c.name.endswith("_days")]
    rules = RuleSet(
        unit_id=unit.id,
        name=f"Batas {unit.name}",
        legal_basis="PermenPANRB 5/2025",
        valid_from=date(2027, 1, 4),
        **{name: getattr(limits, name) for name in columns},
    )
    template = ReplyTemplate(
        unit_id=unit.id, name=f"Balasan {unit.name}", text="<p>Akta Anda sudah jadi.</p>"
    )
    kept = SavedFilter(person_id=asker.id, name=f"Milik {where}", query="antrean=late")
    asked = CaseQuestion(
        id=fresh_id(),
        complaint_id=case.id,
        officer_id=officer.id,
        asked_by=asker.id,
        asked_on=FILED,
        text="Apa yang terjadi di loket hari itu?",
    )
    db.session.add_all([rules, template, kept, asked])
    db.session.commit()
    return {
        "rule_set_id": rules.id,
        "template_id": template.id,
        "filter_id": kept.id,
        "question": str(asked.id),
        "mail": given_up(month_mail(f"{where}@contoh.go.id")),
    }


def own_filters(people: dict[str, Person]) -> dict[str, str]:
    """A filter that each column's person keeps, by the column."""
    rows = {
        name: SavedFilter(person_id=person.id, name="Terlambat", query="antrean=late")
        for name, person in people.items()
    }
    db.session.add_all(rows.values())
    db.session.commit()
    return {name: str(row.id) for name, row in rows.items()}


def shows_case(kept: Kept, column: str, body: str, asked: str, *, is_public: bool = False) -> bool:
    """Does an answer show a case that this column sees nowhere?"""
    if column in TOP and not is_public:
        return False
    sees = frozenset() if is_public else SEES.get(column, frozenset())
    hidden = [place for place in MARKS if place not in sees]
    if any(MARKS[place] in body and MARKS[place] not in asked for place in hidden):
        return True
    return any(n in body and n not in asked for p in hidden for n in kept.numbers[p])
