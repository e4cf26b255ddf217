"""An indicator as everybody gets it: one shape for pages, files, the API and closed months.

The names are those of the contract (`GET /api/v1/indicators`); `as_json` and `indicator_from_json`
are the canonical form that a closed month freezes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portal.indicators.rules.elements import Element
from portal.indicators.rules.index import Grade
from portal.indicators.rules.publication import Reason, Withheld, letter_words

# 1: without profiles, staff notes, days of an officer's questions; 2: without complaints
SCHEMA = 3
PROVISIONAL, FINAL = "provisional", "final"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a figure is about: `type` is unit, location, counter, service or officer."""

    type: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ElementFigure:
    """One element: answers, mean mark 1–4 (four decimals), index 25–100, its interval, grade.

    `days` are those with an answer, of an officer's own questions only.
    """

    answers: int
    mean: Decimal | None = None
    index: Decimal | None = None
    grade: Grade | None = None
    interval: tuple[Decimal, Decimal] | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Overall:
    """The overall mark: answers, mean 1–4, score = mean × 25; never called an index."""

    answers: int
    mean: Decimal | None = None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Flagged:
    """What quarantine holds back, and the index with and without it."""

    answers: int
    index_with: Decimal | None = None
    index_without: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One subject in one period; numbers that may not be said are None and `withheld` says why.

    `answers` are those with at least one of the nine marks, `complete` those with all nine.
    `month` is a month or another period ("2026-10", "2026-TW4", "2026-S2", "2026"); `block` the
    months that were joined because one alone was too small, else empty. `complaints` are those of
    the period itself (complaints/rules/tallying.py). `possible` are the other
    grades the interval touches. `channels` are counted ratings by channel.
    """

    subject: Subject
    month: str
    revision: int
    status: str
    block: tuple[str, ...]
    definition: str
    answers: int
    complete: int | None
    served: int | None
    response_rate: Decimal | None
    index: Decimal | None
    grade: Grade | None
    interval: tuple[Decimal, Decimal] | None
    withheld: Withheld | None
    elements: Mapping[Element, ElementFigure]
    overall: Overall
    flagged: Flagged
    complaints: Mapping[str, Any] | None = None
    possible: tuple[Grade, ...] = ()
    letter_withheld: Withheld | None = None
    standard_error: Decimal | None = None
    index_complete: Decimal | None = None
    index_without_biaya: Decimal | None = None
    channels: Mapping[str, int] = field(default_factory=dict)

    @property
    def letter(self) -> str | None:
        """`B`, or `B (bisa A)` where the interval crosses a border."""
        return None if self.grade is None else letter_words(self.grade, self.possible)


def as_json(figure: Indicator) -> dict[str, Any]:
    """Plain values: numbers as numbers, words as words."""
    return {
        "subject": {
            "type": figure.subject.type,
            "code": figure.subject.code,
            "name": figure.subject.name,
        },
        "month": figure.month,
        "revision": figure.revision,
        "status": figure.status,
        "block": list(figure.block),
        "definition": figure.definition,
        "answers": figure.answers,
        "complete": figure.complete,
        "served": figure.served,
        "response_rate": number(figure.response_rate),
        "index": number(figure.index),
        "grade": figure.grade,
        "interval": _bounds_json(figure.interval),
        "withheld": withheld_json(figure.withheld),
        "elements": {e.value: _element_json(f) for e, f in figure.elements.items()},
        "overall": {
            "answers": figure.overall.answers,
            "mean": number(figure.overall.mean),
            "score": number(figure.overall.score),
        },
        "flagged": {
            "answers": figure.flagged.answers,
            "index_with": number(figure.flagged.index_with),
            "index_without": number(figure.flagged.index_without),
        },
        "complaints": None if figure.complaints is None else dict(figure.complaints),
        "possible": list(figure.possible),
        "letter_withheld": withheld_json(figure.letter_withheld),
        "standard_error": number(figure.standard_error),
        "index_complete": number(figure.index_complete),
        "index_without_biaya": number(figure.index_without_biaya),
        "channels": dict(figure.channels),
    }


def _element_json(figure: ElementFigure) -> dict[str, Any]:
    return {
        "answers": figure.answers,
        "mean": number(figure.mean),
        "index": number(figure.index),
        "grade": figure.grade,
        "interval": _bounds_json(figure.interval),
        **({} if figure.days is None else {"days": figure.days}),
    }


def _bounds_json(bounds: tuple[Decimal, Decimal] | None) -> list[float | None] | None:
    return None if bounds is None else [number(bound) for bound in bounds]


def number(value: Decimal | None) -> float | None:
    """A decimal as JSON has it: the shortest number that prints the same."""
    return None if value is None else float(value)


def withheld_json(withheld: Withheld | None) -> dict[str, Any] | None:
    """A reason by its word and numbers, so that it can be said in any language."""
    if withheld is None:
        return None
    return {
        "reason": withheld.reason,
        "have": withheld.have,
        "need": withheld.need,
        "elements": {e.value: have for e, have in withheld.elements},
    }


def read_withheld(stored: Mapping[str, Any] | None) -> Withheld | None:
    """The reverse of `withheld_json`."""
    if stored is None:
        return None
    elements = tuple((Element(e), have) for e, have in stored["elements"].items())
    return Withheld(Reason(stored["reason"]), stored["have"], stored["need"], elements)


def read_content(text: str) -> dict[str, Any]:
    """Parse a stored text; every number with a point is exact."""
    content: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return content


def _places(value: Any, places: int) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(Decimal(1).scaleb(-places))


def _grade(value: str | None) -> Grade | None:
    return None if value is None else Grade(value)


def _element(stored: Mapping[str, Any]) -> ElementFigure:
    return ElementFigure(
        answers=stored["answers"],
        mean=_places(stored["mean"], 4),
        index=_places(stored["index"], 2),
        grade=_grade(stored["grade"]),
        interval=_bounds(stored["interval"]),
        days=stored.get("days"),
    )


def indicator_from_json(stored: Mapping[str, Any]) -> Indicator:
    """Read back what `as_json` gave, with each number's own decimals; unknown names are ignored."""
    overall, flagged = stored["overall"], stored["flagged"]
    return Indicator(
        subject=Subject(**stored["subject"]),
        month=stored["month"],
        revision=stored["revision"],
        status=stored["status"],
        block=tuple(stored["block"]),
        definition=stored["definition"],
        answers=stored["answers"],
        complete=stored["complete"],
        served=stored["served"],
        response_rate=_places(stored["response_rate"], 4),
        index=_places(stored["index"], 2),
        grade=_grade(stored["grade"]),
        interval=_bounds(stored["interval"]),
        withheld=read_withheld(stored["withheld"]),
        elements={Element(e): _element(f) for e, f in stored["elements"].items()},
        overall=Overall(
            overall["answers"], _places(overall["mean"], 4), _places(overall["score"], 2)
        ),
        flagged=Flagged(
            flagged["answers"],
            _places(flagged["index_with"], 2),
            _places(flagged["index_without"], 2),
        ),
        possible=tuple(Grade(g) for g in stored["possible"]),
        letter_withheld=read_withheld(stored["letter_withheld"]),
        standard_error=_places(stored["standard_error"], 3),
        index_complete=_places(stored["index_complete"], 2),
        index_without_biaya=_places(stored["index_without_biaya"], 2),
        channels=stored["channels"],
        complaints=complaints_of(stored.get("complaints")),
    )


def complaints_of(stored: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Read back what a stored content says of complaints: counts, and a median with one decimal."""
    if stored is None:
        return None
    median = stored["median_hours"]
    return {**stored, "median_hours": None if median is None else float(median)}


def _bounds(stored: Any) -> tuple[Decimal, Decimal] | None:
    if stored is None:
        return None
    low, high = (Decimal(n).quantize(Decimal("0.1")) for n in stored)
    return low, high
