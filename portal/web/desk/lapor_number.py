"""`/desk/complaints/<number>/lapor`: under which number the case stands in SP4N-LAPOR!."""

from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import Length

from portal.authority import Permission
from portal.complaints import exchange
from portal.complaints.rules.lapor import LONGEST
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.desk.act_page import act_page, asked_case, seen
from portal.web.desk.asking import CaseForm, lead_back, local_now
from portal.web.desk.door import desk
from portal.web.limits import settings


class LaporNumberForm(CaseForm):
    """The tracking number; empty takes it away."""

    lapor_number = StringField(
        later("Nomor pelacakan"),
        [Length(max=LONGEST)],
        description=later("Seperti di SP4N-LAPOR!, misalnya 7654321. Kosongkan bila salah catat."),
    )


@desk.page("/complaints/<number>/lapor", needs=Permission.TRIAGE_CASES, methods=("GET", "POST"))
def set_lapor_number(number: str) -> ResponseReturnValue:
    case, hands_over = asked_case(number), settings().lapor_mode == "hand_over"
    form = LaporNumberForm(data=seen(case, lapor_number=case.lapor_number or ""))
    stored = form.carry_out(
        lambda: exchange.set_lapor_number(
            current_actor(),
            number=case.number,
            version=form.version,
            lapor_number=form.lapor_number.data or "",
            at=local_now(),
            is_own=not hands_over,
        )
    )
    if stored is not None:
        words = _("Nomor SP4N-LAPOR! disimpan.") if stored else _("Nomor SP4N-LAPOR! dihapus.")
        return lead_back(case.number, words)
    return act_page(
        form,
        case,
        title=_("Nomor SP4N-LAPOR!"),
        label=_("Simpan"),
        note=_("Pengaduan ini diserahkan ke sana. Pelapor membaca nomornya.")
        if hands_over
        else _("Pengaduan tetap ditangani di sini. Pelapor dapat mengikutinya juga di sana."),
    )
