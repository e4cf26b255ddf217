"""`portal restore`: checks first, changes nothing until the copy is complete and sound.

On PostgreSQL everything is one transaction. On SQLite the copy is built in a folder beside
the database and takes its place in one rename. Killed at any moment, the target is what
it was.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import migrate
from portal.audit.commands import record
from portal.audit.models import AuditEntry, AuditHead
from portal.audit.queries import verify_chain
from portal.audit.rules import GENESIS
from portal.authority import Actor
from portal.backup import on_postgresql, on_sqlite
from portal.backup.attachments import put_back
from portal.backup.dump import Progress, database_errors
from portal.backup.manifest import Manifest, opened_backup, read_backup
from portal.database import make_engine
from portal.errors import Conflict, PortalError, RuleBroken, Unavailable

# A database in which none of these holds a row has been prepared and not been used.
SIGNS_OF_USE = ("audit_entry", "unit", "rating")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; `kept` is where the replaced SQLite file lies now."""

    manifest: Manifest
    revision: str
    kept: Path | None


def restore_backup(
    actor: Actor,
    database_url: str,
    path: Path,
    *,
    files: Path | None = None,
    replace: bool = False,
    despite: str = "",
    progress: Progress = lambda *_: None,
) -> Restored:
    """Put the backup in the place of the database and record that in its trail.

    `files` is the folder for the attachments; without it they are left out.
    `replace` allows a database in use to be replaced; `despite` is the reason for
    restoring a backup whose audit trail does not verify. Raises Problems for a file that
    is not sound, Conflict or RuleBroken for a target or a trail that forbids it.
    """
    manifest = read_backup(path)
    _refuse_newer(manifest)
    if is_in_use(database_url) and not replace:
        raise Conflict(
            "Basis data tujuan sudah berisi. Tambahkan --replace bila memang hendak diganti;"
            " buat cadangannya dahulu dengan `portal backup`."
        )
    finish = _finishing(actor, manifest, path, files, despite)
    with _in_words(database_url):
        if database_url.startswith("sqlite"):
            kept = on_sqlite.restore(database_url, path, manifest, progress, finish)
        else:
            kept = None
            on_postgresql.restore(database_url, path, manifest, progress, finish)
    return Restored(manifest, migrate.head(), kept)


def _refuse_newer(manifest: Manifest) -> None:
    if manifest.revision not in migrate.revisions():
        raise RuleBroken(
            f"Cadangan ini pada revisi {manifest.revision} (program {manifest.program}); program"
            f" ini mengenal sampai {migrate.head()}. Perbarui program, lalu ulangi."
        )


def is_in_use(database_url: str) -> bool:
    """Whether the database holds anything beyond what the migrations put there."""
    url = sa.make_url(database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return False
    engine = make_engine(database_url)
    try:
        with engine.connect() as connection:
            present = set(sa.inspect(connection).get_table_names()).intersection(SIGNS_OF_USE)
            return any(_has_rows(connection, name) for name in present)
    except sa.exc.DBAPIError as error:
        raise Unavailable(f"Basis data tujuan tidak terbuka: {error.orig}") from error
    finally:
        engine.dispose()


def _has_rows(connection: sa.Connection, name: str) -> bool:
    query = sa.select(sa.literal(1)).select_from(sa.table(name)).limit(1)
    return connection.execute(query).first() is not None


def _finishing(
    actor: Actor, manifest: Manifest, path: Path, files: Path | None, despite: str
) -> Callable[[sa.Connection], None]:
    """What both databases do last, in the same transaction: verify the trail, files, record."""

    def finish(connection: sa.Connection) -> None:
        with Session(bind=connection) as session:
            broken = verify_chain(session).faults
            if broken and not despite:
                raise RuleBroken(
                    f"Jejak audit dalam cadangan ini tidak utuh: {broken[0]}. Pilih cadangan lain,"
                    " atau tambahkan --despite-trail ALASAN."
                )
            if broken:
                _continue_after_last(session)
            stored = _put_files_back(path, manifest, files)
            record(
                actor,
                action="database_restored",
                subject=f"backup:{path.name}",
                after={
                    "made_at": manifest.made_at,
                    "revision": manifest.revision,
                    "rows": manifest.rows,
                    "files": stored,
                    "trail_faults": len(broken),
                },
                reason=despite,
                session=session,
            )
            session.flush()

    return finish


def _put_files_back(path: Path, manifest: Manifest, files: Path | None) -> int:
    if files is None:
        return 0
    with opened_backup(path) as archive:
        return put_back(archive, manifest.files, files)


def _continue_after_last(session: Session) -> None:
    """Let a trail whose head does not fit go on after its last entry; the entry says so."""
    entry = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    head = session.get_one(AuditHead, 1)
    head.sequence, head.hash = (entry.sequence, entry.hash) if entry else (0, GENESIS)


@contextmanager
def _in_words(database_url: str) -> Iterator[None]:
    engine = make_engine(database_url)
    try:
        yield
    except database_errors(engine) as error:
        cause = getattr(error, "orig", None) or error
        raise Unavailable(f"Tidak jadi dipulihkan, tujuan tetap seperti semula: {cause}") from error
    except (ValueError, KeyError) as error:
        raise PortalError(f"Isi cadangan tidak terbaca: {error}. Tujuan tetap semula.") from error
    except OSError as error:
        words = error.strerror or error
        raise Unavailable(
            f"Tidak jadi dipulihkan, tujuan tetap seperti semula: {words}."
        ) from error
    finally:
        engine.dispose()
