"""The evidence about one officer in one month, as plain values to be frozen."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.appraisal.rules.comparison import NOTICE, Marks, Stratum, compare
from portal.appraisal.rules.status import Status
from portal.indicators.computing import MEAN_PLACES
from portal.indicators.figures import number, withheld_json
from portal.indicators.officers import COMPARED, FIELDS, OfficerSums, Question, officer_union
from portal.indicators.rules.index import round_half_up
from portal.indicators.rules.publication import Limits, appraisal_withheld
from portal.indicators.subjects import Person
from portal.month import Month

DEFINITION = "officer/exact-A-D/1"


def record_content(
    person: Person,
    month: Month,
    revision: int,
    sums: OfficerSums,
    earlier: Mapping[Month, OfficerSums],
    limits: Limits,
    *,
    praise: int | None,
) -> dict[str, Any]:
    """The record of one month; where that is too little, of the quarter or semester it ends.

    `earlier` are the officer's frozen months of the same semester.
    """
    months, used = _enough(month, sums, earlier, limits)
    figures = {name: _element(used, name, limits) for name in COMPARED}
    short = all(figure["withheld"] is not None for figure in figures.values())
    return {
        "nip": person.nip,
        "name": person.name,
        "unit": {"code": person.unit_code, "name": person.unit_name},
        "position": person.position,
        "month": str(month),
        "revision": revision,
        "status": Status.INSUFFICIENT if short else Status.PROVISIONAL,
        "block": [str(m) for m in months] if len(months) > 1 else [],
        "definition": DEFINITION,
        **figures,
        "overall": _context(used, limits),
        "praise": praise,
        "evidence_tiers": dict(sorted(used.tiers.items())),
        "notice": NOTICE,
    }


def _enough(
    month: Month, sums: OfficerSums, earlier: Mapping[Month, OfficerSums], limits: Limits
) -> tuple[tuple[Month, ...], OfficerSums]:
    """The month; else the quarter or semester that ends with it and is enough; else the month."""
    for months in ((month,), month.quarter.months, month.semester.months):
        if months[-1] != month:
            continue
        known = [m for m in months if m in earlier or m == month]
        parts = [sums if m == month else earlier[m] for m in known]
        joined = sums if len(parts) == 1 else officer_union(parts)
        if any(_is_enough(joined.question(name), limits) for name in COMPARED):
            return tuple(known), joined
    return (month,), sums


def _is_enough(question: Question, limits: Limits) -> bool:
    return appraisal_withheld(question.tally.answers, len(question.days), limits) is None


def _element(sums: OfficerSums, name: str, limits: Limits) -> dict[str, Any]:
    question = sums.question(name)
    days = len(question.days)
    withheld = appraisal_withheld(question.tally.answers, days, limits)
    found: dict[str, Any] = {
        "answers": question.tally.answers,
        "days": days,
        "mean": None,
        "score": None,
        "interval": None,
        "compared": None,
        "withheld": withheld_json(withheld),
    }
    return found if withheld else {**found, **_said(question, _strata(sums.strata, name))}


def _said(question: Question, strata: Sequence[Stratum]) -> dict[str, Any]:
    interval = question.interval
    mean = question.tally.mean
    if interval is None or mean is None:
        return {}
    return {
        "mean": number(round_half_up(mean, MEAN_PLACES)),
        "score": number(question.tally.score),
        "interval": [number(interval.low), number(interval.high)],
        "compared": compare(strata, float(interval.standard_error)),
    }


def comparisons(sums: OfficerSums) -> dict[str, str | None]:
    """Each question beside colleagues in the same work; None where nothing can be told."""
    found: dict[str, str | None] = {}
    for name in COMPARED:
        interval = sums.question(name).interval
        strata = _strata(sums.strata, name)
        found[name] = None if interval is None else compare(strata, float(interval.standard_error))
    return found


def _strata(stored: Mapping[str, Sequence[int]], name: str) -> list[Stratum]:
    at, width = FIELDS * COMPARED.index(name), FIELDS * len(COMPARED)
    return [
        Stratum(Marks(*vector[at : at + FIELDS]), Marks(*vector[width + at : width + at + FIELDS]))
        for vector in stored.values()
    ]


def _context(sums: OfficerSums, limits: Limits) -> dict[str, Any]:
    """The overall mark beside the two elements, under the same minimum."""
    question = sums.question("overall")
    withheld = appraisal_withheld(question.tally.answers, len(question.days), limits)
    mean = None if withheld else question.tally.mean
    return {
        "answers": question.tally.answers,
        "days": len(question.days),
        "mean": None if mean is None else number(round_half_up(mean, MEAN_PLACES)),
        "score": None if mean is None else number(question.tally.score),
    }
