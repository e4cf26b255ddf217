"""What a sheet says of each thing: the same frozen values for import, comparison and export.

Things are named by the codes that people know, never by database ids. A fact of an import and
the fact of an export of the same thing are equal, so "unchanged" is plain equality.
"""

from dataclasses import dataclass
from datetime import date, time

from portal.organisation.rules.tariff import FREE, Tariff


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit; `parent` is the code of the unit above, None for the government itself."""

    code: str
    name: str
    parent: str | None = None
    kind: str = ""
    work_days: int = 5
    contact: str = ""
    retired_on: date | None = None


@dataclass(frozen=True, slots=True)
class LocationFacts:
    """A building or place; `held_on` and `hours` for a mobile service day."""

    code: str
    name: str
    kind: str = "kantor"
    address: str = ""
    held_on: date | None = None
    hours: str = ""
    retired_on: date | None = None


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service of a unit with its tariff."""

    code: str
    name: str
    unit: str
    name_en: str = ""
    tariff: Tariff = FREE
    retired_on: date | None = None


@dataclass(frozen=True, slots=True)
class CounterFacts:
    """A counter by unit and number; `successor` is where a closed one leads: (unit, number)."""

    unit: str
    number: str
    name: str
    name_en: str = ""
    location: str | None = None
    services: tuple[str, ...] = ()
    closed_on: date | None = None
    successor: tuple[str, str] | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """An officer, known by NIP or by internal id (or both)."""

    nip: str | None
    internal_id: str | None
    name: str
    unit: str
    kind: str
    call_name: str = ""
    shows_name: bool = True
    position: str = ""
    left_on: date | None = None

    @property
    def key(self) -> str:
        """The number by which other sheets name this officer."""
        return self.nip or self.internal_id or ""


@dataclass(frozen=True, slots=True)
class ActingFacts:
    """An acting appointment (Plt., Plh.) of an officer in a unit, by its decree."""

    officer: str
    unit: str
    decree: str
    kind: str
    starts_on: date
    ends_on: date
    position: str = ""


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """An officer at a counter on a day, from a local time to a local time."""

    officer: str
    unit: str
    counter: str
    on_date: date
    starts_at: time
    ends_at: time
    desk: str = ""


@dataclass(frozen=True, slots=True)
class ServedFacts:
    """How many people a counter served on a day."""

    unit: str
    counter: str
    on_date: date
    number: int
