"""`portal export indicators|appraisals|ratings`: the same frozen rows as CSV, XLSX and JSON.

CSV and XLSX have the stable columns of figure_tables; JSON has the objects of the API's contract.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from portal.appraisal.calendar import Terms
from portal.appraisal.looks import note_look
from portal.appraisal.queries import Appraisal, PersonalFigure
from portal.appraisal.records_queries import Record, records_of_month
from portal.authority import Actor, Permission
from portal.complaints.rules.tallying import Tally
from portal.documents.figure_tables import (
    RATING_COLUMNS,
    appraisal_table,
    indicator_table,
    names,
    rating_table,
)
from portal.errors import NotFound, PortalError, RuleBroken
from portal.feedback.queries import ratings_shuffled
from portal.indicators.figures import Indicator, as_json, number
from portal.indicators.queries import closed_indicators, live_indicators
from portal.month import PERIOD_SHAPE, Month, Period
from portal.sheets import Format, Table, csv_bytes, save, xlsx_bytes

SUBJECTS = ("unit", "location", "service", "counter")
# A service has none, nor a month closed before complaints were counted: the names stand.
NO_COMPLAINTS = dict.fromkeys(Tally().as_figures())


class Kind(StrEnum):
    """The kinds of file an export writes."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Export:
    """One export in both its shapes; each is made when it is asked for."""

    table: Callable[[], Table]
    objects: Callable[[], Iterable[Mapping[str, Any]]]


def indicator_export(actor: Actor, period: str, subjects: tuple[str, ...] = SUBJECTS) -> Export:
    """The figures of a closed period, or of an open month as they were last released."""
    actor.demand(Permission.READ_INDICATORS)
    asked = Period.parse(period)
    figures = list(closed_indicators(str(asked), subjects=subjects))
    if not figures and len(asked.months) == 1:
        live = (live_indicators(asked.months[0], subject=subject) for subject in subjects)
        figures = [figure for of_kind in live for figure in of_kind]
    if not figures:
        raise NotFound(f"Belum ada angka untuk {asked}: belum ditutup dan belum dirilis.")
    return Export(lambda: indicator_table(figures), lambda: map(indicator_object, figures))


def appraisal_export(actor: Actor, month: str, *, today: date, terms: Terms) -> Export:
    """The evidence per officer of a closed month; who took it is written down."""
    actor.demand(Permission.READ_APPRAISALS)
    name = _month(month)
    records = records_of_month(actor, name, today=today, terms=terms)
    if not records:
        raise NotFound(f"Bulan {month} belum ditutup, jadi belum ada bukti dukung.")
    note_look(
        actor,
        officers=[record.officer_id for record in records],
        permission=Permission.READ_APPRAISALS,
        subject=f"appraisals:{name}",
        today=today,
    )
    return evidence_export(records)


def evidence_export(records: Sequence[Record]) -> Export:
    """Records as they stand today, in both shapes."""
    told = [record.appraisal for record in records]
    return Export(lambda: appraisal_table(told), lambda: map(appraisal_object, told))


def _month(text: str) -> str:
    """A month as its name; a longer period is refused as what it is, not as unreadable."""
    if PERIOD_SHAPE.fullmatch(text.strip().upper()):
        raise RuleBroken(
            f"“{text}” bukan bulan. Ekspor ini hanya menerima satu bulan, misalnya 2026-10;"
            " untuk periode yang lebih panjang, ekspor bulannya satu per satu."
        )
    return str(Month.parse(text))


def rating_export(actor: Actor, month: str) -> Export:
    """Every rating of a month in a new random order, without comment and respondent block."""
    actor.demand(Permission.EXPORT_RATINGS)
    name = _month(month)
    if next(iter(ratings_shuffled(name)), None) is None:
        raise NotFound(f"Tidak ada jawaban dalam bulan {name}.")
    return Export(lambda: rating_table(ratings_shuffled(name)), lambda: _rating_objects(name))


def _rating_objects(month: str) -> Iterator[dict[str, Any]]:
    headers = names(RATING_COLUMNS)
    for row in ratings_shuffled(month):
        values = (v.isoformat() if hasattr(v, "isoformat") else v for v in row)
        yield dict(zip(headers, values, strict=True))


def indicator_object(figure: Indicator) -> dict[str, Any]:
    """An indicator as the API gives it: the reason in words."""
    content = as_json(figure)
    for name in ("withheld", "letter_withheld"):
        reason = getattr(figure, name)
        content[name] = None if reason is None else str(reason)
    content["complaints"] = content["complaints"] or NO_COMPLAINTS
    return content


def appraisal_object(record: Appraisal) -> dict[str, Any]:
    """An appraisal record as the API gives it."""
    return {
        "nip": record.nip,
        "name": record.name,
        "unit": {"code": record.unit_code, "name": record.unit_name},
        "position": record.position,
        "month": record.month,
        "revision": record.revision,
        "status": record.status,
        "block": list(record.block),
        "definition": record.definition,
        "kompetensi": _personal(record.kompetensi),
        "perilaku": _personal(record.perilaku),
        "overall": {
            "answers": record.overall_answers,
            "mean": number(record.overall_mean),
            "score": number(record.overall_score),
        },
        "praise": record.praise,
        "evidence_tiers": dict(record.evidence_tiers),
        "notice": record.notice,
        "extract_id": record.extract_id,
    }


def _personal(figure: PersonalFigure) -> dict[str, Any]:
    return {
        "answers": figure.answers,
        "days": figure.days,
        "mean": number(figure.mean),
        "score": number(figure.score),
        "interval": None if figure.interval is None else [number(n) for n in figure.interval],
        "compared": figure.compared,
        "withheld": None if figure.withheld is None else str(figure.withheld),
    }


def write_export(export: Export, kind: Kind, out: Path) -> None:
    """Write the file entirely or not at all; readable by its owner only."""
    if kind is Kind.JSON:
        _write_json(export.objects(), out)
    else:
        save(out, [export.table()], Format(kind.value))


def export_bytes(export: Export, kind: Kind) -> bytes:
    """The file as it is sent to a browser."""
    if kind is Kind.CSV:
        return csv_bytes(export.table())
    if kind is Kind.XLSX:
        return xlsx_bytes([export.table()])
    parts: list[str] = []
    _write_array(parts.append, export.objects())
    return "".join(parts).encode()


def _write_json(objects: Iterable[Mapping[str, Any]], out: Path) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name[:50]}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                _write_array(file.write, objects)
            Path(name).replace(out)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or "tidak diketahui"
        raise PortalError(f"{out}: berkas tidak dapat ditulis ({reason}).") from error


def _write_array(write: Callable[[str], Any], objects: Iterable[Mapping[str, Any]]) -> None:
    """One object per line, so that a month of a million ratings needs no memory."""
    separator = "[\n"
    for content in objects:
        write(separator + json.dumps(content, ensure_ascii=False, default=_plain))
        separator = ",\n"
    write("\n]\n" if separator != "[\n" else "[]\n")


def _plain(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"no JSON form for {type(value)}")
