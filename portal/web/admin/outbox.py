"""`/admin/outbox`: mails that were given up; sent again or thrown away, each noted in the trail."""

from collections.abc import Mapping

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.accounts.dead_letters import dead_letters, drop_mail, retry_mail
from portal.authority import Permission
from portal.clock import now
from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.language import later
from portal.notifications.queries import outbox as outbox_figures
from portal.notifications.rules.kinds import Kind
from portal.web.actors import current_actor
from portal.web.admin.door import admin
from portal.web.limits import settings
from portal.web.staff_pages import done

SEND = Permission.MANAGE_PEOPLE
KINDS: Mapping[Kind, str] = {
    Kind.INVITATION: later("Undangan"),
    Kind.PASSWORD_RESET: later("Tautan kata sandi"),
    Kind.MONTH_READY: later("Kabar bulan siap ditutup"),
    Kind.CLOSING_DIGEST: later("Ringkasan penutupan"),
    Kind.REVISION_DIGEST: later("Ringkasan revisi"),
    Kind.DESK_DIGEST: later("Kabar meja pengaduan"),
    Kind.CASE_ANSWERED: later("Kabar jawaban untuk pelapor"),
}


@admin.page("/outbox", needs=Permission.READ_SETTINGS)
def outbox() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "admin/outbox.html",
        found=dead_letters(actor),
        figures=outbox_figures(),
        kinds=KINDS,
        local=lambda moment: moment.astimezone(settings().timezone),
        may_send=actor.may(SEND) and actor.reach(SEND) is None,
        sends=settings().smtp_url is not None,
    )


@admin.page("/outbox/<handle>/retry", needs=SEND, methods=("POST",))
def retry_outbox_mail(handle: str) -> ResponseReturnValue:
    try:
        retry_mail(current_actor(), handle=handle[:24], at=now())
    except RuleBroken as error:
        return done(_(error.message), "admin.outbox")
    return done(_("Surat masuk antrean lagi. Percobaan pertama dalam satu menit."), "admin.outbox")


@admin.page("/outbox/<handle>/drop", needs=SEND, methods=("POST",))
def drop_outbox_mail(handle: str) -> ResponseReturnValue:
    drop_mail(current_actor(), handle=handle[:24])
    return done(_("Surat dibuang."), "admin.outbox")
