"""How a changing page is really used once, for test_one_entry: by the page's own form.

A recipe opens a page, finds the form, fills it in and sends it without following the answer,
because the next page may note a look of its own.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

from bs4 import Tag
from werkzeug.test import TestResponse

from portal.accounts.models import Person
from portal.authority import Role
from portal.organisation.models import Location, Unit
from tests.factories import make_location
from tests.staff import BEFORE, Staff, make_person
from tests.visitor import Page
from tests.web.admin.conftest import Regency

ACTOR = "pelaku"


@dataclass
class Scene:
    """A regency, somebody to act upon, a spare location, and whoever acts at a browser."""

    regency: Regency
    person: Person
    disabled: Person
    spare: Location

    @cached_property
    def browser(self) -> Staff:
        """Of the administrator, unless `work_as` seated somebody else there."""
        return self.work_as(Role.ADMINISTRATOR, self.regency.root)

    def work_as(self, role: Role, unit: Unit, **facts: Any) -> Staff:
        """Whoever acts is somebody with this role; to be said before the first page."""
        person = make_person((role, unit), login=ACTOR, **facts)
        self.browser = Staff(self.regency.app, person=person)
        return self.browser

    @property
    def actor(self) -> Person:
        """Whoever acts."""
        assert self.browser.person is not None
        return self.browser.person

    def place(self, url: str) -> str:
        """Addresses are written with names: `{office}` is the id of that unit."""
        one = self.regency
        return url.format(
            office=one.office.id,
            field=one.field.id,
            service=one.service.id,
            counter=one.counter.id,
            spare=self.spare.id,
            officer=one.officer.handle,
            person=self.person.handle,
            disabled=self.disabled.handle,
        )


def make_scene(regency: Regency) -> Scene:
    return Scene(
        regency,
        make_person((Role.HANDLER, regency.office), login="sasaran"),
        make_person((Role.HANDLER, regency.office), disabled_on=BEFORE),
        make_location("KOSONG"),
    )


Ready = Callable[[], TestResponse]
Recipe = Callable[[Scene], Ready]


def form(url: str, field: str = "", /, *, action: str = "", **values: Any) -> Recipe:
    """Fill in the form of a page that has this field, or whose action ends like this."""

    def prepare(scene: Scene) -> Ready:
        page = scene.browser.open(scene.place(url))
        assert page.status == 200, page.text
        filled = {k: scene.place(v) if isinstance(v, str) else v for k, v in values.items()}
        return sending(scene, page, form_at(page, field, action), filled)

    return prepare


def after(*steps: Recipe, then: Recipe) -> Recipe:
    """What has to be done before, by the same person."""

    def prepare(scene: Scene) -> Ready:
        for step in steps:
            assert step(scene)().status_code in (200, 303)
        return then(scene)

    return prepare


def linked(scene: Scene, url: str, part: str) -> str:
    """Where the first link of a page leads that has this in its address."""
    page = scene.browser.open(scene.place(url))
    return next(str(a["href"]) for a in page.soup.find_all("a") if part in str(a.get("href")))


def previewed(
    scene: Scene, url: str, sheet: str, field: str = "", /, *, action: str = "", **values: Any
) -> Ready:
    """Hand a sheet over, then send the form of its preview that has this field or action."""
    page = scene.browser.open(url)
    values["file"] = (io.BytesIO(sheet.encode()), "lembar.csv")
    preview = scene.browser.send(page, values, form=form_at(page, "file"))
    return sending(scene, preview, form_at(preview, field, action), {})


def sending(scene: Scene, page: Page, at: int, values: Mapping[str, Any]) -> Ready:
    tag = page.form(at)
    address = urljoin(page.url, str(tag.get("action") or page.url))
    data = {**page.fields(at), **values}
    return lambda: scene.browser.client.post(address, data=data)


def form_at(page: Page, field: str, action: str = "") -> int:
    for at, one in enumerate(page.soup.find_all("form")):
        assert isinstance(one, Tag)
        is_posted = str(one.get("method")).lower() == "post"
        named = bool(field) and one.find(attrs={"name": field}) is not None
        if is_posted and (named or (action and str(one.get("action")).endswith(action))):
            return at
    raise AssertionError(f"{page.url}: no form with {field or action}")
