"""A case with attachments: rows in the database, files in the folder."""

from datetime import date
from pathlib import Path

from portal.complaints.models import Attachment
from portal.database import db
from portal.files.store import FileStore
from tests.complaints.desked import make_place
from tests.complaints.factory import make_case

DAY = date(2026, 11, 3)
DATA = b"\xff\xd8\xff" + bytes(range(256))
COUNT = 5


def attach(folder: Path) -> list[str]:
    """A case with five attachments, and a file that no row names; the names of the five."""
    store = FileStore(folder)
    case = make_case(make_place().dinas, DAY)
    names = [store.put(DATA + bytes([number]), day=DAY) for number in range(COUNT)]
    for name in names:
        facts = {"event": 1, "side": "reporter", "kind": "jpeg", "title": "foto", "size": 259}
        db.session.add(Attachment(name=name, complaint_id=case.id, **facts))
    db.session.commit()
    db.session.remove()
    store.put(b"orphan", day=DAY)
    return names
