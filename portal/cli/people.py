"""`portal person`: invite, hand out a new link, take a lost second factor away."""

import click

from portal.accounts.factors import clear_factor
from portal.accounts.operators import invite_by_operator, reset_by_operator
from portal.authority import Role
from portal.cli.group import current_operator, inside, main
from portal.clock import now, today
from portal.config import Settings, load_settings

HELD = [role.value for role in Role if role is not Role.OPERATOR]
LINK_PATH = "/masuk/tautan/"  # the page account.open_link


@main.group("person")
def person_group() -> None:
    """Orang yang masuk ke portal."""


@person_group.command("invite")
@click.option("--name", required=True, help="Nama lengkap.")
@click.option("--email", default=None, help="Surel; undangan juga dikirim ke sana.")
@click.option("--role", required=True, type=click.Choice(HELD), help="Peran yang dipegang.")
@click.option("--unit", "unit_code", required=True, help="Kode unit; bawahannya ikut terjangkau.")
@click.argument("login")
@inside
def invite(login: str, name: str, email: str | None, role: str, unit_code: str) -> None:
    """Undang LOGIN; mencetak tautan sekali pakai untuk memilih kata sandi."""
    settings = load_settings()
    click.echo(invitation(settings, login, name, email, Role(role), unit_code))


def invitation(
    settings: Settings,
    login: str,
    name: str,
    email: str | None,
    role: Role,
    unit_code: str,
    government: str = "",
) -> str:
    """Invite, and say the link; inside the application's context."""
    link = invite_by_operator(
        current_operator(),
        login=login,
        name=name,
        email=email,
        role=role,
        unit_code=unit_code,
        government=government,
        address=settings.base_url + LINK_PATH,
        vault_key=vault_key(settings),
        at=now(),
        day=today(settings.timezone),
    )
    return f"Tautan untuk {login}, sekali pakai, berlaku tujuh hari:\n{link}"


def vault_key(settings: Settings) -> str:
    """The key of links; `opened` has refused an installation without secrets."""
    return settings.secrets.vault_key if settings.secrets else ""


@person_group.command("reset")
@click.argument("login")
@inside
def reset(login: str) -> None:
    """Cetak tautan sekali pakai bagi LOGIN untuk memilih kata sandi baru."""
    settings = load_settings()
    link = reset_by_operator(
        current_operator(),
        login=login,
        address=settings.base_url + LINK_PATH,
        vault_key=vault_key(settings),
        at=now(),
    )
    click.echo(f"Tautan untuk {login}, sekali pakai, berlaku satu jam:\n{link}")


@person_group.command("clear-factor")
@click.option("--reason", required=True, help="Mengapa, dan bagaimana orangnya dipastikan.")
@click.argument("login")
@inside
def clear(login: str, reason: str) -> None:
    """Lepas faktor kedua LOGIN yang kehilangan ponsel dan kode pemulihan."""
    clear_factor(current_operator(), login=login, reason=reason)
    click.echo(f"Faktor kedua {login} dilepas.")
