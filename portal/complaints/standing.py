"""The case behind a receipt: loaded by its digest alone, and what its holder may do now."""

from datetime import date

import sqlalchemy as sa

from portal.authority import UNKNOWN
from portal.complaints.clocks import current_cycle, week_of
from portal.complaints.models import Aftermath, Complaint
from portal.complaints.placing import main_of
from portal.complaints.rules.reporting import Say, Standing, possible
from portal.complaints.rules.waiting import last_day_of_silence
from portal.database import db
from portal.errors import Conflict, NotFound, RuleBroken
from portal.language import gettext as _
from portal.language import plain_date
from portal.organisation.rule_sets import time_limits


def case_behind(receipt: bytes, *, cycle: int | None = None, following: bool = False) -> Complaint:
    """In a command: the case of this receipt's digest, locked; NotFound for any other.

    `cycle` is the run of the clock that the page showed; Conflict where another runs by now.
    `following`: the next one is welcome too, because the same act began it (a repeated send).
    """
    query = sa.select(Complaint).where(Complaint.receipt == receipt)
    case = db.session.execute(query.with_for_update(of=Complaint)).scalar()
    if case is None:
        raise NotFound(UNKNOWN)
    welcome = (cycle, cycle + 1) if cycle is not None and following else (cycle,)
    if cycle is not None and case.cycle not in welcome:
        raise Conflict(_("Pengaduan ini sudah berubah sejak halaman Anda dibuka. Baca lagi."))
    return case


def standing_of(case: Complaint) -> Standing:
    """Where the case stands for its reporter."""
    return Standing(
        kind=case.klass or case.kind,
        state=case.state,
        filed_on=case.filed_on,
        reopen_until=reopen_until(case),
        is_solved=case.is_solved,
        rated=case.rated,
        is_appeal=case.is_appeal,
        is_merged=case.merged_into_id is not None,
        is_erased=case.erased_on is not None,
        has_aftermath=db.session.get(Aftermath, case.id) is not None,
    )


def reopen_until(case: Complaint) -> date | None:
    """The last day on which "belum selesai" opens it again; None while it is open.

    Of a merged case the answer is that of the joint one.
    """
    spoken = main_of(case) or case
    ended = [day for day in (spoken.answered_on, spoken.closed_on) if day is not None]
    if not ended:
        return None
    days = time_limits(case.rule_set_id).reopen_days
    return last_day_of_silence(max(ended), days, week_of(current_cycle(spoken).unit_id))


def demand_say(case: Complaint, say: Say, today: date) -> None:
    """Refuse what the case does not allow its reporter now, in words."""
    standing = standing_of(case)
    if say in possible(standing, today):
        return
    if standing.is_erased:
        raise Conflict(_("Isi pengaduan ini sudah dihapus. Tidak ada yang berubah."))
    until = standing.reopen_until
    if say in (Say.UNSOLVED, Say.APPEAL) and until is not None and today > until:
        words = _("Pengaduan ini dapat dibuka kembali sampai {day}. Ajukan pengaduan baru.")
        raise RuleBroken(words.format(day=plain_date(until)))
    if say == Say.NOTE:
        raise RuleBroken(
            _("Pengaduan ini sudah ditutup. Pilih “Belum selesai” untuk membukanya kembali.")
        )
    raise RuleBroken(_("Ini tidak dapat dilakukan pada keadaan pengaduan sekarang."))
