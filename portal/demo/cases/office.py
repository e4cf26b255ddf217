"""What the office has prepared for complaints: limits, who is responsible, ready replies."""

from collections.abc import Mapping
from dataclasses import replace

from portal.complaints.reply_templates import add_reply_template
from portal.demo.cases.texts import TEMPLATES
from portal.demo.cases.years import Years
from portal.demo.place_rows import UNIT_IDS
from portal.organisation.complaint_managers import (
    NOBODY,
    Manager,
    seen_as,
    set_complaint_manager,
)
from portal.organisation.managing.rule_sets import add_rule_set
from portal.organisation.rule_sets import general_rule_set
from portal.organisation.rules.limits import RuleSetFacts

EXTENSION = 7  # working days that the hospital's own standard adds once
MANAGERS: Mapping[str, Manager] = {
    "SR": Manager(
        "Yuliana Batubara", "Kepala Bagian Organisasi", "Jl. Merdeka 1, lantai 2", "0000 123456"
    ),
    "DUKCAPIL": Manager("Rudi Hamzah", "Sekretaris Disdukcapil", "Jl. Pelita 12", "0000 123412"),
    "RSUD": Manager(
        "Maria Simbolon", "Kepala Bagian Tata Usaha", "Jl. Rumah Sakit 2", "0000 123402"
    ),
    "KEC-MUARA": Manager("Hasan Basri", "Sekretaris Kecamatan", "Jl. Pelabuhan 4", "0000 123404"),
}


def prepare_office(years: Years) -> None:
    """Before the first complaint comes in."""
    first_day, admin = years.half.first_day, years.actor("admin")
    for code, manager in MANAGERS.items():
        set_complaint_manager(admin, unit_id=UNIT_IDS[code], manager=manager, seen=seen_as(NOBODY))
    hospital = RuleSetFacts(
        unit_id=UNIT_IDS["RSUD"],
        name="Standar pelayanan RSUD",
        legal_basis="Keputusan Direktur RSUD Nomor 12 Tahun 2026 (rekaan)",
        valid_from=first_day,
        limits=replace(general_rule_set(first_day).limits, extension_days=EXTENSION),
    )
    add_rule_set(admin, facts=hospital, today=first_day)
    for name, text in TEMPLATES.items():
        add_reply_template(years.actor("koordinator"), unit_id=UNIT_IDS["SR"], name=name, text=text)
