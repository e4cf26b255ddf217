"""`/admin/settings`: what is in force here, and where each value comes from; nothing to change."""

from collections.abc import Mapping

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.authority import Permission
from portal.doctor.findings import listed_settings
from portal.feedback.queries import questionnaire_in_force
from portal.feedback.versions import questionnaire_versions
from portal.indicators.rules.definition import Definition, Weight
from portal.language import later
from portal.organisation.calendar_state import calendar_years
from portal.web import limits
from portal.web.admin.door import admin

SECOND_FACTOR: Mapping[str, str] = {
    "optional": later("Boleh dipasang, tidak diwajibkan."),
    "grave": later("Wajib bagi yang menutup bulan dan yang mengatur akun; bagi yang lain boleh."),
    "everyone": later("Wajib bagi semua pegawai yang masuk."),
}
SOURCES: Mapping[str, str] = {
    "bawaan": later("bawaan program"),
    "instance": later("folder pemasangan"),
}


@admin.page("/settings", needs=Permission.READ_SETTINGS)
def settings() -> ResponseReturnValue:
    chosen = limits.settings()
    return render_template(
        "admin/settings.html",
        settings=list(listed_settings(chosen)),
        sources=SOURCES,
        second_factor=SECOND_FACTOR[chosen.second_factor],
        mails=chosen.smtp_url is not None,
        years=calendar_years(),
        questionnaires=questionnaire_versions(),
        legal_basis=questionnaire_in_force().definition.legal_basis,
        definition=str(Definition(Weight(chosen.weight))),
    )
