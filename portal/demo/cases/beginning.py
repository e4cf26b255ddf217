"""A resident files: the real command, and a receipt that is the same in every run."""

from datetime import date
from hashlib import blake2b

import sqlalchemy as sa

from portal.authority import RESIDENT, Actor
from portal.complaints.accused import Told
from portal.complaints.filing import Filing, file_complaint
from portal.complaints.models import Complaint
from portal.complaints.rules import receipt
from portal.complaints.rules.words import About, Channel, Identity, Kind
from portal.complaints.vault import Reporter
from portal.database import db
from portal.demo.cases.filing import Coming
from portal.demo.cases.photos import photos_of
from portal.demo.cases.years import FILED_AT, Running, Years
from portal.demo.chance import Chance
from portal.demo.place_rows import COUNTER_IDS, SERVICE_IDS, UNIT_IDS

SOMEBODY = "Yang duduk di loket itu."
CLERKS = {"RSUD": "penghubung", "KEL-PASIR": "loket"}
TYPED = (Channel.LOKET, Channel.SURAT, Channel.TELEPON)


def file_case(years: Years, coming: Coming, day: date) -> None:
    """From the form to the receipt."""
    nonce = blake2b(f"sungai-raya/{coming.place}".encode(), digest_size=16).digest()
    filing = Filing(
        told=_told(years, coming),
        story=coming.story,
        nonce=nonce,
        at=years.at(day, FILED_AT),
        channel=Channel(coming.channel),
        wish=coming.tale.wish,
        identity=Identity(coming.identity),
        reporter=_reporter(years.stream, coming),
        may_publish=coming.may_publish,
        counter_id=COUNTER_IDS[coming.counter.key],
        service_id=SERVICE_IDS[coming.service],
        files=photos_of(coming, years.settings, day),
    )
    file_complaint(_who(years, coming), filing=filing, keys=years.keys)
    code = receipt.make(years.keys.receipts, nonce)
    digest = receipt.digest(years.keys.receipts, code)
    number = db.session.execute(
        sa.select(Complaint.number).where(Complaint.receipt == digest)
    ).scalar_one()
    years.running[coming.place] = Running(coming, number, digest, code)


def _who(years: Years, coming: Coming) -> Actor:
    """Whoever types it: the resident, or a clerk for somebody who came, called or wrote."""
    clerk = CLERKS.get(coming.counter.unit) if coming.channel in TYPED else None
    return years.actor(clerk) if clerk else RESIDENT


def _told(years: Years, coming: Coming) -> Told:
    about = About(coming.tale.about)
    return Told(
        kind=Kind(coming.tale.kind),
        about=about,
        unit_id=UNIT_IDS[coming.counter.unit],
        officer_id=years.actor(coming.officer).officer_id if coming.officer else None,
        description="" if coming.officer or about is not About.PETUGAS else SOMEBODY,
        is_free=coming.is_free,
    )


def _reporter(stream: Chance, coming: Coming) -> Reporter:
    if not coming.reporter:
        return Reporter()
    return Reporter(name=coming.reporter, phone=f"0800 {stream.randint(100000, 999999)}")
