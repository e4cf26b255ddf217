"""Taking in an existing survey sheet of a unit: all rows or none, the same file changes nothing.

Identity of a row is unit, month, channel and row number. Rows of an open month are replaced as a
whole when told to; the audit entry keeps counts and digests, comments stay where they are.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from typing import Any

import sqlalchemy as sa

from portal.audit.commands import record
from portal.audit.rules import canonical
from portal.authority import Actor, Permission
from portal.database import command, db
from portal.errors import Conflict, NotFound, Problem, Problems
from portal.feedback.models import Channel, Comment, Rating
from portal.feedback.queries import last_closed_month, questionnaire_in_force
from portal.feedback.rules.answers import RANDOM_BITS, rating_id
from portal.feedback.rules.sheet_rating import SheetContent, SheetRating
from portal.feedback.sheet_names import KnownNames, known_names
from portal.feedback.sheet_rows import RESPONDENT, Surveyed, paper_comment, paper_rating
from portal.language import later
from portal.organisation.models import Unit

DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class RatingsImport:
    """What an import did, or on a trial would do: per month the rows added, replaced, unchanged."""

    added: int
    replaced: int
    unchanged: int
    comments: int
    months: tuple[str, ...]
    is_trial: bool


CHANGED_SINCE_PREVIEW = later(
    "Data berubah sejak pratinjau ini dibuat. Periksa pratinjau yang baru, lalu simpan."
)


class _Trial(Exception):  # not an error: it only takes the transaction back
    def __init__(self, result: RatingsImport) -> None:
        super().__init__()
        self.result = result


def import_ratings(
    actor: Actor,
    *,
    unit: str,
    channel: Channel,
    sheet: SheetContent,
    replace: bool = False,
    is_trial: bool = False,
    expected: RatingsImport | None = None,
) -> RatingsImport:
    """Store the rows of one sheet for a unit (by code); a trial takes everything back.

    Raises Problems with all that is wrong in the sheet, in the order of its rows; Conflict
    when it would do something else than `expected`, what the trial before it said.
    """
    try:
        return _import_ratings(
            actor,
            unit=unit,
            channel=channel,
            sheet=sheet,
            replace=replace,
            is_trial=is_trial,
            expected=expected,
        )
    except _Trial as trial:
        return trial.result


@command
def _import_ratings(
    actor: Actor,
    *,
    unit: str,
    channel: Channel,
    sheet: SheetContent,
    replace: bool,
    is_trial: bool,
    expected: RatingsImport | None,
) -> RatingsImport:
    actor.demand(Permission.IMPORT_RATINGS)
    unit_id = db.session.execute(sa.select(Unit.id).where(Unit.code == unit)).scalar()
    if unit_id is None:
        raise NotFound(f"Unit {unit} tidak ada. Lihat kodenya dengan portal export units.")
    actor.demand_in(Permission.IMPORT_RATINGS, unit_id)
    names = known_names(unit_id)
    _refuse_bad(sheet, names)
    comments = _comments(unit_id, sheet.ratings, names)
    rows = _rows(unit_id, channel, sheet.ratings, names, comments)
    stored = _stored(unit_id, channel, {row["month"] for row in rows})
    result = _write(rows, stored, comments, replace=replace, is_trial=is_trial)
    if is_trial:
        raise _Trial(result)
    if expected is not None and replaced(expected, is_trial=False) != result:
        raise Conflict(CHANGED_SINCE_PREVIEW)
    if result.added:
        record(
            actor,
            action="import_ratings",
            subject=f"unit:{unit}",
            before={"rows": len(stored), "digest": _digest(sorted(stored.values()))},
            after={
                "rows": len(rows),
                "digest": _digest(sorted(row["content_digest"] for row in rows)),
                "months": list(result.months),
                "channel": channel.value,
                "comments": result.comments,
            },
        )
    return result


def units_to_import(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Code and name of the units in use whose answers this actor may bring in, by name."""
    actor.demand(Permission.IMPORT_RATINGS)
    reach = actor.reach(Permission.IMPORT_RATINGS)
    query = sa.select(Unit.code, Unit.name).where(Unit.retired_on.is_(None))
    if reach is not None:
        query = query.where(Unit.id.in_(reach))
    return tuple((row.code, row.name) for row in db.session.execute(query.order_by(Unit.name)))


def _refuse_bad(sheet: SheetContent, names: KnownNames) -> None:
    problems = [*_closed(sheet.months), *sheet.problems, *names.problems(sheet.namings)]
    if problems:
        raise Problems.in_order(problems)


def _closed(months: Iterable[str]) -> Iterator[Problem]:
    last = last_closed_month()
    for month in sorted(months):
        if last is not None and month <= last:
            what = "bulan itu sudah ditutup dan tidak menerima jawaban lagi."
            remedy = f"Keluarkan barisnya dari lembar; bulan terbuka mulai sesudah {last}."
            yield Problem(month, what, remedy)


