"""Administrators: organisation, people, calendar, rules, trail."""

from portal.web.admin import (
    counters,
    files,
    imports,
    locations,
    merging,
    officers,
    overview,
    posters,
    services,
    tokens,
    units,
)
from portal.web.admin.door import admin

__all__ = [
    "admin",
    "counters",
    "files",
    "imports",
    "locations",
    "merging",
    "officers",
    "overview",
    "posters",
    "services",
    "tokens",
    "units",
]
