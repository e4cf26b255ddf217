"""`/skor`: the published figures of closed months. No officer, nothing below the threshold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from flask import abort, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal.appraisal.queries import ClosingBrief, closing_of
from portal.authority import ANYONE
from portal.clock import today
from portal.documents.published import published_csv
from portal.indicators.figures import Indicator
from portal.indicators.queries import (
    UnitPage,
    closed_periods,
    published_indicators,
    unit_page,
)
from portal.language import Language, decimal, language, plain_date, whole
from portal.language import gettext as _
from portal.organisation.announcements import announcements_for_unit
from portal.organisation.english import english_names
from portal.organisation.queries import government_name, units_in_tree
from portal.web import figures, trends
from portal.web.charts import limits
from portal.web.limits import settings
from portal.web.public.door import public
from portal.web.public.register import register_of
from portal.web.target_words import target_words
from portal.web.templating import page_url

MONTHS_IN_TREND = 12


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """One unit, counter or service in a table; an empty `index` leaves the note in its place."""

    name: str
    depth: int = 0
    href: str = ""
    index: str = ""
    grade: str = ""
    interval: str = ""
    answers: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureWords:
    """What stands around the large number."""

    title: str
    withheld: str
    grade: str
    letter_withheld: str
    state: str
    interval: str
    sample: str
    served: str


@public.page("/skor", needs=ANYONE)
def scores() -> ResponseReturnValue:
    """All units in a tree, with the index of a closed period."""
    periods = closed_periods()
    period = _asked(periods)
    published = published_indicators(period) if period else ()
    return render_template(
        "public/scores.html",
        government=government_name(),
        period=period and figures.period_name(period),
        periods=_choices(periods, period, "public.scores"),
        rows=_tree_rows({figure.subject.code: figure for figure in published}, period),
    )


@public.page("/skor/<code>", needs=ANYONE)
def unit_scores(code: str) -> ResponseReturnValue:
    """One unit: the index with its company, elements, trend, and the parts that may be shown."""
    if code.endswith(".csv"):
        return _csv(code.removesuffix(".csv"))
    page = unit_page(code, request.args.get("periode"))
    if page is None or (request.args.get("periode") and page.figure is None):
        abort(404)
    trend = page.trend[-MONTHS_IN_TREND:]
    names = english_names(code) if language() is Language.ENGLISH else {}
    return render_template(
        "public/unit_scores.html",
        page=page,
        government=page.path[0].name if page.path else "",
        words=page.figure and _words(page.figure),
        periods=_choices(_unit_periods(page), page.figure.month if page.figure else "", code=code),
        element_rows=figures.element_rows(page.figure) if page.figure else [],
        limits=limits(),
        trend=trends.trend_of(trend),
        trend_sentence=trends.trend_sentence(trend),
        last_value=_last_value(trend),
        month_rows=trends.month_rows(trend),
        change=trends.change_words(page.figure, trend) if page.figure else "",
        silence=figures.silence_words(page.figure) if page.figure else "",
        target=target_words(page.figure),
        units=_rows(page.units, links=True),
        counters=_rows(page.counters, names),
        services=_rows(page.services, names),
        register=register_of(code, page.figure.month if page.figure else None),
        announcements=announcements_for_unit(code, today(settings().timezone)),
    )


def _csv(code: str) -> ResponseReturnValue:
    page = unit_page(code)
    if page is None:
        abort(404)
    g.posture = "download"
    response = make_response(published_csv(page.trend))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="skor-{code}.csv"'
    return response


def _asked(periods: Sequence[str]) -> str:
    asked = request.args.get("periode")
    if asked is None:
        return next((p for p in periods if p[5:].isdecimal()), "")
    if asked not in periods:
        abort(404)
    return asked


def _unit_periods(page: UnitPage) -> Sequence[str]:
    return page.periods if page.figure else ()


def _choices(
    periods: Iterable[str], chosen: str, endpoint: str = "public.unit_scores", **values: str
) -> list[tuple[str, str, bool]]:
    """Links to the periods: address, name, whether it is the one shown."""
    return [
        (page_url(endpoint, periode=p, **values), figures.period_name(p), p == chosen)
        for p in periods
    ]


def _tree_rows(published: Mapping[str, Indicator], period: str) -> list[SubjectRow]:
    rows = []
    for unit in units_in_tree():
        figure = published.get(unit.code)
        if figure is None:
            continue
        href = page_url("public.unit_scores", code=unit.code, periode=period)
        rows.append(_row(figure, depth=min(unit.depth, 3), href=href))
    return rows


def _rows(
    published: Sequence[Indicator],
    names: Mapping[tuple[str, str], str] = MappingProxyType({}),
    *,
    links: bool = False,
) -> list[SubjectRow]:
    """Table rows; `names` holds the names in the language being spoken, where they differ."""
    return [
        replace(
            _row(f, href=page_url("public.unit_scores", code=f.subject.code) if links else ""),
            name=names.get((f.subject.type, f.subject.code), f.subject.name),
        )
        for f in published
    ]


def _row(figure: Indicator, *, depth: int = 0, href: str = "") -> SubjectRow:
    note = figures.withheld_words(figure.withheld) or figures.block_words(figure)
    return SubjectRow(
        name=figure.subject.name,
        depth=depth,
        href=href,
        index="" if figure.index is None else decimal(figure.index),
        grade=figures.letter_words(figure),
        interval=figures.interval_words(figure.interval),
        answers=whole(figure.answers),
        note=note,
    )


def _words(figure: Indicator) -> FigureWords:
    title = _("Indeks Kepuasan Masyarakat, {period}").format(period=figures.period_title(figure))
    return FigureWords(
        title=title,
        withheld=figures.withheld_words(figure.withheld),
        grade=figures.grade_label(figure),
        letter_withheld=figures.withheld_words(figure.letter_withheld),
        state=_state(closing_of(figure.month, figure.revision)),
        interval=figures.interval_words(figure.interval),
        sample=figures.sample_words(figure),
        served=figures.served_words(figure),
    )


def _state(closing: ClosingBrief | None) -> str:
    if closing is None:
        return _("sudah ditutup")
    return _("revisi {number}, ditutup {date}").format(
        number=closing.revision, date=plain_date(closing.closed_on)
    )


def _last_value(trend: Sequence[Indicator]) -> str:
    said = [figure.index for figure in trend if figure.index is not None]
    return decimal(said[-1]) if said else ""