def _rows(
    unit_id: int,
    channel: Channel,
    ratings: Sequence[SheetRating],
    names: KnownNames,
    comments: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    questionnaire = questionnaire_in_force().id
    said = _digest_of_comments(comments)
    return [
        _sealed(_row(rating, unit_id, channel, questionnaire, names), said)
        for rating in ratings
        if rating.has_mark
    ]


def _digest_of_comments(comments: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """One digest over all comments of the sheet, none without any.

    A digest per row would tell who knows both tables whose comment it is.
    """
    if not comments:
        return []
    told = sorted((f"{c['week']}", c["counter_id"] or 0, c["text"]) for c in comments)
    return [_digest([canonical({"comments": told}).encode()]).encode()]


def _sealed(row: dict[str, Any], said: Sequence[bytes]) -> dict[str, Any]:
    digest = _digest([canonical(row).encode(), *said])
    random_id = rating_id(row["month"], secrets.randbits(RANDOM_BITS))
    return {**row, "id": random_id, "content_digest": bytes.fromhex(digest)[:DIGEST_BYTES]}


def _row(
    rating: SheetRating,
    unit_id: int,
    channel: Channel,
    questionnaire: int,
    names: KnownNames,
) -> dict[str, Any]:
    counter_id, location_id = names.desk(rating)
    at = Surveyed(
        on=rating.on,
        part_of_day=rating.part_of_day,
        unit_id=unit_id,
        counter_id=counter_id,
        location_id=location_id,
        channel=channel,
        questionnaire_id=questionnaire,
    )
    respondent = {fact: getattr(rating, fact) for fact in RESPONDENT}
    row = paper_rating(at, rating.elements, respondent, names.officer(rating))
    return {**row, "sheet_row": f"{channel}/{rating.row}"}


def _digest(parts: Sequence[bytes]) -> str:
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def channel_named(word: str) -> Channel:
    """The channel a stored word means, for those who may not know the model (ValueError)."""
    return Channel(word)


def _stored(unit_id: int, channel: Channel, months: set[str]) -> dict[tuple[str, str], bytes]:
    query = sa.select(Rating.month, Rating.sheet_row, Rating.content_digest).where(
        *_of_sheet(unit_id, channel, months)
    )
    return {(month, row): bytes(digest) for month, row, digest in db.session.execute(query)}


def _of_sheet(unit_id: int, channel: Channel, months: set[str]) -> tuple[Any, ...]:
    return (
        Rating.unit_id == unit_id,
        Rating.month.in_(sorted(months)),
        Rating.sheet_row.like(f"{channel}/%"),
    )


def _write(
    rows: list[dict[str, Any]],
    stored: Mapping[tuple[str, str], bytes],
    comments: Sequence[Mapping[str, Any]],
    *,
    replace: bool,
    is_trial: bool,
) -> RatingsImport:
    given = {(row["month"], row["sheet_row"]): row["content_digest"] for row in rows}
    months = tuple(sorted({row["month"] for row in rows}))
    if given == stored:
        return RatingsImport(0, 0, len(rows), 0, months, is_trial)
    if stored and not replace:
        filled = ", ".join(sorted({month for month, _row in stored}))
        raise Conflict(
            f"Unit ini sudah punya {len(stored)} baris lembar lain untuk {filled}."
            " Kalau lembar ini penggantinya, impor dengan --replace."
        )
    if stored:
        first = rows[0]
        where = _of_sheet(first["unit_id"], first["channel"], set(months))
        db.session.execute(sa.delete(Rating).where(*where))
    if rows:
        db.session.execute(sa.insert(Rating), rows)
    told = _add_comments(comments)
    return RatingsImport(len(rows), len(stored), 0, told, months, is_trial)


def _comments(
    unit_id: int, ratings: Sequence[SheetRating], names: KnownNames
) -> list[dict[str, Any]]:
    """Comments stand apart from the marks, dated to their week."""
    return [
        paper_comment(rating.on, unit_id, names.desk(rating)[0], rating.comment)
        for rating in ratings
        if rating.comment
    ]


def _add_comments(new: Sequence[Mapping[str, Any]]) -> int:
    """Store those that are not stored yet, in random order."""
    if not new:
        return 0
    known = sa.select(Comment.week, Comment.text).where(Comment.unit_id == new[0]["unit_id"])
    seen = {(week, text) for week, text in db.session.execute(known)}
    fresh = [comment for comment in new if (comment["week"], comment["text"]) not in seen]
    secrets.SystemRandom().shuffle(fresh)
    if fresh:
        db.session.execute(sa.insert(Comment), fresh)
    return len(fresh)
