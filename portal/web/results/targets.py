"""`/results/targets`: what the annual plan promises per unit, and how it stands."""

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from portal.authority import UNKNOWN, Permission
from portal.clock import today
from portal.errors import NotFound
from portal.indicators.targets import (
    LONGEST_DOCUMENT,
    SetTarget,
    TargetLine,
    set_targets,
    target_table,
    target_years,
)
from portal.language import decimal, later
from portal.language import gettext as _
from portal.web.actors import current_actor
from portal.web.fields import StaffForm
from portal.web.figures import interval_words, period_name, withheld_words
from portal.web.limits import settings
from portal.web.results.door import results
from portal.web.staff_pages import done, form_page
from portal.web.target_words import achieved_words
from portal.web.templating import page_url

TARGETS = Permission.SET_TARGETS
YEAR_LENGTH = 4


class TargetForm(StaffForm):
    """A unit's targets in one year; an empty one is taken back."""

    fingerprint = HiddenField()
    index = StringField(later("Target IKM"), [Length(max=10)])
    overall = StringField(later("Target nilai keseluruhan"), [Length(max=10)])
    document = StringField(later("Dokumen yang menetapkan"), [Length(max=LONGEST_DOCUMENT)])


@dataclass(frozen=True, slots=True)
class Typed:
    """A unit's targets as the form shows them."""

    fingerprint: str
    index: str
    overall: str
    document: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One unit in the table."""

    code: str
    name: str
    depth: int
    target: str
    overall: str
    document: str
    value: str
    withheld: str
    interval: str
    achieved: str


@results.page("/targets", needs=TARGETS)
def targets() -> ResponseReturnValue:
    """Every unit in reach with its targets of a year and its newest closed figure."""
    year = _asked_year()
    table = target_table(current_actor(), year)
    newest = next((line.figure for line in table if line.figure is not None), None)
    return render_template(
        "results/targets.html",
        year=year,
        years=_year_links(year),
        period=period_name(newest.month) if newest else "",
        rows=[_row(line) for line in table],
    )


@results.page("/targets/<int:year>/<unit>", needs=TARGETS, methods=("GET", "POST"))
def set_unit_targets(year: int, unit: str) -> ResponseReturnValue:
    """The targets of one unit in one year."""
    line = _line(year, unit)
    form = TargetForm(obj=_typed(line))
    saved = form.carry_out(lambda: _save(year, unit, form))
    if saved:
        return done(_("Target tersimpan."), "results.targets", tahun=year)
    return form_page("results/target.html", form, line=line, year=year, row=_row(line))


def _save(year: int, unit: str, form: TargetForm) -> bool:
    set_targets(
        current_actor(),
        unit=unit,
        year=year,
        values={"index": form.index.data or "", "overall": form.overall.data or ""},
        document=form.document.data or "",
        fingerprint=form.fingerprint.data or "",
        today=today(settings().timezone),
    )
    return True


def _asked_year() -> int:
    text = request.args.get("tahun", "")
    this_year = today(settings().timezone).year
    return int(text) if text.isdecimal() and len(text) == YEAR_LENGTH else this_year


def _year_links(year: int) -> list[tuple[str, str, bool]]:
    years = sorted({*target_years(today(settings().timezone)), year}, reverse=True)
    return [(str(y), page_url("results.targets", tahun=y), y == year) for y in years]


def _line(year: int, unit: str) -> TargetLine:
    line = next((x for x in target_table(current_actor(), year) if x.code == unit), None)
    if line is None:
        raise NotFound(UNKNOWN)
    return line


def _typed(line: TargetLine) -> Typed:
    index, overall = line.targets.get("index"), line.targets.get("overall")
    named = index or overall
    document = named.document if named else ""
    return Typed(line.fingerprint, _value(index), _value(overall), document)


def _value(target: SetTarget | None) -> str:
    return "" if target is None else decimal(target.value)


def _row(line: TargetLine) -> TargetRow:
    figure, index = line.figure, line.targets.get("index")
    overall = line.targets.get("overall")
    named = index or overall
    value = "" if figure is None or figure.index is None else decimal(figure.index)
    withheld = withheld_words(figure.withheld) if figure is not None else ""
    return TargetRow(
        code=line.code,
        name=line.name,
        depth=min(line.depth, 3),
        target=_value(index),
        overall=_value(overall),
        document=named.document if named else "",
        value=value,
        withheld=withheld or _("belum ada"),
        interval=interval_words(figure.interval) if figure else "",
        achieved=achieved_words(line.achieved("index")) if index else "",
    )
