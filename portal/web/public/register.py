"""The public register of complaints: on a unit's page, and the cases that anybody may read."""

from dataclasses import dataclass

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from portal.authority import ANYONE
from portal.complaints.register import PublicCase, public_case_count, public_cases, unit_named
from portal.complaints.rules.words import State
from portal.indicators.complaint_queries import closed_complaints
from portal.language import gettext as _
from portal.language import month_name, whole
from portal.masking import hide_contacts
from portal.organisation.complaint_managers import Manager, manager_of
from portal.web import figures
from portal.web.complaint_facts import Fact, bands_sentence, complaint_facts
from portal.web.complaint_words import KINDS, OUTCOMES, STATES, word
from portal.web.paging import asked_for
from portal.web.public.door import public
from portal.web.templating import page_url

CASES_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Register:
    """What stands on a unit's page: figures of a period, who is responsible, cases to read."""

    period: str
    facts: tuple[Fact, ...]
    bands: str
    manager: Manager | None
    cases: int
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """One public case in words."""

    heading: str
    text: str
    unit: str
    state: str
    answer: str


def register_of(code: str, period: str | None) -> Register:
    """The register of a unit, for the period that its page shows."""
    found = closed_complaints(code, period)
    return Register(
        period=figures.period_name(found.period) if found else "",
        facts=complaint_facts(found.figures) if found else (),
        bands=bands_sentence(found.figures) if found else "",
        manager=manager_of(code),
        cases=public_case_count(code),
        href=page_url("public.complaint_register", code=code),
    )


@public.page("/skor/<code>/pengaduan", needs=ANYONE)
def complaint_register(code: str) -> ResponseReturnValue:
    """The cases of a unit and all below it that may be shown, newest month first."""
    name = unit_named(code)
    if name is None:
        abort(404)
    listed = public_cases(code, asked_for(size=CASES_A_PAGE))
    return render_template(
        "public/complaint_register.html",
        code=code,
        name=name,
        listed=listed,
        cards=[_card(case, name) for case in listed.rows],
        manager=manager_of(code),
    )


def _card(case: PublicCase, unit: str) -> Card:
    return Card(
        heading=_("{kind}, {month}").format(
            kind=word(KINDS, case.kind), month=month_name(case.month)
        ),
        text=hide_contacts(case.text),
        unit="" if case.unit == unit else case.unit,
        state=_state(case),
        answer=_answer(case.days),
    )


def _state(case: PublicCase) -> str:
    if case.state == State.CLOSED and case.outcome:
        return word(OUTCOMES, case.outcome)
    return word(STATES, case.state)


def _answer(days: int | None) -> str:
    if days is None:
        return ""
    if days == 0:
        return _("dijawab pada hari yang sama")
    return _("waktu sampai dijawab: {n} hari").format(n=whole(days))
