"""`portal init --admin`, `portal person`: the first sign-in of a new installation."""

from pathlib import Path

from click.testing import CliRunner

from portal.app import create_app
from portal.cli import main
from portal.config import load_settings
from tests.visitor import Visitor


def run(folder: Path, *arguments: str, typed: str = "") -> tuple[int, str]:
    found = CliRunner().invoke(
        main, list(arguments), env={"PORTAL_INSTANCE": str(folder)}, input=typed
    )
    return found.exit_code, found.output


def link_in(output: str) -> str:
    return next(line for line in output.splitlines() if "/masuk/tautan/" in line)


def test_the_first_administrator_is_invited_and_signs_in(tmp_path: Path) -> None:
    first = ("init", "--admin", "siti.admin", "--name", "Siti", "--government", "Kab. Contoh")
    status, output = run(tmp_path, *first)
    assert status == 0, output
    link = link_in(output)
    assert run(tmp_path, *first)[0] == 1, "the login is taken"
    settings = load_settings({"PORTAL_INSTANCE": str(tmp_path)})
    visitor = Visitor(create_app(settings, testing=True))
    visitor.client = visitor.app.test_client()
    page = visitor.open(link)
    words = {"password": "kursi biru di teras", "repeat": "kursi biru di teras"}
    page = visitor.send(page, words)
    assert page.h1 == "Masuk"
    sent = {"login": "siti.admin", "password": "kursi biru di teras"}
    assert visitor.send(page, sent).h1 == "Pasang faktor kedua"
    assert visitor.open(link).status == 404, "the link worked once"
    assert link.rsplit("/", 1)[1].encode() not in (tmp_path / "portal.db").read_bytes()


def test_init_asks_for_what_is_missing(tmp_path: Path) -> None:
    status, output = run(tmp_path, "init", "--admin", "budi", typed="Budi\nKab. Contoh\n")
    assert status == 0, output
    assert "/masuk/tautan/" in output


def test_people_are_invited_and_get_new_links(tmp_path: Path) -> None:
    run(tmp_path, "init", "--admin", "siti", "--name", "Siti", "--government", "Kab. Contoh")
    invite = ("person", "invite", "andi", "--name", "Andi", "--role", "unit_head", "--unit")
    assert run(tmp_path, *invite, "TIDAK")[0] == 1
    status, output = run(tmp_path, *invite, "PEMDA")
    assert status == 0, output
    status, reset = run(tmp_path, "person", "reset", "andi")
    assert status == 0
    assert link_in(reset) != link_in(output)
    assert run(tmp_path, "person", "reset", "tidak.ada")[0] == 1
    status, output = run(tmp_path, "person", "clear-factor", "andi", "--reason", "ponsel hilang")
    assert (status, "belum memakai faktor kedua" in output) == (1, True)
    assert run(tmp_path, "audit", "verify")[0] == 0
