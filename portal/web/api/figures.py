"""`/indicators` and `/appraisals`: what was frozen, or released last night; nothing is computed."""

from typing import Any

from flask.typing import ResponseReturnValue

from portal.appraisal.calendar import Standings, Terms, standings
from portal.appraisal.records_queries import refuse_trial
from portal.appraisal.slices import newest_revision, record_slice
from portal.authority import Actor, Permission
from portal.clock import today
from portal.documents.exports import appraisal_object, indicator_object
from portal.errors import Conflict, NotFound
from portal.indicators.slices import Asked, figure_slice, night_of, units_asked
from portal.language import gettext as _
from portal.language import later
from portal.organisation.slices import newest_change
from portal.web.actors import current_actor
from portal.web.api.answers import Question, Slice, answer
from portal.web.api.cursors import Cursor, read_cursor
from portal.web.api.door import api
from portal.web.api.parameters import AskingAppraisals, AskingIndicators
from portal.web.api.shapes import AppraisalsShape, IndicatorsShape
from portal.web.limits import settings


@api.listing(
    "/indicators",
    later("Indikator satu bulan: unit, loket, layanan, atau petugas, menurut nama."),
    needs=Permission.READ_INDICATORS,
    asks=AskingIndicators,
    gives=IndicatorsShape,
)
def indicators(asked: dict[str, Any]) -> ResponseReturnValue:
    actor, month, subject = current_actor(), asked["month"], asked["subject"]
    units = units_asked(actor, Permission.READ_INDICATORS, asked["unit"])
    if subject == "officer":
        _demand_officers(actor, month)
    question = Question(f"indicators:{subject}", month, asked)
    at = read_cursor(question.text, asked["cursor"]) or Cursor()
    state = _state(month, asked["revision"], at)

    def load() -> Slice:
        wanted = Asked(month, subject, units, state if state > 0 else None)
        found = figure_slice(actor, wanted, after=at.after, limit=asked["limit"])
        return Slice(map(indicator_object, found.figures), found.after)

    return answer(question, state, "", load)


@api.listing(
    "/appraisals",
    later("Bukti dukung per petugas dari satu bulan yang sudah ditutup, menurut NIP."),
    needs=Permission.READ_APPRAISALS,
    asks=AskingAppraisals,
    gives=AppraisalsShape,
)
def appraisals(asked: dict[str, Any]) -> ResponseReturnValue:
    actor, month = current_actor(), asked["month"]
    units = units_asked(actor, Permission.READ_APPRAISALS, asked["unit"])
    question = Question("appraisals", month, asked)
    at = read_cursor(question.text, asked["cursor"]) or Cursor()
    state = _state(month, asked["revision"], at)
    if state < 0:
        raise NotFound(_("Bulan ini belum ditutup, jadi belum ada bukti dukung."))

    def load() -> Slice:
        refuse_trial(month, Terms.of(settings()))
        found = record_slice(
            actor,
            month=month,
            revision=state,
            units=units,
            standing=_standing(month),
            after=at.after,
            limit=asked["limit"],
        )
        return Slice(map(appraisal_object, found.records), found.after)

    return answer(question, state, _phase(), load)


def _demand_officers(actor: Actor, month: str) -> None:
    actor.demand(Permission.READ_OFFICER_FIGURES)
    refuse_trial(month, Terms.of(settings()))


def _standing(month: str) -> Standings:
    chosen = settings()
    return standings(month, today=today(chosen.timezone), terms=Terms.of(chosen))


def _phase() -> str:
    """All that the statuses of a month's records hang on: the day, and every recorded change.

    Holidays, objections and decisions leave their entries in the trail; one look there costs
    less than asking for each.
    """
    chosen = settings()
    return f"{today(chosen.timezone)} {Terms.of(chosen)} {newest_change()}"


def _state(month: str, revision: int | None, cursor: Cursor) -> int:
    """The revision to be told, or of an open month its last release's number below zero.

    A list that was begun is ended as it was: by its revision; a new release cannot be joined
    with an old one, so it is refused.
    """
    newest = newest_revision(month)
    if newest == 0:
        return _released(month, revision, cursor)
    if cursor.state < 0:
        raise Conflict(_("Bulan ini ditutup sejak halaman pertama. Mulai lagi tanpa cursor."))
    wanted = revision or cursor.state or newest
    if wanted > newest:
        raise NotFound(_("Revisi itu belum ada."))
    return wanted


def _released(month: str, revision: int | None, cursor: Cursor) -> int:
    night = night_of(month)
    if night == 0:
        raise NotFound(_("Belum ada angka untuk bulan ini: belum ditutup dan belum dirilis."))
    if revision is not None:
        raise NotFound(_("Bulan ini belum ditutup, jadi belum ada revisinya."))
    if cursor.state not in (0, -night):
        raise Conflict(_("Ada rilis baru sejak halaman pertama. Mulai lagi tanpa cursor."))
    return -night
