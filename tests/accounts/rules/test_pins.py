"""Six digits, and none that a colleague tries first."""

import pytest

from portal.accounts.rules.pins import is_easy, is_pin


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("482915", True),
        ("48291", False),
        ("4829155", False),
        ("48291a", False),
        ("٤٨٢٩١٥", False),
        ("", False),
        (" 482915", False),
        ("482915\n", False),
    ],
)
def test_a_pin_is_six_digits(text: str, fits: bool) -> None:
    assert is_pin(text) is fits


@pytest.mark.parametrize(
    "pin",
    [
        "111111",
        "123456",
        "654321",
        "012345",
        "987654",
        "135791",
        "121212",
        "100000",
        "123123",
        "123321",
        "112233",
        "998877",
        "170845",  # 17 August 1945
        "450817",
        "290200",
        "860926",
    ],
)
def test_patterns_and_days_of_birth_are_refused(pin: str) -> None:
    assert is_easy(pin)


@pytest.mark.parametrize("pin", ["482915", "739184", "907361", "583972", "310299"])
def test_others_are_taken(pin: str) -> None:
    """31 February is no day."""
    assert not is_easy(pin)


def test_enough_are_left() -> None:
    easy = sum(is_easy(f"{number:06}") for number in range(0, 1_000_000, 7))
    assert easy / (1_000_000 / 7) < 0.1
