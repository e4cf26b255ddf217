"""Who may do what, where: permissions, the role table, and the actor with a reach.

Knows no database: an actor is plain data, made at a door (or by the command line).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.errors import NotAllowed, NotFound

REFUSED = "Anda tidak berwenang melakukan ini."
UNKNOWN = "Yang dicari tidak ada."


class Permission(StrEnum):
    """Everything that staff may be allowed to do."""

    MANAGE_ORGANISATION = "manage_organisation"
    MANAGE_QUESTIONNAIRE = "manage_questionnaire"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_TOKENS = "manage_tokens"
    READ_SETTINGS = "read_settings"
    READ_TRAIL = "read_trail"

    IMPORT_RATINGS = "import_ratings"
    EXPORT_RATINGS = "export_ratings"
    ENTER_PAPER = "enter_paper"
    CHECK_PAPER = "check_paper"
    ENTER_SERVED = "enter_served"
    REVIEW_RATINGS = "review_ratings"

    RELEASE_FIGURES = "release_figures"
    READ_INDICATORS = "read_indicators"
    READ_OFFICER_FIGURES = "read_officer_figures"
    READ_COMMENTS = "read_comments"
    SET_TARGETS = "set_targets"
    CLOSE_MONTHS = "close_months"

    READ_APPRAISALS = "read_appraisals"
    DECIDE_OBJECTIONS = "decide_objections"
    READ_OWN_FIGURES = "read_own_figures"
    FILE_OBJECTIONS = "file_objections"
    CHECK_IN = "check_in"

    READ_CASES = "read_cases"
    COORDINATE_CASES = "coordinate_cases"
    OVERSEE_CASES = "oversee_cases"
    TRIAGE_CASES = "triage_cases"
    HANDLE_CASES = "handle_cases"
    ASSIGN_CASES = "assign_cases"
    ENTER_CASES = "enter_cases"
    EXPORT_CASES = "export_cases"
    EXCHANGE_CASES = "exchange_cases"
    CONSENT_IDENTITY = "consent_identity"
    MANAGE_REPLIES = "manage_replies"
    MANAGE_PERSONAL_DATA = "manage_personal_data"
    MANAGE_RULE_SETS = "manage_rule_sets"

    OPERATE = "operate"


class Role(StrEnum):
    """A bundle of permissions; held by a person in a unit and all below it."""

    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"
    UNIT_HEAD = "unit_head"
    HANDLER = "handler"
    COORDINATOR = "coordinator"
    LIAISON = "liaison"
    SURVEY_EVALUATOR = "survey_evaluator"
    APPRAISAL_EVALUATOR = "appraisal_evaluator"
    SUPERIOR = "superior"
    INSPECTOR = "inspector"
    OFFICER = "officer"
    AUDITOR = "auditor"


class Scope(StrEnum):
    """What an API token may be used for (product.md §3)."""

    INDICATORS_READ = "indicators:read"
    APPRAISALS_READ = "appraisals:read"
    COMPLAINTS_READ = "complaints:read"


class Open(StrEnum):
    """What a page says instead of a permission: everybody, or whoever has signed in."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"


ANYONE = Open.ANYONE
SIGNED_IN = Open.SIGNED_IN

_P = Permission

ROLES: Mapping[Role, frozenset[Permission]] = {
    # The operator has the database file in hand; the trail names the login (product.md §2.10).
    Role.OPERATOR: frozenset(Permission),
    Role.ADMINISTRATOR: frozenset(
        {
            _P.MANAGE_ORGANISATION,
            _P.MANAGE_QUESTIONNAIRE,
            _P.MANAGE_PEOPLE,
            _P.MANAGE_TOKENS,
            _P.READ_SETTINGS,
            _P.READ_TRAIL,
            _P.MANAGE_RULE_SETS,
        }
    ),
    Role.UNIT_HEAD: frozenset(
        {
            _P.READ_INDICATORS,
            _P.READ_OFFICER_FIGURES,
            _P.READ_COMMENTS,
            _P.ENTER_PAPER,
            _P.ENTER_SERVED,
            _P.READ_CASES,
            _P.TRIAGE_CASES,
            _P.HANDLE_CASES,
            _P.ASSIGN_CASES,
            _P.ENTER_CASES,
            _P.EXPORT_CASES,
            _P.CONSENT_IDENTITY,
            _P.MANAGE_REPLIES,
        }
    ),
    Role.HANDLER: frozenset(
        {
            _P.ENTER_PAPER,
            _P.ENTER_SERVED,
            _P.READ_CASES,
            _P.TRIAGE_CASES,
            _P.HANDLE_CASES,
            _P.ENTER_CASES,
        }
    ),
    # Reads first what is about a person, money, a head, or unclear (domain.md §3), answers nothing.
    Role.COORDINATOR: frozenset(
        {
            _P.READ_CASES,
            _P.COORDINATE_CASES,
            _P.TRIAGE_CASES,
            _P.ASSIGN_CASES,
            _P.ENTER_CASES,
            _P.EXPORT_CASES,
            _P.EXCHANGE_CASES,
            _P.CONSENT_IDENTITY,
            _P.MANAGE_REPLIES,
            _P.MANAGE_PERSONAL_DATA,
        }
    ),
    Role.LIAISON: frozenset(
        {
            _P.ENTER_PAPER,
            _P.ENTER_SERVED,
            _P.READ_CASES,
            _P.TRIAGE_CASES,
            _P.HANDLE_CASES,
            _P.ASSIGN_CASES,
            _P.ENTER_CASES,
            _P.MANAGE_REPLIES,
        }
    ),
    # Closes and publishes, sees no NIP (domain.md §4: two authorities, never one person).
    Role.SURVEY_EVALUATOR: frozenset(
        {
            _P.READ_INDICATORS,
            _P.READ_OFFICER_FIGURES,
            _P.READ_COMMENTS,
            _P.IMPORT_RATINGS,
            _P.EXPORT_RATINGS,
            _P.CHECK_PAPER,
            _P.REVIEW_RATINGS,
            _P.SET_TARGETS,
            _P.CLOSE_MONTHS,
            _P.DECIDE_OBJECTIONS,
        }
    ),
    # Takes the evidence per NIP, has no power over marks.
    Role.APPRAISAL_EVALUATOR: frozenset(
        {_P.READ_INDICATORS, _P.READ_OFFICER_FIGURES, _P.READ_APPRAISALS}
    ),
    Role.SUPERIOR: frozenset({_P.READ_APPRAISALS}),
    # What a unit must not handle itself lies on the inspector's desk and on no other.
    Role.INSPECTOR: frozenset(
        {
            _P.READ_INDICATORS,
            _P.OVERSEE_CASES,
            _P.TRIAGE_CASES,
            _P.HANDLE_CASES,
            _P.ASSIGN_CASES,
            _P.ENTER_CASES,
            _P.EXPORT_CASES,
            _P.CONSENT_IDENTITY,
            _P.MANAGE_REPLIES,
            _P.MANAGE_PERSONAL_DATA,
        }
    ),
    Role.OFFICER: frozenset({_P.READ_OWN_FIGURES, _P.FILE_OBJECTIONS, _P.CHECK_IN}),
    Role.AUDITOR: frozenset({_P.READ_INDICATORS, _P.READ_SETTINGS, _P.READ_TRAIL}),
}

