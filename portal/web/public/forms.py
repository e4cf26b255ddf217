"""The rating form: fields from the questionnaire's data, checked against what was offered.

Nothing here renders: the templates draw radios from data.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, ValidationError
from wtforms.form import BaseForm

from portal.feedback.rules.answers import Answers
from portal.feedback.rules.attribution import Saying
from portal.feedback.rules.questionnaire import (
    MARKS,
    RESPONDENT_FACTS,
    TOO_EARLY,
    UNKNOWN,
    Element,
    Questionnaire,
)
from portal.language import gettext as _
from portal.masking import hide_personal_numbers
from portal.organisation.queries import ServiceOffered
from portal.web.legible import readable
from portal.web.public.choices import NO, YES
from portal.web.public.tickets import TicketCSRF, TicketDesk

LONGEST_COMMENT = 2000
OVERALL = "overall"
HIDE, KEEP = "hide", "keep"


class Picks(Field):  # type: ignore[misc]  # WTForms is untyped
    """Every question with answers to choose from, as one field.

    A field of its own for each of twenty questions costs more CPU than storing the rating.
    `data` maps a question to the value sent first, None where nothing was chosen; `allowed`
    to the values that stood on the form; `errors` to what is to be mended.
    """

    def __init__(self, allowed: Mapping[str, Collection[str]], **facts: Any) -> None:
        super().__init__(**facts)
        self.allowed = dict(allowed)

    def process(self, formdata: MultiDict[str, str], *_object_data: object, **_: object) -> None:
        self.data = {name: formdata.get(name) or None for name in self.allowed}

    def validate(self, form: BaseForm, extra_validators: Sequence[object] = ()) -> bool:
        self.errors = {
            name: [_("Pilih salah satu jawaban yang ada.")]
            for name, allowed in self.allowed.items()
            if self.data[name] is not None and self.data[name] not in allowed
        }
        return not self.errors


class Choices(Picks):
    """The choices of a rating: the overall mark is the one answer that is needed."""

    def validate(self, form: BaseForm, extra_validators: Sequence[object] = ()) -> bool:
        super().validate(form, extra_validators)
        if self.data[OVERALL] not in self.allowed[OVERALL]:
            self.errors[OVERALL] = [_("Pilih satu wajah, lalu kirim lagi.")]
        return not self.errors


class Button(Field):  # type: ignore[misc]  # WTForms is untyped
    """Which button was pressed; anything unknown is no button."""

    def __init__(self, allowed: Collection[str] = (), **facts: Any) -> None:
        super().__init__(**facts)
        self.allowed = allowed

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = valuelist[0] if valuelist and valuelist[0] in self.allowed else None


class Words(Field):  # type: ignore[misc]  # WTForms is untyped
    """Free text, kept as typed; line ends count as one character, as people count them."""

    def __init__(self, longest: int = LONGEST_COMMENT, **facts: Any) -> None:
        super().__init__(**facts)
        self.longest = longest

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        text = valuelist[0] if valuelist else ""
        self.data = readable(text.replace("\r\n", "\n").replace("\r", "\n"))

    def pre_validate(self, form: BaseForm) -> None:
        length = len(self.data or "")
        if length > self.longest:
            words = _("Terlalu panjang: {n} huruf. Paling banyak {max}.")
            raise ValidationError(words.format(n=length, max=self.longest))


class TicketForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A form that carries nothing but its ticket: enough to show it untouched."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = True
        csrf_class = TicketCSRF
        csrf_field_name = "ticket"


@cache
def rating_form(questionnaire: Questionnaire) -> type[TicketForm]:
    """The form class of a questionnaire; made once per version."""
    fields = {
        "choices": Choices(_allowed(questionnaire)),
        "comment": Words(),
        "numbers": Button([HIDE, KEEP]),
    }
    return type("RatingForm", (TicketForm,), fields)


def _allowed(questionnaire: Questionnaire) -> dict[str, Collection[str]]:
    """What may be chosen; officers and services come with `offer`."""
    respondent = questionnaire.respondent
    return {
        OVERALL: [str(mark) for mark in MARKS],
        "outcome": [outcome.key for outcome in questionnaire.outcomes],
        "reason_explained": [YES, NO],
        "officer": (),
        "service": (),
        "asked_to_pay": [option.key for option in questionnaire.asked_to_pay],
        **{element.key: _states(element) for element in questionnaire.elements},
        **{fact: [option.key for option in respondent[fact]] for fact in RESPONDENT_FACTS},
    }


def _states(element: Element) -> list[str]:
    states = (*MARKS, UNKNOWN, TOO_EARLY) if element.may_be_too_early else (*MARKS, UNKNOWN)
    return [str(state) for state in states]


def open_form(kind: type[TicketForm], desk: TicketDesk) -> TicketForm:
    """A form bound to this request's data and to the desk that checks its ticket."""
    # Left to itself Flask-WTF would read JSON as a form, and break on what is no object.
    return kind(formdata=request.form, meta={"csrf_context": desk})


def offer(
    form: TicketForm, *, officers: Collection[str], services: Sequence[ServiceOffered]
) -> None:
    """Tell the form which officers and services stood on it."""
    allowed = form["choices"].allowed
    allowed["officer"] = {*officers, *Saying}
    allowed["service"] = {service.code for service in services}


def mistakes(form: TicketForm) -> dict[str, str]:
    """What is to be mended, a sentence for each question; the ticket's under "ticket"."""
    if form.validate():
        return {}
    found = dict(form.errors)
    found |= found.pop("choices", {})
    return {name: str(words[0]) for name, words in found.items()}


def answers_of(
    form: TicketForm, questionnaire: Questionnaire, services: Sequence[ServiceOffered]
) -> Answers:
    """What was answered, as values. Call it on a form whose answers are valid."""
    data: Mapping[str, Any] = form["choices"].data
    service = _service(data["service"], services)
    return Answers(
        overall=int(data["overall"]),
        elements={e.key: int(data[e.key]) for e in questionnaire.elements if data[e.key]},
        outcome=data["outcome"],
        reason_explained=_reason(data, questionnaire),
        asked_to_pay=data["asked_to_pay"] if _is_free(service, services) else None,
        officer=_officer(data["officer"]),
        service=service.id if service else None,
        **{fact: data[fact] for fact in RESPONDENT_FACTS},
        comment=_comment(form),
    )


def _service(code: str | None, services: Sequence[ServiceOffered]) -> ServiceOffered | None:
    if len(services) == 1:
        return services[0]
    return next((service for service in services if service.code == code), None)


def _is_free(chosen: ServiceOffered | None, services: Sequence[ServiceOffered]) -> bool:
    if chosen is not None:
        return chosen.is_free
    return any(service.is_free for service in services)


def _reason(data: Mapping[str, Any], questionnaire: Questionnaire) -> bool | None:
    """Kept only where a reason was owed: the question stands on the page for everybody."""
    owed = {outcome.key for outcome in questionnaire.outcomes if outcome.reason_expected}
    if data["outcome"] not in owed or data["reason_explained"] is None:
        return None
    return bool(data["reason_explained"] == YES)


def _officer(said: str | None) -> str | Saying | None:
    return Saying(said) if said in tuple(Saying) else said


def _comment(form: TicketForm) -> str:
    text = str(form["comment"].data or "").strip()
    return hide_personal_numbers(text) if form["numbers"].data == HIDE else text
