"""Targets of the annual plan: one per unit, indicator and year; judged by the interval."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import UNKNOWN, Actor, Permission
from portal.database import command, db
from portal.errors import Conflict, NotFound, Problem, Problems, RuleBroken
from portal.indicators.figures import Indicator, indicator_from_json, read_content
from portal.indicators.models import ClosedFigure, Target
from portal.indicators.rules.change import Target as Achievement
from portal.indicators.rules.change import judge_target
from portal.indicators.rules.interval import Interval
from portal.language import gettext as _
from portal.month import EARLIEST_YEAR
from portal.organisation.models import Unit

INDICATORS = ("index", "overall")
LOWEST, HIGHEST = Decimal(25), Decimal(100)
LONGEST_DOCUMENT = 200
YEARS_AHEAD = 5


@dataclass(frozen=True, slots=True)
class SetTarget:
    """A target as it stands: what it is for, its value, the document that sets it."""

    indicator: str
    year: int
    value: Decimal
    document: str


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A unit in the table of a year: its targets, its newest closed figure, how it is judged."""

    code: str
    name: str
    depth: int
    targets: Mapping[str, SetTarget]
    figure: Indicator | None
    fingerprint: str

    def achieved(self, indicator: str) -> Achievement | None:
        """Judged by the interval; None without a target or a number."""
        target = self.targets.get(indicator)
        return None if target is None else achievement(target, self.figure)


def achievement(target: SetTarget, figure: Indicator | None) -> Achievement | None:
    """Whether a target is reached; None where there is no number to judge.

    The overall score is frozen without an interval, so it is never more than "belum pasti".
    """
    if figure is None:
        return None
    value = figure.index if target.indicator == "index" else figure.overall.score
    if value is None:
        return None
    bounds = figure.interval if target.indicator == "index" else None
    interval = None if bounds is None else Interval(*bounds, Decimal(0))
    return judge_target(target.value, interval)


def fingerprint_of(targets: Mapping[str, SetTarget]) -> str:
    """A name of what stands in a row, so that nobody overwrites another silently."""
    facts = [f"{t.indicator}={t.value:.2f}:{t.document}" for _name, t in sorted(targets.items())]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:24]


def unit_targets(code: str, year: int) -> Mapping[str, SetTarget]:
    """The targets of a unit in a year, by indicator; public, like the plan they stand in."""
    query = (
        sa.select(Target)
        .join(Unit, Unit.id == Target.unit_id)
        .where(Unit.code == code, Target.year == year)
    )
    return {row.indicator: _brief(row) for row in db.session.execute(query).scalars()}


def _brief(row: Target) -> SetTarget:
    value = Decimal(row.value).quantize(Decimal("0.01"))
    return SetTarget(row.indicator, row.year, value, row.document)


def target_years(today: date) -> tuple[int, ...]:
    """The years a target can be set for or is set for, newest first."""
    known = db.session.execute(sa.select(Target.year).distinct()).scalars()
    return tuple(sorted({*known, today.year - 1, today.year, today.year + 1}, reverse=True))


def target_table(actor: Actor, year: int) -> tuple[TargetLine, ...]:
    """All units in reach, in the order of the tree, with the newest closed figure of the year."""
    actor.demand(Permission.SET_TARGETS)
    reach = actor.reach(Permission.SET_TARGETS)
    query = sa.select(Unit.id, Unit.code, Unit.name, Unit.parent_id).where(
        Unit.retired_on.is_(None)
    )
    if reach is not None:
        query = query.where(Unit.id.in_(reach))
    units = {row.id: row for row in db.session.execute(query.order_by(Unit.name, Unit.id))}
    targets = _targets(units, year)
    figures = _newest_figures(units, year)
    return tuple(
        TargetLine(
            code=units[unit].code,
            name=units[unit].name,
            depth=depth,
            targets=targets.get(unit, {}),
            figure=figures.get(unit),
            fingerprint=fingerprint_of(targets.get(unit, {})),
        )
        for unit, depth in _in_tree({key: row.parent_id for key, row in units.items()})
    )


def _in_tree(parents: Mapping[int, int | None]) -> list[tuple[int, int]]:
    """Units under their parents; whose parent is not among them stands at the top."""
    below: dict[int | None, list[int]] = {}
    for unit, parent in parents.items():
        below.setdefault(parent if parent in parents else None, []).append(unit)
    ordered: list[tuple[int, int]] = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        ordered.append((unit, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(unit, []))]
    return ordered


