"""What frames an answer: where and when, by which channel, and how the officer is known."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.demo.chance import Chance, pick
from portal.demo.counters import CounterFact
from portal.demo.story import BY_CLERK, TIERS
from portal.feedback.models import Source
from portal.feedback.rules.answers import RANDOM_BITS, rating_id
from portal.feedback.rules.attribution import Attribution, Evidence, Saying, attribute
from portal.month import Month

CHOICES = {"officer": 52.0, "skipped": 36.0, Saying.UNKNOWN: 9.0, Saying.OTHER: 3.0}
BY_CLERK_NAMED = 0.2
MORNING = 0.62


@dataclass(frozen=True, slots=True)
class Setting:
    """One counter on one day: who is on duty, and the chances of this counter."""

    counter: CounterFact
    day: date
    on_duty: tuple[int, ...]
    stream: Chance


def frame(setting: Setting, channel: str) -> dict[str, Any]:
    """Id, ticket, dates and channel; a clerk's sheet has no ticket, its row is its identity."""
    stream, month = setting.stream, str(Month.of(setting.day))
    by_clerk = channel in BY_CLERK
    yesterday = channel == "link" and stream.random() < 0.5
    return {
        "id": rating_id(month, stream.getrandbits(RANDOM_BITS)),
        "ticket_key": None if by_clerk else stream.randbytes(16),
        "content_digest": None if by_clerk else stream.randbytes(16),
        "month": month,
        "received_on": setting.day,
        "part_of_day": "pagi" if stream.random() < MORNING else "siang",
        "visited_on": setting.day - timedelta(days=1) if yesterday else None,
        "channel": channel,
        "tier": TIERS.get(channel, "E"),
    }


def _attribution(setting: Setting, channel: str, server: int) -> Attribution:
    stream = setting.stream
    if channel in BY_CLERK:
        named = stream.random() < BY_CLERK_NAMED
        return Attribution(server, Source.MANUAL, "likely") if named else attribute(Evidence())
    if channel == "ticket":
        return attribute(Evidence(ticket_officer=server, on_duty=setting.on_duty))
    if channel == "kiosk":
        return attribute(Evidence(checked_in=(server,), on_duty=setting.on_duty))
    choice = pick(stream, CHOICES)
    said = {"officer": server, "skipped": None}.get(choice, choice)
    on_duty = setting.on_duty if channel == "qr" else ()  # a link is opened at home
    return attribute(
        Evidence(choice=Saying(said) if isinstance(said, str) else said, on_duty=on_duty)
    )


def attributed(setting: Setting, channel: str, server: int) -> dict[str, Any]:
    """Who served, as far as this channel can tell: by the portal's own rule."""
    attribution = _attribution(setting, channel, server)
    return {
        "officer_id": attribution.officer_id,
        "attribution_source": attribution.source,
        "attribution_certainty": attribution.certainty,
    }
