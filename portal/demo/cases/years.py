"""What every act of the half year needs: who acts, on which case, when."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from portal.authority import Actor
from portal.complaints.filing import FilingKeys
from portal.complaints.keys import KeyPlace
from portal.complaints.rules.receipt import receipt_keys
from portal.config import Settings
from portal.demo.accounts import account_actor
from portal.demo.cases.filing import Coming
from portal.demo.chance import Chance, chance
from portal.demo.days import HalfYear

FILED_AT, DONE_AT = time(10, 20), time(14, 5)


@dataclass(frozen=True, slots=True)
class Running:
    """A case that has begun: its number, its receipt, what that is kept as."""

    coming: Coming
    number: str
    receipt: bytes
    code: str


@dataclass(slots=True)
class Years:
    """Everything the story needs while it is lived."""

    half: HalfYear
    settings: Settings
    keys: FilingKeys
    stream: Chance
    actors: dict[str, Actor] = field(default_factory=dict)
    running: dict[int, Running] = field(default_factory=dict)

    def actor(self, login: str) -> Actor:
        if login not in self.actors:
            self.actors[login] = account_actor(login, self.half.today)
        return self.actors[login]

    def at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.settings.timezone)


def first_of_the_years(half: HalfYear, settings: Settings) -> Years:
    """Nothing has happened yet."""
    vault_key = settings.secrets.vault_key if settings.secrets else ""
    keys = FilingKeys(receipt_keys(vault_key), KeyPlace(settings.instance, vault_key))
    return Years(half, settings, keys, chance("handling"))
