"""Leave of one officer: the list, and a new one with the duties it would cancel."""

from flask.typing import ResponseReturnValue
from wtforms import DateField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from portal.language import gettext as _
from portal.language import later
from portal.organisation.managing import leave as commands
from portal.organisation.managing.leave import DutyLine, duties_within, leaves_of, seen_duties
from portal.web.actors import current_actor
from portal.web.admin.asking import MANAGE, today
from portal.web.admin.door import admin
from portal.web.fields import StaffForm
from portal.web.staff_pages import done, form_page


class LeaveForm(StaffForm):
    """From which day to which, and why; `fingerprint` says which duties were shown."""

    fingerprint = HiddenField()
    starts_on = DateField(later("Hari pertama"), [InputRequired()])
    ends_on = DateField(later("Hari terakhir"), [InputRequired()])
    reason = StringField(later("Keterangan"), [Length(max=commands.LONGEST_REASON)])

    def __init__(self) -> None:
        super().__init__(data={"starts_on": today(), "ends_on": today(), "fingerprint": ""})
        for field in (self.starts_on, self.ends_on, self.reason):
            field.label.text = _(field.label.text)

    def shown(self, handle: str) -> tuple[DutyLine, ...]:
        """The duties of the days that were typed; from now on the form says they were shown."""
        starts_on, ends_on = self.starts_on.data, self.ends_on.data
        if not self.is_submitted() or starts_on is None or ends_on is None:
            return ()
        found = duties_within(current_actor(), handle, starts_on, ends_on)
        self.fingerprint.data = seen_duties(found)
        return found


@admin.page("/officers/<handle>/leave", needs=MANAGE, methods=("GET", "POST"))
def officer_leave(handle: str) -> ResponseReturnValue:
    actor, officer = current_actor(), leaves_of(current_actor(), handle)
    form = LeaveForm()
    gone = form.carry_out(
        lambda: commands.grant_leave(
            actor,
            handle=handle,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            reason=form.reason.data or "",
            seen=str(form.fingerprint.data or ""),
        )
    )
    if gone is not None:
        words = _("Cuti tersimpan. Jadwal jaga yang dibatalkan: {count}.").format(count=gone)
        return done(words, "admin.officer_leave", handle=handle)
    return form_page("admin/leave.html", form, officer=officer, duties=form.shown(handle))


@admin.page("/officers/<handle>/leave/<int:leave_id>/withdraw", needs=MANAGE, methods=("POST",))
def withdraw_officer_leave(handle: str, leave_id: int) -> ResponseReturnValue:
    commands.withdraw_leave(current_actor(), handle=handle, leave_id=leave_id)
    words = _("Cuti dihapus. Jadwal yang dulu dibatalkan tidak kembali.")
    return done(words, "admin.officer_leave", handle=handle)
