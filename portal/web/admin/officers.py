"""Officers: listed by name or unit, found by NIP only through a POST, never by a figure."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.language import gettext as _
from portal.listing import Asked, Listed
from portal.organisation.managing import officers as commands
from portal.organisation.managing.cards import officer_card, planned_duties
from portal.organisation.managing.lists import OFFICER_SORTS, OfficerLine, officer_list
from portal.organisation.managing.officers import note_officers_seen
from portal.organisation.rules.identity import is_number
from portal.web.actors import current_actor
from portal.web.admin.asking import MANAGE, asked, indented_units, today
from portal.web.admin.door import admin
from portal.web.admin.officer_forms import (
    AddOfficerForm,
    ChangeOfficerForm,
    FindOfficerForm,
    TransferOfficerForm,
)
from portal.web.admin.sheet_form import EndForm, SheetForm, start
from portal.web.admin.words import KINDS
from portal.web.staff_pages import done, form_page
from portal.web.templating import page_url

WITH_NUMBERS = "nip"  # ?nip=1 shows the numbers, and the look is noted


@admin.page("/officers", needs=MANAGE)
def officers() -> ResponseReturnValue:
    wanted, _filters = asked("officers")
    with_numbers = request.args.get(WITH_NUMBERS) == "1"
    listed = officer_list(current_actor(), wanted, today(), with_numbers=with_numbers)
    if with_numbers and listed.rows:
        handles = [line.handle for line in listed.rows]
        note_officers_seen(current_actor(), handles=handles, why="list")
    return _list(listed, with_numbers)


@admin.page("/officers/find", needs=MANAGE, methods=("POST",))
def find_officer() -> ResponseReturnValue:
    """By name leads to the list; by number answers here, and the look is noted."""
    typed = " ".join((FindOfficerForm().cari.data or "").split())[:100]
    if not is_number(typed):
        return redirect(page_url("admin.officers", cari=typed), 303)
    wanted = Asked(sort=OFFICER_SORTS[0], chosen={"nomor": typed})
    listed = officer_list(current_actor(), wanted, today(), with_numbers=True)
    handles = [line.handle for line in listed.rows]
    note_officers_seen(current_actor(), handles=handles, why="search")
    return _list(listed, True)


def _list(listed: Listed[OfficerLine], with_numbers: bool) -> ResponseReturnValue:
    _wanted, filters = asked("officers")
    return render_template(
        "admin/officers.html",
        listed=listed,
        filters=filters,
        finding=FindOfficerForm(formdata=None),
        kinds=KINDS["officers"],
        with_numbers=with_numbers,
    )


@admin.page("/officers/new", needs=MANAGE, methods=("GET", "POST"))
def add_officer() -> ResponseReturnValue:
    form = AddOfficerForm(data={"unit": request.args.get("unit", ""), "shows_name": True})
    handle = form.carry_out(lambda: commands.add_officer(current_actor(), facts=form.facts()))
    if handle is None:
        return form_page("admin/add.html", form, title=_("Petugas baru"), back="admin.officers")
    return done(_("Petugas tersimpan."), "admin.officer", handle=handle)


@admin.page("/officers/<handle>", needs=MANAGE, methods=("GET", "POST"))
def officer(handle: str) -> ResponseReturnValue:
    actor, card = current_actor(), officer_card(current_actor(), handle)
    form = ChangeOfficerForm(data=start(card))
    if form.saved(
        lambda: commands.change_officer(
            actor, handle=handle, facts=form.facts(card.facts.unit), seen=form.seen
        )
    ):
        return done(_("Petugas tersimpan."), "admin.officer", handle=handle)
    note_officers_seen(actor, handles=[handle], why="card")
    duties = planned_duties(card.id, today())
    return form_page("admin/officer.html", form, card=card, handle=handle, duties=duties)


@admin.page("/officers/<handle>/transfer", needs=MANAGE, methods=("GET", "POST"))
def transfer_officer(handle: str) -> ResponseReturnValue:
    actor, card = current_actor(), officer_card(current_actor(), handle)
    form = TransferOfficerForm(
        data={"unit": card.facts.unit, "on": today(), "fingerprint": card.seen}
    )
    form.unit.choices = indented_units(actor, by_code=True)
    gone = form.carry_out(
        lambda: commands.transfer_officer(
            actor,
            handle=handle,
            unit=form.unit.data,
            moved_on=form.on.data,
            seen=form.seen,
            today=today(),
        )
    )
    if gone is not None:
        return done(_moved_words(gone), "admin.officer", handle=handle)
    note = _("Jadwal jaga yang akan datang di loket unit lain dihapus. Nilai bulan lalu tetap.")
    return _act(form, handle, card.facts.name, _("Pindahkan petugas"), note)


@admin.page("/officers/<handle>/end", needs=MANAGE, methods=("GET", "POST"))
def end_officer(handle: str) -> ResponseReturnValue:
    actor, card = current_actor(), officer_card(current_actor(), handle)
    form = EndForm(
        _("Berhenti sejak"),
        _("Pensiun, keluar, atau pindah instansi. Kosongkan bila bertugas lagi."),
        data={"on": card.facts.left_on or today(), "fingerprint": card.seen},
    )
    gone = form.carry_out(
        lambda: commands.end_officer(
            actor, handle=handle, left_on=form.on.data, seen=form.seen, today=today()
        )
    )
    if gone is not None:
        return done(_moved_words(gone), "admin.officer", handle=handle)
    note = _("Jadwal jaga sejak hari itu dihapus. Nilai bulan lalu tetap.")
    return _act(form, handle, card.facts.name, _("Masa tugas"), note)


def _moved_words(gone: int) -> str:
    return _("Tersimpan. Jadwal jaga yang dihapus: {count}.").format(count=gone)


def _act(form: SheetForm, handle: str, about: str, title: str, note: str) -> ResponseReturnValue:
    return form_page(
        "admin/act.html",
        form,
        title=title,
        label=_("Simpan"),
        about=about,
        note=note,
        back=("admin.officer", {"handle": handle}),
    )