def _targets(units: Iterable[int], year: int) -> dict[int, dict[str, SetTarget]]:
    query = sa.select(Target).where(Target.year == year, Target.unit_id.in_(list(units)))
    found: dict[int, dict[str, SetTarget]] = {}
    for row in db.session.execute(query).scalars():
        found.setdefault(row.unit_id, {})[row.indicator] = _brief(row)
    return found


def _newest_figures(units: Iterable[int], year: int) -> dict[int, Indicator]:
    """The year where it is closed, else its newest closed month."""
    newest = (
        sa.select(sa.func.max(ClosedFigure.period))
        .where(
            ClosedFigure.subject_type == "unit",
            ClosedFigure.period.like(f"{year}-__"),
            ClosedFigure.period.not_like("%S%"),
        )
        .scalar_subquery()
    )
    query = (
        sa.select(ClosedFigure.subject_id, ClosedFigure.period, ClosedFigure.content)
        .where(
            ClosedFigure.subject_type == "unit",
            ClosedFigure.subject_id.in_(list(units)),
            sa.or_(ClosedFigure.period == str(year), ClosedFigure.period == newest),
        )
        # The month before the year, so that the year wins; revisions ascending.
        .order_by(sa.func.length(ClosedFigure.period).desc(), ClosedFigure.revision)
    )
    texts = {row.subject_id: row.content for row in db.session.execute(query)}
    return {unit: indicator_from_json(read_content(text)) for unit, text in texts.items()}


@command
def set_targets(
    actor: Actor,
    *,
    unit: str,
    year: int,
    values: Mapping[str, str],
    document: str,
    fingerprint: str,
    today: date,
) -> None:
    """Set, change or (left empty) take back the targets of one unit in one year."""
    actor.demand(Permission.SET_TARGETS)
    unit_id = db.session.execute(sa.select(Unit.id).where(Unit.code == unit)).scalar()
    if unit_id is None:
        raise NotFound(UNKNOWN)
    actor.demand_in(Permission.SET_TARGETS, unit_id)
    _refuse_year(year, today)
    before = _targets([unit_id], year).get(unit_id, {})
    if fingerprint != fingerprint_of(before):
        raise Conflict(_("Target unit ini baru saja diubah orang lain. Periksa, lalu simpan lagi."))
    wanted = _read(values, document, year)
    if wanted == before:
        return
    db.session.execute(sa.delete(Target).where(Target.unit_id == unit_id, Target.year == year))
    for target in wanted.values():
        db.session.execute(
            sa.insert(Target).values(
                unit_id=unit_id,
                year=year,
                indicator=target.indicator,
                value=target.value,
                document=target.document,
            )
        )
    record(
        actor,
        action="set_targets",
        subject=f"unit:{unit}/target:{year}",
        before=_plain(before),
        after=_plain(wanted),
    )


def _refuse_year(year: int, today: date) -> None:
    if not EARLIEST_YEAR <= year <= today.year + YEARS_AHEAD:
        words = _("Target dapat diisi untuk tahun {first} sampai {last}.")
        raise RuleBroken(words.format(first=EARLIEST_YEAR, last=today.year + YEARS_AHEAD))


def _read(values: Mapping[str, str], document: str, year: int) -> dict[str, SetTarget]:
    found: dict[str, SetTarget] = {}
    for indicator in INDICATORS:
        text = values.get(indicator, "").strip()
        if text:
            value = read_target(text)
            found[indicator] = SetTarget(indicator, year, value, document.strip())
    if found and not document.strip():
        raise Problems([Problem("", _("Tulis dokumen yang menetapkan target, misalnya Renja."))])
    if len(document.strip()) > LONGEST_DOCUMENT:
        words = _("Nama dokumen terlalu panjang. Paling banyak {max} huruf.")
        raise Problems([Problem("", words.format(max=LONGEST_DOCUMENT))])
    return found


def read_target(text: str) -> Decimal:
    """A number from 25 to 100 with at most two decimals, with a comma or a point."""
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise _bad_value(text) from None
    is_fine = value.is_finite() and LOWEST <= value <= HIGHEST
    if not is_fine or value != value.quantize(Decimal("0.01")):
        raise _bad_value(text)
    return value.quantize(Decimal("0.01"))


def _bad_value(text: str) -> Problems:
    words = _("Target “{text}” tidak terbaca. Tulis angka 25 sampai 100, misalnya 88,31.")
    return Problems([Problem("", words.format(text=text.strip()[:20]))])


def _plain(targets: Mapping[str, SetTarget]) -> dict[str, str]:
    return {name: f"{target.value} ({target.document})" for name, target in targets.items()}
