"""`/admin/settings`: what is in force, where it comes from, and no secret."""

from pathlib import Path

import pytest

from portal.authority import Role
from tests.conftest import SECRETS, make_app
from tests.factories import make_unit
from tests.staff import Staff, make_person, staff


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_everything_in_force_stands_there_without_secrets(
    sqlite_url: str, tmp_path: Path, role: Role
) -> None:
    app = make_app(
        sqlite_url,
        tmp_path,
        smtp_url="smtp://portal:sandi-rahasia@surat.kab.go.id:25",
        second_factor="everyone",
        metrics_token="t" * 40,
    )
    with app.app_context():
        page = staff(app, role, make_unit("KAB")).open("/admin/settings")
    assert page.status == 200
    assert "PORTAL_SMTP_URL" in page.text
    assert "Wajib bagi semua pegawai yang masuk." in page.text
    assert "Dasar hukum kuesioner" in page.text
    for secret in ("sandi-rahasia", "t" * 40, SECRETS.vault_key, SECRETS.session_key):
        assert secret not in page.response.text


def test_others_are_refused(sqlite_app) -> None:  # type: ignore[no-untyped-def]
    unit = make_unit("KAB")
    for role in (Role.UNIT_HEAD, Role.SURVEY_EVALUATOR, Role.OFFICER):
        browser = Staff(sqlite_app, person=make_person((role, unit)))
        assert browser.open("/admin/settings").status == 403
