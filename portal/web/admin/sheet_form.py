"""Forms of one row: each field is taken exactly as the import takes the cell of its column."""

from collections.abc import Callable, Mapping
from typing import Any

from wtforms import DateField, HiddenField, StringField
from wtforms.fields import Field
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.errors import PortalError
from portal.language import gettext as _
from portal.organisation.layouts import LAYOUTS
from portal.sheets import BadValue, Column
from portal.web.fields import StaffForm


class SheetForm(StaffForm):
    """A form about one thing of a sheet; labels and hints in the language being spoken."""

    first: tuple[str, ...] = ()  # fields that stand before those of the form it extends

    fingerprint = HiddenField()

    def __init__(self, *arguments: Any, **facts: Any) -> None:
        super().__init__(*arguments, **facts)
        for name in [one.name for one in self if one.name not in self.first]:
            self._fields[name] = self._fields.pop(name)  # behind those that come first
        for field in self:
            field.label.text = _(field.label.text)
            field.description = _(field.description) if field.description else ""

    @property
    def seen(self) -> str:
        """The fingerprint of what the page showed."""
        return str(self.fingerprint.data or "")

    def saved(self, act: Callable[[], object]) -> bool:
        """Validate and do it; False when the form or the command refused, in words."""
        return self.carry_out(lambda: (act(),)) is not None

    def taken(self) -> dict[str, Any]:
        """What the columns' rules made of the typed text, by column."""
        return {field.name: field.taken for field in self if hasattr(field, "taken")}


class Ruled:
    """Takes a field as a cell under a column: the same rule, the same words."""

    def __init__(self, column: Column) -> None:
        self.column = column

    def __call__(self, _form: StaffForm, field: Field) -> None:
        field.taken = self.column.default
        if not field.data:
            return
        try:
            field.taken = self.column.parse(field.data)
        except BadValue as error:
            raise ValidationError(f"{error.what} {error.remedy}".strip()) from error
        except PortalError as error:
            raise ValidationError(_(error.message)) from error


def column(sheet: str, key: str) -> Column:
    """A column of a sheet by its key."""
    return next(one for one in LAYOUTS[sheet].columns if one.key == key)


def cell(
    sheet: str,
    key: str,
    label: str,
    hint: str = "",
    kind: Callable[..., Field] = StringField,
    **facts: Any,
) -> Field:
    """A field for a column of a sheet; required where the sheet requires it."""
    found = column(sheet, key)
    required = [InputRequired()] if facts.pop("required", found.required) else []
    return kind(label, [*required, Ruled(found)], description=hint, **facts)


class EndForm(SheetForm):
    """From which day something is no longer in use; no day puts it back into use."""

    on = DateField(validators=[Optional()])

    def __init__(self, label: str, hint: str = "", **facts: Any) -> None:
        super().__init__(**facts)
        self.on.label.text = label
        self.on.description = hint


def start(card: Any, **more: Any) -> Mapping[str, Any]:
    """What a form starts with: the facts of a card, and its fingerprint."""
    names = type(card.facts).__dataclass_fields__
    return {
        **{name: getattr(card.facts, name) for name in names},
        "fingerprint": card.seen,
        **more,
    }
