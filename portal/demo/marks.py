"""What a visitor ticks: marks, the other three states of an answer, outcome, money, person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.demo.chance import Chance, pick
from portal.demo.counters import CounterFact
from portal.demo.services import FREE
from portal.demo.story import ELEMENTS, MAY_BE_TOO_EARLY, ORDINARY, shift
from portal.feedback.models import TOO_EARLY, UNKNOWN

OF_A_PERSON = ("kompetensi", "perilaku")
PATIENCE = {"mark": 27.0, "open": 22.0, "some": 14.0, "all": 37.0}
OUTCOMES = {
    "selesai": 62.0,
    "diproses": 19.0,
    "dilengkapi": 9.0,
    "tidak_dilayani": 3,
    "bertanya": 7,
}
MOOD_OF_OUTCOME = {"diproses": -0.05, "dilengkapi": -0.3, "tidak_dilayani": -0.8}
UNKNOWNS = {"pengaduan": 0.2, "produk": 0.04, "biaya": 0.03, "sarana": 0.02, "persyaratan": 0.02}
FORGOTTEN = 0.03
MONEY = {"tidak": 96.4, "kuitansi": 2.2, "tanpa_kuitansi": 1.4}
SEXES = {"perempuan": 54.0, "laki_laki": 46.0}
AGES = {"di_bawah_17": 2, "17_25": 22, "26_35": 29, "36_45": 24, "46_55": 15, "di_atas_55": 8}
SCHOOLS = {
    "non_pendidikan": 1,
    "sd": 9,
    "smp": 15,
    "sma": 43,
    "d3": 8,
    "s1": 21,
    "s2": 2.7,
    "s3": 0.3,
}
JOBS = {"pns": 7, "tni": 1, "polri": 1, "swasta": 31, "wirausaha": 27, "lainnya": 33}


@dataclass(frozen=True, slots=True)
class Scene:
    """What is judged: how good each element is here and now, and by whom one was served."""

    qualities: Mapping[str, float]
    service: str
    manner: float


def qualities(counter: CounterFact, month: int) -> dict[str, float]:
    """How good a counter is at each element in a month of the story, before the officer."""
    return {
        element: ordinary
        + counter.quality
        + counter.moods.get(element, 0.0)
        + shift(counter.key, element, month)
        for element, ordinary in ORDINARY.items()
    }


def filled_in(stream: Chance, scene: Scene, *, by_clerk: bool = False) -> dict[str, Any]:
    """The answer columns of one visitor; a clerk asks everything but the overall mark."""
    patience = "all" if by_clerk else pick(stream, PATIENCE)
    outcome = pick(stream, OUTCOMES) if stream.random() < _TELLS_OUTCOME[patience] else None
    mood = stream.gauss(0, 0.4) + MOOD_OF_OUTCOME.get(outcome or "", 0.0)
    paid = _money(stream, scene, patience)
    answers: dict[str, Any] = {
        key: _answer(stream, scene, key, mood, (patience, outcome, paid)) for key in ELEMENTS
    }
    answers["overall"] = None if by_clerk else _overall(stream, scene, mood)
    answers["outcome"] = outcome
    answers["reason_explained"] = _explained(stream, outcome, mood)
    answers["asked_to_pay"] = paid
    return answers | _person(stream, patience)


_TELLS_OUTCOME = {"mark": 0.35, "open": 0.85, "some": 0.9, "all": 0.95}


def _overall(stream: Chance, scene: Scene, mood: float) -> int:
    waiting, manner = (_quality(scene, key) for key in ("waktu", "perilaku"))
    return _mark(stream, 0.5 * waiting + 0.5 * manner + 0.1, mood)


def _quality(scene: Scene, element: str) -> float:
    own = scene.manner if element in OF_A_PERSON else 0.0
    return scene.qualities[element] + own


def _mark(stream: Chance, quality: float, mood: float) -> int:
    return min(4, max(1, round(quality + mood + stream.gauss(0, 0.42))))


def _answer(
    stream: Chance,
    scene: Scene,
    element: str,
    mood: float,
    told: tuple[str, str | None, str | None],
) -> int | None:
    patience, outcome, paid = told
    if not _reached(stream, element, patience):
        return None
    unfinished = outcome in ("diproses", "dilengkapi")
    if unfinished and element in MAY_BE_TOO_EARLY and stream.random() < 0.5:
        return TOO_EARLY
    if stream.random() < UNKNOWNS.get(element, 0.008):
        return UNKNOWN
    if element == "biaya" and scene.service in FREE:
        return _free_of_charge(stream, paid)
    return _mark(stream, _quality(scene, element), mood)


def _reached(stream: Chance, element: str, patience: str) -> bool:
    if patience == "mark" or (patience == "open" and element != "perilaku"):
        return False
    chance_of_answer = 0.5 if patience == "some" else 1 - FORGOTTEN
    return stream.random() < chance_of_answer


def _free_of_charge(stream: Chance, paid: str | None) -> int:
    """A free service is Gratis (4), but for those who paid, and those who misread."""
    if paid in ("kuitansi", "tanpa_kuitansi"):
        return stream.choice((1, 2, 2, 3))
    return 4 if stream.random() < 0.975 else 3


def _money(stream: Chance, scene: Scene, patience: str) -> str | None:
    """Asked only where the service is free."""
    if scene.service not in FREE or patience not in ("some", "all") or stream.random() < 0.3:
        return None
    return pick(stream, MONEY)


def _explained(stream: Chance, outcome: str | None, mood: float) -> bool | None:
    if outcome not in ("dilengkapi", "tidak_dilayani") or stream.random() < 0.12:
        return None
    return stream.random() < (0.88 if mood > -0.6 else 0.6)


def _person(stream: Chance, patience: str) -> dict[str, str | None]:
    """The respondent block: in bands, whole or not at all."""
    if patience != "all" or stream.random() < 0.35:
        return dict.fromkeys(("sex", "age_band", "education", "occupation"))
    return {
        "sex": pick(stream, SEXES),
        "age_band": pick(stream, AGES),
        "education": pick(stream, SCHOOLS),
        "occupation": pick(stream, JOBS),
    }
