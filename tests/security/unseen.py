"""A small town with complaints that its head, or an accused officer, must not know of.

Everything is filed and moved by the real commands, at minutes that are looked for afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import Flask

from portal.authority import RESIDENT, Actor, Role, operator
from portal.complaints.attaching import NewFile
from portal.complaints.filing import file_complaint
from portal.complaints.forwarding import forward_case
from portal.complaints.models import Complaint
from portal.complaints.passing import release_cases
from portal.complaints.rules.words import About, Desk, Identity, Klass
from portal.complaints.vault import Reporter
from portal.complaints.verifying import verify_case
from portal.database import db
from portal.organisation.models import Counter, Officer, Unit
from portal.web.desk.office_files import store
from tests.complaints.filings import KEYS, make_filing
from tests.factories import make_counter, make_officer, make_service, make_unit
from tests.staff import actor_of, make_person

JAKARTA = ZoneInfo("Asia/Jakarta")
FILED = datetime(2026, 11, 3, 7, 37, 29, tzinfo=UTC).astimezone(JAKARTA)  # 14.37, a Tuesday
WRITTEN = FILED + timedelta(days=1, hours=1, minutes=12, seconds=24)  # 15.49 of the day after
WORKED = FILED + timedelta(hours=18, minutes=13)  # 08.50: what staff do may be read
LOOKED = datetime(2026, 11, 5, 2, 5, tzinfo=UTC)  # 09.05
# 14.37.29 and 15.49.53 here, in UTC, and as seconds since 1970, however they are written.
MINUTES = ("14:37", "14.37", "07:37", "15:49", "15.49", "08:49", "37:29", "49:53")
SECONDS = tuple(str(int(moment.timestamp())) for moment in (FILED, WRITTEN))
REPORTER = Reporter(
    name="Kanaria Sitimorang",
    address="Jalan Kanaribuana 77",
    phone="081987650321",
    email="kanaria@pelapor.test",
)
IDENTITY = ("Kanaria", "Sitimorang", "Kanaribuana", "081987650321", "pelapor.test")
PHOTO = b"a photo drawn anew"
_words = count(1)


@dataclass
class Hidden:
    """A case and everything by which it would be recognised."""

    number: str
    receipt: str
    words: tuple[str, ...]

    @property
    def marks(self) -> tuple[str, ...]:
        groups = [self.receipt[at : at + 4] for at in range(0, 20, 4)]
        shown = f"{self.number[:4]}-{self.number[4:]}"
        return (self.number, shown, self.receipt, " ".join(groups), *self.words)


@dataclass
class UnseenTown:
    """Who is there, and the cases by the name of why they are hidden."""

    app: Flask
    root: Unit
    unit: Unit
    counter: Counter
    officer: Officer
    head: Any
    accused: Any
    coordinator: Actor
    handler: Actor
    facts: Mapping[str, Any]
    hidden: dict[str, Hidden] = field(default_factory=dict)

    def file(self, name: str, *, at: datetime = FILED, **told: Any) -> Hidden:
        """File one whose story, wish, place and description nobody else's have."""
        number = next(_words)
        words = tuple(f"{stem}kanari{number}q" for stem in ("cerita", "minta", "tempat", "ciri"))
        story, wish, place, description = words
        if told.get("about") is About.PETUGAS and "officer_id" not in told:
            told["description"] = f"orang {description}"
        filing = make_filing(
            self.unit,
            story=f"Kejadian {story} di depan saya.",
            wish=f"Mohon {wish}.",
            place=place,
            at=at,
            **{**self.facts, **told},
        )
        filed = file_complaint(RESIDENT, filing=filing, keys=KEYS)
        case = self.case_with(story)
        self.hidden[name] = Hidden(case.number, filed.receipt, words)
        return self.hidden[name]

    def case_with(self, story: str) -> Complaint:
        query = sa.select(Complaint).where(Complaint.story.contains(story))
        return db.session.execute(query).scalar_one()

    def release(self, on: datetime = WRITTEN) -> None:
        """The morning: whatever was filed before that day lies on its desk."""
        cases = sa.select(Complaint.id).where(Complaint.released_on.is_(None))
        ids = list(db.session.execute(cases).scalars())
        release_cases(operator("uji"), cases=ids, today=on.date())

    def verify(self, hidden: Hidden) -> Complaint:
        """By a handler of the unit, under a title with the same words."""
        case = self.case_with(hidden.words[0])
        verify_case(
            self.handler,
            number=case.number,
            version=case.version,
            klass=Klass.PENGADUAN,
            title=f"Tentang {hidden.words[0]}",
            **self.facts,
            at=WORKED,
        )
        return self.case_with(hidden.words[0])

    def forward(self, hidden: Hidden) -> None:
        """From the coordinator to the unit where it happened."""
        case = self.case_with(hidden.words[0])
        forward_case(
            self.coordinator,
            number=case.number,
            version=case.version,
            to=Desk.UNIT,
            unit=self.unit.code,
            reason="Ditangani di unitnya.",
            at=WORKED,
        )


def make_unseen_town(app: Flask) -> UnseenTown:
    """Without any case: a government, its inspectorate, an agency with a counter, its people."""
    root = make_unit("PEMDA", kind="pemda")
    make_unit("INSP", parent_id=root.id, kind="inspektorat")
    unit = make_unit("DINAS", parent_id=root.id)
    service = make_service(unit)
    counter, _code = make_counter(unit, service, number="3")
    head, officer = make_officer(unit), make_officer(unit)
    roles = ((Role.HANDLER, unit), (Role.OFFICER, unit))
    return UnseenTown(
        app=app,
        root=root,
        unit=unit,
        counter=counter,
        officer=officer,
        head=make_person((Role.UNIT_HEAD, unit), officer=head),
        accused=make_person(*roles, officer=officer),
        coordinator=actor_of(make_person((Role.COORDINATOR, root))),
        handler=actor_of(make_person((Role.HANDLER, unit))),
        facts={"counter_id": counter.id, "service_id": service.id},
    )


def photo() -> NewFile:
    """A photo in the store, as filing leaves one."""
    name = store().put(PHOTO, day=FILED.date())
    return NewFile(name, "jpeg", "Foto 1", len(PHOTO))


NAMED: dict[str, Any] = {"identity": Identity.DIRAHASIAKAN, "reporter": REPORTER}
