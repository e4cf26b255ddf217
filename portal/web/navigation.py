"""What stands in the band of a staff page: only what this person may open.

The permission of a page is read from its view (`needs`), so that the link and the guard
cannot disagree; a page that is not there has no link.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app, request

from portal.accounts.queries import SignedIn
from portal.authority import Actor, Permission, Role
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor, current_session
from portal.web.sections import SECTIONS, Section
from portal.web.templating import page_url


@dataclass(frozen=True, slots=True)
class Link:
    """A page this person may open, in the language being spoken."""

    endpoint: str
    label: str
    sentence: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class OpenSection:
    """A section with what this person may open of it; never empty."""

    label: str
    links: tuple[Link, ...]

    @property
    def href(self) -> str:
        return self.links[0].href

    @property
    def is_current(self) -> bool:
        return any(link.is_current for link in self.links)


ROLE_NAMES: Mapping[Role, str] = {
    Role.OPERATOR: later("Operator"),
    Role.ADMINISTRATOR: later("Administrator"),
    Role.UNIT_HEAD: later("Pimpinan Unit"),
    Role.HANDLER: later("Petugas Penanganan"),
    Role.COORDINATOR: later("Koordinator Pengaduan"),
    Role.LIAISON: later("Pejabat Penghubung"),
    Role.SURVEY_EVALUATOR: later("Bagian Organisasi"),
    Role.APPRAISAL_EVALUATOR: later("BKPSDM"),
    Role.SUPERIOR: later("Pejabat Penilai Kinerja"),
    Role.INSPECTOR: later("Inspektorat"),
    Role.OFFICER: later("Petugas"),
    Role.AUDITOR: later("Auditor"),
}


def role_name(role: Role) -> str:
    """The role's name in the language being spoken."""
    return _(ROLE_NAMES[role])


def staff_person() -> SignedIn | None:
    """Who is signed in here and has not left the PC alone; nobody otherwise."""
    found = current_session()
    return None if found is None or found.is_locked else found


def is_staff_page() -> bool:
    """Does the address asked for belong to a door of staff?"""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "posture", "") == "staff"


def role_names(actor: Actor) -> str:
    """The roles held today, each once, as a person reads them."""
    held = {grant.role for grant in actor.grants if isinstance(grant.role, Role)}
    return ", ".join(role_name(role) for role in Role if role in held)


def staff_sections() -> list[OpenSection]:
    """The sections this person may open, in the order of the band."""
    if staff_person() is None:
        return []
    current = _current_endpoint()
    found = (OpenSection(_(section.label), _open_pages(section, current)) for section in SECTIONS)
    return [section for section in found if section.links]


def has_page(endpoint: str) -> bool:
    """Does this installation have the page at all?"""
    return endpoint in current_app.view_functions


def is_open(endpoint: str) -> bool:
    """Is there such a page, and may this person open it?"""
    needs = getattr(current_app.view_functions.get(endpoint), "needs", None)
    return current_actor().may(needs) if isinstance(needs, Permission) else needs is not None


def _open_pages(section: Section, current: str) -> tuple[Link, ...]:
    return tuple(
        Link(
            page.endpoint,
            _(page.label),
            _(page.sentence),
            page_url(page.endpoint),
            page.endpoint == current,
        )
        for page in section.pages
        if is_open(page.endpoint)
    )


def _current_endpoint() -> str:
    """The page of the navigation this request belongs to: the longest address above its own."""
    above = [
        (len(rule), page.endpoint)
        for section in SECTIONS
        for page in section.pages
        for rule in _rules(page.endpoint)
        if f"{request.path}/".startswith(f"{rule.rstrip('/')}/")
    ]
    return max(above, default=(0, ""))[1]


def _rules(endpoint: str) -> list[str]:
    if endpoint not in current_app.view_functions:
        return []
    return [rule.rule for rule in current_app.url_map.iter_rules(endpoint) if not rule.arguments]
