"""Plain rows for a database at any revision: written without models, as of that day."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

import sqlalchemy as sa

from portal.audit.rules import GENESIS, Link, link_hash, values_digest
from tests.migrations.case_rows import CASE_ROWS

RATINGS = 10_000
DAY = date(2026, 10, 5)
MOMENT = datetime(2026, 10, 5, 1, 2, 3, tzinfo=UTC)

Row = dict[str, Any]


def fill(
    connection: sa.Connection,
    *,
    ratings: int = RATINGS,
    head: bool = True,
    only: frozenset[str] | None = None,
) -> None:
    """Put rows into every known table that exists at this revision, or into `only` some.

    Without `head` the trail's head is left where it was: a trail that does not verify.
    Closed months come without a seal: `portal doctor` complains of them, and is right.
    """
    metadata = sa.MetaData()
    metadata.reflect(bind=connection)
    for name, rows in ROWS:
        if name in metadata.tables and (only is None or name in only):
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


def _announcements() -> Iterator[Row]:
    for number in range(1, 4):
        shown = {"shows_from": DAY, "shows_until": DAY}
        yield {"id": number, "unit_id": number, "text": f"<p>Libur {number} & tutup</p>", **shown}


def _live_figures() -> Iterator[Row]:
    for number in range(1, 13):
        subject = {"subject_type": "unit", "subject_id": number, "unit_id": number}
        yield {"month": "2026-10", **subject, "released_on": DAY, "content": '{"n":1}'}


def _nights() -> Iterator[Row]:
    yield {"month": "2026-10", "number": 1, "released_on": DAY, "content": "{}"}


def _closings() -> Iterator[Row]:
    for revision in (1, 2):
        yield {
            "slot": f"2026-09/{revision}",
            "month": "2026-09",
            "revision": revision,
            "extract_id": f"c{revision:031}",
            "closed_on": DAY,
            "closed_by": "operator:uji",
            "reason": "" if revision == 1 else "salah hitung",
            "reviewed": "",
            "definition": "skm-2017/weight-1_9/available/1",
            "weight": "1/9",
            "audit_sequence": 1,
            "audit_hash": "0" * 64,
            "schema": 1,
            "content": "{}",
        }


def _closed_months() -> Iterator[Row]:
    yield {"month": "2026-09"}


def _closed_figures() -> Iterator[Row]:
    for number in range(1, 13):
        subject = {"subject_type": "unit", "subject_id": number, "unit_id": number}
        facts = {"schema": 1, "content": '{"a":"\\\\N"}', "public": None, "sums": "{}"}
        slot = {"extract_id": f"f{number:031}", "slot": f"2026-09/1/unit/{number}"}
        yield {**slot, "period": "2026-09", "revision": 1, **subject, **facts}


def _appraisals() -> Iterator[Row]:
    for number in range(1, 21):
        slot = {"extract_id": f"a{number:031}", "slot": f"2026-09/1/{number}"}
        facts = {"officer_id": number, "unit_id": 2, "schema": 1, "content": "{}"}
        yield {**slot, "month": "2026-09", "revision": 1, **facts}


def _people() -> Iterator[Row]:
    for number in range(1, 13):
        yield {
            "id": number,
            "handle": f"orang{number:07}",
            "login": f"pegawai{number}",
            "name": f"Pegawai {number}",
            "email": f"pegawai{number}@contoh.example",
            "officer_id": number,
            "password": "$argon2id$v=19$…",
            "totp": bytes(range(number, number + 40)),
            "totp_step": 59_000_000,
            "created_on": DAY,
        }


def _held_roles() -> Iterator[Row]:
    for number in range(1, 13):
        office = {"role": "unit_head", "unit_id": 2, "starts_on": DAY}
        acting = {"held": "plt", "decree": "SK 800/1/2026", "ends_on": DAY}
        definitive = {"held": "definitif", "decree": "", "ends_on": None}
        held = acting if number % 2 else definitive
        yield {"id": number, "person_id": number, **office, **held}


def _recovery_codes() -> Iterator[Row]:
    for number in range(10):
        yield {"person_id": 1, "digest": bytes([number] * 32)}


def _sessions() -> Iterator[Row]:
    for number in range(1, 13):
        times = {"started_at": MOMENT, "seen_at": MOMENT, "confirmed_at": None}
        state = {"is_shared": number % 2 == 0, "is_locked": False, "pin_failures": 0}
        key = {"handle": f"sesi{number:08}", "digest": bytes([number] * 32)}
        yield {**key, "person_id": number, "device": "Firefox di Windows", **state, **times}


def _links() -> Iterator[Row]:
    for kind, number in (("invitation", 1), ("reset", 2)):
        yield {"digest": bytes([number] * 32), "person_id": number, "kind": kind} | {
            "expires_at": MOMENT
        }


def _failures() -> Iterator[Row]:
    yield {"key": bytes(16), "failures": 5, "since": MOMENT, "locked_until": MOMENT}


def _tokens() -> Iterator[Row]:
    scope = {"scopes": "indicators:read", "unit_id": 1, "created_by": 1}
    days = {"created_on": DAY, "expires_on": date(2026, 12, 1), "used_on": None}
    yield {"handle": "token0000001", "digest": bytes(32), "name": "e-Kinerja", **scope, **days}


def _pulls() -> Iterator[Row]:
    what = {"resource": "indicators", "month": "2026-09", "requests": 5, "rows": 5000}
    yield {"token": "token0000001", "on_date": DAY, **what}


def _messages() -> Iterator[Row]:
    for number in range(1, 6):
        key = {"handle": f"surat{number:019}", "kind": "invitation"}
        times = {"created_at": MOMENT, "due_at": MOMENT}
        facts = {"recipient": "a@contoh.example", "facts": '{"a":1}', "attempts": 0, "failure": ""}
        yield {**key, **facts, **times}


def _job_runs() -> Iterator[Row]:
    times = {"slot": MOMENT, "started_at": MOMENT, "finished_at": MOMENT}
    yield {"name": "send_mail", "failure": "", "begun": 7, **times}


def _check_ins() -> Iterator[Row]:
    for number in range(1, 21):
        place = {"officer_id": number, "counter_id": number, "on_date": DAY, "desk": "2"}
        yield {"id": number, **place, "starts_at": time(8), "ends_at": None}


def _leaves() -> Iterator[Row]:
    yield {"id": 1, "officer_id": 1, "starts_on": DAY, "ends_on": DAY, "reason": "cuti"}


def _paper_entries() -> Iterator[Row]:
    for number, rating in enumerate(islice(_ratings(), 20), start=1):
        typed = {"typed_by": 1, "typed_on": DAY, "rating_id": rating["id"]}
        yield {"serial": f"S{number:05}", "month": "2026-10", "unit_id": 2, **typed}


def _paper_checks() -> Iterator[Row]:
    yield {"month": "2026-10", "serial": "S00001", "drawn_on": DAY, "note": ""}


def _targets() -> Iterator[Row]:
    key = {"unit_id": 1, "year": 2026, "indicator": "index"}
    yield {**key, "value": 8550, "document": "Renja 2026"}


def _objections() -> Iterator[Row]:
    for number in range(1, 4):
        who = {"handle": f"sanggah{number:05}", "officer_id": number, "unit_id": 2}
        what = {"month": "2026-09", "kind": "attribution", "text": "bukan saya", "filed_on": DAY}
        yield {**who, **what, "state": "open", "reason": "", "affected": 0}


def _looks() -> Iterator[Row]:
    yield {"officer_id": 1, "on_date": DAY, "role": "unit_head"}


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
    ("announcement", _announcements),
    ("live_figure", _live_figures),
    ("release_night", _nights),
    ("closing", _closings),
    ("closed_month", _closed_months),
    ("closed_figure", _closed_figures),
    ("appraisal_record", _appraisals),
    ("person", _people),
    ("held_role", _held_roles),
    ("recovery_code", _recovery_codes),
    ("staff_session", _sessions),
    ("one_time_link", _links),
    ("failed_sign_in", _failures),
    ("api_token", _tokens),
    ("pull", _pulls),
    ("message", _messages),
    ("check_in", _check_ins),
    ("leave", _leaves),
    ("paper_entry", _paper_entries),
    ("paper_check", _paper_checks),
    ("target", _targets),
    ("objection", _objections),
    ("look", _looks),
    ("job_run", _job_runs),
    *CASE_ROWS,
)
