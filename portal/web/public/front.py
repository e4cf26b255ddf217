"""The front page, and what is kept of a resident."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.authority import ANYONE
from portal.clock import today
from portal.language import gettext as _
from portal.organisation.announcements import announcements_for_all
from portal.organisation.queries import government_name
from portal.web.limits import settings
from portal.web.public.counters import find_counter
from portal.web.public.door import public
from portal.web.templating import page_url


@public.page("/", needs=ANYONE)
def front() -> ResponseReturnValue:
    """Type the code under a QR; what happens with an answer."""
    typed = request.args.get("kode", "").strip()
    counter = find_counter(typed) if typed else None
    if counter is not None:
        return redirect(page_url("public.rate", code=counter.code), 303)
    page = render_template(
        "public/front.html",
        heading=_("Nilai pelayanan kami"),
        government=government_name(),
        announcements=announcements_for_all(today(settings().timezone)),
        value=typed[:20],
        error=_("Kode loket ini tidak ada. Periksa 6 huruf atau angka di bawah QR.")
        if typed
        else "",
    )
    return page, 404 if typed else 200


@public.page("/privasi", needs=ANYONE)
def privacy() -> ResponseReturnValue:
    """What is kept, for how long, and why."""
    return render_template("public/privacy.html", government=government_name())
