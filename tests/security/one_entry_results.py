"""How the pages of units and evaluators are used, for test_one_entry."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.appraisal.models import Objection
from portal.authority import Role
from portal.clock import now
from portal.database import db
from portal.feedback.paper import Batch, TypedLine, enter_paper
from portal.feedback.rules.serial import serial
from portal.month import Month
from tests.factories import make_rating
from tests.indicators.plain import NINE
from tests.security.one_entry import Ready, Recipe, Scene, after, form, linked
from tests.staff import actor_of

OCTOBER = Month(2026, 10)
SHEET = str(serial("DUK", Month(2026, 11), 1))
MARKS = "344438443"
REASON = "Diperiksa dengan buku tamu loket."


def by_evaluator(then: Recipe) -> Recipe:
    def prepare(scene: Scene) -> Ready:
        scene.work_as(Role.SURVEY_EVALUATOR, scene.regency.root)
        return then(scene)

    return prepare


def by_handler(then: Recipe) -> Recipe:
    def prepare(scene: Scene) -> Ready:
        scene.work_as(Role.HANDLER, scene.regency.office)
        return then(scene)

    return prepare


def rated(then: Recipe, number: int = 1, **facts: Any) -> Recipe:
    """The same where residents answered in October, about the officer of the scene."""

    def prepare(scene: Scene) -> Ready:
        who = {"officer_id": scene.regency.officer.id, "attribution_certainty": "exact"}
        for _ in range(number):
            make_rating(scene.regency.counter, date(2026, 10, 14), **who, **facts)
        return then(scene)

    return prepare


def typed(then: Recipe) -> Recipe:
    """The same where the handler of the scene typed a paper form."""

    def prepare(scene: Scene) -> Ready:
        today = now().date()
        batch = Batch(unit="DUK", on=today, channel="paper")
        lines = [TypedLine(1, f"{SHEET} {MARKS}")]
        enter_paper(actor_of(scene.person), batch=batch, typed=lines, today=today)
        return then(scene)

    return prepare


def contested(then: Recipe) -> Recipe:
    """The same where the officer of the scene contests that day."""

    def prepare(scene: Scene) -> Ready:
        db.session.add(
            Objection(
                handle="a" * 12,
                officer_id=scene.regency.officer.id,
                unit_id=scene.regency.office.id,
                month=str(OCTOBER),
                kind="attribution",
                on_date=date(2026, 10, 14),
                text="Hari itu saya cuti, surat nomor 12.",
                filed_on=date(2026, 11, 3),
                reason="",
            )
        )
        db.session.commit()
        return then(scene)

    return prepare


def served(scene: Scene) -> Ready:
    place = f"n{scene.regency.counter.id}"
    return form("/results/served/DUK", place, **{place: "41"})(scene)


def group_reviewed(scene: Scene) -> Ready:
    group = linked(scene, f"/results/review?bulan={OCTOBER}", f"/results/review/{OCTOBER}/")
    return form(group, "decision", decision="release", reason=REASON)(scene)


HELD = {"status": "quarantined", "status_reason": "lonjakan", **dict.fromkeys(NINE, 4)}
DRAW = form("/results/paper/checks", action="/draw")
CLOSE = form(f"/results/closing/{OCTOBER}", "typed", typed=str(OCTOBER))
REVISE = form(f"/results/closing/{OCTOBER}/revise", "reason", reason=REASON)
SHEET_TYPED = {"serial": SHEET, "marks": MARKS}

OF_RESULTS: Mapping[str, Recipe] = {
    "results.served_of_unit": by_handler(served),
    "results.paper_of_unit": by_handler(form("/results/paper/DUK", "marks", **SHEET_TYPED)),
    "results.paper_lines": by_handler(
        form("/results/paper/DUK/lines", "lines", lines=f"{SHEET} {MARKS}")
    ),
    "results.draw_paper": by_evaluator(typed(DRAW)),
    "results.check_paper": by_evaluator(
        typed(after(DRAW, then=form(f"/results/paper/checks/{SHEET}", "marks", marks=MARKS)))
    ),
    "results.strike_paper": by_evaluator(
        typed(form(f"/results/paper/strike?seri={SHEET}", "serial", reason=REASON))
    ),
    "results.review_group": by_evaluator(rated(group_reviewed, 12, **HELD)),
    "results.set_unit_targets": by_evaluator(
        form("/results/targets/2026/DUK", "index", index="80", document="Renja 2026")
    ),
    "results.decide_one_objection": by_evaluator(
        contested(
            rated(
                form(f"/results/objections/{'a' * 12}", "verdict", verdict="uphold", reason=REASON)
            )
        )
    ),
    "results.close_this_month": by_evaluator(rated(CLOSE)),
    "results.revise_this_month": by_evaluator(rated(after(CLOSE, then=REVISE))),
}
