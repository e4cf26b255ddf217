"""What staff do with a few cases alone: each page of the desk has something to show."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.complaints import exchange, extending, identities, masking, merging, questions
from portal.complaints.models import Complaint, IdentityOpening
from portal.database import db
from portal.demo.cases.staff_acts import COORDINATOR, Turn, turn_at
from portal.demo.cases.years import Running, Years

NEIGHBOUR = "Bu Sumarni"
ASKED_OFFICER = "Siapa yang bertugas di meja itu pada hari Selasa, dan apa yang terjadi?"
EXPLAINED = "Saya yang bertugas. Antrean panjang dan suara saya meninggi; saya menyesal."
LAPOR_NUMBERS = (7654321, 7654399)


def _seen(turn: Turn) -> dict[str, Any]:
    """The case as the page showed it."""
    return {"number": turn.case.number, "version": turn.version}


def _merge(years: Years, turn: Turn) -> None:
    main = years.running[turn.case.coming.place - 1]
    merging.merge_case(turn.actor, into=main.number, at=turn.at, **_seen(turn))


def _mask(years: Years, turn: Turn) -> None:
    facts = {**_seen(turn), "starts_anew": False}
    masking.mask_case(turn.actor, parts=NEIGHBOUR, at=turn.at, **facts)


def _publish(years: Years, turn: Turn) -> None:
    query = sa.select(Complaint.story, Complaint.story_masked)
    row = db.session.execute(query.where(Complaint.number == turn.case.number)).one()
    masking.publish_case(turn.actor, text=row.story_masked or row.story, at=turn.at, **_seen(turn))


def _extend(years: Years, turn: Turn) -> None:
    reason = "Menunggu hasil audit berkas dari rumah sakit rujukan."
    extending.extend_case(turn.actor, reason=reason, at=turn.at, **_seen(turn))


def _question(years: Years, turn: Turn) -> None:
    officer_id = years.actor(turn.case.coming.officer).officer_id
    assert officer_id is not None  # noqa: S101  # the table names an officer's account
    facts = {**_seen(turn), "officer_id": officer_id}
    questions.question_officer(turn.actor, text=ASKED_OFFICER, at=turn.at, **facts)


def _explain(years: Years, turn: Turn) -> None:
    officer = years.actor(turn.case.coming.officer)
    (asked,) = questions.own_questions(officer)
    questions.answer_question(officer, question_id=asked.id, answer=EXPLAINED, at=turn.at)


def _lapor(years: Years, turn: Turn) -> None:
    lapor_number = str(LAPOR_NUMBERS[turn.case.coming.place % len(LAPOR_NUMBERS)])
    exchange.set_lapor_number(turn.actor, lapor_number=lapor_number, at=turn.at, **_seen(turn))


def _ask_identity(years: Years, turn: Turn) -> None:
    reason = "Berkas harus diantar ke alamat pelapor, dan hanya pelapor yang tahu alamatnya."
    number, today = turn.case.number, turn.at.date()
    identities.ask_identity(turn.actor, number=number, reason=reason, today=today)


def _agree(years: Years, turn: Turn) -> None:
    query = sa.select(IdentityOpening.id).join(
        Complaint, Complaint.id == IdentityOpening.complaint_id
    )
    handle = db.session.execute(query.where(Complaint.number == turn.case.number)).scalar_one()
    identities.decide_identity(
        years.actor(COORDINATOR),
        handle=str(handle),
        agrees=True,
        reason="Alasannya wajar dan tidak ada jalan lain.",
        today=turn.at.date(),
    )


def _open_identity(years: Years, turn: Turn) -> None:
    number, today = turn.case.number, turn.at.date()
    identities.open_identity(turn.actor, number=number, place=years.keys.vault, today=today)


SPECIAL_ACTS: Mapping[str, Callable[[Years, Turn], None]] = {
    "merge": _merge,
    "mask": _mask,
    "publish": _publish,
    "extend": _extend,
    "question": _question,
    "explain": _explain,
    "lapor": _lapor,
    "ask_identity": _ask_identity,
    "agree": _agree,
    "open_identity": _open_identity,
}


def by_staff_specially(years: Years, case: Running, act: str, at: datetime) -> None:
    """Whoever has the case on the desk."""
    SPECIAL_ACTS[act](years, turn_at(years, case, at))
