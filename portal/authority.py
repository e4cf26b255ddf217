"""Who may do what, where: permissions, the role table, and the actor with a reach.

Knows no database: an actor is plain data, made at a door (or by the command line).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.errors import NotAllowed


class Permission(StrEnum):
    """Everything that staff may be allowed to do."""

    MANAGE_ORGANISATION = "manage_organisation"
    IMPORT_RATINGS = "import_ratings"
    RELEASE_FIGURES = "release_figures"
    CLOSE_MONTHS = "close_months"
    READ_INDICATORS = "read_indicators"
    READ_APPRAISALS = "read_appraisals"
    EXPORT_RATINGS = "export_ratings"
    OPERATE = "operate"


class Role(StrEnum):
    """A bundle of permissions; held by a person in a unit (or everywhere)."""

    OPERATOR = "operator"


class Open(StrEnum):
    """What a page says instead of a permission when everybody may open it."""

    ANYONE = "anyone"


ANYONE = Open.ANYONE

ROLES: Mapping[Role, frozenset[Permission]] = {
    # The operator has the database file in hand; the trail names the login (product.md §2.10).
    Role.OPERATOR: frozenset(Permission),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one unit and all below it; `unit_id` None means the whole installation."""

    role: Role
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a name for the trail and the grants held at this moment."""

    name: str
    grants: tuple[Grant, ...] = ()

    def demand(self, permission: Permission) -> None:
        """Raise NotAllowed unless some grant of this actor carries the permission."""
        if not any(permission in ROLES[grant.role] for grant in self.grants):
            raise NotAllowed(f"Anda ({self.name}) tidak berwenang melakukan ini.")


RESIDENT = Actor("resident")


def operator(login: str) -> Actor:
    """The person at the command line, named `operator:<login>` in the trail."""
    return Actor(f"operator:{login}", (Grant(Role.OPERATOR),))
