"""Filters of the list that a person keeps under a name, for themselves alone."""

from dataclasses import dataclass

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import UNKNOWN, Actor, Permission
from portal.complaints.models import SavedFilter
from portal.database import command, db
from portal.errors import Conflict, NotFound, RuleBroken
from portal.language import gettext as _

TRIAGE = Permission.TRIAGE_CASES
LONGEST_NAME = 60
LONGEST_QUERY = 400
MOST_SAVED = 20


@dataclass(frozen=True, slots=True)
class KeptFilter:
    """A name and the query string of the page it leads to."""

    id: int
    name: str
    query: str


def saved_filters(actor: Actor) -> tuple[KeptFilter, ...]:
    """What this person keeps, by name."""
    query = (
        sa.select(SavedFilter.id, SavedFilter.name, SavedFilter.query)
        .where(SavedFilter.person_id == actor.person_id)
        .order_by(SavedFilter.name)
    )
    return tuple(KeptFilter(*row) for row in db.session.execute(query))


@command
def save_filter(actor: Actor, *, name: str, query: str) -> int:
    """Keep the filter under this name; its id."""
    actor.demand(TRIAGE)
    if actor.person_id is None:
        raise NotFound(UNKNOWN)
    name = " ".join(name.split())
    _refuse_faulty(name, query)
    kept = saved_filters(actor)
    if name in {one.name for one in kept}:
        raise Conflict(_("Anda sudah memakai nama ini. Pilih nama lain, atau hapus yang lama."))
    if len(kept) >= MOST_SAVED:
        raise RuleBroken(
            _("Sudah ada {n} saringan tersimpan. Hapus salah satu dahulu.").format(n=MOST_SAVED)
        )
    row = SavedFilter(person_id=actor.person_id, name=name, query=query)
    db.session.add(row)
    db.session.flush()
    # Not the query: what was searched may be somebody's name.
    record(actor, action="save_filter", subject=f"saved_filter:{row.id}", after={"name": name})
    return row.id


def _refuse_faulty(name: str, query: str) -> None:
    if not name:
        raise RuleBroken(_("Beri nama saringan ini."))
    if len(name) > LONGEST_NAME:
        raise RuleBroken(
            _("Terlalu panjang: {n} huruf. Paling banyak {max}.").format(
                n=len(name), max=LONGEST_NAME
            )
        )
    if not query or len(query) > LONGEST_QUERY:
        raise RuleBroken(_("Pilih antrean, golongan, unit, atau kata dahulu, lalu simpan."))


@command
def delete_filter(actor: Actor, *, filter_id: int) -> str:
    """Forget an own filter; the name it had."""
    actor.demand(TRIAGE)
    row = db.session.get(SavedFilter, filter_id)
    if row is None or row.person_id != actor.person_id:
        raise NotFound(UNKNOWN)
    name = row.name
    db.session.delete(row)
    record(
        actor, action="delete_filter", subject=f"saved_filter:{filter_id}", before={"name": name}
    )
    return name
