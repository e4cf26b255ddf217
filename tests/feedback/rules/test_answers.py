"""A rating's id, part of day and month."""

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.feedback.rules.answers import RANDOM_BITS, Answers, month_of, part_of_day, rating_id
from portal.feedback.rules.attribution import Saying

BITS = st.integers(0, 2**RANDOM_BITS - 1)
DAYS = st.dates(date(2020, 1, 1), date(2099, 12, 31))


@given(DAYS, BITS)
def test_a_rating_id_lies_in_the_range_of_its_month(day: date, randomness: int) -> None:
    month = f"{day:%Y-%m}"
    following = f"{(day.replace(day=28) + timedelta(days=4)):%Y-%m}"
    assert rating_id(month, 0) <= rating_id(month, randomness) < rating_id(following, 0)


@given(DAYS, BITS)
def test_a_rating_id_fits_a_signed_64_bit_column(day: date, randomness: int) -> None:
    assert 0 < rating_id(f"{day:%Y-%m}", randomness) < 2**63


@given(BITS, BITS)
def test_different_randomness_gives_different_ids(one: int, other: int) -> None:
    same = rating_id("2026-11", one) == rating_id("2026-11", other)
    assert same is (one == other)


@pytest.mark.parametrize(
    ("clock", "part"),
    [
        ("00:00:00", "pagi"),
        ("08:00:00", "pagi"),
        ("12:29:59", "pagi"),
        ("12:30:00", "siang"),
        ("17:00:00", "siang"),
        ("23:59:59", "siang"),
    ],
)
def test_part_of_day(clock: str, part: str) -> None:
    assert part_of_day(datetime.fromisoformat(f"2026-11-21T{clock}")) == part


@pytest.mark.parametrize(
    ("day", "last_closed", "month"),
    [
        ("2026-11-21", None, "2026-11"),
        ("2026-11-21", "2026-10", "2026-11"),
        ("2026-11-21", "2025-01", "2026-11"),
        # A closed month takes nothing more: the next open one does.
        ("2026-11-30", "2026-11", "2026-12"),
        ("2026-12-31", "2026-12", "2027-01"),
        # The clock was set back behind a closed month.
        ("2026-09-15", "2026-10", "2026-11"),
        ("2025-12-31", "2026-10", "2026-11"),
    ],
)
def test_an_answer_belongs_to_an_open_month(day: str, last_closed: str | None, month: str) -> None:
    assert month_of(date.fromisoformat(day), last_closed) == month


@given(DAYS, st.none() | DAYS.map(lambda day: f"{day:%Y-%m}"))
def test_no_answer_ever_lands_in_a_closed_month(day: date, last_closed: str | None) -> None:
    month = month_of(day, last_closed)
    assert last_closed is None or month > last_closed
    assert month >= f"{day:%Y-%m}"


def test_the_same_content_has_one_text() -> None:
    one = Answers(3, {"perilaku": 4, "waktu": -2}, officer=Saying.OTHER, comment="antre")
    same = Answers(3, {"waktu": -2, "perilaku": 4}, officer=Saying.OTHER, comment="antre")
    assert one.canonical() == same.canonical()


@pytest.mark.parametrize(
    "other",
    [
        Answers(2),
        Answers(3, {"perilaku": 4}),
        Answers(3, outcome="selesai"),
        Answers(3, reason_explained=False),
        Answers(3, officer="h1"),
        Answers(3, officer=Saying.UNKNOWN),
        Answers(3, service=1),
        Answers(3, comment="x"),
        Answers(3, sex="laki-laki"),
    ],
)
def test_other_content_has_another_text(other: Answers) -> None:
    assert other.canonical() != Answers(3).canonical()


def test_the_text_names_every_answer() -> None:
    fields = set(Answers.__dataclass_fields__)
    assert set(json.loads(Answers(3).canonical())) == fields


def test_the_text_for_comparison_stays_as_digests_were_stored_of_it() -> None:
    answers = Answers(3, {"waktu": 2, "biaya": -1}, officer=Saying.OTHER, comment="é", service=4)
    assert answers.canonical() == (
        '{"age_band":null,"asked_to_pay":null,"comment":"\\u00e9","education":null,'
        '"elements":{"biaya":-1,"waktu":2},"occupation":null,"officer":"other","outcome":null,'
        '"overall":3,"reason_explained":null,"service":4,"sex":null}'
    )
