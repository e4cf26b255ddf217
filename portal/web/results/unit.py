"""`/results/<unit>`: one unit in one month, as it grows or as it was closed."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.authority import Permission
from portal.clock import today
from portal.indicators.staff_parts import Parts, unit_parts
from portal.indicators.staff_queries import UnitResults, unit_results
from portal.language import decimal, month_name
from portal.web import figures, trends
from portal.web.actors import current_actor
from portal.web.charts import limits
from portal.web.complaint_facts import Fact, bands_sentence, complaint_facts
from portal.web.limits import settings
from portal.web.results import words
from portal.web.results.door import results
from portal.web.results.month_asked import MONTH, asked_month, month_links
from portal.web.results.profiles import profile_tables
from portal.web.results.rows import part_rows, unit_rows
from portal.web.results.target_facts import target_facts
from portal.web.templating import page_url

FILES = ("csv", "xlsx", "json")


@results.page("/<code>", needs=Permission.READ_INDICATORS)
def unit(code: str) -> ResponseReturnValue:
    """The page a head opens in the morning: one sentence, the figures, their parts."""
    actor, day = current_actor(), today(settings().timezone)
    found = unit_results(actor, code, asked_month(), day)
    is_closed = found.shown is None or found.shown.is_closed
    parts = unit_parts(actor, found.unit, found.month, is_closed=is_closed)
    at = {"code": code, MONTH: str(found.month)}
    return render_template(
        "results/unit.html",
        found=found,
        figure=found.shown.figure if found.shown else None,
        month=month_name(found.month.first_day),
        links=month_links("results.unit", found.months, found.month, code=code),
        crumbs=_crumbs(found),
        files=[
            (kind.upper(), page_url("results.unit_file_download", kind=kind, **at))
            for kind in FILES
        ],
        comments=_link("results.unit_comments", Permission.READ_COMMENTS, found, {"code": code}),
        targets=target_facts(found),
        complaints=_complaints(found),
        officers=_link("results.unit_officers", Permission.READ_OFFICER_FIGURES, found, at),
        **_sentences(found, words.status_words(found.shown, day)),
        **_tables(found, parts),
    )


def _crumbs(found: UnitResults) -> list[tuple[str, str]]:
    above = [(u.name, page_url("results.unit", code=u.code)) for u in found.path]
    return [*above, (found.unit.name, "")] if above else []


def _files(at: dict[str, str]) -> list[tuple[str, str]]:
    endpoint = "results.unit_file_download"
    return [(kind.upper(), page_url(endpoint, kind=kind, **at)) for kind in FILES]


def _link(endpoint: str, permission: Permission, found: UnitResults, values: dict[str, str]) -> str:
    """The address of a page about this unit, for whoever may open it there."""
    may = current_actor().reaches(permission, found.unit.id)
    return page_url(endpoint, **values) if may else ""


def _complaints(found: UnitResults) -> tuple[tuple[Fact, ...], str] | None:
    """Facts and the sentence of bands; None where the month has no counts of complaints."""
    counts = found.shown.figure.complaints if found.shown else None
    return None if counts is None else (complaint_facts(counts), bands_sentence(counts))


def _sentences(found: UnitResults, status: str) -> dict[str, object]:
    figure = found.shown.figure if found.shown else None
    change = trends.change_words(figure, found.trend) if figure else ""
    return {
        "status": status,
        "drag": words.drag_words(figure),
        "fall": words.fall_words(figure, found.a_year_ago),
        "change": change,
        "silence": figures.silence_words(figure) if figure else "",
        "summary": words.summary_text(found, status, change),
    }


def _tables(found: UnitResults, parts: Parts) -> dict[str, object]:
    figure = found.shown.figure if found.shown else None
    profiled = found.profiled
    said = [f.index for f in found.trend if f.index is not None]
    return {
        "elements": figures.element_rows(figure) if figure else [],
        "limits": limits(),
        "trend": trends.trend_of(found.trend),
        "trend_sentence": trends.trend_sentence(found.trend),
        "last_value": decimal(said[-1]) if said else "",
        "month_rows": trends.month_rows(found.trend),
        "units": unit_rows(parts.units, found.month),
        "counters": part_rows(parts.counters),
        "services": part_rows(parts.services),
        "profiles": profile_tables(profiled.profile if profiled else None),
        "profiled": figures.period_name(profiled.figure.month) if profiled else "",
        "words": _words(found),
    }


def _words(found: UnitResults) -> dict[str, str]:
    figure = found.shown.figure if found.shown else None
    if figure is None:
        return {}
    return {
        "withheld": figures.withheld_words(figure.withheld),
        "block": figures.block_words(figure),
        "letter_withheld": figures.withheld_words(figure.letter_withheld),
        "grade": figures.grade_label(figure),
        "letter": figures.letter_words(figure) if figure.grade else "",
        "interval": figures.interval_words(figure.interval),
        "sample": figures.sample_words(figure),
        "served": figures.served_words(figure),
    }
