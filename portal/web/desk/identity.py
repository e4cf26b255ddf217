"""Who reported: asked for with a reason, agreed to by a second person, opened with a line."""

from flask import g, make_response, render_template
from flask.typing import ResponseReturnValue
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.authority import Permission
from portal.clock import today
from portal.complaints import identities
from portal.complaints.identities import identity_state
from portal.complaints.keys import KeyPlace
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.desk.door import desk
from portal.web.fields import StaffForm
from portal.web.limits import secret_keys, settings
from portal.web.staff_pages import done, form_page

HANDLE, CONSENT = Permission.HANDLE_CASES, Permission.CONSENT_IDENTITY
LONGEST = 400


class AskIdentityForm(StaffForm):
    """Why the name is needed."""

    reason = TextAreaField(
        later("Mengapa nama pelapor diperlukan"), [InputRequired(), Length(min=10, max=LONGEST)]
    )


class OpenIdentityForm(StaffForm):
    """Nothing to fill in: the act itself."""


class DecideIdentityForm(StaffForm):
    """Agree or refuse, with a reason."""

    verdict = RadioField(
        later("Putusan"),
        [InputRequired()],
        choices=[("agree", later("Setuju dibuka")), ("refuse", later("Tidak setuju"))],
    )
    reason = TextAreaField(later("Alasan"), [InputRequired(), Length(min=10, max=LONGEST)])


def key_place() -> KeyPlace:
    """Where the vault's keys of this installation are."""
    return KeyPlace(settings().instance, secret_keys().vault_key)


@desk.page("/complaints/<number>/identity/ask", needs=HANDLE, methods=("GET", "POST"))
def ask_identity(number: str) -> ResponseReturnValue:
    """Ask a second person; says first what would be seen, and by whom it is read."""
    day = today(settings().timezone)
    state = identity_state(current_actor(), number[:12], day)
    form = AskIdentityForm()
    if form.saves(
        lambda: identities.ask_identity(
            current_actor(), number=number[:12], reason=form.reason.data or "", today=day
        )
    ):
        return done(
            _("Permintaan tersimpan. Orang kedua memutuskannya di Buka identitas."),
            "desk.open_identity",
            number=number[:12],
        )
    return form_page("desk/ask_identity.html", form, state=state, number=number[:12])


@desk.page("/complaints/<number>/identity", needs=HANDLE, methods=("GET", "POST"), grave=True)
def open_identity(number: str) -> ResponseReturnValue:
    """Where the identity stands; the POST shows it once and leaves the line."""
    day, number = today(settings().timezone), number[:12]
    state = identity_state(current_actor(), number, day)
    form = OpenIdentityForm()
    reporter = form.carry_out(
        lambda: identities.open_identity(
            current_actor(), number=number, place=key_place(), today=day
        )
    )
    facts = {"state": state, "number": number, "reporter": reporter}
    if reporter is None:
        return form_page("desk/open_identity.html", form, **facts)
    g.posture = "revealed"
    return make_response(render_template("desk/open_identity.html", form=form, **facts))


@desk.page("/identity-requests", needs=CONSENT)
def identity_requests() -> ResponseReturnValue:
    """What waits for a second person."""
    rows = identities.identity_requests(current_actor())
    return render_template("desk/identity_requests.html", rows=rows)


@desk.page("/identity-requests/<handle>", needs=CONSENT, methods=("GET", "POST"), grave=True)
def decide_identity(handle: str) -> ResponseReturnValue:
    """One request: why, by whom, and the second person's decision."""
    actor = current_actor()
    asked = identities.identity_request(actor, handle)
    form = DecideIdentityForm()
    if form.saves(
        lambda: identities.decide_identity(
            actor,
            handle=handle,
            agrees=form.verdict.data == "agree",
            reason=form.reason.data or "",
            today=today(settings().timezone),
        )
    ):
        return done(_("Putusan tersimpan."), "desk.identity_requests")
    return form_page("desk/decide_identity.html", form, asked=asked)
