"""From sums to an indicator: the one function behind every index, grade and interval shown.

It is the same for a month, a block, a quarter and the preview of a closing; only the sums differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from portal.indicators.figures import (
    ElementFigure,
    Flagged,
    Indicator,
    Overall,
    Subject,
)
from portal.indicators.officers import Question
from portal.indicators.rules.definition import Definition, Weight
from portal.indicators.rules.elements import FORM_ORDER, Element
from portal.indicators.rules.index import (
    Index,
    Tallies,
    Tally,
    element_index,
    index_without_fee,
    round_half_up,
)
from portal.indicators.rules.interval import (
    DayMarks,
    Interval,
    MarksOfDay,
    index_interval,
    mark_interval,
)
from portal.indicators.rules.publication import (
    Limits,
    Withheld,
    officer_withheld,
    unit_figure,
)
from portal.indicators.rules.suppression import ANSWERS as ALL_ANSWERS
from portal.indicators.rules.suppression import hides_nobody, may_show_within
from portal.indicators.sums import (
    ANSWERS,
    Sums,
    Vector,
    element_days,
    element_tallies,
    overall_tally,
    plus,
)

MEAN_PLACES, RATE_PLACES = 4, 4


@dataclass(frozen=True, slots=True)
class Heading:
    """What an indicator says about itself besides its numbers."""

    month: str
    revision: int
    status: str
    weight: Weight = Weight.NINTH
    limits: Limits = field(default_factory=Limits)
    block: tuple[str, ...] = ()

    @property
    def definition(self) -> str:
        return str(Definition(self.weight))


def indicator(subject: Subject, sums: Sums, heading: Heading) -> Indicator:
    """The figures of a unit, location, counter or service, as far as its answers carry them."""
    counted = sums.counted()
    tallies = element_tallies(counted)
    answers, limits, weight = counted[ANSWERS], heading.limits, heading.weight
    days = [element_days(day) for _, day in sorted(sums.days.items())]
    interval = _interval(sums, tallies, days, heading) if answers >= limits.number else None
    shown = unit_figure(answers, tallies, interval, weight=weight, limits=limits)
    exact = shown.interval
    return Indicator(
        subject=subject,
        month=heading.month,
        revision=heading.revision,
        status=heading.status,
        block=heading.block,
        definition=heading.definition,
        answers=answers,
        complete=sums.complete[ANSWERS],
        served=sums.served,
        response_rate=response_rate(answers, sums.served),
        index=shown.index.value,
        grade=shown.grade,
        interval=None if exact is None else (exact.low, exact.high),
        withheld=shown.withheld,
        elements=_elements(sums, tallies, days, limits),
        overall=overall_figure(overall_tally(counted), limits),
        flagged=_flagged(sums, counted, heading, shown.index),
        possible=shown.possible,
        letter_withheld=shown.letter_withheld,
        standard_error=None if exact is None else exact.standard_error,
        index_complete=_complete_index(sums, counted, heading, shown.index),
        index_without_biaya=_without_fee(tallies, heading, shown.index),
        channels=_channels(sums.channels, limits),
    )


def _interval(
    sums: Sums, tallies: Tallies, days: Sequence[DayMarks], heading: Heading
) -> Interval | None:
    """The 95 % interval of the index over these sums."""
    return index_interval(tallies, sums.squares(tallies), days, weight=heading.weight)


def response_rate(answers: int, served: int | None) -> Decimal | None:
    """Answers / served; None where nobody counted, or more answered than were counted."""
    if not served or answers > served:
        return None
    return round_half_up(Fraction(answers, served), RATE_PLACES)


def _elements(
    sums: Sums, tallies: Tallies, days: Sequence[DayMarks], limits: Limits
) -> dict[Element, ElementFigure]:
    return {
        e: element_figure(tallies[e], sums.moments[at], [day[e] for day in days], limits)
        for at, e in enumerate(FORM_ORDER)
    }


def element_figure(
    tally: Tally, sum_of_squares: int, days: Sequence[MarksOfDay], limits: Limits
) -> ElementFigure:
    """One element: numbers from 10 answers on, the letter from 30 on."""
    if tally.mean is None or tally.answers < limits.number:
        return ElementFigure(tally.answers)
    interval = mark_interval(tally, sum_of_squares, days)
    return ElementFigure(
        answers=tally.answers,
        mean=round_half_up(tally.mean, MEAN_PLACES),
        index=tally.score,
        grade=tally.grade if tally.answers >= limits.letter else None,
        interval=None if interval is None else (interval.low, interval.high),
    )


def overall_figure(tally: Tally, limits: Limits) -> Overall:
    """The overall mark from 10 answers on."""
    if tally.mean is None or tally.answers < limits.number:
        return Overall(tally.answers)
    return Overall(tally.answers, round_half_up(tally.mean, MEAN_PLACES), tally.score)


def counts(vector: Vector) -> dict[str, int]:
    """How many answered: `answers`, `overall` and each element; the populations of suppression."""
    return {
        ALL_ANSWERS: vector[ANSWERS],
        "overall": overall_tally(vector).answers,
        **{e.value: tally.answers for e, tally in element_tallies(vector).items()},
    }


def _flagged(sums: Sums, counted: Vector, heading: Heading, index: Index) -> Flagged:
    """With and without; not where the difference would show the marks of a few."""
    answers = sums.flagged[ANSWERS]
    everything = plus(counted, sums.flagged)
    if index.value is None or not may_show_within(
        counts(everything), counts(counted), heading.limits.number
    ):
        return Flagged(answers)
    both = element_index(element_tallies(everything), heading.weight)
    return Flagged(answers, both.value, index.value)


def _complete_index(sums: Sums, counted: Vector, heading: Heading, index: Index) -> Decimal | None:
    """The index over complete questionnaires, beside the index and never instead of it."""
    minimum = heading.limits.number
    within = counts(sums.complete)
    # Complete questionnaires say nothing of the overall mark.
    whole = {name: n for name, n in counts(counted).items() if name != "overall"}
    if index.value is None or within[ALL_ANSWERS] < minimum:
        return None
    if not may_show_within(whole, within, minimum):
        return None
    tallies = element_tallies(sums.complete)
    return element_index(tallies, heading.weight, minimum=minimum).value


def _without_fee(tallies: Tallies, heading: Heading, index: Index) -> Decimal | None:
    if index.value is None:
        return None
    return index_without_fee(tallies, heading.weight, minimum=heading.limits.number).value


def _channels(channels: Mapping[str, int], limits: Limits) -> dict[str, int]:
    """Ratings by channel; none at all where one of them would show a few people."""
    safe = all(hides_nobody(number, limits.number) for number in channels.values())
    return dict(sorted(channels.items())) if safe else {}


def without_numbers(figure: Indicator, withheld: Withheld) -> Indicator:
    """The same indicator with nothing but its counts and the reason."""
    return replace(
        figure,
        index=None,
        grade=None,
        interval=None,
        withheld=withheld,
        elements={e: ElementFigure(f.answers) for e, f in figure.elements.items()},
        overall=Overall(figure.overall.answers),
        flagged=Flagged(figure.flagged.answers),
        possible=(),
        letter_withheld=None,
        standard_error=None,
        index_complete=None,
        index_without_biaya=None,
        channels={},
    )


def quarantine_effect(sums: Sums, weight: Weight, limits: Limits) -> str | None:
    """Why a person must look before the month closes: quarantine moves the index by more than a
    point, or changes the grade (product.md §4). None where it does not, or nothing is shown.
    """
    counted = sums.counted()
    minimum = limits.number
    if not sums.flagged[ANSWERS] or counted[ANSWERS] < minimum:
        return None
    without = element_index(element_tallies(counted), weight, minimum=minimum)
    everything = element_tallies(plus(counted, sums.flagged))
    both = element_index(everything, weight, minimum=minimum)
    if without.exact is None or both.exact is None:
        return None
    moved = abs(without.exact - both.exact) > 1
    graded = counted[ANSWERS] >= limits.letter and without.grade is not both.grade
    if not moved and not graded:
        return None
    return (
        f"tanpa yang ditahan {without.value} ({without.grade}), dengan {both.value} ({both.grade})"
    )


def officer_element(question: Question, limits: Limits) -> tuple[ElementFigure, Withheld | None]:
    """One of an officer's own figures, from 10 answers on 5 days; never a grade of a person."""
    tally, days = question.tally, len(question.days)
    withheld = officer_withheld(tally.answers, days, limits)
    if withheld is not None or tally.mean is None:
        return ElementFigure(tally.answers, days=days), withheld
    interval = question.interval
    bounds = None if interval is None else (interval.low, interval.high)
    mean = round_half_up(tally.mean, MEAN_PLACES)
    return ElementFigure(tally.answers, mean, tally.score, interval=bounds, days=days), None
