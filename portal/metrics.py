"""What the installation says of itself to Prometheus: its work, never its answers.

Only totals of the whole installation; no unit, no counter, no person, no mark. Ratings are
told in tens, because a count that grows by one dates one visitor's answer (threats.md, T4).
"""

import platform
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version

import sqlalchemy as sa
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric

from portal import migrate
from portal.config import Settings
from portal.database import db
from portal.feedback.models import Rating
from portal.feedback.queries import last_closed_month, months_with_ratings
from portal.jobs.queries import HEARTBEAT, jobs
from portal.jobs.rules.due import LastRun
from portal.notifications.queries import outbox
from portal.sqlite_file import sqlite_module

TENS = 10
COUNTED_FOR = 300.0  # seconds: counting a million answers is not for every scrape
RELEASE = "release_open_months"


@dataclass(eq=False)
class Stock:
    """What is counted every five minutes: answers in tens, and open months with answers."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _counted: tuple[int, int] = (0, 0)
    _at: float | None = None

    def counts(self) -> tuple[int, int]:
        with self._lock:
            if self._at is None or time.monotonic() - self._at > COUNTED_FOR:
                self._counted, self._at = _counted(), time.monotonic()
            return self._counted


def _counted() -> tuple[int, int]:
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Rating)) or 0
    return total // TENS * TENS, len(months_with_ratings(after=last_closed_month()))


@dataclass(eq=False)
class Vitals:
    """A collector: asks the database at each scrape, and says so where it does not answer."""

    settings: Settings
    stock: Stock = field(default_factory=Stock)

    def collect(self) -> Iterator[Metric]:
        yield self._info()
        try:
            found = [*_outbox(), *_jobs(), *_stock(self.stock)]
        except sa.exc.SQLAlchemyError:
            found = []
        finally:
            db.session.rollback()
        yield _gauge("portal_database_up", "1: the database answers.", 1 if found else 0)
        yield from found

    def _info(self) -> Metric:
        facts = {"version": version("suara-loket"), "revision": migrate.head()}
        facts["python"] = platform.python_version()
        is_sqlite = self.settings.is_sqlite
        facts["database"] = (
            f"sqlite {sqlite_module().sqlite_version}" if is_sqlite else "postgresql"
        )
        return InfoMetricFamily("portal", "The program.", facts)


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value)


def _outbox() -> Iterator[Metric]:
    found = outbox()
    yield _gauge("portal_outbox_waiting", "Mails that wait.", found.waiting)
    yield _gauge("portal_outbox_given_up", "Mails given up in the last 90 days.", found.given_up)
    if found.oldest is not None:
        text = "When the oldest waiting mail was written."
        yield _gauge("portal_outbox_oldest_timestamp_seconds", text, found.oldest.timestamp())


def _jobs() -> Iterator[Metric]:
    ran = {job.name: job.last for job in jobs()}
    if HEARTBEAT in ran:
        text, at = "When a worker last gave a sign of life.", ran[HEARTBEAT].started_at
        yield _gauge("portal_worker_heartbeat_timestamp_seconds", text, at.timestamp())
    finished = _succeeded(ran.get(RELEASE))
    if finished is not None:
        text = "When the nightly release last succeeded; absent while it runs or has failed."
        yield _gauge("portal_release_timestamp_seconds", text, finished)
    failed = sum(bool(last.failure) for last in ran.values())
    yield _gauge("portal_jobs_failed", "Recurring jobs whose last run failed.", failed)


def _succeeded(last: LastRun | None) -> float | None:
    if last is None or last.finished_at is None or last.failure:
        return None
    return last.finished_at.timestamp()


def _stock(stock: Stock) -> Iterator[Metric]:
    ratings, months = stock.counts()
    yield _gauge("portal_ratings", "Answers of all times, rounded down to tens.", ratings)
    yield _gauge("portal_open_months", "Months with answers that are not closed.", months)
