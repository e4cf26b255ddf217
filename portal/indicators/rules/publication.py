"""What may be said with how many answers.

Units, counters and services: no number below 10 answers, no letter below 30. Officers: their own
view from 10 answers on 5 days, the appraisal from 30 on 10. A figure that is held back says why,
in words with numbers, never as a dash.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.indicators.rules.definition import Weight
from portal.indicators.rules.elements import FORM_ORDER, Element
from portal.indicators.rules.index import (
    NO_ANSWERS,
    Grade,
    Index,
    Tallies,
    element_index,
    grade_of,
)
from portal.indicators.rules.interval import Interval


@dataclass(frozen=True, slots=True)
class Limits:
    """Fewest answers and days; an installation may ask for more."""

    number: int = 10
    letter: int = 30
    officer_days: int = 5
    appraisal: int = 30
    appraisal_days: int = 10


class Reason(StrEnum):
    """Why something is not said; the member's value is what a closed month stores."""

    NO_ANSWERS = "no_answers"
    JOINED = "joined"
    TOO_FEW = "too_few"
    TOO_FEW_DAYS = "too_few_days"
    ELEMENTS = "elements"
    NO_LETTER = "no_letter"
    COMPLEMENT = "complement"


# The Indonesian text is the message id; values go in after translation.
TEMPLATES: Mapping[Reason, str] = {
    Reason.NO_ANSWERS: "belum ada jawaban",
    Reason.JOINED: "{have} jawaban, digabung sampai {need}",
    Reason.TOO_FEW: "belum cukup data ({have} dari {need})",
    Reason.TOO_FEW_DAYS: "belum cukup data ({have} dari {need} hari)",
    Reason.ELEMENTS: "belum cukup jawaban untuk unsur {names}",
    Reason.NO_LETTER: "mutu ditulis mulai {need} jawaban ({have} dari {need})",
    Reason.COMPLEMENT: "digabung, supaya jawaban beberapa orang tidak dapat dihitung dari selisih",
}


@dataclass(frozen=True, slots=True)
class Withheld:
    """A figure held back: why, how many there are and how many it takes."""

    reason: Reason
    have: int = 0
    need: int = 0
    elements: tuple[tuple[Element, int], ...] = ()

    @property
    def template(self) -> str:
        """The words with places for numbers: translate this, then fill in ``values``."""
        return TEMPLATES[self.reason]

    @property
    def values(self) -> dict[str, object]:
        named = ", ".join(f"{e.name_id} ({have} dari {self.need})" for e, have in self.elements)
        return {"have": self.have, "need": self.need, "names": named}

    def __str__(self) -> str:
        return self.template.format(**self.values)


@dataclass(frozen=True, slots=True)
class Figure:
    """What may be said of one index: an empty field is not said, and ``withheld`` tells why."""

    index: Index
    interval: Interval | None = None
    grade: Grade | None = None
    possible: tuple[Grade, ...] = ()
    withheld: Withheld | None = None
    letter_withheld: Withheld | None = None
    warning: Withheld | None = None

    @property
    def letter(self) -> str | None:
        """``B``, or ``B (bisa A)`` where the interval crosses a border."""
        return None if self.grade is None else letter_words(self.grade, self.possible)


NOTHING = Index(None)


def unit_figure(
    answers: int,
    tallies: Tallies,
    interval: Interval | None,
    *,
    weight: Weight,
    limits: Limits,
) -> Figure:
    """The index of a unit, location, counter or service, as far as its answers carry it."""
    if answers < limits.number:
        return Figure(NOTHING, withheld=_too_small(answers, limits))
    index = element_index(tallies, weight, minimum=limits.number)
    if index.value is None:
        return Figure(index, withheld=_thin_elements(index, tallies, limits.number))
    if answers < limits.letter:
        kept = Withheld(Reason.NO_LETTER, answers, limits.letter)
        return Figure(index, interval, letter_withheld=kept)
    return _lettered(index, interval)


def decreed_figure(
    answers: int,
    tallies: Tallies,
    interval: Interval | None,
    *,
    weight: Weight,
    limits: Limits,
) -> Figure:
    """The index of a decreed period: it always prints its letter, with a warning when thin."""
    index = element_index(tallies, weight)
    if index.value is None:
        return Figure(index, withheld=_thin_elements(index, tallies, 1))
    if answers < limits.letter:
        return _lettered(index, interval, Withheld(Reason.TOO_FEW, answers, limits.letter))
    return _lettered(index, interval)


def _lettered(index: Index, interval: Interval | None, warning: Withheld | None = None) -> Figure:
    grade = index.grade
    possible = () if grade is None else other_grades(grade, interval)
    return Figure(index, interval, grade, possible, warning=warning)


def _too_small(answers: int, limits: Limits) -> Withheld:
    if answers == 0:
        return Withheld(Reason.NO_ANSWERS, 0, limits.number)
    return Withheld(Reason.JOINED, answers, limits.letter)


def _thin_elements(index: Index, tallies: Tallies, minimum: int) -> Withheld:
    thin = tuple((e, tallies.get(e, NO_ANSWERS).answers) for e in index.missing)
    return Withheld(Reason.ELEMENTS, len(FORM_ORDER) - len(thin), minimum, thin)


def other_grades(grade: Grade, interval: Interval | None) -> tuple[Grade, ...]:
    """The other grades that the interval touches, lowest first."""
    if interval is None:
        return ()
    lowest, highest = grade_of(interval.low), grade_of(interval.high)
    return tuple(g for g in reversed(Grade) if highest <= g <= lowest and g is not grade)


def letter_words(grade: Grade, possible: tuple[Grade, ...]) -> str:
    """``B (bisa C atau A)``."""
    if not possible:
        return str(grade)
    return f"{grade} (bisa {' atau '.join(possible)})"


def element_withheld(answers: int, limits: Limits) -> Withheld | None:
    """Why one element or the overall score is not shown; None when it may be."""
    if answers == 0:
        return Withheld(Reason.NO_ANSWERS, 0, limits.number)
    return Withheld(Reason.TOO_FEW, answers, limits.number) if answers < limits.number else None


def officer_withheld(answers: int, days: int, limits: Limits) -> Withheld | None:
    """Why an officer's figure is not shown to the officer; None when it may be."""
    return _person_withheld(answers, limits.number, days, limits.officer_days)


def appraisal_withheld(answers: int, days: int, limits: Limits) -> Withheld | None:
    """Why an officer's figure is no evidence for the appraisal; None when it is."""
    return _person_withheld(answers, limits.appraisal, days, limits.appraisal_days)


def _person_withheld(answers: int, need: int, days: int, need_days: int) -> Withheld | None:
    if answers < need:
        return Withheld(Reason.TOO_FEW, answers, need)
    return Withheld(Reason.TOO_FEW_DAYS, days, need_days) if days < need_days else None
