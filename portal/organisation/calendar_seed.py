"""Holidays of Indonesia from the `holidays` package, for the years it knows.

The package's future years are estimates and decrees change within the year, so this only seeds:
the table in the database is the authority, and each day names its decree.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

import holidays
import sqlalchemy as sa

from portal.database import db
from portal.organisation.models import Holiday

# The joint decrees (SKB) of the ministers of religion, manpower and administrative reform.
DECREES: Mapping[int, str] = MappingProxyType(
    {
        2025: (
            "SKB Menag 1017/2024, Menaker 2/2024, MenPANRB 2/2024,"
            " diubah SKB 933/2025, 1/2025, 3/2025"
        ),
        2026: "SKB Menag 1497/2025, Menaker 2/2025, MenPANRB 5/2025",
    }
)
_CATEGORIES = (("public", "libur_nasional"), ("government", "cuti_bersama"))


def missing_holidays(years: Iterable[int]) -> list[dict[str, Any]]:
    """The days of these years that the table lacks, as column values, in order."""
    stored = set(db.session.execute(sa.select(Holiday.on_date)).scalars())
    found = {day["on_date"]: day for year in years for day in holidays_of(year)}
    return [found[day] for day in sorted(found) if day not in stored]


def holidays_of(year: int) -> Iterator[dict[str, Any]]:
    """National holidays after cuti bersama, so that the former win where both fall on a day."""
    for category, kind in reversed(_CATEGORIES):
        days = holidays.country_holidays("ID", years=year, categories=(category,), language="id")
        for on_date, name in sorted(days.items()):
            yield _column_values(on_date, kind, name)


def _column_values(on_date: date, kind: str, name: str) -> dict[str, Any]:
    return {"on_date": on_date, "kind": kind, "name": name[:200], "decree": decree_of(on_date.year)}


def decree_of(year: int) -> str:
    """The decree that fixes a year's holidays, or where the estimate comes from."""
    unverified = f"paket holidays {version('holidays')}, belum diverifikasi dengan SKB"
    return DECREES.get(year, unverified)
