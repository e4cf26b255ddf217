"""Words and bits that the pages about people share."""

from collections.abc import Mapping

from flask import url_for

from portal.accounts.inviting import Delivery
from portal.accounts.people_queries import PEOPLE_SORTS, State
from portal.authority import Permission, Role
from portal.clock import now
from portal.language import gettext as _
from portal.language import later
from portal.listing import Asked
from portal.web.actors import current_actor
from portal.web.admin.asking import indented_units
from portal.web.filters import Filter
from portal.web.limits import secret_keys, settings
from portal.web.navigation import role_name
from portal.web.paging import asked_for

PEOPLE = Permission.MANAGE_PEOPLE
STATES: Mapping[State, str] = {
    State.ACTIVE: later("Aktif"),
    State.INVITED: later("Diundang, belum masuk"),
    State.DISABLED: later("Nonaktif"),
}
HELD: Mapping[str, str] = {
    "definitif": later("Definitif"),
    "plt": later("Plt. (pelaksana tugas)"),
    "plh": later("Plh. (pelaksana harian)"),
}


def role_options() -> list[tuple[str, str]]:
    """The roles that can be held, in the language being spoken."""
    return [(role.value, role_name(role)) for role in Role if role is not Role.OPERATOR]


def asked_of_people() -> tuple[Asked, list[Filter]]:
    """What the address asks of the list, and by what it may be narrowed."""
    filters = [
        Filter("unit", _("Unit dan sub-unitnya"), indented_units(current_actor())),
        Filter("peran", _("Peran"), role_options()),
        Filter("keadaan", _("Keadaan"), [(state.value, _(STATES[state])) for state in State]),
    ]
    return asked_for(sorts=PEOPLE_SORTS, filters=filters), filters


def delivery() -> Delivery:
    """Where links of this installation lead, and whether mail goes out."""
    chosen = settings()
    return Delivery(
        address=chosen.base_url + url_for("account.open_link", token=""),
        vault_key=secret_keys().vault_key,
        can_mail=chosen.smtp_url is not None,
        at=now(),
    )
