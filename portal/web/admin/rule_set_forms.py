"""What is typed about a rule set: its name, its legal basis, from when, and each limit."""

from datetime import date, timedelta

from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from portal.language import gettext as _
from portal.language import later
from portal.organisation.managing.rule_sets import fingerprint_of
from portal.organisation.rule_sets import MANAGE, RuleSetCard
from portal.organisation.rules.limits import (
    LONGEST,
    MAY_BE_NONE,
    NAMES,
    UNVERIFIED,
    Limits,
    RuleSetFacts,
)
from portal.web.actors import current_actor
from portal.web.admin.asking import indented_units
from portal.web.admin.words import LIMIT_WORDS
from portal.web.fields import StaffForm, WholeField


def days(name: str) -> WholeField:
    """One limit."""
    label, hint = LIMIT_WORDS[name]
    least = 0 if name in MAY_BE_NONE else 1
    return WholeField(label, [InputRequired(), NumberRange(least, LONGEST)], description=hint)


class ChangeRuleSetForm(StaffForm):
    """Limits that follow those there are; while they have not begun, in their place."""

    fingerprint = HiddenField()
    name = StringField(later("Nama aturan"), [InputRequired(), Length(max=120)])
    legal_basis = StringField(
        later("Dasar hukum"),
        [InputRequired(), Length(max=200)],
        description=later("Warga membacanya di bawah “Mengapa tanggal ini?”."),
    )
    valid_from = DateField(
        later("Berlaku mulai"),
        [InputRequired()],
        description=later("Pengaduan yang masuk sebelum hari itu tetap memakai aturan lama."),
    )
    verification_days = days("verification_days")
    first_step_days = days("first_step_days")
    information_days = days("information_days")
    aspiration_days = days("aspiration_days")
    complaint_days = days("complaint_days")
    oversight_days = days("oversight_days")
    extension_days = days("extension_days")
    pause_days = days("pause_days")
    incomplete_calendar_days = days("incomplete_calendar_days")
    silence_days = days("silence_days")
    reopen_days = days("reopen_days")

    def __init__(self, start: RuleSetCard, today: date) -> None:
        facts = {name: getattr(start.limits, name) for name in NAMES}
        begins = today + timedelta(days=1) if start.has_begun(today) else start.valid_from
        super().__init__(
            data={
                "name": start.name,
                "legal_basis": start.legal_basis,
                "valid_from": begins,
                "fingerprint": fingerprint_of(start),
                **facts,
            }
        )
        if not start.has_begun(today):
            del self.valid_from
        for field in self:
            field.description = _(field.description) if field.description else ""
        self.start = start

    @property
    def seen(self) -> str:
        return str(self.fingerprint.data or "")

    def facts(self) -> RuleSetFacts:
        """What was typed, for the unit the set is of."""
        return self._facts_of(self.start.unit_id)

    def _facts_of(self, unit_id: int | None) -> RuleSetFacts:
        return RuleSetFacts(
            unit_id=unit_id,
            name=self.name.data,
            legal_basis=self.legal_basis.data,
            valid_from=self.valid_from.data if self.valid_from else self.start.valid_from,
            limits=Limits(**{name: self[name].data for name in NAMES}),
        )


class AddRuleSetForm(ChangeRuleSetForm):
    """Limits of a unit's own, starting from those in force for all."""

    unit = SelectField(later("Unit dan sub-unitnya"))

    def __init__(self, start: RuleSetCard, today: date) -> None:
        super().__init__(start, today)
        actor = current_actor()
        everybody = [("", _("Semua unit (aturan umum)"))] if actor.reach(MANAGE) is None else []
        self.unit.choices = everybody + indented_units(actor)

    def facts(self) -> RuleSetFacts:
        return self._facts_of(int(self.unit.data) if self.unit.data else None)


class ConfirmRuleSetForm(StaffForm):
    """Which law the limits were compared with."""

    fingerprint = HiddenField()
    legal_basis = StringField(
        later("Dibandingkan dengan"),
        [InputRequired(), Length(max=200)],
        description=later("Nomor peraturan yang Anda baca. Menjadi dasar hukum aturan ini."),
    )

    def __init__(self, card: RuleSetCard) -> None:
        basis = card.legal_basis.partition(f", {UNVERIFIED}")[0]
        super().__init__(data={"legal_basis": basis, "fingerprint": fingerprint_of(card)})
        self.legal_basis.description = _(self.legal_basis.description)

    @property
    def seen(self) -> str:
        return str(self.fingerprint.data or "")


class EndRuleSetForm(StaffForm):
    """The last day on which new cases begin with the set."""

    fingerprint = HiddenField()
    last_day = DateField(later("Hari terakhir berlaku"), [InputRequired()])

    def __init__(self, card: RuleSetCard, today: date) -> None:
        super().__init__(data={"last_day": today, "fingerprint": fingerprint_of(card)})

    @property
    def seen(self) -> str:
        return str(self.fingerprint.data or "")
