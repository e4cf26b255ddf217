"""A case's first title: the reporter's first sentence, without numbers, not too long."""

import pytest

from portal.complaints.titles import LONGEST, title_of


@pytest.mark.parametrize(
    ("story", "title"),
    [
        ("Akta belum jadi. Sudah tiga kali datang.", "Akta belum jadi"),
        ("Kapan jadi? Saya menunggu.", "Kapan jadi?"),
        ("  \n\nAntrean lama\nKursi kurang", "Antrean lama"),
        ("NIK 3201012345670001 salah. Lalu", "NIK [nomor disembunyikan] salah"),
        ("Tulis ke siti@contoh.id ya", "Tulis ke [surel disembunyikan] ya"),
        ("Biaya Rp 1.500.000 diminta", "Biaya Rp 1.500.000 diminta"),
        ("   ", ""),
    ],
)
def test_the_first_sentence_is_the_title(story: str, title: str) -> None:
    assert title_of(story) == title


def test_a_long_sentence_is_cut_between_words() -> None:
    title = title_of("kata " * 60)
    assert len(title) <= LONGEST + 1
    assert title.endswith("kata…")
    assert len(title_of("x" * 500)) == LONGEST + 1
