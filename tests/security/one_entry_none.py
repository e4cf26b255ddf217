"""Pages that take a POST and change nothing, as they are used, for test_one_entry."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from portal.appraisal.commands import close_month
from portal.authority import Role, operator
from portal.indicators.rules.definition import Weight
from portal.web.limits import settings
from tests.security.one_entry import Ready, Recipe, Scene, form, previewed
from tests.security.one_entry_admin import (
    ANSWERS_FACTS,
    ANSWERS_SHEET,
    COUNTERS_SHEET,
    PEOPLE_SHEET,
)
from tests.security.one_entry_results import OCTOBER, by_evaluator, rated


def handed_over(url: str, sheet: str, **values: str) -> Recipe:
    """Handing a sheet over stores nothing: its preview comes first."""

    def prepare(scene: Scene) -> Ready:
        file = (io.BytesIO(sheet.encode()), "lembar.csv")
        return form(url, "file", file=file, **values)(scene)

    return prepare


def lapor_handed_over(scene: Scene) -> Ready:
    scene.work_as(Role.COORDINATOR, scene.regency.root)
    return handed_over("/desk/lapor", "Nomor pengaduan,Nomor LAPOR,Status LAPOR\n")(scene)


def discarded(scene: Scene) -> Ready:
    url = "/admin/imports"
    return previewed(scene, url, COUNTERS_SHEET, action="/discard", kind="counters")


def sought_by_number(scene: Scene) -> Ready:
    """After the trial period; the answer leads to the record, whose page notes the look."""
    scene.regency.app.config["PORTAL"] = replace(settings(), trial_months=0)
    uji = operator("uji")
    facts = {"today": date(2026, 11, 3), "weight": Weight.NINTH, "reviewed": "ya"}
    close_month(uji, month=OCTOBER, **facts)
    scene.work_as(Role.APPRAISAL_EVALUATOR, scene.regency.root)
    return form("/results/appraisals", "nip", nip=scene.regency.officer.nip)(scene)


OF_LOOKING: Mapping[str, Recipe] = {
    "admin.check_trail": form("/admin/trail", action="/check"),
    "admin.upload_people": handed_over("/admin/people/import", PEOPLE_SHEET),
    "admin.imports": handed_over("/admin/imports", COUNTERS_SHEET, kind="counters"),
    "admin.import_answers": by_evaluator(
        handed_over("/admin/imports/ratings", ANSWERS_SHEET, **ANSWERS_FACTS)
    ),
    "admin.discard_import": discarded,
    "desk.exchange": lapor_handed_over,
    "results.appraisals": rated(sought_by_number),
}
