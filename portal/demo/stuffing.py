"""The box that is stuffed: perfect marks on the last two days of a month, most of them held."""

from collections.abc import Iterator
from typing import Any

from portal.demo.chance import chance
from portal.demo.counters import BY_KEY, STUFFED
from portal.demo.days import HalfYear
from portal.demo.frames import Setting, frame
from portal.demo.roster import Roster, duty_days
from portal.demo.story import (
    ELEMENTS,
    STUFFED_DAYS,
    STUFFED_EACH_DAY,
    STUFFED_FREE,
    STUFFED_MONTH,
    STUFFED_REASON,
)
from portal.feedback.models import Certainty, Source, Status
from portal.month import Month

PERFECT: dict[str, Any] = dict.fromkeys((*ELEMENTS, "overall"), 4)
UNASKED = dict.fromkeys(("reason_explained", "sex", "age_band", "education", "occupation"))


def stuffing(half: HalfYear, rota: Roster) -> Iterator[tuple[Setting, dict[str, Any]]]:
    """The pressed-in answers; the first of each day pass, then the signal fires."""
    counter, stream = BY_KEY[STUFFED], chance("stuffing")
    month = half.months[STUFFED_MONTH]
    days = [day for day in duty_days(counter, half) if Month.of(day) == month]
    for day in days[-STUFFED_DAYS:]:
        setting = Setting(counter, day, rota[counter.key, day], stream)
        for place in range(STUFFED_EACH_DAY):
            yield setting, _stuffed(setting, held=place >= STUFFED_FREE)


def _stuffed(setting: Setting, *, held: bool) -> dict[str, Any]:
    return {
        **frame(setting, "qr"),
        **PERFECT,
        **UNASKED,
        "officer_id": setting.on_duty[0],
        "attribution_source": Source.CHOICE,
        "attribution_certainty": Certainty.EXACT,
        "outcome": "selesai",
        "asked_to_pay": "tidak",
        "service": setting.counter.services[0],
        "status": Status.QUARANTINED if held else Status.COUNTS,
        "status_reason": STUFFED_REASON if held else None,
    }
