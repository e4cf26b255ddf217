"""The targets of a unit's year beside its figures: judged by the interval, with the document."""

from dataclasses import dataclass

from portal.indicators.rules.change import Target as Achievement
from portal.indicators.staff_queries import UnitResults
from portal.indicators.targets import SetTarget, achievement, unit_targets
from portal.language import decimal
from portal.language import gettext as _


@dataclass(frozen=True, slots=True)
class TargetFact:
    """One target in the row of figures."""

    label: str
    value: str
    note: str


def target_facts(found: UnitResults) -> list[TargetFact]:
    """What the annual plan promises for the year of this month; nothing where none is set."""
    targets = unit_targets(found.unit.code, found.month.year)
    return [_fact(targets[name], found) for name in ("index", "overall") if name in targets]


def _fact(target: SetTarget, found: UnitResults) -> TargetFact:
    label = _("Target IKM") if target.indicator == "index" else _("Target nilai keseluruhan")
    judged = achievement(target, found.shown.figure if found.shown else None)
    words = {
        None: "",
        Achievement.REACHED: _("tercapai"),
        Achievement.UNCLEAR: _("belum pasti"),
        Achievement.MISSED: _("belum tercapai"),
    }
    note = ", ".join(part for part in (words[judged], target.document) if part)
    return TargetFact(label, decimal(target.value), note)
