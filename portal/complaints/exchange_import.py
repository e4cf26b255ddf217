"""What comes back from SP4N-LAPOR!: numbers and statuses by file, all rows or none.

A blank cell leaves what is stored. A status never closes a case here: what disagrees is listed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import Actor
from portal.complaints.exchange import EXCHANGE, exchanged, note_number, taken
from portal.complaints.exchange_file import COLUMNS
from portal.complaints.models import Complaint
from portal.complaints.rules.lapor import LONGEST, NoNumber, tracking_number
from portal.complaints.searching import index_words
from portal.database import command, db
from portal.errors import Conflict, Problem, Problems
from portal.language import later
from portal.sheets import (
    BadValue,
    Column,
    Layout,
    RowReader,
    Sheet,
    Value,
    as_line,
    as_text,
    rows_of,
)

CHANGED_SINCE = later("Ada pengaduan yang berubah sejak pratinjau. Periksa lagi, lalu simpan.")
CHUNK = 500


def _number(value: Value) -> str:
    return as_text(value).replace("-", "").replace(" ", "").upper()


def _lapor_number(value: Value) -> str:
    try:
        return tracking_number(as_text(value))
    except NoNumber as error:
        raise BadValue("bukan nomor pelacakan.", "Misalnya 7654321.") from error


def _status(value: Value) -> str:
    return as_line(value, longest=LONGEST)


_TAKEN = ("number", "lapor_number", "lapor_status")
LAYOUT = Layout(
    "lapor",
    ("lapor", "sp4n lapor"),
    (
        Column(
            "number",
            COLUMNS["number"],
            _number,
            "7K3Q-9MXT",
            "nomor pengaduan di portal ini; kunci",
            ("nomor portal", "number"),
            required=True,
        ),
        Column(
            "lapor_number",
            COLUMNS["lapor_number"],
            _lapor_number,
            "7654321",
            "nomor pelacakan SP4N-LAPOR!; kosong: tetap",
            ("nomor pelacakan", "tracking id"),
            default="",
        ),
        Column(
            "lapor_status",
            COLUMNS["lapor_status"],
            _status,
            "Selesai",
            "status di SP4N-LAPOR!; kosong: tetap",
            ("status",),
            default="",
        ),
    ),
    ignored=(
        *("no", "nomor urut", "keterangan", "notes"),
        *(title for key, title in COLUMNS.items() if key not in _TAKEN),
    ),
)


@dataclass(frozen=True, slots=True)
class LaporLine:
    """What a row would change of a case: number and status, before and after."""

    number: str
    lapor_number: tuple[str, str]
    lapor_status: tuple[str, str]

    @property
    def is_change(self) -> bool:
        return any(before != after for before, after in (self.lapor_number, self.lapor_status))


@dataclass(frozen=True, slots=True)
class LaporPlan:
    """All that a file would change, and how many of its rows say what is stored already."""

    changed: tuple[LaporLine, ...]
    unchanged: int

    @property
    def seen(self) -> str:
        """The same as long as nothing it speaks of was changed."""
        return repr(self.changed)


Progress = Callable[[Sequence[RowReader]], Iterable[RowReader]]


def plan_lapor(actor: Actor, sheet: Sheet, progress: Progress = iter) -> LaporPlan:
    """What the file would do; Problems name every bad cell. Nothing is stored."""
    return _plan(actor, sheet, progress, locks=False)[0]


@command
def import_lapor(
    actor: Actor,
    *,
    sheet: Sheet,
    at: datetime,
    is_own: bool,
    seen: str | None = None,
    progress: Progress = iter,
) -> LaporPlan:
    """Store all rows or none; Conflict where that is not what the preview showed (`seen`)."""
    plan, cases = _plan(actor, sheet, progress, locks=True)
    if seen is not None and seen != plan.seen:
        raise Conflict(CHANGED_SINCE)
    for line in plan.changed:
        case = cases[line.number]
        case.lapor_number = line.lapor_number[1] or None
        case.lapor_status = line.lapor_status[1] or None
        index_words(case)
        facts = {"number": line.lapor_number[1], "status": line.lapor_status[1], "own": is_own}
        note_number(case, actor=actor, needs=EXCHANGE, at=at, facts=facts)
    if plan.changed:
        after = {"cases": [line.number for line in plan.changed], "unchanged": plan.unchanged}
        record(actor, action="import_lapor", subject=f"lapor:{at:%Y-%m-%d}", after=after)
    return plan


def _plan(
    actor: Actor, sheet: Sheet, progress: Progress, *, locks: bool
) -> tuple[LaporPlan, dict[str, Complaint]]:
    problems: list[Problem] = []
    rows = [(row, row.facts()) for row in progress(list(rows_of(LAYOUT, sheet, problems)))]
    numbers = [facts["number"] for _row, facts in rows if "number" in facts]
    cases = _cases(actor, numbers, locks=locks)
    _refuse_strangers(rows, cases)
    _refuse_twice(actor, rows)
    if problems:
        raise Problems(problems)
    lines = [_line(cases[facts["number"]], facts) for _row, facts in rows]
    changed = tuple(line for line in lines if line.is_change)
    return LaporPlan(changed, len(lines) - len(changed)), cases


def _cases(actor: Actor, numbers: Sequence[str], *, locks: bool) -> dict[str, Complaint]:
    found: dict[str, Complaint] = {}
    for start in range(0, len(numbers), CHUNK):
        some = numbers[start : start + CHUNK]
        query = sa.select(Complaint).where(*exchanged(actor), Complaint.number.in_(some))
        query = query.with_for_update(of=Complaint) if locks else query
        for case in db.session.execute(query).scalars():
            found[case.number] = case
    return found


Rows = Sequence[tuple[RowReader, dict[str, Any]]]


def _refuse_strangers(rows: Rows, cases: dict[str, Complaint]) -> None:
    """Not there, not verified and not in reach are one answer."""
    known: set[str] = set()
    for row, facts in rows:
        number = facts.get("number")
        if number is None:
            continue
        if number not in cases:
            row.problem("number", "tidak ada di antara pengaduan yang dapat Anda serahkan.")
        elif number in known:
            row.problem("number", "sudah ada di baris lain.", "Hapus salah satu.")
        known.add(number)


def _refuse_twice(actor: Actor, rows: Rows) -> None:
    wanted: dict[str, str] = {}
    for row, facts in rows:
        lapor, number = facts.get("lapor_number"), facts.get("number")
        if not lapor or not number:
            continue
        if wanted.setdefault(lapor, number) != number:
            row.problem("lapor_number", "sudah ada di baris lain.", "Satu nomor, satu pengaduan.")
    others = dict(_taken(actor, wanted))
    for row, facts in rows:
        other = others.get(facts.get("lapor_number", ""))
        if other is not None and wanted[facts["lapor_number"]] == facts.get("number"):
            row.problem("lapor_number", f"sudah dipakai pengaduan {other[:4]}-{other[4:]}.")


def _taken(actor: Actor, wanted: dict[str, str]) -> Iterator[tuple[str, str]]:
    names = list(wanted)
    for start in range(0, len(names), CHUNK):
        some = {name: wanted[name] for name in names[start : start + CHUNK]}
        yield from taken(actor, some).items()


def _line(case: Complaint, facts: dict[str, Any]) -> LaporLine:
    number, status = case.lapor_number or "", case.lapor_status or ""
    return LaporLine(
        number=case.number,
        lapor_number=(number, facts.get("lapor_number") or number),
        lapor_status=(status, facts.get("lapor_status") or status),
    )
