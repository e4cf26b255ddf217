"""One row of a survey sheet from paper or another tool, as values (domain.md §2.5)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from portal.errors import Problem, RuleBroken

AGE_BANDS = (
    (16, "di_bawah_17"),
    (25, "17_25"),
    (35, "26_35"),
    (45, "36_45"),
    (55, "46_55"),
    (120, "di_atas_55"),
)

SEXES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("l", "lk", "laki", "laki laki", "pria", "male", "m"), "laki_laki"),
        **dict.fromkeys(("p", "pr", "perempuan", "wanita", "female", "f"), "perempuan"),
    }
)

EDUCATION: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("non pendidikan", "tidak sekolah", "tidak tamat sd"), "non_pendidikan"),
        **dict.fromkeys(("sd", "mi", "sd sederajat", "sd mi"), "sd"),
        **dict.fromkeys(("smp", "sltp", "mts", "smp sederajat", "smp mts"), "smp"),
        **dict.fromkeys(("sma", "smu", "smk", "slta", "ma", "sma sederajat", "sma smk"), "sma"),
        **dict.fromkeys(("d1", "d2", "d3", "di", "dii", "diii", "diploma"), "d3"),
        **dict.fromkeys(("s1", "d4", "div", "sarjana", "d iv s1", "s1 d4"), "s1"),
        **dict.fromkeys(("s2", "magister"), "s2"),
        **dict.fromkeys(("s3", "doktor"), "s3"),
    }
)

OCCUPATIONS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("pns", "asn", "pppk", "pegawai negeri", "pns asn"), "pns"),
        "tni": "tni",
        **dict.fromkeys(("polri", "polisi"), "polri"),
        **dict.fromkeys(("swasta", "karyawan", "karyawan swasta", "pegawai swasta"), "swasta"),
        **dict.fromkeys(("wirausaha", "wiraswasta", "pedagang", "usaha sendiri"), "wirausaha"),
    }
)


@dataclass(frozen=True, slots=True)
class SheetRating:
    """A row: its number, the survey's date, marks by element (None skipped), and what else it says.

    `counter` and `officer` are the texts as written, to be looked up; "" where the sheet has none.
    """

    row: int
    on: date
    part_of_day: str | None
    elements: Mapping[str, int | None]
    counter: str = ""
    officer: str = ""
    sex: str | None = None
    age_band: str | None = None
    education: str | None = None
    occupation: str | None = None
    comment: str = ""

    @property
    def has_mark(self) -> bool:
        """Whether anything was rated; a row without a mark only brings its comment."""
        return any(mark is not None for mark in self.elements.values())


class Named(StrEnum):
    """What a cell may name that the portal has to know."""

    COUNTER = "loket"
    OFFICER = "petugas"


@dataclass(frozen=True, slots=True)
class Naming:
    """A cell that names a counter or an officer, also in a row that is refused for other reasons.

    `where` is the cell in words, `at` its row and column.
    """

    kind: Named
    text: str
    where: str
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class SheetContent:
    """All that a sheet brings: its good rows, and of every row what else has to be checked.

    `months` (YYYY-MM) are those of all readable dates; `notes` say what is not stored, and why.
    """

    ratings: tuple[SheetRating, ...]
    namings: tuple[Naming, ...] = ()
    months: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Lower case, without signs, single spaces."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


def sex_of(text: str) -> str:
    """`laki_laki` or `perempuan`; L and P too."""
    try:
        return SEXES[plain(text)]
    except KeyError:
        raise RuleBroken(f"“{text[:20]}” bukan jenis kelamin. Tulis L atau P.") from None


def age_band_of(text: str) -> str:
    """The band of an age in years, or of a range such as 26–35 by its upper end."""
    found = [int(number) for number in re.findall(r"\d+", text)]
    years = found[-1] if found else -1
    for oldest, band in AGE_BANDS:
        if 0 < years <= oldest:
            return band
    raise RuleBroken(f"“{text[:20]}” bukan usia. Tulis tahun dalam angka, misalnya 34.")


def education_of(text: str) -> str:
    """The level of schooling, by the words offices use for it."""
    try:
        return EDUCATION[plain(text)]
    except KeyError:
        levels = "Non Pendidikan, SD, SMP, SMA, DIII, S1, S2 atau S3"
        raise RuleBroken(f"“{text[:20]}” bukan pendidikan. Tulis {levels}.") from None


def occupation_of(text: str) -> str:
    """The official five words; whatever else stands there is *lainnya*."""
    return OCCUPATIONS.get(plain(text), "lainnya")
