"""A question to the officer in the handler's own words."""

import pytest

from portal.complaints.rules.own_words import copied_words

STORY = "Petugas di loket tiga meminta uang rokok lima puluh ribu, lalu berkas saya ditahan."


@pytest.mark.parametrize(
    ("question", "copied"),
    [
        ("Bagaimana alur pembayaran di loket tiga hari itu?", ""),
        ("Apakah petugas di loket tiga meminta sesuatu?", ""),
        (
            "Benarkah PETUGAS di loket tiga: meminta uang?",
            "petugas di loket tiga meminta uang",
        ),
        (STORY, " ".join(STORY.lower().replace(",", "").replace(".", "").split())),
        ("", ""),
    ],
)
def test_a_run_of_six_words_is_copied(question: str, copied: str) -> None:
    assert copied_words(question, "Harap dilayani.", STORY) == copied


def test_nothing_told_is_nothing_copied() -> None:
    assert copied_words("Apa yang terjadi di loket tiga pada hari itu?") == ""


def test_long_texts_are_compared_in_time() -> None:
    assert copied_words("a b " * 500, "c d " * 1000) == ""
