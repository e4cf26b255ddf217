"""How the desk is used, for test_one_entry: one case, in the state that the act needs."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bs4 import BeautifulSoup

from portal.authority import Role
from portal.clock import today
from portal.complaints.cases import fresh_id
from portal.complaints.keys import KeyPlace, read_keys
from portal.complaints.models import Aftermath, Attachment, CaseQuestion, Complaint
from portal.complaints.rules.words import Klass, State
from portal.complaints.vault import Reporter, sealed_identity
from portal.database import db
from portal.organisation.models import RuleSet, Unit
from portal.organisation.rule_sets import general_rule_set
from portal.web.desk.office_files import store
from portal.web.limits import secret_keys, settings
from tests.complaints.factory import make_case
from tests.security.one_entry import Ready, Recipe, Scene, after, form, linked, previewed
from tests.staff import make_person

FILED = date(2026, 11, 3)
WHY = "Sudah diperiksa di tempat."
SEEN = "version_fingerprint"
GOING: Mapping[str, Any] = {"klass": Klass.PENGADUAN, "state": State.VERIFIED, "may_publish": True}
CLOSED: Mapping[str, Any] = {"klass": Klass.PENGADUAN, "state": State.CLOSED, "closed_on": FILED}
SEALED = {"identity": "dirahasiakan"}
BYTES = b"gambar ulang"


def case_of(scene: Scene, **facts: Any) -> Complaint:
    """A case of the office, about an officer who can be asked."""
    case = make_case(scene.regency.office, FILED, about_officer=scene.regency.officer, **facts)
    if facts.get("identity", "tanpa_nama") != "tanpa_nama":
        ring = read_keys(KeyPlace(settings().instance, secret_keys().vault_key))
        db.session.add(sealed_identity(ring, case.id, Reporter(name="Siti Rahmawati")))
        db.session.commit()
    return case


def by(scene: Scene, role: Role, unit: Unit | None = None) -> None:
    scene.work_as(role, unit or scene.regency.office)


def act(name: str, field: str = SEEN, /, *, role: Role = Role.HANDLER, **sent: Any) -> Recipe:
    """The form of an act on a case that was just filed; `facts` are what the case is."""
    facts = sent.pop("facts", {})

    def prepare(scene: Scene) -> Ready:
        by(scene, role)
        case = case_of(scene, **facts)
        return form(f"/desk/complaints/{case.number}/{name}", field, **sent)(scene)

    return prepare


def going(name: str, field: str = SEEN, /, **sent: Any) -> Recipe:
    """The same on a case that is verified."""
    return act(name, field, facts={**GOING, **sent.pop("facts", {})}, **sent)


def button(name: str) -> Recipe:
    """A form on the case's own page."""

    def prepare(scene: Scene) -> Ready:
        by(scene, Role.HANDLER)
        case = case_of(scene)
        return form(f"/desk/complaints/{case.number}", action=name)(scene)

    return prepare


def laid_down(scene: Scene) -> Ready:
    by(scene, Role.HANDLER)
    url = f"/desk/complaints/{case_of(scene).number}"
    return after(form(url, action="/take-up"), then=form(url, action="/lay-down"))(scene)


def assigned(scene: Scene) -> Ready:
    by(scene, Role.LIAISON)
    number = case_of(scene, **GOING).number
    return form(f"/desk/complaints/{number}/assign", SEEN, to=scene.person.handle)(scene)


def merged(scene: Scene) -> Ready:
    by(scene, Role.HANDLER)
    main = make_case(scene.regency.office, date(2026, 11, 2), story="Lampu mati.")
    number = case_of(scene).number
    return form(f"/desk/complaints/{number}/merge", SEEN, other=main.number)(scene)


def separated(scene: Scene) -> Ready:
    by(scene, Role.HANDLER)
    main = make_case(scene.regency.office, date(2026, 11, 2), story="Lampu mati.")
    facts = {"state": "closed", "outcome": "duplikat", "closed_on": date(2026, 11, 4)}
    number = case_of(scene, merged_into_id=main.id, **facts).number
    return form(f"/desk/complaints/{number}/separate", SEEN, reason=WHY)(scene)


def concern_released(scene: Scene) -> Ready:
    by(scene, Role.HANDLER)
    url = f"/desk/complaints/{case_of(scene).number}"
    return form(linked(scene, f"{url}/concern", "/remove"), SEEN, reason=WHY)(scene)


def asked(scene: Scene) -> Ready:
    officer = scene.regency.officer
    make_person((Role.OFFICER, scene.regency.office), officer=officer)
    text = "Apa yang terjadi pada hari itu?"
    return going("question", officer=str(officer.id), text=text)(scene)


