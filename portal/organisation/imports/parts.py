"""The sheets of one import: what each would change, told for the preview and the trail."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from portal.audit.commands import record
from portal.audit.rules import canonical
from portal.authority import Actor
from portal.organisation.imports.plan import Facts, ImportResult, Plan, differences, trail
from portal.sheets import Sheet

# Made at random for each new counter, and made again when it is stored.
_MADE_WHEN_STORED = ("counters", "code")


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of an import: its layout's name, its plan, what names its things in the trail."""

    name: str
    plan: Plan[Any, Any]
    keys: tuple[str, ...]
    sheet: Sheet


class Kind(StrEnum):
    """What happens to one thing."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that an import adds, changes or removes; None stands for "not there"."""

    kind: Kind
    before: Facts | None
    after: Facts | None

    def values(self, name: str) -> tuple[Any, Any]:
        """One fact before and after; what is not there is None."""
        return getattr(self.before, name, None), getattr(self.after, name, None)


def lines_of(part: Part) -> tuple[Line, ...]:
    """Everything that differs: removed, changed, added, in the order of the sheet."""
    return tuple(_without_made(part.name, line) for line in _lines(part.plan))


def _lines(plan: Plan[Any, Any]) -> Iterator[Line]:
    for _identity, facts in plan.removed:
        yield Line(Kind.REMOVED, facts, None)
    for change in plan.changed:
        yield Line(Kind.CHANGED, change.before, change.after)
    for facts in plan.added:
        yield Line(Kind.ADDED, None, facts)


def _without_made(sheet: str, line: Line) -> Line:
    name, field = _MADE_WHEN_STORED
    before, after = line.values(field)
    if sheet != name or line.after is None or before == after:
        return line
    facts: Any = line.after
    return replace(line, after=replace(facts, **{field: ""}))


def digest_of(parts: Sequence[Part]) -> str:
    """What an import would change, as one digest: equal only while nothing else changed."""
    said = [
        [part.name, line.kind.value, *differences(line.before, line.after)]
        for part in parts
        for line in lines_of(part)
    ]
    return hashlib.sha256(canonical({"lines": said}).encode()).hexdigest()[:32]


def finished(actor: Actor, parts: Sequence[Part], *, is_trial: bool = False) -> ImportResult:
    """Write down what differed, if anything, and say how much it was."""
    if not is_trial and any(not part.plan.is_empty for part in parts):
        trails = {part.name: trail(part.plan, part.keys) for part in parts}
        record(
            actor,
            action=f"import_{parts[0].name}",
            subject="organisation:" + "+".join(trails),
            before={name: before for name, (before, _) in trails.items()},
            after={name: after for name, (_, after) in trails.items()},
            reason=parts[0].sheet.name,
        )
    beside = result_of(parts[1], is_trial) if len(parts) > 1 else None
    return replace(result_of(parts[0], is_trial), beside=beside)


def result_of(part: Part, is_trial: bool) -> ImportResult:
    """How much of a sheet differs."""
    return ImportResult(
        sheet=part.name,
        added=len(part.plan.added),
        changed=len(part.plan.changed),
        unchanged=part.plan.unchanged,
        removed=len(part.plan.removed),
        is_trial=is_trial,
        notes=part.sheet.notes,
    )
