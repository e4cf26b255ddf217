"""The portal and the floor, served side by side by gunicorn with the same settings."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time as datetime_time
from pathlib import Path

import sqlalchemy as sa

from benchmarks.floor.table import metadata
from benchmarks.load import Link, Site, text_of
from portal import migrate
from portal.cli.operations import new_secrets
from portal.clock import today
from portal.config import ROOT, Settings, write_secrets
from portal.database import db, make_engine
from tests.conftest import POSTGRESQL, make_app
from tests.factories import make_counter, make_duty, make_officer, make_service, make_unit

TICK = os.sysconf("SC_CLK_TCK")
WORDS = "Pelayanannya cepat, tetapi kipas di ruang tunggu mati sejak Senin."


@dataclass(frozen=True, slots=True)
class Served:
    """A running site and the process group that serves it."""

    site: Site
    process: subprocess.Popen[bytes]

    def cpu(self) -> float:
        """Seconds of CPU, user and system, that all its processes have used."""
        return sum(_cpu_of(pid) for pid in _group(self.process.pid))


def _group(leader: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdecimal() and os.getpgid(int(folder.name)) == leader:
                found.append(int(folder.name))
        except ProcessLookupError:
            continue
    return found


def _cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """A fresh migrated database of this kind, gone afterwards."""
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'portal.db'}"
        migrate.upgrade(url)
        yield url
        return
    admin = sa.create_engine(f"{POSTGRESQL}/postgres", isolation_level="AUTOCOMMIT")
    name = f"portal_bench_{uuid.uuid4().hex[:10]}"
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        migrate.upgrade(f"{POSTGRESQL}/{name}")
        yield f"{POSTGRESQL}/{name}"
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        admin.dispose()


@contextmanager
def side_by_side(kind: str) -> Iterator[tuple[Served, Served]]:
    """The floor and the portal, both running on databases of the same kind."""
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    try:
        with database(kind, folder) as url, portal(url, folder) as ours:
            pages = _pages_of(ours.site, folder)
            with floor(url, folder, pages) as theirs:
                yield theirs, ours
    finally:
        shutil.rmtree(folder)


@contextmanager
def portal(url: str, folder: Path) -> Iterator[Served]:
    """`portal serve` with one counter: two services, three officers on duty."""
    write_secrets(folder, new_secrets())
    code = _one_counter(url, folder)
    port = _free_port()
    environ = {
        "PORTAL_INSTANCE": str(folder),
        "PORTAL_DATABASE_URL": url,
        "PORTAL_ADDRESS_LIMIT": "100000",
        "PORTAL_COUNTER_LIMIT": "1000000",
    }
    command = [str(Path(sys.executable).with_name("portal")), "serve", "--port", str(port)]
    site = Site(
        port=port,
        form=f"/l/{code}",
        action=f"/l/{code}?kirim=",
        thanks=f"/l/{code}/terima-kasih",
        token=re.compile(rb'name="ticket"[^>]*value="([^"]+)"'),
        token_name="ticket",
        answers={"overall": "3", "perilaku": "4", "waktu": "2", "biaya": "4", "comment": WORDS},
    )
    with _serving(command, environ, site, "/healthz") as served:
        yield served


def _one_counter(url: str, folder: Path) -> str:
    app = make_app(url, folder)
    with app.app_context():
        settings: Settings = app.config["PORTAL"]
        unit = make_unit()
        services = make_service(unit), make_service(unit, tariff="berbayar", rupiah=10_000)
        counter, code = make_counter(unit, *services)
        hours = {"starts_at": datetime_time(0), "ends_at": datetime_time(23, 59, 59)}
        for _ in range(3):
            make_duty(make_officer(unit), counter, today(settings.timezone), **hours)
        db.session.remove()
        db.engine.dispose()
    return code


@contextmanager
def floor(url: str, folder: Path, pages: tuple[Path, Path]) -> Iterator[Served]:
    """The floor application in the same database, in a table of its own."""
    if url.startswith("sqlite"):
        url = f"sqlite:///{folder / 'floor.db'}"
    engine = make_engine(url)
    metadata.create_all(engine)
    engine.dispose()
    port = _free_port()
    workers = "1" if url.startswith("sqlite") else str(os.cpu_count() or 1)
    command = [sys.executable, "-m", "gunicorn", "--chdir", str(ROOT), "--bind"]
    command += [f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", workers]
    command += ["--threads", "8", "--log-level", "warning", "benchmarks.floor.app:app"]
    environ = {
        "FLOOR_DATABASE_URL": url,
        "FLOOR_PAGE": str(pages[0]),
        "FLOOR_THANKS": str(pages[1]),
    }
    marks = {f"mark_{number}": str(number % 4 + 1) for number in range(4)}
    site = Site(
        port=port,
        form="/",
        action="/",
        thanks="/thanks",
        token=re.compile(rb'name="nonce" value="([^"]+)"'),
        token_name="nonce",
        answers={**marks, "comment": WORDS},
    )
    with _serving(command, environ, site, "/thanks") as served:
        yield served


@contextmanager
def _serving(
    command: list[str], environ: dict[str, str], site: Site, probe: str
) -> Iterator[Served]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")}
    process = subprocess.Popen(command, cwd=ROOT, env=kept | environ, start_new_session=True)
    try:
        _wait_for(site.port, probe, process)
        yield Served(site, process)
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, probe: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server ended"
        try:
            if Link(port).ask("GET", probe).startswith(b"HTTP/1.1 200"):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _pages_of(site: Site, folder: Path) -> tuple[Path, Path]:
    """The portal's own pages as files: what the floor sends has the same size."""
    link, paths = Link(site.port), []
    for name in (site.form, site.thanks):
        path = folder / f"page-{len(paths)}.html"
        path.write_bytes(text_of(link.ask("GET", name)))
        paths.append(path)
    return paths[0], paths[1]
