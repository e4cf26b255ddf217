"""What holds an index down is said only where the intervals allow it."""

from decimal import Decimal
from fractions import Fraction

import pytest

from portal.indicators.rules.drag import Standing, greatest_drag, greatest_fall
from portal.indicators.rules.elements import Element

WAKTU, SARANA, BIAYA = Element.WAKTU, Element.SARANA, Element.BIAYA


def standing(value: str, half: str) -> Standing:
    middle, arm = Decimal(value), Decimal(half)
    return Standing(middle, (middle - arm, min(middle + arm, Decimal(100))))


@pytest.mark.parametrize(
    ("values", "lowest", "points", "rivals"),
    [
        ({WAKTU: ("70", "2"), SARANA: ("80", "2")}, WAKTU, "3.3", ()),
        ({WAKTU: ("79", "2"), SARANA: ("80", "2")}, WAKTU, "2.3", (SARANA,)),
        ({WAKTU: ("80", "2"), SARANA: ("70", "2"), BIAYA: ("71", "1")}, SARANA, "3.3", (BIAYA,)),
        ({WAKTU: ("80", "2"), SARANA: ("80", "2")}, WAKTU, "2.2", (SARANA,)),
        ({WAKTU: ("77", "2"), SARANA: ("80", "2")}, WAKTU, "2.6", ()),
        ({WAKTU: ("77.2", "2"), SARANA: ("80", "2")}, WAKTU, "2.5", (SARANA,)),
        # clipped at 100: the arm that counts is the one below
        ({WAKTU: ("98", "5"), SARANA: ("100", "5")}, WAKTU, "0.2", (SARANA,)),
    ],
)
def test_the_lowest_element_and_those_too_near_to_it(
    values: dict[Element, tuple[str, str]],
    lowest: Element,
    points: str,
    rivals: tuple[Element, ...],
) -> None:
    drag = greatest_drag({e: standing(*v) for e, v in values.items()})
    assert drag is not None
    assert (drag.element, drag.points, drag.rivals) == (lowest, Decimal(points), rivals)
    assert drag.is_clear is not bool(rivals)


def test_nothing_is_said_of_one_element_or_of_a_full_index() -> None:
    assert greatest_drag({}) is None
    assert greatest_drag({WAKTU: standing("70", "2")}) is None
    full = {WAKTU: standing("100", "1"), SARANA: standing("100", "1")}
    assert greatest_drag(full) is None


def test_the_weight_in_force_scales_the_gain() -> None:
    both = {WAKTU: standing("55", "2"), SARANA: standing("80", "2")}
    drag = greatest_drag(both, Fraction("0.99"))
    assert drag is not None
    assert drag.points == Decimal("5.0")  # 45 × 0.11 = 4.95


def test_the_greatest_fall_beyond_chance() -> None:
    before = {WAKTU: standing("80", "2"), SARANA: standing("80", "2"), BIAYA: standing("90", "1")}
    now = {WAKTU: standing("70", "2"), SARANA: standing("78", "2"), BIAYA: standing("95", "1")}
    fall = greatest_fall(before, now)
    assert fall is not None
    assert (fall.element, fall.points) == (WAKTU, Decimal(10))
    assert greatest_fall(before, before) is None
    assert greatest_fall({}, now) is None
