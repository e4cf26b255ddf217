"""The official form on paper: verbatim words, one page and one serial number per sheet."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from portal.documents.paper_form import PaperUnit, paper_forms_pdf
from portal.errors import Problems, RuleBroken
from portal.feedback.rules.questionnaire import Questionnaire, parse_questionnaire
from portal.feedback.rules.serial import parse_serial
from portal.month import Month

MONTH = Month(2026, 11)
TODAY = date(2026, 11, 21)
UNIT = PaperUnit("DUKCAPIL", "Dinas Kependudukan dan Pencatatan Sipil", "Kabupaten Sungai Raya")
DATA = Path(__file__).parents[2] / "migrations" / "data" / "skm-2017-1.json"

Poppler = Callable[..., str]
Render = Callable[[bytes], list[Image.Image]]


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return parse_questionnaire(DATA.read_text(encoding="utf-8"))


def printed(questionnaire: Questionnaire, unit: PaperUnit = UNIT, **facts: int) -> bytes:
    return paper_forms_pdf(
        questionnaire,
        unit=unit,
        month=MONTH,
        count=facts.get("count", 1),
        first=facts.get("first", 1),
        created=TODAY,
    )


def test_every_sheet_is_one_page_with_its_own_serial_number(
    questionnaire: Questionnaire, poppler: Poppler
) -> None:
    text = poppler("pdftotext", printed(questionnaire, count=3, first=41))
    pages = text.rstrip("\f").split("\f")
    numbers = [
        {parse_serial(word).number for word in page.split() if word.startswith("DUKCAPIL-")}
        for page in pages
    ]
    assert numbers == [{41}, {42}, {43}]


def test_the_official_words_are_verbatim(questionnaire: Questionnaire, poppler: Poppler) -> None:
    text = " ".join(poppler("pdftotext", printed(questionnaire), "-layout").split())
    assert "… " not in text
    assert len(questionnaire.elements) == 9
    for element in questionnaire.elements:
        assert element.scale.question.id in text
        for label in element.scale.labels:
            assert label.id in text


def test_the_respondent_has_no_name(questionnaire: Questionnaire, poppler: Poppler) -> None:
    text = poppler("pdftotext", printed(questionnaire), "-layout")
    for words in ("Jenis kelamin", "Usia", "Pendidikan", "Pekerjaan", "Layanan diterima"):
        assert words in text
    for words in ("08.00–12.00", "13.00–17.00", "Tanggal survei", "Non Pendidikan", "Wirausaha"):
        assert words in text
    assert "Nama:" not in text
    assert "Tanpa nama" in text


@pytest.mark.parametrize(
    "unit",
    [
        UNIT,
        PaperUnit("DPMPTSP.UPT-KEPULAUAN.BAGIAN-TIMUR.12345", "Dinas " * 30, "Kabupaten " * 18),
    ],
    ids=["plain", "long"],
)
def test_nothing_leaves_the_margins(
    questionnaire: Questionnaire, unit: PaperUnit, rendered: Render
) -> None:
    """All ink stands inside the 15 mm margins, measured on the rendered page."""
    page = np.asarray(rendered(printed(questionnaire, unit))[0])
    rows, columns = np.nonzero(page < 128)
    per_mm = 200 / 25.4
    assert columns.min() / per_mm > 14.5
    assert columns.max() / per_mm < 195.6
    assert rows.min() / per_mm > 12
    assert rows.max() / per_mm < 285


def test_the_same_sheets_have_the_same_bytes(questionnaire: Questionnaire) -> None:
    assert printed(questionnaire, count=2) == printed(questionnaire, count=2)


def test_five_hundred_sheets_are_quick(questionnaire: Questionnaire) -> None:
    begun = time.process_time()
    content = printed(questionnaire, count=500)
    assert time.process_time() - begun < 20
    assert len(content) < 5_000_000


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"count": 0}, "Jumlah lembar 0"),
        ({"count": 1001}, "Jumlah lembar 1001"),
        ({"first": 0}, "Nomor urut 0"),
        ({"first": 99_999, "count": 2}, "Nomor urut 100000"),
    ],
)
def test_impossible_numbers_are_refused(
    questionnaire: Questionnaire, facts: dict[str, int], words: str
) -> None:
    with pytest.raises(RuleBroken, match=words):
        printed(questionnaire, **facts)


def test_a_name_the_font_cannot_draw_is_refused(questionnaire: Questionnaire) -> None:
    with pytest.raises(Problems, match="nama unit"):
        printed(questionnaire, PaperUnit("DUKCAPIL", "ꦢꦶꦤꦱ꧀", ""))
