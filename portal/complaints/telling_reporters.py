"""Telling a reporter who gave a name and an e-mail address openly that there is an answer.

Nobody else is ever written to: an anonymous reporter pulls, a confidential one too. The letter
has no case text and no code, and the address lies sealed in the outbox until it is sent.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.complaints.keys import KeyPlace, read_keys
from portal.complaints.models import AnswerTold, Complaint, Event, SealedIdentity
from portal.complaints.rules.words import Identity, Outcome, Step
from portal.complaints.telling import Post
from portal.complaints.vault import Keyring, opened
from portal.database import command, db
from portal.notifications.commands import enqueue
from portal.notifications.rules.kinds import Kind

STILL_NEWS = timedelta(days=3)  # as long as any mail is tried (notifications/rules/kinds.py)

Answer = tuple[int, int]  # the case of whom is told, and the number of the step


def tell_answers(actor: Actor, *, post: Post, place: KeyPlace) -> int:
    """Write to everybody who was answered and not told of it; how many letters.

    One letter an hour to one address, whatever was answered in it.
    """
    actor.demand(Permission.OPERATE)
    waiting = tuple(_untold(post.at.date()))
    if not waiting:
        return 0
    letters = _by_address(waiting, read_keys(place))
    return sum(
        _tell(actor, address=address, language=language, answers=answers, post=post)
        for (address, language), answers in letters.items()
    )


@command
def _tell(
    actor: Actor, *, address: str, language: str, answers: Sequence[Answer], post: Post
) -> bool:
    """One letter for these answers; False where this address had one within the hour."""
    actor.demand(Permission.OPERATE)
    handle = enqueue(
        kind=Kind.CASE_ANSWERED,
        recipient=address,
        facts={"language": language, "address": f"{post.base_url}/lacak"},
        vault_key=post.vault_key,
        at=post.at,
        once=f"case_answered/{address}/{post.at:%Y-%m-%dT%H}",
    )
    if handle is None:
        return False
    for complaint, event in answers:
        db.session.merge(AnswerTold(complaint_id=complaint, event=event, told_on=post.at.date()))
    return True


def _untold(today: date) -> Iterator[tuple[Answer, str, SealedIdentity]]:
    """Answers of the last days to open reporters; whose case was merged reads that answer too."""
    is_answer = sa.or_(
        Event.step == Step.ANSWERED,
        sa.and_(Event.step == Step.CLOSED, Complaint.outcome == Outcome.DITOLAK),
    )
    whose = sa.or_(
        Complaint.id == Event.complaint_id, Complaint.merged_into_id == Event.complaint_id
    )
    is_told = sa.exists().where(
        AnswerTold.complaint_id == Complaint.id, AnswerTold.event == Event.number
    )
    query = (
        sa.select(Complaint.id, Event.number, Complaint.language, SealedIdentity)
        .select_from(Event)
        .join(Complaint, whose)
        .join(SealedIdentity, SealedIdentity.complaint_id == Complaint.id)
        .where(Event.on_date > today - STILL_NEWS, is_answer, ~is_told)
        .where(Complaint.identity == Identity.TERBUKA, Complaint.erased_on.is_(None))
        .order_by(Complaint.id, Event.number)
    )
    for complaint, event, language, row in db.session.execute(query):
        yield (complaint, event), language, row


def _by_address(
    waiting: Sequence[tuple[Answer, str, SealedIdentity]], ring: Keyring
) -> Mapping[tuple[str, str], list[Answer]]:
    found: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    languages: dict[str, str] = {}
    for answer, language, row in waiting:
        address = _address(ring, row)
        if address:
            found[address, languages.setdefault(address, language)].append(answer)
    return found


def _address(ring: Keyring, row: SealedIdentity) -> str:
    """The address, or nothing: a row that does not open now is looked at again later."""
    try:
        return opened(ring, row).email.strip().lower()
    except ValueError:
        return ""
