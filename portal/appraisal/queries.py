"""What can be known of closings and of the evidence per officer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from portal.appraisal.models import AppraisalRecord, Closing
from portal.database import db
from portal.indicators.figures import read_content, read_withheld
from portal.indicators.rules.publication import Withheld
from portal.month import Period


@dataclass(frozen=True, slots=True)
class ClosingBrief:
    """A closing as pages name it; `audit_hash` is the head of the trail just before it."""

    month: str
    revision: int
    extract_id: str
    closed_on: date
    definition: str
    weight: str
    reason: str
    reviewed: str
    audit_sequence: int
    audit_hash: str
    received: Mapping[str, int]
    closed_by: str = ""
    figures: int = 0
    records: int = 0
    changes: int = 0


@dataclass(frozen=True, slots=True)
class PersonalFigure:
    """One element about an officer: marks 1–4, score and interval 25–100, or why not.

    `compared` is lebih tinggi, belum dapat dibedakan, lebih rendah, or None.
    """

    answers: int
    days: int
    mean: Decimal | None
    score: Decimal | None
    interval: tuple[Decimal, Decimal] | None
    compared: str | None
    withheld: Withheld | None


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The evidence about one officer in one month, as it was frozen.

    `audit_sequence` and `audit_hash` are the head of the trail just before the closing.
    """

    nip: str
    name: str
    unit_code: str
    unit_name: str
    position: str
    month: str
    revision: int
    status: str
    block: tuple[str, ...]
    definition: str
    kompetensi: PersonalFigure
    perilaku: PersonalFigure
    overall_answers: int
    overall_mean: Decimal | None
    overall_score: Decimal | None
    praise: int | None
    evidence_tiers: Mapping[str, int]
    notice: str
    extract_id: str
    audit_sequence: int = 0
    audit_hash: str = ""


def closing_of(period: str, revision: int | None = None) -> ClosingBrief | None:
    """The closing that froze a period (of a quarter: that of its last month), if there is one.

    `revision` asks for the newest up to that one.
    """
    month = str(Period.parse(period).months[-1])
    query = sa.select(Closing).where(Closing.month == month)
    if revision is not None:
        query = query.where(Closing.revision <= revision)
    row = db.session.execute(query.order_by(Closing.revision.desc()).limit(1)).scalar()
    return None if row is None else _brief(row)


def closings(month: str) -> tuple[ClosingBrief, ...]:
    """Every revision of a month, the first one first."""
    query = sa.select(Closing).where(Closing.month == month).order_by(Closing.revision)
    return tuple(_brief(row) for row in db.session.execute(query).scalars())


def _brief(row: Closing) -> ClosingBrief:
    content = read_content(row.content)
    return ClosingBrief(
        month=row.month,
        revision=row.revision,
        extract_id=row.extract_id,
        closed_on=row.closed_on,
        definition=row.definition,
        weight=row.weight,
        reason=row.reason,
        reviewed=row.reviewed,
        audit_sequence=row.audit_sequence,
        audit_hash=row.audit_hash,
        received=content["received"],
        closed_by=row.closed_by,
        figures=content["figures"],
        records=content["records"],
        changes=len(content["changes"]),
    )


def revision_changes(month: str, revision: int) -> tuple[Mapping[str, Any], ...]:
    """Old and new of every number that a revision changed: period, subject, name, old, new."""
    query = sa.select(Closing.content).where(Closing.month == month, Closing.revision == revision)
    text = db.session.execute(query).scalar()
    return () if text is None else tuple(read_content(text)["changes"])


def appraisal_records(month: str, *, revision: int | None = None) -> tuple[Appraisal, ...]:
    """The records of a month by unit, name and NIP, never by a figure; the newest revision."""
    query = sa.select(AppraisalRecord.officer_id, AppraisalRecord.content)
    query = query.where(AppraisalRecord.month == month)
    if revision is not None:
        query = query.where(AppraisalRecord.revision <= revision)
    newest: dict[int, str] = {}
    for officer, content in db.session.execute(query.order_by(AppraisalRecord.revision)):
        newest[officer] = content
    records = (appraisal_from_json(read_content(text)) for text in newest.values())
    return tuple(sorted(records, key=lambda r: (r.unit_name.casefold(), r.name.casefold(), r.nip)))


def appraisal_from_json(stored: Mapping[str, Any]) -> Appraisal:
    """Read a frozen record."""
    overall = stored["overall"]
    return Appraisal(
        nip=stored["nip"],
        name=stored["name"],
        unit_code=stored["unit"]["code"],
        unit_name=stored["unit"]["name"],
        position=stored["position"],
        month=stored["month"],
        revision=stored["revision"],
        status=stored["status"],
        block=tuple(stored["block"]),
        definition=stored["definition"],
        kompetensi=_figure(stored["kompetensi"]),
        perilaku=_figure(stored["perilaku"]),
        overall_answers=overall["answers"],
        overall_mean=_places(overall["mean"], 4),
        overall_score=_places(overall["score"], 2),
        praise=stored["praise"],
        evidence_tiers=stored["evidence_tiers"],
        notice=stored["notice"],
        extract_id=stored["extract_id"],
        audit_sequence=stored["audit"]["sequence"],
        audit_hash=stored["audit"]["hash"],
    )


def _figure(stored: Mapping[str, Any]) -> PersonalFigure:
    bounds = stored["interval"]
    return PersonalFigure(
        answers=stored["answers"],
        days=stored["days"],
        mean=_places(stored["mean"], 4),
        score=_places(stored["score"], 2),
        interval=None if bounds is None else (_one_place(bounds[0]), _one_place(bounds[1])),
        compared=stored["compared"],
        withheld=read_withheld(stored["withheld"]),
    )


def _places(value: Any, places: int) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(Decimal(1).scaleb(-places))


def _one_place(value: Any) -> Decimal:
    return Decimal(value).quantize(Decimal("0.1"))
