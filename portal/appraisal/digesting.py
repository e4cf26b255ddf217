"""The digest of a closing, mailed to addresses outside: with it the chain's head is kept elsewhere.

Somebody who alters the database later would have to alter these mails too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.appraisal.preparing import Prepared
from portal.audit.queries import chain_head
from portal.config import Settings
from portal.database import db
from portal.feedback.models import Status
from portal.indicators.figures import read_content
from portal.indicators.rules.definition import Definition
from portal.notifications.commands import enqueue
from portal.notifications.rules.kinds import Kind
from portal.organisation.models import Unit


@dataclass(frozen=True, slots=True)
class Telling:
    """Who is told of closings, under which key the outbox seals, and the portal's address."""

    addresses: tuple[str, ...] = ()
    vault_key: str = ""
    base_url: str = ""

    @classmethod
    def of(cls, settings: Settings) -> "Telling":
        secrets = settings.secrets
        if secrets is None:
            return cls()
        return cls(settings.digest_to, secrets.vault_key, settings.base_url)


NOBODY = Telling()


def tell_closing(prepared: Prepared, telling: Telling, *, changes: int, reason: str) -> None:
    """Put the digest into the outbox, inside the closing's own transaction, after its entry."""
    if not telling.addresses:
        return
    facts = _facts(prepared, telling)
    kind = Kind.CLOSING_DIGEST
    if prepared.asked.revision > 1:
        kind, facts = Kind.REVISION_DIGEST, {**facts, "changes": changes, "reason": reason}
    for address in telling.addresses:
        enqueue(kind=kind, recipient=address, facts=facts, vault_key=telling.vault_key)


def _facts(prepared: Prepared, telling: Telling) -> dict[str, Any]:
    asked, received = prepared.asked, prepared.received
    head = chain_head()
    return {
        "month": str(asked.month),
        "revision": asked.revision,
        "counted": received.get(Status.COUNTS, 0),
        "quarantined": received.get(Status.QUARANTINED, 0),
        "struck": received.get(Status.STRUCK, 0),
        **_of_root(prepared),
        "definition": str(Definition(asked.weight)),
        "address": f"{telling.base_url}/skor",
        "sequence": head.sequence,
        "hash": head.hash,
    }


def _of_root(prepared: Prepared) -> dict[str, Any]:
    """The root unit's public figure, so that the mail says what the public page says."""
    root = db.session.execute(
        sa.select(Unit.id, Unit.name).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1)
    ).one_or_none()
    if root is None:
        return _said("", None)
    month = str(prepared.asked.month)
    wanted = ("unit", root.id, month)
    rows = (
        r for r in prepared.figures if (r["subject_type"], r["subject_id"], r["period"]) == wanted
    )
    text = next((row["public"] for row in rows), None)
    return _said(root.name, read_content(text) if text else None)


def _said(name: str, public: Mapping[str, Any] | None) -> dict[str, Any]:
    shown = public is not None and public["index"] is not None
    low, high = (public["interval"] or ("", "")) if public is not None and shown else ("", "")
    return {
        "unit": name,
        "index": f"{public['index']:.2f}" if public is not None and shown else "",
        "lowest": str(low),
        "highest": str(high),
        "letter": (public["grade"] or "") if public is not None and shown else "",
        "answers": public["answers"] if public is not None else 0,
    }
