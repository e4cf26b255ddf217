"""`portal vault`: the keys under which reporters' identities lie."""

import click
from flask import current_app

from portal.cli.group import current_operator, inside, main
from portal.complaints.keys import KEYS_FILE, KeyPlace
from portal.complaints.rotation import rotate_keys
from portal.config import Settings


@main.group()
def vault() -> None:
    """Brankas identitas pelapor."""


@vault.command()
@inside
def rotate() -> None:
    """Ganti kunci brankas dan segel ulang semua identitas, sementara portal tetap berjalan."""
    settings: Settings = current_app.config["PORTAL"]
    assert settings.secrets is not None  # noqa: S101  # `inside` refuses to start without
    place = KeyPlace(settings.instance, settings.secrets.vault_key)
    done = rotate_keys(current_operator(), place=place)
    click.echo(f"{done.rows} identitas disegel ulang dengan kunci {done.key}.")
    click.echo(f"Cadangkan {KEYS_FILE} terpisah dari basis data.")
