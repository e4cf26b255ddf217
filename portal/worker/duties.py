"""What the worker does, as one actor with the operator's permissions, named in the trail.

Every duty is an ordinary command that may run twice; none takes facts from the queue.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.accounts.cleaning import clear_what_is_over
from portal.appraisal.reminding import tell_month_ready
from portal.authority import Actor, Grant, Role
from portal.clock import now, today
from portal.config import Settings
from portal.errors import RuleBroken
from portal.feedback.queries import last_closed_month, months_with_ratings
from portal.indicators.commands import release_month
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.notifications.commands import forget_old_mail, give_up_late_mail
from portal.notifications.delivery import Courier, mail_server
from portal.notifications.letters import stationery
from portal.notifications.sending import send_due_mail

WORKER = Actor("worker", (Grant(Role.OPERATOR),))


@dataclass(frozen=True, slots=True)
class Workplace:
    """The installation, its vault key, and whether the worker has been asked to stop."""

    settings: Settings
    vault_key: str
    is_over: Callable[[], bool] = lambda: False


def send_mail(at: Workplace) -> None:
    """Send what is due; without a server mails wait, until nobody needs them any more."""
    if at.settings.smtp_url is None:
        give_up_late_mail(WORKER, at=now())
        return
    send_due_mail(
        WORKER,
        courier=Courier(mail_server(at.settings.smtp_url)),
        paper=stationery(at.settings, at.vault_key),
        is_over=at.is_over,
    )


def release_open_months(at: Workplace) -> None:
    """The nightly release of every open month; one that is refused does not stop the next."""
    day = today(at.settings.timezone)
    weight, refused = Weight.parse(at.settings.weight), []
    for month in _open_months(Month.of(day)):
        if at.is_over():
            return
        try:
            release_month(WORKER, month=month, today=day, weight=weight)
        except RuleBroken as error:
            # Closed a moment ago: then there is nothing left to release.
            if str(month) > (last_closed_month() or ""):
                refused.append(error.message)
    if refused:
        raise RuleBroken(" ".join(refused))


def _open_months(current: Month) -> list[Month]:
    """Open months with answers, up to this one."""
    filled = months_with_ratings(after=last_closed_month())
    return [Month.parse(month) for month in filled if month <= str(current)]


def tell_of_ready_month(at: Workplace) -> None:
    """Tell the survey evaluators what they may close."""
    tell_month_ready(
        WORKER,
        today=today(at.settings.timezone),
        base_url=at.settings.base_url,
        vault_key=at.vault_key,
    )


def forget(_at: Workplace) -> None:
    """Delete dead sessions, links and failures, and mails of long ago."""
    clear_what_is_over(WORKER, at=now())
    forget_old_mail(WORKER, at=now())
