"""Which figure of a subject a month shows: its own, that of a block of months, or none yet.

Small months are joined into disjoint blocks (domain.md §2.3). A month remembers which earlier ones
wait with it, so that the next closing goes on from there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from portal.indicators.computing import (
    Heading,
    indicator,
    officer_element,
    overall_figure,
    without_numbers,
)
from portal.indicators.figures import Flagged, Indicator, Overall, Subject
from portal.indicators.officers import QUESTIONS, OfficerSums
from portal.indicators.rules.blocks import Block, join_months
from portal.indicators.rules.elements import SPEAKS_OF_A_PERSON
from portal.indicators.rules.publication import Limits, Reason, Withheld
from portal.indicators.sums import ANSWERS, Sums, union
from portal.month import Month


@dataclass(frozen=True, slots=True)
class Derived:
    """A month's indicator and the months that wait for the next one (this one included)."""

    indicator: Indicator
    pending: tuple[Month, ...]


def month_indicator(
    subject: Subject,
    month: Month,
    waiting: Mapping[Month, Sums],
    sums: Sums,
    heading: Heading,
) -> Derived:
    """The figure of one month, given the sums of the months that wait to be joined with it."""
    months = {**waiting, month: sums}
    counted = [(at, part.counted()[ANSWERS]) for at, part in sorted(months.items())]
    blocks = join_months(counted, heading.limits)
    last = blocks[-1] if blocks and month in blocks[-1].months else None
    pending = last.months if last and not last.is_closed else ()
    if last and last.is_shown and len(last.months) > 1:
        return Derived(_joined(subject, last, months, heading), pending)
    own = indicator(subject, sums, heading)
    if last is None or month in last.alone or last.months == (month,):
        return Derived(own, pending)
    return Derived(without_numbers(own, _waits(last, heading.limits)), pending)


def _joined(
    subject: Subject, block: Block, months: Mapping[Month, Sums], heading: Heading
) -> Indicator:
    names = tuple(str(month) for month in block.months)
    parts = [months[month] for month in block.months if month in months]
    return indicator(subject, union(parts), replace(heading, block=names))


def _waits(block: Block, limits: Limits) -> Withheld:
    reason = Reason.TOO_FEW if block.is_closed else Reason.JOINED
    return Withheld(reason, block.answers, limits.letter)


def period_indicator(
    subject: Subject, period_months: Sequence[Month], parts: Mapping[Month, Sums], heading: Heading
) -> Indicator:
    """Quarter, semester, year: the same function over the union of the months' answers."""
    known = [month for month in period_months if month in parts]
    if len(known) < len(period_months):
        heading = replace(heading, block=tuple(str(month) for month in known))
    return indicator(subject, union([parts[month] for month in known]), heading)


def officer_indicator(subject: Subject, sums: OfficerSums, heading: Heading) -> Indicator:
    """An officer's own month: *kompetensi* and *perilaku*, and the overall mark as context."""
    limits = heading.limits
    elements, reasons = {}, []
    for element in SPEAKS_OF_A_PERSON:
        figure, withheld = officer_element(sums.question(element.value), limits)
        elements[element] = figure
        reasons.append(withheld)
    overall = sums.question(QUESTIONS[-1])
    shown, held = officer_element(overall, limits)
    context = overall_figure(overall.tally, limits) if held is None else Overall(shown.answers)
    return Indicator(
        subject=subject,
        month=heading.month,
        revision=heading.revision,
        status=heading.status,
        block=heading.block,
        definition=heading.definition,
        answers=sums.ratings(),
        complete=None,
        served=None,
        response_rate=None,
        index=None,
        grade=None,
        interval=None,
        withheld=reasons[0] if all(reasons) else None,
        elements=elements,
        overall=context,
        flagged=Flagged(sums.flagged),
    )
