"""Comments beside the answers: who writes, and what; dated to the week like real ones."""

import re
from datetime import timedelta
from typing import Any

from portal.demo.chance import Chance, chance
from portal.demo.comments import (
    ADDED,
    ANYWHERE,
    CROSS,
    ENGLISH,
    GLAD,
    OF_UNIT,
    SHARE_IN_ENGLISH,
    SO_SO,
)
from portal.demo.counters import SLOW
from portal.demo.frames import Setting
from portal.demo.story import BY_CLERK, ONLINE_QUEUE_MONTH
from portal.demo.visits import Visit
from portal.month import Month

# People write when something moved them: by the overall mark.
WRITES = {1: 0.12, 2: 0.03, 3: 0.012, 4: 0.014}
MOODS = {1: CROSS, 2: CROSS, 3: SO_SO, 4: GLAD}
OF_THIS_OFFICE = 0.5
ID_BITS = 63
NEWS = ("antrean daring", "antrean online")
CROWD = frozenset(("antre", "menunggu", "dipanggil"))
# A text that says one of these words is written only at a counter with this service.
SPEAKS_OF = {
    "akta": "AKTA-LAHIR",
    "ktp": "KTP-EL",
    "blanko": "KTP-EL",
    "kk": "KK",
    "kia": "KIA",
    "ikd": "IKD",
    "pindah": "PINDAH",
    "obat": "OBAT",
    "lab": "LAB",
    "laboratorium": "LAB",
    "pendaftaran": "RAJAL",
    "poli": "RAJAL",
    "nib": "NIB",
    "oss": "NIB",
    "pbg": "PBG",
    "gambar": "PBG",
    "pbb": "PBB",
    "sppt": "PBB",
    "bphtb": "BPHTB",
    "imunisasi": "IMUNISASI",
    "hamil": "IMUNISASI",
    "desil": "DTSEN",
    "bantuan": "DTSEN",
}


def remarks(visits: list[Visit], online_since: Month) -> list[Visit]:
    """A few hundred comments, each with the setting it was written in."""
    stream = chance("remarks")
    return [
        (setting, _remark(stream, setting, answers, online_since))
        for setting, answers in visits
        if _writes(stream, answers)
    ]


def online_since(months: tuple[Month, ...]) -> Month:
    """The month in which the online queue opened."""
    return months[ONLINE_QUEUE_MONTH]


def _writes(stream: Chance, answers: dict[str, Any]) -> bool:
    if answers["channel"] in BY_CLERK or answers["status"] != "counts":
        return False
    return stream.random() < WRITES[answers["overall"]]


def _remark(
    stream: Chance, setting: Setting, answers: dict[str, Any], since: Month
) -> dict[str, Any]:
    exact = answers["attribution_certainty"] == "exact"
    return {
        "id": stream.getrandbits(ID_BITS),
        "week": setting.day - timedelta(days=setting.day.weekday()),
        "officer_id": answers["officer_id"] if exact else None,
        "text": _text(stream, setting, MOODS[answers["overall"]], since),
    }


def _text(stream: Chance, setting: Setting, mood: str, since: Month) -> str:
    if stream.random() < SHARE_IN_ENGLISH:
        return stream.choice(ENGLISH[mood])
    own = OF_UNIT.get(setting.counter.unit, {}).get(mood, ())
    fitting = tuple(text for text in own if _fits(text, setting, since))
    said = stream.choice(
        fitting if fitting and stream.random() < OF_THIS_OFFICE else ANYWHERE[mood]
    )
    added = stream.choice(ADDED[mood])
    return f"{said} {added}" if added and said[-1] in ".!?" else said


def _fits(text: str, setting: Setting, since: Month) -> bool:
    """Nobody speaks of another counter's matter, nor of the online queue before it opened;
    and once it is open, nobody complains of the crowd at the counter that has it.
    """
    words = re.findall(r"\w+", text.casefold())
    needed = {SPEAKS_OF[word] for word in words if word in SPEAKS_OF}
    if not needed <= set(setting.counter.services):
        return False
    has_queue = setting.counter.key == SLOW and Month.of(setting.day) >= since
    if any(news in text.casefold() for news in NEWS):
        return has_queue
    return not (has_queue and CROWD & set(words))
