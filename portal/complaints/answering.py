"""The answer to the reporter, and the end of a case: two facts, in one step where wanted."""

from collections.abc import Sequence
from datetime import datetime

from portal.authority import Actor
from portal.complaints.acting import demand_possible
from portal.complaints.attaching import NewFile, attach
from portal.complaints.cases import case_to_change, write_down
from portal.complaints.ending import HANDLE, write_answer, write_closing
from portal.complaints.messages import short_enough, spoken_message
from portal.complaints.rules.states import Act
from portal.complaints.rules.templates import left_open
from portal.complaints.rules.words import Outcome, Side
from portal.database import command
from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.organisation.announcements import with_paragraphs
from portal.richtext import clean


@command
def answer_case(
    actor: Actor,
    *,
    number: str,
    version: int,
    text: str,
    at: datetime,
    is_formatted: bool = False,
    files: Sequence[NewFile] = (),
    outcome: Outcome | None = None,
    reason: str = "",
) -> None:
    """Answer, and with `outcome` close in the same breath; `at` is the local moment.

    The reporter's own words are never here: only staff's formatted text is cleaned.
    """
    case = case_to_change(actor, number, HANDLE, version=version)
    demand_possible(case, Act.ANSWER)
    text = as_sent(text, is_formatted=is_formatted)
    event = write_answer(case, text, is_formatted=is_formatted, actor=actor, at=at)
    attach(event, Side.OFFICE, files)
    if outcome is not None:
        write_closing(case, outcome, reason, actor=actor, at=at)
    write_down(
        actor,
        "answer_case",
        case,
        files=len(files),
        outcome=outcome,
    )


def as_sent(text: str, *, is_formatted: bool) -> str:
    """The reply as the reporter reads it; raises RuleBroken for one that cannot be sent."""
    text = spoken_message(text)
    if open_ones := left_open(text):
        named = ", ".join(f"{{{name}}}" for name in open_ones)
        raise RuleBroken(_("Masih ada yang belum diisi: {names}.").format(names=named))
    return short_enough(clean(with_paragraphs(text))) if is_formatted else text


@command
def close_case(
    actor: Actor, *, number: str, version: int, outcome: Outcome, reason: str, at: datetime
) -> None:
    """Close with outcome and reason; whether it is solved says the reporter."""
    case = case_to_change(actor, number, HANDLE, version=version)
    demand_possible(case, Act.CLOSE)
    write_closing(case, outcome, reason, actor=actor, at=at)
    write_down(actor, "close_case", case, outcome=outcome)
