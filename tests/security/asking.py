"""A row of the matrix as a request: the address of a rule at a place, and a form filled in.

Forms are sent as they stand on the page (fingerprints too), opened by somebody who may; what is
empty and required is filled in, so that a refusal is never a mistake of the form.
"""

import html
import io
import re
import subprocess
import zipfile
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from tests.security.world import CLOSED, NEVER, OPEN, PIN, PLACES, READERS, World, leaks

MONTHS = {"open": OPEN, "closed": CLOSED, "never": NEVER}
HANDLE_OF = {
    "/admin/officers": "officer",
    "/admin/tokens": "token",
    "/admin/people": "person",
    "/akun/sesi": "session",
    "/results/objections": "objection",
    "/me/objections": "objection",
    "/admin/outbox": "mail",
    "/desk/identity-requests": "request",
}
# An act is tried on a case in a state that allows it (tests/security/cases.py).
NUMBER_OF = {
    **dict.fromkeys(
        ("reclassify", "assign", "take", "ask", "extend", "answer", "question", "publish"),
        "going",
    ),
    "close": "answered",
    **dict.fromkeys(("row", "identity/ask"), "going"),
    **dict.fromkeys(("identity", "export", "correct", "erase", "dibaca"), "closed"),
    "let-go": "held",
    "separate": "merged",
}
CODE_OF = {"/l/": "counter_code"}
ABSENT = {
    "int": "999999999",
    "text": "tiada00",
    "counter_code": "ZZZZZZ",
    "extract_id": "0" * 32,
}
# Where a list is asked by month or unit, these names carry them in the query.
QUERY = {
    "/api/v1/indicators": {"month": "month", "unit": "code"},
    "/api/v1/appraisals": {"month": "month", "unit": "code"},
    "/results": {"bulan": "month"},
    "/results/<code>": {"bulan": "month"},
    "/results/<code>/petugas": {"bulan": "month"},
    "/results/<code>/saran": {},
    "/results/<code>/unduh.<kind>": {"bulan": "month"},
    "/results/review": {"bulan": "month"},
    "/results/objections": {"bulan": "month"},
    "/results/appraisals": {"bulan": "month"},
    "/admin/units/<int:unit_id>/merge/into": {"into": "target"},
    "/admin/posters.pdf": {"kode": "counter_code"},
    "/results/served/<unit>": {},
    "/admin/roster": {"unit": "unit_id"},
    "/admin/roster/copy": {"unit": "unit_id"},
    "/api/v1/complaints": {"unit": "code"},
    "/desk/assign": {"nomor": "going"},
    "/desk/archive": {"nomor": "number"},
    "/pengaduan": {"unit": "code"},
}
WORDS = {
    "reason": "Diperiksa dengan buku tamu hari itu.",
    "reviewed": "Diperiksa dengan buku tamu hari itu.",
    "text": "Hari itu saya cuti dan digantikan.",
    "code": "BARU7",
    "number": "77",
    "desk": "1",
    "login": "ujicoba",
    "internal_id": "UJI-7",
    "tariff": "gratis",
    "days": "30",
    "nip": "",
    "decree": "800/7/2026",
    "message": "Kapan dan di loket berapa kejadiannya?",
    "words": "Ke Kantor Imigrasi, Jalan Melati 3.",
    "story": "Antrean tidak berjalan sejak pagi.",
}
# Put over what stands there, so that something does change.
ALWAYS = {"name": "Uji Coba", "index": "85,5", "document": "RKPD 2026", "desk": "9"}
EXACTLY: dict[str, dict[str, str]] = {
    "/admin/officers/new": {"kind": "lainnya", "nip": "", "internal_id": "UJI-7"},
    "/me/check-in": {"pin": PIN},
    "/me/objections/new": {"on_date": "2026-11-16", "kind": "answer"},
    "/admin/people/new": {"role": "handler", "email": "ujicoba@contoh.test"},
    "/admin/people/<handle>/roles/new": {"role": "handler"},
    "/admin/people/<handle>/disable": {"last_day": "2026-12-04"},
    "/admin/officers/<handle>/leave": {"starts_on": "2027-01-04", "ends_on": "2027-01-05"},
    "/results/paper/checks/<serial>": {"marks": "333333333"},
    "/admin/complaint-managers/<int:unit_id>": {"address": "Jalan Melati 3"},
    "/admin/rule-sets/new": {"valid_from": "2027-03-01"},
    "/admin/rule-sets/<int:rule_set_id>/end": {"last_day": "2027-06-30"},
    "/desk/complaints/<number>/reclassify": {"klass": "aspirasi"},
    "/desk/complaints/<number>/mask": {"parts": "Akta"},
    "/desk/complaints/<number>/concern": {"description": "Satpam di pintu depan"},
    "/desk/complaints/<number>/lapor": {"lapor_number": "7654321"},
    "/desk/lapor/file": {"which": "new", "kind": "csv"},
    "/me/questions/<question>": {"answer": "Sistem sedang mati."},
    "/desk/personal-data": {"by": "number"},
    "/desk/personal-data/<number>/correct": {"email": "siti@contoh.test"},
}


