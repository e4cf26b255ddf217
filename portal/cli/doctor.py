"""`portal doctor`."""

from collections.abc import Iterator
from itertools import chain

import click

from portal.appraisal.recount import closed_months_to_recount
from portal.appraisal.recount import recount as recount_month
from portal.cli.group import main, opened
from portal.config import Settings, load_settings
from portal.doctor.backups import backup_finding
from portal.doctor.findings import Finding, State, good, listed_settings, wrong
from portal.doctor.machine import machine_findings
from portal.doctor.probe import smtp_finding
from portal.doctor.settings import settings_findings
from portal.doctor.stored import stored_findings
from portal.month import Month

ALL = "semua"
MARKS = {State.GOOD: "baik     ", State.NOTICE: "PERHATIAN", State.WRONG: "SALAH    "}


@main.command()
@click.option(
    "--recount",
    metavar="[YYYY-MM]",
    is_flag=False,
    flag_value=ALL,
    help="Hitung ulang bulan tertutup itu (atau semuanya) dan bandingkan dengan yang dibekukan.",
)
@click.option("--probe", is_flag=True, help="Sambungi juga server surel, tanpa mengirim apa pun.")
def doctor(recount: str | None, probe: bool) -> None:
    """Periksa pemasangan: pengaturan, basis data, kunci, cadangan, jejak audit, orang, jadwal."""
    settings = load_settings()
    click.echo("Pengaturan")
    for name, value, source in listed_settings(settings):
        click.echo(f"  {name:<24} {value}  [{source}]")
    click.echo("Pemeriksaan")
    findings: list[Finding] = []
    found = chain(
        settings_findings(settings),
        machine_findings(settings),
        [backup_finding(settings.instance)],
        stored_findings(settings),
        [smtp_finding(settings.smtp_url)] if probe else [],
        recounted(settings, recount),
    )
    for finding in found:
        click.echo(_line(finding))
        findings.append(finding)
    faults = sum(finding.state is State.WRONG for finding in findings)
    if faults:
        click.echo(f"{faults} hal perlu diperbaiki.", err=True)
        raise SystemExit(1)
    click.echo("Tidak ada yang salah.")


def recounted(settings: Settings, asked: str | None) -> Iterator[Finding]:
    """Closed months computed again from their answers; nothing unless asked for."""
    if asked is None:
        return
    with opened(settings):
        months = closed_months_to_recount() if asked == ALL else (Month.parse(asked),)
        for month in months:
            difference = recount_month(month)
            if difference is None:
                yield good("Hitung ulang", f"{month} sama dengan yang dibekukan")
            else:
                remedy = "Bandingkan dengan cadangan; bila jawaban yang benar: `portal revise`."
                yield wrong("Hitung ulang", difference, remedy)


def _line(finding: Finding) -> str:
    line = f"  {MARKS[finding.state]} {finding.what}: {finding.said}"
    return f"{line}\n            → {finding.remedy}" if finding.remedy else line
