"""`/desk/complaints/<number>/merge`, `/separate`: the same thing, reported twice; or not."""

from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.authority import Permission
from portal.complaints import merging, separating
from portal.complaints.acting import LONGEST_REASON, SHORTEST_REASON
from portal.complaints.merging import likely_duplicates
from portal.complaints.reading import LinkedCase
from portal.language import gettext as _
from portal.language import later, short_date
from portal.web.actors import current_actor
from portal.web.desk.act_page import act_page, asked_case, seen
from portal.web.desk.asking import CaseForm, asked_number, lead_back, local_now
from portal.web.desk.door import desk

TRIAGE = Permission.TRIAGE_CASES


class MergeCaseForm(CaseForm):
    """Into which case: one of those that look alike, or any other by its number."""

    likely = RadioField(later("Yang mirip"), default="")
    other = StringField(
        later("Atau nomor pengaduannya"),
        [Length(max=12)],
        description=later("Delapan huruf dan angka, misalnya 7K3Q-9MXT."),
    )

    def offer(self, found: tuple[LinkedCase, ...]) -> None:
        self.other.description = _(self.other.description)
        if not found:
            del self.likely
            return
        named = [(one.number, f"{one.title} ({short_date(one.filed_on)})") for one in found]
        self.likely.choices = [*named, ("", _("Bukan salah satu di atas"))]

    @property
    def into(self) -> str:
        """What was typed wins: it was typed on purpose."""
        chosen = self.likely.data if "likely" in self else ""
        return asked_number(self.other.data or chosen or "")


class SeparateCaseForm(CaseForm):
    """Why they are not the same thing; the reporter reads it."""

    reason = TextAreaField(
        later("Alasan yang dibaca pelapor"),
        [InputRequired(), Length(min=SHORTEST_REASON, max=LONGEST_REASON)],
    )


@desk.page("/complaints/<number>/merge", needs=TRIAGE, methods=("GET", "POST"))
def merge_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = MergeCaseForm(data=seen(case))
    form.offer(likely_duplicates(current_actor(), case.number))
    if form.saves(
        lambda: merging.merge_case(
            current_actor(),
            number=case.number,
            version=form.version,
            into=form.into,
            at=local_now(),
        )
    ):
        return lead_back(case.number, _("Pengaduan digabung. Kedua pelapor membacanya."))
    return act_page(
        form,
        case,
        title=_("Gabungkan pengaduan"),
        label=_("Gabungkan"),
        note=_(
            "Pengaduan ini ditutup dan diteruskan bersama yang lebih dahulu masuk. "
            "Tidak ada pelapor yang hilang: masing-masing membacanya dengan kodenya sendiri. "
            "Bila keliru, pengaduan ini dapat dipisahkan lagi."
        ),
    )


@desk.page("/complaints/<number>/separate", needs=TRIAGE, methods=("GET", "POST"))
def separate_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = SeparateCaseForm(data=seen(case))
    if form.saves(
        lambda: separating.separate_case(
            current_actor(),
            number=case.number,
            version=form.version,
            reason=form.reason.data or "",
            at=local_now(),
        )
    ):
        return lead_back(case.number, _("Pengaduan dipisahkan. Kedua pelapor membacanya."))
    return act_page(
        form,
        case,
        title=_("Pisahkan pengaduan"),
        label=_("Pisahkan"),
        note=_(
            "Pengaduan ini dibuka lagi dan ditangani sendiri. Hitungannya berjalan seperti bila "
            "tidak pernah digabung: mungkin sudah lewat batasnya."
        ),
    )
