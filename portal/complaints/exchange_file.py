"""The file that goes to SP4N-LAPOR!: one row for each case, no name that was not given openly.

In own handling it is for the statistics there, without any name. Where everything is handed over
it is the hand-over itself: each case in it gets a step that its reporter reads, and the name of
an open reporter goes along, because from then on the answer comes from there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import Actor
from portal.complaints.exchange import EXCHANGE, exchanged, note_number, waiting
from portal.complaints.keys import KeyPlace, read_keys
from portal.complaints.models import Complaint, Event, SealedIdentity
from portal.complaints.rules.words import Identity, State, Step
from portal.complaints.vault import Keyring, Reporter, opened
from portal.database import command, db
from portal.errors import RuleBroken
from portal.language import later
from portal.organisation.models import Unit
from portal.sheets import Table
from portal.sheets.writing import Cell

TITLE = "LAPOR"
NOTHING = later("Tidak ada pengaduan untuk berkas ini.")
# Key (heads nothing on screen) and title of each column, in the order of the file.
COLUMNS: Mapping[str, str] = {
    "number": "Nomor pengaduan",
    "lapor_number": "Nomor LAPOR",
    "lapor_status": "Status LAPOR",
    "state": "Keadaan di sini",
    "kind": "Jenis",
    "klass": "Golongan",
    "filed_on": "Tanggal masuk",
    "unit": "Unit",
    "title": "Judul",
    "story": "Isi",
    "wish": "Harapan",
    "place": "Tempat",
    "happened_on": "Waktu kejadian",
    "name": "Nama pelapor",
    "address": "Alamat pelapor",
    "phone": "Telepon pelapor",
    "email": "Surel pelapor",
}
# The states as an office outside reads them.
STATES: Mapping[str, str] = {
    State.RECEIVED: "diterima",
    State.VERIFIED: "terverifikasi",
    State.IN_PROGRESS: "diproses",
    State.WAITING: "menunggu pelapor",
    State.ANSWERED: "dijawab",
    State.CLOSED: "ditutup",
}


class Which(StrEnum):
    """What goes into the file: only what is not there yet, or everything."""

    NEW = "new"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Handing:
    """How this installation works with SP4N-LAPOR!, and where the keys of the vault are."""

    hands_over: bool
    place: KeyPlace


@command
def export_lapor(actor: Actor, *, which: Which, handing: Handing, at: datetime) -> Table:
    """The table of the file; one entry in the trail names the cases, and those with a name."""
    where = (
        exchanged(actor) if which is Which.ALL else waiting(actor, hands_over=handing.hands_over)
    )
    rows = _rows(where)
    if not rows:
        raise RuleBroken(NOTHING)
    names = dict(_names(rows, handing)) if handing.hands_over else {}
    if handing.hands_over:
        _hand_over(actor, rows, at)
    record(
        actor,
        action="export_lapor",
        subject=f"lapor:{at:%Y-%m-%d}",
        after={
            "cases": sorted(case.number for case, _unit in rows),
            "named": sorted(names),
            "handed_over": handing.hands_over,
        },
    )
    cells = [_cells(case, unit, names.get(case.number, Reporter())) for case, unit in rows]
    return Table(TITLE, list(COLUMNS.values()), cells)


def _rows(where: Sequence[sa.ColumnElement[bool]]) -> list[tuple[Complaint, str]]:
    query = (
        sa.select(Complaint, Unit.name)
        .join(Unit, Unit.id == Complaint.unit_id)
        .where(*where)
        .order_by(Complaint.filed_on, Complaint.number)
        .with_for_update(of=Complaint)
    )
    return [(row.Complaint, row.name) for row in db.session.execute(query)]


def _names(
    rows: Sequence[tuple[Complaint, str]], handing: Handing
) -> Iterator[tuple[str, Reporter]]:
    """Reporters who gave their name openly; confidential ones are not even looked at."""
    open_ones = {case.id: case.number for case, _unit in rows if case.identity == Identity.TERBUKA}
    if not open_ones:
        return
    ring = read_keys(handing.place)
    query = sa.select(SealedIdentity).where(SealedIdentity.complaint_id.in_(open_ones))
    for row in db.session.execute(query).scalars():
        yield open_ones[row.complaint_id], _opened(ring, row)


def _opened(ring: Keyring, row: SealedIdentity) -> Reporter:
    try:
        return opened(ring, row)
    except ValueError as error:
        words = later("Satu nama pelapor tidak dapat dibuka dengan kunci sekarang.")
        raise RuleBroken(words) from error


def _hand_over(actor: Actor, rows: Sequence[tuple[Complaint, str]], at: datetime) -> None:
    done = sa.select(Event.complaint_id).where(
        Event.step == Step.HANDED_OVER, Event.complaint_id.in_([case.id for case, _unit in rows])
    )
    handed = set(db.session.execute(done).scalars())
    for case, _unit in rows:
        if case.id not in handed:
            note_number(case, actor=actor, needs=EXCHANGE, at=at, facts={})


def _cells(case: Complaint, unit: str, reporter: Reporter) -> list[Cell]:
    """One row; what is masked goes out masked."""
    return [
        f"{case.number[:4]}-{case.number[4:]}",
        case.lapor_number or "",
        case.lapor_status or "",
        STATES[case.state],
        case.kind,
        case.klass or "",
        case.filed_on,
        unit,
        case.title,
        case.story if case.story_masked is None else case.story_masked,
        case.wish,
        case.place,
        case.happened_on,
        reporter.name,
        reporter.address,
        reporter.phone,
        reporter.email,
    ]