SCOPES: Mapping[Scope, frozenset[Permission]] = {
    Scope.INDICATORS_READ: frozenset({_P.READ_INDICATORS}),
    Scope.APPRAISALS_READ: frozenset({_P.READ_APPRAISALS, _P.READ_OFFICER_FIGURES}),
    Scope.COMPLAINTS_READ: frozenset({_P.EXPORT_CASES, _P.READ_CASES}),
}

# Roles that must never meet in one person (domain.md §4; nobody audits the own acts).
APART: tuple[frozenset[Role], ...] = (
    frozenset({Role.SURVEY_EVALUATOR, Role.APPRAISAL_EVALUATOR}),
    frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    frozenset({Role.AUDITOR, Role.SURVEY_EVALUATOR}),
)


@dataclass(frozen=True, slots=True)
class Grant:
    """One role (or scope of a token) and the units it reaches; None: the whole installation."""

    role: Role | Scope
    units: frozenset[int] | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        return SCOPES[self.role] if isinstance(self.role, Scope) else ROLES[self.role]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a name for the trail and the grants held at this moment.

    `person_id` is whoever signed in, `officer_id` the officer that person is.
    """

    name: str
    grants: tuple[Grant, ...] = ()
    person_id: int | None = None
    officer_id: int | None = None

    def may(self, permission: Permission) -> bool:
        """Does any grant, anywhere, carry the permission?"""
        return any(permission in grant.permissions for grant in self.grants)

    def reach(self, permission: Permission) -> frozenset[int] | None:
        """The ids of all units where the permission is held; None means everywhere."""
        reached: frozenset[int] = frozenset()
        for grant in self.grants:
            if permission not in grant.permissions:
                continue
            if grant.units is None:
                return None
            reached |= grant.units
        return reached

    def reaches(self, permission: Permission, unit_id: int | None) -> bool:
        """Is the permission held in this unit? `unit_id` None is what belongs to no unit."""
        reached = self.reach(permission)
        return reached is None or unit_id in reached

    def demand(self, permission: Permission) -> None:
        """Raise NotAllowed unless some grant of this actor carries the permission."""
        if not self.may(permission):
            raise NotAllowed(REFUSED)

    def demand_in(self, permission: Permission, unit_id: int | None) -> None:
        """Raise NotAllowed without the permission; NotFound outside its reach.

        "Not yours" and "not there" are the same answer (architecture.md §3).
        """
        self.demand(permission)
        if not self.reaches(permission, unit_id):
            raise NotFound(UNKNOWN)

    def demand_everywhere(self, permission: Permission) -> None:
        """Raise NotAllowed unless the permission is held in the whole installation."""
        self.demand(permission)
        if self.reach(permission) is not None:
            raise NotAllowed(REFUSED)

    def roles_in(self, permission: Permission) -> tuple[Role, ...]:
        """By which roles the permission is held, for the record of a look."""
        held = {g.role for g in self.grants if permission in g.permissions}
        return tuple(sorted(role for role in held if isinstance(role, Role)))


RESIDENT = Actor("resident")


def operator(login: str) -> Actor:
    """The person at the command line, named `operator:<login>` in the trail."""
    return Actor(f"operator:{login}", (Grant(Role.OPERATOR),))
