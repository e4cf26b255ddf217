"""Sanggahan data: filed and withdrawn by the officer, inside the window of the month."""

from datetime import date

import sqlalchemy as sa

from portal.accounts.rules.keys import new_handle
from portal.appraisal.calendar import subject_of, window_of
from portal.appraisal.models import Objection
from portal.appraisal.rules.objecting import (
    LONGEST_TEXT,
    MOST_OPEN,
    Fault,
    Kind,
    State,
    Timing,
    day_faults,
    text_faults,
    timing,
)
from portal.audit.commands import record
from portal.authority import UNKNOWN, Actor, Permission
from portal.database import command, db
from portal.errors import Conflict, NotAllowed, NotFound, Problem, Problems, RuleBroken
from portal.language import gettext as _
from portal.language import plain_date
from portal.month import Month
from portal.organisation.models import Counter, Officer


@command
def file_objection(
    actor: Actor,
    *,
    month: Month,
    kind: Kind,
    on_date: date,
    text: str,
    today: date,
    days: tuple[int, int, int],
    counter_id: int | None = None,
) -> str:
    """Contest the answers of one day (at one counter) in an open window; the new handle."""
    actor.demand(Permission.FILE_OBJECTIONS)
    officer = _own_officer(actor)
    _refuse_outside_window(month, days, officer.unit_id, today)
    _refuse_faulty(month, on_date, text, counter_id, today)
    _refuse_repeated(officer.id, month, kind, on_date, counter_id)
    objection = Objection(
        handle=new_handle(),
        officer_id=officer.id,
        unit_id=officer.unit_id,
        month=str(month),
        kind=kind,
        on_date=on_date,
        counter_id=counter_id,
        text=text.strip(),
        filed_on=today,
        state=State.OPEN,
        reason="",
        affected=0,
    )
    db.session.add(objection)
    after = {"month": str(month), "kind": kind, "on_date": on_date.isoformat()}
    record(
        actor,
        action="file_objection",
        subject=subject_of(objection.handle),
        after={**after, "counter_id": counter_id},
        reason=objection.text,
    )
    return objection.handle


def _own_officer(actor: Actor) -> Officer:
    if actor.officer_id is None:
        raise NotAllowed(_("Sanggahan diajukan oleh petugas sendiri, dari akunnya sendiri."))
    officer = db.session.get(Officer, actor.officer_id)
    if officer is None:
        raise NotFound(UNKNOWN)
    return officer


def _refuse_outside_window(
    month: Month, days: tuple[int, int, int], unit_id: int, today: date
) -> None:
    window = window_of(month, days, unit_id=unit_id)
    found = timing(window.opens, window.closes, today)
    if found is Timing.EARLY:
        raise RuleBroken(
            _("Sanggahan data bulan {month} dibuka {opens} sampai {closes}.").format(
                month=month, opens=plain_date(window.opens), closes=plain_date(window.closes)
            )
        )
    if found is Timing.LATE:
        following = window_of(month.next(), days, unit_id=unit_id)
        raise RuleBroken(
            _(
                "Sanggahan data bulan {month} berakhir {closes}. Yang terlambat masuk periode"
                " berikutnya: sampaikan mulai {opens}."
            ).format(
                month=month, closes=plain_date(window.closes), opens=plain_date(following.opens)
            )
        )


def _refuse_faulty(
    month: Month, on_date: date, text: str, counter_id: int | None, today: date
) -> None:
    faults = [*day_faults(on_date, month, today), *text_faults(text)]
    if counter_id is not None and db.session.get(Counter, counter_id) is None:
        faults.append(Fault("counter", "unknown"))
    if faults:
        raise Problems([Problem("", _fault_words(fault)) for fault in faults])


def _fault_words(fault: Fault) -> str:
    words = {
        "short": _("Tulis apa yang keliru, paling sedikit satu kalimat."),
        "long": _("Terlalu panjang. Paling banyak {max} huruf.").format(max=LONGEST_TEXT),
        "outside": _("Pilih satu hari di dalam bulan itu."),
        "unknown": _("Loket ini tidak ada. Pilih dari daftar."),
    }
    return words[fault.rule]


def _refuse_repeated(
    officer_id: int, month: Month, kind: Kind, on_date: date, counter_id: int | None
) -> None:
    query = sa.select(Objection.kind, Objection.on_date, Objection.counter_id).where(
        Objection.officer_id == officer_id,
        Objection.month == str(month),
        Objection.state == State.OPEN,
    )
    known = db.session.execute(query).all()
    if (kind, on_date, counter_id) in {tuple(row) for row in known}:
        raise Conflict(_("Sanggahan ini sudah Anda ajukan dan masih menunggu keputusan."))
    if len(known) >= MOST_OPEN:
        raise RuleBroken(
            _("Sudah ada {n} sanggahan Anda yang menunggu. Tarik salah satu dahulu.").format(
                n=len(known)
            )
        )


@command
def withdraw_objection(actor: Actor, *, handle: str, today: date) -> None:
    """Take back an objection that is not decided yet; only whoever filed it."""
    actor.demand(Permission.FILE_OBJECTIONS)
    objection = db.session.get(Objection, handle)
    if objection is None or objection.officer_id != actor.officer_id:
        raise NotFound(UNKNOWN)
    refuse_decided(objection)
    objection.state, objection.decided_on = State.WITHDRAWN, today
    record(
        actor,
        action="withdraw_objection",
        subject=subject_of(handle),
        before={"state": State.OPEN},
        after={"state": State.WITHDRAWN},
    )


def refuse_decided(objection: Objection) -> None:
    """An objection is decided once."""
    if objection.state != State.OPEN:
        raise Conflict(_("Sanggahan ini sudah diputus atau ditarik. Muat ulang halamannya."))
