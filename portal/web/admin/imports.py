"""Imports: choose a sheet, see what it would change, then store exactly that."""

from flask import Response, abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileRequired
from wtforms import FileField, SelectField

from portal.authority import UNKNOWN
from portal.documents.noted_sheets import noted_table
from portal.errors import NotFound
from portal.language import gettext as _
from portal.language import later
from portal.organisation.imports.plan import ImportResult
from portal.organisation.layouts import ACTING, LAYOUTS
from portal.organisation.managing.importing import Given, import_preview, import_previewed
from portal.sheets import Format, Sheet, Table, read_book, read_sheet, xlsx_bytes
from portal.web.actors import current_actor
from portal.web.admin.asking import MANAGE, today
from portal.web.admin.door import admin
from portal.web.admin.files import TYPES, attached
from portal.web.admin.sheet_form import SheetForm
from portal.web.admin.words import SHEET_WORDS
from portal.web.fields import StaffForm
from portal.web.import_rows import changes, mending
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


class UploadForm(StaffForm):
    """A file and what is in it."""

    kind = SelectField(later("Isi lembar"))
    file = FileField(later("Berkas CSV atau XLSX"), [FileRequired()])

    def __init__(self, kind: str = "roster") -> None:
        super().__init__(data={"kind": kind})
        self.kind.label.text = _(self.kind.label.text)
        self.file.label.text = _(self.file.label.text)
        self.kind.choices = [(name, _(words)) for name, (words, _why) in SHEET_WORDS.items()]


@admin.page("/imports", needs=MANAGE, methods=("GET", "POST"), largest=LARGEST_POST)
def imports() -> ResponseReturnValue:
    form = UploadForm(request.args.get("lembar", "roster"))
    upload = form.carry_out(lambda: _kept(form))
    if upload is None:
        return form_page("admin/imports.html", form, sheets=SHEET_WORDS)
    return redirect(page_url("admin.import_sheet", handle=upload.handle), 303)


@admin.page("/imports/<handle>", needs=MANAGE, methods=("GET", "POST"))
def import_sheet(handle: str) -> ResponseReturnValue:
    actor, upload = current_actor(), upload_of(_person(), handle)
    given = _given(upload)
    preview = import_preview(actor, given)
    form = SheetForm(data={"fingerprint": preview.seen})
    result = form.carry_out(lambda: import_previewed(actor, given=given, seen=form.seen))
    if result is not None:
        drop_upload(upload)
        return done(_said(result), "admin.imports")
    asked = asked_for()
    return form_page(
        "admin/import_preview.html",
        form,
        upload=upload,
        preview=preview,
        words=_(SHEET_WORDS[upload.kind][0]),
        mended=mending(preview.sheet, preview.problems, asked),
        changed=[changes(part, asked) for part in preview.parts],
    )


@admin.page("/imports/<handle>/notes.xlsx", needs=MANAGE)
def import_notes(handle: str) -> Response:
    """The same sheet with the reason beside each bad row, to be mended and handed over again."""
    upload = upload_of(_person(), handle)
    preview = import_preview(current_actor(), _given(upload))
    content = xlsx_bytes([noted_table(preview.sheet, preview.problems)])
    return attached(content, TYPES[Format.XLSX], f"{upload.path.stem}-catatan.xlsx")


@admin.page("/imports/<handle>/discard", needs=MANAGE, methods=("POST",))
def discard_import(handle: str) -> ResponseReturnValue:
    drop_upload(upload_of(_person(), handle))
    return done(_("Berkas dibuang. Tidak ada yang disimpan."), "admin.imports")


@admin.page("/imports/template/<sheet>.xlsx", needs=MANAGE)
def import_template(sheet: str) -> Response:
    """An empty sheet with the headers of the import."""
    if sheet not in SHEET_WORDS:
        abort(404)
    layout = LAYOUTS[sheet]
    titles = [column.title for column in layout.columns]
    tables = [Table(layout.title, titles, [])]
    if sheet == "officers":
        tables.append(Table(ACTING.title, [column.title for column in ACTING.columns], []))
    return attached(xlsx_bytes(tables), TYPES[Format.XLSX], f"templat-{layout.title.lower()}.xlsx")


def _kept(form: UploadForm) -> Upload:
    """Keep the file if it can be read at all; else it goes, and the words say why."""
    upload = keep_upload(_person(), form.kind.data, form.file.data)
    return looked_at(upload, lambda one: len(_given(one).sheet.rows))


def _given(upload: Upload) -> Given:
    """The sheet of an upload; one of answers has a page of its own."""
    if upload.kind not in SHEET_WORDS:
        raise NotFound(UNKNOWN)
    layout = LAYOUTS[upload.kind]
    is_officers = upload.kind == "officers"
    beside = ACTING.titles if is_officers else ()
    sheet = read_sheet(upload.path, titles=layout.titles, beside=beside, known=layout.knows)
    acting = _acting(upload) if is_officers else None
    return Given(upload.kind, sheet, today(), acting)


def _acting(upload: Upload) -> Sheet | None:
    """The worksheet of acting appointments beside the officers, if the workbook has one."""
    titles = {title.casefold() for title in ACTING.titles}
    found = read_book(upload.path, known=ACTING.knows)
    return next((sheet for sheet in found if sheet.name.casefold() in titles), None)


def _person() -> int:
    return current_actor().person_id or 0


def _said(result: ImportResult) -> str:
    words = _("{sheet} tersimpan: {added} baru, {changed} berubah, {removed} dihapus.")
    said = words.format(
        sheet=_(SHEET_WORDS[result.sheet][0]),
        added=result.added,
        changed=result.changed,
        removed=result.removed,
    )
    return f"{said} {_said(result.beside)}" if result.beside else said
