"""People from a sheet: upload, look at what would change, then all of it or nothing.

Nothing waits on the server: the sheet travels in the page, and is read and judged again.
"""

import base64
import binascii
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename
from wtforms import FileField
from wtforms.validators import ValidationError

from portal.accounts.people_import import Imported, import_people, people_plan
from portal.accounts.people_sheet import PEOPLE as LAYOUT
from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.language import later
from portal.sheets import Sheet, read_sheet
from portal.web.actors import current_actor
from portal.web.admin.asking import today
from portal.web.admin.door import admin
from portal.web.admin.people_forms import ConfirmSheetForm
from portal.web.admin.people_words import PEOPLE, delivery
from portal.web.admin.sheet_form import SheetForm
from portal.web.navigation import role_name
from portal.web.staff_pages import done, form_page

LARGEST = 150_000  # bytes; about three thousand people
TOO_LARGE = later("Berkas lebih dari 150 kB. Bagi menjadi beberapa berkas.")
NO_SHEET = later("Pilih berkas CSV atau XLSX dulu.")


class UploadPeopleForm(SheetForm):
    """The sheet."""

    file = FileField(later("Berkas CSV atau XLSX"))

    def validate_file(self, field: FileField) -> None:
        # Text may come where a file belongs: WTForms hands on whatever was sent.
        is_file = isinstance(field.data, FileStorage)
        self.content = field.data.stream.read(LARGEST + 1) if is_file else b""
        if len(self.content) > LARGEST:
            raise ValidationError(_(TOO_LARGE))
        if not self.content:
            raise ValidationError(_(NO_SHEET))

    @property
    def file_name(self) -> str:
        return secure_filename(self.file.data.filename or "")[-80:] or "lembar"


@admin.page("/people/import", needs=PEOPLE, methods=("GET", "POST"), grave=True)
def upload_people() -> ResponseReturnValue:
    """The sheet is looked at; nothing is stored yet."""
    form = UploadPeopleForm()
    plan = form.carry_out(
        lambda: people_plan(current_actor(), _sheet(form.content, form.file_name), today())
    )
    if plan is None:
        return form_page("admin/people_upload.html", form, columns=LAYOUT.columns)
    kept = {
        "sheet": base64.b64encode(form.content).decode(),
        "file_name": form.file_name,
        "fingerprint": plan.seen,
    }
    confirm = ConfirmSheetForm(formdata=None, data=kept)
    return form_page("admin/people_preview.html", confirm, plan=plan, role_name=role_name)


@admin.page("/people/import/store", needs=PEOPLE, methods=("POST",), grave=True)
def store_people() -> ResponseReturnValue:
    """All that the preview showed, or nothing."""
    form = ConfirmSheetForm()
    stored = form.carry_out(
        lambda: import_people(
            current_actor(),
            sheet=_sheet(_decoded(form.sheet.data), secure_filename(form.file_name.data or "x")),
            seen=form.seen,
            delivery=delivery(),
            today=today(),
        )
    )
    if stored is not None:
        return done(_told(stored), "admin.people")
    again = UploadPeopleForm(formdata=None)
    again.form_errors, again.status = form.form_errors, form.status
    return form_page("admin/people_upload.html", again, columns=LAYOUT.columns)


def _decoded(text: str | None) -> bytes:
    try:
        return base64.b64decode(text or "", validate=True)
    except (binascii.Error, ValueError) as error:
        raise RuleBroken(NO_SHEET) from error


def _sheet(content: bytes, name: str) -> Sheet:
    with TemporaryDirectory() as folder:
        path = Path(folder) / (name or "lembar")
        path.write_bytes(content)
        return read_sheet(path, titles=LAYOUT.titles, known=LAYOUT.knows)


def _told(stored: Imported) -> str:
    words = _(
        "Tersimpan: {added} akun baru, {changed} akun berubah, {mailed} undangan dikirim. "
        "Yang tanpa surel: buka akunnya, lalu buat tautannya."
    )
    return words.format(added=stored.added, changed=stored.changed, mailed=stored.mailed)
