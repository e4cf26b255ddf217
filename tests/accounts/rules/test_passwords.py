"""Length counts, guessable ones do not get in, composition is nobody's business."""

import pytest

from portal.accounts.rules.passwords import Weakness, normal, weakness

KNOWN = ("siti.rahmawati", "Siti Rahmawati", "siti@sungairaya.example")


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("kursi biru di teras", None),
        ("sapi di air ku", None),
        ("di ku ke ya", Weakness.SHORT),
        ("jembatan-kapuas", None),
        ("tujuhbelasan", None),
        ("short", Weakness.SHORT),
        ("x" * 12, Weakness.COMMON),
        ("ababababababab", Weakness.COMMON),
        ("123456789012", Weakness.COMMON),
        ("abcdefghijkl", Weakness.COMMON),
        ("password12345", Weakness.COMMON),
        ("P@ssw0rd20262026", Weakness.COMMON),
        ("Indonesia1945!", Weakness.COMMON),
        ("rahasiarahasia", Weakness.COMMON),
        ("qwertyuiop123", Weakness.COMMON),
        ("administrator", Weakness.COMMON),
        ("Siti Rahmawati 1986", Weakness.NAME),
        ("SITI.RAHMAWATI", Weakness.NAME),
        ("k" + "urs" * 70, Weakness.LONG),
    ],
)
def test_what_is_taken_and_what_not(password: str, wrong: Weakness | None) -> None:
    assert weakness(password, known=KNOWN) == wrong


def test_the_same_text_from_another_keyboard_is_the_same_password() -> None:
    assert normal("cafe\u0301 ﬁlter") == normal("café filter")
