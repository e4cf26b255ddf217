"""Parts of a text masked: whole, in any case and spacing, and nothing else."""

import pytest

from portal.complaints.rules.masks import MASK, holds, masked, parts_of


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        ("Budi marah.", ["Budi"], f"{MASK} marah."),
        ("BUDI marah kepada budi.", ["Budi"], f"{MASK} marah kepada {MASK}."),
        ("Budi  Santoso marah", ["budi santoso"], f"{MASK} marah"),
        ("Budi\nSantoso marah", ["Budi Santoso"], f"{MASK} marah"),
        ("Budi Santoso dan Budi", ["Budi", "Budi Santoso"], f"{MASK} dan {MASK}"),
        ("Budinya marah", ["Budi"], f"{MASK}nya marah"),
        ("Biaya 5.000 (lima ribu)", ["5.000 (lima"], f"Biaya {MASK} ribu)"),
        ("a.b axb", ["a.b"], f"{MASK} axb"),
        ("tidak ada", [], "tidak ada"),
        (f"{MASK} sama", ["sama", "dis"], f"{MASK} {MASK}"),
    ],
)
def test_parts_are_masked(text: str, parts: list[str], expected: str) -> None:
    assert masked(text, parts) == expected


def test_parts_come_one_per_line_each_once() -> None:
    assert parts_of(" Budi \n\n Budi\nJalan   Melati 3\n") == ("Budi", "Jalan Melati 3")


def test_a_part_is_found_in_any_case() -> None:
    assert holds("di Jalan  Melati", "jalan melati")
    assert not holds("di Jalan Mawar", "jalan melati")
