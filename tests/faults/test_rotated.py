"""T8: the vault's keys are changed while identities are opened; each opens at every moment.

4,000 rows here; DRILLS=long seals the full 100,000 anew.
"""

import random
import threading
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.authority import operator
from portal.complaints.cases import fresh_id
from portal.complaints.keys import KeyPlace, read_keys
from portal.complaints.models import Complaint, SealedIdentity
from portal.complaints.rotation import rotate_keys
from portal.complaints.vault import Reporter, opened, seal
from portal.database import db
from tests.complaints.factory import make_case
from tests.factories import make_unit
from tests.faults.conftest import LONG

ROWS = 100_000 if LONG else 4_000
AT_ONCE = 1_000
NAME = Reporter(name="Siti Rahmawati", phone="081234567890")


def fill(place: KeyPlace) -> list[int]:
    """So many confidential cases, each a copy of one with its own id and its own seal."""
    model = make_case(make_unit(), date(2026, 11, 4), identity="dirahasiakan")
    table, ring, ids = Complaint.__table__, read_keys(place), [fresh_id() for _ in range(ROWS)]
    kept = {column.name: getattr(model, column.name) for column in table.columns}
    for start in range(0, ROWS, AT_ONCE):
        batch = ids[start : start + AT_ONCE]
        cases = [{**kept, "id": one, "number": f"{start + i:08}"} for i, one in enumerate(batch)]
        sealed = [
            {"complaint_id": one, "key_id": ring.current, "sealed": seal(ring, one, NAME)}
            for one in batch
        ]
        db.session.execute(sa.insert(table), cases)
        db.session.execute(sa.insert(SealedIdentity.__table__), sealed)
        db.session.commit()
    return ids


class Reader(threading.Thread):
    """Opens one identity after the other, as a desk would, until it is told to stop."""

    def __init__(self, app: Flask, place: KeyPlace, ids: list[int]) -> None:
        super().__init__()
        self.app, self.place, self.ids = app, place, ids
        self.is_over = threading.Event()
        self.read, self.wrong = 0, []  # type: ignore[var-annotated]

    def run(self) -> None:
        chance = random.Random(7)
        with self.app.app_context():
            while not self.is_over.is_set():
                row = db.session.get_one(SealedIdentity, chance.choice(self.ids))
                try:
                    assert opened(read_keys(self.place), row) == NAME
                except (AssertionError, ValueError) as error:
                    self.wrong.append(repr(error))
                self.read += 1
                db.session.remove()


@pytest.mark.drill
def test_every_identity_opens_while_the_keys_are_changed(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    place = KeyPlace(folder, "ab" * 32)
    ids = fill(place)
    reader = Reader(app, place, ids)
    reader.start()
    try:
        done = rotate_keys(operator("uji"), place=place)
    finally:
        reader.is_over.set()
        reader.join(30)
    assert (done.rows, done.key) == (ROWS, "2")
    assert reader.wrong == []
    assert reader.read > 20
    keys = sa.select(SealedIdentity.key_id).distinct()
    assert db.session.execute(keys).scalars().all() == ["2"]
