"""Duplicates: joined with the case that was filed first; every reporter learns it, none is lost."""

import re
from datetime import datetime, timedelta

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.complaints.acting import demand_possible, end_case
from portal.complaints.cases import case_to_change, write_down, write_step
from portal.complaints.models import Complaint
from portal.complaints.pausing import end_pause
from portal.complaints.placing import duplicates_of
from portal.complaints.reach import visible
from portal.complaints.reading import LinkedCase, linked_cases
from portal.complaints.rules.states import Act
from portal.complaints.rules.words import OPEN_STATES, Kind, Outcome, State, Step
from portal.complaints.together import concern_alike, take_out_of_hands
from portal.database import command, db
from portal.errors import Conflict, NotFound, RuleBroken
from portal.language import gettext as _

TRIAGE = Permission.TRIAGE_CASES
NEAR = timedelta(days=30)
MOST_SUGGESTED = 5
LEAST_SHARED = 0.3  # of the words of the shorter text
_WORD = re.compile(r"[a-z]{4,}|\d{3,}")


@command
def merge_case(actor: Actor, *, number: str, version: int, into: str, at: datetime) -> None:
    """Close this case as a duplicate of an earlier one on the same desk.

    The earlier one is due first, so nobody's date moves back. Its reporter and this one's read
    it on their own pages; whoever one of them is about is kept away from the other one too.
    """
    case = case_to_change(actor, number, TRIAGE, version=version)
    demand_possible(case, Act.MERGE)
    main = _main(actor, case, into)
    for merged in duplicates_of(case):
        merged.merged_into_id = main.id
    case.merged_into_id = main.id
    end_pause(case, on=at.date())
    end_case(case, Outcome.DUPLIKAT, "", at=at)
    _keep_away(main, case)
    for one, facts in ((case, {"outcome": Outcome.DUPLIKAT}), (main, {"is_main": True})):
        write_step(one, Step.MERGED, actor=actor, needs=TRIAGE, on=at.date(), at=at, facts=facts)
    write_down(actor, "merge_case", case, into=main.number)


def _main(actor: Actor, case: Complaint, into: str) -> Complaint:
    try:
        main = case_to_change(actor, into, TRIAGE)
    except NotFound:
        raise RuleBroken(_("Nomor ini tidak ada di meja Anda.")) from None
    if main.id == case.id:
        raise RuleBroken(_("Pilih pengaduan lain: ini pengaduan yang sama."))
    if main.merged_into_id is not None:
        raise Conflict(_("Pengaduan itu sendiri sudah digabung. Pilih pengaduan utamanya."))
    if main.state == State.CLOSED:
        raise Conflict(
            _("Pengaduan itu sudah ditutup. Gabungkan hanya dengan yang masih berjalan.")
        )
    if (main.desk, main.handling_unit_id) != (case.desk, case.handling_unit_id):
        raise RuleBroken(_("Gabungkan hanya pengaduan di meja dan unit yang sama."))
    if main.filed_on > case.filed_on:
        raise RuleBroken(
            _("Pengaduan itu masuk lebih akhir. Gabungkan yang akhir ke yang lebih dahulu.")
        )
    return main


def _keep_away(main: Complaint, case: Complaint) -> None:
    """Whoever any of the reports is about reads and handles none of them."""
    concern_alike(case, main)
    for one in duplicates_of(main):
        concern_alike(main, one)
    if (main.klass or main.kind) != Kind.APRESIASI:
        take_out_of_hands(main)


def likely_duplicates(actor: Actor, number: str) -> tuple[LinkedCase, ...]:
    """Open cases of the same unit and desk, filed within 30 days before, in similar words."""
    actor.demand(TRIAGE)
    query = sa.select(Complaint).where(Complaint.number == number, visible(actor))
    case = db.session.execute(query).scalar()
    if case is None or case.state not in OPEN_STATES:
        return ()
    near = sa.select(Complaint.number, Complaint.title, Complaint.story, Complaint.counter_id)
    near = near.where(
        visible(actor),
        Complaint.id != case.id,
        Complaint.unit_id == case.unit_id,
        Complaint.desk == case.desk,
        Complaint.handling_unit_id == case.handling_unit_id,
        Complaint.merged_into_id.is_(None),
        Complaint.state.in_(tuple(s for s in State if s != State.CLOSED)),
        Complaint.filed_on.between(case.filed_on - NEAR, case.filed_on),
    ).order_by(Complaint.filed_on.desc(), Complaint.number)
    own = _words(case.title, case.story)
    ranked = [
        (_likeness(own, _words(row.title, row.story), row.counter_id == case.counter_id), row)
        for row in db.session.execute(near.limit(MOST_COMPARED))
    ]
    best = sorted((one for one in ranked if one[0] >= LEAST_SHARED), key=lambda one: -one[0])
    numbers = [row.number for _likeness_of, row in best[:MOST_SUGGESTED]]
    found = linked_cases(actor, Complaint.number.in_(numbers))
    return tuple(sorted(found, key=lambda one: numbers.index(one.number)))


MOST_COMPARED = 200


def _words(title: str, story: str) -> frozenset[str]:
    return frozenset(_WORD.findall(f"{title} {story}".lower()))


def _likeness(one: frozenset[str], other: frozenset[str], is_same_counter: bool) -> float:
    """Shared words of the shorter text; the same counter adds a little."""
    shorter = min(len(one), len(other))
    shared = len(one & other) / shorter if shorter else 0.0
    return shared + (0.1 if is_same_counter and shared else 0.0)
