"""Sheets of paper that were typed, ten of them to be checked, and who is at a counter today."""

from collections import Counter as Counts
from datetime import datetime, time

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import Actor, Permission
from portal.database import command, db
from portal.demo.accounts import account_actor
from portal.demo.counters import BY_KEY
from portal.demo.days import HalfYear
from portal.demo.place_rows import COUNTER_IDS
from portal.demo.signins import ACCOUNTS
from portal.feedback.models import PaperEntry, Rating
from portal.feedback.paper_checking import draw_checks
from portal.feedback.rules.serial import serial
from portal.month import Month
from portal.organisation.check_in import check_in
from portal.organisation.models import Unit

TYPIST = "loket"
AT_THE_COUNTER = time(7, 25)


def work_with_paper(actor: Actor, half: HalfYear) -> None:
    """Every sheet of paper has its serial number; ten of the open month are drawn."""
    register_sheets(actor, typist=account_actor(TYPIST, half.today).person_id or 0)
    evaluator = account_actor("organisasi", half.today)
    draw_checks(evaluator, month=half.months[-1], today=half.today)


@command
def register_sheets(actor: Actor, *, typist: int) -> int:
    """Give the answers that came on paper the numbers of their sheets, and say who typed them."""
    actor.demand(Permission.OPERATE)
    query = (
        sa.select(Rating.id, Rating.month, Rating.unit_id, Rating.received_on, Unit.code)
        .join(Unit, Unit.id == Rating.unit_id)
        .where(Rating.channel == "paper")
        .order_by(Rating.received_on, Rating.id)
    )
    numbers: Counts[tuple[str, str]] = Counts()
    rows = []
    for rating_id, month, unit_id, day, code in db.session.execute(query):
        numbers[code, month] += 1
        number = str(serial(code, Month.parse(month), numbers[code, month]))
        facts = {"month": month, "unit_id": unit_id, "rating_id": rating_id}
        rows.append({"serial": number, "typed_by": typist, "typed_on": day, **facts})
    db.session.execute(sa.insert(PaperEntry), rows)
    record(actor, action="register_sheets", subject="demonstration", after={"sheets": len(rows)})
    return len(rows)


def come_to_work(half: HalfYear) -> None:
    """Officers whose account is named after a team say where they are today."""
    at = datetime.combine(half.today, AT_THE_COUNTER)
    for account in ACCOUNTS:
        if account.officer in BY_KEY:
            officer = account_actor(account.login, half.today)
            check_in(officer, counter_id=COUNTER_IDS[account.officer], desk="1", at=at)
