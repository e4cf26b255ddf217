"""`portal posters` and `portal paper-form`, run as the operator runs them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from PIL import Image

from portal.cli import main
from portal.config import write_secrets
from tests.conftest import SECRETS
from tests.factories import make_counter, make_unit

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_app: Flask, sqlite_url: str, tmp_path: Path) -> Run:
    """The command line on the test's own installation."""
    write_secrets(tmp_path, SECRETS)
    root = make_unit("PEMDA", name="Kabupaten Sungai Raya")
    office = make_unit("DUKCAPIL", name="Dukcapil", parent_id=root.id)
    make_counter(office, code="AAAAA2", number="2", name="Akta")
    make_counter(root, code="BBBBB1", number="1", name="Balai")
    make_counter(office, code="CCCCC9", number="9", name="Lama", closed_on=date(2026, 6, 30))

    def invoke(*arguments: str, base_url: str = "https://suara.example") -> Result:
        environment = {
            "PORTAL_INSTANCE": str(tmp_path),
            "PORTAL_DATABASE_URL": sqlite_url,
            "PORTAL_BASE_URL": base_url,
        }
        return CliRunner().invoke(main, list(arguments), env=environment)

    return invoke


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "posters.pdf"


def test_all_posters_stand_in_one_file(run: Run, out: Path) -> None:
    done = run("posters", "--out", str(out))
    assert (done.exit_code, done.stdout) == (0, f"2 loket dicetak ke {out} (a4).\n")
    assert done.stderr == "Dilewati: Loket 9 Lama (Dukcapil): ditutup sejak 2026-06-30\n"
    assert out.read_bytes().startswith(b"%PDF")
    assert b"/Count 2" in out.read_bytes()


@pytest.mark.parametrize("size", ["a4", "a5", "a6", "stickers"])
def test_one_counter_in_every_size(run: Run, out: Path, size: str) -> None:
    done = run("posters", "--counter", "aaaaa2", "--size", size, "--black", "--out", str(out))
    assert (done.exit_code, done.stderr) == (0, "")
    assert b"/Count 1" in out.read_bytes()


def test_a_logo_is_printed(run: Run, out: Path, tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", (50, 50), "red").save(logo)
    assert run("posters", "--logo", str(logo), "--out", str(out)).exit_code == 0
    assert out.read_bytes().count(b"/Subtype /Image") == 1


def test_an_address_that_only_this_machine_knows_is_told(run: Run, out: Path) -> None:
    done = run("posters", "--out", str(out), base_url="http://127.0.0.1:8000")
    assert done.exit_code == 0
    assert "PORTAL_BASE_URL" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["posters", "--unit", "NONE"], 1, "Unit NONE tidak ada"),
        (["posters", "--counter", "CCCCC9"], 1, "Tidak ada loket yang dapat dicetak"),
        (["posters", "--counter", "ZZZZZZ"], 1, "Kode loket ini tidak ada: ZZZZZZ"),
        (["posters", "--size", "a3"], 2, "a3"),
        (["paper-form", "--unit", "NONE", "--count", "1"], 1, "Unit NONE tidak ada"),
        (["paper-form", "--unit", "PEMDA", "--count", "0"], 1, "Jumlah lembar 0"),
        (["paper-form", "--unit", "PEMDA", "--count", "1", "--month", "13"], 1, "2026-10"),
    ],
)
def test_refusals_say_why_and_write_nothing(
    run: Run, out: Path, arguments: list[str], status: int, words: str
) -> None:
    done = run(*arguments, "--out", str(out))
    assert done.exit_code == status
    assert words in done.stderr
    assert not out.exists()


def test_a_logo_that_is_svg_is_refused(run: Run, out: Path, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    done = run("posters", "--logo", str(logo), "--out", str(out))
    assert (done.exit_code, out.exists()) == (1, False)
    assert "SVG" in done.stderr


def test_a_place_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "missing" / "posters.pdf"
    done = run("posters", "--out", str(out))
    assert done.exit_code == 1
    assert str(out) in done.stderr


def test_paper_forms_carry_on_from_a_serial_number(run: Run, out: Path) -> None:
    done = run("paper-form", "--unit", "DUKCAPIL", "--count", "2", "--first-serial", "7",
               "--month", "2026-10", "--out", str(out))  # fmt: skip
    assert done.exit_code == 0
    assert done.stdout == f"2 lembar dicetak ke {out}, nomor urut 7 sampai 8.\n"
    assert b"/Count 2" in out.read_bytes()
