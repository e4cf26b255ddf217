"""How the pages of administrators are used, for test_one_entry."""

from collections.abc import Mapping

from portal.authority import Role
from tests.accounts.test_dead_letters import given_up
from tests.notifications.mails import month_mail
from tests.security.one_entry import Ready, Recipe, Scene, after, form, linked, previewed

PEOPLE_SHEET = "login,nama,peran,unit\nbaru,Baru,petugas,DUK\n"
COUNTERS_SHEET = "unit,nomor,nama\nDUK,9,Loket baru\n"
ANSWERS_SHEET = "TANGGAL,U1,U2,U3,U4,U5,U6,U7,U8,U9\n02/06/2026,3,3,4,4,3,3,4,3,4\n"
ANSWERS_FACTS = {"unit": "DUK", "channel": "paper", "order": "form"}
DUTY_DAY = "/admin/roster/{counter}/2100-01-04"


def role_end(scene: Scene) -> Ready:
    return form(linked(scene, "/admin/people/{person}", "/end"), "last_day")(scene)


def duty_changed(scene: Scene) -> Ready:
    return form(linked(scene, DUTY_DAY, "/duties/"), "starts_at", ends_at="12:00")(scene)


def duty_cancelled(scene: Scene) -> Ready:
    return form(linked(scene, DUTY_DAY, "/duties/") + "/cancel", "fingerprint")(scene)


def people_sheet(scene: Scene) -> Ready:
    return previewed(scene, "/admin/people/import", PEOPLE_SHEET, "sheet")


def counters_sheet(scene: Scene) -> Ready:
    return previewed(scene, "/admin/imports", COUNTERS_SHEET, "fingerprint", kind="counters")


def answers_sheet(scene: Scene) -> Ready:
    scene.work_as(Role.SURVEY_EVALUATOR, scene.regency.root)
    url = "/admin/imports/ratings"
    return previewed(scene, url, ANSWERS_SHEET, "fingerprint", **ANSWERS_FACTS)


def mail_failed(action: str) -> Recipe:
    """A mail that was given up: sent again or thrown away."""

    def prepare(scene: Scene) -> Ready:
        given_up(month_mail())
        return form("/admin/outbox", action=action)(scene)

    return prepare


TOKEN = form(
    "/admin/tokens/new", "days", name="Program", scopes=["indicators:read"], unit="DUK", days="5"
)
ANNOUNCEMENT = form(
    "/admin/announcements/new",
    "text",
    text="Tutup lebih awal.",
    shows_from="2030-03-04",
    shows_until="2030-03-05",
)
DAY_OFF = form(
    "/admin/calendar/new", "on_date", on_date="2030-03-04", name="Hari jadi", decree="SK 1/2030"
)
LEAVE = form(
    "/admin/officers/{officer}/leave", "starts_on", starts_on="2030-03-04", ends_on="2030-03-05"
)

RULE_SET = form(
    "/admin/rule-sets/new", "legal_basis", unit="{office}", name="Baru", valid_from="2030-03-04"
)

MANAGER = form(
    "/admin/complaint-managers/{office}", "address", name="Dra. Sari", address="Jl. Merdeka 1"
)

OF_ADMINISTRATORS: Mapping[str, Recipe] = {
    "admin.complaint_manager": MANAGER,
    "admin.retry_outbox_mail": mail_failed("/retry"),
    "admin.drop_outbox_mail": mail_failed("/drop"),
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
    "admin.find_officer": form("/admin/officers", action="/find", cari="198609262015051001"),
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
    "admin.import_sheet": counters_sheet,
    "admin.import_answers_seen": answers_sheet,
    "admin.make_token_page": TOKEN,
    "admin.revoke_token_now": after(TOKEN, then=form("/admin/tokens", action="/revoke")),
    "admin.add_announcement": ANNOUNCEMENT,
    "admin.end_announcement": after(ANNOUNCEMENT, then=form("/admin/announcements", action="/end")),
    "admin.reword_part": form(
        "/admin/questionnaire/persyaratan", "en_question", en_question="Were the papers right?"
    ),
    "admin.merge_unit": form("/admin/units/{field}/merge/into?into=PTSP", "on"),
    "admin.renew_counter_code": form("/admin/counters/{counter}/code", action="/code"),
    "admin.add_day_off": DAY_OFF,
    "admin.change_day_off": after(
        DAY_OFF, then=form("/admin/calendar/2030-03-04", "name", name="Hari jadi lain")
    ),
    "admin.remove_day_off": after(
        DAY_OFF, then=form("/admin/calendar/2030-03-04/remove", "reason")
    ),
    "admin.add_rule_set": RULE_SET,
    "admin.change_rule_set": form("/admin/rule-sets/1", "complaint_days", complaint_days="12"),
    "admin.confirm_rule_set": form("/admin/rule-sets/1/confirm", "legal_basis"),
    "admin.end_rule_set": after(
        RULE_SET, then=form("/admin/rule-sets/2/end", "last_day", last_day="2030-04-01")
    ),
    "admin.officer_leave": LEAVE,
    "admin.withdraw_officer_leave": after(
        LEAVE, then=form("/admin/officers/{officer}/leave", action="/withdraw")
    ),
    "admin.duty": duty_changed,
    "admin.cancel_duty": duty_cancelled,
    "admin.copy_roster": form("/admin/roster/copy?unit={office}&pekan=2100-W02", "fingerprint"),
    "admin.roster_counter_day": form(
        "/admin/roster/{counter}/2030-03-04",
        "starts_at",
        handle="{officer}",
        starts_at="08:00",
        ends_at="12:00",
    ),
    "admin.seed_calendar_year": form("/admin/calendar?tahun=2027", action="/seed"),
}
