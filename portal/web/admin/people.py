"""People: the list by name or login, its file, one person with the roles."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from portal.accounts.people_queries import all_people, person_card, person_list
from portal.accounts.people_sheet import people_table
from portal.sheets import Format, csv_bytes, xlsx_bytes
from portal.web.actors import current_actor
from portal.web.admin.asking import today
from portal.web.admin.door import admin
from portal.web.admin.files import TYPES, attached
from portal.web.admin.people_forms import SendLinkForm
from portal.web.admin.people_words import HELD, PEOPLE, STATES, asked_of_people
from portal.web.navigation import role_name


@admin.page("/people", needs=PEOPLE)
def people() -> ResponseReturnValue:
    asked, filters = asked_of_people()
    listed = person_list(current_actor(), asked, today())
    return render_template(
        "admin/people.html", listed=listed, filters=filters, states=STATES, role_name=role_name
    )


@admin.page("/people/export.<any(csv, xlsx):kind>", needs=PEOPLE)
def export_people(kind: str) -> Response:
    """The whole filtered list in the layout that the import takes; no NIP is in it."""
    asked, _filters = asked_of_people()
    form, day = Format(kind), today()
    table = people_table(all_people(current_actor(), asked, day), for_people=form is Format.XLSX)
    content = csv_bytes(table) if form is Format.CSV else xlsx_bytes([table])
    return attached(content, TYPES[form], f"akun-pegawai-{day}.{kind}")


@admin.page("/people/<handle>", needs=PEOPLE)
def person(handle: str) -> ResponseReturnValue:
    card = person_card(current_actor(), handle, today())
    return render_template(
        "admin/person.html",
        card=card,
        states=STATES,
        held=HELD,
        role_name=role_name,
        link_form=SendLinkForm(data={"fingerprint": card.seen}),
    )
