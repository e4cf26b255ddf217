"""Survey sheets as offices keep them, and what is stored of them."""

from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal.authority import operator
from portal.database import db
from portal.documents.rating_rows import survey_ratings
from portal.documents.rating_sheets import open_survey
from portal.feedback.importing import RatingsImport, import_ratings
from portal.feedback.models import Channel, Comment, Rating
from portal.indicators.rules.elements import Order

A = "NO,TANGGAL,JAM,JENIS KELAMIN,USIA,PENDIDIKAN,PEKERJAAN,U1,U2,U3,U4,U5,U6,U7,U8,U9,SARAN"
B = "Tanggal,ID LOKET,Nama,Umur,Jenis kelamin,Pekerjaan,Pendidikan,U1,U2,U3,U4,U5,U6,U7,U8,U9"
ROWS = (
    "1,01/10/2026,08.30,L,34,SMA,Petani,3,3,3,4,3,3,3,2,4,Ramah",
    "2,2026-10-02,13:10,P,17,S1,PNS,4,4,3,4,4,4,4,,3,",
    "3,46297,,p,60,SD,swasta,2,3,2,4,3,3,2,3,3,Antre lama",
)
TODAY = date(2026, 11, 21)
ACTOR = operator("uji")


def sheet(folder: Path, header: str = A, *rows: str) -> Path:
    path = folder / "survei.csv"
    path.write_text("\n".join((header, *(rows or ROWS))), encoding="utf-8")
    return path


def take_in(path: Path, order: Order | None = Order.FORM, **facts: bool) -> RatingsImport:
    content = survey_ratings(open_survey(path, order), TODAY)
    return import_ratings(ACTOR, unit="U", channel=Channel.PAPER, sheet=content, **facts)


def stored() -> list[sa.Row[Any]]:
    found = db.session.execute(sa.select(Rating.__table__).order_by(Rating.sheet_row)).all()
    db.session.rollback()
    return list(found)


MARKS = "3,3,3,4,3,3,3,3,4"
NONE = ",,,,,,,,"


def comments() -> list[str]:
    found = db.session.execute(sa.select(Comment.text).order_by(Comment.text)).scalars().all()
    db.session.rollback()
    return list(found)


def row(on: str = "01/10/2026", marks: str = MARKS, comment: str = "") -> str:
    return f"1,{on},08.30,L,34,SMA,Petani,{marks},{comment}"
