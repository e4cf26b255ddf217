"""What the pages of one case ask of a request, and where they lead on to."""

from datetime import date, datetime

from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from portal.clock import now
from portal.complaints.reading import is_seen
from portal.web.actors import current_actor
from portal.web.fields import StaffForm
from portal.web.limits import settings
from portal.web.navigation import has_page
from portal.web.staff_pages import done

NUMBER_LENGTH = 8
MOST_DIGITS = 7


class CaseForm(StaffForm):
    """A form about one case: `version` says which state of it was seen."""

    version_fingerprint = HiddenField()

    @property
    def version(self) -> int:
        """The version that was seen; 0, which no case has, where it is unreadable."""
        return seen_version(self.version_fingerprint.data)


def seen_version(text: str | None) -> int:
    """A case's version as a form brings it back; 0, which no case has, where it is unreadable."""
    text = text or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0


def local_now() -> datetime:
    """This moment with the installation's zone: commands take the day from it."""
    return now().astimezone(settings().timezone)


def local_today() -> date:
    return local_now().date()


def asked_number(number: str) -> str:
    """The number of a case in an address, as it is stored: 7K3Q-9MXT is 7K3Q9MXT."""
    typed = (letter for letter in number.upper() if letter.isascii() and letter.isalnum())
    return "".join(typed)[: NUMBER_LENGTH + 1]


def lead_back(number: str, words: str) -> ResponseReturnValue:
    """To the case with what was done; to the inbox where it went out of sight by it."""
    if is_seen(current_actor(), number):
        return done(words, "desk.read_case", number=number)
    return done(words, "desk.inbox" if has_page("desk.inbox") else "account.home")
