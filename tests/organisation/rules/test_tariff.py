"""Tariffs as offices write them."""

import pytest

from portal.errors import RuleBroken
from portal.organisation.rules.tariff import FREE, Tariff, TariffWord, parse_tariff, tariff_cell


@pytest.mark.parametrize(
    ("text", "tariff"),
    [
        ("gratis", FREE),
        ("GRATIS ", FREE),
        ("free", FREE),
        ("0", FREE),
        ("Rp 0,-", FREE),
        ("berbayar", Tariff(TariffWord.PAID)),
        ("50000", Tariff(TariffWord.PAID, 50_000)),
        ("Rp 50.000", Tariff(TariffWord.PAID, 50_000)),
        ("Rp. 50.000,00", Tariff(TariffWord.PAID, 50_000)),
        ("Rp1.250.000,-", Tariff(TariffWord.PAID, 1_250_000)),
    ],
)
def test_tariffs(text: str, tariff: Tariff) -> None:
    assert parse_tariff(text) == tariff
    assert parse_tariff(str(tariff_cell(tariff))) == tariff


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("50", "Tulis 50000"),
        ("50rb", "bukan tarif"),
        ("50,000", "bukan tarif"),
        ("50.00", "bukan tarif"),
        ("10.000-20.000", "bukan tarif"),
        ("-5000", "bukan tarif"),
        ("", "bukan tarif"),
        ("٥٠٠٠", "bukan tarif"),
        ("9999999999999", "terlalu besar"),
    ],
)
def test_no_tariffs(text: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        parse_tariff(text)
