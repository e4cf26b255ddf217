"""The frozen rows of a closing: canonical JSON with schema, extract id, head of the trail."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.audit.rules import canonical
from portal.indicators.computing import Heading
from portal.indicators.figures import FINAL, SCHEMA, Indicator, Overall, as_json
from portal.indicators.rules.definition import Weight
from portal.indicators.rules.publication import Limits
from portal.indicators.subjects import Person, SubjectKey
from portal.month import Month

Row = dict[str, Any]
# Notes of a row that stand in no public text.
FOR_STAFF = frozenset({"profile", "staff_overall", "staff_shown", "compared"})
EXTRACT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be closed, and by which rules."""

    month: Month
    revision: int
    weight: Weight
    limits: Limits
    audit_sequence: int
    audit_hash: str


def new_extract_id() -> str:
    """A random name for one frozen row."""
    return secrets.token_hex(EXTRACT_BYTES)


def heading_of(asked: Asked, period: str, revision: int) -> Heading:
    """What a final figure says about itself."""
    return Heading(period, revision, FINAL, asked.weight, asked.limits)


def _public(figure: Indicator) -> Indicator:
    """Without the overall mark: publicity is not decided for it (indicators/publicity.py)."""
    return replace(figure, overall=Overall(figure.overall.answers))


def _public_text(public: Indicator, stamp: Mapping[str, Any]) -> str:
    open_stamp = {name: value for name, value in stamp.items() if name not in FOR_STAFF}
    return canonical({**as_json(_public(public)), **open_stamp})


def figure_row(
    asked: Asked,
    key: SubjectKey,
    unit_id: int | None,
    shown: Indicator,
    public: Indicator | None,
    sums: str,
    notes: Mapping[str, Any] | None = None,
) -> Row:
    """One row of closed_figure."""
    extract = new_extract_id()
    stamp = {
        "schema": SCHEMA,
        "extract_id": extract,
        "weight": asked.weight.value,
        "audit": {"sequence": asked.audit_sequence, "hash": asked.audit_hash},
        **(notes or {}),
    }
    return {
        "extract_id": extract,
        "slot": f"{shown.month}/{shown.revision}/{key.kind}/{key.id}",
        "period": shown.month,
        "revision": shown.revision,
        "subject_type": key.kind,
        "subject_id": key.id,
        "unit_id": unit_id,
        "schema": SCHEMA,
        "content": canonical({**as_json(shown), **stamp}),
        "public": None if public is None else _public_text(public, stamp),
        "sums": sums,
    }


def record_row(asked: Asked, person: Person, content: Mapping[str, Any]) -> Row:
    extract = new_extract_id()
    audit = {"sequence": asked.audit_sequence, "hash": asked.audit_hash}
    stamp = {"schema": SCHEMA, "extract_id": extract, "audit": audit}
    return {
        "extract_id": extract,
        "slot": f"{asked.month}/{asked.revision}/{person.id}",
        "month": str(asked.month),
        "revision": asked.revision,
        "officer_id": person.id,
        "unit_id": person.unit_id,
        "schema": SCHEMA,
        "content": canonical({**content, **stamp}),
    }


def changed_numbers(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Row]:
    """Every value that differs between two contents: where, old, new.

    Stamps do not count, nor that a unit has another name today.
    """
    for path in sorted(
        {*before, *after} - {"schema", "extract_id", "audit", "revision", "subject"}
    ):
        old, new = before.get(path), after.get(path)
        if isinstance(old, dict) and isinstance(new, dict):
            for change in changed_numbers(old, new):
                yield {**change, "name": f"{path}.{change['name']}"}
        elif old != new:
            yield {"name": path, "old": old, "new": new}
