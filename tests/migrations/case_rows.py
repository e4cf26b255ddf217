"""Plain rows of the tables of complaints: random ids, days instead of moments for the anonymous."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

DAY = date(2026, 10, 5)
MOMENT = datetime(2026, 10, 5, 1, 2, 3, tzinfo=UTC)
CASES = 20
RULE_SET = 1001  # beyond what migration 0012 puts in itself

Row = dict[str, Any]

_chance = random.Random(4)
_IDS = [_chance.getrandbits(53) | 1 for _ in range(CASES)]
FIRST, SECOND = _IDS[:2]


def _rule_sets() -> Iterator[Row]:
    about = {"name": "Batas waktu RSUD", "legal_basis": "Perbup 1/2026", "valid_from": DAY}
    checked = {"verified_on": DAY, "verified_by": "operator:uji", "valid_until": None}
    first = {"verification_days": 3, "first_step_days": 5, "information_days": 5}
    classes = {"aspiration_days": 14, "complaint_days": 14, "oversight_days": 60}
    rests = {"silence_days": 10, "incomplete_calendar_days": 30, "pause_days": 10}
    more = {"extension_days": 7, "reopen_days": 10}
    yield {"id": RULE_SET, "unit_id": 2, **about, **checked, **first, **classes, **rests, **more}


def _managers() -> Iterator[Row]:
    office = {"position": "Sekretaris", "address": "Jl. Melati 1", "phone": ""}
    yield {"unit_id": 2, "name": "Ibu Contoh, S.E.", **office}


def _cases() -> Iterator[Row]:
    for number, case_id in enumerate(_IDS):
        is_named = number % 2 == 0
        yield {
            "id": case_id,
            "number": f"7K3Q{number:04}",
            "receipt": bytes([number] * 32),
            "ticket_key": bytes([number] * 16),
            "is_noted": is_named,
            "kind": "pengaduan",
            "about": "layanan",
            "klass": "pengaduan" if is_named else None,
            "title": f"Antre lama {number}",
            "story": f"Saya datang pukul 8: \\N bukan kosong,\tRp50.000\r\n“lama” {number} 🙂",
            "story_masked": None,
            "wish": "Loket kedua dibuka.",
            "place": "",
            "happened_on": "Senin pagi",
            "loss": "",
            "identity": "terbuka" if is_named else "tanpa_nama",
            "may_publish": is_named,
            "public_text": None,
            "is_urgent": False,
            "language": "id",
            "channel": "qr",
            "clerk_id": None,
            "unit_id": 2,
            "counter_id": 1,
            "service_id": 1,
            **_standing(is_named=is_named),
        }


def _standing(*, is_named: bool) -> Row:
    days = {"waits_until": None, "answered_on": None, "closed_on": None, "erased_on": None}
    ended = {"outcome": None, "outcome_reason": "", "is_solved": None, "rated": None}
    lapor = {"lapor_number": None, "lapor_status": None, "merged_into_id": None}
    desk = {"desk": "unit", "handling_unit_id": 2, "is_bypassed": False, "escalated_to_id": None}
    state = {"assignee_id": 1, "state": "received", "cycle": 1, "is_appeal": False, "version": 1}
    clock = {"rule_set_id": RULE_SET, "next_due_on": DAY, "at_risk_on": DAY}
    came = {"filed_on": DAY, "released_on": DAY, "filed_at": MOMENT if is_named else None}
    held = {"is_held": False, "held_reason": ""}
    return {**days, **ended, **lapor, **desk, **state, **clock, **came, **held}


def _cycles() -> Iterator[Row]:
    for case_id in _IDS:
        due = {"started_on": DAY, "verify_due": DAY, "answer_due": date(2026, 10, 23)}
        ended = {"closed_on": None, "outcome": None, "is_solved": None, "rated": None}
        answer = {"verified_on": None, "answered_on": None, "answered_at": None, "hours": None}
        facts = {"unit_id": 2, "explanation": '{"a":1}', "extended_by": 0}
        yield {"complaint_id": case_id, "number": 1, **facts, **due, **answer, **ended}


def _pauses() -> Iterator[Row]:
    rest = {"starts_on": DAY, "until": date(2026, 10, 19), "ends_on": None}
    yield {"complaint_id": FIRST, "number": 1, "cycle": 1, "reason": "nomor berkas", **rest}


def _events() -> Iterator[Row]:
    for number, case_id in enumerate(_IDS):
        at = MOMENT if number % 2 == 0 else None
        who = {"role": "resident", "person_id": None, "is_public": True, "facts": "{}"}
        yield {
            "complaint_id": case_id,
            "number": 1,
            "step": "filed",
            "on_date": DAY,
            "at": at,
        } | who


def _notes() -> Iterator[Row]:
    text = {"text": "Nomor berkas berapa?", "text_masked": None, "is_formatted": False}
    yield {"id": _IDS[2], "complaint_id": FIRST, "event": 1, "side": "office", **text}


def _attachments() -> Iterator[Row]:
    key = {"name": "f" * 32, "complaint_id": FIRST, "event": 1}
    facts = {"kind": "jpeg", "title": "Foto 1", "size": 1234, "is_hidden": False}
    yield {**key, "side": "reporter", **facts}


def _concerned() -> Iterator[Row]:
    whom = {"officer_id": 3, "person_id": 3, "description": ""}
    yield {"id": _IDS[3], "complaint_id": FIRST, **whom}


def _sealed() -> Iterator[Row]:
    yield {"complaint_id": FIRST, "key_id": "1", "sealed": bytes(range(60))}


def _openings() -> Iterator[Row]:
    asked = {"asked_by": 1, "asked_role": "handler", "asked_on": DAY, "reason": "perlu alamat"}
    agreed = {"decided_by": 2, "decided_role": "inspector", "decided_on": DAY}
    ends = {"opened_on": None, "expires_on": None}
    yield {"id": 1, "complaint_id": FIRST, "state": "agreed", **asked, **agreed, **ends}


def _aftermaths() -> Iterator[Row]:
    answer = {"answered_on": DAY, "was_mistreated": True, "text": "dipersulit"}
    yield {"complaint_id": SECOND, **answer, "read_on": None, "read_by": None}


def _words() -> Iterator[Row]:
    for number, case_id in enumerate(_IDS):
        yield {"complaint_id": case_id, "words": f"antre lama loket {number}"}


def _working() -> Iterator[Row]:
    yield {"complaint_id": FIRST, "person_id": 1, "seen_at": MOMENT}


def _questions() -> Iterator[Row]:
    asked = {"officer_id": 3, "asked_by": 1, "asked_on": DAY, "text": "Apa yang terjadi?"}
    yield {"id": _IDS[4], "complaint_id": SECOND, **asked, "answered_on": None, "answer": ""}


def _filters() -> Iterator[Row]:
    yield {"id": 1, "person_id": 1, "name": "Terlambat", "query": "antrean=late"}


def _templates() -> Iterator[Row]:
    yield {"id": 1, "unit_id": 2, "name": "Antrean", "text": "<p>Terima kasih</p>"} | {
        "retired_on": None
    }


def _removals() -> Iterator[Row]:
    yield {"id": 1, "on_date": DAY, "actor": "operator:uji", "content": '{"pengaduan":3}'}


def _told() -> Iterator[Row]:
    yield {"person_id": 1, "kind": "desk_digest", "told_at": MOMENT, "digest": "0" * 64}


def _answers_told() -> Iterator[Row]:
    yield {"complaint_id": FIRST, "event": 1, "told_on": DAY}


CASE_ROWS = (
    ("rule_set", _rule_sets),
    ("complaint_manager", _managers),
    ("complaint", _cases),
    ("complaint_cycle", _cycles),
    ("clock_pause", _pauses),
    ("complaint_event", _events),
    ("complaint_note", _notes),
    ("attachment", _attachments),
    ("complaint_concerned", _concerned),
    ("sealed_identity", _sealed),
    ("identity_opening", _openings),
    ("complaint_aftermath", _aftermaths),
    ("complaint_words", _words),
    ("complaint_working", _working),
    ("case_question", _questions),
    ("saved_filter", _filters),
    ("reply_template", _templates),
    ("complaint_removal", _removals),
    ("complaint_told", _told),
    ("complaint_answer_told", _answers_told),
)
