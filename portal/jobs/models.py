"""The last run of each recurring job. Columns only."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base
from portal.moments import Moment


class JobRun(Base):
    """One row per job. `slot` is the moment it was meant for; no `finished_at`: it runs, or died.

    `begun` counts runs: who raised it holds the run.
    """

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    slot: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    failure: Mapped[str] = mapped_column(sa.String(200), default="")
    begun: Mapped[int] = mapped_column(sa.BigInteger)
