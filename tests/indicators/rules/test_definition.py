from fractions import Fraction

import pytest

from portal.errors import RuleBroken
from portal.indicators.rules.definition import Definition, Weight


@pytest.mark.parametrize(
    ("text", "fraction"),
    [
        ("1/9", Fraction(1, 9)),
        (" 1 / 9 ", Fraction(1, 9)),
        ("0.111", Fraction(111, 1000)),
        ("0,111", Fraction(111, 1000)),
        ("0,11", Fraction(11, 100)),
        (".11", Fraction(11, 100)),
    ],
)
def test_weights_are_read_exactly(text: str, fraction: Fraction) -> None:
    assert Weight.parse(text).fraction == fraction


@pytest.mark.parametrize("text", ["", "0.1111", "1/8", "9", "0.110", "satu", "1/9/1", "-0.11"])
def test_other_weights_are_refused_with_the_choice(text: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        Weight.parse(text)
    assert "1/9, 0,111 atau 0,11" in refusal.value.message


@pytest.mark.parametrize(
    ("weight", "printed"),
    [
        (Weight.NINTH, "skm-2017/weight-1_9/available/1"),
        (Weight.THREE_PLACES, "skm-2017/weight-0.111/available/1"),
        (Weight.TWO_PLACES, "skm-2017/weight-0.11/available/1"),
    ],
)
def test_a_definition_prints_and_is_read_again(weight: Weight, printed: str) -> None:
    assert str(Definition(weight)) == printed
    assert Definition.parse(printed) == Definition(weight)


def test_an_unknown_definition_is_refused() -> None:
    with pytest.raises(RuleBroken, match="skm-2031"):
        Definition.parse("skm-2031/weight-1_9/available/1")


def test_the_others_of_a_weight() -> None:
    assert [str(w) for w in Weight.TWO_PLACES.others] == ["1/9", "0.111"]
