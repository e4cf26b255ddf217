"""One round: every mail that is due is taken, handed in and noted, one after the other."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from portal.authority import Actor
from portal.clock import now
from portal.notifications.commands import (
    NO_ADDRESS,
    Mail,
    claim_mail,
    give_up_late_mail,
    mark_failed,
    mark_sent,
)
from portal.notifications.delivery import Answer, Courier, Fate
from portal.notifications.letters import Stationery, letter

LONGEST_ROUND = 50.0  # seconds; the next round begins at the next minute
UNREADABLE = "isinya tidak dapat dibuka dengan kunci sekarang"


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did; mails of `waiting` failed now and are tried again."""

    sent: int = 0
    waiting: int = 0
    given_up: int = 0


def send_due_mail(
    actor: Actor, *, courier: Courier, paper: Stationery, is_over: Callable[[], bool]
) -> Round:
    """Send until nothing is due, the server is away, the time is up, or `is_over` says so.

    A mail is noted as sent only after the server's 250. Killed between the two, it goes again,
    with the same Message-ID.
    """
    done, until = Round(0, 0, give_up_late_mail(actor, at=now())), time.monotonic() + LONGEST_ROUND
    try:
        while not is_over() and time.monotonic() < until:
            mail = claim_mail(actor, at=now())
            if mail is None:
                break
            answer = _deliver(mail, courier, paper)
            done = _plus(done, answer.fate)
            _note(actor, mail, answer)
            if answer.fate is Fate.SERVER_AWAY:
                break
    finally:
        courier.close()
    return done


def _deliver(mail: Mail, courier: Courier, paper: Stationery) -> Answer:
    try:
        message = letter(mail, paper)
    except ValueError:
        return Answer(Fate.REFUSED, UNREADABLE)
    return courier.deliver(message)


def _note(actor: Actor, mail: Mail, answer: Answer) -> None:
    if answer.fate is Fate.TAKEN:
        mark_sent(actor, handle=mail.handle, at=now())
        return
    is_final = answer.fate is Fate.REFUSED
    mark_failed(actor, mail=mail, failure=answer.why or NO_ADDRESS, at=now(), is_final=is_final)


def _plus(done: Round, fate: Fate) -> Round:
    return Round(
        done.sent + (fate is Fate.TAKEN),
        done.waiting + (fate in (Fate.LATER, Fate.SERVER_AWAY)),
        done.given_up + (fate is Fate.REFUSED),
    )
