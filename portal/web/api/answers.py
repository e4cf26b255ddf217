"""One slice as JSON, with a validator that is known before any row is read."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from portal.accounts.pulls import Taken, note_pull
from portal.authority import Actor
from portal.clock import today
from portal.language import language
from portal.web.api.bearers import current_bearer
from portal.web.api.cursors import Cursor, write_cursor
from portal.web.limits import settings

EDITION = 1  # of the objects' shape: a new one makes every ETag a new one


@dataclass(frozen=True, slots=True)
class Slice:
    """What a list gives: objects, and after which row it goes on (None at the end)."""

    objects: Iterable[Mapping[str, Any]]  # asked for one at a time, so that memory stays flat
    after: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: of which list and month, by which parameters; `text` binds its cursors."""

    resource: str
    month: str
    asked: Mapping[str, Any]

    @property
    def text(self) -> str:
        kept = {n: v for n, v in self.asked.items() if n not in ("cursor", "limit", "lang")}
        return json.dumps([self.resource, self.month, kept], sort_keys=True)


def answer(question: Question, state: int, facts: str, load: Callable[[], Slice]) -> Response:
    """304 when the sender has it already; else the slice, which is written into the pull log.

    `state` and `facts` change whenever an object could; both must be cheap to know.
    """
    tag = _tag(question, state, facts)
    if _has(tag):
        return _stamped(Response(status=304), tag)
    found = load()
    items = [json.dumps(one, ensure_ascii=False, default=float) for one in found.objects]
    following = None
    if found.after is not None:
        following = write_cursor(question.text, Cursor(state, found.after))
    _note(question, len(items))
    text = f'{{"items": [{", ".join(items)}], "next": {json.dumps(following)}}}'
    response = _stamped(Response(text, mimetype="application/json"), tag)
    if following is not None:
        response.headers["Link"] = f'<{_address(following)}>; rel="next"'
    return response


def _tag(question: Question, state: int, facts: str) -> str:
    """For whom, by which shape and words, of which state: nothing of it is read from rows."""
    holder = current_bearer()
    parts = (
        EDITION,
        language(),
        question.resource,
        sorted(question.asked.items(), key=str),
        state,
        facts,
        holder.handle,
        _reach(holder.actor),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _reach(actor: Actor) -> list[tuple[str, list[int]]]:
    return [(str(grant.role), sorted(grant.units or ())) for grant in actor.grants]


def _has(tag: str) -> bool:
    """Whether the sender names this tag, as it is or as it was sent compressed."""
    sent = request.if_none_match
    return sent.contains_weak(tag) or sent.contains_weak(f"{tag}:gzip")


def _stamped(response: Response, tag: str) -> Response:
    response.set_etag(tag)
    response.vary.update(("Authorization", "Accept-Language"))
    return response


def _address(cursor: str) -> str:
    kept = [(name, value) for name, value in request.args.items() if name != "cursor"]
    return f"{request.path}?{urlencode([*kept, ('cursor', cursor)])}"


def _note(question: Question, rows: int) -> None:
    holder = current_bearer()
    day = today(settings().timezone)
    taken = Taken(question.resource, question.month, rows)
    note_pull(holder.actor, handle=holder.handle, today=day, taken=taken)
