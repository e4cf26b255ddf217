"""The sheets of the organisation: which columns they have, in both languages.

One layout serves import, export and docs/imports.md. Headers may stand in any order and case;
signs and spaces in them do not matter.
"""

from collections.abc import Mapping
from types import MappingProxyType

from portal.organisation.layouts.days import ROSTER, SERVED
from portal.organisation.layouts.offers import COUNTERS, SERVICES
from portal.organisation.layouts.people import ACTING, OFFICERS
from portal.organisation.layouts.places import LOCATIONS, UNITS
from portal.sheets import Layout

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        layout.name: layout
        for layout in (UNITS, LOCATIONS, SERVICES, COUNTERS, OFFICERS, ACTING, ROSTER, SERVED)
    }
)

__all__ = [
    "ACTING",
    "COUNTERS",
    "LAYOUTS",
    "LOCATIONS",
    "OFFICERS",
    "ROSTER",
    "SERVED",
    "SERVICES",
    "UNITS",
]
