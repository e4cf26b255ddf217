"""`/desk/complaints/<number>/forward` and `/refer`: to whoever can act, here or elsewhere."""

from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.authority import Permission
from portal.complaints import forwarding
from portal.complaints.acting import LONGEST_REASON, SHORTEST_REASON
from portal.complaints.forwarding import Elsewhere, targets_for
from portal.complaints.reading import CaseView
from portal.complaints.rules.words import Desk
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.complaint_words import DESKS
from portal.web.desk.act_page import act_page, asked_case, seen
from portal.web.desk.asking import CaseForm, lead_back, local_now, local_today
from portal.web.desk.door import desk

TRIAGE = Permission.TRIAGE_CASES
SAYS_SOMETHING = Length(min=SHORTEST_REASON, max=LONGEST_REASON)


OFFICES = {
    Elsewhere.OMBUDSMAN: later("Ombudsman Republik Indonesia"),
    Elsewhere.LAPOR: later("SP4N-LAPOR!"),
    Elsewhere.AGENCY: later("Instansi lain"),
}


class ForwardCaseForm(CaseForm):
    """To which desk, and why."""

    to = RadioField(later("Ke meja"), [InputRequired()])
    unit = SelectField(
        later("Unit"),
        description=later(
            "Hanya bila diteruskan ke unit. Unit orang yang diadukan tidak ada di sini."
        ),
    )
    reason = TextAreaField(
        later("Mengapa"),
        [InputRequired(), SAYS_SOMETHING],
        description=later("Dibaca di meja penerima, tidak oleh pelapor."),
    )

    def offer(self, case: CaseView) -> None:
        units = targets_for(current_actor(), case.number, local_today())
        self.unit.choices = [("", _("(pilih unit)")), *((one.code, one.name) for one in units)]
        desks = [
            one
            for one in Desk
            if (one != case.desk or one == Desk.UNIT) and (units or one != Desk.UNIT)
        ]
        self.to.choices = [(one.value, _(DESKS[one])) for one in desks]
        for field in (self.unit, self.reason):
            field.description = _(field.description)


class ReferCaseForm(CaseForm):
    """Which office can act, and the words that the reporter reads."""

    where = RadioField(later("Yang berwenang"), [InputRequired()])
    words = TextAreaField(
        later("Yang dibaca pelapor"),
        [InputRequired(), SAYS_SOMETHING],
        description=later("Mengapa bukan di sini, dan ke mana: nama kantor, alamat, nomor."),
    )


@desk.page("/complaints/<number>/forward", needs=TRIAGE, methods=("GET", "POST"))
def forward_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = ForwardCaseForm(data=seen(case))
    form.offer(case)
    if form.saves(
        lambda: forwarding.forward_case(
            current_actor(),
            number=case.number,
            version=form.version,
            to=Desk(form.to.data),
            unit=form.unit.data or "",
            reason=form.reason.data or "",
            at=local_now(),
        )
    ):
        return lead_back(case.number, _("Pengaduan sudah diteruskan."))
    return act_page(
        form,
        case,
        title=_("Teruskan pengaduan"),
        label=_("Teruskan"),
        note=_("Batas waktunya tetap. Meja ini mungkin tidak melihatnya lagi."),
    )


@desk.page("/complaints/<number>/refer", needs=TRIAGE, methods=("GET", "POST"))
def refer_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = ReferCaseForm(data=seen(case))
    form.words.description = _(form.words.description)
    form.where.choices = [(one.value, _(words)) for one, words in OFFICES.items()]
    if form.saves(
        lambda: forwarding.refer_case(
            current_actor(),
            number=case.number,
            version=form.version,
            where=Elsewhere(form.where.data),
            words=form.words.data or "",
            at=local_now(),
        )
    ):
        return lead_back(case.number, _("Pengaduan ditutup: bukan kewenangan kami."))
    return act_page(
        form,
        case,
        title=_("Bukan kewenangan kami"),
        label=_("Tutup dan tunjukkan jalannya"),
        note=_("Pengaduan ditutup. Pelapor membaca ke mana ia dapat pergi."),
    )
