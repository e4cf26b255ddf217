"""Which mails there are, and what each must know. A fact that opens something is a secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

Fact = str | int | None
LONGEST_FACT = 2_000
GIVES_UP_AFTER = timedelta(days=3)
RECIPIENT = "recipient"
SEALED = "(tersegel)"


class Kind(StrEnum):
    """A kind of mail; its words stand in `templates/messages/<kind>/`."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105  # a kind of mail
    MONTH_READY = "month_ready"
    CLOSING_DIGEST = "closing_digest"
    REVISION_DIGEST = "revision_digest"
    DESK_DIGEST = "desk_digest"
    CASE_ANSWERED = "case_answered"


@dataclass(frozen=True, slots=True)
class Shape:
    """The facts of one kind: plain ones by type, secret ones by name (always text).

    `useless_at` names the fact after which the mail need not go any more. A secret `recipient`:
    to whom it goes stands nowhere else (a reporter is no list of addresses for whoever reads the
    outbox).
    """

    plain: Mapping[str, type]
    secret: frozenset[str] = frozenset()
    useless_at: str | None = None

    @property
    def hides_recipient(self) -> bool:
        return RECIPIENT in self.secret


_LINK = Shape({"name": str, "expires_at": str}, frozenset({"link"}), "expires_at")
_DIGEST = {
    "month": str,
    "revision": int,
    "counted": int,
    "quarantined": int,
    "struck": int,
    "unit": str,  # the root of the tree; empty where there is none
    "index": str,  # "84.72", empty where it is not public
    "lowest": str,
    "highest": str,
    "letter": str,
    "answers": int,
    "definition": str,
    "address": str,
    "sequence": int,
    "hash": str,
}
SHAPES: Mapping[Kind, Shape] = {
    Kind.INVITATION: _LINK,
    Kind.PASSWORD_RESET: _LINK,
    Kind.MONTH_READY: Shape({"name": str, "month": str, "address": str}),
    Kind.CLOSING_DIGEST: Shape(_DIGEST),
    Kind.REVISION_DIGEST: Shape({**_DIGEST, "changes": int, "reason": str}),
    # Counts and numbers of cases (blanks between them): no title, no text, nobody's name.
    Kind.DESK_DIGEST: Shape(
        {
            "name": str,
            "new": int,
            "mine": int,
            "soon": int,
            "late": int,
            "climbed": int,
            "numbers": str,
            "more": int,
            "address": str,
        }
    ),
    Kind.CASE_ANSWERED: Shape({"language": str, "address": str}, frozenset({RECIPIENT})),
}


def checked(kind: Kind, facts: Mapping[str, Any]) -> dict[str, Fact]:
    """The facts, exactly those of the kind; ValueError names what is missing or too much."""
    shape = SHAPES[kind]
    names = set(shape.plain) | shape.secret
    if set(facts) != names:
        raise ValueError(f"{kind}: {sorted(names ^ set(facts))} missing or unknown")
    for name, value in facts.items():
        if type(value) is not shape.plain.get(name, str):
            raise ValueError(f"{kind}: {name} is not {shape.plain.get(name, str).__name__}")
    return {name: _short(value) for name, value in facts.items()}


def _short(value: Fact) -> Fact:
    return one_line(value)[:LONGEST_FACT] if isinstance(value, str) else value


def one_line(text: str) -> str:
    """The text on one line, without control characters: no name can begin a header or a line."""
    kept = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(kept.split())


def useless_at(kind: Kind, facts: Mapping[str, Any], created_at: datetime) -> datetime:
    """From when on the mail is not sent any more: three days on, or when its link is dead."""
    end = created_at + GIVES_UP_AFTER
    name = SHAPES[kind].useless_at
    return min(end, datetime.fromisoformat(str(facts[name]))) if name else end