PUBLIC = ("/skor", "/l/", "/verifikasi", "/pengaduan", "/lacak")


@dataclass(frozen=True)
class Row:
    """One line of the matrix: what is asked, where, and what each column is to be answered."""

    method: str
    rule: str
    where: str

    def __str__(self) -> str:
        return f"{self.method} {self.rule} [{self.where}]"

    @property
    def place(self) -> str:
        """The first word: own, sub, other, none, mine."""
        return self.where.split()[0].split(">")[0]

    @property
    def is_public(self) -> bool:
        """A page for residents, who may read of every unit."""
        return self.rule == "/" or self.rule.startswith(PUBLIC)

    @property
    def target(self) -> str:
        """Behind the arrow: where a thing is to go ("own>other")."""
        return self.where.split()[0].partition(">")[2]

    @property
    def month(self) -> str:
        return next((MONTHS[word] for word in self.where.split() if word in MONTHS), OPEN)

    @property
    def more(self) -> str:
        """A query written out in the file ("own ?cari=x")."""
        return next((word[1:] for word in self.where.split() if word.startswith("?")), "")


def url(world: World, row: Row, column: str = "") -> str:
    """The address of this row."""

    def fill(match: re.Match[str]) -> str:
        kind, _colon, name = match.group(1).rpartition(":")
        return _value(world, row, kind, name, column)

    path = re.sub(r"<([^>]+)>", fill, row.rule)
    asked = {k: _named(world, row, v) for k, v in QUERY.get(row.rule, {}).items()}
    query = "&".join(filter(None, [urlencode({k: v for k, v in asked.items() if v}), row.more]))
    return f"{path}?{query}" if query else path


def _value(world: World, row: Row, kind: str, name: str, column: str) -> str:
    if name == "month":
        return row.month
    if name in FIXED:
        return FIXED[name]
    if name == "filename":
        return "css/base.css" if row.rule.startswith("/static") else "css/bootstrap.min.css"
    if row.place == "mine":
        mine = world.filters if name == "filter_id" else world.mine
        return mine.get(column, ABSENT["int" if kind == "int" else "text"])
    key = _key(row.rule, name)
    if row.place == "none":
        return ABSENT.get(key) or ABSENT["int" if kind == "int" else "text"]
    return str(world.ids[row.place][key])


FIXED = {
    "revision": "1",
    "kind": "csv",
    "sheet": "officers",
    "year": "2026",
    "token": "tiada00",
    "sequence": "2",
    "part": "outcomes",
    "day": "2026-12-09",
}


def _key(rule: str, name: str) -> str:
    if name == "handle":
        return next((key for at, key in HANDLE_OF.items() if rule.startswith(at)), "person")
    if name == "unit":
        return "code"
    if name == "number":
        return next((key for act, key in NUMBER_OF.items() if _acts(rule, act)), name)
    if name == "code":
        return next((key for start, key in CODE_OF.items() if rule.startswith(start)), "code")
    return {"extract": "extract_id"}.get(name, name)


def _acts(rule: str, act: str) -> bool:
    return rule.endswith(f"/{act}") or f"<{act}>" in rule


def _named(world: World, row: Row, what: str) -> str:
    if what == "month":
        return row.month
    if what == "target":
        return PLACES.get(row.target, "")
    if row.place == "none":
        return ABSENT.get(what, "TIADA")
    return str(world.ids.get(row.place, {}).get(what, ""))


def body(world: World, row: Row) -> dict[str, Any]:
    """What is sent: the form of this address as somebody who may sees it, filled in."""
    values: dict[str, Any] = {}
    form = _form(world, row)
    if form is not None:
        values = _standing(form)
        _fill(values, form, row)
    values |= _given(world, row)
    return {**values, "csrf_token": world.token()}


READER = next(iter(READERS))


def _form(world: World, row: Row) -> Tag | None:
    """The form on this address that leads to it, or the largest one that is left."""
    address = url(world, row, READER)
    path = address.partition("?")[0]
    readers = ("out",) if row.is_public else (*READERS, "officer", "out")
    for reader in readers:
        response = world.ask(reader, "GET", address)
        if response.status_code != 200 or response.mimetype != "text/html":
            continue
        soup = BeautifulSoup(response.text, "html5lib")
        forms = [f for f in soup.find_all("form") if str(f.get("method", "")).lower() == "post"]
        here = [f for f in forms if str(f.get("action") or path).partition("?")[0] == path]
        if here:
            return max(here, key=lambda f: len(f.find_all(["input", "select", "textarea"])))
    return None


