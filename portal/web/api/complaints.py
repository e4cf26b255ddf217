"""`/complaints`: the cases of a month on the desks in reach; no text, no reporter, no officer."""

from typing import Any

from flask.typing import ResponseReturnValue

from portal.authority import Permission
from portal.complaints.listed import Wanted, case_slice, seal_of
from portal.documents.case_tables import case_object
from portal.indicators.slices import units_asked
from portal.language import later
from portal.month import Month
from portal.organisation.slices import newest_change
from portal.web.actors import current_actor
from portal.web.api.answers import Question, Slice, answer
from portal.web.api.cursors import HIGHEST_CASE, Cursor, read_cursor
from portal.web.api.door import api
from portal.web.api.parameters import AskingComplaints
from portal.web.api.shapes import CasesShape

EXPORT = Permission.EXPORT_CASES


@api.listing(
    "/complaints",
    later("Pengaduan yang masuk dalam satu bulan, dalam urutan acak; tanpa isi dan tanpa nama."),
    needs=EXPORT,
    asks=AskingComplaints,
    gives=CasesShape,
)
def complaints(asked: dict[str, Any]) -> ResponseReturnValue:
    actor, month = current_actor(), asked["month"]
    wanted = Wanted(Month.parse(month), units_asked(actor, EXPORT, asked["unit"]))
    question = Question("complaints", month, asked)
    at = read_cursor(question.text, asked["cursor"], HIGHEST_CASE) or Cursor()

    def load() -> Slice:
        found = case_slice(actor, wanted, after=at.after, limit=asked["limit"])
        return Slice(map(case_object, found.rows), found.after)

    # Codes of units and counters change by acts in the trail; a reporter's acts leave none there.
    return answer(question, 0, f"{seal_of(actor, wanted)} {newest_change()}", load)
