"""Where attachments lie: a folder of this machine, and not one that is served to everybody."""

from pathlib import Path

import pytest

from portal.config import ROOT, load_settings
from portal.errors import Problems


def folder(instance: Path, **environ: str) -> Path:
    return load_settings(environ, instance=instance).files_folder


def test_attachments_lie_in_the_instance_unless_said_otherwise(tmp_path: Path) -> None:
    assert folder(tmp_path) == tmp_path / "files"
    assert folder(tmp_path, PORTAL_FILES_URL="file:///srv/a%20b") == Path("/srv/a b")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("s3://ember/lampiran", "s3:// belum didukung"),
        ("/srv/lampiran", "file:///srv/lampiran"),
        ("file://srv/lampiran", "file:///srv/lampiran"),
        ("file:lampiran", "file:///srv/lampiran"),
        ("http://a.example/", "file:///srv/lampiran"),
        (f"file://{ROOT}/static/lampiran", "disajikan kepada siapa saja"),
        (f"file://{ROOT}/portal/../static", "disajikan kepada siapa saja"),
    ],
)
def test_any_other_place_is_refused_in_words(tmp_path: Path, address: str, words: str) -> None:
    with pytest.raises(Problems) as refused:
        folder(tmp_path, PORTAL_FILES_URL=address)
    assert words in refused.value.message
    assert "files_url" in refused.value.message


def test_statuses_of_lapor_are_paired_with_our_states(tmp_path: Path) -> None:
    text = "Sudah  SELESAI = answered+closed, diproses=Verified"
    found = load_settings({"PORTAL_LAPOR_STATUSES": text}, instance=tmp_path)
    paired = {"sudah selesai": ("answered", "closed"), "diproses": ("verified",)}
    assert found.lapor_statuses == paired
    assert load_settings({}, instance=tmp_path).lapor_mode == "own"


@pytest.mark.parametrize(
    "environ",
    [
        {"PORTAL_LAPOR_MODE": "serahkan"},
        {"PORTAL_LAPOR_STATUSES": "selesai=beres"},
        {"PORTAL_LAPOR_STATUSES": "selesai"},
        {"PORTAL_LAPOR_STATUSES": "=closed"},
    ],
)
def test_what_is_no_pairing_is_refused_in_words(tmp_path: Path, environ: dict[str, str]) -> None:
    with pytest.raises(Problems) as refused:
        load_settings(environ, instance=tmp_path)
    assert "lapor_" in refused.value.message
