"""`/me/check-in`: "saya bertugas di loket ini", confirmed with the PIN of the account."""

from datetime import datetime

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.accounts.hashing import fits, pin_secret
from portal.accounts.queries import SignedIn
from portal.accounts.sessions import count_pin_try, end_session, forgive_pin_tries
from portal.authority import Permission
from portal.clock import now
from portal.errors import Conflict
from portal.language import gettext as _
from portal.language import later
from portal.organisation import check_in as commands
from portal.organisation.check_in import CheckInCounter, check_in_counters, own_check_in
from portal.organisation.rules.check_in import LONGEST_DESK
from portal.web.actors import current_actor, current_session, hold_tokens, session_of, tokens_here
from portal.web.fields import INVALID, StaffForm
from portal.web.limits import secret_keys, settings
from portal.web.me.door import me
from portal.web.staff_pages import done, form_page

CHECK_IN = Permission.CHECK_IN


class CheckInForm(StaffForm):
    """Which counter and desk, and the PIN: whoever finds the browser open cannot say it."""

    counter = SelectField(later("Loket"), [InputRequired()])
    desk = StringField(later("Meja"), [Length(max=LONGEST_DESK)])
    pin = PasswordField(later("PIN"), [InputRequired()])


def _local_now() -> datetime:
    return now().astimezone(settings().timezone)


@me.page("/check-in", needs=CHECK_IN, methods=("GET", "POST"))
def check_in() -> ResponseReturnValue:
    """Where the officer is now, and the form to say where from now on."""
    actor, found = current_actor(), current_session()
    if actor.officer_id is None or found is None:
        return render_template("me/no_officer.html")
    form = _form(check_in_counters(actor, _local_now().date()))
    if form.is_submitted():
        if not form.validate():
            form.status = INVALID
        elif not _pin_is_right(form, found):
            form.status = INVALID
            if not form.pin.errors:
                return _ended(found)
        elif form.saves(lambda: _check_in(form)):
            return done(
                _("Anda tercatat bertugas di loket ini mulai menit berikutnya."), "me.check_in"
            )
    return form_page(
        "me/check_in.html",
        form,
        here=own_check_in(actor, _local_now().date()),
        has_pin=found.has_pin,
        has_counters=bool(form.counter.choices),
    )


def _form(counters: tuple[CheckInCounter, ...]) -> CheckInForm:
    """The counter of today's roster is proposed; nothing is taken from it without a word."""
    planned = next((counter for counter in counters if counter.is_planned), None)
    proposed = {"counter": str(planned.id), "desk": planned.desk} if planned else {}
    form = CheckInForm(data=proposed)
    form.counter.choices = [SelectChoice(str(one.id), _called(one)) for one in counters]
    return form


def _called(counter: CheckInCounter) -> str:
    where = counter.location_name or counter.unit_name
    name = f"{counter.number} {counter.name}, {where}"
    return _("{counter} (jadwal hari ini)").format(counter=name) if counter.is_planned else name


def _pin_is_right(form: CheckInForm, found: SignedIn) -> bool:
    """Wrong ones are counted with those of a locked PC; words where another try is left."""
    if not found.has_pin:
        form.pin.errors = [_("Akun ini belum punya PIN. Buat PIN dahulu.")]
        return False
    tried = count_pin_try(found.actor, handle=found.session)
    secret = pin_secret(secret_keys().vault_key, found.handle, form.pin.data)
    if tried is not None and fits(tried.stored, secret):
        forgive_pin_tries(found.actor, handle=found.session)
        return True
    if tried is not None and tried.left:
        form.pin.errors = [_("PIN tidak cocok. Masih {n} kali percobaan.").format(n=tried.left)]
    return False


def _ended(found: SignedIn) -> ResponseReturnValue:
    """Five wrong PINs: only the password opens the account again."""
    end_session(found.actor, handle=found.session, reason="lima PIN salah")
    hold_tokens(None, [token for token in tokens_here() if session_of(token)])
    return redirect(url_for("account.sign_in", ended="pin"), 303)


def _check_in(form: CheckInForm) -> None:
    commands.check_in(
        current_actor(),
        counter_id=int(form.counter.data),
        desk=form.desk.data or "",
        at=_local_now(),
    )


@me.page("/check-out", needs=CHECK_IN, methods=("POST",))
def check_out() -> ResponseReturnValue:
    """Leaving the counter needs no PIN: it takes nothing from anybody."""
    try:
        commands.check_out(current_actor(), at=_local_now())
    except Conflict as error:
        return done(_(error.message), "me.check_in")
    return done(_("Anda tidak lagi tercatat bertugas."), "me.check_in")
