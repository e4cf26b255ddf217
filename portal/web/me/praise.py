"""`/me/praise`: what residents wrote, thanks first, in batches; to be read and printed."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.authority import UNKNOWN, Permission
from portal.clock import today
from portal.complaints.praising import own_praise as own_letters
from portal.errors import NotFound
from portal.feedback.own_comments import own_comments
from portal.feedback.rules.batches import Batch
from portal.language import whole
from portal.web.actors import current_actor, current_session
from portal.web.limits import settings
from portal.web.me import words
from portal.web.me.door import me
from portal.web.templating import page_url

WEEK = "pekan"


@me.page("/praise", needs=Permission.READ_OWN_FIGURES)
def own_praise() -> ResponseReturnValue:
    """One batch: those that thank first; before there is one, themes without words."""
    actor = current_actor()
    if actor.officer_id is None:
        return render_template("me/no_officer.html")
    found = own_comments(actor, _asked_week(), today(settings().timezone))
    signed_in = current_session()
    return render_template(
        "me/praise.html",
        found=found,
        letters=words.praise_lines(own_letters(actor, today(settings().timezone))),
        name=signed_in.name if signed_in else "",
        title=words.batch_words(found.shown) if found.shown else "",
        weeks=[_link(batch, found.shown) for batch in found.batches],
        themes=[(words.theme_words(theme), whole(number)) for theme, number in found.themes],
    )


def _asked_week() -> date | None:
    text = request.args.get(WEEK, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise NotFound(UNKNOWN) from error


def _link(batch: Batch, shown: Batch | None) -> tuple[str, str, bool]:
    href = page_url("me.own_praise", **{WEEK: batch.last.isoformat()})
    return words.batch_words(batch), href, batch == shown
