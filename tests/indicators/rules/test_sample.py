import pytest

from portal.indicators.rules.sample import Sample, needed_sample


@pytest.mark.parametrize(
    ("users", "needed"),
    [
        (10, 10),
        (50, 44),
        (100, 80),
        (150, 108),
        (500, 217),
        (1200, 291),
        (2000, 322),
        (5000, 357),
        (10000, 370),
        (40000, 380),
        (1, 1),
        (0, 0),
    ],
)
def test_the_rows_of_the_table(users: int, needed: int) -> None:
    assert needed_sample(users) == needed


def test_more_users_never_need_fewer_answers_and_never_more_than_there_are() -> None:
    needed = [needed_sample(users) for users in range(3000)]
    assert needed == sorted(needed)
    assert all(n <= users for users, n in enumerate(needed))


@pytest.mark.parametrize(
    ("sample", "enough", "words"),
    [
        (Sample(312, 1120), True, "312 jawaban, perlu paling sedikit 286"),
        (Sample(80, 150), False, "80 jawaban, kurang 28 dari 108"),
        (Sample(80, None), None, "jumlah pengguna tidak diketahui"),
    ],
)
def test_answers_against_the_needed_sample(sample: Sample, enough: bool | None, words: str) -> None:
    assert sample.is_enough is enough
    assert str(sample).startswith(words)
