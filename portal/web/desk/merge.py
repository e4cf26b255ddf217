"""`/desk/complaints/<number>/merge`: the same thing, reported twice."""

from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField
from wtforms.validators import Length

from portal.authority import Permission
from portal.complaints import merging
from portal.complaints.merging import likely_duplicates
from portal.complaints.reading import LinkedCase
from portal.language import gettext as _
from portal.language import later, short_date
from portal.web.actors import current_actor
from portal.web.desk.act_page import act_page, asked_case, seen
from portal.web.desk.asking import CaseForm, asked_number, lead_back, local_now
from portal.web.desk.door import desk


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


@desk.page("/complaints/<number>/merge", needs=Permission.TRIAGE_CASES, methods=("GET", "POST"))
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
            "Penggabungan tidak dapat dibatalkan."
        ),
    )
