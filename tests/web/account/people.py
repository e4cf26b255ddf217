"""People who sign in as a person does: with a password, and a phone beside the keyboard."""

from typing import Any

import pyotp

from portal.accounts.hashing import hashed, pin_secret
from portal.accounts.models import Person
from portal.accounts.totp import seal
from portal.authority import Role
from portal.clock import now
from portal.database import db
from portal.organisation.models import Unit
from portal.web.limits import secret_keys
from tests.factories import make_unit
from tests.staff import TOTP_SECRET, Staff, make_person
from tests.visitor import Page

PASSWORD = "kursi biru di teras"
PIN = "482915"


def somebody(*roles: tuple[Role, Unit], **facts: Any) -> Person:
    """A handler without a second factor, with PASSWORD; others as `facts` say."""
    facts = {"totp": None, "password": hashed(PASSWORD), **facts}
    return make_person(*(roles or ((Role.HANDLER, make_unit()),)), **facts)


def give_pin(person: Person, pin: str = PIN) -> Person:
    person.pin = hashed(pin_secret(secret_keys().vault_key, person.handle, pin))
    db.session.commit()
    return person


def code(offset: int = 0, secret: str = TOTP_SECRET) -> str:
    """What the app on the phone shows now (or `offset` steps later)."""
    return pyotp.TOTP(secret).at(int(now().timestamp()) + 30 * offset)


def sign_in(browser: Staff, person: Person, password: str = PASSWORD, **values: str) -> Page:
    page = browser.open("/masuk")
    values = {"login": person.login, "password": password, **values}
    return browser.send(page, values, form=form_with(page, "login"))


def form_with(page: Page, name: str) -> int:
    """Which form of the page has this field; the band's own form is to leave."""
    forms = page.soup.find_all("form")
    return next(i for i, form in enumerate(forms) if form.find(attrs={"name": name}))


def fill(browser: Staff, page: Page, **values: str) -> Page:
    """Send the form that has the first of these fields."""
    return browser.send(page, values, form=form_with(page, next(iter(values))))


def press(browser: Staff, page: Page, label: str) -> Page:
    """Press the button with this label."""
    forms = page.soup.find_all("form")
    pressed = (i for i, form in enumerate(forms) if label in form.find("button").get_text())
    return browser.send(page, form=next(pressed))


def give_factor(person: Person) -> Person:
    person.totp = seal(secret_keys().vault_key, person.handle, TOTP_SECRET)
    db.session.commit()
    return person
