"""Survey sheets that exist already: for whom, seen first, then stored."""

from flask import redirect
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileRequired
from wtforms import BooleanField, FileField, SelectField

from portal.authority import UNKNOWN, Permission
from portal.documents.rating_rows import survey_ratings
from portal.documents.rating_sheets import SurveySheet, open_survey
from portal.errors import Conflict, NotFound, Problem, Problems
from portal.feedback.importing import (
    CHANGED_SINCE_PREVIEW,
    RatingsImport,
    channel_named,
    import_ratings,
    units_to_import,
)
from portal.indicators.rules.elements import Order
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.admin.asking import today
from portal.web.admin.door import admin
from portal.web.admin.sheet_form import SheetForm
from portal.web.admin.words import CHANNEL_WORDS, ORDER_WORDS
from portal.web.fields import StaffForm
from portal.web.import_rows import mending
from portal.web.paging import asked_for
from portal.web.staff_pages import done, form_page
from portal.web.templating import page_url
from portal.web.uploads import (
    LARGEST_POST,
    Upload,
    drop_upload,
    keep_upload,
    looked_at,
    upload_of,
)

IMPORT = Permission.IMPORT_RATINGS
KIND = "ratings"


class AnswersForm(StaffForm):
    """A survey sheet: of which unit, by which way, and what U8 and U9 mean in it."""

    unit = SelectField(later("Unit yang disurvei"))
    channel = SelectField(later("Cara menjawab"))
    order = SelectField(later("Arti U8 dan U9"))
    replace = BooleanField(later("Gantikan lembar sebelumnya untuk bulan yang sama"))
    file = FileField(later("Berkas CSV atau XLSX"), [FileRequired()])

    def __init__(self) -> None:
        super().__init__()
        self.unit.choices = list(units_to_import(current_actor()))
        self.channel.choices = [(value, _(words)) for value, words in CHANNEL_WORDS.items()]
        self.order.choices = [(value, _(words)) for value, words in ORDER_WORDS.items()]
        for field in (self.unit, self.channel, self.order, self.replace, self.file):
            field.label.text = _(field.label.text)


@admin.page("/imports/ratings", needs=IMPORT, methods=("GET", "POST"), largest=LARGEST_POST)
def import_answers() -> ResponseReturnValue:
    form = AnswersForm()
    upload = form.carry_out(lambda: _kept(form))
    if upload is None:
        return form_page("admin/import_answers.html", form)
    return redirect(page_url("admin.import_answers_seen", handle=upload.handle), 303)


@admin.page("/imports/ratings/<handle>", needs=IMPORT, methods=("GET", "POST"))
def import_answers_seen(handle: str) -> ResponseReturnValue:
    upload = upload_of(current_actor().person_id or 0, handle)
    survey = _survey(upload)
    trial, problems = _tried(upload, survey)
    form = SheetForm(data={"fingerprint": repr(trial)})
    result = form.carry_out(lambda: _stored(upload, survey, trial, form.seen))
    if result is not None:
        drop_upload(upload)
        words = _("Lembar tersimpan: {added} jawaban, {comments} saran.")
        said = words.format(added=result.added, comments=result.comments)
        return done(said, "admin.import_answers")
    return form_page(
        "admin/import_answers_seen.html",
        form,
        upload=upload,
        survey=survey,
        trial=trial,
        problems=problems,
        mended=mending(survey.sheet, problems, asked_for()),
    )


def _kept(form: AnswersForm) -> Upload:
    """Keep the file if it is a survey sheet at all; else it goes, and the words say why."""
    upload = keep_upload(
        current_actor().person_id or 0,
        KIND,
        form.file.data,
        unit=form.unit.data,
        channel=form.channel.data,
        order=form.order.data,
        replace=bool(form.replace.data),
    )
    return looked_at(upload, lambda one: len(_survey(one).sheet.rows))


def _survey(upload: Upload) -> SurveySheet:
    if upload.kind != KIND:
        raise NotFound(UNKNOWN)
    order = upload.facts["order"]
    return open_survey(upload.path, Order(order) if order else None)


def _tried(upload: Upload, survey: SurveySheet) -> tuple[RatingsImport | None, tuple[Problem, ...]]:
    """What storing would do, or everything that speaks against it."""
    try:
        return _imported(upload, survey, is_trial=True), ()
    except Problems as error:
        return None, error.problems
    except Conflict as error:
        return None, (Problem("", error.message),)


def _stored(
    upload: Upload, survey: SurveySheet, trial: RatingsImport | None, seen: str
) -> RatingsImport:
    """Store it if that still does what the person saw."""
    if trial is None or seen != repr(trial):
        raise Conflict(CHANGED_SINCE_PREVIEW)
    return _imported(upload, survey, expected=trial)


def _imported(
    upload: Upload,
    survey: SurveySheet,
    *,
    is_trial: bool = False,
    expected: RatingsImport | None = None,
) -> RatingsImport:
    return import_ratings(
        current_actor(),
        unit=upload.facts["unit"],
        channel=channel_named(upload.facts["channel"]),
        sheet=survey_ratings(survey, today()),
        replace=bool(upload.facts["replace"]),
        is_trial=is_trial,
        expected=expected,
    )
