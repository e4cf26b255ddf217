"""The explanation of a date as a calendar: taken from what is stored, never counted again."""

import json
from datetime import date

from portal.complaints.rules.clock import Limit, Off, Pause, Week, deadline
from portal.complaints.rules.explaining import as_json
from portal.web.case_calendar import why_date

MONDAY = date(2026, 5, 4)
SKB = "SKB 3 Menteri tentang hari libur 2026"
OFF = {
    date(2026, 5, 14): Off("Kenaikan Yesus Kristus", SKB, "libur_nasional"),
    date(2026, 5, 15): Off("cuti bersama", SKB, "cuti_bersama"),
    date(2026, 5, 27): Off("Iduladha", SKB, "libur_nasional"),
    date(2026, 5, 28): Off("cuti bersama", SKB, "cuti_bersama"),
    date(2026, 6, 1): Off("Hari Lahir Pancasila", SKB, "libur_nasional"),
}
PAUSE = Pause(date(2026, 5, 11), date(2026, 5, 13), date(2026, 5, 20), "menunggu foto dari Anda")
LIMIT = Limit(14, "pengaduan", "PermenPANRB 62/2018")


def stored(start: date = MONDAY, week: int = 5) -> str:
    return as_json(deadline(start, LIMIT, [PAUSE], Week(week, OFF)))


def test_the_picture_of_the_design_comes_out() -> None:
    """design/tracker.png: filed on 4 May 2026, due on Tuesday, 2 June."""
    why = why_date(stored(), today=date(2026, 5, 20))
    assert why is not None
    assert why.limit == "14 hari kerja"
    assert why.begun == (
        "Diterima Senin, 4 Mei 2026. Golongan: Pengaduan tidak berkadar pengawasan."
    )
    assert why.calendar.title == "Mei–Juni 2026"
    assert why.calendar.heads == ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
    rows = [
        [cell.number or cell.word or ("#" if cell.is_off else "") for cell in week]
        for week in why.calendar.weeks
    ]
    assert rows == [
        ["lapor", 1, 2, 3, 4, "#", "#"],
        ["jeda", "jeda", 5, "libur", "libur", "#", "#"],
        [6, 7, 8, 9, 10, "#", "#"],
        [11, 12, "libur", "libur", 13, "#", "#"],
        ["libur", 14, "", "", "", "#", "#"],
    ]
    last = [cell.label for week in why.calendar.weeks for cell in week if cell.is_due]
    assert last == ["2"]
    assert why.calendar.weeks[4][0].label == "1/6"
    assert why.skipped == (
        "Sabtu dan Minggu: 8 hari",
        "14 Mei Kenaikan Yesus Kristus; 15 Mei cuti bersama; 27 Mei Iduladha; "
        f"28 Mei cuti bersama; 1 Juni Hari Lahir Pancasila ({SKB})",
        "11–12 Mei: jeda, menunggu foto dari Anda",
    )


def test_what_is_stored_is_shown_even_where_it_would_be_counted_otherwise_now() -> None:
    facts = json.loads(stored())
    facts["due"] = "2026-06-01"
    why = why_date(json.dumps(facts), today=MONDAY)
    assert why is not None
    assert [c.label for week in why.calendar.weeks for c in week if c.is_due] == ["1/6"]


def test_six_days_a_week_skip_the_sundays_alone() -> None:
    why = why_date(stored(week=6), today=MONDAY)
    assert why is not None
    assert why.skipped[0].startswith("Minggu: ")
    assert not why.calendar.weeks[0][5].is_off


def test_a_start_on_a_weekend_and_a_reopening() -> None:
    why = why_date(stored(date(2026, 5, 3)), today=MONDAY, reopened=True)
    assert why is not None
    assert why.begun.startswith("Dibuka kembali Minggu, 3 Mei 2026.")
    start = why.calendar.weeks[0][6]
    assert (start.word, start.is_off) == ("buka", True)


def test_praise_has_no_date_to_explain() -> None:
    assert why_date("", today=MONDAY) is None


def test_days_of_rest_over_the_turn_of_the_year_say_their_year() -> None:
    rest = Pause(date(2026, 12, 30), date(2027, 1, 4), date(2027, 1, 20), "menunggu surat")
    text = as_json(deadline(date(2026, 12, 28), Limit(3, "informasi", ""), [rest], Week(5, {})))
    why = why_date(text, today=MONDAY)
    assert why is not None
    assert why.calendar.title == "Desember 2026 – Januari 2027"
    assert why.skipped[-1] == "30 Desember 2026 – 1 Januari: jeda, menunggu surat"
