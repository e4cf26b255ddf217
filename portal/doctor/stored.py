"""What the database and Redis say: reachable, durable, up to date, guarded, unaltered."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import redis
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import migrate
from portal.appraisal.seals import broken_seals
from portal.audit.models import AuditEntry
from portal.audit.queries import verify_chain
from portal.clock import now
from portal.config import Settings
from portal.database import make_engine
from portal.doctor.attachments import stored_files
from portal.doctor.background import background_findings
from portal.doctor.findings import Finding, good, masked, notice, wrong
from portal.doctor.office import office_findings
from portal.doctor.triggers import trigger_differences

CLOCK_TOLERANCE = timedelta(seconds=5)
DURABLE = {"fsync": ("on",), "synchronous_commit": ("on", "local", "remote_write", "remote_apply")}
UNREACHABLE = "Periksa PORTAL_DATABASE_URL, dan apakah server basis data berjalan."


def stored_findings(settings: Settings) -> Iterator[Finding]:
    """Everything that is asked of the database, then of Redis."""
    engine = make_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            yield from _database_findings(connection, settings)
    except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
        cause = str(getattr(error, "orig", error)).splitlines()[0]
        yield wrong("Basis data", f"tidak menjawab: {masked(cause)}", UNREACHABLE)
    finally:
        engine.dispose()
    yield redis_finding(settings.redis_url)


def _database_findings(connection: sa.Connection, settings: Settings) -> Iterator[Finding]:
    yield from _soundness(connection)
    yield _migrations(connection)
    if migrate.revision_of(connection) != migrate.head():
        return
    connection.rollback()
    yield from _guarded(connection)
    yield from _trail(connection)
    connection.rollback()
    yield _seals(connection)
    connection.rollback()
    yield stored_files(connection, settings)
    yield from background_findings(connection, sends_mail=settings.smtp_url is not None)
    yield from office_findings(connection, settings)


def _soundness(connection: sa.Connection) -> Iterator[Finding]:
    if connection.dialect.name == "sqlite":
        found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
        if found == "ok":
            yield good("Basis data", "SQLite menjawab dan utuh")
        else:
            yield wrong("Basis data", f"rusak: {found}", "Pulihkan cadangan: `portal restore`.")
        return
    version = connection.exec_driver_sql("SHOW server_version").scalar()
    yield good("Basis data", f"PostgreSQL {version} menjawab")
    for name, sound in DURABLE.items():
        value = str(connection.exec_driver_sql(f"SHOW {name}").scalar())
        if value not in sound:
            said = f"{name} = {value}: jawaban dapat hilang saat listrik padam"
            yield wrong("Ketahanan data", said, f"Setel {name} = on di postgresql.conf.")
    yield _server_clock(connection)


def _server_clock(connection: sa.Connection) -> Finding:
    theirs: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    apart = abs(now() - theirs)
    if apart <= CLOCK_TOLERANCE:
        return good("Jam server basis data", "sama")
    said = f"berselisih {int(apart.total_seconds())} detik"
    return wrong(
        "Jam server basis data", said, "Nyalakan NTP (chrony, systemd-timesyncd) di keduanya."
    )


def _migrations(connection: sa.Connection) -> Finding:
    revision = migrate.revision_of(connection)
    if revision == migrate.head():
        return good("Migrasi", f"pada revisi {revision}")
    if revision is None:
        return wrong("Migrasi", "basis data masih kosong", "Jalankan `portal init`.")
    if revision not in migrate.revisions():
        said = f"revisi {revision} tidak dikenal program ini (sampai {migrate.head()})"
        return wrong("Migrasi", said, "Perbarui program; jangan menurunkan basis data.")
    said = f"pada revisi {revision}, program ini perlu {migrate.head()}"
    return wrong("Migrasi", said, "Buat cadangan, lalu jalankan `portal db upgrade`.")


def _guarded(connection: sa.Connection) -> Iterator[Finding]:
    try:
        differences = trigger_differences(connection)
    except sa.exc.DBAPIError as error:
        said = f"tidak dapat dibandingkan: {str(error.orig).splitlines()[0]}"
        yield notice("Pemicu penjaga", said, "Beri peran basis data hak CREATE, lalu ulangi.")
        return
    for difference in differences:
        remedy = (
            "Jejak atau bulan tertutup dapat diubah diam-diam. Cari siapa yang mengubahnya,"
            " lalu `portal backup` dan `portal restore --replace` untuk memasangnya kembali."
        )
        yield wrong("Pemicu penjaga", difference, remedy)
    if not differences:
        yield good("Pemicu penjaga", "lengkap seperti dalam migrasi")


def _trail(connection: sa.Connection) -> Iterator[Finding]:
    with Session(bind=connection) as session:
        found = verify_chain(session)
        newest = session.scalar(sa.select(sa.func.max(AuditEntry.at)))
    if found.faults:
        remedy = "Lihat semuanya dengan `portal audit verify`; bandingkan dengan cadangan."
        yield wrong("Jejak audit", found.faults[0], remedy)
    else:
        yield good("Jejak audit", f"utuh, {found.head.sequence} baris")
    if newest and datetime.fromisoformat(newest) > now() + CLOCK_TOLERANCE:
        said = f"jejak audit memuat waktu mendatang ({newest}); jam mesin pernah atau sedang salah"
        yield wrong("Jam mesin", said, "Nyalakan NTP (chrony atau systemd-timesyncd).")


def _seals(connection: sa.Connection) -> Finding:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    first = next(broken_seals(connection), None)
    if first is None:
        return good("Bulan tertutup", "sama dengan segelnya dalam jejak audit")
    remedy = "Lihat semuanya dengan `portal audit verify`; bandingkan dengan cadangan."
    return wrong("Bulan tertutup", first, remedy)


def redis_finding(url: str | None) -> Finding:
    """Redis is a helper: without it the portal works, with limits per process."""
    if url is None:
        return good("Redis", "tidak dipakai; pembatasan di dalam proses")
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1) as client:
            client.ping()
    except (redis.RedisError, ValueError, OSError) as error:
        said = f"tidak menjawab: {masked(str(error))}"
        return wrong("Redis", said, "Jalankan Redis, atau kosongkan PORTAL_REDIS_URL.")
    return good("Redis", "menjawab")
