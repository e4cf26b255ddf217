"""`/desk/lapor`: what does not fit with SP4N-LAPOR!, and the files in both directions."""

from collections.abc import Mapping

from flask import Response, g, redirect
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileRequired
from wtforms import FileField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.authority import UNKNOWN, Permission
from portal.complaints.exchange import reconciliation
from portal.complaints.exchange_file import Handing, Which, export_lapor
from portal.complaints.exchange_import import LAYOUT, LaporPlan, import_lapor, plan_lapor
from portal.complaints.rules.lapor import PAIRS, Pairs
from portal.errors import NotFound, Problem, Problems
from portal.language import gettext as _
from portal.language import later
from portal.sheets import Format, Sheet, csv_bytes, read_sheet, xlsx_bytes
from portal.web.actors import current_actor
from portal.web.complaint_words import STATES
from portal.web.desk.asking import local_now
from portal.web.desk.door import desk
from portal.web.desk.identity import key_place
from portal.web.fields import StaffForm
from portal.web.import_rows import mending
from portal.web.limits import settings
from portal.web.paging import asked_for
from portal.web.staff_pages import done, form_page
from portal.web.templating import page_url
from portal.web.uploads import (
    LARGEST_POST,
    Upload,
    drop_upload,
    keep_upload,
    looked_at,
    upload_of,
)

EXCHANGE = Permission.EXCHANGE_CASES
KIND = "lapor"
TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WHICH: Mapping[Which, str] = {
    Which.NEW: later("Yang belum ada di sana"),
    Which.ALL: later("Semua yang sudah diperiksa"),
}


class ExportForm(StaffForm):
    """What goes into the file, and which kind of file."""

    which = RadioField(later("Isi berkas"), [InputRequired()], default=Which.NEW.value)
    kind = RadioField(
        later("Bentuk"),
        [InputRequired()],
        choices=[SelectChoice(Format.XLSX.value, "XLSX"), SelectChoice(Format.CSV.value, "CSV")],
        default=Format.XLSX.value,
    )

    def __init__(self) -> None:
        super().__init__()
        self.which.choices = [SelectChoice(one.value, _(words)) for one, words in WHICH.items()]


class UploadForm(StaffForm):
    """A file that came back from there."""

    file = FileField(later("Berkas CSV atau XLSX"), [FileRequired()])


class StoreForm(StaffForm):
    """ "Simpan semua": exactly what the preview showed."""

    fingerprint = HiddenField()


@desk.page("/lapor", needs=EXCHANGE, methods=("GET", "POST"), largest=LARGEST_POST)
def exchange() -> ResponseReturnValue:
    """The list; a file that is handed over is looked at first."""
    form = UploadForm()
    upload = form.carry_out(lambda: _kept(form))
    if upload is None:
        return _page(form)
    return redirect(page_url("desk.exchange_seen", handle=upload.handle), 303)


@desk.page("/lapor/file", needs=EXCHANGE, methods=("POST",))
def export_exchange() -> ResponseReturnValue:
    """The file for SP4N-LAPOR!; making it is an act that stands in the trail."""
    form, at = ExportForm(), local_now()
    handing = Handing(hands_over=_hands_over(), place=key_place())
    table = form.carry_out(
        lambda: export_lapor(current_actor(), which=Which(form.which.data), handing=handing, at=at)
    )
    if table is None:
        return _page(form)
    kind = Format(form.kind.data)
    content = csv_bytes(table) if kind is Format.CSV else xlsx_bytes([table])
    g.posture = "download"
    response = Response(content, content_type=TYPES[kind])
    name = f"lapor-{at:%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@desk.page("/lapor/<handle>", needs=EXCHANGE, methods=("GET", "POST"))
def exchange_seen(handle: str) -> ResponseReturnValue:
    """What a file would change, or which cells have to be mended."""
    upload = upload_of(current_actor().person_id or 0, handle)
    sheet = _sheet(upload)
    plan, problems = _tried(sheet)
    form = StoreForm(data={"fingerprint": plan.seen if plan else ""})
    stored = form.carry_out(
        lambda: import_lapor(
            current_actor(),
            sheet=sheet,
            at=local_now(),
            is_own=not _hands_over(),
            seen=str(form.fingerprint.data or ""),
        )
    )
    if stored is not None:
        drop_upload(upload)
        words = _("{n} pengaduan berubah, {same} tetap.")
        return done(words.format(n=len(stored.changed), same=stored.unchanged), "desk.exchange")
    return form_page(
        "desk/exchange_seen.html",
        form,
        upload=upload,
        sheet=sheet,
        plan=plan,
        problems=problems,
        mended=mending(sheet, problems, asked_for()),
    )


def _page(form: StaffForm) -> ResponseReturnValue:
    """The list with both forms; `form` is the one that was sent, if one was."""
    sent = {"export": ExportForm(), "upload": UploadForm()}
    sent["export" if isinstance(form, ExportForm) else "upload"] = form
    pairs = _pairs()
    return form_page(
        "desk/exchange.html",
        form,
        found=reconciliation(current_actor(), hands_over=_hands_over(), pairs=pairs),
        hands_over=_hands_over(),
        pairs=[(there, [_(STATES[one]) for one in ours]) for there, ours in pairs.items()],
        is_verified=bool(settings().lapor_statuses),
        state_words=STATES,
        export=sent["export"],
        upload=sent["upload"],
    )


def _hands_over() -> bool:
    return settings().lapor_mode == "hand_over"


def _pairs() -> Pairs:
    return settings().lapor_statuses or PAIRS


def _kept(form: UploadForm) -> Upload:
    """Keep the file if it can be read at all; else it goes, and the words say why."""
    upload = keep_upload(current_actor().person_id or 0, KIND, form.file.data)
    return looked_at(upload, lambda one: len(_sheet(one).rows))


def _sheet(upload: Upload) -> Sheet:
    if upload.kind != KIND:
        raise NotFound(UNKNOWN)
    return read_sheet(upload.path, titles=LAYOUT.titles, known=LAYOUT.knows)


def _tried(sheet: Sheet) -> tuple[LaporPlan | None, tuple[Problem, ...]]:
    try:
        return plan_lapor(current_actor(), sheet), ()
    except Problems as error:
        return None, error.problems
