"""`/results/<unit>/saran`: what residents wrote, in batches, shuffled, apart from every mark."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.authority import UNKNOWN, Permission
from portal.clock import today
from portal.errors import NotFound
from portal.feedback import comments
from portal.feedback.rules.batches import Batch
from portal.language import gettext as _
from portal.language import plain_date
from portal.web.actors import current_actor
from portal.web.limits import settings
from portal.web.paging import asked_for
from portal.web.results.door import results
from portal.web.templating import page_url

WEEK = "pekan"


@results.page("/<code>/saran", needs=Permission.READ_COMMENTS)
def unit_comments(code: str) -> ResponseReturnValue:
    """One batch, or what a search finds in all that can be read."""
    actor, day, asked = current_actor(), today(settings().timezone), asked_for()
    found = comments.unit_comments(actor, code, _asked_week(), day)
    matches = comments.found_comments(actor, code, asked.search, day) if asked.search else ()
    return render_template(
        "results/comments.html",
        found=found,
        asked=asked,
        weeks=[_link(code, batch, found.shown) for batch in found.batches],
        title=batch_words(found.shown) if found.shown else "",
        matches=[(batch_words(match.batch), match.text) for match in matches],
        back=page_url("results.unit", code=code),
    )


def _asked_week() -> date | None:
    text = request.args.get(WEEK, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise NotFound(UNKNOWN) from error


def _link(code: str, batch: Batch, shown: Batch | None) -> tuple[str, str, bool]:
    href = page_url("results.unit_comments", code=code, **{WEEK: batch.last.isoformat()})
    return batch_words(batch), href, batch == shown


def batch_words(batch: Batch) -> str:
    """The weeks of a batch; never a day."""
    if batch.first == batch.last:
        return _("Pekan {date}").format(date=plain_date(batch.first))
    return _("Pekan {first} sampai pekan {last}").format(
        first=plain_date(batch.first), last=plain_date(batch.last)
    )
