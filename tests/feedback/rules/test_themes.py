"""What comments speak of: counted, never quoted, and not said of one or two people."""

import pytest

from portal.feedback.rules.themes import FEWEST_MENTIONS, Theme, theme_counts, themes_of


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("Terima   kasih, ibunya ramah sekali", {Theme.THANKS, Theme.FRIENDLINESS}),
        ("TERIMAKASIH", {Theme.THANKS}),
        ("antrenya lama", {Theme.SPEED}),
        ("Petugas tidak ramah", {Theme.FRIENDLINESS}),  # what it is about, not how it is meant
        ("penjelasannya jelas", {Theme.CLARITY}),
        ("teliti dan cekatan", {Theme.SKILL}),
        ("kursinya kurang", set()),
        ("selamat", set()),  # "lama" only where a word begins
        ("", set()),
    ],
)
def test_themes(text: str, themes: set[Theme]) -> None:
    assert themes_of(text) == themes


def test_what_one_or_two_said_is_not_counted_out() -> None:
    few = ["ramah"] * (FEWEST_MENTIONS - 1)
    assert theme_counts(few) == ()
    assert theme_counts([*few, "sopan", "lama"]) == ((Theme.FRIENDLINESS, FEWEST_MENTIONS),)
