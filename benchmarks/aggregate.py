"""How long a release and a closing take, beside one plain GROUP BY officer over the same rows.

    .venv/bin/python benchmarks/aggregate.py [--ratings 1000000] [--officers 5000] [--rounds 3]
        [--database sqlite|postgresql|both] [--behind 10000000]

Everything runs on data made here: a SQLite file in a temporary folder, and a database of its own
on PostgreSQL (127.0.0.1:5432, user postgres), both removed at the end. Times alternate in one run:
baseline, release, closing; medians are compared. `--behind` also measures the pages' queries with
so many ratings in the table, against the number at first.
"""

import argparse
import resource
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import sqlalchemy as sa

from portal import migrate
from portal.app import create_app
from portal.appraisal.commands import close_month
from portal.appraisal.preparing import prepare
from portal.appraisal.rows import Asked
from portal.authority import operator
from portal.config import Secrets, Settings
from portal.database import db
from portal.feedback.rules.answers import RANDOM_BITS, rating_id
from portal.indicators.commands import release_month
from portal.indicators.queries import live_indicators, unit_page
from portal.indicators.rules.definition import Weight
from portal.indicators.rules.elements import FORM_ORDER
from portal.indicators.rules.publication import Limits
from portal.indicators.snapshot import snapshot
from portal.month import Month

