"""Complementary suppression over a whole closed month: nothing that is public isolates 1 to 9."""

from datetime import date
from itertools import chain, combinations

import pytest
from flask import Flask

from portal.appraisal.commands import close_month
from portal.authority import operator
from portal.indicators.figures import Indicator
from portal.indicators.publicity import leaves_nobody_alone
from portal.indicators.queries import published_indicators
from portal.indicators.rules.definition import Weight
from portal.month import Month
from tests.indicators.town import make_ratings, make_town


def close(month: int, today: date) -> None:
    close_month(
        operator("uji"),
        month=Month(2026, month),
        today=today,
        weight=Weight.NINTH,
        reviewed="ya",
    )


def counted(figure: Indicator) -> dict[str, int]:
    return {
        "answers": figure.answers,
        "overall": figure.overall.answers,
        **{str(e): f.answers for e, f in figure.elements.items()},
    }


def shown(period: str, kind: str, unit: str) -> list[Indicator]:
    return [f for f in published_indicators(period, kind, unit) if f.index is not None]


@pytest.mark.parametrize("seed", range(6))
def test_no_difference_of_a_unit_and_its_parts_isolates_a_few(sqlite_app: Flask, seed: int) -> None:
    town = make_town()
    make_ratings(town, "2026-10", 150 + 130 * seed, seed)
    close(10, date(2026, 11, 3))
    units = {f.subject.code: f for f in published_indicators("2026-10")}
    assert units["PEMDA"].index is not None
    tables = 0
    for code, whole in units.items():
        if whole.index is None:
            continue
        parts = [*shown("2026-10", "unit", code), *shown("2026-10", "counter", code)]
        for some in _subsets(parts):
            tables += 1
            for name, total in counted(whole).items():
                left = total - sum(counted(part)[name] for part in some)
                assert left == 0 or left >= 10, (code, [p.subject.code for p in some], name)
        services = shown("2026-10", "service", code)
        for some in _subsets(services):
            left = whole.answers - sum(service.answers for service in some)
            assert left == 0 or left >= 10
    assert tables > 1


def _subsets(parts: list[Indicator]) -> list[tuple[Indicator, ...]]:
    return list(chain.from_iterable(combinations(parts, n) for n in range(len(parts) + 1)))


def test_a_quarter_never_gives_away_its_small_month(sqlite_app: Flask) -> None:
    town = make_town()
    sizes = {10: 200, 11: 4, 12: 200}
    for number, today in ((10, date(2026, 11, 3)), (11, date(2026, 12, 3)), (12, date(2027, 1, 3))):
        make_ratings(town, f"2026-{number}", sizes[number], number, status="counts")
        close(number, today)
    months = {
        f"2026-{n}": next(f for f in published_indicators(f"2026-{n}") if f.subject.code == "PEMDA")
        for n in sizes
    }
    assert months["2026-11"].index is None
    for period in ("2026-TW4", "2026-S2", "2026"):
        figure = next(f for f in published_indicators(period) if f.subject.code == "PEMDA")
        known = [f for f in months.values() if f.index is not None and not f.block]
        left = figure.answers - sum(f.answers for f in known)
        assert figure.index is None or left == 0 or left >= 10


@pytest.mark.parametrize(
    ("hidden", "own", "may"),
    [
        ([{"answers": 20}], [{"answers": 4}], True),
        ([{"answers": 10}], [{"answers": 4}], False),
        ([{"answers": 12}, {"answers": 12}], [{"answers": 6}, {"answers": 8}], True),
        ([{"answers": 14}], [{"answers": 14}], True),
        ([{"answers": 30, "waktu": 20}], [{"answers": 12, "waktu": 12}], False),
        ([], [], True),
    ],
)
def test_what_is_left_of_the_others(
    hidden: list[dict[str, int]], own: list[dict[str, int]], may: bool
) -> None:
    assert leaves_nobody_alone(hidden, own) is may
