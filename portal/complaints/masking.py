"""Names and numbers of others masked, with the original kept; and what the public may read."""

from datetime import datetime

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.complaints.acting import demand_possible
from portal.complaints.cases import case_to_change, write_down, write_note, write_step
from portal.complaints.models import Complaint, Concerned, Event, Note
from portal.complaints.rules.masks import (
    LONGEST,
    MOST,
    SHORTEST,
    holds,
    masked,
    parts_of,
)
from portal.complaints.rules.states import Act
from portal.complaints.rules.words import Side, Step
from portal.complaints.searching import index_words
from portal.database import command, db
from portal.errors import Problem, Problems, RuleBroken
from portal.language import gettext as _
from portal.masking import has_contact
from portal.organisation.models import Officer

_FIELDS = ("wish", "loss", "place", "happened_on")
LONGEST_TITLE = 120
TRIAGE, HANDLE = Permission.TRIAGE_CASES, Permission.HANDLE_CASES
LONGEST_PUBLIC = 2000


@command
def mask_case(
    actor: Actor, *, number: str, version: int, parts: str, starts_anew: bool, at: datetime
) -> int:
    """Mask these parts (one per line) in the story, all messages and the public text; in how many.

    What was typed is kept beside the masked text. `starts_anew` takes earlier masks away first;
    with no parts then nothing is masked any more.
    """
    case = case_to_change(actor, number, TRIAGE, version=version)
    demand_possible(case, Act.MASK)
    found = parts_of(parts)
    _refuse_parts(found, starts_anew=starts_anew)
    notes = _messages(case.id)
    fields = [getattr(case, name) for name in _FIELDS]
    _refuse_absent(found, [case.title, case.story, *fields, *(note.text for note in notes)])
    changed = _mask_story(case, found, starts_anew) + _mask_notes(notes, found, starts_anew)
    step = write_step(
        case,
        Step.MASKED,
        actor=actor,
        needs=TRIAGE,
        on=at.date(),
        at=at,
        is_public=False,
    )
    changed += sum(_mask_field(case, name, found, step) for name in _FIELDS)
    index_words(case)
    write_down(actor, "mask_case", case, texts=changed)
    return changed


def _refuse_parts(parts: tuple[str, ...], *, starts_anew: bool) -> None:
    if not parts and not starts_anew:
        raise RuleBroken(_("Tulis apa yang disamarkan, satu bagian per baris."))
    if len(parts) > MOST:
        raise RuleBroken(_("Paling banyak {max} bagian sekali simpan.").format(max=MOST))
    if any(not SHORTEST <= len(part) <= LONGEST for part in parts):
        raise RuleBroken(
            _("Satu bagian terdiri dari {min} sampai {max} huruf.").format(
                min=SHORTEST, max=LONGEST
            )
        )


def _refuse_absent(parts: tuple[str, ...], texts: list[str]) -> None:
    absent = [part for part in parts if not any(holds(text, part) for text in texts)]
    if absent:
        words = _("tidak ada dalam laporan ini. Periksa ejaannya.")
        raise Problems([Problem(f'"{part}"', words) for part in absent])


def _messages(complaint_id: int) -> list[Note]:
    """What the reporter and the office wrote to each other; internal notes stay as they are."""
    query = sa.select(Note).where(
        Note.complaint_id == complaint_id,
        Note.side != Side.INTERNAL,
        Note.is_formatted.is_(False),
    )
    return list(db.session.execute(query).scalars())


def _mask_story(case: Complaint, parts: tuple[str, ...], starts_anew: bool) -> int:
    before = case.story_masked
    base = case.story if starts_anew or before is None else before
    text = masked(base, parts)
    case.story_masked = None if text == case.story else text
    case.title = masked(case.title, parts)[:LONGEST_TITLE]
    if case.public_text is not None:
        case.public_text = masked(case.public_text, parts)
    return int(case.story_masked != before)


def _mask_field(case: Complaint, name: str, parts: tuple[str, ...], step: Event) -> int:
    """A short field has no masked twin: what was typed is kept as an internal note."""
    before: str = getattr(case, name)
    text = masked(before, parts)
    if text == before:
        return 0
    kept = write_note(step, Side.INTERNAL, before)
    kept.text_masked = text
    longest = getattr(Complaint.__table__.c[name].type, "length", None)
    setattr(case, name, text[:longest])
    return 1


def _mask_notes(notes: list[Note], parts: tuple[str, ...], starts_anew: bool) -> int:
    changed = 0
    for note in notes:
        before = note.text_masked
        base = note.text if starts_anew or before is None else before
        text = masked(base, parts)
        note.text_masked = None if text == note.text else text
        changed += note.text_masked != before
    return changed


@command
def publish_case(actor: Actor, *, number: str, version: int, text: str, at: datetime) -> None:
    """What the public register shows of this case; empty text takes it away again.

    Only where the reporter agreed, after verification (domain.md §3), without numbers that point
    at a person and without the names of those it is about.
    """
    case = case_to_change(actor, number, HANDLE, version=version)
    demand_possible(case, Act.PUBLISH)
    text = text.strip()
    if not case.may_publish:
        raise RuleBroken(_("Pelapor tidak mengizinkan isi laporan ditampilkan."))
    _refuse_telling(case, text)
    case.public_text = text or None
    write_step(
        case,
        Step.MASKED,
        actor=actor,
        needs=HANDLE,
        on=at.date(),
        at=at,
        facts={"what": "public_text"},
        is_public=False,
    )
    write_down(actor, "publish_case", case, is_shown=bool(text))


def _refuse_telling(case: Complaint, text: str) -> None:
    if len(text) > LONGEST_PUBLIC:
        raise RuleBroken(
            _("Terlalu panjang: {n} huruf. Paling banyak {max}.").format(
                n=len(text), max=LONGEST_PUBLIC
            )
        )
    if has_contact(text):
        raise RuleBroken(
            _("Masih ada NIK, nomor telepon, atau surel di dalamnya. Samarkan dahulu.")
        )
    if names_somebody(case, text):
        raise RuleBroken(_("Masih ada nama orang yang diadukan di dalamnya. Samarkan dahulu."))


def names_somebody(case: Complaint, text: str) -> bool:
    """Does the text hold the name of somebody it is about?"""
    return any(holds(text, name) for name in _names(case.id))


def _names(complaint_id: int) -> list[str]:
    """How those it is about are called: without their degrees, and as colleagues call them."""
    query = (
        sa.select(Officer.name, Officer.call_name)
        .join(Concerned, Concerned.officer_id == Officer.id)
        .where(Concerned.complaint_id == complaint_id)
    )
    found = [name for row in db.session.execute(query) for name in (row[0].split(",")[0], row[1])]
    return [name for name in found if len(name.strip()) >= SHORTEST]
