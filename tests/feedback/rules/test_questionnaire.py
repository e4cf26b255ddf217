"""The satisfaction survey's data: official wording, order, and what a mistake in it does."""

import json
from pathlib import Path
from typing import Any

import pytest

from portal.feedback.models import OUTCOMES, PAYMENTS
from portal.feedback.rules.questionnaire import Questionnaire, parse_questionnaire

SOURCE = Path(__file__).parents[3] / "migrations" / "data" / "skm-2017-1.json"

# PermenPANRB 14/2017, the official form: key, number on the form and in the list, labels.
OFFICIAL = [
    ("persyaratan", 1, 1, "Tidak sesuai|Kurang sesuai|Sesuai|Sangat sesuai"),
    ("prosedur", 2, 2, "Tidak mudah|Kurang mudah|Mudah|Sangat mudah"),
    ("waktu", 3, 3, "Tidak cepat|Kurang cepat|Cepat|Sangat cepat"),
    ("biaya", 4, 4, "Sangat mahal|Cukup mahal|Murah|Gratis"),
    ("produk", 5, 5, "Tidak sesuai|Kurang sesuai|Sesuai|Sangat sesuai"),
    ("kompetensi", 6, 6, "Tidak kompeten|Kurang kompeten|Kompeten|Sangat kompeten"),
    (
        "perilaku",
        7,
        7,
        "Tidak sopan dan ramah|Kurang sopan dan ramah|Sopan dan ramah|Sangat sopan dan ramah",
    ),
    ("sarana", 8, 9, "Buruk|Cukup|Baik|Sangat baik"),
    (
        "pengaduan",
        9,
        8,
        "Tidak ada|Ada tetapi tidak berfungsi|Berfungsi kurang maksimal|Dikelola dengan baik",
    ),
]
QUESTIONS = {
    "persyaratan": "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan"
    " jenis pelayanannya?",
    "prosedur": "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",
    "waktu": "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
    "biaya": "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?",
    "produk": "Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang"
    " tercantum dalam standar pelayanan dengan hasil yang diberikan?",
    "kompetensi": "Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam"
    " pelayanan?",
    "perilaku": "Bagaimana pendapat Saudara tentang perilaku petugas dalam pelayanan terkait"
    " kesopanan dan keramahan?",
    "sarana": "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",
    "pengaduan": "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
}


@pytest.fixture(scope="module")
def skm() -> Questionnaire:
    return parse_questionnaire(SOURCE.read_text("utf-8"))


@pytest.mark.parametrize(("key", "on_form", "in_list", "labels"), OFFICIAL)
def test_the_official_form_word_for_word(
    skm: Questionnaire, key: str, on_form: int, in_list: int, labels: str
) -> None:
    element = skm.element(key)
    assert (element.on_form, element.in_list) == (on_form, in_list)
    assert "|".join(label.id for label in element.scale.labels) == labels
    assert element.scale.question.id == QUESTIONS[key]
    assert "".join(span.words for span in element.spans) == QUESTIONS[key]
    assert any(span.strong for span in element.spans)


def test_elements_stand_in_the_order_of_the_form(skm: Questionnaire) -> None:
    assert [element.key for element in skm.elements] == [row[0] for row in OFFICIAL]


def test_four_elements_may_be_too_early_to_judge(skm: Questionnaire) -> None:
    early = {element.key for element in skm.elements if element.may_be_too_early}
    assert early == {"waktu", "biaya", "produk", "pengaduan"}


def test_the_overall_words_are_those_of_the_grade_table(skm: Questionnaire) -> None:
    words = [label.id for label in skm.overall.labels]
    assert words == ["Tidak baik", "Kurang baik", "Baik", "Sangat baik"]


def test_stored_words_are_the_ones_the_database_takes(skm: Questionnaire) -> None:
    assert tuple(outcome.key for outcome in skm.outcomes) == OUTCOMES
    assert tuple(option.key for option in skm.asked_to_pay) == PAYMENTS
    facts = [option.key for options in skm.respondent.values() for option in options]
    assert max(map(len, facts)) <= 20


def test_english_is_complete(skm: Questionnaire) -> None:
    data = json.loads(SOURCE.read_text("utf-8"))
    pairs = list(_texts(data))
    assert len(pairs) > 40
    assert all(indonesian and english for indonesian, english in pairs)


def _texts(data: Any) -> Any:
    if isinstance(data, dict) and set(data) == {"id", "en"}:
        yield data["id"], data["en"]
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _texts(value)


def _broken(**changes: Any) -> str:
    data = json.loads(SOURCE.read_text("utf-8"))
    data["elements"][0] |= changes
    return json.dumps(data)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"emphasis": ["tidak ada di situ"]}, "does not stand in"),
        ({"on_form": 2}, "on_form"),
        ({"in_list": 9}, "in_list"),
        ({"key": "waktu"}, "the same key twice"),
        ({"labels": {"id": ["a", "b", "c"], "en": ["a", "b", "c"]}}, "four are needed"),
        ({"question": {"id": "Apa?"}}, "missing or malformed"),
    ],
)
def test_a_mistake_in_the_data_is_named(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_questionnaire(_broken(**changes))
