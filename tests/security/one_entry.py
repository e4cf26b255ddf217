"""How each changing page is really used once, for test_one_entry: by the page's own form.

A recipe opens a page, finds the form, fills it in and sends it without following the answer,
because the next page may note a look of its own.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from bs4 import Tag
from werkzeug.test import TestResponse

from portal.accounts.models import Person
from portal.authority import Role
from portal.organisation.models import Location
from tests.factories import make_location
from tests.staff import Staff, make_person
from tests.visitor import Page
from tests.web.admin.conftest import Regency

PEOPLE_SHEET = "login,nama,peran,unit\nbaru,Baru,petugas,DUK\n"


@dataclass
class Scene:
    """A regency, its administrator at a browser, somebody to act upon, and a spare location."""

    regency: Regency
    browser: Staff
    person: Person
    disabled: Person
    spare: Location

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
    administrator = make_person((Role.ADMINISTRATOR, regency.root), login="pelaku")
    return Scene(
        regency,
        Staff(regency.app, person=administrator),
        make_person((Role.HANDLER, regency.office), login="sasaran"),
        make_person((Role.HANDLER, regency.office), disabled_on=administrator.created_on),
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
        return sending(scene, page, _form_at(page, field, action), filled)

    return prepare


def sending(scene: Scene, page: Page, at: int, values: Mapping[str, Any]) -> Ready:
    tag = page.form(at)
    address = urljoin(page.url, str(tag.get("action") or page.url))
    data = {**page.fields(at), **values}
    return lambda: scene.browser.client.post(address, data=data)


def _form_at(page: Page, field: str, action: str) -> int:
    for at, one in enumerate(page.soup.find_all("form")):
        assert isinstance(one, Tag)
        is_posted = str(one.get("method")).lower() == "post"
        named = bool(field) and one.find(attrs={"name": field}) is not None
        if is_posted and (named or (action and str(one.get("action")).endswith(action))):
            return at
    raise AssertionError(f"{page.url}: no form with {field or action}")


def role_end(scene: Scene) -> Ready:
    card = scene.browser.open(scene.place("/admin/people/{person}"))
    link = next(a for a in card.soup.find_all("a") if str(a.get("href")).endswith("/end"))
    return form(str(link["href"]), "last_day")(scene)


def people_sheet(scene: Scene) -> Ready:
    page = scene.browser.open("/admin/people/import")
    file: Any = (io.BytesIO(PEOPLE_SHEET.encode()), "akun.csv")
    preview = scene.browser.send(page, {"file": file}, form=_form_at(page, "file", ""))
    return sending(scene, preview, _form_at(preview, "sheet", ""), {})


def token_revoked(scene: Scene) -> Ready:
    made = {"name": "Program", "scopes": ["indicators:read"], "unit": "DUK", "days": "5"}
    form("/admin/tokens/new", "days", **made)(scene)()
    return form("/admin/tokens", action="/revoke")(scene)


RECIPES: Mapping[str, Recipe] = {
    "admin.add_unit": form("/admin/units/new", "code", code="BARU", name="Unit baru"),
    "admin.unit": form("/admin/units/{field}", "name", name="Nama lain"),
    "admin.move_unit": form("/admin/units/{field}/move", "parent", parent="PTSP"),
    "admin.retire_unit": form("/admin/units/{field}/retire", "on"),
    "admin.add_location": form("/admin/locations/new", "code", code="BARU", name="Gedung baru"),
    "admin.location": form("/admin/locations/{spare}", "name", name="Gedung lain"),
    "admin.retire_location": form("/admin/locations/{spare}/retire", "on"),
    "admin.add_service": form("/admin/services/new", "code", code="BARU", name="Layanan baru"),
    "admin.service": form("/admin/services/{service}", "name", name="Layanan lain"),
    "admin.retire_service": form("/admin/services/{service}/retire", "on"),
    "admin.add_counter": form("/admin/counters/new", "number", number="99", name="Loket baru"),
    "admin.counter": form("/admin/counters/{counter}", "name", name="Loket lain"),
    "admin.close_counter": form("/admin/counters/{counter}/close", "on"),
    "admin.add_officer": form(
        "/admin/officers/new", "name", name="Baru", kind="lainnya", internal_id="K-77", unit="DUK"
    ),
    "admin.officer": form("/admin/officers/{officer}", "position", position="Jabatan lain"),
    "admin.transfer_officer": form("/admin/officers/{officer}/transfer", "unit", unit="PTSP"),
    "admin.end_officer": form("/admin/officers/{officer}/end", "on"),
    "admin.invite": form(
        "/admin/people/new", "login", login="baru", name="Baru", role="officer", unit="DUK"
    ),
    "admin.change_person": form("/admin/people/{person}/change", "email", name="Nama lain"),
    "admin.link_officer": form(
        "/admin/people/{person}/officer?cari=Ratna", "officer", officer="{officer}"
    ),
    "admin.disable_person": form("/admin/people/{person}/disable", "reason", reason="pensiun"),
    "admin.enable_person": form("/admin/people/{disabled}/enable", "reason", reason="kembali"),
    "admin.send_link": form("/admin/people/{person}", action="/link"),
    "admin.grant_role": form(
        "/admin/people/{person}/roles/new", "role", role="liaison", unit="DUK"
    ),
    "admin.end_role": role_end,
    "admin.store_people": people_sheet,
    "admin.make_token_page": form(
        "/admin/tokens/new", "days", name="Program", scopes=["indicators:read"], unit="DUK"
    ),
    "admin.revoke_token_now": token_revoked,
    "admin.add_announcement": form(
        "/admin/announcements/new",
        "text",
        text="Tutup lebih awal.",
        shows_from="2030-03-04",
        shows_until="2030-03-05",
    ),
    "admin.merge_unit": form("/admin/units/{field}/merge/into?into=PTSP", "on"),
    "admin.renew_counter_code": form("/admin/counters/{counter}/code", action="/code"),
    "admin.add_day_off": form(
        "/admin/calendar/new", "on_date", on_date="2030-03-04", name="Hari jadi", decree="SK 1/2030"
    ),
    "admin.officer_leave": form(
        "/admin/officers/{officer}/leave", "starts_on", starts_on="2030-03-04", ends_on="2030-03-05"
    ),
    "admin.roster_counter_day": form(
        "/admin/roster/{counter}/2030-03-04",
        "starts_at",
        handle="{officer}",
        starts_at="08:00",
        ends_at="12:00",
    ),
    "admin.seed_calendar_year": form("/admin/calendar?tahun=2027", action="/seed"),
    "account.sign_out": form("/admin", action="/keluar"),
    "account.end_all_sessions": form("/akun/sesi", action="/keluar-semua"),
    "account.renew_codes": form("/akun", action="/kode-pemulihan"),
}
