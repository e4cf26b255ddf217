"""The nightly gate joined to the database: what tonight knows, what earlier nights showed.

The rule itself is portal.indicators.rules.release; here are the tree, the populations and their
stored form.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.indicators.models import ReleaseNight
from portal.indicators.officers import QUESTIONS, OfficerSums
from portal.indicators.passes import MonthSums, shared_counters
from portal.indicators.rules.release import Counts, Night, Population, Release, Subject, tonight
from portal.indicators.rules.suppression import ANSWERS
from portal.indicators.subjects import Places, SubjectKey
from portal.indicators.sums import ANSWERS as ANSWERS_AT
from portal.indicators.sums import Vector, element_tallies, overall_tally
from portal.month import Month

MINIMUM = 10
OVERALL = "overall"


def name_of(key: SubjectKey) -> str:
    """A subject's name inside the gate."""
    return f"{key.kind}:{key.id}"


def unit_counts(found: MonthSums) -> dict[str, dict[str, Population]]:
    """Every population of every unit, counter and service tonight."""
    return {
        name_of(key): _populations(sums.counted())
        for key, sums in found.sums.items()
        if key.kind != "location"
    }


def _populations(vector: Vector) -> dict[str, Population]:
    overall = overall_tally(vector)
    elements = element_tallies(vector)
    # The answers' own total is the sum of all their marks: any change of a mark is seen in it.
    marks = sum(tally.total for tally in elements.values())
    return {
        ANSWERS: Population(vector[ANSWERS_AT], marks),
        OVERALL: Population(overall.answers, overall.total),
        **{e.value: Population(t.answers, t.total) for e, t in elements.items()},
    }


def officer_counts(sums: OfficerSums) -> dict[str, Population]:
    """The populations of an officer's own figures."""
    tallies = {name: sums.question(name).tally for name in QUESTIONS}
    return {name: Population(tally.answers, tally.total) for name, tally in tallies.items()}


def unit_trees(found: MonthSums) -> list[Subject]:
    """One tree per root unit: sub-units and own counters as parts, services as a grouping."""
    places = found.places
    counters: dict[int, set[int]] = {}
    homes: dict[int, set[int]] = {}
    shared = shared_counters(found.cells)
    for unit, _location, counter, service in found.cells:
        if counter is not None and counter not in shared:
            counters.setdefault(unit, set()).add(counter)
        if service is not None:
            homes.setdefault(service, set()).add(unit)
    services: dict[int, list[int]] = {}
    for service, units in homes.items():
        services.setdefault(_common(places, units), []).append(service)
    roots = [k.id for k, n in places.named.items() if k.kind == "unit" and n.unit_id is None]
    return [_tree(places, root, counters, services) for root in roots]


def _common(places: Places, units: Iterable[int]) -> int:
    """The lowest unit that holds all of these."""
    lineages = [places.lineage(unit) for unit in units]
    shared = set(lineages[0]).intersection(*lineages[1:])
    return next(unit for unit in lineages[0] if unit in shared)


def _tree(
    places: Places,
    unit: int,
    counters: Mapping[int, set[int]],
    services: Mapping[int, list[int]],
) -> Subject:
    below = tuple(_tree(places, child, counters, services) for child in places.children(unit))
    own = tuple(_leaf("counter", counter) for counter in sorted(counters.get(unit, ())))
    offered = tuple(_leaf("service", service) for service in sorted(services.get(unit, ())))
    return Subject(f"unit:{unit}", (*below, *own), (offered,) if offered else ())


def _leaf(kind: str, subject: int) -> Subject:
    return Subject(f"{kind}:{subject}", is_unit=False)


@dataclass(frozen=True, slots=True)
class LetGo:
    """The subjects whose figures are let go tonight, and those of them with their overall mark.

    Paper carries no overall mark: a subject without enough of them shows its index all the same.
    """

    figures: frozenset[str]
    overall: frozenset[str]


def decide(found: MonthSums, counts: Counts, nights: list[Night]) -> LetGo:
    """Which live figures are let go tonight: those that every population of an index allows."""
    shown: dict[str, set[str]] = {}
    for tree in unit_trees(found):
        _add(shown, tonight(tree, counts, nights, MINIMUM))
    overall = shown.pop(OVERALL, set())
    figures = frozenset(set.intersection(*shown.values()) if shown else ())
    return LetGo(figures, figures & overall)


def _add(shown: dict[str, set[str]], release: Release) -> None:
    for population, keys in release.shown.items():
        shown.setdefault(population, set()).update(keys)


def officer_may_show(now: Mapping[str, Population], last: Mapping[str, Population] | None) -> bool:
    """An officer's own figures: each question gained nothing or at least ten answers."""
    if last is None:
        return any(p.answers >= MINIMUM for p in now.values())
    gains = [population - last.get(name, Population()) for name, population in now.items()]
    return all(gain == Population() or abs(gain.answers) >= MINIMUM for gain in gains)


def night_text(counts: Counts, shown: Iterable[str], overall: Iterable[str]) -> str:
    """The stored form of one night."""
    plain = {
        subject: {name: [p.answers, p.total] for name, p in of.items()}
        for subject, of in counts.items()
    }
    content = {"counts": plain, "shown": sorted(shown), "overall": sorted(overall)}
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def earlier_nights(connection: sa.Connection, month: Month) -> list[Night]:
    """This month's releases so far, oldest first."""
    query = sa.select(ReleaseNight.content).where(ReleaseNight.month == str(month))
    rows = connection.execute(query.order_by(ReleaseNight.number)).scalars()
    return [_night(json.loads(text)) for text in rows]


def _night(stored: Mapping[str, Any]) -> Night:
    counts = {
        subject: {name: Population(*pair) for name, pair in of.items()}
        for subject, of in stored["counts"].items()
    }
    shown = dict.fromkeys(
        (name for of in counts.values() for name in of), frozenset(stored["shown"])
    )
    return Night(counts, {**shown, OVERALL: frozenset(stored["overall"])})


def last_look(nights: list[Night], subject: str) -> Mapping[str, Population] | None:
    """The populations of a subject when it was last shown."""
    for night in reversed(nights):
        if any(subject in keys for keys in night.shown.values()):
            return night.counts.get(subject)
    return None
