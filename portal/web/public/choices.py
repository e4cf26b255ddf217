"""The choices of the form as plain lists for the templates, in the language being spoken.

Everything that does not depend on the counter is made once per language and version.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from portal.feedback.rules.attribution import Saying
from portal.feedback.rules.questionnaire import (
    MARKS,
    TOO_EARLY,
    UNKNOWN,
    Element,
    Option,
    Outcome,
    Questionnaire,
    Scale,
    Span,
)
from portal.language import Language, speaking
from portal.language import gettext as _
from portal.organisation.queries import OfficerOnDuty, ServiceOffered

Pairs = tuple[tuple[str, str], ...]
Rows = tuple[tuple[str, str, str, str], ...]  # value, label, detail, CSS class

OPEN_ELEMENT = "perilaku"  # asked in the open; the other questions are folded
YES, NO = "ya", "tidak"


@dataclass(frozen=True, slots=True)
class ElementChoices:
    """One official question: its words, the four marks, and the states that are no mark."""

    key: str
    spans: tuple[Span, ...]
    scale: Scale
    options: Pairs
    other_options: Pairs


@dataclass(frozen=True, slots=True)
class FormChoices:
    """All choices of a questionnaire in one language."""

    question: str
    overall: Pairs
    outcomes: Rows
    reasons: Pairs
    payments: Rows
    respondent: tuple[tuple[str, str, Rows], ...]
    open_element: ElementChoices
    folded: tuple[ElementChoices, ...]


@dataclass(frozen=True, slots=True)
class OfficerChoices:
    """Who served: the question and the rows; nobody is preselected."""

    question: str
    options: Rows


@cache
def form_choices(questionnaire: Questionnaire, language: Language) -> FormChoices:
    """The choices of a questionnaire in a language; made once per process."""
    with speaking(language):
        elements = {e.key: _element(e, language) for e in questionnaire.elements}
        return FormChoices(
            question=questionnaire.overall.question.of(language),
            overall=_marks(questionnaire.overall, language),
            outcomes=tuple(_outcome(o, language) for o in questionnaire.outcomes),
            reasons=((YES, _("Ya")), (NO, _("Tidak"))),
            payments=_rows(_pairs(questionnaire.asked_to_pay, language)),
            respondent=_respondent(questionnaire, language),
            open_element=elements.pop(OPEN_ELEMENT),
            folded=tuple(elements.values()),
        )


def _marks(scale: Scale, language: Language) -> Pairs:
    labels = (label.of(language) for label in scale.labels)
    return tuple((str(mark), label) for mark, label in zip(MARKS, labels, strict=True))


def _element(element: Element, language: Language) -> ElementChoices:
    other = [(str(UNKNOWN), _("Tidak tahu"))]
    if element.may_be_too_early:
        other.append((str(TOO_EARLY), _("Belum bisa dinilai")))
    options = _marks(element.scale, language)
    return ElementChoices(element.key, element.spans, element.scale, options, tuple(other))


def _pairs(options: Sequence[Option], language: Language) -> Pairs:
    return tuple((option.key, option.label.of(language)) for option in options)


def _outcome(outcome: Outcome, language: Language) -> tuple[str, str, str, str]:
    css_class = "owed" if outcome.reason_expected else ""
    return outcome.key, outcome.label.of(language), "", css_class


def _respondent(
    questionnaire: Questionnaire, language: Language
) -> tuple[tuple[str, str, Rows], ...]:
    labels = {
        "sex": _("Jenis kelamin"),
        "age_band": _("Usia"),
        "education": _("Pendidikan terakhir"),
        "occupation": _("Pekerjaan"),
    }
    return tuple(
        (fact, label, _rows(_pairs(questionnaire.respondent[fact], language)))
        for fact, label in labels.items()
    )


def _rows(pairs: Pairs) -> Rows:
    return tuple((value, label, "", "") for value, label in pairs)


def officer_choices(officers: Sequence[OfficerOnDuty]) -> OfficerChoices | None:
    """One officer is asked about by name; several stand in a list; none, no question."""
    if not officers:
        return None
    unknown = (Saying.UNKNOWN, _("Tidak tahu"), "", "")
    if len(officers) == 1:
        (officer,) = officers
        question = _("Apakah {name} yang melayani Anda?").format(name=_called(officer))
        not_this_one = (Saying.NOT_THIS_ONE, _("Bukan, orang lain"), "", "")
        return OfficerChoices(question, ((officer.handle, _("Ya"), "", ""), not_this_one, unknown))
    rows = tuple((o.handle, _called(o), _detail(o), "") for o in officers)
    other = (Saying.OTHER, _("Orang lain"), "", "")
    return OfficerChoices(_("Siapa yang melayani Anda?"), (*rows, other, unknown))


def _called(officer: OfficerOnDuty) -> str:
    if officer.name is not None:
        return officer.name
    return (
        _("Petugas meja {desk}").format(desk=officer.desk) if officer.desk else _("Petugas loket")
    )


def _detail(officer: OfficerOnDuty) -> str:
    shown = officer.name is not None and officer.desk
    return _("meja {desk}").format(desk=officer.desk) if shown else ""


def service_choices(services: Sequence[ServiceOffered], language: Language) -> Rows:
    """The services to choose from; a counter with one service does not ask."""
    if len(services) < 2:
        return ()
    return tuple((s.code, service_name(s, language), "", _price(s)) for s in services)


def service_name(service: ServiceOffered, language: Language) -> str:
    """The service's name in a language, where it has one there."""
    return (language is Language.ENGLISH and service.name_en) or service.name


def _price(service: ServiceOffered) -> str:
    return "" if service.is_free else "paid"
