"""Another wording of the questionnaire: a new version, in force from the next day.

A version in force never changes, because answers point at it; the one that waits for its day
does, until that day.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import UNKNOWN, Actor, Permission
from portal.database import command, db
from portal.errors import Conflict, NotFound, RuleBroken
from portal.feedback.models import Questionnaire
from portal.feedback.rules.questionnaire import parse_questionnaire
from portal.feedback.rules.wording import LONGEST, Part, parts_of, with_gloss
from portal.language import later

KIND = "skm"
MANAGE = Permission.MANAGE_QUESTIONNAIRE
CHANGED_MEANWHILE = later(
    "Kalimat ini diubah orang lain sejak halaman Anda dibuka. Periksa, lalu simpan lagi."
)
EMPTY_GLOSS = later("Setiap kalimat perlu bahasa Inggrisnya.")
TOO_LONG = later("Kalimatnya terlalu panjang.")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the questionnaire; `waits` until its day has come."""

    number: int
    valid_from: date
    waits: bool


@dataclass(frozen=True, slots=True)
class Wordings:
    """The newest wording, part by part, with the versions there are."""

    legal_basis: str
    versions: tuple[Version, ...]
    parts: tuple[Part, ...]
    seen: str

    def part(self, key: str) -> Part:
        """One part; NotFound where the questionnaire has none of this name."""
        for part in self.parts:
            if part.key == key:
                return part
        raise NotFound(UNKNOWN)


def wordings(actor: Actor, today: date) -> Wordings:
    """The newest version, in force or waiting, and the ones before it."""
    actor.demand(MANAGE)
    rows = _versions()
    newest = rows[0]
    definition = json.loads(newest.definition)
    return Wordings(
        legal_basis=definition["legal_basis"],
        versions=tuple(Version(r.version, r.valid_from, r.valid_from > today) for r in rows),
        parts=parts_of(definition),
        seen=_seen(newest),
    )


def may_change_wording(actor: Actor) -> bool:
    """One questionnaire serves everybody, so only who administers all units changes it."""
    return actor.may(MANAGE) and actor.reach(MANAGE) is None


@command
def reword(actor: Actor, *, part: str, glosses: Mapping[str, str], seen: str, today: date) -> date:
    """Give one part another English; returns from which day it is in force.

    Raises Conflict when somebody reworded in between, RuleBroken for a text left empty.
    """
    actor.demand_everywhere(MANAGE)
    newest = _versions()[0]
    if _seen(newest) != seen:
        raise Conflict(CHANGED_MEANWHILE)
    before = json.loads(newest.definition)
    wording = _part(before, part)
    _check(glosses)
    after = with_gloss(before, part, glosses)
    if after == before:
        return newest.valid_from if newest.valid_from > today else today
    valid_from = _store(newest, after, today)
    changed = {w.place: w.gloss for w in _part(after, part).texts}
    record(
        actor,
        action="reword_questionnaire",
        subject=f"questionnaire:{KIND}/{part}",
        before={w.place: w.gloss for w in wording.texts},
        after={**changed, "valid_from": valid_from},
    )
    return valid_from


def _store(newest: sa.Row[Any], definition: dict[str, Any], today: date) -> date:
    """Into the version that waits for its day, else as a new one from tomorrow."""
    waits = newest.valid_from > today
    version = newest.version if waits else newest.version + 1
    definition["version"] = version
    text = json.dumps(definition, ensure_ascii=False, sort_keys=True)
    parse_questionnaire(text)
    if waits:
        chosen = Questionnaire.id == newest.id
        db.session.execute(sa.update(Questionnaire).where(chosen).values(definition=text))
        return date.fromisoformat(str(newest.valid_from))
    tomorrow = today + timedelta(days=1)
    facts = {"kind": KIND, "version": version, "valid_from": tomorrow, "definition": text}
    db.session.execute(sa.insert(Questionnaire), [facts])
    return tomorrow


def _check(glosses: Mapping[str, str]) -> None:
    if any(not text.strip() for text in glosses.values()):
        raise RuleBroken(EMPTY_GLOSS)
    if any(len(text) > LONGEST for text in glosses.values()):
        raise RuleBroken(TOO_LONG)


def _part(definition: Mapping[str, Any], key: str) -> Part:
    for part in parts_of(definition):
        if part.key == key:
            return part
    raise NotFound(UNKNOWN)


def _versions() -> list[sa.Row[Any]]:
    query = (
        sa.select(Questionnaire.id, Questionnaire.version, Questionnaire.valid_from)
        .add_columns(Questionnaire.definition)
        .where(Questionnaire.kind == KIND)
        .order_by(Questionnaire.version.desc())
    )
    return list(db.session.execute(query))


def _seen(newest: sa.Row[Any]) -> str:
    return hashlib.sha256(f"{newest.version}{newest.definition}".encode()).hexdigest()[:32]
