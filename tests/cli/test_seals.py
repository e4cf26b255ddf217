"""`portal audit verify` and `portal doctor` where a published number was changed afterwards."""

from datetime import date
from pathlib import Path

import sqlalchemy as sa

from portal.appraisal.commands import close_month
from portal.authority import operator
from portal.database import make_engine
from portal.indicators.rules.definition import Weight
from portal.month import Month
from tests.cli.conftest import Portal
from tests.conftest import make_app
from tests.indicators.town import make_ratings, make_town

OCTOBER = Month(2026, 10)


def _close_october(database_url: str, folder: Path) -> None:
    with make_app(database_url, folder).app_context():
        make_ratings(make_town(), "2026-10", 300, 1)
        day = date(2026, 11, 2)
        close_month(operator("uji"), month=OCTOBER, today=day, weight=Weight.NINTH, reviewed="ya")


def _raise_the_score(connection: sa.Connection) -> None:
    """As somebody who drops the trigger, changes the number and puts the trigger back."""
    change = "UPDATE closed_figure SET public = replace(public, '\"index\":', '\"index\":1')"
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE closed_figure DISABLE TRIGGER USER")
        connection.exec_driver_sql(change)
        connection.exec_driver_sql("ALTER TABLE closed_figure ENABLE TRIGGER USER")
        return
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
    triggers = connection.execute(sa.text(query), {"table": "closed_figure"}).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    connection.exec_driver_sql(change)
    for _, definition in triggers:
        connection.exec_driver_sql(definition)


def test_a_number_changed_behind_the_triggers_is_told(
    portal: Portal, database_url: str, tmp_path: Path
) -> None:
    _close_october(database_url, tmp_path)
    verified = portal("audit", "verify", database_url=database_url)
    assert (verified.exit_code, verified.output[:4]) == (0, "Utuh")
    assert "sama dengan segelnya" in portal("doctor", database_url=database_url).output
    engine = make_engine(database_url)
    with engine.begin() as connection:
        _raise_the_score(connection)
    engine.dispose()
    verified = portal("audit", "verify", database_url=database_url)
    words = "2026-10 revisi 1: indikator unit 2026-10 revisi 1 tidak sama lagi"
    assert (verified.exit_code, words in verified.stderr) == (1, True)
    checked = portal("doctor", "--recount", "2026-10", database_url=database_url)
    assert checked.exit_code == 1
    lines = checked.output.splitlines()
    assert any("SALAH" in line and "Bulan tertutup: 2026-10" in line for line in lines)
    assert any("SALAH" in line and "ditampilkan 1" in line for line in lines)
    assert any("baik" in line and "Pemicu penjaga" in line for line in lines)
