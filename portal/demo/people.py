"""120 invented officers: who sits in which team, with a number that reads as valid."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from portal.demo.chance import Chance, chance, pick
from portal.demo.counters import COUNTERS, MOBILE_PAST, MOBILE_TODAY, SLOW
from portal.demo.names import DEGREES, full_name
from portal.demo.places import UNITS

OFFICERS = 120
# The three at the counter on the pictures of the handbook: name, is a man.
FAMOUS = (("Agus Permadi", True), ("Ratna Wulandari", False), ("Sri Maharani Tampubolon", False))
KINDS = {"pns": 58, "pppk": 27, "lainnya": 15}
HANDLE_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
POSITIONS = {
    "DUKCAPIL": ("Operator SIAK", "Pengadministrasi Kependudukan", "Verifikator Berkas"),
    "DUKCAPIL-HULU": ("Operator SIAK", "Pengadministrasi Kependudukan"),
    "DPMPTSP": ("Penata Perizinan", "Petugas Layanan Perizinan"),
    "BAPENDA": ("Pengelola Pendapatan", "Petugas Pelayanan Pajak"),
    "RSUD": ("Petugas Pendaftaran", "Perekam Medis", "Petugas Layanan Pasien"),
    "PKM-MUARA": ("Perawat", "Perekam Medis", "Petugas Pendaftaran"),
}
USUAL_POSITIONS = ("Petugas Loket", "Pengadministrasi Umum")


@dataclass(frozen=True, slots=True)
class Staff:
    """The rows of all officers, and the team (officer ids) of each counter key."""

    rows: tuple[dict[str, Any], ...]
    teams: dict[str, tuple[int, ...]]

    @property
    def heads(self) -> dict[str, dict[str, Any]]:
        """Who leads a unit, by its code: heads come first, in the order of the units."""
        led = [unit.code for unit in UNITS if unit.head]
        return dict(zip(led, self.rows, strict=False))


def staff() -> Staff:
    """Heads first, then the teams of the counters, then those behind the counters."""
    makers = _Register()
    for unit in UNITS:
        if unit.head:
            makers.appoint(unit.code, unit.head)
    teams = {
        counter.key: tuple(makers.enlist(counter.unit, counter.key) for _ in range(counter.team))
        for counter in COUNTERS
    }
    teams[MOBILE_TODAY] = teams[MOBILE_PAST]  # one bus, one crew
    while len(makers.rows) < OFFICERS:
        makers.enlist("DPMPTSP", "")
    return Staff(tuple(makers.rows), teams)


class _Register:
    """Gives out names, numbers and handles, each only once."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self._stream = chance("people")
        self._taken: set[str] = set()
        self._famous = iter(FAMOUS)
        self._contract = count(1)
        self._unit_ids = {unit.code: at for at, unit in enumerate(UNITS, 1)}

    def appoint(self, unit: str, position: str) -> int:
        """A head of unit: always a PNS with a degree."""
        return self._add(unit, position, "pns", self._fresh_person())

    def enlist(self, unit: str, key: str) -> int:
        """One member of the team of counter `key`."""
        famous = next(self._famous, None) if key == SLOW else None
        position = self._stream.choice(POSITIONS.get(unit, USUAL_POSITIONS))
        kind = "pns" if famous else pick(self._stream, KINDS)
        return self._add(unit, position, kind, famous or self._fresh_person())

    def _fresh_person(self) -> tuple[str, bool]:
        while True:
            man = self._stream.random() < 0.48
            name = full_name(self._stream, man=man)
            if name not in self._taken:
                self._taken.add(name)
                return name, man

    def _add(self, unit: str, position: str, kind: str, person: tuple[str, bool]) -> int:
        name, man = person
        degree = kind != "lainnya" and self._stream.random() < 0.6
        self.rows.append(
            {
                "id": len(self.rows) + 1,
                "handle": "".join(self._stream.choices(HANDLE_LETTERS, k=10)),
                "kind": kind,
                "nip": self._number(kind, man=man),
                "internal_id": f"SR-{next(self._contract):03}" if kind == "lainnya" else None,
                "name": f"{name}, {self._stream.choice(DEGREES)}" if degree else name,
                "call_name": name,
                "shows_name": self._stream.random() > 0.05 or person in FAMOUS,
                "unit_id": self._unit_ids[unit],
                "position": position,
                "left_on": None,
            }
        )
        return len(self.rows)

    def _number(self, kind: str, *, man: bool) -> str | None:
        numbers = {"pns": _nips, "pppk": _pppk_numbers}
        if kind not in numbers:
            return None
        for number in numbers[kind](self._stream, man=man):
            if number not in self._taken:
                self._taken.add(number)
                return number
        return None


def _born(stream: Chance) -> tuple[int, str]:
    year = stream.randint(1972, 1998)
    return year, f"{year}{stream.randint(1, 12):02}{stream.randint(1, 28):02}"


def _nips(stream: Chance, *, man: bool) -> Iterator[str]:
    """Birth yyyymmdd, appointment yyyymm, sex, sequence (domain.md §4)."""
    while True:
        year, born = _born(stream)
        appointed = min(year + stream.randint(22, 30), 2024)
        month = stream.choice((1, 3, 4, 12))
        yield f"{born}{appointed}{month:02}{1 if man else 2}{stream.randint(1, 12):03}"


def _pppk_numbers(stream: Chance, *, man: bool) -> Iterator[str]:
    """Birth yyyymmdd, year, contract number 21 (no month), sex, sequence."""
    while True:
        _, born = _born(stream)
        yield f"{born}{stream.randint(2021, 2024)}21{1 if man else 2}{stream.randint(1, 12):03}"
