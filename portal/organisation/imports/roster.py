"""Imports of duty rosters: nobody is on duty twice at the same time."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.authority import Actor
from portal.organisation.imports.incoming import (
    Incoming,
    IncomingRow,
    Progress,
    incoming,
    keys_of,
    refuse_twice,
)
from portal.organisation.imports.known import (
    check_counters,
    keys_of_people,
    known_people,
    name_officers,
    span_of,
)
from portal.organisation.imports.plan import Plan, compared, merged
from portal.organisation.imports.storing import counter_ids, delete, insert, officer_ids, update
from portal.organisation.layouts import ROSTER
from portal.organisation.listings import (
    listed_officers,
    listed_roster,
)
from portal.organisation.models import Duty
from portal.organisation.rules.facts import DutyFacts
from portal.organisation.rules.hours import Shift, clashes
from portal.sheets import Sheet

_DUTY = keys_of("officer", "unit", "counter", "on_date", "starts_at")


_CANCEL = "Pakai baris dengan kolom Batal berisi ya untuk menghapus jadwal lama."


def plan_roster(actor: Actor, sheet: Sheet, progress: Progress) -> Plan[int, DutyFacts]:
    """What a sheet of duties would change; nobody may be on duty twice at the same time."""
    rows = incoming(ROSTER, sheet, progress)
    for row in rows.rows:
        _settle_times(row)
    officers = listed_officers(actor)
    name_officers(rows, keys_of_people(known_people(actor).facts.values()))
    _check_left(rows, {f.key: f.left_on for f in officers.values() if f.left_on})
    check_counters(actor, rows)
    refuse_twice(rows, "starts_at", _DUTY)
    stored = listed_roster(actor, span_of(rows))
    there = {_DUTY(_taken(facts)): (at, facts) for at, facts in stored.items()}
    _check_clashes(rows, stored)
    rows.settle()
    return _roster_plan(rows, there)


def _roster_plan(
    rows: Incoming, there: Mapping[Any, tuple[int, DutyFacts]]
) -> Plan[int, DutyFacts]:
    kept, removed = [], []
    gone = 0
    for row in rows.rows:
        at, before = there.get(_DUTY(row.taken), (None, None))
        if row.taken.get("cancelled"):
            if at is None or before is None:
                gone += 1  # cancelled by an earlier import of the same sheet
            else:
                removed.append((at, before))
            continue
        facts = {key: value for key, value in row.taken.items() if key != "cancelled"}
        kept.append((at, before, merged(DutyFacts, before, facts)))
    plan = compared(kept)
    return Plan(plan.added, plan.changed, removed, plan.unchanged + gone)


def _taken(facts: DutyFacts) -> dict[str, Any]:
    return {
        "officer": facts.officer,
        "unit": facts.unit,
        "counter": facts.counter,
        "on_date": facts.on_date,
        "starts_at": facts.starts_at,
    }


def _settle_times(row: IncomingRow) -> None:
    """Bring date and times together; the date may stand with either time or in its own cell."""
    taken, has_bad_day = row.taken, row.is_bad("on_date")
    start_day, start = taken.pop("starts_at", None) or (None, None)
    end_day, end = taken.pop("ends_at", None) or (None, None)
    day = taken.pop("on_date", None) or start_day
    if day is not None:
        taken["on_date"] = day
    elif start is not None and not has_bad_day:
        row.problem("on_date", "tanggal kosong.", "Isi Tanggal, atau tanggal dan jam di Mulai.")
    for key, other in (("starts_at", start_day), ("ends_at", end_day)):
        if other is not None and day is not None and other != day:
            row.problem(
                key, f"tanggal {other:%d/%m/%Y} bukan {day:%d/%m/%Y}.", "Satu hari satu baris."
            )
    if start is not None and end is not None and end <= start:
        row.problem("ends_at", "selesai sebelum mulai.", "Jaga malam ditulis dua baris.")
    taken.update({k: v for k, v in (("starts_at", start), ("ends_at", end)) if v is not None})


def _check_left(rows: Incoming, left: Mapping[str, date]) -> None:
    for row in rows.rows:
        since, day = left.get(row.taken.get("officer", "")), row.taken.get("on_date")
        if since and day and day >= since and not row.taken.get("cancelled"):
            row.problem("officer", f"sudah berhenti sejak {since:%d/%m/%Y}.", "Periksa petugasnya.")


def _check_clashes(rows: Incoming, stored: Mapping[int, DutyFacts]) -> None:
    """Note each duty during which its officer is at another desk, in this sheet or stored."""
    by_number = {row.number: row for row in rows.rows}
    named = {_DUTY(row.taken) for row in rows.rows}
    # A row that repeats another is named as such, not as a clash too.
    planned = {_DUTY(row.taken): row for row in reversed(rows.rows) if _is_planned(row)}
    shifts = [_shift(row) for row in planned.values()]
    shifts += [
        Shift(f.officer, f.on_date, f.starts_at, f.ends_at, None)
        for f in stored.values()
        if _DUTY(_taken(f)) not in named
    ]
    for first, second in clashes(shifts):
        said, other = (second, first) if second.label is not None else (first, second)
        if said.label is not None:
            what = f"bentrok dengan {_where(other)}: petugas sama, jam bertumpang."
            by_number[said.label].problem("starts_at", what, "" if other.label else _CANCEL)


def _is_planned(row: IncomingRow) -> bool:
    is_whole = all(
        row.taken.get(key) is not None for key in ("officer", "on_date", "starts_at", "ends_at")
    )
    return is_whole and not row.taken.get("cancelled")


def _shift(row: IncomingRow) -> Shift:
    t = row.taken
    return Shift(t["officer"], t["on_date"], t["starts_at"], t["ends_at"], row.number)


def _where(shift: Shift) -> str:
    if shift.label is not None:
        return f"baris {shift.label}"
    return f"jadwal tersimpan {shift.day:%d/%m/%Y} {shift.start:%H.%M}–{shift.end:%H.%M}"


def store_roster(plan: Plan[int, DutyFacts]) -> None:
    """Remove what is cancelled, then store added and changed duties."""
    officers, counters = officer_ids(), counter_ids()

    def columns(facts: DutyFacts) -> dict[str, Any]:
        return {
            "officer_id": officers[facts.officer],
            "counter_id": counters[facts.unit, facts.counter],
            "on_date": facts.on_date,
            "starts_at": facts.starts_at,
            "ends_at": facts.ends_at,
            "desk": facts.desk,
        }

    delete(Duty, [at for at, _ in plan.removed])
    insert(Duty, [columns(facts) for facts in plan.added])
    update(Duty, [{"id": change.id, **columns(change.after)} for change in plan.changed])
