"""Roles of one person: give one, end one."""

from datetime import timedelta

from flask.typing import ResponseReturnValue

from portal.accounts import roles as commands
from portal.accounts.people_queries import person_card
from portal.authority import UNKNOWN
from portal.errors import NotFound
from portal.language import gettext as _
from portal.web.actors import current_actor
from portal.web.admin.asking import today
from portal.web.admin.door import admin
from portal.web.admin.people_forms import EndRoleForm, GrantRoleForm
from portal.web.admin.people_words import PEOPLE
from portal.web.navigation import role_name
from portal.web.staff_pages import done, form_page


@admin.page("/people/<handle>/roles/new", needs=PEOPLE, methods=("GET", "POST"), grave=True)
def grant_role(handle: str) -> ResponseReturnValue:
    card = person_card(current_actor(), handle, today())
    form = GrantRoleForm(data={"fingerprint": card.seen})
    if form.saved(
        lambda: commands.grant_role(
            current_actor(), handle=handle, holding=form.holding(), seen=form.seen, today=today()
        )
    ):
        return done(_("Peran tersimpan."), "admin.person", handle=handle)
    return form_page(
        "admin/act.html",
        form,
        title=_("Beri peran"),
        label=_("Beri peran"),
        about=card.name,
        back=("admin.person", {"handle": handle}),
    )


@admin.page(
    "/people/<handle>/roles/<int:role_id>/end", needs=PEOPLE, methods=("GET", "POST"), grave=True
)
def end_role(handle: str, role_id: int) -> ResponseReturnValue:
    card = person_card(current_actor(), handle, today())
    line = next((one for one in card.roles if one.id == role_id), None)
    if line is None:
        raise NotFound(UNKNOWN)
    start = {"last_day": today() - timedelta(days=1), "fingerprint": card.seen}
    form = EndRoleForm(data=start)
    if form.saved(
        lambda: commands.end_role(
            current_actor(),
            handle=handle,
            role_id=role_id,
            last_day=form.day(),
            seen=form.seen,
            today=today(),
        )
    ):
        return done(_("Peran diakhiri."), "admin.person", handle=handle)
    return form_page(
        "admin/act.html",
        form,
        title=_("Akhiri peran"),
        label=_("Akhiri"),
        about=f"{card.name}: {role_name(line.role)}, {line.unit_name}",
        back=("admin.person", {"handle": handle}),
    )
