"""What may stand in a rule set."""

from dataclasses import replace
from datetime import date

import pytest

from portal.errors import Problems
from portal.organisation.rules.limits import (
    NAMES,
    Limits,
    RuleSetFacts,
    check_facts,
    is_compared,
)

NATIONAL = Limits(3, 5, 5, 14, 14, 60, 10, 30, 10, 0, 10)
FACTS = RuleSetFacts(
    None, "Batas waktu nasional", "PermenPANRB 62/2018", date(2018, 1, 1), NATIONAL
)


@pytest.mark.parametrize(
    "limits",
    [NATIONAL, replace(NATIONAL, extension_days=7), Limits(*[366] * 11), Limits(*[1] * 11)],
)
def test_limits_that_can_be_meant(limits: Limits) -> None:
    check_facts(replace(FACTS, limits=limits))


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        (replace(FACTS, name=" "), 1),
        (replace(FACTS, legal_basis=""), 1),
        (replace(FACTS, name="", legal_basis=""), 2),
        *((replace(FACTS, limits=replace(NATIONAL, **{name: 367})), 1) for name in NAMES),
        *((replace(FACTS, limits=replace(NATIONAL, **{name: -1})), 1) for name in NAMES),
        (replace(FACTS, limits=replace(NATIONAL, complaint_days=0)), 1),
        (replace(FACTS, limits=Limits(*[0] * 11)), 10),
    ],
)
def test_everything_that_is_wrong_is_told_at_once(facts: RuleSetFacts, count: int) -> None:
    with pytest.raises(Problems) as refused:
        check_facts(facts)
    assert len(refused.value.problems) == count


@pytest.mark.parametrize(
    ("legal_basis", "compared"),
    [
        ("PermenPANRB 5/2025", True),
        ("PermenPANRB 62/2018, belum diverifikasi terhadap PermenPANRB 5/2025", False),
        ("Belum Diverifikasi", False),
        (" ", False),
    ],
)
def test_a_basis_nobody_compared_confirms_nothing(legal_basis: str, compared: bool) -> None:
    assert is_compared(legal_basis) is compared
