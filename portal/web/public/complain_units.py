"""`/pengaduan`: which unit; found by its name without any script."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.language import gettext as _
from portal.organisation.places import units_named
from portal.organisation.queries import government_name
from portal.web.legible import readable

LONGEST = 80  # characters of a search


def choose_unit(typed: str, *, is_unknown: bool) -> ResponseReturnValue:
    """The units to choose from; 404 for the address of one that is not in use."""
    asked = readable(typed)[:LONGEST].strip()
    page = render_template(
        "public/complain_units.html",
        heading=_("Pengaduan"),
        government=government_name(),
        typed=asked,
        units=units_named(asked),
        is_unknown=is_unknown,
    )
    return page, 404 if is_unknown else 200
