"""`portal posters` and `portal paper-form`: what is printed before the first answer."""

from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import click

from portal import clock
from portal.cli.group import current_operator, main, opened
from portal.config import Settings, load_settings
from portal.documents.paper_form import PaperUnit, paper_forms_pdf
from portal.documents.posters import PosterCounter, PosterSize, poster_of, posters_pdf
from portal.errors import NotFound, RuleBroken
from portal.feedback.queries import questionnaire_in_force
from portal.month import Month
from portal.organisation.printing import (
    CountersToPrint,
    CounterToPrint,
    counters_to_print,
    unit_to_print,
)

LARGEST_LOGO = 5 * 1024 * 1024
LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")

out_option = click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Berkas PDF."
)


@main.command()
@click.option("--unit", "unit_code", help="Kode unit; sub-unitnya ikut. Tanpa ini: semua loket.")
@click.option("--counter", "counter_codes", multiple=True, help="Kode loket; boleh diulang.")
@click.option(
    "--size",
    type=click.Choice([size.value for size in PosterSize]),
    default=PosterSize.A4.value,
    show_default=True,
    help="Ukuran; stickers = delapan stiker per lembar A4.",
)
@click.option("--black", is_flag=True, help="Hanya hitam, hemat tinta.")
@click.option(
    "--logo",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Logo PNG atau JPEG.",
)
@out_option
def posters(
    unit_code: str | None,
    counter_codes: tuple[str, ...],
    size: str,
    black: bool,
    logo: Path | None,
    out: Path,
) -> None:
    """Cetak poster QR loket ke satu berkas PDF."""
    settings = load_settings()
    image = _read_logo(logo) if logo else None
    with opened(settings):
        found = counters_to_print(
            current_operator(), unit_code=unit_code, counter_codes=counter_codes
        )
    _say_left_out(found)
    if not found.counters:
        raise NotFound("Tidak ada loket yang dapat dicetak.")
    content = posters_pdf(
        [_poster(counter, settings, image) for counter in found.counters],
        size=PosterSize(size),
        created=clock.today(settings.timezone),
        accent=settings.accent,
        black=black,
    )
    _save(out, content)
    click.echo(f"{len(found.counters)} loket dicetak ke {out} ({size}).")
    _warn_of_local_address(settings)


@main.command("paper-form")
@click.option("--unit", "unit_code", required=True, help="Kode unit.")
@click.option("--count", type=int, required=True, help="Banyaknya lembar.")
@click.option("--first-serial", type=int, default=1, show_default=True, help="Nomor urut pertama.")
@click.option("--month", help="Bulan pada nomor seri, contoh 2026-11. Tanpa ini: bulan ini.")
@out_option
def paper_form(unit_code: str, count: int, first_serial: int, month: str | None, out: Path) -> None:
    """Cetak kuesioner SKM resmi di kertas, bernomor seri."""
    settings = load_settings()
    today = clock.today(settings.timezone)
    with opened(settings):
        unit = unit_to_print(current_operator(), unit_code)
        questionnaire = questionnaire_in_force().definition
    content = paper_forms_pdf(
        questionnaire,
        unit=PaperUnit(unit.code, unit.name, unit.government_name),
        month=Month.parse(month) if month else Month.of(today),
        count=count,
        first=first_serial,
        created=today,
    )
    _save(out, content)
    last = first_serial + count - 1
    click.echo(f"{count} lembar dicetak ke {out}, nomor urut {first_serial} sampai {last}.")


def _poster(counter: CounterToPrint, settings: Settings, logo: bytes | None) -> PosterCounter:
    return poster_of(counter, base_url=settings.base_url, contact=settings.contact, logo=logo)


def _read_logo(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_LOGO + 1)
    except OSError as error:
        raise RuleBroken(f"Logo {path} tidak bisa dibaca: {error.strerror}.") from error


def _save(out: Path, content: bytes) -> None:
    """Under another name first: a poster of yesterday is not lost to a full disk."""
    part = out.with_name(out.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(out)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise RuleBroken(f"{out} tidak bisa ditulis: {error.strerror}.") from error


def _say_left_out(found: CountersToPrint) -> None:
    for words in found.left_out:
        click.echo(f"Dilewati: {words}", err=True)


def _warn_of_local_address(settings: Settings) -> None:
    """A poster cannot be changed once it hangs."""
    if urlsplit(settings.base_url).hostname in LOCAL_HOSTS:
        click.echo(
            f"Perhatian: kode QR memuat {settings.base_url}, yang hanya terbuka di komputer ini. "
            "Atur PORTAL_BASE_URL sebelum mencetak poster yang digantung.",
            err=True,
        )
