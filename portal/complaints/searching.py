"""Full text: the words of a case kept beside it, and the condition that finds cases by them.

Words come from what everybody at the desk reads: title, story as it is masked, wish, place, the
case's number and its number at SP4N-LAPOR!. Nothing comes from the vault, and what was masked is
found by nobody. A case that waits for the morning has no words yet: their order of arrival in
the index would tell when it came.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from portal.audit.commands import record
from portal.authority import Actor, Permission
from portal.complaints.models import Complaint, SearchWords
from portal.complaints.rules.searching import (
    as_number,
    asked_words,
    fts5_frequent,
    fts5_question,
    number_words,
    parts_of,
    tsquery,
    words_of,
)
from portal.database import DERIVED, command, db
from portal.masking import hide_contacts

BATCH = 1_000
# Finds; from here on reading the newest cases until a thousand are found costs less (benchmarks).
COMMON = 20_000
NEWEST_FIRST = (Complaint.filed_on.desc(), Complaint.id)


def index_words(case: Complaint) -> None:
    """Write the case's words anew; call it when it is filed, released, corrected, masked, erased.

    Before its release a case has none, so the release must call this too.
    """
    words = _words(case) if case.released_on and not case.erased_on else None
    row = db.session.get(SearchWords, case.id)
    if row is None and words:
        db.session.add(SearchWords(complaint_id=case.id, words=words))
    elif row is not None and words:
        row.words = words
    elif row is not None:
        db.session.delete(row)


def _words(case: Complaint) -> str:
    said = (case.title, case.story_masked or case.story, case.wish, case.place)
    texts = (hide_contacts(text or "") for text in said)
    return words_of(*texts, number_words(case.number), case.lapor_number or "")


def found_by(typed: str) -> sa.ColumnElement[bool]:
    """The condition on Complaint: it has all these words, or this is its number."""
    words, number = asked_words(typed), as_number(typed)
    found = [_by_words(words)] if words else []
    if number is not None:
        found.append(sa.select(Complaint.id).where(Complaint.number == number))
    return Complaint.id.in_(sa.union_all(*found)) if found else sa.false()


def newest_found(
    seen: Sequence[sa.ColumnElement[bool]], typed: str, most: int, *, common: int = COMMON
) -> list[int]:
    """The ids of the newest cases that the conditions and the search let through.

    Of words that more than `common` cases have, SQLite would write down all finds first; there
    the seen cases are read one by one, the newest first, until there are enough.
    """
    words = asked_words(typed)
    query = newest(*seen)
    if words and _is_common(words, common):
        # A limit of -1 is none; it keeps the order and is not dissolved into the outer query.
        each = query.limit(-1).subquery()
        query = sa.select(each.c.id).where(_has_words(each.c.id, words))
    else:
        query = query.where(found_by(typed))
    return list(db.session.execute(query.limit(most)).scalars())


def newest(*seen: sa.ColumnElement[bool]) -> sa.Select[tuple[int]]:
    """The ids of these cases by their day, the newest first."""
    return sa.select(Complaint.id).where(*seen).order_by(*NEWEST_FIRST)


def _is_common(words: tuple[str, ...], common: int) -> bool:
    if db.engine.dialect.name == "postgresql":
        return False
    some = _matching(fts5_frequent(words)).limit(common + 1).subquery()
    number = db.session.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()
    return number > common


def _has_words(
    complaint_id: sa.ColumnElement[int], words: tuple[str, ...]
) -> sa.ColumnElement[bool]:
    """The same finds as the index gives, read from the words of one case."""
    held = sa.literal(" ") + SearchWords.words + " "
    has = (sa.func.instr(held, part) > 0 for part in parts_of(words))
    return sa.exists().where(SearchWords.complaint_id == complaint_id, *has)


def _by_words(words: tuple[str, ...]) -> sa.Select[tuple[int]]:
    if db.engine.dialect.name == "postgresql":
        held = sa.func.array_to_tsvector(sa.func.string_to_array(SearchWords.words, sa.text("' '")))
        asked = held.op("@@")(sa.cast(tsquery(words), TSQUERY))
        return sa.select(SearchWords.complaint_id).where(asked)
    return _matching(fts5_question(words))


def _matching(question: str) -> sa.Select[tuple[int]]:
    rowid, matches = sa.column("rowid", sa.BigInteger), sa.column(DERIVED).op("MATCH")(question)
    return sa.select(rowid).select_from(sa.table(DERIVED)).where(matches)


@command
def rebuild_words(actor: Actor) -> int:
    """Write the words of every released case anew; how many. After a change of the rules."""
    actor.demand_everywhere(Permission.OPERATE)
    db.session.execute(sa.delete(SearchWords))
    written = _write(_on_desks())
    record(actor, action="rebuild_words", subject="complaint_words", after={"cases": written})
    return written


@command
def complete_words(actor: Actor) -> int:
    """Write the words that are missing; how many. Runs each morning after the release."""
    actor.demand_everywhere(Permission.OPERATE)
    has = sa.exists().where(SearchWords.complaint_id == Complaint.id)
    return _write(_on_desks().where(~has))


def _on_desks() -> sa.Select[tuple[Complaint]]:
    there = (Complaint.released_on.is_not(None), Complaint.erased_on.is_(None))
    return sa.select(Complaint).where(*there)


def _write(cases: sa.Select[tuple[Complaint]]) -> int:
    """In the order of the cases' random ids, which tells nothing."""
    written = 0
    for batch in _batches(cases.order_by(Complaint.id)):
        rows = [{"complaint_id": case.id, "words": _words(case)} for case in batch]
        db.session.execute(sa.insert(SearchWords), rows)
        for case in batch:
            db.session.expunge(case)
        written += len(rows)
    return written


def _batches(cases: sa.Select[tuple[Complaint]]) -> Iterator[list[Complaint]]:
    last = -1
    while batch := list(
        db.session.execute(cases.where(Complaint.id > last).limit(BATCH)).scalars()
    ):
        last = batch[-1].id
        yield batch
