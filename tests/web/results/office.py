"""A regency with figures for the pages of results: two closed months and one that grows."""

from dataclasses import dataclass
from datetime import date

from portal.appraisal.commands import close_month
from portal.authority import operator
from portal.indicators.commands import release_month
from portal.indicators.rules.definition import Weight
from portal.month import Month
from tests.indicators.town import Town, make_ratings, make_town

AUGUST, SEPTEMBER, OCTOBER = (Month(2026, number) for number in (8, 9, 10))
OPERATOR = operator("uji")


@dataclass
class Office:
    """The town, and its units by code."""

    town: Town

    def unit(self, code: str):
        return next(unit for unit in self.town.units if unit.code == code)


def make_office(number: int = 700) -> Office:
    """August and September closed, October released on the twentieth."""
    town = make_town()
    for at, month in enumerate((AUGUST, SEPTEMBER, OCTOBER)):
        make_ratings(town, str(month), number, at + 1)
    for month in (AUGUST, SEPTEMBER):
        close_month(
            OPERATOR,
            month=month,
            today=month.next().first_day.replace(day=5),
            weight=Weight.NINTH,
            reviewed="ya",
        )
    release_month(OPERATOR, month=OCTOBER, today=date(2026, 10, 20), weight=Weight.NINTH)
    return Office(town)
