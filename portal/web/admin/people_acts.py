"""What is done to an account: invite, change, link to an officer, disable, enable, a new link."""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts import people as commands
from portal.accounts.people_queries import PersonCard, officer_choices, person_card
from portal.language import gettext as _
from portal.web.actors import current_actor
from portal.web.admin.asking import today
from portal.web.admin.door import admin
from portal.web.admin.people_forms import (
    ChangePersonForm,
    InviteForm,
    LinkOfficerForm,
    ReasonForm,
    SendLinkForm,
)
from portal.web.admin.people_words import PEOPLE, delivery
from portal.web.admin.sheet_form import SheetForm
from portal.web.paging import search_text
from portal.web.staff_pages import done, form_page

NOBODY = "-"


@admin.page("/people/new", needs=PEOPLE, methods=("GET", "POST"), grave=True)
def invite() -> ResponseReturnValue:
    form = InviteForm(data={"unit": request.args.get("unit", "")})
    made = form.carry_out(
        lambda: commands.invite_person(
            current_actor(),
            login=form.login.data,
            name=form.name.data,
            email=form.email.data,
            holding=form.holding(),
            delivery=delivery(),
            today=today(),
        )
    )
    if made is None:
        return form_page("admin/add.html", form, title=_("Undang pegawai"), back="admin.people")
    return _handed_over(made.handle, made.link)


@admin.page("/people/<handle>/change", needs=PEOPLE, methods=("GET", "POST"), grave=True)
def change_person(handle: str) -> ResponseReturnValue:
    card = person_card(current_actor(), handle, today())
    start = {"name": card.name, "email": card.email, "fingerprint": card.seen}
    form = ChangePersonForm(data=start)
    if form.saved(
        lambda: commands.change_person(
            current_actor(),
            handle=handle,
            name=form.name.data,
            email=form.email.data,
            seen=form.seen,
            today=today(),
        )
    ):
        return done(_("Akun tersimpan."), "admin.person", handle=handle)
    note = _("Tautan yang masih menunggu di surel lama tidak berlaku lagi bila surelnya diganti.")
    return _act(form, card, _("Ubah nama dan surel"), _("Simpan"), note)


@admin.page("/people/<handle>/officer", needs=PEOPLE, methods=("GET", "POST"), grave=True)
def link_officer(handle: str) -> ResponseReturnValue:
    """Choose among officers of a name; the first search is the person's own first name."""
    card = person_card(current_actor(), handle, today())
    search = search_text(request.args.get("cari", card.name.split()[0]))
    form = LinkOfficerForm(data={"fingerprint": card.seen, "officer": card.officer or NOBODY})
    form.officer.choices = _choices(card, search)
    if form.saved(
        lambda: commands.link_officer(
            current_actor(),
            handle=handle,
            officer=None if form.officer.data == NOBODY else form.officer.data,
            seen=form.seen,
            today=today(),
        )
    ):
        return done(_("Tautan ke petugas tersimpan."), "admin.person", handle=handle)
    return form_page("admin/person_officer.html", form, card=card, search=search)


def _choices(card: PersonCard, search: str) -> list[tuple[str, str]]:
    own = [(card.officer, card.officer_name)] if card.officer else []
    found = officer_choices(current_actor(), search, today())
    named = [(one.handle, f"{one.name}, {one.unit}") for one in found]
    return [(NOBODY, _("Bukan petugas loket")), *own, *named]


@admin.page("/people/<handle>/disable", needs=PEOPLE, methods=("GET", "POST"), grave=True)
def disable_person(handle: str) -> ResponseReturnValue:
    card = person_card(current_actor(), handle, today())
    note = _("Semua sesinya berakhir sekarang juga. Yang pernah dikerjakannya tetap tercatat.")
    words = (_("Nonaktifkan akun"), _("Nonaktifkan"), note, _("Akun dinonaktifkan."))
    return _reasoned(card, commands.disable_person, words)


@admin.page("/people/<handle>/enable", needs=PEOPLE, methods=("GET", "POST"), grave=True)
def enable_person(handle: str) -> ResponseReturnValue:
    card = person_card(current_actor(), handle, today())
    note = _("Kata sandi, faktor kedua, dan perannya berlaku lagi seperti semula.")
    words = (_("Aktifkan akun"), _("Aktifkan"), note, _("Akun aktif lagi."))
    return _reasoned(card, commands.enable_person, words)


def _reasoned(
    card: PersonCard, act: Callable[..., object], words: tuple[str, str, str, str]
) -> ResponseReturnValue:
    title, label, note, told = words
    form = ReasonForm(data={"fingerprint": card.seen})
    facts = {"handle": card.handle, "today": today()}
    if form.saved(lambda: act(current_actor(), reason=form.reason.data, seen=form.seen, **facts)):
        return done(told, "admin.person", handle=card.handle)
    return _act(form, card, title, label, note)


@admin.page("/people/<handle>/link", needs=PEOPLE, methods=("POST",), grave=True)
def send_link(handle: str) -> ResponseReturnValue:
    """A new invitation or reset; shown once where it cannot be mailed."""
    card = person_card(current_actor(), handle, today())
    form = SendLinkForm(data={"fingerprint": card.seen})
    made = form.carry_out(
        lambda: (
            commands.send_link(
                current_actor(), handle=handle, seen=form.seen, delivery=delivery(), today=today()
            ),
        )
    )
    if made is None:
        return _act(form, card, _("Kirim tautan baru"), _("Kirim"), "")
    return _handed_over(handle, made[0])


def _handed_over(handle: str, link: str | None) -> ResponseReturnValue:
    if link is None:
        return done(_("Tautan dikirim lewat surel."), "admin.person", handle=handle)
    card = person_card(current_actor(), handle, today())
    return render_template("admin/person_link.html", card=card, link=link)


def _act(
    form: SheetForm, card: PersonCard, title: str, label: str, note: str
) -> ResponseReturnValue:
    back = ("admin.person", {"handle": card.handle})
    facts = {"title": title, "label": label, "note": note, "about": card.name, "back": back}
    return form_page("admin/act.html", form, **facts)