def _standing(form: Tag) -> dict[str, Any]:
    """What a browser would send; a group of boxes as a list."""
    values: dict[str, Any] = {}
    for tag in form.find_all(["input", "select", "textarea"]):
        name, kind = str(tag.get("name") or ""), tag.get("type")
        if not name or kind in ("submit", "button", "file"):
            continue
        if kind in ("radio", "checkbox") and not tag.has_attr("checked"):
            continue
        values[name] = _text_of(tag)
    return values


def _text_of(tag: Tag) -> str:
    if tag.name == "textarea":
        return tag.get_text()
    if tag.name == "select":
        options = tag.find_all("option")
        chosen = next((o for o in options if o.has_attr("selected")), None)
        first = chosen or next(iter(options), None)
        return str(first.get("value", "")) if first is not None else ""
    return html.unescape(str(tag.get("value", "")))


def _fill(values: dict[str, Any], form: Tag, row: Row) -> None:
    for tag in form.find_all(["input", "textarea", "select"]):
        name, kind = str(tag.get("name") or ""), tag.get("type")
        if not name or kind in ("hidden", "submit", "button", "file"):
            continue
        if kind in ("radio", "checkbox"):
            if kind == "radio" or name in ("scopes", "is_reviewed"):
                values.setdefault(name, str(tag.get("value", "y")))
        elif name in ALWAYS:
            values[name] = ALWAYS[name]
        elif not values.get(name) and name in WORDS:
            values[name] = WORDS[name]


def _given(world: World, row: Row) -> dict[str, Any]:
    """What this row sends besides: the place as a field, the month as it has to be typed."""
    given: dict[str, Any] = {**EXACTLY.get(row.rule, {})}
    if row.rule.startswith("/results/closing/"):
        given["typed"] = row.month
    arrow = row.target or (row.place if "<" not in row.rule else "")
    if arrow in PLACES and row.rule in UNIT_FIELD:
        given[UNIT_FIELD[row.rule]] = PLACES[arrow]
    for name, key in SENT.get(row.rule, {}).items():
        if key in world.ids.get(row.place, {}):
            given[name] = str(world.ids[row.place][key])
    return given


UNIT_FIELD = {
    "/admin/units/new": "parent",
    "/admin/units/<int:unit_id>/move": "parent",
    "/admin/units/<int:unit_id>/merge/into": "into",
    "/admin/services/new": "unit",
    "/admin/services/<int:service_id>": "unit",
    "/admin/counters/new": "unit",
    "/admin/counters/<int:counter_id>": "unit",
    "/admin/officers/new": "unit",
    "/admin/officers/<handle>/transfer": "unit",
    "/admin/tokens/new": "unit",
    "/admin/announcements/new": "unit",
    "/admin/people/new": "unit",
    "/admin/people/<handle>/roles/new": "unit",
}
SENT: dict[str, dict[str, str]] = {
    "/admin/officers/find": {"cari": "nip"},
    "/results/appraisals": {"nip": "nip"},
    "/results/paper/strike": {"serial": "serial"},
    "/desk/complaints/<number>/assign": {"to": "able"},
    "/desk/complaints/<number>/forward": {"to": "to"},
    "/desk/assign": {"to": "able"},
    "/desk/templat/new": {"unit": "unit_id"},
    "/admin/rule-sets/new": {"unit": "unit_id"},
    "/desk/complaints/<number>/merge": {"other": "older"},
    "/desk/personal-data": {"sought": "number"},
}


def observe(world: World, row: Row, column: str, sent: dict[str, Any] | None) -> str:
    """What this column is answered: the status, `+` where something was changed, what it leaked."""
    before = world.changes() if row.method == "POST" else 0
    address = url(world, row, column)
    response = world.ask(column, row.method, address, sent)
    asked = str(sent) + address
    shown = leaks(world, column, _read(response), asked=asked, is_public=row.is_public)
    changed = "+" if row.method == "POST" and world.changes() != before else ""
    if row.method == "POST" and (changed or response.status_code < 400):
        world.restore()
    return f"{response.status_code}{changed}{' shows ' + shown if shown else ''}"


def _read(response: TestResponse) -> str:
    """The words of an answer, of a workbook too."""
    if response.mimetype == XLSX:
        with zipfile.ZipFile(io.BytesIO(response.get_data())) as archive:
            return " ".join(archive.read(name).decode() for name in archive.namelist())
    if response.mimetype == "application/pdf":
        read = ["pdftotext", "-", "-"]
        return subprocess.run(read, input=response.get_data(), capture_output=True).stdout.decode()
    return response.get_data().decode(errors="replace")


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
