"""What a month's answers say about one officer: from exactly attributed ratings, tiers A to D.

Exact is a ticket, the officer's check-in or the resident's own choice; paper (tier E) and the
roster never speak of a person (product.md §4).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from portal.feedback.models import Certainty, Rating, Status
from portal.indicators.passes import in_month, rows_of
from portal.indicators.rules.elements import SPEAKS_OF_A_PERSON
from portal.indicators.rules.index import MARKS, Tally
from portal.indicators.rules.interval import Interval, MarksOfDay, mark_interval
from portal.indicators.sums import add_counts, plus
from portal.month import Month

QUESTIONS = (*(element.value for element in SPEAKS_OF_A_PERSON), "overall")
COMPARED = tuple(element.value for element in SPEAKS_OF_A_PERSON)
FIELDS = 3  # per question: number, Σu, Σu²
PAPER = "E"
# In one whole number of 60 bits: fewer than 2^18 answers, Σu under 2^20, Σu² under 2^22.
BITS_OF_NUMBER, BITS_OF_SUM = 18, 20
MOST_PACKED = (1 << BITS_OF_NUMBER) - 1
# Nobody's service, outcome or channel: answers that name none are compared among themselves.
UNNAMED = "-"


@dataclass(slots=True)
class OfficerSums:
    """One officer in one month, or in the union of several.

    `days`: by local date the ratings and, per question of QUESTIONS, number, Σu, Σu². `strata`: by
    "service/outcome/channel" the officer's own three numbers per question of COMPARED, then those
    of all officers together.
    """

    days: dict[str, list[int]] = field(default_factory=dict)
    tiers: dict[str, int] = field(default_factory=dict)
    flagged: int = 0
    strata: dict[str, list[int]] = field(default_factory=dict)
    asked: dict[str, "Question"] = field(default_factory=dict, repr=False, compare=False)

    def ratings(self) -> int:
        """Exactly attributed ratings that count."""
        return sum(day[0] for day in self.days.values())

    def question(self, name: str) -> "Question":
        """One question by itself; asked for several times, once nothing is added any more."""
        if name not in self.asked:
            self.asked[name] = self._question(name)
        return self.asked[name]

    def _question(self, name: str) -> "Question":
        at = 1 + FIELDS * QUESTIONS.index(name)
        per_day = [day[at : at + FIELDS] for day in self.days.values() if day[at]]
        number, marks, squares = map(sum, zip(*per_day, strict=True)) if per_day else (0, 0, 0)
        days = tuple(MarksOfDay(day[0], day[1]) for day in per_day)
        return Question(Tally(number, marks), squares, days)

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be frozen with a closed month."""
        return {
            "days": self.days,
            "tiers": self.tiers,
            "flagged": self.flagged,
            "strata": self.strata,
        }


@dataclass(frozen=True)
class Question:
    """One question about one officer: all marks, Σu², and the marks of each day with any."""

    tally: Tally
    squares: int
    days: tuple[MarksOfDay, ...]

    @cached_property
    def interval(self) -> Interval | None:
        """The 95 % interval on the scale 25 to 100."""
        return mark_interval(self.tally, self.squares, self.days)


def officer_sums_from_json(stored: Mapping[str, Any]) -> OfficerSums:
    """Read back what `as_json` gave."""
    return OfficerSums(**stored)


def officer_union(parts: Sequence[OfficerSums]) -> OfficerSums:
    """The sums over several months."""
    found = OfficerSums(flagged=sum(part.flagged for part in parts))
    for part in parts:
        add_vectors(found.days, part.days)
        add_vectors(found.strata, part.strata)
        add_counts(found.tiers, part.tiers)
    return found


def add_vectors(into: dict[str, list[int]], vectors: Mapping[str, list[int]]) -> None:
    """Add vectors under the same names."""
    for name, vector in vectors.items():
        into[name] = plus(into[name], vector) if name in into else vector


def officer_month_sums(connection: sa.Connection, month: Month) -> dict[int, OfficerSums]:
    """The sums of every officer with exactly attributed answers in a month."""
    found: dict[int, OfficerSums] = {}
    names: dict[date, str] = {}
    rows = rows_of(connection, _day_query(month))
    for officer, day, status, tier, ratings, *packed in rows:
        sums = found.get(officer) or found.setdefault(officer, OfficerSums())
        if status != Status.COUNTS:
            sums.flagged += ratings
            continue
        name = names.get(day) or names.setdefault(day, day.isoformat())
        vector = _vector(ratings, packed)
        sums.days[name] = plus(sums.days[name], vector) if name in sums.days else vector
        sums.tiers[tier] = sums.tiers.get(tier, 0) + ratings
    _add_strata(connection, month, found)
    return found


def _personal(month: Month) -> sa.ColumnElement[bool]:
    return sa.and_(
        in_month(month),
        Rating.officer_id.is_not(None),
        Rating.attribution_certainty == Certainty.EXACT,
        Rating.tier != PAPER,
    )


def _day_query(month: Month) -> sa.Select[Any]:
    keys = (Rating.officer_id, Rating.received_on, Rating.status, Rating.tier)
    return (
        sa.select(*keys, sa.func.count(), *map(_packed, QUESTIONS))
        .where(_personal(month), Rating.status != Status.STRUCK)
        .group_by(*keys)
    )


def _packed(question: str) -> sa.ColumnElement[int]:
    """Number, Σu and Σu² of one question in one whole number: a third of the columns."""
    weights = {mark: _pack(1, mark, mark * mark) for mark in MARKS}
    value = sa.case(
        *(
            (getattr(Rating, question) == mark, sa.literal_column(str(weight)))
            for mark, weight in weights.items()
        )
    )
    return sa.cast(sa.func.sum(value), sa.BigInteger)


def _pack(number: int, marks: int, squares: int) -> int:
    return number + (marks << BITS_OF_NUMBER) + (squares << BITS_OF_NUMBER + BITS_OF_SUM)


def _unpack(packed: int) -> tuple[int, int, int]:
    above = packed >> BITS_OF_NUMBER
    return packed & MOST_PACKED, above & (1 << BITS_OF_SUM) - 1, above >> BITS_OF_SUM


def _vector(ratings: int, packed: Iterable[int | None]) -> list[int]:
    if ratings > MOST_PACKED:
        raise RuntimeError(f"{ratings} answers about one officer in one group do not fit")
    return [ratings, *(number for value in packed for number in _unpack(value or 0))]


def _add_strata(connection: sa.Connection, month: Month, found: dict[int, OfficerSums]) -> None:
    """Everybody's marks by service, outcome and channel: what an officer is compared within."""
    keys = (Rating.officer_id, Rating.service_id, Rating.outcome, Rating.channel)
    query = (
        sa.select(*keys, sa.func.count(), *map(_packed, COMPARED))
        .where(_personal(month), Rating.status == Status.COUNTS)
        .group_by(*keys)
    )
    together: dict[str, list[int]] = {}
    for officer, service, outcome, channel, ratings, *packed in rows_of(connection, query):
        name = f"{service or UNNAMED}/{outcome or UNNAMED}/{channel or UNNAMED}"
        own = _vector(ratings, packed)[1:]
        found[officer].strata[name] = own
        together[name] = plus(together[name], own) if name in together else own
    for sums in found.values():
        sums.strata = {name: own + together[name] for name, own in sums.strata.items()}
