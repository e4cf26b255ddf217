"""Held answers on the page: groups, one decision with a reason, never a single mark."""

from datetime import date

import pytest
from flask import Flask

from portal.authority import Role
from portal.feedback.reviewing import received_counts
from portal.month import Month
from tests.factories import make_rating
from tests.indicators import plain
from tests.indicators.town import Town, make_ratings, make_town
from tests.staff import Staff, make_person, staff

OCTOBER = Month(2026, 10)
FORM = -1


@pytest.fixture
def town(app: Flask) -> Town:
    town = make_town()
    make_ratings(town, "2026-10", 80, 1, status="counts")
    held = {"status": "quarantined", "status_reason": "lonjakan akhir bulan"}
    for _ in range(12):
        make_rating(town.counters[0], date(2026, 10, 30), **held, **dict.fromkeys(plain.NINE, 4))
    return town


def test_a_group_is_released_once(app: Flask, town: Town) -> None:
    browser = staff(app, Role.SURVEY_EVALUATOR, town.units[0])
    page = browser.open("/results/review")
    assert "80 dihitung + 12 ditahan + 0 dicoret = 92 diterima" in page.text
    assert "lonjakan akhir bulan" in page.text
    links = [a["href"] for a in page.soup.find_all("a")]
    group = browser.open(next(link for link in links if "/results/review/2026-10/" in link))
    assert group.h1 == "12 jawaban ditahan"
    refused = browser.send(group, {"decision": "release", "reason": "ya"}, form=FORM)
    assert refused.status == 422
    assert received_counts(OCTOBER)["quarantined"] == 12
    sent = {"decision": "release", "reason": "Rombongan wisuda, dicek dengan buku tamu."}
    done = browser.send(group, sent, form=FORM)
    assert "12 jawaban dilepas" in done.text
    assert received_counts(OCTOBER) == {"counts": 92, "quarantined": 0, "struck": 0}
    assert browser.send(group, sent, form=FORM).status == 404


def test_who_is_inside_only_looks(app: Flask, town: Town) -> None:
    person = make_person((Role.SURVEY_EVALUATOR, town.units[0]), (Role.UNIT_HEAD, town.units[1]))
    browser = Staff(app, person=person)
    page = browser.open("/results/review")
    assert "diputus orang di luar unit ini" in page.text
    assert not [a for a in page.soup.find_all("a") if "/results/review/2026-10/" in a["href"]]


def test_nothing_held_says_so_and_others_stay_out(app: Flask, town: Town) -> None:
    elsewhere = staff(app, Role.SURVEY_EVALUATOR, town.units[2])
    assert "Tidak ada jawaban yang ditahan" in elsewhere.open("/results/review").text
    assert elsewhere.open("/results/review/2026-10/tiada").status == 404
    assert staff(app, Role.UNIT_HEAD, town.units[1]).open("/results/review").status == 403
