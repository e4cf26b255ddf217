"""What the counter's form shows: untouched, or as it was sent with what is to be mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

from flask import Response, get_template_attribute, render_template
from markupsafe import Markup

from portal.feedback.queries import QuestionnaireInForce
from portal.feedback.rules.questionnaire import RESPONDENT_FACTS, Questionnaire
from portal.language import Language, language, ngettext
from portal.language import gettext as _
from portal.organisation.queries import CounterSign, OfficerOnDuty
from portal.web.public.choices import form_choices, officer_choices, service_choices
from portal.web.public.counters import counter_name
from portal.web.public.forms import TicketForm
from portal.web.public.moulds import cast

# In the order of the page, so that the error summary reads from top to bottom.
FIRST_FIELDS = ("overall", "perilaku", "outcome", "reason_explained", "officer", "service")
LAST_FIELDS = ("asked_to_pay", *RESPONDENT_FACTS, "comment")


@dataclass(frozen=True, slots=True)
class Scene:
    """What one form is about: the counter, who was on duty, the questions, the moment."""

    counter: CounterSign
    officers: tuple[OfficerOnDuty, ...]
    in_force: QuestionnaireInForce
    at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that comes back: what was given, and why it was not stored."""

    given: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    alert: str = ""
    asks_to_hide: bool = False
    is_trial: bool = False


UNTOUCHED = Sent()
TRIAL = Sent(is_trial=True)


def form_page(scene: Scene, form: TicketForm, sent: Sent = UNTOUCHED) -> Response | str:
    """The counter's form as HTML; an untouched one comes out of a mould."""
    ticket = form["ticket"].current_token
    if sent is not UNTOUCHED:
        return _render(scene, sent, ticket)
    key = (scene.counter, scene.officers, scene.in_force)
    return cast(key, lambda slot: _render(scene, sent, slot), ticket)


def trial_page(scene: Scene) -> str:
    """The form to try out: it carries no ticket, so that nothing can ever be stored from it."""
    return _render(scene, TRIAL, "")


def _render(scene: Scene, sent: Sent, ticket: str) -> str:
    questionnaire = scene.in_force.definition
    choices = form_choices(questionnaire, language())
    folded = [element.key for element in choices.folded] + ["asked_to_pay"]
    return render_template(
        "public/counter.html",
        counter=scene.counter,
        name=counter_name(scene.counter),
        ticket=ticket,
        choices=choices,
        officers=officer_choices(scene.officers),
        services=service_choices(scene.counter.services, language()),
        questions=_questions(scene, sent),
        sent=sent,
        problems=_problems(questionnaire, sent.errors),
        opens_questions=_has_any(sent.given, sent.errors, folded),
        opens_respondent=_has_any({}, sent.errors, RESPONDENT_FACTS),
        government=scene.counter.government_name,
    )


def refused(errors: Mapping[str, str], given: Mapping[str, str]) -> Sent:
    """A form with answers to mend; what was typed is kept."""
    sentence = ngettext("Satu hal masih kurang.", "{n} hal masih kurang.", len(errors))
    kept = _("Tulisan Anda tetap tersimpan di halaman ini.")
    return Sent(given, errors, f"{sentence.format(n=len(errors))} {kept}")


def asking_to_hide(given: Mapping[str, str]) -> Sent:
    """A form whose comment seems to hold somebody's number."""
    return replace(UNTOUCHED, given=given, asks_to_hide=True)


def _has_any(given: Mapping[str, str], errors: Mapping[str, str], names: Sequence[str]) -> bool:
    return any(given.get(name) or name in errors for name in names)


def _problems(questionnaire: Questionnaire, errors: Mapping[str, str]) -> list[tuple[str, str]]:
    order = (*FIRST_FIELDS, *(element.key for element in questionnaire.elements), *LAST_FIELDS)
    named = {name: errors[name] for name in order if name in errors}
    if "overall" in named:
        named["overall"] = _("Pilih satu wajah")
    return list(named.items())


def _questions(scene: Scene, sent: Sent) -> Markup:
    questionnaire = scene.in_force.definition
    any_free = any(service.is_free for service in scene.counter.services)
    if sent.given:
        return _render_questions(questionnaire, language(), any_free, sent)
    return _untouched_questions(questionnaire, language(), any_free)


@cache
def _untouched_questions(questionnaire: Questionnaire, spoken: Language, any_free: bool) -> Markup:
    """The words are the same for everybody: rendered once per language and version."""
    return _render_questions(questionnaire, spoken, any_free, UNTOUCHED)


def _render_questions(
    questionnaire: Questionnaire, spoken: Language, any_free: bool, sent: Sent
) -> Markup:
    choices = form_choices(questionnaire, spoken)
    payments = choices.payments if any_free else ()
    render = get_template_attribute("public/_questions.html", "folded")
    block: Markup = render(choices.folded, sent.given, sent.errors, payments)
    return block
