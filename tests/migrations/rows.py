"""Plain rows for a database at any revision: written without models, as of that day."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, time
from itertools import islice
from typing import Any

import sqlalchemy as sa

from portal.audit.rules import GENESIS, Link, link_hash, values_digest

RATINGS = 10_000
DAY = date(2026, 10, 5)

Row = dict[str, Any]


def fill(connection: sa.Connection, *, ratings: int = RATINGS, head: bool = True) -> None:
    """Put rows into every known table that exists at this revision.

    Without `head` the trail's head is left where it was: a trail that does not verify.
    """
    metadata = sa.MetaData()
    metadata.reflect(bind=connection)
    for name, rows in ROWS:
        if name in metadata.tables:
            chosen = islice(rows(), ratings) if name == "rating" else rows()
            connection.execute(metadata.tables[name].insert(), list(chosen))
    if head:
        last = list(_trail())[-1]
        values = {"sequence": last["sequence"], "hash": last["hash"]}
        connection.execute(metadata.tables["audit_head"].update().values(values))


def content(connection: sa.Connection, columns: dict[str, list[str]]) -> dict[str, tuple[int, str]]:
    """Per table: how many rows, and a digest over the given columns, in the order of keys."""
    found = {}
    for name, names in columns.items():
        chosen = ", ".join(f'"{column}"' for column in names)
        order = ", ".join(str(place + 1) for place in range(len(names)))
        rows = connection.exec_driver_sql(f'SELECT {chosen} FROM "{name}" ORDER BY {order}')
        digest, count = hashlib.sha256(), 0
        for row in rows:
            digest.update(repr(tuple(row)).encode())
            count += 1
        found[name] = (count, digest.hexdigest())
    return found


def filled_columns(connection: sa.Connection) -> dict[str, list[str]]:
    """The tables of ROWS that exist, with all their columns at this moment."""
    inspector = sa.inspect(connection)
    present = set(inspector.get_table_names())
    return {
        name: [column["name"] for column in inspector.get_columns(name)]
        for name, _rows in ROWS
        if name in present
    }


def _trail() -> Iterator[Row]:
    previous = GENESIS
    for number in range(1, 51):
        at = f"2026-10-05T08:00:{number:02}.000+00:00"
        digest = values_digest(f"{number:032x}", _value(number))
        link = Link(number, at, "operator:uji", "uji", f"uji:{number}", digest)
        yield {**asdict(link), "previous": previous, "hash": link_hash(previous, link)}
        previous = link_hash(previous, link)


def _value(number: int) -> str:
    return f'{{"n":{number},"kata":"\\\\N \t"}}'


def _values() -> Iterator[Row]:
    for number in range(1, 51):
        yield {"sequence": number, "salt": f"{number:032x}", "content": _value(number)}


def _units() -> Iterator[Row]:
    for number in range(1, 13):
        yield {
            "id": number,
            "code": f"U{number}",
            "name": f"Unit {number} “Sungai”",
            "kind": "dinas",
            "parent_id": None if number == 1 else 1,
            "work_days": 5,
            "contact": "",
        }


def _services() -> Iterator[Row]:
    for number in range(1, 11):
        facts = {"code": f"S{number}", "name": f"Layanan {number}", "name_en": ""}
        yield {"id": number, "unit_id": 2, "tariff": "gratis", "rupiah": None, **facts}


def _counters() -> Iterator[Row]:
    for number in range(1, 41):
        facts = {"number": str(number), "name": f"Loket {number}", "name_en": ""}
        yield {"id": number, "unit_id": 2 + number % 10, **facts}


def _codes() -> Iterator[Row]:
    for number in range(1, 41):
        yield {"code": f"AB{number:04}", "counter_id": number, "is_current": number % 2 == 0}


def _officers() -> Iterator[Row]:
    for number in range(1, 121):
        yield {
            "id": number,
            "handle": f"h{number}",
            "kind": "pns",
            "nip": f"198609262015051{number:03}",
            "name": f"Petugas {number}",
            "call_name": "",
            "shows_name": True,
            "unit_id": 2,
            "position": "",
        }


def _duties() -> Iterator[Row]:
    for number in range(1, 121):
        hours = {"starts_at": time(7, 30), "ends_at": time(16), "desk": "1"}
        counter = number % 40 + 1
        yield {"id": number, "officer_id": number, "counter_id": counter, "on_date": DAY, **hours}


def _served() -> Iterator[Row]:
    for number in range(1, 41):
        yield {"counter_id": number, "on_date": DAY, "number": number}


def _questionnaires() -> Iterator[Row]:
    facts = {"kind": "uji", "version": 1, "valid_from": DAY, "definition": '{"a": "b\\nc\\t"}'}
    yield {"id": 1001, **facts}


def _ratings() -> Iterator[Row]:
    chance = random.Random(2)
    month = 26 * 12 + 10
    marks = ("overall", "perilaku", "waktu", "biaya")
    for number in range(RATINGS):
        yield {
            "id": (month << 51) | (chance.getrandbits(37) << 14 | number),
            "ticket_key": chance.randbytes(16),
            "month": "2026-10",
            "received_on": DAY,
            "part_of_day": chance.choice(("pagi", "siang", None)),
            "unit_id": 2 + number % 10,
            "counter_id": 1 + number % 40,
            "officer_id": 1 + number % 120,
            "attribution_certainty": "exact",
            "channel": "qr",
            "tier": "C",
            "status": "counts",
            "questionnaire_id": 1001,
            "reason_explained": chance.choice((True, False, None)),
            **{mark: chance.choice((1, 2, 3, 4)) for mark in marks},
        }


def _comments() -> Iterator[Row]:
    for number in range(1, 301):
        words = f"Saran {number}: \\N bukan kosong,\tbiaya <Rp50.000\r\ndan “cepat” \\ 🙂"
        yield {"id": number, "week": DAY, "unit_id": 2, "counter_id": 1, "text": words}


ROWS = (
    ("audit_entry", _trail),
    ("audit_value", _values),
    ("unit", _units),
    ("service", _services),
    ("counter", _counters),
    ("counter_code", _codes),
    ("officer", _officers),
    ("duty", _duties),
    ("served", _served),
    ("questionnaire", _questionnaires),
    ("rating", _ratings),
    ("comment", _comments),
)
