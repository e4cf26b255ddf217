"""huey as the clock and the hand: each minute it asks every line of the schedule whether it is due.

huey runs a task at most once: what is lost at a kill, the next minute asks again. What passes
through it are names of lines, signed; never a fact.
"""

import hmac
import logging
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.consumer import Consumer
from huey.serializer import SignedSerializer

from portal.config import Settings
from portal.logs import log
from portal.sqlite_file import OWNER_ONLY
from portal.worker.duties import Workplace
from portal.worker.running import run_line
from portal.worker.schedule import SCHEDULE, Line

QUEUE_FILE = "queue.db"
NAME = "suara-loket"
HANDS = 2  # a long release must not hold up the mails
SLOWEST_LOOK = 5.0  # seconds between two looks into an empty queue
SHUTDOWN = 45.0  # seconds that running jobs are given; systemd waits 60

Inside = Callable[[], AbstractContextManager[Any]]


def queue(settings: Settings, vault_key: str) -> Huey:
    """The queue: in Redis where there is one, else in a file of its own beside the database."""
    secret = hmac.digest(bytes.fromhex(vault_key), b"suara-loket/queue", "sha256").hex()
    serializer = SignedSerializer(secret=secret)
    facts: dict[str, Any] = {"name": NAME, "results": False, "serializer": serializer}
    if settings.redis_url:
        return RedisHuey(url=settings.redis_url, **facts)
    path = settings.instance / QUEUE_FILE
    _make_private(path)
    # No WAL here: this is the standard library's SQLite, which may not be sound with it.
    return SqliteHuey(filename=str(path), journal_mode="truncate", cache_mb=1, **facts)


def _make_private(path: Path) -> None:
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY))


def consume(workplace: Workplace, inside: Inside) -> None:
    """Work until SIGTERM: the mail in hand is finished and noted, the next is not begun."""
    _speak_json()
    hands = queue(workplace.settings, workplace.vault_key)
    stopping: list[Callable[[], bool]] = []
    working = replace(workplace, is_over=lambda: any(is_set() for is_set in stopping))
    every_minute = crontab(minute="*")
    tasks = [
        hands.periodic_task(every_minute, name=line.name)(_task(line, working, inside))
        for line in SCHEDULE
    ]
    consumer = Consumer(
        hands,
        workers=HANDS,
        max_delay=SLOWEST_LOOK,
        graceful_signal="TERM",
        shutdown_timeout=SHUTDOWN,
    )
    stopping.append(lambda: consumer.stop_flag.is_set() or consumer._signum is not None)
    log.info("worker_started")
    for at_once in tasks:
        at_once()
    consumer.run()
    log.info("worker_ended")


def _task(line: Line, workplace: Workplace, inside: Inside) -> Callable[[], None]:
    def task() -> None:
        with inside():
            run_line(line, workplace)

    return task


class _OurLines(logging.Handler):
    """huey's own warnings, one JSON line each: which logger spoke, and the kind of error."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        log.warning("queue", where=record.name, error=kind or str(record.msg)[:80])


def _speak_json() -> None:
    logger = logging.getLogger("huey")
    logger.handlers, logger.propagate = [_OurLines()], False
    logger.setLevel(logging.WARNING)
