"""The sheet of people: one row for each role. Import and export have the same columns."""

from collections.abc import Iterable, Iterator
from datetime import date

from portal.accounts.inviting import BAD_LOGIN, LOGIN, checked_email
from portal.accounts.people_queries import PersonLine
from portal.accounts.rules.role_words import held_of, role_of, written
from portal.accounts.signing_in import folded
from portal.errors import RuleBroken
from portal.organisation.layouts.cells import UNIT, line, ruled
from portal.organisation.rules import identity
from portal.sheets import BadValue, Column, Layout, Table, Value, as_date, as_text
from portal.sheets.writing import Cell


def _login(value: Value) -> str:
    login = folded(as_text(value))
    if not LOGIN.fullmatch(login):
        raise RuleBroken(BAD_LOGIN)
    return login


def _role(value: Value) -> str:
    role = role_of(as_text(value))
    if role is None:
        raise BadValue("bukan peran yang dikenal.", "Misalnya kepala unit, petugas, auditor.")
    return role


def _held(value: Value) -> str:
    held = held_of(as_text(value))
    if held is None:
        raise BadValue("bukan definitif, Plt., atau Plh.", "Kosongkan bila definitif.")
    return held


PEOPLE = Layout(
    "people",
    ("people", "akun", "akun pegawai"),
    (
        Column("login", "Nama masuk", _login, "ratna", "huruf kecil", ("login",), required=True),
        Column(
            "name",
            "Nama",
            line(200),
            "Ratna Wulandari",
            "nama lengkap",
            ("nama lengkap",),
            required=True,
        ),
        Column(
            "email",
            "Surel",
            lambda value: checked_email(as_text(value)),
            "ratna@kab.go.id",
            "undangan dikirim ke sini",
            ("email", "e mail"),
        ),
        Column("role", "Peran", _role, "kepala unit", "satu peran per baris", required=True),
        UNIT,
        Column(
            "nip",
            "NIP",
            ruled(identity.parse_officer_key),
            "198609262015051001",
            "petugas yang sama dengan akun ini",
            ("nip petugas", "ni pppk"),
            exported=False,
        ),
        Column("starts_on", "Mulai", as_date, "01/01/2026", "kosong: hari ini", ("tmt",)),
        Column("ends_on", "Selesai", as_date, "31/12/2026", "hari terakhir", ("sampai",)),
        Column(
            "held",
            "Plt/Plh",
            _held,
            "Plt.",
            "kosong bila definitif",
            ("plt plh", "jenis"),
            default="definitif",
        ),
        Column("decree", "SK", line(200), "800/1/2026", "wajib bagi Plt. dan Plh.", default=""),
    ),
)


def people_table(people: Iterable[PersonLine], *, for_people: bool) -> Table:
    """The list as a sheet that the import takes; whoever has no role any more has no row."""
    columns = PEOPLE.exported()
    headers = [column.title if for_people else column.key for column in columns]
    return Table(PEOPLE.title, headers, list(_rows(people)))


def _rows(people: Iterable[PersonLine]) -> Iterator[list[Cell]]:
    for person in people:
        for role in person.roles:
            held = "" if role.held == "definitif" else f"{role.held.capitalize()}."
            days: list[date | None] = [role.starts_on, role.ends_on]
            name = written(role.role)
            named = [person.login, person.name, person.email, name, role.unit_code]
            yield [*named, *days, held, role.decree]
