"""`/results`: the units in reach with their figures of one month; one unit leads straight to it."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from portal.authority import UNKNOWN, Permission
from portal.clock import today
from portal.errors import NotFound
from portal.indicators.staff_queries import result_months, unit_lines
from portal.language import month_name
from portal.month import Month
from portal.web.actors import current_actor
from portal.web.limits import settings
from portal.web.results.door import results
from portal.web.results.month_asked import MONTH, asked_month, month_links
from portal.web.results.rows import unit_rows
from portal.web.templating import page_url


@results.page("", needs=Permission.READ_INDICATORS)
def overview() -> ResponseReturnValue:
    """Every unit in reach, in its tree, never in the order of a figure."""
    actor, asked = current_actor(), asked_month()
    current = Month.of(today(settings().timezone))
    months = result_months(actor)
    month = asked or (months[-1] if months else current)
    if month not in (*months, current):
        raise NotFound(UNKNOWN)
    lines = unit_lines(actor, month)
    if len(lines) == 1:
        chosen = {} if asked is None else {MONTH: str(asked)}
        return redirect(page_url("results.unit", code=lines[0].unit.code, **chosen))
    before, after = month_links("results.overview", months, month)
    return render_template(
        "results/overview.html",
        rows=unit_rows(lines, month),
        month=month_name(month.first_day),
        before=before,
        after=after,
        nothing_yet=not months,
        is_closed=any(line.shown is not None and line.shown.is_closed for line in lines),
    )
