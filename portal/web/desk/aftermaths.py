"""`/desk/setelah-melapor`: how reporters were treated afterwards, read outside their unit."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.authority import Permission
from portal.clock import today
from portal.complaints.aftermaths import aftermaths as told_aftermaths
from portal.complaints.aftermaths import mark_aftermath_read
from portal.language import gettext as _
from portal.web.actors import current_actor
from portal.web.desk.door import desk
from portal.web.limits import settings
from portal.web.staff_pages import done

OVERSEE = Permission.OVERSEE_CASES
READ = "dibaca"
LONGEST_NUMBER = 12


@desk.page("/setelah-melapor", needs=OVERSEE)
def aftermaths() -> ResponseReturnValue:
    """Answers that nobody has read yet, or those read; the badly treated first."""
    is_read = request.args.get("keadaan") == READ
    rows = told_aftermaths(current_actor(), is_read=is_read)
    return render_template("desk/aftermaths.html", rows=rows, is_read=is_read)


@desk.page("/setelah-melapor/<number>/dibaca", needs=OVERSEE, methods=("POST",))
def read_aftermath(number: str) -> ResponseReturnValue:
    """Somebody outside the unit has read it and takes care."""
    day = today(settings().timezone)
    mark_aftermath_read(current_actor(), number=number[:LONGEST_NUMBER], today=day)
    return done(_("Ditandai dibaca. Jejaknya tercatat."), "desk.aftermaths")
