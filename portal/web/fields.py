"""Forms of staff: their base, and what the field macros need to know of a field.

`StaffForm` says its refusals in our words, cleans what was typed, takes in what a command
refused, and after a conflict shows what is stored now.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields import Field, SelectFieldBase
from wtforms.widgets import CheckboxInput, ListWidget

from portal.errors import Conflict, PortalError, Problems, RuleBroken
from portal.language import gettext as _
from portal.language import ngettext
from portal.web.field_words import WHOLE, FieldWords
from portal.web.legible import readable

T = TypeVar("T")
INVALID, IN_CONFLICT = 422, 409
MOST_DIGITS = 12
WITH_TEXT = frozenset({"input", "area", "file"})
CLASSES = {"input": "form-control", "area": "form-control", "file": "form-control"}


class WholeField(IntegerField):  # type: ignore[misc]  # untyped library
    """A whole number of at most 12 digits: WTForms' own ranges break on a longer one."""

    def process_formdata(self, values: list[str]) -> None:
        if values and len(values[0].strip()) > MOST_DIGITS:
            self.data = None
            raise ValueError(_(WHOLE))
        super().process_formdata(values)


class ChecksField(SelectMultipleField):  # type: ignore[misc]  # untyped library
    """Several of a list, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class StaffForm(FlaskForm):  # type: ignore[misc]  # untyped library
    """Every form of staff."""

    class Meta:
        """How WTForms treats the fields of all these forms."""

        def get_translations(self, form: FlaskForm) -> FieldWords:
            return FieldWords()

        def bind_field(self, form: FlaskForm, unbound: Any, options: dict[str, Any]) -> Field:
            """Clean typed text before anything looks at it; a password stays as typed."""
            kind = unbound.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                options["filters"] = [typed, *unbound.kwargs.get("filters", ())]
                unbound.kwargs.pop("filters", None)
            return unbound.bind(form=form, **options)

    status = 200

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._facts = kwargs.get("obj")
        self._given = kwargs.get("data") or {}
        super().__init__(*args, **kwargs)
        for field in self:
            # Marked where the form is written, said in the language of the request.
            field.label.text = _(field.label.text) if field.label.text else ""

    def carry_out(self, act: Callable[[], T]) -> T | None:
        """Validate, then do it; None when the form or the command refused, in words.

        "Not yours" and "not there" are no mistakes of a field and go on to their page.
        """
        if not self.validate_on_submit():
            self.status = INVALID if self.is_submitted() else 200
            return None
        try:
            return act()
        except (RuleBroken, Conflict, Problems) as error:
            self.refuse(error)
            return None

    def saves(self, act: Callable[[], object]) -> bool:
        """Whether it was done; for a command that answers nothing."""
        return self.carry_out(lambda: (act(),)) is not None

    def refuse(self, error: PortalError) -> None:
        """Take in what a command refused; nothing typed is lost."""
        told = [str(p) for p in error.problems] if isinstance(error, Problems) else [error.message]
        self.form_errors.extend(_(words) for words in told)
        self.status = INVALID
        if isinstance(error, Conflict):
            self._show_what_is_stored()

    def _show_what_is_stored(self) -> None:
        """Sending again then replaces it knowingly: the fingerprint becomes today's."""
        self.status = IN_CONFLICT
        for field in self:
            if field.name.endswith("fingerprint"):
                field.data = field.object_data
            elif self._is_loaded(field.short_name) and _differs(field):
                field.stored = _stored_words(field)

    def _is_loaded(self, name: str) -> bool:
        return name in self._given or hasattr(self._facts, name)


def typed(text: str | None) -> str | None:
    """What a person typed, without what no page can show and without blanks around it."""
    if not isinstance(text, str):
        return text
    return readable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def kind(field: Field) -> str:
    """Which macro draws the field."""
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (SubmitField, "submit"),
        (HiddenField, "hidden"),
        (RadioField, "radios"),
        (ChecksField, "checks"),
        (SelectFieldBase, "select"),
        (BooleanField, "check"),
        (TextAreaField, "area"),
        ((FileField, MultipleFileField), "file"),
    )
    return next((name for classes, name in kinds if isinstance(field, classes)), "input")


def is_optional(field: Field) -> bool:
    """May it be left empty? Said in words, for what is typed or uploaded."""
    if field.flags.required or kind(field) not in WITH_TEXT:
        return False
    # WTForms takes an empty date, time or number only where a validator says so.
    return bool(field.flags.optional) or isinstance(field, StringField | FileField)


def anchor(field: Field) -> str:
    """The id a link to this field leads to: of a group, its first choice."""
    return f"{field.id}-0" if kind(field) in {"radios", "checks"} else str(field.id)


def described_by(field: Field, hint: str = "") -> str:
    """The ids of the sentences that belong to the control."""
    said = (("hint", hint), ("stored", getattr(field, "stored", "")), ("error", field.errors))
    return " ".join(f"{field.id}-{name}" for name, words in said if words)


def control(field: Field, hint: str = "", **attributes: object) -> Markup:
    """The control itself, tied to its sentences, with nothing in it that HTML forbids."""
    given = {"class": CLASSES.get(kind(field), "form-select"), **attributes}
    if described := described_by(field, hint):
        given["aria-describedby"] = described
    if field.errors:
        given["aria-invalid"] = "true"
    # WTForms has escaped what it drew; only forbidden characters are taken out of it.
    return Markup(readable(str(field(**given))))  # noqa: S704


def field_problems(form: FlaskForm) -> list[tuple[str, str]]:
    """Everything to mend, as (id to go to, words); "" leads nowhere. In the order of the page."""
    told = [("", str(words)) for words in form.form_errors]
    return told + [problem for field in form for problem in _of(field)]


def _of(field: Field) -> Iterator[tuple[str, str]]:
    if isinstance(field, FormField | FieldList):
        for inner in field:
            yield from _of(inner)
        return
    for words in field.errors:
        yield anchor(field), f"{field.label.text}: {words}"


def problems_title(count: int) -> str:
    """The title of the error summary."""
    return ngettext(
        "Belum tersimpan: {count} hal perlu diperbaiki.",
        "Belum tersimpan: {count} hal perlu diperbaiki.",
        count,
    ).format(count=count)


def _differs(field: Field) -> bool:
    """Is something else stored than what was typed? Passwords and files are never told."""
    if kind(field) not in {"input", "area", "select", "radios"} or isinstance(field, PasswordField):
        return False
    return (field.object_data or "") != (field.data or "")


def _stored_words(field: Field) -> str:
    stored = field.object_data
    if isinstance(field, SelectFieldBase):
        named = {str(choice.value): choice.label for choice in field.iter_choices()}
        return str(named.get(str(stored), ""))
    return _("(kosong)") if stored in (None, "") else readable(str(stored))