def answered_by_officer(scene: Scene) -> Ready:
    officer = scene.regency.officer
    scene.work_as(Role.OFFICER, scene.regency.office, officer=officer)
    row = CaseQuestion(id=fresh_id(), complaint_id=case_of(scene, **GOING).id, text="Ada apa?")
    row.officer_id, row.asked_on = officer.id, FILED
    db.session.add(row)
    db.session.commit()
    return form(f"/me/questions/{row.id}", "answer", answer="Sistem sedang mati.")(scene)


def photo(name: str = "", *, is_hidden: bool = False) -> Recipe:
    def prepare(scene: Scene) -> Ready:
        by(scene, Role.HANDLER)
        case, file = case_of(scene), store().put(BYTES, day=FILED)
        facts = {"event": 1, "side": "reporter", "kind": "jpeg", "title": "Foto 1"}
        row = Attachment(name=file, complaint_id=case.id, size=len(BYTES), **facts)
        row.is_hidden = is_hidden
        db.session.add(row)
        db.session.commit()
        url = f"/desk/complaints/{case.number}/attachments/{file}{name}"
        return form(url, "reason", reason=WHY)(scene)

    return prepare


def identity_opened(scene: Scene) -> Ready:
    by(scene, Role.HANDLER)
    number = case_of(scene, **GOING, identity="terbuka").number
    return form(f"/desk/complaints/{number}/identity", action="/identity")(scene)


def identity_decided(scene: Scene) -> Ready:
    by(scene, Role.HANDLER)
    number = case_of(scene, **GOING, **SEALED).number
    ask = form(f"/desk/complaints/{number}/identity/ask", "reason", reason=WHY)
    assert ask(scene)().status_code == 303
    scene.actor.login = "peminta"
    db.session.commit()
    by(scene, Role.UNIT_HEAD)
    url = linked(scene, "/desk/identity-requests", "/desk/identity-requests/")
    return form(url, "verdict", verdict="agree", reason=WHY)(scene)


def personal(name: str, /, **sent: str) -> Recipe:
    """What reporters ask of their data, in a closed case."""

    def prepare(scene: Scene) -> Ready:
        by(scene, Role.COORDINATOR)
        number = case_of(scene, **CLOSED, identity="terbuka").number
        return form(f"/desk/personal-data/{number}/{name}", "reason", reason=WHY, **sent)(scene)

    return prepare


def name_sought(scene: Scene) -> Ready:
    by(scene, Role.COORDINATOR)
    case_of(scene, **CLOSED, identity="terbuka")
    return form("/desk/personal-data", "sought", by="name", sought="Siti")(scene)


def aftermath_read(scene: Scene) -> Ready:
    by(scene, Role.INSPECTOR)
    case = case_of(scene, **CLOSED)
    db.session.add(Aftermath(complaint_id=case.id, answered_on=FILED, was_mistreated=True))
    db.session.commit()
    return form("/desk/setelah-melapor", action="/dibaca")(scene)


def picked(url: str, role: Role, facts: Mapping[str, Any], **sent: str) -> Recipe:
    """A bulk act on one case: the same gate, one entry for each case."""

    def prepare(scene: Scene) -> Ready:
        by(scene, role)
        number = case_of(scene, **facts).number
        if role is Role.LIAISON:
            sent["to"] = scene.person.handle
        return form(f"{url}?nomor={number}", "picked_fingerprint", **sent)(scene)

    return prepare


def entered(scene: Scene) -> Ready:
    by(scene, Role.HANDLER)
    return form("/desk/catat/DUK", "story", story="Antrean tidak berjalan sejak pagi.")(scene)


def handed_out(scene: Scene) -> Ready:
    """On the page that answers the form: the receipt lies before the reporter."""
    response = entered(scene)()
    soup = BeautifulSoup(response.get_data(as_text=True), "html5lib")
    found = next(one for one in soup.find_all("form") if "diserahkan" in str(one.get("action")))
    data = {str(i["name"]): str(i["value"]) for i in found.find_all("input")}
    return lambda: scene.browser.client.post(str(found["action"]), data=data)


LAPOR_SHEET = "Nomor pengaduan,Nomor LAPOR,Status LAPOR\n{number},1001,Selesai\n"


def lapor_file(scene: Scene) -> Ready:
    by(scene, Role.COORDINATOR, scene.regency.root)
    case_of(scene, **GOING)
    return form("/desk/lapor", "which", kind="csv")(scene)


