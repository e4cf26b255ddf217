"""`/desk/export`: the cases of a month as a file, for whoever may take them; each is noted."""

from flask import g, make_response
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from portal.complaints.listed import EXPORT, Wanted, month_counts
from portal.documents.case_tables import case_export
from portal.documents.exports import Kind, export_bytes
from portal.documents.unit_files import TYPES
from portal.language import gettext as _
from portal.language import later, month_name, whole
from portal.month import Month
from portal.web.actors import current_actor
from portal.web.desk.asking import local_today
from portal.web.desk.door import desk
from portal.web.fields import StaffForm
from portal.web.staff_pages import form_page

MONTHS_BACK = 23  # two years; what is older stands in the closed figures
KINDS = {
    Kind.XLSX: later("XLSX, untuk dibaca orang"),
    Kind.CSV: later("CSV, untuk program"),
    Kind.JSON: later("JSON, untuk program"),
}


class ExportForm(StaffForm):
    """Which month, as what."""

    month = SelectField(later("Bulan"), [InputRequired()])
    kind = RadioField(later("Bentuk berkas"), [InputRequired()])

    def __init__(self, counts: dict[str, int]) -> None:
        super().__init__(data={"kind": Kind.XLSX.value})
        months = sorted(counts, reverse=True)
        words = _("{month}: {n} pengaduan")
        self.month.choices = [
            (one, words.format(month=_spoken(one), n=whole(counts[one]))) for one in months
        ]
        self.kind.choices = [(kind.value, _(said)) for kind, said in KINDS.items()]


def _spoken(month: str) -> str:
    return month_name(Month.parse(month).first_day)


@desk.page("/export", needs=EXPORT, methods=("GET", "POST"))
def export_cases() -> ResponseReturnValue:
    """Only months in which there is something to take can be chosen."""
    actor = current_actor()
    counts = month_counts(actor, Month.of(local_today()).plus(-MONTHS_BACK))
    form = ExportForm(counts)
    made = form.carry_out(lambda: _file(form.month.data, Kind(form.kind.data)))
    if made is None:
        return form_page("desk/export_cases.html", form, has_cases=bool(counts))
    content, kind = made
    response = make_response(content)
    g.posture = "download"
    response.headers["Content-Type"] = TYPES[kind]
    name = f"pengaduan-{form.month.data}.{kind.value}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _file(month: str, kind: Kind) -> tuple[bytes, Kind]:
    found = case_export(current_actor(), Wanted(Month.parse(month)), kind)
    return export_bytes(found, kind), kind
