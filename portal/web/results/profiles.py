"""Profiles of a closed month as tables: when people answered, and who they were."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.feedback.queries import questionnaire_in_force
from portal.language import decimal, language, whole
from portal.language import gettext as _
from portal.web.charts import Bar, bar
from portal.web.figures import interval_words


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One cell of a profile: how many, and of weekdays and parts of the day how they judged."""

    name: str
    answers: str
    score: str = ""
    interval: str = ""
    bar: Bar | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """One way in which the answers of a month are cut; `rest` are in no row."""

    title: str
    rows: tuple[ProfileRow, ...]
    rest: str
    has_scores: bool


def profile_tables(profile: Mapping[str, Any] | None) -> list[ProfileTable]:
    """The tables of a frozen profile, those with nothing to show left out."""
    if not profile:
        return []
    tables = [_profile(name, profile[name]) for name in profile_titles() if name in profile]
    return [table for table in tables if table.rows]


def profile_titles() -> Mapping[str, str]:
    """Dimensions in the order of the page."""
    return {
        "weekday": _("Hari dalam sepekan"),
        "part_of_day": _("Bagian hari"),
        "sex": _("Jenis kelamin"),
        "age_band": _("Usia"),
        "education": _("Pendidikan"),
        "occupation": _("Pekerjaan"),
        "tier": _("Tingkat bukti"),
    }


def _profile(name: str, stored: Mapping[str, Any]) -> ProfileTable:
    names = cell_names(name)
    order = [*names, *(cell for cell in stored["cells"] if cell not in names)]
    rows = tuple(
        _profile_row(names.get(cell, cell), stored["cells"][cell])
        for cell in order
        if cell in stored["cells"]
    )
    rest = whole(stored["rest"]) if stored["rest"] else ""
    return ProfileTable(profile_titles()[name], rows, rest, any(row.score for row in rows))


def _profile_row(name: str, cell: Mapping[str, Any]) -> ProfileRow:
    answers = whole(cell["answers"])
    if cell.get("score") is None:
        return ProfileRow(name, answers)
    score = Decimal(str(cell["score"]))
    bounds = cell.get("interval")
    interval = None if bounds is None else (Decimal(str(bounds[0])), Decimal(str(bounds[1])))
    low, high = interval or (None, None)
    words = _("{name}: {value} dari 100, selang {interval}").format(
        name=name, value=decimal(score, 1), interval=interval_words(interval) or "–"
    )
    drawn = bar(score, low, high)
    return ProfileRow(name, answers, decimal(score, 1), interval_words(interval), drawn, words)


def cell_names(name: str) -> Mapping[str, str]:
    """The cells of a dimension as a person reads them, in order."""
    unsaid = {"-": _("Tidak disebut")}
    known: Mapping[str, Mapping[str, str]] = {
        "weekday": {
            "1": _("Senin"),
            "2": _("Selasa"),
            "3": _("Rabu"),
            "4": _("Kamis"),
            "5": _("Jumat"),
            "6": _("Sabtu"),
            "7": _("Minggu"),
        },
        "part_of_day": {"pagi": _("Pagi"), "siang": _("Siang")},
        "tier": {
            "A": _("A, tiket sekali pakai"),
            "B": _("B, kode berganti di layar"),
            "C": _("C, poster di loket"),
            "D": _("D, tautan"),
            "E": _("E, kertas"),
        },
    }
    return {**known.get(name, _respondent(name)), **unsaid}


def _respondent(fact: str) -> Mapping[str, str]:
    """The options of a respondent's question in the words of the questionnaire."""
    options = questionnaire_in_force().definition.respondent.get(fact, ())
    return {option.key: option.label.of(language()) for option in options}
