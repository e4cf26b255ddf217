"""`/desk/complaints/<number>/mask` and `/publish`: what others may not read, what all may read."""

from flask.typing import ResponseReturnValue
from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length

from portal.authority import Permission
from portal.complaints import masking
from portal.complaints.masking import LONGEST_PUBLIC
from portal.complaints.rules.masks import LONGEST, MOST
from portal.language import gettext as _
from portal.language import later, ngettext
from portal.web.actors import current_actor
from portal.web.desk.act_page import act_page, asked_case, seen
from portal.web.desk.asking import CaseForm, lead_back, local_now
from portal.web.desk.door import desk


class MaskCaseForm(CaseForm):
    """The parts to hide, one per line."""

    parts = TextAreaField(
        later("Yang disamarkan"),
        [Length(max=MOST * (LONGEST + 1))],
        description=later("Satu bagian per baris, persis seperti tertulis: nama, nomor, alamat."),
    )
    starts_anew = BooleanField(later("Mulai lagi dari naskah asli"))


class PublishCaseForm(CaseForm):
    """The text for everybody."""

    text = TextAreaField(later("Yang dibaca umum"), [Length(max=LONGEST_PUBLIC)])


@desk.page("/complaints/<number>/mask", needs=Permission.TRIAGE_CASES, methods=("GET", "POST"))
def mask_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = MaskCaseForm(data=seen(case))
    form.parts.description = _(form.parts.description)
    texts = form.carry_out(
        lambda: masking.mask_case(
            current_actor(),
            number=case.number,
            version=form.version,
            parts=form.parts.data or "",
            starts_anew=bool(form.starts_anew.data),
            at=local_now(),
        )
    )
    if texts is not None:
        said = ngettext("{n} naskah berubah.", "{n} naskah berubah.", texts).format(n=texts)
        return lead_back(case.number, said)
    return act_page(
        form,
        case,
        title=_("Samarkan bagian"),
        label=_("Samarkan"),
        note=_(
            "Diganti di laporan dan semua pesan. Naskah asli tetap disimpan, "
            "dan hanya dibuka di meja yang menangani."
        ),
    )


@desk.page("/complaints/<number>/publish", needs=Permission.HANDLE_CASES, methods=("GET", "POST"))
def publish_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = PublishCaseForm(data=seen(case, text=case.public_text or ""))
    if form.saves(
        lambda: masking.publish_case(
            current_actor(),
            number=case.number,
            version=form.version,
            text=form.text.data or "",
            at=local_now(),
        )
    ):
        return lead_back(case.number, _("Naskah untuk umum tersimpan."))
    return act_page(
        form,
        case,
        title=_("Naskah untuk umum"),
        label=_("Simpan"),
        note=_(
            "Pelapor mengizinkan isi laporan ditampilkan tanpa data pribadi. "
            "Tulis ringkasannya tanpa nama dan nomor siapa pun. Kosongkan untuk menariknya."
        ),
    )
