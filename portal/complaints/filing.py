"""Filing a complaint: stored once, with a receipt, on the right desk, with its clock running.

An anonymous one leaves the day and nothing finer, no row in the vault, and waits for the next
morning's release unless it is urgent (domain.md §3). A resident leaves no entry in the trail,
which would date the case; a clerk who types for somebody leaves exactly one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from portal import ticket
from portal.authority import Actor, Permission
from portal.complaints.accused import Told, Way, way_of
from portal.complaints.attaching import NewFile, attach
from portal.complaints.cases import fresh_id, write_down, write_step
from portal.complaints.clocks import open_cycle
from portal.complaints.filed import Filed, filed_before, told_again
from portal.complaints.handlers import staffed_desk
from portal.complaints.keys import KeyPlace, read_keys
from portal.complaints.models import Complaint, Concerned
from portal.complaints.placing import move
from portal.complaints.rules import receipt
from portal.complaints.rules.numbers import case_number
from portal.complaints.rules.receipt import ReceiptKeys
from portal.complaints.rules.words import Channel, Desk, Identity, Klass, Side, State, Step
from portal.complaints.searching import index_words
from portal.complaints.titles import title_of
from portal.complaints.vault import Reporter, sealed_identity
from portal.database import command, db
from portal.errors import Conflict, RuleBroken
from portal.language import later
from portal.organisation.rule_sets import limits_in_force

ENTER = Permission.ENTER_CASES
TRIES = 5
NO_STORY = later("Tulis dulu apa yang terjadi.")
OUTSIDE = later("Pengaduan ini di luar wewenang kami. Tidak ada yang disimpan.")
NOT_STORED = later("Pengaduan belum tersimpan. Kirim sekali lagi.")


class OutsideAuthority(RuleBroken):
    """About the regent, the inspector or the portal's administrator: others have to judge it."""

    def __init__(self) -> None:
        super().__init__(OUTSIDE)


@dataclass(frozen=True, slots=True)
class Filing:
    """What the reporter says, and how it came. `at` is the local moment of receipt.

    `nonce` is that of the form's ticket; `files` lie in the store already.
    """

    told: Told
    story: str
    nonce: bytes
    at: datetime
    channel: Channel
    wish: str = ""
    place: str = ""
    happened_on: str = ""
    loss: str = ""
    identity: Identity = Identity.TANPA_NAMA
    reporter: Reporter = field(default_factory=Reporter)
    may_publish: bool = False
    is_urgent: bool = False
    language: str = "id"
    counter_id: int | None = None
    service_id: int | None = None
    files: Sequence[NewFile] = ()

    @property
    def is_anonymous(self) -> bool:
        return self.identity is Identity.TANPA_NAMA


@dataclass(frozen=True, slots=True)
class FilingKeys:
    """Under what receipts are made, and where the keys of the vault are."""

    receipts: ReceiptKeys
    vault: KeyPlace


def refuse_outside(told: Told, on: date) -> None:
    """Raise OutsideAuthority before anything is stored, a file for example."""
    if way_of(told, on) is None:
        raise OutsideAuthority


def file_complaint(actor: Actor, *, filing: Filing, keys: FilingKeys) -> Filed:
    """Store it once and tell its receipt; whoever sends the same form again gets the same.

    From any number of workers at once: the ticket's key is unique in the database.
    """
    for _attempt in range(TRIES):
        try:
            return _file(actor, filing=filing, keys=keys)
        except IntegrityError:
            continue  # the same form came in beside this one, or a random number was taken
    raise Conflict(NOT_STORED)


@command
def _file(actor: Actor, *, filing: Filing, keys: FilingKeys) -> Filed:
    if actor.person_id is not None:
        actor.demand_in(ENTER, filing.told.unit_id)
    known = filed_before(filing.nonce)
    if known is not None:
        return told_again(known, filing, keys.receipts)
    if not filing.story.strip():
        raise RuleBroken(NO_STORY)
    way = way_of(filing.told, filing.at.date())
    if way is None:
        raise OutsideAuthority
    case = _case(actor, filing, way, keys.receipts)
    db.session.add(case)
    db.session.flush()
    _store_parts(actor, case, filing, way, keys)
    return told_again(case, filing, keys.receipts, is_first=True)


def _case(actor: Actor, filing: Filing, way: Way, keys: ReceiptKeys) -> Complaint:
    told, day = filing.told, filing.at.date()
    waits = filing.is_anonymous and not filing.is_urgent
    return Complaint(
        id=fresh_id(),
        number=case_number(fresh_id()),
        receipt=receipt.digest(keys, receipt.make(keys, filing.nonce)),
        ticket_key=ticket.nonce_key(filing.nonce),
        is_noted=False,
        kind=told.kind,
        about=told.about,
        # What goes straight to the inspector is oversight from the start (domain.md §3).
        klass=Klass.PENGAWASAN if way.desk is Desk.INSPECTOR else None,
        title=title_of(filing.story),
        **_words(filing),
        identity=filing.identity,
        may_publish=filing.may_publish,
        is_urgent=filing.is_urgent,
        language=filing.language,
        channel=filing.channel,
        clerk_id=actor.person_id,
        unit_id=told.unit_id,
        counter_id=filing.counter_id,
        service_id=filing.service_id,
        desk=way.desk,
        handling_unit_id=way.unit_id,
        is_bypassed=way.is_bypassed,
        state=State.RECEIVED,
        cycle=1,
        filed_on=day,
        filed_at=None if filing.is_anonymous else filing.at,
        released_on=None if waits else day,
        rule_set_id=limits_in_force(told.unit_id, day).id,
        version=1,
    )


def _words(filing: Filing) -> dict[str, str]:
    names = ("story", "wish", "place", "happened_on", "loss")
    return {name: getattr(filing, name).strip() for name in names}


def _lay_where_it_is_read(case: Complaint) -> None:
    meant = (Desk(case.desk), case.handling_unit_id)
    staffed = staffed_desk(case, *meant, case.filed_on)
    if staffed != meant:
        move(case, *staffed)


def _store_parts(actor: Actor, case: Complaint, filing: Filing, way: Way, keys: FilingKeys) -> None:
    """Everything that hangs on the case, in the same transaction."""
    for one in way.concerned:
        row = Concerned(id=fresh_id(), complaint_id=case.id, officer_id=one.officer_id)
        row.person_id, row.description = one.person_id, one.description
        db.session.add(row)
    if not filing.is_anonymous and filing.reporter:
        db.session.add(sealed_identity(read_keys(keys.vault), case.id, filing.reporter))
    open_cycle(case, on=case.filed_on)
    event = write_step(
        case,
        Step.FILED,
        actor=actor,
        needs=ENTER if actor.person_id is not None else None,
        on=case.filed_on,
        at=case.filed_at,
    )
    _lay_where_it_is_read(case)
    attach(event, Side.REPORTER, filing.files)
    index_words(case)
    if actor.person_id is not None:
        write_down(actor, "enter_case", case, channel=filing.channel)
