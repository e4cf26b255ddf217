"""How people use the pages of their own account and of officers, for test_one_entry."""

from collections.abc import Mapping

from portal.accounts.hashing import hashed
from portal.accounts.models import LinkKind
from portal.accounts.passwords import make_link
from portal.authority import Role
from portal.clock import now
from portal.database import db
from portal.web.limits import secret_keys
from tests.security.one_entry import Ready, Recipe, Scene, after, form, form_at, sending
from tests.staff import Staff, make_session
from tests.web.account.people import PASSWORD, PIN, code, give_pin, sign_in

NEW = "payung merah di loteng"
OWN = {"current": PASSWORD}


def by(then: Recipe, role: Role = Role.HANDLER, **facts: object) -> Recipe:
    """The same by somebody with a password and a PIN, in the office of the scene."""

    def prepare(scene: Scene) -> Ready:
        scene.work_as(role, scene.regency.office, password=hashed(PASSWORD), **facts)
        give_pin(scene.actor)
        return then(scene)

    return prepare


def by_officer(then: Recipe) -> Recipe:
    return lambda scene: by(then, Role.OFFICER, officer=scene.regency.officer)(scene)


def at_the_gate(then: Recipe) -> Recipe:
    """The same with a browser in which nobody is signed in."""

    def prepare(scene: Scene) -> Ready:
        person = scene.actor
        scene.browser = Staff(scene.regency.app)
        scene.browser.person = person
        return then(scene)

    return prepare


def session(then: Recipe, **facts: object) -> Recipe:
    """The same in a session of which the facts are true."""

    def prepare(scene: Scene) -> Ready:
        scene.browser.sign_in(scene.actor, **facts)
        return then(scene)

    return prepare


def code_given(scene: Scene) -> Ready:
    """The second step of signing in, after the password."""
    page = sign_in(scene.browser, scene.actor)
    return sending(scene, page, form_at(page, "code"), {"code": code()})


def code_confirmed(scene: Scene) -> Ready:
    return form("/masuk/konfirmasi", "code", code=code())(scene)


def factor_set_up(scene: Scene) -> Ready:
    page = scene.browser.open("/akun/faktor-kedua")
    key = page.soup.find("code")
    assert key is not None
    typed = {"code": code(secret=key.get_text().replace(" ", ""))}
    return sending(scene, page, form_at(page, "code"), typed)


def other_session_ended(scene: Scene) -> Ready:
    make_session(scene.actor, device="Ponsel")
    return form("/akun/sesi", action="/akhiri")(scene)


def link_opened(scene: Scene) -> Ready:
    key = secret_keys().vault_key
    token = make_link(scene.actor, LinkKind.RESET, vault_key=key, at=now())
    db.session.commit()
    return form(f"/masuk/tautan/{token}", "password", password=NEW, repeat=NEW)(scene)


SIGN_IN = form("/masuk", "login", login="pelaku", password=PASSWORD)
CHECK_IN = form("/me/check-in", "pin", counter="{counter}", pin=PIN)
CONTEST = form(
    "/me/objections/new",
    "text",
    kind="attribution",
    on_date="2026-10-14",
    text="Hari itu saya cuti, surat nomor 12.",
)

OF_THE_ACCOUNT: Mapping[str, Recipe] = {
    "account.sign_in": by(at_the_gate(SIGN_IN), totp=None),
    "account.enter_code": by(at_the_gate(code_given)),
    "account.open_link": by(at_the_gate(link_opened)),
    "account.forgotten": by(
        at_the_gate(form("/masuk/lupa", "login", login="pelaku")), email="pelaku@contoh.go.id"
    ),
    "account.sign_out": form("/admin", action="/keluar"),
    "account.end_all_sessions": form("/akun/sesi", action="/keluar-semua"),
    "account.end_own_session": other_session_ended,
    "account.change_own_password": by(
        form("/akun/sandi", "password", password=NEW, repeat=NEW, **OWN)
    ),
    "account.pin": by(form("/akun/pin", "pin", pin=PIN, repeat=PIN, **OWN)),
    "account.change_person": form("/masuk/ganti", action="/masuk/ganti"),
    "account.unlock": by(
        session(form("/masuk/buka", "pin", pin=PIN), is_shared=True, is_locked=True)
    ),
    "account.confirm": session(code_confirmed, confirmed_at=None),
    "account.factor": by(factor_set_up, totp=None),
    "account.renew_codes": form("/akun", action="/kode-pemulihan"),
    "account.remove_factor": by(form("/akun", action="/lepas")),
}
OF_OFFICERS: Mapping[str, Recipe] = {
    "me.check_in": by_officer(CHECK_IN),
    "me.check_out": by_officer(after(CHECK_IN, then=form("/me/check-in", action="/check-out"))),
    "me.contest": by_officer(CONTEST),
    "me.withdraw": by_officer(after(CONTEST, then=form("/me/objections", action="/withdraw"))),
}
