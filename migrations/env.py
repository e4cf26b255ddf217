"""How Alembic runs here: all pending migrations in one transaction, on SQLite and PostgreSQL.

Not one per migration: Alembic commits between reading where the database stands and the
first step, and a second upgrade started at that moment would begin the same step again.
"""

from alembic import context
from sqlalchemy import Connection

from portal.database import make_engine

ONE_AT_A_TIME = 0x5355_4152  # an advisory lock: two upgrades started together run in turn


def run() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate_on(given)  # part of the caller's transaction, under the caller's lock
        return
    engine = make_engine(context.config.attributes["database_url"])
    try:
        with engine.connect() as plain:
            # IMMEDIATE on SQLite: two upgrades started together run in turn.
            connection = plain.execution_options(writing=True)
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
                migrate_on(connection)
    finally:
        engine.dispose()


def migrate_on(connection: Connection) -> None:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()


run()
