"""Where a complaint belongs: the counter somebody stands at, or a unit chosen from the list."""

from dataclasses import dataclass
from datetime import datetime

from portal.organisation.places import UnitSign
from portal.organisation.queries import (
    CounterSign,
    OfficerOnDuty,
    ServiceOffered,
    officers_on_duty,
)
from portal.organisation.rule_sets import TimeLimits, limits_in_force


@dataclass(frozen=True, slots=True)
class ComplaintPlace:
    """What the form shows of a place, and what its answers mean there."""

    counter: CounterSign | None
    unit_id: int
    unit_code: str
    unit_name: str
    government_name: str
    services: tuple[ServiceOffered, ...]
    officers: tuple[OfficerOnDuty, ...]
    limits: TimeLimits

    @property
    def counter_id(self) -> int | None:
        return self.counter.id if self.counter else None

    def service(self, code: str | None) -> ServiceOffered | None:
        """The chosen service; where there is one alone it is that."""
        if len(self.services) == 1:
            return self.services[0]
        return next((one for one in self.services if one.code == code), None)

    def unit_of(self, service: ServiceOffered | None) -> int:
        """In a mal pelayanan publik one desk serves several agencies: the service says whose."""
        return service.unit_id if service else self.unit_id

    def is_free(self, service: ServiceOffered | None) -> bool | None:
        """Is the service free by its tariff? Unknown unless it was chosen, or all cost money."""
        if service is not None:
            return service.is_free
        all_paid = self.services and not any(one.is_free for one in self.services)
        return False if all_paid else None

    def officer_id(self, handle: str | None) -> int | None:
        """The officer of the roster who was chosen."""
        return next((one.id for one in self.officers if one.handle == handle), None)


def at_counter(counter: CounterSign, at: datetime) -> ComplaintPlace:
    """A counter with who was on duty when the form was handed out."""
    return ComplaintPlace(
        counter=counter,
        unit_id=counter.unit_id,
        unit_code=counter.unit_code,
        unit_name=counter.unit_name,
        government_name=counter.government_name,
        services=counter.services,
        # A ticket knows the minute and no more: what is shown has to be what is stored.
        officers=officers_on_duty(counter.id, at.replace(second=0, microsecond=0)),
        limits=limits_in_force(counter.unit_id, at.date()),
    )


def in_unit(unit: UnitSign, at: datetime) -> ComplaintPlace:
    """A unit without a counter: nobody knows who was there."""
    return ComplaintPlace(
        counter=None,
        unit_id=unit.id,
        unit_code=unit.code,
        unit_name=unit.name,
        government_name=unit.government_name,
        services=unit.services,
        officers=(),
        limits=limits_in_force(unit.id, at.date()),
    )
