"""How much of a month came on paper, from released or closed figures; and whether that moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.authority import Actor, Permission
from portal.indicators.rules.change import shifted_channels
from portal.indicators.staff_queries import unit_lines
from portal.month import Month

ON_PAPER = ("paper", "interview", "telephone")


@dataclass(frozen=True, slots=True)
class PaperShare:
    """The share of answers that a clerk typed; None where the channels are not shown.

    `breaks` where a channel moved by more than 20 points since the month before.
    """

    share: Decimal | None
    answers: int
    breaks: bool


def paper_share(actor: Actor, month: Month) -> PaperShare:
    """Of the topmost units in reach."""
    return share_of(_channels(actor, month.plus(-1)), _channels(actor, month))


def share_of(before: Mapping[str, int], now: Mapping[str, int]) -> PaperShare:
    """From the answers by channel of a month and the one before."""
    answers = sum(now.values())
    typed = sum(now.get(channel, 0) for channel in ON_PAPER)
    return PaperShare(
        share=Decimal(typed) / answers if answers else None,
        answers=answers,
        breaks=bool(shifted_channels(before, now)),
    )


def _channels(actor: Actor, month: Month) -> Mapping[str, int]:
    if not actor.may(Permission.READ_INDICATORS):
        return {}
    found: dict[str, int] = {}
    for line in unit_lines(actor, month):
        if line.depth == 0 and line.shown is not None:
            for channel, number in line.shown.figure.channels.items():
                found[channel] = found.get(channel, 0) + number
    return found
