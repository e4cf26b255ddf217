"""A month of 5,000 officers over the API, beside a floor: `python -m benchmarks.api [postgresql]`.

Five pages of 1,000 appraisals, and of officers' indicators; a conditional request; what each
page adds to the memory. The floor sends the same bytes through the same Flask, from a list
in memory. Turns alternate, so that other work on the machine hits both; medians.
"""

import json
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from flask import Flask, Response
from flask.testing import FlaskClient

from portal import migrate
from portal.accounts.tokens import make_token
from portal.app import create_app
from portal.appraisal.commands import close_month
from portal.appraisal.models import AppraisalRecord
from portal.appraisal.rows import new_extract_id
from portal.authority import Role, Scope, operator
from portal.clock import today
from portal.config import Settings
from portal.database import db
from portal.indicators.models import ClosedFigure
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.organisation.models import Officer
from portal.web.limits import secret_keys, settings
from tests.conftest import POSTGRESQL, SECRETS
from tests.indicators.town import make_ratings, make_town
from tests.staff import actor_of, make_person

OFFICERS, PAGE, TURNS = 5_000, 1_000, 9
MONTH = "2026-10"
PATHS = {
    "appraisals": f"/api/v1/appraisals?month={MONTH}&limit={PAGE}",
    "officers' indicators": f"/api/v1/indicators?month={MONTH}&subject=officer&limit={PAGE}",
}
GOAL, CONDITIONAL_GOAL = 1.0, 0.005  # seconds


