"""When a job is due: local slots, missed nights, failures, runs that died."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.jobs.rules.due import LastRun, When, is_due, slot_of

JAKARTA, JAYAPURA, BERLIN = (
    ZoneInfo(z) for z in ("Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin")
)
NIGHTLY = When(time(1, 30))
MINUTELY = When(patience=timedelta(minutes=2))
EACH_TEN = When(minutes=10)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "zone", "now", "slot"),
    [
        (NIGHTLY, JAKARTA, "2026-11-01 18:29", "2026-10-31 18:30"),
        (NIGHTLY, JAKARTA, "2026-11-01 18:30", "2026-11-01 18:30"),
        (NIGHTLY, JAKARTA, "2026-11-02 18:29", "2026-11-01 18:30"),
        (NIGHTLY, JAYAPURA, "2026-11-01 16:30", "2026-11-01 16:30"),
        (NIGHTLY, JAYAPURA, "2026-11-01 16:29", "2026-10-31 16:30"),
        (NIGHTLY, BERLIN, "2026-10-25 12:00", "2026-10-24 23:30"),
        (NIGHTLY, BERLIN, "2026-10-26 12:00", "2026-10-26 00:30"),
        (MINUTELY, JAKARTA, "2026-11-01 18:29:59", "2026-11-01 18:29"),
        (EACH_TEN, JAKARTA, "2026-11-01 18:29:59", "2026-11-01 18:20"),
        (EACH_TEN, JAKARTA, "2026-11-01 18:30", "2026-11-01 18:30"),
    ],
)
def test_the_slot_is_local(when: When, zone: ZoneInfo, now: str, slot: str) -> None:
    assert slot_of(when, at(now), zone) == at(slot)


SLOT, BEGAN, ENDED = at("2026-11-01 18:30"), at("2026-11-01 18:30:05"), at("2026-11-01 18:31")


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, "2026-11-01 05:00", True),
        (LastRun(SLOT, BEGAN, ENDED), "2026-11-02 18:29:59", False),
        (LastRun(SLOT, BEGAN, ENDED), "2026-11-02 18:30", True),
        (LastRun(SLOT, BEGAN, ENDED), "2026-11-09 03:00", True),
        (LastRun(SLOT, BEGAN, None), "2026-11-01 19:29", False),
        (LastRun(SLOT, BEGAN, None), "2026-11-01 19:31", True),
        (LastRun(SLOT, BEGAN, ENDED, "disk penuh"), "2026-11-01 18:35", False),
        (LastRun(SLOT, BEGAN, ENDED, "disk penuh"), "2026-11-01 18:41", True),
        # A clock that was set back: the slot lies ahead, so nothing runs twice for one night.
        (LastRun(SLOT, BEGAN, ENDED), "2026-10-31 20:00", False),
    ],
)
def test_due(last: LastRun | None, now: str, due: bool) -> None:
    assert is_due(NIGHTLY, last, at(now), JAKARTA) is due
