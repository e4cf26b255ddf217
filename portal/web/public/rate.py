"""The counter's form: shown, received, and thanked for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.authority import ANYONE
from portal.clock import now, today
from portal.config import Settings
from portal.errors import Unavailable
from portal.feedback.commands import Intake, accept_rating
from portal.feedback.queries import Receipt, questionnaire_in_force, receipt_of
from portal.feedback.rules.answers import Answers
from portal.language import gettext as _
from portal.masking import has_personal_number
from portal.organisation.announcements import Notice, announcements_for
from portal.organisation.queries import CounterSign, officers_on_duty
from portal.web.actors import current_actor
from portal.web.limits import is_over_counter_ceiling, minutes_to_wait, settings
from portal.web.public.counters import closed_counter, counter_name, find_counter, no_such_counter
from portal.web.public.door import public
from portal.web.public.forms import (
    TicketForm,
    answers_of,
    mistakes,
    offer,
    open_form,
    rating_form,
)
from portal.web.public.moulds import cast
from portal.web.public.pages import Scene, Sent, asking_to_hide, form_page, refused, trial_page
from portal.web.public.tickets import TicketDesk, is_foreign
from portal.web.public.trial import is_trial, nothing_stored
from portal.web.templating import page_url

CEILING = "batas per jam"


@public.page("/l/<code>", needs=ANYONE, methods=("GET", "POST"))
def rate(code: str) -> ResponseReturnValue:
    """GET shows the form; POST stores it once and redirects to the thanks."""
    counter = find_counter(code)
    if counter is None:
        return no_such_counter(code)
    desk = _desk(counter)
    if is_trial():
        posted = request.method == "POST"
        return nothing_stored(counter) if posted else trial_page(_scene(counter, desk))
    # A form handed out before the counter closed may still come in, a late one with its text.
    if counter.is_closed and desk.read is None:
        return closed_counter(counter)
    if request.method == "POST":
        return _receive(_scene(counter, desk), desk)
    return form_page(_scene(counter, desk), open_form(TicketForm, desk))


@public.page("/l/<code>/terima-kasih", needs=ANYONE)
def thanks(code: str) -> ResponseReturnValue:
    """Saved; shows no answer, because somebody may be looking over the shoulder."""
    counter = find_counter(code)
    if counter is None:
        return no_such_counter(code)
    if is_trial():
        return nothing_stored(counter)
    repeated, day = "sudah" in request.args, today(settings().timezone)
    notices = announcements_for(counter.unit_id, day)
    key = ("thanks", counter, repeated, day, notices)
    return cast(key, lambda _slot: _thanks_page(counter, notices, repeated=repeated, day=day))


def _thanks_page(
    counter: CounterSign, notices: Sequence[Notice], *, repeated: bool, day: date
) -> str:
    return render_template(
        "public/thanks.html",
        counter=counter,
        name=counter_name(counter),
        heading=_("Terima kasih"),
        announcements=notices,
        repeated=repeated,
        today=day,
        government=counter.government_name,
    )


def _desk(counter: CounterSign) -> TicketDesk:
    chosen: Settings = settings()
    return TicketDesk(
        key=bytes.fromhex(chosen.secrets.ticket_key) if chosen.secrets else b"",
        counter_id=counter.id,
        now=now(),
        sent=request.form.get("ticket") if request.method == "POST" else None,
        foreign=request.method == "POST" and is_foreign(request, chosen.base_url),
    )


def _scene(counter: CounterSign, desk: TicketDesk) -> Scene:
    """Who was at the counter when the form was handed out, not when it came back."""
    zone = settings().timezone
    shown_at = desk.read.issued_at if desk.read else desk.now
    officers = officers_on_duty(counter.id, _minute(shown_at.astimezone(zone)))
    return Scene(counter, officers, questionnaire_in_force(), desk.now.astimezone(zone))


def _minute(at: datetime) -> datetime:
    """A ticket knows the minute and no more: what is shown has to be what is stored."""
    return at.replace(second=0, microsecond=0)


def _again(scene: Scene, desk: TicketDesk, form: TicketForm, sent: Sent) -> Response | str:
    """The form as it was sent; with a fresh ticket it offers who is on duty now."""
    if not desk.is_valid:
        scene = replace(scene, officers=officers_on_duty(scene.counter.id, _minute(scene.at)))
    return form_page(scene, form, sent)


def _receive(scene: Scene, desk: TicketDesk) -> ResponseReturnValue:
    questionnaire = scene.in_force.definition
    form = open_form(rating_form(questionnaire), desk)
    offer(form, officers=[o.handle for o in scene.officers], services=scene.counter.services)
    given = request.form.to_dict()
    minutes = minutes_to_wait()
    errors = mistakes(form)
    if minutes:
        return _held_back(scene, desk, form, given, minutes, has_mistakes=bool(errors))
    ticket_error = errors.pop("ticket", "")
    if errors:
        return _again(scene, desk, form, refused(errors, given)), 422
    answers = answers_of(form, questionnaire, scene.counter.services)
    if ticket_error:
        return _without_good_ticket(scene, form, desk, answers, Sent(given, alert=ticket_error))
    if has_personal_number(answers.comment) and form["numbers"].data is None:
        return form_page(scene, form, asking_to_hide(given))
    return _store(scene, form, desk, answers, given)


def _without_good_ticket(
    scene: Scene, form: TicketForm, desk: TicketDesk, answers: Answers, sent: Sent
) -> ResponseReturnValue:
    """A stored answer is looked up before the age: a late repeat gets its thanks."""
    known = _known(desk, answers)
    if known is not None:
        return _thank(scene.counter, known)
    return _again(scene, desk, form, sent), 403 if desk.foreign else 422


def _known(desk: TicketDesk, answers: Answers) -> Receipt | None:
    """What became of this form, if it was stored before; nothing is told to another site."""
    if desk.read is None or desk.foreign:
        return None
    return receipt_of(desk.read.nonce, answers.canonical())


def _store(
    scene: Scene, form: TicketForm, desk: TicketDesk, answers: Answers, given: Mapping[str, str]
) -> ResponseReturnValue:
    try:
        intake = _intake(scene, desk, answers)
        receipt = accept_rating(current_actor(), intake=intake, answers=answers)
    except Unavailable as error:
        response = make_response(form_page(scene, form, Sent(given, alert=_(error.message))), 503)
        response.headers["Retry-After"] = "30"
        return response
    return _thank(scene.counter, receipt)


def _intake(scene: Scene, desk: TicketDesk, answers: Answers) -> Intake:
    counter = scene.counter
    # In a mal pelayanan publik one desk serves several agencies: the service says whose it was.
    units = {service.id: service.unit_id for service in counter.services}
    return Intake(
        counter_id=counter.id,
        unit_id=units.get(answers.service or 0, counter.unit_id),
        location_id=counter.location_id,
        questionnaire_id=scene.in_force.id,
        nonce=desk.read.nonce if desk.read else b"",
        at=scene.at,
        officers={officer.handle: officer.id for officer in scene.officers},
        checked_in=[officer.id for officer in scene.officers if officer.is_checked_in],
        on_duty=[officer.id for officer in scene.officers if not officer.is_checked_in],
        quarantine=CEILING if is_over_counter_ceiling(counter.id) else "",
    )


def _thank(counter: CounterSign, receipt: Receipt) -> ResponseReturnValue:
    extra = {"sudah": "1"} if receipt is Receipt.DIFFERENT else {}
    return redirect(page_url("public.thanks", code=counter.code, **extra), 303)


def _held_back(
    scene: Scene,
    desk: TicketDesk,
    form: TicketForm,
    given: Mapping[str, str],
    minutes: int,
    *,
    has_mistakes: bool,
) -> ResponseReturnValue:
    """Too many from this network; but what was stored before gets its thanks all the same."""
    if not has_mistakes:
        services = scene.counter.services
        known = _known(desk, answers_of(form, scene.in_force.definition, services))
        if known is not None:
            return _thank(scene.counter, known)
    return _too_many(scene, desk, form, given, minutes)


def _too_many(
    scene: Scene, desk: TicketDesk, form: TicketForm, given: Mapping[str, str], minutes: int
) -> ResponseReturnValue:
    alert = _(
        "Terlalu banyak kiriman dari jaringan ini. Coba lagi {n} menit lagi."
        " Tulisan Anda tetap ada."
    ).format(n=minutes)
    response = make_response(_again(scene, desk, form, Sent(given, alert=alert)), 429)
    response.headers["Retry-After"] = str(minutes * 60)
    return response