@contextmanager
def address(kind: str, folder: Path) -> Iterator[str]:
    """A migrated database of this run's own."""
    url = f"sqlite:///{folder / 'portal.db'}"
    engine = None
    if kind == "postgresql":
        name = f"portal_bench_{uuid.uuid4().hex[:12]}"
        engine = sa.create_engine(f"{POSTGRESQL}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        url = f"{POSTGRESQL}/{name}"
    migrate.upgrade(url)
    yield url
    if engine is not None:
        with engine.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


def build() -> str:
    """A closed month whose fullest record and figure stand for 5,000 officers; a token."""
    town = make_town()
    make_ratings(town, MONTH, 900, 3)
    close_month(
        operator("ukur"),
        month=Month.parse(MONTH),
        today=date(2026, 11, 3),
        weight=Weight.NINTH,
        reviewed="ukur",
    )
    record = max(db.session.execute(sa.select(AppraisalRecord)).scalars(), key=_numbers)
    officers = sa.select(ClosedFigure).where(ClosedFigure.subject_type == "officer")
    figure = max(db.session.execute(officers).scalars(), key=_numbers)
    missing = OFFICERS - len(town.officers)
    _multiply(record, figure, missing, town.units[1].id)
    person = make_person((Role.ADMINISTRATOR, town.units[0]))
    made = make_token(
        actor_of(person),
        name="Pengukuran",
        scopes=set(Scope),
        unit="PEMDA",
        days=1,
        vault_key=secret_keys().vault_key,
        today=today(settings().timezone),
    )
    return made.token


def _numbers(row: AppraisalRecord | ClosedFigure) -> int:
    """The fullest row has the fewest members without a value."""
    return -row.content.count("null")


def _multiply(record: AppraisalRecord, figure: ClosedFigure, number: int, unit: int) -> None:
    first = 1_000_000
    people, records, figures = [], [], []
    for at in range(number):
        officer, nip = first + at, f"19900101{2000 + at // 1000}{1 + at % 12:02}1{at % 1000:03}"
        name = f"Petugas Ukur {at:04}"
        person = {"id": officer, "handle": f"u{at:07}", "kind": "pns", "nip": nip, "name": name}
        people.append({**person, "unit_id": unit})
        own = {"unit_id": unit, "revision": 1, "schema": record.schema}
        facts = {"month": MONTH, "officer_id": officer, "slot": f"{MONTH}/1/{officer}"}
        content = json.dumps({**json.loads(record.content), "nip": nip, "name": name})
        records.append({**own, **facts, "extract_id": new_extract_id(), "content": content})
        subject = {"type": "officer", "code": nip, "name": name}
        content = json.dumps({**json.loads(figure.content), "subject": subject})
        facts = {"period": MONTH, "subject_type": "officer", "subject_id": officer}
        own |= {"slot": f"{MONTH}/1/officer/{officer}", "public": None, "sums": figure.sums}
        figures.append({**own, **facts, "extract_id": new_extract_id(), "content": content})
    for table, rows in ((Officer, people), (AppraisalRecord, records), (ClosedFigure, figures)):
        db.session.execute(sa.insert(table), rows)
    db.session.commit()


def pages(client: FlaskClient, path: str, token: str) -> tuple[list[float], list[bytes], int]:
    """Seconds and bytes of each page, and how many objects they held."""
    spent, bodies, objects, cursor = [], [], 0, ""
    while True:
        begin = time.perf_counter()
        response = client.get(path + cursor, headers={"Authorization": f"Bearer {token}"})
        body = response.data
        spent.append(time.perf_counter() - begin)
        assert response.status_code == 200, body
        found = json.loads(body)
        bodies.append(body)
        objects += len(found["items"])
        if found["next"] is None:
            return spent, bodies, objects
        cursor = f"&cursor={found['next']}"


def floor(bodies: list[bytes]) -> Callable[[], float]:
    """The same objects out of a list in memory: what JSON and Flask cost by themselves."""
    app = Flask("floor")
    lists = [json.loads(body) for body in bodies]
    app.add_url_rule(
        "/<int:at>",
        "page",
        lambda at: Response(json.dumps(lists[at], ensure_ascii=False), mimetype="application/json"),
    )
    client = app.test_client()

    def run() -> float:
        begin = time.perf_counter()
        for at in range(len(lists)):
            assert client.get(f"/{at}").data
        return time.perf_counter() - begin

    return run


def resident() -> float:
    """MiB of this process in memory."""
    pages_held = int(Path("/proc/self/statm").read_text().split()[1])
    return pages_held * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure(client: FlaskClient, name: str, path: str, token: str) -> bool:
    """Print one list's figures; whether the goals are met."""
    _spent, bodies, objects = pages(client, path, token)  # warm
    below, ours, theirs, held, cpu = floor(bodies), [], [], [], []
    for _ in range(TURNS):
        theirs.append(below())
        begin = time.process_time()
        ours.append(sum(pages(client, path, token)[0]))
        cpu.append(time.process_time() - begin)
        held.append(resident())
    tag = {"Authorization": f"Bearer {token}"}
    tag["If-None-Match"] = client.get(path, headers=tag).headers["ETag"]
    spent, busy = [], time.process_time()
    for _ in range(200):
        begin = time.perf_counter()
        assert client.get(path, headers=tag).status_code == 304
        spent.append(time.perf_counter() - begin)
    busy = (time.process_time() - busy) / len(spent)
    size = sum(map(len, bodies)) / 2**20
    print(f"{name}: {objects} objects in {len(bodies)} pages, {size:.1f} MiB")
    print(f"  {median(ours):.3f} s in all (floor {median(theirs):.3f} s), best {min(ours):.3f} s,")
    print(f"  of which CPU with the reader's own parsing {median(cpu):.3f} s")
    print(f"  memory after each turn: {', '.join(f'{one:.0f}' for one in held)} MiB")
    print(f"  conditional: {1000 * median(spent):.1f} ms, CPU {1000 * busy:.1f} ms")
    # Judged by what other work on the machine cannot add to.
    return min(median(ours), median(cpu)) < GOAL and min(median(spent), busy) < CONDITIONAL_GOAL


def main(kind: str) -> int:
    with tempfile.TemporaryDirectory() as name, address(kind, Path(name)) as url:
        chosen = Settings(instance=Path(name), database_url=url, secrets=SECRETS)
        app = create_app(replace(chosen, trial_months=0))
        with app.app_context():
            token = build()
            db.session.remove()
        client = app.test_client(use_cookies=False)
        print(kind)
        met = [measure(client, *one, token) for one in PATHS.items()]
        with app.app_context():
            db.engine.dispose()
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "sqlite"))
