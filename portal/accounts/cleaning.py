"""What is over goes: sessions, links and failures that nothing can be done with any more."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from portal.accounts.models import FailedSignIn, OneTimeLink, StaffSession
from portal.accounts.rules.lockout import FORGOTTEN_AFTER
from portal.accounts.rules.sessions import LONGEST
from portal.authority import Actor, Permission
from portal.database import lean_command

KEEP_LINKS = timedelta(days=1)


@lean_command
def clear_what_is_over(connection: sa.Connection, actor: Actor, *, at: datetime) -> int:
    """Delete dead sessions, links and failures; how many. Nobody's act: no entry in the trail."""
    actor.demand(Permission.OPERATE)
    over = (
        sa.delete(StaffSession).where(StaffSession.started_at < at - LONGEST),
        sa.delete(OneTimeLink).where(OneTimeLink.expires_at < at - KEEP_LINKS),
        sa.delete(FailedSignIn).where(FailedSignIn.since < at - FORGOTTEN_AFTER),
    )
    return sum(connection.execute(statement).rowcount for statement in over)
