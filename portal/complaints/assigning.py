"""Somebody handles the case: the unit's first step, within five working days (domain.md §3)."""

from datetime import datetime

from portal.authority import Actor, Permission
from portal.complaints.acting import demand_possible
from portal.complaints.cases import case_to_change, write_down, write_step
from portal.complaints.clocks import current_cycle, set_clock
from portal.complaints.handlers import Colleague, handlers_of
from portal.complaints.models import Complaint
from portal.complaints.rules.states import Act
from portal.complaints.rules.words import Desk, State, Step
from portal.database import command
from portal.errors import RuleBroken
from portal.language import gettext as _

ASSIGN, HANDLE = Permission.ASSIGN_CASES, Permission.HANDLE_CASES


@command
def assign_case(actor: Actor, *, number: str, version: int, to: str, at: datetime) -> str:
    """Give the case to a colleague (`to`: the handle of the person); their name."""
    case = case_to_change(actor, number, ASSIGN, version=version)
    name = assign(actor, case, to, needs=ASSIGN, at=at)
    write_down(actor, "assign_case", case)
    return name


@command
def take_case(actor: Actor, *, number: str, version: int, at: datetime) -> None:
    """Handle it oneself: no leave is needed for that."""
    case = case_to_change(actor, number, HANDLE, version=version)
    own = next((one for one in _able(case, at) if one.id == actor.person_id), None)
    if own is None:
        raise RuleBroken(_("Anda tidak dapat menangani pengaduan ini."))
    assign(actor, case, own.handle, needs=HANDLE, at=at)
    write_down(actor, "take_case", case)


def assign(actor: Actor, case: Complaint, to: str, *, needs: Permission, at: datetime) -> str:
    """The rule itself, for one case or many: who may have it, and what becomes of the case."""
    demand_possible(case, Act.ASSIGN)
    chosen = next((one for one in _able(case, at) if one.handle == to), None)
    if chosen is None:
        raise RuleBroken(_("Orang ini tidak menangani pengaduan di unit itu. Pilih dari daftar."))
    if case.assignee_id == chosen.id:
        raise RuleBroken(_("Pengaduan ini sudah ditangani {name}.").format(name=chosen.name))
    case.assignee_id = chosen.id
    if case.state == State.VERIFIED:
        case.state = State.IN_PROGRESS
    set_clock(case, current_cycle(case))
    write_step(case, Step.ASSIGNED, actor=actor, needs=needs, on=at.date(), at=at)
    return chosen.name


def _able(case: Complaint, at: datetime) -> tuple[Colleague, ...]:
    if case.desk == Desk.COORDINATOR:
        raise RuleBroken(_("Teruskan dahulu ke unit atau Inspektorat: di meja ini hanya dibaca."))
    return handlers_of(case, at.date())