POSTGRESQL = "postgresql+psycopg://postgres@127.0.0.1:5432"
MONTH = Month(2026, 10)
TODAY = date(2026, 11, 10)
SUBJECT_TYPES = 5
ALLOWED_RATIO = 3.0
ALLOWED_SECONDS = 3.0  # per subject type on PostgreSQL, if that is more
ACTOR = operator("benchmark")
SECRETS = Secrets(
    session_key="0123456789abcdef" * 4,
    ticket_key="fedcba9876543210" * 4,
    vault_key="02468ace13579bdf" * 4,
)
UNITS, LOCATIONS, SERVICES, COUNTERS = 200, 200, 300, 1000


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """An empty, migrated database of its own."""
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'bench.db'}"
        migrate.upgrade(url)
        yield url
        return
    name = f"portal_bench_{uuid.uuid4().hex[:8]}"
    admin = sa.create_engine(f"{POSTGRESQL}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        migrate.upgrade(f"{POSTGRESQL}/{name}")
        yield f"{POSTGRESQL}/{name}"
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


def numbers(count: int) -> str:
    """A table of whole numbers from 1, on both databases."""
    return f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"


def fill_organisation(officers: int) -> None:
    """Three levels of units, and the rest spread over them."""
    for statement in (
        f"""INSERT INTO unit (id, code, name, kind, parent_id, work_days, contact)
        {numbers(UNITS)} SELECT i, 'U' || i, 'Unit ' || i, '',
        CASE WHEN i = 1 THEN NULL WHEN i < 42 THEN 1 ELSE 2 + i % 40 END, 5, '' FROM n""",
        f"""INSERT INTO location (id, code, name, kind, address, hours)
        {numbers(LOCATIONS)} SELECT i, 'L' || i, 'Lokasi ' || i, 'kantor', '', '' FROM n""",
        f"""INSERT INTO service (id, code, name, name_en, unit_id, tariff)
        {numbers(SERVICES)}
        SELECT i, 'S' || i, 'Layanan ' || i, '', 2 + i % 198, 'gratis' FROM n""",
        f"""INSERT INTO counter (id, unit_id, number, name, name_en, location_id)
        {numbers(COUNTERS)} SELECT i, 2 + i % 198, CAST(i AS TEXT), 'Loket ' || i, '',
        1 + i % {LOCATIONS} FROM n""",
        f"""INSERT INTO officer
        (id, handle, kind, nip, name, call_name, shows_name, unit_id, position)
        {numbers(officers)} SELECT i, 'h' || i, 'pns', CAST(198609262015051000 + i AS TEXT),
        'Petugas ' || i, '', TRUE, 2 + i % 198, '' FROM n""",
    ):
        db.session.execute(sa.text(statement))
    db.session.commit()


def fill_ratings(count: int, officers: int, month: Month) -> None:
    """Random ratings of one month, made inside the database."""
    on_sqlite = db.engine.dialect.name == "sqlite"
    draw = "(abs(random()) % {0})" if on_sqlite else "(floor(random() * {0})::bigint)"
    first, spread = rating_id(str(month), 0), 1 << RANDOM_BITS
    day = f"'{month}-' || substr('0' || (1 + {draw.format(27)}), -2)"
    if not on_sqlite:
        day = f"date '{month.first_day}' + {draw.format(27)}::int"
    marks = ", ".join(f"{mark(draw)} AS {e}" for e in FORM_ORDER)
    step = spread // (count + 1)
    # Materialized, else SQLite draws anew wherever a column is used.
    chosen = f"""{numbers(count)},
        drawn AS MATERIALIZED (SELECT i, 1 + {draw.format(COUNTERS)} AS c,
        {draw.format(5)} AS o, {draw.format(3)} AS s, {draw.format(100)} AS p, {day} AS d FROM n)"""
    db.session.execute(
        sa.text(
            f"""INSERT INTO rating (id, month, received_on, part_of_day, unit_id, counter_id,
            service_id, location_id, officer_id, attribution_source, attribution_certainty,
            channel, tier, status, questionnaire_id, overall, outcome, {", ".join(FORM_ORDER)})
            {chosen} SELECT {first} + i * {step}, '{month}', d, 'pagi', 2 + c % 198, c,
            1 + (c * 7 + s) % {SERVICES}, 1 + c % {LOCATIONS}, 1 + (c * 5 + o) % {officers},
            'choice', CASE WHEN p < 80 THEN 'exact' ELSE 'likely' END,
            CASE WHEN p % 5 = 0 THEN 'link' ELSE 'qr' END, 'C',
            CASE WHEN p = 99 THEN 'quarantined' ELSE 'counts' END, 1, 2 + p % 3, 'selesai', {marks}
            FROM drawn"""
        )
    )
    db.session.commit()


def mark(draw: str) -> str:
    """A mark 2 to 4; about one in nine is no mark."""
    none = f"CASE {draw.format(9)} WHEN 0 THEN NULL WHEN 1 THEN -1 ELSE"
    return f"{none} 2 + {draw.format(3)} END"


def baseline() -> None:
    """One plain GROUP BY officer over the ten marks of the month's rows."""
    sums = ", ".join(f"SUM({name}), COUNT({name})" for name in ("overall", *FORM_ORDER))
    query = f"SELECT officer_id, {sums} FROM rating WHERE month = :month GROUP BY officer_id"
    with db.engine.connect() as connection:
        connection.execute(sa.text(query), {"month": str(MONTH)}).all()


def release() -> None:
    release_month(ACTOR, month=MONTH, today=TODAY, weight=Weight.NINTH)


def closing() -> None:
    """All that a closing computes, without storing it (it can be stored only once)."""
    with snapshot() as connection:
        prepare(connection, Asked(MONTH, 1, Weight.NINTH, Limits(), 0, ""))


def timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    db.session.rollback()
    return time.perf_counter() - began


def fill(settings: Settings, asked: argparse.Namespace) -> None:
    with create_app(settings).app_context():
        fill_organisation(asked.officers)
        fill_ratings(asked.ratings, asked.officers, MONTH)


def measure(kind: str, url: str, folder: Path, asked: argparse.Namespace) -> None:
    settings = Settings(instance=folder, database_url=url, secrets=SECRETS)
    # Made in a process of its own, so that the peak of memory is that of the figures.
    child = get_context("spawn").Process(target=fill, args=(settings, asked))
    child.start()
    child.join()
    with create_app(settings).app_context():
        settle(kind)
        works = {"baseline": baseline, "release": release, "closing": closing}
        times: dict[str, list[float]] = {name: [] for name in works}
        for _round in range(asked.rounds):
            for name, work in works.items():
                times[name].append(timed(work))
        report(kind, {name: statistics.median(found) for name, found in times.items()}, asked)
        stored = timed(_close)
        print(f"{kind}: a whole closing, stored: {stored:.1f} s")
        if asked.behind:
            behind(kind, asked)
        db.session.remove()
        db.engine.dispose()


def _close() -> None:
    close_month(ACTOR, month=MONTH, today=TODAY, weight=Weight.NINTH, reviewed="benchmark")


def settle(kind: str) -> None:
    if kind == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM ANALYZE"))


def report(kind: str, medians: dict[str, float], asked: argparse.Namespace) -> None:
    base = medians["baseline"]
    per_type = max(ALLOWED_RATIO * base, ALLOWED_SECONDS if kind == "postgresql" else 0.0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{kind}: {asked.ratings:,} ratings, {asked.officers:,} officers, medians of {asked.rounds}"
    )
    print(f"{kind}: baseline GROUP BY officer {base:.2f} s; peak memory {peak:.0f} MiB")
    for name in ("release", "closing"):
        each = medians[name] / SUBJECT_TYPES
        verdict = "ok" if each < per_type else "TOO SLOW"
        ratio = each / base
        print(
            f"{kind}: {name} {medians[name]:.2f} s = {each:.2f} s per subject type,"
            f" {ratio:.2f} × baseline (allowed {per_type:.2f} s): {verdict}"
        )


def behind(kind: str, asked: argparse.Namespace) -> None:
    """The pages' queries with many ratings in the table, against few."""
    few = statistics.median(timed(pages) for _ in range(200))
    month, left = MONTH, asked.behind - asked.ratings
    while left > 0:
        month = month.next()
        fill_ratings(min(left, 1_000_000), asked.officers, month)
        left -= 1_000_000
    settle(kind)
    many = statistics.median(timed(pages) for _ in range(200))
    print(
        f"{kind}: a unit's page with {asked.ratings:,} ratings {few * 1000:.2f} ms,"
        f" with {asked.behind:,} {many * 1000:.2f} ms: {many / few:.2f} × (allowed 1.3)"
    )


def pages() -> None:
    unit_page("U2")
    live_indicators(MONTH.next())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ratings", type=int, default=1_000_000)
    parser.add_argument("--officers", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--behind", type=int, default=0)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    asked = parser.parse_args()
    kinds = ("sqlite", "postgresql") if asked.database == "both" else (asked.database,)
    for kind in kinds:
        with tempfile.TemporaryDirectory() as folder, database(kind, Path(folder)) as url:
            measure(kind, url, Path(folder), asked)


if __name__ == "__main__":
    main()
