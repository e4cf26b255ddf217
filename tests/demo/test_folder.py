"""Only a marked demonstration is ever emptied; its settings are its own."""

from pathlib import Path

import pytest

from portal.demo.folder import MARKER, NAME, prepare_folder
from portal.errors import RuleBroken
from tests.conftest import SECRETS

BASE_URL = "http://127.0.0.1:8000"


def test_a_new_folder_is_marked_and_its_secrets_are_private(tmp_path: Path) -> None:
    settings, renewed = prepare_folder(tmp_path, base_url=BASE_URL, secrets=SECRETS)
    assert not renewed
    assert settings.instance == tmp_path / NAME
    assert (tmp_path / NAME / MARKER).is_file()
    assert (tmp_path / NAME / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_the_folders_of_a_first_demonstration_are_private(tmp_path: Path) -> None:
    instance = tmp_path / "new" / "instance"
    prepare_folder(instance, base_url=BASE_URL, secrets=SECRETS)
    for folder in (instance, instance / NAME):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_demonstration_is_renewed_and_nothing_beside_it_touched(tmp_path: Path) -> None:
    beside = tmp_path / "portal.db"
    beside.write_text("production")
    prepare_folder(tmp_path, base_url=BASE_URL, secrets=SECRETS)
    left_over = tmp_path / NAME / "portal.db"
    left_over.write_text("old")
    _, renewed = prepare_folder(tmp_path, base_url=BASE_URL, secrets=SECRETS)
    assert renewed
    assert not left_over.exists()
    assert beside.read_text() == "production"


def test_a_folder_that_is_no_demonstration_is_refused_and_kept(tmp_path: Path) -> None:
    mine = tmp_path / NAME / "portal.db"
    mine.parent.mkdir()
    mine.write_text("production")
    with pytest.raises(RuleBroken, match="bukan peragaan"):
        prepare_folder(tmp_path, base_url=BASE_URL, secrets=SECRETS)
    assert mine.read_text() == "production"


def test_a_link_to_elsewhere_is_refused_and_kept(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / MARKER).write_text("")
    (tmp_path / NAME).symlink_to(elsewhere)
    with pytest.raises(RuleBroken, match="bukan peragaan"):
        prepare_folder(tmp_path, base_url=BASE_URL, secrets=SECRETS)
    assert (elsewhere / MARKER).is_file()


def test_the_settings_of_this_shell_do_not_leak_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", "postgresql+psycopg://production/portal")
    settings, _ = prepare_folder(tmp_path, base_url="http://10.0.0.7:81", secrets=SECRETS)
    assert settings.database_url == f"sqlite:///{tmp_path / NAME / 'portal.db'}"
    assert settings.base_url == "http://10.0.0.7:81"
