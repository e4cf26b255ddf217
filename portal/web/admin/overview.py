"""`/admin`: what there is, what is missing, what was changed last."""

from datetime import date, datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.organisation.managing import overview as knowledge
from portal.organisation.managing.overview import MISSING_OF, RecentChange
from portal.web.actors import current_actor
from portal.web.admin.asking import MANAGE, today
from portal.web.admin.door import admin
from portal.web.admin.trail_words import action_name, actor_name
from portal.web.admin.words import MISSING_WORDS, WHY_MISSING
from portal.web.limits import settings

SHEET_OF = {name: sheet for sheet, names in MISSING_OF.items() for name in names}


@admin.page("", needs=MANAGE)
def overview() -> ResponseReturnValue:
    actor, day = current_actor(), today()
    return render_template(
        "admin/overview.html",
        holdings=knowledge.holdings(actor, day),
        missing=knowledge.missing_counts(actor, day),
        sheet_of=SHEET_OF,
        words=MISSING_WORDS,
        why=WHY_MISSING,
        changes=[_told(change) for change in knowledge.recent_changes(actor)],
    )


def _told(change: RecentChange) -> tuple[date, str, str, str]:
    """When, who, what and about what; an officer's random name says nothing to a reader."""
    kind, _colon, name = change.subject.partition(":")
    about = "" if kind in ("officer", "organisation") else name
    day = datetime.fromisoformat(change.at).astimezone(settings().timezone).date()
    return day, actor_name(change.actor), action_name(change.action), about
