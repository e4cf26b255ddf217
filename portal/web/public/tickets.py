"""The signed ticket as the CSRF implementation of the public forms.

Needs no cookie. A ticket is issued with the form and read back with it; whatever comes
from another site is refused before the ticket is looked at.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from wtforms import ValidationError
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.form import BaseForm

from portal.language import gettext as _
from portal.ticket import (
    NONCE_BYTES,
    Ticket,
    TicketRefused,
    is_stale,
    issue,
    read,
)
from portal.web.origin import is_foreign as is_foreign


@dataclass
class TicketDesk:
    """Issues the ticket of one form and reads the one sent back.

    `sent` is the text that came with the form; `read` is what stands in it, None where it
    is no ticket of ours for this counter. Age is judged apart, because a stored answer is
    looked up before the age.
    """

    key: bytes
    counter_id: int
    now: datetime
    sent: str | None = None
    foreign: bool = False
    read: Ticket | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.sent:
            try:
                self.read = read(self.key, self.sent, counter_id=self.counter_id)
            except TicketRefused:
                self.read = None

    @property
    def is_valid(self) -> bool:
        """A ticket of ours, for this counter, not older than a day."""
        return self.read is not None and not is_stale(self.read, now=self.now)

    def text(self) -> str:
        """The ticket to hand out: the one in hand while it is good, else a fresh one."""
        if self.sent and self.is_valid:
            return self.sent
        nonce = secrets.token_bytes(NONCE_BYTES)
        return issue(self.key, counter_id=self.counter_id, at=self.now, nonce=nonce)


class TicketCSRF(CSRF):  # type: ignore[misc]  # WTForms is untyped
    """Lets WTForms issue and check tickets; `csrf_context` is a TicketDesk."""

    def setup_form(self, form: BaseForm) -> list[tuple[str, CSRFTokenField]]:
        self.desk: TicketDesk = form.meta.csrf_context
        fields: list[tuple[str, CSRFTokenField]] = super().setup_form(form)
        return fields

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        return self.desk.text()

    def validate_csrf_token(self, form: BaseForm, field: CSRFTokenField) -> None:
        # Only ValidationError: a ValueError here would become a 500.
        if self.desk.foreign:
            raise ValidationError(
                _("Formulir ini dikirim dari situs lain. Periksa jawaban Anda, lalu kirim lagi.")
            )
        if not self.desk.is_valid:
            raise ValidationError(
                _("Halaman ini terlalu lama terbuka. Periksa jawaban Anda, lalu kirim lagi.")
            )