def lapor_sheet(scene: Scene) -> Ready:
    by(scene, Role.COORDINATOR, scene.regency.root)
    sheet = LAPOR_SHEET.format(number=case_of(scene, **GOING).number)
    return previewed(scene, "/desk/lapor", sheet, "fingerprint")


def exported(scene: Scene) -> Ready:
    make_case(scene.regency.office, today(settings().timezone))
    scene.work_as(Role.UNIT_HEAD, scene.regency.office)
    return form("/desk/export", "month", kind="csv")(scene)


def managing(then: Recipe) -> Recipe:
    def prepare(scene: Scene) -> Ready:
        by(scene, Role.UNIT_HEAD)
        return then(scene)

    return prepare


NEW_TEMPLATE = form(
    "/desk/templat/new", "text", unit="{office}", name="Sudah jadi", text="Akta Anda sudah jadi."
)


def of_template(name: str, field: str, **sent: str) -> Recipe:
    def prepare(scene: Scene) -> Ready:
        by(scene, Role.UNIT_HEAD)
        assert NEW_TEMPLATE(scene)().status_code == 303
        url = linked(scene, "/desk/templat", "/desk/templat/1")
        return form(f"{url}{name}", field, **sent)(scene)

    return prepare


SAVE_FILTER = form("/desk/filters/save?antrean=late", "query", name="Terlambat")


def extended(scene: Scene) -> Ready:
    general = db.session.get_one(RuleSet, general_rule_set(FILED).id)
    general.extension_days = 5
    db.session.commit()
    return going("extend", reason=WHY)(scene)


OF_DESK: Mapping[str, Recipe] = {
    "desk.verify_case": act("verify", klass="pengaduan", title="Akta belum jadi"),
    "desk.reclassify_case": going("reclassify", klass="aspirasi", reason=WHY),
    "desk.forward_case": act("forward", to="unit", unit="DUK.1", reason=WHY, role=Role.LIAISON),
    "desk.refer_case": act("refer", where="agency", words="Ke Kantor Imigrasi, Jalan Melati 3."),
    "desk.assign_case": assigned,
    "desk.take_case": going("take"),
    "desk.ask_reporter": going("ask", message="Kapan kejadiannya?", reason="Tanggal belum ada"),
    "desk.extend_case": extended,
    "desk.answer_case": going("answer", "outcome", text="Akta Anda sudah jadi."),
    "desk.close_case": going("close", outcome="ditolak", reason=WHY),
    "desk.note_case": act("note", text="Loket sudah ditanya."),
    "desk.question_officer": asked,
    "desk.archive_case": act("archive", reason=WHY),
    "desk.hold_case": act("hold", reason=WHY),
    "desk.let_go_case": act("let-go", reason=WHY, facts={"is_held": True}),
    "desk.mask_case": act("mask", parts="Akta"),
    "desk.publish_case": going("publish", text="Akta seorang warga terlambat."),
    "desk.merge_case": merged,
    "desk.separate_case": separated,
    "desk.concern_case": act("concern", description="Satpam di pintu", reason=WHY),
    "desk.release_concerned": concern_released,
    "desk.take_up_case": button("/take-up"),
    "desk.lay_down_case": laid_down,
    "desk.set_lapor_number": going("lapor", lapor_number="7654321"),
    "desk.attachment": photo(is_hidden=True),
    "desk.hide_attachment": photo("/hide"),
    "desk.ask_identity": going("identity/ask", "reason", reason=WHY, facts=SEALED),
    "desk.open_identity": identity_opened,
    "desk.decide_identity": identity_decided,
    "desk.personal_data": name_sought,
    "desk.export_personal_data": personal("export"),
    "desk.correct_personal_data": personal("correct", name="Siti R."),
    "desk.erase_personal_data": personal("erase"),
    "desk.read_aftermath": aftermath_read,
    "desk.assign_cases_page": picked("/desk/assign", Role.LIAISON, GOING),
    "desk.archive_cases_page": picked("/desk/archive", Role.HANDLER, {}, reason=WHY),
    "desk.enter_case_of_unit": entered,
    "desk.hand_out_receipt": handed_out,
    "desk.export_cases": exported,
    "desk.export_exchange": lapor_file,
    "desk.exchange_seen": lapor_sheet,
    "desk.add_reply_template": managing(NEW_TEMPLATE),
    "desk.change_reply_template": of_template("", "text", text="Akta Anda dapat diambil."),
    "desk.retire_reply_template": of_template("/retire", "fingerprint"),
    "desk.save_filter_page": managing(SAVE_FILTER),
    "desk.delete_filter_page": managing(after(SAVE_FILTER, then=form("/desk", action="/delete"))),
    "me.answer_question": answered_by_officer,
}
