"""Which officer, how known, how certain (product.md §2 rule 7, §4)."""

import itertools

import pytest

from portal.feedback.models import Certainty, Source
from portal.feedback.rules.attribution import Attribution, Evidence, Saying, attribute

UNKNOWN = Attribution(None, None, "unknown")


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        # Nothing known.
        (Evidence(), UNKNOWN),
        # The roster alone: likely at best, never exact.
        (Evidence(on_duty=(1,)), Attribution(1, "roster", "likely")),
        (Evidence(on_duty=(1, 2)), Attribution(None, "roster", "shared")),
        (Evidence(on_duty=(1, 2, 3)), Attribution(None, "roster", "shared")),
        # "I do not know" leaves what the roster says.
        (Evidence(choice=Saying.UNKNOWN), UNKNOWN),
        (
            Evidence(choice=Saying.UNKNOWN, on_duty=(1,)),
            Attribution(1, "roster", "likely"),
        ),
        # The resident's explicit choice is exact, also against the roster.
        (Evidence(choice=1, on_duty=(1, 2)), Attribution(1, "choice", "exact")),
        (Evidence(choice=9, on_duty=(1, 2)), Attribution(9, "choice", "exact")),
        # Somebody else: nobody named, whatever the roster or the check-in says.
        (Evidence(choice=Saying.OTHER, on_duty=(1,)), Attribution(None, "choice", "unknown")),
        (
            Evidence(choice=Saying.NOT_THIS_ONE, on_duty=(1,)),
            Attribution(None, "choice", "unknown"),
        ),
        (
            Evidence(choice=Saying.OTHER, ticket_officer=1),
            Attribution(None, "choice", "unknown"),
        ),
        (Evidence(choice=Saying.OTHER, checked_in=(1,)), Attribution(None, "choice", "unknown")),
        # One-time ticket and check-in are exact.
        (Evidence(ticket_officer=3, on_duty=(1,)), Attribution(3, "ticket", "exact")),
        (Evidence(checked_in=(4,), on_duty=(1,)), Attribution(4, "check_in", "exact")),
        (Evidence(ticket_officer=3, checked_in=(4,)), Attribution(3, "ticket", "exact")),
        (Evidence(choice=Saying.UNKNOWN, checked_in=(4,)), Attribution(4, "check_in", "exact")),
        # The check-in comes before the roster, which is fiction by nine o'clock.
        (Evidence(checked_in=(4,), on_duty=(1, 2)), Attribution(4, "check_in", "exact")),
        # Of several nobody is named; the resident chooses among them.
        (Evidence(checked_in=(4, 5), on_duty=(4,)), Attribution(None, "check_in", "shared")),
        (
            Evidence(choice=Saying.UNKNOWN, checked_in=(4, 5)),
            Attribution(None, "check_in", "shared"),
        ),
        (Evidence(choice=5, checked_in=(4, 5)), Attribution(5, "choice", "exact")),
        (Evidence(choice=4, checked_in=(4,), on_duty=(1,)), Attribution(4, "choice", "exact")),
        (Evidence(choice=1, checked_in=(4, 5), on_duty=(1,)), Attribution(1, "choice", "likely")),
        (Evidence(choice=4, ticket_officer=3, checked_in=(4,)), Attribution(4, "choice", "likely")),
        (
            Evidence(choice=Saying.NOT_THIS_ONE, checked_in=(4,)),
            Attribution(None, "choice", "unknown"),
        ),
        # Agreement stays exact; a contradiction never is.
        (Evidence(choice=3, ticket_officer=3), Attribution(3, "choice", "exact")),
        (Evidence(choice=1, ticket_officer=3), Attribution(1, "choice", "likely")),
        (Evidence(choice=1, checked_in=(4,)), Attribution(1, "choice", "likely")),
    ],
)
def test_attribution(evidence: Evidence, expected: Attribution) -> None:
    assert attribute(evidence) == expected


def every_evidence() -> list[Evidence]:
    return [
        Evidence(*facts)
        for facts in itertools.product(
            (None, 1, 2, *Saying), (None, 1, 2), ((), (1,), (1, 2)), ((), (1,), (1, 2))
        )
    ]


def test_exact_always_names_an_officer_and_never_comes_from_the_roster() -> None:
    exact = [attribute(e) for e in every_evidence() if attribute(e).certainty == "exact"]
    assert exact
    assert all(a.officer_id is not None and a.source != "roster" for a in exact)


def test_every_attribution_can_be_stored() -> None:
    for evidence in every_evidence():
        found = attribute(evidence)
        assert found.certainty in list(Certainty)
        assert found.source is None or found.source in list(Source)
