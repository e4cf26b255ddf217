"""`portal outbox`: what was given up, and what becomes of it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from portal.cli.group import opened
from tests.notifications.mails import month_mail


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_given_up_mails_are_listed_and_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path / "instance"))
    assert run("init").exit_code == 0
    with opened():
        handle = str(month_mail("sari bukan alamat"))
    listed = run("outbox", "list")
    assert listed.exit_code == 0
    assert handle in listed.output
    assert "sari" not in listed.output
    refused = run("outbox", "retry", handle)
    assert refused.exit_code == 1
    assert "Alamatnya tidak dapat dikirimi surat." in refused.output
    assert run("outbox", "drop", handle).exit_code == 0
    assert run("outbox", "drop", handle).exit_code == 1
