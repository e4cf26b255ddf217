"""`/desk/assign` and `/desk/archive`: one act on the cases picked from the list."""

from collections.abc import Sequence

from flask import request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.authority import Permission
from portal.complaints.acting import LONGEST_REASON
from portal.complaints.bulk import (
    MOST_AT_ONCE,
    Picked,
    PickedCase,
    archive_cases,
    assign_cases,
    handlers_of_all,
    picked_cases,
)
from portal.complaints.rules.numbers import LENGTH
from portal.language import gettext as _
from portal.language import later, ngettext, whole
from portal.web.actors import current_actor
from portal.web.desk.asking import local_now, local_today, seen_version
from portal.web.desk.door import desk
from portal.web.fields import StaffForm
from portal.web.staff_pages import done, form_page

PICKED = "nomor"  # in the list's form, once for each box that is ticked


class PickedForm(StaffForm):
    """The cases as they were seen, "7K3Q9MXT:4 …": number and version of each."""

    picked_fingerprint = HiddenField()

    @property
    def picked(self) -> tuple[Picked, ...]:
        pairs = (one.partition(":") for one in (self.picked_fingerprint.data or "").split())
        return tuple(
            Picked(number[:LENGTH], seen_version(version)) for number, _sign, version in pairs
        )


class AssignCasesForm(PickedForm):
    """One colleague who may handle all of them."""

    to = SelectField(later("Petugas Penanganan"), [InputRequired()])


class ArchiveCasesForm(PickedForm):
    """One reason for all of them."""

    reason = TextAreaField(
        later("Alasan, dibaca setiap pelapor"), [InputRequired(), Length(max=LONGEST_REASON)]
    )


@desk.page("/assign", needs=Permission.ASSIGN_CASES, methods=("GET", "POST"))
def assign_cases_page() -> ResponseReturnValue:
    """Choose who handles the picked cases."""
    cases = _asked_cases()
    form = AssignCasesForm(data=_seen(cases))
    cases = _still(form, cases)
    numbers = [case.number for case in cases]
    able = handlers_of_all(current_actor(), numbers, local_today())
    form.to.choices = [("", _("(pilih orangnya)")), *((one.handle, one.name) for one in able)]
    given = form.carry_out(
        lambda: assign_cases(
            current_actor(), picked=form.picked, to=form.to.data or "", at=local_now()
        )
    )
    if given is not None:
        return done(
            ngettext("{n} pengaduan ditugaskan.", "{n} pengaduan ditugaskan.", given).format(
                n=whole(given)
            ),
            "desk.inbox",
        )
    title = ngettext("Tugaskan {n} pengaduan", "Tugaskan {n} pengaduan", len(cases)).format(
        n=whole(len(cases))
    )
    note = (
        ""
        if able
        else _("Tidak ada satu orang yang dapat menangani semuanya. Pilih lebih sedikit.")
    )
    return form_page(
        "desk/bulk.html", form, cases=cases, title=title, label=_("Tugaskan"), note=note
    )


@desk.page("/archive", needs=Permission.TRIAGE_CASES, methods=("GET", "POST"))
def archive_cases_page() -> ResponseReturnValue:
    """Say why the picked cases are put aside."""
    cases = _asked_cases()
    form = ArchiveCasesForm(data=_seen(cases))
    cases = _still(form, cases)
    put = form.carry_out(
        lambda: archive_cases(
            current_actor(), picked=form.picked, reason=form.reason.data or "", at=local_now()
        )
    )
    if put is not None:
        return done(
            ngettext("{n} pengaduan diarsipkan.", "{n} pengaduan diarsipkan.", put).format(
                n=whole(put)
            ),
            "desk.inbox",
        )
    title = ngettext("Arsipkan {n} pengaduan", "Arsipkan {n} pengaduan", len(cases)).format(
        n=whole(len(cases))
    )
    note = _("Setiap pelapor membaca alasan ini dan dapat membukanya kembali.")
    return form_page(
        "desk/bulk.html", form, cases=cases, title=title, label=_("Arsipkan"), note=note
    )


def _asked_cases() -> tuple[PickedCase, ...]:
    """The boxes that were ticked in the list, as far as this person sees them."""
    numbers = [number[:LENGTH] for number in request.args.getlist(PICKED)[:MOST_AT_ONCE]]
    return picked_cases(current_actor(), numbers)


def _seen(cases: Sequence[PickedCase]) -> dict[str, str]:
    return {"picked_fingerprint": " ".join(f"{case.number}:{case.version}" for case in cases)}


def _still(form: PickedForm, cases: tuple[PickedCase, ...]) -> tuple[PickedCase, ...]:
    """What was sent is what is shown again after a refusal."""
    if not form.is_submitted():
        return cases
    return picked_cases(current_actor(), [one.number for one in form.picked])
