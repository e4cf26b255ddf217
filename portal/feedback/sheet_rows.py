"""The row of an answer that came on paper: imported from a sheet or typed by a clerk, the same."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.feedback.models import Certainty, Channel, Source, Status

PAPER_TIER = "E"
SHEET_CHANNELS = (Channel.PAPER, Channel.INTERVIEW, Channel.TELEPHONE)
RESPONDENT = ("sex", "age_band", "education", "occupation")


@dataclass(frozen=True, slots=True)
class Surveyed:
    """Where, when and how a sheet was filled in."""

    on: date
    part_of_day: str | None
    unit_id: int
    counter_id: int | None
    location_id: int | None
    channel: Channel
    questionnaire_id: int

    @property
    def month(self) -> str:
        """A sheet of paper belongs to its survey date (domain.md §2)."""
        return f"{self.on:%Y-%m}"


def paper_rating(
    at: Surveyed,
    elements: Mapping[str, int | None],
    respondent: Mapping[str, str | None],
    officer_id: int | None = None,
) -> dict[str, Any]:
    """The rating's row without its id."""
    return {
        "month": at.month,
        "received_on": at.on,
        "part_of_day": at.part_of_day,
        "visited_on": at.on,
        "unit_id": at.unit_id,
        "counter_id": at.counter_id,
        "location_id": at.location_id,
        "officer_id": officer_id,
        "attribution_source": Source.MANUAL if officer_id else None,
        # A clerk wrote it down; only the resident's own choice would be exact.
        "attribution_certainty": Certainty.LIKELY if officer_id else Certainty.UNKNOWN,
        "channel": at.channel,
        "tier": PAPER_TIER,
        "status": Status.COUNTS,
        "questionnaire_id": at.questionnaire_id,
        **elements,
        **{fact: respondent.get(fact) for fact in RESPONDENT},
    }


def paper_comment(on: date, unit_id: int, counter_id: int | None, text: str) -> dict[str, Any]:
    """A comment stands apart from the marks, dated to its week."""
    return {
        "id": secrets.randbits(63),
        "week": on - timedelta(days=on.weekday()),
        "unit_id": unit_id,
        "counter_id": counter_id,
        "officer_id": None,
        "text": text,
    }
