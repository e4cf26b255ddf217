"""`portal index` and `portal import ratings`: sheets of answers from paper and other tools."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from portal.cli.group import current_operator, main, opened
from portal.cli.imports import file_argument, imports, nothing_stored, trial_option
from portal.clock import today
from portal.config import load_settings
from portal.documents.rating_rows import survey_ratings
from portal.documents.rating_sheets import SurveySheet, open_survey, read_survey
from portal.feedback.importing import RatingsImport, import_ratings
from portal.feedback.models import Channel
from portal.feedback.sheet_rows import SHEET_CHANNELS
from portal.indicators.rules.definition import Definition, Weight
from portal.indicators.rules.elements import FORM_ORDER, Order
from portal.indicators.rules.index import Index, round_half_up
from portal.indicators.rules.sheet_footer import rows_in_words
from portal.indicators.rules.sheet_index import MEAN_PLACES, SheetIndex, sheet_index
from portal.language import decimal, whole

order_option = click.option(
    "--order",
    type=click.Choice([order.value for order in Order]),
    help="Arti U8 dan U9: form (U8 sarana, U9 pengaduan) atau daftar (sebaliknya).",
)


@main.command("index")
@file_argument
@click.option("--weight", default="1/9", show_default=True, help="1/9, 0,111 atau 0,11.")
@order_option
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def index_of_file(file: Path, weight: str, order: str | None, as_json: bool) -> None:
    """Hitung IKM sebuah lembar jawaban (CSV atau XLSX), tanpa basis data."""
    chosen = Weight.parse(weight)
    survey = read_survey(file, Order(order) if order else None)
    found = sheet_index(survey.answers, chosen, survey.days())
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
        return
    click.echo("\n".join(_lines(survey, found)))


def _lines(survey: SurveySheet, found: SheetIndex) -> Iterable[str]:
    yield from survey.notes
    yield from survey.unread
    if survey.unmarked:
        yield f"Baris {rows_in_words(survey.unmarked)} tidak berisi nilai dan tidak dihitung."
    taken = ", ".join(f"{header} = {element.name_id}" for header, element in survey.columns.taken)
    yield f"Kolom yang dibaca: {taken}."
    if survey.columns.ignored:
        yield f"Kolom yang tidak dipakai untuk indeks: {', '.join(survey.columns.ignored)}."
    yield f"IKM {_said(found.index)}"
    if found.interval:
        low, high = decimal(found.interval.low, 1), decimal(found.interval.high, 1)
        yield f"Selang 95 %: {low}–{high}"
    yield f"{whole(found.answers)} jawaban, {whole(found.complete)} di antaranya lengkap."
    for element in FORM_ORDER:
        tally = found.tallies[element]
        mean = round_half_up(tally.mean, MEAN_PLACES) if tally.mean is not None else 0
        yield (
            f"  {element.name_id}: NRR {decimal(mean, MEAN_PLACES)},"
            f" {decimal(tally.score or 0)} ({tally.grade}), {whole(tally.answers)} jawaban"
        )
    yield f"Tanpa biaya/tarif: {_said(found.without_fee)}."
    yield f"Kuesioner lengkap saja: {_said(found.over_complete)}."
    yield _other_weights(found)
    yield f"Definisi: {Definition(found.weight)}"


def _said(index: Index) -> str:
    if index.value is None or index.grade is None:
        return "tidak ada"
    return f"{decimal(index.value)} ({index.grade}, {index.grade.word_id})"


def _other_weights(found: SheetIndex) -> str:
    others = "; ".join(f"dengan {_weight(w)}: {_said(i)}" for w, i in found.others.items())
    return f"Angka Anda {_said(found.index)} memakai bobot {_weight(found.weight)}; {others}."


def _weight(weight: Weight) -> str:
    return weight.value.replace(".", ",")


@imports.command("ratings")
@file_argument
@click.option("--unit", required=True, help="Kode unit yang disurvei.")
@click.option(
    "--channel",
    type=click.Choice([channel.value for channel in SHEET_CHANNELS]),
    required=True,
    help="Kertas, wawancara, atau telepon.",
)
@order_option
@click.option("--replace", is_flag=True, help="Ganti baris lembar sebelumnya pada bulan terbuka.")
@trial_option
def import_ratings_of_file(
    file: Path, unit: str, channel: str, order: str | None, replace: bool, is_trial: bool
) -> None:
    """Lembar SKM yang sudah ada: TANGGAL, U1..U9 atau nama unsur. Kolomnya: docs/imports.md."""
    settings = load_settings()
    with opened(settings), nothing_stored(file):
        survey = open_survey(file, Order(order) if order else None)
        content = survey_ratings(survey, today(settings.timezone))
        result = import_ratings(
            current_operator(),
            unit=unit,
            channel=Channel(channel),
            sheet=content,
            replace=replace,
            is_trial=is_trial,
        )
    for note in (*survey.notes, *content.notes):
        click.echo(note, err=True)
    _tell(result)


def _tell(result: RatingsImport) -> None:
    trial = " (percobaan: tidak ada yang disimpan)" if result.is_trial else ""
    replaced = f", menggantikan {result.replaced}" if result.replaced else ""
    click.echo(
        f"Penilaian: {result.added} baru{replaced}, {result.unchanged} tetap,"
        f" {result.comments} saran; bulan {', '.join(result.months) or '-'}.{trial}"
    )
