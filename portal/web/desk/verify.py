"""`/desk/complaints/<number>/verify`: classified and completed within three working days."""

from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.authority import Permission
from portal.complaints import verifying
from portal.complaints.acting import LONGEST_REASON, SHORTEST_REASON
from portal.complaints.reading import CaseView
from portal.complaints.rules.classes import classes_for
from portal.complaints.rules.words import Kind, Klass
from portal.complaints.verifying import LONGEST_TITLE, places_for
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.complaint_words import CLASSES
from portal.web.desk.act_page import act_page, asked_case, seen
from portal.web.desk.asking import CaseForm, lead_back, local_now
from portal.web.desk.door import desk

TRIAGE = Permission.TRIAGE_CASES


class VerifyCaseForm(CaseForm):
    """The class, a title of the office, and where it belongs."""

    klass = RadioField(
        later("Golongan"),
        [InputRequired()],
        description=later(
            "Berkadar pengawasan: penyalahgunaan wewenang, korupsi, disiplin. "
            "Pengaduan itu pindah ke Inspektorat dan tidak tampak lagi di unit."
        ),
    )
    title = StringField(
        later("Judul"),
        [InputRequired(), Length(max=LONGEST_TITLE)],
        description=later("Satu kalimat pendek tanpa nama orang. Dibaca juga oleh pelapor."),
    )
    counter = SelectField(later("Loket"))
    service = SelectField(later("Layanan"))

    def offer(self, case: CaseView) -> None:
        """What can be chosen for this case, in the language being spoken."""
        places = places_for(current_actor(), case.number)
        self.klass.choices = [(one.value, _(CLASSES[one])) for one in classes_for(case.kind)]
        self.counter.choices = [("", _("(tidak di loket tertentu)")), *_options(places.counters)]
        self.service.choices = [("", _("(tidak tentang satu layanan)")), *_options(places.services)]
        for field in (self.klass, self.title):
            field.description = _(field.description)


def _options(places: tuple[tuple[int, str], ...]) -> list[tuple[str, str]]:
    return [(str(place), words) for place, words in places]


@desk.page("/complaints/<number>/verify", needs=TRIAGE, methods=("GET", "POST"))
def verify_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = VerifyCaseForm(data=seen(case, **_start(case)))
    form.offer(case)
    if form.saves(
        lambda: verifying.verify_case(
            current_actor(),
            number=case.number,
            version=form.version,
            klass=Klass(form.klass.data),
            title=form.title.data or "",
            counter_id=int(form.counter.data) if form.counter.data else None,
            service_id=int(form.service.data) if form.service.data else None,
            at=local_now(),
        )
    ):
        return lead_back(case.number, _("Pengaduan sudah diperiksa."))
    return act_page(
        form,
        case,
        title=_("Periksa pengaduan"),
        label=_("Simpan"),
        note=_("Golongan menentukan batas waktu. Hitungannya tetap dari hari laporan masuk."),
    )


class ReclassifyCaseForm(CaseForm):
    """The right class, and why."""

    klass = RadioField(later("Golongan"), [InputRequired()])
    reason = TextAreaField(
        later("Mengapa"), [InputRequired(), Length(min=SHORTEST_REASON, max=LONGEST_REASON)]
    )


@desk.page("/complaints/<number>/reclassify", needs=TRIAGE, methods=("GET", "POST"))
def reclassify_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = ReclassifyCaseForm(data=seen(case, klass=case.klass))
    form.klass.choices = [(one.value, _(CLASSES[one])) for one in classes_for(case.kind)]
    if form.saves(
        lambda: verifying.reclassify_case(
            current_actor(),
            number=case.number,
            version=form.version,
            klass=Klass(form.klass.data),
            reason=form.reason.data or "",
            at=local_now(),
        )
    ):
        return lead_back(case.number, _("Golongan sudah diubah."))
    return act_page(
        form,
        case,
        title=_("Ubah golongan"),
        label=_("Simpan"),
        note=_("Golongan menentukan batas waktu. Hitungannya tetap dari hari laporan masuk."),
    )


def _start(case: CaseView) -> dict[str, object]:
    """A complaint's class is chosen, not proposed: it decides who goes on with it."""
    return {
        "klass": case.kind if case.kind != Kind.PENGADUAN else None,
        "title": case.title,
        "counter": str(case.counter_id or ""),
        "service": str(case.service_id or ""),
    }
