"""What a receipt's holder does on `/lacak`: which word in the form leads to which command."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from flask import Response, g, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from portal.authority import RESIDENT
from portal.complaints.aftermaths import tell_aftermath
from portal.complaints.attaching import NewFile
from portal.complaints.reporting import add_note, is_noted
from portal.complaints.rules.reporting import Say
from portal.complaints.rules.words import State
from portal.complaints.tracking import file_behind, tracked
from portal.complaints.verdicts import appeal, rate_handling, say_solved, say_unsolved
from portal.errors import Conflict, Problem, Problems, RuleBroken
from portal.files.facts import Kind
from portal.files.intake import take_in_all
from portal.files.store import FileStore
from portal.files.words import FileRefused
from portal.language import gettext as _
from portal.web.legible import readable
from portal.web.limits import settings
from portal.web.public.forms import TicketForm, open_form
from portal.web.public.track_page import Opened, Told, case_page

NOTE, SOLVED, UNSOLVED = "keterangan", "selesai", "belum"
RATE, APPEAL, AFTERMATH, FILE, EXIT = "nilai", "banding", "sesudah", "berkas", "keluar"
YES, NO = "ya", "tidak"
TYPES = {Kind.JPEG: "image/jpeg", Kind.PDF: "application/pdf", "png": "image/png"}
MOST_DIGITS = 4


def act_on(opened: Opened) -> ResponseReturnValue:
    """Do what the form asks, and show the case as it is then."""
    asked = request.form.get("act", "")
    if asked == FILE:
        return _file(opened)
    if asked not in ACTS:
        return case_page(opened)
    act = ACTS[asked]
    stale = _ticket_fault(opened)
    if stale:
        return _refused(opened, stale), 422
    try:
        done = act(opened)
    except Conflict as error:
        return _refused(opened, _(error.message)), 409
    except (RuleBroken, Problems) as error:
        return _refused(opened, _(error.message)), 422
    return _shown_again(opened, Told(done=done))


def _ticket_fault(opened: Opened) -> str:
    """A stored note is looked up before the ticket's age: a late repeat is no fault."""
    form = open_form(TicketForm, opened.desk)
    if form.validate() or (opened.note and is_noted(opened.note)):
        return ""
    return str(form.errors["ticket"][0])


def _shown_again(opened: Opened, told: Told) -> str:
    found = tracked(opened.receipt, today=opened.at.date()) or opened.case
    # The ticket is used up: what is written next is another note.
    desk = type(opened.desk)(opened.desk.key, 0, opened.desk.now)
    return case_page(replace(opened, case=found, desk=desk, note=0), told)


def _refused(opened: Opened, alert: str) -> str:
    given = {name: readable(text) for name, text in request.form.items()}
    if any(file.filename for file in request.files.values()):
        alert = f"{alert} {_('Pilih lagi berkasnya sebelum mengirim.')}"
    return case_page(opened, Told(alert=alert, given=given))


def _note(opened: Opened) -> str:
    done = _("Keterangan Anda tersimpan. Tanggal jawaban tidak berubah.")
    if opened.note and is_noted(opened.note):
        return done
    add_note(
        RESIDENT,
        receipt=opened.receipt,
        note=opened.note,
        text=_text(),
        # Nothing is put into the store for a note that is refused anyway.
        files=_taken(opened, request.files.getlist("files")) if Say.NOTE in opened.case.may else (),
        at=opened.at,
    )
    if opened.case.state == State.WAITING:
        return _("Jawaban Anda tersimpan. Hitungan waktu berjalan lagi.")
    return done


def _solved(opened: Opened) -> str:
    say_solved(RESIDENT, receipt=opened.receipt, cycle=_cycle(), at=opened.at)
    return _("Tercatat: menurut Anda sudah selesai.")


def _unsolved(opened: Opened) -> str:
    text, cycle = _text(), _cycle()
    say_unsolved(RESIDENT, receipt=opened.receipt, cycle=cycle, text=text, at=opened.at)
    return _("Pengaduan dibuka kembali, dengan batas waktu yang baru.")


def _rate(opened: Opened) -> str:
    mark, cycle = _number("mark"), _cycle()
    rate_handling(RESIDENT, receipt=opened.receipt, cycle=cycle, mark=mark, at=opened.at)
    return _("Penilaian Anda tersimpan dan tidak ditampilkan lagi di layar ini.")


def _appeal(opened: Opened) -> str:
    text, cycle = _text(), _cycle()
    appeal(RESIDENT, receipt=opened.receipt, cycle=cycle, text=text, at=opened.at)
    return _("Satu tingkat di atas unit penangan akan memeriksa ulang.")


def _aftermath(opened: Opened) -> str:
    said = request.form.get("mistreated")
    if said not in (YES, NO):
        raise RuleBroken(_("Pilih dahulu: ada, atau tidak ada."))
    tell_aftermath(
        RESIDENT,
        receipt=opened.receipt,
        was_mistreated=said == YES,
        text=_text(),
        today=opened.at.date(),
    )
    return _("Jawaban Anda tersimpan. Unit itu tidak membacanya.")


# Each does its act and says that it is done.
ACTS: Mapping[str, Callable[[Opened], str]] = {
    NOTE: _note,
    SOLVED: _solved,
    UNSOLVED: _unsolved,
    RATE: _rate,
    APPEAL: _appeal,
    AFTERMATH: _aftermath,
}


def _text() -> str:
    return readable(request.form.get("text", "").replace("\r\n", "\n").replace("\r", "\n"))


def _cycle() -> int:
    return _number("cycle")


def _number(name: str) -> int:
    """A small number of a hidden field or a choice; what is none fits nothing."""
    sent = request.form.get(name, "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < MOST_DIGITS else 0


def _taken(opened: Opened, uploads: Sequence[FileStorage]) -> list[NewFile]:
    """The files drawn anew and put into the store; a bad one is named, none is kept then."""
    raw = [(file.filename or "", file.stream.read()) for file in uploads if file.filename]
    found = take_in_all(raw) if raw else ()
    refused = [Problem("", one.message) for one in found if isinstance(one, FileRefused)]
    if refused:
        raise Problems(refused)
    store, files = FileStore(settings().files_folder), []
    for place, one in enumerate(found, start=1):
        assert not isinstance(one, FileRefused)  # noqa: S101  # for the type checker
        name = store.put(one.data, day=opened.at.date())
        title = f"Berkas {place}" if one.kind is Kind.PDF else f"Foto {place}"
        files.append(NewFile(name, one.kind, title, len(one.data)))
    return files


def _file(opened: Opened) -> ResponseReturnValue:
    """A file of the case as a download, never as a page of ours."""
    found = file_behind(opened.receipt, _number("file"))
    if found is None:
        return case_page(opened, Told(alert=_("Lampiran ini tidak ada lagi."))), 404
    response: Response = make_response(FileStore(settings().files_folder).open(found.name))
    g.posture = "receipt-file"
    response.headers["Content-Type"] = TYPES.get(found.kind, "application/octet-stream")
    name = f"lampiran-{found.place}.{'jpg' if found.kind == Kind.JPEG else found.kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
