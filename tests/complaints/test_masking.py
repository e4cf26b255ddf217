"""Masking: the original is kept, internal notes stay; the public text tells nobody's name."""

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.authority import Actor, Role
from portal.complaints import masking
from portal.complaints.cases import write_note, write_step
from portal.complaints.models import Complaint, Note, SearchWords
from portal.complaints.rules.masks import MASK
from portal.complaints.rules.words import Side, State, Step
from portal.database import db
from portal.errors import Conflict, Problems, RuleBroken
from tests.complaints.desked import AT, DAY, again, entries, make_place, one, steps, the_entry
from tests.complaints.factory import make_case
from tests.factories import make_officer

STORY = "Budi Santoso memaki saya. Nomornya 0812-3456-7890."


def mask(actor: Actor, case: Complaint, parts: str, *, starts_anew: bool = False) -> int:
    return masking.mask_case(
        actor,
        number=case.number,
        version=case.version,
        parts=parts,
        starts_anew=starts_anew,
        at=AT,
    )


def publish(actor: Actor, case: Complaint, text: str) -> None:
    masking.publish_case(actor, number=case.number, version=case.version, text=text, at=AT)


def test_parts_are_hidden_and_the_original_is_kept(app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, story=STORY, title="Budi Santoso memaki")
    handler = one(Role.HANDLER, place.dinas)
    assert mask(handler, case, "budi santoso\n0812-3456-7890") == 1
    stored = again(case)
    assert stored.story == STORY
    assert stored.story_masked == f"{MASK} memaki saya. Nomornya {MASK}."
    assert stored.title == f"{MASK} memaki"
    assert (steps(case)[-1].step, steps(case)[-1].is_public) == (Step.MASKED, False)
    content = the_entry("mask_case", case)
    assert "Budi" not in content.title()
    assert "0812-3456" not in content


def test_a_second_mask_adds_to_the_first_or_begins_anew(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, story=STORY)
    handler = one(Role.HANDLER, place.dinas)
    mask(handler, case, "Budi Santoso")
    mask(handler, again(case), "0812-3456-7890")
    assert again(case).story_masked == f"{MASK} memaki saya. Nomornya {MASK}."
    mask(handler, again(case), "memaki", starts_anew=True)
    assert again(case).story_masked == f"Budi Santoso {MASK} saya. Nomornya 0812-3456-7890."
    mask(handler, again(case), "", starts_anew=True)
    assert again(case).story_masked is None


def test_messages_are_masked_and_internal_notes_are_not(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, story=STORY)
    actor = one(Role.HANDLER, place.dinas)
    step = write_step(case, Step.WRITTEN, actor=actor, on=DAY)
    write_note(step, Side.REPORTER, "Budi Santoso lagi.")
    write_note(step, Side.INTERNAL, "Budi Santoso sudah dipanggil.")
    db.session.commit()
    assert mask(actor, case, "Budi Santoso") == 2
    db.session.rollback()
    found = {note.side: note.text_masked for note in db.session.query(Note)}
    assert found == {Side.REPORTER: f"{MASK} lagi.", Side.INTERNAL: None}


def test_short_fields_are_masked_and_what_was_typed_is_kept(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, wish="Pak Budi ditegur.", place="Meja Budi" + "x" * 190)
    handler = one(Role.HANDLER, place.dinas)
    assert mask(handler, case, "Budi") == 2
    stored = again(case)
    assert stored.wish == f"Pak {MASK} ditegur."
    assert stored.place.startswith(f"Meja {MASK}")
    kept = {note.text: note.side for note in db.session.query(Note)}
    assert kept["Pak Budi ditegur."] == Side.INTERNAL
    assert len(kept) == 2


def test_what_is_masked_is_not_found(app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, story=STORY)
    handler = one(Role.HANDLER, place.dinas)
    mask(handler, case, "memaki")
    words = db.session.execute(sa.select(SearchWords.words)).scalar_one()
    assert "santoso" in words
    assert "memaki" not in words


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ("", RuleBroken),
        ("B", RuleBroken),
        ("a" * 121, RuleBroken),
        ("Siti", Problems),
        ("Budi Santoso\nSiti", Problems),
        ("\n".join(f"bagian {n}" for n in range(21)), RuleBroken),
    ],
)
def test_refused_in_words(sqlite_app: Flask, parts: str, error: type[Exception]) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, story=STORY)
    with pytest.raises(error):
        mask(one(Role.HANDLER, place.dinas), case, parts)
    assert again(case).story_masked is None
    assert entries() == []


def test_the_public_text_needs_leave_and_verification(sqlite_app: Flask) -> None:
    place = make_place()
    handler = one(Role.HANDLER, place.dinas)
    secret = make_case(place.dinas, DAY, state=State.VERIFIED)
    with pytest.raises(RuleBroken):
        publish(handler, secret, "Lampu ruang tunggu mati.")
    new = make_case(place.dinas, DAY, may_publish=True)
    with pytest.raises(RuleBroken):
        publish(handler, new, "Lampu ruang tunggu mati.")
    assert entries() == []


def test_the_public_text_is_shown_and_taken_away(app: Flask) -> None:
    place = make_place()
    handler = one(Role.HANDLER, place.dinas)
    case = make_case(place.dinas, DAY, may_publish=True, state=State.CLOSED)
    publish(handler, case, "Lampu ruang tunggu mati. Sudah diganti.")
    assert again(case).public_text == "Lampu ruang tunggu mati. Sudah diganti."
    assert "Lampu" not in the_entry("publish_case", case)
    publish(handler, again(case), "")
    assert again(case).public_text is None


@pytest.mark.parametrize(
    "text",
    [
        "Petugas bernama Rudi Hartono memaki.",
        "rudi  hartono memaki.",
        "Pak Rudi memaki.",
        "Hubungi 0812 3456 7890.",
        "NIK 3201010101900001 dipakai.",
        "Tulis ke budi@contoh.id.",
        "a" * 2001,
    ],
)
def test_the_public_text_points_at_nobody(sqlite_app: Flask, text: str) -> None:
    place = make_place()
    officer = make_officer(place.dinas, name="Rudi Hartono, S.Sos.", call_name="Rudi")
    case = make_case(
        place.dinas, DAY, may_publish=True, state=State.VERIFIED, about_officer=officer
    )
    with pytest.raises(RuleBroken):
        publish(one(Role.HANDLER, place.dinas), case, text)
    assert again(case).public_text is None


def test_two_who_mask_at_once_meet_the_version(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, story=STORY)
    handler = one(Role.HANDLER, place.dinas)
    seen = case.version
    mask(handler, case, "Budi Santoso")
    with pytest.raises(Conflict):
        masking.mask_case(
            handler, number=case.number, version=seen, parts="memaki", starts_anew=False, at=AT
        )


def test_what_is_masked_leaves_the_public_text_too(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(
        place.dinas,
        DAY,
        state=State.VERIFIED,
        story="Ibu Wayan menunggu dua jam.",
        may_publish=True,
        public_text="Ibu Wayan menunggu dua jam di loket.",
    )
    mask(one(Role.HANDLER, place.dinas), case, "Wayan")
    assert "Wayan" not in (again(case).public_text or "")
    assert "menunggu dua jam di loket" in (again(case).public_text or "")
