"""The questionnaire's English: a new version from tomorrow; the official words stay."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from portal.clock import now
from portal.database import db
from portal.feedback.models import Questionnaire
from portal.feedback.queries import questionnaire_in_force
from tests.organisation.managing import entries
from tests.web.admin.conftest import Regency

PAGE = "/admin/questionnaire"


def stored() -> list[dict[str, object]]:
    db.session.rollback()
    query = sa.select(Questionnaire.definition).order_by(Questionnaire.version)
    return [json.loads(text) for text in db.session.execute(query).scalars()]


def test_another_english_is_a_new_version_from_tomorrow(regency: Regency) -> None:
    admin, first = regency.everywhere, stored()[0]
    page = admin.open(f"{PAGE}/persyaratan")
    done = admin.send(page, {"en_question": "Were the papers asked for right?"}, form=-1)
    assert "Kalimat tersimpan. Berlaku mulai" in done.text
    assert "belum berlaku" in done.text
    old, new = stored()
    assert old == first
    assert questionnaire_in_force().definition.version == 1
    with time_machine.travel(now() + timedelta(days=1, hours=1), tick=False):
        found = questionnaire_in_force().definition
    assert found.version == 2
    assert found.element("persyaratan").scale.question.en == "Were the papers asked for right?"
    before = parse(first)
    assert before.element("persyaratan").scale.question.id in json.dumps(new, ensure_ascii=False)
    assert [e.scale.question.id for e in before.elements] == [
        e.scale.question.id for e in found.elements
    ]
    assert [action for _who, action, _what in entries()] == ["reword_questionnaire"]


def parse(definition: object):  # type: ignore[no-untyped-def]
    from portal.feedback.rules.questionnaire import parse_questionnaire

    return parse_questionnaire(json.dumps(definition))


def test_the_waiting_version_takes_more_changes_until_its_day(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.everywhere
    for part, place in (("overall", "en_label1"), ("sex", "en_perempuan")):
        admin.send(admin.open(f"{PAGE}/{part}"), {place: "Reworded"}, form=-1)
    versions = stored()
    assert [one["version"] for one in versions] == [1, 2]
    assert json.dumps(versions[1]).count("Reworded") == 2


@pytest.mark.parametrize("words", ["", " ", "x" * 301])
def test_an_empty_or_endless_text_is_refused(sqlite_regency: Regency, words: str) -> None:
    admin = sqlite_regency.everywhere
    page = admin.send(admin.open(f"{PAGE}/overall"), {"en_question": words}, form=-1)
    assert page.status == 422
    assert (len(stored()), entries()) == (1, [])


def test_two_who_reword_at_once_do_not_overwrite_each_other(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.everywhere
    page = admin.open(f"{PAGE}/overall")
    admin.send(admin.open(f"{PAGE}/overall"), {"en_label1": "Bad"}, form=-1)
    assert admin.send(page, {"en_label1": "Awful"}, form=-1).status == 409
    assert "Awful" not in json.dumps(stored())


def test_an_office_reads_the_words_but_does_not_change_them(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.of_office
    assert "Ubah bahasa Inggrisnya" not in admin.open(PAGE).text
    assert admin.client.get(f"{PAGE}/overall").status_code == 403
    assert sqlite_regency.everywhere.client.get(f"{PAGE}/x").status_code == 404
