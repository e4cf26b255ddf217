"""How a view of staff answers: with a page, with a form as typed, or by leading on."""

from flask import Flask, flash, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from portal.web import fields, navigation, paging
from portal.web.fields import StaffForm
from portal.web.styles import static_address
from portal.web.templating import page_url


def form_page(template: str, form: StaffForm, **facts: object) -> ResponseReturnValue:
    """The page of a form: 200, 422 when something is to be mended, 409 after a conflict."""
    return make_response(render_template(template, form=form, **facts), form.status)


def done(words: str, endpoint: str, **values: str | int) -> ResponseReturnValue:
    """Lead on after a change; the next page says what was done."""
    flash(words)
    return redirect(page_url(endpoint, **values), 303)


def capital(words: str) -> str:
    """A sentence that also follows a colon elsewhere ("Nama: wajib diisi.") with its capital."""
    return words[:1].upper() + words[1:]


def init_staff_pages(app: Flask) -> None:
    """Teach the templates what the staff layout and its components ask for."""
    app.jinja_env.filters["capital"] = capital
    app.jinja_env.globals.update(
        staff_person=navigation.staff_person,
        staff_sections=navigation.staff_sections,
        has_page=navigation.has_page,
        role_names=navigation.role_names,
        static_address=static_address,
        field_kind=fields.kind,
        field_is_optional=fields.is_optional,
        field_anchor=fields.anchor,
        field_control=fields.control,
        field_problems=fields.field_problems,
        problems_title=fields.problems_title,
        here_with=paging.here_with,
        page_address=paging.page_address,
        sort_head=paging.sort_head,
        neighbours=paging.neighbours,
    )
