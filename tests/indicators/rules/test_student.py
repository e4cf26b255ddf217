from math import atan, cos, pi, sin, sqrt

import pytest

from portal.indicators.rules.student import student_95


def central_share(t: float, freedom: int) -> float:
    """How much of Student's t lies within ±t: the closed form for whole degrees of freedom."""
    angle = atan(t / sqrt(freedom))
    term = cos(angle) if freedom % 2 else 1.0
    total = 0.0
    for k in range(3 if freedom % 2 else 2, freedom + 1, 2):
        total += term
        term *= cos(angle) ** 2 * (k - 1) / k
    return 2 / pi * (angle + sin(angle) * total) if freedom % 2 else sin(angle) * total


@pytest.mark.parametrize("freedom", [*range(1, 61), 99, 120, 500, 1000])
def test_the_quantile_is_right_to_four_decimals(freedom: int) -> None:
    found = student_95(freedom)
    assert central_share(found - 0.00006, freedom) < 0.95 < central_share(found + 0.00006, freedom)


@pytest.mark.parametrize(
    ("freedom", "printed"),
    [(1, 12.7062), (4, 2.7764), (30, 2.0423), (40, 2.0211), (60, 2.0003), (120, 1.9799)],
)
def test_the_quantile_is_the_one_in_the_tables(freedom: int, printed: float) -> None:
    assert round(student_95(freedom), 4) == printed


def test_more_freedom_is_never_wider_and_ends_at_the_normal_quantile() -> None:
    found = [student_95(freedom) for freedom in range(2000)]
    assert found == sorted(found, reverse=True)
    assert student_95(10**9) == pytest.approx(1.96, abs=0.0001)
