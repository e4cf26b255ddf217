"""What a reporter may ask of their data: found, handed out, corrected, deleted."""

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal.authority import Permission
from portal.clock import today
from portal.complaints import personal_data as data
from portal.complaints.personal_data import Found
from portal.complaints.rules import receipt
from portal.complaints.rules.receipt import Mistyped, receipt_keys
from portal.complaints.rules.searching import as_number
from portal.complaints.rules.words import Identity
from portal.complaints.vault import Reporter
from portal.errors import RuleBroken
from portal.files.store import FileStore
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.complaint_words import IDENTITIES, KINDS, STATES, word
from portal.web.desk.asking import seen_version
from portal.web.desk.door import desk
from portal.web.desk.identity import key_place
from portal.web.fields import StaffForm
from portal.web.limits import secret_keys, settings
from portal.web.staff_pages import done, form_page

MANAGE = Permission.MANAGE_PERSONAL_DATA
LONGEST = 400
REASON = later("Dasar permintaan")


class FindForm(StaffForm):
    """By code, by number, or by name."""

    by = SelectField(
        later("Cari dengan"),
        choices=[
            SelectChoice("receipt", later("Kode 20 angka")),
            SelectChoice("number", later("Nomor pengaduan")),
            SelectChoice("name", later("Nama pelapor")),
        ],
    )
    sought = StringField(later("Yang dicari"), [InputRequired(), Length(max=120)])


class ExportForm(StaffForm):
    """Why the data is handed out; the code of whoever keeps the name secret."""

    code = StringField(later("Kode 20 angka pelapor"), [Optional(), Length(max=60)])
    reason = TextAreaField(REASON, [InputRequired(), Length(min=10, max=LONGEST)])


class CorrectForm(StaffForm):
    """What is right."""

    version = HiddenField()
    name = StringField(later("Nama"), [Optional(), Length(max=120)])
    address = StringField(later("Alamat"), [Optional(), Length(max=300)])
    phone = StringField(later("Telepon"), [Optional(), Length(max=40)])
    email = StringField(later("Surel"), [Optional(), Length(max=254)])
    reason = TextAreaField(REASON, [InputRequired(), Length(min=10, max=LONGEST)])


class EraseForm(StaffForm):
    """Why it is deleted."""

    version = HiddenField()
    reason = TextAreaField(REASON, [InputRequired(), Length(min=10, max=LONGEST)])


@desk.page("/personal-data", needs=MANAGE, methods=("GET", "POST"))
def personal_data() -> ResponseReturnValue:
    """Find the cases of somebody who asks; nothing that is sought stands in an address."""
    form = FindForm()
    found = form.carry_out(lambda: _find(form))
    rows = None if found is None else [(case, _words(case)) for case in found]
    return form_page("desk/personal_data.html", form, rows=rows)


def _words(case: Found) -> tuple[str, str, str]:
    return word(KINDS, case.kind), word(IDENTITIES, case.identity), word(STATES, case.state)


def _find(form: FindForm) -> tuple[Found, ...]:
    actor, sought = current_actor(), form.sought.data or ""
    if form.by.data == "name":
        return data.find_by_name(actor, name=sought, place=key_place())
    if form.by.data == "number":
        return data.found_by_number(actor, as_number(sought) or "")
    return data.found_by_receipt(actor, _digest(sought))


def _digest(sought: str) -> bytes:
    try:
        code = receipt.parse(sought)
    except Mistyped as error:
        raise RuleBroken(_("Kode ini tidak lengkap atau ada angka yang salah ketik.")) from error
    return receipt.digest(receipt_keys(secret_keys().vault_key), code)


@desk.page("/personal-data/<number>", needs=MANAGE)
def held_data(number: str) -> ResponseReturnValue:
    """One case: what can be done with its data."""
    case = data.held_data(current_actor(), number[:12])
    return render_template("desk/held_data.html", case=case, words=_words(case))


@desk.page("/personal-data/<number>/export", needs=MANAGE, methods=("GET", "POST"), grave=True)
def export_personal_data(number: str) -> ResponseReturnValue:
    """Hand out everything that is kept, as one file."""
    case = data.held_data(current_actor(), number[:12])
    form = ExportForm()
    text = form.carry_out(
        lambda: data.export_personal_data(
            current_actor(),
            number=case.number,
            reason=form.reason.data or "",
            place=key_place(),
            today=today(settings().timezone),
            receipt=_digest(form.code.data) if form.code.data else None,
        )
    )
    if text is None:
        needs_code = case.identity == Identity.DIRAHASIAKAN
        return form_page("desk/export_personal_data.html", form, case=case, needs_code=needs_code)
    g.posture = "download"
    name = f"data-{case.number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="application/json", headers=headers)


@desk.page("/personal-data/<number>/correct", needs=MANAGE, methods=("GET", "POST"), grave=True)
def correct_personal_data(number: str) -> ResponseReturnValue:
    """Replace what is kept of the reporter; what stands there now is not shown."""
    case = data.held_data(current_actor(), number[:12])
    form = CorrectForm(data={"version": str(case.version)})
    if form.saves(lambda: _correct(case, form)):
        return done(_("Data pelapor diperbaiki."), "desk.held_data", number=case.number)
    return form_page("desk/correct_personal_data.html", form, case=case)


def _correct(case: Found, form: CorrectForm) -> None:
    told = {name: form[name].data or "" for name in ("name", "address", "phone", "email")}
    data.correct_personal_data(
        current_actor(),
        number=case.number,
        version=seen_version(form.version.data),
        reporter=Reporter(**told),
        reason=form.reason.data or "",
        place=key_place(),
        today=today(settings().timezone),
    )


@desk.page("/personal-data/<number>/erase", needs=MANAGE, methods=("GET", "POST"), grave=True)
def erase_personal_data(number: str) -> ResponseReturnValue:
    """Delete a closed case's texts, names and files, with the reason."""
    case = data.held_data(current_actor(), number[:12])
    form = EraseForm(data={"version": str(case.version)})
    files = form.carry_out(
        lambda: data.erase_personal_data(
            current_actor(),
            number=case.number,
            version=seen_version(form.version.data),
            reason=form.reason.data or "",
            today=today(settings().timezone),
        )
    )
    if files is None:
        return form_page("desk/erase_personal_data.html", form, case=case)
    store = FileStore(settings().files_folder)
    for name in files:
        store.remove(name)
    return done(_("Isi pengaduan dan data pelapor dihapus."), "desk.personal_data")
