"""Who else has the case in hand, and what happened to it since a form was handed out."""

from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue

from portal.authority import Permission
from portal.complaints import working
from portal.complaints.reading import CaseView
from portal.complaints.working import AtWork, people_at_work
from portal.language import gettext as _
from portal.web.actors import current_actor
from portal.web.case_sentences import Line, lines
from portal.web.desk.asking import asked_number, lead_back, local_now
from portal.web.desk.door import desk
from portal.web.limits import settings

NEEDS = Permission.TRIAGE_CASES
LONGEST_VERSION = 8


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an act: colleagues at work, and steps this person has not seen."""

    others: tuple[AtWork, ...]
    is_mine: bool
    newer: tuple[Line, ...]


def at_local(moment: datetime) -> datetime:
    """A stored moment in the installation's zone, for a template."""
    return moment.astimezone(settings().timezone)


def beside(case: CaseView) -> Beside:
    """For the page of a case or of an act on it."""
    people = people_at_work(current_actor(), case.number, local_now())
    return Beside(
        others=tuple(one for one in people if not one.is_me),
        is_mine=any(one.is_me for one in people),
        newer=_newer(case),
    )


def _newer(case: CaseView) -> tuple[Line, ...]:
    """Steps since the version in the form that was sent: each step raised it by one."""
    text = request.form.get("version_fingerprint", "")
    if not (text.isdecimal() and len(text) < LONGEST_VERSION):
        return ()
    found = [step for step in case.steps if step.number >= int(text)]
    return lines(found, to_reporter=False)


@desk.page("/complaints/<number>/take-up", needs=NEEDS, methods=("POST",))
def take_up_case(number: str) -> ResponseReturnValue:
    """ "Saya kerjakan": colleagues who open the case are warned for a quarter of an hour."""
    number = asked_number(number)
    working.take_up(current_actor(), number=number, at=local_now())
    return lead_back(number, _("Rekan lain sekarang melihat bahwa Anda mengerjakannya."))


@desk.page("/complaints/<number>/lay-down", needs=NEEDS, methods=("POST",))
def lay_down_case(number: str) -> ResponseReturnValue:
    number = asked_number(number)
    working.lay_down(current_actor(), number=number)
    return lead_back(number, _("Anda tidak lagi tercatat mengerjakannya."))
