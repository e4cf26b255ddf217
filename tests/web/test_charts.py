"""Where bars, whiskers and points stand."""

from dataclasses import replace
from decimal import Decimal

from portal.web.charts import Reading, bar, trend


def test_a_bar_runs_from_25_to_100() -> None:
    assert bar(Decimal(25)).end == 0
    assert bar(Decimal(100)).end == 100
    placed = bar(Decimal("62.5"), Decimal("43.75"), Decimal("81.25"))
    assert (placed.low, placed.end, placed.high) == (25, 50, 75)


def _readings(*values: str | None) -> list[Reading]:
    return [
        Reading(f"B{number}", "2026", None if value is None else Decimal(value))
        for number, value in enumerate(values)
    ]


def test_a_month_without_a_number_is_a_gap_in_the_line() -> None:
    drawn = trend(_readings("80", None, "82", "84"))
    assert [point.y is None for point in drawn.points] == [False, True, False, False]
    assert len(drawn.lines) == 1


def test_a_trend_begins_at_65_unless_a_value_or_its_interval_is_lower() -> None:
    assert trend(_readings("80", "90")).ticks[0].label == "65"
    assert (
        trend([Reading("a", "2026", Decimal(70), Decimal(64), Decimal(76))]).ticks[0].label == "50"
    )
    assert trend(_readings("40")).ticks[0].label == "25"


def test_the_top_of_the_scale_is_the_top_of_the_picture() -> None:
    drawn = trend(_readings("100", "65"))
    assert drawn.points[0].y == 0
    assert drawn.points[1].y == drawn.height


def test_letters_stand_only_for_ranges_in_the_picture() -> None:
    assert [tick.label for tick in trend(_readings("80")).letters] == ["C", "B", "A"]
    assert [tick.label for tick in trend(_readings("60")).letters] == ["D", "C", "B", "A"]
    assert [tick.label for tick in trend(_readings("30")).ticks] == ["25", "50", "75", "100"]


def test_no_line_crosses_a_break() -> None:
    readings = _readings("80", "82", "84")
    readings[1] = replace(readings[1], is_break=True)
    drawn = trend(readings)
    assert [(a.label, b.label) for a, b in drawn.lines] == [("B1", "B2")]
