"""`/results/<unit>/petugas`: officers by name for their head and the evaluators; a noted look."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.appraisal.calendar import Terms
from portal.appraisal.looks import note_look
from portal.appraisal.officer_lines import officer_lines
from portal.authority import Permission
from portal.clock import today
from portal.indicators.staff_queries import unit_in_reach, unit_results
from portal.language import month_name
from portal.web.actors import current_actor
from portal.web.limits import settings
from portal.web.results import words
from portal.web.results.door import results
from portal.web.results.month_asked import MONTH, asked_month, month_links
from portal.web.results.rows import officer_rows
from portal.web.templating import page_url

NEEDED = Permission.READ_OFFICER_FIGURES


@results.page("/<code>/petugas", needs=NEEDED)
def unit_officers(code: str) -> ResponseReturnValue:
    """Each opening is written down, and every officer shown reads who looked and when."""
    actor, day = current_actor(), today(settings().timezone)
    unit_in_reach(actor, code, NEEDED)
    found = unit_results(actor, code, asked_month(), day)
    shown = officer_lines(actor, found.unit, found.month, Terms.of(settings()))
    officers = [line.id for line in shown.lines]
    subject = f"officers:{code}/{found.month}"
    note_look(actor, officers=officers, permission=NEEDED, subject=subject, today=day)
    return render_template(
        "results/officers.html",
        unit=found.unit,
        rows=officer_rows(shown.lines),
        trial_until=shown.trial_until,
        status=words.status_words(found.shown, day),
        month=month_name(found.month.first_day),
        links=month_links("results.unit_officers", found.months, found.month, code=code),
        back=page_url("results.unit", code=code, **{MONTH: str(found.month)}),
    )
